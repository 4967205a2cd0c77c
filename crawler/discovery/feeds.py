"""Feeds: RSS, RDF and Atom through feedparser, and JSON Feed."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
from w3lib.url import add_or_replace_parameter

from crawler.discovery.listing import (
    ListingError,
    aware_time,
    gather,
    inflate,
    make_lead,
    what_it_is,
    without_declaration,
)
from pipelines.items import Lead, Listing
from pipelines.urls import join_url

MAX_ENTRIES = 5_000  # feedparser takes a second or two for them, and a worker has ten
ENTRY_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
# An entity that refers to others, or to a file, has one use: to exhaust or to spy on its reader.
HOSTILE_ENTITY = re.compile(
    rb"<!ENTITY\s[^>]{0,1000}?(?:\bSYSTEM\b|\bPUBLIC\b|[\"'][^\"'>]*[&%])", re.IGNORECASE
)


def parse_feed(payload: bytes, url: str, fetched_at: datetime) -> Listing:
    """Return the leads of a feed, and its next page where it names one (RFC 5005) or is WordPress's.

    Raises ListingError for what is no feed; a truncated feed gives the entries that arrived.
    """
    payload = inflate(payload)
    if payload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _parse_json_feed(payload, url, fetched_at)
    if HOSTILE_ENTITY.search(payload):
        raise ListingError("declares entities that expand or name files")
    feed = _read(_shorten(payload))
    if not feed.entries:  # a wrongly declared encoding is one reason
        feed = _read(without_declaration(_shorten(payload)))
    if not feed.get("version") and not feed.entries:
        raise ListingError(f"{what_it_is(payload)} where a feed was expected")
    leads = gather(_leads(feed, url, fetched_at))
    return Listing(leads, _next_url(feed, url, bool(leads)))


def _read(payload: bytes) -> Any:
    # Of a stream feedparser reads bytes; given bytes it might take them for a file name or an address to fetch.
    return feedparser.parse(  # type: ignore[attr-defined, no-untyped-call, unused-ignore]
        io.BytesIO(payload), sanitize_html=False, resolve_relative_uris=False
    )


def _shorten(payload: bytes) -> bytes:
    for count, end in enumerate(ENTRY_END.finditer(payload), start=1):
        if count == MAX_ENTRIES:
            return payload[: end.end()]
    return payload


def _leads(feed: Any, url: str, fetched_at: datetime) -> Iterator[Lead | None]:
    base = join_url(url, feed.feed.get("link") or url) or url
    for entry in feed.entries:
        # feedparser's get("updated") falls back on the publication, with a warning.
        updated = entry["updated"] if "updated" in entry else None  # noqa: SIM401
        links = (entry.get("feedburner_origlink"), _link(entry), _permalink(entry))
        yield make_lead(
            base,
            next((link for link in links if link), None),
            entry.get("title"),
            aware_time(entry.get("published"), fetched_at),
            aware_time(updated, fetched_at),
        )


def _link(entry: Any) -> str | None:
    """Return the link, less a guid that feedparser took for one: a number, or a position in the list."""
    link: str | None = entry.get("link")
    return None if link == entry.get("id") else link


def _permalink(entry: Any) -> str | None:
    """Return the guid where it is an address."""
    guid = entry.get("id")
    return guid if isinstance(guid, str) and guid.startswith(("http://", "https://")) else None


def _next_url(feed: Any, url: str, found: bool) -> str | None:
    for link in feed.feed.get("links", ()):
        if link.get("rel") == "next":
            return join_url(url, link.get("href") or "")
    if not found or "wordpress" not in str(feed.feed.get("generator", "")).lower():
        return None
    paged = parse_qs(urlsplit(url).query).get("paged", ["1"])[0]
    return (
        add_or_replace_parameter(url, "paged", str(int(paged) + 1))
        if re.fullmatch(r"\d{1,5}", paged)
        else None
    )


def _parse_json_feed(payload: bytes, url: str, fetched_at: datetime) -> Listing:
    try:
        feed = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"broken JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ListingError("JSON without items where a feed was expected")
    leads = (
        make_lead(
            url,
            item.get("url") or item.get("id"),
            item.get("title"),
            aware_time(item.get("date_published"), fetched_at),
            aware_time(item.get("date_modified"), fetched_at),
        )
        for item in items
        if isinstance(item, dict)
    )
    onwards = feed.get("next_url")
    return Listing(gather(leads), join_url(url, onwards) if isinstance(onwards, str) else None)
