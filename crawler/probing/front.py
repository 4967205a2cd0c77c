"""What a homepage says of its outlet: name, language, system."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.discovery.listing import clean_title
from crawler.discovery.sections import read_html
from crawler.probing.survey import Found
from pipelines.catalogue import Network
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from lxml import etree

SITE_NAME, TITLE = "og:site_name", "the title"
MAX_NAME = 80  # characters; what is longer is a slogan
MAX_NODES = 2_000  # of JSON-LD
TITLE_PARTS = re.compile(r"\s+[|–—:»•-]+\s+|\s*[|»]\s*|:\s+")
OUTLETS = ("WebSite", "NewsMediaOrganization", "Organization")


@dataclass(frozen=True, slots=True)
class Front:
    """What a homepage tells."""

    names: tuple[Found, ...] = ()  # the most trustworthy first
    title_parts: tuple[str, ...] = ()
    language: str | None = None  # as <html lang> has it
    generator: str | None = None
    network: Found | None = None  # the id of one


def read_front(
    payload: bytes, url: str, headers: Mapping[str, str], networks: Mapping[str, Network]
) -> Front:
    """Read a homepage; raises ListingError for what is no HTML."""
    root = read_html(payload, {name.lower(): value for name, value in headers.items()})
    metas = _metas(root)
    generator = metas.get("generator")
    return Front(
        tuple(_names(root, metas, url)),
        tuple(parts_of(_title(root) or "")),
        (root.get("lang") or root.get("xml:lang") or metas.get("og:locale") or "")[:35] or None,
        generator[:100] if generator else None,
        find_network(payload, url, networks),
    )


def find_network(payload: bytes, url: str, networks: Mapping[str, Network]) -> Found | None:
    """Return the network that a page belongs to, by its domain or by a marker in its bytes."""
    host = urlsplit(url).hostname or ""
    for name, network in networks.items():
        domain = next((each for each in network.domains if f".{host}".endswith(f".{each}")), None)
        if domain:
            return Found(name, f"its domain, {domain}")
        marker = next((each for each in network.markers if each.encode() in payload), None)
        if marker:
            return Found(name, f"the homepage, which holds {marker!r}")
    return None


def _metas(root: "etree._Element") -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        content = clean_title(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _names(root: "etree._Element", metas: Mapping[str, str], url: str) -> Iterator[Found]:
    told = [(SITE_NAME, metas.get(SITE_NAME)), *_json_ld_names(root)]
    told += [("application-name", metas.get("application-name")), (TITLE, _title(root))]
    for where, text in told:
        name = outlet_name(text, url) if text else None
        if name:
            yield Found(name, where)


def _title(root: "etree._Element") -> str | None:
    titles = (clean_title(" ".join(map(str, each.itertext()))) for each in root.iter("title"))
    return next((each for each in titles if each), None)


def parts_of(title: str) -> list[str]:
    """Return what the signs between them part in a title."""
    return [part.strip() for part in TITLE_PARTS.split(title) if part.strip()]


def choose_names(home: Front, articles: Iterable[Front]) -> list[Found]:
    """Return the names of an outlet, the most trustworthy first: its own word, what pages of articles say, the part of its
    title that their titles end in, its title.
    """
    articles = list(articles)
    plain = [name for name in home.names if name.where != TITLE]
    plain += [
        Found(name.value, f"{name.where} of an article")
        for front in articles
        for name in front.names
        if name.where != TITLE
    ]
    shared = [
        Found(part, "the titles of homepage and articles")
        for part in home.title_parts
        if articles and all(part in front.title_parts for front in articles) and len(part) <= MAX_NAME
    ]
    return [*plain, *shared, *home.names]


def outlet_name(text: str, url: str) -> str | None:
    """Return the part of a title that is the outlet's name: the one that its host spells, else the first."""
    parts = parts_of(text)
    host = urlsplit(url).hostname or ""
    spelled = _letters((registrable_domain(host) or host).partition(".")[0] + host.partition(".")[0])
    named = [part for part in parts if _letters(part) and _letters(part) in spelled]
    chosen = max(named, key=len) if named else parts[0] if parts else ""
    return chosen if 0 < len(chosen) <= MAX_NAME else None


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _json_ld_names(root: "etree._Element") -> list[tuple[str, str | None]]:
    """Return the names of the outlet's own nodes, and of publishers."""
    named: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            for kind, name in _outlets(script.text):
                named.setdefault(kind, name)
    order = (*OUTLETS, "publisher")
    return [(f"JSON-LD {kind}", clean_title(named[kind])) for kind in order if kind in named]


def _outlets(text: str) -> Iterator[tuple[str, str]]:
    try:
        waiting: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, dict):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if kind in OUTLETS and isinstance(node.get("name"), str):
                    yield kind, node["name"]
            publisher = node.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                yield "publisher", publisher["name"]
        waiting += [each for each in _inner(node) if isinstance(each, dict | list)]


def _inner(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []


def system_of(front: Front, has_wordpress: bool) -> Found | None:
    """Name the publishing system."""
    if has_wordpress:
        return Found("WordPress", "its API")
    return Found(front.generator, "meta generator") if front.generator else None
