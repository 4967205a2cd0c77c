"""The main job on the demo papers: everything published is archived, as published, politely, and only once."""

import itertools

import pytest
from harness import kliping, rows
from mailed_papers import relations, told_together, wrong_stories
from papers import NOW, differences, printing, site_ids

DELAY = 0.05
WRITTEN = {
    "runs",
    "channels",
    "site_days",
    "site_standings",
}  # by a run with nothing new: that it was, and how sites took it


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two runs over the papers of one seed; the papers note every request."""
    data = tmp_path_factory.mktemp("papers")
    with printing(data, seed=11, stories=40, delay=DELAY) as press:
        first = kliping("crawl", *site_ids(press), "--data", str(data), now=NOW)
        asked = {paper.outlet.id: len(paper.requests) for paper in press.papers}
        before = snapshot(data)
        second = kliping("crawl", *site_ids(press), "--data", str(data), now=NOW)
        yield data, press, (first, second), asked, (before, snapshot(data))


def snapshot(data):
    """Return every row of every table but those that a run with nothing new may write."""
    tables = [row["name"] for row in rows(data, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in tables if name not in WRITTEN and not name.startswith("sqlite_")]
    return {name: [tuple(row) for row in rows(data, f"SELECT * FROM {name}")] for name in kept}


def test_both_runs_end_well_and_say_what_they_brought(crawled):
    _data, press, runs, _asked, _states = crawled
    assert [run.returncode for run in runs] == [0, 0], runs
    for name in site_ids(press):
        assert f"{name}: " in runs[0].stdout
        assert f"{name}: nothing new" in runs[1].stdout


def test_a_run_that_is_well_warns_of_nothing(crawled):
    _data, _press, runs, *_ = crawled
    assert not [
        line for run in runs for line in run.stderr.splitlines() if "Warning" in line or " INFO " not in line
    ]


def test_archive_is_the_truth(crawled):
    data, press, *_ = crawled
    assert differences(data, press.newsroom.truth()) == []


def test_copies_and_derivations_are_those_that_the_papers_made(crawled):
    data, press, *_ = crawled
    truths = press.newsroom.truth()
    found = rows(data, "SELECT url_a, url_b, relation FROM relations")
    made = relations(truths)
    assert {frozenset((row["url_a"], row["url_b"])): row["relation"] for row in found} == made
    assert set(made.values()) == {"copy", "derived"}
    assert list(wrong_stories(truths, told_together(data))) == []


def test_nothing_is_left_pending(crawled):
    data, *_ = crawled
    states = {row["state"] for row in rows(data, "SELECT DISTINCT state FROM leads")}
    assert states <= {"archived", "alias", "not-article", "vanished"}


def test_every_article_names_a_capture_that_is_there(crawled):
    data, *_ = crawled
    rows(data, f"ATTACH 'file:{data}/captures.db?mode=ro' AS held")
    named = {row["capture_id"] for row in rows(data, "SELECT capture_id FROM versions")}
    assert None not in named
    assert len(named) == len(rows(data, "SELECT id FROM articles"))


def test_second_run_asks_each_channel_once_and_no_article(crawled):
    _data, press, _runs, asked, _states = crawled
    for paper in press.papers:
        again = [hit.path for hit in paper.requests[asked[paper.outlet.id] :] if hit.path != "/robots.txt"]
        articles = {truth.url for truth in press.newsroom.truth()}
        assert len(again) == len(set(again))
        assert not {paper.base_url + path for path in again} & articles


def test_second_run_writes_nothing_but_its_run_and_its_polls(crawled):
    *_, (before, after) = crawled
    assert after == before


def test_no_paper_sees_two_requests_closer_than_its_delay(crawled):
    _data, press, *_ = crawled
    for paper in press.papers:
        times = [hit.at for hit in paper.requests]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert min(gaps) > DELAY - 0.02, paper.outlet.id
