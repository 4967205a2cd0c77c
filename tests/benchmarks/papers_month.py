"""A month of the demo papers, crawled every half hour: each correction one version of the right class, each deletion found.

.venv/bin/python tests/benchmarks/papers_month.py [SEEDS] [DAYS] [MINUTES] [STORIES] [FIRST SEED]
"""

import logging
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from harness import rows, write_site
from months import Comparison, Month, crawl_through, run_reactor
from papers import END

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import serve, site_toml
from pipelines.archive.checks import check_archive

PACE = 4  # what happens to a post takes up to a week, so that some are gone for good, and return late


def main() -> None:
    """Crawl each seed's papers through the days, and print what differs; exits with 1 where anything does."""
    given = [int(argument) for argument in sys.argv[1:]]
    seeds, days, minutes, stories, first = (given + [3, 30, 30, 60, 1][len(given) :])[:5]
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("kliping").setLevel(logging.ERROR)
    total: Counter[str] = Counter()

    async def work() -> None:
        for seed in range(first, first + seeds):
            with tempfile.TemporaryDirectory() as folder:
                total.update(await measure(Path(folder), seed, timedelta(days=days), minutes, stories))

    run_reactor(work())
    print(f"all: {dict(total)}")
    sys.exit(total["differences"] > 0)


async def measure(data: Path, seed: int, span: timedelta, minutes: int, stories: int) -> Counter[str]:
    """Return the counts of one seed."""
    start = END - span
    newsroom = Newsroom.draw(
        seed, stories, start=start, end=END, clock=Clock(start), planted=2, pace=PACE if span.days > 7 else 1
    )
    newsroom.trouble(start, END)
    began = time.monotonic()
    with serve(newsroom) as press:
        for paper in press.papers:
            write_site(data, site_toml(paper))
        month = await crawl_through(press, data, start, END, timedelta(minutes=minutes))
        comparison = Comparison(data, press, month)
        lines = list(comparison.differences())
    lines += [f"check: {check.name}: {check.problems}" for check in check_archive(data) if not check.is_right]
    counts = comparison.counts + Counter({"requests": month.requests, "differences": len(lines)})
    counts["runs"], counts["runs that failed"] = len(month.moments), month.failed_runs
    waits = sorted(comparison.delays)
    told = f"median delay of a correction {waits[len(waits) // 2]}" if waits else ""
    print(f"seed {seed}: {time.monotonic() - began:.0f} s, {dict(counts)}, {told}")
    print("  " + cost_of_looks(data, month), flush=True)
    for line in lines:
        print("  " + line, flush=True)
    return counts


def cost_of_looks(data: Path, month: Month) -> str:
    """Say what the looks cost the archive: rows, bytes, and stored pages."""
    (looks,) = rows(data, "SELECT sum(checks) AS looks, count(*) AS articles FROM watches")
    (kept,) = rows(
        data,
        "SELECT count(*) AS rows, coalesce(sum(24 + length(since) + length(until) + length(finding)"
        " + coalesce(length(payload_digest), 0)), 0) AS bytes FROM checks",
    )
    (same,) = rows(data, "SELECT coalesce(sum(times), 0) AS looks FROM checks WHERE status = 304")
    (stored,) = rows(data, "SELECT count(*) AS versions FROM versions")
    (asked_for,) = rows(data, """SELECT sum(json_extract(counts, '$."looks/hinted"')) AS looks FROM runs""")
    runs = len(month.moments)
    return (
        f"{looks['looks']} looks ({asked_for['looks']} because a channel called the article modified,"
        f" {same['looks']} answered 304)"
        f" at {looks['articles']} articles in {runs} runs: {kept['rows']} rows of checks,"
        f" {kept['bytes'] / max(1, looks['looks']):.1f} bytes a look; {stored['versions']} versions"
    )


if __name__ == "__main__":
    main()
