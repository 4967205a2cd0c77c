"""`kliping report`: a page of a period, from an archive with a story, a correction, a deletion, alarms, a hostile article."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from archive_samples import (
    KABAR,
    SUARA,
    add_feed,
    add_leads,
    article_of,
    fetched,
    imported,
    later,
    new_store,
    poll,
    url_of,
)
from click.testing import CliRunner
from web_samples import FORMULA, GONE, HOSTILE, SCRIPT, make_archive

from crawler.cli import main
from pipelines.archive import open_archive
from pipelines.archive.values import uid_of
from pipelines.items import PlaceNamed

NOON_PRINTED = article_of("https://kabar.example/").published


class Page(HTMLParser):
    """A page as its tags, and as what it says by sections."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.said, self._section = [], {"": ""}, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "section":
            self._section = dict(attrs)["aria-labelledby"]
            self.said[self._section] = ""

    def handle_data(self, data):
        self.said[self._section] += data


def report(data, *args, exit_code=0):
    result = CliRunner().invoke(main, ["report", *map(str, args), "--data", str(data)])
    assert result.exit_code == exit_code, result.output
    return result


def page_of(data, tmp_path, *args):
    report(data, "--output", tmp_path / "out.html", *args)
    return Page((tmp_path / "out.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_archive(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def page(data, tmp_path_factory):
    return page_of(data, tmp_path_factory.mktemp("page"), "--until", "2026-03-07")


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("", "News from 2026-03-01 to 2026-03-07"),
        ("", "articles6"),
        ("", "taken away1"),
        ("published", "Highest: 5 articles, 2026-03-01."),
        ("published", "Kabar BanuaID-KS4"),
        ("stories", "1. “Banjir surut”"),
        ("stories", "3 articles of 3 sites, 2 of them copies of the first; origin: Pemkab Banjar (government)"),
        ("stories", "2026-03-01T11:05+08:00 Suara Pulau, copy 100%: “Banjir surut, warga pulang”"),
        ("stories", "2026-03-01T10:00+08:00"),
        ("changed", "Figures1"),
        ("changed", "Banjir menewaskan 412 415 jiwa."),
        ("changed", "change found 2026-03-01T06:00:00Z"),
        ("gone", "Found to be gone in these days: 1 article."),
        ("gone", "gone since 2026-03-03T04:00:00Z: http 410"),
        ("notices", "No notice was published."),
        ("missing", "all3300000"),
        ("missing", "No gap"),
        ("health", "Suara Pulaublocked: takes us for a robot"),
        ("health", "open"),
        ("health", "2026-03-03 04:00, after 24 hours"),
        ("read", "5 later looks at archived articles in these days"),
    ],
)  # fmt: skip
def test_page_says(page, section, said):
    assert said in page.said[section]


def test_page_loads_and_runs_nothing_whatever_its_words_try(page):
    names = {tag for tag, _ in page.tags}
    assert names & {"script", "img", "link", "iframe", "object", "form", "image", "use"} == set()
    assert [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)] == []
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert all(attrs["href"][1:] in ids for tag, attrs in page.tags if tag == "a" and attrs["href"][0] == "#")
    assert SCRIPT in page.said["health"]


def test_hostile_words_in_every_section_are_shown_and_begin_no_cell(tmp_path):
    """A story, a changed headline and a gone article, all of titles that are against their reader."""
    evil = f"{FORMULA} {SCRIPT}\x1b[2J\u202e"
    with new_store(tmp_path, KABAR, SUARA) as store:
        add_leads(store, HOSTILE, GONE)
        before = article_of(HOSTILE, "Air naik.\n=1+1 rumah terendam.", title=evil)
        for number, (title, text) in enumerate(
            [(evil, before.text), (f"@{evil}", before.text), (evil, "Air naik.\n=1+2 rumah terendam.")]
        ):
            changed = article_of(HOSTILE, text, title=title)
            store.record_outcome(fetched(HOSTILE, changed, f"page {number}".encode()), later(hours=number))
    text = page_of(tmp_path, tmp_path)
    assert {tag for tag, _ in text.tags} & {"script", "img"} == set()
    whole = "".join(text.said.values())
    assert SCRIPT in text.said["changed"]
    assert not set("\x1b\u202e") & set(whole)
    for cell in re.findall(
        r"<(?:td|th|li|p|h\d)[^>]*>(?:<[^>]*>)*([^<]*)", (tmp_path / "out.html").read_text()
    ):
        assert cell[:1] not in set("=+@\t")


@pytest.mark.parametrize(
    ("args", "days", "articles"),
    [
        ((), "2026-02-24 to 2026-03-02", 6),
        (("--since", "2026-03-02"), "2026-03-02 to 2026-03-02", 1),
        (("--until", "2026-03-01"), "2026-02-23 to 2026-03-01", 5),
        (("--site", "suara"), "2026-02-24 to 2026-03-02", 1),
        (("--region", "ID"), "2026-02-24 to 2026-03-02", 4),
        (("--since", "2020-01-01", "--until", "2020-12-31"), "2020-01-01 to 2020-12-31", 0),
    ],
)
def test_days_and_sites_are_those_asked_for(data, tmp_path, args, days, articles):
    told = report(data, "--output", tmp_path / "o.html", *args).output
    assert told.startswith(f"{days}: {articles} article")


def test_a_site_that_was_not_asked_for_is_nowhere(data, tmp_path):
    whole = page_of(data, tmp_path, "--site", "pemkab", "--until", "2026-03-07")
    for section in ("published", "changed", "gone", "missing", "health"):
        assert "Kabar" not in whole.said[section]
        assert "Suara" not in whole.said[section]
    assert "Suara Pulau" in whole.said["stories"]  # a story is told whole


def test_gaps_of_the_days_leads_that_wait_and_places_are_told(tmp_path):
    with new_store(tmp_path, KABAR) as store:
        for number, name in enumerate(("Kabupaten Banjar", "Kabupaten Banjar", "Kota Banjarbaru")):
            about = (PlaceNamed(name, name, "ID-KS", 1.0, ()),)
            store.import_article(
                replace(imported(url_of(f"tempat-{number}")), published=NOON_PRINTED, places=about),
                KABAR,
                None,
                later(),
            )
        channel = add_feed(store)
        poll(store, channel, "ab", has_next=False)
        poll(store, channel, "yz", has_next=False, polled_at=later(hours=9))
    said = page_of(tmp_path, tmp_path, "--since", "2026-03-01", "--until", "2026-03-02").said
    assert "probable gaps1" in said[""]
    assert "Kabar Banua, https://kabar.example/feed/: 2026-03-01T04:00:00Z to" in said["missing"]
    assert "all4000004" in said["missing"]
    assert "Kabupaten Banjar21\nKota Banjarbaru11" in said["places"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--site", "nirgends"), "no site 'nirgends'"),
        (("--region", "XX"), "no site of the region 'XX'"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "ends on 2026-03-01, which is before that"),
        (("--since", "gestern"), "Invalid value for '--since'"),
    ],
)
def test_misuse_is_a_sentence_and_leaves_no_file(data, tmp_path, args, said):
    result = report(data, "--output", tmp_path / "o.html", *args, exit_code=2)
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_no_archive_and_no_place_to_write_are_named(data, tmp_path):
    assert "no archive at" in report(tmp_path, exit_code=2).output
    out = tmp_path / "none" / "out.html"
    assert str(out) in report(data, "--output", out, exit_code=2).output


def test_an_empty_archive_has_a_report_and_its_place(tmp_path):
    new_store(tmp_path).close()
    told = report(tmp_path).output.strip()
    (made,) = (tmp_path / "reports").iterdir()
    assert told.endswith(f"the report is in {made}")
    assert "Nobody changed" in Page(made.read_text(encoding="utf-8")).said["changed"]


def test_what_is_beyond_a_limit_is_counted(data, monkeypatch):
    monkeypatch.setattr("pipelines.archive.report_changes.GONE", 0)
    monkeypatch.setattr("pipelines.archive.report.ALARMS", 1)
    with open_archive(data) as archive:
        found = archive.report(until=later(days=6).date())
    assert (found.gone, found.gone_in_all) == ((), 1)
    assert (len(found.alarms), found.alarms_in_all) == (1, 2)
    assert next(member.uid for member in found.spreads[0].members) == uid_of("https://pemkab.example/1")
