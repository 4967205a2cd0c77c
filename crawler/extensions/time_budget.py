"""A run that ends before its work does: at its time budget, or because it was told to. What is under way is recorded."""

import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import call_later

from crawler.middlewares.politeness import PoliteDownloader

log = logging.getLogger("kliping")


def wind_down(crawler: Crawler, reason: str) -> None:
    """Begin nothing new: what waits for its turn is given up, what was sent is answered, read and recorded."""
    frontier: Any = getattr(crawler.spider, "frontier", None)
    if frontier is None or frontier.stopped:
        return
    log.info("%s: what is under way is recorded, nothing new is begun", reason)
    frontier.stop(reason)
    downloader = crawler.engine.downloader if crawler.engine is not None else None
    if isinstance(downloader, PoliteDownloader):
        downloader.drop_waiting()


class TimeBudget:
    """Winds a run down KLIPING_MAX_SECONDS after it began."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self.crawler = crawler
        self.seconds = seconds
        self._alarm: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Count from the opening of the spider; a run without a budget needs none of this."""
        seconds = crawler.settings.getfloat("KLIPING_MAX_SECONDS")
        if not seconds:
            raise NotConfigured
        budget = cls(crawler, seconds)
        crawler.signals.connect(budget.spider_opened, signals.spider_opened)
        crawler.signals.connect(budget.spider_closed, signals.spider_closed)
        return budget

    def spider_opened(self) -> None:
        """Begin to count."""
        self._alarm = call_later(self.seconds, wind_down, self.crawler, "stopped at its time budget")

    def spider_closed(self) -> None:
        """The run has ended by itself."""
        if self._alarm is not None:
            self._alarm.cancel()
