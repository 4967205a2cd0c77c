"""archive.db, first version: sites, channels, leads, articles with their versions, search."""

SITES_CHANNELS_LEADS_ARTICLES = (
    "0001 sites, channels, leads, articles",
    (
        """CREATE TABLE sites (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            homepage TEXT NOT NULL,
            region TEXT,
            language TEXT,
            timezone TEXT,
            kind TEXT NOT NULL,
            first_seen_at TEXT NOT NULL,
            discovered_at TEXT            -- when homepage and robots.txt were asked for channels
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            program_version TEXT NOT NULL,
            sites TEXT NOT NULL,          -- JSON array of site ids
            started_at TEXT NOT NULL,
            finished_at TEXT,             -- NULL with outcome 'killed': it did not live to say
            outcome TEXT,
            counts TEXT NOT NULL DEFAULT '{}'
        ) STRICT""",
        """CREATE TABLE channels (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            url TEXT NOT NULL,
            kind TEXT NOT NULL,
            found_in TEXT NOT NULL,
            parent_id INTEGER REFERENCES channels (id),
            first_seen_at TEXT NOT NULL,
            advertised_modified_at TEXT,  -- as the document that names the channel says
            etag TEXT,                    -- these three: of its first page
            last_modified TEXT,
            payload_digest TEXT,
            status INTEGER,               -- of its last poll
            polled_at TEXT,               -- when its first page was last asked for
            walk INTEGER NOT NULL DEFAULT 0,  -- number of the last walk over its pages
            walk_since TEXT,              -- when that walk began, while it is open
            walk_cut TEXT,                -- when a walk was last cut by the page limit: a known gap
            failures INTEGER NOT NULL DEFAULT 0,  -- polls failed in a row
            last_error TEXT,
            UNIQUE (site_id, url)
        ) STRICT""",
        """CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,     -- of its URL at first sight; cited, exported and merged by it
            site_id TEXT NOT NULL REFERENCES sites (id),
            url TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            authors TEXT NOT NULL,        -- JSON arrays of names
            editors TEXT NOT NULL,
            tags TEXT NOT NULL,
            section TEXT,
            published_at TEXT,            -- '...Z' in UTC; without Z where no zone is known; a day alone as a day
            published_offset INTEGER,     -- minutes east of UTC on the publisher's wall
            published_precision TEXT,     -- 'minute' or 'day'
            published_source TEXT,
            published_disputed INTEGER NOT NULL DEFAULT 0,
            published_day TEXT,           -- the publisher's local day
            modified_at TEXT,
            modified_offset INTEGER,
            modified_precision TEXT,
            modified_source TEXT,
            dateline_site TEXT,
            dateline_place TEXT,
            lead_image TEXT,
            caption TEXT,
            photo_credit TEXT,
            sign_off TEXT,
            language TEXT,
            first_seen_at TEXT NOT NULL,
            version INTEGER NOT NULL,     -- number of the current version, whose title and text these are
            text TEXT NOT NULL            -- last: what reads the other columns need not pass it
        ) STRICT""",
        "CREATE INDEX articles_site_day ON articles (site_id, published_day)",
        """CREATE TABLE article_urls (
            key TEXT PRIMARY KEY,         -- request key
            url TEXT NOT NULL,
            article_id INTEGER NOT NULL REFERENCES articles (id),
            first_seen_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX article_urls_article ON article_urls (article_id)",
        """CREATE TABLE leads (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            key TEXT NOT NULL UNIQUE,     -- request key
            url TEXT NOT NULL,
            title TEXT,                   -- as advertised, like the two times
            published_at TEXT,
            modified_at TEXT,
            state TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            first_seen_at TEXT NOT NULL,
            settled_at TEXT,              -- when its state was last found
            tries INTEGER NOT NULL DEFAULT 0,  -- failed ones in a row
            retry_at TEXT,                -- of a failed lead; NULL: for good
            alias_of INTEGER REFERENCES leads (id),
            article_id INTEGER REFERENCES articles (id),
            capture_id INTEGER            -- of a page that was refused: a later rule may read it
        ) STRICT""",
        "CREATE INDEX leads_state ON leads (site_id, state, coalesce(published_at, modified_at) DESC, id)",
        "CREATE INDEX leads_article ON leads (article_id, state) WHERE article_id IS NOT NULL",
        """CREATE TABLE advertised (
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            lead_id INTEGER NOT NULL REFERENCES leads (id),
            walk INTEGER NOT NULL,
            first_seen_at TEXT NOT NULL,
            PRIMARY KEY (channel_id, lead_id)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE versions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles (id),
            number INTEGER NOT NULL,      -- in the order of arrival; an older copy may arrive later
            seen_at TEXT NOT NULL,
            source_kind TEXT NOT NULL,
            capture_id INTEGER,           -- in captures.db
            part INTEGER NOT NULL,        -- position in a capture that holds many articles
            digest TEXT NOT NULL,         -- SHA-256 of title, newline, text
            title TEXT,                   -- these two are NULL in the current version: articles has them
            text TEXT,
            UNIQUE (article_id, number)
        ) STRICT""",
        "CREATE INDEX versions_capture ON versions (capture_id)",
        """CREATE TABLE version_captures (
            version_id INTEGER NOT NULL REFERENCES versions (id),
            position INTEGER NOT NULL,    -- from 1: the further pages of a split article
            capture_id INTEGER NOT NULL,
            PRIMARY KEY (version_id, position)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE blocks (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            digest TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (site_id, digest)
        ) STRICT""",
        """CREATE TABLE removals (
            version_id INTEGER NOT NULL REFERENCES versions (id),
            position INTEGER NOT NULL,
            block_id INTEGER NOT NULL REFERENCES blocks (id),
            reason TEXT NOT NULL,
            rule TEXT NOT NULL,
            PRIMARY KEY (version_id, position)
        ) STRICT, WITHOUT ROWID""",
        # Search. The index's row number is a position in time, so that newest first is its own order.
        """CREATE TABLE timeline (
            position INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL UNIQUE REFERENCES articles (id),
            site_id TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX timeline_site ON timeline (site_id)",
        """CREATE VIEW article_texts AS
            SELECT timeline.position AS position, articles.title AS title, articles.text AS text
            FROM timeline JOIN articles ON articles.id = timeline.article_id""",
        """CREATE VIRTUAL TABLE articles_fts USING fts5 (
            title, text, content='article_texts', content_rowid='position',
            tokenize='unicode61 remove_diacritics 2'
        )""",
        """CREATE TRIGGER timeline_insert AFTER INSERT ON timeline BEGIN
            INSERT INTO articles_fts (rowid, title, text)
            SELECT new.position, title, text FROM articles WHERE id = new.article_id;
        END""",
        """CREATE TRIGGER timeline_delete AFTER DELETE ON timeline BEGIN
            INSERT INTO articles_fts (articles_fts, rowid, title, text)
            SELECT 'delete', old.position, title, text FROM articles WHERE id = old.article_id;
        END""",
        """CREATE TRIGGER articles_update AFTER UPDATE OF title, text ON articles BEGIN
            INSERT INTO articles_fts (articles_fts, rowid, title, text)
            SELECT 'delete', position, old.title, old.text FROM timeline WHERE article_id = old.id;
            INSERT INTO articles_fts (rowid, title, text)
            SELECT position, new.title, new.text FROM timeline WHERE article_id = new.id;
        END""",
        """CREATE TRIGGER articles_delete BEFORE DELETE ON articles BEGIN
            DELETE FROM timeline WHERE article_id = old.id;
        END""",
    ),
)
