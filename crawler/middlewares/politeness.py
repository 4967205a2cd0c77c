"""One downloader slot a site, so that every request to it keeps the site's delay; and what its answers make of that."""

import logging
from collections.abc import Iterable
from time import monotonic, time
from typing import Any, Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares.blocks import find_block
from crawler.middlewares.standing import OVERLOAD, Answer, SiteLeft, Standing, Unserved, parse_retry_after
from pipelines import clock
from pipelines.catalogue import Site, netloc_of

log = logging.getLogger("kliping")


def slot_settings(sites: Iterable[Site]) -> dict[str, dict[str, Any]]:
    """Return Scrapy's DOWNLOAD_SLOTS: one request at a time, the site's delay, no jitter."""
    return {site.id: {"concurrency": 1, "delay": site.politeness.delay, "jitter": 0} for site in sites}


class SingleSendHandler(HTTP11DownloadHandler):
    """Scrapy's handler without Twisted's own second try: that one follows at once when a kept connection breaks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False


class PoliteDownloader(Downloader):
    """Scrapy's downloader, with slots that are sites: its own are hosts, and its robots.txt request names none."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._site_of: dict[str, str] = dict(crawler.settings.getdict("KLIPING_SITE_OF_NETLOC"))
        # The delay counts from the end of an answer: from its request's start, as Scrapy has it, a request that is late
        # on its way is met by the next one.
        crawler.signals.connect(self._rest, signals.response_downloaded)
        crawler.signals.connect(self._rest, signals.request_left_downloader)

    def _rest(self, request: Request) -> None:
        slot = self.slots.get(request.meta.get(self.DOWNLOAD_SLOT, ""))
        if slot is not None:
            slot.lastseen = max(slot.lastseen, monotonic())

    def _get_slot(self, request: Request, *_: Any) -> tuple[str, Slot]:
        """Return a site's slot; a new one rests since the run before this one, whose last request nobody here saw."""
        key, slot = super()._get_slot(request)
        job = getattr(self.crawler.spider, "job", None)  # a probe has no archive
        if not slot.lastseen and job is not None:
            slot.lastseen = monotonic() - max(0.0, time() - job.store.written_at)
        return key, slot

    def get_slot_key(self, request: Request) -> str:
        """Return the id of the site whose host it is; any other host that a site leads to shares that site's slot."""
        visit = request.meta.get("visit")
        named = request.meta.get(self.DOWNLOAD_SLOT)
        return (
            self._site_of.get(netloc_of(request.url))
            or (visit.site.id if visit else named)
            or super().get_slot_key(request)
        )

    def slow_down(self, key: str, delay: float, wait: float = 0.0) -> None:
        """Keep requests of a slot `delay` seconds apart from now on, and the next one back for `wait` seconds."""
        # Scrapy drops a slot that was idle for a minute, and makes it anew from these settings.
        self.per_slot_settings[key] = {**self.per_slot_settings.get(key, {}), "delay": delay}
        slot = self.slots.get(key)
        if slot is not None:
            slot.delay = delay
            if wait > delay:
                slot.lastseen = max(slot.lastseen, monotonic() + wait - delay)

    def drop_waiting(self) -> None:
        """Give up the requests that wait for their turn, with SiteLeft."""
        for slot in self.slots.values():
            while slot.queue:
                _, promise = slot.queue.popleft()
                promise.errback(Failure(SiteLeft("the run ends")))  # type: ignore[no-untyped-call]


def standing_of(crawler: Crawler, request: Request) -> tuple[str, Standing] | None:
    """Return the site that a request goes to, and how it takes us; None for a host that is no site's."""
    assert crawler.engine is not None
    key = crawler.engine.downloader.get_slot_key(request)
    frontier: Any = getattr(crawler.spider, "frontier", None)
    queue = frontier.queues.get(key) if frontier is not None else None
    return (key, queue.standing) if queue is not None else None


class PolitenessMiddleware:
    """Reads from every answer how a site takes us; slows down, and sends nothing more to a site that was left."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build as Scrapy does."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise SiteLeft where the site is left alone."""
        found = standing_of(self.crawler, request)
        if found and found[1].left:
            raise SiteLeft(f"{found[0]} is left alone in this run: {found[1].left.reason}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Draw the conclusions; raises Unserved naming whose challenge it is, in place of a page that is none."""
        found = standing_of(self.crawler, request)
        if found is None:
            return response
        answer = self._answer(request, response)
        robots = "robots" in request.meta
        aside = robots or "tdmrep" in request.meta
        if aside and not (answer.block or answer.status in OVERLOAD):
            return response  # that such a file is served, or is not, says nothing of the pages
        key, standing = found
        was_left = standing.left
        self._apply(key, standing, answer)
        if standing.left:
            request.meta["dont_retry"] = True
            if not was_left:
                log.warning("%s: left alone in this run: %s", key, standing.left.reason)
                self._count(f"left_{standing.left.word.lower()}")
        unavailable = robots and 400 <= answer.status < 500  # RFC 9309, 2.3.1.3: as if there were none
        if answer.block and not unavailable:
            self._count("blocked_answers")
            raise Unserved(f"blocked: {answer.block}")
        return response

    def _answer(self, request: Request, response: Response) -> Answer:
        pairs = ((name, values[0]) for name, values in response.headers.items() if values)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}
        visit = request.meta.get("visit")
        return Answer(
            response.status,
            find_block(response.status, headers, response.body),
            parse_retry_after(headers, clock.now()),
            of_page=visit is not None and visit.of_page,
        )

    def _apply(self, key: str, standing: Standing, answer: Answer) -> None:
        before = standing.delay
        wait = standing.take(answer)
        if standing.delay > before or wait:
            slow_down(self.crawler, key, standing.delay, 0.0 if standing.left else wait)
            self._count("slowed_down")
            log.warning(
                "%s: http %d, asked every %.3g seconds from now on", key, answer.status, standing.delay
            )

    def _count(self, name: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"kliping/politeness/{name}")


def slow_down(crawler: Crawler, key: str, delay: float, wait: float = 0.0) -> None:
    """Tell the run's downloader about a site's new delay."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    if isinstance(downloader, PoliteDownloader):
        downloader.slow_down(key, delay, wait)
