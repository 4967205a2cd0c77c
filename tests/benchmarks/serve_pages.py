"""How soon `kliping serve` answers on a big archive: the first request of a server just started, the file out of memory, and the next.

    make bench NAME=serve_pages ARGS="[ARTICLES [FOLDER [PAGE...]]]"

FOLDER: where the archive is made, and found again the next time; without it, it is made anew and deleted. PAGE: the beginning
of a page's name here; without it, all pages.
"""

import os
import random
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive_views import at, insert, versions
from harness import start
from made_texts import make

from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE, CAPTURES
from pipelines.archive.timeline import SLOTS

SITES, SECTIONS, PLACES, PARTS, PARAGRAPHS = 300, 40, 500, 2_000, 4
PAGES = {
    "home": "",
    "search, all": "search",
    "search, a common word": "search?q={common}",
    "search, a rare word": "search?q={rare}",
    "search, a phrase": "search?q=%22{phrase}%22",
    "words, a common word by month": "words?q={common}&by=month",
    "words, a rare word by site": "words?q={rare}&by=site",
    "article": "article/{uid}",
    "what changed": "article/{uid}/diff",
    "story": "story/{story}",
    "stories": "stories",
    "table with facets": "archive/articles",
    "facets, one section": "archive/articles?section=Rubrik+7",
    "facets, one site": "archive/articles?site_id=s7",
    "chart: articles by day": "archive/days?site=",
    "question: corrections": "archive/corrections?kind=&site=",
    "question: largest stories": "archive/largest",
    "question: republishers": "archive/republishers",
    "tables": "archive",
}


def main() -> None:
    """Make the archive where there is none, and time each page."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        if not (data / "archive.db").exists():
            made_in = time.monotonic()
            fill(data, size)
            print(f"made in {time.monotonic() - made_in:,.0f} s")
        else:
            open_for_writing(data / "archive.db", ARCHIVE).close()  # of an earlier schema, perhaps
        print(f"{size:,} articles, {(data / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        part = make(1).text.split()
        told = {
            "uid": f"{size // 10 * 7 // 10 * 10:020x}",
            "story": f"{size // 2 // 9 * 9 + 1:020x}",
            "common": "ekor",
            "rare": "langka7",
            "phrase": "+".join(part[3:5]),
        }
        wanted = sys.argv[3:]
        for name, page in PAGES.items():
            if wanted and not any(name.startswith(each) for each in wanted):
                continue
            begun, *answers = measure(data, page.format(**told))
            shown = [f"{wall * 1000:,.0f} ms ({cpu * 1000:,.0f} of processor)" for wall, cpu in answers]
            print(f"{name}: {', then '.join(shown)}; server up after {begun:.1f} s", flush=True)


def measure(data: Path, page: str) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """Return how long a new server takes to start, to answer first, and to answer again; answers with its processor time."""
    forget(data / "archive.db")
    begin = time.monotonic()
    server = start("serve", "--port", "0", "--data", str(data))
    assert server.stdout is not None
    address = server.stdout.readline().split(" is at ")[1].split()[0]
    probe(address)
    begun = time.monotonic() - begin
    forget(data / "archive.db")
    times = []
    for _ in range(2):
        begin, worked = time.monotonic(), processor_time(server.pid)
        try:
            with urllib.request.urlopen(address + page, timeout=60) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            print(f"{page}: {error}")
        times.append((time.monotonic() - begin, processor_time(server.pid) - worked))
    server.send_signal(signal.SIGINT)
    server.communicate()
    return begun, times[0], times[1]


def processor_time(pid: int) -> float:
    """Return the seconds that a process has worked."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def probe(address: str) -> None:
    """Wait until the server answers: with a file of its own, which asks nothing of the archive."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}-/kliping/kliping.css", timeout=60).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def forget(path: Path) -> None:
    """Drop a file from the system's memory, as after a start of the machine."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def fill(data: Path, size: int) -> None:
    """Write the rows that the pages read."""
    data.mkdir(parents=True, exist_ok=True)
    open_for_writing(data / "captures.db", CAPTURES).close()
    db = open_for_writing(data / "archive.db", ARCHIVE)
    connection = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -500000")
    connection.execute("DROP TRIGGER timeline_insert")  # the index is built at once
    connection.execute("BEGIN")
    sites = [(f"s{n}", f"Situs {n}", f"https://s{n}.example/", "outlet", at(0)) for n in range(SITES)]
    insert(connection, "sites", "id, name, homepage, kind, first_seen_at", iter(sites))
    names = (
        "id, uid, site_id, url, title, authors, editors, tags, section, dateline_place, published_at, published_offset,"
        " published_precision, published_source, published_day, first_seen_at, version, text"
    )
    insert(connection, "articles", names, articles(size))
    names = "article_id, number, seen_at, source_kind, capture_id, part, digest, title, text, kind, follows, published_at"
    insert(connection, "versions", names, versions(size))
    for statement in ROWS:
        connection.execute(statement)
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.execute(
        "CREATE TRIGGER timeline_insert AFTER INSERT ON timeline BEGIN INSERT INTO articles_fts (rowid, title, text)"
        " SELECT new.position, title, text FROM articles WHERE id = new.article_id; END"
    )
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


ROWS = (
    f"INSERT INTO timeline SELECT CAST(strftime('%s', published_at) AS INTEGER) / 60 * {SLOTS}, id, site_id FROM articles",
    "INSERT INTO changes SELECT id, 0, kind, '412', '415', 1 FROM versions WHERE kind IS NOT NULL",
    (
        "INSERT INTO watches (article_id, site_id, state, state_since, aged_from, last_checked_at, checks, unchanged, missed)"
        " SELECT id, site_id, CASE WHEN id % 500 = 0 THEN 'gone' ELSE 'live' END, first_seen_at, first_seen_at,"
        " first_seen_at, 3, 3, 0 FROM articles"
    ),
    # Three articles in a row are a story: one article in three is of one.
    "INSERT INTO stories SELECT id, 3, 2, 3, 1, published_at FROM articles WHERE id % 9 = 1 AND id + 2 <= (SELECT max(id) FROM articles)",
    "INSERT INTO story_articles SELECT id, id, 1, 'first', 1.0, NULL FROM stories",
    "INSERT INTO story_articles SELECT id + 1, id, 2, 'copy', 0.98, id FROM stories",
    "INSERT INTO story_articles SELECT id + 2, id, 3, 'derived', 0.6, id FROM stories",
    (
        "INSERT INTO runs (command, program_version, sites, started_at, finished_at, outcome, counts)"
        " SELECT 'crawl', '0', '[]', first_seen_at, first_seen_at, 'ok', '{}' FROM articles WHERE id <= 2000"
    ),
)


def articles(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield articles of a hundred words or so: parts of made ones, put together by chance."""
    rng = random.Random("articles")
    parts = [part for n in range(PARTS) for part in make(n).text.split("\n")]
    for n in range(1, size + 1):
        site = f"s{int(rng.random() ** 2 * SITES)}"  # some are large
        text = "\n".join(rng.choices(parts, k=PARAGRAPHS))
        text += f"\nSeekor ekor langka{n // 50}." if n % 3 else ""
        section = f"Rubrik {int(rng.random() ** 2 * SECTIONS)}" if n % 5 else None
        place = f"Tempat {int(rng.random() ** 2 * PLACES)}" if n % 4 else None
        day = at(n)[:10]
        yield (
            n, f"{n:020x}", site, f"https://{site}.example/{n}", f"Judul {n} {text[:40]}", '["Penulis"]', "[]", "[]", section,
            place, at(n), 480, "minute", "json-ld", day, at(n), 1 + (n % 10 == 0), text,
        )  # fmt: skip


if __name__ == "__main__":
    main()
