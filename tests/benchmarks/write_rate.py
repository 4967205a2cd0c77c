"""Articles a second through the Store, beside the same rows written by raw sqlite3.

    make bench NAME=write_rate ARGS="[ARTICLES [ROUNDS]]"

Both write the same articles of the demo papers, with text, search index, leads and captures, in the same number of commits, into the same
schema with the same pragmas. On both sides the leads stand there before, as a channel named them, and are settled in the time that is
taken. The raw side is handed finished rows, one executemany a table and commit, with foreign keys unchecked; compression is the same work
on both sides: the seconds of CPU that the Store's took, beside the rest in a thread of its own, are added to the raw side's. What only the
Store does (deciding what is an alias, a version, a copy of another article) is in its time; `without copies` leaves out the search for
copies. The ratios are of seconds by the wall; on a machine that does other things as well, those of CPU say more: `in its thread` is of the
one that writes articles, `of all CPU` of the whole process.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

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

BY_TRIGGERS = {"article_places", "counts", "lead_counts"}  # tables that triggers fill
BEFORE = ("sites", "channels", "leads", "advertised")  # tables that stand there before an article is written
SETTLED = ("state", "settled_at", "article_id")  # what an article makes of its lead
BATCH = 40  # articles a commit: what a crawl archives in a second
Rows = list[tuple[str, list[tuple[Any, ...]]]]  # statements, and what each is executed with


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
            raw = Seconds(compression, compression, compression)
            for name, schema in (("captures", CAPTURES), ("archive", ARCHIVE)):
                files = data / "ours" / f"{name}.db", data / "raw" / f"{name}.db"
                raw = raw.plus(write_raw(*files, schema, len(pages)))
        ratios.append(
            (
                raw.wall / ours.wall,
                raw.wall / (ours.wall - copies.wall),
                raw.cpu / ours.cpu,
                raw.all / ours.all,
            )
        )
        print(
            f"Store {len(pages) / ours.wall:.0f} articles/s, raw {len(pages) / raw.wall:.0f}, ratio {ratios[-1][0]:.2f},"
            f" without copies {ratios[-1][1]:.2f}, of CPU in its thread {ratios[-1][2]:.2f}, of all CPU {ratios[-1][3]:.2f}"
            f" (compression {compression:.2f} s, copies {copies.cpu:.2f} of {ours.cpu:.2f} s in its thread, {ours.all:.2f} s in all;"
            f" {ours.wall:.2f} s by the wall)",
            flush=True,
        )
    whole, without, cpu, in_all = (statistics.median(each) for each in zip(*ratios, strict=True))
    print(
        f"median ratio {whole:.2f}, without copies {without:.2f}, of CPU in its thread {cpu:.2f}, of all CPU {in_all:.2f}"
    )


class Seconds(NamedTuple):
    """By the clock on the wall, and of CPU in one thread and in all: on a busy machine the first says little."""

    wall: float
    cpu: float
    all: float

    @classmethod
    def now(cls) -> "Seconds":
        """Return them as they stand."""
        return cls(time.perf_counter(), time.thread_time(), time.process_time())

    def passed(self) -> "Seconds":
        """Return what passed since."""
        return Seconds(*(now - then for now, then in zip(Seconds.now(), self, strict=True)))

    def plus(self, other: "Seconds") -> "Seconds":
        """Return both together."""
        return Seconds(*map(sum, zip(self, other, strict=True)))


@contextmanager
def timed(*places: tuple[Any, str]) -> Iterator[list[Seconds]]:
    """Measure the seconds that functions take, each under the name that its caller has for it."""
    seconds = [Seconds(0.0, 0.0, 0.0)]
    before = [getattr(module, name) for module, name in places]

    def wrap(function: Any) -> Any:
        def measured(*args: Any, **named: Any) -> Any:
            began = Seconds.now()
            try:
                return function(*args, **named)
            finally:
                seconds[0] = seconds[0].plus(began.passed())

        return measured

    for (module, name), function in zip(places, before, strict=True):
        setattr(module, name, wrap(function))
    try:
        yield seconds
    finally:
        for (module, name), function in zip(places, before, strict=True):
            setattr(module, name, function)


def write_by_store(data: Path, pages: list[tuple[Capture, Truth]]) -> tuple[Seconds, float, Seconds]:
    """Archive the pages; return the seconds, those of compression (CPU) and those of the search for copies."""
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
        outcomes = [(outcome_of(page, truth), page.fetched_at) for page, truth in pages]
        compressing = (
            (captures_module, "pack_headers"),
            (templates, "compress"),
            (templates, "decompress"),
            (templates, "pack"),
            (templates, "unpack"),
        )
        with timed(*compressing) as compression, timed((store, "weave")) as copies:
            began = Seconds.now()
            for number, (outcome, fetched_at) in enumerate(outcomes, start=1):
                archive.record_outcome(outcome, fetched_at)
                if number % BATCH == 0:
                    archive.flush()
            archive.flush()
            seconds = began.passed()
    return seconds, compression[0].cpu, copies[0]


def outcome_of(page: Capture, truth: Truth) -> Outcome:
    """Return a page as archived."""
    stamp = Timestamp(truth.published_at.replace(tzinfo=None), 0, "minute", "json-ld")
    article = Article(page.url, truth.title, truth.text, authors=truth.authors, published=stamp)
    return Outcome(key_of(page.url), LeadState.ARCHIVED, captures=(page,), article=article)


def write_raw(source: Path, target: Path, schema: Any, count: int) -> Seconds:
    """Write the rows of a file into a new one of the same schema; return the seconds."""
    before, rows = read_rows(source)
    batches = [cut(rows, number, -(-count // BATCH)) for number in range(-(-count // BATCH))]
    connection = sqlite3.connect(target, isolation_level=None)
    with closing(Database(connection)) as db:
        for pragma in (f"page_size={schema.page_size}", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        schema.bring_up(db)
        connection.execute("BEGIN IMMEDIATE")
        write_all(connection, before)
        connection.execute("COMMIT")
        began = Seconds.now()
        for statements in batches:
            connection.execute("BEGIN IMMEDIATE")
            write_all(connection, statements)
            connection.execute("COMMIT")
        return began.passed()


def write_all(connection: sqlite3.Connection, statements: Rows) -> None:
    """Execute each statement with its rows."""
    for statement, rows in statements:
        if rows:
            connection.executemany(statement, rows)


def cut(statements: Rows, number: int, parts: int) -> Rows:
    """Return one of so many equal parts of each statement's rows."""
    return [
        (statement, rows[len(rows) * number // parts : len(rows) * (number + 1) // parts])
        for statement, rows in statements
    ]


def read_rows(source: Path) -> tuple[Rows, Rows]:
    """Return statements with the rows of every table: what stands there before, and what articles bring.

    What SQLite and the triggers make themselves is left out.
    """
    before: Rows = []
    found: Rows = []
    with closing(sqlite3.connect(source)) as connection:
        names = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
        ).fetchall()
        for name, statement in names:
            made = name in BY_TRIGGERS or name.startswith(("sqlite_", "_sqlite_", "articles_fts"))
            if made or "VIRTUAL" in statement:
                continue
            order = " ORDER BY article_id" if name in {"timeline", "leads"} else ""
            cursor = connection.execute(f"SELECT * FROM {name}{order}")
            columns = [column for column, *_ in cursor.description]
            insert = f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})"
            rows = cursor.fetchall()
            if name == "leads":
                fresh = {"state": "pending", "settled_at": None, "article_id": None}
                waiting = [tuple((dict(zip(columns, row, strict=True)) | fresh).values()) for row in rows]
                before.append((insert, waiting))
                update = f"UPDATE leads SET {', '.join(f'{each} = ?' for each in SETTLED)} WHERE id = ?"
                places = [columns.index(each) for each in (*SETTLED, "id")]
                found.append((update, [tuple(row[place] for place in places) for row in rows]))
            else:
                (before if name in BEFORE else found).append((insert, rows))
    return before, found


if __name__ == "__main__":
    main()
