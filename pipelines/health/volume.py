"""How many new articles a site has on a weekday, and whether it has fallen silent: weekends and small papers allowed for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from statistics import median

from pipelines.health.symptoms import Kind, Symptom

ENOUGH_DAYS = 7  # before that nothing is expected
SAMPLES = 3  # of a weekday that make it known; with fewer, all days tell, at their least
SHORTEST = timedelta(hours=20)
EXPECTED = 10.0  # articles that should have come: e**-10 of all pauses come so far by chance
TRUST = 2  # times the longest pause that ended on such a weekday
FEWEST = 3  # articles that a site file must lead to expect
QUIET_TIDE = 0.34  # of what is usual on sites of the same language: a holiday
LONGEST_TIDE = timedelta(days=3)
BUSY = 4.0  # articles a day, from which a site tells of holidays
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day on which the site's lists were read."""

    day: date
    articles: int
    longest_gap: timedelta = timedelta(0)  # that ended on this day


@dataclass(frozen=True, slots=True)
class Volume:
    """A site's new articles: the last weeks by day, when the last came, and until when its lists are known."""

    site_id: str
    new_at: datetime | None
    served_at: datetime | None
    days: list[DayCount] = field(
        default_factory=list
    )  # whole ones and the present one, the first of all left out
    zone: tzinfo = UTC
    language: str | None = None
    min_per_day: float = 0.0  # as its file says, like the next
    max_per_day: float | None = None
    added: date | None = None
    by_weekday: dict[int, float] = field(default_factory=dict, compare=False)

    @property
    def today(self) -> date | None:
        """The local day until which the lists are known."""
        return self.served_at.astimezone(self.zone).date() if self.served_at else None

    @property
    def whole_days(self) -> list[DayCount]:
        """The days that are over."""
        today = self.today
        return [each for each in self.days if today is None or each.day < today]

    @property
    def _before_the_pause(self) -> list[DayCount]:
        """The whole days that tell what is usual: a long pause does not, nor the day on which it began."""
        if not is_pausing(self):
            return self.whole_days
        assert self.new_at is not None
        began = self.new_at.astimezone(self.zone).date()
        return [each for each in self.whole_days if each.day < began]

    def usual(self, weekday: int) -> float:
        """Return how many articles such a day has; 0 where that is not known yet."""
        if not self.by_weekday:
            self.by_weekday.update(_learn(self._before_the_pause))
        return self.by_weekday[weekday]

    def expected(self, start: datetime, end: datetime) -> float:
        """Return how many articles should come between two moments."""
        return sum(self._shares(start, end))

    def missing(self, since: datetime, until: datetime) -> float:
        """Return how many articles should have come since the last one; on its day no more than that day still lacked."""
        shares = self._shares(since, until)
        day = since.astimezone(self.zone).date()
        lacked = max(0.0, self.usual(day.weekday()) - self._articles_on(day))
        return min(shares[0], lacked) + sum(shares[1:]) if shares else 0.0

    def _shares(self, start: datetime, end: datetime) -> list[float]:
        """Return how many articles each day has between two moments, all its hours being alike."""
        shares, day = [], start.astimezone(self.zone).date()
        while (begins := datetime.combine(day, time(), self.zone)) < end:
            hours = min(end, begins + DAY) - max(start, begins)
            shares.append(self.usual(day.weekday()) * (hours / DAY))
            day += DAY
        return shares

    def _articles_on(self, day: date) -> int:
        return next((each.articles for each in reversed(self.days) if each.day == day), 0)

    def longest_pause(self, weekday: int) -> timedelta:
        """Return the longest pause that ended on such a weekday, or on any where few such days are known.

        Of a weekday without articles, it is that of the next one with some: no pause ends before.
        """
        following = [(weekday + days) % 7 for days in range(7)]
        weekday = next((each for each in following if self.usual(each) >= 1), weekday)
        such = [each.longest_gap for each in self.days if each.day.weekday() == weekday]
        gaps = such if len(such) >= SAMPLES else [each.longest_gap for each in self.days]
        return max(gaps, default=timedelta(0))


def _learn(days: Sequence[DayCount]) -> dict[int, float]:
    if len(days) < ENOUGH_DAYS:
        return dict.fromkeys(range(7), 0.0)
    overall = median([each.articles for each in days])
    by_weekday: list[list[int]] = [[] for _ in range(7)]
    for each in days:
        by_weekday[each.day.weekday()].append(each.articles)
    return {
        weekday: float(median(counts) if len(counts) >= SAMPLES else min([overall, *counts]))
        for weekday, counts in enumerate(by_weekday)
    }


def judge_volume(volume: Volume, tide: float = 1.0) -> list[Symptom]:
    """Return what the number of new articles tells; `tide` is how busy other sites are, against what is usual."""
    found = _judge_flood(volume)
    if volume.served_at is None or volume.new_at is None:
        return found
    if volume.min_per_day:
        return found + _judge_promise(volume)
    pause = volume.served_at - volume.new_at
    if pause < SHORTEST or (tide < QUIET_TIDE and pause < LONGEST_TIDE):
        return found
    missing = volume.missing(volume.new_at, volume.served_at)
    weekday = volume.served_at.astimezone(volume.zone).weekday()
    if missing < EXPECTED or pause < TRUST * volume.longest_pause(weekday):
        return found
    a_day = volume.expected(volume.new_at, volume.served_at) / (pause / DAY)
    told = (
        f"no new article for {pause / timedelta(hours=1):.0f} hours; {a_day:.0f} a day are usual on such days"
    )
    return [*found, Symptom(volume.site_id, Kind.SILENT, volume.new_at, told, "articles", a_day, 0.0)]


def _judge_promise(volume: Volume) -> list[Symptom]:
    """Compare the last whole days with what the site file promises."""
    assert volume.served_at is not None
    assert volume.today is not None
    span = max(1, -(-FEWEST // volume.min_per_day))
    days = [each for each in volume.whole_days if volume.today - each.day <= span * DAY]
    count = sum(each.articles for each in days)
    if len(days) < span or count >= volume.min_per_day * span:
        return []
    since = datetime.combine(days[0].day, time(), volume.zone).astimezone(UTC)
    first, last = days[0].day, days[-1].day
    when = f"on {first}" if first == last else f"from {first} to {last}"
    told = f"{count} new articles {when}; its file promises {volume.min_per_day:g} a day"
    return [
        Symptom(volume.site_id, Kind.SILENT, since, told, "articles", volume.min_per_day, count / len(days))
    ]


def _judge_flood(volume: Volume) -> list[Symptom]:
    if volume.max_per_day is None or volume.today is None:
        return []
    over = [
        each
        for each in volume.days
        if each.articles > volume.max_per_day and volume.today - each.day <= 2 * DAY
    ]
    if not over:
        return []
    last = over[-1]
    since = datetime.combine(last.day, time(), volume.zone).astimezone(UTC)
    told = f"{last.articles} new articles on {last.day}; its file allows {volume.max_per_day:g} a day"
    return [
        Symptom(volume.site_id, Kind.FLOOD, since, told, "articles", volume.max_per_day, float(last.articles))
    ]


def is_pausing(volume: Volume) -> bool:
    """Tell whether a site had nothing new for so long that it may have fallen silent."""
    if volume.served_at is None or volume.new_at is None:
        return False
    return volume.served_at - volume.new_at >= SHORTEST


def busyness(volume: Volume) -> float | None:
    """Return how many new articles a site had today, before noon yesterday and today, against what is usual; None where few."""
    if volume.served_at is None or volume.today is None:
        return None
    first = volume.today if volume.served_at.astimezone(volume.zone).hour >= 12 else volume.today - DAY
    start = datetime.combine(first, time(), volume.zone)
    expected = volume.expected(start, volume.served_at)
    if expected < BUSY * ((volume.served_at - start) / DAY):
        return None
    return sum(each.articles for each in volume.days if each.day >= first) / expected
