"""/.well-known/tdmrep.json: articles that a host reserves from text and data mining are not fetched at all (TDMRep)."""

import json
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.middlewares.host_files import AskedHosts
from pipelines.archive import HostFile
from pipelines.visits import Visit

PATH = "/.well-known/tdmrep.json"
MAX_BYTES = 64_000
MAX_RULES = 1_000


class Reserved(IgnoreRequest):
    """A page that its host keeps from text and data mining."""


def parse_reservations(payload: bytes) -> Protego | None:
    """Return the matcher of a tdmrep.json, for which what is reserved is forbidden; None where it reserves nothing.

    Its locations are patterns like those of robots.txt, and the longest that matches decides.
    """
    try:
        rules: Any = json.loads(payload) if len(payload) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        return None
    lines = ["User-agent: *"]
    for rule in rules[:MAX_RULES] if isinstance(rules, list) else ():
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and location and not set(location) & set("#\r\n"):
            reserved = str(rule.get("tdm-reservation")) == "1"
            lines.append(f"{'Disallow' if reserved else 'Allow'}: {location}")
    return Protego.parse("\n".join(lines)) if any(line.startswith("Disallow") for line in lines) else None


class ReservationsMiddleware:
    """Asks a host for its reservations before its first article; what cannot be read reserves nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._hosts = AskedHosts(crawler, PATH, cut, _understand)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a page pass that is not reserved, or whose site file says that reservations do not bind; raises Reserved."""
        visit: Visit | None = request.meta.get("visit")
        aside = "robots" in request.meta or "tdmrep" in request.meta
        if aside or visit is None or not (visit.of_page or visit.takes_articles):
            return
        if not visit.site.politeness.respect_tdm_reservation:
            return
        rules = await self._hosts.of(request)
        # A list of articles has an address of its own: where the host reserves anything, each page is asked for itself.
        if rules is not None and (visit.takes_articles or not rules.can_fetch(request.url, "*")):
            raise Reserved("tdm-reservation")


def cut(payload: bytes) -> bytes:
    """Return as much of a tdmrep.json as tells that it is too long."""
    return payload[: MAX_BYTES + 1]


async def _understand(_request: Request, file: HostFile) -> Protego | None:
    return parse_reservations(file.payload) if file.payload is not None else None
