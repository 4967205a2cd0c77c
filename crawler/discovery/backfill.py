"""How a site's lists are walked back to the articles of given days: pure steps from one page to the next.

WordPress is asked month by month, newest first, and inside a month by time, not by page number: what is published or
deleted meanwhile moves pages, but no times. Times are those of the site's own wall, as WordPress orders its posts by them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from w3lib.url import add_or_replace_parameters

from crawler.discovery.walks import ListVisit, Position, next_position
from crawler.discovery.wordpress import PER_PAGE, posts_endpoint
from pipelines.catalogue import Site
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing

SECOND = timedelta(seconds=1)
MAX_PAGES_A_MOMENT = 100  # posts of one second, a hundred a page: an import of an older archive
FIELDS = (
    "id,link,date,date_gmt,modified,modified_gmt,title,content,excerpt,yoast_head_json.author,"
    "yoast_head_json.robots,_links,_embedded"
)
URL_DAY = re.compile(r"/(20\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|$)")
TOTAL = re.compile(r"\d{1,9}")


class BackfillError(Exception):
    """A list that cannot be walked to the days that are wanted."""


@dataclass(frozen=True, slots=True)
class Days:
    """The local days of publication that are wanted, both included; no `until`: up to today."""

    since: date
    until: date | None = None

    def end(self, today: date) -> datetime:
        """Return the moment after them on the site's wall."""
        return datetime.combine((self.until or today) + timedelta(days=1), time())

    def may_hold(self, lead: Lead, zone: ZoneInfo | None) -> bool:
        """Tell whether a lead may be of these days: by its time, else by the day in its address, else as it was not
        modified before them.
        """
        if lead.published_at:
            return self._holds(lead.published_at.astimezone(zone or UTC).date())
        named = url_day(lead.url)
        if named:
            return self._holds(named)
        return lead.modified_at is None or lead.modified_at.astimezone(zone or UTC).date() >= self.since

    def _holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def url_day(url: str) -> date | None:
    """Return the day that an address names, as in /2026/03/01/."""
    found = URL_DAY.search(urlsplit(url).path)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def count_url(api: str, days: Days, today: date) -> str:
    """Return the address that tells how many posts the days have (X-WP-Total)."""
    after = datetime.combine(days.since, time()) - SECOND
    query = {"per_page": "1", "page": "1", "_fields": "id", **_bounds(after, days.end(today))}
    return _with(posts_endpoint(api), query)


def posts_url(api: str, since: date, before: datetime, page: int = 1) -> str:
    """Return the address of the newest posts before a moment, of its month and not before `since`."""
    after = max(month_start(before), datetime.combine(since, time())) - SECOND
    query = {"per_page": str(PER_PAGE), "page": str(page), "_fields": FIELDS}
    query |= {"_embed": "author,wp:featuredmedia,wp:term", **_bounds(after, before)}
    return _with(posts_endpoint(api), query)


def month_start(before: datetime) -> datetime:
    """Return the beginning of the month that ends with a moment, or that it is in."""
    return (before - SECOND).replace(day=1, hour=0, minute=0, second=0)


def _bounds(after: datetime, before: datetime) -> dict[str, str]:
    return {"after": after.isoformat(timespec="seconds"), "before": before.isoformat(timespec="seconds")}


def _with(url: str, query: dict[str, str]) -> str:
    asked = add_or_replace_parameters(url, query)
    for code, plain in (("%2C", ","), ("%2F", "/"), ("%3A", ":")):
        asked = asked.replace(code, plain)
    return asked


@dataclass(frozen=True, slots=True)
class PostsStep:
    """What a page of posts tells beside its posts: where the walk goes on, the days' count, a whole month's count."""

    next_url: str | None
    announced: int | None = None
    month: tuple[str, int] | None = None


def step_posts(
    api: str, url: str, headers: Mapping[str, str], clocks: Iterable[datetime | None], days: Days, today: date
) -> PostsStep:
    """Return the step after a page of posts whose times (on the site's wall) are `clocks`.

    Raises BackfillError where the API does not heed the bounds that it was given.
    """
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    before, page = datetime.fromisoformat(query["before"]), int(query["page"])
    after = datetime.fromisoformat(query["after"])
    times = list(clocks)
    told = [moment for moment in times if moment is not None]
    if told and not any(after <= moment < before + SECOND for moment in told):
        raise BackfillError("the API does not heed `after` and `before`")
    total = _total(headers)
    if query["per_page"] == "1":
        return PostsStep(posts_url(api, days.since, before), announced=total)
    month = _whole_month(before, page, total, days, today)
    more = len(times) > 0 and (total > page * PER_PAGE if total is not None else len(times) >= PER_PAGE)
    if more:
        cursor = min(told, default=before) + SECOND
        if cursor < before:
            return PostsStep(posts_url(api, days.since, cursor), month=month)
        if page < MAX_PAGES_A_MOMENT:
            return PostsStep(posts_url(api, days.since, before, page + 1), month=month)
    start = month_start(before)
    onwards = posts_url(api, days.since, start) if start.date() > days.since else None
    return PostsStep(onwards, month=month)


def _whole_month(
    before: datetime, page: int, total: int | None, days: Days, today: date
) -> tuple[str, int] | None:
    """Return a month with its count, where the query was for all of it (as far as it is over)."""
    start = month_start(before)
    is_end = before == (start + timedelta(days=32)).replace(day=1) or (
        days.until is None and before == days.end(today)
    )
    if total is None or page > 1 or not is_end or start.date() < days.since:
        return None
    return start.strftime("%Y-%m"), total


def _total(headers: Mapping[str, str]) -> int | None:
    told = headers.get("x-wp-total", "").strip()
    return int(told) if TOTAL.fullmatch(told) else None


def next_page(visit: ListVisit, listing: Listing, days: Days, now: datetime) -> Position | None:
    """Return where the walk over a feed or an index by date goes on; None once all that it names is older than the days."""
    zone = ZoneInfo(visit.site.timezone) if visit.site.timezone else UTC
    if visit.day is None:
        times = [lead.published_at.astimezone(zone).date() for lead in listing.leads if lead.published_at]
        if not listing.leads or (times and max(times) < days.since):
            return None
    return next_position(_reaching_back(visit, days, now), listing, now)


def _reaching_back(visit: ListVisit, days: Days, now: datetime) -> ListVisit:
    """Return the visit with a site whose index by date is walked to the first of the days."""
    site = visit.site
    reach = max(1, (now.date() - days.since).days + 2)
    discovery = site.discovery.model_copy(update={"days": reach})
    return replace(visit, site=site.model_copy(update={"discovery": discovery}))  # type: ignore[type-var] # a visit is a dataclass


def children_of(listing: Listing, days: Days) -> tuple[ChannelRef, ...]:
    """Return the sitemaps that an index names and that may name articles of the days, newest first."""
    kinds = {ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP}
    may = [
        ref
        for ref in listing.channels
        if ref.kind in kinds and (ref.modified_at is None or ref.modified_at.date() >= days.since)
    ]
    return tuple(sorted(may, key=lambda ref: -ref.modified_at.timestamp() if ref.modified_at else 0.0))


def zone_of(site: Site) -> ZoneInfo | None:
    """Return a site's zone."""
    return ZoneInfo(site.timezone) if site.timezone else None
