"""The lists that a spider reads: which requests for them are conditional, where a walk goes on, and where it has ended."""

from dataclasses import replace
from datetime import datetime

from crawler.discovery import Position, local_day
from pipelines.archive import Poll
from pipelines.items import Listing
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


def past_the_end(visit: Visit, poll: Poll, error: str) -> Poll:
    """Return the poll of a list that answers 400 or 404 after its last page: it has ended; on its first page it has failed."""
    if visit.page > 1 and poll.status in {400, 404, 410}:
        return replace(poll, listing=Listing())
    return replace(poll, error=error)


def visit_at(visit: Visit, position: Position | None) -> Visit | None:
    """Return the visit that goes on with a walk at a position; None where there is none, or known ground begins."""
    channel = visit.channel
    if channel is None or position is None:
        return None
    whole_since = channel.polled_at if channel.walk_since is None else None
    if position.day and whole_since and position.day < local_day(visit.site, whole_since):
        return None  # an index by date: the days before that of the last whole poll are known ground
    return replace(visit, url=position.url, page=visit.page + 1, day=position.day, day_page=position.day_page)
