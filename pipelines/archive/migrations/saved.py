"""Saved searches: what is looked for in every run, and what was found by it."""

SAVED_SEARCHES = (
    "0027 saved searches",
    (
        """CREATE TABLE saved_searches (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,    -- in the address of its feed
            uid TEXT NOT NULL UNIQUE,     -- UUID: of its feed, in every archive that holds it
            query TEXT NOT NULL,          -- JSON: words, and the filters of a search
            added_at TEXT NOT NULL,
            seen_id INTEGER NOT NULL      -- last version that it was matched with: what was there before is the past
        ) STRICT""",
        """CREATE TABLE saved_matches (
            search_id INTEGER NOT NULL REFERENCES saved_searches (id),
            article_id INTEGER NOT NULL REFERENCES articles (id),
            digest TEXT NOT NULL,         -- of the version that was the occasion
            kind TEXT NOT NULL,           -- 'new', 'changed' (a new version), 'joined' (the story of an article that matches) or 'past'
            matched_at TEXT NOT NULL,
            told_at TEXT,                 -- NULL: the notifier is still to tell
            tries INTEGER NOT NULL DEFAULT 0, -- in which it failed
            PRIMARY KEY (search_id, article_id, digest)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX saved_matches_time ON saved_matches (search_id, matched_at)",
        "CREATE INDEX saved_matches_article ON saved_matches (article_id)",
        "CREATE INDEX saved_matches_untold ON saved_matches (search_id, matched_at) WHERE told_at IS NULL",
    ),
)
