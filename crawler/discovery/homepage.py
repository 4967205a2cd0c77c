"""Which channels a site has: named by its homepage or robots.txt, or waiting at the usual places.

In order of preference: the WordPress API (complete, walkable, times in UTC), feeds, news sitemaps, other sitemaps,
index pages by time; the homepage itself only where it names nothing else.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

from crawler.discovery.article_urls import ARTICLE, article_likeness
from crawler.discovery.challenges import check_challenge
from crawler.discovery.sections import Link, base_url, page_links, read_html
from crawler.discovery.sitemaps import sitemap_kind
from crawler.discovery.wordpress import API_REL, find_api_root, posts_endpoint
from crawler.discovery.words import words
from pipelines.items import ChannelKind, ChannelRef, Listing
from pipelines.urls import SiteRelation, join_url, request_key, same_site, site_relation

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
# Comments, one post's comments, searches, and the feeds of other things than articles.
NO_ARTICLE_FEED = re.compile(
    r"/comments?(?:/|$)|[?&](?:withoutcomments|s|author|attachment_id|p|page_id)=|/feeds/\d+/comments|/search/|"
    r"/(?:author|tag)/|oembed|podcast",
    re.IGNORECASE,
)
MAX_FEEDS = 10
MAX_SITEMAPS = 50
MAX_INDEXES = 3
USUAL_PLACES = (
    ("wp-json/wp/v2/posts", ChannelKind.WORDPRESS),
    ("feed/", ChannelKind.FEED),
    ("rss", ChannelKind.FEED),
    ("rss.xml", ChannelKind.FEED),
    ("feed.xml", ChannelKind.FEED),
    ("feeds/posts/default", ChannelKind.FEED),
    ("atom.xml", ChannelKind.FEED),
    ("?format=feed&type=rss", ChannelKind.FEED),
    ("news-sitemap.xml", ChannelKind.NEWS_SITEMAP),
    ("sitemap-news.xml", ChannelKind.NEWS_SITEMAP),
    ("sitemap_news.xml", ChannelKind.NEWS_SITEMAP),
    ("sitemap_index.xml", ChannelKind.SITEMAP),
    ("sitemap.xml", ChannelKind.SITEMAP),
    ("wp-sitemap.xml", ChannelKind.SITEMAP),
    ("sitemap.xml.gz", ChannelKind.SITEMAP),
)

FoundChannel = tuple[str, ChannelRef]


def find_channels(
    payload: bytes, url: str, headers: Mapping[str, str], homepage: str, sitemaps: Iterable[str] = ()
) -> tuple[FoundChannel, ...]:
    """Return the channels that a homepage and its robots.txt's Sitemap lines name, each with where it was named.

    `url` is the final one. Where neither names any, the homepage itself is an index ("itself").
    Raises ListingError for what is no HTML, ChallengeError for a firewall's question.
    """
    headers = {name.lower(): value for name, value in headers.items()}
    named = [("homepage", ref) for ref in parse_homepage(payload, url, headers, homepage).channels]
    named += [("robots.txt", ref) for ref in sitemap_channels(sitemaps, homepage)]
    order = list(ChannelKind).index
    preferred = (ChannelKind.WORDPRESS, ChannelKind.FEED, ChannelKind.NEWS_SITEMAP, ChannelKind.SITEMAP)
    named.sort(
        key=lambda found: (
            preferred.index(found[1].kind) if found[1].kind in preferred else 9 + order(found[1].kind)
        )
    )
    unique: dict[str, FoundChannel] = {}
    for where, ref in named:
        unique.setdefault(request_key(ref.url), (where, ref))
    if not unique:
        check_challenge(payload, headers)
    return tuple(unique.values()) or (("itself", ChannelRef(homepage, ChannelKind.INDEX)),)


def parse_homepage(payload: bytes, url: str, headers: Mapping[str, str], homepage: str) -> Listing:
    """Return the channels that a homepage names in its head, its Link header and its navigation."""
    root = read_html(payload, headers)
    base = base_url(root, url)
    channels: list[ChannelRef] = []
    heads = [
        (
            (element.get("rel") or "").lower().split(),
            (element.get("type") or "").lower().strip(),
            element.get("href"),
        )
        for element in root.iter("link")
        if element.get("href")
    ]
    relations = {rel: str(href) for rels, _, href in reversed(heads) for rel in rels}
    api = find_api_root(headers, {API_REL: relations[API_REL]} if API_REL in relations else {}, base)
    if api:
        channels.append(ChannelRef(posts_endpoint(api), ChannelKind.WORDPRESS))
    feeds = (
        join_url(base, str(href)) for rels, kind, href in heads if "alternate" in rels and kind in FEED_TYPES
    )
    channels += [
        ChannelRef(feed, ChannelKind.FEED) for feed in feeds if feed and not _is_no_article_feed(feed)
    ][:MAX_FEEDS]
    if "sitemap" in relations:
        channels += sitemap_channels([urljoin(base, relations["sitemap"])], homepage)
    channels += _index_pages(page_links(root, base), homepage)
    return Listing(channels=tuple(ref for ref in channels if same_site(ref.url, homepage)))


def robots_sitemaps(text: str, homepage: str) -> tuple[ChannelRef, ...]:
    """Return the sitemaps that a robots.txt names (RFC 9309, 2.2.4); off the site, or of no articles, they are dropped."""
    lines = re.findall(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})", text, re.IGNORECASE | re.MULTILINE)
    return tuple(sitemap_channels(lines, homepage))


def sitemap_channels(urls: Iterable[str], homepage: str) -> list[ChannelRef]:
    """Return the channels of sitemap addresses on the site that may list articles, MAX_SITEMAPS of them."""
    refs: dict[str, ChannelRef] = {}
    for url in urls:
        address = join_url(homepage, url)
        kind = sitemap_kind(address) if address else None
        if address and kind and same_site(address, homepage):
            refs.setdefault(request_key(address), ChannelRef(address, kind))
    return list(refs.values())[:MAX_SITEMAPS]


def probes(homepage: str) -> tuple[ChannelRef, ...]:
    """Return the usual places of channels, to be asked once where the site names none."""
    root = urljoin(homepage, "/")
    return tuple(ChannelRef(root + place, kind) for place, kind in USUAL_PLACES)


def _is_no_article_feed(feed: str) -> bool:
    if article_likeness(re.sub(r"/(?:feed|rss|atom)/?$", "", feed)) >= ARTICLE:
        return True  # of the comments on one article
    parts = urlsplit(feed)
    return bool(NO_ARTICLE_FEED.search(parts.path + "?" + parts.query))


def _index_pages(links: Iterable[Link], homepage: str) -> list[ChannelRef]:
    """Return the pages of the navigation whose address says that they list everything by time."""
    found: dict[str, ChannelRef] = {}
    for link in links:
        if site_relation(link.url, homepage) not in {SiteRelation.SAME, SiteRelation.SUBDOMAIN}:
            continue
        segments = [segment for segment in urlsplit(link.url).path.lower().split("/") if segment]
        name = segments[0].removesuffix(".html").removesuffix(".php") if len(segments) == 1 else ""
        if name in words("list") and name != "index":
            found.setdefault(request_key(link.url), ChannelRef(link.url, ChannelKind.INDEX))
    return list(found.values())[:MAX_INDEXES]
