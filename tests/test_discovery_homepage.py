"""Which channels a homepage and robots.txt name, and where else they may be."""

import pytest

from crawler.discovery.homepage import find_channels, parse_homepage, probes, robots_sitemaps
from crawler.discovery.listing import ListingError
from pipelines.items import ChannelKind, ChannelRef

HOME = "https://koran.example/"


def channels(body, headers=None, home=HOME):
    return [
        (ref.url, ref.kind)
        for ref in parse_homepage(f"<html>{body}</html>".encode(), home, headers or {}, home).channels
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="/feed/">',
            [(HOME + "feed/", ChannelKind.FEED)],
        ),
        (
            '<link rel="ALTERNATE" type="application/atom+xml" href="/atom.xml">',
            [(HOME + "atom.xml", ChannelKind.FEED)],
        ),
        (
            '<link rel="alternate" type="application/feed+json" href="/feed.json">',
            [(HOME + "feed.json", ChannelKind.FEED)],
        ),
        (
            '<link rel="https://api.w.org/" href="/wp-json/">',
            [(HOME + "wp-json/wp/v2/posts", ChannelKind.WORDPRESS)],
        ),
        ('<link rel="sitemap" href="/sitemap.xml">', [(HOME + "sitemap.xml", ChannelKind.SITEMAP)]),
        ('<a href="/indeks">Indeks</a>', [(HOME + "indeks", ChannelKind.INDEX)]),
        ('<a href="/index-berita.html">Indeks</a>', [(HOME + "index-berita.html", ChannelKind.INDEX)]),
        ('<link rel="alternate" type="application/rss+xml" href="/comments/feed/">', []),
        ('<link rel="alternate" type="application/rss+xml" href="/feeds/7/comments/default">', []),
        ('<link rel="alternate" type="application/rss+xml" href="/2026/02/24/banjir-rendam-desa/feed/">', []),
        (
            '<link rel="alternate" type="application/rss+xml" href="/category/politik/feed/">',
            [(HOME + "category/politik/feed/", ChannelKind.FEED)],
        ),
        ('<link rel="alternate" type="application/rss+xml" href="https://other.example/feed/">', []),
        ('<link rel="alternate" hreflang="en" href="/en/">', []),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">', []),
        ('<a href="/index.html">Beranda</a><a href="/politik">Politik</a>', []),
        ('<a href="https://other.example/indeks">Indeks</a>', []),
    ],
)
def test_what_a_homepage_names(body, found):
    assert channels(body) == found


def test_the_link_header_names_the_api():
    headers = {"link": '<https://koran.example/wp-json/>; rel="https://api.w.org/"'}
    assert channels("<p>x", headers) == [(HOME + "wp-json/wp/v2/posts", ChannelKind.WORDPRESS)]


def test_channels_come_in_order_of_preference_each_once():
    page = b"""<html><link rel="alternate" type="application/rss+xml" href="/feed/"><a href="/indeks">Indeks</a>
    <link rel="alternate" type="application/rss+xml" href="/feed"><link rel="https://api.w.org/" href="/wp-json/"></html>"""
    sitemaps = [
        HOME + "sitemap.xml",
        HOME + "news-sitemap.xml",
        HOME + "page-sitemap.xml",
        "https://other.example/s.xml",
    ]
    assert find_channels(page, HOME, {}, HOME, sitemaps) == (
        ("homepage", ChannelRef(HOME + "wp-json/wp/v2/posts", ChannelKind.WORDPRESS)),
        ("homepage", ChannelRef(HOME + "feed/", ChannelKind.FEED)),
        ("robots.txt", ChannelRef(HOME + "news-sitemap.xml", ChannelKind.NEWS_SITEMAP)),
        ("robots.txt", ChannelRef(HOME + "sitemap.xml", ChannelKind.SITEMAP)),
        ("homepage", ChannelRef(HOME + "indeks", ChannelKind.INDEX)),
    )


def test_where_nothing_is_named_the_homepage_is_an_index():
    assert find_channels(b"<html><p>x</html>", HOME, {"Link": "<x>"}, HOME) == (
        ("itself", ChannelRef(HOME, ChannelKind.INDEX)),
    )


def test_a_homepage_that_is_no_page_is_an_error():
    with pytest.raises(ListingError, match="JSON where HTML"):
        find_channels(b'{"status": 403}', HOME, {}, HOME)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sitemap: https://koran.example/sitemap.xml", ["sitemap.xml"]),
        (
            "User-agent: *\r\n  SITEMAP :https://koran.example/a.xml\r\nsitemap: /b.xml # dua",
            ["a.xml", "b.xml"],
        ),
        ("Sitemap: https://other.example/sitemap.xml", []),
        ("Sitemap: file:///etc/passwd\nSitemap:", []),
        ("# Sitemap: https://koran.example/sitemap.xml", []),
        ("Sitemap: https://koran.example/author-sitemap.xml", []),
        ("<html>404</html>", []),
    ],
)
def test_robots_sitemaps(text, found):
    assert [ref.url.removeprefix(HOME) for ref in robots_sitemaps(text, HOME)] == found


def test_probes_stand_at_the_site_s_root_and_keep_its_port():
    urls = {ref.url for ref in probes("http://127.0.0.1:8000/beranda/index.html")}
    assert {"http://127.0.0.1:8000/feed/", "http://127.0.0.1:8000/wp-sitemap.xml"} <= urls
    assert all(url.startswith("http://127.0.0.1:8000/") for url in urls)
