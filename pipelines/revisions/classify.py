"""What a version changed, as a reader would notice it: its headline, a figure, wording, a paragraph, its time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipelines.revisions.alignment import Hunk, align
from pipelines.revisions.paragraphs import (
    Match,
    Paragraph,
    differing_lines,
    match_paragraphs,
    read_paragraphs,
    without_common,
)
from pipelines.revisions.times import is_other_time
from pipelines.revisions.tokens import Token, is_figure, is_word, tidy, tokenize, value_of

MAX_COMPARED = (
    300_000  # characters that differ; of two texts that differ in more, that they do is all that is said
)
MAX_TITLE = 2_000  # characters
MAX_CHANGES = 500  # of one version; beyond, the same kinds go on
RELATIVE = "relative"  # the witness of "5 hours ago": each look makes another time of it
_APART = 2  # words between two changes that are told as one
_JOINED = frozenset(":/.,-%+")  # between the parts of one figure: 2-1, 12/1/2026


class Kind(StrEnum):
    """The kinds of change, the weightiest first.

    A figure is what others cite and what a correction is mostly about; a headline is what most people read; whole
    paragraphs are news; wording is style or spelling; a time alone changes nothing that was said.
    """

    FIGURE = "figure"
    HEADLINE = "headline"
    PARAGRAPH_ADDED = "paragraph-added"
    PARAGRAPH_REMOVED = "paragraph-removed"
    WORDING = "wording"
    TIME = "time"


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` hold the headline, figure, words, paragraph or time; empty where there was none."""

    kind: Kind
    before: str
    after: str
    paragraph: int | None = None  # where it stands, from 1: in the new text, of a removed one in the old


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article says. `aside` is what its page showed beside the text: removed blocks, captions."""

    title: str
    text: str  # paragraphs joined by newline
    published: str | None = None  # as Timestamp.stored() writes it
    witness: str | None = None  # Timestamp.source: two witnesses may err differently
    aside: tuple[str, ...] = ()


def classify(old: Copy, new: Copy) -> tuple[Change, ...]:
    """Return what changed between two readings of an article; nothing, where a reader would notice nothing.

    Not noticed: spacing, case, the style of quotes and dashes, invisible marks, composed or decomposed letters, entities
    resolved, the order of paragraphs and where they are split, and what one reading has in its text, the other aside.
    """
    changes = [*_of_title(old.title, new.title), *_of_text(old, new)]
    told_alike = old.witness == new.witness != RELATIVE
    if told_alike and is_other_time(old.published, new.published):
        changes.append(Change(Kind.TIME, old.published or "", new.published or ""))
    return tuple(sorted(changes, key=lambda change: _RANK[change.kind])[:MAX_CHANGES])


def primary(changes: Iterable[Change]) -> Kind | None:
    """Return the weightiest kind among changes; None where there are none."""
    return min((change.kind for change in changes), key=_RANK.__getitem__, default=None)


def _of_title(old: str, new: str) -> Iterator[Change]:
    sides = _Side.of([_read_line(old)]), _Side.of([_read_line(new)])
    hunks = align(sides[0].keys, sides[1].keys)
    if hunks:
        yield Change(Kind.HEADLINE, sides[0].text, sides[1].text)
        for hunk in hunks:
            figures = _figures(sides, hunk)
            if figures:
                yield Change(Kind.FIGURE, *figures)


def _read_line(text: str) -> Paragraph:
    shown = " ".join(tidy(text[:MAX_TITLE]).split())
    return Paragraph(0, shown, tuple(tokenize(shown)), ())


def _of_text(old: Copy, new: Copy) -> Iterator[Change]:
    sides = differing_lines(old.text, new.text)
    if any(sum(len(line) for _, line in side) > MAX_COMPARED for side in sides):
        yield Change(Kind.WORDING, "", "")
        return
    was, now = without_common(*map(read_paragraphs, sides))
    if [key for each in was for key in each.keys] == [key for each in now for key in each.keys]:
        return  # nothing, or paragraphs split or joined
    shown_then, shown_now = _lines(old.aside), _lines(new.aside)
    matching = match_paragraphs(
        [each for each in was if _words(each.keys) not in shown_now],
        [each for each in now if _words(each.keys) not in shown_then],
    )
    for each in matching.removed:
        yield Change(Kind.PARAGRAPH_REMOVED, each.text, "", each.number)
    for each in matching.added:
        yield Change(Kind.PARAGRAPH_ADDED, "", each.text, each.number)
    for match in matching.matches:
        yield from _of_match(match, shown_then, shown_now)


def _lines(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Return the words of each line."""
    lines = (line for text in texts for line in text[:MAX_COMPARED].split("\n"))
    return frozenset(_words(token.key for token in tokenize(tidy(line))) for line in lines) - {()}


def _words(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if is_word(key))


@dataclass(frozen=True, slots=True)
class _Side:
    """Some paragraphs of one text as one sequence of words."""

    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    numbers: tuple[int, ...]  # of the paragraph that each word stands in

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> "_Side":
        tokens: list[Token] = []
        numbers: list[int] = []
        at = 0
        for each in paragraphs:
            tokens += [Token(token.key, token.start + at, token.end + at) for token in each.tokens]
            numbers += [each.number] * len(each.tokens)
            at += len(each.text) + 1
        text = "\n".join(each.text for each in paragraphs)
        return cls(text, tuple(tokens), tuple(token.key for token in tokens), tuple(numbers))

    def words(self, start: int, end: int) -> str:
        """Return the text from one word to the one before another."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def touch(self, left: int, right: int) -> bool:
        """Tell whether two neighbours have no space between them."""
        return self.tokens[left].end == self.tokens[right].start


def _of_match(
    match: Match, shown_then: frozenset[tuple[str, ...]], shown_now: frozenset[tuple[str, ...]]
) -> Iterator[Change]:
    old, new = _Side.of(match.old), _Side.of(match.new)
    reworded: list[Hunk] = []
    for hunk in align(old.keys, new.keys):
        was, now = old.keys[hunk.a0 : hunk.a1], new.keys[hunk.b0 : hunk.b1]
        if (not now and _words(was) in shown_now) or (not was and _words(now) in shown_then):
            continue
        figures = _figures((old, new), hunk)
        if figures:
            yield Change(Kind.FIGURE, *figures, _number(new, hunk))
        if not figures or _without_figures(was) != _without_figures(now):
            reworded.append(hunk)
    for hunk in _near(reworded):
        words = old.words(hunk.a0, hunk.a1), new.words(hunk.b0, hunk.b1)
        yield Change(Kind.WORDING, *words, _number(new, hunk))


def _number(new: _Side, hunk: Hunk) -> int:
    return new.numbers[min(hunk.b0, len(new.numbers) - 1)]


def _near(hunks: Iterable[Hunk]) -> Iterator[Hunk]:
    """Make one of hunks that a word or two stand between."""
    last: Hunk | None = None
    for hunk in hunks:
        if last is not None and hunk.a0 - last.a1 <= _APART and hunk.b0 - last.b1 <= _APART:
            last = Hunk(last.a0, hunk.a1, last.b0, hunk.b1)
            continue
        if last is not None:
            yield last
        last = hunk
    if last is not None:
        yield last


def _without_figures(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if is_word(key) and not is_figure(key)]


def _figures(sides: tuple[_Side, _Side], hunk: Hunk) -> tuple[str, str] | None:
    """Return the figure that became another; None where none did.

    Where a figure came or went together with words, these were reworded: the figure had no other before.
    """
    spans = (hunk.a0, hunk.a1), (hunk.b0, hunk.b1)
    places = [
        [n for n in range(*span) if is_figure(side.keys[n])] for side, span in zip(sides, spans, strict=True)
    ]
    values = [[value_of(side.keys[n]) for n in found] for side, found in zip(sides, places, strict=True)]
    if values[0] == values[1]:
        return None
    if not all(places) and any(
        _without_figures(side.keys[start:end]) for side, (start, end) in zip(sides, spans, strict=True)
    ):
        return None
    before, after = (
        _whole(side, found[0], found[-1] + 1) if found else ""
        for side, found in zip(sides, places, strict=True)
    )
    return before, after


def _whole(side: _Side, start: int, end: int) -> str:
    """Return a figure with its other parts: 2-1, 12/1/2026, 5%."""
    while start and side.touch(start - 1, start) and _is_part(side.keys[start - 1]):
        start -= 1
    while end < len(side.keys) and side.touch(end - 1, end) and _is_part(side.keys[end]):
        end += 1
    while side.keys[start] in _JOINED:
        start += 1
    while side.keys[end - 1] in _JOINED and side.keys[end - 1] != "%":
        end -= 1
    return side.words(start, end)


def _is_part(key: str) -> bool:
    return is_figure(key) or key in _JOINED
