"""Sitemaps: urlset, news, index, plain text; gzipped, truncated, hostile."""

import gzip
from datetime import UTC, datetime
from functools import partial

import pytest

from crawler.discovery.listing import MAX_INFLATED, MAX_LEADS, ListingError
from crawler.discovery.sitemaps import parse_sitemap, sitemap_kind
from pipelines.items import ChannelKind, ChannelRef, Lead

HOME = "https://koran.example/"
URL = "https://koran.example/sitemap.xml"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
MORNING = datetime(2026, 2, 24, 0, 30, tzinfo=UTC)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://koran.example/judul</loc>
 <n:news><n:publication><n:name>Koran</n:name></n:publication><n:publication_date>2026-02-24T07:30:00+07:00</n:publication_date>
 <n:title>Banjir rendam tiga desa</n:title></n:news>
 <image:image><image:loc>https://koran.example/a.jpg</image:loc><image:title>Foto</image:title></image:image></url></urlset>"""


def parse(text, url=URL):
    return parse_sitemap(text.encode() if isinstance(text, str) else text, url, HOME, NOW)


@pytest.mark.parametrize(
    "namespace",
    [NS, "", 'xmlns="http://wrong.example/"', 'xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"'],
)
def test_a_urlset_gives_addresses_and_modification(namespace):
    entry = "<url><loc> https://koran.example/judul\n</loc><lastmod>2026-02-24T07:30:00+07:00</lastmod></url>"
    assert parse(f"<urlset {namespace}>{entry}</urlset>").leads == (
        Lead("https://koran.example/judul", None, None, MORNING),
    )


def test_a_news_sitemap_gives_title_and_publication():
    assert parse(NEWS).leads == (Lead("https://koran.example/judul", "Banjir rendam tiga desa", MORNING),)


@pytest.mark.parametrize(
    "lastmod", ["2026-02-24", "2026-02-24T07:30:00", "2031-01-01T00:00:00Z", "0000-00-00", ""]
)
def test_a_modification_without_zone_or_in_the_future_is_ignored(lastmod):
    (lead,) = parse(
        f"<urlset><url><loc>https://koran.example/a</loc><lastmod>{lastmod}</lastmod></url></urlset>"
    ).leads
    assert lead.modified_at is None


def test_an_index_gives_channels_of_articles_on_the_site():
    names = [
        "post-sitemap.xml",
        "news-sitemap.xml",
        "page-sitemap.xml",
        "category-sitemap.xml",
        "sitemap.xml",
    ]
    entries = [f"<sitemap><loc>{HOME}{name}</loc></sitemap>" for name in names]
    entries.append("<sitemap><loc>https://other.example/post-sitemap.xml</loc></sitemap>")
    entries.append(f"<sitemap><loc>{HOME}post-sitemap.xml</loc></sitemap>")
    listing = parse(f"<sitemapindex {NS}>{''.join(entries)}</sitemapindex>")
    assert listing.leads == ()
    assert listing.channels == (
        ChannelRef(HOME + "post-sitemap.xml", ChannelKind.SITEMAP),
        ChannelRef(HOME + "news-sitemap.xml", ChannelKind.NEWS_SITEMAP),
    )


def test_an_index_says_when_its_sitemaps_changed():
    entry = f"<sitemap><loc>{HOME}a.xml</loc><lastmod>2026-02-24T00:30:00Z</lastmod></sitemap>"
    (channel,) = parse(f"<sitemapindex>{entry}</sitemapindex>").channels
    assert channel.modified_at == MORNING


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sitemap.xml", ChannelKind.SITEMAP),
        ("sitemap-1.xml", ChannelKind.SITEMAP),
        ("sitemap-page-2.xml", ChannelKind.SITEMAP),
        ("sitemap.xml?page=2", ChannelKind.SITEMAP),
        ("sitemap/2026/02.xml", ChannelKind.SITEMAP),
        ("post-sitemap12.xml", ChannelKind.SITEMAP),
        ("wp-sitemap-posts-post-1.xml", ChannelKind.SITEMAP),
        ("sitemap-pt-post-p1-2026-02.xml", ChannelKind.SITEMAP),
        ("sitemap-news.xml", ChannelKind.NEWS_SITEMAP),
        ("google-news-sitemap.xml", ChannelKind.NEWS_SITEMAP),
        ("sitemap/news.xml", ChannelKind.NEWS_SITEMAP),
        ("newsroom-sitemap.xml", ChannelKind.SITEMAP),
        ("page-sitemap.xml", None),
        ("category-sitemap2.xml", None),
        ("post_tag-sitemap.xml", None),
        ("author-sitemap.xml", None),
        ("wp-sitemap-taxonomies-category-1.xml", None),
        ("wp-sitemap-users-1.xml", None),
        ("wp-sitemap-posts-page-1.xml", None),
        ("elementor-hf-sitemap.xml", None),
        ("sitemap_images.xml", None),
        ("sitemap-tags.xml", None),
    ],
)
def test_sitemap_kind(name, kind):
    assert sitemap_kind(HOME + name) is kind


def test_foreign_and_unusable_addresses_are_dropped():
    urls = [
        "https://other.example/a",
        "javascript:void(0)",
        "http://user:x@koran.example/a",
        "/relatif",
        "https://koran.example/b",
    ]
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    leads = parse(f"<urlset>{entries}</urlset>").leads
    assert [lead.url for lead in leads] == ["https://koran.example/relatif", "https://koran.example/b"]


def test_plain_text():
    text = "\ufeffhttps://koran.example/a\r\nhttps://koran.example/b\nhttps://other.example/c\n"
    assert [lead.url[-1] for lead in parse(text).leads] == ["a", "b"]


def test_a_feed_as_sitemap():
    text = '<rss version="2.0"><channel><item><link>https://koran.example/a</link></item></channel></rss>'
    assert [lead.url for lead in parse(text).leads] == ["https://koran.example/a"]


def many(count):
    return f"<urlset {NS}>" + "".join(f"<url><loc>{HOME}{number}</loc></url>" for number in range(count))


def test_gzip_is_known_by_its_bytes_whatever_the_name():
    assert len(parse(gzip.compress(many(10).encode() + b"</urlset>")).leads) == 10


def test_what_is_truncated_gives_what_arrived():
    assert len(parse(many(100)[:-30]).leads) >= 98
    packed = gzip.compress(many(3_000).encode())
    assert len(parse(packed[: len(packed) // 2]).leads) > 100


def test_at_most_a_listing_s_number_of_leads(monkeypatch):
    assert MAX_LEADS == 50_000  # the protocol's
    monkeypatch.setattr("crawler.discovery.listing.MAX_LEADS", 30)
    assert len(parse(many(40)).leads) == 30


def test_a_wrongly_declared_encoding():
    text = f'<?xml version="1.0" encoding="utf-16"?>{many(3)}</urlset>'
    assert len(parse(text).leads) == 3


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]>"
)


@pytest.mark.parametrize(
    "head",
    [
        BOMB,
        '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_neither_expanded_nor_fetched(head):
    text = f"{head}<urlset><url><loc>https://koran.example/&i;</loc></url><url><loc>https://koran.example/b</loc></url></urlset>"
    urls = [lead.url for lead in parse(text).leads]
    assert set(urls) <= {"https://koran.example/", "https://koran.example/b"}


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "nothing where a sitemap"),
        (b"<!doctype html><html><p>404</html>", "HTML where a sitemap"),
        (b'{"a": 1}', "JSON where a sitemap"),
        (b"\x00\x01\x02", "something else where a sitemap"),
        (b"\x1f\x8bnot gzip", "broken gzip"),
        (gzip.compress(gzip.compress(b"<urlset/>")), "gzip inside gzip"),
        (partial(gzip.compress, bytes(MAX_INFLATED + 1)), f"more than {MAX_INFLATED} bytes"),
    ],
)
def test_what_is_no_sitemap_says_why(payload, reason):
    with pytest.raises(ListingError, match=reason):
        parse(payload() if callable(payload) else payload)
