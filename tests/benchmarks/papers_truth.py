"""How true an archive of the demo papers is: over many seeds, each article's text, title, authors and minute.

.venv/bin/python tests/benchmarks/papers_truth.py [SEEDS] [STORIES]
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from harness import kliping, rows
from papers import NOW, differences, printing, site_ids


def main() -> None:
    """Crawl the papers of each seed into a fresh archive, twice, and print what differs from the truth."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    stories = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    total: Counter[str] = Counter()
    for seed in range(first, first + seeds):
        with tempfile.TemporaryDirectory() as folder:
            total += measure(Path(folder), seed, stories)
    print(f"all: {dict(total)}")


def measure(data: Path, seed: int, stories: int) -> Counter[str]:
    """Return the counts of one seed."""
    with printing(data, seed, stories) as press:
        began = time.monotonic()
        first = kliping("crawl", *site_ids(press), "--data", str(data), now=NOW, timeout=600)
        seconds = time.monotonic() - began
        asked = sum(len(paper.requests) for paper in press.papers)
        second = kliping("crawl", *site_ids(press), "--data", str(data), now=NOW, timeout=600)
        again = sum(len(paper.requests) for paper in press.papers) - asked
        truths = press.newsroom.truth()
        lines = differences(data, truths)
    channels = rows(data, "SELECT count(*) AS n FROM channels")[0]["n"]
    counts = Counter(
        {"articles": len(truths), "requests": asked, "second_run_requests": again, "channels": channels}
    )
    counts.update(line.partition(":")[0] for line in lines)
    counts["exits_not_ok"] = (first.returncode != 0) + (second.returncode != 0)
    print(f"seed {seed}: {seconds:.1f} s, {dict(counts)}", flush=True)
    for line in lines:
        print("  " + line)
    return counts


if __name__ == "__main__":
    main()
