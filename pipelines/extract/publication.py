"""When an article was published: several witnesses compared, one believed, and the reason kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.extract.times import Stamp, believable, epoch_stamp, machine_stamp, relative_stamp
from pipelines.items import Timestamp

MINUTE = timedelta(seconds=60)
A_DAY = timedelta(hours=26)  # clocks of one day in two zones; what lies farther apart is another event


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All times found, each list in the order in which it is believed."""

    machine: tuple[Stamp, ...]  # JSON-LD, meta, microdata, time elements
    printed: tuple[Stamp, ...]  # beside the headline, or under the text
    modified: tuple[Stamp, ...]
    url: Stamp | None = None
    hint: Stamp | None = None


def read_machine(pairs: Iterable[tuple[str, str]], fetched_at: datetime) -> tuple[Stamp, ...]:
    """Read (witness, text) pairs and drop what cannot be believed."""
    stamps = (machine_stamp(text, source) or _element_epoch(text, source) for source, text in pairs)
    return tuple(stamp for stamp in stamps if stamp and believable(stamp, fetched_at))


def _element_epoch(text: str, source: str) -> Stamp | None:
    """Read a bare number, which is believed of an element beside the article alone."""
    return epoch_stamp(text, source) if source == "microdata" else None


def zone_offset(timezone: str | None, local: datetime) -> int | None:
    """Return the minutes east of UTC on a zone's wall clock at a local time."""
    if timezone is None:
        return None
    shift = local.replace(tzinfo=ZoneInfo(timezone)).utcoffset()
    return int(shift.total_seconds() // 60) if shift is not None else None


def _midnight(stamp: Stamp) -> bool:
    return not stamp.clock or (stamp.local.hour, stamp.local.minute, stamp.local.second) == (0, 0, 0)


def _at_home(stamp: Stamp, timezone: str | None) -> Stamp:
    """Give a local clock without zone the site's own."""
    if stamp.clock and stamp.offset is None:
        return replace(stamp, offset=zone_offset(timezone, stamp.local))
    return stamp


def _same(one: Stamp, other: Stamp) -> bool:
    if one.offset is not None and other.offset is not None:
        return abs(one.moment() - other.moment()) < MINUTE
    return abs(one.local - other.local) < MINUTE


def _close(one: Stamp, other: Stamp) -> bool:
    return abs(one.local - other.local) <= A_DAY


def _timestamp(stamp: Stamp, *, disputed: bool = False) -> Timestamp:
    if not stamp.clock:
        day = stamp.local.replace(hour=0, minute=0, second=0)
        return Timestamp(day, None, "day", stamp.source, disputed)
    return Timestamp(stamp.local, stamp.offset, "minute", stamp.source, disputed)


def _in_zone(stamp: Stamp, offset: int | None) -> Stamp:
    """Write an instant on the clock of another offset."""
    if offset is None or stamp.offset is None or offset == stamp.offset:
        return stamp
    return replace(stamp, local=stamp.local + timedelta(minutes=offset - stamp.offset), offset=offset)


def decide_published(found: Witnesses, timezone: str | None) -> Timestamp | None:
    """Choose the time of publication.

    Metadata with a clock comes first. A printed clock that contradicts it within a day wins, and the time is
    flagged: plugins write a local clock with the offset of UTC, people read what is printed.
    """
    machine = [_at_home(stamp, timezone) for stamp in found.machine]
    printed = _printed(found, timezone)
    clocked = [stamp for stamp in machine if stamp.clock and not _midnight(stamp)]
    if clocked:
        return _weigh(clocked, printed, timezone)
    days = [stamp for stamp in machine if _midnight(stamp)]
    with_clock = [stamp for stamp in printed if stamp.clock]
    if with_clock:
        disputed = bool(days) and not any(_close(stamp, with_clock[0]) for stamp in days)
        return (
            _timestamp(with_clock[0], disputed=disputed)
            if not disputed
            else _timestamp(days[0], disputed=True)
        )
    for stamp in (*days, found.hint, *printed, found.url):
        if stamp:
            if stamp is found.hint:
                return _timestamp(stamp)
            return _timestamp(
                replace(stamp, clock=False), disputed=any(not _close(stamp, other) for other in printed[:1])
            )
    return None


def _printed(found: Witnesses, timezone: str | None) -> list[Stamp]:
    """Order what is printed: labelled as published first, with a clock first; without what is labelled modified."""
    stamps = [_at_home(stamp, timezone) for stamp in found.printed if stamp.role != "modified"]
    changed = [_at_home(stamp, timezone) for stamp in found.modified]
    machine = [_at_home(stamp, timezone) for stamp in found.machine]
    unlabelled = [
        stamp for stamp in stamps
        if stamp.role == "published" or not any(_same(stamp, other) for other in changed) or any(_same(stamp, other) for other in machine)
    ]  # fmt: skip
    stamps = unlabelled or stamps
    return sorted(stamps, key=lambda stamp: (stamp.role != "published", not stamp.clock))


def _weigh(clocked: list[Stamp], printed: list[Stamp], timezone: str | None) -> Timestamp:
    chosen = clocked[0]
    others = [stamp for stamp in clocked[1:] if not _same(stamp, chosen)]
    clocks = [stamp for stamp in printed if stamp.clock]
    # A witness that agrees with what is printed is believed before one that does not.
    backed = next(
        (stamp for stamp in clocked for shown in clocks if _same_minute(stamp, shown) and shown.zoned), None
    )
    if backed is not None:
        chosen = backed
    for shown in clocks:
        if _same_minute(chosen, shown):
            home = _in_zone(
                chosen, shown.offset if shown.offset is not None else zone_offset(timezone, chosen.local)
            )
            return _timestamp(home, disputed=bool(others) and backed is None)
    known = [shown for shown in clocks if shown.offset is not None and _close(shown, chosen)]
    if known:
        return _timestamp(known[0], disputed=True)
    if chosen.offset == 0 and timezone is not None:
        chosen = _in_zone(chosen, zone_offset(timezone, chosen.local))
    days = [shown for shown in printed if not _close(shown, chosen)]
    return _timestamp(chosen, disputed=bool(others) or (bool(days) and len(days) == len(printed)))


def _same_minute(machine: Stamp, shown: Stamp) -> bool:
    """Compare with a printed clock, which has no seconds."""
    if machine.offset is not None and shown.offset is not None:
        return machine.moment().replace(second=0) == shown.moment().replace(second=0)
    if machine.offset is not None and shown.offset is None:
        # Without a zone the wall clock may be the one that metadata writes in UTC.
        return machine.local.replace(second=0) == shown.local.replace(second=0)
    return machine.local.replace(second=0) == shown.local.replace(second=0)


def decide_modified(found: Witnesses, published: Timestamp | None, timezone: str | None) -> Timestamp | None:
    """Choose the time of the last change, on the same clock as the publication; never one before it."""
    labelled = [stamp for stamp in found.printed if stamp.role == "modified"]
    for stamp in (*found.modified, *labelled):
        home = _at_home(stamp, timezone)
        if published is not None and published.offset is not None:
            if (
                published.disputed
                and home.offset == 0
                and published.offset != 0
                and found.machine[:1]
                and _wrongly_utc(found, published)
            ):
                home = replace(home, offset=published.offset)  # the same plugin, the same mistake
            home = _in_zone(home, published.offset)
        if (
            published is not None
            and home.clock
            and _timestamp(home).local.replace(second=0) == published.local.replace(second=0)
        ):
            continue  # nothing changed since
        if (
            published is None
            or not home.clock
            or published.precision == "day"
            or home.local >= published.local - MINUTE
        ):
            return _timestamp(home)
    return None


def _wrongly_utc(found: Witnesses, published: Timestamp) -> bool:
    first = found.machine[0]
    return first.offset == 0 and first.local.replace(second=0) == published.local.replace(second=0)


def hint_stamp(moment: datetime | None, timezone: str | None) -> Stamp | None:
    """Turn what a channel said into a witness, on the site's wall clock."""
    if moment is None:
        return None
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    offset = zone_offset(timezone, utc) or 0
    return Stamp(utc + timedelta(minutes=offset), offset, clock=True, source="hint")


def relative_witness(texts: Iterable[str], fetched_at: datetime, timezone: str | None) -> Stamp | None:
    """Read "5 jam yang lalu" from the lines beside the headline."""
    offset = zone_offset(timezone, fetched_at.astimezone(UTC).replace(tzinfo=None))
    return next((stamp for text in texts if (stamp := relative_stamp(text, fetched_at, offset))), None)
