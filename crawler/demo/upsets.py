"""What befalls whole papers now and then: outages, walls, feeds that die or move, validators that lie, redesigns, bursts."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.demo.outlet import Outlet, World

FOR_GOOD = timedelta(days=36_500)
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
    WALL = "wall"  # a known firewall's challenge with http 403, whatever is asked for
    QUESTION = "question"  # an unknown firewall's, with http 200
    RENAMED = "renamed"  # the class of the text stands on another box now
    UNSIGNED = "unsigned"  # no author on any page
    UNDATED = "undated"  # no time
    UNTITLED = "untitled"  # no headline: all pages have the paper's own


FAULTS: dict[World, tuple[Mishap, ...]] = {  # that befall one paper after another, by who can suffer them
    World.WORDPRESS: (Mishap.DOWN, Mishap.WALL, Mishap.MOVED_FEED, Mishap.QUESTION, Mishap.REDESIGN),
    World.PORTAL: (Mishap.LYING_ETAG, Mishap.DEAD_FEED, Mishap.TEASERS, Mishap.QUESTION, Mishap.REDESIGN),
    World.OLD: (Mishap.SCRIPTED, Mishap.UNSIGNED, Mishap.RENAMED, Mishap.UNDATED, Mishap.UNTITLED),
}


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
    never = end + FOR_GOOD
    plot = (
        (World.WORDPRESS, Mishap.DOWN, 0.4, outage),
        (World.WORDPRESS, Mishap.MOVED_FEED, 0.6, None),
        (World.PORTAL, Mishap.DEAD_FEED, 0.5, None),
        (World.PORTAL, Mishap.LYING_ETAG, 0.25, span / 4),
        (World.OLD, Mishap.REDESIGN, 0.5, None),
    )
    papers = {outlet.world: outlet.id for outlet in outlets}
    return tuple(
        Upset(papers[world], mishap, start + span * at, start + span * at + lasts if lasts else never)
        for world, mishap, at, lasts in plot
    )


def draw_faults(
    outlets: Iterable[Outlet], seed: int, start: datetime, every: timedelta, lasts: timedelta
) -> tuple[Upset, ...]:
    """Return each paper's faults, in an order of the seed's: one begins every so often, and lasts so long; a move is for good."""
    upsets = []
    for outlet in outlets:
        rng = random.Random(f"{seed}:{outlet.id}:faults")  # noqa: S311 - a plot, not a secret
        faults = FAULTS[outlet.world]
        for number, mishap in enumerate(rng.sample(faults, len(faults))):
            at = start + number * every + timedelta(minutes=rng.randrange(24 * 60))
            for_good = mishap is Mishap.MOVED_FEED
            upsets.append(Upset(outlet.id, mishap, at, at + (FOR_GOOD if for_good else lasts)))
    return tuple(upsets)


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
