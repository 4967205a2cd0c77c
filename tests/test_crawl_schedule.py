"""A job every ten minutes for two days, while an outage, dead and moved feeds, lying validators, a redesign and bursts befall."""

import logging
import shutil
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context

import pytest
from harness import kliping, rows
from health_page import check
from months import run_reactor
from papers import END, NOW
from schedules import Schedule, asked_again, draw, missed, run_jobs

from pipelines.exits import ExitCode

DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)


def run_two_days(data):
    """Run the jobs; a reactor runs once a process."""
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    found = []

    async def work():
        newsroom = draw(seed=2, stories=16, start=END - 2 * DAY, end=END, burst=15)
        found.append(await run_jobs(data, newsroom, END - 2 * DAY, END, TEN_MINUTES))

    run_reactor(work())
    schedule = found[0]
    lost = [(schedule.newsroom.url(post), seen) for post, seen in missed(data, schedule, END - DAY / 4)]
    return lost, Schedule(
        None, schedule.jobs, schedule.idle, schedule.failed, {}, schedule.lists, schedule.pages
    )


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    data = tmp_path_factory.mktemp("days")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        lost, schedule = pool.submit(run_two_days, data).result()
    return data, lost, schedule


def test_only_what_no_poll_could_see_is_missed(days):
    assert [url for url, seen in days[1] if seen] == []


def test_no_article_is_asked_for_twice_and_no_list_twice_a_job(days):
    assert set(days[2].pages.values()) == {1}
    assert asked_again(days[0], days[2]) == []  # also while a site is down


def test_many_jobs_find_nothing_due(days):
    assert days[2].jobs == 289
    assert days[2].idle > days[2].jobs / 5


def test_what_befell_the_papers_is_known(days):
    channels = {row["url"].rpartition("/")[2]: row for row in rows(days[0], "SELECT * FROM channels")}
    assert channels["berita"]["status"] in {200, 304}  # where the feed has moved to
    assert "feed" not in channels
    assert [row["last_error"] for row in channels.values() if row["last_error"]] == [
        "http 404"
    ]  # the dead one
    outage = rows(days[0], "SELECT count(*) AS n FROM runs WHERE outcome = 'some_failed'")[0]["n"]
    assert 0 < outage < 20  # a site that is down is left alone longer each time


def test_crawl_ends_with_the_code_of_an_alarm_that_is_open(days, tmp_path):
    shutil.copytree(days[0], tmp_path / "data")
    run = kliping("crawl", "gerbangpurun", "--data", str(tmp_path / "data"), now=NOW)
    assert run.returncode == ExitCode.SITE_BROKE, run.stderr
    assert "gerbangpurun: ALARM dead-channel since 2026-03-19T08:00:00Z: cannot be read" in run.stdout


def test_page_of_health_shows_what_the_demo_says(days):
    codes = []

    def ask(args):
        run = kliping(*args, "--data", str(days[0]), now=NOW)
        codes.append(run.returncode)
        return run.stdout

    check(range(4), ask)
    assert codes == [ExitCode.SITE_BROKE, ExitCode.SITE_BROKE, ExitCode.OK, ExitCode.OK]
