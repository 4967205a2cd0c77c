"""Sentences as sequences of words and figures, found again in another text, and whether a place in one says the same there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.revisions.alignment import Hunk, align
from pipelines.revisions.tokens import Token, is_figure, is_word, tidy, tokenize, value_of

MAX_TEXT = 300_000  # characters of a text; what lies beyond is not compared
ENDS = frozenset({".", "!", "?", "..."})
ABBREVIATED = (
    3  # letters: after a short word with a capital a full stop ends no sentence ("Dr.", "No.", "Rp.")
)
FEWEST = 4  # words around a place that both sentences share; where nothing else differs, half of them
SHARED = 0.7  # of the words of a sentence, the place itself apart
NEAR = 6  # words before and after a place, half of which both share
ALIKE = 0.5  # of the words of the longer: one sentence became the other
WHOLE = 0.8  # of the words: it is the same sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence as shown, with its words and figures; figures count by their value, marks do not count."""

    shown: str
    tokens: tuple[Token, ...]  # places are in `shown`

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What its words are compared by."""
        return tuple(value_of(token.key) if is_figure(token.key) else token.key for token in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different words."""
        return frozenset(self.keys)

    def part(self, start: int, end: int) -> str:
        """Return what is shown from one word to the one before another."""
        return self.shown[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order; a line is one at least."""
    return [found for line in text[:MAX_TEXT].split("\n") for found in _of_line(tidy(line))]


def _of_line(line: str) -> Iterator[Sentence]:
    tokens = tokenize(line)
    start = 0
    for number, token in enumerate(tokens):
        if number + 1 == len(tokens) or _ends(line, tokens, number):
            begin = tokens[start].start
            words = tuple(
                Token(each.key, each.start - begin, each.end - begin)
                for each in tokens[start : number + 1]
                if is_word(each.key)
            )
            if words:
                yield Sentence(line[begin : token.end], words)
            start = number + 1


def _ends(line: str, tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a sentence ends with a token: a full stop before a space, or the quotation mark after one."""
    token = tokens[number]
    if tokens[number + 1].start == token.end:
        return False
    if token.key == "'" and number:
        return tokens[number - 1].key in ENDS
    if token.key not in ENDS:
        return False
    before = tokens[number - 1] if number else None
    short = before is not None and before.key.isalpha() and before.end - before.start <= ABBREVIATED
    return not (token.key == "." and before is not None and short and line[before.start].isupper())


def nearest(sentence: Sentence, others: Iterable[Sentence], least: float) -> Sentence | None:
    """Return the sentence that has most of the words of one; None where none has so large a share of the longer's."""
    best, most = None, least
    for other in others:
        if other.keys == sentence.keys:
            return other
        share = len(sentence.words & other.words) / max(len(sentence.words), len(other.words))
        if share > most or (best is None and share >= most):
            best, most = other, share
    return best


def is_shared(one: Sentence, other: Sentence, hunks: Sequence[Hunk], place: Hunk | None = None) -> bool:
    """Tell whether two sentences are the same one but for `hunks`, where they differ, and for a place in the first."""
    size = place.a1 - place.a0 if place else 0
    inside = range(place.a0, place.a1) if place else range(0)
    differing = {n for hunk in hunks for n in range(hunk.a0, hunk.a1)}
    shared = len(one.keys) - len(differing | set(inside))
    around = min(len(one.keys), len(other.keys)) - size
    longer = max(len(one.keys), len(other.keys)) - size
    fewest = FEWEST // 2 if shared == around == longer else FEWEST
    return shared >= fewest and shared >= SHARED * around and shared >= ALIKE * longer


def says(sentence: Sentence, place: Hunk, became: Sequence[str], other: Sentence) -> bool | None:
    """Tell what another sentence says at a place of one: the same (True), what it became (False), neither (None).

    Only where both are the same sentence otherwise, and have a word beside the place in common.
    """
    hunks = align(sentence.keys, other.keys)
    if not is_shared(sentence, other, hunks, place):
        return None
    differing = {n for hunk in hunks for n in range(hunk.a0, hunk.a1)}
    around = set(range(max(0, place.a0 - NEAR), min(len(sentence.keys), place.a1 + NEAR)))
    around -= set(range(place.a0, place.a1))
    if 2 * len(around - differing) < len(around):
        return None  # what is called a sentence may be a whole text without full stops
    touching = [hunk for hunk in hunks if hunk.a0 <= place.a1 and hunk.a1 >= place.a0]
    over = [hunk for hunk in touching if hunk.a0 < place.a1 and hunk.a1 > place.a0]
    if not over:
        beside = {hunk.a1 for hunk in touching} >= {place.a0} and {hunk.a0 for hunk in touching} >= {place.a1}
        return None if beside else True
    there = [key for hunk in over for key in other.keys[hunk.b0 : hunk.b1]]
    return False if _holds(there, became) and not _holds(there, sentence.keys[place.a0 : place.a1]) else None


def _holds(keys: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    return any(tuple(keys[start : start + size]) == tuple(wanted) for start in range(len(keys) - size + 1))
