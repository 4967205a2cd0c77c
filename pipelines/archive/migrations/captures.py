"""captures.db, first version: responses, and their payloads once."""

CAPTURES_AND_PAYLOADS = (
    "0001 captures and payloads",
    (
        """CREATE TABLE payloads (
            id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,  -- SHA-256 of the payload, hexadecimal
            size INTEGER NOT NULL,        -- bytes before compression
            codec TEXT NOT NULL,          -- 'raw', 'zstd', or 'zstd-ref': zstd with another payload as dictionary
            reference_id INTEGER REFERENCES payloads (id),
            data BLOB NOT NULL
        ) STRICT""",
        # An id is never given twice: the archive names captures by it, also after some were forgotten.
        """CREATE TABLE captures (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            url TEXT NOT NULL,            -- as requested
            final_url TEXT NOT NULL,      -- after redirects
            status INTEGER NOT NULL,
            headers TEXT NOT NULL,        -- JSON: [[name, value], ...]
            fetched_at TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            payload_id INTEGER NOT NULL REFERENCES payloads (id)
        ) STRICT""",
        "CREATE INDEX captures_url ON captures (url, payload_id)",
        "CREATE INDEX captures_payload ON captures (payload_id)",
        """CREATE TABLE reference_payloads (
            scope TEXT PRIMARY KEY,       -- host and source kind, whose pages share a template
            payload_id INTEGER NOT NULL REFERENCES payloads (id)
        ) STRICT, WITHOUT ROWID""",
    ),
)
