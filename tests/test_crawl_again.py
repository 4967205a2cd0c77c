"""Crawls in the course of days: what is new is found, on whatever day and page of a list it stands by then."""

from datetime import timedelta

from harness import kliping, rows
from papers import END, printing, site_ids


def test_every_article_is_found_by_one_of_the_runs(tmp_path):
    moments = [END - timedelta(hours=hours) for hours in (40, 18, 17, 0)]  # past midnight twice
    with printing(tmp_path, seed=21, stories=16) as press:
        for path in (tmp_path / "sites").glob("*.toml"):  # an article asked for again would be a later look
            path.write_text(path.read_text() + "\n[revisits]\nenabled = false\n", encoding="utf-8")
        wanted = set()
        for moment in moments:
            press.clock.set(moment)
            wanted |= {truth.url for truth in press.newsroom.truth()}
            assert (
                kliping("crawl", *site_ids(press), "--data", str(tmp_path), now=moment.isoformat()).returncode
                == 0
            )
        asked = [paper.base_url + hit.path for paper in press.papers for hit in paper.requests]
    found = {row["url"] for row in rows(tmp_path, "SELECT url FROM articles")}
    assert found == wanted
    articles = [url for url in asked if url in wanted]
    assert len(articles) == len(set(articles))
