"""Why a page is no article: the site's own pages, lists, walls, pages that say they are not there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.extract.body import Region
from pipelines.extract.languages import Pack, packs
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import prose
from pipelines.extract.structured import Claims
from pipelines.items import Rejection

SHORT = 600  # characters of text under which a page's own words about itself are believed
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
_LIST_PATH = re.compile(
    r"/(?:tag|tags|category|kategori|author|penulis|search|indeks?|index|topik|topic|page/\d+|feed|rubrik|label)(?:/|$)"
)
_GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
MAX_LEGEND = 200  # characters of a text that may be a mere legend
MANY_PICTURES = 4  # in elements that call themselves a gallery
MAX_TEASER = 400  # characters of one paragraph in a teaser
MANY_TEASERS = 3
_TEASERS_SHARE = 0.7  # of a page's prose
_SENTENCE = re.compile(r"[.!?…。！？](?=[\s\"'”’)]|$)")
_ARTICLE = re.compile(r"article|posting|report", re.IGNORECASE)


def _norm(title: str) -> str:
    return " ".join(re.split(r"\s+[|–—-]\s+", title)[0].lower().split()).strip(" .!»|-")


def _says(titles: dict[str, str], words: frozenset[str]) -> str | None:
    """Return the title, of those by their bare form, that a pack knows."""
    return next((title for bare, title in titles.items() if bare in words), None)


def _begins(titles: dict[str, str], words: frozenset[str]) -> str | None:
    """Return the title that begins with words of a pack: "Masuk untuk melanjutkan"."""
    return next(
        (title for bare, title in titles.items() for word in words if f"{bare} ".startswith(f"{word} ")), None
    )


def _last_segment(url: str) -> str:
    path = urlsplit(url).path.rstrip("/").lower()
    return re.sub(r"\.(?:html?|php|aspx?)$", "", path.rpartition("/")[2])


def tell_title(title: str) -> str:
    """Say what a page calls itself."""
    return f"the page is titled “{title[:80]}”"


def find_challenge(titles: Iterable[str]) -> str | None:
    """Return the title, of those of a page, by which a firewall asks who is there."""
    bare = {_norm(title): title for title in titles}
    return next((found for pack in packs().values() if (found := _says(bare, pack.static.challenge))), None)


def judge_before(url: str, claims: tuple[Claims, Claims], page: Page, tree: HtmlElement) -> Rejection | None:
    """Judge by address and titles alone, before the text is known."""
    ld, meta = claims
    firsts = [line.text for line in page.lines if line.node.tag == "h1"]
    titles = {_norm(title): title for title in (*ld.headlines, *meta.headlines, *firsts)}
    size = sum(len(line.text) for line in page.lines if not line.noise and len(line.text) > 60)
    for pack in packs().values():
        missing, wall, login = (
            _says(titles, words) for words in (pack.static.not_found, pack.static.consent, pack.static.login)
        )
        if missing and size < 4 * SHORT:
            return Rejection("soft-404", tell_title(missing))
        if wall and size < 4 * SHORT:
            return Rejection("consent", tell_title(wall))
        blocked = _says(titles, pack.static.challenge)
        if blocked and size < 4 * SHORT:
            return Rejection("blocked", tell_title(blocked))
        login = login or _begins(titles, pack.static.login)
        if login and size < SHORT and tree.find(".//input[@type='password']") is not None:
            return Rejection("login", f"the page is titled “{login[:80]}” and asks for a password")
    parts = urlsplit(url)
    if parts.hostname and parts.path in {"", "/"} and not parts.query:
        return Rejection("index", "the address is the site's front page")
    return None


def judge_after(
    url: str, claims: tuple[Claims, Claims], text: str, headline: Line | None, *, dated: bool, signed: bool
) -> Rejection | None:
    """Judge by what was found; evidence of an article (a date with a byline, an article type) outweighs doubts."""
    ld, meta = claims
    article = any(_ARTICLE.search(kind) for kind in ld.types) or "article" in meta.types
    titles = [headline.text] if headline else [*ld.headlines, *meta.headlines]
    bare = {_norm(title): title for title in titles[:2]}
    static = next((reason for pack in packs().values() if (reason := _static(pack, bare, url))), None)
    if static and not (dated and signed):
        return Rejection("static", static)
    path = urlsplit(url).path.lower()
    if (
        _LIST_PATH.search(path)
        and (ld.types & _LIST_TYPES or not (dated or article))
        and not _ends_in_slug(path)
    ):
        return Rejection("index", "the address and the page's type say that it lists articles")
    if ld.types & _LIST_TYPES and not article and not dated and len(text) < 4 * SHORT:
        return Rejection("index", "the page's own type says that it lists articles")
    return None


def judge_empty(page: Page) -> Rejection | None:
    """Tell a page that says in a line of its own that there is nothing: where no text was found, it is believed."""
    for line in page.lines:
        words = _norm(line.text)
        if (
            not line.noise
            and not words.isdigit()
            and any(words in pack.static.not_found for pack in packs().values())
        ):
            return Rejection("soft-404", f"the page says “{line.text[:80]}”")
    return None


def judge_list(lines: Sequence[Line], region: Region, claims: tuple[Claims, Claims]) -> Rejection | None:
    """Refuse a page whose text is made of teasers: boxes of one kind, each with a linked title and a few words."""
    ld, meta = claims
    if any(_ARTICLE.search(kind) for kind in ld.types - _LIST_TYPES) or "article" in meta.types:
        return None
    titles = _titled_boxes(region)
    held: dict[tuple[HtmlElement, object], float] = defaultdict(float)
    boxes: dict[tuple[HtmlElement, object], set[HtmlElement]] = defaultdict(set)
    for line in lines:
        box = next(
            (element for element in _within(line, region.container) if len(titles.get(element, ())) == 1),
            None,
        )
        if box is not None and len(line.text) < MAX_TEASER:
            parent = box.getparent()
            assert parent is not None  # the container is around it
            held[parent, box.tag] += prose(line)
            boxes[parent, box.tag].add(box)
    whole = sum(map(prose, lines))
    for kind, weight in held.items():
        if len(boxes[kind]) >= MANY_TEASERS and weight >= _TEASERS_SHARE * whole:
            return Rejection(
                "index", f"{len(boxes[kind])} teasers of other articles, and hardly any other text"
            )
    return None


def _titled_boxes(region: Region) -> dict[HtmlElement, set[str]]:
    """Return the elements inside a region that hold titles which are links, with the addresses that they lead to."""
    boxes: dict[HtmlElement, set[str]] = defaultdict(set)
    for line in (*region.lines, *region.dropped):
        if (
            len(line.text) > 15
            and line.linked > 0.8 * len(line.text)
            and not line.links[0][2].startswith("#")
        ):
            for element in _within(line, region.container):
                boxes[element].add(line.links[0][2])
    return boxes


def _within(line: Line, container: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around a line, inside the container."""
    element: HtmlElement | None = line.node
    while element is not None and element is not container:
        yield element
        element = element.getparent()


def judge_gallery(types: set[str], pictures: int, text: str) -> Rejection | None:
    """Refuse a page of pictures without text of its own; a photo page with an introduction is an article."""
    sentences = len(_SENTENCE.findall(text))
    if sentences < 2 and len(text) < MAX_LEGEND and (pictures >= MANY_PICTURES or types & _GALLERY_TYPES):
        return Rejection("gallery", f"{pictures} pictures, {sentences} sentences of text")
    return None


def _ends_in_slug(path: str) -> bool:
    return path.rstrip("/").rpartition("/")[2].count("-") >= 3


def _static(pack: Pack, titles: dict[str, str], url: str) -> str | None:
    if _last_segment(url) in pack.static.paths:
        return f"the address ends in “{_last_segment(url)}”"
    found = _says(titles, pack.static.titles)
    return f"the page is titled “{found[:80]}”" if found else None
