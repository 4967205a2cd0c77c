"""A crawl that ends before its work does keeps what it has, says so, and leaves the rest to the next one."""

import signal
import time

import pytest
from harness import kliping, loopback_site, rows, site_file, start, write_site
from test_crawl_hostile import article, feed

PATHS = [f"/2026/03/02/berita-nomor-{number}-hari-ini" for number in range(12)]


@pytest.fixture
def site():
    with loopback_site() as served:
        served.pages["/feed"] = (200, {}, feed(served.base_url, PATHS).encode())
        for number, path in enumerate(PATHS):
            served.html(path, article(f"Kahayan {number}"))
        yield served


def prepare(data, site, delay):
    channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{site.base_url}/feed"\n'
    write_site(data, site_file("koran", site.base_url, channel, delay))


def states(data):
    found = rows(data, "SELECT state, count(*) AS n FROM leads GROUP BY state")
    return {row["state"]: row["n"] for row in found}


def test_time_budget_ends_a_run_well_and_the_next_one_goes_on(tmp_path, site):
    prepare(tmp_path, site, 0.4)  # fourteen requests: more than the budget holds
    run = kliping("crawl", "koran", "--max-minutes", "0.05", "--data", str(tmp_path))
    kept = states(tmp_path)
    assert run.returncode == 0, run.stderr
    assert kept["pending"] > 0
    assert run.stdout.endswith(f"stopped at its time budget, {kept['pending']} leads wait\n")
    asked = len([path for _, path in site.requests if path in PATHS])
    assert asked == kept.get("archived", 0) == len(PATHS) - kept["pending"]
    (row,) = rows(tmp_path, "SELECT outcome FROM runs")
    assert row["outcome"] == "stopped"
    prepare(tmp_path, site, 0)
    assert kliping("crawl", "koran", "--data", str(tmp_path)).returncode == 0
    assert states(tmp_path) == {"archived": len(PATHS)}
    assert {path for _, path in site.requests if path in PATHS} == set(PATHS)
    assert len([path for _, path in site.requests if path in PATHS]) == len(PATHS)


def test_told_to_stop_a_run_waits_for_no_pause_of_a_site(tmp_path, site):
    prepare(tmp_path, site, 60)
    process = start("crawl", "koran", "--data", str(tmp_path))
    deadline = time.monotonic() + 60
    while not site.requests and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)  # robots.txt was read, and the feed waits for its turn
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, (out, err)
    assert out.endswith("interrupted, 0 leads wait\n")
    assert "Traceback" not in err
    assert [path for _, path in site.requests] == ["/robots.txt"]
    (row,) = rows(tmp_path, "SELECT outcome, finished_at FROM runs")
    assert row["outcome"] == "interrupted"
    assert row["finished_at"]
