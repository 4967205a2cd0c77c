"""What the archive is asked: search, and one article with all that is known of it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.archive.articles import article_at
from pipelines.archive.errors import ArchiveError, SearchError
from pipelines.archive.rows import (
    ArticleRow,
    ChangeRow,
    Hit,
    RemovedBlock,
    RemovedRow,
    Search,
    VersionRow,
    names_of,
    read_row,
)
from pipelines.archive.timeline import first_position, minute_of
from pipelines.archive.unique import Uniqueness
from pipelines.archive.values import IMPORTED, MAX_INTEGER, clean_text, key_of
from pipelines.archive.words import match_expression

MATCH_START, MATCH_END = "\x02", "\x03"  # around a match; texts hold no control characters worth keeping
SNIPPET_TOKENS = 24
SNIPPET_CHARACTERS = 160
UID_LENGTH = 20
SHORTEST_UID = 4  # characters of a uid that is given in part
LISTS = ("authors", "editors", "tags")
HIT_COLUMNS = (
    "articles.id, uid, articles.site_id, url, {title}, {snippet}, authors, section, dateline_place,"
    " published_at, published_offset, published_precision, published_day"
)


def search(db: Database, query: Search) -> list[Hit]:
    """Return the articles that a query asks for, newest first or best first; each story once where that is asked for.

    Raises SearchError where the query cannot be asked.
    """
    source, order, where, values = matching(db, query)
    expression = match_expression(query.words)
    found = db.execute(
        f"SELECT position, article_id FROM {source} CROSS JOIN articles ON articles.id = article_id"  # noqa: S608 - parts are ours
        f"{where} ORDER BY {order} LIMIT ? OFFSET ?",
        [*values, *((MAX_INTEGER, 0) if query.unique else (query.limit, query.offset))],
    )
    if not query.unique:
        return [_read_hit(db, position, expression) for position, _ in found.fetchall()]
    taken = _uniqueness(db, query, expression).take(found, query.offset + query.limit)
    kept = list(taken)[query.offset :]
    return [replace(_read_hit(db, position, expression), articles=count) for position, count in kept]


def matching(db: Database, query: Search) -> tuple[str, str, str, list[Any]]:
    """Return what a search reads: source, order, conditions, and the values in them. Raises as search() does."""
    expression = match_expression(query.words)
    if query.order == "relevance" and expression is None:
        raise SearchError("an order by relevance needs words to be relevant to")
    source, order = "timeline", "position DESC"
    place = "position" if expression is None else "articles_fts.rowid"
    conditions, values = _conditions(db, query, place)
    if expression is not None:
        source = "articles_fts CROSS JOIN timeline ON position = articles_fts.rowid"
        # The index is read in the order of its row numbers, which are positions in time: no sort.
        order = "articles_fts.rowid DESC" if query.order == "newest" else "rank"
        conditions.insert(0, "articles_fts MATCH ?")
        values.insert(0, expression)
    where = " WHERE " + " AND ".join(conditions) if conditions else ""
    return source, order, where, values


def _uniqueness(db: Database, query: Search, expression: str | None) -> Uniqueness:
    """Return what tells which of the articles that a query asks for stands for its story."""
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
        site_ids = _site_ids(db, query)
        # One site has its places in order in its index; those of several would have to be sorted (hence the +).
        one = len(site_ids) == 1
        conditions.append(
            "timeline.site_id = ?" if one else "+timeline.site_id IN (SELECT value FROM json_each(?))"
        )
        values.append(site_ids[0] if one else json.dumps(site_ids))
    for column, wanted in (("section", query.section), ("dateline_place", query.place)):
        if wanted is not None:
            conditions.append(f"{column} = ? COLLATE NOCASE")
            values.append(clean_text(wanted))
    if query.author is not None:
        conditions.append("EXISTS (SELECT 1 FROM json_each(authors) WHERE value LIKE ? ESCAPE '\\')")
        values.append(f"%{_escape_like(clean_text(query.author))}%")
    for day, compare, reach in ((query.since, ">=", -1), (query.until, "<=", 2)):
        if day is not None:
            # The day is the publisher's own, the position is in UTC: nowhere more than a day apart.
            conditions += [f"published_day {compare} ?", f"{place} {compare} ?"]
            values += [day.isoformat(), _position_near(day, reach)]
    return conditions, values


def _position_near(day: date, reach: int) -> int:
    try:
        return first_position(minute_of((day + timedelta(days=reach)).isoformat(), ""))
    except OverflowError:
        return MAX_INTEGER if reach > 0 else -MAX_INTEGER


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _site_ids(db: Database, query: Search) -> list[str]:
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
    return read_row(Hit, row, authors=_read_list)


def _read_list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def find_article(db: Database, reference: str) -> ArticleRow | None:
    """Return the article of a local number, a uid or its beginning, or any address that leads to it.

    Raises ArchiveError where the beginning of a uid fits several.
    """
    article_id = _find_id(db, reference.strip())
    if article_id is None:
        return None
    row = db.execute(f"SELECT {names_of(ArticleRow)} FROM articles WHERE id = ?", [article_id]).fetchone()  # noqa: S608 - the columns are ours
    return read_row(ArticleRow, row, published_disputed=bool, **dict.fromkeys(LISTS, _read_list))


def _find_id(db: Database, reference: str) -> int | None:
    if reference.startswith(IMPORTED) or "://" in reference:
        return find_by_address(db, reference)
    if len(reference) == UID_LENGTH:  # before numbers: a uid may have no letter
        found = db.execute("SELECT id FROM articles WHERE uid = ?", [clean_text(reference)]).fetchone()
        if found:
            return int(found[0])
    if reference.isascii() and reference.isdecimal() and int(reference[:20]) <= MAX_INTEGER:
        found = db.execute("SELECT id FROM articles WHERE id = ?", [int(reference[:20])]).fetchone()
        if found:
            return int(found[0])
    beginning = reference.lower()
    if len(beginning) < SHORTEST_UID or set(beginning) - set("0123456789abcdef"):
        return find_by_address(db, f"https://{reference}") if "/" in reference else None
    rows = db.execute(
        "SELECT id, uid FROM articles WHERE uid >= ? AND uid < ? ORDER BY uid LIMIT 4",
        [beginning, beginning + "g"],  # g: what follows f
    ).fetchall()
    if len(rows) > 1:
        raise ArchiveError(f"{reference} begins several uids: {', '.join(uid for _, uid in rows)}")
    return rows[0][0] if rows else None


def find_by_address(db: Database, url: str) -> int | None:
    """Return the article that an address leads to, or that a lead of it led to."""
    try:
        key = key_of(clean_text(url))
    except ArchiveError:
        return None
    found = article_at(db, key)
    if found is not None:
        return found
    row = db.execute(
        "SELECT coalesce((SELECT article_id FROM leads WHERE key = ?), (SELECT id FROM articles WHERE url = ?))",
        [key, clean_text(url)],
    ).fetchone()
    return row[0] if row else None


def list_addresses(db: Database, article_id: int) -> list[str]:
    """Return the addresses that lead to an article, in the order in which they were seen."""
    rows = db.execute(
        "SELECT url FROM article_urls WHERE article_id = ? ORDER BY first_seen_at, key", [article_id]
    )
    return [url for (url,) in rows.fetchall()]


def list_versions(db: Database, article_id: int) -> list[VersionRow]:
    """Return an article's versions in the order of their numbers, each with its title and text."""
    rows = db.execute(
        "SELECT versions.id, number, seen_at, source_kind, capture_id, part, digest,"
        " coalesce(versions.title, articles.title), coalesce(versions.text, articles.text),"
        " cause, kind, follows, rereads, coalesce(last_seen_at, seen_at), versions.published_at, versions.modified_at,"
        " versions.rules"
        " FROM versions JOIN articles ON articles.id = article_id WHERE article_id = ? ORDER BY number",
        [article_id],
    ).fetchall()
    versions = [read_row(VersionRow, row) for row in rows]
    return [
        replace(version, changes=_changes(db, version.id), further_captures=_further_captures(db, version.id))
        for version in versions
    ]


def _changes(db: Database, version_id: int) -> tuple[ChangeRow, ...]:
    rows = db.execute(
        f"SELECT {names_of(ChangeRow)} FROM changes WHERE version_id = ? ORDER BY position",  # noqa: S608 - names are ours
        [version_id],
    ).fetchall()
    return tuple(read_row(ChangeRow, row) for row in rows)


def _further_captures(db: Database, version_id: int) -> tuple[int, ...]:
    rows: Iterable[tuple[int]] = db.execute(
        "SELECT capture_id FROM version_captures WHERE version_id = ? ORDER BY position", [version_id]
    ).fetchall()
    return tuple(capture_id for (capture_id,) in rows)


def list_removed(db: Database, article_id: int) -> list[RemovedRow]:
    """Return the blocks that were taken out of an article's texts, by version and place."""
    rows = db.execute(
        "SELECT number, position, blocks.text, reason, rule FROM versions"
        " JOIN removals ON version_id = versions.id JOIN blocks ON blocks.id = block_id"
        " WHERE article_id = ? ORDER BY number, position",
        [article_id],
    ).fetchall()
    return [read_row(RemovedRow, row) for row in rows]


# What an earlier reading of the same page took out, no rule takes out any more.
LAST_READING = (
    "NOT EXISTS (SELECT 1 FROM versions AS later WHERE later.article_id = versions.article_id"
    " AND later.rereads = coalesce(versions.rereads, versions.number) AND later.number > versions.number)"
)


def list_removed_blocks(
    db: Database, site_id: str | None, reason: str | None, rule: str | None, limit: int
) -> tuple[int, list[RemovedBlock]]:
    """Return how many blocks were taken out, and the first of them by site and reason, most frequent first.

    Raises SearchError for a site that the archive does not know.
    """
    if site_id is not None and not db.execute("SELECT 1 FROM sites WHERE id = ?", [site_id]).fetchone():
        raise SearchError(f"no site {clean_text(site_id)!r} in this archive")
    wanted = {"blocks.site_id": site_id, "reason": reason, "rule": rule}
    conditions = {f"{column} = ?": clean_text(value) for column, value in wanted.items() if value is not None}
    where = " AND ".join([LAST_READING, *conditions])
    grouped = (
        "SELECT blocks.site_id AS site, reason, rule, blocks.text AS text,"  # noqa: S608 - parts are ours
        " count(DISTINCT article_id) AS articles, max(article_id) AS newest"
        " FROM removals JOIN blocks ON blocks.id = block_id JOIN versions ON versions.id = version_id"
        f" WHERE {where} GROUP BY block_id, reason, rule"
    )
    (total,) = db.execute(f"SELECT count(*) FROM ({grouped})", list(conditions.values())).fetchone()  # noqa: S608 - parts are ours
    rows = db.execute(
        "SELECT site, reason, rule, grouped.text, grouped.articles, uid"  # noqa: S608 - parts are ours
        f" FROM ({grouped}) AS grouped JOIN articles ON articles.id = newest"
        " ORDER BY site, reason, grouped.articles DESC, rule, grouped.text LIMIT ?",
        [*conditions.values(), limit],
    ).fetchall()
    return total, [read_row(RemovedBlock, row) for row in rows]
