"""Commits what a run wrote every second: a kill costs no more than that."""

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

SECONDS = 1.0  # a commit waits for the disk twice; a second of a polite crawl is one page a site


class Commits:
    """Flushes the job's store on a beat."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._loop: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Beat from the opening of the spider to its end."""
        commits = cls(crawler)
        crawler.signals.connect(commits.spider_opened, signals.spider_opened)
        crawler.signals.connect(commits.spider_closed, signals.spider_closed)
        return commits

    def spider_opened(self) -> None:
        """Begin."""
        self._loop = create_looping_call(self.crawler.spider.job.store.flush)  # type: ignore[union-attr]
        self._loop.start(SECONDS, now=False)

    def spider_closed(self) -> None:
        """End; the store itself commits the rest when it is closed."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
