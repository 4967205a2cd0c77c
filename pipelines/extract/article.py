"""The one place that decides: every field of an article, from all witnesses that speak of it."""

import re
from dataclasses import dataclass
from itertools import islice

from cssselect import SelectorError
from lxml import etree
from lxml.html import HtmlElement

from pipelines.catalogue import Site
from pipelines.extract.body import Region, find_region, take_dek
from pipelines.extract.boilerplate import phrases_for
from pipelines.extract.boxes import take_boxes
from pipelines.extract.bylines import Credits
from pipelines.extract.edges import shape_text, take_biographies, take_outlets_own
from pipelines.extract.encoding import decode, one_line, strip_forbidden
from pipelines.extract.headlines import choose_title, find_heading_above, find_headline, outlet_names
from pipelines.extract.languages import detect_language
from pipelines.extract.learned import Learned, observe
from pipelines.extract.marks import find_marks, gather
from pipelines.extract.notices import find_notice, line_links
from pipelines.extract.pagination import find_parts, further_pages, whole_page
from pipelines.extract.paragraphs import Line, Page, read_page
from pipelines.extract.people import Around, decide_people
from pipelines.extract.places import with_places
from pipelines.extract.prose import ancestors, prose
from pipelines.extract.publication import Witnesses, decide_modified
from pipelines.extract.rules import rules_digest
from pipelines.extract.scripts import draw_story
from pipelines.extract.select import Selection, select_lines
from pipelines.extract.structured import Claims, read_json_ld, read_meta, read_microdata
from pipelines.extract.topics import find_section, find_tags
from pipelines.extract.tree import crowded_tag, parse_html
from pipelines.extract.verdict import judge_after, judge_before, judge_empty, judge_gallery, judge_list
from pipelines.extract.witnesses import Scene, find_published
from pipelines.items import Article, Capture, Reading, Rejection, Removed, Timestamp
from pipelines.urls import canonical_url, join_url

MAX_BYTES = 20_000_000
MAX_TEXT = 2_000_000
MAX_PICTURES = 50  # of one gallery that are counted
MIN_TEXT = 40  # characters; a photo caption of one sentence is an article still
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"ID3",
    b"\x00\x00\x00",
)
_CONTROLS = bytes([*range(1, 9), *range(14, 32)])  # but NUL: UTF-16 has it
_HEAD_BEFORE, _HEAD_MAX, _TAIL = 8, 40, 25  # lines around the text that may hold byline and date
_OTHER_STORY = frozenset({"comments", "related", "navigation", "sidebar", "footer", "ads", "gallery"})


@dataclass(frozen=True, slots=True)
class _Found:
    """What reading a page found, before it is put together."""

    scene: Scene
    tree: HtmlElement
    headline: Line | None
    region: Region
    selection: Selection
    outlets: frozenset[str]
    credits: Credits
    times: tuple[Witnesses, Timestamp | None]
    learned: Learned | None


def extract_article(capture: Capture, site: Site, learned: Learned | None = None) -> Article | Rejection:
    """Extract the article that a captured page holds, or say why it holds none. Pure; raises on no bytes.

    `learned` is what the site's own pages are known to repeat.
    """
    try:
        found = _extract(capture, site, learned)
        return with_places(found, site) if isinstance(found, Article) else found
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        etree.LxmlError,
        SelectorError,
    ) as error:
        return Rejection("unreadable", f"{type(error).__name__}: {strip_forbidden(str(error))[:200]}")


def _extract(capture: Capture, site: Site, learned: Learned | None) -> Article | Rejection:
    headers = {name.lower(): value for name, value in capture.headers}
    content_type = headers.get("content-type")
    refused = _refuse_bytes(capture.payload, content_type)
    if refused:
        return refused
    tree = parse_html(strip_forbidden(decode(capture.payload, content_type, site.extraction.encoding)))
    if tree is None:
        return Rejection("not-html", "there is no element in it")
    _remove_selected(tree, site.extraction.remove)
    page = read_page(tree)
    if page.too_deep:
        return Rejection("too-deep", "elements are nested deeper than 2,000")
    ld, meta = read_json_ld(tree), read_meta(tree)
    url = capture.final_url
    early = judge_before(url, (ld, meta), page, tree)
    if not early and draw_story(tree, page, [*ld.headlines, *meta.headlines]):
        page = read_page(tree)
    return early or _compose(capture, site, tree, page, (ld, meta, read_microdata(page.marks)), learned)


def _refuse_bytes(payload: bytes, content_type: str | None) -> Rejection | None:
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and not re.search(r"html|xml|text/plain|octet-stream", kind):
        return Rejection("not-html", f"the server calls it {kind}")
    if payload.startswith(_BINARY):
        return Rejection("not-html", "the bytes are no text")
    head = payload[:4096]
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20:
        return Rejection("not-html", "the bytes are no text")
    if len(payload) > MAX_BYTES:
        return Rejection("too-large", f"{len(payload)} bytes, the limit is {MAX_BYTES}")
    if b"<" not in payload:
        return Rejection("not-html", "there is no markup in it")
    crowded = crowded_tag(payload)
    return Rejection("too-large", f"one tag has over {crowded} attributes") if crowded else None


def _remove_selected(tree: HtmlElement, selectors: tuple[str, ...]) -> None:
    for selector in selectors:
        for element in tree.cssselect(selector):
            if element.getparent() is not None:
                element.drop_tree()


def _compose(
    capture: Capture,
    site: Site,
    tree: HtmlElement,
    page: Page,
    claims: tuple[Claims, Claims, Claims],
    learned: Learned | None,
) -> Article | Rejection:
    ld, meta, micro = claims
    url = capture.final_url
    named = [*ld.headlines[:1], *meta.headlines, *micro.headlines]
    headline = find_headline(page, named)
    region = find_region(tree, page, headline, ld.body, site.extraction.body, url)
    headline = headline or find_heading_above(page, region, named)
    language = site.language or detect_language(
        (line.text for line in region.lines if prose(line)), meta.language or ld.language
    )
    take_boxes(page, region, headline, url)
    dek = take_dek(region, language, [*meta.descriptions, *ld.descriptions])
    selection = select_lines(region, headline, phrases_for(language), learned)
    selection.removed += dek
    around = _around(page, headline, selection, region)
    outlets = outlet_names(url, site, meta.site_name)
    edges = shape_text(selection, region, around.head, outlets)
    if len(edges.text) < MIN_TEXT:
        return judge_empty(page) or Rejection("no-text", f"{len(edges.text)} characters of text were found")
    scene = Scene(capture, site, page, claims, around, edges, language)
    times = find_published(scene)
    credits_ = decide_people(page, claims, around, edges, outlets, language)
    take_biographies(edges, credits_.authors)
    take_outlets_own(edges, outlets)
    signed = bool(credits_.authors or credits_.editors)
    refused = judge_after(url, (ld, meta), edges.text, headline, dated=times[1] is not None, signed=signed)
    refused = refused or judge_list(selection.lines, region, (ld, meta))
    refused = refused or judge_gallery(ld.types, _pictures(page, region), edges.text)
    if refused:
        return refused
    return _put_together(_Found(scene, tree, headline, region, selection, outlets, credits_, times, learned))


def _put_together(found: _Found) -> Article:
    """Fill in the fields."""
    scene, headline = found.scene, found.headline
    page, edges, language = scene.page, scene.edges, scene.language
    (ld, meta, _), (witnesses, published) = scene.claims, found.times
    site, url = scene.site, scene.capture.final_url
    base = _base(found.tree, url)
    parts = find_parts(page, base, url)
    title = choose_title(headline, scene.claims, found.outlets, scene.around.before)
    filed = find_section(page, ld, meta, headline), find_tags(page, ld, meta, headline)
    told = gather(url, title, filed, scene.claims, scene.around, edges)
    marks = find_marks(told, language, found.outlets)
    return Article(
        url=_canonical(found.tree, url),
        title=title,
        text=edges.text[:MAX_TEXT],
        authors=tuple(found.credits.authors),
        editors=tuple(found.credits.editors),
        published=published,
        modified=decide_modified(witnesses, published, site.timezone),
        dateline_site=edges.dateline_site,
        dateline_place=edges.dateline_place,
        section=filed[0],
        tags=filed[1],
        lead_image=_lead_image(ld, meta, base),
        caption=edges.caption,
        photo_credit=edges.photo_credit,
        sign_off=edges.sign_off,
        agency=marks.agency,
        syndicated_from=marks.syndicated_from,
        advertorial=marks.advertorial,
        press_release=marks.press_release,
        language=language,
        removed=_removed(edges.removed, found.region),
        whole_url=whole_page(parts, url, site.extraction.single_page),
        further_urls=further_pages(parts, url),
        source_kind=scene.capture.source_kind,
        blocks=observe(found.selection.seen, found.region.container, edges.text),
        reading=Reading(rules_digest(site), found.learned.version if found.learned else 0, "page", site.id),
        notice=find_notice(title, edges.text, language, line_links(found.selection.lines, base), url),
    )


def _pictures(page: Page, region: Region) -> int:
    """Count the pictures of the galleries in the article's part of the page, not those of a slider over the page's."""
    parts = {part for part in islice(ancestors(region.container), 3) if part.tag not in {"body", "html"}}
    galleries = [
        element
        for element, (reason, _) in page.noise.items()
        if reason == "gallery" and any(around in parts for around in element.iterancestors())
    ]
    return len({picture for element in galleries for picture in islice(element.iter("img"), MAX_PICTURES)})


def _around(page: Page, headline: Line | None, selection: Selection, region: Region) -> Around:
    first = selection.lines[0].order if selection.lines else 0
    last = selection.lines[-1].order if selection.lines else 0

    def own(lines: list[Line]) -> tuple[Line, ...]:
        return tuple(
            line
            for line in lines
            if not any(
                region.noise[element][0] in _OTHER_STORY for element in line.noise if element in region.noise
            )
        )

    chosen = {line.order for line in selection.lines}
    start = headline.order if headline is not None and headline.order < first else None
    before = page.lines[max(0, start - _HEAD_BEFORE) : start] if start is not None else []
    head = (
        page.lines[start + 1 : first][:_HEAD_MAX]
        if start is not None
        else page.lines[max(0, first - 12) : first]
    )
    inside = (
        [line for line in page.lines[first : last + 1] if line.order not in chosen] if region.dropped else []
    )
    return Around(own(before), own(head), own(inside + page.lines[last + 1 : last + 1 + _TAIL]))


def _base(tree: HtmlElement, url: str) -> str:
    base = tree.find(".//base[@href]")
    return (join_url(url, base.get("href", "")) if base is not None else None) or url


def _canonical(tree: HtmlElement, url: str) -> str:
    declared = None
    for element in tree.iter("link", "meta"):
        if element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
            declared = element.get("href")
            break
        if element.get("property") == "og:url" and declared is None:
            declared = element.get("content")
    try:
        return canonical_url(url, declared or None)
    except ValueError:
        return one_line(url)


def _lead_image(ld: Claims, meta: Claims, base: str) -> str | None:
    for address in (meta.image, ld.image):
        if address:
            joined = join_url(base, address)
            if joined:
                return joined
    return None


def _removed(removed: list[Removed], region: Region) -> tuple[Removed, ...]:
    blocks: dict[HtmlElement, list[str]] = {}
    for line in region.dropped:
        root = next(element for element in line.noise if element in region.noise)
        blocks.setdefault(root, []).append(line.text)
    named = [Removed("\n".join(texts), *region.noise[root]) for root, texts in blocks.items()]
    return (*removed, *named)
