"""Retention: pages that prove nothing further are given up; what a version or a refused lead names always stays."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from pipelines.archive.articles import article_at
from pipelines.archive.connection import CAPTURES_FILE, WriterLock, naming, open_pair
from pipelines.archive.errors import ArchiveError
from pipelines.archive.packs import stored_sizes
from pipelines.archive.pair import PAGES, Progress, no_progress, one_view, reading_pair, require_archive
from pipelines.archive.release import give_up
from pipelines.archive.values import key_of

BATCH = 500  # captures a commit
NAMED = (
    "SELECT capture_id FROM versions WHERE capture_id IS NOT NULL UNION SELECT capture_id FROM version_captures"
    " UNION SELECT capture_id FROM leads WHERE capture_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Spare:
    """A capture that nothing names."""

    id: int
    payload_id: int
    fetched_at: str
    article_id: int | None  # whose address it was fetched from; None: an orphan


@dataclass(frozen=True, slots=True)
class Plan:
    """What pruning takes: rows of orphans, bytes of payloads; and how far it stays from a budget."""

    orphans: tuple[int, ...]
    revisits: tuple[int, ...]  # captures that keep digest and time alone
    payloads: tuple[int, ...]
    freed: int  # bytes
    used: int  # bytes of captures.db that are in use before
    over: int  # bytes over the budget that cannot be freed


def plan_pruning(data: Path, budget: int | None = None) -> Plan:
    """Tell what may go: the oldest first until the file's used part is in the budget, all of it without one."""
    with naming(data / CAPTURES_FILE), reading_pair(data) as db, one_view(db):
        return _plan(db, budget)


def prune(
    data: Path, budget: int | None = None, *, compact: bool = False, report: Progress = no_progress
) -> Plan:
    """Give up what may go, in batches, each whole; `compact` also makes the file smaller, which needs its size again."""
    require_archive(data)
    with WriterLock(data, "prune"), naming(data / CAPTURES_FILE):
        archive, captures = open_pair(data)
        try:
            plan = plan_pruning(data, budget)
            _carry_out(captures, plan, report)
            if compact:
                captures.execute("VACUUM")
        finally:
            archive.close()
            captures.close()
    return plan


def _plan(db: Database, budget: int | None) -> Plan:
    spare = _spare_captures(db)
    used = _used(db)
    excess = used if budget is None else max(used - budget, 0)
    sizes = _spare_payloads(db, spare)
    chosen: set[int] = set()
    freed = 0
    for payload_id in _oldest_first(db, spare, sizes):
        if freed >= excess:
            break
        chosen.add(payload_id)
        freed += sizes[payload_id]
    needed = _needed(db, chosen)
    chosen -= needed
    freed = sum(sizes[payload_id] for payload_id in chosen)
    gone = [capture for capture in spare if capture.payload_id in chosen]
    return Plan(
        orphans=tuple(capture.id for capture in gone if capture.article_id is None),
        revisits=tuple(capture.id for capture in gone if capture.article_id is not None),
        payloads=tuple(sorted(chosen)),
        freed=freed,
        used=used,
        over=max(excess - freed, 0) if budget is not None else 0,
    )


def _used(db: Database) -> int:
    pages, free, size = (
        db.execute(f"PRAGMA {PAGES}.{name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _spare_captures(db: Database) -> list[Spare]:
    """Return the captures that nothing names, but the first and the last of each article."""
    spare = []
    rows = db.execute(
        f"SELECT captures.id, payload_id, fetched_at, url, coalesce(final_url, url) FROM captures JOIN payloads"  # noqa: S608 - parts are ours
        f" ON payloads.id = payload_id WHERE codec <> 'gone' AND captures.id NOT IN ({NAMED})"
    )
    for capture_id, payload_id, fetched_at, *urls in rows:
        spare.append(Spare(capture_id, payload_id, fetched_at, _article_of(db, urls)))
    ends: dict[int, tuple[tuple[str, int], tuple[str, int]]] = {}
    for capture in spare:
        if capture.article_id is not None:
            first, last = ends.get(capture.article_id) or _named_ends(db, capture.article_id)
            here = (capture.fetched_at, capture.id)
            ends[capture.article_id] = (min(first or here, here), max(last or here, here))
    return [
        capture
        for capture in spare
        if capture.article_id is None or (capture.fetched_at, capture.id) not in ends[capture.article_id]
    ]


def _article_of(db: Database, urls: Iterable[str]) -> int | None:
    for url in urls:
        try:
            found = article_at(db, key_of(url))
        except ArchiveError:
            continue
        if found is not None:
            return found
    return None


def _named_ends(db: Database, article_id: int) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
    """Return the first and the last capture that an article's versions name, by time; none where they name none."""
    rows = db.execute(
        "SELECT fetched_at, captures.id FROM captures WHERE id IN ("
        " SELECT capture_id FROM versions WHERE article_id = ?1 UNION SELECT version_captures.capture_id"
        " FROM version_captures JOIN versions ON versions.id = version_id WHERE article_id = ?1) ORDER BY 1, 2",
        [article_id],
    ).fetchall()
    return (rows[0], rows[-1]) if rows else (None, None)


def _spare_payloads(db: Database, spare: list[Spare]) -> dict[int, int]:
    """Return the stored size of the payloads that only spare captures have, and of those that no capture has."""
    counts: dict[int, int] = {}
    for capture in spare:
        counts[capture.payload_id] = counts.get(capture.payload_id, 0) + 1
    rows = db.execute(
        "SELECT payloads.id, count(captures.id) FROM payloads LEFT JOIN captures"
        " ON payload_id = payloads.id WHERE codec <> 'gone' GROUP BY payloads.id"
    ).fetchall()
    sizes = dict(stored_sizes(db))
    return {payload_id: sizes[payload_id] for payload_id, held in rows if held == counts.get(payload_id, 0)}


def _oldest_first(db: Database, spare: list[Spare], sizes: dict[int, int]) -> list[int]:
    """Order payloads by the last time they were fetched, those that others are compressed against at the end."""
    last: dict[int, str] = {}
    for capture in spare:
        last[capture.payload_id] = max(last.get(capture.payload_id, ""), capture.fetched_at)
    leaning = "SELECT DISTINCT reference_id FROM payloads WHERE codec = 'zstd-ref'"
    references = {row[0] for row in db.execute(leaning).fetchall()}
    references |= {row[0] for row in db.execute("SELECT payload_id FROM reference_payloads").fetchall()}
    return sorted(sizes, key=lambda each: (each in references, last.get(each, ""), each))


def _needed(db: Database, chosen: set[int]) -> set[int]:
    """Return those of the chosen that a payload which stays is compressed against, or that the next will be."""
    rows = db.execute("SELECT id, reference_id FROM payloads WHERE codec = 'zstd-ref'").fetchall()
    needed = {row[0] for row in db.execute("SELECT payload_id FROM reference_payloads").fetchall()} & chosen
    while True:
        more = {
            reference
            for payload_id, reference in rows
            if reference in chosen - needed and (payload_id not in chosen or payload_id in needed)
        }
        if not more:
            return needed
        needed |= more


def _carry_out(db: Database, plan: Plan, report: Progress) -> None:
    orphans = set(plan.orphans)
    # What is compressed against another goes before it: nothing has to be compressed anew.
    order = db.execute(
        "SELECT id FROM payloads WHERE id IN (SELECT value FROM json_each(?)) ORDER BY reference_id IS NULL, id",
        [json.dumps(plan.payloads)],
    ).fetchall()
    ids = [row[0] for row in order]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with db.atomic():
            give_up(db, batch)
            for payload_id in batch:
                rows = db.execute("SELECT id FROM captures WHERE payload_id = ?", [payload_id]).fetchall()
                for (capture_id,) in rows:
                    if capture_id in orphans:
                        db.execute("DELETE FROM captures WHERE id = ?", [capture_id])
                db.execute(
                    "DELETE FROM payloads WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM captures WHERE payload_id = ?1)",
                    [payload_id],
                )
        report("pages", start + len(batch), len(ids))
