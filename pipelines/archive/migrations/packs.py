"""captures.db, second version: many payloads in one frame, digests as bytes, headers compressed."""

COMPACT_CAPTURES = (
    "0002 packs of payloads",
    (
        """CREATE TABLE payloads_2 (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL,         -- SHA-256 of the payload; no two have the same
            size INTEGER NOT NULL,        -- bytes before compression
            codec TEXT NOT NULL,          -- 'raw'; 'zstd'; 'zstd-ref': zstd with another payload as dictionary; 'zstd-pack': the first of a pack, whose frame holds them all; 'packed': another of its pack; 'gone': the bytes were given up (pruned or forgotten), size and digest stay
            reference_id INTEGER REFERENCES payloads_2 (id), -- the dictionary, or the first of the pack
            position INTEGER,             -- of a packed one in its pack: bytes before it, uncompressed
            data BLOB NOT NULL            -- empty in a packed one
        ) STRICT""",
        "INSERT INTO payloads_2 SELECT id, unhex(digest), size, codec, reference_id, NULL, data FROM payloads ORDER BY id",
        # An id is never given twice: the archive names captures by it, also after some were forgotten.
        """CREATE TABLE captures_2 (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            url TEXT NOT NULL,            -- as requested
            url_hash INTEGER NOT NULL,    -- the first 4 bytes of its SHA-256, by which it is found
            final_url TEXT,               -- after redirects; NULL where that is url
            status INTEGER NOT NULL,
            headers ANY NOT NULL,         -- JSON: [[name, value], ...]; or that compressed, with the words of headers.py
            fetched_at TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            payload_id INTEGER NOT NULL REFERENCES payloads_2 (id)
        ) STRICT""",
        """INSERT INTO captures_2 SELECT id, url, hash_of(url), nullif(final_url, url), status, headers, fetched_at,
            source_kind, payload_id FROM captures ORDER BY id""",
        "DELETE FROM sqlite_sequence WHERE name = 'captures_2'",
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'captures_2', seq FROM sqlite_sequence WHERE name = 'captures'",
        "DROP TABLE reference_payloads",
        "DROP TABLE captures",
        "DROP TABLE payloads",
        "ALTER TABLE payloads_2 RENAME TO payloads",
        "ALTER TABLE captures_2 RENAME TO captures",
        "CREATE INDEX payloads_digest ON payloads (substr(digest, 1, 6))",
        "CREATE INDEX payloads_reference ON payloads (reference_id) WHERE reference_id IS NOT NULL",
        "CREATE INDEX captures_url ON captures (url_hash)",
        "CREATE INDEX captures_payload ON captures (payload_id)",
        """CREATE TABLE reference_payloads (
            scope TEXT NOT NULL,          -- host and source kind
            slot INTEGER NOT NULL,        -- from 0: the templates that its pages have
            payload_id INTEGER REFERENCES payloads (id), -- what the next one leans on; NULL: it stands alone
            pack_id INTEGER REFERENCES payloads (id), -- the first of the pack that the next ones join
            packs INTEGER NOT NULL,       -- 0: those that lean on it are no smaller in a pack
            PRIMARY KEY (scope, slot)
        ) STRICT, WITHOUT ROWID""",
    ),
)
