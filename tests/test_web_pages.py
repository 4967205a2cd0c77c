"""The archive's pages, asked through Datasette's own client: what they show, and what they refuse."""

import asyncio
import csv
import io
import json
import re
from collections import Counter
from html import unescape
from xml.etree import ElementTree

import feedparser
import pytest
from click.testing import CliRunner
from web_samples import CONTROLS, COPY, CORRECTED, EDITED, FIRST, GONE, HOSTILE, PAGE, SCRIPT, make_archive

from crawler.cli import main
from pipelines.archive.values import uid_of
from pipelines.web.counted import from_counts
from pipelines.web.harmless import CsvCells, guarded, outside
from pipelines.web.site import describe, open_site

QUESTIONS = describe()["databases"]["archive"]["queries"]
CHARTS = describe()["plugins"]["datasette-dashboards"]["archive"]["charts"]
TAG = re.compile(r"<[^>]*>")


class Reader:
    """Asks one site, in one event loop."""

    def __init__(self, data, url=None):
        self.loop = asyncio.new_event_loop()
        self.site = open_site(data, url)
        self.run(self.site.invoke_startup())

    def run(self, work):
        return self.loop.run_until_complete(work)

    def get(self, path, status=200, **options):
        answer = self.run(self.site.client.get(path, **options))
        assert answer.status_code == status, answer.text
        return answer

    def words(self, path, status=200):
        """Return what a page says, without its markup."""
        return " ".join(unescape(TAG.sub(" ", self.get(path, status).text)).split())

    def close(self):
        for database in self.site.databases.values():
            database.close()
        self.site.executor.shutdown()
        self.loop.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_archive(tmp_path_factory.mktemp("wëb 100%"))


@pytest.fixture(scope="module")
def reader(data):
    reader = Reader(data)
    yield reader
    reader.close()


def article(url, more=""):
    return f"/article/{uid_of(url)}{more}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "It holds 6 articles of 3 sites, published from 2026-03-01 to 2026-03-02"),
        ("/", "Last run ok test"),
        ("/", "Stories of two articles or more 1"),
        ("/", "Gone from their site 1"),
        ("/search?q=banjir", "4 articles"),
        ("/search?q=banjir+-surut&site=kabar", "Banjir menewaskan 415"),
        ("/search?q=nirgends", "0 articles"),
        ("/search?q=banjir&page=2", "page 2"),
        ("/search?section=daerah", "3 articles"),
        ("/search?place=Martapura&since=2026-03-02", "1 article "),
        (article(FIRST), "One of 3 articles of a story"),
        (article(CORRECTED), "The picture’s caption: Warga di perahu."),
        (
            article(CORRECTED),
            "2026-03-01 10:00 +08:00 : to the minute, as json-ld says; in UTC 2026-03-01T02:00:00Z",
        ),
        (article(CORRECTED), "figure in paragraph 1: 412 415"),
        (
            article(CORRECTED),
            f"kliping archive, article {uid_of(CORRECTED)}, version 2, seen 2026-03-01T06:00:00Z. Captured",
        ),
        (article(CORRECTED, "?version=1"), "This is version 1"),
        (article(CORRECTED, "/diff"), "Banjir menewaskan 412 415 jiwa."),
        (article(CORRECTED, "/diff?from=2&to=1"), "Banjir menewaskan 415 412 jiwa."),
        (article(GONE), "Gone from its site, since 2026-03-03"),
        (article(GONE), "http 410"),
        (article(FIRST, "/diff"), "Nothing."),
        (
            "/stories",
            "3 articles of 3 sites, first 2026-03-01 10:00 +08:00 by pemkab · origin: Pemkab Banjar",
        ),
        (
            f"/story/{uid_of(FIRST)}",
            "Origin: Pemkab Banjar (government), first outlet: Suara Pulau, 1 hour 5 min",
        ),
        (f"/story/{uid_of(FIRST)}", "+1 d 1 h"),
        ("/archive/articles", "Kabar Banua 4"),
        ("/words?q=banjir&by=month", "2026-03 4 6 66.67 %"),
        ("/words?q=banjir&by=site", "suara 1 1 100.00 %"),
        ("/words?q=nirgends", "0 articles"),
        ("/words", "Narrow it down"),
        ("/archive/articles", "6 rows"),
        ("/archive/articles?section=Daerah", "3 rows"),
        ("/-/dashboards", "Charts"),
    ],
)
def test_page_says(reader, path, said):
    assert said in reader.words(path)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/search?q=%22", 400, "nothing to look for"),
        ("/search?q=-banjir", 400, "a query needs a word that is not excluded"),
        ("/search?q=a*", 400, "a prefix needs 2"),
        ("/search?site=nirgends", 400, "no site 'nirgends'"),
        ("/search?since=gestern", 400, "'gestern' is no day"),
        ("/search?order=relevance", 400, "needs words"),
        ("/words?q=-banjir", 400, "a query needs a word that is not excluded"),
        ("/words?q=banjir&site=nirgends", 400, "no site 'nirgends'"),
        ("/search?page=999", 400, "pages go from 1 to 50"),
        ("/article/ffffffffffffffffffff", 404, "No article ffffffffffffffffffff"),
        ("/article/12345678901234567890", 404, "No article"),
        (article(GONE, "?version=7"), 404, "no version 7"),
        (article(GONE, "/diff?from=7"), 404, "no such version"),
        (f"/story/{uid_of(GONE)}", 404, "related to no other"),
        ("/capture/999", 404, "no capture 999"),
        ("/watch/nirgends.atom", 404, "No saved search nirgends"),
        ("/nirgends", 404, "not found"),
        ("/archive.db", 403, ""),
    ],
)
def test_what_is_not_there_is_told(reader, path, status, said):
    assert said in reader.words(path, status)


@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"; DROP TABLE articles; --',
        "a OR b",
        "NEAR(a b)",
        "title:x",
        "*" * 99,
        "\0x",
        "%ff%fe",
        "{}[]()^:",
        "🌊x",
    ],
)
def test_any_query_string_is_answered(reader, query):
    answer = reader.run(reader.site.client.get("/search", params={"q": query}))
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize(("url", "wanted"), [(COPY, COPY), (EDITED, EDITED), (FIRST, FIRST)])
def test_beginning_of_a_uid_leads_to_the_page(reader, url, wanted):
    answer = reader.get(f"/article/{uid_of(url)[:8]}", 302)
    assert answer.headers["location"] == article(wanted)
    assert reader.get(f"/story/{uid_of(url)}", 200 if url == FIRST else 302)


def test_whole_table_is_counted_without_reading_it(reader, monkeypatch):
    asked = []

    def noting(sql):
        asked.append((" ".join(sql.split()), from_counts(sql)))
        return from_counts(sql)

    monkeypatch.setattr("pipelines.web.site.from_counts", noting)
    told = reader.get("/archive/articles.json?_size=1").json()
    assert [sql for sql, other in asked if "count(" in sql and "count(" in other] == []
    assert told["filtered_table_rows_count"] == 6
    facets = {
        name: [(each["value"], each["count"]) for each in facet["results"]]
        for name, facet in told["facet_results"].items()
    }
    assert facets["site_id"] == [("kabar", 4), ("pemkab", 1), ("suara", 1)]
    assert dict(facets["section"])["Daerah"] == 3


FEED = "/watch/kabar.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_feed_is_atom_that_a_reader_takes(reader):
    answer = reader.get(FEED)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version, read.feed.title) == (False, "atom10", "kabar: --site kabar")
    by_title = {entry.title: entry for entry in read.entries}
    # Four of the site, and two that are in a story with one of them.
    assert (len(by_title), len({entry.id for entry in read.entries})) == (5, 6)
    joined = by_title["Banjir surut, warga pulang"]
    assert [tag.term for tag in joined.tags] == ["joined", "suara"]
    gone = by_title["Hilang"]
    assert gone.link == f"http://localhost/article/{uid_of(GONE)}"
    assert {"rel": "via", "href": GONE} in [{"rel": each.rel, "href": each.href} for each in gone.links]
    assert gone.published == "2026-03-01T02:00:00Z"
    assert "HYPERLINK" in next(title for title in by_title if SCRIPT in unescape(title))


def test_feed_has_what_the_standard_wants(reader):
    """RFC 4287, 4.1: one id, title and updated each; an author; a link to itself; dates with a zone; ids that stay."""
    root = ElementTree.fromstring(reader.get(FEED).content)
    entries = root.findall("a:entry", ATOM)
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = each.findall(f"a:{name}", ATOM)
            assert found.text
        assert each.findall("a:author/a:name", ATOM)
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext("a:id", "", ATOM))
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", each.findtext("a:updated", "", ATOM))
        assert len(each.findall("a:link[@rel='alternate']", ATOM)) == 1
    assert root.find("a:link[@rel='self']", ATOM).get("href") == "http://localhost" + FEED
    again = ElementTree.fromstring(reader.get(FEED).content)
    ids = [each.findtext("a:id", "", ATOM) for each in entries]
    assert [each.findtext("a:id", "", ATOM) for each in again.findall("a:entry", ATOM)] == ids


def test_feed_that_a_reader_has_is_not_sent_again(reader):
    tag = reader.get(FEED).headers["etag"]
    assert reader.get(FEED, 304, headers={"if-none-match": tag}).content == b""


def test_home_names_the_feeds(reader):
    page = reader.get("/").text
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="kabar: --site kabar" href="{FEED}">'
        in page
    )
    assert f'<a href="{FEED}" type="application/atom+xml">' in page
    assert 'href="/search?site=kabar"' in page


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_question_is_answered(reader, name):
    told = reader.get(f"/archive/{name}.json?_shape=array&kind=&site=").json()
    assert isinstance(told, list)
    assert told or name in {"headlines", "notices", "paid"}


def test_days_are_counted_of_a_site_or_of_all(reader):
    def articles(site):
        days = reader.get(f"/archive/days.json?_shape=array&site={site}").json()
        assert [each["day"] for each in days] == sorted((each["day"] for each in days), reverse=True)
        return Counter({each["day"]: each["articles"] for each in days})

    sites = [each["id"] for each in reader.get("/archive/sites.json?_shape=array").json()]
    assert sum((articles(site) for site in sites), Counter()) == articles("") != Counter()


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_chart_has_numbers_and_its_fields(reader, name):
    rows = reader.get("/archive.json", params={"sql": CHARTS[name]["query"], "_shape": "array"}).json()
    fields = {axis["field"] for axis in CHARTS[name]["display"]["encoding"].values()}
    assert rows
    assert fields <= set(rows[0])


PATHS = [
    "/", "/search?q=banjir", "/stories", f"/story/{uid_of(FIRST)}", article(HOSTILE), article(CORRECTED, "/diff"), "/capture/3",
    "/capture/3/payload", "/archive", "/archive/articles", "/archive/articles.json", "/archive/articles.csv", "/archive?sql=select+1",
    "/words?q=banjir", "/archive/corrections", "/-/dashboards/archive", "/-/dashboards/archive/days", "/-/kliping/kliping.css", "/favicon.ico", "/watch/kabar.atom",
]  # fmt: skip


@pytest.mark.parametrize("path", [*PATHS, "/nirgends", "/search?q=%22"])
def test_response_is_safe_and_has_no_script_of_its_own(reader, path):
    answer = reader.run(reader.site.client.get(path))
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    if answer.headers["content-type"].startswith("text/html"):
        assert not re.search(r"<script(?![^>]* (?:src=\"/|type=\"application/json\"))", answer.text)
        assert not re.search(r"<[a-z][^<>]*\son[a-z]+=", answer.text)
        assert "javascript:" not in re.sub(r">[^<]*<", "><", answer.text)


def test_hostile_words_are_shown_and_nothing_else(reader):
    page = reader.get(article(HOSTILE)).text
    assert "&lt;script&gt;window.pwned=1&lt;/script&gt;" in page
    assert "{{7*7}} bahaya" in page
    assert not set(CONTROLS) - set(CONTROLS.encode("ascii", "ignore").decode()) & set(page)
    assert not {"\x1b", "\x08"} & set(page)


def test_links_to_sites_tell_nothing(reader):
    page = reader.get(article(HOSTILE)).text + reader.get("/archive/articles").text
    links = re.findall(r'<a href="https?://(?!localhost/)[^"]*"[^>]*>', page)
    assert len(links) > 5
    assert {re.search('rel="(.*?)"', link)[1] for link in links} == {"noreferrer noopener nofollow"}


def test_captured_page_is_source_and_its_payload_a_download(reader):
    shown = reader.get("/capture/4")
    assert "&lt;html&gt;&lt;body&gt;&lt;script&gt;" in shown.text
    saved = reader.get("/capture/4/payload")
    assert saved.content == PAGE
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == 'attachment; filename="capture-4.bin"'


def test_hostile_article_as_json_is_data(reader):
    answer = reader.get(f"/archive/articles.json?uid={uid_of(HOSTILE)}&_shape=array")
    assert answer.headers["content-type"].startswith("application/json")
    assert "\x1b" not in answer.text
    (row,) = answer.json()
    assert json.loads(row["authors"])[0].startswith("=HYPERLINK")


@pytest.mark.parametrize("path", ["articles.csv?_stream=on", "articles.csv?_dl=1"])
def test_hostile_article_as_csv_has_no_formula(reader, path):
    answer = reader.get(f"/archive/{path}")
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert len(rows) == 7
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell] == []
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (b'a,=b,"=c, ""d"""\r\n', b'a,\'=b,"\'=c, ""d"""\r\n'),
        (b'-5,+6.2,"-3,5",-1e9,-x\r\n', b'-5,+6.2,"-3,5",-1e9,\'-x\r\n'),
        (b'"","@x","a\r\n=b"\r\n', b'"","\'@x","a\r\n=b"\r\n'),
        (b"\t=1,\xff=\r\n", b"'\t=1,\xff=\r\n"),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 99])
def test_csv_in_pieces_is_disarmed(cells, wanted, size):
    table = CsvCells()
    pieces = [table.feed(cells[at : at + size], is_last=False) for at in range(0, len(cells), size)]
    assert b"".join([*pieces, table.feed(b"", is_last=True)]) == wanted


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url, followed):
    assert bool(outside(url)) is followed


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8001", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("", 421),
        ("[", 421),
        ("arsip.example", 200),
    ],
)
def test_other_names_are_not_answered(host, status):
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/", "headers": [(b"host", host.encode())]}
    asyncio.run(guarded(app, {"arsip.example"})(scope, None, send))
    assert sent[0]["status"] == status
    assert dict(sent[0]["headers"])[b"x-frame-options"] == b"DENY"


def test_archive_cannot_be_written(reader):
    for statement in ("delete from articles", "pragma user_version = 5", "attach 'x' as y"):
        assert (
            reader.run(reader.site.client.get("/archive.json", params={"sql": statement})).status_code == 400
        )

    async def write():
        await reader.site.get_database("archive").execute_write("DELETE FROM articles")

    with pytest.raises(Exception, match="read-only"):
        reader.run(write())


def test_behind_a_proxy_addresses_begin_with_its_own(data):
    reader = Reader(data, "https://arsip.example/berita/")
    try:
        page = reader.get("/", headers={"host": "arsip.example"}).text
        assert 'href="/berita/search"' in page
        assert 'href="/search' not in page
        assert (
            '"url": "https://arsip.example/berita/"'
            in reader.get("/-/dashboards/archive", headers={"host": "arsip.example"}).text
        )
        feed = reader.get(FEED, headers={"host": "arsip.example"}).text
        assert f'href="https://arsip.example/berita{FEED}"' in feed
        assert "localhost" not in feed
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "no archive at"),
        (("--url", "arsip"), "arsip is no address"),
    ],
)
def test_command_says_why_it_cannot_serve(tmp_path, args, said):
    result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path), *args])
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_command_without_datasette_names_the_extra(data, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "datasette_dashboards", None)
    result = CliRunner().invoke(main, ["serve", "--data", str(data)])
    assert result.exit_code == 2
    assert "pip install 'kliping[web]'" in result.stderr
