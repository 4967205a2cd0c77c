"""Correction notices: articles that correct, answer or withdraw another one, and notes in an article that was corrected."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.extract.encoding import one_line
from pipelines.extract.languages import Correction, packs
from pipelines.extract.paragraphs import Line
from pipelines.items import Notice
from pipelines.urls import join_url, same_site

OPENING = 4  # paragraphs that say what a notice is about
LONGEST_NOTE = 1_500  # characters of a note
EDGE = 3  # first and last paragraphs that may be a note
MAX_NAMED = 10  # links, and quoted headlines
SHORTEST_TITLE = 3  # words
# What may stand between the word and the rest of a headline: "Ralat: ...", "RALAT | ...", "Ralat – ...", "[Ralat] ...", "【訂正】...".
_AFTER = r"\s*(?:$|[:：|\])）】」〉》–—]|\s[-/]\s)"
_BEFORE = r"^[\W_]*"
_LAST = r"[\[(（【]\s*({words})\s*[\])）】]\W*$"
_QUOTED = re.compile(r"[\"“„«‘「『《]([^\"“”„«»‘「」『』《》\n]{8,250})[\"”“»’」』》]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """One kind of notice as one language words it."""

    kind: str
    headline: re.Pattern[str] | None
    ending: re.Pattern[str] | None
    doubtful: re.Pattern[str] | None
    note: re.Pattern[str] | None


def find_notice(
    title: str, text: str, language: str | None, links: Iterable[tuple[str, str]] = (), page: str = ""
) -> Notice | None:
    """Return what notice an article is, or what note of a correction it holds; None for any other article.

    `links` are the links of its paragraphs, (base, target); `page` is its own address.
    """
    headline, paragraphs = one_line(title), text.split("\n")
    chosen = _languages(language)
    for patterns in _patterns(chosen):
        found = _by_headline(patterns, headline, paragraphs, _about(chosen))
        if found:
            rest = headline.replace(found[0], "", 1)
            return Notice(
                patterns.kind,  # type: ignore[arg-type] # the packs are checked
                one_line(found[1]),
                urls=_addresses(links, page),
                titles=_titles(rest, paragraphs),
            )
    return _by_note(chosen, paragraphs)


def line_links(lines: Iterable[Line], base: str) -> list[tuple[str, str]]:
    """Return the links of paragraphs, with what they are relative to."""
    return [(base, target) for line in lines for _, _, target in line.links]


def _by_headline(
    patterns: _Patterns, headline: str, paragraphs: Sequence[str], about: re.Pattern[str] | None
) -> tuple[str, str] | None:
    """Return what a headline says of a notice: the whole of it, and its words."""
    for pattern in (patterns.headline, patterns.ending):
        found = pattern.search(headline) if pattern else None
        if found:
            return found[0], found[1]
    found = patterns.doubtful.search(headline) if patterns.doubtful else None
    if found and about and any(about.search(paragraph) for paragraph in paragraphs[:OPENING]):
        return found[0], found[1]
    return None


def _by_note(chosen: tuple[str, ...], paragraphs: Sequence[str]) -> Notice | None:
    edges = dict.fromkeys((*paragraphs[:EDGE], *paragraphs[-EDGE:]))
    for patterns in _patterns(chosen):
        for paragraph in edges if patterns.note else ():
            found = (
                patterns.note.match(paragraph) if patterns.note and len(paragraph) <= LONGEST_NOTE else None
            )
            if found:
                return Notice(patterns.kind, one_line(found[0]), of_itself=True)  # type: ignore[arg-type] # see above
    return None


def _addresses(links: Iterable[tuple[str, str]], page: str) -> tuple[str, ...]:
    """Return the addresses of the same site that are linked, in order, but the page's own."""
    joined = (join_url(base, target) for base, target in links if not target.startswith("#"))
    own = [url for url in joined if url and url != page and same_site(url, page)]
    return tuple(dict.fromkeys(own))[:MAX_NAMED]


def _titles(rest: str, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return what may be the headline of the article that is meant: the rest of the notice's own, and what it quotes."""
    quoted = (found for paragraph in paragraphs[: 2 * OPENING] for found in _QUOTED.findall(paragraph))
    found = [text.strip(" ,.:;-–—|") for text in (rest, *quoted)]
    return tuple(dict.fromkeys(text for text in found if _is_title(text)))[:MAX_NAMED]


def _is_title(text: str) -> bool:
    unspaced = not text.isascii() and " " not in text
    return len(text.split()) >= SHORTEST_TITLE or (unspaced and len(_LETTER.findall(text)) >= 6)


def _languages(language: str | None) -> tuple[str, ...]:
    """Return the packs that may word a notice: the article's, what themes print everywhere; all where none is known."""
    if language is None:
        return tuple(packs())
    near = ("id",) if language == "ms" else ()
    return tuple(name for name in dict.fromkeys((language, *near, "en")) if name in packs())


@cache
def _patterns(languages: tuple[str, ...]) -> tuple[_Patterns, ...]:
    return tuple(_compile(each) for name in languages for each in packs()[name].correction)


@cache
def _about(languages: tuple[str, ...]) -> re.Pattern[str] | None:
    told = [packs()[name].correction_about for name in languages]
    joined = "|".join(f"(?:{pattern})" for pattern in told if pattern)
    return re.compile(joined, re.IGNORECASE) if joined else None


def _compile(each: Correction) -> _Patterns:
    words = "|".join(map(re.escape, sorted(each.words, key=len, reverse=True)))
    openings = "|".join(rf"{re.escape(opening)}(?!\w)" for opening in each.openings)
    headline = "|".join(filter(None, (f"(?:{words}){_AFTER}" if words else "", openings)))
    doubtful = "|".join(map(re.escape, sorted(each.doubtful, key=len, reverse=True)))
    return _Patterns(
        each.kind,
        _ignoring_case(f"{_BEFORE}({headline})") if headline else None,
        _ignoring_case(_LAST.format(words=words)) if words else None,
        _ignoring_case(rf"{_BEFORE}((?:{doubtful})(?!\w))") if doubtful else None,
        _ignoring_case("|".join(f"(?:{note})" for note in each.notes)) if each.notes else None,
    )


def _ignoring_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
