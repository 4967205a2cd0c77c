"""What a paper answers: requests, responses, conditional requests, and pages that a test puts in its place."""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from crawler.demo.look import Look
from crawler.demo.newsroom import Edition, Newsroom
from crawler.demo.outlet import Outlet
from crawler.demo.post import Entry

HTML = "text/html; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"
XML = "text/xml; charset=UTF-8"
# The smallest PNG that viewers accept: one grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63680000008200817ffff5c50000000049454e44ae426082"
)

Body = bytes | Iterable[bytes]
Page = tuple[int, Mapping[str, str], Body]


class Hit(NamedTuple):
    """One request as the paper saw it: when (time.monotonic), path with query, status answered."""

    at: float
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class Request:
    """A request's target, taken apart; header names in lower case."""

    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]

    def number(self, name: str, default: int = 1) -> int | None:
        """Return a query value that should be a number; None where it is none."""
        text = self.query.get(name)
        if text is None:
            return default
        return int(text) if text.isdecimal() and len(text) < 9 else None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; a body that is an iterable of bytes is sent as it comes, and the connection closed."""

    status: int
    headers: Mapping[str, str]
    body: Body = b""
    as_is: bool = False  # a test's own page: nothing is compressed, nothing added


def html(text: str, status: int = 200, **headers: str) -> Response:
    """Answer an HTML page; header names are given with underscores."""
    return Response(status, {"Content-Type": HTML, **_named(headers)}, text.encode())


def xml(text: str, kind: str = XML, **headers: str) -> Response:
    """Answer an XML document."""
    return Response(200, {"Content-Type": kind, **_named(headers)}, text.encode())


def text(body: str) -> Response:
    """Answer plain text (robots.txt)."""
    return Response(200, {"Content-Type": "text/plain; charset=utf-8"}, body.encode())


def picture(*_: object) -> Response:
    """Answer a picture: one pixel; takes what a handler takes, and needs none of it."""
    return Response(200, {"Content-Type": "image/png"}, PIXEL)


def redirect(url: str, status: int = 301) -> Response:
    """Send elsewhere; what is not ASCII in the address is percent-encoded."""
    return Response(status, {"Location": quote(url, safe="/:?&=%#+,;@"), "Content-Type": HTML}, b"")


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def http_date(moment: datetime) -> str:
    """Write an HTTP date (RFC 9110); `moment` is in UTC."""
    return format_datetime(moment, usegmt=True)


def with_validators(
    request: Request, response: Response, tag: str, changed: datetime | None = None
) -> Response:
    """Add ETag and Last-Modified, and answer 304 where the request's validators still hold (RFC 9110, 13.2.2)."""
    headers = {**response.headers, "ETag": tag}
    if changed:
        headers["Last-Modified"] = http_date(changed)
    match, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if match is not None:
        weak = {part.strip().removeprefix("W/") for part in match.split(",")}
        fresh = tag.removeprefix("W/") in weak or match.strip() == "*"
    else:
        fresh = changed is not None and since is not None and _not_after(changed, since)
    return Response(304, headers) if fresh else Response(response.status, headers, response.body)


def _not_after(changed: datetime, since: str) -> bool:
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date, or one without zone
        return False


def digest(body: Body) -> str:
    """Return a quoted tag of a body, for an ETag."""
    data = body if isinstance(body, bytes) else b"".join(body)
    return f'"{hashlib.sha256(data).hexdigest()[:20]}"'


def attributes(**values: str) -> str:
    """Write attributes of an element, escaped; a trailing underscore is dropped, others become hyphens."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in values.items()
    )


def pages_of(entries: tuple[Entry, ...] | list[Entry], page: int, size: int) -> tuple[list[Entry], int]:
    """Cut one page out of a list; returns its entries and how many pages there are (at least 1)."""
    return list(entries[(page - 1) * size : page * size]), max(1, -(-len(entries) // size))


Handler = Callable[[Request, Edition], Response]
Route = tuple[str, Handler]


class Paper(ABC):
    """One paper's site; `pages` lays a test's own answers over it.

    A key of `pages` is a path with its query, or a path alone; a value is (status, headers, body), or a callable that
    takes the request and returns that, or None to let the paper answer.
    """

    def __init__(self, outlet: Outlet, newsroom: Newsroom) -> None:
        self.outlet = outlet
        self.newsroom = newsroom
        self.look = Look(f"{outlet.seed}:{outlet.id}")
        self.pages: dict[str, Page | Callable[[Request], Page | None]] = {}
        self.requests: list[Hit] = []

    @property
    def base_url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return self.newsroom.base_urls[self.outlet.id]

    @property
    def feed_path(self) -> str | None:
        """The path of its feed; None where it has none."""
        return None

    def respond(self, request: Request, edition: Edition | None = None) -> Response:
        """Answer a request: a test's page where there is one, else the paper's own, of an edition (the present one)."""
        page = self.pages.get(request.target) or self.pages.get(request.path)
        if callable(page):
            page = page(request)
        if page is not None:
            return Response(*page, as_is=True)
        edition = edition or self.newsroom.edition(self.outlet.id)
        handle = next(handle for pattern, handle in self.routes() if re.fullmatch(pattern, request.path))
        return handle(request, edition)

    @abstractmethod
    def routes(self) -> list[Route]:
        """Return patterns of paths with what answers them: the first that matches answers, the last takes anything."""

    def planted_html(self, entry: Entry, *, bare: bool = False) -> list[str]:
        """Render the blocks that are planted on an entry's page; `bare` where line breaks part its paragraphs."""
        return [
            block.html(self.look.css(f"planted-{block.number}"), f"{self.base_url}/", bare=bare)
            for block in self.newsroom.planted_on(entry.post)
        ]

    def url(self, entry: Entry) -> str:
        """Return the canonical URL of an entry."""
        return self.base_url + entry.post.path
