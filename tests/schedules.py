"""The demo papers under a job that runs every few minutes and does what is due: what it asked for, and what it missed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from harness import rows, write_site

from crawler.demo.mishaps import MOVED_TO
from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.outlet import World
from crawler.demo.post import Post
from crawler.demo.server import Press, serve, site_toml
from crawler.demo.upsets import Mishap
from crawler.demo.web import Paper
from crawler.jobs import crawl
from pipelines import clock
from pipelines.archive import open_store
from pipelines.catalogue import load_catalogue
from pipelines.operator_file import read_operator
from pipelines.workers import WorkerPool

LISTS = {  # beside each paper's feed: paths of what lists articles, without those of walks
    World.WORDPRESS: re.compile("/wp-json/wp/v2/posts|sitemap"),
    World.PORTAL: re.compile("sitemap|/indeks"),
    World.OLD: re.compile("sitemap|^/$"),
}
SHUT = {Mishap.DOWN, Mishap.WALL, Mishap.QUESTION}  # while these hold, a paper shows nothing
NO_LOOKS = "\n[revisits]\nenabled = false\n"


@dataclass
class Schedule:
    """What the papers saw of the jobs."""

    newsroom: Newsroom
    jobs: int = 0
    idle: int = 0  # jobs that found nothing due
    failed: int = 0
    moments: dict[str, list[datetime]] = field(default_factory=dict)  # paper -> when it was asked for a list
    lists: Counter[tuple[str, str, datetime]] = field(default_factory=Counter)  # (paper, target, when)
    pages: Counter[tuple[str, str]] = field(default_factory=Counter)  # (paper, target) of articles
    others: Counter[str] = field(default_factory=Counter)  # robots.txt, homepages, what the first job tried

    def note(self, press: Press, moment: datetime) -> None:
        """Take the requests of one job from the papers."""
        for paper in press.papers:
            own = paper.outlet.id
            paths = {post.path for post in self.newsroom.posts if post.outlet.id == own}
            for hit in paper.requests:
                path, _, query = hit.path.partition("?")
                self.others["5xx"] += hit.status >= 500
                if {hit.path, path} & paths:
                    self.pages[own, hit.path] += 1
                elif self.jobs > 1 and (
                    path in {paper.feed_path, MOVED_TO} or LISTS[paper.outlet.world].search(path)
                ):
                    self.lists[own, hit.path, moment] += 1
                    self.moments.setdefault(own, []).append(moment)
                else:
                    self.others[path if path in {"/", "/robots.txt"} else f"{path[:12]} {query[:6]}"] += 1
            paper.requests.clear()


async def run_jobs(
    data: Path,
    newsroom: Newsroom,
    start: datetime,
    end: datetime,
    step: timedelta,
    *,
    more: Callable[[Paper], str] = lambda _: NO_LOOKS,
    after: Callable[[datetime], None] = lambda _: None,
) -> Schedule:
    """Run a job at every step from start to end on the papers' clock; needs Twisted's reactor, running.

    `more` gives the TOML at the end of a paper's site file, `after` is told each job's time when it has ended. The portal's names no channel: a feed of ten and a sitemap of two days.
    """
    schedule = Schedule(newsroom)
    clock.set_source(newsroom.clock.now)
    with serve(newsroom) as press:
        for paper in press.papers:
            text = site_toml(paper)
            if paper.outlet.world is World.PORTAL:
                text = text[: text.index("[discovery]")] + text[text.index("[politeness]") :]
            write_site(data, text + more(paper))
        sites, operator = list(load_catalogue([data / "sites"]).values()), read_operator(data)
        with open_store(data) as store, WorkerPool(1) as workers:
            moment = start
            while moment <= end:
                newsroom.clock.set(moment)
                due = [site for site in sites if store.due(site, moment).is_now]
                schedule.jobs += 1
                schedule.idle += not due
                if due:
                    report = await crawl(store, workers, due, operator, due_only=True)
                    schedule.failed += report.exit_code != 0
                    schedule.note(press, moment)
                    after(moment)
                moment += step
    clock.set_source(None)
    return schedule


def draw(seed: int, stories: int, start: datetime, end: datetime, burst: int = 40) -> Newsroom:
    """Draw papers that have a day behind them, and on which all befalls that a newsroom knows between two moments."""
    newsroom = Newsroom.draw(seed, stories, start=start - timedelta(days=1), end=end, clock=Clock(start))
    newsroom.upset(start, end, burst)
    return newsroom


def missed(data: Path, schedule: Schedule, until: datetime) -> Iterator[tuple[Post, bool]]:
    """Yield each article published until then that is not held, and whether a poll of its paper could have seen it."""
    held = {row["url"] for row in rows(data, "SELECT url FROM articles")}
    newsroom = schedule.newsroom
    for post in newsroom.posts:
        if post.published_at <= until and newsroom.url(post) not in held:
            yield post, any(_is_shown(newsroom, post, moment) for moment in schedule.moments[post.outlet.id])


def asked_again(data: Path, schedule: Schedule) -> list[tuple[str, str, datetime]]:
    """Return which lists a job asked for more than once, but to fill a gap: (paper, target, when)."""
    walks = "SELECT url, started_at FROM backfills JOIN channels ON channels.id = channel_id WHERE gap_id IS NOT NULL"
    filled = {(urlsplit(row["url"]).path, row["started_at"]) for row in rows(data, walks)}
    return [
        (paper, target, moment)
        for (paper, target, moment), count in schedule.lists.items()
        if count > 1 and (target.partition("?")[0], clock.to_iso(moment)) not in filled
    ]


def _is_shown(newsroom: Newsroom, post: Post, moment: datetime) -> bool:
    version = post.version_at(moment)
    own = post.outlet.id
    down = any(each.mishap in SHUT and each.holds(own, moment) for each in newsroom.upsets)
    return version is not None and version.copy is not None and not down
