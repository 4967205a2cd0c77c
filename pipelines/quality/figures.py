"""How near an extracted article comes to the gold.

Text is compared as multisets of word 4-grams; precision and recall are averaged over pages before their F1 is taken,
as scrapinghub/article-extraction-benchmark does it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.quality.corpus import GoldPage

FIELDS = ("title", "authors", "editors", "date", "minute", "dateline")
GRAM = 4  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PageScore:
    """How one page went."""

    id: str
    precision: float
    recall: float
    kept: int  # of the segments that must be in the text
    must: int
    leaked: int  # of the segments that must not
    must_not: int
    refused: bool | None  # of a page that holds no article; None of one that does
    fields: Mapping[str, bool]  # of the fields that the gold gives: whether each is right

    @property
    def clean(self) -> bool | None:
        """Whether all that must be kept is, and nothing leaked; None where nothing must be kept."""
        return self.kept == self.must and not self.leaked if self.must else None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        """The share as a number from 0 to 1; None of nothing."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """How a corpus went."""

    pages: int
    precision: float
    recall: float
    shares: Mapping[str, Share]  # kept, leaked, clean, refused, and the fields

    @property
    def f1(self) -> float:
        """The harmonic mean of the averaged precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _words(text: str | None) -> list[str]:
    return _WORD.findall(text or "")


def _grams(words: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]


def _shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    return Counter(_grams(words, GRAM) or [tuple(words)])


def _count_present(segments: Sequence[list[str]], words: list[str]) -> int:
    grams = {length: set(_grams(words, length)) for length in {len(segment) for segment in segments}}
    return sum(tuple(segment) in grams[len(segment)] for segment in segments)


def score_page(gold: GoldPage, found: Mapping[str, Any]) -> PageScore:
    """Score what was extracted of a page, as `kliping extract` writes it; an error, or nothing, is an empty text."""
    words = _words(found.get("text"))
    wanted, got = _shingles(_words(gold.text)), _shingles(words)
    shared = sum((wanted & got).values())
    must = [segment for segment in map(_words, gold.must_contain or []) if segment]
    must_not = [segment for segment in map(_words, gold.must_not_contain or []) if segment]
    return PageScore(
        id=gold.id,
        precision=shared / sum(got.values()) if got else float(not wanted),
        recall=shared / sum(wanted.values()) if wanted else 1.0,
        kept=_count_present(must, words),
        must=len(must),
        leaked=_count_present(must_not, words),
        must_not=len(must_not),
        refused=None if wanted else not words,
        fields=_judge_fields(gold, found),
    )


def _judge_fields(gold: GoldPage, found: Mapping[str, Any]) -> dict[str, bool]:
    right = {}
    if gold.title:
        right["title"] = _norm(found.get("title")) == _norm(gold.title)
    for field, names in (("authors", gold.authors), ("editors", gold.editors)):
        if names is not None:
            right[field] = {_norm(name) for name in found.get(field) or []} == {_norm(name) for name in names}
    if gold.published:
        published = found.get("published_at") or ""
        right["date"] = _same_day(published, gold.published)
        if ":" in gold.published:
            right["minute"] = _same_minute(published, gold.published)
    given = {part for part in ("site", "place") if f"dateline_{part}" in gold.model_fields_set}
    if given:
        dateline = found.get("dateline") or {}
        right["dateline"] = all(
            _norm(dateline.get(part)) == _norm(getattr(gold, f"dateline_{part}")) for part in given
        )
    return right


def _norm(text: str | None) -> str:
    return " ".join(_words(text)).casefold()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _same_day(found: str, gold: str) -> bool:
    """Compare days on the publisher's wall; where both know their offset, a moment's day is the gold's."""
    got, wanted = _moment(found), _moment(gold)
    if (
        got
        and wanted
        and got.tzinfo
        and wanted.tzinfo
        and got.astimezone(wanted.tzinfo).date() == wanted.date()
    ):
        return True
    return found[:10] == gold[:10]


def _same_minute(found: str, gold: str) -> bool:
    got, wanted = _moment(found), _moment(gold)
    if got is None or wanted is None:
        return False
    if not (got.tzinfo and wanted.tzinfo):  # the clocks on the wall are all that both know
        got, wanted = got.replace(tzinfo=None), wanted.replace(tzinfo=None)
    return abs((got - wanted).total_seconds()) < 60


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _share(answers: Iterable[bool | None]) -> Share:
    given = [answer for answer in answers if answer is not None]
    return Share(sum(given), len(given))


def sum_up(scores: Sequence[PageScore]) -> Figures:
    """Return the figures of many pages."""
    fields = {name: _share(score.fields.get(name) for score in scores) for name in FIELDS}
    return Figures(
        pages=len(scores),
        precision=_mean([score.precision for score in scores]),
        recall=_mean([score.recall for score in scores]),
        shares={
            "kept": Share(sum(score.kept for score in scores), sum(score.must for score in scores)),
            "leaked": Share(sum(score.leaked for score in scores), sum(score.must_not for score in scores)),
            "clean": _share(score.clean for score in scores),
            "refused": _share(score.refused for score in scores),
            **fields,
        },
    )
