"""Crawls of what is due: nothing to do ends at once, a lying ETag hides nothing for long, a loop goes on until told."""

import signal
import sqlite3
import time

from click.testing import CliRunner
from harness import kliping, loopback_site, rows, site_file, start, write_site
from test_crawl_hostile import article, feed

from crawler.cli import main

PATHS = [f"/2026/03/02/berita-nomor-{number}-hari-ini" for number in range(3)]
NO_LOOKS = "\n[revisits]\nenabled = false\n"


def publish(site, count):
    site.pages["/feed"] = (200, {}, feed(site.base_url, PATHS[:count]).encode())
    site.html(PATHS[count - 1], article(f"Kahayan {count}"))


def prepare(data, site):
    channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{site.base_url}/feed"\n'
    write_site(data, site_file("koran", site.base_url, channel) + NO_LOOKS)


def held(data):
    try:
        return rows(data, "SELECT count(*) AS n FROM articles")[0]["n"]
    except sqlite3.OperationalError:  # its tables are not made yet
        return 0


def test_lying_etag_hides_an_article_for_an_hour_and_no_page_is_asked_for_twice(tmp_path):
    def job(now):
        run = kliping("crawl", "koran", "--due", "--data", str(tmp_path), now=f"2026-03-03T{now}Z")
        assert run.returncode == 0, run.stderr
        return run.stdout

    with loopback_site() as site:
        prepare(tmp_path, site)
        publish(site, 1)
        site.etags["/feed"] = '"always the same"'
        assert "1 archived" in job("04:00:00")
        publish(site, 2)
        asked = len(site.requests)
        assert job("04:05:00") == "nothing is due until 2026-03-03T04:10:00Z\n"
        assert len(site.requests) == asked
        assert "nothing new" in job("04:30:00")
        assert "1 archived" in job("05:00:00")
        pages = [path for _, path in site.requests if path in PATHS]
    assert pages == PATHS[:2]
    (channel,) = rows(tmp_path, "SELECT lied_at FROM channels")
    assert channel["lied_at"] == "2026-03-03T05:00:00Z"
    shown = CliRunner().invoke(main, ["due", "koran", "--data", str(tmp_path)])
    assert "its validators lied" in shown.output


def test_loop_goes_on_with_new_site_files_until_it_is_told_to_stop(tmp_path):
    with loopback_site() as site:
        write_site(
            tmp_path, site_file("lain", "http://127.0.0.1:9", delay=0)
        )  # of no use, and no reason to end
        process = start("crawl", "--region", "ID-KS", "--loop", "--data", str(tmp_path))
        deadline = time.monotonic() + 60
        while not (tmp_path / "archive.db").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        prepare(tmp_path, site)
        publish(site, 1)
        while not held(tmp_path) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, (out, err)
    assert "koran: 1 archived" in out
    assert "Traceback" not in err
    assert [row["outcome"] for row in rows(tmp_path, "SELECT outcome FROM runs")][:2] == ["some_failed", "ok"]


def test_backfill_that_an_outage_stopped_goes_on_with_what_is_due(tmp_path):
    named = "".join(f"<url><loc>{{base}}{path}</loc></url>" for path in PATHS)
    with loopback_site() as site:
        sitemap = f"<urlset>{named.format(base=site.base_url)}</urlset>".encode()
        site.pages["/sitemap.xml"] = (500, {}, b"")
        site.html("/", "<p>Selamat datang.")
        for number, path in enumerate(PATHS):
            site.html(path, article(f"Kahayan {number}"))
        channel = f'[[discovery.channels]]\nkind = "sitemap"\nurl = "{site.base_url}/sitemap.xml"\n'
        write_site(tmp_path, site_file("koran", site.base_url, channel) + NO_LOOKS)
        asked = ["crawl", "koran", "--data", str(tmp_path)]
        run = kliping(*asked, "--since", "2026-03-01", "--until", "2026-03-02", now="2026-03-03T04:00:00Z")
        assert "the walk back stays where it is: http 500" in run.stderr
        shown = CliRunner().invoke(main, ["due", "koran", "--data", str(tmp_path)])
        assert (
            f"{site.base_url}/sitemap.xml\t2026-03-03T04:10:00Z\t2026-03-01 to 2026-03-02\t0\t1\n"
            in shown.output
        )
        site.pages["/sitemap.xml"] = (200, {}, sitemap)
        run = kliping(*asked, "--due", now="2026-03-03T04:30:00Z")
    assert run.returncode == 0, run.stderr
    assert held(tmp_path) == len(PATHS)
    assert "3 articles since 2026-03-01 named in 1 requests" in run.stdout
    (row,) = rows(tmp_path, "SELECT finished_at, failed FROM backfills")
    assert tuple(row) == ("2026-03-03T04:30:00Z", None)
    (month,) = rows(tmp_path, "SELECT month, announced, told_by, archived, missing FROM ledger_by_month")
    assert tuple(month) == ("2026-03", 3, "sitemap addresses", 3, 0)
