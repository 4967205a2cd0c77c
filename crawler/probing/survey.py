"""What a probe begins with, and what it found out about a site."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pipelines.catalogue import Site
from pipelines.items import Article, Capture, ChannelKind


class ProbeError(Exception):
    """A site that cannot be added; the message says why."""


class Found(NamedTuple):
    """A fact, and where it stood."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A homepage to be probed, with what its operator or the catalogue's data say of it beforehand."""

    id: str
    homepage: str
    delay: float
    region: Found | None = None
    timezone: str | None = None  # that of the region
    kind: str = "outlet"
    network: Found | None = None
    name: Found | None = None  # used where the site names itself nowhere
    kept: tuple[str, ...] = ()  # addresses of articles that are to be read again
    site: Site | None = None  # by whose file these are read
    is_trusted: bool = False  # its host is an address that the operator wrote: it may be a private one

    def as_site(self, **known: Any) -> Site:
        """Return the site as far as it is known."""
        table = {"id": self.id, "name": self.id, "homepage": self.homepage}
        return Site.model_validate(table | {"politeness": {"delay": self.delay}} | known)


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel, and what one request showed of its depth."""

    kind: ChannelKind
    url: str
    found_in: str
    entries: int | None = None  # None: it was not asked
    total: int | None = None  # articles, where it says so
    children: int = 0  # sitemaps that an index names
    oldest: datetime | None = None
    newest: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SamplePage:
    """An article of the sample: its page, a split one's further pages, and what today's rules read."""

    captures: tuple[Capture, ...]
    article: Article
    is_linked_whole: bool = False  # the second capture shows a split article on one page
    missing: str | None = None  # the first of its further pages that could not be had


@dataclass(frozen=True, slots=True)
class DateIndex:
    """An index by date that was asked and listed articles."""

    template: str
    found_in: str
    month_back: int  # articles on its first page of 30 days ago


@dataclass(frozen=True, slots=True)
class Survey:
    """All that a probe found."""

    prospect: Prospect
    homepage: str  # where it leads
    name: Found
    language: Found | None = None
    timezone: Found | None = None
    zone_witnesses: tuple[Found, ...] = ()
    cms: Found | None = None
    network: Found | None = None
    channels: tuple[ChannelFacts, ...] = ()
    date_index: DateIndex | None = None
    single_page: Found | None = None
    sample: tuple[SamplePage, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()  # pages of the sample that are no articles, with the reason
    probed_at: datetime | None = None
    requests: int = 0
    kept: tuple[tuple[str, "SamplePage | ProbeError"], ...] = ()  # how the articles kept earlier read now
