"""How much running text stands where: the weight of lines, and of the elements that hold them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from lxml.html import HtmlElement

from pipelines.extract.paragraphs import Line

ENOUGH = 300  # characters of prose that make an article without looking further
_SHARE = 0.6  # of an element's prose that one child must hold to be the container
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_SQUEEZE = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Reduce a text to its letters and digits, for comparing what two readers made of one page."""
    return _SQUEEZE.sub("", text).lower()


def prose(line: Line) -> float:
    """Weigh a line: its characters that read as running text."""
    size = len(line.text) - 1.5 * line.linked
    if is_excerpt(line):
        size *= 0.3  # the excerpt of another article
    if size >= 50 or (size > 25 and _SENTENCE_END.search(line.text)):
        return size
    return 0.0


def is_excerpt(line: Line) -> bool:
    """Say whether a line is what another article begins with."""
    return line.card or line.text.endswith(("...", "…", "[…]", "[...]"))


def ancestors(element: HtmlElement) -> Iterable[HtmlElement]:
    """Yield an element and all around it."""
    yield element
    yield from element.iterancestors()


class Scorer:
    """Prose by element, over a set of lines."""

    def __init__(self, lines: Iterable[Line]) -> None:
        own: dict[HtmlElement, float] = defaultdict(float)
        for line in lines:
            weight = prose(line)
            if weight:
                own[line.node] += weight
        self.total: dict[HtmlElement, float] = defaultdict(float)
        for node, weight in own.items():
            for element in ancestors(node):
                self.total[element] += weight

    def descend(self, start: HtmlElement, headline: HtmlElement | None) -> HtmlElement:
        """Follow the prose down from an element for as long as one child holds most of it.

        A child that holds the headline and an article's worth of prose goes before a longer one: sidebars
        are often longer than the article.
        """
        current = start
        above = set(ancestors(headline)) if headline is not None else set()
        while True:
            own = next((child for child in current if child in above), None)
            if own is not None and self.total.get(own, 0.0) >= max(
                ENOUGH * 0.4, 0.2 * self.total.get(current, 0.0)
            ):
                current = own
                continue
            best = max(current, key=lambda child: self.total.get(child, 0.0), default=None)
            if best is None or self.total.get(best, 0.0) <= _SHARE * self.total.get(current, 0.0):
                return current
            if self._has_equals(best, current):
                return current
            current = best

    def _has_equals(self, best: HtmlElement, parent: HtmlElement) -> bool:
        """Say whether other children of the same kind hold text too: then all of them are the article's parts.

        The columns and rows of a layout are none: an article stands in one of them.
        """
        if best.tag in {"td", "tr"}:
            return False
        others = [child for child in parent if child is not best and self.total.get(child, 0.0)]
        kind = best.get("class")
        return any(child.tag == best.tag and child.get("class") == kind for child in others)
