"""What a story looked like before a correction, and what an editor makes of a press release."""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from crawler.demo.story import ITEM, SUBHEADING

# A count such as 412: no year, no part of a date, a time, a sum of money, a share or an age.
_FIGURE = re.compile(r"(?<![\w.,/:(–-])([1-9]\d{1,2})(?= [a-z])")
_WORD = re.compile(r"(?<![\w’'])[a-z]{7,}(?![\w’'])")
ADDITIONS = (
    "Hingga berita ini ditayangkan, redaksi masih menunggu keterangan tertulis dari {place}.",
    "Keterangan tambahan diterima redaksi {count} jam kemudian: seluruh pihak akan bertemu lagi di {place}.",
    "Sebagai catatan, pertemuan serupa sudah {count} kali digelar di {place} sejak awal tahun.",
    "Perkembangan terakhir, sedikitnya {count} orang dari {place} menyatakan siap memberi keterangan.",
)
TAILS = (", Ini Penjelasannya", ", Begini Rinciannya", ", Warga Angkat Bicara")


class Copy(NamedTuple):
    """A headline with its paragraphs."""

    headline: str
    paragraphs: tuple[str, ...]


def _swap(paragraphs: tuple[str, ...], index: int, match: re.Match[str], text: str) -> tuple[str, ...]:
    changed = paragraphs[index][: match.start()] + text + paragraphs[index][match.end() :]
    return (*paragraphs[:index], changed, *paragraphs[index + 1 :])


def _matches(pattern: re.Pattern[str], paragraphs: tuple[str, ...]) -> list[tuple[int, re.Match[str]]]:
    return [(i, match) for i, text in enumerate(paragraphs) for match in pattern.finditer(text)]


def before_typo(copy: Copy, rng: random.Random) -> Copy | None:
    """The copy with two letters of one long word swapped."""
    found = _matches(_WORD, copy.paragraphs)
    for index, match in rng.sample(found, len(found)):
        word = match[0]
        at = rng.randrange(1, len(word) - 2)
        wrong = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if wrong != word:
            return Copy(copy.headline, _swap(copy.paragraphs, index, match, wrong))
    return None


def before_figure(copy: Copy, rng: random.Random) -> Copy | None:
    """The copy with one figure off by a few, as 412 for 415; None where it has no figure."""
    found = _matches(_FIGURE, copy.paragraphs)
    if not found:
        return None
    index, match = rng.choice(found)
    wrong = str(int(match[1]) + rng.choice((1, 2, 3, 5)))
    return Copy(copy.headline, _swap(copy.paragraphs, index, match, wrong))


def before_headline(copy: Copy, rng: random.Random) -> Copy:
    """The copy under its first headline."""
    return Copy(copy.headline + rng.choice(TAILS), copy.paragraphs)


def before_addition(copy: Copy, rng: random.Random) -> Copy | None:
    """The copy without its last paragraph; None where it is too short."""
    del rng
    if len(copy.paragraphs) < 4 or is_block(copy.paragraphs[-2]):
        return None
    return Copy(copy.headline, copy.paragraphs[:-1])


BEFORE: dict[str, Callable[[Copy, random.Random], Copy | None]] = {
    "typo": before_typo,
    "figure": before_figure,
    "headline": before_headline,
    "added": before_addition,
}


def addition(place: str, rng: random.Random) -> str:
    """A paragraph that a newsroom adds at the end."""
    return rng.choice(ADDITIONS).format(place=place, count=rng.randint(3, 24))


def is_block(paragraph: str) -> bool:
    """Whether a paragraph is a subheading or a list item."""
    return paragraph.startswith((SUBHEADING, ITEM))


def edited_release(copy: Copy, rng: random.Random) -> Copy:
    """A press release as another paper prints it: now and then verbatim, else with a light hand."""
    headline, paragraphs = copy
    if rng.random() < 0.35:
        return copy
    if rng.random() < 0.5:
        headline = headline.partition(", ")[0] if len(headline.partition(", ")[0]) > 25 else headline
    if rng.random() < 0.5 and len(paragraphs) > 4 and not is_block(paragraphs[-2]):
        paragraphs = paragraphs[:-1]
    return Copy(headline, reworded(paragraphs, rng))


def reworded(paragraphs: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Paragraphs with other verbs of saying, now and then."""
    if rng.random() >= 0.6:
        return paragraphs
    return tuple(
        text.replace("” kata ", "” ujar ").replace("menyebut ", "mengatakan ") for text in paragraphs
    )
