"""Backfills of the demo papers: what was published since a day, at few requests; a killed one ends as an undisturbed one."""

import os
import shutil
import signal
import sqlite3
import time
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from harness import kliping, rows, start, write_site
from papers import END, NOW, differences, state_of

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import serve, site_toml

FIRST = END - timedelta(days=75)
SINCE, UNTIL = "2026-01-20", "2026-03-10"


def backfill(run, press, data):
    """Backfill two papers from SINCE to UNTIL: one has WordPress's interface, of the other its index by date is known."""
    sites = [press.paper(world).outlet.id for world in ("wordpress", "portal")]
    return run("crawl", *sites, "--since", SINCE, "--until", UNTIL, "--data", str(data), now=NOW)


def published(press, world):
    """Return what a paper published in these days."""
    site_id = press.paper(world).outlet.id
    since, until = (datetime.fromisoformat(day).date() for day in (SINCE, UNTIL))
    return [
        truth
        for truth in press.newsroom.truth()
        if truth.paper == site_id and since <= truth.published_at.date() <= until
    ]


def has_begun(data):
    """Tell whether a backfill has committed a page."""
    try:
        return bool(rows(data, "SELECT 1 FROM backfills WHERE archived > 0"))
    except sqlite3.OperationalError:  # the file is not there yet
        return False


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Serve papers of 75 days; the WordPress one is backfilled, without a disturbance."""
    calm = tmp_path_factory.mktemp("backfill") / "calm"
    newsroom = Newsroom.draw(5, 45, start=FIRST, end=END, clock=Clock(END))
    with serve(newsroom) as press:
        for paper in press.papers:
            write_site(calm, site_toml(paper))
        before = calm.with_name("before")
        shutil.copytree(calm, before)
        run = backfill(kliping, press, calm)
        hits = [hit.path for hit in press.paper("wordpress").requests]
        truths = [truth for world in ("wordpress", "portal") for truth in published(press, world)]
        found = differences(calm, truths)
        yield SimpleNamespace(press=press, calm=calm, before=before, run=run, hits=hits, differences=found)


def test_wordpress_gives_its_articles_by_the_hundred(papers):
    site_id = papers.press.paper("wordpress").outlet.id
    truths = published(papers.press, "wordpress")
    assert papers.run.returncode == 0, papers.run.stderr
    assert len(truths) > 10
    assert [line for line in papers.differences if "/read/" not in line] == []
    asked = [path for path in papers.hits if "/wp/v2/posts" in path]
    assert len(asked) == 1 + 3  # its count, then a request a month
    assert not [truth for truth in truths if "/" + truth.url.split("/", 3)[3] in papers.hits]
    assert f"{len(truths)} of about {len(truths)} articles since {SINCE}" in papers.run.stdout
    query = (
        "SELECT count(*), count(DISTINCT capture_id), min(source_kind) FROM article_versions WHERE site = ?"
    )
    assert [tuple(row) for row in rows(papers.calm, query, site_id)] == [(len(truths), 3, "rest")]


def test_site_without_the_interface_is_walked_by_its_other_lists(papers):
    truths = published(papers.press, "portal")
    assert len(truths) > 10
    # A list that tells no times names more than the days that are wanted: that is no difference.
    lines = [line for line in papers.differences if "/read/" in line and not line.startswith("invented")]
    assert lines == []


def test_months_have_the_sites_own_count(papers):
    query = "SELECT month, announced, archived, missing FROM ledger_by_month WHERE site = ? ORDER BY month"
    months = rows(papers.calm, query, papers.press.paper("wordpress").outlet.id)
    assert [row["month"] for row in months] == ["2026-01", "2026-02", "2026-03"]
    assert [row["announced"] for row in months] == [None, months[1]["archived"], None]  # of whole months
    assert months[1]["missing"] == 0


def test_articles_of_a_list_are_read_again_by_a_replay(papers):
    replayed = kliping(
        "replay", papers.press.paper("wordpress").outlet.id, "--again", "--data", str(papers.calm)
    )
    assert replayed.returncode == 0, replayed.stderr
    assert "read by no rule" not in replayed.stdout + replayed.stderr


def test_killed_backfill_ends_as_an_undisturbed_one(papers):
    killed = papers.before.with_name("killed")
    shutil.copytree(papers.before, killed)
    write_site(killed, site_toml(papers.press.paper("wordpress"), delay=1.5))
    process = backfill(start, papers.press, killed)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not has_begun(killed):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert rows(killed, "SELECT 1 FROM backfills WHERE finished_at IS NULL")
    write_site(killed, site_toml(papers.press.paper("wordpress")))
    asked = len(papers.press.paper("wordpress").requests)
    assert backfill(kliping, papers.press, killed).returncode == 0
    again = [hit.path for hit in papers.press.paper("wordpress").requests[asked:]]
    assert len([path for path in again if "per_page=100" in path]) < 3  # it went on, not began anew
    assert state_of(killed) == state_of(papers.calm)
