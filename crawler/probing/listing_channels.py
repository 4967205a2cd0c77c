"""Which channels a site has, how deep they are, and whether there is an index by date."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlsplit

from crawler.discovery import fill_template, find_channels, first_visit_url, local_day, probes
from crawler.discovery.homepage import FoundChannel
from crawler.probing.asking import Asker, Fetched
from crawler.probing.date_indexes import find_date_indexes, network_indexes
from crawler.probing.survey import ChannelFacts, DateIndex, Found, ProbeError
from crawler.probing.zones import Root, feed_offset, read_root, root_url
from pipelines import clock
from pipelines.items import ChannelKind, ChannelRef, Lead
from pipelines.urls import request_key

MONTH = timedelta(days=30)
PAST_DAYS = 7  # that are asked of an index by date at most: a small paper prints nothing on some
MAX_TEMPLATES = 3


@dataclass(slots=True)
class Channels:
    """What the channels told."""

    facts: list[ChannelFacts] = field(default_factory=list)
    leads: dict[ChannelKind, list[Lead]] = field(default_factory=dict)
    root: Root = field(default_factory=Root)
    feed_offset: int | None = None

    def has(self, kind: ChannelKind) -> bool:
        """Whether a channel of a kind lists articles."""
        return any(facts.kind is kind and facts.entries for facts in self.facts)


async def ask_channels(asker: Asker, home: Fetched, sitemaps: tuple[str, ...]) -> Channels:
    """Find the channels, and ask the first of each kind what it holds; where none is named, try the usual places.

    Raises ProbeError for a homepage that is no HTML.
    """
    page = home.capture
    found: Iterable[FoundChannel] = await asker.run(
        find_channels, page.payload, page.final_url, home.headers, asker.site.homepage, sitemaps
    )
    named = [each for each in found if each[0] in {"homepage", "robots.txt"}]
    channels = Channels()
    asked: set[ChannelKind] = set()
    for where, ref in named:
        facts = ChannelFacts(ref.kind, ref.url, where)
        channels.facts.append(facts if ref.kind in asked else await _ask(asker, ref, where, channels))
        asked.add(ref.kind)
    for ref in () if named else probes(asker.site.homepage):
        if not channels.has(ref.kind):
            facts = await _ask(asker, ref, "its usual place", channels)
            if facts.entries or facts.children:
                channels.facts.append(facts)
    front = await asker.parse(ChannelKind.INDEX, home)
    channels.leads.setdefault(ChannelKind.INDEX, []).extend(front.leads)
    return channels


async def _ask(asker: Asker, ref: ChannelRef, where: str, channels: Channels) -> ChannelFacts:
    """Ask a channel for its first page."""
    facts = ChannelFacts(ref.kind, ref.url, where)
    url, _ = first_visit_url(ref.url, ref.kind, asker.site, clock.now())
    try:
        fetched = await asker.get(url)
        listing = await asker.parse(ref.kind, fetched)
    except ProbeError as error:
        return replace(facts, problem=str(error), entries=0)
    channels.leads.setdefault(ref.kind, []).extend(listing.leads)
    if ref.kind is ChannelKind.WORDPRESS:
        channels.root = await _ask_root(asker, ref.url)
    elif ref.kind is ChannelKind.FEED:
        channels.feed_offset = await asker.run(feed_offset, fetched.capture.payload)
    times = sorted(lead.published_at for lead in listing.leads if lead.published_at)
    total = fetched.headers.get("x-wp-total", "") if ref.kind is ChannelKind.WORDPRESS else ""
    return replace(
        facts,
        entries=len(listing.leads),
        total=int(total) if total.isdecimal() and len(total) < 10 else None,
        children=len(listing.channels),
        oldest=times[0] if times else None,
        newest=times[-1] if times else None,
    )


async def _ask_root(asker: Asker, posts: str) -> Root:
    try:
        fetched = await asker.get(root_url(posts))
    except ProbeError:
        return Root()
    root: Root = await asker.run(read_root, fetched.capture.payload)
    return root


async def find_date_index(
    asker: Asker, home: Fetched, channels: Channels, network: Found | None
) -> DateIndex | None:
    """Find an index by date where no API reaches back; it counts only if days of the past have lists of their own."""
    if channels.has(ChannelKind.WORDPRESS):
        return None
    for template, where in (await _templates(asker, home, channels, network))[:MAX_TEMPLATES]:
        past = await _past_days(asker, template)
        if past:
            month_back = await _day(asker, template, MONTH)
            return DateIndex(template, where, len(month_back.difference(*past)))
    return None


async def _past_days(asker: Asker, template: str) -> list[frozenset[str]]:
    """Return the lists of past days, as many as it takes until one has an article of its own; none where none has.

    What stands beside every list (most read, headlines) is no day's own.
    """
    past: list[frozenset[str]] = []
    for back in range(1, PAST_DAYS + 1):
        past.append(await _day(asker, template, timedelta(days=back)))
        if len(past) > 1 and any(day - frozenset.intersection(*past) for day in past):
            return past
    return []


async def _templates(
    asker: Asker, home: Fetched, channels: Channels, network: Found | None
) -> list[tuple[str, str]]:
    """Return what may be the address of an index by date, and where it was found: on index pages, on the homepage, or
    in the network's file.
    """
    today = local_day(asker.site, clock.now())
    indexes = [facts.url for facts in channels.facts if facts.kind is ChannelKind.INDEX]
    templates: dict[str, str] = {}
    for place in [*(await _at_hand(asker, indexes)), home]:
        page = place.capture
        found: tuple[str, ...] = await asker.run(
            find_date_indexes, page.payload, page.final_url, place.headers, asker.site.homepage, today
        )
        for template in found:
            templates.setdefault(template, urlsplit(page.final_url).path or "/")
    known = asker.networks.get(network.value) if network else None
    for template in network_indexes(asker.site.homepage, known.indexes if known else ()):
        templates.setdefault(template, f"networks/{network.value if network else ''}.toml")
    return list(templates.items())


async def _at_hand(asker: Asker, urls: Iterable[str]) -> list[Fetched]:
    pages = []
    for url in urls:
        if request_key(url) != request_key(asker.site.homepage):
            try:
                pages.append(await asker.get(url))
            except ProbeError:  # its channel says why
                continue
    return pages


async def _day(asker: Asker, template: str, back: timedelta) -> frozenset[str]:
    """Return which articles the list of a day names, none where there is no such list."""
    url = fill_template(template, day=local_day(asker.site, clock.now()) - back)
    try:
        listing = await asker.parse(ChannelKind.INDEX, await asker.get(url))
    except ProbeError:
        return frozenset()
    return frozenset(request_key(lead.url) for lead in listing.leads)
