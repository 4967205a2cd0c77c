"""Of which sites, sections, places and months the articles are that a search finds, counted over the newest of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.archive.rows import Search
from pipelines.archive.searching import select

AMONG = 1_000  # each is a look at its row: more would take more than a reader waits


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by value, most first, over `counted` articles; `is_all`: these are all that were found."""

    counted: int
    is_all: bool
    sites: Mapping[str, int]
    sections: Mapping[str, int]
    places: Mapping[str, int]
    months: Mapping[str, int]


def count_facets(db: Database, query: Search) -> Facets:
    """Count the newest articles that a search finds, whatever its limit; raises SearchError where it cannot be asked."""
    selection = select(db, query)
    found = db.execute(
        "SELECT timeline.site_id, section, coalesce(main_place, dateline_place), substr(published_day, 1, 7)"  # noqa: S608 - parts are ours
        f" FROM {selection.rows} ORDER BY {selection.place} DESC LIMIT ?",
        [*selection.values, AMONG + 1],
    ).fetchall()
    kept = found[:AMONG]
    columns = list(zip(*kept, strict=True)) or [(), (), (), ()]
    return Facets(len(kept), len(found) <= AMONG, *(_count(column) for column in columns))


def _count(values: tuple[str | None, ...]) -> Mapping[str, int]:
    counted = Counter(value for value in values if value)
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
