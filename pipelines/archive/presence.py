"""Whether an article is still there, and when it is looked at again: pure rules over what the looks found."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipelines.items import Finding, Presence

# (younger than, looked at every): the ladder of NewsDiffs. What is older is not looked at again by itself.
LADDER = (
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=3)),
    (timedelta(days=30), timedelta(days=3)),
    (timedelta(days=360), timedelta(days=30)),
)
SUSPECT_AFTER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48))  # the first sign; then daily
GONE_EVERY = timedelta(days=3)  # at least; the ladder counts from the day when it was found gone
PATIENCE = timedelta(days=3)  # a look that failed is made again within that, however old the article
DAY = timedelta(days=1)
# What makes an article that is missed a gone one: so many looks in a row, over so long. 410 says that it is meant.
GONE_AFTER = {410: (2, timedelta(days=1))}
GONE_AFTER_ALL_ELSE = (3, timedelta(days=2))
CONFIRMED = 2  # looks in a row that missed it: one alone may be the server's mishap

ABSENT = frozenset({Finding.NOT_FOUND, Finding.FRONT, Finding.SOFT_404})
SEEN = frozenset({Finding.UNCHANGED, Finding.CHANGED})
UNANSWERED = frozenset({Finding.BLOCKED, Finding.FAILED})


@dataclass(frozen=True, slots=True)
class Watch:
    """What the looks at one article found so far; times are aware, in UTC."""

    article_id: int
    site_id: str
    state: Presence
    state_since: datetime
    aged_from: datetime
    first_checked_at: datetime | None
    last_checked_at: datetime
    checks: int = 0
    unchanged: int = 0
    missed: int = 0
    next_check_at: datetime | None = None
    hinted_by: int | None = None
    vouched: int = 0
    vouched_at: datetime | None = None


def aged_from(published_at: str | None, first_seen_at: datetime) -> datetime:
    """Return what the ladder counts from: publication, as stored, but never later than first sight.

    A wrong year would keep an article new for ever.
    """
    if published_at is None:
        return first_seen_at
    return min(datetime.fromisoformat(published_at.removesuffix("Z")).replace(tzinfo=UTC), first_seen_at)


def rung(age: timedelta) -> timedelta | None:
    """Return how often an article of an age is looked at; None for never."""
    return next((every for limit, every in LADDER if age < limit), None)


def next_look(watch: Watch, finding: Finding | None, at: datetime) -> datetime | None:
    """Return when to look again after a look at a time; None: not by itself."""
    if watch.state is Presence.SUSPECT:
        ahead = [watch.state_since + after for after in SUSPECT_AFTER if watch.state_since + after > at]
        return min(ahead, default=at + DAY)
    if watch.state is Presence.GONE:
        every = rung(at - watch.state_since)
        return at + max(every, GONE_EVERY) if every else None
    every = rung(at - watch.aged_from)
    if every and finding in UNANSWERED:
        every = min(every, PATIENCE)
    return at + every if every else None


def look_again(watch: Watch, finding: Finding, status: int | None, at: datetime) -> Watch:
    """Return the watch after a look; a wall, a block or a failure neither finds an article nor misses it."""
    missed = 0 if finding in SEEN else watch.missed + (finding in ABSENT)
    state = _state_after(watch, finding, status, missed, at)
    after = replace(
        watch,
        state=state,
        state_since=watch.state_since if state is watch.state else at,
        first_checked_at=watch.first_checked_at or at,
        last_checked_at=at,
        checks=watch.checks + 1,
        unchanged=watch.unchanged + 1
        if finding is Finding.UNCHANGED
        else 0
        if finding in SEEN | ABSENT
        else watch.unchanged,
        missed=missed,
        hinted_by=None,
        vouched=0,
        vouched_at=None,
    )
    return replace(after, next_check_at=next_look(after, finding, at))


def _state_after(watch: Watch, finding: Finding, status: int | None, missed: int, at: datetime) -> Presence:
    if finding in SEEN:
        if watch.state is Presence.SUSPECT:
            return Presence.RETURNED if watch.missed >= CONFIRMED else Presence.LIVE
        return Presence.RETURNED if watch.state is Presence.GONE else watch.state
    if finding not in ABSENT or watch.state is Presence.GONE:
        return watch.state
    looks, span = GONE_AFTER.get(status or 0, GONE_AFTER_ALL_ELSE)
    long_enough = watch.state is Presence.SUSPECT and at - watch.state_since >= span
    return Presence.GONE if missed >= looks and long_enough else Presence.SUSPECT
