"""CPU time a page: extract_article beside trafilatura with metadata, alternating over the same pages in one process.

make bench NAME=extract_cost ARGS="CORPUS [ROUNDS]": CORPUS is a folder of pages/*.html.gz (default ../shared/corpora/aeb).
Each page is different, so caches help as little as in a crawl. Prints milliseconds a page, the ratio, and where the time goes.
"""

import gzip
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from pipelines.catalogue import site_for_host
from pipelines.extract import article, body, extract_article
from pipelines.items import Capture

FETCHED = datetime(2030, 1, 1, tzinfo=UTC)
STAGES = {  # functions of article.py by the stage that they are
    "decode": ("decode", "crowded_tag"),
    "parse": ("parse_html",),
    "walk": ("read_page",),
    "metadata": ("read_json_ld", "read_meta", "read_microdata", "judge_before", "judge_after"),
    "headline": ("find_headline",),
    "region": ("find_region",),
    "text": ("select_lines", "shape_text", "detect_language", "phrases_for"),
    "dates": ("find_published",),
    "people": ("decide_people",),
    "links": ("find_parts", "find_section", "find_tags"),
}


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpora/aeb")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    payloads = [gzip.decompress(path.read_bytes()) for path in sorted(corpus.glob("pages/*.html.gz"))]
    if not payloads:
        raise SystemExit(f"extract_cost: no pages/*.html.gz in {corpus}")
    spent: dict[str, float] = defaultdict(float)
    inside: dict[str, float] = defaultdict(float)
    for payload in payloads[:3]:  # packs and patterns are loaded once in a process
        ours(payload)
        theirs(payload)
    for number in range(rounds):
        for index, payload in enumerate(payloads):
            order = (ours, theirs) if (index + number) % 2 else (theirs, ours)
            for run in order:
                start = time.process_time()
                run(payload)
                spent[run.__name__] += time.process_time() - start
    watch(inside)
    for payload in payloads:
        ours(payload)
    pages = rounds * len(payloads)
    print(f"{len(payloads)} pages of {corpus.name}, {rounds} rounds, user and system time of one process")
    print(f"extract_article {1000 * spent['ours'] / pages:6.1f} ms a page")
    print(f"trafilatura     {1000 * spent['theirs'] / pages:6.1f} ms a page, with metadata")
    print(f"ratio           {spent['ours'] / spent['theirs']:6.2f}")
    for stage, seconds in sorted(inside.items(), key=lambda found: -found[1]):
        print(f"  {stage:28s} {1000 * seconds / len(payloads):6.2f} ms a page")


def ours(payload: bytes) -> None:
    url = "https://example.test/news/2020/01/02/a-page-like-any-other"
    extract_article(
        Capture(url=url, final_url=url, status=200, headers=(), payload=payload, fetched_at=FETCHED), SITE
    )


def theirs(payload: bytes) -> None:
    trafilatura.bare_extraction(payload, url="https://example.test/news/a-page", with_metadata=True)


def watch(inside: dict[str, float]) -> None:
    """Time the stages of one extraction from here on."""
    for stage, names in STAGES.items():
        for name in names:
            setattr(article, name, timed(getattr(article, name), stage, inside))
    body._trafilatura_text = timed(body._trafilatura_text, "of region: trafilatura", inside)


def timed(function: Callable[..., Any], stage: str, inside: dict[str, float]) -> Callable[..., Any]:
    def run(*args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **named)
        finally:
            inside[stage] += time.process_time() - start

    return run


SITE = site_for_host("example.test")

if __name__ == "__main__":
    main()
