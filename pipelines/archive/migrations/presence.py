"""Looking again: when each article is looked at next, what the looks found, and how it came and went."""

# What the ladder counts from: publication, but never later than first sight (a wrong year would keep an article new for ever).
_AGED_FROM = (
    "min(first_seen_at, CASE WHEN published_at IS NULL THEN first_seen_at"
    " WHEN length(published_at) = 10 THEN published_at || 'T00:00:00Z'"
    " WHEN published_at LIKE '%Z' THEN published_at ELSE published_at || 'Z' END)"
)
# The rungs of `presence.LADDER` on the day when this step landed.
_NEXT = """CASE WHEN url LIKE 'import:%' THEN NULL ELSE strftime('%Y-%m-%dT%H:%M:%SZ', seen_at,
    CASE WHEN age < 0.125 THEN '+15 minutes' WHEN age < 1 THEN '+1 hours' WHEN age < 7 THEN '+3 hours'
    WHEN age < 30 THEN '+3 days' WHEN age < 360 THEN '+30 days' END) END"""

LOOKS_AND_PRESENCE = (
    "0005 later looks at articles",
    (
        """CREATE TABLE watches (
            article_id INTEGER PRIMARY KEY REFERENCES articles (id),
            site_id TEXT NOT NULL,
            state TEXT NOT NULL,          -- 'live', 'suspect', 'gone' or 'returned'
            state_since TEXT NOT NULL,    -- the look that found it so first
            aged_from TEXT NOT NULL,      -- publication, or first sight where that is earlier or alone known
            first_checked_at TEXT,        -- first look after it was archived
            last_checked_at TEXT NOT NULL, -- last look, the one that archived it included
            checks INTEGER NOT NULL,      -- looks after it was archived
            unchanged INTEGER NOT NULL,   -- looks in a row that found the current version
            missed INTEGER NOT NULL,      -- looks in a row that found that it is not there
            next_check_at TEXT,           -- NULL: not again by itself
            hinted_by INTEGER REFERENCES channels (id) -- channel that says it was modified since: due at once
        ) STRICT""",
        "CREATE INDEX watches_next ON watches (site_id, next_check_at) WHERE next_check_at IS NOT NULL",
        "CREATE INDEX watches_hinted ON watches (site_id, hinted_by) WHERE hinted_by IS NOT NULL",
        "CREATE INDEX watches_state ON watches (state, state_since) WHERE state <> 'live'",
        """CREATE TABLE checks (
            article_id INTEGER NOT NULL REFERENCES articles (id),
            since TEXT NOT NULL,          -- first and last of the looks in a row that found the same
            until TEXT NOT NULL,
            times INTEGER NOT NULL,       -- how many
            finding TEXT NOT NULL,        -- 'unchanged', 'changed', 'not-found', 'front', 'soft-404', 'wall', 'blocked', 'elsewhere', 'not-article', 'failed'
            status INTEGER,               -- of the last response; NULL where none came
            payload_digest TEXT,          -- SHA-256 of the last page that came
            version INTEGER,              -- number of the version that it showed; NULL where it showed none
            PRIMARY KEY (article_id, since)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE presence (
            article_id INTEGER NOT NULL REFERENCES articles (id),
            number INTEGER NOT NULL,      -- from 1: steps away from 'live', where every article begins
            state TEXT NOT NULL,          -- that began: 'suspect', 'gone', 'returned' or 'live'
            since TEXT NOT NULL,          -- the look that found it so first
            evidence TEXT NOT NULL,       -- what the look found, in words
            status INTEGER,               -- HTTP
            PRIMARY KEY (article_id, number)
        ) STRICT, WITHOUT ROWID""",
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE advertised ADD COLUMN modified_at TEXT",
        "ALTER TABLE channels ADD COLUMN empty_hints INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN hints_rest_until TEXT",
        f"""INSERT INTO watches
            SELECT id, site_id, 'live', seen_at, aged_from, NULL, seen_at, 0, 0, 0, {_NEXT}, NULL FROM (
                SELECT *, julianday(seen_at) - julianday(aged_from) AS age FROM (
                    SELECT id, site_id, url, {_AGED_FROM} AS aged_from, (SELECT seen_at FROM versions
                    WHERE article_id = articles.id AND number = version) AS seen_at FROM articles ORDER BY id))""",  # noqa: S608 - parts are ours
    ),
)
