"""The data dictionary: tables and columns of both files with their meaning, as the schema itself states it."""

import re
from collections.abc import Iterator

from sqlite_utils import Database

from pipelines.archive.connection import ARCHIVE_FILE, CAPTURES_FILE
from pipelines.archive.schema import ARCHIVE, CAPTURES, FileSchema

COLUMN = re.compile(r"^\s*(\w+) (?:TEXT|INTEGER|BLOB|REAL|ANY)\b[^\n]*?(?:--\s*(.*))?$", re.MULTILINE)
VIEWED = re.compile(r" AS (\w+),?[^\S\n]*--\s*(.*)$", re.MULTILINE)
# What a row of each table is; what SQLite keeps for its own use is left out.
TABLES = {
    "sites": "An outlet, as the catalogue last described it.",
    "runs": "One command that wrote the archive, with its counts and how it ended.",
    "host_files": "What a host said of robots and of reservations from text and data mining, believed for a day.",
    "channels": "A polled URL where a site lists its articles, and the state of the walk over its pages.",
    "articles": "An article, one row a canonical URL; title and text are those of its current version.",
    "article_urls": "An address that leads to an article, its canonical one among them.",
    "leads": "A URL that a channel advertised, and what became of it: the frontier.",
    "advertised": "Which channel named which lead, and in which of its walks first.",
    "lead_counts": "How many leads a channel first named on a day, by what became of them: kept by triggers.",
    "versions": "The text of an article at one time, with the capture it was taken from.",
    "version_captures": "The further captures of a version: the other pages of a split article.",
    "blocks": "A block of text that was taken out of articles, a repeated one once a site.",
    "removals": "Where a block was taken out, why, and by which rule.",
    "timeline": "An article's position in time: the row number of the search index.",
    "article_texts": "What the search index reads: a view.",
    "articles_fts": "The search index (FTS5) over title and text; its rowid is the position in the timeline.",
    "observed_pages": "What a site's last pages showed: digests of their lines, from which repeated ones are learned.",
    "lessons": "A block or container that a site's own pages repeat, with the evidence.",
    "forgotten": "An article that was forgotten on purpose, and is never archived again.",
    "forgotten_urls": "An address of a forgotten article.",
    "watches": "When an article is looked at next, and whether it is still there.",
    "looks_by_day": "How many later looks at a site's articles were made on a day.",
    "checks": "Later looks at an article's page: those in a row that found the same are one row.",
    "presence": "How an article went and came back, step by step.",
    "changes": "What a version changed, against the one that it follows.",
    "corrections": "An article that is a correction notice, a right of reply or a withdrawal, and what it corrects.",
    "corrected_names": "What such an article names, by which what it corrects is found, also when that comes later.",
    "wordings": "A text as its words in order, once however many articles hold it.",
    "article_wordings": "Which text an article holds at present.",
    "shingles": "What texts are found by, a sample of the runs of eight words in each: a view of the three.",
    "shingles_settled": "Of that what is oldest, and the most of it.",
    "shingles_recent": "Of that what entered since, up to a million rows.",
    "shingles_fresh": "Of that what entered last: a page is written for each row of a large table.",
    "wording_relations": "Two texts of which one is a copy of the other, or builds on it.",
    "stories": "Related articles that are counted once; an article that is related to none is a story without a row.",
    "story_articles": "The articles of a story, in the order of publication.",
    "story_splits": "Articles that a reader told apart: they are never in one story.",
    "relations": "Every two articles that hold the same text, or related ones: a view.",
    "site_days": "How many new articles a site had on a day, by which silence is judged.",
    "site_standings": "How a site took us in the last runs.",
    "page_trends": "How many of a site's new pages show a sign of broken extraction, normally and now.",
    "alarms": "One kind of trouble of one site, with its evidence.",
    "health_marks": "How far the figures of health are counted.",
    "article_places": "Each place that an article is about, by which its articles are found: kept by triggers, from `articles.places`.",
    "articles_about": "View: each place that an article is about, with the words that say so.",
    "counts": "How many articles a site or a section has, and versions a kind: kept by triggers, told without reading them.",
    "saved_searches": "A search that is matched with what every run brings (`kliping watch`).",
    "saved_matches": "An article that a saved search found, why, and when the operator was told.",
    "replays": "Stored pages read again by other rules: how far, and what that found.",
    "article_versions": "View: each version of each article, with its text.",
    "article_changes": "View: each thing that a version changed.",
    "article_presence": "View: whether an article is still there, and when it was looked at.",
    "presence_steps": "View: how articles went and came back.",
    "article_captures": "View: the captures that a version's text was taken from.",
    "removed_blocks": "View: each block that was taken out of a version.",
    "correction_notices": "View: each notice that corrects an article, and each note of a correction in one.",
    "gaps": "Where a channel's list did not reach back to what an earlier poll had named, and what became of that.",
    "backfills": "A walk back over a channel to the articles of given days, and where it goes on.",
    "wanted_days": "Days that the operator asked for of a site whose lists are not known yet.",
    "month_counts": "How many articles of a month a site says that it shows.",
    "sitemap_months": "How many articles of a month a sitemap names.",
    "month_announcements": "View: how many articles of a month a site tells that it published, by each of its witnesses.",
    "ledger_by_day": "View: what became of the leads that a channel first named on a day.",
    "ledger_gaps": "View: each probable gap between two polls of a channel, and whether it was filled.",
    "ledger_missing": "View: all that is known or suspected to be missing; no row of a site: nothing.",
    "ledger_by_month": "View: what a site says it published in a month, against what is archived.",
    "articles_by_day": "View: how many articles a site published on a day.",
    "story_members": "View: each article of each story, with what it is to which other and what its page says of its origin.",
    "story_origins": "View: each story, whom its text comes from, and which outlet printed it first.",
    "payloads": "The bytes of responses after content decoding, compressed, identical ones once; many of one template in a pack.",
    "captures": "One stored response.",
    "reference_payloads": "A template of a host's pages: the payload that the next one is compressed against, and the pack that it will join.",
}
# Said here because a released migration does not change: what later ones made of a column.
NOTES = {
    ("articles", "main_place"): "regency or city that it is most about, with its kind; NULL: of none",
    (
        "articles",
        "places",
    ): "JSON array of all that it is about, the main one first: id, name, region, score, evidence",
    ("versions", "cause"): "'publisher', or 'rule': the same capture, read by other rules",
    ("versions", "kind"): "the weightiest of its changes; NULL of a first version",
    (
        "versions",
        "follows",
    ): "number of the version that it was compared with; NULL where none was seen before",
    ("versions", "rereads"): "number of the version whose capture a rule read anew",
    ("versions", "rules"): "digest of the rules that read it",
    ("versions", "last_seen_at"): "last look that found it; NULL: only the first did",
    (
        "versions",
        "recorded_at",
    ): "when it came into this archive, where that is over a minute after it was seen (read again, imported, merged); NULL: when it was seen",
    (
        "versions",
        "published_first",
    ): "its published_at as it was first read, where a later look told it more exactly; empty: it had none",
    ("versions", "published_source"): "the witness that said so",
    ("versions", "modified_at"): "as its first look told",
    ("versions", "published_at"): "as this version says; NULL where that is not known",
    ("versions", "reading"): "JSON: what else it was read with: lessons, hint, time of the fetch",
    ("articles", "agency"): "wire agency that is credited",
    ("articles", "syndicated_from"): "outlet in which the page says that its text stood first",
    ("articles", "advertorial"): "words by which the page calls itself paid for; NULL where it does not",
    ("articles", "press_release"): "words that call it a press release, or the press office that signs it",
    ("advertised", "modified_at"): "of the article, as the channel last said",
    ("advertised", "day"): "the site's local day of that (before there was this column: the day in UTC)",
    ("advertised", "is_first"): "1: no channel had named the lead before",
    ("channels", "empty_hints"): "looks in a row at articles that it called modified, and that were not",
    ("channels", "hints_rest_until"): "until when it is not believed about that",
    ("advertised", "post_id"): "number of the article in its publishing system, where the channel tells it",
    ("channels", "news_at"): "last poll that brought something new; of an index of sitemaps, of those in it",
    ("channels", "changes_asked_at"): "when it was last asked what was changed",
    (
        "channels",
        "sweeps_rest_until",
    ): "until when it is not asked about many articles at once, after that failed",
    (
        "channels",
        "hints_right",
    ): "looks that it asked for and that found a change, since it last kept one silent",
    (
        "channels",
        "hints_missed",
    ): "changes that it kept silent, as looks at articles for which it vouched found",
    ("watches", "vouched"): "looks in a row that were not made because its channel vouched for it",
    ("watches", "vouched_at"): "when its channel last did; NULL: not since the last look",
    ("channels", "next_poll_at"): "when it is due; NULL: now, or (of a sitemap in an index) with its index",
    ("channels", "poll_every"): "seconds between two polls, as its last ones taught",
    ("channels", "whole_at"): "when its list last came whole, and not as a 304",
    ("channels", "audit_every"): "seconds of 304 alone after which it is asked for whole; NULL: an hour",
    (
        "channels",
        "lied_at",
    ): "when its list had news under the validators of the one before; they are not sent for a week",
    ("wordings", "words"): "how many; NULL: of an earlier release",
    ("channels", "named_at"): "when it last named something that was new to it",
    ("page_trends", "batch_at"): "when the last pages that came together began",
    ("page_trends", "batch_score"): "the score before them",
    ("page_trends", "batch_sum"): "the sum of their weights; bounded, it is what they add to the score",
    ("channels", "failing_since"): "first of the failed polls in a row",
    ("channels", "doubted_at"): "since when it stands so still that its list is to be read whole",
    ("channels", "quiet"): "new articles of the site since it named something new",
    ("channels", "quiet_most"): "the most of these that went by before",
    ("channels", "quiet_mean"): "and how many do on average",
    ("channels", "revivals"): "runs in which it named something new",
    ("channels", "listed"): "leads and channels on its first page, as last read",
    ("channels", "moved_to"): "where it was redirected to",
    ("backfills", "failures"): "times in a row that its list could not be read",
    (
        "backfills",
        "retry_at",
    ): "when it is tried again, where its list could not be read; NULL: with the next crawl of what is due",
    ("sites", "rests_until"): "until when it asked to be left alone (Retry-After)",
    ("sites", "failures"): "runs in a row in which it was of no use",
    ("sites", "wait_until"): "until when `crawl --due` leaves it, after such a run",
}
INTERNAL = re.compile(r"sqlite_|_sqlite_|articles_fts_")


def describe_schema() -> str:
    """Return both files' tables and columns as Markdown."""
    return "\n".join(
        line
        for name, schema in ((ARCHIVE_FILE, ARCHIVE), (CAPTURES_FILE, CAPTURES))
        for line in _describe_file(name, schema)
    )


def _describe_file(name: str, schema: FileSchema) -> Iterator[str]:
    db = Database(memory=True)
    try:
        schema.bring_up(db)
        yield f"## {name}\n\nSchema version {schema.version}, `PRAGMA application_id` 0x{schema.application_id:x}.\n"
        found = db.execute(
            "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY rowid"
        ).fetchall()
        for table, kind, statement in found:
            if not INTERNAL.match(table):
                yield f"### {table}\n\n{TABLES[table]}\n"
                if not statement.startswith("CREATE VIRTUAL"):
                    yield from _describe_columns(db, table, statement, COLUMN if kind == "table" else VIEWED)
    finally:
        db.close()


def _describe_columns(db: Database, table: str, statement: str, column: re.Pattern[str]) -> Iterator[str]:
    comments = dict(column.findall(statement))
    parents = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})").fetchall()}
    yield "| column | type | key | meaning |\n| --- | --- | --- | --- |"
    for _, name, kind, required, _, key in db.execute(f"PRAGMA table_info({table})").fetchall():
        keys = (["primary"] if key else []) + ([f"of `{parents[name]}`"] if name in parents else [])
        meaning = "; ".join(filter(None, (comments.get(name, ""), NOTES.get((table, name)))))
        optional = "" if required or key or column is VIEWED else ", or NULL"
        yield f"| {name} | {kind}{optional} | {', '.join(keys)} | {meaning.replace('|', '/')} |"
    yield ""
