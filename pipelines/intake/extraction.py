"""Extracting a document: the site and the address that it belongs to, and the article in it. Runs in a worker."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.archive import IMPORTED
from pipelines.catalogue import Site, load_catalogue, netloc_of, site_for_host
from pipelines.extract import extract_article, extract_plain_text
from pipelines.extract.encoding import decode, one_line
from pipelines.extract.learned import Learned
from pipelines.extract.places import with_places
from pipelines.extract.plain_text import MIN_TEXT
from pipelines.extract.rules import rules_digest
from pipelines.extract.tree import parse_html
from pipelines.intake.documents import Document, as_utc, read_time
from pipelines.items import Article, Capture, Lead, Reading, Rejection, SourceKind, Timestamp
from pipelines.urls import SiteRelation, canonical_url, is_http_url, site_relation

NOWHERE = Site(id="import", name="Imported without an address", homepage="https://import.invalid/")
LONGEST_BEGINNING = 100  # characters of a text that stand for its headline
LONGEST_HEADLINE = 200  # characters
SENTENCE_END = re.compile(r"\.['\"”’)\]]*\s*$")
# What browsers ("Save page as") and SingleFile note in the pages that they save.
SAVED_FROM = re.compile(
    rb"saved from url=\(\d+\)(https?://\S+)|saved with SingleFile\s+url:\s*(https?://\S+)"
)


@lru_cache(maxsize=1)
def _catalogue(folders: tuple[Path, ...]) -> dict[str, Site]:
    return load_catalogue(folders)  # once a worker


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a worker made of a document: the site and the address that it belongs to come with it."""

    result: Article | Rejection
    site: Site
    url: str


def extract_document(
    document: Document, folders: tuple[Path, ...], site_id: str | None, learned: Learned | None = None
) -> Extracted:
    """Extract a document. Pure but for the site files that it reads; runs in a worker."""
    catalogue = _catalogue(folders)
    url = document.url or (declared_address(document.payload) if document.kind == "page" else None)
    site = catalogue[site_id] if site_id else find_site(url, catalogue)
    address = url or f"{IMPORTED}{hashlib.sha256(document.payload).hexdigest()[:32]}"
    result = read_document(document, to_capture(document, address, site.timezone), site, learned)
    if isinstance(result, Article):
        result = replace(result, source_kind=SourceKind.IMPORT)
        if url is None and site_id is None:
            site = _site_of_dateline(result, catalogue) or site
    return Extracted(result, site, address)


def read_document(
    document: Document, capture: Capture, site: Site, learned: Learned | None
) -> Article | Rejection:
    """Extract a document whose site and capture are known."""
    if document.kind == "page":
        return extract_article(capture, site, learned)
    if document.text is not None and document.title:
        return _given_article(document, document.text, capture.url, site)
    text = document.text if document.text is not None else decode(document.payload)
    found = extract_plain_text(text, capture.url, site)
    headed = isinstance(found, Article) and _begins_with_headline(text)
    if document.text is not None and not headed and len(text.strip()) >= MIN_TEXT:
        return _given_article(replace(document, title=_beginning(text)), text, capture.url, site)
    if isinstance(found, Article) and document.published_at is not None:
        found = replace(found, published=_stamp(document.published_at, site))
    return found


def _given_article(document: Document, text: str, url: str, site: Site) -> Article | Rejection:
    """Take a text with its title as the publisher's own: nothing is removed, its lines are paragraphs."""
    paragraphs = [line for line in map(one_line, re.split(r"[\r\n\u2028\u2029]+", text)) if line]
    title = one_line(document.title or "")
    if not paragraphs or not title:
        return Rejection("no-text", "title or text is blank")
    published = _stamp(document.published_at, site) if document.published_at else None
    article = Article(
        url=canonical_url(url) if is_http_url(url) else url,
        title=title,
        text="\n".join(paragraphs),
        published=published,
        language=site.language,
        reading=Reading(rules_digest(site), 0, "text", site.id),
    )
    return with_places(article, site)


def _begins_with_headline(text: str) -> bool:
    """Tell whether a text's first line can be its headline: a short one, no sentence, with a text below."""
    first, _, rest = text.strip().partition("\n")
    return bool(rest) and len(first) <= LONGEST_HEADLINE and not SENTENCE_END.search(first)


def _beginning(text: str) -> str:
    """Return what a text without a headline is called by: its first words."""
    return shorten(text, LONGEST_BEGINNING, placeholder=" …") or text.strip()[:LONGEST_BEGINNING]


def _stamp(text: str, site: Site) -> Timestamp:
    """Return the time that a line gives; a clock without an offset is the site's own."""
    moment = read_time(text)
    if not isinstance(moment, datetime):
        return Timestamp(datetime(moment.year, moment.month, moment.day), None, "day", "hint")  # noqa: DTZ001 - a Timestamp is naive
    local = moment.replace(tzinfo=None, second=0, microsecond=0)
    if moment.tzinfo is None and site.timezone:
        moment = moment.replace(tzinfo=ZoneInfo(site.timezone))
    distance = moment.utcoffset()
    offset = None if distance is None else int(distance.total_seconds() // 60)
    return Timestamp(local, offset, "minute", "hint")


def find_site(url: str | None, catalogue: dict[str, Site]) -> Site:
    """Return the site of an address: by its host, as a subdomain of a homepage's, or a site by itself."""
    if url is None:
        return NOWHERE
    netloc = netloc_of(url)
    for wanted in (SiteRelation.SAME, SiteRelation.SUBDOMAIN):
        for site in catalogue.values():
            if site.netloc == netloc or site_relation(url, site.homepage) is wanted:
                return site
    site = site_for_host(netloc)
    if site.id in catalogue:  # of another host
        return site.model_copy(
            update={"id": f"{site.id[:54]}-{hashlib.sha256(netloc.encode()).hexdigest()[:8]}"}
        )
    return site


def _site_of_dateline(article: Article, catalogue: dict[str, Site]) -> Site | None:
    host = (article.dateline_site or "").lower().removeprefix("www.")
    return next((site for site in catalogue.values() if host and site.netloc == host), None)


def to_capture(document: Document, url: str, zone: str | None = None) -> Capture:
    """Return the capture that stands for a document."""
    declared = (("Content-Type", document.content_type),) if document.content_type else ()
    published = as_utc(read_time(document.published_at), zone) if document.published_at else None
    return Capture(
        url=url,
        final_url=url,
        status=200,
        headers=document.headers or declared,
        payload=document.payload,
        fetched_at=document.fetched_at,
        source_kind=SourceKind.IMPORT,
        hint=Lead(url, document.title, published) if document.title or published else None,
    )


def declared_address(payload: bytes) -> str | None:
    """Return where a saved page says that it comes from: whoever saved it, its canonical link, its og:url."""
    saved = SAVED_FROM.search(payload[:8_192])
    addresses = [(saved[1] or saved[2]).decode("ascii", "replace")] if saved else []
    tree = parse_html(decode(payload))
    if tree is not None:
        addresses += tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
        addresses += tree.xpath("//meta[@property='og:url']/@content")
    for address in map(str.strip, addresses):
        if is_http_url(address) and (urlsplit(address).path.strip("/") or urlsplit(address).query):
            return address  # a theme that names its homepage everywhere names nothing
    return None
