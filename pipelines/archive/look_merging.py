"""What two archives saw of the same article by looking again, as one history."""

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

Record = dict[str, Any]  # a row by column


def merge_looks(db: Database, other: Database, ids: tuple[int, int], numbers: Mapping[int, int]) -> None:
    """Take over what another archive's looks at an article found; the archive that looked last says when to look next.

    `ids` are ours and theirs of the article, `numbers` ours of their versions.
    """
    ours, theirs = ids
    told = _watch(other, theirs)
    if told is None:
        return
    _merge_checks(db, other, ids, numbers)
    steps = _merge_steps(_steps(db, ours), _steps(other, theirs))
    if steps != _steps(db, ours):
        db.execute("DELETE FROM presence WHERE article_id = ?", [ours])
        for number, (since, state, evidence, status) in enumerate(steps, start=1):
            row = [ours, number, state, since, evidence, status]
            db.execute("INSERT INTO presence VALUES (?, ?, ?, ?, ?, ?)", row)
    merged = _merge_watch(_watch(db, ours), {**told, "article_id": ours, "hinted_by": None}, steps)
    (merged["checks"],) = db.execute(
        "SELECT coalesce(sum(times), 0) FROM checks WHERE article_id = ?", [ours]
    ).fetchone()
    names = ", ".join(merged)
    places = ", ".join(f":{name}" for name in merged)
    db.execute(f"INSERT OR REPLACE INTO watches ({names}) VALUES ({places})", merged)  # noqa: S608 - columns are ours


def _watch(db: Database, article_id: int) -> Record | None:
    cursor = db.execute("SELECT * FROM watches WHERE article_id = ?", [article_id])
    found = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), found, strict=True)) if found else None


def _steps(db: Database, article_id: int) -> list[tuple[Any, ...]]:
    query = "SELECT since, state, evidence, status FROM presence WHERE article_id = ? ORDER BY number"
    return list(db.execute(query, [article_id]).fetchall())


def _merge_checks(db: Database, other: Database, ids: tuple[int, int], numbers: Mapping[int, int]) -> None:
    names = ("since", "until", "times", "finding", "status", "payload_digest", "version")
    rows = other.execute(f"SELECT {', '.join(names)} FROM checks WHERE article_id = ?", [ids[1]]).fetchall()  # noqa: S608 - ours
    for *row, version in rows:
        db.execute(
            "INSERT INTO checks VALUES (:article_id, :since, :until, :times, :finding, :status, :payload_digest,"
            " :version) ON CONFLICT DO UPDATE SET until = max(until, excluded.until),"
            " times = max(times, excluded.times) WHERE finding = excluded.finding",
            {
                "article_id": ids[0],
                **dict(zip(names, (*row, numbers.get(version)), strict=True)),
            },
        )


def _merge_steps(ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the steps of both in order of time; one that says again what the last one said is none."""
    steps: list[tuple[Any, ...]] = []
    for step in sorted({*ours, *theirs}, key=lambda step: (step[0], step[1], step[2], step[3] or 0)):
        if not steps or steps[-1][1] != step[1]:
            steps.append(step)
    return steps


def _merge_watch(ours: Record | None, theirs: Record, steps: list[tuple[Any, ...]]) -> Record:
    both = [theirs] if ours is None else [ours, theirs]
    latest = max(both, key=lambda watch: watch["last_checked_at"])  # of equals, ours
    first_looks = [watch["first_checked_at"] for watch in both if watch["first_checked_at"]]
    merged = {
        **latest,
        "aged_from": min(watch["aged_from"] for watch in both),
        "first_checked_at": min(first_looks, default=None),
        "hinted_by": ours["hinted_by"] if ours else None,
    }
    if steps:
        merged |= {"state_since": steps[-1][0], "state": steps[-1][1]}
    return merged
