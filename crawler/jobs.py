"""A crawl job: opens the archive, runs the spider over the chosen sites, and says how it went."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

# First: it looks for its own name three times, through the whole stack and all modules, which takes a third of a second
# where both are many.
import scrapy.core.downloader.contextfactory  # noqa: F401

# isort: split
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner
from scrapy.settings import BaseSettings, Settings, SettingsAttribute

import crawler.settings
from crawler.discovery import Days
from crawler.extensions.commits import NO_ROOM
from crawler.extensions.time_budget import wind_down
from crawler.frontier import Frontier, SiteQueue
from crawler.middlewares.politeness import slot_settings
from crawler.spiders.news import NewsSpider
from pipelines import clock
from pipelines.archive import SiteSummary, SiteVisit, Store, open_store
from pipelines.catalogue import Site, netloc_of
from pipelines.checkup import tell_alarms
from pipelines.exits import ExitCode
from pipelines.health import Alarm
from pipelines.learning import Learning
from pipelines.operator_file import Operator
from pipelines.visits import Job
from pipelines.watching import tell_saved
from pipelines.workers import WorkerPool

log = logging.getLogger("kliping")


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a crawl went: its exit code, and a line a site for the reader."""

    exit_code: ExitCode
    lines: tuple[str, ...]


class RunSettings(Settings):
    """Settings whose values nobody changes within a run: deep copies of them are a tenth of a job without news."""

    def copy(self) -> Self:
        """Return settings that can be set, or frozen, apart from these."""
        return _apart(self)


S = TypeVar("S", bound=BaseSettings)


def _apart(settings: S) -> S:
    """Copy settings, and those within them: the dictionaries of components."""
    copied = copy(settings)
    copied.attributes = {}
    for name, held in settings.attributes.items():
        value = _apart(held.value) if isinstance(held.value, BaseSettings) else held.value
        copied.attributes[name] = SettingsAttribute(value, held.priority)
    return copied


def scrapy_settings(
    sites: Iterable[Site],
    operator: Operator,
    max_minutes: float | None = None,
    *,
    fresh_robots: bool = False,
) -> Settings:
    """Return the settings of a run over these sites; `fresh_robots`: it believes no robots.txt that the archive holds."""
    sites = list(sites)
    addresses = [(site.id, url) for site in sites for url in _own_addresses(site)]
    settings = RunSettings()
    settings.setmodule(crawler.settings, priority="project")
    settings.set("USER_AGENT", operator.user_agent, priority="cmdline")
    settings.set("KLIPING_MAX_SECONDS", 60 * (max_minutes or 0), priority="cmdline")
    settings.set("KLIPING_FRESH_HOST_FILES", fresh_robots, priority="cmdline")
    settings.set("DOWNLOAD_SLOTS", slot_settings(sites), priority="cmdline")
    settings.set(
        "KLIPING_SITE_OF_NETLOC", {netloc_of(url): site for site, url in addresses}, priority="cmdline"
    )
    settings.set("KLIPING_TRUSTED_NETLOCS", {netloc_of(url) for _, url in addresses}, priority="cmdline")
    return settings


def _own_addresses(site: Site) -> list[str]:
    return [site.homepage, *(spec.url for spec in site.discovery.channels)]


class Crawl:
    """One crawl of an open archive: started in a running event loop or before that, closed when it has ended."""

    def __init__(
        self,
        store: Store,
        workers: WorkerPool,
        sites: Iterable[Site],
        runner: AsyncCrawlerRunner,
        *,
        due_only: bool = False,
        days: Days | None = None,
    ) -> None:
        sites = list(sites)
        store.sync_sites(sites)
        self.store, self._sites, self._started_at = store, sites, clock.now()
        self._run_id = store.start_run([site.id for site in sites])
        seconds = runner.settings.getfloat("KLIPING_MAX_SECONDS")
        self._frontier = Frontier(store, sites, due_only=due_only, days=days, max_seconds=seconds)
        self._crawler = runner.create_crawler(NewsSpider)
        job = Job(store, workers, Learning(store))
        self.task = runner.crawl(self._crawler, job=job, frontier=self._frontier)

    def close(self) -> JobReport:
        """Write how the crawl went into its run, and return it."""
        self._frontier.close()
        assert self._crawler.stats is not None
        stats = self._crawler.stats.get_stats()
        exit_code = _exit_code(stats, self._frontier)
        outcome = "stopped" if _is_stopped(exit_code, self._frontier) else exit_code.name.lower()
        self.store.finish_run(self._run_id, outcome, _counts(stats, self._frontier))
        visits = [visit for queue in self._frontier.queues.values() if (visit := _visit_of(queue))]
        self.store.health.note_run(visits, self._started_at)
        alarms = [alarm for alarm in self.store.health.judge(self._sites) if self._concerns(alarm)]
        if alarms and exit_code in {ExitCode.OK, ExitCode.SOME_FAILED}:
            exit_code = ExitCode.SITE_BROKE
        due = self._frontier.due_leads()
        lines = [*_tell(self._frontier, self.store.site_summary(), due), *map(_tell_alarm, alarms)]
        return JobReport(exit_code, tuple(lines))

    def _concerns(self, alarm: Alarm) -> bool:
        """Tell whether an alarm is open, of a site of this run (or of all), and nobody said that he knows."""
        ours = alarm.site_id in {"", *self._frontier.queues}
        return alarm.is_open and ours and not alarm.is_acked(clock.now())


class Process(AsyncCrawlerProcess):
    """Scrapy's process; a first Ctrl-C or SIGTERM ends the visits under way, and waits for no pause of a site."""

    async def stop(self) -> None:
        """Wind every crawl down, then stop it."""
        for crawler_ in self.crawlers:
            wind_down(crawler_, "interrupted")
        await super().stop()


def run_crawl(
    data: Path,
    sites: Iterable[Site],
    operator: Operator,
    max_minutes: float | None = None,
    *,
    due_only: bool = False,
    days: Days | None = None,
    fresh_robots: bool = False,
) -> JobReport:
    """Crawl the sites into DIR's archive until nothing is left to do, or the time is over; blocks.

    With `due_only`, a channel is polled when its time has come; else all are. With `days`, none is: their lists are
    walked back to the articles of these days.

    Raises LockedError when another run holds the archive. Can be called once a process: Twisted's reactor does not
    start twice. Whoever has it running awaits `crawl`, as often as he likes.
    """
    sites = list(sites)
    with open_store(data, "crawl", operator.disk_floor) as store, WorkerPool() as workers:
        settings = scrapy_settings(sites, operator, max_minutes, fresh_robots=fresh_robots)
        process = Process(settings)
        crawl_run = Crawl(store, workers, sites, process, due_only=due_only, days=days)
        process.start()
        return conclude(crawl_run, operator)


async def crawl(
    store: Store,
    workers: WorkerPool,
    sites: Iterable[Site],
    operator: Operator,
    *,
    due_only: bool = False,
    days: Days | None = None,
) -> JobReport:
    """Crawl the sites once into an archive that is open.

    Needs Twisted's asyncio reactor, running; beyond loopback with the caching resolver that AsyncCrawlerProcess installs:
    the address guard counts on it.
    """
    sites = list(sites)
    runner = AsyncCrawlerRunner(scrapy_settings(sites, operator))
    crawl_run = Crawl(store, workers, sites, runner, due_only=due_only, days=days)
    await crawl_run.task
    return conclude(crawl_run, operator)


def conclude(crawl_run: Crawl, operator: Operator) -> JobReport:
    """Close a crawl that has ended, and tell the operator which alarms it raised or ended, and what saved searches found."""
    report = crawl_run.close()
    tell_alarms(crawl_run.store, operator)
    return replace(report, lines=(*report.lines, *tell_saved(crawl_run.store, operator)))


def _visit_of(queue: SiteQueue) -> SiteVisit | None:
    """Return how a site took this run; None where its lists were not asked for, which tells nothing."""
    site_id, verdict = queue.site.id, queue.standing.verdict
    if verdict is not None and verdict.word == "BLOCKED":
        return SiteVisit(site_id, "blocked", verdict.reason)
    if queue.polls_read:
        return SiteVisit(site_id, "served")
    if queue.standing.blocks:  # fewer than make it left alone, and nothing else
        return SiteVisit(site_id, "blocked", queue.standing.challenge)
    if verdict is not None and verdict.word == "FAILED":
        return SiteVisit(site_id, "failed", verdict.reason)
    return SiteVisit(site_id, "failed", queue.errors[0]) if queue.errors else None


def _tell_alarm(alarm: Alarm) -> str:
    more = f" (and {len(alarm.evidence) - 1} more)" if len(alarm.evidence) > 1 else ""
    named = alarm.site_id or "network"
    return f"{named}: ALARM {alarm.kind} since {clock.to_iso(alarm.since)}: {alarm.evidence[0].told}{more}"


def _exit_code(stats: dict[str, Any], frontier: Frontier) -> ExitCode:
    if stats.get("finish_reason") == NO_ROOM:
        return ExitCode.DISK
    if stats.get("finish_reason") != "finished":
        return ExitCode.INTERRUPTED
    failed = any(queue.failed for queue in frontier.queues.values())
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _is_stopped(exit_code: ExitCode, frontier: Frontier) -> bool:
    """Tell whether the run reached its time budget, and ended well for that."""
    return bool(frontier.stopped) and exit_code in {ExitCode.OK, ExitCode.SOME_FAILED}


def _counts(stats: dict[str, Any], frontier: Frontier) -> dict[str, int]:
    """Return what a run counted; of later looks also how many were due, and how many are left."""
    own = {key.removeprefix("kliping/"): value for key, value in stats.items() if key.startswith("kliping/")}
    done = sum(queue.revisits.done for queue in frontier.queues.values())
    left = frontier.due_looks()
    log.info("later looks at articles: %d due, %d done, %d left", done + left, done, left)
    hinted = sum(queue.revisits.hinted for queue in frontier.queues.values())
    looks = {"looks/due": done + left, "looks/done": done, "looks/left": left, "looks/hinted": hinted}
    looks["looks/vouched"] = sum(queue.revisits.vouched for queue in frontier.queues.values())
    looks["looks/due"] += looks["looks/vouched"]
    return {**own, **looks, "requests": stats.get("downloader/request_count", 0)}


def _tell(frontier: Frontier, held: Iterable[SiteSummary], due: Mapping[str, int]) -> Iterator[str]:
    """Yield a line a site: what this run brought, and what the archive holds now."""
    articles = {site.site_id: site.articles for site in held}
    for site_id, queue in frontier.queues.items():
        found = f"found {', '.join(queue.found)}; " if queue.found else ""
        brought = ", ".join(f"{count} {state}" for state, count in sorted(queue.states.items()))
        again = "; ".join(filter(None, (queue.backfills.tell(), queue.revisits.tell())))
        nothing = "" if queue.backfills.days else "nothing new"
        told = "".join(f"{part}; " for part in (brought or nothing, again) if part)
        yield f"{site_id}: {found}{told}{articles.get(site_id, 0)} articles held"
        for gap, state, count in queue.backfills.gaps:
            yield f"{site_id}: a probable gap between {gap.since} and {gap.until} is {state}, {count} articles of it were found"
        if queue.reserved:
            yield f"{site_id}: {queue.reserved} pages keep themselves from archives (noarchive, tdm-reservation)"
        verdict = queue.standing.verdict
        verdict = verdict if verdict and verdict.word != "STOPPED" else None
        if verdict:
            waiting = f"{due[site_id]} leads wait" if due[site_id] else "no lead waits"
            yield f"{site_id}: {verdict.word}, {verdict.reason}; left alone, {waiting}"
        if queue.abandoned:
            yield f"{site_id}: FAILED, {queue.abandoned} visits could not be recorded, see the log; their leads stay pending"
        elif queue.failed and not verdict:
            yield f"{site_id}: FAILED, no channel could be read: {queue.errors[0]}"
    if frontier.stopped:
        yield f"{frontier.stopped}, {sum(due.values())} leads wait"
