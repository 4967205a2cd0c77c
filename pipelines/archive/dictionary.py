"""The data dictionary: tables and columns of both files with their meaning, as the schema itself states it."""

import re
from collections.abc import Iterator

from sqlite_utils import Database

from pipelines.archive.connection import ARCHIVE_FILE, CAPTURES_FILE
from pipelines.archive.schema import ARCHIVE, CAPTURES, FileSchema

COLUMN = re.compile(r"^\s*(\w+) (?:TEXT|INTEGER|BLOB|REAL|ANY)\b[^\n]*?(?:--\s*(.*))?$", re.MULTILINE)
# What a row of each table is; what SQLite keeps for its own use is left out.
TABLES = {
    "sites": "An outlet, as the catalogue last described it.",
    "runs": "One command that wrote the archive, with its counts and how it ended.",
    "channels": "A polled URL where a site lists its articles, and the state of the walk over its pages.",
    "articles": "An article, one row a canonical URL; title and text are those of its current version.",
    "article_urls": "An address that leads to an article, its canonical one among them.",
    "leads": "A URL that a channel advertised, and what became of it: the frontier.",
    "advertised": "Which channel named which lead, and in which of its walks first.",
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
    "changes": "What a version changed, against the one that it follows.",
    "corrections": "An article that is a correction notice, a right of reply or a withdrawal, and what it corrects.",
    "payloads": "The bytes of responses after content decoding, compressed, identical ones once.",
    "captures": "One stored response.",
    "reference_payloads": "The payload that the next ones of a host and kind are compressed against.",
}
# Said here because a released migration does not change: what later ones made of a column.
NOTES = {
    ("versions", "cause"): "'publisher', or 'rule': the same capture, read by other rules",
    ("versions", "follows"): "number of the version that it was compared with",
    ("versions", "rereads"): "number of the version whose capture a rule read anew",
    ("versions", "rules"): "digest of the rules that read it",
    ("versions", "published_at"): "as this version says; NULL where that is not known",
    ("payloads", "codec"): "or 'gone': the bytes were given up (pruned or forgotten), size and digest stay",
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
                if kind == "table" and not statement.startswith("CREATE VIRTUAL"):
                    yield from _describe_columns(db, table, statement)
    finally:
        db.close()


def _describe_columns(db: Database, table: str, statement: str) -> Iterator[str]:
    comments = dict(COLUMN.findall(statement))
    parents = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({table})").fetchall()}
    yield "| column | type | key | meaning |\n| --- | --- | --- | --- |"
    for _, name, kind, required, _, key in db.execute(f"PRAGMA table_info({table})").fetchall():
        keys = (["primary"] if key else []) + ([f"of `{parents[name]}`"] if name in parents else [])
        meaning = "; ".join(filter(None, (comments.get(name, ""), NOTES.get((table, name)))))
        optional = "" if required or key else ", or NULL"
        yield f"| {name} | {kind}{optional} | {', '.join(keys)} | {meaning.replace('|', '/')} |"
    yield ""
