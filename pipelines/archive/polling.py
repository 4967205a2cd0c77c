"""When a channel is polled next, and whether its validators are believed: pure rules over what its polls brought."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

HOLDS = 10  # entries: what most feeds hold; a longer list is judged by its rate of news in these terms
# Media Cloud's rule: an interval grows while most of a poll was known, and shrinks while little of it was.
GROWS_ABOVE, SHRINKS_BELOW = 0.67, 0.33
GROWTH, SHRINKAGE = 1.5, 0.5
TURNS = 2  # times that a list is read before it has been replaced, at the rate at which it was filled
LIVELY, LIVELY_MOST = (
    timedelta(days=2),
    timedelta(hours=1),
)  # had news lately: what is taken down again is to be seen
RETRY_MOST = timedelta(hours=2)  # a channel or site that fails is tried again within that
SLACK = timedelta(minutes=1)  # a job that begins a moment early finds its channels due

AUDIT_FIRST, AUDIT_MOST = timedelta(hours=1), timedelta(hours=6)
DISTRUST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often a channel is polled at most, and at least."""

    least: timedelta = timedelta(minutes=10)
    most: timedelta = timedelta(hours=24)

    def narrowed(self, news_at: datetime | None, at: datetime) -> "Bounds":
        """Return the bounds of a channel whose last news came at a time: while it is lively, it never waits for long."""
        if news_at is None or at - news_at >= LIVELY:
            return self
        return replace(self, most=max(self.least, min(self.most, LIVELY_MOST)))

    def clamp(self, span: timedelta) -> timedelta:
        """Return the span within the bounds, in whole minutes."""
        minutes = round(span / timedelta(minutes=1))
        return min(max(timedelta(minutes=minutes), self.least), self.most)


@dataclass(frozen=True, slots=True)
class News:
    """How much of a list's first page was new to its channel."""

    named: int = 0
    new: int = 0
    holds: int = HOLDS  # entries by which it is judged
    lasts: timedelta | None = None  # how old its older entries are: by then it is replaced

    @property
    def shares_nothing(self) -> bool:
        """Whether it names articles, and none that the poll before did: what stood between is not on it."""
        return self.named > 0 and self.new == self.named

    @property
    def known(self) -> float:
        """The share of it that was known."""
        return 1 - min(1.0, self.new / max(1, self.holds))


def read_news(
    published: Iterable[datetime | None], named: int, new: int, at: datetime, *, by_date: bool
) -> News:
    """Return how much of a first page was new; a page of an index by date begins the day empty, and is judged as if full."""
    times = sorted((moment for moment in published if moment is not None and moment <= at), reverse=True)
    # A pinned article is old, and says nothing of how long the others stand.
    lasts = at - times[int(0.8 * len(times))] if len(times) >= HOLDS / 2 and not by_date else None
    return News(named, new, HOLDS if by_date else min(named, HOLDS), lasts)


def next_interval(before: timedelta | None, news: News, bounds: Bounds) -> timedelta:
    """Return how long to wait for the next poll after one that brought this, `before` being the last wait."""
    if before is None or (news.shares_nothing and news.holds <= news.named):
        return bounds.least
    factor = 1.0
    if news.known > GROWS_ABOVE:
        factor = GROWTH
    elif news.known < SHRINKS_BELOW:
        factor = SHRINKAGE
    wanted = before * factor
    return bounds.clamp(wanted if news.lasts is None else min(wanted, news.lasts / TURNS))


def retry_after(failures: int, bounds: Bounds) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, two hours at most."""
    wait = bounds.least * 2 ** min(max(failures - 1, 0), 10)
    return bounds.clamp(min(wait, max(RETRY_MOST, bounds.least)))


def next_audit(before: timedelta | None) -> timedelta:
    """Return after how long of nothing but 304 the list is asked for whole again, once that found no lie."""
    return min(2 * (before or AUDIT_FIRST), AUDIT_MOST)


def is_believed(
    whole_at: datetime | None, audit_every: timedelta | None, lied_at: datetime | None, now: datetime
) -> bool:
    """Tell whether a channel's validators are sent: not for a week after a lie, and not where the list is due whole."""
    if whole_at is None or (lied_at is not None and now - lied_at < DISTRUST):
        return False
    return now - whole_at < (audit_every or AUDIT_FIRST)


def is_lie(
    held: tuple[str | None, str | None], told: tuple[str | None, str | None], *, is_news: bool
) -> bool:
    """Tell whether a list with news came under the (ETag, Last-Modified) of the one before it: 304 would have hidden it."""
    return is_news and any(held) and held == told
