"""Serves the papers over loopback: one port each, HTTP/1.1 with keep-alive."""

import gzip
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.demo.absence import answer_trouble
from crawler.demo.mishaps import answer_upset
from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.old import OldPaper
from crawler.demo.outlet import Outlet, World
from crawler.demo.portal import PortalPaper
from crawler.demo.web import Hit, Paper, Request, Response
from crawler.demo.wordpress import WordPressPaper

HOST = "127.0.0.1"
PAPERS: dict[World, type[Paper]] = {
    World.WORDPRESS: WordPressPaper,
    World.PORTAL: PortalPaper,
    World.OLD: OldPaper,
}
SOFTWARE = {World.WORDPRESS: "LiteSpeed", World.PORTAL: "nginx", World.OLD: "Apache/2.2.15 (CentOS)"}
REGION_CODES = {  # ISO 3166-2
    "Kalimantan Barat": "ID-KB",
    "Kalimantan Selatan": "ID-KS",
    "Kalimantan Tengah": "ID-KT",
    "Kalimantan Timur": "ID-KI",
}
COMPRESSIBLE = ("text/", "application/json", "application/rss+xml", "application/atom+xml", "application/xml")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = (
        65_536  # head and body leave in one piece: apart, Nagle's algorithm holds the second back for 40 ms
    )
    timeout = 30
    server: "_Server"

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer, and note the request."""
        paper = self.server.paper
        at = time.monotonic()
        parts = urlsplit(self.path)
        request = Request(
            target=self.path,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        response = answer_upset(paper, request) or answer_trouble(paper, request) or paper.respond(request)
        paper.requests.append(Hit(at, self.path, response.status))
        self._send(response, request)

    def _send(self, response: Response, request: Request) -> None:
        headers = dict(response.headers)
        body = response.body
        if isinstance(body, bytes):
            if not response.as_is and _compressible(body, headers, request):
                body = gzip.compress(body, 3, mtime=0)
                headers["Content-Encoding"] = "gzip"
                headers["Vary"] = "Accept-Encoding"
            if response.status != 304:
                headers.setdefault("Content-Length", str(len(body)))
        else:
            headers.setdefault("Connection", "close")
        self.send_response(response.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            for piece in [body] if isinstance(body, bytes) else body:
                self.wfile.write(piece)
                if piece is not body:
                    self.wfile.flush()

    def version_string(self) -> str:
        return SOFTWARE[self.server.paper.outlet.world]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: the request log is data."""


def _compressible(body: bytes, headers: dict[str, str], request: Request) -> bool:
    return (
        len(body) > 1_000
        and headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        and "gzip" in request.headers.get("accept-encoding", "")
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.paper: Paper  # set before the first request is taken
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep alive, so that their threads end too."""
        with self._guard:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was faster
                    continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Be quiet about clients that hang up; anything else is a fault of the demo and is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


@dataclass(frozen=True, slots=True)
class Press:
    """The papers as they are served; `clock` is the newsroom's."""

    newsroom: Newsroom
    papers: tuple[Paper, ...]

    @property
    def clock(self) -> Clock:
        """Set it, and all papers show that moment."""
        return self.newsroom.clock

    def paper(self, name: str) -> Paper:
        """Find a paper by its id or its world; KeyError where there is none."""
        wanted = self.newsroom.outlet(name)
        return next(paper for paper in self.papers if paper.outlet is wanted)


@contextmanager
def serve(newsroom: Newsroom, ports: Sequence[int] | None = None) -> Iterator[Press]:
    """Serve the newsroom's papers until the block ends; `ports` fixes one a paper, in the order of the outlets.

    Raises ValueError for the wrong number of ports, and OSError for one that is taken.
    """
    ports = ports or [0] * len(newsroom.outlets)
    if len(ports) != len(newsroom.outlets):
        raise ValueError(f"{len(newsroom.outlets)} papers need as many ports, not {len(ports)}")
    papers = tuple(PAPERS[outlet.world](outlet, newsroom) for outlet in newsroom.outlets)
    with ExitStack() as stack:
        for paper, port in zip(papers, ports, strict=True):
            server = stack.enter_context(_Server(port))
            server.paper = paper
            newsroom.base_urls[paper.outlet.id] = f"http://{HOST}:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            stack.callback(_stop, server, thread)
        yield Press(newsroom, papers)


def _stop(server: _Server, thread: threading.Thread) -> None:
    server.shutdown()
    thread.join()
    server.hang_up()


def site_toml(paper: Paper, delay: float = 0.0) -> str:
    """Write the site file with which kliping crawls a paper; only the portal's names a channel, the rest is found."""
    outlet: Outlet = paper.outlet
    lines = [
        f'id = "{outlet.id}"',
        f'name = "{outlet.name}"',
        f'homepage = "{paper.base_url}/"',
        f'region = "{REGION_CODES[outlet.region]}"',
        'language = "id"',
        f'timezone = "{outlet.zone}"',
    ]
    if outlet.world == World.PORTAL:
        index = f"{paper.base_url}/indeks?date={{date:%Y-%m-%d}}&page={{page}}"
        lines += ["", "[discovery]", f"days = {_days(paper)}", "", "[[discovery.channels]]", 'kind = "index"']
        lines.append(f'url = "{index}"')
    return "\n".join([*lines, "", "[politeness]", f"delay = {delay}", ""])


def _days(paper: Paper) -> int:
    """How many local days back from now the paper's first post lies, that day included."""
    outlet, newsroom = paper.outlet, paper.newsroom
    today = outlet.local(newsroom.clock.now()).date()
    posts = [post for post in newsroom.posts if post.outlet is outlet]
    first = min((outlet.local(post.published_at).date() for post in posts), default=today)
    return max(1, (today - first).days + 1)
