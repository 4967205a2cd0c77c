"""A crawl that is killed, and run again, ends where an undisturbed one ends."""

import os
import signal
import time

import pytest
from harness import kliping, start
from papers import NOW, printing, site_ids, state_of


@pytest.mark.parametrize("moments", [(2.0,), (2.6, 3.2)])
def test_killed_crawl_ends_as_an_undisturbed_one(tmp_path, moments):
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    with printing(calm, seed=12, stories=15, delay=0.05) as press:
        (calm / "sites").rename(tmp_path / "sites")
        for data in (calm, killed):
            data.mkdir(exist_ok=True)
            (data / "sites").symlink_to(tmp_path / "sites")
        assert kliping("crawl", *site_ids(press), "--data", str(calm), now=NOW).returncode == 0
        for moment in moments:
            process = start("crawl", *site_ids(press), "--data", str(killed), now=NOW)
            time.sleep(moment)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            assert process.returncode == -signal.SIGKILL
        assert kliping("crawl", *site_ids(press), "--data", str(killed), now=NOW).returncode == 0
        assert state_of(killed) == state_of(calm)


def test_interrupted_crawl_says_so_and_keeps_what_it_has(tmp_path):
    with printing(tmp_path, seed=12, stories=30, delay=0.2) as press:
        process = start("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130, (out, err)


def test_second_crawl_of_one_archive_leaves_at_once(tmp_path):
    with printing(tmp_path, seed=12, stories=30, delay=0.2) as press:
        first = start("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        time.sleep(3)
        second = kliping("crawl", *site_ids(press), "--data", str(tmp_path), now=NOW)
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=30)
        assert second.returncode == 3
        assert f"pid {first.pid}" in second.stderr
