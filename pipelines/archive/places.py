"""Places of articles: how many articles each has, and all articles' places found anew."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, naming, open_for_writing
from pipelines.archive.pair import Progress, no_progress, require_archive
from pipelines.archive.schema import ARCHIVE
from pipelines.archive.values import places_json
from pipelines.items import PlaceNamed

ROWS = 500  # articles a commit
_TOLD = "SELECT json_extract(value, '$.name') FROM json_each(articles.places)"
PLACES_RULE = (
    "places",
    "SELECT count(*) FROM article_places",
    (
        (
            "SELECT 'article ' || uid || ' is about ' || named.place || ', which is not indexed' FROM"
            " (SELECT articles.id AS id, uid, json_extract(value, '$.name') AS place FROM articles, json_each(articles.places)"
            " WHERE places <> '[]') AS named WHERE (place, id) NOT IN (SELECT place, article_id FROM article_places)"
        ),
        (
            "SELECT 'article ' || article_id || ' is indexed under ' || place || ', which it is not about' FROM article_places"  # noqa: S608 - ours
            f" LEFT JOIN articles ON articles.id = article_id WHERE articles.id IS NULL OR place NOT IN ({_TOLD})"
        ),
        (
            "SELECT 'article ' || uid || ' is most about ' || coalesce(main_place, 'no place') || ', but its first place is '"
            " || coalesce(json_extract(places, '$[0].name'), 'none') FROM articles"
            " WHERE main_place IS NOT json_extract(places, '$[0].name')"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many articles are about a place, and how many of them most about it; the day of the newest of these."""

    articles: int
    main: int
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """What places are found by: an article as it stands."""

    id: int
    title: str
    text: str
    dateline: str | None
    language: str | None
    region: str | None


def count_places(db: Database) -> dict[str, PlaceCount]:
    """Return what is held of each place that an article is about."""
    main = {
        place: (number, last)
        for place, number, last in db.execute(
            "SELECT value, number, (SELECT max(published_day) FROM articles WHERE main_place = value)"
            " FROM counts WHERE what = 'place'"
        ).fetchall()
    }
    every = db.execute("SELECT place, count(*) FROM article_places GROUP BY place").fetchall()
    return {place: PlaceCount(articles, *main.get(place, (0, None))) for place, articles in every}


def rebuild_places(
    data: Path, find: Callable[[Placed], tuple[PlaceNamed, ...]], report: Progress = no_progress
) -> int:
    """Find the places of all articles anew, in batches, and return how many had others; killed, it may be run again.

    Raises ArchiveError where there is no archive, or another process writes it.
    """
    require_archive(data)
    with WriterLock(data, "places rebuild"), naming(data / ARCHIVE_FILE):
        db = open_for_writing(data / ARCHIVE_FILE, ARCHIVE)
        try:
            return _replace_places(db, find, report)
        finally:
            db.close()


def _replace_places(db: Database, find: Callable[[Placed], tuple[PlaceNamed, ...]], report: Progress) -> int:
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    changed = 0
    for rows in _batches(db):
        told = [(placed, was, find(placed)) for placed, was in rows]
        updates = [
            (found[0].name if found else None, stored, placed.id)
            for placed, was, found in told
            if (stored := places_json(found)) != was
        ]
        with db.atomic():
            db.conn.executemany("UPDATE articles SET main_place = ?, places = ? WHERE id = ?", updates)
        changed += len(updates)
        report("articles", rows[-1][0].id, last)
    return changed


def _batches(db: Database) -> Iterator[list[tuple[Placed, str]]]:
    after = 0
    while rows := db.execute(
        "SELECT articles.id, title, text, dateline_place, articles.language, region, places FROM articles"
        " JOIN sites ON sites.id = site_id WHERE articles.id > ? ORDER BY articles.id LIMIT ?",
        [after, ROWS],
    ).fetchall():
        yield [(Placed(*row[:-1]), row[-1]) for row in rows]
        after = rows[-1][0]
