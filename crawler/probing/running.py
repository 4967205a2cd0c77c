"""Probing a number of sites in one process."""

from collections.abc import Callable, Iterable, Mapping

from scrapy.settings import Settings

from crawler.jobs import Process, scrapy_settings
from crawler.probing.spider import Errand, ProbeSpider
from crawler.probing.survey import ProbeError, Prospect, Survey
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
    prospects = list(prospects)
    with WorkerPool() as workers:
        process = Process(_settings(prospects, operator))
        spider = process.create_crawler(ProbeSpider)
        process.crawl(spider, errand=Errand(prospects, workers, networks, zones, tell))
        process.start()
        assert spider.stats is not None
        return bool(spider.stats.get_value("finish_reason") == "finished")


def _settings(prospects: list[Prospect], operator: Operator) -> Settings:
    settings = scrapy_settings([prospect.as_site() for prospect in prospects], operator)
    trusted = {netloc_of(each.homepage) for each in prospects if each.is_trusted}
    settings.set("KLIPING_TRUSTED_NETLOCS", trusted, priority="cmdline")
    settings.set("SCHEDULER", "scrapy.core.scheduler.Scheduler", priority="cmdline")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    kept = {name: None for name in settings.getdict("EXTENSIONS") if name.startswith("crawler.")}
    settings.set("EXTENSIONS", settings.getdict("EXTENSIONS") | kept, priority="cmdline")
    return settings
