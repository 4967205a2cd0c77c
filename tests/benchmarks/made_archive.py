"""A big archive of made articles, as rows: newest first, as a backfill leaves them, with captures, looks and stories.

Texts are the beginnings of those of `made_texts`; past a number of them they come again, each with a number of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive_views import SITES, at, insert
from made_texts import language, make

from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE, CAPTURES
from pipelines.archive.timeline import SLOTS
from pipelines.archive.values import digest_of

DRAWN = 20_000  # texts that differ in more than a number
CHARACTERS = 1_500  # of a text
SECTIONS = ["Daerah", "Hukum", "Ekonomi", "Olahraga", None]


def fill(data: Path, size: int, *, searched: bool = True) -> None:
    """Write both files of an archive; what is not searched needs no search index, which takes most of the time."""
    db = open_for_writing(data / "archive.db", ARCHIVE)
    connection: Any = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    sites = [(f"s{n}", f"s{n}", f"https://s{n}.example/", "outlet", at(0)) for n in range(SITES)]
    insert(connection, "sites", "id, name, homepage, kind, first_seen_at", iter(sites))
    names = (
        "id, uid, site_id, url, title, authors, editors, tags, section, published_at, published_offset,"
        " published_precision, published_source, published_day, dateline_place, first_seen_at, version, text"
    )
    insert(connection, "articles", names, articles(size))
    connection.execute(
        "INSERT INTO versions (article_id, number, seen_at, source_kind, capture_id, part, digest, rules)"
        " SELECT id, 1, first_seen_at, 'page', id, 0, substr(uid || uid || uid || uid, 1, 64), 'r' FROM articles"
    )
    connection.execute(
        "INSERT INTO watches (article_id, site_id, state, state_since, aged_from, last_checked_at, checks, unchanged, missed)"
        " SELECT id, site_id, CASE WHEN id % 500 = 0 THEN 'gone' ELSE 'live' END, first_seen_at, first_seen_at,"
        " first_seen_at, 3, 3, 0 FROM articles"
    )
    add_stories(connection, size)
    connection.execute("COMMIT")
    if searched:
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO timeline (position, article_id, site_id) SELECT"
            " CAST(strftime('%s', published_at) AS INTEGER) / 60 * ?, id, site_id FROM articles ORDER BY id DESC",
            [SLOTS],
        )
        connection.execute("COMMIT")
    db.close()
    add_captures(data, size)


def articles(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield articles a minute apart, the newest with the lowest number."""
    names = language().names
    texts = [make(n).text[:CHARACTERS] for n in range(min(size, DRAWN))]
    for n in range(1, size + 1):
        minute, site = size - n, f"s{n % SITES}"
        text = f"{texts[n % len(texts)]} {n}"
        url, title = f"https://{site}.example/berita/{n}", text.partition("\n")[0][:80]
        author = f'["{names[n * 7 % 900]} {names[n * 11 % 900]}"]'
        yield (
            *(n, digest_of(url)[:20], site, url, title, author, "[]", '["banjir", "desa"]', SECTIONS[n % 5]),
            *(
                at(minute),
                480,
                "minute",
                "json-ld",
                at(minute + 480)[:10],
                names[n % 300],
                at(minute),
                1,
                text,
            ),
        )


def add_stories(connection: Any, size: int) -> None:
    """Let one article in ten be a copy of the next one."""
    connection.execute(
        "INSERT INTO stories SELECT id, 2, 1, 2, 1, published_at FROM articles WHERE id % 10 = 1 AND id < ?",
        [size],
    )
    connection.execute("INSERT INTO story_articles SELECT id, id, 1, 'first', 1.0, NULL FROM stories")
    connection.execute("INSERT INTO story_articles SELECT id + 1, id, 2, 'copy', 1.0, id FROM stories")


def add_captures(data: Path, size: int) -> None:
    """Write a small capture for each article."""
    db = open_for_writing(data / "captures.db", CAPTURES)
    connection: Any = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    page = b"x" * 400
    payloads = ((n, bytes.fromhex(digest_of(str(n))), 400, "raw", page) for n in range(1, size + 1))
    insert(connection, "payloads", "id, digest, size, codec, data", payloads)
    names = "id, url, url_hash, final_url, status, headers, fetched_at, source_kind, payload_id"
    rows = (
        (n, f"https://s.example/{n}", n, None, 200, "[]", at(size - n), "page", n) for n in range(1, size + 1)
    )
    insert(connection, "captures", names, rows)
    connection.execute("COMMIT")
    db.close()
