"""Split articles: where the site shows the whole, and which pages come next."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pipelines.extract.paragraphs import Page
from pipelines.extract.tree import text_of
from pipelines.urls import join_url

_WHOLE_QUERY = re.compile(
    r"(?:^|&)(?:(?:page|halaman|hal|pages?)=(?:all|semua)|single=1|showpage=all|view=all|all=1|full=1)(?:&|$)",
    re.IGNORECASE,
)
_PAGE_QUERY = re.compile(r"(?:^|&)(?:page|halaman|hal|p|paged|pg)=(\d{1,2})(?:&|$)")
_PAGE_PATH = re.compile(r"/(?:(?:page|halaman|hal)/)?(\d{1,2}|all)$")
_IDENTIFIERS = frozenset({"id", "p", "news_id", "nid", "berita", "artikel"})


class Part(NamedTuple):
    """A link of the page to another form of its own article."""

    address: str
    number: int | None  # which page of it; None for all on one page


def find_parts(page: Page, base: str, url: str) -> list[Part]:
    """Find the links that lead to other pages of the article at `url`, or to the whole of it."""
    own = urlsplit(url)
    stem = _stem(own.path)
    slug = stem.rpartition("/")[2]
    parts = []
    for href in _hrefs(page):
        if not (href.startswith("?") or (slug and slug in href)):
            continue
        address = join_url(base, href)
        if address is None:
            continue
        other = urlsplit(address)
        if _bare(other.hostname) != _bare(own.hostname) or _stem(other.path) != stem:
            continue
        if _identity(other.query) != _identity(own.query):
            continue
        if _is_whole(address):
            parts.append(Part(address, None))
        elif number := _number(address):
            parts.append(Part(address, number))
    return parts


def whole_page(parts: list[Part], url: str, suffix: str | None) -> str | None:
    """Return the address that shows a split article on one page; None when this is it or it is not split."""
    if _is_whole(url):
        return None
    linked = next((part.address for part in parts if part.number is None), None)
    if linked or not suffix or not any(part.number for part in parts):
        return linked
    return url.partition("?")[0] + suffix if suffix.startswith("?") else url.rstrip("/") + suffix


def further_pages(parts: list[Part], url: str) -> tuple[str, ...]:
    """Return the pages after this one, in order, where the page links to them."""
    if _is_whole(url):
        return ()
    current = _number(url) or 1
    numbered = {part.number: part.address for part in reversed(parts) if part.number}
    return tuple(address for number, address in sorted(numbered.items()) if current < number)


def unread_pages(named: Iterable[str], read: Iterable[str]) -> tuple[str, ...]:
    """Return those of the named pages whose numbers were not read, in order, each number once."""
    known = {_number(address) for address in read}
    numbered = {_number(address) or 0: address for address in reversed([*named])}
    return tuple(address for number, address in sorted(numbered.items()) if number not in known)


def _hrefs(page: Page) -> Iterator[str]:
    for line in page.lines:
        for _, _, target in line.links:
            if target:
                yield target.strip()
    for element in page.marks.get("pagination", ()):  # arrows and bare digits make no lines
        for link in element.iter("a"):
            if link.get("href") and len(text_of(link)) < 40:
                yield link.get("href", "").strip()


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _stem(path: str) -> str:
    """Return a path without what chooses a page of the article."""
    return _PAGE_PATH.sub("", path.rstrip("/"))


def _identity(query: str) -> list[tuple[str, str]]:
    """Return the parameters that tell articles apart (`?p=123`), without those that choose a page."""
    return sorted(
        (key, value)
        for key, value in parse_qsl(query)
        if key in _IDENTIFIERS and not (key == "p" and len(value) < 3)
    )


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_WHOLE_QUERY.search(parts.query)) or parts.path.rstrip("/").endswith("/all")


def _number(address: str) -> int | None:
    parts = urlsplit(address)
    found = _PAGE_QUERY.search(parts.query) or _PAGE_PATH.search(parts.path.rstrip("/"))
    return int(found[1]) if found and found[1].isdigit() else None
