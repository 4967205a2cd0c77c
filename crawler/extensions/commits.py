"""Commits what a run wrote every second: a kill costs no more than that. A run that finds no room on the disk is ended."""

import asyncio
import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from pipelines.archive import DiskFullError

log = logging.getLogger("kliping")

NO_ROOM = "no room on the disk"  # why the spider was closed
SECONDS = 1.0  # a commit waits for the disk twice; a second of a polite crawl is one page a site


class Commits:
    """Flushes the job's store on a beat."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._loop: Any = None
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Beat from the opening of the spider to its end."""
        commits = cls(crawler)
        crawler.signals.connect(commits.spider_opened, signals.spider_opened)
        crawler.signals.connect(commits.spider_closed, signals.spider_closed)
        crawler.signals.connect(commits.item_error, signals.item_error)
        return commits

    def spider_opened(self) -> None:
        """Begin."""
        self._loop = create_looping_call(self.flush)
        self._loop.start(SECONDS, now=False)

    def flush(self) -> None:
        """Commit; end the run where the disk has no more room."""
        try:
            self.crawler.spider.job.store.flush()  # type: ignore[union-attr]
        except DiskFullError as error:
            self._end(error)

    def item_error(self, failure: Failure) -> None:
        """A stage failed on a visit: for want of room, the next would too."""
        if isinstance(failure.value, DiskFullError):
            self._end(failure.value)

    def _end(self, error: DiskFullError) -> None:
        if self._ending is None and self.crawler.engine is not None:
            log.error("%s", error)
            self._ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=NO_ROOM))

    def spider_closed(self) -> None:
        """End; the store itself commits the rest when it is closed."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
