"""The Scrapy item pipelines, in running order: extract a fetched page, then archive what came of the visit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from pipelines import clock
from pipelines.archive import ChannelRow, LeadRow, Poll, PollResult, Store
from pipelines.catalogue import Site
from pipelines.extract import extract_article, stitch_pages
from pipelines.items import Article, Capture, ChannelRef, LeadState, Listing, Outcome, Rejection
from pipelines.learning import Learning
from pipelines.workers import WorkerPool, reason_of

log = logging.getLogger("kliping")

STATE_OF_REJECTION = {  # others are pages that are no article, and settle their lead
    "soft-404": LeadState.VANISHED,
    "blocked": LeadState.FAILED,  # the site took us for a robot: the article may be had another time
}
MAX_PARTS = 30  # pages of one split article
MAX_INDEX_DEPTH = 3  # sitemap indexes above a sitemap; the protocol allows one, big sites use two

FetchPage = Callable[[str], Awaitable[Capture | None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What one crawl works with: the archive it writes, the processes that parse for it, what its pages taught."""

    store: Store
    workers: WorkerPool
    learning: Learning


@dataclass(frozen=True, slots=True)
class Visit:
    """One address to ask of a site: a lead's page, a page of a channel's list, or (neither) the homepage."""

    site: Site
    url: str
    lead: LeadRow | None = None
    channel: ChannelRow | None = None
    page: int = 1  # of the channel's list, counted over the whole walk
    day: date | None = None  # of an index by date
    day_page: int = 1


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A lead's page as fetched, or the outcome that its fetch alone decided."""

    visit: Visit
    found: Capture | Outcome
    fetch: FetchPage


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extraction made of a lead's page."""

    visit: Visit
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Polled:
    """A page of a channel's list, parsed."""

    visit: Visit
    poll: Poll
    next_visit: Visit | None = None
    day_before: Visit | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """The channels that homepage and robots.txt named; `error` when the homepage could not be read."""

    visit: Visit
    channels: tuple[tuple[str, ChannelRef], ...] = ()  # (where it was named, channel)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last item of every visit: what the archive made of it, for whoever plans the next one."""

    visit: Visit
    state: LeadState | None = None
    poll: PollResult | None = None
    listing: Listing | None = None
    next_visit: Visit | None = None
    error: str | None = None


class _Stage:
    """The job that a stage works for; Scrapy builds a stage before it opens the spider, so it is asked late."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Build as Scrapy does."""
        return cls(crawler)

    @property
    def job(self) -> Job:
        job: Job = self.crawler.spider.job
        return job


class ExtractPipeline(_Stage):
    """FetchedPage -> Extracted, in a worker process; other items pass."""

    async def process_item(self, item: Any) -> Any:
        """Extract, and fetch the further pages of a split article when the first one names them."""
        if not isinstance(item, FetchedPage):
            return item
        if isinstance(item.found, Outcome):
            return Extracted(item.visit, item.found)
        lead = item.visit.lead
        assert lead is not None
        result = await self._extract(item.found, item.visit.site)
        captures: tuple[Capture, ...] = (item.found,)
        if isinstance(result, Article):
            result, captures = await self._stitch(item, item.found, result)
            outcome = Outcome(lead.key, LeadState.ARCHIVED, captures=captures, article=result)
        elif isinstance(result, Rejection):
            state = STATE_OF_REJECTION.get(result.reason, LeadState.NOT_ARTICLE)
            outcome = Outcome(lead.key, state, result.reason, captures=captures)
        else:
            log.warning("%s: extraction failed: %s", lead.url, result)
            self.crawler.stats.inc_value(f"kliping/extract/{result.split(':')[0]}")
            outcome = Outcome(lead.key, LeadState.FAILED, f"extraction: {result}", captures=captures)
        return Extracted(item.visit, outcome)

    async def _extract(self, capture: Capture, site: Site) -> Article | Rejection | str:
        try:
            learned = self.job.learning.learned(site.id)
            return await asyncio.wrap_future(self.job.workers.submit(extract_article, capture, site, learned))
        except Exception as failure:  # noqa: BLE001 - a worker's failure of any kind is this page's, not the run's
            return reason_of(failure)

    async def _stitch(
        self, item: FetchedPage, first: Capture, article: Article
    ) -> tuple[Article, tuple[Capture, ...]]:
        """Complete a split article; a page of it that cannot be had leaves the article as far as it goes, and says so."""
        addresses = (article.whole_url,) if article.whole_url else article.further_urls[:MAX_PARTS]
        captures, parts = [first], []
        for address in addresses:
            capture = await item.fetch(address)
            part = await self._extract(capture, item.visit.site) if capture else None
            if capture is None or not isinstance(part, Article):
                log.warning("%s: a page of this article could not be read: %s", first.url, address)
                self.crawler.stats.inc_value("kliping/extract/part_missing")
                break
            captures.append(capture)
            parts.append(replace(part, url=address))
        return stitch_pages(article, parts), tuple(captures)


class ArchivePipeline(_Stage):
    """Extracted, Polled and Discovered -> rows, and a Recorded that says what became of them."""

    def process_item(self, item: Any) -> Recorded:
        """Write what the visit brought."""
        if isinstance(item, Extracted):
            return self._record_outcome(item)
        if isinstance(item, Polled):
            return self._record_poll(item)
        if isinstance(item, Discovered):
            return self._record_channels(item)
        raise TypeError(f"no stage knows what to do with a {type(item).__name__}")

    def _record_outcome(self, item: Extracted) -> Recorded:
        now = clock.now()
        state = self.job.store.record_outcome(item.outcome, now)
        if item.outcome.article is not None:
            self.job.learning.learn(item.visit.site.id, item.outcome.article, now)
        self.crawler.stats.inc_value(f"kliping/leads/{state}")
        error = item.outcome.reason if state is LeadState.FAILED else None
        return Recorded(item.visit, state=state, error=error)

    def _record_poll(self, item: Polled) -> Recorded:
        store, channel = self.job.store, item.visit.channel
        assert channel is not None
        result = store.record_poll(item.poll)
        listing = item.poll.listing
        if listing and listing.channels:
            self._record_children(channel, listing.channels)
        self.crawler.stats.inc_value("kliping/polls/failed" if item.poll.error else "kliping/polls/read")
        self.crawler.stats.inc_value("kliping/leads/new", count=result.new_leads)
        onwards = item.day_before if result.overlap else item.next_visit
        return Recorded(
            item.visit,
            poll=result,
            listing=listing,
            next_visit=onwards if result.walk_on else None,
            error=item.poll.error,
        )

    def _record_children(self, channel: ChannelRow, children: tuple[ChannelRef, ...]) -> None:
        parents = {row.id: row.parent_id for row in self.job.store.channels(channel.site_id)}
        depth, above = 1, channel.parent_id
        while above is not None:
            depth, above = depth + 1, parents[above]
        if depth > MAX_INDEX_DEPTH:
            log.warning("%s: sitemap index in index in index, not followed", channel.url)
            return
        self.job.store.add_channels(channel.site_id, children, "sitemap", parent_id=channel.id)

    def _record_channels(self, item: Discovered) -> Recorded:
        store, site_id = self.job.store, item.visit.site.id
        for found_in, channel in item.channels:
            store.add_channels(site_id, [channel], found_in)
        if item.error is None:
            store.mark_discovered(site_id)
        return Recorded(item.visit, error=item.error)
