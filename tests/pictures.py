"""Pictures for the docs, of the demo papers' archive after some days: make pictures.

.venv/bin/python tests/pictures.py [FOLDER]
"""

import logging
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from chromium import browsing, served
from harness import ROOT, write_site
from months import crawl_through, run_reactor
from papers import END

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import serve, site_toml
from pipelines.commands.report import write_report

DAYS, HOURS, STORIES, SEED = (
    4,
    6,
    60,
    1,
)  # the papers are crawled every so many hours: corrections are seen when looked for
SIZE = {"width": 1100, "height": 760}
# An article that says most of its history, a story that spread furthest.
CHANGED = (
    "SELECT uid FROM articles JOIN versions ON article_id = articles.id WHERE kind IS NOT NULL AND cause = 'publisher'"
    " ORDER BY kind <> 'figure', uid LIMIT 1"
)
SPREAD = "SELECT uid FROM stories JOIN articles ON articles.id = stories.id ORDER BY sites DESC, articles DESC, uid LIMIT 1"


def main() -> None:
    """Crawl, serve, take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary)
        run_reactor(crawl(data))
        changed, spread = (_ask(data, question) for question in (CHANGED, SPREAD))
        pages = {
            "home": "",
            "search": "search?q=banjir",
            "article": f"article/{changed}",
            "diff": f"article/{changed}/diff",
            "story": f"story/{spread}",
            "charts": "-/dashboards/archive",
        }
        report = data / "report.html"
        write_report(data, report)
        with served(data) as address, browsing() as browser:
            for name, page in pages.items():
                _take(browser, address + page, folder / f"{name}.png")
            _take(browser, report.as_uri(), folder / "report.png")


async def crawl(data: Path) -> None:
    """Archive some days of the demo papers as they went by."""
    start = END - timedelta(days=DAYS)
    newsroom = Newsroom.draw(SEED, STORIES, start=start, end=END, clock=Clock(start))
    with serve(newsroom) as press:
        for paper in press.papers:
            write_site(data, site_toml(paper))
        await crawl_through(press, data, start, END, timedelta(hours=HOURS))


def _ask(data: Path, question: str) -> str:
    with closing(sqlite3.connect(data / "archive.db")) as archive:
        return str(archive.execute(question).fetchone()[0])


def _take(browser: object, address: str, path: Path) -> None:
    page = browser.new_page(viewport=SIZE)  # type: ignore[attr-defined]
    page.goto(address, wait_until="networkidle")
    if "dashboards" in address:
        page.wait_for_selector(".chart svg")
    page.screenshot(path=path)
    page.close()
    print(f"{path}: {path.stat().st_size // 1024} KiB")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
