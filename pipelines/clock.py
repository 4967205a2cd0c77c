"""The one source of time for all that is stored or compared; a test can set it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the current time in UTC, to the second.

    KLIPING_NOW (ISO 8601 with offset) pins it for a whole process: a test of a killed crawl needs that.
    """
    if _source is not None:
        return _source().astimezone(UTC).replace(microsecond=0)
    pinned = os.environ.get("KLIPING_NOW")
    moment = datetime.fromisoformat(pinned) if pinned else datetime.now(UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def set_source(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` (an aware datetime a call); None returns to the machine's clock."""
    global _source  # noqa: PLW0603 - the one place where the process keeps its clock
    _source = source


@lru_cache(maxsize=256)  # one moment is stored in many columns
def to_iso(moment: datetime) -> str:
    """Write an aware time as stored: UTC, to the second, `2026-03-01T04:05:06Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")[:19] + "Z"


def from_iso(text: str) -> datetime:
    """Read a stored time back as an aware datetime."""
    return datetime.fromisoformat(text)
