"""`kliping match`: a release as it was mailed against the archive of the demo papers."""

import asyncio
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from harness import ROOT, kliping, loopback_site, site_file, write_site
from mailed_papers import FORMATS, mailed
from papers import END, NOW, printing, site_ids

from crawler.cli import main
from crawler.fetching import ask_page, prospect_of_page
from crawler.probing.asking import Asker, Fetched
from crawler.probing.survey import Prospect
from pipelines.archive import LockedError, open_archive, open_store
from pipelines.catalogue import site_for_host
from pipelines.commands.fetched import Page, PageError
from pipelines.commands.match import find_matches
from pipelines.commands.match_report import render
from pipelines.commands.matched import describe
from pipelines.extract import extract_article
from pipelines.items import Capture
from pipelines.releases import Release
from pipelines.releases.reading import read_release

STORIES = 20


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of the papers, and the releases with the addresses that carry them; crawled against the order of time."""
    data = tmp_path_factory.mktemp("papers")
    with printing(data, 5, STORIES) as press:
        run = kliping("crawl", *reversed(site_ids(press)), "--data", str(data), now=NOW)
        assert run.returncode == 0, run.stderr
        return data, [(lines, list(found), found) for lines, found in mailed(press.newsroom)]


def match(*args, exit_code=0, **more):
    result = CliRunner().invoke(main, ["match", *map(str, args)], **more)
    assert result.exit_code == exit_code, result.output
    return result


def saved(folder, lines, form):
    path = folder / f"rilis.{form}"
    path.write_bytes(FORMATS[form](lines))
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_each_release_names_exactly_the_articles_that_carry_it_in_order(archive, form):
    data, releases = archive
    assert len(releases) > 3
    assert {relation for *_, carriers in releases for relation in carriers.values()} == {"copy", "derived"}
    with open_archive(data) as opened:
        for lines, _, carriers in releases:
            found = describe(opened, read_release(FORMATS[form](lines)), "", None)
            told = [(article["url"], article["relation"]) for article in found["articles"]]
            assert told == list(carriers.items())


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_tells_of_a_file(archive, tmp_path, form):
    data, [(lines, urls, _), *_] = archive
    found = json.loads(match(saved(tmp_path, lines, form), "--data", data, "--json").stdout)
    assert [article["url"] for article in found["articles"]] == urls
    assert [article["place"] for article in found["articles"]] == list(range(1, len(urls) + 1))
    assert found["release"]["title"] in {lines[0], "SIARAN PERS - BIRO ADMINISTRASI PIMPINAN"}
    for article in found["articles"]:
        assert re.fullmatch("[0-9a-f]{64}", article["capture"]["sha256"])
        ours = "".join(each.get("same", each.get("before", "")) for each in article["diff"])
        assert ours.casefold().split() == found["release"]["text"].casefold().split()


def test_a_release_on_stdin_and_one_that_is_held_are_matched_too(archive):
    data, [(lines, urls, _), *_] = archive
    told = match("-", "--data", data, input=FORMATS["docx"](lines)).stdout
    assert re.findall(r"^   (http\S+)$", told, re.MULTILINE) == urls
    held = match(urls[0], "--data", data).stdout
    assert re.findall(r"^   (http\S+)$", held, re.MULTILINE) == urls
    assert "no change" not in told
    assert "not checked again yet" in told


def test_what_was_left_out_added_and_changed_is_told(archive):
    data, [(lines, urls, _), *_] = archive
    mine = "Keterangan lebih lanjut dapat diminta kepada Bagian Humas pada hari dan jam kerja setiap pekan."
    less = [*lines[:2], *lines[3:], mine]
    told = match("-", "--data", data, input="\n\n".join(less)).stdout
    assert f"left out: [-{mine}-]" in told
    assert f"added: {{+{lines[2]}+}}" in told
    assert re.findall(r"^   (http\S+)$", told, re.MULTILINE) == urls


def test_a_text_that_nobody_took_matches_nothing(archive):
    data, _ = archive
    result = match(
        "-",
        "--data",
        data,
        input="Sebuah teks yang lain sama sekali, dan tidak pernah dimuat surat kabar mana pun.",
    )
    assert "no article in this archive" in result.stderr


@pytest.mark.parametrize(
    ("payload", "why"),
    [(b"", "is empty"), (b"PK\x03\x04", "broken docx"), (b"\x89PNG", "picture")],
)
def test_a_file_that_is_no_release_ends_with_a_sentence(archive, tmp_path, payload, why):
    path = tmp_path / "rilis"
    path.write_bytes(payload)
    result = match(path, "--data", archive[0], exit_code=2)
    assert why in result.stderr
    assert str(path) in result.stderr


def test_a_file_or_an_archive_that_is_not_there_is_named(archive, tmp_path):
    assert "No such file" in match(tmp_path / "x.pdf", "--data", archive[0], exit_code=2).stderr
    assert "no archive" in match("-", "--data", tmp_path, input="x", exit_code=2).stderr


def as_page(lines):
    body = "".join(f"<p>{line}</p>" for line in lines[1:])
    return (
        f"<html lang='id'><head><title>{lines[0]}</title>"
        "<meta property='article:published_time' content='2026-03-19T10:00:00+08:00'></head>"
        f"<body><article><h1>{lines[0]}</h1><div class='entry-content'>{body}</div></article></body></html>"
    )


def test_an_address_that_is_not_held_is_fetched_by_the_rules_of_a_crawl(archive, tmp_path):
    held, [(lines, urls, _), *_] = archive
    data = Path(shutil.copytree(held, tmp_path / "data"))
    with loopback_site() as site:
        write_site(data, site_file("tetangga", site.base_url))
        site.html("/berita/rilis", as_page(lines))
        site.pages["/robots.txt"] = (
            200,
            {"Content-Type": "text/plain"},
            b"User-agent: *\nDisallow: /surat\n",
        )
        address = f"{site.base_url}/berita/rilis"
        found = kliping("match", f"{address}#atas", "--archive", "--json", "--data", str(data), now=NOW)
        assert found.returncode == 0, found.stderr
        told = json.loads(found.stdout)
        assert [article["url"] for article in told["articles"]] == [*urls, address]
        assert told["release"]["sha256"] == told["articles"][-1]["capture"]["sha256"]
        assert [path for _, path in site.requests] == [
            "/robots.txt",
            "/.well-known/tdmrep.json",
            "/berita/rilis",
        ]
        assert {agent.partition("/")[0] for agent in site.user_agents} == {"kliping"}
        refused = kliping("match", f"{site.base_url}/surat/1", "--data", str(data), now=NOW)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert f"{site.base_url}/surat/1 cannot be fetched: Forbidden by robots.txt" in refused.stderr


def test_a_page_that_is_fetched_is_not_archived_unless_asked(archive):
    data, [(lines, urls, _), *_] = archive
    address = "https://tetangga.test/berita/rilis"
    capture = Capture(address, address, 200, (("Content-Type", "text/html"),), as_page(lines).encode(), END)
    page = Page(extract_article(capture, site_for_host("tetangga.test")), (capture,))
    before = {path.name: path.read_bytes() for path in data.glob("*.db")}
    found = find_matches(address, None, data, lambda *_: page)
    assert [article["url"] for article in found["articles"]] == urls
    assert found["release"]["found_in"] == address
    assert {path.name: path.read_bytes() for path in data.glob("*.db")} == before


def test_no_site_is_asked_for_a_page_to_keep_while_another_run_writes(archive, tmp_path):
    data = Path(shutil.copytree(archive[0], tmp_path / "data"))
    with open_store(data, "crawl"), pytest.raises(LockedError):
        find_matches("https://tetangga.test/1", None, data, lambda *_: pytest.fail("asked"), archived=True)


HOME = "https://koran.test/"
ADDRESS = f"{HOME}berita/12345/jembatan-baru"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, ADDRESS, "", 0), "cannot be fetched: http 404"),
        ((200, HOME, "<p>Depan</p>", 0), "is gone: it leads to the site's front page"),
        ((200, ADDRESS, "<h1>Jadwal</h1><p>Kosong</p>", 0), "is no article: no-text"),
        ((200, ADDRESS, "<meta name='robots' content='noarchive'>", 0), "it keeps itself from archives"),
        ((200, ADDRESS, "", 5), "took longer than 0.2 seconds"),
    ],
)
def test_a_page_that_is_no_article_says_why(answer, why):
    status, final, body, seconds = answer

    async def fetch(url, of_article):
        assert of_article
        await asyncio.sleep(seconds)
        return Fetched(Capture(url, final, status, (("Content-Type", "text/html"),), body.encode(), END), {})

    async def run(function, *args):
        return function(*args)

    prospect = Prospect("koran", HOME, 2.0)
    asker = Asker(prospect, prospect.as_site(language="id"), fetch, run, {})
    with pytest.raises(PageError, match=why):
        asyncio.run(ask_page(asker, ADDRESS, 0.2))


@pytest.mark.parametrize(
    "address", ["ftp://koran.test/1", "http://:80/1", "https://a:b@koran.test/1", "x://["]
)
def test_what_is_no_web_address_is_not_asked(tmp_path, address):
    with pytest.raises(PageError, match="no http or https address"):
        prospect_of_page(address, tmp_path)


def test_a_page_is_asked_for_as_its_sites_file_says(tmp_path):
    write_site(tmp_path, site_file("koran", "https://koran.test", delay=7))
    held, other = (prospect_of_page(f"https://{host}/x#y", tmp_path) for host in ("koran.test", "lain.test"))
    assert (held.id, held.delay, held.homepage, held.is_trusted) == ("koran", 7, "https://koran.test/x", True)
    assert (other.id, other.delay, other.is_trusted) == ("lain-test", 2.0, False)


def test_a_site_that_asked_for_rest_is_left_alone(archive, tmp_path):
    data = Path(shutil.copytree(archive[0], tmp_path / "data"))
    with closing(sqlite3.connect(data / "archive.db")) as db:
        db.execute("UPDATE sites SET rests_until = '2999-01-01T00:00:00Z'")
        db.commit()
    address = re.match(r"https?://[^/]+", archive[1][0][1][0])[0] + "/tidak/ada"
    told = match(address, "--data", data, exit_code=1).stderr
    assert "asked to be left alone until 2999-01-01" in told


def test_what_takes_long_to_import_is_imported_by_who_needs_it():
    """Scrapy and the parsers take as long as a match may take; trafilatura is the workers' alone, also in a crawl."""
    code = (
        "import sys, crawler.cli, pipelines.commands.matched, pipelines.archive; print(*sys.modules);"
        " import crawler.jobs; print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    reading, crawling = (set(line.split()) for line in told.stdout.splitlines())
    assert {"scrapy", "trafilatura", "pydantic", "pebble"} & reading == set()
    assert {"trafilatura", "htmldate", "courlan", "justext"} & crawling == set()


def test_nothing_is_written_to_the_archive(archive, tmp_path):
    data, [(lines, *_), *_] = archive
    before = {path.name: path.read_bytes() for path in data.glob("*.db")}
    match(saved(tmp_path, lines, "txt"), "--data", data, "--report", tmp_path / "out.html")
    assert {path.name: path.read_bytes() for path in data.glob("*.db")} == before


class Html(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_the_report_stands_alone_and_holds_the_evidence(archive, tmp_path):
    data, [(lines, urls, _), *_] = archive
    out = tmp_path / "out.html"
    found = json.loads(
        match(saved(tmp_path, lines, "docx"), "--data", data, "--json", "--report", out).stdout
    )
    page = Html(out.read_text(encoding="utf-8"))
    for article, url in zip(found["articles"], urls, strict=True):
        for shown in (url, article["uid"], article["capture"]["sha256"], article["capture"]["fetched_at"]):
            assert shown in page.text
    assert all(line in page.text for line in lines)
    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"} == set()
    assert all(set(attrs) & {"src", "srcset", "onclick"} == set() for _, attrs in page.tags)
    assert list(tmp_path.glob(".*")) == []


def test_a_report_obeys_no_text(archive):
    data, [(lines, *_), *_] = archive
    with open_archive(data) as opened:
        found = describe(opened, Release("text", lines[0], (), tuple(lines[1:])), "x", None)
    evil = "<script>alert(1)</script>\"'><img src=x>\u202e\x1b[2J"
    found["release"].update(title=evil, text=evil, source=evil)
    for article in found["articles"]:
        article.update(
            title=evil, url="javascript:alert(1)", site=evil, uid=evil, published=evil, published_source=evil
        )
        article["changes"] = [{"kind": "figure", "before": evil, "after": evil, "paragraph": 1}]
        article["diff"] = [{"same": evil}, {"before": evil, "after": evil}]
    text = render(found)
    assert {tag for tag, _ in Html(text).tags} & {"script", "img"} == set()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert 'href="javascript' not in text


def test_a_report_that_cannot_be_written_is_named(archive, tmp_path):
    data, [(lines, *_), *_] = archive
    out = tmp_path / "none" / "out.html"
    assert (
        str(out) in match(saved(tmp_path, lines, "txt"), "--data", data, "--report", out, exit_code=2).stderr
    )
