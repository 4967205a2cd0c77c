"""Where an article's text comes from, as the page says: a wire agency, another outlet, a press office, a payer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from pipelines.extract.agencies import name_agency
from pipelines.extract.edges import Edges
from pipelines.extract.encoding import one_line
from pipelines.extract.languages import packs, words
from pipelines.extract.paragraphs import Line
from pipelines.extract.people import Around
from pipelines.extract.prose import squeeze
from pipelines.extract.structured import Claims

MAX_LABEL = 200  # characters of a line beside the headline that may be a label or a notice
MAX_OUTLET = 80  # characters of an outlet's name
MAX_TOLD = 400  # characters of a line that may tell where a text stood first
_PIECES = re.compile(r"\s*[,/|;&()\[\]:·•–—]\s*|\s+-\s+|\s+(?:via|with|dan|and|und|et|y)\s+")
_BRACKETED = re.compile(r"^\W*[(\[]([^()\[\]]{2,30})[)\]]|[(\[]([^()\[\]]{2,30})[)\]]\W*$")
_BEFORE_COLON = re.compile(r"^([^:|]{2,30}?)\s*[:|]\s")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,12})(?:/\S*)?", re.IGNORECASE)
_SOURCE = re.compile(
    r"\(?\s*(?:sumber|source|quelle|fuente|fonte|bron|kaynak)(?:\s+berita)?\s*[:：]\s*(.{2,80}?)\)?",
    re.IGNORECASE,
)
_PAID_PATH = re.compile(
    r"/(?:advertorials?|adv|sponsored(?:-content|-post)?|pariwara|branded-content|partner-content|paid-content)/",
    re.IGNORECASE,
)
_PAID_TYPE = "AdvertiserContentArticle"  # schema.org


@dataclass(frozen=True, slots=True)
class Marks:
    """What a page says of its text's origin; of what it calls paid or a press release, the words that say so."""

    agency: str | None = None
    syndicated_from: str | None = None
    advertorial: str | None = None
    press_release: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The places of a page that tell of it."""

    url: str = ""
    title: str = ""
    section: str | None = None
    tags: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()  # of JSON-LD
    dateline_site: str | None = None
    sign_off: str | None = None
    signers: tuple[str, ...] = ()  # names as bylines and metadata have them, agencies and offices among them
    labels: tuple[str, ...] = ()  # short lines around the headline
    closing: tuple[str, ...] = ()  # what was removed, and the last lines of the text
    sources: tuple[str, ...] = ()  # addresses that metadata names as the original


def gather(
    url: str,
    title: str,
    filed: tuple[str | None, tuple[str, ...]],
    claims: tuple[Claims, Claims, Claims],
    around: Around,
    edges: Edges,
) -> Told:
    """Collect the places of a page that tell of its text's origin; `filed` are section and tags."""
    ld, meta, micro = claims
    near = [*_labels(around.before[-2:]), *_labels(around.head)]
    return Told(
        url,
        title,
        *filed,
        frozenset(ld.types),
        edges.dateline_site,
        edges.sign_off,
        tuple(
            name
            for claim in (ld, micro, meta)
            for name in (*claim.authors, *claim.organisations, *claim.creators)
        )
        + tuple(edges.credit_lines),
        tuple(line.text for line in near if len(line.text) < MAX_LABEL),
        (
            *(block.text for block in edges.removed),
            *edges.text.split("\n")[-3:],
            *(line.text for line in around.tail[:8]),
        ),
        tuple(meta.sources),
    )


def _labels(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Yield the lines that may label the article: not those of a menu, nor those over the link of another one."""
    for line, after in zip(lines, (*lines[1:], None), strict=False):
        if line.node.tag != "li" and (after is None or after.linked * 2 <= len(after.text)):
            yield line


def find_marks(told: Told, language: str | None, outlets: frozenset[str]) -> Marks:
    """Read the marks of origin; `outlets` are the letters of the site's own names, which are no origin."""
    return Marks(
        _agency(told, language, outlets),
        _syndicated_from(told, language, outlets),
        _advertorial(told),
        _press_release(told),
    )


def _agency(told: Told, language: str | None, outlets: frozenset[str]) -> str | None:
    sources = (found[1] for line in told.closing if (found := _SOURCE.fullmatch(line)))
    labels = frozenset((urlsplit(told.url).hostname or "").split("."))
    for text in (
        told.dateline_site,
        told.sign_off,
        *told.signers,
        *sources,
        *(_holder(line[:MAX_TOLD]) for line in told.closing),
    ):
        for piece in (text, *_PIECES.split(text)) if text and len(text) < MAX_TOLD else ():
            name = name_agency(piece.strip(" .*"), language)
            own = name and (
                squeeze(name) in labels or any(each.startswith(squeeze(name)) for each in outlets)
            )
            if name and not own:
                return name
    return None


def _holder(line: str) -> str:
    """Return whose copyright a line claims: "© 2024 AFP. All rights reserved."."""
    found = re.match(
        r"\W*(?:copyright|hak cipta|©|\(c\))[\W\d]*(?:by |oleh )?(?:\d{4})?\W*([^.,|©]{2,60})",
        line,
        re.IGNORECASE,
    )
    return found[1].strip() if found else ""


def _syndicated_from(told: Told, language: str | None, outlets: frozenset[str]) -> str | None:
    for line in (*told.labels, *told.closing):
        for pattern in _syndication(language) if len(line) < MAX_TOLD else ():
            found = pattern.match(line.strip(' *[]()"“”'))
            outlet = _outlet(found["outlet"], outlets) if found else None
            if outlet:
                return outlet
    for line in told.signers:
        named = _SOURCE.fullmatch(line)
        if named and _HOST.fullmatch(named[1]) and (outlet := _outlet(named[1], outlets)):
            return outlet
    hosts = (urlsplit(address).hostname for address in told.sources)
    return next((outlet for host in hosts if host and (outlet := _outlet(host, outlets))), None)


@cache
def _syndication(language: str | None) -> tuple[re.Pattern[str], ...]:
    chosen = [packs()[name] for name in dict.fromkeys((language, "en")) if name in packs()]
    return tuple(
        re.compile(rf"{pattern}\s*(?:[.!](?=\s|$)|$)", re.IGNORECASE)
        for pack in chosen
        for pattern in pack.syndication
    )


def _outlet(text: str, outlets: frozenset[str]) -> str | None:
    """Clean the name of another outlet; None where it is this one."""
    name = one_line(text).strip(" .,:;\"'“”‘’()[]*")
    host = _HOST.fullmatch(name)
    name = host[1] if host else name
    own = any(
        squeeze(part) in outlets for part in (name, name.removeprefix("the "), name.removeprefix("The "))
    )
    dated = not host and any(map(str.isdigit, name))  # "first published on 5 May"
    return name if 1 < len(name) <= MAX_OUTLET and not own and not dated else None


def _advertorial(told: Told) -> str | None:
    if _PAID_TYPE in told.types:
        return _PAID_TYPE
    path = _PAID_PATH.search(urlsplit(told.url).path)
    return _labelled(told, "advertorial_words") or (path[0].strip("/") if path else None)


def _press_release(told: Told) -> str | None:
    found = _labelled(told, "release_words")
    if found:
        return found
    pieces = [*_PIECES.split(told.sign_off or ""), *told.signers]
    return next((piece for piece in pieces if _offices().fullmatch(piece.strip())), None)


@cache
def _offices() -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pack in packs().values() for pattern in pack.press_offices)
    return re.compile(joined or r"(?!)", re.IGNORECASE)


def _labelled(told: Told, field: str) -> str | None:
    """Return the words of a list that label an article: as section or tag, in the headline, in sign-off or dateline."""
    known = _known(field)
    whole = [
        *told.tags,
        *told.labels,
        told.dateline_site,
        *_PIECES.split(told.sign_off or ""),
        *_in_title(told.title),
    ]
    for text in whole:
        if text and squeeze(text) in known:
            return text.strip()
    tokens = (told.section or "").split()
    begins = any(squeeze(" ".join(tokens[:end])) in known for end in range(1, min(len(tokens), 4) + 1))
    return told.section if begins else None  # "Advertorial DPRD"


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(map(squeeze, words(field)))


def _in_title(title: str) -> Iterable[str]:
    """Yield what stands in brackets at the ends of a headline, and before its first colon."""
    for found in _BRACKETED.finditer(title):
        yield found[1] or found[2]
    before = _BEFORE_COLON.match(title)
    if before:
        yield before[1]
