"""Index and section pages: links, texts, times, and the next page."""

from datetime import UTC, datetime

import pytest

from crawler.discovery.listing import ListingError
from crawler.discovery.sections import parse_section
from pipelines.catalogue import Discovery, Site

URL = "https://koran.example/politik"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SITE = Site(id="koran", name="Koran", homepage="https://koran.example/")


def parse(body, url=URL, site=SITE, headers=None):
    payload = body if isinstance(body, bytes) else f"<html><body>{body}</body></html>".encode()
    return parse_section(payload, url, headers or {}, site, NOW)


def test_article_links_in_page_order_once_with_their_headline():
    body = """<nav><a href="/">Beranda</a><a href="/politik">Politik</a><a href="/tag/pemilu-2024">Pemilu</a></nav>
    <div><a href="/2026/02/24/banjir-besar/"><img alt="foto banjir"></a>
    <h2><a href="/2026/02/24/banjir-besar/?utm_source=x">Banjir besar rendam desa</a></h2>
    <a href="/2026/02/24/banjir-besar/#more">Baca selengkapnya</a></div>
    <a href="https://koran.example/2026/02/23/harga-beras">Harga beras turun lagi</a>
    <a href="https://other.example/2026/02/23/iklan-besar-sekali">Iklan besar sekali</a>
    <a href="javascript:void(0)">x</a><footer><a href="/redaksi">Redaksi</a></footer>"""
    assert [(lead.url, lead.title) for lead in parse(body).leads] == [
        ("https://koran.example/2026/02/24/banjir-besar/", "Banjir besar rendam desa"),
        ("https://koran.example/2026/02/23/harga-beras", "Harga beras turun lagi"),
    ]


def card(time, path="a"):
    return f'<article><a href="/2026/02/24/{path}-x">Banjir</a><p><time datetime="{time}">kemarin</time></p></article>'


@pytest.mark.parametrize(
    ("body", "times"),
    [
        (card("2026-02-24T07:30:00+07:00"), [datetime(2026, 2, 24, 0, 30, tzinfo=UTC)]),
        (card("2026-02-24T07:30:00"), [None]),
        (card("2026-02-24"), [None]),
        (card("2026-02-24T07:30:00Z") + card("", "b"), [datetime(2026, 2, 24, 7, 30, tzinfo=UTC), None]),
        (
            '<a href="/2026/02/24/a-x">A</a><a href="/2026/02/24/b-x">B</a><time datetime="2026-02-24T07:30:00Z"/>',
            [None, None],
        ),
    ],
)
def test_the_time_beside_a_link(body, times):
    assert [lead.published_at for lead in parse(body).leads] == times


@pytest.mark.parametrize(
    ("url", "body", "next_url"),
    [
        (URL, '<link rel="next" href="/politik/page/2/">', "/politik/page/2/"),
        (URL, '<a rel="next" href="?page=2">2</a>', "/politik?page=2"),
        (URL, '<a href="/politik/page/3/">3</a><a href="/politik/page/2/">2</a>', "/politik/page/2/"),
        (URL + "/page/2/", '<a href="/politik/">1</a><a href="/politik/page/3/">3</a>', "/politik/page/3/"),
        (URL + "?page=2&a=1", '<a href="?a=1&page=3">3</a><a href="?page=3">x</a>', "/politik?a=1&page=3"),
        (URL + "/4", '<a href="/politik/5">5</a>', "/politik/5"),
        (URL, '<a href="/politik?hal=2">2</a>', "/politik?hal=2"),
        (URL, '<a href="/politik?start=20">Selanjutnya »</a>', "/politik?start=20"),
        (URL, '<a href="/search?updated-max=2026-02-20">Older Posts</a>', "/search?updated-max=2026-02-20"),
        (URL, '<a class="next page-numbers" href="/politik?x=2">›</a>', "/politik?x=2"),
        (URL, '<a href="/politik">Next</a>', None),
        (URL, '<a rel="next" href="https://other.example/2">2</a>', None),
        (URL, '<a href="/2026/02/24/banjir-rendam-desa">Next</a>', None),
        (URL, '<a href="/hukum/page/2/">2</a>', None),
        (URL + "/page/3", '<a href="/politik/page/2">2</a>', None),
    ],
)
def test_the_next_page(url, body, next_url):
    assert parse(body, url).next_url == (next_url and "https://koran.example" + next_url)


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://koran.example/lama/", "https://koran.example/lama/2026/02/24/a-x"),
        ("https://evil.example/", "https://koran.example/2026/02/24/a-x"),
        ("javascript:alert(1)", "https://koran.example/2026/02/24/a-x"),
    ],
)
def test_a_base_is_followed_on_the_site_only(base, url):
    body = f'<base href="{base}"><a href="2026/02/24/a-x">A</a>'
    assert [lead.url for lead in parse(body, "https://koran.example/politik").leads] == [url]


def test_allow_of_the_site_file_decides_alone():
    site = SITE.model_copy(update={"discovery": Discovery(allow="/b/")})
    body = '<a href="/b/1">Satu</a><a href="/2026/02/24/banjir-rendam-desa">Dua</a>'
    assert [lead.url for lead in parse(body, site=site).leads] == ["https://koran.example/b/1"]


def test_titles_are_decoded_as_the_page_says():
    page = '<meta charset="windows-1252"><a href="/2026/02/24/a-x">Café di kota tua</a>'.encode("cp1252")
    assert parse(page).leads[0].title == "Café di kota tua"
    assert parse(page.split(b">", 1)[1]).leads[0].title == "Café di kota tua"


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "nothing where HTML"),
        (b"%PDF-1.7", "a PDF where HTML"),
        (b'{"a": 1}', "JSON where HTML"),
        (b"\x89PNG\r\n", "an image where HTML"),
        (b"<rss><channel/></rss>", "a feed where HTML"),
        (b"plain words", "something else where HTML"),
    ],
)
def test_what_is_no_page_says_what_it_is(payload, reason):
    with pytest.raises(ListingError, match=reason):
        parse(payload)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000,
        "<span>" * 50_000,
        "<!-- x -->" * 100_000,
        '<a href="/2026/02/24/a-x">' + "k" * 2_000_000,
        "<article><time datetime='2026-01-01T00:00:00Z'>" * 2_000,
        "\0\ud7ff\ufffe<a href='/\0'>x</a>",
    ],
)
def test_hostile_pages_end(body):
    assert len(parse(body).leads) <= 1


def test_a_page_of_links_is_read_up_to_its_limit(monkeypatch):
    monkeypatch.setattr("crawler.discovery.sections.MAX_LINKS", 30)
    assert len(parse("".join(f'<a href="/2026/02/24/a-{n}">A</a>' for n in range(40))).leads) == 30
