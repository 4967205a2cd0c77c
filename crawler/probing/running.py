"""Asking a number of sites about themselves, or for a page each, in one process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from scrapy.settings import Settings

from crawler.jobs import Process, scrapy_settings
from crawler.probing.asking import Asker
from crawler.probing.spider import Errand, ProbeSpider, Sitemaps
from crawler.probing.survey import ProbeError, Prospect, Survey
from crawler.probing.surveying import read_kept, settled, survey_site
from pipelines.catalogue import Network, netloc_of
from pipelines.operator_file import Operator
from pipelines.workers import WorkerPool


def probe_sites(
    prospects: Iterable[Prospect],
    operator: Operator,
    networks: Mapping[str, Network],
    zones: Mapping[str, list[str]],
    tell: Callable[[Prospect, Survey | ProbeError], None],
) -> bool:
    """Probe sites, telling of each as soon as it is done; return whether all were done, and no Ctrl-C came between.

    Blocks. Can be called once a process, as `run_crawl`.
    """

    async def survey(asker: Asker, sitemaps: Sitemaps) -> Survey:
        found = await survey_site(asker, sitemaps, zones)
        kept = await read_kept(asker, settled(asker, found))
        return replace(found, kept=kept, requests=errand.requests[asker.prospect.id])

    with WorkerPool() as workers:
        errand = Errand(list(prospects), workers, networks, survey, tell)
        return run_errand(errand, operator)


def run_errand(errand: Errand, operator: Operator) -> bool:
    """Ask the sites of an errand; return whether all were asked, and no Ctrl-C came between.

    Blocks. Can be called once a process, as `run_crawl`.
    """
    process = Process(_settings(errand, operator))
    spider = process.create_crawler(ProbeSpider)
    process.crawl(spider, errand=errand)
    process.start()
    assert spider.stats is not None
    return bool(spider.stats.get_value("finish_reason") == "finished")


def _settings(errand: Errand, operator: Operator) -> Settings:
    settings = scrapy_settings(map(errand.site_of, errand.prospects), operator)
    trusted = {netloc_of(each.homepage) for each in errand.prospects if each.is_trusted}
    settings.set("KLIPING_TRUSTED_NETLOCS", trusted, priority="cmdline")
    settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    kept = {name: None for name in settings.getdict("EXTENSIONS") if name.startswith("crawler.")}
    settings.set("EXTENSIONS", settings.getdict("EXTENSIONS") | kept, priority="cmdline")
    return settings
