"""How fast the views answer on a big archive: processor time, the better of two.

.venv/bin/python tests/benchmarks/archive_views.py [ARTICLES]
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE

BEGIN = datetime(2024, 1, 1)  # noqa: DTZ001 - an article a minute from here on
KINDS = ("figure", "headline", "wording", "paragraph-added")
SITES = 50
QUESTIONS = {
    "a site's figures, newest first": "SELECT uid, url, seen_at, before, after FROM article_changes"
    " WHERE site = 's7' AND kind = 'figure' AND cause = 'publisher' ORDER BY seen_at DESC LIMIT 20",
    "all figures, newest first": "SELECT uid, url, before, after FROM article_changes WHERE kind = 'figure'"
    " ORDER BY seen_at DESC LIMIT 20",
    "an article's versions": "SELECT * FROM article_versions WHERE uid = '{uid}'",
    "an article's changes": "SELECT * FROM article_changes WHERE uid = '{uid}'",
    "an article's captures": "SELECT * FROM article_captures WHERE uid = '{uid}'",
    "what is gone of a site": "SELECT uid, title, state_since FROM article_presence"
    " WHERE site = 's0' AND state = 'gone' ORDER BY state_since",
    "delay of corrections by kind": "SELECT kind, count(*), avg(julianday(seen_at) - julianday(published_at))"
    " FROM article_versions WHERE cause = 'publisher' AND kind IS NOT NULL GROUP BY kind",
    "corrections of a month": "SELECT kind, count(*) FROM article_versions WHERE kind IS NOT NULL"
    " AND seen_at >= '2024-01-01' AND seen_at < '2024-02-01' GROUP BY kind",
    "a site's days": "SELECT * FROM articles_by_day WHERE site = 's7'",
    "all days": "SELECT count(*), sum(articles) FROM articles_by_day",
}


def main() -> None:
    """Fill an archive, one article in ten corrected once and one in 500 gone, and ask."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        db = open_for_writing(Path(folder) / "archive.db", ARCHIVE)
        fill(db.conn, size)
        print(f"{size:,} articles, {(Path(folder) / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        for name, query in QUESTIONS.items():
            asked = query.format(uid=f"{size // 10 * 7:020x}")
            print(f"{name}: {min(measure(db.conn, asked) for _ in range(2)) * 1000:,.0f} ms")
        db.close()


def fill(connection: Any, size: int) -> None:
    """Write the rows that the views read."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    sites = [(f"s{n}", f"s{n}", f"https://s{n}.example/", "news", at(0)) for n in range(SITES)]
    insert(connection, "sites", "id, name, homepage, kind, first_seen_at", iter(sites))
    names = "id, uid, site_id, url, title, authors, editors, tags, published_at, published_day, first_seen_at, version, text"
    insert(connection, "articles", names, articles(size))
    names = "article_id, number, seen_at, source_kind, capture_id, part, digest, title, text, kind, follows, published_at"
    insert(connection, "versions", names, versions(size))
    connection.execute(
        "INSERT INTO changes SELECT id, 0, kind, '412', '415', 1 FROM versions WHERE kind IS NOT NULL"
    )
    connection.execute(
        "INSERT INTO watches (article_id, site_id, state, state_since, aged_from, last_checked_at, checks, unchanged, missed)"
        " SELECT id, site_id, CASE WHEN id % 500 = 0 THEN 'gone' ELSE 'live' END, first_seen_at, first_seen_at,"
        " first_seen_at, 3, 3, 0 FROM articles"
    )
    connection.execute("COMMIT")


def insert(connection: Any, table: str, names: str, found: Iterator[tuple[Any, ...]]) -> None:
    """Insert rows."""
    places = ", ".join("?" * (names.count(",") + 1))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", found)


def at(minutes: int) -> str:
    """Return a time as stored."""
    return (BEGIN + timedelta(minutes=minutes)).isoformat() + "Z"


def articles(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield articles, those that were corrected with the second version's number."""
    text = "Banjir rendam rumah warga. " * 8
    for n in range(1, size + 1):
        site, version = f"s{n % SITES}", 1 + (n % 10 == 0)
        url, title = f"https://{site}.example/{n}", f"Judul {n}"
        yield n, f"{n:020x}", site, url, title, "[]", "[]", "[]", at(n), at(n)[:10], at(n), version, text


def versions(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield a version of each article, and of each tenth another one five hours later."""
    for n in range(1, size + 1):
        own = ("Judul", "Banjir") if n % 10 == 0 else (None, None)
        yield n, 1, at(n), "page", n, 0, "d" * 64, *own, None, None, at(n)
        if n % 10 == 0:
            yield n, 2, at(n + 300), "page", n, 0, "e" * 64, None, None, KINDS[n // 10 % 4], 1, at(n)


def measure(connection: Any, query: str) -> float:
    """Return the processor time of a query."""
    begin = time.process_time()
    connection.execute(query).fetchall()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
