"""Boxes in and over an article that are none of its text, told by what they hold, whatever they are called."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extract.body import Region
from pipelines.extract.edges import is_date_line
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import ancestors
from pipelines.extract.tree import INLINE_TAGS

MAX_SURVEYED = 3_000  # lines; no printed article has more
MAX_TRIED = 100  # boxes of a kind
MAX_FORM = 500  # characters around the fields of a form that are still its own words
MAX_FILM = 160  # characters beside a film that lead to it; half of them in one line
MAX_PICTURE = 400  # characters under a picture that are still its caption
MIN_SLANTED = 30  # characters of a slanted paragraph under a picture that are a caption, and no exclamation
MAX_EXCERPT, MAX_BESIDE = (
    300,
    60,
)  # characters under the title of another article; of a date or a label beside them
MIN_WORDS = 3  # of what is said of a picture; beside a face stands a name
MAX_LINES = 3  # of a caption: what is seen, who took it, for whom
_SHARE = 0.25  # of an article's characters that a box may hold
MAX_CALL, _CALLS_SHARE = 220, 0.15  # characters of a call to follow or to pay; of the article, all of them
_HEAD = 40  # lines under the headline in which the article begins
_SLANTED = frozenset({"em", "i", "small", "cite"})
_TEXT_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote pre dd dt td th tr".split())
_BOXES = frozenset({"div", "section", "aside"})
_LISTED = frozenset({"li", "ul", "ol", "dt", "dd", "td", "th"})
_STARTS = re.compile(r"[\W_]*[^\W_a-z]")
_LEAD = re.compile(r"lead|intro|summary|standfirst|dek|excerpt|ringkas|teras", re.IGNORECASE)
Reasons = dict[HtmlElement, tuple[str, str]]


def take_boxes(page: Page, region: Region, headline: Line | None, url: str) -> None:
    """Move what stands in a box of its own out of the region's lines: forms with their words, captions of pictures.

    Captions between the headline and the region are marked too.
    """
    if not 1 < len(region.lines) <= MAX_SURVEYED:
        return
    head = _head(page, region, headline)
    around = {*ancestors(region.container), *(() if headline is None else ancestors(headline.node))}
    surveyed = _Survey([*head, *region.lines], around, sum(len(line.text) for line in region.lines))
    boxes: Reasons = {}
    for control in page.marks.get("control", ())[:MAX_TRIED]:
        box = surveyed.form_box(control)
        if box is not None:
            boxes[box] = ("form", "a box around a form's fields")
    for film in page.marks.get("film", ())[:MAX_TRIED]:
        box = surveyed.film_box(film)
        if box is not None and box not in boxes:
            boxes[box] = ("embed", "a box that holds a film and few words")
    for line in surveyed.lines:
        box = surveyed.picture_box(line) if line.image is not None else None
        if box is not None and box not in boxes:
            boxes[box] = ("caption", "a box that holds a picture and few words")
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    boxes |= surveyed.cards(region.lines, host)
    boxes |= surveyed.calls(region.lines)
    if boxes:
        region.noise = {**region.noise, **boxes}
        _drop(region, surveyed, boxes)


def _head(page: Page, region: Region, headline: Line | None) -> list[Line]:
    """Return the lines between the headline and the region that nothing has called furniture."""
    if headline is None:
        return []
    known = {line.order for line in region.lines}
    own = [line for line in region.lines if line not in region.standfirst] or region.lines
    between = page.lines[headline.order + 1 : own[0].order][:_HEAD]
    return [line for line in between if line.order not in known and not line.noise]


def _drop(region: Region, surveyed: "_Survey", boxes: Reasons) -> None:
    kept = {line.order for line in region.lines}
    gone = set()
    for line in surveyed.lines:
        box = next((element for element in surveyed.within(line.node) if element in boxes), None)
        if box is not None:
            line.noise = (box, *line.noise)
            gone.add(line.order)
    region.dropped += [line for line in region.lines if line.order in gone and line.order in kept]
    region.dropped.sort(key=lambda line: line.order)
    region.lines = [line for line in region.lines if line.order not in gone]


class _Survey:
    """How much text each element of an article holds."""

    def __init__(self, lines: Sequence[Line], around: Collection[HtmlElement], total: int) -> None:
        self.lines = lines
        self.around = around  # elements that hold the article itself: no box
        self.total = total
        self.sizes: Counter[HtmlElement] = Counter()
        self.held: dict[HtmlElement, list[Line]] = defaultdict(list)
        for line in lines:
            for element in self.within(line.node):
                self.sizes[element] += len(line.text)
                self.held[element].append(line)

    def within(self, node: HtmlElement) -> Iterator[HtmlElement]:
        """Yield an element and those around it that may be boxes."""
        element: HtmlElement | None = node
        while element is not None and element not in self.around:
            yield element
            element = element.getparent()

    def _widest(self, elements: Iterator[HtmlElement], limit: float) -> HtmlElement | None:
        box = None
        for element in elements:
            if self.sizes[element] > min(limit, _SHARE * self.total):
                break
            box = element
        return box if box is not None and self.sizes[box] else None

    def form_box(self, control: HtmlElement) -> HtmlElement | None:
        """Find the widest element around a form's field that holds few words beside it."""
        return self._widest(self.within(control), MAX_FORM)

    def film_box(self, film: HtmlElement) -> HtmlElement | None:
        """Find the widest element around a film that says little: "Watch the video", "Subscribe to our channel"."""
        box = self._widest(self.within(film), MAX_FILM)
        if box is None or box.tag not in _BOXES:
            return None
        inside = self.held[box]
        return box if all(len(line.text) <= MAX_FILM // 2 for line in inside) else None

    def cards(self, lines: Sequence[Line], host: str) -> Reasons:
        """Find boxes that hold a linked title and an excerpt of another article; where much of the text is such, none is."""
        cards: Reasons = {}
        for title, line in pairwise(lines):
            if title.order != line.order - 1 or not _is_card(title, line, host):
                continue
            above = set(self.within(title.node))
            box = next((part for part in self.within(line.node) if part in above), None)
            if box is not None and self.sizes[box] <= len(title.text) + len(line.text) + MAX_BESIDE:
                cards[box] = ("related", "a box of a linked title and an excerpt")
        if len(cards) > MAX_TRIED or sum(self.sizes[box] for box in cards) > _SHARE * self.total:
            return {}
        return {self._around(box, cards): why for box, why in cards.items()}

    def _around(self, card: HtmlElement, cards: Reasons) -> HtmlElement:
        """Widen a card to the box that holds nothing else but a heading, and other cards."""
        for element in self.within(card):
            inside = sum(
                self.sizes[box] for box in cards if any(part is element for part in self.within(box))
            )
            if self.sizes[element] - inside > MAX_BESIDE:
                break
            card = element
        return card

    def calls(self, lines: Sequence[Line]) -> Reasons:
        """Find boxes among the paragraphs that say little, and end in a link alone: "Become a member"."""
        calls: Reasons = {}
        for line in lines:
            if line.linked <= 0.8 * len(line.text) or line.node.tag in _LISTED:
                continue
            box = self._widest(self.within(line.node), MAX_CALL)
            parent = box.getparent() if box is not None else None
            if box is None or parent is None or box.tag not in _BOXES or parent not in self.around:
                continue
            inside = self.held[box]
            plain = [other for other in inside if other is not line]
            if (
                plain
                and inside[-1] is line
                and not any(other.linked or other.node.tag in _LISTED for other in plain)
            ):
                calls[box] = ("follow", "a box of few words that ends in a link")
        return calls if sum(self.sizes[box] for box in calls) <= _CALLS_SHARE * self.total else {}

    def picture_box(self, line: Line) -> HtmlElement | None:
        """Find the element that holds a picture and, in a few lines that are no paragraphs, what is said of it."""
        if line.image is None or len(line.text) > MAX_PICTURE:
            return None
        if line.node.tag in _TEXT_TAGS:
            own = line.node.tag == "p" and len(line.text) >= MIN_SLANTED and _STARTS.match(line.text)
            return line.node if own and _is_slanted(line.node) else None
        above = set(self.within(line.image))
        box = self._widest((element for element in self.within(line.node) if element in above), MAX_PICTURE)
        if box is None or _LEAD.search(f"{box.get('class', '')} {line.node.get('class', '')}"):
            return None
        inside = self.held[box]
        plain = all(other.node.tag not in _TEXT_TAGS for other in inside)
        told = any(len(other.text.split()) > MIN_WORDS and not is_date_line(other.text) for other in inside)
        return box if plain and told and len(inside) <= MAX_LINES else None


def _is_card(title: Line, line: Line, host: str) -> bool:
    """Say whether two lines are the title of another article of this site, a link to it, and what it begins with."""
    if not line.card or not 40 < len(line.text) <= MAX_EXCERPT or line.linked:
        return False
    target = title.links[0][2]
    own = not target.startswith(("#", "http:", "https:", "//")) or bool(host and host in target)
    return own and not any(node.tag in _LISTED for node in (title.node, line.node))


def _is_slanted(node: HtmlElement) -> bool:
    """Say whether all words of a paragraph are slanted or small, as those under a picture are."""
    if (node.text or "").strip():
        return False
    words = False
    for child in node:
        slanted = child.tag in _SLANTED
        if (child.tail or "").strip() or (not slanted and child.text_content().strip()):
            return False
        words = words or slanted
    return words and all(child.tag in INLINE_TAGS or child.tag == "br" for child in node)
