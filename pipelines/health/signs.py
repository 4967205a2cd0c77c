"""What one new page of a site shows of the ways in which a redesign breaks extraction."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SHORT, LONG = 0.4, 3.0  # of the usual length
REMOVED = 0.5  # of all that could be text
FEW = 5  # pages before which no length is usual


class Sign(StrEnum):
    """A sign that most pages of a healthy site do not show; how many do is learned."""

    REFUSED = "refused"
    SHORT = "short"
    LONG = "long"
    NO_AUTHOR = "no-author"
    NO_TIME = "no-time"
    HEADLINE = "headline"
    REMOVED = "removed"


TOLD: Mapping[Sign, str] = {
    Sign.REFUSED: "read as no article",
    Sign.SHORT: "with a text shorter than {short:.0f} characters, {level:.0f} are usual",
    Sign.LONG: "with a text longer than {long:.0f} characters, {level:.0f} are usual",
    Sign.NO_AUTHOR: "without an author",
    Sign.NO_TIME: "without a time to the minute",
    Sign.HEADLINE: "without a headline of their own",
    Sign.REMOVED: "of which more than half was taken out",
}


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What was read of one new page; the lengths are in characters."""

    url: str
    at: datetime
    is_article: bool = True
    title: str = ""  # or what stands for it
    characters: int = 0
    removed: int = 0
    has_author: bool = True
    has_time: bool = True


def marks_of(page: PageFigures, level: float, pages: float, last_title: str) -> dict[Sign, bool]:
    """Return which signs a page shows; one that is no article tells of that alone.

    `level` is the logarithm of the site's usual length, known from `pages` pages.
    """
    if not page.is_article:
        return {Sign.REFUSED: True}
    usual = math.exp(level) if pages >= FEW else None
    return {
        Sign.REFUSED: False,
        Sign.SHORT: usual is not None and page.characters < SHORT * usual,
        Sign.LONG: usual is not None and page.characters > LONG * usual,
        Sign.NO_AUTHOR: not page.has_author,
        Sign.NO_TIME: not page.has_time,
        Sign.HEADLINE: not page.title or page.title == last_title,
        Sign.REMOVED: page.removed > REMOVED * (page.removed + page.characters),
    }


def tell_sign(sign: Sign, level: float) -> str:
    """Say what pages with a sign are like."""
    usual = math.exp(level)
    return TOLD[sign].format(short=SHORT * usual, long=LONG * usual, level=usual)
