"""How a channel is walked backwards: page by page, and day by day where its address holds a date."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from crawler.discovery.wordpress import first_url
from pipelines.catalogue import Site
from pipelines.items import ChannelKind, Listing

PLACEHOLDER = re.compile(r"\{(page|date:([^{}]{1,40}))\}")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a walk stands: the address to ask, and for an index by date its day and the page of that day."""

    url: str
    day: date | None = None
    day_page: int = 1


@dataclass(frozen=True, slots=True)
class IndexWalk:
    """A walk over a template such as `/indeks?date={date:%Y-%m-%d}&page={page}`, newest day first."""

    template: str
    first_day: date  # the oldest day that is asked
    day: date
    page: int = 1

    @property
    def url(self) -> str:
        """The address of this step."""
        return fill_template(self.template, page=self.page, day=self.day)

    def after(self, found: int) -> "IndexWalk | None":
        """Return the next step after a page that gave `found` leads; None at the end.

        The next page while pages give leads, then the day before, until the first day.
        """
        fields = _fields(self.template)
        if found and "page" in fields:
            return replace(self, page=self.page + 1)
        if "date" in fields and self.day > self.first_day:
            return replace(self, day=self.day - timedelta(days=1), page=1)
        return None


class Channel(Protocol):
    """What a walk needs to know of a channel."""

    @property
    def url(self) -> str:
        """Its address or template."""

    @property
    def kind(self) -> ChannelKind:
        """What it is."""


class ListVisit(Protocol):
    """What a walk needs to know of a visit to one page of a channel's list."""

    @property
    def site(self) -> Site:
        """The channel's site."""

    @property
    def channel(self) -> Channel | None:
        """The channel; None has no next position."""

    @property
    def day(self) -> date | None:
        """The day asked for, of an index by date."""

    @property
    def day_page(self) -> int:
        """The page asked for, of that day or of the list."""


def is_template(url: str) -> bool:
    """Tell whether a channel's address holds {page} or {date:FORMAT}."""
    return bool(_fields(url))


def fill_template(url: str, page: int = 1, day: date | None = None) -> str:
    """Fill in {page} and {date:FORMAT} (strftime); a date without a day given stays as it is."""

    def value(match: re.Match[str]) -> str:
        if match[1] == "page":
            return str(page)
        return day.strftime(match[2]) if day else match[0]

    return PLACEHOLDER.sub(value, url)


def first_visit_url(url: str, kind: ChannelKind, site: Site, now: datetime) -> tuple[str, date | None]:
    """Return the address where a poll of a channel begins, and its day where the address holds one."""
    if kind is ChannelKind.WORDPRESS:
        return first_url(url), None
    fields = _fields(url)
    today = local_day(site, now)
    return fill_template(url, day=today), today if "date" in fields else None


def next_position(visit: ListVisit, listing: Listing, now: datetime) -> Position | None:
    """Return where a channel's walk goes on after a page; None at its end.

    A template is stepped by IndexWalk, over the last `discovery.days` days; all else goes where the listing says.
    """
    channel = visit.channel
    if channel is None:
        return None
    if not is_template(channel.url):
        return Position(listing.next_url, visit.day, visit.day_page + 1) if listing.next_url else None
    return _step(visit, channel.url, now, len(listing.leads))


def day_before(visit: ListVisit, now: datetime) -> Position | None:
    """Return where the day before the visit's begins; None for what is no index by date, and at the first day."""
    if visit.channel is None or visit.day is None:
        return None
    return _step(visit, visit.channel.url, now, found=0)


def _step(visit: ListVisit, template: str, now: datetime, found: int) -> Position | None:
    today = local_day(visit.site, now)
    first_day = today - timedelta(days=visit.site.discovery.days - 1)
    step = IndexWalk(template, first_day, visit.day or today, visit.day_page).after(found)
    if step is None:
        return None
    return Position(step.url, step.day if visit.day else None, step.page)


def local_day(site: Site, now: datetime) -> date:
    """Return the day it is at the site; in UTC where its zone is not known."""
    return now.astimezone(ZoneInfo(site.timezone) if site.timezone else UTC).date()


def _fields(template: str) -> set[str]:
    return {match[1].partition(":")[0] for match in PLACEHOLDER.finditer(template)}
