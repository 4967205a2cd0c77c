"""/.well-known/tdmrep.json: articles that a host reserves from text and data mining are not fetched at all (TDMRep)."""

import json
import logging
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.middlewares.host_files import AskedHosts
from pipelines.archive import HostFile
from pipelines.visits import Visit

log = logging.getLogger("kliping")

PATH = "/.well-known/tdmrep.json"
MAX_BYTES = 512_000
MAX_RULES = 1_000
BEFORE_JSON = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


class Reserved(IgnoreRequest):
    """A page that its host keeps from text and data mining."""


def parse_reservations(payload: bytes) -> Protego | None:
    """Return the matcher of a tdmrep.json, for which what is reserved is forbidden; None where it reserves nothing.

    Its locations are patterns like those of robots.txt, and the longest that matches decides. Beyond the limits nobody
    knows what is reserved: all is. Raises ValueError for a file that is meant as one and is none, a page is not.
    """
    if payload.lstrip(BEFORE_JSON)[:1] not in {b"[", b"{"}:
        return None
    if len(payload) > MAX_BYTES:
        return Protego.parse("User-agent: *\nDisallow: /")
    try:
        rules: Any = json.loads(payload)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(rules, list):
        raise ValueError("no list of rules")
    lines = ["User-agent: *", *["Disallow: /"] * (len(rules) > MAX_RULES)]
    for rule in rules[:MAX_RULES]:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and location and not set(location) & set("#\r\n"):
            reserved = str(rule.get("tdm-reservation")) == "1"
            lines.append(f"{'Disallow' if reserved else 'Allow'}: {location}")
    return Protego.parse("\n".join(lines)) if any(line.startswith("Disallow") for line in lines) else None


class ReservationsMiddleware:
    """Asks a host for its reservations before its first article.

    A host that gives no such file, or none that can be read, does not implement TDMRep (its section on the file).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._hosts = AskedHosts(crawler, PATH, cut, self._understand)

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

    async def _understand(self, _request: Request, file: HostFile) -> Protego | None:
        if why := wrong_with(file):
            log.info("%s: %s", file.origin + file.path, why)
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("kliping/tdmrep/unreadable")
            return None
        return parse_reservations(file.payload) if file.payload is not None else None


def wrong_with(file: HostFile) -> str:
    """Say why a host's tdmrep.json is not heeded; empty where it is, there is none, or it is another file."""
    try:
        parse_reservations(file.payload if file.payload and file.path == PATH else b"")
    except ValueError as error:
        return f"cannot be read, and reserves nothing: {error}"
    return ""


def cut(payload: bytes) -> bytes:
    """Return as much of a tdmrep.json as tells that it is too long."""
    return payload[: MAX_BYTES + 1]
