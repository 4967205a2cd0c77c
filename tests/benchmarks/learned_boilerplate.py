"""Boilerplate learned per site: over many seeds, which planted blocks leak into articles, and which sentences are lost.

.venv/bin/python tests/benchmarks/learned_boilerplate.py [SEEDS] [STORIES] [PLANTED]

Pages are read newest first, as a crawl reads them; some press releases are printed four times on one paper.
"""

import sys
import time
from collections import Counter

from planted_papers import TAUGHT, draw, read_papers


def main() -> None:
    """Read the papers of each seed, and print what leaked and what was lost."""
    seeds, stories, planted = (
        int(value) for value in (*sys.argv[1:4], *("10", "180", "3")[len(sys.argv) - 1 :])
    )
    total: Counter[str] = Counter()
    learned_at: list[int] = []
    for seed in range(1, seeds + 1):
        began = time.monotonic()
        newsroom = draw(seed, stories, planted)
        for world, reading in read_papers(newsroom):
            counts = Counter(
                {
                    "pages": reading.pages,
                    "copies": reading.copies,
                    "planted early": reading.shown["early"],
                    "leaked early": reading.leaked["early"],
                    "planted late": reading.shown["late"],
                    "leaked late": reading.leaked["late"],
                    "lost lines": len(reading.lost),
                    "other lines": len(reading.other),
                    "never learned": planted - len(reading.learned_at),
                    "false lessons": len(reading.lessons_beside),
                }
            )
            total += counts
            learned_at += reading.learned_at.values()
            print(f"seed {seed} {world}: {dict(counts)}", flush=True)
            for line in reading.lost:
                print(f"  lost: {line}")
        print(f"seed {seed}: {time.monotonic() - began:.1f} s", flush=True)
    print(f"all: {dict(total)}")
    if total["planted late"]:
        share = total["leaked late"] / total["planted late"]
        print(f"leaked after {TAUGHT} pages of a site: {share:.2%}; lost lines: {total['lost lines']}")
    if learned_at:
        ordered = sorted(learned_at)
        middle, last = ordered[len(ordered) // 2], ordered[-1]
        print(
            f"pages until a block was learned: {ordered[0]} at best, {middle} in the middle, {last} at worst"
        )


if __name__ == "__main__":
    main()
