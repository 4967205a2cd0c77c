"""`kliping match`: a release as it was mailed against the archive of the demo papers."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from harness import ROOT, kliping
from mailed_papers import FORMATS, mailed
from papers import NOW, printing, site_ids

from crawler.cli import main
from pipelines.archive import open_archive
from pipelines.commands.match_report import render
from pipelines.commands.matched import describe
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
        return data, list(mailed(press.newsroom))


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
    with open_archive(data) as opened:
        for lines, urls in releases:
            found = describe(opened, read_release(FORMATS[form](lines)), "", None)
            assert [article["url"] for article in found["articles"]] == urls


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_tells_of_a_file(archive, tmp_path, form):
    data, [(lines, urls), *_] = archive
    found = json.loads(match(saved(tmp_path, lines, form), "--data", data, "--json").stdout)
    assert [article["url"] for article in found["articles"]] == urls
    assert [article["place"] for article in found["articles"]] == list(range(1, len(urls) + 1))
    assert found["release"]["title"] in {lines[0], "SIARAN PERS - BIRO ADMINISTRASI PIMPINAN"}
    for article in found["articles"]:
        assert re.fullmatch("[0-9a-f]{64}", article["capture"]["sha256"])
        assert article["relation"] == "copy"
        ours = "".join(each.get("same", each.get("before", "")) for each in article["diff"])
        assert ours.split() == " ".join(found["release"]["text"].split("\n")).split()


def test_a_release_on_stdin_and_one_that_is_held_are_matched_too(archive):
    data, [(lines, urls), *_] = archive
    told = match("-", "--data", data, input=FORMATS["docx"](lines)).stdout
    assert re.findall(r"^   (http\S+)$", told, re.MULTILINE) == urls
    held = match(urls[0], "--data", data).stdout
    assert re.findall(r"^   (http\S+)$", held, re.MULTILINE) == urls
    assert "no change" not in told
    assert "not checked again yet" in told


def test_what_was_left_out_added_and_changed_is_told(archive):
    data, [(lines, urls), *_] = archive
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


def test_an_address_that_is_not_held_says_so(archive):
    assert (
        "no address of an article"
        in match("https://nowhere.test/1", "--data", archive[0], exit_code=2).stderr
    )


def test_an_archive_is_read_without_what_crawls_and_extracts():
    """Each takes as long to import as a match may take."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, crawler.cli, pipelines.commands.matched, pipelines.archive; print(*sys.modules)",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"scrapy", "trafilatura", "pydantic", "pebble"} & set(told.stdout.split()) == set()


def test_nothing_is_written_to_the_archive(archive, tmp_path):
    data, [(lines, _), *_] = archive
    before = {path.name: path.read_bytes() for path in data.glob("*.db")}
    match(saved(tmp_path, lines, "txt"), "--data", data, "--report", tmp_path / "out.html")
    assert {path.name: path.read_bytes() for path in data.glob("*.db")} == before


class Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_the_report_stands_alone_and_holds_the_evidence(archive, tmp_path):
    data, [(lines, urls), *_] = archive
    out = tmp_path / "out.html"
    found = json.loads(
        match(saved(tmp_path, lines, "docx"), "--data", data, "--json", "--report", out).stdout
    )
    page = Page(out.read_text(encoding="utf-8"))
    for article, url in zip(found["articles"], urls, strict=True):
        for shown in (url, article["uid"], article["capture"]["sha256"], article["capture"]["fetched_at"]):
            assert shown in page.text
    assert all(line in page.text for line in lines)
    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"} == set()
    assert all(set(attrs) & {"src", "srcset", "onclick"} == set() for _, attrs in page.tags)
    assert list(tmp_path.glob(".*")) == []


def test_a_report_obeys_no_text(archive):
    data, [(lines, _), *_] = archive
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
    assert {tag for tag, _ in Page(text).tags} & {"script", "img"} == set()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert 'href="javascript' not in text


def test_a_report_that_cannot_be_written_is_named(archive, tmp_path):
    data, [(lines, _), *_] = archive
    out = tmp_path / "none" / "out.html"
    assert (
        str(out) in match(saved(tmp_path, lines, "txt"), "--data", data, "--report", out, exit_code=2).stderr
    )
