"""Invented sites over months, told to the health rules every three hours: false alarms, and how soon trouble is found.

Sites have 1 to 80 articles a day, half of them next to none at weekends, bursts, holidays, batches without author. Each has a
redesign and a silence at the end. Of 240 such sites (seeds 1 to 4), found of those that broke or fell silent, and the median hours:

    what counts                                  false, a site and year     broken, from 40 / 10 / 3 / 0 articles a day
    each page (until now)                        broken 0.62, silent 0.56   37 of 37, 9   88/88, 12   71/74, 48   27/41, 108
    pages of 3 hours together, at most 3.0       broken 0.01                37 of 37, 15  88/88, 18   71/74, 63   27/41, 111
    the same, at most 4.0 (MOST_OF_BATCH)        broken 0.05                37 of 37, 12  88/88, 15   71/74, 48   27/41, 111
    shares with their standard error, LIMIT 9.0
    for 12.0, at most 3.5 for 4.0, TRUST 1.5     broken 0.05                37 of 37, 9   88/88, 12   72/74, 39   29/41, 105

    what is missing since the last article       false, a site and year     silent, from 40 / 10 / 3 / 0 articles a day
    the hours of its day (until now)             silent 0.56                37 of 37, 21  88/88, 21   74/74, 96   21/41, 129
    what its day lacked; weekends as Mondays     silent 0.13                37 of 37, 21  88/88, 21   74/74, 96   21/41, 141
    the same, and 12 articles (EXPECTED) for 10  silent 0.06                37 of 37, 21  88/88, 21   74/74, 96   15/41, 138

.venv/bin/python tests/benchmarks/health_alarms.py [SITES] [DAYS] [SEED]
"""

import random
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

from pipelines.health import (
    DayCount,
    PageFigures,
    Sign,
    SiteHealth,
    Standing,
    Trend,
    Volume,
    follow,
    judge_sites,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(hours=3)
BY_STEP = (0.1, 0.3, 1.2, 1.7, 1.6, 1.5, 1.1, 0.5)  # share of a day's articles by its steps, of 8


class Invented:
    """One site: how much it publishes, and what is known of it."""

    def __init__(self, number: int, seed: int) -> None:
        self.rng = random.Random(f"{seed}:{number}")
        self.a_day = 80 ** self.rng.random()
        self.weekend = self.rng.choice((1.0, 0.6, 0.1, 0.0))
        self.unsigned = self.rng.choice((0.0, 0.02, 0.1, 0.3, 0.5))
        self.days: list[DayCount] = []
        self.new_at = START
        self.trend = Trend()
        self.name = f"koran{number}"

    def publish(self, at: datetime, share: float, unsigned: float | None = None) -> None:
        """Take what came in one step; `share` is how much of the usual."""
        usual = self.a_day * (self.weekend if at.weekday() > 4 else 1) * BY_STEP[at.hour // 3] / 8
        burst = self.rng.gammavariate(2, 0.5)
        count = sum(self.rng.random() < usual * share * burst / 20 for _ in range(20))
        today, gap = at.date(), timedelta(0)
        if count:
            gap, self.new_at = at - self.new_at, at
        if not self.days or self.days[-1].day != today:
            self.days = [*self.days[-55:], DayCount(today, 0)]
        last = self.days[-1]
        self.days[-1] = DayCount(today, last.articles + count, max(last.longest_gap, gap))
        batch = self.rng.random() < 0.01
        for number in range(count):
            is_marked = batch or self.rng.random() < (self.unsigned if unsigned is None else unsigned)
            self.trend = follow(self.trend, is_marked, PageFigures(str(number), at, characters=2_000))

    def health(self, at: datetime) -> SiteHealth:
        """Return what is known of it."""
        volume = Volume(self.name, self.new_at, at, list(self.days), language="id")
        standing = Standing("served", START, 9, at, served_at=at, new_at=self.new_at)
        return SiteHealth(self.name, standing, volume, {Sign.NO_AUTHOR: self.trend})


def main() -> None:
    """Print alarms of the well months by kind, and the delays of those that had to come."""
    given = [int(argument) for argument in sys.argv[1:]]
    count, days, seed = (given + [60, 120, 1][len(given) :])[:3]
    sites = [Invented(number, seed) for number in range(count)]
    well, at = days * 8, START
    false: Counter[str] = Counter()
    open_ones: set[tuple[str, str]] = set()
    holidays = {START.date() + timedelta(days=back) for back in (40, 41, 75)}
    for _ in range(well):
        at += STEP
        for site in sites:
            site.publish(at, 0.1 if at.date() in holidays else 1.0)
        now = {(each.site_id, each.kind.value) for each in judge_sites([site.health(at) for site in sites])}
        false.update(kind for _, kind in now - open_ones)
        open_ones = now
    years = count * days / 365
    print(
        f"{count} sites, {days} well days: false alarms {dict(false)}, {sum(false.values()) / years:.3f} a site and year"
    )
    end = at
    for kind, share, unsigned in (("broken", 1.0, 1.0), ("silent", 0.0, None)):
        delays: dict[str, timedelta] = {}
        began = at
        for site in sites:
            site.trend = site.trend if kind == "broken" else Trend()
        for _ in range(8 * 7):
            at += STEP
            for site in sites:
                site.publish(at, share, unsigned)
            for site in sites:
                found = judge_sites([site.health(at)])
                if any(each.kind == kind for each in found):
                    delays.setdefault(site.name, at - began)
        for least in (40, 10, 3, 0):
            some = [
                site
                for site in sites
                if site.a_day >= least and (least == 40 or site.a_day < {10: 40, 3: 10, 0: 3}[least])
            ]
            waits = sorted(delays[site.name] / timedelta(hours=1) for site in some if site.name in delays)
            middle = f"{waits[len(waits) // 2]:.0f} hours, at most {waits[-1]:.0f}" if waits else "-"
            print(
                f"  {kind}, from {least} articles a day: {len(waits)} of {len(some)} within a week; median {middle}"
            )
    assert at > end


if __name__ == "__main__":
    main()
