"""The watches table: which articles are due to be looked at again, by the ladder or because a channel says so."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.captures import read_capture
from pipelines.archive.errors import ArchiveError
from pipelines.archive.presence import LADDER, Watch, aged_from, next_look
from pipelines.archive.rows import Revisit, names_of, read_row
from pipelines.archive.values import IMPORTED, iso, moment, stored_time
from pipelines.items import Article, Presence, SourceKind
from pipelines.urls import canonical_url

COLUMNS = names_of(Watch)
NAMES = COLUMNS.split(", ")
TIMES = ("state_since", "aged_from", "first_checked_at", "last_checked_at", "next_check_at", "vouched_at")
EMPTY_HINTS = 3  # looks in a row that found nothing of what a channel told
HINTS_REST = timedelta(days=1)

DUE = (
    "site_id = :site AND hinted_by IS NOT NULL",
    "site_id = :site AND next_check_at <= :now AND hinted_by IS NULL",
)
# Late by how many of its intervals: looks that a run cannot make are then missing from all ages alike.
LATENESS = (
    "(julianday(:now) - julianday(last_checked_at))"
    " / max(1e-6, julianday(next_check_at) - julianday(last_checked_at))"
)
PAGES = {SourceKind.PAGE.value}  # what a later look can be compared with, byte by byte


def begin_watch(db: Database, article_id: int, site_id: str, article: Article, seen_at: datetime) -> None:
    """Begin to watch an article that was just archived; what was imported without an address is never asked for."""
    published = stored_time(article.published)
    watch = Watch(article_id, site_id, Presence.LIVE, seen_at, aged_from(published, seen_at), None, seen_at)
    # An old page may be imported today: the ladder begins now.
    ahead = None if article.url.startswith(IMPORTED) else next_look(watch, None, max(seen_at, clock.now()))
    db.conn.execute(
        "INSERT INTO watches (article_id, site_id, state, state_since, aged_from, last_checked_at, next_check_at,"
        " checks, unchanged, missed) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
        [
            article_id,
            site_id,
            watch.state.value,
            *map(iso, (watch.state_since, watch.aged_from, watch.last_checked_at, ahead)),
        ],
    )


def find_watch(db: Database, article_id: int) -> Watch | None:
    """Return the watch of an article."""
    found = db.execute(f"SELECT {COLUMNS} FROM watches WHERE article_id = ?", [article_id]).fetchone()  # noqa: S608 - COLUMNS is ours
    return _to_watch(found) if found else None


def write_watch(db: Database, watch: Watch) -> None:
    """Write what a look made of a watch."""
    columns = _to_columns(watch)
    names = ", ".join(f"{name} = :{name}" for name in columns)
    db.conn.execute(f"UPDATE watches SET {names} WHERE article_id = :article_id", columns)  # noqa: S608 - names are ours


def _to_watch(found: tuple[Any, ...]) -> Watch:
    return read_row(Watch, found, state=Presence, **dict.fromkeys(TIMES, moment))


def _to_columns(watch: Watch) -> dict[str, Any]:
    row = {name: getattr(watch, name) for name in NAMES}
    row["state"] = watch.state.value
    row.update((name, iso(row[name])) for name in TIMES)
    return row


def retire(db: Database, site_id: str, now: datetime) -> None:
    """Let articles rest that have outgrown the ladder since they were last looked at."""
    db.execute(
        "UPDATE watches SET next_check_at = NULL WHERE site_id = ? AND next_check_at <= ? AND aged_from <= ?"
        " AND state IN ('live', 'returned')",
        [site_id, iso(now), iso(now - LADDER[-1][0])],
    )


def due_looks(db: Database, site_id: str, now: datetime) -> int:
    """Return how many articles of a site are due to be looked at again."""
    values = {"site": site_id, "now": iso(now)}
    return sum(
        db.execute(f"SELECT count(*) FROM watches WHERE {condition}", values).fetchone()[0]  # noqa: S608 - ours
        for condition in DUE
    )


def next_revisit(
    db: Database, captures: Database, site_id: str, now: datetime, exclude: Collection[int]
) -> Revisit | None:
    """Return the article of a site to look at next: what a channel calls modified, what is missed, what is latest."""
    query = " UNION ALL ".join(
        f"SELECT article_id, hinted_by, state, {LATENESS} AS late FROM watches WHERE {condition}"  # noqa: S608 - ours
        for condition in DUE
    )
    cursor = db.execute(
        f"SELECT article_id, hinted_by FROM ({query})"  # noqa: S608 - ours
        " ORDER BY hinted_by IS NULL, state <> 'suspect', late DESC, article_id",
        {"site": site_id, "now": iso(now)},
    )
    found = next((row for row in cursor if row[0] not in exclude), None)
    cursor.close()  # an open cursor would hold the WAL's end
    return _read_revisit(db, captures, site_id, *found) if found else None


def _read_revisit(
    db: Database, captures: Database, site_id: str, article_id: int, hinted_by: int | None
) -> Revisit:
    """Return what to ask for, and by what its answer is known to be the page that is held."""
    url, lead_url, source_kind, capture_id, is_split, seen_digest = db.execute(
        "SELECT articles.url, (SELECT url FROM leads WHERE article_id = articles.id AND state = 'archived' LIMIT 1),"
        " source_kind, capture_id, EXISTS (SELECT 1 FROM version_captures WHERE version_id = versions.id),"
        " (SELECT payload_digest FROM checks WHERE article_id = articles.id"
        " AND finding IN ('unchanged', 'changed') ORDER BY since DESC LIMIT 1)"
        " FROM articles JOIN versions ON article_id = articles.id AND number = version WHERE articles.id = ?",
        [article_id],
    ).fetchone()
    asked = canonical_url(lead_url or url)
    digests = {seen_digest} if seen_digest else set()
    validators: dict[str, str] = {}
    if capture_id is not None and source_kind in PAGES:
        with suppress(ArchiveError):  # of a page that is lost, nothing is known
            capture = read_capture(captures, capture_id)
            digests.add(capture.digest)
            if capture.url == asked and not hinted_by:  # some pages keep their ETag when they change
                validators = _validators(capture.headers)
    if is_split:  # its first page says nothing of the others
        return Revisit(article_id, site_id, asked, hinted_by)
    return Revisit(article_id, site_id, asked, hinted_by, frozenset(digests), validators)


def _validators(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the request headers of a conditional GET (RFC 9110, 13.1)."""
    held = {name.lower(): value for name, value in headers}
    named = {"If-None-Match": held.get("etag"), "If-Modified-Since": held.get("last-modified")}
    return {name: value for name, value in named.items() if value}


def note_modified(db: Database, channel_id: int, told: Iterable[tuple[int, str]], at: datetime) -> None:
    """Take what a channel newly says of leads, (id, modified at): an article that it calls modified since the last
    look is due, unless the channel said so before of what was not.
    """
    (rests_until,) = db.execute("SELECT hints_rest_until FROM channels WHERE id = ?", [channel_id]).fetchone()
    if rests_until and rests_until > clock.to_iso(at):
        return
    for lead_id, modified_at in told:
        db.conn.execute(
            "UPDATE advertised SET modified_at = ? WHERE channel_id = ? AND lead_id = ?",
            [modified_at, channel_id, lead_id],
        )
        db.conn.execute(
            "UPDATE watches SET hinted_by = ? WHERE last_checked_at < ?"
            " AND article_id = (SELECT article_id FROM leads WHERE id = ?)",
            [channel_id, modified_at, lead_id],
        )


def judge_hint(db: Database, channel_id: int, *, was_right: bool, at: datetime) -> None:
    """Count a look that a channel asked for; one whose hints find nothing is not believed for a day."""
    if was_right:
        db.conn.execute(
            "UPDATE channels SET empty_hints = 0, hints_right = hints_right + 1 WHERE id = ?", [channel_id]
        )
        return
    db.conn.execute("UPDATE channels SET empty_hints = empty_hints + 1 WHERE id = ?", [channel_id])
    (empty,) = db.execute("SELECT empty_hints FROM channels WHERE id = ?", [channel_id]).fetchone()
    if empty >= EMPTY_HINTS:
        db.conn.execute(
            "UPDATE channels SET empty_hints = 0, hints_rest_until = ? WHERE id = ?",
            [iso(at + HINTS_REST), channel_id],
        )
        db.conn.execute("UPDATE watches SET hinted_by = NULL WHERE hinted_by = ?", [channel_id])
