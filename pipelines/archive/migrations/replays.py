"""What each version was read with, and how far stored pages were read again."""

READINGS_AND_REPLAYS = (
    "0006 pages read again",
    (
        # A column that is added keeps no comment: dictionary.py says what these are.
        "ALTER TABLE versions ADD COLUMN reading TEXT",
        """CREATE TABLE replays (
            id INTEGER PRIMARY KEY,
            rules TEXT NOT NULL,          -- digest of the rules of all sites that it reads, and of their lessons where asked
            scope TEXT NOT NULL,          -- JSON: which pages, and whether today's lessons count
            started_at TEXT NOT NULL,
            finished_at TEXT,             -- NULL: under way, or ended before its time; the same command goes on
            until_version INTEGER NOT NULL, -- ids: the last ones that it reads
            until_lead INTEGER NOT NULL,
            last_version INTEGER NOT NULL DEFAULT 0, -- ids: those up to them are read
            last_lead INTEGER NOT NULL DEFAULT 0,
            counts TEXT NOT NULL DEFAULT '{}'  -- JSON: what it found, by site
        ) STRICT""",
        "CREATE INDEX replays_rules ON replays (rules, scope)",
    ),
)
