"""What the archive is asked of one article: all that is known of it."""

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlite_utils import Database

from pipelines.archive.articles import article_at
from pipelines.archive.errors import ArchiveError, SearchError
from pipelines.archive.rows import (
    ArticleRow,
    ChangeRow,
    RemovedBlock,
    RemovedRow,
    VersionRow,
    names_of,
    read_row,
)
from pipelines.archive.values import IMPORTED, MAX_INTEGER, clean_text, key_of

UID_LENGTH = 20
SHORTEST_UID = 4  # characters of a uid that is given in part
LISTS = ("authors", "editors", "tags", "places")


def read_list(text: str) -> tuple[str, ...]:
    """Read a JSON array of names."""
    return tuple(json.loads(text))


def find_article(db: Database, reference: str) -> ArticleRow | None:
    """Return the article of a local number, a uid or its beginning, or any address that leads to it.

    Raises ArchiveError where the beginning of a uid fits several.
    """
    article_id = find_article_id(db, reference)
    if article_id is None:
        return None
    row = db.execute(f"SELECT {names_of(ArticleRow)} FROM articles WHERE id = ?", [article_id]).fetchone()  # noqa: S608 - the columns are ours
    return read_row(ArticleRow, row, published_disputed=bool, **dict.fromkeys(LISTS, read_list))


def find_article_id(db: Database, reference: str) -> int | None:
    """Return the id of an article that is named as for `find_article`."""
    reference = reference.strip()
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
