"""Views for analysts: stable names over tables that may change. A column's comment is its word in the dictionary."""

VIEWS = (
    "0010 views for analysts",
    (
        """CREATE VIEW article_versions AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            versions.number AS version,
            versions.cause AS cause,                -- 'publisher', or 'rule': the same page, read by other rules
            versions.kind AS kind,                  -- the weightiest of its changes; NULL of a first version
            versions.follows AS follows,            -- version that it was compared with
            versions.rereads AS rereads,            -- version whose page a rule read anew
            versions.seen_at AS seen_at,
            coalesce(versions.last_seen_at, versions.seen_at) AS last_seen_at,  -- last look that found it
            versions.published_at AS published_at,
            versions.modified_at AS modified_at,
            versions.number = articles.version AS is_current,  -- 1: what the article shows
            versions.source_kind AS source_kind,
            versions.capture_id AS capture_id,
            versions.digest AS digest,              -- SHA-256 of title, newline, text
            coalesce(versions.title, articles.title) AS title,
            coalesce(versions.text, articles.text) AS text
            FROM versions JOIN articles ON articles.id = versions.article_id""",
        """CREATE VIEW article_changes AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            versions.number AS version,             -- that brought it
            versions.follows AS follows,            -- version that it was compared with
            versions.cause AS cause,                -- 'publisher', or 'rule'
            versions.seen_at AS seen_at,            -- first look that found it
            changes.kind AS kind,                   -- as in `changes`
            changes.before AS before,
            changes.after AS after,
            changes.paragraph AS paragraph
            FROM changes JOIN versions ON versions.id = changes.version_id
            JOIN articles ON articles.id = versions.article_id""",
        """CREATE VIEW article_presence AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            articles.title AS title,
            articles.published_at AS published_at,
            articles.first_seen_at AS first_seen_at,
            watches.state AS state,                 -- 'live', 'suspect', 'gone' or 'returned'
            watches.state_since AS state_since,
            watches.checks AS looks,                -- after it was archived; 0: nobody looked again
            watches.first_checked_at AS first_looked_at,
            watches.last_checked_at AS last_looked_at,
            watches.next_check_at AS next_look_at
            FROM watches JOIN articles ON articles.id = watches.article_id""",
        """CREATE VIEW presence_steps AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            presence.number AS number,
            presence.state AS state,                -- that began
            presence.since AS since,
            presence.evidence AS evidence,
            presence.status AS status               -- HTTP
            FROM presence JOIN articles ON articles.id = presence.article_id""",
        """CREATE VIEW article_captures AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            versions.number AS version,
            0 AS position,                          -- from 1: the further pages of a split article
            versions.capture_id AS capture_id,      -- in captures.db
            versions.part AS part,                  -- position in a capture that holds many articles
            versions.seen_at AS seen_at
            FROM versions JOIN articles ON articles.id = versions.article_id WHERE versions.capture_id IS NOT NULL
            UNION ALL SELECT articles.uid, articles.site_id, versions.number, version_captures.position,
            version_captures.capture_id, 0, versions.seen_at
            FROM version_captures JOIN versions ON versions.id = version_captures.version_id
            JOIN articles ON articles.id = versions.article_id""",
        """CREATE VIEW removed_blocks AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            versions.number AS version,
            removals.position AS position,
            removals.reason AS reason,
            removals.rule AS rule,
            blocks.text AS text
            FROM removals JOIN blocks ON blocks.id = removals.block_id
            JOIN versions ON versions.id = removals.version_id JOIN articles ON articles.id = versions.article_id""",
        """CREATE VIEW correction_notices AS SELECT
            articles.uid AS uid,
            articles.site_id AS site,
            articles.url AS url,
            articles.title AS title,
            articles.published_at AS published_at,
            corrections.kind AS kind,               -- 'correction', 'clarification', 'right-of-reply', 'withdrawal' or 'apology'
            corrections.phrase AS phrase,           -- the words by which it was known
            corrections.of_itself AS of_itself,     -- 1: a note in the text that was corrected
            corrections.corrects_url AS corrects_url,
            corrected.uid AS corrects_uid,          -- NULL: not in this archive, or not told
            corrected.title AS corrects_title
            FROM corrections JOIN articles ON articles.id = corrections.article_id
            LEFT JOIN articles AS corrected ON corrected.id = corrections.corrects_id""",
        """CREATE VIEW articles_by_day AS SELECT
            articles.site_id AS site,
            articles.published_day AS day,          -- the publisher's local day; NULL: without a date
            count(*) AS articles
            FROM articles GROUP BY articles.site_id, articles.published_day""",
    ),
)
