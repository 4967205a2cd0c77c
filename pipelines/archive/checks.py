"""Whether an archive is whole: what SQLite can tell of its files, and what their rows promise each other."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.archive.alarms import HEALTH_RULE
from pipelines.archive.captures import read_payload
from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, open_for_writing
from pipelines.archive.counts import COUNTS_RULE
from pipelines.archive.errors import ArchiveError, LockedError
from pipelines.archive.ledger import LEDGER_RULE
from pipelines.archive.packs import read_pack
from pipelines.archive.pair import PAGES, Progress, no_progress, one_view, reading_pair
from pipelines.archive.payloads import GONE, PACK, PACKED, decompress
from pipelines.archive.places import PLACES_RULE
from pipelines.archive.saved import SAVED_RULE
from pipelines.archive.schema import ARCHIVE
from pipelines.archive.story_queries import CHECKED
from pipelines.archive.values import digest_of
from pipelines.items import LeadState

NAMED = 20  # problems that a check names; the others it counts
STEP = 500  # rows between two reports of progress
REFERENCES_HELD = 16  # templates kept in memory
STATES = ", ".join(f"'{state}'" for state in LeadState)

# Each finds what is wrong, as sentences: (name, what it looks at, what is wrong with it).
RULES = (
    (
        "timeline",
        "SELECT count(*) FROM articles",
        (
            (
                "SELECT 'article ' || uid || ' is not in the timeline' FROM articles"
                " WHERE id NOT IN (SELECT article_id FROM timeline)"
            ),
            (
                "SELECT 'position ' || position || ' says site ' || timeline.site_id || ', article ' || uid || ' is of '"
                " || articles.site_id FROM timeline JOIN articles ON articles.id = article_id"
                " WHERE timeline.site_id <> articles.site_id"
            ),
            (
                "SELECT 'position ' || position || ' is not in the search index' FROM timeline"
                " WHERE position NOT IN (SELECT id FROM articles_fts_docsize)"
            ),
            (
                "SELECT 'the search index holds position ' || id || ', which is no article''s' FROM articles_fts_docsize"
                " WHERE id NOT IN (SELECT position FROM timeline)"
            ),
        ),
    ),
    (
        "addresses",
        "SELECT count(*) FROM article_urls",
        (
            (
                "SELECT 'no address leads to article ' || uid FROM articles"
                " WHERE id NOT IN (SELECT article_id FROM article_urls)"
            ),
            (
                "SELECT 'address ' || key || ' leads to article ' || article_id || ', which is not there'"
                " FROM article_urls WHERE article_id NOT IN (SELECT id FROM articles)"
            ),
        ),
    ),
    (
        "leads",
        "SELECT count(*) FROM leads",
        (
            f"SELECT 'lead ' || id || ' has the unknown state ' || state FROM leads WHERE state NOT IN ({STATES})",  # noqa: S608 - the states are ours
            (
                "SELECT 'lead ' || id || ' is archived, but leads to no article' FROM leads"
                " WHERE state = 'archived' AND article_id IS NULL"
            ),
            (
                "SELECT 'lead ' || id || ' is ' || state || ', but leads to article ' || article_id FROM leads"
                " WHERE state NOT IN ('archived', 'alias') AND article_id IS NOT NULL"
            ),
            "SELECT 'lead ' || id || ' is an alias of none' FROM leads WHERE state = 'alias' AND alias_of IS NULL",
            (
                "SELECT 'lead ' || leads.id || ' is an alias of lead ' || leads.alias_of || ', which '"
                " || CASE WHEN held.id IS NULL THEN 'is not there' ELSE 'leads to another article' END FROM leads"
                " LEFT JOIN leads AS held ON held.id = leads.alias_of WHERE leads.alias_of IS NOT NULL"
                " AND (held.id IS NULL OR leads.article_id IS NOT held.article_id)"
            ),
        ),
    ),
    (
        "versions",
        "SELECT count(*) FROM versions",
        (
            (
                "SELECT 'article ' || uid || ' has no version ' || version || ', its current one' FROM articles"
                " LEFT JOIN versions ON article_id = articles.id AND number = version WHERE versions.id IS NULL"
            ),
            (
                "SELECT 'version ' || number || ' of article ' || uid || ' has no text of its own' FROM versions"
                " JOIN articles ON articles.id = article_id"
                " WHERE number <> version AND (versions.text IS NULL OR versions.title IS NULL)"
            ),
            (
                "SELECT 'version ' || number || ' of article ' || uid || ' is current, but has a text of its own'"
                " FROM versions JOIN articles ON articles.id = article_id"
                " WHERE number = version AND (versions.text IS NOT NULL OR versions.title IS NOT NULL)"
            ),
            (
                "SELECT 'version ' || number || ' of article ' || uid || ' rereads version ' || rereads"
                " || ', which is none of the publisher''s' FROM versions AS readings JOIN articles ON articles.id = article_id"
                " WHERE (rereads IS NULL) <> (cause = 'publisher') OR (rereads IS NOT NULL AND NOT EXISTS (SELECT 1"
                " FROM versions AS own WHERE own.article_id = readings.article_id AND own.number = readings.rereads"
                " AND own.rereads IS NULL))"
            ),
            (
                "SELECT 'version ' || number || ' of article ' || uid || ' follows version ' || follows"
                " || ', which is not there' FROM versions AS later JOIN articles ON articles.id = article_id"
                " WHERE follows NOT IN (SELECT number FROM versions WHERE versions.article_id = later.article_id)"
            ),
            (
                "SELECT 'version ' || number || ' of article ' || uid || ' is of kind ' || coalesce(kind, 'none')"
                " || ', but its changes say otherwise' FROM versions JOIN articles ON articles.id = article_id"
                " WHERE kind IS NOT (SELECT kind FROM changes WHERE version_id = versions.id AND position = 0)"
            ),
        ),
    ),
    (
        "looks",
        "SELECT count(*) FROM watches",
        (
            (
                "SELECT 'article ' || uid || ' is not watched' FROM articles"
                " WHERE id NOT IN (SELECT article_id FROM watches)"
            ),
            (
                "SELECT 'article ' || article_id || ' is ' || state || ' by its watch, but ' || shown || ' by its last step'"
                " FROM (SELECT article_id, state, coalesce((SELECT state FROM presence"
                " WHERE presence.article_id = watches.article_id ORDER BY number DESC LIMIT 1), 'live') AS shown"
                " FROM watches) WHERE state <> shown"
            ),
            (
                "SELECT 'a look at article ' || checks.article_id || ' showed version ' || checks.version"
                " || ', which is not there' FROM checks LEFT JOIN versions ON versions.article_id = checks.article_id"
                " AND number = checks.version WHERE checks.version IS NOT NULL AND versions.id IS NULL"
            ),
        ),
    ),
    (
        "captures",
        "SELECT count(*) FROM captures",
        (
            (
                "SELECT 'version ' || id || ' names capture ' || capture_id || ', which is not there' FROM versions"
                " WHERE capture_id IS NOT NULL AND capture_id NOT IN (SELECT id FROM captures)"
            ),
            (
                "SELECT 'version ' || version_id || ' names capture ' || capture_id || ', which is not there'"
                " FROM version_captures WHERE capture_id NOT IN (SELECT id FROM captures)"
            ),
            (
                "SELECT 'lead ' || id || ' names capture ' || capture_id || ', which is not there' FROM leads"
                " WHERE capture_id IS NOT NULL AND capture_id NOT IN (SELECT id FROM captures)"
            ),
            (
                "SELECT 'payloads ' || group_concat(id, ', ') || ' have one digest' FROM payloads"
                " GROUP BY digest HAVING count(*) > 1"
            ),
        ),
    ),
    ("stories", "SELECT count(*) FROM stories", CHECKED),
    HEALTH_RULE,
    SAVED_RULE,
    COUNTS_RULE,
    LEDGER_RULE,
    PLACES_RULE,
    (
        "forgotten",
        "SELECT count(*) FROM forgotten",
        (
            (
                "SELECT 'article ' || uid || ' is forgotten, but its pages are not erased yet: forget it again'"
                " FROM forgotten WHERE captures IS NOT NULL"
            ),
            (
                "SELECT 'article ' || forgotten_urls.uid || ' is forgotten, but ' || forgotten_urls.key"
                " || ' leads to article ' || article_id FROM forgotten_urls JOIN article_urls USING (key)"
            ),
        ),
    ),
)
# Captures commit before the articles that name them, so a kill may leave some that nothing names: legal.
ORPHANS = (
    "SELECT count(*) FROM captures WHERE id NOT IN (SELECT capture_id FROM versions WHERE capture_id IS NOT NULL"
    " UNION SELECT capture_id FROM version_captures"
    " UNION SELECT capture_id FROM leads WHERE capture_id IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found: how much it looked at, how much of it is wrong, and the first of that by name."""

    name: str
    looked_at: int
    wrong: int = 0
    problems: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


class Findings:
    """What a check has to say beside what is wrong."""

    looked_at = 0
    note = ""


Finder = Callable[[Findings], Iterator[str]]


def check_archive(
    data: Path, report: Progress = no_progress, payloads_after: int = 0, captures_in: Path | None = None
) -> Iterator[Check]:
    """Check an archive, one thing after the other; all but the words of the search index is read beside a writer.

    `payloads_after`: only payloads of a higher id are read. `captures_in`: the folder of captures.db, if it is another.
    Raises ArchiveError where a file cannot be opened.
    """
    with reading_pair(data, captures_in) as db:
        for name, schema in (("archive.db", "main"), ("captures.db", PAGES)):
            report(name, 0, 1)
            yield _run(name, partial(_find_damage, db, schema))
        for name, counted, queries in RULES:
            report(name, 0, 1)
            with one_view(db):
                yield _run(name, partial(_find_rows, db, counted, queries))
        yield _run("texts", partial(_find_texts, db, report))
        yield _run("payloads", partial(_find_payloads, db, payloads_after, report))
        with one_view(db):
            yield _run("orphans", partial(_count_orphans, db))
    report("search index", 0, 1)
    yield _run("search index", partial(_find_unindexed, data))


def _run(name: str, find: Finder) -> Check:
    """Run a check; where a file is too damaged to be read on, that is what it found."""
    findings, wrong = Findings(), 0
    named: list[str] = []
    problems = find(findings)
    try:
        for problem in problems:
            wrong += 1
            if len(named) < NAMED:
                named.append(problem)
    except sqlite3.Error as error:
        wrong += 1
        named.append(f"cannot be read on: {error}")
    return Check(name, findings.looked_at, wrong, tuple(named), findings.note)


def _find_damage(db: Database, schema: str, findings: Findings) -> Iterator[str]:
    findings.looked_at = db.execute(f"PRAGMA {schema}.page_count").fetchone()[0]
    findings.note = "pages"
    for (line,) in db.execute(f"PRAGMA {schema}.integrity_check").fetchall():
        if line != "ok":
            yield line
    for table, row_id, parent, _ in db.execute(f"PRAGMA {schema}.foreign_key_check").fetchall():
        yield f"{table} {row_id if row_id is not None else ''} names a row of {parent} that is not there"


def _find_rows(db: Database, counted: str, queries: Iterable[str], findings: Findings) -> Iterator[str]:
    findings.looked_at = db.execute(counted).fetchone()[0]
    for query in queries:
        for (problem,) in db.execute(query):
            yield problem


def _batches(db: Database, query: str, last: int = 0) -> Iterator[list[tuple[Any, ...]]]:
    """Read rows by id, some at a time, so that no long view keeps a writer's WAL growing."""
    while rows := db.execute(query, [last, STEP]).fetchall():
        yield rows
        last = rows[-1][0]


def _find_texts(db: Database, report: Progress, findings: Findings) -> Iterator[str]:
    """Compare the digest of each version with its title and text."""
    total = db.execute("SELECT count(*) FROM versions").fetchone()[0]
    query = (
        "SELECT versions.id, number, uid, digest, coalesce(versions.title, articles.title),"
        " coalesce(versions.text, articles.text) FROM versions JOIN articles ON articles.id = article_id"
        " WHERE versions.id > ? ORDER BY versions.id LIMIT ?"
    )
    for batch in _batches(db, query):
        report("texts", findings.looked_at, total)
        findings.looked_at += len(batch)
        for _, number, uid, digest, title, text in batch:
            if digest_of(title, text) != digest:
                yield f"version {number} of article {uid} is not the text of its digest"


def _find_payloads(db: Database, after: int, report: Progress, findings: Findings) -> Iterator[str]:
    """Compare the digest of each payload with what comes out when it is decompressed."""
    total = db.execute("SELECT count(*) FROM payloads WHERE id > ?", [after]).fetchone()[0]
    reference = lru_cache(REFERENCES_HELD)(partial(read_payload, db))
    packed = lru_cache(REFERENCES_HELD)(
        lambda first_id: {each.id: each.payload for each in read_pack(db, first_id)}
    )
    gone = 0
    query = (
        "SELECT id, digest, codec, data, size, reference_id FROM payloads WHERE id > ? ORDER BY id LIMIT ?"
    )
    for batch in _batches(db, query, after):
        report("payloads", findings.looked_at, total)
        findings.looked_at += len(batch)
        for payload_id, digest, codec, data, size, reference_id in batch:
            if codec == GONE:
                gone += 1
                continue
            try:
                if codec in {PACK, PACKED}:
                    payload = packed(reference_id if codec == PACKED else payload_id)[payload_id]
                else:
                    payload = decompress(codec, data, size, partial(reference, reference_id))
            except (ArchiveError, ValueError) as error:
                yield f"payload {payload_id}: {error}"
                continue
            if hashlib.sha256(payload).digest() != digest:
                yield f"payload {payload_id} is not what its digest says"
    findings.note = f"{gone} given up" if gone else ""


def _count_orphans(db: Database, findings: Findings) -> Iterator[str]:
    (findings.looked_at,) = db.execute(ORPHANS).fetchone()
    findings.note = "captures that nothing names, as a kill may leave them"
    return iter(())


def _find_unindexed(data: Path, findings: Findings) -> Iterator[str]:
    """Compare the search index with the articles: SQLite does so for a writer alone."""
    try:
        lock = WriterLock(data, "check")
    except (LockedError, OSError) as error:
        findings.note = f"not compared with the texts: {error}"
        return
    with lock, closing(open_for_writing(data / ARCHIVE_FILE, ARCHIVE)) as db:
        findings.looked_at = db.execute("SELECT count(*) FROM articles_fts_docsize").fetchone()[0]
        try:
            db.conn.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"does not hold what the articles do: {error}"
