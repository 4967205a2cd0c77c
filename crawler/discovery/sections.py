"""Index, section and home pages: article links with their texts, and the way to the next page."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree
from parsel import Selector

from crawler.discovery.article_urls import article_likeness, looks_like_article, wanted
from crawler.discovery.listing import (
    ListingError,
    aware_time,
    clean_title,
    decode_html,
    gather,
    inflate,
    make_lead,
    what_it_is,
)
from crawler.discovery.words import words
from pipelines.catalogue import Site
from pipelines.items import Lead, Listing
from pipelines.urls import join_url, request_key, same_site

MAX_LINKS = 5_000  # of a page that are looked at; a front page has some 500
MAX_TIMES = 500
CARD_DEPTH = 5  # how far above a <time> its article's card may begin
HEADLINE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Link(NamedTuple):
    """A link of a page: its absolute address, its text in one line, its element."""

    url: str
    text: str
    element: "etree._Element"


def parse_section(
    payload: bytes, url: str, headers: Mapping[str, str], site: Site, fetched_at: datetime
) -> Listing:
    """Return the article links of a list page in page order, and the next page's address.

    Raises ListingError for what is no HTML.
    """
    root = read_html(payload, headers)
    base = base_url(root, url)
    links = list(page_links(root, base))
    allowed = bool(site.discovery.allow)  # then the site file says what an article's address is
    chosen = [
        link
        for link in links
        if wanted(link.url, site) and (allowed or looks_like_article(link.url, site.homepage, link.text))
    ]
    times = _times_beside(root, chosen, fetched_at)
    titles = _titles(chosen)
    leads = (_lead(link, titles, times) for link in chosen if request_key(link.url) != request_key(url))
    return Listing(gather(leads), _next_url(root, links, url))


def read_html(payload: bytes, headers: Mapping[str, str]) -> "etree._Element":
    """Parse a page; raises ListingError for what is no HTML."""
    payload = inflate(payload)
    kind = what_it_is(payload)
    if kind not in {"HTML", "something else"} or b"<" not in payload[:100_000]:
        raise ListingError(f"{kind} where HTML was expected")
    root: etree._Element = Selector(text=decode_html(payload, headers), type="html").root
    return root


def base_url(root: "etree._Element", url: str) -> str:
    """Return the page's <base href> where it stays on the site, else its own address."""
    href = next((str(base.get("href")) for base in root.iter("base") if base.get("href")), None)
    base = join_url(url, href) if href else None
    return base if base and same_site(base, url) else url


def page_links(root: "etree._Element", base: str) -> Iterator[Link]:
    """Yield the links of a page in page order, MAX_LINKS of them."""
    for count, element in enumerate(root.iter("a")):
        if count == MAX_LINKS:
            return
        url = join_url(base, element.get("href") or "") if element.get("href") else None
        if url:
            yield Link(url, _text(element), element)


def _text(element: "etree._Element") -> str:
    text = clean_title(" ".join(str(part) for part in element.itertext())) or ""
    if not text:
        images = (str(image.get("alt") or "") for image in element.iter("img"))
        text = clean_title(element.get("title") or element.get("aria-label") or next(images, "")) or ""
    return text


def _titles(links: list[Link]) -> dict[str, str]:
    """Choose of the texts that lead to one article: one in a heading, else the longest that is no whole teaser."""

    def rank(link: Link) -> tuple[bool, int]:
        around = {link.element.tag, *(e.tag for e in link.element.iterancestors() if e.tag in HEADLINE)}
        inside = any(link.element.find(f".//{tag}") is not None for tag in HEADLINE)
        return bool(around & HEADLINE or inside), len(link.text) if len(link.text) <= 200 else -1

    best: dict[str, tuple[tuple[bool, int], str]] = {}
    for link in links:
        if link.text.count(" ") >= 2:  # "Read more" is no headline
            best[request_key(link.url)] = max(
                best.get(request_key(link.url), ((False, -2), "")), (rank(link), link.text)
            )
    return {key: text for key, (_, text) in best.items()}


def _lead(link: Link, titles: dict[str, str], times: dict[str, datetime]) -> Lead | None:
    key = request_key(link.url)
    return make_lead(link.url, link.url, titles.get(key), times.get(key))


def _times_beside(root: "etree._Element", links: list[Link], fetched_at: datetime) -> dict[str, datetime]:
    """Return the aware <time datetime> of each card that holds one article, by request key."""
    keys = {link.element: request_key(link.url) for link in links}
    times: dict[str, datetime] = {}
    for count, element in enumerate(root.iter("time")):
        moment = aware_time(element.get("datetime"), fetched_at) if count < MAX_TIMES else None
        card = element.getparent()
        for _ in range(CARD_DEPTH if moment else 0):
            if card is None:
                break
            inside = {keys[anchor] for anchor in card.iter("a") if anchor in keys}
            if len(inside) == 1 and moment:
                times.setdefault(inside.pop(), moment)
            if inside:
                break
            card = card.getparent()
    return times


def _next_url(root: "etree._Element", links: list[Link], url: str) -> str | None:
    """Find the next page: by rel=next, by its number, by the text or class of its link."""
    here = request_key(url)

    def elsewhere(candidate: str | None) -> bool:
        return candidate is not None and same_site(candidate, url) and request_key(candidate) != here

    for element in root.iter("link"):
        if "next" in (element.get("rel") or "").lower().split():
            target = join_url(url, element.get("href") or "")
            if elsewhere(target):
                return target
    rel = (link for link in links if "next" in (link.element.get("rel") or "").lower().split())
    numbered = (link for link in links if _is_successor(link.url, url))
    named = (link for link in links if _says_next(link) and article_likeness(link.url) < 3)
    for candidates in (rel, numbered, named):
        for link in candidates:
            if elsewhere(link.url):
                return link.url
    return None


def _says_next(link: Link) -> bool:
    text = link.text.lower().strip(" »›→>«‹←.…")
    if text in words("next") or link.text.strip() in {"»", "›", "→", ">", ">>"}:
        return True
    marks = f"{link.element.get('class') or ''} {link.element.get('id') or ''}".lower()
    return bool(re.search(r"(?:^|[\s_-])(?:next|older)(?:$|[\s_-])", marks)) and not _word_like_headline(text)


def _word_like_headline(text: str) -> bool:
    return text.count(" ") >= 3


def _is_successor(candidate: str, url: str) -> bool:
    """Tell whether two addresses differ in nothing but a page number, and the candidate's is the next."""
    (one, number), (here, current) = _numbered(candidate), _numbered(url)
    return one == here and number is not None and number == (current or 1) + 1


def _numbered(url: str) -> tuple[str, int | None]:
    """Split an address into what it is without its page number, and the number."""
    parts = urlsplit(url)
    parameters = "|".join(re.escape(word) for word in words("parts"))
    query = re.search(rf"(?:^|&)(?:{parameters})=(\d{{1,5}})(?=&|$)", parts.query)
    path = re.search(rf"(?:/(?:{parameters}))?/(\d{{1,5}})/?$", parts.path)
    if query:
        rest = (parts.query[: query.start()] + parts.query[query.end() :]).strip("&")
        return f"{parts.netloc}{parts.path.rstrip('/')}?{rest}", int(query[1])
    if path:
        return f"{parts.netloc}{parts.path[: path.start()]}?{parts.query}", int(path[1])
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}", None
