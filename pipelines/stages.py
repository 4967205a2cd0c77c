"""The Scrapy item pipelines, in running order: extract a fetched page, then archive what came of the visit."""

import asyncio
import logging
from dataclasses import replace
from hashlib import sha256
from typing import Any, Self

from pipelines import clock
from pipelines.archive import (
    ArchiveError,
    ChannelRow,
    Revisit,
    StorageError,
    SweepResult,
)
from pipelines.catalogue import Site
from pipelines.extract import (
    MAX_PARTS,
    RESERVATIONS,
    extract_unless_reserved,
    pages_to_come,
    stitch_pages,
)
from pipelines.findings import judge_rejection
from pipelines.items import (
    Article,
    Capture,
    ChannelRef,
    Finding,
    LeadState,
    Look,
    Outcome,
    Rejection,
)
from pipelines.taking import read_posts, record_taken
from pipelines.visits import (
    Backfilled,
    Discovered,
    Extracted,
    FetchedPage,
    Job,
    Looked,
    PageWithheldError,
    Polled,
    PutBack,
    Recorded,
    Swept,
    Taken,
)
from pipelines.workers import reason_of

log = logging.getLogger("kliping")

STATE_OF_REJECTION = {  # others are pages that are no article, and settle their lead
    "soft-404": LeadState.VANISHED,
}
BLOCKED = "blocked"  # of a rejection: the site took us for a robot, the article may be had another time
MAX_INDEX_DEPTH = 3  # sitemap indexes above a sitemap; the protocol allows one, big sites use two


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
        if isinstance(item, Backfilled):
            return await read_posts(self.job, item)
        if not isinstance(item, FetchedPage):
            return item
        if isinstance(item.found, Outcome):
            return Extracted(item.visit, item.found)
        if isinstance(item.found, Look):
            return Looked(item.visit, item.found)
        try:
            if item.visit.revisit is not None:
                return Looked(item.visit, await self._look(item, item.found, item.visit.revisit))
            return await self._read(item, item.found)
        except PageWithheldError as withheld:
            return PutBack(item.visit, str(withheld), doubtful=True)

    async def _read(self, item: FetchedPage, capture: Capture) -> Extracted | PutBack:
        """Return what a lead's page is; raises PageWithheldError."""
        lead = item.visit.lead
        assert lead is not None
        result = await self._extract(capture, item.visit.site)
        if isinstance(result, Rejection) and result.reason == BLOCKED:
            return PutBack(item.visit, BLOCKED, doubtful=True, challenge=result.detail)
        if isinstance(result, Article):
            article, captures, _ = await self._stitch(item, capture, result)
            outcome = Outcome(lead.key, LeadState.ARCHIVED, captures=captures, article=article)
        elif isinstance(result, Rejection):
            state = STATE_OF_REJECTION.get(result.reason, LeadState.NOT_ARTICLE)
            kept = () if result.reason in RESERVATIONS else (capture,)
            outcome = Outcome(lead.key, state, result.reason, captures=kept)
        else:
            log.warning("%s: extraction failed: %s", lead.url, result)
            self.crawler.stats.inc_value(f"kliping/extract/{result.split(':')[0]}")
            outcome = Outcome(lead.key, LeadState.FAILED, f"extraction: {result}", captures=(capture,))
        return Extracted(item.visit, outcome)

    async def _look(self, item: FetchedPage, capture: Capture, revisit: Revisit) -> Look:
        """Read an archived article's page again, unless its bytes tell already that it is unchanged."""
        digest = sha256(capture.payload).hexdigest()
        look = Look(revisit.article_id, None, "", capture.status, digest, (capture,))
        if digest in revisit.digests:
            return replace(look, finding=Finding.UNCHANGED)
        result = await self._extract(capture, item.visit.site)
        if isinstance(result, Article):
            article, captures, is_whole = await self._stitch(item, capture, result)
            if not is_whole:
                return replace(look, finding=Finding.FAILED, reason="a page of the article could not be read")
            await self._reread(item.visit.site, revisit.article_id, article)
            return replace(look, captures=captures, article=article)
        if isinstance(result, Rejection):
            finding, reason = judge_rejection(result, revisit.url, capture.final_url)
            kept = () if result.reason in RESERVATIONS else look.captures
            return replace(look, finding=finding, reason=reason, captures=kept)
        log.warning("%s: extraction failed: %s", revisit.url, result)
        return replace(look, finding=Finding.FAILED, reason=f"extraction: {result}")

    async def _reread(self, site: Site, article_id: int, article: Article) -> None:
        """Read an archived page anew where other rules read it than a look: what only they tell apart nobody changed."""
        page = self.job.store.page_to_reread(article_id, article, clock.now())
        if page is None:
            return
        try:
            captures = self.job.store.stored_pages.captures(page)
        except StorageError:
            raise
        except ArchiveError as error:  # given up, or damaged: the texts are compared as they are
            log.info("%s: cannot be read again: %s", page.url, error)
            return
        results = [await self._extract(capture, site) for capture in captures]
        parts = [part for part in results if isinstance(part, Article)]
        if len(parts) == len(results):
            others = zip(parts[1:], captures[1:], strict=True)
            whole = stitch_pages(parts[0], [replace(part, url=capture.url) for part, capture in others])
            self.job.store.rewrite_page(page, whole, captures[0])

    async def _extract(self, capture: Capture, site: Site) -> Article | Rejection | str:
        try:
            learned = self.job.learning.learned(site.id)
            task = self.job.workers.submit(extract_unless_reserved, capture, site, learned)
            return await asyncio.wrap_future(task)
        except Exception as failure:  # noqa: BLE001 - a worker's failure of any kind is this page's, not the run's
            return reason_of(failure)

    async def _stitch(
        self, item: FetchedPage, first: Capture, article: Article
    ) -> tuple[Article, tuple[Capture, ...], bool]:
        """Complete a split article, and tell whether all could be had; a page that could not leaves it as far as it goes."""
        captures: list[Capture] = [first]
        parts: list[Article] = []
        is_whole = True
        while (addresses := pages_to_come(article, parts)) and len(parts) < MAX_PARTS:
            address = addresses[0]
            capture = await item.fetch(address)
            part = await self._extract(capture, item.visit.site) if capture else None
            if capture is None or not isinstance(part, Article):
                log.warning("%s: a page of this article could not be read: %s", first.url, address)
                self.crawler.stats.inc_value("kliping/extract/part_missing")
                is_whole = False
                break
            captures.append(capture)
            parts.append(replace(part, url=address))
        if len(addresses) and is_whole:
            log.warning("%s: %d further pages are not read, %d are", first.url, len(addresses), len(parts))
            self.crawler.stats.inc_value("kliping/extract/cut_short")
        return stitch_pages(article, parts), tuple(captures), is_whole


class ArchivePipeline(_Stage):
    """Extracted, Polled and Discovered -> rows, and a Recorded that says what became of them."""

    def process_item(self, item: Any) -> Recorded:
        """Write what the visit brought."""
        if isinstance(item, Extracted):
            return self._record_outcome(item)
        if isinstance(item, Looked):
            return self._record_look(item)
        if isinstance(item, Polled):
            return self._record_poll(item)
        if isinstance(item, Swept):
            return self._record_sweep(item)
        if isinstance(item, Discovered):
            return self._record_channels(item)
        if isinstance(item, Taken):
            return record_taken(self.job, item, self.crawler.stats)
        if isinstance(item, PutBack):
            self.crawler.stats.inc_value("kliping/politeness/put_back")
            return Recorded(item.visit, put_back=item)
        raise TypeError(f"no stage knows what to do with a {type(item).__name__}")

    def _record_outcome(self, item: Extracted) -> Recorded:
        now = clock.now()
        state = self.job.store.record_outcome(item.outcome, now)
        if item.outcome.article is not None:
            self.job.learning.learn(item.visit.site.id, item.outcome.article, now)
        self.crawler.stats.inc_value(f"kliping/leads/{state}")
        error = item.outcome.reason if state is LeadState.FAILED else None
        is_reserved = item.outcome.reason in RESERVATIONS
        return Recorded(item.visit, state=state, error=error, is_reserved=is_reserved)

    def _record_look(self, item: Looked) -> Recorded:
        now = clock.now()
        result = self.job.store.record_look(item.look, now)
        if result.is_new and item.look.article is not None:
            self.job.learning.learn(item.visit.site.id, item.look.article, now)
        self.crawler.stats.inc_value(f"kliping/looks/{result.finding}")
        if result.is_step:
            self.crawler.stats.inc_value(f"kliping/presence/{result.state}")
            log.info("%s: is %s: %s", item.visit.url, result.state, item.look.reason or result.finding)
        error = item.look.reason if result.finding in {Finding.FAILED, Finding.BLOCKED} else None
        return Recorded(item.visit, look=result, error=error)

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

    def _record_sweep(self, item: Swept) -> Recorded:
        sweeps, sweep = self.job.store.sweeps, item.visit.sweep
        assert sweep is not None
        now, error, result = clock.now(), item.error, SweepResult()
        if error is None:
            try:
                result = sweeps.record(sweep, item.leads, now)
            except StorageError:
                raise
            except ArchiveError as wrong:
                error = str(wrong)
        if error is not None:  # the ladder does without
            log.info("%s: %s", item.visit.url, error)
            sweeps.fail(sweep, now)
        self.crawler.stats.inc_value("kliping/looks/sweeps")
        return Recorded(item.visit, sweep=result)

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
