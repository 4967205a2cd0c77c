"""What a page reserves for itself: `noarchive`, and text and data mining (TDMRep)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from pipelines.catalogue import Politeness, Site
from pipelines.extract.article import extract_article
from pipelines.extract.encoding import decode, strip_forbidden
from pipelines.extract.tree import parse_html
from pipelines.items import Article, Capture, Rejection

AGENT = "kliping"  # the product token, as in robots.txt
NOARCHIVE, TDM = "noarchive", "tdm-reservation"
REASONS = frozenset({NOARCHIVE, TDM})  # of rejections after which nothing of the page is kept
# `none` is noindex and nofollow together; who wants nothing of robots is taken at that word here too.
_NO_ARCHIVE = frozenset({"noarchive", "none"})
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_MAY_RESERVE = re.compile(rb"<meta\b[^>]{0,500}\b(?:noarchive|none|tdm-reservation)\b", re.IGNORECASE)


def extract_unless_reserved(capture: Capture, site: Site, *learned: Any) -> Article | Rejection:
    """Extract the article of a fetched page, as `extract_article` does, unless the page keeps it from archives."""
    return find_reservation(capture, site.politeness) or extract_article(capture, site, *learned)


def find_reservation(capture: Capture, politeness: Politeness) -> Rejection | None:
    """Return what the page reserves, of what the site file respects; None where it may be archived.

    Of text and data mining the page's own word counts before the header's (TDMRep, final report of 2024).
    """
    metas = list(_metas(capture))
    if politeness.respect_noarchive and _forbids_archiving(capture.headers, metas):
        return Rejection(NOARCHIVE, "the page or its X-Robots-Tag says so")
    if politeness.respect_tdm_reservation:
        said = [content for name, content in metas if name == TDM]
        said += [value for name, value in capture.headers if name.lower() == TDM]
        if said and said[0].strip() == "1":
            return Rejection(TDM, "the page or its tdm-reservation header says so")
    return None


def _metas(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield name and content of a page's meta elements, where a glance at the bytes says that one may reserve."""
    if not _MAY_RESERVE.search(capture.payload.replace(b"\0", b"")):
        return
    content_type = next((value for name, value in capture.headers if name.lower() == "content-type"), None)
    tree: HtmlElement | None = parse_html(strip_forbidden(decode(capture.payload, content_type)))
    for element in tree.iter("meta") if tree is not None else ():
        yield (element.get("name") or "").strip().lower(), element.get("content") or ""


def _forbids_archiving(headers: Iterable[tuple[str, str]], metas: Iterable[tuple[str, str]]) -> bool:
    said = {
        rule for name, value in headers if name.lower() == "x-robots-tag" for rule in _rules_for_us(value)
    }
    for name, content in metas:
        if name in {"robots", AGENT}:
            said.update(rule.strip().lower() for rule in content.split(","))
    return bool(said & _NO_ARCHIVE)


def _rules_for_us(value: str) -> Iterator[str]:
    """Yield the rules of one X-Robots-Tag field that hold for every agent or for ours: `noarchive, otherbot: nofollow`."""
    agent = "*"
    for token in value.lower().split(","):
        scope, colon, rule = token.partition(":")
        if colon and scope.strip() not in _WITH_VALUE:
            agent, token = scope.strip(), rule  # noqa: PLW2901 - what stands after the agent's name is the rule
        if agent in {"*", AGENT}:
            yield token.strip()
