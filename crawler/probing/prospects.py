"""What is to be probed: an address that the operator names, a candidate of the catalogue, a site that has its file."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.candidates import Candidate, Province, find_candidate, provinces, region_code
from crawler.probing.survey import Found, ProbeError, Prospect
from pipelines.catalogue import Site, netloc_of, shipped_sites, site_for_host
from pipelines.urls import is_http_url, registrable_domain

LOCAL = re.compile(
    r"localhost|\[[0-9a-fA-F:.]+\]|\d{1,3}(?:\.\d{1,3}){3}"
)  # an address, not a name that leads to one


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says of the sites to be added."""

    delay: float
    region: str | None = None
    site_id: str | None = None


def homepage_of(text: str) -> str:
    """Return the address that an operator means; raises ProbeError for what is none."""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        usable = is_http_url(url) and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable:
        raise ProbeError(f"{text[:200]!r} is no http or https address")
    return url if parts.path else f"{url}/"


def named_by_address(homepage: str) -> bool:
    """Tell whether the host is an IP address or localhost: then the operator knows where it leads."""
    return LOCAL.fullmatch(urlsplit(homepage).netloc.rpartition("@")[2].rsplit(":", 1)[0]) is not None


def site_id_for(homepage: str, taken: Collection[str]) -> str:
    """Return an id for a site: its domain without what is common, `aceh-tribunnews`; its whole host where that is taken."""
    host = (urlsplit(homepage).hostname or "").removeprefix("www.")
    domain = registrable_domain(host) if not LOCAL.fullmatch(host) else None
    whole = site_for_host(netloc_of(homepage)).id
    if domain is None or not host.endswith(domain):
        return whole
    short = "-".join([*host.removesuffix(domain).rstrip(".").split("."), domain.partition(".")[0]])
    short = re.sub(r"[^a-z0-9]+", "-", short.lower()).strip("-")[:63].strip("-")
    return short if short and short not in taken else whole


def prospect_of(homepage: str, wishes: Wishes, taken: Collection[str]) -> Prospect:
    """Return what is known beforehand of an address, from the command line and from the catalogue's candidates."""
    known = find_candidate(homepage)
    province, candidate = known or (None, None)
    region = Found(region_code(wishes.region), "--region") if wishes.region else None
    if region is None and province is not None:
        region = Found(province.region, f"it is a candidate of {province.name}")
    zones = provinces()
    return Prospect(
        wishes.site_id or site_id_for(homepage, taken),
        homepage,
        wishes.delay,
        region,
        zones[region.value].timezone if region and region.value in zones else None,
        candidate.kind if candidate else "outlet",
        Found(candidate.network, "the catalogue's candidates") if candidate and candidate.network else None,
        Found(candidate.name, "the catalogue's candidates") if candidate else None,
        is_trusted=named_by_address(homepage),
    )


def prospects_in(
    chosen: Iterable[Province], catalogue: Iterable[Site], delay: float
) -> tuple[list[Prospect], list[Candidate]]:
    """Return the candidates of provinces that are to be probed, and those that have a site file already."""
    held = {site.netloc: site.id for site in catalogue}
    taken, wanted, done = set(held.values()), [], []
    for province in chosen:
        for candidate in province.candidate:
            if netloc_of(candidate.homepage) in held:
                done.append(candidate)
                continue
            prospect = prospect_of(candidate.homepage, Wishes(delay), taken)
            taken.add(prospect.id)
            wanted.append(prospect)
    return wanted, done


def prospect_again(site: Site, kept: Iterable[str]) -> Prospect:
    """Return a site that has its file, to be asked what changed; its operator wrote the address."""
    zones = provinces()
    return Prospect(
        site.id,
        site.homepage,
        site.politeness.delay,
        Found(site.region, "its file") if site.region else None,
        zones[site.region].timezone if site.region in zones else None,
        network=Found(site.network, "its file") if site.network else None,
        kept=tuple(kept),
        site=site,
        is_trusted=named_by_address(site.homepage),
    )


def file_of(site_id: str, own: Path) -> Path:
    """Return the file of a site: the operator's, else the shipped one."""
    mine = own / f"{site_id}.toml"
    return mine if mine.exists() else shipped_sites() / f"{site_id}.toml"


def language_zones() -> dict[str, list[str]]:
    """Return the zones of the provinces by language, the one of most provinces first."""
    counts: dict[str, dict[str, int]] = {}
    for province in provinces().values():
        if province.language and province.timezone:
            zones = counts.setdefault(province.language, {})
            zones[province.timezone] = zones.get(province.timezone, 0) + 1
    return {language: sorted(zones, key=lambda zone: -zones[zone]) for language, zones in counts.items()}
