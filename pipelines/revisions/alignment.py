"""Word by word: which words two texts share, found in a time that no text can blow up.

Words that occur once on both sides are matched first, in the longest order that both keep (patience diff); what lies
between them is matched again in itself, and small rests by difflib. The work of difflib, cubic at worst, has a budget:
a rest beyond it counts as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pipelines.revisions.tokens import tidy, tokenize

MAX_DEPTH = 12  # matchings inside matchings
MAX_REST = 40_000  # words of one side times words of the other that difflib is given
BUDGET = 20_000_000  # steps of difflib at worst, all rests together


class Hunk(NamedTuple):
    """Where two sequences differ: a[a0:a1] became b[b0:b1]; one of both may be empty."""

    a0: int
    a1: int
    b0: int
    b1: int


class Segment(NamedTuple):
    """A stretch of two texts; where it is not `same`, `before` became `after`."""

    before: str
    after: str
    same: bool


def diff_words(old: str, new: str) -> list[Segment]:
    """Return two texts as segments, word by word; joined, they are both texts as shown (see `tidy`)."""
    texts = tidy(old), tidy(new)
    tokens = tokenize(texts[0]), tokenize(texts[1])
    if not all(tokens):
        return [Segment(*texts, not any(tokens))] if any(texts) else []
    cuts = [
        [0, *(token.start for token in side[1:]), len(text)] for side, text in zip(tokens, texts, strict=True)
    ]
    segments, at = [], (0, 0)
    hunks = align(*([token.key for token in side] for side in tokens))
    for hunk in [*hunks, Hunk(len(tokens[0]), len(tokens[0]), len(tokens[1]), len(tokens[1]))]:
        for stop, same in (((hunk.a0, hunk.b0), True), ((hunk.a1, hunk.b1), False)):
            before, after = (
                text[cut[start] : cut[end]]
                for text, cut, start, end in zip(texts, cuts, at, stop, strict=True)
            )
            if before or after:
                segments.append(Segment(before, after, same))
            at = stop
    return segments


def align(a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """Return where two sequences of words differ, in order."""
    blocks = sorted(_matches(a, b))
    hunks, i, j = [], 0, 0
    for a0, b0, size in [*blocks, (len(a), len(b), 0)]:
        if (i, j) != (a0, b0):
            hunks.append(Hunk(i, a0, j, b0))
        i, j = a0 + size, b0 + size
    return hunks


def _matches(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (start in a, start in b, length) of what is the same."""
    budget = BUDGET
    work = [(0, len(a), 0, len(b), 0)]
    while work:
        a0, a1, b0, b1, depth = work.pop()
        size = _run(a, b, a0, b0, min(a1 - a0, b1 - b0), 1)
        if size:
            yield a0, b0, size
            a0, b0 = a0 + size, b0 + size
        size = _run(a, b, a1 - 1, b1 - 1, min(a1 - a0, b1 - b0), -1)
        if size:
            a1, b1 = a1 - size, b1 - size
            yield a1, b1, size
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(a, b, (a0, a1, b0, b1)) if depth < MAX_DEPTH else []
        if anchors:
            work += _between(anchors, (a0, a1, b0, b1), depth + 1)
            yield from ((i, j, 1) for i, j in anchors)
            continue
        area = (a1 - a0) * (b1 - b0)
        cost = area * min(a1 - a0, b1 - b0)
        if area <= MAX_REST and cost <= budget:
            budget -= cost
            found = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False).get_matching_blocks()
            yield from ((a0 + i, b0 + j, size) for i, j, size in found if size)


def _run(a: Sequence[str], b: Sequence[str], i: int, j: int, most: int, step: int) -> int:
    """Return how many words are the same from here on, forwards or backwards."""
    size = 0
    while size < most and a[i + step * size] == b[j + step * size]:
        size += 1
    return size


def _anchors(a: Sequence[str], b: Sequence[str], window: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Return the places of words that occur once on both sides, as many as keep their order on both."""
    a0, a1, b0, b1 = window
    in_a, in_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    place = {word: j for j, word in enumerate(b[b0:b1], start=b0) if in_b[word] == 1}
    pairs = [
        (i, place[word]) for i, word in enumerate(a[a0:a1], start=a0) if in_a[word] == 1 and word in place
    ]
    ends: list[int] = []  # ends[n]: the least place in b at which an order of n + 1 pairs ends
    last: list[int] = []  # the pair that does so
    before: list[int | None] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _between(
    anchors: Sequence[tuple[int, int]], window: tuple[int, int, int, int], depth: int
) -> Iterator[tuple[int, int, int, int, int]]:
    a0, a1, b0, b1 = window
    for i, j in [*anchors, (a1, b1)]:
        if i > a0 and j > b0:
            yield a0, i, b0, j, depth
        a0, b0 = i + 1, j + 1
