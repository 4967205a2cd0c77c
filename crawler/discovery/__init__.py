"""Finds articles and channels in what sites publish: pure functions from bytes, to be run in a worker process."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from crawler.discovery.article_urls import cannot_be_article, looks_like_article, wanted
from crawler.discovery.backfill import (
    BackfillError,
    Days,
    children_of,
    count_url,
    next_page,
    step_posts,
    zone_of,
)
from crawler.discovery.challenges import check_challenge
from crawler.discovery.feeds import parse_feed
from crawler.discovery.homepage import (
    find_channels,
    parse_homepage,
    probes,
    robots_sitemaps,
    sitemap_channels,
)
from crawler.discovery.listing import MAX_LEADS, ChallengeError, ListingError
from crawler.discovery.months import count_months
from crawler.discovery.sections import parse_section
from crawler.discovery.sitemaps import parse_sitemap
from crawler.discovery.walks import (
    IndexWalk,
    Position,
    day_before,
    fill_template,
    first_visit_url,
    local_day,
    next_position,
)
from crawler.discovery.wordpress import changes_url, first_url, parse_posts, posts_url
from pipelines.catalogue import Site
from pipelines.items import ChannelKind, Lead, Listing

__all__ = [
    "MAX_LEADS",
    "BackfillError",
    "ChallengeError",
    "Days",
    "IndexWalk",
    "ListingError",
    "Position",
    "cannot_be_article",
    "changes_url",
    "children_of",
    "count_months",
    "count_url",
    "day_before",
    "fill_template",
    "find_channels",
    "first_url",
    "first_visit_url",
    "local_day",
    "looks_like_article",
    "next_page",
    "next_position",
    "parse_feed",
    "parse_homepage",
    "parse_listing",
    "parse_posts",
    "parse_section",
    "parse_sitemap",
    "posts_url",
    "probes",
    "robots_sitemaps",
    "sitemap_channels",
    "step_posts",
    "wanted",
    "zone_of",
]


def parse_listing(
    kind: ChannelKind,
    payload: bytes,
    url: str,
    headers: Mapping[str, str],
    site: Site,
    fetched_at: datetime,
) -> Listing:
    """Parse one page of a channel, from its final URL; the leads are those that the site wants.

    Feeds, news sitemaps and the WordPress API advertise articles and are believed; of a plain sitemap what evidently
    is none is dropped; of an index page only what looks like one is taken.

    Raises ListingError, and of its kinds ChallengeError where a firewall's question came instead.
    """
    headers = {name.lower(): value for name, value in headers.items()}
    try:
        listing = _parse(kind, payload, url, headers, site, fetched_at)
    except ListingError:
        check_challenge(payload, headers)
        raise
    if not (listing.leads or listing.channels):
        check_challenge(payload, headers)
    return listing


def _parse(
    kind: ChannelKind,
    payload: bytes,
    url: str,
    headers: Mapping[str, str],
    site: Site,
    fetched_at: datetime,
) -> Listing:
    if kind is ChannelKind.INDEX:
        return parse_section(payload, url, headers, site, fetched_at)
    if kind is ChannelKind.WORDPRESS:
        listing = parse_posts(payload, url, headers, fetched_at)
    elif kind is ChannelKind.FEED:
        listing = parse_feed(payload, url, fetched_at)
    else:
        return parse_sitemap(payload, url, site.homepage, fetched_at, partial(_keeps, site, kind))
    return replace(listing, leads=tuple(lead for lead in listing.leads if wanted(lead.url, site)))


def _keeps(site: Site, kind: ChannelKind, lead: Lead) -> bool:
    """Tell whether a sitemap's lead is taken; one with a news:publication_date is advertised as an article."""
    advertised = kind is ChannelKind.NEWS_SITEMAP or lead.published_at is not None
    return wanted(lead.url, site) and (advertised or not cannot_be_article(lead.url, site.homepage))
