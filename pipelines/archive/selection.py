"""Which captures to export: their numbers, in the order in which they were stored."""

from array import array
from collections.abc import Iterable
from datetime import date, timedelta

from sqlite_utils import Database

from pipelines.archive.captures import OF_DIGEST
from pipelines.archive.errors import SearchError
from pipelines.archive.values import clean_text

OF_SITE = """
    SELECT capture_id FROM versions JOIN articles ON articles.id = article_id
        WHERE site_id = :site AND capture_id IS NOT NULL
    UNION SELECT version_captures.capture_id FROM version_captures JOIN versions ON versions.id = version_id
        JOIN articles ON articles.id = article_id WHERE site_id = :site
    UNION SELECT capture_id FROM leads WHERE site_id = :site AND capture_id IS NOT NULL
    ORDER BY 1
"""
# Captures that only articles rest on whose story an earlier article tells, one that rests on a capture that is chosen.
# Set by set in tables that SQLite keeps for itself, so that memory stays bounded however many are chosen.
TOLD_BEFORE = (
    "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE told_before (article_id INTEGER PRIMARY KEY)",
)
FIND_TOLD_BEFORE = """
    INSERT INTO told_before SELECT article_id FROM story_articles AS mine WHERE place > 1 AND EXISTS (
        SELECT 1 FROM story_articles AS earlier WHERE earlier.story_id = mine.story_id AND earlier.place < mine.place
        AND (EXISTS (SELECT 1 FROM versions JOIN chosen ON chosen.id = capture_id
            WHERE versions.article_id = earlier.article_id)
        OR EXISTS (SELECT 1 FROM versions JOIN version_captures ON version_id = versions.id
            JOIN chosen ON chosen.id = version_captures.capture_id WHERE versions.article_id = earlier.article_id)))
"""
ONCE = """
    DELETE FROM chosen WHERE id IN (
        SELECT capture_id FROM told_before JOIN versions USING (article_id) WHERE capture_id IS NOT NULL
        UNION SELECT version_captures.capture_id FROM told_before JOIN versions USING (article_id)
        JOIN version_captures ON version_id = versions.id
    ) AND NOT EXISTS (SELECT 1 FROM versions
        WHERE capture_id = chosen.id AND article_id NOT IN (SELECT article_id FROM told_before))
"""
OF_DAYS = "SELECT id FROM captures WHERE fetched_at >= ? AND fetched_at < ?"


def captures_of_site(db: Database, site_id: str) -> "array[int]":
    """Return the captures that a site's articles, and the refusals of its leads, rest on; eight bytes each.

    Raises SearchError for a site that the archive does not know.
    """
    if not db.execute("SELECT 1 FROM sites WHERE id = ?", [site_id]).fetchone():
        raise SearchError(f"no site {clean_text(site_id)!r} in this archive")
    return array("q", (capture_id for (capture_id,) in db.execute(OF_SITE, {"site": site_id})))


def captures_of_days(
    db: Database, among: Iterable[int] | None, since: date | None, until: date | None
) -> "array[int]":
    """Return the captures of these days in UTC, both included: those `among` others, or all."""
    bounds = [
        _begin_of(since, 0) if since else "",
        _begin_of(until, 1) if until else "A",
    ]  # A: beyond any year
    if among is None:
        return array("q", (capture_id for (capture_id,) in db.execute(f"{OF_DAYS} ORDER BY id", bounds)))
    one = f"{OF_DAYS} AND id = ?"
    return array("q", (number for number in among if db.execute(one, [*bounds, number]).fetchone()))


def captures_of_stories(db: Database, chosen: Iterable[int]) -> "array[int]":
    """Return of captures those of articles that are in no story, and of each story's first that rests on one of them.

    A capture that holds several articles stays for any of them; one that no article rests on stays too.
    """
    db.conn.execute("PRAGMA query_only = OFF")  # the file itself is opened read-only
    for statement in TOLD_BEFORE:
        db.conn.execute(statement)
    try:
        with db.atomic():  # one view of the archive while a writer goes on
            db.conn.executemany("INSERT INTO chosen VALUES (?)", ((capture_id,) for capture_id in chosen))
            db.conn.execute(FIND_TOLD_BEFORE)
            db.conn.execute(ONCE)
        return array("q", (number for (number,) in db.execute("SELECT id FROM chosen ORDER BY id")))
    finally:
        db.conn.execute("DROP TABLE chosen")
        db.conn.execute("DROP TABLE told_before")
        db.conn.execute("PRAGMA query_only = ON")


def _begin_of(day: date, days_later: int) -> str:
    try:
        return (day + timedelta(days=days_later)).isoformat()
    except OverflowError:
        return "A"


def is_shared(db: Database, digest: str) -> bool:
    """Tell whether several captures have this payload."""
    found = db.execute(
        f"SELECT 1 FROM captures WHERE payload_id = (SELECT id FROM payloads WHERE {OF_DIGEST}) LIMIT 1 OFFSET 1",  # noqa: S608 - ours
        [bytes.fromhex(digest)],
    ).fetchone()
    return found is not None
