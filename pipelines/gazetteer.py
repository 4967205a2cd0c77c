"""The gazetteer: the regencies and cities of a country, as data (`data/places/COUNTRY.csv`), and the words that may name them."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pipelines.catalogue import CatalogueError, shipped_folder

COLUMNS = ("id", "kind", "name", "region", "seat", "aliases", "ambiguous")
SEPARATOR = ";"
Role = Literal["name", "alias", "seat"]


@dataclass(frozen=True, slots=True)
class Place:
    """A second-level division of a country; `ambiguous`: which of its names are words of other meaning too."""

    id: str
    kind: str  # what it is called in its language: "kabupaten", "kota"
    name: str
    region: str  # ISO 3166-2
    seat: str = ""  # the town that it is governed from, where that is known and called otherwise
    aliases: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """Its name with its kind, by which it is told from others of that name."""
        return f"{self.kind.capitalize()} {self.name}"


class Named(NamedTuple):
    """A place that some words may name, as what, and whether they mean it by themselves."""

    place: Place
    role: Role
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of some countries, found by their words: by the first, then what may follow it, the longest first."""

    places: tuple[Place, ...]
    by_word: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Named, ...]], ...]]
    regions: Mapping[str, int]  # each with its number in the order of the list


def fold(word: str) -> str:
    """Return a word as names are compared."""
    return word.casefold().replace("’", "").replace("'", "")


def read_places(path: Path) -> list[Place]:
    """Read a country's places; raises CatalogueError naming file and line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise CatalogueError(f"{path}: the columns are {', '.join(COLUMNS)}")
        return [_read(path, number, row) for number, row in enumerate(rows, start=2)]


def _read(path: Path, number: int, row: Mapping[str, str | None]) -> Place:
    values = {name: row.get(name) or "" for name in COLUMNS}
    if not all(values[name] for name in COLUMNS[:4]) or None in row:
        raise CatalogueError(
            f"{path}, line {number}: a place has id, kind, name, region and no further columns"
        )
    several = {name: [word for word in values.pop(name).split(SEPARATOR) if word] for name in COLUMNS[5:]}
    place = Place(**values, aliases=tuple(several["aliases"]), ambiguous=frozenset(several["ambiguous"]))
    if unknown := place.ambiguous - {place.name, place.seat, *place.aliases}:
        raise CatalogueError(f"{path}, line {number}: {', '.join(sorted(unknown))} is none of its names")
    return place


def build(places: Iterable[Place]) -> Gazetteer:
    """Return a gazetteer of these places."""
    held = tuple(places)
    named: dict[tuple[str, ...], dict[str, Named]] = defaultdict(dict)
    for place in held:
        names: list[tuple[str, Role]] = [(place.name, "name"), *((alias, "alias") for alias in place.aliases)]
        if place.seat:
            names.append((place.seat, "seat"))
        unclear = {words for name in place.ambiguous for words in _spellings(name)}
        for name, role in names:
            for words in _spellings(name):
                named[words].setdefault(place.id, Named(place, role, words not in unclear))
    by_word: dict[str, list[tuple[tuple[str, ...], tuple[Named, ...]]]] = defaultdict(list)
    for words, found in named.items():
        by_word[words[0]].append((words[1:], tuple(found.values())))
    regions = {region: number for number, region in enumerate(dict.fromkeys(place.region for place in held))}
    longest_first = {
        word: tuple(sorted(rest, key=lambda each: -len(each[0]))) for word, rest in by_word.items()
    }
    return Gazetteer(held, longest_first, regions)


def _spellings(name: str) -> set[tuple[str, ...]]:
    """Return a name's words, and two of them in one: Gunung Sitoli, Gunungsitoli."""
    words = tuple(fold(word) for word in name.replace("-", " ").split())
    return {words, ("".join(words),)} if len(words) == 2 else {words}


@cache
def gazetteer_of(country: str | None) -> Gazetteer:
    """Return the shipped gazetteer of a country (ISO 3166-1), or of all where none is named; of an unknown one, none."""
    paths = sorted(shipped_folder("places", "places").glob("*.csv"))
    return build(place for path in paths if country in {None, path.stem} for place in read_places(path))
