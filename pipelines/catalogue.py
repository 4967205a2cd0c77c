"""The catalogue: site files (TOML) become frozen Site objects, strictly checked."""

import codecs
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from parsel.csstranslator import css2xpath
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from pipelines.exits import CatalogueError as CatalogueError  # noqa: PLC0414 - others have it from here
from pipelines.items import ChannelKind

OPERATORS_LANGUAGES = (
    "KLIPING_LANGUAGES"  # in the environment: a folder of language packs, laid over the shipped ones
)
SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


Model = TypeVar("Model", bound=BaseModel)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _check_http(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    return url


class ChannelSpec(_Table):
    """A channel named in the site file; `url` may hold {page} and, for an index by date, {date:FORMAT}."""

    kind: Annotated[ChannelKind, Field(strict=False)]
    url: Text

    _http = field_validator("url")(_check_http)


class Discovery(_Table):
    """Where new articles are looked for."""

    channels: tuple[ChannelSpec, ...] = Field(default=(), strict=False)
    max_pages: Annotated[int, Field(ge=1, le=10_000)] = 20  # list pages a channel and walk
    days: Annotated[int, Field(ge=1, le=3_660)] = 7  # how far back an index by date is walked at first
    allow: Text | None = None  # a lead's URL must match this regular expression
    deny: Text | None = None  # and must not match this one
    # How often a channel is polled by `crawl --due`, at most and at least: between them its news decides.
    min_poll_minutes: Annotated[int, Field(ge=1, le=10_080)] = 10
    max_poll_minutes: Annotated[int, Field(ge=1, le=10_080)] = 1_440

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        if self.min_poll_minutes > self.max_poll_minutes:
            raise ValueError("min_poll_minutes is more than max_poll_minutes")
        return self

    @field_validator("allow", "deny")
    @classmethod
    def _check_regex(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"is no regular expression: {error}") from error
        return pattern


class Politeness(_Table):
    """How gently the site is asked; one request at a time always."""

    delay: Annotated[float, Field(ge=0, le=3_600)] = 2.0  # seconds between two requests
    # Off only with a right to the texts that the reservation leaves alone: a licence, legal deposit, scientific research.
    respect_noarchive: bool = True  # robots meta and X-Robots-Tag
    respect_tdm_reservation: bool = True  # TDMRep: header, meta, /.well-known/tdmrep.json


class Revisits(_Table):
    """How often archived articles are looked at again, for corrections and deletions."""

    enabled: bool = True
    budget: Annotated[int, Field(ge=0, le=100_000)] = 50  # looks a run; new articles come first


class Extraction(_Table):
    """What extraction cannot find out by itself on this site."""

    encoding: Text | None = None  # used where the bytes and their declarations leave a doubt
    body: Text | None = None  # CSS selector of the element that holds the article
    remove: tuple[Text, ...] = Field(default=(), strict=False)  # CSS selectors of what is never article text
    single_page: Text | None = None  # suffix that asks for the whole of a split article, such as "?page=all"

    @field_validator("body", "remove")
    @classmethod
    def _check_selectors(cls, value: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
        for selector in (value,) if isinstance(value, str) else value or ():
            try:
                css2xpath(selector)
            except SelectorError as error:
                raise ValueError(f"{selector!r} is no CSS selector: {error}") from error
        return value

    @field_validator("encoding")
    @classmethod
    def _check_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                codecs.lookup(value)
            except LookupError as error:
                raise ValueError(f"{value!r} is no encoding that Python knows") from error
        return value


class Expect(_Table):
    """How many articles a day are normal."""

    min_per_day: Annotated[float, Field(ge=0)] = 0
    max_per_day: Annotated[float, Field(gt=0)] | None = None


class Network(_Table):
    """Outlets that share one publishing system: how it is known, and the rules that are laid under their site files."""

    name: Text
    domains: tuple[Text, ...] = Field((), strict=False)  # on which every host is one of its outlets
    markers: tuple[Text, ...] = Field((), strict=False)  # any of these, in a page's bytes, says it
    # Where its outlets list articles by date, seen from the homepage: `sites add` names one that lists some.
    indexes: tuple[Text, ...] = Field((), strict=False)
    note: Text | None = None  # for whoever reads the site file
    rules: dict[str, Any] = Field(default_factory=dict)  # keys of a site file


class Site(_Table):
    """An outlet, as its site file describes it."""

    id: Text
    name: Text
    homepage: Text
    network: Text | None = None  # whose rules lie under this file
    region: Text | None = None
    language: Text | None = None  # BCP 47, as "id"
    timezone: Text | None = None  # IANA, as "Asia/Makassar"
    kind: Literal["outlet", "government", "agency"] = "outlet"
    discovery: Discovery = Discovery()
    politeness: Politeness = Politeness()
    revisits: Revisits = Revisits()
    extraction: Extraction = Extraction()
    expect: Expect = Expect()

    _http = field_validator("homepage")(_check_http)

    @field_validator("id")
    @classmethod
    def _check_id(cls, value: str) -> str:
        if not SITE_ID.fullmatch(value):
            raise ValueError("must be 1 to 63 of a-z, 0-9 and -, and not begin with -")
        return value

    @field_validator("timezone")
    @classmethod
    def _check_timezone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError("is no IANA time zone, such as Asia/Makassar") from error
        return value

    @property
    def netloc(self) -> str:
        """Host and port of the homepage, lower case, without a leading www."""
        return netloc_of(self.homepage)


def netloc_of(url: str) -> str:
    """Return a URL's host and port in lower case, without a leading `www.`."""
    return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")


def shipped_sites() -> Path:
    """Return the folder of the catalogue: the checkout's data/sites, or the wheel's copy of it."""
    return shipped_folder("sites", "sites")


def shipped_folder(name: str, in_wheel: str) -> Path:
    """Return a folder of shipped data: of the checkout's data/, or the wheel's copy of it."""
    here = Path(__file__).resolve().parent
    checkout = here.parent / "data" / name
    return checkout if checkout.is_dir() else here / in_wheel


def networks_beside(sites: Path) -> Path:
    """Return the folder of the networks that go with a folder of site files."""
    return sites.parent / "networks"


def read_table(path: Path) -> dict[str, Any]:
    """Read a TOML file that a person writes. Raises CatalogueError naming it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def check_table(path: Path, model: type[Model], table: dict[str, Any]) -> Model:
    """Make a model of a file's table. Raises CatalogueError naming file and key."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(file)"
        wrong = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise CatalogueError(f"{path}: {key}: {wrong}") from error


def _overlay(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another, key by key; a table inside is overlaid, anything else replaced."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _overlay(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def read_networks(folders: Iterable[Path]) -> dict[str, Network]:
    """Read every *.toml of the folders by network id, a later file laid over the earlier one of its name.

    Raises CatalogueError naming file and key; the rules are checked as a site file is.
    """
    tables: dict[str, dict[str, Any]] = {}
    networks: dict[str, Network] = {}
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))):
        tables[path.stem] = _overlay(tables.get(path.stem, {}), read_table(path))
        network = check_table(path, Network, tables[path.stem])
        for key in {"id", "name", "homepage", "network"} & network.rules.keys():
            raise CatalogueError(f"{path}: rules.{key}: is a site's own")
        check_table(path, Site, {"id": "x", "name": "x", "homepage": "https://x/"} | network.rules)
        networks[path.stem] = network
    return networks


def _check_site(path: Path, table: dict[str, Any], networks: Mapping[str, Network]) -> Site:
    named = table.get("network")
    if isinstance(named, str):
        if named not in networks:
            raise CatalogueError(f"{path}: network: there is no networks/{named}.toml")
        table = _overlay(networks[named].rules, table)
    site = check_table(path, Site, table)
    if site.id != path.stem:
        raise CatalogueError(f"{path}: id: is {site.id!r}, but the file is named {path.stem!r}")
    return site


def read_site(path: Path) -> Site:
    """Read one site file.

    Raises CatalogueError naming the file and, where there is one, the key.
    """
    networks = read_networks(map(networks_beside, (shipped_sites(), path.parent)))
    return _check_site(path, read_table(path), networks)


def check_catalogue(folders: Iterable[Path]) -> tuple[dict[str, Site], list[CatalogueError]]:
    """Read every *.toml of the folders by site id: the sites, and what is wrong with the files that make none.

    A later folder's file is laid over an earlier one's, key by key, and both over the rules of the network that they
    name. Two sites with one homepage host would archive each
    other's articles, so that is an error too.
    """
    folders = list(folders)
    tables: dict[str, dict[str, Any]] = {}
    sites: dict[str, Site] = {}
    problems: list[CatalogueError] = []
    networks: dict[str, Network] = {}
    try:
        networks = read_networks(map(networks_beside, (shipped_sites(), *folders)))
    except CatalogueError as problem:
        problems.append(problem)
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))):
        try:
            tables[path.stem] = _overlay(tables.get(path.stem, {}), read_table(path))
            sites[path.stem] = _check_site(path, tables[path.stem], networks)
        except CatalogueError as problem:
            sites.pop(path.stem, None)
            problems.append(problem)
    hosts: dict[str, str] = {}
    for site in sites.values():
        other = hosts.setdefault(site.netloc, site.id)
        if other != site.id:
            problems.append(CatalogueError(f"{site.id}.toml: homepage: the host of {other}.toml too"))
    return dict(sorted(sites.items())), problems


def load_catalogue(folders: Iterable[Path]) -> dict[str, Site]:
    """Read the catalogue as `check_catalogue` does.

    Raises CatalogueError, the first of them, when any file is wrong: half a catalogue would miss sites silently.
    """
    sites, problems = check_catalogue(folders)
    if problems:
        raise problems[0]
    return sites


def site_for_host(netloc: str) -> Site:
    """Make the site of a host that no site file names (imports): only what the address tells."""
    host = netloc.lower().removeprefix("www.")
    site_id = re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:63].strip("-") or "unknown"
    return Site(id=site_id, name=host, homepage=f"https://{host}/")
