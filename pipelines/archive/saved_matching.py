"""Which saved searches find what is new: the texts of a run are indexed for themselves, so that the archive's size is no matter."""

import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import SearchError
from pipelines.archive.rows import Search
from pipelines.archive.searching import among
from pipelines.archive.words import match_expression

log = logging.getLogger("kliping")

BATCH = 500  # versions a commit; so many texts are in memory, with those that they follow
TOKENIZER = "unicode61 remove_diacritics 2"  # as the archive's own index has it
VERSIONS = "SELECT id, article_id, number, cause, kind, follows, digest FROM versions WHERE id > ? ORDER BY id LIMIT ?"
TEXT = (
    "SELECT coalesce(versions.title, articles.title), coalesce(versions.text, articles.text) FROM versions"
    " JOIN articles ON articles.id = article_id WHERE article_id = ? AND number = ?"
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """An article that is new or changed: its last version of those that are matched."""

    article_id: int
    version_id: int
    digest: str
    is_new: bool
    is_changed: bool  # by its publisher
    story_id: int | None


def match_batch(db: Database, searches: Mapping[int, Search]) -> dict[int, dict[str, int]] | None:
    """Match the next versions with searches, store what is found, and return how much of each kind; None where all is matched."""
    marks = dict(db.execute("SELECT id, seen_id FROM saved_searches").fetchall())
    rows = db.execute(VERSIONS, [min(marks.values()), BATCH]).fetchall() if marks else []
    if not rows:
        return None
    last = rows[-1][0]
    fresh = _fresh(db, rows)
    with closing(sqlite3.connect(":memory:")) as memory:
        texts = _index(db, memory, fresh, {row[1]: row[5] for row in rows if row[5] is not None})
        found = {
            search_id: _match(
                db,
                memory,
                texts,
                (search_id, query),
                [each for each in fresh if each.version_id > marks[search_id]],
            )
            for search_id, query in searches.items()
            if marks[search_id] < last
        }
    db.conn.execute("UPDATE saved_searches SET seen_id = ?1 WHERE seen_id < ?1", [last])
    return found


def _fresh(
    db: Database, rows: Iterable[tuple[int, int, int, str, str | None, int | None, str]]
) -> list[Fresh]:
    found: dict[int, Fresh] = {}
    for version_id, article_id, number, cause, kind, _, digest in rows:
        before = found.get(article_id)
        is_new = number == 1 or (before is not None and before.is_new)
        is_changed = (cause == "publisher" and kind is not None) or (before is not None and before.is_changed)
        found[article_id] = Fresh(article_id, version_id, digest, is_new, is_changed, None)
    ids = json.dumps(sorted(found))
    stories = dict(
        db.execute(
            "SELECT article_id, story_id FROM story_articles WHERE article_id IN (SELECT value FROM json_each(?))",
            [ids],
        ).fetchall()
    )
    held = {
        row[0]
        for row in db.execute("SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))", [ids])
    }
    return [
        Fresh(
            each.article_id,
            each.version_id,
            each.digest,
            each.is_new,
            each.is_changed,
            stories.get(each.article_id),
        )
        for each in found.values()
        if each.article_id in held
    ]


def _index(
    db: Database, memory: sqlite3.Connection, fresh: Iterable[Fresh], follows: Mapping[int, int]
) -> list[int]:
    """Index the texts that are matched, and return whose each is, by its row: as they are, as they were before they
    were changed, and those that began the stories which they are in.
    """
    memory.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (title, text, tokenize='{TOKENIZER}')")
    owners: list[int] = []
    wanted = {each.article_id for each in fresh}
    for article_id in sorted(wanted | {each.story_id for each in fresh if each.story_id is not None}):
        sides = [db.execute("SELECT title, text FROM articles WHERE id = ?", [article_id]).fetchone()]
        if article_id in follows:
            sides.append(db.execute(TEXT, [article_id, follows[article_id]]).fetchone())
        for side in filter(None, sides):
            memory.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", [len(owners), *side])
            owners.append(article_id)
    return owners


def _match(
    db: Database,
    memory: sqlite3.Connection,
    owners: list[int],
    named: tuple[int, Search],
    fresh: Iterable[Fresh],
) -> dict[str, int]:
    """Store what one search finds, and return how much, by kind."""
    search_id, query = named
    fresh = list(fresh)
    try:
        expression = match_expression(query.words)
        rows = (
            range(len(owners))
            if expression is None
            else [
                row[0] for row in memory.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [expression])
            ]
        )
        matched = among(db, query, {owners[row] for row in rows})
    except SearchError as error:  # a site or an article that it names is there no more
        name = db.execute("SELECT name FROM saved_searches WHERE id = ?", [search_id]).fetchone()
        log.warning("saved search %s: %s", *name, error)
        return {}
    known = _known(db, search_id, [each.article_id for each in fresh])
    stories = {each.story_id for each in fresh if each.article_id in matched or each.story_id in matched}
    stories |= _stories_known(db, search_id, [each.story_id for each in fresh if each.story_id is not None])
    counts: dict[str, int] = {}
    for each in fresh:
        kind = _kind(each, is_match=each.article_id in matched, is_known=each.article_id in known,
                     in_story=each.story_id is not None and each.story_id in stories)  # fmt: skip
        if kind is None:
            continue
        stored = db.conn.execute(
            "INSERT INTO saved_matches (search_id, article_id, digest, kind, matched_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [search_id, each.article_id, each.digest, kind, clock.to_iso(clock.now())],
        )
        counts[kind] = counts.get(kind, 0) + stored.rowcount
    return {kind: count for kind, count in counts.items() if count}


def _kind(each: Fresh, *, is_match: bool, is_known: bool, in_story: bool) -> str | None:
    """Say why an article is told, None where it is not: what a search found once is told again where its publisher changed it."""
    if is_known:
        return "changed" if each.is_changed else None
    if not (each.is_new or each.is_changed):
        return None  # read again, by other rules or from another source: it may be of any age, and nobody did anything
    if is_match:
        return "changed" if each.is_changed and not each.is_new else "new"
    return "joined" if in_story else None


def _known(db: Database, search_id: int, article_ids: Iterable[int]) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT article_id FROM saved_matches WHERE search_id = ? AND article_id IN (SELECT value FROM json_each(?))",
        [search_id, json.dumps(list(article_ids))],
    )
    return {row[0] for row in rows.fetchall()}


def _stories_known(db: Database, search_id: int, story_ids: Iterable[int]) -> set[int]:
    """Return the stories of which the search has found an article before."""
    rows = db.execute(
        "SELECT DISTINCT story_id FROM json_each(?) AS wanted CROSS JOIN story_articles ON story_id = wanted.value"
        " WHERE EXISTS (SELECT 1 FROM saved_matches WHERE search_id = ? AND saved_matches.article_id = story_articles.article_id)",
        [json.dumps(sorted(set(story_ids))), search_id],
    )
    return {row[0] for row in rows.fetchall()}
