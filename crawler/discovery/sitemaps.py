"""Sitemaps (sitemaps.org): urlset, news sitemap, index and plain text, gzipped or not."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.feeds import parse_feed
from crawler.discovery.listing import (
    ListingError,
    aware_time,
    gather,
    inflate,
    make_lead,
    what_it_is,
    without_declaration,
)
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing
from pipelines.urls import join_url, request_key, same_site

MAX_SITEMAPS = 5_000  # that one index may name
MAX_FIELDS = 200  # children of one entry that are looked at
# The conventional names, Yoast's, WordPress's own and others', of sitemaps that list no articles.
_LISTS = (
    r"categor(?:y|ies)|kategori|tags?|post_tag|post_format|authors?|users?|taxonom(?:y|ies)|images?|videos?|photos?|"
    r"foto|galler(?:y|ies)|products?|media|attachments?|misc|static|local|nav_menu\w*|elementor[\w-]*"
)
NO_ARTICLES = re.compile(
    rf"(?:^|[/_.-])(?:pages?|{_LISTS}|\w*(?:template|block|layout)s?)[_.-]?sitemap|"
    rf"wp-sitemap-(?:taxonomies|users|posts-(?:page|attachment|product|elementor))|"
    rf"sitemap[/_.-](?:pages|{_LISTS})[_.-]?\d*\.xml",
    re.IGNORECASE,
)
NEWS_NAME = re.compile(r"(?:^|[/_.?=-])(?:google-?)?news(?:[/_.-]|sitemap|\d|$)|sitemap-?news", re.IGNORECASE)


Keep = Callable[[Lead], bool]


class _Entry(NamedTuple):
    kind: str  # "url" or "sitemap"
    fields: dict[str, str]  # by local name: loc, lastmod, publication_date, title


def parse_sitemap(
    payload: bytes, url: str, homepage: str, fetched_at: datetime, keep: Keep | None = None
) -> Listing:
    """Return the leads of a sitemap that `keep` accepts (by default those on the site), or the sitemaps of an index.

    Raises ListingError for what is no sitemap; a truncated one gives what arrived.
    """
    payload = inflate(payload)
    keep = keep or (lambda lead: same_site(lead.url, homepage))
    text = payload.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"http://", b"https://")):
        return Listing(gather(_plain_leads(text, url), keep))
    root = _root_name(payload)
    if root is None:
        payload = without_declaration(payload)
        root = _root_name(payload)
    if root in {"rss", "RDF", "feed"}:  # the protocol takes feeds for sitemaps
        return parse_feed(payload, url, fetched_at)
    if root not in {"urlset", "sitemapindex"}:
        raise ListingError(f"{what_it_is(payload)} where a sitemap was expected")
    channels: dict[str, ChannelRef] = {}

    def leads() -> Iterator[Lead | None]:
        for kind, fields in _entries(payload):
            if kind == "url":
                yield _lead(fields, url, fetched_at)
            elif ref := _channel(fields, url, fetched_at):
                channels.setdefault(request_key(ref.url), ref)

    gathered = gather(leads(), keep)
    channels.pop(request_key(url), None)  # an index that lists itself
    named = tuple(ref for ref in channels.values() if same_site(ref.url, homepage))
    return Listing(gathered, channels=named[:MAX_SITEMAPS])


def sitemap_kind(url: str) -> ChannelKind | None:
    """Tell by its conventional name whether a sitemap lists news, anything, or (None) no articles."""
    parts = urlsplit(url)
    name = parts.path + ("?" + parts.query if parts.query else "")
    if NEWS_NAME.search(name):
        return ChannelKind.NEWS_SITEMAP
    return None if NO_ARTICLES.search(name) else ChannelKind.SITEMAP


def _plain_leads(text: bytes, url: str) -> Iterator[Lead | None]:
    return (make_lead(url, line.decode("utf-8", "replace").strip()) for line in text.splitlines())


def _iterparse(
    payload: bytes, event: Literal["start", "end"], tags: tuple[str, ...] | None = None
) -> "etree.iterparse[tuple[str, etree._Element]]":
    return etree.iterparse(
        BytesIO(payload),
        events=(event,),
        tag=tags,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _local_name(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _root_name(payload: bytes) -> str | None:
    try:
        for _event, element in _iterparse(payload, "start"):
            return _local_name(element)
    except etree.XMLSyntaxError:
        return None
    return None


def _entries(payload: bytes) -> Iterator[_Entry]:
    """Yield the entries one by one, each element dropped once read; namespaces may be wrong or missing."""
    try:
        for _event, element in _iterparse(payload, "end", ("{*}url", "{*}sitemap")):
            parent = element.getparent()
            if parent is not None:
                yield _Entry(_local_name(element), _fields(element))
                element.clear()
                while element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError:
        return  # even recovery ends somewhere; what was read is read


def _fields(entry: "etree._Element") -> dict[str, str]:
    fields: dict[str, str] = {}
    children = [child for child, _ in zip(entry, range(MAX_FIELDS), strict=False)]
    for child in children:
        # image:loc and video:title stand one level deeper too, so only the news element is opened.
        for field in child if _local_name(child) == "news" else (child,):
            text = field.text.strip() if field.text else ""
            if text:
                fields.setdefault(_local_name(field), text)
    return fields


def _lead(fields: dict[str, str], url: str, fetched_at: datetime) -> Lead | None:
    published = aware_time(fields.get("publication_date"), fetched_at)
    modified = aware_time(fields.get("lastmod"), fetched_at)
    return make_lead(url, fields.get("loc"), fields.get("title"), published, modified)


def _channel(fields: dict[str, str], url: str, fetched_at: datetime) -> ChannelRef | None:
    named = join_url(url, fields.get("loc", ""))
    kind = sitemap_kind(named) if named and "loc" in fields else None
    return ChannelRef(named, kind, aware_time(fields.get("lastmod"), fetched_at)) if named and kind else None
