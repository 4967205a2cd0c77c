"""Completeness: on which local day a channel named what, gaps between polls, backfills, what a site says it published."""

COMPLETENESS = (
    "0014 completeness: gaps, backfills, counts by month",
    (
        # Columns that are added keep no comment: dictionary.py says what these are.
        "ALTER TABLE advertised ADD COLUMN day TEXT",
        "ALTER TABLE advertised ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0",
        "UPDATE advertised SET day = substr(first_seen_at, 1, 10)",
        """UPDATE advertised SET is_first = 1 FROM (
            SELECT channel_id AS channel, lead_id AS lead,
            row_number() OVER (PARTITION BY lead_id ORDER BY first_seen_at, channel_id) AS place FROM advertised
        ) WHERE channel = channel_id AND lead = lead_id AND place = 1""",
        "CREATE INDEX advertised_day ON advertised (channel_id, day)",
        """CREATE TABLE gaps (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            suspected_at TEXT NOT NULL,   -- the poll whose list did not reach back to what an earlier one had named
            since TEXT NOT NULL,          -- the last time up to which the channel's list is known without a gap
            until TEXT NOT NULL,          -- the oldest time that the new list tells, else the poll's
            reason TEXT NOT NULL,         -- why the list did not reach back
            missing_at_least INTEGER NOT NULL, -- articles that are probably missing while nothing was found, by the channel's pace
            state TEXT NOT NULL,          -- 'suspected', 'filled' or 'unfillable'
            state_since TEXT NOT NULL,
            found INTEGER NOT NULL DEFAULT 0, -- leads of that time that other lists and deeper pages named
            told TEXT NOT NULL DEFAULT '', -- how it was filled, or why it cannot be
            UNIQUE (channel_id, suspected_at)
        ) STRICT""",
        "CREATE INDEX gaps_site ON gaps (site_id, state)",
        """CREATE TABLE backfills (
            id INTEGER PRIMARY KEY,
            site_id TEXT NOT NULL REFERENCES sites (id),
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            gap_id INTEGER REFERENCES gaps (id), -- that it is to fill; NULL: asked for by the operator
            since TEXT NOT NULL,          -- first and last local day of publication; until NULL: up to the start
            until TEXT,
            started_at TEXT NOT NULL,
            next_url TEXT,                -- where it goes on; NULL: at its end
            next_day TEXT,                -- of an index by date
            next_page INTEGER NOT NULL DEFAULT 1,
            announced INTEGER,            -- articles of these days, as the site says
            requests INTEGER NOT NULL DEFAULT 0, -- list pages read
            listed INTEGER NOT NULL DEFAULT 0, -- leads of these days that were named
            archived INTEGER NOT NULL DEFAULT 0, -- articles taken from the lists themselves, without a page
            finished_at TEXT,
            failed TEXT                   -- why it ended before its end
        ) STRICT""",
        "CREATE INDEX backfills_site ON backfills (site_id, finished_at)",
        """CREATE TABLE month_counts (
            site_id TEXT NOT NULL REFERENCES sites (id),
            month TEXT NOT NULL,          -- YYYY-MM of publication, on the site's own wall
            announced INTEGER NOT NULL,   -- articles of that month that the site shows, by its own count
            told_by TEXT NOT NULL,        -- 'wordpress': X-WP-Total
            asked_at TEXT NOT NULL,
            PRIMARY KEY (site_id, month, told_by)
        ) STRICT, WITHOUT ROWID""",
        """CREATE VIEW ledger_by_day AS SELECT
            channels.site_id AS site,
            channels.url AS channel,
            channels.kind AS kind,                  -- of the channel
            advertised.day AS day,                  -- the site's local day on which the channel first named it
            sum(advertised.is_first) AS firsts,     -- leads that no other channel had named: their sum is the site's own
            count(*) AS advertised,
            sum(leads.state = 'archived') AS archived,
            sum(leads.state = 'alias') AS alias,    -- another address of an article
            sum(leads.state = 'not-article') AS not_article,
            sum(leads.state = 'vanished') AS vanished, -- gone before it could be archived
            sum(leads.state = 'failed' AND leads.retry_at IS NULL) AS failed, -- for good
            sum(leads.state = 'pending' OR (leads.state = 'failed' AND leads.retry_at IS NOT NULL)) AS waiting
            FROM channels JOIN advertised ON advertised.channel_id = channels.id JOIN leads ON leads.id = advertised.lead_id
            GROUP BY channels.id, advertised.day""",
        """CREATE VIEW ledger_gaps AS SELECT
            gaps.site_id AS site,
            channels.url AS channel,
            gaps.suspected_at AS suspected_at,
            gaps.since AS since,                    -- between these two times the channel's list is not known
            gaps.until AS until,
            gaps.reason AS reason,
            gaps.state AS state,                    -- 'suspected', 'filled' or 'unfillable'
            gaps.state_since AS state_since,
            gaps.found AS found,                    -- leads of that time that were found elsewhere or deeper
            CASE WHEN gaps.state = 'filled' THEN 0 ELSE max(0, gaps.missing_at_least - gaps.found) END AS missing_at_least, -- probably
            gaps.told AS told
            FROM gaps JOIN channels ON channels.id = gaps.channel_id""",
        """CREATE VIEW ledger_missing AS
            SELECT
            leads.site_id AS site,
            CASE WHEN leads.state = 'failed' AND leads.retry_at IS NULL THEN 'failed' ELSE 'waiting' END AS kind, -- or 'gap'
            leads.url AS url,                       -- of the article; of a gap, its channel's
            leads.first_seen_at AS since,
            1 AS articles,                          -- of a gap: probably, at least
            leads.reason AS reason
            FROM leads WHERE leads.state IN ('failed', 'pending')
            UNION ALL SELECT site, 'gap', channel, since, missing_at_least, reason || '; ' || state || ' ' || told
            FROM ledger_gaps WHERE state <> 'filled'""",
        """CREATE VIEW ledger_by_month AS
            WITH counted AS (
                SELECT site_id AS site, month, max(announced) AS announced, 0 AS archived, 0 AS gone, 0 AS vanished,
                0 AS not_article, 0 AS failed, 0 AS waiting FROM month_counts GROUP BY site_id, month
                UNION ALL SELECT site_id, substr(published_day, 1, 7), NULL, count(*), 0, 0, 0, 0, 0
                FROM articles WHERE published_day IS NOT NULL GROUP BY site_id, substr(published_day, 1, 7)
                UNION ALL SELECT watches.site_id, substr(published_day, 1, 7), NULL, 0, count(*), 0, 0, 0, 0
                FROM watches JOIN articles ON articles.id = watches.article_id
                WHERE watches.state = 'gone' GROUP BY watches.site_id, substr(published_day, 1, 7)
                UNION ALL SELECT site_id, substr(published_at, 1, 7), NULL, 0, 0, sum(state = 'vanished'),
                sum(state = 'not-article'), sum(state = 'failed' AND retry_at IS NULL),
                sum(state = 'pending' OR (state = 'failed' AND retry_at IS NOT NULL))
                FROM leads WHERE state IN ('vanished', 'not-article', 'failed', 'pending')
                GROUP BY site_id, substr(published_at, 1, 7)
            )
            SELECT
            site AS site,
            month AS month,                         -- of publication; NULL: of leads whose time no channel told
            max(announced) AS announced,            -- by the site's own count; NULL: it was not asked, or does not say
            sum(archived) AS archived,
            sum(gone) AS gone,                      -- of the archived: the site shows them no more
            sum(vanished) AS vanished,              -- gone before they could be archived
            sum(not_article) AS not_article,
            sum(failed) AS failed,
            sum(waiting) AS waiting,
            max(0, max(announced) - sum(archived) + sum(gone)) AS missing  -- of the announced: what is not archived
            FROM counted GROUP BY site, month""",
    ),
)
