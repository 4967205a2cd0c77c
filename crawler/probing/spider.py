"""Probes as Scrapy runs them: every request goes through the middlewares of a crawl, at the pace of a crawl."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.middlewares.standing import Leaving, Standing
from crawler.probing.asking import Asker, Fetched
from crawler.probing.survey import ProbeError, Prospect
from crawler.spiders.responses import capture_of, describe, joined_headers
from pipelines.catalogue import Network, Site, netloc_of
from pipelines.visits import Visit
from pipelines.workers import WorkerPool, reason_of

log = logging.getLogger("kliping")

SITES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Asking(Visit):
    """A visit that no frontier planned: what the middlewares ask of one, they can ask of this."""

    of_article: bool = False

    @property
    def of_page(self) -> bool:
        """Whether it asks for an article's page."""
        return self.of_article


@dataclass(slots=True)
class Turn:
    """How a site takes us."""

    standing: Standing


@dataclass(slots=True)
class Turns:
    """All of them, as the middlewares look them up; what a run's frontier is to a crawl."""

    queues: dict[str, Turn]
    stopped: str = ""

    def stop(self, reason: str) -> None:
        """Ask nothing more."""
        self.stopped = reason
        for turn in self.queues.values():
            turn.standing.leave(Leaving("STOPPED", reason))


Sitemaps = Callable[[], tuple[str, ...]]  # that the site's robots.txt names


@dataclass(frozen=True, slots=True)
class Errand:
    """Which sites are to be asked what, with what, and who is told of each as soon as it is done."""

    prospects: Sequence[Prospect]
    workers: WorkerPool
    networks: Mapping[str, Network]
    ask: Callable[[Asker, Sitemaps], Awaitable[Any]]  # raises ProbeError
    tell: Callable[[Prospect, Any], None]  # what was found, or the ProbeError
    site_of: Callable[[Prospect], Site] = Prospect.as_site  # how it is asked and read
    requests: Counter[str] = field(default_factory=Counter)


class ProbeSpider(scrapy.Spider):
    """Asks sites about themselves, a few at a time, each one thing after the other."""

    name = "probe"

    def __init__(self, errand: Errand, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.errand = errand
        self.frontier = Turns({each.id: Turn(Standing(delay=each.delay)) for each in errand.prospects})
        self.robots_sitemaps: dict[str, tuple[str, ...]] = {}  # netloc -> Sitemap lines of its robots.txt

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Listen for the robots.txt that the middleware reads, and count what is asked."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.request_sent, signals.request_reached_downloader)
        return spider

    def robots_parsed(self, robotparser: Any, request: scrapy.Request) -> None:
        """Keep the Sitemap lines of a host's robots.txt."""
        self.robots_sitemaps[netloc_of(request.url)] = tuple(robotparser.rp.sitemaps)

    def request_sent(self, request: scrapy.Request) -> None:
        """Count it for its site."""
        self.errand.requests[request.meta["visit"].site.id] += 1

    async def start(self) -> AsyncIterator[Any]:
        """Probe every site; nothing is left for the engine to do."""
        turns = asyncio.Semaphore(SITES_AT_ONCE)
        await asyncio.gather(*(self._take_turn(prospect, turns) for prospect in self.errand.prospects))
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    async def _take_turn(self, prospect: Prospect, turns: asyncio.Semaphore) -> None:
        async with turns:
            if self.frontier.stopped:
                return
            found: Any
            try:
                found = await self._ask(prospect)
            except ProbeError as error:
                found = error
            except Exception as defect:  # a defect of ours costs this site alone
                log.exception("%s", prospect.homepage)
                found = ProbeError(f"{type(defect).__name__}: {defect}")
            if not self.frontier.stopped:
                self.errand.tell(prospect, found)

    async def _ask(self, prospect: Prospect) -> Any:
        site = self.errand.site_of(prospect)

        async def fetch(url: str, of_article: bool) -> Fetched:
            return await self._fetch(Asking(site, url, of_article=of_article))

        def sitemaps() -> tuple[str, ...]:
            return self.robots_sitemaps.get(netloc_of(asker.site.homepage), ())

        asker = Asker(prospect, site, fetch, self._run, self.errand.networks)
        return await self.errand.ask(asker, sitemaps)

    async def _fetch(self, asking: Asking) -> Fetched:
        """Fetch an address, through every middleware and the site's delay; raises ProbeError naming the reason."""
        meta = {"visit": asking, "download_slot": asking.site.id}
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(
                scrapy.Request(asking.url, meta=meta, dont_filter=True)
            )
        except Exception as failure:
            raise ProbeError(describe(failure)) from failure
        headers = {name.lower(): value for name, value in joined_headers(response).items()}
        return Fetched(capture_of(response, asking), headers)

    async def _run(self, function: Callable[..., Any], *args: Any) -> Any:
        """Run a parser in a worker; raises ProbeError saying why it gave nothing."""
        try:
            return await asyncio.wrap_future(self.errand.workers.submit(function, *args))
        except Exception as failure:
            raise ProbeError(reason_of(failure)) from failure
