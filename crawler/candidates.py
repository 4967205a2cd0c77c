"""Candidates: outlets of which a page was seen once, by province. Nobody vouches for them; `sites add` asks them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipelines.catalogue import CatalogueError, check_table, netloc_of, read_table, shipped_folder

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Candidate(_Table):
    """An outlet that somebody may want to add; `cms` is a guess from its addresses."""

    name: Text
    homepage: Text
    kind: Literal["outlet", "government", "agency"] = "outlet"
    place: Text | None = None
    cms: Text | None = None
    network: Text | None = None
    evidence: Text  # the form of the address of the page that was seen
    seen: Text | None = None  # the date in that address


class Province(_Table):
    """A part of a country, how it is called, and the candidates that it has."""

    region: Text  # ISO 3166-2
    name: Text
    aliases: tuple[Text, ...] = Field((), strict=False)
    language: Text | None = None
    timezone: Text | None = None
    candidate: tuple[Candidate, ...] = Field((), strict=False)

    def is_called(self, wanted: str) -> bool:
        """Tell whether that is its code, its name or a usual abbreviation; case, blanks and marks aside."""
        return _letters(wanted) in {_letters(name) for name in (self.region, self.name, *self.aliases)}


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


_own: list[Path] = []  # the operator's folder, where a command was told of one


@contextmanager
def laid_over(folder: Path) -> Iterator[None]:
    """Lay the operator's own provinces, DIR/catalogue, over the shipped ones."""
    _own[:] = [folder]
    provinces.cache_clear()
    try:
        yield
    finally:
        _own.clear()
        provinces.cache_clear()


@cache
def provinces() -> dict[str, Province]:
    """Return the provinces by code, in the order of their names; raises CatalogueError for a file that is wrong."""
    found = read_provinces(shipped_folder("catalogue", "candidates"))
    for folder in _own:
        for code, own in read_provinces(folder).items():
            found[code] = _joined(own, found.get(code))
    return dict(sorted(found.items(), key=lambda item: item[1].name))


def _joined(own: Province, shipped: Province | None) -> Province:
    """Return a province as the operator's file says, its candidates before the shipped ones of other hosts."""
    if shipped is None:
        return own
    hosts = {netloc_of(each.homepage) for each in own.candidate}
    more = tuple(each for each in shipped.candidate if netloc_of(each.homepage) not in hosts)
    named = own.model_dump(exclude_unset=True, exclude={"candidate"})
    return shipped.model_copy(update={**named, "candidate": (*own.candidate, *more)})


def read_provinces(folder: Path) -> dict[str, Province]:
    """Read a folder of provinces; raises CatalogueError naming file and key, also for a host that is there twice."""
    found: dict[str, Province] = {}
    hosts: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        province = check_table(path, Province, read_table(path))
        if province.region != path.stem:
            raise CatalogueError(
                f"{path}: region: is {province.region!r}, but the file is named {path.stem!r}"
            )
        for candidate in province.candidate:
            netloc = netloc_of(candidate.homepage)
            if netloc in hosts:
                raise CatalogueError(f"{path}: candidate: {netloc} is in {hosts[netloc]}.toml too")
            hosts[netloc] = province.region
        found[province.region] = province
    return dict(sorted(found.items(), key=lambda item: item[1].name))


def choose_provinces(wanted: str | None) -> list[Province]:
    """Return the provinces of a code, a name or an abbreviation, or those of a country's code; all without one."""
    if wanted is None:
        return list(provinces().values())
    within = [province for code, province in provinces().items() if code.startswith(f"{wanted.upper()}-")]
    return [province for province in provinces().values() if province.is_called(wanted)] or within


def region_code(wanted: str) -> str:
    """Return the ISO 3166-2 code of a region that is given by code, name or abbreviation; what is not known as it is."""
    chosen = choose_provinces(wanted)
    return chosen[0].region if len(chosen) == 1 else wanted


def find_candidate(homepage: str) -> tuple[Province, Candidate] | None:
    """Return the candidate that has a homepage's host, and its province."""
    netloc = netloc_of(homepage)
    for province in provinces().values():
        for candidate in province.candidate:
            if netloc_of(candidate.homepage) == netloc:
                return province, candidate
    return None
