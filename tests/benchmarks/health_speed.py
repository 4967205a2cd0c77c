"""How long judging takes: 300 sites with a million articles, eight weeks of days, and a run that brought 100 articles.

.venv/bin/python tests/benchmarks/health_speed.py [SITES] [ARTICLES]
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines import clock
from pipelines.archive import SiteVisit, open_store
from pipelines.archive.store import Store
from pipelines.catalogue import Site

NOW = datetime(2026, 3, 20, 7, tzinfo=UTC)
NEW = 100  # articles of the run


def main() -> None:
    """Fill an archive, and time what a run's end adds to it."""
    given = [int(argument) for argument in sys.argv[1:]]
    count, articles = (given + [300, 1_000_000][len(given) :])[:2]
    sites = [
        Site(id=f"koran{n}", name=f"Koran {n}", homepage=f"https://koran{n}.test/", language="id")
        for n in range(count)
    ]
    clock.set_source(lambda: NOW)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        store.sync_sites(sites)
        fill(store, count, articles)
        for name, new in (("a run without news", 0), (f"a run with {NEW} new articles", NEW)):
            add_articles(store, count, new)
            began = time.process_time()
            store.health.note_run([SiteVisit(site.id, "served") for site in sites], NOW)
            noted = time.process_time()
            alarms = store.health.judge(sites)
            judged = time.process_time()
            print(
                f"{name}: counted in {1000 * (noted - began):.0f} ms of CPU, judged in {1000 * (judged - noted):.0f} ms;"
                f" {len(alarms)} alarms of {count} sites, {articles} articles"
            )


def fill(store: Store, sites: int, articles: int) -> None:
    """Write what months of runs leave: articles, channels, days, standings, trends."""
    db = store._archive.conn  # nobody else fills a million rows in seconds
    old = clock.to_iso(NOW - timedelta(days=200))
    db.execute("UPDATE sites SET first_seen_at = ?", [old])
    db.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO articles (id, uid, site_id, url, title, authors, editors, tags, first_seen_at, version, text)"
        " SELECT i, 'u' || i, 'koran' || (i % ?), 'https://k.test/' || i, 't', '[]', '[]', '[]', ?, 1, 'x' FROM n",
        [articles, sites, old],
    )
    db.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO leads (id, site_id, key, url, state, first_seen_at, settled_at, published_at, article_id)"
        " SELECT i, 'koran' || (i % ?), 'k' || i, 'https://k.test/' || i, 'archived', ?, ?, ?, i FROM n",
        [articles, sites, old, old, old],
    )
    db.execute("INSERT INTO health_marks VALUES ('leads', ?)", [articles])
    for number in range(sites):
        site = f"koran{number}"
        for channel in range(30):  # four that are polled, and the sitemaps of an index
            parent = None if channel < 4 else number * 30 + 1
            db.execute(
                "INSERT INTO channels (id, site_id, url, kind, found_in, parent_id, first_seen_at, named_at, polled_at)"
                " VALUES (?, ?, ?, 'feed', 'homepage', ?, ?, ?, ?)",
                [number * 30 + channel + 1, site, f"{site}/{channel}", parent, old, old, clock.to_iso(NOW)],
            )
        for back in range(1, 57):
            day = (NOW - timedelta(days=back)).date().isoformat()
            db.execute(
                "INSERT INTO site_days VALUES (?, ?, 144, ?, 30000)", [site, day, 3 + (number + back) % 40]
            )
        new_at = clock.to_iso(NOW - timedelta(hours=number % 24))
        row = [site, "served", old, 9, clock.to_iso(NOW), "", clock.to_iso(NOW), new_at]
        db.execute("INSERT INTO site_standings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    store.flush()


def add_articles(store: Store, sites: int, count: int) -> None:
    """Write the articles of one run."""
    db, at = store._archive.conn, clock.to_iso(NOW)
    (last,) = db.execute("SELECT max(id) FROM articles").fetchone()
    for number in range(last + 1, last + 1 + count):
        site = f"koran{number % sites}"
        db.execute(
            "INSERT INTO articles (id, uid, site_id, url, title, authors, editors, tags, first_seen_at, version, text,"
            " published_at, published_precision) VALUES (?, ?, ?, ?, 't', '[]', '[]', '[]', ?, 1, ?, ?, 'minute')",
            [number, f"u{number}", site, f"https://k.test/{number}", at, "kata " * 500, at],
        )
        db.execute(
            "INSERT INTO leads (id, site_id, key, url, state, first_seen_at, settled_at, article_id)"
            " VALUES (?, ?, ?, ?, 'archived', ?, ?, ?)",
            [number, site, f"k{number}", f"https://k.test/{number}", at, at, number],
        )


if __name__ == "__main__":
    main()
