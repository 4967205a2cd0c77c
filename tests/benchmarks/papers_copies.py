"""Whether the copies and derivations that the demo papers print are found, none else, and each with its first publisher.

.venv/bin/python tests/benchmarks/papers_copies.py [SEEDS] [STORIES] [FIRST_SEED]

Each seed's papers are crawled one after the other, in another order by seed: a copy may come before what it copies.
"""

import sys
import tempfile
from collections import Counter
from itertools import permutations
from pathlib import Path

from harness import kliping, rows
from mailed_papers import relations, told_together, wrong_stories
from papers import NOW, printing, site_ids


def main() -> None:
    """Crawl the papers of each seed, and print where the archive's stories differ from what was printed."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    stories = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found: Counter[str] = Counter()
    wrong = 0
    for seed in range(first, first + seeds):
        with tempfile.TemporaryDirectory() as folder:
            pairs, lines = measure(Path(folder), seed, stories)
        print(f"seed {seed}: {dict(pairs)} pairs, {len(lines)} differences", flush=True)
        for line in lines:
            print("  " + line)
        found, wrong = found + pairs, wrong + len(lines)
    print(f"all: {dict(found)} pairs, {wrong} differences")


def measure(data: Path, seed: int, stories: int) -> tuple[Counter[str], list[str]]:
    """Return how many pairs are copies and derivations, and what is wrong with them and with their stories."""
    with printing(data, seed, stories) as press:
        orders = list(permutations(site_ids(press)))
        for site_id in orders[seed % len(orders)]:
            kliping("crawl", site_id, "--data", str(data), now=NOW, timeout=600)
        truths = press.newsroom.truth()
    wanted = relations(truths)
    found = {
        frozenset((row["url_a"], row["url_b"])): (str(row["relation"]), float(row["similarity"]))
        for row in rows(data, "SELECT url_a, url_b, relation, similarity FROM relations")
    }
    lines = [
        f"{' '.join(sorted(pair))}: {found.get(pair)}, should be {wanted.get(pair)}"
        for pair in sorted(wanted.keys() | found.keys(), key=sorted)
        if found.get(pair, ("",))[0] != wanted.get(pair, "")
    ]
    return Counter(wanted.values()), [*lines, *wrong_stories(truths, told_together(data))]


if __name__ == "__main__":
    main()
