"""A probe from its first step to its last: the homepage, its channels, a sample; and what follows from them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from crawler.probing.asking import Asker, Fetched
from crawler.probing.front import SITE_NAME, Front, choose_names, read_front, system_of
from crawler.probing.listing_channels import Channels, ask_channels, find_date_index
from crawler.probing.sampling import (
    Sample,
    find_single_page,
    newest,
    printed_zones,
    read_page,
    take_sample,
)
from crawler.probing.survey import Found, ProbeError, SamplePage, Survey
from crawler.probing.zones import decide_zone, known_zones
from pipelines import clock
from pipelines.catalogue import Site, netloc_of
from pipelines.items import ChannelKind
from pipelines.urls import SiteRelation, site_relation

Witnesses = list[tuple[str | int | None, str]]


async def survey_site(
    asker: Asker, sitemaps: Callable[[], tuple[str, ...]], zones: Mapping[str, list[str]]
) -> Survey:
    """Return what a site tells; `sitemaps` gives what its robots.txt names, once that was read, `zones` those of a language.

    Raises ProbeError where it cannot be added.
    """
    home = await _ask_home(asker)
    page = home.capture
    front: Front = await asker.run(read_front, page.payload, page.final_url, home.headers, asker.networks)
    asker.site = asker.site.model_copy(update={"homepage": page.final_url})
    channels = await ask_channels(asker, home, sitemaps())
    sample = await take_sample(asker, newest(channels.leads, asker.site.homepage))
    pages = [page.captures[0] for page in sample.pages]
    fronts = [await asker.run(read_front, each.payload, each.final_url, {}, {}) for each in pages]
    survey = _decide(asker, front, channels, sample, choose_names(front, fronts))
    language = survey.language.value if survey.language else None
    printed: list[tuple[int, str]] = await asker.run(
        printed_zones, [page.payload for page in pages], language
    )
    known = known_zones(asker.prospect.timezone, language, zones)
    zone, told = decide_zone(_zone_witnesses(asker, channels, sample, printed), known, clock.now())
    survey = replace(survey, timezone=zone, zone_witnesses=told)
    asker.site = settled(asker, survey)
    index = await find_date_index(asker, home, channels, survey.network)
    single = await find_single_page(asker, sample.pages, asker.site)
    survey = replace(survey, date_index=index, single_page=single)
    site = settled(asker, survey)
    read = [await read_page(asker, page, site) for page in pages]
    return replace(survey, sample=tuple(read))


async def _ask_home(asker: Asker) -> Fetched:
    prospect = asker.prospect
    try:
        home = await asker.get(prospect.homepage)
    except ProbeError as error:
        raise ProbeError(f"{prospect.homepage}: {error}") from error
    final = home.capture.final_url
    if site_relation(final, prospect.homepage) not in {SiteRelation.SAME, SiteRelation.SUBDOMAIN}:
        raise ProbeError(f"{prospect.homepage} leads to another site: {final}")
    return home


def _decide(asker: Asker, front: Front, channels: Channels, sample: Sample, named: list[Found]) -> Survey:
    root = [Found(channels.root.name, "WordPress's own name")] if channels.root.name else []
    beforehand = [asker.prospect.name] if asker.prospect.name else []
    names = [*(name for name in front.names if name.where == SITE_NAME), *root, *named, *beforehand]
    return Survey(
        asker.prospect,
        asker.site.homepage,
        names[0] if names else Found(netloc_of(asker.site.homepage), "its host"),
        _language(front, sample),
        cms=system_of(front, channels.has(ChannelKind.WORDPRESS)),
        network=front.network or asker.prospect.network,
        channels=tuple(channels.facts),
        refused=tuple(sample.refused),
        probed_at=clock.now(),
    )


def _language(front: Front, sample: Sample) -> Found | None:
    spoken = Counter(page.article.language for page in sample.pages if page.article.language)
    if spoken:
        ((language, count),) = spoken.most_common(1)
        said = f"; <html lang> says {front.language}" if front.language else ""
        return Found(str(language), f"{count} of {len(sample.pages)} articles{said}")
    if front.language:
        return Found(front.language.replace("_", "-").split("-")[0].lower(), "<html lang>")
    return None


def _zone_witnesses(
    asker: Asker, channels: Channels, sample: Sample, printed: list[tuple[int, str]]
) -> Witnesses:
    """Return who says how far from UTC the newsroom's clock is, the most trustworthy first."""
    prospect, root = asker.prospect, channels.root
    times = (page.article.published for page in sample.pages)
    offsets = Counter(time.offset for time in times if time and time.offset)
    witnesses: Witnesses = [(root.timezone, "WordPress's timezone_string")]
    witnesses += [(offset, f"the times of {count} articles") for offset, count in offsets.most_common()]
    witnesses += printed
    witnesses += [(root.offset, "WordPress's gmt_offset"), (channels.feed_offset, "the times of its feed")]
    witnesses.append((prospect.timezone, f"the region, {prospect.region.value if prospect.region else ''}"))
    return witnesses


def settled(asker: Asker, survey: Survey) -> Site:
    """Return the site as its file will have it."""
    network = asker.networks.get(survey.network.value) if survey.network else None
    known: dict[str, Any] = dict(network.rules) if network else {}
    known |= {"name": survey.name.value, "homepage": survey.homepage}
    known |= {"language": survey.language.value} if survey.language else {}
    known |= {"timezone": survey.timezone.value} if survey.timezone else {}
    if survey.single_page:
        known["extraction"] = known.get("extraction", {}) | {"single_page": survey.single_page.value}
    return asker.prospect.as_site(**known)


async def read_kept(asker: Asker, site: Site) -> tuple[tuple[str, SamplePage | ProbeError], ...]:
    """Fetch and read the articles that a kept sample is of, by the rules of the site's own file."""
    read: list[tuple[str, SamplePage | ProbeError]] = []
    for url in asker.prospect.kept:
        try:
            page = (await asker.get(url, of_article=True)).capture
            read.append((url, await read_page(asker, page, asker.prospect.site or site)))
        except ProbeError as error:
            read.append((url, error))
    return tuple(read)
