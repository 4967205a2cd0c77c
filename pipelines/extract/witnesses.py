"""What on a page tells when the article was published: metadata, elements that hold a time, printed dates, the address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml.etree import XPath
from lxml.html import HtmlElement

from pipelines.catalogue import Site
from pipelines.extract.edges import Edges
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.people import Around
from pipelines.extract.publication import (
    Witnesses,
    decide_published,
    hint_stamp,
    read_machine,
    relative_witness,
)
from pipelines.extract.structured import Claims
from pipelines.extract.times import Stamp, believable, printed_stamps, url_stamp
from pipelines.extract.tree import element_names
from pipelines.items import Capture, Timestamp

# Attributes in which scripts keep a time, in seconds or milliseconds since 1970.
EPOCHS = ("data-timestamp", "data-time", "data-utime", "data-epoch", "data-unixtime")
_HOLDERS = XPath(f"//*[self::abbr[@title] or {' or '.join(f'@{name}' for name in EPOCHS)}]")
_CHANGED = re.compile(r"(?<![a-z])(?:updated|modified|date-?modified|last-?update)(?![a-z])")
_ISSUED = re.compile(r"(?<![a-z])(?:published|entry-date|date-?published|created)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Scene:
    """A page, as far as it tells of times."""

    capture: Capture
    site: Site
    page: Page
    claims: tuple[Claims, Claims, Claims]
    around: Around
    edges: Edges
    language: str | None


def find_published(scene: Scene) -> tuple[Witnesses, Timestamp | None]:
    """Gather the witnesses and decide; a time told by its distance from now speaks where all others are silent."""
    found, zone = gather_witnesses(scene), scene.site.timezone
    published = decide_published(found, zone)
    if published is None:
        late = relative_witness((line.text for line in scene.around.head), scene.capture.fetched_at, zone)
        published = decide_published(replace(found, printed=(late,)), zone) if late else None
        published = replace(published, source="relative") if published else None
    return found, published


def gather_witnesses(scene: Scene) -> Witnesses:
    """Collect all times that the page gives for the article, believable ones."""
    ld, meta, micro = scene.claims
    fetched_at, hint = scene.capture.fetched_at, scene.capture.hint
    issued, changed = _timed(scene)
    return Witnesses(
        read_machine([*ld.published, *meta.published, *micro.published, *issued], fetched_at),
        tuple(stamp for stamp in _printed(scene) if believable(stamp, fetched_at)),
        read_machine([*ld.modified, *meta.modified, *micro.modified, *changed], fetched_at),
        url_stamp(scene.capture.final_url),
        hint_stamp(hint.published_at if hint else None, scene.site.timezone),
    )


def _timed(scene: Scene) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Read the elements beside the article that hold a time: of its publication, and of its last change."""
    around = scene.around
    near = {line.node for line in (*around.before, *around.head, *around.tail)}
    issued: list[tuple[str, str]] = []
    changed: list[tuple[str, str]] = []
    told = any(claim.published for claim in scene.claims)
    for element in scene.page.marks.get("datetime") or (() if told else _holders(scene.page)):
        if any(node in near for node in (element, *element.iterancestors())):
            target = changed if _tells_of_change(element) else issued
            target.append(("microdata", time_of(element)))
    return issued, changed


def _holders(page: Page) -> list[HtmlElement]:
    """Find what holds a time in other ways, on a page without HTML's own."""
    found = _HOLDERS(page.lines[0].node.getroottree()) if page.lines else []
    return found if isinstance(found, list) else []


def _tells_of_change(element: HtmlElement) -> bool:
    """Say whether a time is of the last change: themes print both, and hide this one ("updated", "dateModified")."""
    names = f"{element_names(element.attrib)} {element.get('itemprop') or ''}".lower()
    return _CHANGED.search(names) is not None and _ISSUED.search(names) is None


def time_of(element: HtmlElement) -> str:
    """Return the time that an element holds beside what it prints: HTML's own, hAtom's title, a script's number."""
    held = (element.get(name) for name in ("datetime", "title", *EPOCHS))
    return next((text for text in held if text and any(map(str.isdigit, text))), "")


def _printed(scene: Scene) -> list[Stamp]:
    """Read the dates that readers see: under the headline, else above it, else under the text."""
    around, edges = scene.around, scene.edges
    tag = (scene.claims[1].language or "").lower().replace("_", "-")
    american = scene.language == "en" and tag.startswith("en-us")

    def read(texts: Iterable[str]) -> Iterator[Stamp]:
        for text in texts:
            yield from printed_stamps(text, month_first=american)

    head = list(read([*_short(around.head, 200), *edges.date_lines, *edges.credit_lines]))
    return (
        head
        or [stamp for stamp in read(_short(reversed(around.before), 160)) if stamp.clock]
        or list(read(_short(around.tail[:8], 120)))
        or list(read(_short(around.before, 60)))
    )


def _short(lines: Iterable[Line], size: int) -> Iterator[str]:
    return (line.text for line in lines if len(line.text) < size)
