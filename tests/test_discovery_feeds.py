"""Feeds: what each dialect says of its articles, and what hostile or broken ones give."""

from datetime import UTC, datetime

import pytest

from crawler.discovery.feeds import parse_feed
from crawler.discovery.listing import ListingError
from pipelines.items import Lead

URL = "https://koran.example/feed/"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
MORNING = datetime(2026, 2, 24, 0, 30, tzinfo=UTC)


def rss(items, channel="", head=""):
    return f'{head}<rss version="2.0"><channel><title>Koran</title>{channel}{items}</channel></rss>'.encode()


def item(inside):
    return f"<item><title>Banjir</title>{inside}</item>"


RSS1 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://koran.example/1"><title>Banjir</title>
 <link>https://koran.example/1</link><dc:date>2026-02-24T07:30:00+07:00</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Koran</title><entry><title>Banjir</title>
 <link rel="replies" href="https://koran.example/1/comments"/><link rel="alternate" href="https://koran.example/1"/>
 <published>2026-02-24T07:30:00+07:00</published><updated>2026-02-24T08:30:00+08:00</updated></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "7", "url": "/1", "title": "Banjir",
 "date_published": "2026-02-24T07:30:00+07:00", "date_modified": "2026-02-24T08:30:00+08:00"}],
 "next_url": "https://koran.example/feed.json?page=2"}"""
DATED = item("<link>https://koran.example/1</link><pubDate>Tue, 24 Feb 2026 07:30:00 +0700</pubDate>")


@pytest.mark.parametrize(
    ("payload", "modified"),
    [
        (rss(DATED), None),
        (rss(DATED, head='<?xml version="1.0" encoding="UTF-8"?>'), None),
        (rss(DATED).replace(b"2.0", b"0.92"), None),
        (b"\xef\xbb\xbf\n" + rss(DATED), None),
        (ATOM, MORNING),
        (JSON, MORNING),
    ],
)
def test_every_dialect_gives_link_title_and_times(payload, modified):
    leads = parse_feed(payload, URL, NOW).leads
    assert leads == (Lead("https://koran.example/1", "Banjir", MORNING, modified),)


def test_rdf_gives_link_title_and_time():
    (lead,) = parse_feed(RSS1, URL, NOW).leads
    assert (lead.url, lead.title) == ("https://koran.example/1", "Banjir")
    assert MORNING in {lead.published_at, lead.modified_at}


ORIGINAL_LINK = """<feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"
>https://koran.example/1</feedburner:origLink>"""


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>/2026/02/24/judul/</link>", "https://koran.example/2026/02/24/judul/"),
        ('<guid isPermaLink="true">https://koran.example/?p=7</guid>', "https://koran.example/?p=7"),
        ('<guid isPermaLink="false">https://koran.example/?p=7</guid>', "https://koran.example/?p=7"),
        (
            "<link>https://proxy.example/~r/1</link>" + ORIGINAL_LINK,
            "https://koran.example/1",
        ),
        ("<link><![CDATA[ https://koran.example/1#more ]]></link>", "https://koran.example/1"),
    ],
)
def test_an_entry_s_address(inside, url):
    assert [lead.url for lead in parse_feed(rss(item(inside)), URL, NOW).leads] == [url]


@pytest.mark.parametrize(
    "inside", ["", "<guid>3</guid>", "<link>javascript:void(0)</link>", "<link>mailto:a@koran.example</link>"]
)
def test_an_entry_without_an_address_is_no_lead(inside):
    assert parse_feed(rss(item(inside) + DATED), URL, NOW).leads[0].url == "https://koran.example/1"


@pytest.mark.parametrize(
    "date",
    [
        "Tue, 24 Feb 2026 07:30:00",
        "2026-02-24",
        "2026-02-24T07:30:00",
        "Tue, 24 Feb 2026 07:30:00 -0000",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "0001-01-01T00:00:00+07:00",
        "9999-12-31T23:59:59-07:00",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "2026-03-09T00:00:00Z",
        "kemarin",
        "9" * 5_000,
    ],
)
def test_a_time_without_zone_or_out_of_bounds_is_none(date):
    (lead,) = parse_feed(rss(item(f"<link>/1</link><pubDate>{date}</pubDate>")), URL, NOW).leads
    assert (lead.published_at, lead.modified_at) == (None, None)


def test_twin_entries_are_one_lead():
    twin = item("<link>http://www.koran.example/1/?utm_source=rss</link>")
    assert len(parse_feed(rss(DATED + twin), URL, NOW).leads) == 1


def test_a_title_is_one_line_of_text():
    (lead,) = parse_feed(
        rss("<item><title>&lt;b&gt;Harga\n beras&lt;/b&gt; \u202e naik</title><link>/1</link></item>"),
        URL,
        NOW,
    ).leads
    assert lead.title == "Harga beras naik"


WORDPRESS = "<generator>https://wordpress.org/?v=6.7</generator>"


@pytest.mark.parametrize(
    ("payload", "url", "next_url"),
    [
        (rss(DATED, WORDPRESS), URL, f"{URL}?paged=2"),
        (rss(DATED, WORDPRESS), f"{URL}?paged=2", f"{URL}?paged=3"),
        (rss("", WORDPRESS), f"{URL}?paged=9", None),
        (rss(DATED), URL, None),
        (
            rss(DATED, '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="/feed/2"/>'),
            URL,
            "https://koran.example/feed/2",
        ),
        (JSON, URL, "https://koran.example/feed.json?page=2"),
    ],
)
def test_where_a_feed_goes_on(payload, url, next_url):
    assert parse_feed(payload, url, NOW).next_url == next_url


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "nothing where a feed"),
        (b"<!DOCTYPE html><html><body>Halaman tidak ditemukan</body></html>", "HTML where a feed"),
        (b"<urlset><url><loc>https://koran.example/1</loc></url></urlset>", "a sitemap where a feed"),
        (b'{"items": 5}', "JSON without items"),
        (b'{"items": [', "broken JSON"),
        (b'{"items":' + b"[" * 200_000, "broken JSON"),
        (b"\x1f\x8bnot gzip", "broken gzip"),
        (rss(DATED, head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
        (rss(DATED, head='<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>'), "entities"),
    ],
)
def test_what_is_no_feed_says_what_it_is(payload, reason):
    with pytest.raises(ListingError, match=reason):
        parse_feed(payload, URL, NOW)


def test_a_truncated_feed_gives_what_arrived():
    items = "".join(item(f"<link>/{number}</link>") for number in range(20))
    assert len(parse_feed(rss(items)[:500], URL, NOW).leads) >= 5


def test_a_wrongly_declared_encoding_still_gives_leads():
    payload = rss(DATED.replace("Banjir", "Banjir é"), head='<?xml version="1.0" encoding="utf-16"?>')
    assert [lead.url for lead in parse_feed(payload, URL, NOW).leads] == ["https://koran.example/1"]


def test_an_endless_feed_is_read_up_to_its_limit(monkeypatch):
    monkeypatch.setattr("crawler.discovery.feeds.MAX_ENTRIES", 20)
    items = "".join(f"<item><link>/{number}</link></item>" for number in range(50))
    assert len(parse_feed(rss(items), URL, NOW).leads) == 20


def test_real_feeds_are_read_whole(shared):
    import gzip

    for path in sorted((shared / "feeds" / "radarbogor").glob("*.gz"))[:3]:
        payload = gzip.decompress(path.read_bytes())
        leads = parse_feed(payload, URL, datetime(2026, 4, 1, tzinfo=UTC)).leads
        assert len(leads) == payload.count(b"<item>")
        assert all(lead.title and lead.published_at for lead in leads)
