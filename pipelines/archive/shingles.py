"""By what texts are found, as rows: a hash and the text that has it.

The hashes of a text lie anywhere in a table, and SQLite writes a page for each. So they enter a small table, which
moves in one go, in its order, into a larger one when it is full, and that one into the one that holds all the others.
The view `shingles` is the three of them.
"""

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

# From the smallest on, and of how many rows each is full: those of about 1,400 and of 45,000 articles.
TABLES = ("shingles_fresh", "shingles_recent", "shingles_settled")
FULL = (32_000, 1_000_000)
HOLDERS = (
    "SELECT (SELECT group_concat(wording_id) FROM (SELECT wording_id FROM shingles WHERE hash = value LIMIT ?2))"
    " FROM json_each(?1)"
)

SHARED = (
    "SELECT text.value, count(*) FROM json_each(?1) AS text JOIN json_each(?2) AS run"
    " WHERE EXISTS (SELECT 1 FROM shingles WHERE hash = run.value AND wording_id = text.value) GROUP BY 1"
)


def find_holders(db: Database, hashes: Sequence[int], most: int) -> list[list[int]]:
    """Return for each hash the texts that have it, ascending; of a common one, so many at most."""
    rows = db.conn.execute(HOLDERS, [json.dumps(hashes), most]).fetchall()
    return [sorted(map(int, found.split(","))) if found else [] for (found,) in rows]


def count_shared(db: Database, wordings: Sequence[int], hashes: Sequence[int]) -> dict[int, int]:
    """Return how many of these hashes each of these texts has, where it has any."""
    return dict(db.conn.execute(SHARED, [json.dumps(wordings), json.dumps(hashes)]).fetchall())


class Entering:
    """Texts that are entered together: what has their hashes is asked for once, and their rows are written in one go."""

    def __init__(self, db: Database, hashes: Iterable[int], most: int) -> None:
        self._db = db
        asked = [*dict.fromkeys(hashes)]
        self._held = dict(zip(asked, find_holders(db, asked, most), strict=True)) if asked else {}
        self._unwritten: list[tuple[int, int]] = []

    def holders(self, hashes: Iterable[int]) -> list[list[int]]:
        """Return for each hash the texts that have it, those that were just entered among them."""
        return [[*self._held[value]] for value in hashes]

    def add(self, wording_id: int, hashes: Iterable[int]) -> None:
        """Enter a text that is new, the last of all."""
        for value in hashes:
            self._held[value].append(wording_id)
            self._unwritten.append((value, wording_id))

    def write(self) -> None:
        """Write what was entered: to be called before anything else is asked of the tables."""
        if self._unwritten:
            self._db.conn.executemany("INSERT INTO shingles_fresh VALUES (?, ?)", self._unwritten)
            self._unwritten.clear()


def drop_shingles(db: Database, wording_id: int, hashes: Sequence[int]) -> None:
    """Take a text out, by the hashes that it has."""
    for table in TABLES:
        db.conn.executemany(
            f"DELETE FROM {table} WHERE hash = ? AND wording_id = ?",  # noqa: S608 - our own
            [(value, wording_id) for value in hashes],
        )


def settle_shingles(db: Database) -> None:
    """Move what a full table holds into the next one."""
    for table, larger, full in zip(TABLES, TABLES[1:], FULL, strict=False):
        (held,) = db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own
        if held < full:
            return
        db.conn.execute(f"INSERT INTO {larger} SELECT * FROM {table} ORDER BY hash, wording_id")  # noqa: S608 - our own
        db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - our own
