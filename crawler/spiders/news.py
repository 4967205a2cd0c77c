"""NewsSpider: one spider for any site; it makes the visits that the frontier plans, and hands on what came back."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.backfills import SITEMAPS
from crawler.discovery import (
    ChallengeError,
    count_months,
    day_before,
    find_channels,
    next_position,
    parse_listing,
    probes,
    zone_of,
)
from crawler.frontier import Frontier
from crawler.middlewares.reservations import Reserved
from crawler.middlewares.standing import OVERLOAD, SiteLeft, Unserved
from crawler.spiders.backfilling import backfilled, refusal
from crawler.spiders.lists import is_same_list, past_the_end, validators_of, visit_at
from crawler.spiders.responses import (
    capture_of,
    describe,
    header,
    is_conditional,
    joined_headers,
    judge_again,
    judge_page,
    moved_to,
)
from pipelines import clock
from pipelines.archive import Bounds, ChannelRow, Poll
from pipelines.catalogue import netloc_of
from pipelines.extract.posts import split_posts
from pipelines.items import (
    Capture,
    ChannelKind,
    ChannelRef,
    Finding,
    LeadState,
    Listing,
    Look,
    Outcome,
)
from pipelines.urls import request_key
from pipelines.visits import (
    Backfilled,
    Discovered,
    FetchedPage,
    Job,
    PageWithheldError,
    Polled,
    PutBack,
    Swept,
    Visit,
)
from pipelines.workers import LONG_DEADLINE, reason_of

log = logging.getLogger("kliping")

DOUBTFUL = {403, *OVERLOAD}  # the page's own failure, or the site's with us
UNCHANGED = 304


class NewsSpider(scrapy.Spider):
    """Works for one job; every visit ends in exactly one item, whatever happened to it."""

    name = "news"

    def __init__(self, job: Job, frontier: Frontier, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.frontier = frontier
        # channel (negative: walk back) -> request keys that its list named in this run
        self.walked: dict[int, set[str]] = {}
        self.robots_sitemaps: dict[str, tuple[str, ...]] = {}  # netloc -> Sitemap lines of its robots.txt

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen for the robots.txt that the middleware reads, for its Sitemap lines."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        return spider

    def robots_parsed(self, robotparser: Any, request: scrapy.Request) -> None:
        """Keep the Sitemap lines of a host's robots.txt (Protego's parser, Scrapy's default)."""
        self.robots_sitemaps[netloc_of(request.url)] = tuple(robotparser.rp.sitemaps)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing to begin with: the frontier feeds the engine."""
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, visit: Visit) -> scrapy.Request:
        """Return the request of a visit; what was read as a whole before is asked only for what changed since."""
        return scrapy.Request(
            visit.url,
            callback=self._callback(visit),
            errback=self.visit_failed,
            headers=validators_of(visit, clock.now()),
            meta=self._meta(visit),
            dont_filter=True,
        )

    def _meta(self, visit: Visit) -> dict[str, Any]:
        meta: dict[str, Any] = {"visit": visit, "download_slot": visit.site.id}
        if self.frontier.due_only and not visit.of_page:
            meta["max_retry_times"] = 0  # of a list that fails: the next run asks again, within minutes
        return meta

    def _callback(self, visit: Visit) -> Any:
        if visit.of_page:
            return self.parse_page
        if visit.sweep is not None:
            return self.parse_sweep
        if visit.backfill is not None:
            return self.parse_backfill
        return self.parse_list if visit.channel else self.parse_homepage

    async def parse_sweep(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A channel said of many archived articles whether they are there, and when they were modified."""
        visit: Visit = response.meta["visit"]
        listing: Listing | str = f"http {response.status}"
        if response.status == 200:
            listing = await self._parse_listing(ChannelKind.WORDPRESS, response, visit)
        yield Swept(visit, error=listing) if isinstance(listing, str) else Swept(visit, listing.leads)

    def parse_page(self, response: Response, **_: Any) -> Any:
        """A lead's page arrived, or an article's again: hand it on, or say what its status alone decides."""
        visit: Visit = response.meta["visit"]
        if response.status in DOUBTFUL:
            doubtful = response.status != 429
            yield PutBack(visit, f"http {response.status}", doubtful=doubtful, status=response.status)
            return
        found = judge_again(visit, response) if visit.revisit else judge_page(visit, response)
        yield FetchedPage(visit, found, self._fetcher(visit))

    async def parse_list(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A page of a channel's list arrived: parse it in a worker unless it is what it was."""
        visit: Visit = response.meta["visit"]
        channel = visit.channel
        assert channel is not None
        digest = hashlib.sha256(response.body).hexdigest()
        poll = replace(
            self._poll(visit, channel),
            status=response.status,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            payload_digest=digest,
            is_whole=response.status != UNCHANGED,
            moved_to=moved_to(response, visit),
        )
        if response.status == UNCHANGED and not is_conditional(response):
            yield Polled(visit, replace(poll, error="http 304 to a request without validators"))
            return
        if response.status == UNCHANGED or (is_same_list(visit) and digest == channel.known_digest):
            yield Polled(visit, replace(poll, status=UNCHANGED))
            return
        if response.status != 200:
            yield Polled(visit, past_the_end(visit, poll, f"http {response.status}"))
            return
        listing = await self._parse_listing(channel.kind, response, visit)
        if isinstance(listing, str):
            yield Polled(visit, replace(poll, error=listing))
            return
        next_visit, before = self._next_visits(visit, listing)
        poll = replace(poll, listing=listing, has_next=next_visit is not None, days_left=before is not None)
        if channel.kind is ChannelKind.SITEMAP and listing.leads and visit.page == 1 and not poll.has_next:
            months, told_by = count_months(channel.url, listing.leads, zone_of(visit.site))
            poll = replace(poll, months=months, months_by=told_by)
        yield Polled(visit, poll, next_visit, before)

    def _poll(self, visit: Visit, channel: ChannelRow) -> Poll:
        """Return a poll that has met nothing yet."""
        rules = visit.site.discovery
        bounds = Bounds(timedelta(minutes=rules.min_poll_minutes), timedelta(minutes=rules.max_poll_minutes))
        planned_at = self.frontier.began
        return Poll(channel.id, visit.url, clock.now(), page=visit.page, planned_at=planned_at, bounds=bounds)

    def _next_visits(self, visit: Visit, listing: Listing) -> tuple[Visit | None, Visit | None]:
        """Return where the walk goes on, and where it does once this day is known ground: at the day before."""
        channel, now = visit.channel, clock.now()
        assert channel is not None
        seen = self.walked.setdefault(channel.id, set())
        fresh = tuple(lead for lead in listing.leads if request_key(lead.url) not in seen)
        seen.update(request_key(lead.url) for lead in fresh)
        if not fresh and not visit.day:
            return None, None  # past the end some sites repeat the last page, or show their sidebar alone
        onwards = next_position(visit, replace(listing, leads=fresh), now)
        return visit_at(visit, onwards), visit_at(visit, day_before(visit, now))

    async def parse_backfill(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A list page of a walk back arrived: what it names, the whole articles in it, and where the walk goes on."""
        visit: Visit = response.meta["visit"]
        assert visit.channel is not None
        if response.status != 200 and not (visit.page > 1 and response.status in {400, 404, 410}):
            yield refusal(visit, f"http {response.status}", response.status)
            return
        posts: Any = ()
        listing: Listing | str = Listing()
        if response.status == 200:
            listing = await self._parse_listing(visit.channel.kind, response, visit)
            if visit.channel.kind is ChannelKind.WORDPRESS and isinstance(listing, Listing):
                posts = await self._run(visit, split_posts, response.body)
        if isinstance(listing, str) or isinstance(posts, str):
            wrong = listing if isinstance(listing, str) else posts
            yield Backfilled(visit, error=wrong, is_final=True)
            return
        yield backfilled(visit, response, self._unnamed(visit, listing), posts)

    def _unnamed(self, visit: Visit, listing: Listing) -> Listing:
        """Return what this walk back has not named yet: past the end some sites repeat a page, or show their sidebar alone."""
        assert visit.backfill is not None
        seen = self.walked.setdefault(-visit.backfill.id, set())  # apart from the channel's polls
        fresh = tuple(lead for lead in listing.leads if request_key(lead.url) not in seen)
        seen.update(request_key(lead.url) for lead in fresh)
        return replace(listing, leads=fresh)

    async def parse_homepage(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """The homepage arrived: ask it, and robots.txt, for channels; where neither names one, try the usual places."""
        visit: Visit = response.meta["visit"]
        if response.status != 200:
            yield Discovered(visit, error=f"http {response.status}")
            return
        sitemaps = self.robots_sitemaps.get(netloc_of(response.url), ())
        headers = joined_headers(response)
        named = await self._run(
            visit, find_channels, response.body, response.url, headers, visit.site.homepage, sitemaps
        )
        if isinstance(named, str):
            yield Discovered(visit, error=named)
            return
        if not any(found_in in {"homepage", "robots.txt"} for found_in, _ref in named):
            named = (*await self._probe(visit), *named)
        log.info("%s: channels found: %s", visit.site.id, ", ".join(ref.url for _, ref in named) or "none")
        yield Discovered(visit, named, error=None if named else "no channel found")

    async def _probe(self, visit: Visit) -> tuple[tuple[str, ChannelRef], ...]:
        """Ask the usual places for a channel, once; the first of each kind that lists articles is taken."""
        found: dict[Any, ChannelRef] = {}
        for ref in probes(visit.site.homepage):
            if ref.kind in found:
                continue
            response = await self._download(visit, ref.url)
            if response is None or response.status != 200:
                continue
            listing = await self._parse_listing(ref.kind, response, visit)
            if isinstance(listing, Listing) and (listing.leads or listing.channels):
                found[ref.kind] = ref
        return tuple(("probe", ref) for ref in found.values())

    async def _parse_listing(self, kind: ChannelKind, response: Response, visit: Visit) -> Listing | str:
        headers = joined_headers(response)
        args = (kind, response.body, response.url, headers, visit.site, clock.now())
        deadline = LONG_DEADLINE if kind in SITEMAPS else None
        listing: Listing | str = await self._run(visit, parse_listing, *args, deadline=deadline)
        return listing

    async def _run(self, visit: Visit, function: Any, *args: Any, deadline: float | None = None) -> Any:
        """Run a parser in a worker; a string says why it gave nothing. A challenge is the site's, not the list's."""
        try:
            task = self.job.workers.submit(function, *args, deadline=deadline)
            return await asyncio.wrap_future(task)
        except ChallengeError as challenge:
            self.frontier.note_challenge(visit.site.id, str(challenge))
            return f"blocked: {challenge}"
        except Exception as failure:  # noqa: BLE001 - whatever outside bytes made a parser raise is their failure
            return reason_of(failure)

    async def _download(self, visit: Visit, url: str) -> Response | None:
        """Fetch one more address for a visit, through every middleware and the site's delay; None when that failed."""
        request = scrapy.Request(url, meta=self._meta(visit), dont_filter=True)
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(request)
        except Exception as failure:  # noqa: BLE001 - Twisted names a dozen ways to fail to fetch, and a handler may add its own
            log.warning("%s: %s", url, describe(failure))
            self._count(f"fetch/{type(failure).__name__}")
            return None

    def _fetcher(self, visit: Visit) -> Any:
        async def fetch(url: str) -> Capture | None:
            response = await self._download(visit, url)
            if response is not None and response.status == 200:
                return capture_of(response, visit)
            told = f"http {response.status}" if response else "no answer"
            passing = response is None or response.status in DOUBTFUL or response.status >= 500
            if passing and visit.lead is not None and not visit.lead.tries:
                raise PageWithheldError(f"{told} to a further page: {url}")
            return None

        return fetch

    def _count(self, name: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"kliping/{name}")

    def visit_failed(self, failure: Failure) -> Any:
        """No response: the outcome is the reason."""
        visit: Visit = failure.request.meta["visit"]  # type: ignore[attr-defined]
        error = failure.value or IgnoreRequest()
        reason = describe(error)
        if isinstance(error, SiteLeft) or (isinstance(error, Unserved) and visit.of_page):
            log.info("%s: put back: %s", visit.url, reason)
            yield PutBack(visit, reason)
            return
        log.warning("%s: %s", visit.url, reason)
        self._count(f"fetch/{type(error).__name__}")
        if visit.lead is not None:
            state = LeadState.NOT_ARTICLE if isinstance(error, Reserved) else LeadState.FAILED
            outcome = Outcome(visit.lead.key, state, reason)
            yield FetchedPage(visit, outcome, self._fetcher(visit))
        elif visit.revisit is not None:
            finding = Finding.NOT_ARTICLE if isinstance(error, Reserved) else Finding.FAILED
            look = Look(visit.revisit.article_id, finding, reason)
            yield FetchedPage(visit, look, self._fetcher(visit))
        elif visit.backfill is not None:
            yield Backfilled(visit, error=reason, is_final=isinstance(error, Reserved))
        elif visit.sweep is not None:
            yield Swept(visit, error=reason)
        elif visit.channel is not None:
            yield Polled(visit, replace(self._poll(visit, visit.channel), error=reason))
        else:
            yield Discovered(visit, error=reason)
