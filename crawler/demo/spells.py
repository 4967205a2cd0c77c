"""Times in which a paper locks its readers out of older articles: drawn from the seed."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.demo.outlet import Outlet
from crawler.demo.post import Post


class Lock(StrEnum):
    """What readers meet in place of an article."""

    LOGIN = "login"
    CONSENT = "consent"
    ERROR = "500"
    FORBIDDEN = "403"


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a paper shows none of the articles that are older than `older` when it begins."""

    paper: str
    start: datetime
    end: datetime
    lock: Lock
    older: timedelta = timedelta(hours=6)

    def hides(self, post: Post, moment: datetime) -> bool:
        """Tell whether a post is locked at a moment."""
        if not self.start <= moment < self.end or post.outlet.id != self.paper:
            return False
        return post.published_at < self.start - self.older


def draw_spells(outlets: Iterable[Outlet], seed: int, start: datetime, end: datetime) -> tuple[Spell, ...]:
    """Draw two spells a paper, of half a day to three days each, in the middle of a period."""
    spells = []
    for outlet in outlets:
        rng = random.Random(f"{seed}:{outlet.id}:spells")  # noqa: S311 - a plot, not a secret
        for lock in rng.sample(list(Lock), 2):
            at = start + (end - start) * rng.uniform(0.2, 0.8)
            spells.append(Spell(outlet.id, at, at + timedelta(hours=rng.randint(12, 72)), lock))
    return tuple(spells)
