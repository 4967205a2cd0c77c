"""What is due now, site by site, and when the next thing will be: asked before anything that crawls is imported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlite_utils import Database

from pipelines.archive.backfills import open_walks, wanted_days
from pipelines.archive.channels import list_channels
from pipelines.archive.gaps import due_gaps
from pipelines.archive.leads import due_count
from pipelines.archive.polling import RETRY_MOST, SLACK, Bounds, retry_after
from pipelines.archive.rows import ChannelRow
from pipelines.archive.sites import is_discovered
from pipelines.archive.values import iso, moment
from pipelines.archive.watches import due_looks

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site

WEEK = timedelta(days=7)
BOUNDS = Bounds(most=RETRY_MOST)  # of the waits for a site that fails


@dataclass(frozen=True, slots=True)
class Due:
    """What of a site is due, and when the next thing is where nothing is now."""

    site_id: str
    channels: int  # to be polled; the homepage, of a site whose channels are not known
    leads: int  # to be fetched, for the first time or again
    looks: int  # at archived articles
    gaps: int  # to be filled
    backfills: int  # walks back that the operator asked for, to be gone on with
    looks_done: int  # in the last week: made, or vouched for by a sweep
    next_at: datetime | None  # None: nothing is known to come
    waits: str = ""  # why it is left alone until then, whatever is due

    @property
    def is_now(self) -> bool:
        """Whether a crawl has something to do."""
        return not self.waits and bool(
            self.channels or self.leads or self.looks or self.gaps or self.backfills
        )


def polled_channels(rows: Iterable[ChannelRow], site: "Site") -> list[ChannelRow]:
    """Return the channels that are polled by themselves: what the site file names is all of them; one that left the
    file keeps its row, and rests.
    """
    named = {spec.url for spec in site.discovery.channels}
    roots = (row for row in rows if row.parent_id is None)
    return [row for row in roots if row.url in named or (not named and row.found_in != "site file")]


def is_poll_due(channel: ChannelRow, now: datetime) -> bool:
    """Tell whether a channel is to be polled."""
    return channel.next_poll_at is None or channel.next_poll_at <= now + SLACK


def due_of(db: Database, site: "Site", now: datetime) -> Due:
    """Return what is due of a site."""
    known = polled_channels(list_channels(db, site.id, roots_only=True), site)
    missing = len({spec.url for spec in site.discovery.channels} - {row.url for row in known})
    if not site.discovery.channels and not is_discovered(db, site.id):
        known, missing = [], 1
    channels = missing + sum(is_poll_due(row, now) for row in known)
    leads = due_count(db, [site.id], now)
    looks_again = site.revisits.enabled and site.revisits.budget > 0
    looks = due_looks(db, site.id, now) if looks_again else 0
    gaps = len(due_gaps(db, site.id, now))
    retries = [row.retry_at for row in open_walks(db, site.id)]
    retries += [row.retry_at for row in wanted_days(db, site.id)]
    backfills = sum(retry_at is None or retry_at <= now for retry_at in retries)
    times = [row.next_poll_at for row in known] + [_next_retry(db, site.id), _next_walk(db, site.id)]
    times += [_next_look(db, site.id)] if looks_again else []
    ahead = min((at for at in times if at is not None), default=None)
    at = now if channels or leads or looks or gaps or backfills else ahead
    held_until, why = _held(db, site.id, now)
    if held_until is not None:
        at = max(at, held_until) if at else held_until
    done = _looks_done(db, site.id, now)
    return Due(site.id, channels, leads, looks, gaps, backfills, done, at, why)


def _held(db: Database, site_id: str, now: datetime) -> tuple[datetime | None, str]:
    found = db.execute("SELECT rests_until, wait_until FROM sites WHERE id = ?", [site_id]).fetchone()
    rests, waits = (moment(text) for text in found or (None, None))
    if rests and rests > now:
        return rests, "asked to be left alone"
    if waits and waits > now + SLACK:
        return waits, "of no use last time"
    return None, ""


def _looks_done(db: Database, site_id: str, now: datetime) -> int:
    query = "SELECT coalesce(sum(made + vouched), 0) FROM looks_by_day WHERE site_id = ? AND day > ?"
    found: int = db.execute(query, [site_id, (now - WEEK).date().isoformat()]).fetchone()[0]
    return found


def _next_retry(db: Database, site_id: str) -> datetime | None:
    query = "SELECT min(retry_at) FROM leads WHERE site_id = ? AND state = 'failed' AND retry_at IS NOT NULL"
    return moment(db.execute(query, [site_id]).fetchone()[0])


def _next_walk(db: Database, site_id: str) -> datetime | None:
    query = (
        "SELECT min(retry_at) FROM (SELECT retry_at FROM backfills WHERE site_id = ?1 AND finished_at IS NULL"
        " UNION ALL SELECT retry_at FROM wanted_days WHERE site_id = ?1)"
    )
    return moment(db.execute(query, [site_id]).fetchone()[0])


def _next_look(db: Database, site_id: str) -> datetime | None:
    query = "SELECT min(next_check_at) FROM watches WHERE site_id = ? AND next_check_at IS NOT NULL"
    return moment(db.execute(query, [site_id]).fetchone()[0])


def note_usefulness(db: Database, site_id: str, planned_at: datetime, *, is_of_use: bool) -> None:
    """Count a run in which a site was of no use, so that `crawl --due` leaves it a while, longer each time; or begin anew."""
    if is_of_use:
        db.execute(
            "UPDATE sites SET failures = 0, wait_until = NULL WHERE id = ? AND failures > 0", [site_id]
        )
        return
    found = db.execute("SELECT failures FROM sites WHERE id = ?", [site_id]).fetchone()
    failures = (found[0] if found else 0) + 1
    wait: timedelta = retry_after(failures, BOUNDS)
    values = [failures, iso(planned_at + wait), site_id]
    db.execute("UPDATE sites SET failures = ?, wait_until = ? WHERE id = ?", values)
