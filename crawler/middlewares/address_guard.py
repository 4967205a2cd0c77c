"""The address guard: no request, redirected ones included, leaves for an address that is not public (SSRF)."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future

from pipelines.catalogue import netloc_of
from pipelines.urls import is_http_url

NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that is assigned
# A last label that is a number makes the whole host an IPv4 address (URL living standard, "ends in a number").
NUMBER_AT_END = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)


def refusal(url: str) -> str | None:
    """Return why an address is refused for its form alone, None where only its host's IP address can tell."""
    if not is_http_url(url):
        return "is no http or https address"
    parts = urlsplit(url)
    if "@" in parts.netloc:
        return "carries a user name or password"
    host = parts.hostname or ""
    if NUMBER_AT_END.search(host) and literal(host) is None:
        return "spells an IP address as browsers and resolvers read it, but nobody writes it"
    return None


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host is in its canonical spelling; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is on the public internet; one that carries an IPv4 address is judged by that too."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in NAT64:
        return is_public(IPv4Address(address.packed[-4:]))
    carried = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
    if carried:
        return is_public(carried)
    return address in GLOBAL_UNICAST and address.is_global


class AddressGuardMiddleware:
    """Refuses what is not public; KLIPING_TRUSTED_NETLOCS are the hosts and ports that the operator named.

    The name is looked up through the reactor's resolver, whose cache (DNSCACHE_ENABLED, kept for the whole run) gives
    the connection the same answer; the address that answered is checked once more, should the cache have lost it.
    """

    def __init__(self, trusted: frozenset[str], crawler: Crawler) -> None:
        self.trusted = trusted
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build with the netlocs that the operator's site files name."""
        return cls(frozenset(crawler.settings.get("KLIPING_TRUSTED_NETLOCS") or ()), crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request to a public or trusted address pass; raises IgnoreRequest naming URL and reason."""
        reason = refusal(request.url)
        if reason:
            raise self._refused(request.url, reason)
        if netloc_of(request.url) in self.trusted:
            return
        host = urlsplit(request.url).hostname or ""
        self._check(request.url, literal(host) or ip_address(await _look_up(host)))

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse the answer of an address that is not public, which a name may have changed to meanwhile."""
        if response.ip_address is not None and netloc_of(request.url) not in self.trusted:
            self._check(request.url, response.ip_address)
        return response

    def _check(self, url: str, address: IPv4Address | IPv6Address) -> None:
        if not is_public(address):
            raise self._refused(url, f"leads to {address}, which is not a public address")

    def _refused(self, url: str, reason: str) -> IgnoreRequest:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("kliping/guard/refused")
        shown = url if len(url) <= 300 else url[:300] + "..."
        return IgnoreRequest(f"refused: {shown} {reason}")


async def _look_up(host: str) -> str:
    """Resolve a name as the connection will: by the resolver that Scrapy installed, IPv4 only by default."""
    from twisted.internet import reactor  # noqa: PLC0415 - imported earlier, it would install the wrong reactor

    address: str = await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]
    return address
