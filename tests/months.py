"""The demo papers over simulated days: crawled every so many minutes in one process, and compared with their own truth."""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness import rows

from crawler.demo.post import Post
from crawler.demo.server import Press
from crawler.jobs import crawl
from pipelines import clock
from pipelines.archive import open_store
from pipelines.archive.presence import rung
from pipelines.archive.vouching import AUDITED
from pipelines.catalogue import load_catalogue
from pipelines.operator_file import read_operator
from pipelines.workers import WorkerPool

CLASSES = {"typo": "wording", "figure": "figure", "headline": "headline", "added": "paragraph-added"}


@dataclass
class Month:
    """What the papers saw of the crawls: when each address was asked for, and with what status it was answered."""

    step: timedelta
    moments: list[datetime] = field(default_factory=list)
    asked: dict[str, dict[datetime, int]] = field(default_factory=dict)
    swept: dict[tuple[str, int], set[datetime]] = field(default_factory=dict)  # (paper, number of a post)
    vouched: dict[str, set[datetime]] = field(default_factory=dict)  # for which a sitemap stood that was read
    requests: int = 0
    failed_runs: int = 0


async def crawl_through(press: Press, data: Path, start: datetime, end: datetime, step: timedelta) -> Month:
    """Crawl at every step of the papers' clock from start to end; needs Twisted's reactor, running."""
    month, sites, operator = Month(step), load_catalogue([data / "sites"]), read_operator(data)
    clock.set_source(press.clock.now)
    with open_store(data) as store, WorkerPool() as workers:
        moment = start
        while moment <= end:
            press.clock.set(moment)
            report = await crawl(store, workers, sites.values(), operator)
            month.failed_runs += report.exit_code != 0
            month.moments.append(moment)
            stood_for = _stood_for(data, moment)
            for paper in press.papers:
                if any("sitemap" in hit.path and hit.status in {200, 304} for hit in paper.requests):
                    for url in stood_for:
                        if url.startswith(paper.base_url + "/"):
                            month.vouched.setdefault(url, set()).add(moment)
                for hit in paper.requests:
                    url = paper.base_url + hit.path
                    month.asked.setdefault(url, {})[moment] = hit.status
                    for number in re.findall(r"\d+", hit.path.partition("include=")[2].partition("&")[0]):
                        month.swept.setdefault((paper.outlet.id, int(number)), set()).add(moment)
                month.requests += len(paper.requests)
                paper.requests.clear()
            moment += step
    return month


def _stood_for(data: Path, moment: datetime) -> list[str]:
    """Return the articles whose look the archive says that a channel stood for in the run of a moment."""
    query = (
        "SELECT url FROM watches JOIN articles ON articles.id = article_id"
        " WHERE vouched_at = ?1 AND next_check_at > ?1"
    )
    return [row["url"] for row in rows(data, query, clock.to_iso(moment))]


def run_reactor(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on Twisted's asyncio reactor to its end; once a process."""
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed  # its type is an interface of zope's
    task = asyncio.get_event_loop().create_task(work)
    task.add_done_callback(lambda _: reactor.stop())
    reactor.run(installSignalHandlers=False)
    task.result()


class Comparison:
    """An archive against the papers' truth at the moments when it looked."""

    def __init__(self, data: Path, press: Press, month: Month) -> None:
        self.data = data
        self.newsroom = press.newsroom
        self.month = month
        self.counts: Counter[str] = Counter()
        self.delays: list[timedelta] = []  # from a correction to the look that found it

    def differences(self) -> Iterator[str]:
        """Yield a line for each way in which the archive is not what its looks could see."""
        for post in self.newsroom.posts:
            yield from self._compare(post)

    def _compare(self, post: Post) -> Iterator[str]:
        url = self.newsroom.url(post)
        article = rows(self.data, "SELECT * FROM articles WHERE url = ?", url)
        if not article:
            live = [m for m in self.month.moments if self._copy(post, m) and not self._is_locked(post, m)]
            self.counts["never seen"] += not live
            if live:
                yield f"missing: {url}"
            return
        archived_at = datetime.fromisoformat(article[0]["first_seen_at"])
        looks = [m for m in sorted(self.month.asked[url]) if m >= archived_at]
        open_looks = [m for m in looks if not self._is_locked(post, m)]
        self.counts["looks"] += len(looks) - 1
        yield from self._compare_versions(post, article[0], open_looks)
        yield from self._compare_presence(post, article[0], open_looks)
        yield from self._compare_promise(post, looks)

    def _copy(self, post: Post, moment: datetime) -> Any:
        version = post.version_at(moment)
        return version.copy if version else None

    def _is_locked(self, post: Post, moment: datetime) -> bool:
        return any(spell.hides(post, moment) for spell in self.newsroom.spells)

    def _compare_versions(self, post: Post, article: Any, looks: list[datetime]) -> Iterator[str]:
        told: list[Any] = [v for v in post.versions if v.copy and v.change != "return"]
        seen: list[int] = []  # which of them, in the order in which they were first seen
        for moment in looks:
            copy = self._copy(post, moment)
            place = next((i for i, version in enumerate(told) if version.copy == copy), None)
            if place is not None and place not in seen:
                if seen:
                    self.delays.append(moment - told[place].at)
                seen.append(place)
        self.counts["corrections"] += len(told) - 1
        self.counts["corrections that no look could see"] += len(told) - 1 - max(0, len(seen) - 1)
        found = rows(
            self.data,
            "SELECT versions.id, coalesce(versions.title, articles.title) AS title,"
            " coalesce(versions.text, articles.text) AS text FROM versions JOIN articles"
            " ON articles.id = article_id WHERE article_id = ? AND cause = 'publisher' ORDER BY number",
            article["id"],
        )
        planted = {
            block.text for block in self.newsroom.planted_on(post)
        }  # it may be learned later, or never
        texts = [
            (row["title"], "\n".join(line for line in row["text"].split("\n") if line not in planted))
            for row in found
        ]
        if texts != [(told[i].copy.headline, post.text(told[i].copy)) for i in seen]:
            yield f"versions: {article['url']}: {len(found)} found, wanted {[told[i].change for i in seen]}"
            return
        for row, before, place in zip(found[1:], seen, seen[1:], strict=False):
            kinds = {
                kind
                for (kind,) in rows(self.data, "SELECT kind FROM changes WHERE version_id = ?", row["id"])
            }
            classes = {CLASSES[version.change] for version in told[before + 1 : place + 1]}
            self.counts["versions"] += 1
            if kinds != classes:
                yield f"class: {article['url']}: {sorted(kinds)}, wanted {sorted(classes)}"

    def _compare_presence(self, post: Post, article: Any, looks: list[datetime]) -> Iterator[str]:
        """Compare the steps with what follows from the looks: (state, since)."""
        wanted: list[tuple[str, str]] = []
        missed: list[datetime] = []
        state = "live"
        for moment in looks:
            before = state
            if self._copy(post, moment):
                if missed:
                    state = "returned" if state == "gone" or len(missed) > 1 else "live"
                missed = []
            else:
                missed.append(moment)
                status = self.month.asked[article["url"]][moment]
                enough, days = (2, 1) if status == 410 else (3, 2)
                long = len(missed) >= enough and moment - missed[0] >= timedelta(days=days)
                state = "gone" if long or state == "gone" else "suspect"
            if state != before:
                wanted.append((state, clock.to_iso(moment)))
        query = "SELECT state, since FROM presence WHERE article_id = ? ORDER BY number"
        steps = [tuple(row) for row in rows(self.data, query, article["id"])]
        self.counts.update(f"became {state}" for state, _ in steps)
        if steps != wanted:
            yield f"presence: {article['url']}: {steps}, wanted {wanted}"

    def _compare_promise(self, post: Post, looks: list[datetime]) -> Iterator[str]:
        """Say where an article that could be seen waited longer for its next look than the ladder and the next job allow.

        Where the paper's system or a sitemap that was read stood for it, no look was promised then; but one in ten is.
        """
        url = self.newsroom.url(post)
        swept = self.month.swept.get((post.outlet.id, post.number), set())
        vouched = self.month.vouched.get(url, set()) - swept - {*looks}
        self.counts["looks that a sitemap stood for"] += len(vouched)
        kept = sorted({*looks, *swept, *vouched})
        for last, following in zip(kept, [*kept[1:], self.month.moments[-1]], strict=True):
            if any(
                spell.paper == post.outlet.id and spell.start <= following and last < spell.end
                for spell in self.newsroom.spells
            ):
                continue  # a paper that locks its readers out is left in peace
            gone = not self._copy(post, last) or not self._copy(post, following)
            every = rung(last - post.published_at)
            if not gone and every and following - last > every + self.month.step:
                yield f"late: {url}: looked at {last} and then {following}"
        for last, following in pairwise(looks):
            between = sum(last < moment < following for moment in vouched)
            if between >= AUDITED:
                yield f"unaudited: {url}: stood for {between} times between {last} and {following}"
