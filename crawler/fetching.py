"""One page of an address that somebody names, asked for as a crawl asks: for `kliping match URL`. Nothing is stored.

Scrapy is imported with this module.
"""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from crawler.probing.asking import Asker
from crawler.probing.prospects import homepage_of, named_by_address
from crawler.probing.running import run_errand
from crawler.probing.sampling import read_page
from crawler.probing.spider import Errand, Sitemaps
from crawler.probing.survey import ProbeError, Prospect, SamplePage
from pipelines import clock
from pipelines.archive import Archive
from pipelines.catalogue import Site, load_catalogue, netloc_of, shipped_sites
from pipelines.commands.fetched import Page, PageError
from pipelines.extract.learned import Learned
from pipelines.intake import find_site
from pipelines.operator_file import read_operator
from pipelines.urls import request_key
from pipelines.workers import WorkerPool

SECONDS = (
    120.0  # for robots.txt, the pauses and a page; a Crawl-delay of 30 s stands between each two answers
)


def fetch_page(url: str, data: Path, archive: Archive) -> Page:
    """Fetch and read an article; raises PageError saying why there is none, CatalogueError, KeyboardInterrupt.

    The site is asked by its file, where the catalogue has one, and read with what the archive learned of it. Blocks. Can be
    called once a process, as `run_crawl`.
    """
    prospect = prospect_of_page(url, data)
    site = site_of(prospect)
    _check_rest(archive, site)
    learned = Learned.from_lessons(*archive.known_lessons(site.id))
    found: list[Page | PageError] = []

    async def ask(asker: Asker, _sitemaps: Sitemaps) -> Page | PageError:
        asker.learned = learned
        try:
            return await ask_page(asker, prospect.homepage)
        except PageError as error:
            return error

    def tell(_prospect: Prospect, answer: Any) -> None:
        found.append(answer)

    with WorkerPool() as workers:
        done = run_errand(Errand([prospect], workers, {}, ask, tell, site_of), read_operator(data))
    if not done or not found:
        raise KeyboardInterrupt
    page = found[0]
    if isinstance(page, Page):
        return page
    raise PageError(str(page)) from page


def prospect_of_page(url: str, data: Path) -> Prospect:
    """Return an address with the site that it belongs to; raises PageError for one that cannot be asked, CatalogueError."""
    try:
        address = homepage_of(urldefrag(url.strip()).url)
    except (ProbeError, ValueError) as error:
        raise PageError(f"cannot be fetched: {error}") from error
    catalogue = load_catalogue([shipped_sites(), data / "sites"])
    site = find_site(address, catalogue)
    is_ours = site.id in catalogue
    if not is_ours:  # asked by the scheme and the host that were named
        site = site.model_copy(update={"homepage": f"{address.partition('://')[0]}://{netloc_of(address)}/"})
    # What a site file names is trusted in a crawl, and an IP address tells where it leads.
    trusted = named_by_address(address) or (is_ours and netloc_of(address) == site.netloc)
    return Prospect(site.id, address, site.politeness.delay, site=site, is_trusted=trusted)


def site_of(prospect: Prospect) -> Site:
    """Return the site by which a page is asked for and read."""
    assert prospect.site is not None
    return prospect.site


def _check_rest(archive: Archive, site: Site) -> None:
    until = archive.rests_until(site.id)
    if until is not None and until > clock.now():
        raise PageError(
            f"cannot be fetched: {site.id} asked to be left alone until {clock.to_iso(until)} (Retry-After)"
        )


async def ask_page(asker: Asker, url: str, seconds: float = SECONDS) -> Page:
    """Return an article with its page, a split one's further pages too; raises PageError."""
    try:
        async with asyncio.timeout(seconds):
            return await _ask(asker, url)
    except TimeoutError as error:
        raise PageError(f"cannot be fetched: its site took longer than {seconds:g} seconds") from error


async def _ask(asker: Asker, url: str) -> Page:
    try:
        first = (await asker.get(url, of_article=True)).capture
    except ProbeError as error:
        raise PageError(f"cannot be fetched: {error}") from error
    home = request_key(asker.site.homepage)
    if request_key(first.final_url) == home != request_key(url):
        raise PageError("is gone: it leads to the site's front page")
    try:
        read: SamplePage = await read_page(asker, first, asker.site)
    except ProbeError as error:
        raise PageError(f"is no article: {error}") from error
    return Page(read.article, read.captures, read.missing)
