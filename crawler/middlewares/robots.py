"""robots.txt as RFC 9309 means it: believed for a day, and where nobody can tell what it says the site is left alone."""

import logging
import re
from dataclasses import dataclass
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import ProtegoRobotParser

from crawler.middlewares.host_files import AskedHosts
from crawler.middlewares.politeness import slow_down, standing_of
from crawler.middlewares.standing import Leaving, SiteLeft, Unserved
from pipelines import clock
from pipelines.archive import HostFile
from pipelines.catalogue import netloc_of

log = logging.getLogger("kliping")

PATH = "/robots.txt"
MAX_BYTES = 512_000  # that are read; RFC 9309, 2.5 wants 500 KiB at least
_AGENT = re.compile(r"^[^\S\n]*user[ -]?agent[^\S\n]*:[^\S\n]*([^\s#]*)[^\n]*$", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says; `problem` where it could not be read, and all is forbidden."""

    parser: ProtegoRobotParser | None = None  # None: there is none, all is allowed
    problem: str = ""


def cut(body: bytes) -> bytes:
    """Return as much of a robots.txt as is heeded, in whole lines: a rule cut short would be another rule."""
    return body if len(body) <= MAX_BYTES else body[: body.rfind(b"\n", 0, MAX_BYTES) + 1]


def for_our_agent(body: bytes, token: str) -> bytes:
    """Return a robots.txt with the agents that it names reduced to ours, `*` and others, by product token (2.2.1).

    Thousands of agents with thousands of rules each, as a parser would multiply them, stay three.
    """
    body = cut(body)
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
        self._hosts = AskedHosts(crawler, PATH, cut, self._understand)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let an allowed request pass; raises IgnoreRequest, or Unserved where nobody can know what is allowed."""
        if "robots" in request.meta:
            return
        robots = await self._hosts.of(request)
        if robots.problem:
            self._refuse(request, robots.problem)
        if robots.parser is not None and not robots.parser.allowed(request.url, self.token):
            self._count("forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _understand(self, request: Request, file: HostFile) -> Robots:
        problem = file.problem_at(clock.now())
        if problem or file.payload is None:
            return Robots(problem=problem)
        parser = ProtegoRobotParser(for_our_agent(file.payload, self.token), self.crawler.spider)
        found = standing_of(self.crawler, request)
        if found:
            key, standing = found
            standing.grant(parser.crawl_delay(self.token))
            slow_down(self.crawler, key, standing.delay)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return Robots(parser)

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
