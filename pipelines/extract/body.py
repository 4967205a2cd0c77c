"""Where the article stands on the page: the element that holds it, and its lines."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.extract.languages import packs
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import ENOUGH, Scorer, ancestors, is_excerpt, prose, squeeze
from pipelines.extract.tree import without_utilities
from pipelines.items import Removed

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its complaints are outcomes here

PLAIN = "plain text"  # how a region without markup was found
MAX_ELEMENTS = 15_000  # trafilatura is quadratic on hostile pages; beyond, the page's own marks decide
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
# Reasons whose words are used for much else: "ad" in a theme's own names, "editor" for a text block.
_DOUBTFUL = frozenset(
    {
        "ads",
        "form",
        "hidden",
        "metadata",
        "tags",
        "follow",
        "gallery",
        "caption",
        "share",
        "embed",
        "author-box",
        "pagination",
    }
)
_CERTAIN = frozenset({"navigation", "comments", "footer"})
_KEEP_TAGS = frozenset({"html", "body", "main", "article"})
_TITLES = frozenset({"h1", "h2", "h3"})
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TOP_LINES = 8  # of a region, in which a heading that is the page's description is a dek
_SHORT_DEK = 30  # characters
_BROTHERS = frozenset({"p", "blockquote", "ul", "ol"})
_MAX_BROTHERS = 12  # lines


@dataclass(slots=True)
class Region:
    """The chosen part of a page."""

    container: HtmlElement
    lines: list[Line]  # inside the container, furniture left out
    dropped: list[Line] = field(
        default_factory=list
    )  # inside the container, but in elements named as furniture
    noise: dict[HtmlElement, tuple[str, str]] = field(default_factory=dict)  # why
    how: str = ""  # which witness decided
    standfirst: list[Line] = field(default_factory=list)  # of the lines: what stands loose under the headline


def true_noise(page: Page, headline: Line | None, body: HtmlElement) -> dict[HtmlElement, tuple[str, str]]:
    """Leave out of the page's furniture what holds the headline or an element that calls itself the article."""
    keep: set[HtmlElement] = set()
    if headline is not None:
        keep.update(ancestors(headline.node))
    for element in [*page.content, *page.marks.get("itemprop=articlebody", ())]:
        if element not in page.noise:
            keep.update(element.iterancestors())
    return {
        element: reason
        for element, reason in page.noise.items()
        if element not in keep and element is not body and element.tag not in _KEEP_TAGS
    }


def _inside(lines: Iterable[Line], container: HtmlElement) -> list[Line]:
    known: dict[HtmlElement, bool] = {}

    def holds(node: HtmlElement) -> bool:
        if node not in known:
            known[node] = any(element is container for element in ancestors(node))
        return known[node]

    return [line for line in lines if holds(line.node)]


def _trafilatura_text(tree: HtmlElement, noise: Iterable[HtmlElement], url: str) -> str:
    import trafilatura  # noqa: PLC0415 - a quarter of a second, which only who reads pages has to wait for

    for element in noise:
        element.set("data-furniture", "1")
    pruned = copy(tree)
    for element in list(pruned.iter()):
        if element.attrib.pop("data-furniture", None) and element.getparent() is not None:
            element.drop_tree()
    try:
        document = trafilatura.bare_extraction(pruned, url=url or None, include_comments=False, fast=True)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError):
        return ""
    text = getattr(document, "text", None)  # a Document; None where nothing was found
    return str(text) if text else ""


def find_region(
    tree: HtmlElement, page: Page, headline: Line | None, claimed: str | None, selector: str | None, url: str
) -> Region:
    """Find the element that holds the article.

    The page's own prose decides where it is clear; where it is not, trafilatura is asked. `claimed` is the text
    that the page's JSON-LD gives for the article, `selector` the site file's word on where it is.
    """
    body = tree.find("body")
    root = tree if body is None else body
    noise = true_noise(page, headline, root)
    chosen = tree.cssselect(selector) if selector else []
    if chosen:
        noise = {element: why for element, why in noise.items() if element not in set(ancestors(chosen[0]))}
        return _region(page, chosen[0], noise, "site file", headline)
    start = headline.node if headline else None
    scorer = Scorer(_live(page, noise))
    if scorer.total[root] < ENOUGH:
        noise = {element: why for element, why in noise.items() if why[0] in _CERTAIN}
        scorer = Scorer(_live(page, noise))
    container = scorer.descend(root, start)
    heavy = _heavy_noise(page, noise, scorer.total[container])
    misnamed = {element for element in heavy if noise[element][0] in _DOUBTFUL}
    if misnamed:
        noise = {element: why for element, why in noise.items() if element not in misnamed}
        scorer = Scorer(_live(page, noise))
        container = scorer.descend(root, start)
        heavy -= misnamed
    witness, who = claimed or "", "json-ld"
    if len(witness) <= ENOUGH:
        clear = not heavy and _is_clear(page, container, scorer.total[container], scorer.total[root])
        pruned = [element for element in noise if element not in heavy]
        witness = "" if clear or page.elements > MAX_ELEMENTS else _trafilatura_text(tree, pruned, url)
        who = "trafilatura"
    seen = _lines_in(page, witness)
    backed = Scorer(seen)
    total = backed.total[root]
    own = backed.total[container] >= 0.7 * total or _only_others_outside(page, seen, container)
    if total <= ENOUGH or own:
        return _region(page, container, noise, "prose", headline)
    lifted = _noise_to_lift(seen, noise, total)
    noise = {element: why for element, why in noise.items() if element not in lifted}
    return _region(page, _deepest(backed, root, 0.8 * total), noise, who, headline)


def take_dek(region: Region, language: str | None, told: Iterable[str]) -> list[Removed]:
    """Take the standfirst out of a region in a language whose press counts it to the headline, not to the article.

    `told` is what the page's metadata gives as its description: a dek stands there too.
    """
    pack = packs().get(language or "")
    known = squeeze(" ".join(told))
    if pack is None or not pack.dek:
        return []
    first = [
        line
        for line in region.lines[:_TOP_LINES]
        if line.node.tag in _SUBHEADS or line.node.get("itemprop") == "description"
    ]
    deks = [
        line
        for line in (*region.standfirst, *first)
        if len(line.text) > _SHORT_DEK and squeeze(line.text)[:60] in known
    ]
    region.lines = [line for line in region.lines if line not in deks]
    return [
        Removed(line.text, "headline", "a dek: the page's own description, under the headline")
        for line in deks
    ]


def _live(page: Page, noise: dict[HtmlElement, tuple[str, str]]) -> list[Line]:
    return [line for line in page.lines if not any(element in noise for element in line.noise)]


def _is_clear(page: Page, container: HtmlElement, own: float, whole: float) -> bool:
    """Say whether the page itself calls the container its article, and hardly any prose stands elsewhere."""
    names = {*page.content, *page.marks.get("itemprop=articlebody", ())}
    named = any(element in names for element in ancestors(container))
    return named and own >= max(2 * ENOUGH, 0.6 * whole)


def _lines_in(page: Page, text: str) -> list[Line]:
    """Return the lines of the page that another reader's text holds too."""
    known = squeeze(text)
    return (
        [line for line in page.lines if len(line.text) > 30 and squeeze(line.text) in known] if known else []
    )


def _region(
    page: Page,
    container: HtmlElement,
    noise: dict[HtmlElement, tuple[str, str]],
    how: str,
    headline: Line | None,
) -> Region:
    inside = _inside(page.lines, container)
    if inside and container.getparent() is not None:
        inside = _loose_before(page, container, inside[0].order) + inside
    brothers = _brothers_before(page, container, headline, inside) if inside and headline is not None else []
    inside = brothers + inside
    standfirst = _standfirst(page, headline, inside, noise) if inside and headline is not None else []
    inside = standfirst + inside
    standfirst += brothers
    kept = [line for line in inside if not any(element in noise for element in line.noise)]
    dropped = [line for line in inside if any(element in noise for element in line.noise)]
    return Region(container, kept, dropped, noise, how, standfirst)


def _only_others_outside(page: Page, seen: list[Line], container: HtmlElement) -> bool:
    """Say whether a witness adds mere other articles to a container that holds an article's worth.

    Their excerpts; or whole ones under it, as pages that go on without end show them, each under a title that is a link.
    """
    inside = _inside(seen, container)
    known = {line.order for line in inside}
    outside = [line for line in seen if line.order not in known and prose(line)]
    if len(inside) < 2 or not outside:
        return len(inside) > 1
    last = inside[-1].order
    first = next((line.order for line in outside if line.order > last), last)
    under = any(
        line.node.tag in _TITLES and line.linked > 0.8 * len(line.text) > 12
        for line in page.lines[last + 1 : first]
    )
    above = sum(prose(line) for line in outside if line.order < last)
    return (under and above < 0.3 * sum(map(prose, inside))) or sum(map(is_excerpt, outside)) * 2 >= len(
        outside
    )


def _heavy_noise(page: Page, noise: dict[HtmlElement, tuple[str, str]], least: float) -> set[HtmlElement]:
    """Name the furniture that holds more prose than the article found: its name may be wrong."""
    weight: dict[HtmlElement, float] = defaultdict(float)
    for line in page.lines:
        for element in line.noise:
            if element in noise:
                weight[element] += prose(line)
    return {element for element, sum_ in weight.items() if sum_ > least and noise[element][0] != "comments"}


def _noise_to_lift(
    seen: list[Line], noise: dict[HtmlElement, tuple[str, str]], total: float
) -> set[HtmlElement]:
    """Name the furniture that a witness takes for the article itself."""
    weight: dict[HtmlElement, float] = defaultdict(float)
    for line in seen:
        for element in line.noise:
            if element in noise:
                weight[element] += prose(line)
    return {element for element, sum_ in weight.items() if sum_ > 0.4 * total}


def _deepest(scorer: Scorer, root: HtmlElement, least: float) -> HtmlElement:
    current = root
    while True:
        best = max(current, key=lambda child: scorer.total.get(child, 0.0), default=None)
        if best is None or scorer.total.get(best, 0.0) < least:
            return current
        current = best


def _standfirst(
    page: Page, headline: Line, inside: list[Line], noise: dict[HtmlElement, tuple[str, str]]
) -> list[Line]:
    """Find the running text between the headline and the container: a summary, a first part before a wall.

    What the article says again (a pull quote) is none.
    """
    between = page.lines[headline.order + 1 : inside[0].order]
    if len(between) > 40:
        return []
    told = squeeze(" ".join(line.text for line in inside))
    return [
        line for line in between
        if prose(line) >= 60 and line.image is None and line.linked * 4 < len(line.text) and _SENTENCE_END.search(line.text)
        and not any(element in noise for element in line.noise) and squeeze(line.text)[:60] not in told
    ]  # fmt: skip


def _brothers_before(page: Page, container: HtmlElement, headline: Line, inside: list[Line]) -> list[Line]:
    """Find the first part of an article that stands beside the rest: paragraphs right before the container, or its like.

    A quote on top, or what the article says again, is none of it.
    """
    first, parent = inside[0].order, container.getparent()
    kind = set(without_utilities(container.get("class", "")).split())
    told = squeeze(" ".join(line.text for line in inside))
    found: list[Line] = []
    for line in reversed(page.lines[max(headline.order + 1, first - _MAX_BROTHERS) : first]):
        top = next((element for element in ancestors(line.node) if element.getparent() is parent), None)
        alike = top is not None and bool(kind) and kind <= set(top.get("class", "").split())
        if top is None or not (alike or top.tag in _BROTHERS) or 2 * line.linked > len(line.text):
            break
        if squeeze(line.text)[:60] not in told:
            found.insert(0, line)
    while found and not (
        found[0].node.tag == "p" and prose(found[0]) and _SENTENCE_END.search(found[0].text)
    ):
        found.pop(0)
    return found


def _loose_before(page: Page, container: HtmlElement, first: int) -> list[Line]:
    """Find text that stands loose in the parent, right before the container: a first paragraph, or its dateline."""
    parent = container.getparent()
    found: list[Line] = []
    for line in reversed(page.lines[max(0, first - 3) : first]):
        if line.node is not parent or line.linked or line.noise:
            break
        found.insert(0, line)
    return found
