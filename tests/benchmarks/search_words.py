"""How fast search answers on a big archive: words of every rank newest first, phrases, pairs, best first, counts and filters.

    make bench NAME=search_words ARGS="[ARTICLES [DIR]]"

DIR keeps the archive for the next time. Wall time, each query asked once: the median, the 95th percentile and the slowest.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import made_archive
from made_texts import language

from pipelines.archive import Archive, Search, open_archive
from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE

RANKS = 50_000
ASKED = 200


def main() -> None:
    """Fill an archive, unless there is one, and ask."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder)
        prepare(data, size)
        print(f"{size:,} articles, {(data / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        with open_archive(data) as archive:
            ask(archive)


def prepare(data: Path, size: int, *, searched: bool = True) -> None:
    """Fill an archive where there is none, else bring it to today's schema."""
    if (data / "archive.db").exists():
        open_for_writing(data / "archive.db", ARCHIVE).close()
        return
    data.mkdir(parents=True, exist_ok=True)
    made_archive.fill(data, size, searched=searched)


def ask(archive: Archive) -> None:
    """Print how long each kind of question takes."""
    told, rng = language(), random.Random("asked")
    words = [told.tokens[round(RANKS ** (n / (ASKED - 1))) - 1] for n in range(ASKED)]
    phrases = [token for token in told.tokens[60_000:] if " " in token][:2_000]
    common, second = words[0], told.tokens[1]
    report(
        "200 words of ranks 1 to 50,000, newest first", [searching(archive, Search(word)) for word in words]
    )
    pairs = [Search(f"{rng.choice(words)} {rng.choice(words)}") for _ in range(ASKED)]
    report("200 pairs of words", [searching(archive, query) for query in pairs])
    quoted = [Search(f'"{" ".join(phrase.split()[:3])}"') for phrase in rng.sample(phrases, ASKED)]
    report("200 phrases of three words", [searching(archive, query) for query in quoted])
    nobody = Search(common, author="nobody at all")
    someone = Search(common, author=archive.search(Search(limit=1))[0].authors[0])
    for name, query in {
        "the commonest word, best first": Search(common, order="relevance"),
        "the two commonest, best first": Search(f"{common} {second}", order="relevance"),
        "the commonest word, without the second": Search(f"{common} -{second}"),
        "the commonest word by nobody": nobody,
        "the commonest word by someone": someone,
        "the commonest word in no section": Search(common, section="Nichts"),
    }.items():
        report(name, [searching(archive, query)] * 3)
    for rank in (1, 10, 100, 1_000, 10_000):
        counting = partial(archive.count_by, Search(told.tokens[rank - 1]), "month", share=True)
        report(f"the word of rank {rank:,} by month, with its share", [counting] * 3)
    for by in ("day", "site", "section"):
        report(f"all by {by}", [lambda by=by: archive.count_by(Search(), by)] * 3)  # type: ignore[misc]
        report(f"the commonest word by {by}", [lambda by=by: archive.count_by(Search(common), by)] * 3)  # type: ignore[misc]


def searching(archive: Archive, query: Search) -> Callable[[], object]:
    """Return a search to be timed."""
    return lambda: archive.search(query)


def report(name: str, questions: Sequence[Callable[[], object]]) -> None:
    """Ask, and print the times."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        question()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    if len(taken) < 20:
        print(f"{name}: {taken[0]:,.1f} to {taken[-1]:,.1f} ms")
        return
    share = taken[round(len(taken) * 0.95) - 1]
    print(f"{name}: median {statistics.median(taken):,.1f}, p95 {share:,.1f}, slowest {taken[-1]:,.1f} ms")


if __name__ == "__main__":
    main()
