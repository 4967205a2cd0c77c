"""Search: which articles have the words and meet the filters, newest first or best first."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.archive.errors import SearchError
from pipelines.archive.queries import find_article_id, read_list
from pipelines.archive.rows import Hit, Search, read_row
from pipelines.archive.timeline import first_position, minute_of
from pipelines.archive.unique import Uniqueness
from pipelines.archive.values import MAX_INTEGER, clean_text
from pipelines.archive.words import match_expression

MATCH_START, MATCH_END = "\x02", "\x03"  # around a match; texts hold no control characters worth keeping
SNIPPET_TOKENS = 24
SNIPPET_CHARACTERS = 160
RANKED = 20_000  # the newest articles with the words, of which the best are told: bm25 reads each of them
FEW = 2_000  # articles of an author that are looked up one by one, however common the words
HIT_COLUMNS = (
    "articles.id, uid, articles.site_id, url, {title}, {snippet}, authors, section, dateline_place, main_place,"
    " published_at, published_offset, published_precision, published_day"
)
# The index has all that a filter asks for; the articles' own rows have the texts in them.
FILTERED = " CROSS JOIN articles INDEXED BY articles_filters ON articles.id = article_id"
NAMED = "{} IN (SELECT value FROM json_each(?))"
# Every list of authors once, by leaps from one to the next in their index.
AUTHORS = """
    WITH RECURSIVE lists (authors) AS (
        SELECT min(authors) FROM articles
        UNION ALL SELECT (SELECT min(articles.authors) FROM articles WHERE articles.authors > lists.authors) FROM lists
        WHERE lists.authors IS NOT NULL
    ) SELECT authors FROM lists WHERE authors IS NOT NULL
        AND EXISTS (SELECT 1 FROM json_each(authors) WHERE value LIKE ? ESCAPE '\\')
"""


_LEAPS = """
    WITH RECURSIVE found (value) AS (
        SELECT min({0}) FROM {1}
        UNION ALL SELECT (SELECT min({0}) FROM {1} WHERE {0} > found.value) FROM found WHERE found.value IS NOT NULL
    ) SELECT value FROM found WHERE
"""
PLACES = (
    _LEAPS.format("place", "article_places")
    + (
        " value = ? COLLATE NOCASE OR substr(value, instr(value, ' ') + 1) = ? COLLATE NOCASE"  # its kind is one word
    )
)
DATELINES = _LEAPS.format("dateline_place", "articles") + " value = ? COLLATE NOCASE"


@dataclass(frozen=True, slots=True)
class Selection:
    """A query as SQL: what is read, in which order its places come, the conditions and their values."""

    source: str
    place: str
    expression: str | None
    conditions: tuple[str, ...]
    values: tuple[Any, ...]

    @property
    def rows(self) -> str:
        """The FROM and WHERE clauses."""
        where = " WHERE " + " AND ".join(self.conditions) if self.conditions else ""
        return f"{self.source}{FILTERED}{where}"


def select(db: Database, query: Search) -> Selection:
    """Return a query as SQL; raises SearchError where it cannot be asked."""
    expression = match_expression(query.words)
    place = "position" if expression is None else "articles_fts.rowid"
    conditions, values = _conditions(db, query, place)
    source = "timeline"
    if expression is not None:
        source = "articles_fts CROSS JOIN timeline ON position = articles_fts.rowid"
        conditions.insert(0, "articles_fts MATCH ?")
        values.insert(0, expression)
    return Selection(source, place, expression, tuple(conditions), tuple(values))


def search(db: Database, query: Search) -> list[Hit]:
    """Return the articles that a query asks for, newest first or best first; each story once where that is asked for.

    Best first are the best of the newest RANKED that match. Raises SearchError where the query cannot be asked.
    """
    selection = select(db, query)
    if query.order == "relevance":
        found = iter(_by_relevance(db, query, selection))
    else:
        # The index is read in the order of its row numbers, which are positions in time: no sort.
        found = iter(
            db.execute(
                f"SELECT position, article_id FROM {selection.rows} ORDER BY {selection.place} DESC LIMIT ? OFFSET ?",  # noqa: S608 - parts are ours
                [*selection.values, *_window(query, MAX_INTEGER)],
            )
        )
    if not query.unique:
        return [_read_hit(db, position, selection.expression) for position, _ in list(found)]
    taken = uniqueness(db, query).take(found, query.offset + query.limit)[query.offset :]
    return [
        replace(_read_hit(db, position, selection.expression), articles=count) for position, count in taken
    ]


def among(db: Database, query: Search, article_ids: Iterable[int]) -> set[int]:
    """Return those of some articles that meet the filters of a query, whatever its words; raises SearchError as search does."""
    conditions, values = _conditions(db, replace(query, author=None), "position")
    if query.author is not None:
        like = f"%{_escape_like(clean_text(query.author))}%"
        conditions.append(
            "EXISTS (SELECT 1 FROM json_each(authors) AS author WHERE author.value LIKE ? ESCAPE '\\')"
        )
        values.append(like)
    where = " AND ".join(["1", *conditions])
    rows = db.execute(
        f"SELECT article_id FROM json_each(?) AS wanted CROSS JOIN timeline ON article_id = wanted.value{FILTERED} WHERE {where}",  # noqa: S608 - parts are ours
        [json.dumps(sorted(article_ids)), *values],
    )
    return {row[0] for row in rows.fetchall()}


def _window(query: Search, most: int) -> tuple[int, int]:
    """Return how many are read and how many passed over; to tell stories once, all of `most` have to be looked at."""
    return (most, 0) if query.unique else (query.limit, query.offset)


def _by_relevance(db: Database, query: Search, selection: Selection) -> list[tuple[int, int]]:
    """Return the places of the best articles, of the newest that match."""
    if selection.expression is None:
        raise SearchError("an order by relevance needs words to be relevant to")
    found = db.execute(
        f"SELECT position, article_id FROM (SELECT position, article_id, bm25(articles_fts) AS score"  # noqa: S608 - parts are ours
        f" FROM {selection.rows} ORDER BY articles_fts.rowid DESC LIMIT ?) ORDER BY score, position DESC LIMIT ? OFFSET ?",
        [*selection.values, RANKED, *_window(query, RANKED)],
    )
    return found.fetchall()


def uniqueness(db: Database, query: Search) -> Uniqueness:
    """Return what tells which of the articles that a query asks for stands for its story."""
    expression = match_expression(query.words)
    conditions, values = _conditions(db, query, "position")
    if expression is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND rowid = position)"
        )
        values.append(expression)
    return Uniqueness(db, conditions, values)


def _conditions(db: Database, query: Search, place: str) -> tuple[list[str], list[Any]]:
    """Return the filters as SQL; `place` is the column that the rows are read in the order of."""
    conditions: list[str] = []
    values: list[Any] = []
    if query.sites or query.regions:
        site_ids = site_ids_of(db, query)
        # One site has its places in order in its index; those of several would have to be sorted (hence the +).
        one = len(site_ids) == 1
        conditions.append(
            "timeline.site_id = ?" if one else "+timeline.site_id IN (SELECT value FROM json_each(?))"
        )
        values.append(site_ids[0] if one else json.dumps(site_ids))
    if query.section is not None:
        conditions.append("section = ? COLLATE NOCASE")
        values.append(clean_text(query.section))
    if query.place is not None:
        _add_place(db, query.place, place, conditions, values)
    if query.author is not None:
        _add_author(db, query.author, place, conditions, values)
    if query.story is not None:
        conditions.append(NAMED.format(place))
        values.append(json.dumps(_story_positions(db, query.story)))
    for day, compare, reach in ((query.since, ">=", -1), (query.until, "<=", 2)):
        if day is not None:
            # The day is the publisher's own, the position is in UTC: nowhere more than a day apart.
            conditions += [f"published_day {compare} ?", f"{place} {compare} ?"]
            values += [day.isoformat(), _position_near(day, reach)]
    return conditions, values


def _add_place(db: Database, wanted: str, place: str, conditions: list[str], values: list[Any]) -> None:
    """Ask for a place that articles are about, with its kind or without, or that their datelines name: few by their places in time."""
    name = clean_text(wanted)
    about = json.dumps([row[0] for row in db.execute(PLACES, [name, name])])
    datelines = json.dumps([row[0] for row in db.execute(DATELINES, [name])])
    positions = [
        position
        for (position,) in db.execute(
            "SELECT position FROM (SELECT article_id FROM json_each(?) AS wanted"
            " CROSS JOIN article_places ON place = wanted.value UNION ALL SELECT articles.id FROM json_each(?) AS wanted"
            " CROSS JOIN articles INDEXED BY articles_place ON dateline_place = wanted.value)"
            " CROSS JOIN timeline USING (article_id) LIMIT ?",
            [about, datelines, FEW + 1],
        )
    ]
    if len(positions) <= FEW:
        conditions.append(NAMED.format(place))
        values.append(json.dumps(positions))
    else:
        conditions.append(
            f"({NAMED.format('+dateline_place')} OR EXISTS (SELECT 1 FROM json_each(?) AS wanted"  # noqa: S608 - parts are ours
            " CROSS JOIN article_places ON place = wanted.value WHERE article_places.article_id = articles.id))"
        )
        values += [datelines, about]


def _add_author(db: Database, author: str, place: str, conditions: list[str], values: list[Any]) -> None:
    """Ask for an author: the few articles that have one by their places, else by which lists of authors have one."""
    lists = json.dumps([row[0] for row in db.execute(AUTHORS, [f"%{_escape_like(clean_text(author))}%"])])
    places = [
        position
        for (position,) in db.execute(
            "SELECT position FROM json_each(?) AS wanted CROSS JOIN articles INDEXED BY articles_authors"
            " ON authors = wanted.value CROSS JOIN timeline ON article_id = articles.id LIMIT ?",
            [lists, FEW + 1],
        )
    ]
    if len(places) <= FEW:
        conditions.append(NAMED.format(place))
        values.append(json.dumps(places))
    else:
        conditions.append("+authors IN (SELECT value FROM json_each(?))")
        values.append(lists)


def _story_positions(db: Database, reference: str) -> list[int]:
    """Return the places of the articles of the story that an article is in, or its own where it is in none."""
    article_id = find_article_id(db, reference)
    if article_id is None:
        raise SearchError(f"no article {clean_text(reference)!r} in this archive, whose story could be meant")
    found = db.execute(
        "SELECT position FROM timeline WHERE article_id = ?1 OR article_id IN (SELECT other.article_id"
        " FROM story_articles AS mine JOIN story_articles AS other ON other.story_id = mine.story_id"
        " WHERE mine.article_id = ?1)",
        [article_id],
    )
    return [position for (position,) in found]


def _position_near(day: date, reach: int) -> int:
    try:
        return first_position(minute_of((day + timedelta(days=reach)).isoformat(), ""))
    except OverflowError:
        return MAX_INTEGER if reach > 0 else -MAX_INTEGER


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def site_ids_of(db: Database, query: Search) -> list[str]:
    """Return the sites that are named, or in a region that is; one that the archive lacks is an error, not an empty result."""
    known = db.execute("SELECT id, region FROM sites ORDER BY id").fetchall()
    for site_id in query.sites:
        if site_id not in {row[0] for row in known}:
            raise SearchError(f"no site {clean_text(site_id)!r} in this archive")
    for region in query.regions:
        if not any(_is_in(code, region) for _, code in known):
            raise SearchError(f"no site of the region {clean_text(region)!r} in this archive")
    inside = {
        site_id
        for site_id, code in known
        if not query.regions or any(_is_in(code, region) for region in query.regions)
    }
    return sorted(inside & set(query.sites) if query.sites else inside)


def _is_in(code: str | None, region: str) -> bool:
    """Tell whether a region code (ISO 3166-2) is the region or a part of it: ID holds ID-KS."""
    return code is not None and f"{code}-".casefold().startswith(f"{region}-".casefold())


def _read_hit(db: Database, position: int, expression: str | None) -> Hit:
    """Return one result; the snippet is made for the results shown, not for all that match."""
    title, snippet = "articles.title", "substr(articles.text, 1, ?)"
    source, values = "timeline", [SNIPPET_CHARACTERS, position]
    where = "position = ?"
    if expression is not None:
        title = "highlight(articles_fts, 0, ?, ?)"
        snippet = "snippet(articles_fts, 1, ?, ?, '…', ?)"
        source = "articles_fts CROSS JOIN timeline ON position = articles_fts.rowid"
        where = "articles_fts MATCH ? AND articles_fts.rowid = ?"
        marks = [MATCH_START, MATCH_END]
        values = [*marks, *marks, SNIPPET_TOKENS, expression, position]  # type: ignore[list-item]
    row = db.execute(
        f"SELECT {HIT_COLUMNS.format(title=title, snippet=snippet)} FROM {source}"  # noqa: S608 - parts are ours
        f" CROSS JOIN articles ON articles.id = article_id WHERE {where}",
        values,
    ).fetchone()
    return read_row(Hit, row, authors=read_list)
