"""What hosts said of robots and reservations, so that not every run asks for it."""

HOST_FILES = (
    "0022 robots.txt and tdmrep.json as hosts last gave them",
    (
        """CREATE TABLE host_files (
            origin TEXT NOT NULL,         -- scheme, host and port
            path TEXT NOT NULL,           -- '/robots.txt' or '/.well-known/tdmrep.json'
            site_id TEXT NOT NULL REFERENCES sites (id), -- whose crawl asked last
            status INTEGER,               -- of the last answer that told what holds (2xx or 4xx); NULL: none ever did
            payload BLOB,                 -- as last read, as much of it as is heeded; NULL: the host has none
            etag TEXT,                    -- validators of the payload
            last_modified TEXT,
            read_at TEXT,                 -- when the payload last came whole, and not as a 304
            checked_at TEXT,              -- when the host last told
            asked_at TEXT NOT NULL,       -- also in vain
            unreachable_since TEXT,       -- first of the answers in a row that told nothing; NULL: the last one told
            problem TEXT NOT NULL DEFAULT '', -- the last of them
            PRIMARY KEY (origin, path)
        ) STRICT, WITHOUT ROWID""",
    ),
)
