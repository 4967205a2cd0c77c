"""The leads table: what is due, and what became of each."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.rows import LeadRow, names_of, read_row
from pipelines.archive.values import Row, moment, update
from pipelines.items import LeadState

COLUMNS = names_of(LeadRow)
TIMES = ("published_at", "modified_at", "first_seen_at", "retry_at")
BACKOFF = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72))  # then for good


def _to_row(found: tuple[Any, ...]) -> LeadRow:
    return read_row(LeadRow, found, state=LeadState, **dict.fromkeys(TIMES, moment))


def find_lead(db: Database, key: str) -> LeadRow | None:
    """Return the lead of a request key."""
    found = db.conn.execute(f"SELECT {COLUMNS} FROM leads WHERE key = ?", [key]).fetchone()  # noqa: S608 - COLUMNS is ours
    return _to_row(found) if found else None


def pending_leads(
    db: Database, site_id: str, now: datetime, limit: int, exclude: Collection[int]
) -> list[LeadRow]:
    """Return the leads to fetch, newest first by what channels say, those without a time last: pending, or failed and due."""
    newest_first = f"SELECT {COLUMNS} FROM leads WHERE site_id = ? AND state = ? {{}} ORDER BY coalesce(published_at, modified_at) DESC, id"  # noqa: S608 - COLUMNS is ours
    fresh = db.execute(newest_first.format(""), [site_id, LeadState.PENDING.value])
    again = db.execute(
        newest_first.format("AND retry_at <= ?"), [site_id, LeadState.FAILED.value, clock.to_iso(now)]
    )
    leads: list[LeadRow] = []
    for found in merge(fresh, again, key=_order):
        if len(leads) >= limit:
            break
        if found[0] not in exclude:
            leads.append(_to_row(found))
    fresh.close()  # an open cursor would hold the WAL's end
    again.close()
    return leads


def _order(found: tuple[Any, ...]) -> tuple[bool, float, int]:
    told = moment(found[5]) or moment(found[6])
    return (told is None, -told.timestamp() if told else 0.0, found[0])


def due_count(db: Database, site_ids: Iterable[str], now: datetime) -> int:
    """Return how many leads of the sites are to be fetched."""
    count = 0
    for site_id in set(site_ids):
        count += db.execute(
            "SELECT count(*) FROM leads WHERE site_id = ? AND (state = 'pending'"
            " OR (state = 'failed' AND retry_at <= ?))",
            [site_id, clock.to_iso(now)],
        ).fetchone()[0]
    return count


def holder_of(db: Database, article_id: int) -> int | None:
    """Return the lead that holds an article; none holds an imported one."""
    found = db.execute(
        "SELECT id FROM leads WHERE article_id = ? AND state = 'archived' LIMIT 1", [article_id]
    ).fetchone()
    return found[0] if found else None


def article_of(db: Database, lead_id: int) -> int | None:
    """Return the article that a lead led to."""
    found = db.execute("SELECT article_id FROM leads WHERE id = ?", [lead_id]).fetchone()
    return found[0] if found else None


def settle(db: Database, lead_id: int, state: LeadState, at: datetime, row: Row) -> LeadState:
    """Write a lead's state; what is not in `row` is as of a lead without failures."""
    fresh: Row = {
        "reason": "",
        "tries": 0,
        "retry_at": None,
        "alias_of": None,
        "capture_id": None,
    }
    update(db, "leads", lead_id, {"state": state.value, "settled_at": clock.to_iso(at), **fresh, **row})
    return state


def settle_failure(db: Database, lead: LeadRow, reason: str, at: datetime) -> LeadState:
    """Count a failure: try again after 1, 6, 24 and 72 hours, then never by itself."""
    tries = lead.tries + 1
    retry_at = clock.to_iso(at + BACKOFF[tries - 1]) if tries <= len(BACKOFF) else None
    row: Row = {"reason": reason, "tries": tries, "retry_at": retry_at}
    return settle(db, lead.id, LeadState.FAILED, at, row)


def read_again(db: Database, site_id: str, since: datetime) -> int:
    """Let a site's pages that were read as no articles since a moment be fetched once more; return how many.

    A page that reserves itself, or that was forgotten, has no capture, and stays as it is.
    """
    changed = db.execute(
        "UPDATE leads SET state = ?, reason = '', settled_at = NULL, capture_id = NULL"
        " WHERE site_id = ? AND state = ? AND capture_id IS NOT NULL AND settled_at >= ?",
        [LeadState.PENDING.value, site_id, LeadState.NOT_ARTICLE.value, clock.to_iso(since)],
    )
    return int(changed.rowcount)


def require_lead(db: Database, key: str) -> LeadRow:
    """Return the lead of a request key; raises ArchiveError where no channel advertised it."""
    lead = find_lead(db, key)
    if lead is None:
        raise ArchiveError(f"no lead {key}")
    return lead
