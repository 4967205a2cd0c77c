"""What became of the leads of a channel and day, counted as they come and change: the ledger reads no million leads again."""

BECAME = "CASE WHEN {0}.state = 'pending' OR ({0}.state = 'failed' AND {0}.retry_at IS NOT NULL) THEN 'waiting' ELSE {0}.state END"
_DAY = "coalesce({0}.day, substr({0}.first_seen_at, 1, 10))"
_ONE_MORE = " ON CONFLICT (channel_id, day, is_first, became) DO UPDATE SET number = number + 1"
_NAMED = f"SELECT {{0}}.channel_id, {_DAY}, {{0}}.is_first, {BECAME.format('leads')}"


def _more(row: str) -> str:
    """Return the statement that counts what a channel named."""
    named = _NAMED.format(row)
    return f"INSERT INTO lead_counts {named}, 1 FROM leads WHERE leads.id = {row}.lead_id{_ONE_MORE}"


def _less(row: str) -> str:
    """Return the statements that take that back."""
    key = f"(channel_id, day, is_first, became) = ({_NAMED.format(row)} FROM leads WHERE leads.id = {row}.lead_id)"
    return (
        f"UPDATE lead_counts SET number = number - 1 WHERE {key};"  # noqa: S608 - parts are ours
        f" DELETE FROM lead_counts WHERE number = 0 AND {key}"
    )


_OF_LEAD = f"SELECT channel_id, {_DAY.format('advertised')}, is_first FROM advertised WHERE lead_id = new.id"  # noqa: S608 - parts are ours
_BEFORE = f"became = {BECAME.format('old')} AND (channel_id, day, is_first) IN ({_OF_LEAD})"

LEAD_COUNTS = (
    "0025 leads counted by channel and day",
    (
        "CREATE INDEX advertised_lead ON advertised (lead_id)",
        """CREATE TABLE lead_counts (
            channel_id INTEGER NOT NULL REFERENCES channels (id),
            day TEXT NOT NULL,            -- the site's local day on which the channel first named them
            is_first INTEGER NOT NULL,    -- 1: no channel had named them before
            became TEXT NOT NULL,         -- state of the lead; 'waiting': to be fetched, for the first time or again
            number INTEGER NOT NULL,
            PRIMARY KEY (channel_id, day, is_first, became)
        ) STRICT, WITHOUT ROWID""",
        f"CREATE TRIGGER lead_counts_insert AFTER INSERT ON advertised BEGIN {_more('new')}; END",
        f"CREATE TRIGGER lead_counts_delete AFTER DELETE ON advertised BEGIN {_less('old')}; END",
        (
            "CREATE TRIGGER lead_counts_update AFTER UPDATE OF channel_id, lead_id, day, is_first ON advertised"
            f" BEGIN {_less('old')}; {_more('new')}; END"
        ),
        (
            "CREATE TRIGGER lead_counts_became AFTER UPDATE OF state, retry_at ON leads"  # noqa: S608 - parts are ours
            f" WHEN {BECAME.format('new')} IS NOT {BECAME.format('old')} BEGIN"
            f" UPDATE lead_counts SET number = number - 1 WHERE {_BEFORE};"
            f" DELETE FROM lead_counts WHERE number = 0 AND {_BEFORE};"
            f" INSERT INTO lead_counts SELECT channel_id, {_DAY.format('advertised')}, is_first, {BECAME.format('new')}, 1"
            f" FROM advertised WHERE lead_id = new.id{_ONE_MORE}; END"
        ),
        (
            f"INSERT INTO lead_counts {_NAMED.format('advertised')}, count(*)"
            " FROM advertised JOIN leads ON leads.id = advertised.lead_id GROUP BY 1, 2, 3, 4"
        ),
        "DROP VIEW ledger_by_day",
        """CREATE VIEW ledger_by_day AS SELECT
            channels.site_id AS site,
            channels.url AS channel,
            channels.kind AS kind,                  -- of the channel
            lead_counts.day AS day,                 -- the site's local day on which the channel first named it
            sum(number * is_first) AS firsts,       -- leads that no other channel had named: their sum is the site's own
            sum(number) AS advertised,
            sum(number * (became = 'archived')) AS archived,
            sum(number * (became = 'alias')) AS alias, -- another address of an article
            sum(number * (became = 'not-article')) AS not_article,
            sum(number * (became = 'vanished')) AS vanished, -- gone before it could be archived
            sum(number * (became = 'failed')) AS failed, -- for good
            sum(number * (became = 'waiting')) AS waiting
            FROM channels JOIN lead_counts ON lead_counts.channel_id = channels.id
            GROUP BY channels.site_id, channels.id, lead_counts.day""",
        "DROP VIEW ledger_by_month",
        """CREATE VIEW ledger_by_month AS
            WITH published AS (
                SELECT site_id, published_day, count(*) AS number FROM articles WHERE published_day IS NOT NULL
                GROUP BY site_id, published_day
            ), counted AS (
                SELECT site_id AS site, month, max(announced) AS announced, 0 AS archived, 0 AS gone, 0 AS vanished,
                0 AS not_article, 0 AS failed, 0 AS waiting FROM month_counts GROUP BY site_id, month
                UNION ALL SELECT site_id, substr(published_day, 1, 7), NULL, sum(number), 0, 0, 0, 0, 0
                FROM published GROUP BY site_id, substr(published_day, 1, 7)
                UNION ALL SELECT watches.site_id, substr(published_day, 1, 7), NULL, 0, count(*), 0, 0, 0, 0
                FROM watches JOIN articles ON articles.id = watches.article_id
                WHERE watches.state = 'gone' AND watches.state <> 'live' -- the index knows the second
                GROUP BY watches.site_id, substr(published_day, 1, 7)
                UNION ALL SELECT sites.id, substr(published_at, 1, 7), NULL, 0, 0, sum(state = 'vanished'),
                sum(state = 'not-article'), sum(state = 'failed' AND retry_at IS NULL),
                sum(state = 'pending' OR (state = 'failed' AND retry_at IS NOT NULL))
                FROM sites CROSS JOIN leads ON leads.site_id = sites.id
                WHERE state IN ('vanished', 'not-article', 'failed', 'pending')
                GROUP BY sites.id, substr(published_at, 1, 7)
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
