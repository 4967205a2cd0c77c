"""What one copy of a text corrected or withdrew, and which others still carry it: sentence by sentence, as far as they share it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipelines.dedupe.relation import Relation, Text, judge, measure
from pipelines.dedupe.words import body
from pipelines.revisions.alignment import Hunk, align
from pipelines.revisions.sentences import ALIKE, WHOLE, Sentence, is_shared, nearest, says, split_sentences
from pipelines.revisions.tokens import is_figure

MAX_CORRECTIONS = 200  # of one story; beyond, the latest count
MAX_SENTENCES = 300  # that one version changed; of more, the text was written anew
FEWEST_WITHDRAWN = 5  # words of a sentence that was taken out
FigureOrText = Literal["figure", "wording", "sentence", "withdrawn", "gone"]


@dataclass(frozen=True)
class Wording:
    """A text of an article at one time; `follows` is the number of the version that its publisher changed into it."""

    number: int
    at: str
    title: str
    text: str
    follows: int | None = None
    aside: tuple[str, ...] = ()  # what its page showed beside the text

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Its sentences, the headline first; dateline and sign-off apart."""
        return split_sentences(f"{self.title}\n{body(self.text)}")


@dataclass(frozen=True)
class Copy:
    """An article of a story: its texts in the order in which they were seen, the one that stands, and what became of it."""

    uid: str
    versions: tuple[Wording, ...]
    current: Wording
    state: str = "live"
    state_since: str | None = None
    notices: tuple[Wording, ...] = ()  # texts that correct it, themselves articles
    withdrawn_at: str | None = None  # a notice says so

    @property
    def stands(self) -> bool:
        """Whether its text can still be read where it was published."""
        return self.state != "gone" and self.withdrawn_at is None


@dataclass(frozen=True)
class Source:
    """Who corrected: an article by a version, or by a notice (no version).

    `at` is the first look that found it; None where an earlier text came back.
    """

    uid: str
    version: int | None
    at: str | None


@dataclass(frozen=True)
class Correction:
    """What was corrected or withdrawn, by whom, and who still carries it; `sentence` is the one before, as it was shown."""

    kind: FigureOrText
    before: str
    after: str
    sentence: str
    by: tuple[Source, ...]
    still: tuple[str, ...] = ()  # uids of copies that stand
    corrected: tuple[str, ...] = ()  # uids of others that carry what it became


@dataclass(frozen=True)
class _Place:
    """A place in a sentence that a version changed; the whole of a sentence that it took out."""

    kind: FigureOrText
    sentence: Sentence
    hunk: Hunk
    became: tuple[str, ...]
    after: str
    by: Source

    @property
    def before(self) -> str:
        return self.sentence.part(self.hunk.a0, self.hunk.a1)

    def told(self, sentences: Sequence[Sentence]) -> bool | None:
        """Tell whether a text carries what was (True), what it became (False), or neither."""
        if self.kind == "sentence":
            other = nearest(self.sentence, sentences, WHOLE)
            return (
                True
                if other and is_shared(self.sentence, other, align(self.sentence.keys, other.keys))
                else None
            )
        other = nearest(self.sentence, sentences, ALIKE)
        return says(self.sentence, self.hunk, self.became, other) if other else None


def trace_corrections(copies: Sequence[Copy]) -> list[Correction]:
    """Return what copies of a story corrected or withdrew, figures first, each with the others that still carry it.

    What a publisher said again later is no correction. A figure counts only in a sentence that both share otherwise.
    """
    found: list[tuple[_Place, list[Source]]] = []
    for copy in copies:
        for place in _places(copy):
            if place.told(copy.current.sentences) is True and place.by.version is not None:
                continue  # it was said again
            known = next((each for each in found if _is_same(each[0], place)), None)
            if known is None:
                found.append((place, [place.by]))
            elif all(source.uid != copy.uid for source in known[1]):
                known[1].append(place.by)
    found.sort(key=lambda each: ("figure", "sentence", "wording").index(each[0].kind))
    told = [_follow(place, by, copies) for place, by in found[:MAX_CORRECTIONS]]
    return [*told, *_whole_texts(copies)]


def _is_same(known: _Place, place: _Place) -> bool:
    if (known.kind, known.before.casefold(), known.after.casefold()) != (
        place.kind,
        place.before.casefold(),
        place.after.casefold(),
    ):
        return False
    return known.told([place.sentence]) is True


def _follow(place: _Place, by: list[Source], copies: Sequence[Copy]) -> Correction:
    own = {source.uid for source in by if source.version is not None}
    answers = {copy.uid: place.told(copy.current.sentences) for copy in copies if copy.uid not in own}
    standing = {copy.uid for copy in copies if copy.stands}
    return Correction(
        place.kind,
        place.before,
        place.after,
        place.sentence.shown,
        tuple(by),
        tuple(uid for uid, answer in answers.items() if answer is True and uid in standing),
        tuple(uid for uid, answer in answers.items() if answer is False),
    )


def _places(copy: Copy) -> Iterator[_Place]:
    """Yield what each version of an article changed, and the figures that a notice states anew."""
    texts = {wording.number: wording for wording in copy.versions}
    for wording in copy.versions:
        before = texts.get(wording.follows) if wording.follows is not None else None
        if before is not None:
            yield from _between(before, wording, Source(copy.uid, wording.number, wording.at))
    if copy.versions and copy.versions[-1].number != copy.current.number:  # an earlier text came back
        yield from _between(copy.versions[-1], copy.current, Source(copy.uid, copy.current.number, None))
    for notice in copy.notices:
        changed = _between(copy.current, notice, Source(copy.uid, None, notice.at))
        yield from (place for place in changed if place.kind == "figure")


def _between(before: Wording, after: Wording, by: Source) -> Iterator[_Place]:
    had, has = ({each.keys for each in wording.sentences} for wording in (before, after))
    lost = [each for each in before.sentences if each.keys not in has]
    new = [each for each in after.sentences if each.keys not in had]
    if max(len(lost), len(new)) > MAX_SENTENCES:
        return
    for sentence in lost:
        other = nearest(sentence, new, ALIKE)
        if other is not None:
            yield from _in_sentence(sentence, other, by)
        elif len(sentence.keys) >= FEWEST_WITHDRAWN and not _is_elsewhere(sentence, after):
            yield _Place("sentence", sentence, Hunk(0, len(sentence.keys), 0, 0), (), "", by)


def _in_sentence(sentence: Sentence, other: Sentence, by: Source) -> Iterator[_Place]:
    hunks = align(sentence.keys, other.keys)
    for hunk in hunks:
        was, now = sentence.keys[hunk.a0 : hunk.a1], other.keys[hunk.b0 : hunk.b1]
        if not was:
            continue  # words that were added correct nothing
        figures = [key for key in was if is_figure(key)], [key for key in now if is_figure(key)]
        is_other = all(figures) and figures[0] != figures[1]
        kind: FigureOrText = "figure" if is_other else "wording"
        yield _Place(kind, sentence, hunk, now, other.part(hunk.b0, hunk.b1), by)


def _is_elsewhere(sentence: Sentence, after: Wording) -> bool:
    """Tell whether a text, or what its page shows beside it, still has a sentence: joined to another, split, or moved aside."""
    words = {
        word
        for each in (*after.sentences, *(found for text in after.aside for found in split_sentences(text)))
        for word in zip(each.keys, each.keys[1:], strict=False)
    }
    pairs = [*zip(sentence.keys, sentence.keys[1:], strict=False)]
    return sum(pair in words for pair in pairs) >= WHOLE * len(pairs)


def _whole_texts(copies: Sequence[Copy]) -> Iterator[Correction]:
    """Yield the texts that were withdrawn by a notice, and those that are gone, with the copies of them that stand."""
    withdrawn = [copy for copy in copies if copy.withdrawn_at is not None]
    gone = [copy for copy in copies if copy.withdrawn_at is None and copy.state == "gone"]
    for kind, those in (("withdrawn", withdrawn), ("gone", gone)):
        if not those:
            continue
        texts = {copy.current.text: Text(copy.current.text) for copy in those}
        still = [copy.uid for copy in copies if copy.stands and _is_copy(copy, texts.values())]
        by = tuple(Source(copy.uid, None, copy.withdrawn_at or copy.state_since) for copy in those)
        title = those[0].current.title
        yield Correction("withdrawn" if kind == "withdrawn" else "gone", title, "", "", by, tuple(still))


def _is_copy(copy: Copy, texts: Iterable[Text]) -> bool:
    own = Text(copy.current.text)
    return any(judge(measure(own, text)) is Relation.COPY for text in texts)
