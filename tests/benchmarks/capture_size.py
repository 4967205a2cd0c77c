"""Bytes that a capture takes in captures.db, beside gzip a record, which is how WARC files are kept.

    make bench NAME=capture_size ARGS="[PAGES [CORPORA]]"

What is measured is the file: its pages in use after a checkpoint, with rows and indexes. The demo papers' articles are fetched half an
hour after each came out, so that the boxes beside them are always other ones; the template is what half of a paper's pages share.
CORPORA is a folder of corpora with gold.jsonl and pages/: their hosts with three or more pages, which lie years apart.
"""

import gzip
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import PAPERS, SOFTWARE
from crawler.demo.truth import Truth
from crawler.demo.web import Request
from pipelines.archive.captures import CaptureWriter, read_captured
from pipelines.archive.connection import CAPTURES_FILE, open_for_reading, open_for_writing
from pipelines.archive.schema import CAPTURES
from pipelines.items import Capture, SourceKind

END = datetime(2026, 3, 20, 7, 30, tzinfo=UTC)
PIECES = re.compile(rb"(?<=[>\n])")
BATCH = 20  # captures a commit
READS = 400
CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"


def main() -> None:
    """Print sizes and times of both sets."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    corpora = Path(sys.argv[2]) if len(sys.argv) > 2 else CORPORA
    papers = draw_papers(pages)
    print(f"demo papers: the template is {share_of_template(papers):.0%} of a page's bytes")
    measure("demo papers", papers)
    if corpora.is_dir():
        measure("corpora", list(read_corpora(corpora)))


def draw_papers(pages: int) -> list[Capture]:
    """Return article pages of the three papers, in the order in which they came out."""
    return [capture for capture, _ in draw_articles(pages)]


def draw_articles(pages: int) -> list[tuple[Capture, Truth]]:
    """Return pages with the articles on them."""
    clock = Clock(END)
    room = Newsroom.draw(1, pages * 4 // 5 + 20, start=END - timedelta(days=60), end=END, clock=clock)
    papers = {outlet.id: PAPERS[outlet.world](outlet, room) for outlet in room.outlets}
    captures: list[tuple[Capture, Truth]] = []
    truths = {truth.url: truth for truth in room.truth(deleted=True)}
    for post in sorted(room.posts, key=lambda post: (post.published_at, post.number)):
        clock.set(post.published_at + timedelta(minutes=30))
        parts = urlsplit(room.url(post))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = papers[post.outlet.id].respond(Request(path, parts.path, dict(parse_qsl(parts.query)), {}))
        if answer.status == 200 and isinstance(answer.body, bytes) and len(captures) < pages:
            own = {"Server": SOFTWARE[post.outlet.world], "Date": format_datetime(clock.now(), usegmt=True)}
            capture = to_capture(room.url(post), answer.body, {**own, **answer.headers}, clock.now())
            captures.append((capture, truths[capture.url]))
    return captures


def read_corpora(folder: Path) -> Iterator[Capture]:
    """Yield the pages of hosts that have three or more, oldest first."""
    found: list[tuple[str, str, Path]] = []
    for gold in sorted(folder.glob("*/gold.jsonl")):
        for line in gold.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            found.append(
                (str(told.get("published")), told["url"], gold.parent / "pages" / f"{told['id']}.html.gz")
            )
    hosts = Counter(urlsplit(url).hostname for _, url, _ in found)
    for _, url, path in sorted(found):
        if hosts[urlsplit(url).hostname] >= 3:
            yield to_capture(url, gzip.decompress(path.read_bytes()), {"Content-Type": "text/html"}, END)


def to_capture(url: str, body: bytes, headers: dict[str, str], at: datetime) -> Capture:
    """Return a page as fetched."""
    return Capture(url, url, 200, tuple(headers.items()), body, at, SourceKind.PAGE)


def share_of_template(captures: Iterable[Capture]) -> float:
    """Return the share of bytes in pieces (up to a tag's or a line's end) that half of a host's pages have."""
    hosts: dict[str, list[list[bytes]]] = {}
    for capture in captures:
        hosts.setdefault(urlsplit(capture.url).netloc, []).append(PIECES.split(capture.payload))
    shared = total = 0
    for pages in hosts.values():
        counts = Counter(piece for page in pages for piece in set(page))
        total += sum(len(piece) for page in pages for piece in page)
        shared += sum(len(piece) for page in pages for piece in page if counts[piece] * 2 >= len(pages))
    return shared / total


def measure(name: str, captures: list[Capture]) -> None:
    """Store captures, read some at random, and print what that took."""
    gzipped = sum(len(gzip.compress(warc_record(capture))) for capture in captures)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / CAPTURES_FILE
        took = store(path, captures)
        stored, used = look_into(path)
        empty = path.stat().st_size - used
        seconds = read_at_random(path)
        own = used - empty_file(Path(folder))
    count = len(captures)
    print(
        f"{name}: {count} captures of {sum(len(one.payload) for one in captures) // count} bytes; gzip a record"
        f" {gzipped // count}, captures.db {used // count} ({stored // count} of payloads), {used / gzipped:.3f} of gzip"
        f" ({own / gzipped:.3f} without what an empty file takes); {empty} bytes of the file are free; {1000 * took / count:.2f} ms a write,"
        f" {1000 * statistics.median(seconds):.3f} ms a read in the median, {1000 * max(seconds):.2f} at most",
        flush=True,
    )


def warc_record(capture: Capture) -> bytes:
    """Return the capture as one WARC response record."""
    written = BytesIO()
    writer = WARCWriter(written, gzip=False, warc_version="1.1")
    head = StatusAndHeaders("200 OK", list(capture.headers), protocol="HTTP/1.1")
    body = BytesIO(capture.payload)
    record = writer.create_warc_record(capture.url, "response", body, len(capture.payload), http_headers=head)
    writer.write_record(record)
    return written.getvalue()


def store(path: Path, captures: Iterable[Capture]) -> float:
    """Write captures in batches; return the seconds, commits included."""
    began = time.perf_counter()
    with closing(open_for_writing(path, CAPTURES)) as db:
        writer = CaptureWriter(db, in_batches=True)
        for number, capture in enumerate(captures):
            if number % BATCH == 0:
                if number:
                    writer.write()
                    db.execute("COMMIT")
                db.execute("BEGIN IMMEDIATE")
            writer.store(capture)
            writer.settle()
        writer.write()
        db.execute("COMMIT")
        writer.close()
    return time.perf_counter() - began


def look_into(path: Path) -> tuple[int, int]:
    """Return the bytes of payloads, and those of the file's pages that are in use."""
    with closing(open_for_reading(path, CAPTURES)) as db:
        (stored,) = db.execute("SELECT sum(length(data)) FROM payloads").fetchone()
        pages, free, size = (
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
    return stored, (pages - free) * size


def empty_file(folder: Path) -> int:
    """Return the bytes of a captures.db that holds nothing: a page for each table and index."""
    path = folder / "empty.db"
    open_for_writing(path, CAPTURES).close()
    return path.stat().st_size


def read_at_random(path: Path) -> list[float]:
    """Return the seconds of reading captures, any of them."""
    draw, seconds = random.Random(3), []
    with closing(open_for_reading(path, CAPTURES)) as db:
        known = [row[0] for row in db.execute("SELECT id FROM captures").fetchall()]
        for capture_id in draw.choices(known, k=READS):
            began = time.perf_counter()
            read_captured(db, capture_id)
            seconds.append(time.perf_counter() - began)
    return seconds


if __name__ == "__main__":
    main()
