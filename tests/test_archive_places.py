"""Places in the archive: found by search, counted, merged, checked, forgotten, and made anew for older archives."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from archive_samples import KABAR, SUARA, add_leads, article_of, fetched, later, new_store, rows, url_of
from click.testing import CliRunner

from crawler.cli import main
from pipelines.archive import Search, open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.extract.places import with_places

BANJAR, BANDUNG, OLD = url_of("banjar"), url_of("bandung"), url_of("lama")
TEXTS = {
    BANJAR: (
        "Bupati Banjar tinjau banjir",
        "Kabupaten Banjar siaga. Pemkab Tapin membantu, kata Bupati Tapin.",
    ),
    BANDUNG: ("Wali Kota Bandung buka pasar", "Pasar di Bandung ramai."),
    OLD: ("Harga naik", "Tak ada tempat."),
}


def placed(url, title, text):
    article = replace(
        article_of(url, text, title=title),
        language="id",
        dateline_place="MARTAPURA" if url == BANJAR else None,
    )
    return with_places(article, KABAR.model_copy(update={"region": "ID-KS"}))


def fill(data, *urls):
    with new_store(data, KABAR, SUARA) as store:
        for url in urls:
            add_leads(store, url)
            store.record_outcome(fetched(url, placed(url, *TEXTS[url])), later(hours=1))
    return data


def titles(data, place):
    with open_archive(data) as archive:
        return [hit.title for hit in archive.search(Search(place=place))]


def run(*args):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("places"), *TEXTS)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("Kabupaten Banjar", [TEXTS[BANJAR][0]]),
        ("banjar", [TEXTS[BANJAR][0]]),
        ("Kabupaten Tapin", [TEXTS[BANJAR][0]]),
        ("martapura", [TEXTS[BANJAR][0]]),
        ("Kota Bandung", [TEXTS[BANDUNG][0]]),
        ("Kabupaten Bandung", []),
    ],
)
def test_articles_are_found_by_place_with_kind_or_without(data, place, found):
    assert titles(data, place) == found


def test_place_that_many_articles_have_is_asked_of_each(data, monkeypatch):
    monkeypatch.setattr("pipelines.archive.searching.FEW", 0)
    assert titles(data, "Banjar") == [TEXTS[BANJAR][0]]


def test_places_are_told_with_their_evidence(data):
    told = json.loads(run("show", BANJAR, "--json", "--data", data))["places"]
    assert [(place["name"], place["evidence"][:2]) for place in told] == [
        ("Kabupaten Banjar", ["dateline: MARTAPURA", "title: Bupati Banjar"]),
        ("Kabupaten Tapin", ["lead: Pemkab Tapin", "lead: Bupati Tapin"]),
    ]
    assert "place: Kabupaten Banjar (ID-63.03)" in run("show", BANJAR, "--data", data)
    assert rows(data, "SELECT place FROM articles_about WHERE is_main ORDER BY place") == [
        "Kabupaten Banjar",
        "Kota Bandung",
    ]


def test_places_of_the_gazetteer_are_counted(data):
    lines = run("places", "--region", "ID-KS", "--data", data).splitlines()
    assert lines[0].split("\t")[:2] + lines[0].split("\t")[3:] == [
        "1",
        "1",
        "ID-63.03",
        "ID-KS",
        "Kabupaten Banjar",
    ]
    assert len(lines) == 13
    uncovered = run("places", "--region", "id", "--uncovered", "--csv", "--data", data).splitlines()
    assert (len(uncovered), uncovered[0]) == (1 + 512, "articles,main,last_day,id,region,name")


def test_merged_and_forgotten_places_are_whole(tmp_path, data):
    mine = fill(tmp_path / "mine", OLD)
    merge(mine, data)
    assert titles(mine, "Banjar") == [TEXTS[BANJAR][0]]
    forget(mine, [BANJAR], "asked for")
    assert (titles(mine, "Banjar"), rows(mine, "SELECT place FROM article_places")) == ([], ["Kota Bandung"])
    assert [check for check in check_archive(mine) if not check.is_right] == []


def test_older_archive_gets_places_anew(tmp_path):
    data = fill(tmp_path, *TEXTS)
    whole = rows(data, "SELECT place FROM article_places ORDER BY place")
    with closing(sqlite3.connect(data / "archive.db")) as connection:
        connection.execute("UPDATE articles SET places = '[]', main_place = NULL")
        connection.commit()
    assert rows(data, "SELECT place FROM article_places") == []
    assert run("places", "rebuild", "--data", data) == "2 articles have other places now\n"
    assert rows(data, "SELECT place FROM article_places ORDER BY place") == whole
    assert run("places", "rebuild", "--data", data) == "0 articles have other places now\n"
