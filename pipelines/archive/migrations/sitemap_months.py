"""What sitemaps tell of how many articles a site published in a month, beside WordPress's own count."""

SITEMAP_MONTHS = (
    "0029 months that sitemaps tell",
    (
        """CREATE TABLE sitemap_months (
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            month TEXT NOT NULL,          -- YYYY-MM of publication, on the site's own wall; '': entries that tell no day
            announced INTEGER NOT NULL,   -- articles of that month that it names
            told_by TEXT NOT NULL,        -- 'month sitemap': its address names the month; 'sitemap addresses': the articles' do; 'news sitemap': their times, added up since it was first read
            PRIMARY KEY (channel_id, month)
        ) STRICT, WITHOUT ROWID""",
        """CREATE VIEW month_announcements AS
            WITH named AS (
                SELECT site_id, kind, month, announced, told_by, channels.id AS channel_id, first_seen_at
                FROM sitemap_months JOIN channels ON channels.id = channel_id
            ), sitemaps AS ( -- of sites whose sitemaps were all read, and tell the day of nearly all that they name
                SELECT site_id FROM named WHERE kind = 'sitemap' GROUP BY site_id
                HAVING sum(announced * (month = '')) * 20 <= sum(announced) AND NOT EXISTS (
                    SELECT 1 FROM channels WHERE channels.site_id = named.site_id AND kind = 'sitemap'
                    AND (polled_at IS NULL OR last_error IS NOT NULL OR walk_since IS NOT NULL)
                )
            )
            SELECT site_id AS site,
            month AS month,
            announced AS announced,                 -- articles of the month, by what the site tells
            told_by AS told_by,                     -- 'wordpress', 'month sitemap', 'sitemap addresses' or 'news sitemap'
            place AS place                          -- 1: to be believed first
            FROM (
                SELECT site_id, month, announced, told_by, 1 AS place FROM month_counts
                UNION ALL SELECT site_id, month, sum(announced), max(told_by), CASE WHEN min(told_by) = 'month sitemap' THEN 2 ELSE 3 END
                FROM named WHERE kind = 'sitemap' AND month <> '' AND site_id IN (SELECT site_id FROM sitemaps)
                GROUP BY site_id, month
                UNION ALL SELECT site_id, month, max(announced), told_by, 4
                FROM named WHERE kind = 'news-sitemap' AND substr(first_seen_at, 1, 7) < month AND NOT EXISTS (
                    SELECT 1 FROM gaps WHERE gaps.channel_id = named.channel_id AND state <> 'filled'
                    AND substr(since, 1, 7) <= month AND substr(until, 1, 7) >= month
                ) GROUP BY site_id, month
            )""",
        "DROP VIEW ledger_by_month",
        """CREATE VIEW ledger_by_month AS
            WITH told AS (
                SELECT site, month, announced, told_by, min(place) FROM month_announcements GROUP BY site, month
            ), published AS (
                SELECT site_id, published_day, count(*) AS number FROM articles WHERE published_day IS NOT NULL
                GROUP BY site_id, published_day
            ), counted AS (
                SELECT site, month, 0 AS archived, 0 AS gone, 0 AS vanished, 0 AS not_article, 0 AS failed, 0 AS waiting
                FROM told
                UNION ALL SELECT site_id, substr(published_day, 1, 7), sum(number), 0, 0, 0, 0, 0
                FROM published GROUP BY site_id, substr(published_day, 1, 7)
                UNION ALL SELECT watches.site_id, substr(published_day, 1, 7), 0, count(*), 0, 0, 0, 0
                FROM watches JOIN articles ON articles.id = watches.article_id
                WHERE watches.state = 'gone' AND watches.state <> 'live' -- the index knows the second
                GROUP BY watches.site_id, substr(published_day, 1, 7)
                UNION ALL SELECT sites.id, substr(published_at, 1, 7), 0, 0, sum(state = 'vanished'),
                sum(state = 'not-article'), sum(state = 'failed' AND retry_at IS NULL),
                sum(state = 'pending' OR (state = 'failed' AND retry_at IS NOT NULL))
                FROM sites CROSS JOIN leads ON leads.site_id = sites.id
                WHERE state IN ('vanished', 'not-article', 'failed', 'pending')
                GROUP BY sites.id, substr(published_at, 1, 7)
            ), held AS (
                SELECT site, month, sum(archived) AS archived, sum(gone) AS gone, sum(vanished) AS vanished,
                sum(not_article) AS not_article, sum(failed) AS failed, sum(waiting) AS waiting
                FROM counted GROUP BY site, month
            )
            SELECT
            held.site AS site,
            held.month AS month,                    -- of publication; NULL: of leads whose time no channel told
            told.announced AS announced,            -- what the site tells that it published; NULL: see told_by
            CASE WHEN told_by IS NOT NULL THEN told_by WHEN held.month IS NOT NULL AND EXISTS (
                SELECT 1 FROM channels WHERE channels.site_id = held.site AND kind = 'wordpress'
            ) THEN 'not asked' ELSE 'unknowable' END
            AS told_by,                             -- as in month_announcements; 'not asked': WordPress was not; 'unknowable'
            held.archived AS archived,
            held.gone AS gone,                      -- of the archived: the site shows them no more
            held.vanished AS vanished,              -- gone before they could be archived
            held.not_article AS not_article,
            held.failed AS failed,
            held.waiting AS waiting,
            max(0, told.announced - held.archived + held.gone) AS missing  -- of the announced: what is not archived
            FROM held LEFT JOIN told ON told.site = held.site AND told.month = held.month""",
    ),
)
