"""Marks of origin in the archive: kept, renewed, shown, merged, forgotten."""

import pytest
from archive_samples import add_leads, archive_article, article_of, fetched, later, new_store, rows, url_of
from click.testing import CliRunner

from pipelines.archive import open_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.commands.show import show

MARKS = {"agency": "Antara", "syndicated_from": "Kabar Hulu", "advertorial": "adv", "press_release": "adpim"}
COLUMNS = "agency, syndicated_from, advertorial, press_release"
SLUG = "banjir-di-barabai"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    with new_store(folder) as store:
        archive_article(store, SLUG, **MARKS)
        archive_article(store, "banjir-di-amuntai")
    return folder


def test_marks_are_kept_and_absent_ones_are_null(data):
    assert rows(data, f"SELECT {COLUMNS} FROM articles ORDER BY id") == [tuple(MARKS.values()), (None,) * 4]
    with open_archive(data) as archive:
        article = archive.find_article(url_of(SLUG))
    assert {name: getattr(article, name) for name in MARKS} == MARKS


def test_marks_follow_the_newest_sighting(data):
    url = url_of(SLUG)
    with new_store(data) as store:
        add_leads(store, url)
        changed = article_of(url, "BARABAI - Air surut.", agency="AFP")
        store.record_outcome(fetched(url, changed, b"another page" * 99), later(hours=1))
    assert rows(data, f"SELECT {COLUMNS} FROM articles WHERE id = 1") == [("AFP", None, None, None)]


def test_articles_that_have_a_mark_are_found_by_an_index(data):
    for query in (
        "agency = 'Antara'",
        "syndicated_from IS NOT NULL",
        "advertorial IS NOT NULL AND site_id = 'kabar'",
    ):
        (plan,) = rows(data, f"EXPLAIN QUERY PLAN SELECT id FROM articles WHERE {query}")
        assert "USING" in plan[-1], query
        assert "INDEX articles_" in plan[-1], query


@pytest.mark.parametrize(
    "line", ["agency: Antara", "syndicated from: Kabar Hulu", "advertorial: adv", "press release: adpim"]
)
def test_marks_are_shown(data, line):
    result = CliRunner().invoke(show, [url_of(SLUG), "--data", str(data)])
    assert line in result.stdout.splitlines()


def test_merged_articles_bring_their_marks(data, tmp_path):
    merge(tmp_path / "whole", data)
    assert rows(tmp_path / "whole", f"SELECT {COLUMNS} FROM articles ORDER BY id") == [
        tuple(MARKS.values()),
        (None,) * 4,
    ]


def test_forgotten_articles_leave_none(data):
    forget(data, [url_of(SLUG)], "asked by who is named")
    assert rows(data, "SELECT count(*) FROM articles WHERE agency IS NOT NULL") == [0]
    assert b"Kabar Hulu" not in (data / "archive.db").read_bytes()
