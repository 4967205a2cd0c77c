"""Whether a publisher's time is another one, as far as both are known."""

from datetime import datetime, timedelta

SAME_MINUTE = timedelta(minutes=1)
ZONES = timedelta(hours=14)  # how far from UTC a clock on a wall can be
DAY = timedelta(days=1)


def is_other_time(old: str | None, new: str | None) -> bool:
    """Tell whether two stored times (see `Timestamp.stored`) cannot be the same one, known more or less exactly."""
    if old is None or new is None or old == new:
        return False
    if len(old) == len(new) == len("2026-03-01"):
        return True
    begins = _begin(old), _begin(new)
    if "T" not in old or "T" not in new:  # a day on the publisher's wall, and a time
        day, moment = begins if "T" not in old else begins[::-1]
        slack = ZONES if (old + new).endswith("Z") or "Z" in old else timedelta()
        return not day - slack <= moment < day + DAY + slack
    slack = ZONES if old.endswith("Z") != new.endswith("Z") else timedelta()
    return abs(begins[0] - begins[1]) >= slack + SAME_MINUTE


def _begin(stored: str) -> datetime:
    return datetime.fromisoformat(stored.removesuffix("Z"))
