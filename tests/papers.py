"""The demo papers against an archive of them: what is missing, invented, doubled or different."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harness import DELAY, hurried, rows, write_site

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import Press, serve, site_toml
from crawler.demo.truth import Truth

END = datetime(2026, 3, 20, 7, 30, tzinfo=UTC)
NOW = "2026-03-20T07:30:00Z"


@contextmanager
def printing(
    data: Path, seed: int, stories: int = 60, delay: float = DELAY, planted: int = 0
) -> Iterator[Press]:
    """Serve the papers of a seed as of NOW, with their site files in DIR/sites. At the end they have seen no crawl hurry."""
    newsroom = Newsroom.draw(
        seed, stories, start=END - timedelta(days=7), end=END, clock=Clock(END), planted=planted
    )
    with serve(newsroom) as press:
        for paper in press.papers:
            write_site(data, site_toml(paper, delay))
        yield press
        for paper in press.papers:
            assert hurried((hit.at for hit in paper.requests), delay) == [], paper.outlet.id


def site_ids(press: Press) -> list[str]:
    """Return the papers' site ids."""
    return [paper.outlet.id for paper in press.papers]


def differences(data: Path, truths: Iterable[Truth]) -> list[str]:
    """Return a line for each way in which the archive is not the truth."""
    found = {row["url"]: row for row in rows(data, "SELECT * FROM articles")}
    wanted = {truth.url: truth for truth in truths}
    lines = [f"missing: {url}" for url in sorted(wanted.keys() - found.keys())]
    lines += [f"invented: {url}: {found[url]['title']}" for url in sorted(found.keys() - wanted.keys())]
    for url in sorted(wanted.keys() & found.keys()):
        lines += _differ(wanted[url], dict(found[url]))
    return lines


def _differ(truth: Truth, row: dict[str, object]) -> Iterator[str]:
    told = {
        "title": truth.title,
        "text": truth.text,
        "authors": sorted(truth.authors),
        "published_at": truth.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M"),
    }
    got = {
        "title": row["title"],
        "text": row["text"],
        "authors": sorted(json.loads(str(row["authors"]))),
        "published_at": str(row["published_at"])[:16]
        if "Z" in str(row["published_at"])
        else row["published_at"],
    }
    for name, value in told.items():
        if got[name] != value:
            wanted, found = str(value).split("\n"), str(got[name]).split("\n")
            lost = [line for line in wanted if line not in found]
            added = [line for line in found if line not in wanted]
            yield f"{name}: {truth.url}\n    not found: {lost}\n    not true: {added}"


def state_of(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what two runs over the same papers must agree in; keys, runs and times of fetching apart."""
    queries = {
        "articles": "SELECT url, title, text, authors, published_at, version FROM articles ORDER BY url",
        "leads": "SELECT key, state, reason FROM leads ORDER BY key",
        "versions": "SELECT url, number, digest FROM versions JOIN articles ON articles.id = article_id ORDER BY 1, 2",
        "channels": "SELECT url, kind, walk_since, empty_hints FROM channels ORDER BY url",
        "watches": "SELECT url, watches.state, checks, unchanged, missed, last_checked_at, next_check_at, hinted_by"
        " FROM watches JOIN articles ON articles.id = article_id ORDER BY url",
        "checks": "SELECT url, since, until, times, finding, status, payload_digest, checks.version"
        " FROM checks JOIN articles ON articles.id = article_id ORDER BY 1, 2",
        "presence": "SELECT url, number, state, since FROM presence JOIN articles ON articles.id = article_id ORDER BY 1, 2",
        "removed": "SELECT url, blocks.text, reason, rule FROM removals JOIN blocks ON blocks.id = block_id"
        " JOIN versions ON versions.id = version_id JOIN articles ON articles.id = article_id ORDER BY 1, 2, 3, 4",
    }
    return {name: [tuple(row) for row in rows(data, sql)] for name, sql in queries.items()}
