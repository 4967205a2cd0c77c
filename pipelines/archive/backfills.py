"""Backfills: walks back over a site's lists to the articles of given days; each goes on where it was killed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import channels, gaps
from pipelines.archive.polling import Bounds, retry_after
from pipelines.archive.rows import ChannelRow, names_of, read_row
from pipelines.archive.values import Row, clean_text, insert, moment, update
from pipelines.items import ChannelRef, Lead


@dataclass(frozen=True, slots=True)
class BackfillRow:
    """A walk back over one channel; `since` and `until` are the first and the last of the site's local days."""

    id: int
    site_id: str
    channel_id: int
    gap_id: int | None
    since: date
    until: date | None
    started_at: datetime
    next_url: str | None
    next_day: date | None
    next_page: int
    announced: int | None
    requests: int
    listed: int
    archived: int
    failures: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WantedRow:
    """Days that the operator asked for of a site whose lists are not known yet; `since` and `until` as of a backfill."""

    id: int
    since: date
    until: date | None
    failures: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BackfillStep:
    """What one list page of a backfill brought, and where it goes on (no address: at its end)."""

    backfill: BackfillRow
    leads: tuple[Lead, ...] = ()  # those of its days
    children: tuple[ChannelRef, ...] = ()  # sitemaps that may name more of them
    next_url: str | None = None
    next_day: date | None = None
    next_page: int = 1
    announced: int | None = None  # articles of all its days, as the site says
    month: tuple[str, int] | None = (
        None  # a month that lies in its days as a whole, and the site's count of it
    )
    archived: int = 0  # taken from the list itself


COLUMNS = names_of(BackfillRow)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _to_row(found: tuple[object, ...]) -> BackfillRow:
    days = dict.fromkeys(("since", "until", "next_day"), _day)
    return read_row(BackfillRow, found, **days, started_at=clock.from_iso, retry_at=moment)


def open_walks(db: Database, site_id: str) -> list[BackfillRow]:
    """Return the walks back that the operator asked for and that are not at their end, those to the newest days first."""
    query = (
        f"SELECT {COLUMNS} FROM backfills WHERE site_id = ? AND finished_at IS NULL AND gap_id IS NULL"  # noqa: S608 - COLUMNS is ours
        " ORDER BY until IS NOT NULL, until DESC, id"
    )
    return [_to_row(row) for row in db.execute(query, [site_id]).fetchall()]


def wanted_days(db: Database, site_id: str) -> list[WantedRow]:
    """Return the days that wait for their site's lists, in the order in which they were asked for."""
    query = f"SELECT {names_of(WantedRow)} FROM wanted_days WHERE site_id = ? ORDER BY id"  # noqa: S608 - names are ours
    rows = db.execute(query, [site_id]).fetchall()
    return [read_row(WantedRow, row, since=_day, until=_day, retry_at=moment) for row in rows]


def end_walks(db: Database, site_id: str, at: datetime) -> int:
    """End the walks back that the operator asked for, wherever they are; return how many."""
    unbegun = db.execute("DELETE FROM wanted_days WHERE site_id = ?", [site_id]).rowcount
    ended = db.execute(
        "UPDATE backfills SET finished_at = ?, failed = ?, next_url = NULL"
        " WHERE site_id = ? AND finished_at IS NULL AND gap_id IS NULL",
        [clock.to_iso(at), "ended by the operator", site_id],
    )
    return ended.rowcount + unbegun


class Backlog:
    """What of a site's past is still to be read: its backfills and its gaps. `step` makes each write whole."""

    def __init__(self, db: Database, step: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._step = step

    def open_walks(self, site_id: str) -> list[BackfillRow]:
        """Return the walks back that the operator asked for and that are not at their end, those to the newest days first."""
        return open_walks(self._db, site_id)

    def wanted_days(self, site_id: str) -> list[WantedRow]:
        """Return the days that wait for their site's lists, in the order in which they were asked for."""
        return wanted_days(self._db, site_id)

    def want_days(self, site_id: str, days: tuple[date, date | None], at: datetime) -> None:
        """Note days that the operator asks for, until their walks begin."""
        with self._step():
            values = [site_id, *(day and day.isoformat() for day in days), clock.to_iso(at)]
            self._db.execute(
                "INSERT OR IGNORE INTO wanted_days (site_id, since, until, asked_at) VALUES (?, ?, ?, ?)",
                values,
            )

    def put_off_days(self, site_id: str, days: tuple[date, date | None], at: datetime) -> None:
        """Let days wait whose site did not tell its lists, longer each time."""
        with self._step():
            for row in wanted_days(self._db, site_id):
                if (row.since, row.until) == days:
                    self._put_off("wanted_days", row, at)

    def take_days(self, site_id: str, days: tuple[date, date | None]) -> None:
        """Forget days that were waited for: their walks have begun."""
        with self._step():
            self._db.execute(
                "DELETE FROM wanted_days WHERE site_id = ? AND since = ? AND until IS ?",
                [site_id, *(day and day.isoformat() for day in days)],
            )

    def end_walks(self, site_id: str, at: datetime) -> int:
        """End the walks back that the operator asked for; return how many."""
        with self._step():
            return end_walks(self._db, site_id, at)

    def unfinished(
        self, site_id: str, since: date, until: date | None, gap_id: int | None = None
    ) -> list[BackfillRow]:
        """Return the backfills of these days that are not at their end, in the order in which they began."""
        rows = self._db.execute(
            f"SELECT {COLUMNS} FROM backfills WHERE site_id = ? AND finished_at IS NULL AND since = ?"  # noqa: S608 - COLUMNS is ours
            " AND until IS ? AND gap_id IS ? ORDER BY id",
            [site_id, since.isoformat(), until.isoformat() if until else None, gap_id],
        ).fetchall()
        return [_to_row(row) for row in rows]

    def begin(
        self,
        channel: ChannelRow,
        days: tuple[date, date | None],
        at: datetime,
        start: tuple[str | None, date | None],
        gap_id: int | None,
    ) -> BackfillRow:
        """Begin a walk over a channel to the articles of these days; one without an address is at its end."""
        with self._step():
            return self._begin(channel, days, at, start, gap_id)

    def _begin(
        self,
        channel: ChannelRow,
        days: tuple[date, date | None],
        at: datetime,
        start: tuple[str | None, date | None],
        gap_id: int | None,
    ) -> BackfillRow:
        row: Row = {
            "site_id": channel.site_id,
            "channel_id": channel.id,
            "gap_id": gap_id,
            "since": days[0].isoformat(),
            "until": days[1].isoformat() if days[1] else None,
            "started_at": clock.to_iso(at),
            "finished_at": None if start[0] else clock.to_iso(at),
            "next_url": start[0],
            "next_day": start[1].isoformat() if start[1] else None,
        }
        return self._read(insert(self._db, "backfills", row))

    def _read(self, backfill_id: int) -> BackfillRow:
        found = self._db.execute(f"SELECT {COLUMNS} FROM backfills WHERE id = ?", [backfill_id]).fetchone()  # noqa: S608 - COLUMNS is ours
        return _to_row(found)

    def unread(self, urls: Iterable[str]) -> set[str]:
        """Return those of the addresses that lead to no article yet, and are not known to be none."""
        return channels.unread(self._db, urls)

    def name_leads(self, backfill: BackfillRow, leads: Iterable[Lead], at: datetime) -> int:
        """Store the leads that a list page names, and return how many no channel had named.

        They are known ground for the channel's own walks only where the backfill began at the newest.
        """
        with self._step():
            channel = channels.find_channel(self._db, backfill.channel_id)
            walk = channel.walk if backfill.until is None and backfill.gap_id is None else channel.walk + 1
            return channels.name_leads(self._db, channel, leads, at, walk)

    def advance(self, step: BackfillStep, at: datetime) -> BackfillRow:
        """Note what a list page brought, and where the walk goes on; sitemaps that it names get walks of their own."""
        before, is_over = step.backfill, step.next_url is None
        with self._step():
            for child in channels.add_channels(
                self._db, before.site_id, step.children, "sitemap", before.channel_id
            ):
                days = (before.since, before.until)
                self._begin(child, days, before.started_at, (child.url, None), before.gap_id)
            row: Row = {
                "next_url": step.next_url,
                "next_day": step.next_day.isoformat() if step.next_day else None,
                "next_page": step.next_page,
                "announced": step.announced if step.announced is not None else before.announced,
                "requests": before.requests + 1,
                "listed": before.listed + len(step.leads),
                "archived": before.archived + step.archived,
                "finished_at": clock.to_iso(at) if is_over else None,
                "failures": 0,
                "retry_at": None,
            }
            update(self._db, "backfills", before.id, row)
            if step.month is not None:
                self._count_month(before.site_id, step.month, at)
        return self._read(before.id)

    def _count_month(self, site_id: str, month: tuple[str, int], at: datetime) -> None:
        self._db.execute(
            "INSERT INTO month_counts VALUES (?, ?, ?, 'wordpress', ?) ON CONFLICT (site_id, month, told_by)"
            " DO UPDATE SET announced = excluded.announced, asked_at = excluded.asked_at",
            [site_id, *month, clock.to_iso(at)],
        )

    def put_off(self, backfill: BackfillRow, at: datetime) -> None:
        """Let a walk wait whose list could not be read, longer each time."""
        with self._step():
            self._put_off("backfills", backfill, at)

    def _put_off(self, table: str, waiting: BackfillRow | WantedRow, at: datetime) -> None:
        failures = waiting.failures + 1
        row: Row = {"failures": failures, "retry_at": clock.to_iso(at + retry_after(failures, Bounds()))}
        update(self._db, table, waiting.id, row)

    def give_up(self, backfill: BackfillRow, reason: str, at: datetime) -> None:
        """End a walk whose list cannot be read."""
        with self._step():
            row = {"finished_at": clock.to_iso(at), "failed": clean_text(reason)[:300], "next_url": None}
            update(self._db, "backfills", backfill.id, row)

    def open_gaps(self, site_id: str) -> list[gaps.GapRow]:
        """Return a site's gaps that are still to be filled."""
        return gaps.open_gaps(self._db, site_id)

    def due_gaps(self, site_id: str, now: datetime) -> list[gaps.GapRow]:
        """Return those of them that do not wait for a list that could not be read."""
        return gaps.due_gaps(self._db, site_id, now)

    def lost_gaps(self, site_id: str) -> list[gaps.GapRow]:
        """Return a site's gaps that nothing could fill."""
        return gaps.open_gaps(self._db, site_id, gaps.GapState.UNFILLABLE)

    def refill_gap(self, gap: gaps.GapRow, days: tuple[date, date | None], at: datetime) -> int | None:
        """Call a gap filled once the operator's walk back of these days went through it; None where that proves nothing."""
        with self._step():
            return gaps.refill_gap(self._db, gap, days, at)

    def settle_gap(self, gap: gaps.GapRow, at: datetime) -> tuple[gaps.GapState, int]:
        """Say what became of a gap, and how many leads were found in it."""
        with self._step():
            return gaps.settle_gap(self._db, gap, at)
