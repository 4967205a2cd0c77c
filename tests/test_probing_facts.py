"""What a probe makes of a homepage, of zone witnesses, of links to days, of a split article."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.probing.date_indexes import find_date_indexes, network_indexes
from crawler.probing.front import choose_names, find_network, outlet_name, read_front
from crawler.probing.keeping import changes
from crawler.probing.prospects import Wishes, homepage_of, named_by_address, prospect_of, site_id_for
from crawler.probing.sampling import holds_all, newest, printed_zones, whole_addresses
from crawler.probing.site_text import site_text
from crawler.probing.survey import ChannelFacts, DateIndex, Found, ProbeError, Prospect, Survey
from crawler.probing.zones import decide_zone, feed_offset, read_root, root_url
from pipelines.catalogue import Network, Site
from pipelines.items import Article, ChannelKind, Lead

NOW = datetime(2026, 3, 20, 7, 30, tzinfo=UTC)
HOME = "https://koran.test/"
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Kabar Uji - Berita Terkini Hari Ini", "https://kabaruji.com/", "Kabar Uji"),
        ("Berita Terkini Hari Ini | Kabar Uji", "https://www.kabaruji.com/", "Kabar Uji"),
        ("Suara Uji :: Jujur", "https://example.org/", "Suara Uji"),
        ("Kabar-Uji", "https://kabar-uji.id/", "Kabar-Uji"),
        ("|", "https://kabaruji.com/", None),
        ("x" * 200, "https://kabaruji.com/", None),
    ],
)
def test_name_in_a_title_is_the_part_that_the_host_spells(title, url, name):
    assert outlet_name(title, url) == name


def front(head, url=HOME):
    return read_front(f"<html lang='id-ID'><head>{head}</head><body></body></html>".encode(), url, {}, {})


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<meta property="og:site_name" content="Uji"><title>Lain</title>', ("Uji", "og:site_name")),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Uji"}]}</script>',
            ("Uji", "JSON-LD WebSite"),
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":"Uji"}}</script>',
            ("Uji", "JSON-LD publisher"),
        ),
        (
            '<script type="application/ld+json">{broken</script><title>Uji - Berita</title>',
            ("Uji", "the title"),
        ),
    ],
)
def test_homepage_names_its_outlet(head, found):
    assert front(head).names[0] == Found(*found)


def test_titles_of_articles_tell_which_part_of_the_homepages_title_is_the_name():
    home = front("<title>Berita Terkini - Suluh Uji</title>")
    articles = [front(f"<title>{title} - Suluh Uji</title>") for title in ("Banjir Surut", "Pasar Dibuka")]
    assert choose_names(home, articles)[0].value == "Suluh Uji"


@pytest.mark.parametrize(
    ("url", "payload", "network"),
    [
        ("https://aceh.kelompok.test/", b"", "kelompok"),
        ("https://kelompok.test.other.test/", b"", None),
        ("https://notkelompok.test/", b"", None),
        ("https://koran.test/", b"<img src='https://cdn.kelompok.example/x.jpg'>", "kelompok"),
    ],
)
def test_network_is_known_by_domain_or_marker(url, payload, network):
    known = {
        "kelompok": Network(name="Kelompok", domains=("kelompok.test",), markers=("cdn.kelompok.example",))
    }
    found = find_network(payload, url, known)
    assert (found.value if found else None) == network


@pytest.mark.parametrize(
    ("witnesses", "zone"),
    [
        ([("Asia/Makassar", "wp"), (420, "times")], "Asia/Makassar"),
        ([(None, "wp"), (480, "times")], "Asia/Makassar"),
        ([(0, "gmt_offset"), (540, "printed")], "Asia/Jayapura"),
        ([(None, "wp"), (0, "times")], None),
        ([(-180, "times")], "Etc/GMT+3"),
        ([(345, "times")], None),
        ([(99_999, "times")], None),
    ],
)
def test_first_witness_with_a_word_to_say_tells_the_zone(witnesses, zone):
    found, _ = decide_zone(witnesses, ZONES, NOW)
    assert (found.value if found else None) == zone


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (b'{"name":"Uji &","timezone_string":"Asia/Makassar","gmt_offset":"8"}', ("Asia/Makassar", 480)),
        (b'{"timezone_string":"","gmt_offset":5.5}', (None, 330)),
        (b'{"timezone_string":"UTC","gmt_offset":0}', (None, 0)),
        (b'{"timezone_string":"../../etc/passwd","gmt_offset":"x"}', (None, None)),
        (b'{"gmt_offset":Infinity}', (None, None)),
        (b"[]", (None, None)),
        (b"<html>", (None, None)),
    ],
)
def test_wordpress_root(payload, told):
    root = read_root(payload)
    assert (root.timezone, root.offset) == told


@pytest.mark.parametrize(
    ("posts", "root"),
    [
        ("https://a.test/wp-json/wp/v2/posts", "https://a.test/wp-json/?_fields="),
        ("https://a.test/?rest_route=/wp/v2/posts", "https://a.test/?rest_route=/&_fields="),
    ],
)
def test_root_of_an_api(posts, root):
    assert root_url(posts).startswith(root)


@pytest.mark.parametrize(
    ("feed", "minutes"),
    [
        (b"<pubDate>Thu, 19 Mar 2026 09:05:00 +0800</pubDate>" * 2, 480),
        (b"<updated>2026-03-19T09:05:00-03:30</updated>", -210),
        (b"<pubDate>Thu, 19 Mar 2026 01:05:00 +0000</pubDate>", None),
        (b"<pubDate>Thu, 19 Mar 2026 01:05:00 GMT</pubDate>", None),
    ],
)
def test_offset_of_a_feed(feed, minutes):
    assert feed_offset(feed) == minutes


def test_zone_words_count_beside_a_clock_in_the_language_of_the_page():
    pages = [
        b"<p>Rabu, 19 Maret 2026 | 14.05 WITA</p>",
        b"pukul 09:00 Wita, bukan 07.00 WIB",
        b"The wit of 10:00",
    ]
    assert [offset for offset, _ in printed_zones(pages, "id")] == [480, 420]
    assert printed_zones(pages, "zz") == []


def links(*hrefs):
    return ("<html><body>" + "".join(f'<a href="{href}">x</a>' for href in hrefs) + "</body></html>").encode()


@pytest.mark.parametrize(
    ("page", "templates"),
    [
        (
            links("/indeks?date=2026-03-19", "/indeks?date=2026-03-18", "/indeks?date=2026-03-20&amp;page=2"),
            (f"{HOME}indeks?date={{date:%Y-%m-%d}}&page={{page}}",),
        ),
        (links("/indeks/2026/03/19", "/indeks/2026/03/18"), (f"{HOME}indeks/{{date:%Y/%m/%d}}",)),
        (links("/i?date=03/19/2026", "/i?date=03/18/2026"), (f"{HOME}i?date={{date:%m/%d/%Y}}",)),
        (links("/i?date=19-03-2026", "/i?date=18-03-2026"), (f"{HOME}i?date={{date:%d-%m-%Y}}",)),
        (links("/indeks?date=2026-03-19"), ()),
        (links("/indeks?date=2019-03-19", "/indeks?date=2019-03-18"), ()),
        (
            links(
                "/2026/03/19/jembatan-baru-kota-resmi-dibuka", "/2026/03/18/jembatan-baru-kota-resmi-dibuka"
            ),
            (),
        ),
        (links("https://other.test/i?d=2026-03-19", "https://other.test/i?d=2026-03-18"), ()),
        (
            b'<html><form action="/indeks?x=1"><input type="date" name="tgl"></form></html>',
            (f"{HOME}indeks?tgl={{date:%Y-%m-%d}}",),
        ),
        (b'<html><form action="/cari" method="post"><input type="date" name="tgl"></form></html>', ()),
    ],
)
def test_index_by_date_is_read_from_the_days_that_a_page_links(page, templates):
    assert find_date_indexes(page, f"{HOME}indeks", {}, HOME, date(2026, 3, 20)) == templates


def test_a_networks_index_is_seen_from_the_root_of_the_host():
    assert network_indexes("https://a.test/id/", ("indeks?d={date:%d %B %Y}",)) == (
        "https://a.test/indeks?d={date:%d %B %Y}",
    )


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        (
            "https://a.test/x",
            ["https://a.test/x?page=all", "https://a.test/x?single=1", "https://a.test/x/all"],
        ),
        ("https://a.test/x?page=2", ["https://a.test/x?page=all", "https://a.test/x?single=1"]),
    ],
)
def test_addresses_that_may_show_an_article_whole(url, addresses):
    assert [address for _, address in whole_addresses(url)] == addresses


@pytest.mark.parametrize(
    ("whole", "held"),
    [("satu\ndua\ntiga", True), ("satu\ndua", False), ("empat", False)],
)
def test_a_page_is_the_whole_article_if_it_holds_all_pages(whole, held):
    def article(text):
        return Article(url=HOME, title="x", text=text)

    assert holds_all(article(whole), article("satu\ndua\ntiga")) is held


def test_the_sample_is_of_the_newest_articles_of_the_channel_that_tells_times():
    old, new = (Lead(f"{HOME}{day}", published_at=datetime(2026, 3, day, tzinfo=UTC)) for day in (1, 19))
    leads = {ChannelKind.INDEX: [Lead(f"{HOME}a"), Lead(HOME)], ChannelKind.FEED: [old, new]}
    assert [lead.url for lead in newest(leads, HOME)] == [new.url, old.url, f"{HOME}a"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("koran.test", "https://koran.test/"),
        ("http://koran.test/id", "http://koran.test/id"),
        ("ftp://koran.test/", None),
        ("https://me:secret@koran.test/", None),
        ("", None),
        ("http://[::1", None),
    ],
)
def test_address_that_an_operator_means(text, url):
    if url is None:
        with pytest.raises(ProbeError):
            homepage_of(text)
    else:
        assert homepage_of(text) == url


@pytest.mark.parametrize(
    ("url", "is_address"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]:8000/", True),
        ("http://localhost/", True),
        ("http://localhost.koran.test/", False),
        ("https://koran.test/", False),
        ("https://10.koran.test/", False),
    ],
)
def test_only_an_address_that_the_operator_wrote_may_be_private(url, is_address):
    assert named_by_address(url) is is_address


@pytest.mark.parametrize(
    ("url", "taken", "site_id"),
    [
        ("https://www.kabaruji.co.id/", (), "kabaruji"),
        ("https://aceh.kabaruji.com/", (), "aceh-kabaruji"),
        ("https://kabaruji.com/", ("kabaruji",), "kabaruji-com"),
        ("http://127.0.0.1:8000/", (), "127-0-0-1-8000"),
    ],
)
def test_id_is_made_from_the_host(url, taken, site_id):
    assert site_id_for(url, taken) == site_id


def test_region_is_taken_by_name_and_tells_the_zone():
    prospect = prospect_of("https://kabaruji.com/", Wishes(2.0, "kalsel"), ())
    assert (prospect.region, prospect.timezone) == (Found("ID-KS", "--region"), "Asia/Makassar")


SURVEY = Survey(
    Prospect("uji", HOME, 2.0),
    HOME,
    Found('Suara "Uji"', "og:site_name\nid = 'other'"),
    Found("id", "5 of 5 articles"),
    Found("Asia/Makassar", "x"),
    (Found("Asia/Makassar", "the times of 5 articles"), Found("Asia/Jakarta", "the times of its feed")),
    Found("Joomla! \x1b[31m", "meta generator"),
    Found("kelompok", "its domain"),
    (
        ChannelFacts(ChannelKind.FEED, f"{HOME}feed", "homepage", 2, oldest=NOW, newest=NOW),
        ChannelFacts(ChannelKind.SITEMAP, f"{HOME}sitemap.xml", "robots.txt", problem="http 404"),
    ),
    single_page=Found("?page=all", "seen"),
    probed_at=NOW,
)


def test_site_file_holds_settings_and_says_where_they_were_found():
    text = site_text(SURVEY, Network(name="Kelompok", note="ask first"))
    table = tomllib.loads(text)
    assert Site.model_validate(table).extraction.single_page == "?page=all"
    assert table.keys() == {"id", "name", "homepage", "language", "timezone", "network", "extraction"}
    assert (table["id"], table["name"]) == ("uji", 'Suara "Uji"')
    for told in ("# NOTE: ask first", "# but the times of its feed: Asia/Jakarta", "not read: http 404"):
        assert told in text


def test_an_index_by_date_is_named_with_the_channels_that_answered():
    index = DateIndex(f"{HOME}indeks?d={{date:%Y-%m-%d}}", "/indeks", 3)
    table = tomllib.loads(site_text(replace(SURVEY, date_index=index), None))
    assert [each["kind"] for each in table["discovery"]["channels"]] == ["index", "feed"]


CHANNEL = {"kind": "feed", "problem": "", "is_empty": False}
FINDINGS = {
    "homepage": HOME,
    "name": "Uji",
    "language": "id",
    "timezone": None,
    "system": None,
    "network": None,
    "date_index": None,
    "single_page": None,
    "channels": {f"{HOME}feed": CHANNEL},
}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, []),
        ({"name": "Lain"}, ['name: was "Uji", now "Lain"']),
        ({"channels": {}}, [f"channel gone: {HOME}feed (feed)"]),
        ({"channels": {f"{HOME}rss": CHANNEL}}, [f"channel moved: {HOME}feed, now {HOME}rss"]),
        (
            {"channels": {f"{HOME}feed": CHANNEL, f"{HOME}s.xml": {**CHANNEL, "kind": "sitemap"}}},
            [f"channel new: {HOME}s.xml (sitemap)"],
        ),
        (
            {"channels": {f"{HOME}feed": {**CHANNEL, "problem": "http 404"}}},
            [f"channel {HOME}feed: http 404"],
        ),
        (
            {"channels": {f"{HOME}feed": {**CHANNEL, "is_empty": True}}},
            [f"channel {HOME}feed: lists nothing"],
        ),
    ],
)
def test_what_a_site_tells_otherwise_than_then(now, told):
    assert list(changes(FINDINGS, {**FINDINGS, **now})) == told
