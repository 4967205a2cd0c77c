"""A backfill of the WordPress demo paper: requests and seconds an article, and whether the pages say the same.

.venv/bin/python tests/benchmarks/backfill.py [ARTICLES] [DAYS] [SAMPLE] [SEED]
"""

import json
import random
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from harness import kliping, rows, write_site
from papers import END, NOW, differences
from planted_papers import read_whole

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import PAPERS, serve, site_toml
from crawler.demo.truth import Truth
from pipelines.catalogue import Site


def main() -> None:
    """Print the figures; exits with 1 where an article is missing, or another than its page."""
    given = [int(argument) for argument in sys.argv[1:]]
    articles, days, sample, seed = (given + [10_000, 730, 200, 7][len(given) :])[:4]
    newsroom = draw(seed, articles, timedelta(days=days))
    site_id = newsroom.outlet("wordpress").id
    since = (END - timedelta(days=days)).date().isoformat()
    with tempfile.TemporaryDirectory() as folder, serve(newsroom) as press:
        data, paper = Path(folder), press.paper("wordpress")
        write_site(data, site_toml(paper))
        began = time.monotonic()
        run = kliping("crawl", site_id, "--since", since, "--data", folder, now=NOW, timeout=7_200)
        seconds = time.monotonic() - began
        requests, truths = len(paper.requests), newsroom.truth()
        lines = differences(data, truths)
        print(run.stdout.strip() or run.stderr[-2_000:])
        (held,) = rows(data, "SELECT count(*) AS n, count(DISTINCT capture_id) AS captures FROM versions")
        print(
            f"{len(truths)} articles, {held['n']} archived from {held['captures']} responses, {requests} requests"
            f" in all ({requests / len(truths):.4f} an article), {seconds:.0f} s ({len(truths) / seconds:.0f} articles/s),"
            f" peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB a process"
        )
        print(f"against the paper's own truth: {len(lines)} differences", *lines[:5], sep="\n  ")
        unequal = compare(data, newsroom, random.Random(seed).sample(truths, min(sample, len(truths))))
        print(f"against {min(sample, len(truths))} pages: {len(unequal)} differ", *unequal[:5], sep="\n  ")
    sys.exit(bool(lines or unequal))


def draw(seed: int, articles: int, span: timedelta) -> Newsroom:
    """Draw a newsroom whose WordPress paper has so many posts at its end, and the other papers none."""
    newsroom = Newsroom.draw(seed, articles * 12 // 5, start=END - span, end=END, clock=Clock(END))
    posts = [post for post in newsroom.posts if post.outlet.world == "wordpress"]
    live = [post for post in posts if (version := post.version_at(END)) and version.copy]
    return Newsroom(newsroom.outlets, live[:articles], Clock(END))


def compare(data: Path, newsroom: Newsroom, truths: list[Truth]) -> list[str]:
    """Return the addresses of which title, text, authors or time are other than their pages give."""
    outlet = newsroom.outlet("wordpress")
    paper = PAPERS[outlet.world](outlet, newsroom)
    site = Site(
        id=outlet.id, name=outlet.name, homepage=paper.base_url + "/", timezone=outlet.zone, language="id"
    )
    unequal = []
    for truth in truths:
        page = read_whole(paper, truth.url, site, None)
        query = "SELECT title, text, authors, published_at FROM articles WHERE url = ?"
        found = [(*row[:2], json.loads(row[2]), row[3]) for row in rows(data, query, truth.url)]
        if found != [(page.title, page.text, list(page.authors), page.published and page.published.stored())]:
            unequal.append(truth.url)
    return unequal


if __name__ == "__main__":
    main()
