"""A crawl that is killed, and run again, ends where an undisturbed one ends."""

import os
import shutil
import signal
import sqlite3
import time
from collections import Counter
from datetime import timedelta

from harness import kliping, rows, start
from papers import END, NOW, printing, site_ids, state_of

from pipelines.archive import open_store


def count(data, table):
    """Return how many rows of a table are committed; none while there is no archive."""
    try:
        (row,) = rows(data, f"SELECT count(*) AS n FROM {table}")
    except sqlite3.OperationalError:
        return 0
    return row["n"]


def wait_for_row(data, table):
    """Wait until a table holds a row: the crawl is in its middle then."""
    deadline = time.monotonic() + 60
    while not count(data, table) and time.monotonic() < deadline:
        time.sleep(0.02)


def kill_once_it_has(process, data, table):
    """Kill a crawl, with its workers, as soon as the table holds a row."""
    wait_for_row(data, table)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "the crawl had ended before it was killed"


def test_run_that_is_killed_among_later_looks_ends_as_an_undisturbed_one(tmp_path):
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    yesterday, today = END - timedelta(days=1), END

    def crawl(run, data, moment):
        press.clock.set(moment)
        return run("crawl", *site_ids(press), "--data", str(data), now=moment.isoformat())

    with printing(calm, seed=12, stories=8, delay=0.1) as press:
        assert crawl(kliping, calm, yesterday).returncode == 0
        shutil.copytree(calm, killed)
        kill_once_it_has(crawl(start, killed, today), killed, "watches WHERE checks > 0")
        assert crawl(kliping, killed, today).returncode == 0
        assert " looked at again" in crawl(kliping, calm, today).stdout
    assert state_of(killed) == state_of(calm)


def test_interrupted_crawl_says_so_and_keeps_what_it_has(tmp_path):
    with printing(tmp_path, seed=12, stories=30, delay=0.2) as press:
        process = start("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        wait_for_row(tmp_path, "leads")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130, (out, err)


def test_second_crawl_of_one_archive_leaves_at_once_asks_nothing_and_locks_nothing(tmp_path):
    with printing(tmp_path, seed=12, stories=30, delay=0.2) as press:
        first = start("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        wait_for_row(tmp_path, "leads")
        second = kliping("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        assert second.returncode == 3
        assert f"pid {first.pid}" in second.stderr
        assert first.poll() is None  # the second one waited for nothing, and the first goes on
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=30)
        posts = {post.path for post in press.newsroom.posts}
        asked = Counter(hit.path for paper in press.papers for hit in paper.requests if hit.path in posts)
    assert set(asked.values()) <= {1}
    open_store(tmp_path).close()  # raises LockedError
