"""Positions in time: the search index's row numbers, so that newest first is the order in which it is read.

The index takes rows in any order, but each one below the last costs it a segment of its own: a backfill, which runs
newest first, would merge all day. So the rows of a batch are placed together, in order, when it is committed.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlite_utils import Database

SLOTS = 4096  # positions a minute
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = -(2**33)  # minutes: below any year, so that what has no time comes last, by first sight


def minute_of(published_at: str | None, first_seen_at: str) -> int:
    """Return the minute since 1970 at which an article stands; both are as stored.

    A time without a zone is taken as UTC, a day alone as its start there.
    """
    stored = published_at or first_seen_at
    moment = datetime.fromisoformat(stored.removesuffix("Z")).replace(tzinfo=UTC)
    minute = int((moment - EPOCH).total_seconds() // 60)
    return minute if published_at else minute + UNDATED


def first_position(minute: int) -> int:
    """Return the first of a minute's positions."""
    return minute * SLOTS


def place(db: Database, article_ids: Iterable[int]) -> None:
    """Put articles that are not in the timeline into it, and with that into the search index."""
    rows = db.execute(
        "SELECT articles.id, articles.site_id, published_at, first_seen_at FROM json_each(?) AS named"
        " JOIN articles ON articles.id = named.value LEFT JOIN timeline ON article_id = articles.id"
        " WHERE position IS NULL ORDER BY articles.id",
        [json.dumps(sorted(article_ids))],
    ).fetchall()
    minutes = [minute_of(published_at, first_seen_at) for _, _, published_at, first_seen_at in rows]
    taken = _next_positions(db, minutes)
    placed = []
    for (article_id, site_id, *_), minute in zip(rows, minutes, strict=True):
        placed.append((_next_position(db, minute, taken), article_id, site_id))
    db.conn.executemany(
        "INSERT INTO timeline (position, article_id, site_id) VALUES (?, ?, ?)", sorted(placed)
    )


def _next_positions(db: Database, minutes: Iterable[int]) -> dict[int, int]:
    """Return the first free position of minutes."""
    firsts = [first_position(minute) for minute in {*minutes}]
    rows = db.execute(
        "SELECT value, (SELECT max(position) FROM timeline WHERE position >= value AND position < value + ?)"
        " FROM json_each(?)",
        [SLOTS, json.dumps(firsts)],
    )
    return {first // SLOTS: first if last is None else last + 1 for first, last in rows.fetchall()}


def _next_position(db: Database, minute: int, taken: dict[int, int]) -> int:
    """Return a free position of the minute, or of the first later one that has any."""
    while True:
        if minute not in taken:
            taken.update(_next_positions(db, [minute]))
        if taken[minute] < first_position(minute + 1):
            taken[minute] += 1
            return taken[minute] - 1
        minute += 1


def displace(db: Database, article_id: int) -> None:
    """Take an article out of the timeline, to be placed anew."""
    db.conn.execute("DELETE FROM timeline WHERE article_id = ?", [article_id])
