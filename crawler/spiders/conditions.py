"""Which requests are conditional: what was read as a whole before is asked only for what changed since."""

from datetime import datetime

from crawler.discovery import local_day
from pipelines.visits import Visit


def validators_of(visit: Visit, now: datetime) -> dict[str, str]:
    """Return the headers that make a visit's request conditional; none where it wants the whole in any case."""
    if visit.revisit is not None:
        return dict(visit.revisit.validators)
    if visit.backfill is not None:
        return {}  # a walk back reads what a poll has read already
    return visit.channel.validators(now) if visit.channel is not None and is_same_list(visit) else {}


def is_same_list(visit: Visit) -> bool:
    """Tell whether a visit asks for what the channel's last poll asked for first: of an index by date, the same day."""
    if visit.channel is None or visit.page > 1:
        return False
    polled_at = visit.channel.polled_at
    return visit.day is None or (polled_at is not None and local_day(visit.site, polled_at) == visit.day)
