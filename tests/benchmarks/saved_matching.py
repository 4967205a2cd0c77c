"""How long a run's articles take to be matched with saved searches, on archives of two sizes.

.venv/bin/python tests/benchmarks/saved_matching.py [ARTICLES] [SEARCHES] [NEW]
"""

import sys
import tempfile
import time
from pathlib import Path

from made_archive import fill
from made_texts import make

from pipelines.archive import Search, open_store


def main() -> None:
    """Save searches of words, phrases, sites and authors, let the last articles be new to them, and match."""
    size, searches, new = (
        int(text) for text in (*sys.argv[1:], *("100000", "50", "1000")[len(sys.argv) - 1 :])
    )
    for articles in (max(size // 10, new), size):
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), articles)
            print(
                f"{articles:,} articles, {searches} searches, {new:,} new: {measure(Path(folder), searches, new)}"
            )


def measure(data: Path, searches: int, new: int) -> str:
    """Return how long matching took, and how much it found."""
    with open_store(data) as store:
        for n in range(searches):
            begin, word, *_ = make(n * 37).text.split()[20:]
            kinds = (
                Search(word),
                Search(f'"{begin} {word}"'),
                Search(word, author="a"),
                Search(word, sites=(f"s{n % 50}",)),
            )
            store.saved.add(f"s{n}", kinds[n % len(kinds)])
        store._archive.execute("UPDATE saved_searches SET seen_id = seen_id - ?", [new])
        started = time.process_time()
        found = store.saved.match()
        seconds = time.process_time() - started
    told = sum(sum(kinds.values()) for kinds in found.values())
    return f"{seconds:.2f} s of processor, {told:,} found by {len(found)}"


if __name__ == "__main__":
    main()
