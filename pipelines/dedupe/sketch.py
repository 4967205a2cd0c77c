"""What a text is found by: a sample of its runs of eight words that is the same in every text that holds them."""

from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

LENGTH = 8  # words: shorter runs are stock phrases, and lead to texts that have nothing else in common
ONE_IN = 12  # runs of a text are kept
FEWEST = 8  # of a short text
MOST = 32  # of a long one: what keeps the index small
HASHES = 1 << 32  # an integer of four bytes in SQLite
LEAST = 1 / 12  # of the hashes that a text would share with one that holds all of it: fewer are a quote


def sketch(words: Sequence[str]) -> list[int]:
    """Return the hashes that stand for a text, ascending: the least of all, so that texts keep the same ones.

    Texts that share n runs share about n / 12 hashes, whatever else is in them.
    """
    if not words:
        return []
    line = " ".join([*words, ""])
    data = line.encode("utf-8", "replace")
    sizes = words if len(data) == len(line) else [word.encode("utf-8", "replace") for word in words]
    starts = [*accumulate(map((1).__add__, map(len, sizes)), initial=0)]  # a space follows each word
    ends = starts[LENGTH:] or starts[-1:]
    found = {crc32(data[start:end]) for start, end in zip(starts, ends, strict=False)}
    kept = [value for value in found if value <= HASHES // ONE_IN]
    least = sorted(kept)[:MOST] if len(kept) >= FEWEST else sorted(found)[:FEWEST]
    return [value - HASHES // 2 for value in least]  # signed


def shared_at_least(words: int, others: int) -> float:
    """Return how many hashes texts of so many words share at least where one builds on the other."""
    runs, more = sorted((max(0, words - LENGTH + 1), max(0, others - LENGTH + 1)))
    return LEAST * runs * min(_share(runs), _share(more))


def _share(runs: int) -> float:
    """Return which share of a text's runs its hashes stand for."""
    return min(MOST, max(FEWEST, runs / ONE_IN)) / max(FEWEST, runs)
