"""Real parts for tests of a whole crawl: a loopback server, the command in a process of its own, the archive it left."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Page = tuple[int, Mapping[str, str], bytes]
DELAY = 0.03  # seconds between two requests of a crawl, unless a test says otherwise
TOLERANCE = 0.02  # seconds by which timers and a busy machine may shorten what a server sees of it
SERVED: dict[str, "LoopbackSite"] = {}  # by base_url, while they are served


@dataclass
class LoopbackSite:
    """A site of fixed pages on a loopback port; `requests` holds (seconds, path) of each request."""

    pages: dict[str, Page]
    requests: list[tuple[float, str]] = field(default_factory=list)
    user_agents: set[str] = field(default_factory=set)
    base_url: str = ""
    etags: dict[str, str] = field(default_factory=dict)  # what is asked for with this one is answered 304
    otherwise: Page = (404, {}, b"not here")  # what any other path gets
    before: dict[str, list[Page]] = field(default_factory=dict)  # what a path gives first; status 0 hangs up
    paces: list[tuple[int, float]] = field(
        default_factory=list
    )  # (requests seen by then, delay from then on)

    def html(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Put an HTML page at a path."""
        payload = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8", **headers}, payload)


def hurried(times: Iterable[float], delay: float) -> list[float]:
    """Return the gaps between requests that are shorter than the delay, robots.txt, retries and redirects included."""
    return [later - earlier for earlier, later in pairwise(times) if later - earlier < delay - TOLERANCE]


def hurried_at(site: LoopbackSite) -> list[float]:
    """Return such gaps of all requests that a site has seen, each by the delay of its time."""
    times = [at for at, _ in site.requests]
    ends = [*(seen for seen, _ in site.paces[1:]), len(times)]
    spans = ((seen, end, delay) for (seen, delay), end in zip(site.paces, ends, strict=False))
    return [gap for seen, end, delay in spans for gap in hurried(times[max(0, seen - 1) : end], delay)]


@contextmanager
def loopback_site() -> Iterator[LoopbackSite]:
    """Serve a LoopbackSite; its pages may be changed while it runs. At its end it has seen no crawl hurry."""
    site = LoopbackSite({})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.requests.append((time.monotonic(), self.path))
            site.user_agents.add(self.headers.get("User-Agent", ""))
            first = site.before.get(self.path)
            status, headers, body = first.pop(0) if first else site.pages.get(self.path, site.otherwise)
            if etag := site.etags.get(self.path):
                headers = {**headers, "ETag": etag}
                status, body = (304, b"") if self.headers.get("If-None-Match") == etag else (status, body)
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base_url = f"http://127.0.0.1:{server.server_port}"
    SERVED[site.base_url] = site
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        del SERVED[site.base_url]
    assert hurried_at(site) == [], f"{site.base_url} was asked faster than its site file allows"


def write_site(data: Path, text: str) -> None:
    """Put an operator's site file into DIR/sites, named after the id in its text."""
    site_id = text.split('id = "', 1)[1].split('"', 1)[0]
    folder = data / "sites"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{site_id}.toml").write_text(text, encoding="utf-8")


def site_file(site_id: str, base_url: str, more: str = "", delay: float = DELAY) -> str:
    """Return the text of a site file for a loopback server, which sees to the delay; `more` is TOML put before its tables."""
    if served := SERVED.get(base_url):
        served.paces.append((len(served.requests), delay))
    return (
        f'id = "{site_id}"\nname = "{site_id}"\nhomepage = "{base_url}/"\nlanguage = "id"\n'
        f'timezone = "Asia/Makassar"\nregion = "ID-KS"\n{more}\n[politeness]\ndelay = {delay}\n'
    )


def start(*args: str, now: str | None = None) -> subprocess.Popen[str]:
    """Start `kliping ARGS` in a process of its own, its clock pinned when `now` is given."""
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    environment.pop("KLIPING_DATA", None)
    if now is not None:
        environment["KLIPING_NOW"] = now
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", *args],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kliping(*args: str, now: str | None = None, timeout: float = 100) -> subprocess.CompletedProcess[str]:
    """Run `kliping ARGS` to its end."""
    process = start(*args, now=now)
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"kliping {args} hung:\n{out}\n{err}") from None
    return subprocess.CompletedProcess(args, process.returncode, out, err)


def rows(data: Path, sql: str, *parameters: object) -> list[sqlite3.Row]:
    """Read DIR/archive.db as a reader beside a crawl does."""
    with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(sql, parameters).fetchall()
