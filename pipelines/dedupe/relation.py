"""How two texts are related: a copy, one that builds on the other's wording, or neither."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, repeat
from operator import sub
from typing import NamedTuple

from pipelines.dedupe.sketch import sketch
from pipelines.dedupe.words import body, split

RUN = 5  # words in a row that both texts have: shorter ones are anybody's
RUN_OF_SHORT = 3
SHORT = 30  # words: a text below has few runs of five
LEAST = 0.25  # of the shorter text: where less is shared, it is not asked what else stands between
SLOT = 25  # words: what a template leaves open between two of its own runs
# A word with a capital inside a sentence.
INSIDE = re.compile(r"(?<=[\w,] )[^\W\d_]+")
Gram = (
    str  # words with a space between them: of tuples, Python's collector of garbage would look through each
)


class Relation(StrEnum):
    """What one text is to another."""

    COPY = "copy"
    DERIVED = "derived"
    NONE = "none"


class Run(NamedTuple):
    """Words in a row that both texts have: where in one, where in the other, how many."""

    a: int
    b: int
    size: int


class Slot(NamedTuple):
    """What stands between two shared runs in each text."""

    a: Sequence[str]
    b: Sequence[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common."""

    similarity: float  # words in shared runs, of all words of both texts
    shared: float  # of the words of the shorter text
    extent: int  # words in shared runs, where they are fewer
    filled: float  # figures and names that others stand for between shared runs, by word shared; 0 where little is


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on two texts are related; chosen on labelled pairs (tests/benchmarks/pairs_relations.py)."""

    copied: float = 0.79  # similarity: the same text with small edits
    shared: float = 0.48  # of the shorter text: it builds on the other's wording, or the other on its
    extent: int = 50  # words: a quote, a stock phrase or a closing line is shorter
    filled: float = 0.08  # a template that was filled anew


LIMITS = Limits()


class Places:
    """The runs of so many words of a text, and where each stands."""

    def __init__(self, words: Sequence[str], size: int) -> None:
        grams = grams_of(words, size)
        self.size = size
        self.first = dict(zip(reversed(grams), range(len(grams) - 1, -1, -1), strict=True))
        self.set = frozenset(self.first)
        self._more: dict[Gram, list[int]] = {}  # of those that stand there several times
        if len(self.first) < len(grams):
            for place, gram in enumerate(grams):
                if self.first[gram] != place:
                    self._more.setdefault(gram, []).append(place)

    def of(self, grams: Set[Gram]) -> list[int]:
        """Return where any of these runs stands, in order."""
        first, found = self.first, []
        if self._more:
            found = [place for gram in grams for place in self._more.get(gram, ())]
        return sorted([*map(first.__getitem__, grams), *found])

    def covered(self, grams: Set[Gram]) -> int:
        """Return how many words stand in these runs."""
        starts = self.of(grams)
        steps = map(sub, starts[1:], starts)
        return sum(map(min, steps, repeat(self.size))) + self.size if starts else 0


class Text:
    """A text ready to be compared."""

    def __init__(self, text: str) -> None:
        self.body = body(text)
        self.words = split(self.body)

    @cached_property
    def places(self) -> Places:
        """Its runs of RUN words."""
        return Places(self.words, RUN)

    @cached_property
    def sketch(self) -> tuple[int, ...]:
        """What the text is found by."""
        return tuple(sketch(self.words))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that have a capital inside a sentence."""
        return frozenset(word.casefold() for word in INSIDE.findall(self.body) if word[0].isupper())

    def particulars(self, words: Sequence[str]) -> set[str]:
        """Return which of these words are figures or names."""
        return {word for word in words if word[0].isdigit() or word in self.names}


def grams_of(words: Sequence[str], size: int) -> tuple[Gram, ...]:
    """Return all runs of so many words, in order."""
    return tuple(map(" ".join, zip(*(words[start:] for start in range(size)), strict=False)))


def measure(a: Text, b: Text) -> Likeness:
    """Tell what two texts have in common; the order of the two makes no difference."""
    if (len(a.words), a.words) > (len(b.words), b.words):
        a, b = b, a
    if not a.words:
        return Likeness(0.0, 0.0, 0, 0.0)
    if a.words == b.words:
        return Likeness(1.0, 1.0, len(a.words), 0.0)
    if len(a.words) >= SHORT:
        ours, theirs = a.places, b.places
    else:
        ours, theirs = Places(a.words, RUN_OF_SHORT), Places(b.words, RUN_OF_SHORT)
    common = ours.set & theirs.set
    covered = ours.covered(common), theirs.covered(common)
    shared = max(covered[0] / len(a.words), covered[1] / len(b.words))
    extent = min(covered)
    return Likeness(
        similarity=sum(covered) / (len(a.words) + len(b.words)),
        shared=shared,
        extent=extent,
        filled=_count_filled(a, b) / extent if shared >= LEAST else 0.0,
    )


def judge(likeness: Likeness, limits: Limits = LIMITS) -> Relation:
    """Tell what is to be made of what two texts have in common."""
    if likeness.filled > limits.filled:
        return Relation.NONE
    if likeness.similarity >= limits.copied:
        return Relation.COPY
    if likeness.shared >= limits.shared and likeness.extent >= limits.extent:
        return Relation.DERIVED
    return Relation.NONE


def runs(a: Text, b: Text) -> Iterator[Run]:
    """Yield the runs that both texts share, in the order of the first; each begins after the last one's end."""
    end = 0
    for start in a.places.of(a.places.set & b.places.set):
        if start < end:
            continue
        place = b.places.first[" ".join(a.words[start : start + RUN])]
        size = RUN + _run(a.words[start + RUN :], b.words[place + RUN :])
        end = start + size
        yield Run(start, place, size)


def _run(a: Sequence[str], b: Sequence[str]) -> int:
    size = 0
    for ours, theirs in zip(a, b, strict=False):
        if ours != theirs:
            break
        size += 1
    return size


def slots(a: Text, b: Text, *, with_ends: bool = False) -> Iterator[Slot]:
    """Yield what stands between two runs that follow each other in both texts, where it is short in both.

    `with_ends` takes what stands before the first and after the last run too.
    """
    found = list(runs(a, b))
    if with_ends and found:
        found = [Run(0, 0, 0), *found, Run(len(a.words), len(b.words), 0)]
    for run, after in pairwise(found):
        ours = a.words[run.a + run.size : after.a]
        theirs = b.words[run.b + run.size : after.b]
        if after.b >= run.b + run.size and len(ours) <= SLOT and len(theirs) <= SLOT:
            yield Slot(ours, theirs)


def _count_filled(a: Text, b: Text) -> int:
    """Return how many figures and names of either text have others in their place."""
    count = 0
    for slot in slots(a, b):
        ours, theirs = a.particulars(slot.a), b.particulars(slot.b)
        count += min(len(ours - theirs), len(theirs - ours))
    return count


def changed_figures(a: Text, b: Text) -> list[tuple[str, str]]:
    """Return figures of one text that have others in their place in the other, in order."""
    changed = []
    for slot in slots(a, b, with_ends=True):
        ours, theirs = ([word for word in side if word[0].isdigit()] for side in slot)
        if len(ours) == len(theirs):
            changed += [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return changed
