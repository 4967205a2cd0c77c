"""Crawls in the course of days: what is new is found, on whatever day and page of a list it stands by then, and told."""

import re
from datetime import timedelta

from click.testing import CliRunner
from harness import kliping, rows
from papers import END, printing, site_ids

from crawler.cli import main


def test_every_article_is_found_by_one_of_the_runs(tmp_path):
    moments = [END - timedelta(hours=hours) for hours in (40, 18, 17, 0)]  # past midnight twice
    with printing(tmp_path, seed=21, stories=16) as press:
        for path in (tmp_path / "sites").glob("*.toml"):  # an article asked for again would be a later look
            path.write_text(path.read_text() + "\n[revisits]\nenabled = false\n", encoding="utf-8")
        wanted, told = set(), []
        for moment in moments:
            press.clock.set(moment)
            wanted |= {truth.url for truth in press.newsroom.truth()}
            run = kliping("crawl", *site_ids(press), "--data", str(tmp_path), now=moment.isoformat())
            assert run.returncode == 0
            told += map(int, re.findall(r"^watch semua: (\d+) new$", run.stdout, re.MULTILINE))
            if moment == moments[0]:
                CliRunner().invoke(main, ["watch", "add", "semua", "--region", "ID", "--data", str(tmp_path)])
                held = len(rows(tmp_path, "SELECT id FROM articles"))
        asked = [paper.base_url + hit.path for paper in press.papers for hit in paper.requests]
    found = {row["url"] for row in rows(tmp_path, "SELECT url FROM articles")}
    assert found == wanted
    assert sum(told) == len(found) - held > 0
    articles = [url for url in asked if url in wanted]
    assert len(articles) == len(set(articles))
