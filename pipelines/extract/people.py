"""Whose names an article carries: printed labels before marks, marks before metadata."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extract.bylines import (
    Credits,
    bare_label,
    clean_names,
    labelled,
    looks_like_names,
    read_credits,
)
from pipelines.extract.edges import Edges
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.structured import Claims
from pipelines.extract.tree import element_names, text_of

EDITOR_FIRST = frozenset(
    {"id", "ms"}
)  # languages whose systems write the editor where JSON-LD wants the author
_EDITOR_NAME = re.compile(r"(?<![a-z])(?:editor|redaktur|penyunting)")
_DATED_BY = re.compile(r"\d{4}.{0,20}\s(?:by|oleh)\s+", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?:written|posted|published|words|story|reported)\s+)?(?:by|oleh|par|von|por|di|door)\s+",
    re.IGNORECASE,
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor|autoren|auteur|penulis|reporters?|wartawan|contributors?|staff|people|profile|profiles|users?|by|team|journalists?)/[^/?#]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Around:
    """The lines between headline and text, and after the text, that speak of this article."""

    before: tuple[Line, ...]  # just above the headline
    head: tuple[Line, ...]
    tail: tuple[Line, ...]


def decide_people(
    page: Page,
    claims: tuple[Claims, Claims, Claims],
    around: Around,
    edges: Edges,
    outlets: frozenset[str],
    language: str | None,
) -> Credits:
    """Choose authors and editors.

    JSON-LD alone is not believed where the page prints another name: on many sites its author is the editor.
    """
    ld, meta, micro = claims
    near = [line for line in (*around.before, *around.head) if len(line.text) < 200]
    printed = read_credits(
        [
            *(line.text for line in near),
            *edges.credit_lines,
            *(line.text for line in around.tail if len(line.text) < 200),
        ],
        outlets,
    )
    editors = printed.editors or _names([*ld.editors, *micro.editors, *meta.editors], outlets)
    if printed.authors:
        return Credits(
            printed.authors,
            [name for name in editors if name not in printed.authors or name in printed.editors],
        )
    known = {name.lower() for name in editors}
    marked, claimed = _marked(page, near, outlets), _names(ld.authors, outlets, language)
    unlabelled = _unlabelled(near, outlets)
    first = (unlabelled, marked, claimed) if language in EDITOR_FIRST else (claimed, unlabelled, marked)
    rest = (
        _names(micro.authors, outlets, language),
        _names(meta.authors, outlets, language),
        _names(ld.creators, outlets, language),
        _linked(near, outlets),
    )
    for names in (*first, *rest):
        others = [name for name in names if name.lower() not in known]
        if others:
            return Credits(others, editors)
    return Credits([], editors)


def _names(texts: list[str], outlets: frozenset[str], language: str | None = None) -> list[str]:
    """Clean names from metadata. An outlet may bear its author's name; where systems sign with the outlet it is left out."""
    names: list[str] = []
    for text in texts:
        found = clean_names(text, outlets)
        if not found and language not in EDITOR_FIRST and len(text.split()) > 1 and looks_like_names(text):
            found = clean_names(text)
        names += found
    return list(dict.fromkeys(names))


def _unlabelled(lines: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read a line such as "Oleh Desca Lidya Natalia" or "By Jane Roe and John Doe"."""
    for line in lines:
        found = _BY.match(line.text) or (_DATED_BY.search(line.text) if len(line.text) < 90 else None)
        if found and line.links:
            names = _linked([line], outlets)
            if names:
                return names
        rest = line.text[found.end() :] if found else ""
        if rest and len(rest) < 80 and looks_like_names(rest):
            return clean_names(rest, outlets)
    return []


def _marked(page: Page, near: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read the elements beside the headline that name themselves an author's."""
    nodes: set[HtmlElement] = set()
    for line in near:
        nodes.add(line.node)
    for element in (*page.marks.get("rel=author", ()), *page.marks.get("author", ())):
        if _EDITOR_NAME.search(element_names(element.attrib).lower()):
            continue
        if not any(node in nodes for node in (element, *element.iterancestors())):
            continue
        names = _names_in(element, outlets)
        if names:
            return names
    return []


def _names_in(element: HtmlElement, outlets: frozenset[str]) -> list[str]:
    """Read the names in an author's element: those that it links to the authors' pages, else its whole text."""
    links = [link for link in element.iter("a") if _AUTHOR_PATH.search(link.get("href") or "")]
    for texts in ([text_of(link) for link in links], [text_of(element)]):
        names: list[str] = []
        for text in texts:
            bare = _BY.sub("", text, count=1) if _BY.match(text) else text
            if 2 < len(bare) < 90 and not labelled(bare) and bare_label(bare) is None:
                names += [
                    name
                    for name in clean_names(bare, outlets)
                    if looks_like_names(name) and name not in names
                ]
        if names:
            return names
    return []


def _linked(lines: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read the links beside the headline that lead to an author's page."""
    for line in lines:
        texts = [line.text[start:end] for start, end, target in line.links if _AUTHOR_PATH.search(target)]
        names = [name for text in texts if 2 < len(text) < 60 for name in clean_names(text, outlets)]
        if names:
            return list(dict.fromkeys(names))
    return []
