"""The WordPress REST API: its posts end-point lists every article with times in UTC."""

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from w3lib.url import add_or_replace_parameters

from crawler.discovery.listing import ListingError, aware_time, gather, make_lead, what_it_is
from pipelines.items import Lead, Listing
from pipelines.urls import join_url

PER_PAGE = 100  # the API's own limit
FIELDS = "id,link,date_gmt,modified_gmt,title"
API_REL = "https://api.w.org/"
LINK = re.compile(r"<([^<>]{1,2048})>\s*((?:;[^,<]*)*)")


def posts_endpoint(api_root: str) -> str:
    """Return the posts end-point of an API root, in its path or its `?rest_route=` form; an end-point as it is."""
    parts = urlsplit(api_root)
    route = parse_qs(parts.query).get("rest_route", [None])[0]
    if (route or parts.path).rstrip("/").endswith("/wp/v2/posts"):
        return api_root
    if route is not None:
        return api_root.partition("?")[0] + "?rest_route=" + route.rstrip("/") + "/wp/v2/posts"
    return api_root.partition("?")[0].rstrip("/") + "/wp/v2/posts"


def first_url(api_root: str) -> str:
    """Return the address of the newest PER_PAGE posts, given the API's root or its posts end-point."""
    return _page_url(posts_endpoint(api_root), 1)


def posts_url(api_root: str, numbers: Iterable[int]) -> str:
    """Return the address of the posts of these numbers, PER_PAGE at most: of those that are there, that is."""
    asked = {"include": ",".join(map(str, numbers)), "_fields": FIELDS}
    return _with(posts_endpoint(api_root), {**asked, "per_page": str(PER_PAGE)})


def changes_url(api_root: str, since: datetime) -> str:
    """Return the address of the posts that were changed last, since a time.

    A day is added: WordPress has read the time as its own clock's, whatever offset it is given. A version that does not
    know modified_after (before 5.7) still gives the last ones.
    """
    after = (since - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    asked = {"modified_after": after, "orderby": "modified", "order": "desc", "_fields": FIELDS}
    return _with(posts_endpoint(api_root), {**asked, "per_page": str(PER_PAGE)})


def find_api_root(headers: Mapping[str, str], links: Mapping[str, str], base: str) -> str | None:
    """Return the API root that a page names in its Link header or (by rel) its link elements; None without one.

    A rest_route root of a single post (`/wp-json/wp/v2/posts/12`) is another relation, and not taken.
    """
    named = link_header(headers.get("link", "")).get(API_REL) or links.get(API_REL)
    return join_url(base, named) if named else None


def link_header(value: str) -> dict[str, str]:
    """Return the first target of each relation of a Link header (RFC 8288)."""
    targets: dict[str, str] = {}
    for target, parameters in LINK.findall(value[:20_000]):
        rel = re.search(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))", parameters, re.IGNORECASE)
        for name in (rel[1] or rel[2] or "").split() if rel else ():
            targets.setdefault(name, target)
    return targets


def parse_posts(payload: bytes, url: str, headers: Mapping[str, str], fetched_at: datetime) -> Listing:
    """Return the leads of one page of posts, and the next page's address.

    Raises ListingError for an error of the API's and for anything that is no list of posts.
    """
    try:
        posts = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ListingError(f"{what_it_is(payload)} where posts were expected: {error}"[:300]) from error
    if isinstance(posts, dict):
        raise ListingError(f"the API says {posts.get('code')!s}: {posts.get('message')!s}"[:300])
    if not isinstance(posts, list):
        raise ListingError("JSON that is no list where posts were expected")
    leads = gather(_lead(post, url, fetched_at) for post in posts if isinstance(post, dict))
    return Listing(leads, _next_url(url, headers, len(posts)))


def _lead(post: dict[str, Any], url: str, fetched_at: datetime) -> Lead | None:
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    number = post.get("id")
    lead = make_lead(
        url,
        post.get("link"),
        html.unescape(rendered) if isinstance(rendered, str) else None,
        _gmt(post.get("date_gmt"), fetched_at),
        _gmt(post.get("modified_gmt"), fetched_at),
    )
    is_number = isinstance(number, int) and 0 < number < 2**63
    return replace(lead, post_id=number) if lead and is_number else lead


def _gmt(clock: object, fetched_at: datetime) -> datetime | None:
    """Read date_gmt: a clock in UTC that does not say so."""
    if not isinstance(clock, str):
        return None
    return aware_time(clock if clock.endswith("Z") else clock + "Z", fetched_at)


def _next_url(url: str, headers: Mapping[str, str], found: int) -> str | None:
    onwards = link_header(headers.get("link", "")).get("next")
    if onwards:
        return join_url(url, onwards)
    query = parse_qs(urlsplit(url).query)
    page, per_page = _number(query.get("page")) or 1, _number(query.get("per_page")) or 10
    pages = _number([headers.get("x-wp-totalpages", "")])
    if pages is None:  # a cache dropped the headers: a full page may have a successor
        return _page_url(url, page + 1) if found >= per_page else None
    return _page_url(url, page + 1) if page < pages else None


def _number(values: list[str] | None) -> int | None:
    return int(values[0]) if values and re.fullmatch(r"\d{1,6}", values[0]) else None


def _page_url(url: str, page: int) -> str:
    return _with(url, {"per_page": str(PER_PAGE), "page": str(page), "_fields": FIELDS})


def _with(url: str, parameters: dict[str, str]) -> str:
    return (
        add_or_replace_parameters(url, parameters).replace("%2C", ",").replace("%2F", "/").replace("%3A", ":")
    )
