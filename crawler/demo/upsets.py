"""What befalls whole papers now and then: outages, feeds that die or move, validators that lie, redesigns, walls, bursts."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.demo.outlet import Outlet, World

FIRST_OF_BURSTS = 100_000  # number of the first made story that is part of a burst


class Mishap(StrEnum):
    """What a paper's readers and robots meet."""

    DOWN = "down"  # http 502, whatever is asked for
    DEAD_FEED = "dead-feed"  # 404 where the feed was
    MOVED_FEED = "moved-feed"  # for good, to another address
    LYING_ETAG = "lying-etag"  # its lists repeat the ETag that they have when it begins
    REDESIGN = "redesign"  # of pages, not of addresses: they read as before
    TEASERS = "teasers"  # of each article the first paragraph alone, wherever it is shown
    SCRIPTED = "scripted"  # the texts of pages are loaded by scripts


@dataclass(frozen=True, slots=True)
class Upset:
    """A mishap of one paper, from a moment until another."""

    paper: str
    mishap: Mishap
    start: datetime
    end: datetime

    def holds(self, paper: str, moment: datetime) -> bool:
        """Tell whether a paper suffers from it at a moment."""
        return paper == self.paper and self.start <= moment < self.end


def draw_upsets(outlets: Iterable[Outlet], start: datetime, end: datetime) -> tuple[Upset, ...]:
    """Return what befalls each kind of paper in a period; an outage takes two days, or a tenth of a short period."""
    span = end - start
    outage = min(timedelta(days=2), span / 10)
    never = end + timedelta(days=36_500)
    plot = (
        (World.WORDPRESS, Mishap.DOWN, 0.4, outage),
        (World.WORDPRESS, Mishap.MOVED_FEED, 0.6, None),
        (World.PORTAL, Mishap.DEAD_FEED, 0.5, None),
        (World.PORTAL, Mishap.LYING_ETAG, 0.25, span / 4),
        (World.PORTAL, Mishap.TEASERS, 0.75, None),
        (World.OLD, Mishap.REDESIGN, 0.5, None),
        (World.OLD, Mishap.SCRIPTED, 0.8, None),
    )
    papers = {outlet.world: outlet.id for outlet in outlets}
    return tuple(
        Upset(papers[world], mishap, start + span * at, start + span * at + lasts if lasts else never)
        for world, mishap, at, lasts in plot
    )


def draw_bursts(
    outlets: Iterable[Outlet], seed: int, start: datetime, end: datetime, count: int
) -> Iterator[tuple[str, datetime]]:
    """Yield (paper, time of publication) of what is published at once: within an hour, twice on each paper."""
    for outlet in outlets:
        rng = random.Random(f"{seed}:{outlet.id}:bursts")  # noqa: S311 - a plot, not a secret
        for _ in range(2):
            at = start + (end - start) * rng.uniform(0.1, 0.9)
            for _ in range(count):
                yield outlet.id, at + timedelta(minutes=rng.randrange(60))
