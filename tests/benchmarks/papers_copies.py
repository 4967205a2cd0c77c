"""Whether the copies that the demo papers print are found, none else, and each with its first publisher.

.venv/bin/python tests/benchmarks/papers_copies.py [SEEDS] [STORIES] [FIRST_SEED]

Each seed's papers are crawled one after the other, in another order by seed: a copy may come before what it copies.
"""

import sys
import tempfile
from collections import defaultdict
from itertools import permutations
from pathlib import Path

from harness import kliping, rows
from papers import NOW, printing, site_ids

from crawler.demo.truth import Truth


def main() -> None:
    """Crawl the papers of each seed, and print where the archive's stories differ from what was printed."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    stories = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found = wrong = 0
    for seed in range(first, first + seeds):
        with tempfile.TemporaryDirectory() as folder:
            copies, lines = measure(Path(folder), seed, stories)
        print(f"seed {seed}: {copies} articles in stories, {len(lines)} differences", flush=True)
        for line in lines:
            print("  " + line)
        found, wrong = found + copies, wrong + len(lines)
    print(f"all: {found} articles in stories, {wrong} differences")


def measure(data: Path, seed: int, stories: int) -> tuple[int, list[str]]:
    """Return how many articles share a story, and what is wrong with them."""
    with printing(data, seed, stories) as press:
        orders = list(permutations(site_ids(press)))
        for site_id in orders[seed % len(orders)]:
            kliping("crawl", site_id, "--data", str(data), now=NOW, timeout=600)
        wanted = printed_together(press.newsroom.truth())
    lines = [
        f"{url}: {told.get(url)}, should be {story}"
        for told in [told_together(data)]
        for url, story in {**dict.fromkeys(told), **wanted}.items()
        if told.get(url) != story
    ]
    return len(wanted), lines


def printed_together(truths: list[Truth]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the first publisher and all publishers of each story that several papers print, by address."""
    groups: dict[str, list[Truth]] = defaultdict(list)
    for truth in truths:
        groups[truth.story].append(truth)
    wanted: dict[str, tuple[str, tuple[str, ...]]] = {}
    for group in groups.values():
        if len(group) > 1:
            first = min(group, key=lambda truth: truth.published_at)
            together = tuple(sorted(truth.url for truth in group))
            wanted |= dict.fromkeys(together, (first.url, together))
    return wanted


def told_together(data: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the same as the archive has it."""
    found = rows(
        data,
        "SELECT first.url AS first, group_concat(member.url, ' ') AS urls FROM story_articles"
        " JOIN articles AS first ON first.id = story_id JOIN articles AS member ON member.id = article_id"
        " GROUP BY story_id",
    )
    told: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in found:
        together = tuple(sorted(str(row["urls"]).split()))
        told |= {url: (str(row["first"]), together) for url in together}
    return told


if __name__ == "__main__":
    main()
