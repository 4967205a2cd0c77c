"""Articles a second without politeness: kliping beside a plain Scrapy spider that calls trafilatura inline.

    make bench NAME=crawl_rate ARGS="[STORIES]"

Both crawl the same three papers over loopback, on the cores that they share with the papers' server. The plain spider is given every
article's address; kliping finds them itself, keeps the pages and checks what it stores.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import kliping, rows
from papers import NOW, printing, site_ids

PLAIN = """
import sqlite3, sys
import scrapy, trafilatura
from scrapy.crawler import AsyncCrawlerProcess

class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for url in open(sys.argv[1]).read().split():
            yield scrapy.Request(url)
    def parse(self, response):
        found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
        if found:
            database.execute("INSERT INTO articles VALUES (?, ?, ?)", (response.url, found.title, found.text))
            database.commit()

database = sqlite3.connect(sys.argv[2])
database.execute("CREATE TABLE articles (url PRIMARY KEY, title, text)")
settings = {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "TELNETCONSOLE_ENABLED": False}
process = AsyncCrawlerProcess(settings)
process.crawl(Plain)
process.start()
print(database.execute("SELECT count(*) FROM articles").fetchone()[0])
"""


def main() -> None:
    """Print both rates and their ratio, three pairs."""
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            with printing(data, seed=1, stories=stories) as press:
                ours, articles = rate_kliping(data, site_ids(press))
                (data / "urls").write_text("\n".join(truth.url for truth in press.newsroom.truth()))
                plain = rate_plain(data)
        print(
            f"kliping {ours:.1f} articles/s ({articles}), plain {plain:.1f}, ratio {ours / plain:.2f}",
            flush=True,
        )


def rate_kliping(data: Path, names: list[str]) -> tuple[float, int]:
    """Return articles a second, and how many."""
    began = time.monotonic()
    kliping("crawl", *names, "--data", str(data), now=NOW, timeout=900)
    seconds = time.monotonic() - began
    articles: int = rows(data, "SELECT count(*) AS n FROM articles")[0]["n"]
    return articles / seconds, articles


def rate_plain(data: Path) -> float:
    """Return the plain spider's articles a second."""
    (data / "plain.py").write_text(PLAIN)
    began = time.monotonic()
    command = [sys.executable, str(data / "plain.py"), str(data / "urls"), str(data / "plain.db")]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    return int(run.stdout) / (time.monotonic() - began)


if __name__ == "__main__":
    main()
