"""What a site's own pages repeat."""

BOILERPLATE_LEARNED = (
    "0002 boilerplate learned per site",
    (
        # What a site's last pages showed: digests of their lines, from which repeated ones are learned.
        """CREATE TABLE observed_pages (
            site_id TEXT NOT NULL REFERENCES sites (id),
            number INTEGER NOT NULL,      -- in the order of archiving, by site
            article_id INTEGER NOT NULL UNIQUE REFERENCES articles (id),
            seen_at TEXT NOT NULL,
            title TEXT NOT NULL,
            authors TEXT NOT NULL,        -- JSON array of names
            section TEXT,
            blocks TEXT NOT NULL,         -- JSON: [[digest, container, apart, linked, bound, lines after it, size], ...]
            PRIMARY KEY (site_id, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE lessons (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            kind TEXT NOT NULL,           -- 'block' or 'container'
            digest TEXT NOT NULL,         -- its first 8 characters are in the rule of what was removed by it
            text TEXT NOT NULL,
            version INTEGER NOT NULL,     -- of what is known of the site, that began with it
            learned_at TEXT NOT NULL,
            pages INTEGER NOT NULL,       -- that held it, when it was last counted
            of_pages INTEGER NOT NULL,
            first_seen_at TEXT NOT NULL,
            last_seen_at TEXT NOT NULL,
            forgotten_version INTEGER,    -- that began without it
            forgotten_at TEXT
        ) STRICT""",
        "CREATE UNIQUE INDEX lessons_standing ON lessons (site_id, digest) WHERE forgotten_at IS NULL",
    ),
)
