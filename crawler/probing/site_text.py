"""A survey as the text of a site file: settings as keys, and for each where it was found."""

import json
from collections.abc import Iterator
from datetime import timedelta

from crawler.probing.survey import ChannelFacts, Survey
from pipelines import __version__, clock
from pipelines.catalogue import Network
from pipelines.commands.output import printable
from pipelines.items import ChannelKind

FIRST_DAYS = 30  # that the first crawl walks an index by date back
USUAL_DELAY = 2.0  # seconds, where a site file says nothing


def site_text(survey: Survey, network: Network | None) -> str:
    """Return the file of a surveyed site; what every crawl finds by itself is told, and not fixed."""
    lines = [*_head(survey), "", *_identity(survey), *_about_network(survey, network), "", *_channels(survey)]
    if survey.date_index:
        lines += ["", *_discovery(survey)]
    if survey.prospect.delay != USUAL_DELAY:
        lines += [
            "",
            "[politeness]",
            f"delay = {survey.prospect.delay}  # seconds between two requests, as asked",
        ]
    if survey.single_page:
        lines += ["", "[extraction]", _key("single_page", survey.single_page.value, survey.single_page.where)]
    return "\n".join(lines) + "\n"


def _head(survey: Survey) -> Iterator[str]:
    probed = clock.to_iso(survey.probed_at) if survey.probed_at else "?"
    yield _comment(
        f"{survey.name.value}: written by kliping {__version__} sites add, {probed}, {survey.requests} requests."
    )


def _identity(survey: Survey) -> Iterator[str]:
    prospect = survey.prospect
    yield _key("id", prospect.id)
    yield _key("name", survey.name.value, survey.name.where)
    led = "" if survey.homepage == prospect.homepage else f"where {prospect.homepage} leads"
    yield _key("homepage", survey.homepage, led)
    if prospect.region:
        yield _key("region", prospect.region.value, prospect.region.where)
    else:
        yield '# region = ""  # not known: ISO 3166-2, such as ID-KS'
    if survey.language:
        yield _key("language", survey.language.value, survey.language.where)
    else:
        yield '# language = ""  # neither the articles nor <html lang> tell'
    yield from _zone(survey)
    if prospect.kind != "outlet":
        yield _key("kind", prospect.kind, "the catalogue's candidates")
    if survey.cms:
        yield _comment(f"system: {survey.cms.value} ({survey.cms.where})")


def _zone(survey: Survey) -> Iterator[str]:
    if survey.timezone is None:
        yield '# timezone = ""  # nothing tells it: IANA, such as Asia/Makassar; without it times are read as printed'
        return
    alike = [each.where for each in survey.zone_witnesses if each.value == survey.timezone.value]
    others = [each for each in survey.zone_witnesses if each.value != survey.timezone.value]
    yield _key("timezone", survey.timezone.value, "; ".join(alike))
    for other in others:
        yield _comment(f"but {other.where}: {other.value}")


def _about_network(survey: Survey, network: Network | None) -> Iterator[str]:
    if survey.network and network:
        yield _key("network", survey.network.value, f"{network.name}, by {survey.network.where}")
        if network.note:
            yield _comment(f"NOTE: {network.note}")


def _channels(survey: Survey) -> Iterator[str]:
    if survey.date_index:
        yield "# Channels; those that are named below are all that is polled."
    else:
        yield "# Channels: a crawl finds them by itself. To poll some of them alone, name these under [[discovery.channels]]."
    for facts in survey.channels:
        yield _comment(f"  {facts.kind.value}: {facts.url} ({facts.found_in}): {depth_of(facts)}")
    if not survey.channels:
        yield "#   none but the homepage itself"


def depth_of(facts: ChannelFacts) -> str:
    """Say how far a channel reaches."""
    if facts.problem:
        return f"not read: {facts.problem}"
    if facts.entries is None:
        return "not asked"
    told = [f"{facts.total} articles in all"] if facts.total is not None else []
    told += [f"{facts.children} sitemaps"] if facts.children else []
    if facts.entries and facts.total is None:
        told.append(
            f"{facts.entries} articles" + (" on its first page" if facts.kind is ChannelKind.INDEX else "")
        )
    if facts.oldest and facts.newest:
        days = (facts.newest - facts.oldest) / timedelta(days=1)
        told.append(f"the newest {facts.entries} over {days:.1f} days")
    return ", ".join(told) or "nothing"


def _discovery(survey: Survey) -> Iterator[str]:
    index = survey.date_index
    assert index is not None
    yield "[discovery]"
    yield f"days = {FIRST_DAYS}  # that the first crawl walks the index by date back"
    yield ""
    yield _comment(
        f"An index by date, found in {index.found_in}; 30 days ago it "
        + (f"lists {index.month_back} articles." if index.month_back else "lists nothing.")
    )
    yield from _channel(ChannelKind.INDEX, index.template)
    for facts in survey.channels:
        listing = facts.entries or facts.children
        if listing and not facts.problem and facts.kind is not ChannelKind.INDEX:
            yield ""
            yield from _channel(facts.kind, facts.url)


def _channel(kind: ChannelKind, url: str) -> Iterator[str]:
    yield "[[discovery.channels]]"
    yield _key("kind", kind.value)
    yield _key("url", url)


def _key(name: str, value: str, where: str = "") -> str:
    """Write a key; JSON's strings are TOML's but for DEL."""
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"{name} = {text}" + (f"  # {printable(where)}" if where else "")


def _comment(text: str) -> str:
    return f"# {printable(text)}"
