"""Articles a second through the Store, beside the same rows written by raw sqlite3.

    make bench NAME=write_rate ARGS="[ARTICLES [ROUNDS]]"

Both write the same articles of the demo papers, with text, search index, leads and captures, in the same number of commits, into the same
schema with the same pragmas. The raw side is handed finished rows, one executemany a table and commit, with foreign keys unchecked;
compression is the same work on both sides: the seconds that the Store's took are added to the raw side's. What only the Store does
(deciding what is an alias, a version, a copy of another article) is in its time; `without copies` leaves out the search for copies.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from capture_size import draw_articles
from sqlite_utils import Database

from crawler.demo.truth import Truth
from pipelines.archive import Poll, open_store, store, templates
from pipelines.archive import captures as captures_module
from pipelines.archive.schema import ARCHIVE, CAPTURES
from pipelines.archive.values import key_of
from pipelines.catalogue import Site
from pipelines.items import (
    Article,
    Capture,
    ChannelKind,
    ChannelRef,
    Lead,
    LeadState,
    Listing,
    Outcome,
    Timestamp,
)

BATCH = 40  # articles a commit: what a crawl archives in a second
Rows = list[tuple[str, list[tuple[Any, ...]]]]  # by table


def main() -> None:
    """Print a line a round, and the median of their ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    pages = draw_articles(count)
    ratios = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            ours, compression, copies = write_by_store(data / "ours", pages)
            (data / "raw").mkdir()
            raw = compression
            for name, schema in (("captures", CAPTURES), ("archive", ARCHIVE)):
                raw += write_raw(
                    data / "ours" / f"{name}.db", data / "raw" / f"{name}.db", schema, len(pages)
                )
        ratios.append((raw / ours, raw / (ours - copies)))
        print(
            f"Store {len(pages) / ours:.0f} articles/s, raw {len(pages) / raw:.0f}, ratio {raw / ours:.2f},"
            f" without copies {raw / (ours - copies):.2f} (compression {compression:.2f} s, copies {copies:.2f} of {ours:.2f} s)",
            flush=True,
        )
    whole, without = (statistics.median(each) for each in zip(*ratios, strict=True))
    print(f"median ratio {whole:.2f}, without copies {without:.2f}")


@contextmanager
def timed(*places: tuple[Any, str]) -> Iterator[list[float]]:
    """Measure the seconds that functions take, each under the name that its caller has for it."""
    seconds: list[float] = [0.0]
    before = [getattr(module, name) for module, name in places]

    def wrap(function: Any) -> Any:
        def measured(*args: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                seconds[0] += time.perf_counter() - began

        return measured

    for (module, name), function in zip(places, before, strict=True):
        setattr(module, name, wrap(function))
    try:
        yield seconds
    finally:
        for (module, name), function in zip(places, before, strict=True):
            setattr(module, name, function)


def write_by_store(data: Path, pages: list[tuple[Capture, Truth]]) -> tuple[float, float, float]:
    """Archive the pages; return the seconds, those of compression and those of the search for copies."""
    hosts = sorted({key_of(page.url).partition("/")[0] for page, _ in pages})
    sites = [Site(id=host.split(".")[0], name=host, homepage=f"http://{host}/") for host in hosts]
    of_host = dict(zip(hosts, sites, strict=True))
    with open_store(data, "benchmark", 0) as archive:
        archive.sync_sites(sites)
        for host, site in of_host.items():
            (channel,) = archive.add_channels(
                site.id, [ChannelRef(f"http://{host}/feed/", ChannelKind.FEED)], "homepage"
            )
            leads = tuple(Lead(page.url) for page, _ in pages if key_of(page.url).startswith(f"{host}/"))
            archive.record_poll(Poll(channel.id, channel.url, pages[0][0].fetched_at, listing=Listing(leads)))
        archive.flush()
        compressing = (
            (captures_module, "compress"),
            (captures_module, "pack_headers"),
            (templates, "pack"),
            (templates, "read_payload"),
            (templates, "read_pack"),
        )
        with timed(*compressing) as compression, timed((store, "weave")) as copies:
            began = time.perf_counter()
            for number, (page, truth) in enumerate(pages, start=1):
                archive.record_outcome(outcome_of(page, truth), page.fetched_at)
                if number % BATCH == 0:
                    archive.flush()
            archive.flush()
            seconds = time.perf_counter() - began
    return seconds, compression[0], copies[0]


def outcome_of(page: Capture, truth: Truth) -> Outcome:
    """Return a page as archived."""
    stamp = Timestamp(truth.published_at.replace(tzinfo=None), 0, "minute", "json-ld")
    article = Article(page.url, truth.title, truth.text, authors=truth.authors, published=stamp)
    return Outcome(key_of(page.url), LeadState.ARCHIVED, captures=(page,), article=article)


def write_raw(source: Path, target: Path, schema: Any, count: int) -> float:
    """Write the rows of a file into a new one of the same schema; return the seconds."""
    batches = list(read_batches(source, -(-count // BATCH)))
    connection = sqlite3.connect(target, isolation_level=None)
    with closing(Database(connection)) as db:
        for pragma in (f"page_size={schema.page_size}", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        schema.bring_up(db)
        began = time.perf_counter()
        for tables in batches:
            connection.execute("BEGIN IMMEDIATE")
            for table, rows in tables:
                if rows:
                    places = ", ".join("?" * len(rows[0]))
                    connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
            connection.execute("COMMIT")
        return time.perf_counter() - began


def read_batches(source: Path, batches: int) -> Iterator[Rows]:
    """Yield the rows of every table in equal parts; what SQLite and the triggers make themselves is left out."""
    found: Rows = []
    with closing(sqlite3.connect(source)) as connection:
        names = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
        ).fetchall()
        for name, statement in names:
            if name.startswith(("sqlite_", "_sqlite_", "articles_fts")) or "VIRTUAL" in statement:
                continue
            order = " ORDER BY article_id" if name == "timeline" else ""
            found.append((name, connection.execute(f"SELECT * FROM {name}{order}").fetchall()))
    for number in range(batches):
        yield [
            (name, rows[len(rows) * number // batches : len(rows) * (number + 1) // batches])
            for name, rows in found
        ]


if __name__ == "__main__":
    main()
