"""Forgetting an article: text, versions, pages, removed blocks and index entries go; that it was forgotten stays."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, naming, open_pair
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import REASON, find_forgotten
from pipelines.archive.leads import find_lead
from pipelines.archive.pair import require_archive
from pipelines.archive.queries import find_by_address
from pipelines.archive.release import drop_captures, give_up
from pipelines.archive.stories import unweave
from pipelines.archive.values import clean_text, key_of, uid_of
from pipelines.items import LeadState

UID_LENGTH = 20
MAX_REASON = 1_000  # characters

VERSIONS = "(SELECT id FROM versions WHERE article_id = :article)"
LEADS = "(SELECT id FROM leads WHERE article_id = :article OR key IN (SELECT value FROM json_each(:keys)))"
NAMED = (
    f"SELECT capture_id FROM versions WHERE id IN {VERSIONS} AND capture_id IS NOT NULL"  # noqa: S608 - parts are ours
    f" UNION SELECT capture_id FROM version_captures WHERE version_id IN {VERSIONS}"
    f" UNION SELECT capture_id FROM leads WHERE id IN {LEADS} AND capture_id IS NOT NULL"
)
ERASE = (
    (
        f"UPDATE leads SET state = '{LeadState.NOT_ARTICLE}', reason = '{REASON}', title = NULL, alias_of = NULL,"  # noqa: S608 - parts are ours
        f" article_id = NULL, capture_id = NULL, tries = 0, retry_at = NULL, settled_at = :at WHERE id IN {LEADS}"
    ),
    f"DELETE FROM version_captures WHERE version_id IN {VERSIONS}",  # noqa: S608 - parts are ours
    f"DELETE FROM removals WHERE version_id IN {VERSIONS}",  # noqa: S608 - parts are ours
    f"DELETE FROM changes WHERE version_id IN {VERSIONS}",  # noqa: S608 - parts are ours
    "DELETE FROM corrected_names WHERE article_id = :article",
    "DELETE FROM corrections WHERE article_id = :article",
    "UPDATE corrections SET corrects_id = NULL WHERE corrects_id = :article",
    (
        "DELETE FROM blocks WHERE id IN (SELECT value FROM json_each(:blocks))"
        " AND id NOT IN (SELECT block_id FROM removals)"
    ),
    "DELETE FROM saved_matches WHERE article_id = :article",
    "DELETE FROM versions WHERE article_id = :article",
    # The number of a version that was the last is given again: it would pass for one that was matched.
    "UPDATE saved_searches SET seen_id = min(seen_id, (SELECT coalesce(max(id), 0) FROM versions))",
    "DELETE FROM watches WHERE article_id = :article",
    "DELETE FROM checks WHERE article_id = :article",
    "DELETE FROM presence WHERE article_id = :article",
    "DELETE FROM observed_pages WHERE article_id = :article",
    "UPDATE page_trends SET samples = '[]' WHERE site_id = :site",
    (
        "UPDATE alarms SET evidence = (SELECT json_group_array(json_set(value, '$.samples', json('[]')))"
        " FROM json_each(evidence)) WHERE site_id = :site"
    ),
    "DELETE FROM article_urls WHERE article_id = :article",
    "DELETE FROM articles WHERE id = :article",
)


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is to be forgotten: an article, or an address that never became one."""

    uid: str
    site_id: str
    article_id: int | None
    keys: tuple[str, ...]


def forget(data: Path, references: Iterable[str], reason: str) -> list[str]:
    """Forget articles by address or whole uid, and return the uids; also finishes what an earlier run left undone.

    Raises ArchiveError, and forgets nothing, where the archive knows one of them neither as an article nor as a lead.
    """
    reason = clean_text(reason.strip())
    if not reason or len(reason) > MAX_REASON:
        raise ArchiveError(f"a reason has 1 to {MAX_REASON} characters, this one {len(reason)}")
    require_archive(data)
    with WriterLock(data, "forget"), naming(data / ARCHIVE_FILE):
        archive, captures = open_pair(data)
        try:
            doomed = [find_doomed(archive, reference.strip()) for reference in references]
            with archive.atomic():
                for each in doomed:
                    bury(archive, each, reason, clock.to_iso(clock.now()))
            finish_erasure(archive, captures)
        finally:
            archive.close()
            captures.close()
    return [each.uid for each in doomed]


def find_doomed(db: Database, reference: str) -> Doomed:
    """Return what an address or a whole uid stands for; the beginning of a uid is not enough here."""
    if len(reference) == UID_LENGTH and not set(reference.lower()) - set("0123456789abcdef"):
        found = db.execute("SELECT id FROM articles WHERE uid = ?", [reference.lower()]).fetchone()
        article_id, keys = (found[0] if found else None), []
        again = db.execute("SELECT site_id FROM forgotten WHERE uid = ?", [reference.lower()]).fetchone()
        if again and not found:
            return Doomed(reference.lower(), again[0], None, ())
    else:
        keys = [key_of(clean_text(reference))]
        article_id = find_by_address(db, reference)
        again = find_forgotten(db, [reference])
        if again and article_id is None:
            return Doomed(again[0], "", None, ())
    if article_id is not None:
        return doomed_article(db, article_id, keys)
    lead = find_lead(db, keys[0]) if keys else None
    if lead is None:
        raise ArchiveError(f"no article {reference}: an address or a whole uid is needed")
    return Doomed(uid_of(lead.url), lead.site_id, None, (lead.key,))


def doomed_article(db: Database, article_id: int, keys: Iterable[str] = ()) -> Doomed:
    """Return an article with every address that leads to it."""
    uid, site_id = db.execute("SELECT uid, site_id FROM articles WHERE id = ?", [article_id]).fetchone()
    rows = db.execute(
        "SELECT key FROM article_urls WHERE article_id = ? UNION SELECT key FROM leads WHERE article_id = ?",
        [article_id, article_id],
    ).fetchall()
    return Doomed(uid, site_id, article_id, tuple(sorted({*keys, *(key for (key,) in rows)})))


def bury(db: Database, doomed: Doomed, reason: str, at: str) -> None:
    """Delete an article's rows, and note what is still to be erased of its pages; one that is forgotten stays so."""
    values = {"article": doomed.article_id, "keys": json.dumps(doomed.keys), "at": at, "site": doomed.site_id}
    captures = {row[0] for row in db.execute(NAMED, values).fetchall()}
    left = db.execute("SELECT captures FROM forgotten WHERE uid = ?", [doomed.uid]).fetchone()
    captures |= set(json.loads(left[0])) if left and left[0] else set()
    blocks = db.execute(f"SELECT block_id FROM removals WHERE version_id IN {VERSIONS}", values).fetchall()  # noqa: S608 - parts are ours
    values["blocks"] = json.dumps([row[0] for row in blocks])
    db.execute(
        "INSERT INTO forgotten (uid, site_id, reason, forgotten_at, captures) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (uid) DO UPDATE SET captures = excluded.captures",
        [doomed.uid, doomed.site_id, reason, at, json.dumps(sorted(captures))],
    )
    for key in doomed.keys:
        db.execute(
            "INSERT INTO forgotten_urls (key, uid) VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
            [key, doomed.uid],
        )
    if doomed.article_id is not None:
        unweave(db, doomed.article_id)
    for statement in ERASE:
        db.execute(statement, values)


def finish_erasure(archive: Database, captures: Database) -> None:
    """Erase what was buried from the pages, the index and the unused parts of the files.

    Raises ArchiveError where a reader keeps an old state alive: the same command, later, finishes.
    """
    rows = archive.execute("SELECT uid, captures FROM forgotten WHERE captures IS NOT NULL").fetchall()
    if not rows:
        return
    named = {capture_id for _, ids in rows for capture_id in json.loads(ids)}
    keys = {
        key
        for uid, _ in rows
        for (key,) in archive.execute("SELECT key FROM forgotten_urls WHERE uid = ?", [uid]).fetchall()
    }
    for db in (archive, captures):
        db.execute("PRAGMA secure_delete = ON")
    with captures.atomic():
        _erase_pages(archive, captures, named | captures_at(captures, keys))
    # The index keeps the words of what was deleted until its segments are merged; the file, until it is rewritten.
    archive.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    archive.execute("VACUUM")
    for db in (captures, archive):
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise ArchiveError(
                "the archive is being read: what is forgotten is out of it, but still in a WAL file;"
                " the same command, when nobody reads, finishes"
            )
    archive.execute("UPDATE forgotten SET captures = NULL")


def captures_at(db: Database, keys: set[str]) -> set[int]:
    """Return the captures of these addresses, whatever names them; a response of many articles has none of theirs."""
    found = set()
    rows = db.execute(
        "SELECT id, url, coalesce(final_url, url) FROM captures WHERE source_kind IN ('page', 'import')"
    )
    for capture_id, *urls in rows:
        for url in urls:
            try:
                if key_of(url) in keys:
                    found.add(capture_id)
            except ArchiveError:
                continue
    return found


def _erase_pages(archive: Database, captures: Database, capture_ids: set[int]) -> None:
    """Delete captures; one that other articles were taken from too stays, with its digest, without its bytes."""
    ids = json.dumps(sorted(capture_ids))
    shared = {
        row[0]
        for row in archive.execute(
            "SELECT capture_id FROM versions WHERE capture_id IN (SELECT value FROM json_each(?1))"
            " UNION SELECT capture_id FROM version_captures WHERE capture_id IN (SELECT value FROM json_each(?1))"
            " UNION SELECT capture_id FROM leads WHERE capture_id IN (SELECT value FROM json_each(?1))",
            [ids],
        ).fetchall()
    }
    payloads = [
        row[0]
        for row in captures.execute(
            "SELECT DISTINCT payload_id FROM captures WHERE id IN (SELECT value FROM json_each(?))", [ids]
        ).fetchall()
    ]
    drop_captures(captures, capture_ids - shared)
    left = captures.execute(
        "SELECT id FROM payloads WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(payloads)]
    ).fetchall()
    give_up(captures, [row[0] for row in left])
