"""What all parsers of listings share: their error, their limits, and how leads are gathered and times read."""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from w3lib.encoding import html_to_unicode

from pipelines.items import Lead
from pipelines.urls import join_url, request_key

MAX_LEADS = 50_000  # one listing's; the sitemap protocol allows a file no more
MAX_INFLATED = 64 * 1024 * 1024  # bytes; the sitemap protocol allows 50 MB
MAX_TITLE = 300  # characters
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it no site published; a zero or a template's gap did
CLOCK_SKEW = timedelta(days=1)
YEAR_ZERO = re.compile(r"(?<![+\-\d])0\d{3}(?!\d)")
XML_DECLARATION = re.compile(rb"^[\xef\xbb\xbf\s]*<\?xml[^>]{0,300}\?>")
GZIP_MAGIC = b"\x1f\x8b"
TAG = re.compile(r"<[^<>]{0,500}>")


class ListingError(ValueError):
    """A channel's payload that is not what the channel should hold; the message says what it is instead."""


class ChallengeError(ListingError):
    """A page that came where a list should, and asks whether we are a robot; the message says what it is titled."""


def gather(leads: Iterable[Lead | None], keep: Callable[[Lead], bool] | None = None) -> tuple[Lead, ...]:
    """Keep each request once, in order, MAX_LEADS of them; a later twin fills in what the first did not say.

    `keep` is asked of each lead beforehand.
    """
    kept: dict[str, Lead] = {}
    for lead in leads:
        if lead is None or (keep and not keep(lead)):
            continue
        key = request_key(lead.url)
        first = kept.get(key)
        if first is not None:
            kept[key] = Lead(
                first.url,
                first.title or lead.title,
                first.published_at or lead.published_at,
                first.modified_at or lead.modified_at,
            )
        elif len(kept) < MAX_LEADS:
            kept[key] = lead
    return tuple(kept.values())


def make_lead(
    base: str,
    href: object,
    title: object = None,
    published_at: datetime | None = None,
    modified_at: datetime | None = None,
) -> Lead | None:
    """Make a lead of what a document said; None where its link is no address."""
    url = join_url(base, href) if isinstance(href, str) else None
    return Lead(url, clean_title(title), published_at, modified_at) if url else None


def clean_title(title: object) -> str | None:
    """Return a title in one line without tags and controls, cut at MAX_TITLE characters; None when nothing remains."""
    if not isinstance(title, str):
        return None
    text = "".join(c if c.isprintable() else " " for c in TAG.sub(" ", title[: MAX_TITLE * 10]))
    return " ".join(text.split())[:MAX_TITLE].strip() or None


def aware_time(text: object, latest: datetime) -> datetime | None:
    """Read an ISO 8601 or RFC 822 time as UTC; None without a zone, where impossible, or a day after `latest`."""
    if not isinstance(text, str) or len(text) > 100:
        return None
    moment = _read_time(text.strip())
    if moment is None or moment.tzinfo is None:
        return None
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:  # year 1 or 9999, moved over the edge by its zone
        return None
    return moment if EARLIEST <= moment <= latest + CLOCK_SKEW else None


def _read_time(text: str) -> datetime | None:
    if YEAR_ZERO.search(text):  # RFC 822's reader would make 2001 of it
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def inflate(payload: bytes) -> bytes:
    """Undo gzip, known by its magic bytes; a cut stream gives what could be read.

    Raises ListingError above MAX_INFLATED, for gzip inside gzip, and for a stream that is broken from the start.
    """
    if not payload.startswith(GZIP_MAGIC):
        return payload
    decoder = zlib.decompressobj(31)
    try:
        plain = decoder.decompress(payload, MAX_INFLATED + 1)
    except zlib.error as error:
        raise ListingError(f"broken gzip: {error}") from error
    if len(plain) > MAX_INFLATED:
        raise ListingError(f"more than {MAX_INFLATED} bytes when decompressed")
    if plain.startswith(GZIP_MAGIC):
        raise ListingError("gzip inside gzip")
    return plain


def without_declaration(payload: bytes) -> bytes:
    """Drop the XML declaration, so that UTF-8 holds where a wrong encoding was declared."""
    return XML_DECLARATION.sub(b"", payload, count=1)


def decode_html(payload: bytes, headers: Mapping[str, str]) -> str:
    """Decode a page as browsers do: BOM, header, declaration, then UTF-8 where it fits, else cp1252."""

    def guess(body: bytes) -> str:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    return html_to_unicode(headers.get("content-type"), payload, auto_detect_fun=guess)[1]


def what_it_is(payload: bytes) -> str:
    """Name a payload by its first bytes, for an error's sake."""
    head = payload[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "nothing"
    marks = {
        b"<!doctype html": "HTML",
        b"<html": "HTML",
        b"%pdf": "a PDF",
        b"\x89png": "an image",
        b"\xff\xd8\xff": "an image",
        b"{": "JSON",
        b"[": "JSON",
    }
    for mark, name in marks.items():
        if head.startswith(mark):
            return name
    for mark, name in (
        (b"<html", "HTML"),
        (b"<urlset", "a sitemap"),
        (b"<sitemapindex", "a sitemap index"),
        (b"<rss", "a feed"),
        (b"<feed", "a feed"),
    ):
        if mark in head:
            return name
    return "something else"
