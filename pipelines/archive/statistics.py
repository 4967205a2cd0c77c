"""How large an archive is, of what, and how fast it grows."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.connection import ARCHIVE_FILE, CAPTURES_FILE, naming
from pipelines.archive.disk import floor_of
from pipelines.archive.pair import one_view, reading_pair

WINDOW = timedelta(days=30)  # over which growth is measured
FIRST = timedelta(days=1)  # fetches what was there before: it tells nothing of the days to come
DAY = timedelta(days=1)

BY_SITE = """
    WITH frames AS (
        SELECT CASE codec WHEN 'packed' THEN reference_id ELSE id END AS id, max(length(data)) AS stored, sum(size) AS raw
        FROM payloads WHERE codec IN ('zstd-pack', 'packed') GROUP BY 1
    ), sized AS (
        SELECT payloads.id, size, CASE WHEN frames.id IS NULL THEN length(data) ELSE frames.stored * size / raw END AS stored
        FROM payloads LEFT JOIN frames ON frames.id = CASE codec WHEN 'packed' THEN reference_id ELSE payloads.id END
    ), named (site_id, capture_id) AS (
        SELECT site_id, capture_id FROM versions JOIN articles ON articles.id = article_id
        UNION SELECT site_id, version_captures.capture_id FROM version_captures
            JOIN versions ON versions.id = version_id JOIN articles ON articles.id = article_id
        UNION SELECT site_id, capture_id FROM leads WHERE capture_id IS NOT NULL
    ), stored AS (
        SELECT site_id, count(DISTINCT captures.id) AS captures, sum(size) AS raw, sum(sized.stored) AS stored
        FROM named JOIN captures ON captures.id = capture_id JOIN sized ON sized.id = payload_id
        GROUP BY site_id
    )
    SELECT sites.id, (SELECT count(*) FROM articles WHERE site_id = sites.id),
        (SELECT count(*) FROM articles JOIN versions ON article_id = articles.id WHERE site_id = sites.id),
        coalesce(stored.captures, 0), coalesce(raw, 0), coalesce(stored.stored, 0)
    FROM sites LEFT JOIN stored ON site_id = sites.id ORDER BY sites.id
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held, of one site or of all; bytes of pages before and after compression."""

    articles: int
    versions: int
    captures: int
    payload_bytes: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """An archive's sizes in bytes; `growth` is a day's, None where nothing tells; `days_until_full`: until the floor is reached."""

    archive_bytes: int  # with what waits in the WAL
    captures_bytes: int
    reusable_bytes: int  # inside the two files, for what comes next
    free_bytes: int  # of the file system
    disk_floor: int  # of these, not to be filled
    total: Holding
    sites: dict[str, Holding]
    first_capture: str | None
    last_capture: str | None
    growth: int | None
    days_until_full: int | None


def read_statistics(data: Path, disk_floor: int | None = None) -> Statistics:
    """Measure the archive in a data folder; raises ArchiveError where there is none.

    `disk_floor`: bytes that are to be left free on its disk, None for the default.
    """
    with naming(data / ARCHIVE_FILE), reading_pair(data) as db, one_view(db):
        sizes = [_size(data / name) for name in (ARCHIVE_FILE, CAPTURES_FILE)]
        sites = {site_id: Holding(*counts) for site_id, *counts in db.execute(BY_SITE).fetchall()}
        first, last = db.execute("SELECT min(fetched_at), max(fetched_at) FROM captures").fetchone()
        growth = _growth(db, first, sum(sizes), clock.now())
        total, reusable = _total(db), _reusable(db)
    free, floor = shutil.disk_usage(data).free, floor_of(data, disk_floor)
    days = max(free + reusable - floor, 0) // growth if growth else None
    return Statistics(sizes[0], sizes[1], reusable, free, floor, total, sites, first, last, growth, days)


def _size(path: Path) -> int:
    wal = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)


def _total(db: Database) -> Holding:
    """Count everything, also captures that no site's article names, and a payload that two captures share once."""
    counted = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM versions), (SELECT count(*) FROM captures)"
    stored = "SELECT coalesce(sum(size), 0), coalesce(sum(length(data)), 0) FROM payloads"
    return Holding(*db.execute(counted).fetchone(), *db.execute(stored).fetchone())


def _reusable(db: Database) -> int:
    return sum(
        db.execute(f"PRAGMA {schema}.freelist_count").fetchone()[0]
        * db.execute(f"PRAGMA {schema}.page_size").fetchone()[0]
        for schema in ("main", "pages")
    )


def _growth(db: Database, first: str | None, size: int, now: datetime) -> int | None:
    """Return the bytes of a day: the captures of the last days, each at what a capture takes in both files on average."""
    if first is None:
        return None
    since = max(clock.from_iso(first) + FIRST, now - WINDOW)
    days = (now - since) / DAY
    if days < 1.0:
        return None
    recent, total = db.execute(
        "SELECT count(*) FILTER (WHERE fetched_at >= ?), count(*) FROM captures", [clock.to_iso(since)]
    ).fetchone()
    return int(recent * (size / total) / days)
