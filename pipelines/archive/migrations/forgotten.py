"""Tombstones of what was forgotten."""

FORGOTTEN_ARTICLES = (
    "0003 forgotten articles",
    (
        """CREATE TABLE forgotten (
            uid TEXT PRIMARY KEY,
            site_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            forgotten_at TEXT NOT NULL,
            captures TEXT                 -- JSON array: captures whose bytes are still to be erased; NULL when all is done
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE forgotten_urls (
            key TEXT PRIMARY KEY,         -- request key
            uid TEXT NOT NULL REFERENCES forgotten (uid)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX forgotten_urls_uid ON forgotten_urls (uid)",
    ),
)
