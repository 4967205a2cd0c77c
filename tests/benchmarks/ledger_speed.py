"""How fast the ledger of a big archive answers: seconds of the wall, the better of two.

.venv/bin/python tests/benchmarks/ledger_speed.py [LEADS]
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from archive_views import SITES, articles, at, insert

from pipelines.archive import open_archive
from pipelines.archive.connection import open_for_writing
from pipelines.archive.ledger import Scope
from pipelines.archive.schema import ARCHIVE, CAPTURES

STATES = ("not-article", "vanished", "failed", "pending")  # of one lead in fifty, in turn


def main() -> None:
    """Fill an archive of a lead a minute, half of them named by a second channel, and ask."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), size)
        print(f"{size:,} leads, {(Path(folder) / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        ask(Path(folder))


def ask(data: Path) -> None:
    """Print how long each kind of answer takes."""
    with open_archive(data) as archive:
        for whose, scope in {"all sites": Scope(), "a site": Scope("s7")}.items():
            questions: dict[str, Callable[[], object]] = {
                "by day": partial(archive.named_leads, scope, "day", of_channels=False),
                "by day and channel": partial(archive.named_leads, scope, "day", of_channels=True),
                "by month": partial(archive.named_leads, scope, "month", of_channels=False),
                "by month of publication": partial(archive.months, scope),
                "reasons": partial(archive.lead_reasons, scope),
                "gaps": partial(archive.gaps, scope),
            }
            for name, question in questions.items():
                print(f"{whose}, {name}: {min(measure(question) for _ in range(2)):.2f} s", flush=True)


def fill(data: Path, size: int) -> None:
    """Write the rows that the ledger reads."""
    open_for_writing(data / "captures.db", CAPTURES).close()
    db = open_for_writing(data / "archive.db", ARCHIVE)
    connection: Any = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    sites = [(f"s{n}", f"s{n}", f"https://s{n}.example/", "outlet", at(0)) for n in range(SITES)]
    insert(connection, "sites", "id, name, homepage, kind, first_seen_at", iter(sites))
    channels = [
        (2 * n + part, f"s{n}", f"https://s{n}.example/{kind}", kind, "homepage", at(0))
        for n in range(SITES)
        for part, kind in enumerate(("feed", "sitemap"), 1)
    ]
    insert(connection, "channels", "id, site_id, url, kind, found_in, first_seen_at", iter(channels))
    names = "id, uid, site_id, url, title, authors, editors, tags, published_at, published_day, first_seen_at, version, text"
    insert(connection, "articles", names, articles(size))
    connection.execute(
        "INSERT INTO watches (article_id, site_id, state, state_since, aged_from, last_checked_at, checks, unchanged, missed)"
        " SELECT id, site_id, CASE WHEN id % 500 = 0 THEN 'gone' ELSE 'live' END, first_seen_at, first_seen_at,"
        " first_seen_at, 3, 3, 0 FROM articles"
    )
    names = "id, site_id, key, url, title, published_at, state, reason, first_seen_at, tries, settled_at, article_id"
    insert(connection, "leads", names, leads(size))
    names = "channel_id, lead_id, walk, first_seen_at, day, is_first"
    insert(connection, "advertised", names, advertised(size))
    connection.execute("COMMIT")
    db.close()


def leads(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield a lead an article; of one in fifty nothing was archived."""
    for n in range(1, size + 1):
        site = f"s{n % SITES}"
        url = f"https://{site}.example/{n}"
        state, article = (STATES[n // 50 % 4], None) if n % 50 == n // 50 % 50 else ("archived", n)
        reason = "http 500" if state == "failed" else ""
        settled = None if state == "pending" else at(n)
        yield (
            n,
            site,
            url.removeprefix("https://"),
            url,
            f"Judul {n}",
            at(n),
            state,
            reason,
            at(n),
            0,
            settled,
            article,
        )


def advertised(size: int) -> Iterator[tuple[Any, ...]]:
    """Yield who named each lead: the feed, and half an hour later, of every second lead, the sitemap."""
    for n in range(1, size + 1):
        site = n % SITES
        yield 2 * site + 1, n, n, at(n), at(n)[:10], 1
        if n // SITES % 2:
            yield 2 * site + 2, n, n, at(n + 30), at(n + 30)[:10], 0


def measure(question: Callable[[], object]) -> float:
    """Return how long an answer takes."""
    begin = time.perf_counter()
    question()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
