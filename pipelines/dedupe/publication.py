"""Between which moments an article was published, as far as its printed time tells."""

from datetime import UTC, datetime, timedelta, tzinfo
from math import inf
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EAST, WEST = timedelta(hours=14), timedelta(hours=12)  # the farthest zones from UTC
DAY = len("2026-03-01")


def bounds(stored: str | None, offset: int | None, zone: str | None) -> tuple[float, float]:
    """Return the first and the last moment, in minutes since 1970, at which a time as it is stored may be.

    `offset` is the publisher's in minutes, `zone` the name of the site's; a day alone is from its start to its end there.
    """
    if stored is None:
        return -inf, inf
    if stored.endswith("Z"):
        exact = _minutes(datetime.fromisoformat(stored).astimezone(UTC))
        return exact, exact
    wall = datetime.fromisoformat(stored)
    try:
        end = wall + timedelta(days=1) if len(stored) == DAY else wall
        return _at(wall, offset, zone, EAST), _at(end, offset, zone, -WEST)
    except OverflowError:  # the first and last days of the calendar
        return -inf, inf


def _at(wall: datetime, offset: int | None, zone: str | None, unknown: timedelta) -> float:
    """Return when it is so late on the publisher's wall; where no zone is known, in the one that is farthest."""
    if offset is not None:
        return _minutes((wall - timedelta(minutes=offset)).replace(tzinfo=UTC))
    known = _zone(zone)
    if known is None:
        return _minutes((wall - unknown).replace(tzinfo=UTC))
    return _minutes(wall.replace(tzinfo=known).astimezone(UTC))


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _minutes(moment: datetime) -> float:
    return (moment - EPOCH).total_seconds() / 60
