"""Channels as health sees them: how each answers, and what it names when others of its site do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.rows import ChannelRow, Poll, read_row
from pipelines.archive.values import iso, moment
from pipelines.health import Pulse, beat, doubt

COLUMNS = (
    "id, site_id, url, found_in = 'site file', named_at, polled_at, failing_since, failures, coalesce(last_error, ''),"
    " payload_digest IS NOT NULL, quiet, quiet_most, quiet_mean, revivals, listed, moved_to, whole_at, doubted_at"
)


def pulse_of(channel: ChannelRow, poll: Poll, new: int) -> dict[str, Any]:
    """Return the channel's columns that tell since when it fails, when it named something new, where it redirects to."""
    at = iso(poll.polled_at)
    row: dict[str, Any] = {}
    if poll.error and not channel.failures:
        row["failing_since"] = at
    elif channel.failures and not poll.error:
        row["failing_since"] = None
    if poll.listing is not None and poll.page == 1 and not poll.error:
        row |= {"listed": len(poll.listing.leads) + len(poll.listing.channels), "moved_to": poll.moved_to}
    return row | {"named_at": at} if new else row


def take_run(db: Database, articles: Mapping[str, int], started_at: datetime) -> None:
    """Tell each channel of the sites that had new articles whether it named some of them; those named below it are its own.

    One that names what others had named before stands still no longer, though the run brought no article. The next poll of
    one that stands still asks for its list whole.
    """
    since = clock.to_iso(started_at)
    late = db.execute("SELECT DISTINCT site_id FROM channels WHERE named_at >= ?", [since]).fetchall()
    for site_id, count in {**{site_id: 0 for (site_id,) in late}, **articles}.items():
        pulses, above, named = {}, {}, defaultdict(bool)
        sql = f"SELECT {COLUMNS}, parent_id FROM channels WHERE site_id = ?"  # noqa: S608 - COLUMNS is ours
        for channel_id, *row, parent_id in db.execute(sql, [site_id]).fetchall():
            pulses[channel_id], above[channel_id] = _to_pulse(row), parent_id
        for channel_id, pulse in pulses.items():
            if pulse.named_at is not None and pulse.named_at >= started_at:
                named[_root(channel_id, above)] = True
        for channel_id, pulse in pulses.items():
            is_read = pulse.polled_at is not None and pulse.polled_at >= started_at and not pulse.error
            if above[channel_id] is not None or not (is_read or named[channel_id]):
                continue
            if not (count or named[channel_id]):
                continue
            now = doubt(beat(pulse, count, named=named[channel_id]), started_at)
            db.execute(
                "UPDATE channels SET quiet = ?, quiet_most = ?, quiet_mean = ?, revivals = ?, doubted_at = ?,"
                " whole_at = CASE WHEN whole_at < ? THEN NULL ELSE whole_at END,"
                " named_at = CASE WHEN ? THEN max(coalesce(named_at, ''), ?) ELSE named_at END WHERE id = ?",
                [
                    now.quiet,
                    now.quiet_most,
                    now.quiet_mean,
                    now.revivals,
                    iso(now.doubted_at),
                    iso(now.doubted_at),
                    named[channel_id],
                    since,
                    channel_id,
                ],
            )


def _root(channel_id: int, above: Mapping[int, int | None]) -> int:
    while (parent := above[channel_id]) is not None:
        channel_id = parent
    return channel_id


def suspicious_pulses(db: Database, least_quiet: int) -> dict[str, list[Pulse]]:
    """Return the channels, by site, that fail, were moved, or named nothing while others named so many articles."""
    rows: Iterable[list[object]] = db.execute(
        f"SELECT {COLUMNS} FROM channels WHERE parent_id IS NULL"  # noqa: S608 - COLUMNS is ours
        " AND (failing_since IS NOT NULL OR moved_to IS NOT NULL OR quiet >= ?) ORDER BY id",
        [least_quiet],
    ).fetchall()
    found: dict[str, list[Pulse]] = {}
    for _, *row in rows:
        pulse = _to_pulse(row)
        found.setdefault(pulse.site_id, []).append(pulse)
    return found


def _to_pulse(row: Iterable[object]) -> Pulse:
    times = dict.fromkeys(("named_at", "polled_at", "failing_since", "whole_at", "doubted_at"), moment)
    return read_row(Pulse, row, of_site_file=bool, ever_read=bool, **times)
