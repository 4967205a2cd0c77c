"""One downloader slot a site, so that every request to it, robots.txt included, keeps the site's delay."""

from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler

from pipelines.catalogue import Site, netloc_of


def slot_settings(sites: Iterable[Site]) -> dict[str, dict[str, Any]]:
    """Return Scrapy's DOWNLOAD_SLOTS: one request at a time, the site's delay, no jitter."""
    return {site.id: {"concurrency": 1, "delay": site.politeness.delay, "jitter": 0} for site in sites}


class PoliteDownloader(Downloader):
    """Scrapy's downloader, with slots that are sites: its own are hosts, and its robots.txt request names none."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._site_of: dict[str, str] = dict(crawler.settings.getdict("KLIPING_SITE_OF_NETLOC"))

    def get_slot_key(self, request: Request) -> str:
        """Return the site's id; another host that a redirect leads to keeps the site's slot, by the meta it carries."""
        named = request.meta.get(self.DOWNLOAD_SLOT)
        return named or self._site_of.get(netloc_of(request.url)) or super().get_slot_key(request)
