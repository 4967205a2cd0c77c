"""A crawl job: opens the archive, runs the spider over the chosen sites, and says how it went."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

import crawler.settings
from crawler.frontier import Frontier
from crawler.middlewares.politeness import slot_settings
from crawler.spiders.news import NewsSpider
from pipelines.archive import SiteSummary, open_store
from pipelines.catalogue import Site, netloc_of
from pipelines.exits import ExitCode
from pipelines.learning import Learning
from pipelines.operator_file import Operator
from pipelines.stages import Job
from pipelines.workers import WorkerPool

log = logging.getLogger("kliping")


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a crawl went: its exit code, and a line a site for the reader."""

    exit_code: ExitCode
    lines: tuple[str, ...]


def scrapy_settings(sites: Iterable[Site], operator: Operator) -> Settings:
    """Return the settings of a run over these sites."""
    sites = list(sites)
    addresses = [(site.id, url) for site in sites for url in _own_addresses(site)]
    settings = Settings()
    settings.setmodule(crawler.settings, priority="project")
    settings.set("USER_AGENT", operator.user_agent, priority="cmdline")
    settings.set("DOWNLOAD_SLOTS", slot_settings(sites), priority="cmdline")
    settings.set(
        "KLIPING_SITE_OF_NETLOC", {netloc_of(url): site for site, url in addresses}, priority="cmdline"
    )
    settings.set("KLIPING_TRUSTED_NETLOCS", {netloc_of(url) for _, url in addresses}, priority="cmdline")
    return settings


def _own_addresses(site: Site) -> list[str]:
    return [site.homepage, *(spec.url for spec in site.discovery.channels)]


def run_crawl(data: Path, sites: Iterable[Site], operator: Operator) -> JobReport:
    """Crawl the sites into DIR's archive until nothing is due; blocks.

    Raises LockedError when another run holds the archive. Can be called once a process: Twisted's reactor does not
    start twice.
    """
    sites = list(sites)
    with open_store(data, command="crawl") as store, WorkerPool() as workers:
        store.sync_sites(sites)
        run_id = store.start_run([site.id for site in sites])
        frontier = Frontier(store, sites)
        process = AsyncCrawlerProcess(scrapy_settings(sites, operator))
        spider_run = process.create_crawler(NewsSpider)
        process.crawl(spider_run, job=Job(store, workers, Learning(store)), frontier=frontier)
        process.start()
        assert spider_run.stats is not None
        stats = spider_run.stats.get_stats()
        exit_code = _exit_code(stats, frontier)
        store.finish_run(run_id, exit_code.name.lower(), _counts(stats))
        return JobReport(exit_code, tuple(_tell(frontier, store.site_summary())))


def _exit_code(stats: dict[str, Any], frontier: Frontier) -> ExitCode:
    if stats.get("finish_reason") != "finished":
        return ExitCode.INTERRUPTED
    failed = any(queue.failed for queue in frontier.queues.values())
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _counts(stats: dict[str, Any]) -> dict[str, int]:
    own = {key.removeprefix("kliping/"): value for key, value in stats.items() if key.startswith("kliping/")}
    return {**own, "requests": stats.get("downloader/request_count", 0)}


def _tell(frontier: Frontier, held: Iterable[SiteSummary]) -> Iterator[str]:
    """Yield a line a site: what this run brought, and what the archive holds now."""
    articles = {site.site_id: site.articles for site in held}
    for site_id, queue in frontier.queues.items():
        found = f"found {', '.join(queue.found)}; " if queue.found else ""
        brought = ", ".join(f"{count} {state}" for state, count in sorted(queue.states.items()))
        yield f"{site_id}: {found}{brought or 'nothing new'}; {articles.get(site_id, 0)} articles held"
        if queue.abandoned:
            yield f"{site_id}: FAILED, {queue.abandoned} visits could not be recorded, see the log; their leads stay pending"
        elif queue.failed:
            yield f"{site_id}: FAILED, no channel could be read: {queue.errors[0]}"
