"""Health: what is normal on each site, how it takes us, and the alarms that were raised."""

HEALTH = (
    "0018 health: what is normal, and alarms",
    (
        """CREATE TABLE site_days (
            site_id TEXT NOT NULL REFERENCES sites (id),
            day TEXT NOT NULL,            -- on the site's own wall
            runs INTEGER NOT NULL DEFAULT 0, -- in which its lists were read
            articles INTEGER NOT NULL DEFAULT 0, -- archived on that day, and published at most two days before
            longest_gap INTEGER NOT NULL DEFAULT 0, -- seconds: the longest time without such an article that ended on that day
            PRIMARY KEY (site_id, day)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE site_standings (
            site_id TEXT PRIMARY KEY,     -- '': the network of this machine
            standing TEXT NOT NULL,       -- 'served', 'blocked', 'unread' (its lists answer, and cannot be read) or 'down'
            since TEXT NOT NULL,          -- first run of those in a row that found it so
            runs INTEGER NOT NULL,        -- these runs
            seen_at TEXT NOT NULL,        -- the last of them
            reason TEXT NOT NULL,
            served_at TEXT,               -- last run in which its lists were read
            new_at TEXT                   -- when its last new article was archived
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE page_trends (
            site_id TEXT NOT NULL REFERENCES sites (id),
            sign TEXT NOT NULL,           -- 'refused', 'short', 'long', 'no-author', 'no-time', 'headline' or 'removed'
            pages REAL NOT NULL,          -- new pages that tell what is normal, older ones counting less
            marked REAL NOT NULL,         -- those of them that show the sign
            level REAL NOT NULL,          -- logarithm of the usual length of a text
            score REAL NOT NULL,          -- evidence that more pages show the sign than is normal (CUSUM)
            highest REAL NOT NULL,        -- score since it left zero
            peak REAL NOT NULL,           -- the highest score that went away by itself
            since TEXT,                   -- these three: of the pages since the score left zero
            span_pages INTEGER NOT NULL,
            span_marked INTEGER NOT NULL,
            is_alarmed INTEGER NOT NULL,
            last TEXT NOT NULL,           -- digest of the last page's headline
            samples TEXT NOT NULL,        -- JSON array: addresses of the last pages that show it
            PRIMARY KEY (site_id, sign)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE alarms (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL,        -- '': the network of this machine
            kind TEXT NOT NULL,           -- 'broken', 'silent', 'flood', 'dead-channel', 'moved', 'blocked', 'down', 'gap' or 'network'
            opened_at TEXT NOT NULL,
            seen_at TEXT NOT NULL,        -- last judgement that found it
            last_told_at TEXT,            -- NULL: nobody was told yet
            closed_at TEXT,
            closing_told INTEGER NOT NULL DEFAULT 0,
            acked_until TEXT,             -- until when nobody wants to hear of it
            ack_reason TEXT,
            evidence TEXT NOT NULL        -- JSON array of symptoms: field, since, told, before, after, samples
        ) STRICT""",
        "CREATE UNIQUE INDEX alarms_open ON alarms (site_id, kind) WHERE closed_at IS NULL",
        "CREATE INDEX alarms_closed ON alarms (closed_at) WHERE closed_at IS NOT NULL",
        """CREATE TABLE health_marks (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL        -- 'leads': the last lead that was counted
        ) STRICT, WITHOUT ROWID""",
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE channels ADD COLUMN named_at TEXT",
        "ALTER TABLE channels ADD COLUMN failing_since TEXT",
        "ALTER TABLE channels ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN quiet_most INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN quiet_mean REAL NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN revivals INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE channels ADD COLUMN listed INTEGER",
        "ALTER TABLE channels ADD COLUMN moved_to TEXT",
    ),
)
