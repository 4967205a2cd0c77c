"""How many articles a search finds, by day, week, month, site, section or place, and of how many."""

from collections import Counter
from dataclasses import replace

from sqlite_utils import Database

from pipelines.archive.counts import Counted as Kept
from pipelines.archive.counts import read_counts
from pipelines.archive.rows import Count, Counted, Search
from pipelines.archive.searching import select, uniqueness

COUNTED: dict[Counted, str] = {
    "day": "published_day",
    "week": "date(published_day, 'weekday 0', '-6 days')",  # its Monday
    "month": "substr(published_day, 1, 7)",
    "site": "timeline.site_id",
    "section": "section",
    "place": "main_place",
}
KEPT: dict[Counted, Kept] = {"site": "site", "section": "section", "place": "place"}
IN_TIME = frozenset({"day", "week", "month"})


def count_by(db: Database, query: Search, by: Counted, *, share: bool = False) -> list[Count]:
    """Return how many articles a query finds, by what it counts by, the newest time first, else the most first.

    With `share` of how many: also times without a match between the first and the last that has one, and they are 0.
    Raises SearchError where the query cannot be asked.
    """
    found = _count(db, query, by)
    if share:
        every = {each.value: each.articles for each in _count(db, replace(query, words=""), by)}
        counts = {each.value: each.articles for each in found}
        times = sorted(value for value in counts if value is not None)
        if by in IN_TIME and times:
            between = [value for value in every if value is not None and times[0] <= value <= times[-1]]
            counts = {**dict.fromkeys(between, 0), **counts}
        found = _in_order(
            [Count(value, number, every.get(value, number)) for value, number in counts.items()], by
        )
    return found


def _in_order(counts: list[Count], by: Counted) -> list[Count]:
    if by in IN_TIME:
        return sorted(counts, key=lambda each: each.value or "", reverse=True)
    return sorted(counts, key=lambda each: (-each.articles, each.value or ""))


def _count(db: Database, query: Search, by: Counted) -> list[Count]:
    column = COUNTED[by]
    selection = select(db, query)
    if query.unique:
        once = uniqueness(db, query)
        rows = db.execute(f"SELECT article_id, {column} FROM {selection.rows}", selection.values)  # noqa: S608 - parts are ours
        found = list(Counter(value for article_id, value in rows if once.is_first(article_id)).items())
    elif not selection.conditions and by in KEPT:
        kept, every = read_counts(db, KEPT[by]), sum(read_counts(db, "site").values())
        without = every - sum(kept.values())
        found = [*kept.items(), *([(None, without)] if without else [])]
    else:
        # Without conditions, an index of the articles alone is counted.
        source = selection.rows if selection.conditions else "articles"
        counted = f"SELECT {column}, count(*) FROM {source} GROUP BY 1"  # noqa: S608 - parts are ours
        found = db.execute(counted, selection.values).fetchall()
    return _in_order([Count(*row) for row in found], by)
