"""What telling each story once costs a search on a big archive: wall time and peak memory, with and without --unique.

    make bench NAME=search_unique ARGS="[ARTICLES]"

Half of the articles are in stories of three, printed hours apart; one story has a thousand. The better of two runs.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from archive_views import SITES, at, insert

from pipelines.archive import Search, open_archive
from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE
from pipelines.archive.timeline import SLOTS

APART = 200  # articles between two of one story
LARGE = 1_000  # articles of the largest story
WORDS = "hujan sungai desa jalan pasar sekolah rapat polisi panen guru kapal pelabuhan".split()
QUESTIONS = {
    "the newest": Search(),
    "a word of every article": Search("banjir"),
    "a word of every article, best first": Search("banjir", order="relevance"),
    "a word of one in twelve": Search("panen"),
    "a rare word": Search("gempa"),
    "two sites": Search("banjir", sites=("s1", "s2")),
    "a week": Search("panen", since=date(2024, 1, 10), until=date(2024, 1, 17)),
    "ten thousand of a common word": Search("banjir", limit=10_000),
}


def main() -> None:
    """Fill an archive and ask."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        db = open_for_writing(data / "archive.db", ARCHIVE)
        fill(db.conn, size)
        db.close()
        print(f"{size:,} articles, {(data / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        with open_archive(data) as archive:
            for name, query in QUESTIONS.items():
                plain, once = (measure(archive, query, unique=unique) for unique in (False, True))
                print(
                    f"{name}: {plain[0] * 1000:,.1f} ms ({plain[1]}), unique {once[0] * 1000:,.1f} ms ({once[1]})"
                )
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(archive: Any, query: Search, *, unique: bool) -> tuple[float, int]:
    """Return the seconds that a search takes, and how many it finds."""
    asked = Search(**{name: getattr(query, name) for name in query.__slots__} | {"unique": unique})
    times = []
    for _ in range(2):
        began = time.perf_counter()
        found = len(archive.search(asked))
        times.append(time.perf_counter() - began)
    return min(times), found


def fill(connection: Any, size: int) -> None:
    """Write the rows that a search reads."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    sites = [(f"s{n}", f"s{n}", f"https://s{n}.example/", "outlet", at(0)) for n in range(SITES)]
    insert(connection, "sites", "id, name, homepage, kind, first_seen_at", iter(sites))
    names = "id, uid, site_id, url, title, authors, editors, tags, published_at, published_day, first_seen_at, version, text"
    insert(connection, "articles", names, articles(size))
    connection.execute(
        "INSERT INTO timeline (position, article_id, site_id) SELECT"
        " CAST(strftime('%s', published_at) AS INTEGER) / 60 * ?, id, site_id FROM articles",
        [SLOTS],
    )
    connection.execute("COMMIT")
    connection.execute("BEGIN")
    for first, members in stories(size):
        connection.execute(
            "INSERT INTO stories VALUES (?, ?, ?, 3, 1, ?)",
            [first, len(members), len(members) - 1, at(members[-1])],
        )
        rows = [
            (n, first, place, "copy" if place > 1 else "first", 1.0, first if place > 1 else None)
            for place, n in enumerate(members, start=1)
        ]
        connection.executemany("INSERT INTO story_articles VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")


def articles(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield articles, a minute apart."""
    for n in range(1, size + 1):
        site = f"s{n % SITES}"
        text = f"Banjir {WORDS[n % len(WORDS)]} {WORDS[n // 7 % len(WORDS)]} {n}" + (
            " gempa" if n % 5_000 < 3 else ""
        )
        url = f"https://{site}.example/{n}"
        yield n, f"{n:020x}", site, url, f"Judul {n}", "[]", "[]", "[]", at(n), at(n)[:10], at(n), 1, text


def stories(size: int) -> Iterator[tuple[int, list[int]]]:
    """Yield stories by their first articles."""
    large = list(range(size - LARGE * 7 + 7, size + 1, 7))  # among the newest
    yield large[0], large
    taken = set(large)
    for start in range(1, size - 6 * APART, 6 * APART):
        for first in range(start, start + APART):
            members = [first, first + APART, first + 2 * APART]
            if taken.isdisjoint(members):
                yield first, members


if __name__ == "__main__":
    main()
