"""One request for many articles: what a publishing system says of posts by their numbers, and how far it is believed."""

SWEEPS = (
    "0016 sweeps",
    (
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE advertised ADD COLUMN post_id INTEGER",
        "ALTER TABLE channels ADD COLUMN changes_asked_at TEXT",
        "ALTER TABLE channels ADD COLUMN sweeps_rest_until TEXT",
        "ALTER TABLE channels ADD COLUMN hints_right INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN hints_missed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN news_at TEXT",
        "ALTER TABLE watches ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE watches ADD COLUMN vouched_at TEXT",
        """CREATE TABLE looks_by_day (
            site_id TEXT NOT NULL,
            day TEXT NOT NULL,            -- in UTC
            made INTEGER NOT NULL,        -- looks at pages
            vouched INTEGER NOT NULL,     -- looks that were due, and that a sweep stood for
            PRIMARY KEY (site_id, day)
        ) STRICT, WITHOUT ROWID""",
    ),
)
