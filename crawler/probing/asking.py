"""How the steps of a probe ask: an address is fetched once, a payload is parsed in a worker."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crawler.discovery import parse_listing
from crawler.probing.survey import ProbeError, Prospect
from pipelines import clock
from pipelines.catalogue import Network, Site
from pipelines.extract import RESERVATIONS, extract_unless_reserved
from pipelines.extract.learned import Learned
from pipelines.items import Article, Capture, ChannelKind, Listing, Rejection


class Fetched(NamedTuple):
    """A response: as a capture, and with its headers joined by name in lower case."""

    capture: Capture
    headers: Mapping[str, str]


Fetch = Callable[[str, bool], Awaitable[Fetched]]  # (address, whether of an article); raises ProbeError
Run = Callable[..., Awaitable[Any]]  # a pure function in a worker process; raises ProbeError


@dataclass(slots=True)
class Asker:
    """One site, and the ways to ask it."""

    prospect: Prospect
    site: Site  # as far as it is known
    fetch: Fetch
    run: Run
    networks: Mapping[str, Network]
    pages: dict[str, Fetched] = field(default_factory=dict)
    learned: Learned | None = None  # what the site is known to repeat on its pages

    async def get(self, url: str, *, of_article: bool = False) -> Fetched:
        """Return the answer of an address with status 200, which is asked once; raises ProbeError for any other."""
        if url not in self.pages:
            self.pages[url] = await self.fetch(url, of_article)
        fetched = self.pages[url]
        if fetched.capture.status != 200:
            raise ProbeError(f"http {fetched.capture.status}")
        return fetched

    async def parse(self, kind: ChannelKind, fetched: Fetched) -> Listing:
        """Parse one page of a channel; raises ProbeError."""
        page = fetched.capture
        listing: Listing = await self.run(
            parse_listing, kind, page.payload, page.final_url, fetched.headers, self.site, clock.now()
        )
        return listing

    async def extract(self, capture: Capture, site: Site) -> Article:
        """Extract a page as a crawl does; raises ProbeError where it is no article, or keeps itself from archives."""
        result: Article | Rejection = await self.run(extract_unless_reserved, capture, site, self.learned)
        if isinstance(result, Rejection):
            why = "it keeps itself from archives" if result.reason in RESERVATIONS else result.detail
            raise ProbeError(f"{result.reason}: {why}" if why else result.reason)
        return result
