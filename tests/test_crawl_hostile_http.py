"""Answers that no honest server gives: each ends in an outcome with a reason, and the article after them is archived."""

import gzip
import socket
import threading

import pytest
from harness import kliping, rows, site_file, write_site
from test_crawl_hostile import article

GOOD = article("Barito").encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"


def sized(body, more=b""):
    """Return a whole answer of a known length."""
    return HEAD + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def redirect(location):
    """Return a redirect to any bytes."""
    return (
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + location + b"\r\n\r\n"
    )


ANSWERS = {  # path -> (answer, or how a large one is made; states that are right)
    "gzip-bomb": (
        lambda: sized(gzip.compress(b"\0" * (64 << 20)), b"Content-Encoding: gzip\r\n"),
        {"failed"},
    ),
    "gzip-twice": (
        sized(gzip.compress(gzip.compress(GOOD)), b"Content-Encoding: gzip, gzip\r\n"),
        {"archived"},
    ),
    "gzip-cut": (sized(gzip.compress(GOOD)[:-20], b"Content-Encoding: gzip\r\n"), {"failed"}),
    "gzip-none": (sized(GOOD, b"Content-Encoding: gzip\r\n"), {"archived"}),
    "coding-unknown": (sized(GOOD, b"Content-Encoding: snappy\r\n"), {"failed"}),
    "header-of-a-megabyte": (sized(GOOD, b"X-Long: " + b"a" * (1 << 20) + b"\r\n"), {"failed", "archived"}),
    "headers-by-the-thousand": (sized(GOOD, b"X-Many: a\r\n" * 50_000), {"failed", "archived"}),
    "length-negative": (HEAD + b"Content-Length: -5\r\n\r\n" + GOOD, {"failed"}),
    "length-twice": (HEAD + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\n" + GOOD, {"failed"}),
    "body-short": (HEAD + b"Content-Length: 999999\r\n\r\n" + GOOD, {"failed"}),
    "chunk-bad": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + GOOD, {"failed"}),
    "chunk-huge": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + GOOD, {"failed"}),
    "no-head": (GOOD, {"failed"}),
    "status-999": (b"HTTP/1.1 999 Strange\r\nContent-Length: 0\r\n\r\n", {"failed"}),
    "nothing": (b"", {"failed"}),
    "redirect-file": (redirect(b"file:///etc/passwd"), {"failed"}),
    "redirect-data": (redirect(b"data:text/html,<h1>x</h1>"), {"failed"}),
    "redirect-private": (redirect(b"http://127.0.0.1:1/"), {"failed"}),
    "redirect-decimal": (redirect(b"http://2130706433/"), {"failed"}),
    "redirect-loop": (redirect(b"/2026/03/02/berita-uji-redirect-loop"), {"failed"}),
    "redirect-long": (redirect(b"/" + b"a" * 200_000), {"failed"}),
    "redirect-nul": (redirect(b"/a\0b"), {"failed", "vanished"}),
    "body-of-forty-megabytes": (lambda: sized(b"<p>kata " * (5 << 20)), {"failed"}),
    "binary": (sized(bytes(range(256)) * 400), {"not-article"}),
    "good": (sized(GOOD), {"archived"}),
}


class RawServer(threading.Thread):
    """Sends the bytes of a path, whatever they are, and hangs up."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.answers = {}

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection:
            connection.settimeout(10)
            try:
                path = connection.recv(65_536).split(b" ")[1].decode()
                missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                connection.sendall(self.answers.get(path, missing))
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1)
            except OSError:
                return


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    data, server = tmp_path_factory.mktemp("http"), RawServer()
    paths = {name: f"/2026/03/02/berita-uji-{name}" for name in ANSWERS}
    items = "".join(f"<item><link>{server.base_url}{path}</link></item>" for path in paths.values())
    server.answers = {
        paths[name]: answer() if callable(answer) else answer for name, (answer, _states) in ANSWERS.items()
    }
    server.answers["/feed"] = sized(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    server.start()
    channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{server.base_url}/feed"\n'
    write_site(data, site_file("odd", server.base_url, channel))
    yield kliping("crawl", "odd", "--data", str(data)), data
    server.socket.close()


def test_body_over_the_limit_names_the_limit(crawled):
    _run, data = crawled
    (lead,) = rows(data, "SELECT reason FROM leads WHERE url LIKE '%body-of-forty-megabytes'")
    assert lead["reason"] == "more than 33554432 bytes"


def test_run_ends_well(crawled):
    run, _data = crawled
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert " ERROR " not in run.stderr


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_ends_in_an_outcome(crawled, name):
    _run, data = crawled
    (lead,) = rows(data, "SELECT state, reason FROM leads WHERE url LIKE ?", f"%berita-uji-{name}")
    assert lead["state"] in ANSWERS[name][1], tuple(lead)
    assert lead["reason"] or lead["state"] in {"archived", "alias"}
