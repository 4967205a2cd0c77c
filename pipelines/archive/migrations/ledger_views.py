"""The ledger's view by day, grouped by site too: a question about one site then reads that site alone."""

LEDGER_BY_SITE = (
    "0019 the ledger by day reads one site where one is asked for",
    (
        "DROP VIEW ledger_by_day",
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
            GROUP BY channels.site_id, channels.id, advertised.day""",
    ),
)
