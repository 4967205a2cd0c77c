"""A few articles of a site, fetched and read as a crawl would: what they are, and how a split one is had whole."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from crawler.probing.asking import Asker
from crawler.probing.survey import Found, ProbeError, SamplePage
from pipelines.catalogue import Site
from pipelines.extract import stitch_pages
from pipelines.extract.languages import packs
from pipelines.items import Article, Capture, ChannelKind, Lead
from pipelines.urls import request_key, same_site

SAMPLE = 5  # articles
TRIED = 8  # pages that are asked for them
FURTHER = 10  # pages of one split article
SUFFIXES = ("?page=all", "?single=1", "/all")  # by which systems show a split article whole
# Whose leads make the sample: what tells times first, so that it is of the newest articles.
SAMPLED = (
    ChannelKind.WORDPRESS,
    ChannelKind.FEED,
    ChannelKind.NEWS_SITEMAP,
    ChannelKind.INDEX,
    ChannelKind.SITEMAP,
)


@dataclass(slots=True)
class Sample:
    """The articles, and the pages that are none, with the reason."""

    pages: list[SamplePage] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def newest(leads: Mapping[ChannelKind, list[Lead]], homepage: str) -> list[Lead]:
    """Return the leads of the sample: the newest of the first channel that names some, then those of the next."""
    chosen: dict[str, Lead] = {}
    for kind in SAMPLED:
        listed = leads.get(kind, [])
        moments = {lead: lead.published_at or lead.modified_at for lead in listed}
        dated = [(moment, lead) for lead, moment in moments.items() if moment]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        for lead in (*(lead for _, lead in dated), *(lead for lead, moment in moments.items() if not moment)):
            chosen.setdefault(request_key(lead.url), lead)
        if len(chosen) > TRIED:
            break
    chosen.pop(request_key(homepage), None)
    return list(chosen.values())[:TRIED]


async def take_sample(asker: Asker, leads: Iterable[Lead]) -> Sample:
    """Fetch and read articles; raises ProbeError where there are none."""
    sample = Sample()
    for lead in leads:
        if len(sample.pages) == SAMPLE:
            break
        try:
            page = (await asker.get(lead.url, of_article=True)).capture
            if request_key(page.final_url) == request_key(asker.site.homepage):
                raise ProbeError("redirected to the homepage")
            sample.pages.append(await read_page(asker, page, asker.site))
        except ProbeError as error:
            sample.refused.append((lead.url, str(error)))
    if sample.pages:
        return sample
    if not sample.refused:
        raise ProbeError("no channel, and no link of the homepage, leads to an article")
    url, reason = sample.refused[0]
    raise ProbeError(f"none of {len(sample.refused)} pages is an article: {url}: {reason}")


async def read_page(asker: Asker, first: Capture, site: Site) -> SamplePage:
    """Read a page, and a split article's further ones, as far as they can be had; raises ProbeError."""
    article = await asker.extract(first, site)
    captures, parts, missing = [first], [], None
    addresses = (article.whole_url,) if article.whole_url else article.further_urls
    for number, address in enumerate(addresses, 1):
        try:
            if number > FURTHER:
                raise ProbeError("too many pages")
            capture = (await asker.get(address, of_article=True)).capture
            parts.append(replace(await asker.extract(capture, site), url=address))
        except ProbeError:
            missing = address
            break
        captures.append(replace(capture, url=address))
    whole = stitch_pages(article, parts) if parts else article
    return SamplePage(tuple(captures), whole, article.whole_url is not None, missing)


async def find_single_page(asker: Asker, pages: Iterable[SamplePage], site: Site) -> Found | None:
    """Try to have a split article on one page, where its pages are numbered and none is said to show it whole.

    An address is believed when its text holds that of all the pages.
    """
    if site.extraction.single_page:
        return None
    for page in pages:
        if len(page.captures) < 2 or page.is_linked_whole:
            continue
        for suffix, address in whole_addresses(page.captures[0].final_url):
            try:
                fetched = await asker.get(address, of_article=True)
                whole = await asker.extract(fetched.capture, site)
            except ProbeError:
                continue
            if same_site(fetched.capture.final_url, site.homepage) and holds_all(whole, page.article):
                return Found(suffix, f"{address} holds all {len(page.captures)} pages of that article")
        return None
    return None


def whole_addresses(url: str) -> Iterator[tuple[str, str]]:
    """Yield the suffixes by which systems show an article whole, and this article's address with each."""
    plain = url.partition("?")[0]
    for suffix in SUFFIXES:
        if suffix.startswith("?"):
            yield suffix, plain + suffix
        elif "?" not in url:
            yield suffix, plain.rstrip("/") + suffix


def holds_all(whole: Article, stitched: Article) -> bool:
    """Tell whether one page has, but for a twentieth, what the pages of a split article have together."""
    held = set(whole.text.split("\n"))
    paragraphs = stitched.text.split("\n")
    return sum(len(each) for each in paragraphs if each in held) >= 0.95 * sum(map(len, paragraphs))


def printed_zones(payloads: Iterable[bytes], language: str | None) -> list[tuple[int, str]]:
    """Return the offsets that zone words beside a clock name (14.05 WITA), the commonest first, and how many pages have it."""
    pack = packs().get(language or "")
    zones = pack.zones if pack else {}
    if not zones:
        return []
    word = "|".join(sorted((re.escape(zone) for zone in zones), key=len, reverse=True))
    pattern = re.compile(rf"\b\d{{1,2}}[.:]\d{{2}}(?:[.:]\d{{2}})?\s*\(?({word})\b", re.IGNORECASE)
    pages: Counter[str] = Counter()
    for payload in payloads:
        pages.update({match[1].casefold() for match in pattern.finditer(payload.decode("utf-8", "replace"))})
    known = {zone.casefold(): minutes for zone, minutes in zones.items()}
    return [
        (known[zone], f"{zone.upper()} beside the clock in {n} articles") for zone, n in pages.most_common()
    ]
