"""robots.txt as RFC 9309 means it: asked once a run and host, and where it cannot be read the site is left alone."""

import asyncio
import logging
import re
from dataclasses import dataclass
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawler.middlewares.politeness import slow_down, standing_of
from crawler.middlewares.standing import Leaving, SiteLeft, Unserved
from pipelines.catalogue import netloc_of

log = logging.getLogger("kliping")

MAX_BYTES = 512_000  # that are read; RFC 9309, 2.5 wants 500 KiB at least
MAX_AGE = 86_400.0  # seconds that one is believed, RFC 9309, 2.4
_AGENT = re.compile(r"^[^\S\n]*user[ -]?agent[^\S\n]*:[^\S\n]*([^\s#]*)[^\n]*$", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says; `problem` where it could not be read, and all is forbidden."""

    read_at: float  # by the monotonic clock
    parser: ProtegoRobotParser | None = None  # None: there is none, all is allowed
    problem: str = ""


def for_our_agent(body: bytes, token: str) -> bytes:
    """Return a robots.txt with the agents that it names reduced to ours, `*` and others, by product token (2.2.1).

    It is cut at MAX_BYTES, at the end of a line: a rule cut short would be another rule. Thousands of agents with
    thousands of rules each, as a parser would multiply them, stay three.
    """
    if len(body) > MAX_BYTES:
        body = body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = body.decode(encoding, errors="ignore").replace("\r\n", "\n").replace("\r", "\n")

    def reduce(line: re.Match[str]) -> str:
        named = _TOKEN.match(line[1])
        known = token if named and named[0].lower() == token.lower() else "*" if line[1] == "*" else "other"
        return f"User-agent: {known}"

    return _AGENT.sub(reduce, text).encode()


class RobotsMiddleware:
    """Obeys robots.txt: 4xx is none at all; what is neither 2xx nor 4xx, 429 too, is one that could not be read."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.token: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._found: dict[str, asyncio.Future[Robots]] = {}  # origin -> its robots.txt, or the promise of it

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let an allowed request pass; raises IgnoreRequest, or Unserved where nobody can know what is allowed."""
        if "robots" in request.meta:
            return
        robots = await self._robots_for(request)
        if robots.problem:
            self._refuse(request, robots.problem)
        if robots.parser is not None and not robots.parser.allowed(request.url, self.token):
            self._count("forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _robots_for(self, request: Request) -> Robots:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._found.get(origin)
        if known is not None and not (known.done() and monotonic() - known.result().read_at > MAX_AGE):
            return await known
        promise = self._found[origin] = asyncio.get_running_loop().create_future()
        robots = await self._read(request, f"{origin}/robots.txt")
        promise.set_result(robots)
        return robots

    async def _read(self, request: Request, url: str) -> Robots:
        meta = {"robots": True, "visit": request.meta.get("visit")}
        asked = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(asked)
        except Exception as failure:  # noqa: BLE001 - Twisted names a dozen ways to fail to fetch, and a handler may add its own
            reason = str(failure) if isinstance(failure, IgnoreRequest) else type(failure).__name__
            return Robots(monotonic(), problem=reason or "refused")
        if 400 <= response.status < 500 and response.status != 429:
            return Robots(monotonic())
        if not 200 <= response.status < 300:
            return Robots(monotonic(), problem=f"http {response.status}")
        return await self._parse(request, response)

    async def _parse(self, request: Request, response: Response) -> Robots:
        parser = ProtegoRobotParser(for_our_agent(response.body, self.token), self.crawler.spider)
        found = standing_of(self.crawler, request)
        if found:
            key, standing = found
            standing.grant(parser.crawl_delay(self.token))
            slow_down(self.crawler, key, standing.delay)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return Robots(monotonic(), parser)

    def _refuse(self, request: Request, problem: str) -> Any:
        """Leave the site alone where it is its own host's; on another host the request alone is not served."""
        self._count("unreadable")
        reason = f"robots.txt could not be read: {problem}"
        found, visit = standing_of(self.crawler, request), request.meta.get("visit")
        if found is None or visit is None or netloc_of(request.url) != visit.site.netloc:
            raise Unserved(reason)
        key, standing = found
        if standing.left is None:
            standing.leave(Leaving("BLOCKED" if problem.startswith("blocked: ") else "FAILED", reason))
            log.warning("%s: left alone in this run: %s", key, reason)
        raise SiteLeft(reason)

    def _count(self, name: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"kliping/robots/{name}")
