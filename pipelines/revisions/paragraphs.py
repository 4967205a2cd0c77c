"""Which paragraph of one text is which of the other, wherever it stands, split, joined or reworded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.revisions.tokens import Token, is_word, tidy, tokenize

ALIKE = 0.5  # share of words that two printings of one paragraph have in common
INSIDE = 0.8  # share of a paragraph's words that a part of another has
SMALL = 8  # words; shorter paragraphs are compared by their letters
MAX_PAIRS = 40_000  # more than so many possible pairs: the texts have nothing of each other

Line = tuple[int, str]  # its number, and its text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as shown, with its words; `number` counts from 1."""

    number: int
    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]


@dataclass(slots=True)
class Match:
    """Paragraphs of the old text that became paragraphs of the new one."""

    old: list[Paragraph]
    new: list[Paragraph]
    lost: Counter[str] = field(default_factory=Counter)  # words that no paragraph of the other side took yet
    won: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Matching:
    """What became of the paragraphs that differ."""

    matches: list[Match]
    removed: list[Paragraph]
    added: list[Paragraph]


def differing_lines(old: str, new: str) -> tuple[list[Line], list[Line]]:
    """Return the lines of both texts that the other has not, letter for letter, with their numbers from 1."""
    sides = old.split("\n"), new.split("\n")
    common = Counter(sides[0]) & Counter(sides[1])
    known = Counter(common), common
    left: tuple[list[Line], list[Line]] = ([], [])
    for lines, counted, rest in zip(sides, known, left, strict=True):
        for number, line in enumerate(lines, start=1):
            if counted[line] > 0:
                counted[line] -= 1
            else:
                rest.append((number, line))
    return left


def read_paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Return the lines that have a word as paragraphs."""
    paragraphs = []
    for number, line in lines:
        shown = tidy(line)
        tokens = tuple(tokenize(shown))
        if any(is_word(token.key) for token in tokens):
            paragraphs.append(Paragraph(number, shown, tokens, tuple(token.key for token in tokens)))
    return paragraphs


def without_common(
    old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return what is left of both when each paragraph that is the same in both, wherever, is taken away."""
    common = Counter(each.keys for each in old) & Counter(each.keys for each in new)
    return _less(old, Counter(common)), _less(new, common)


def _less(paragraphs: Iterable[Paragraph], known: Counter[tuple[str, ...]]) -> list[Paragraph]:
    left = []
    for each in paragraphs:
        if known[each.keys] > 0:
            known[each.keys] -= 1
        else:
            left.append(each)
    return left


def match_paragraphs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Matching:
    """Match what has about the same words; then what is left with the part of a match that lacks just its words."""
    if len(old) * len(new) > MAX_PAIRS:
        return Matching([Match(list(old), list(new))], [], [])
    matches = _pair(old, new)
    taken = {id(each) for match in matches for each in (*match.old, *match.new)}
    removed = [each for each in old if id(each) not in taken and not _join(each, matches, is_new=False)]
    added = [each for each in new if id(each) not in taken and not _join(each, matches, is_new=True)]
    for match in matches:
        match.old.sort(key=lambda each: each.number)
        match.new.sort(key=lambda each: each.number)
    matches.sort(key=lambda match: match.new[0].number)
    return Matching(matches, removed, added)


def _pair(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Match]:
    """Pair the most alike first."""
    words = {id(each): Counter(each.keys) for each in (*old, *new)}
    scored = []
    for i, p in enumerate(old):
        for j, q in enumerate(new):
            score = _likeness(p, q, words[id(p)], words[id(q)])
            if score:
                scored.append((-score, abs(p.number - q.number), i, j))
    matches, used = [], set()
    for _, _, i, j in sorted(scored):
        if ("old", i) not in used and ("new", j) not in used:
            used |= {("old", i), ("new", j)}
            had, has = words[id(old[i])], words[id(new[j])]
            matches.append(Match([old[i]], [new[j]], had - has, has - had))
    return matches


def _likeness(p: Paragraph, q: Paragraph, had: Counter[str], has: Counter[str]) -> float:
    """Return how alike two paragraphs are, from ALIKE to 1; 0 where they are not."""
    shorter = min(len(p.keys), len(q.keys))
    common = (had & has).total()
    score = 2 * common / (len(p.keys) + len(q.keys))
    if shorter < SMALL:
        score = max(score, _letters_alike(p, q)) if max(len(p.keys), len(q.keys)) < 2 * SMALL else score
    elif common >= INSIDE * shorter:
        return max(score, ALIKE)
    return score if score >= ALIKE else 0


def _letters_alike(p: Paragraph, q: Paragraph) -> float:
    pairs = [Counter(pairwise(" ".join(each.keys)[:500])) for each in (p, q)]
    total = pairs[0].total() + pairs[1].total()
    return 2 * (pairs[0] & pairs[1]).total() / total if total else 0


def _join(paragraph: Paragraph, matches: Iterable[Match], *, is_new: bool) -> bool:
    """Put a paragraph to the match that lacks just its words: a part of a split one."""
    words = Counter(paragraph.keys)
    for match in matches:
        lacking = match.lost if is_new else match.won
        if (words & lacking).total() >= INSIDE * len(paragraph.keys):
            lacking -= words
            (match.new if is_new else match.old).append(paragraph)
            return True
    return False
