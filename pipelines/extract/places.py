"""Which regencies and cities an article is about: from its dateline, its title and its text, with the words that say so.

A name that is a word of other meaning too (a people, a river, a person) counts only where a marker stands before it
("Bupati Banjar"), in a dateline, or where the place was named clearly elsewhere in the article. A name that several
places have (a city and the regency around it) is told by its marker, then by what else is named, then by the site's region.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pipelines.catalogue import Site
from pipelines.extract.languages import Pack, packs
from pipelines.gazetteer import Gazetteer, Named, fold, gazetteer_of
from pipelines.items import Article, PlaceNamed

Where = Literal["dateline", "title", "lead", "text"]

WEIGHTS: Mapping[Where, float] = {"dateline": 2.5, "title": 3.0, "lead": 1.5, "text": 0.5}
MARKED = 0.5  # a marker's own weight
MOST = {
    "dateline": 2.5,
    "title": 3.5,
    "lead": 3.0,
    "text": 3.0,
}  # what all mentions at one place of an article count for
SEAT = 0.8  # a town counts so much of its regency
LEAD = 350  # characters at the beginning of a text
HEAD = 90  # characters in which a dateline ends
SCANNED = 20_000  # characters of a text that are looked at
ENOUGH = 2.0  # the score from which an article is about a place
FURTHER = 2.5  # the score from which it is about a further one
SHARE = 0.4  # of the best one's score
TOLD = 4  # pieces of evidence
BEFORE = 28  # characters in which the words before a name stand

_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’]*|\d+(?= Kota\b)")
_LAST_WORD = re.compile(r"([\w'’-]+)[.:]?[\s(“\"]*$")
_COUNTRY = re.compile(r"([A-Z]{2})(?:-|$)")  # of a region's code
_GAP = re.compile(r"[ \u00a0-]{1,2}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in an article: what it may mean, which kind of place its marker says, and how surely it is a place's."""

    where: Where
    words: str  # with the marker
    named: tuple[Named, ...]
    kind: str | None
    is_marked: bool


@dataclass(frozen=True, slots=True)
class _Markers:
    """A language's words around names of places."""

    kinds: Mapping[str, str]  # "bupati" -> "kabupaten"
    general: frozenset[str]
    against: frozenset[str]


@cache
def _markers(language: str) -> _Markers | None:
    pack: Pack | None = packs().get(language)
    if pack is None or not pack.place_kinds:
        return None
    kinds = {word: kind for kind, words in pack.place_kinds.items() for word in words}
    return _Markers(kinds, frozenset(pack.place_markers), frozenset(pack.not_places_after))


def find_places(
    title: str, text: str, dateline: str | None, language: str | None, region: str | None
) -> tuple[PlaceNamed, ...]:
    """Return the places that an article is about, the one that it is most about first. Pure.

    `region`: the site's own (ISO 3166-2); it says which country's places are meant, and which of two of one name.
    """
    markers = _markers(language or "")
    if markers is None:
        return ()
    country = _COUNTRY.match(region or "")
    gazetteer = gazetteer_of(country[1] if country else None)
    begin = _after_dateline(text, dateline)
    parts: tuple[tuple[Where, str], ...] = (
        ("dateline", dateline or ""),
        ("title", title),
        ("lead", text[begin : begin + LEAD]),
        ("text", text[begin + LEAD : SCANNED]),
    )
    mentions = [mention for where, part in parts for mention in _mentions(where, part, gazetteer, markers)]
    return _weigh(_resolve(mentions, region, gazetteer))


def with_places(article: Article, site: Site) -> Article:
    """Return an article of a site with the places that it is about."""
    language, region = article.language, site.region
    found = find_places(article.title, article.text, article.dateline_place, language, region)
    return replace(article, places=found) if found else article


def _after_dateline(text: str, dateline: str | None) -> int:
    found = text[:HEAD].casefold().find(dateline.casefold()) if dateline else -1
    return found + len(dateline or "") if found >= 0 else 0


def _mentions(where: Where, text: str, gazetteer: Gazetteer, markers: _Markers) -> Iterator[Mention]:
    """Yield the names in a part of an article, the longest at each place."""
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        start, end, word = words[at]
        size = 1
        for rest, named in gazetteer.by_word.get(word, ()):
            if rest and not _follow(text, words, at, rest):
                continue
            size = 1 + len(rest)
            end = words[at + len(rest)][1]
            if mention := _judge(where, text, start, end, named, markers):
                yield mention
            break
        at += size


def _follow(text: str, words: list[tuple[int, int, str]], at: int, rest: tuple[str, ...]) -> bool:
    """Tell whether these words stand one after the other behind a word."""
    following = words[at + 1 : at + 1 + len(rest)]
    if tuple(word for _, _, word in following) != rest:
        return False
    ends = [words[at][1], *(end for _, end, _ in following)]
    return all(
        _GAP.fullmatch(text, before, start) for before, (start, _, _) in zip(ends, following, strict=False)
    )


def _judge(
    where: Where, text: str, start: int, end: int, named: tuple[Named, ...], markers: _Markers
) -> Mention | None:
    """Return what a name tells by what stands around it; None where it is part of another one."""
    before = text[max(0, start - BEFORE) : start]
    found = _LAST_WORD.search(before)
    marker = fold(found[1]) if found else ""
    if marker in markers.against:
        return None
    kind = markers.kinds.get(marker)
    if kind is None and text[end : end + 5].casefold() == " kota" and not text[end + 5 : end + 6].isalnum():
        kind = markers.kinds.get("kota")
    is_marked = kind is not None or marker in markers.general
    told = f"{found[1]} {text[start:end]}" if found and is_marked else text[start:end]
    return Mention(where, " ".join(told.split()), named, kind, is_marked)


def _resolve(
    mentions: list[Mention], region: str | None, gazetteer: Gazetteer
) -> list[tuple[Mention, Named]]:
    """Return each mention with the place that it means; what may mean several, or no place, as the rest of the article says."""
    clear: dict[str, Named] = {}
    for mention in mentions:
        fitting = _fitting(mention, region)
        if len(fitting) == 1 and _is_meant(mention, fitting[0], region):
            clear.setdefault(fitting[0].place.id, fitting[0])
    resolved = []
    for mention in mentions:
        fitting = _fitting(mention, region)
        known = [named for named in fitting if named.place.id in clear]
        if len(known) == 1:
            resolved.append((mention, known[0]))
        elif not known:
            likeliest = _likeliest(fitting, region, gazetteer)
            if likeliest is not None and _is_meant(mention, likeliest, region):
                resolved.append((mention, likeliest))
    return resolved


def _is_meant(mention: Mention, named: Named, region: str | None) -> bool:
    """Tell whether a mention means a place; a town that is a word of other meaning is meant near the site alone."""
    if named.is_clear:
        return True
    is_near = named.role == "name" or named.place.region == region
    return is_near and (mention.is_marked or mention.where == "dateline")


def _fitting(mention: Mention, region: str | None) -> tuple[Named, ...]:
    """Return which places a mention may mean: of its marker's kind, then of the site's region, then by their own name."""
    found = mention.named
    if mention.kind and (
        of_kind := [each for each in found if each.role == "seat" or each.place.kind == mention.kind]
    ):
        found = tuple(of_kind)
    if len(found) > 1 and (near := [each for each in found if each.place.region == region]):
        found = tuple(near)
    if len(found) > 1 and (own := [each for each in found if each.role != "seat"]):
        found = tuple(own)
    return found


def _likeliest(named: tuple[Named, ...], region: str | None, gazetteer: Gazetteer) -> Named | None:
    """Return the nearest place of a name, and the city rather than the regency around it: whoever means the other says so.

    A gazetteer lists neighbours together. Of towns in several regions none is meant where the site's own is not known.
    """
    if len({each.place.region for each in named}) > 1:
        order = gazetteer.regions
        if region is None or region not in order:
            return None
        distances = [abs(order[each.place.region] - order[region]) for each in named]
        named = tuple(each for each, far in zip(named, distances, strict=True) if far == min(distances))
    return min(named, key=lambda each: (each.place.kind != "kota", each.place.id))


def _weigh(resolved: Iterable[tuple[Mention, Named]]) -> tuple[PlaceNamed, ...]:
    """Return the places that are named weightily enough, the weightiest first."""
    by_place: dict[str, list[tuple[Mention, Named]]] = defaultdict(list)
    for mention, named in resolved:
        by_place[named.place.id].append((mention, named))
    found = []
    for mentions in by_place.values():
        sums: dict[Where, float] = defaultdict(float)
        for mention, named in mentions:
            weight = WEIGHTS[mention.where] + MARKED * (mention.is_marked and mention.where != "dateline")
            sums[mention.where] += weight * (SEAT if named.role == "seat" else 1)
        score = sum(min(total, MOST[where]) for where, total in sums.items())
        place = mentions[0][1].place
        evidence = dict.fromkeys(f"{mention.where}: {mention.words}" for mention, _ in mentions)
        found.append(PlaceNamed(place.id, place.label, place.region, round(score, 1), tuple(evidence)[:TOLD]))
    best = max((each.score for each in found), default=0.0)
    kept = [
        each for each in found if each.score >= (ENOUGH if each.score == best else max(FURTHER, SHARE * best))
    ]
    return tuple(sorted(kept, key=lambda each: -each.score))
