"""Whose names an article carries: printed labels before marks, marks before metadata."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from lxml.html import HtmlElement

from pipelines.extract.agencies import name_agency
from pipelines.extract.bylines import (
    MAX_NAME,
    Credits,
    bare_label,
    clean_names,
    is_role,
    labelled,
    looks_like_names,
    name_part,
    read_credits,
    without_time,
)
from pipelines.extract.edges import Edges, is_date_line
from pipelines.extract.encoding import one_line
from pipelines.extract.languages import words
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import squeeze
from pipelines.extract.structured import Claims
from pipelines.extract.tree import element_names, text_of

EDITOR_FIRST = frozenset(
    {"id", "ms"}
)  # languages whose systems write the editor where JSON-LD wants the author
_EMAIL_AT = re.compile(r"\s*\S+@\S+\.\w+")
_NAME_AND_OUTLET = re.compile(r"(?P<name>[^|,–—]{4,40}?)\s*(?:\s-\s|[|,–—])\s*(?P<outlet>[\w. '-]{2,40})")
_LOGIN = re.compile(r"[a-z0-9]*(?:[-_][a-z0-9]+|\d[a-z0-9]*)+")
_EDITOR_NAME = re.compile(r"(?<![a-z])(?:editor|redaktur|penyunting)")
_FILED = re.compile(
    r"/(?:tags?|categor(?:y|ies)|kategori\w*|topics?|sections?|rubrik\w*)(?:/|$)", re.IGNORECASE
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor|autoren|autores|autori|auteurs?|auteur|redactie|journalistes?|penulis|reporters?|wartawan|contributors?|staff|people|profile|profiles|users?|by|team|journalists?)/[^/?#]+",
    re.IGNORECASE,
)


@cache
def _by() -> re.Pattern[str]:
    known, verbs = ("|".join(map(re.escape, sorted(words(field)))) for field in ("by_words", "by_verbs"))
    return re.compile(rf"(?:(?P<verb>{verbs})\s+)?(?:{known})(?:\s*[:：])?\s+", re.IGNORECASE)


@cache
def _dated_by() -> re.Pattern[str]:
    return re.compile(
        rf"\d{{4}}.{{0,20}}\s(?:{'|'.join(map(re.escape, words('by_words')))})\s+", re.IGNORECASE
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
    printed = _printed(near, edges.credit_lines, around.tail, outlets)
    editors = printed.editors or _names([*ld.editors, *micro.editors, *meta.editors], outlets)
    if printed.authors:
        return Credits(
            printed.authors,
            [name for name in editors if name not in printed.authors or name in printed.editors],
        )
    known = {name.lower() for name in editors}
    marked, claimed = _marked(page, near, outlets), _names(ld.authors, outlets, language)
    unlabelled = _unlabelled(near, outlets) or _beside_outlet(near, outlets)
    first = (unlabelled, marked, claimed) if language in EDITOR_FIRST else (claimed, unlabelled, marked)
    rest = (
        _names(micro.authors, outlets, language),
        _names(meta.authors, outlets, language),
        _names(ld.creators, outlets, language),
        _linked(near, outlets),
        _unlabelled([line for line in around.tail if _says_written(line)], outlets),
        () if language in EDITOR_FIRST else _beside_date(around.head, outlets),
        () if language in EDITOR_FIRST else _unnamed((ld, micro, meta)),
    )
    for names in (*first, *rest):
        others = [name for name in names if name.lower() not in known]
        if others:
            return Credits(others, editors)
    return Credits([], editors)


def _printed(
    near: list[Line], credit_lines: list[str], tail: tuple[Line, ...], outlets: frozenset[str]
) -> Credits:
    """Read the labelled names; authors under the text count where none stand above: other stories are signed there too."""
    above = read_credits([*map(_to_last_author, near), *credit_lines], outlets)
    signed = (_to_last_author(line) for line in tail if len(line.text) < 200)
    below = read_credits((text for text in signed if text.lower() not in words("by_words")), outlets)
    return Credits(above.authors or below.authors, list(dict.fromkeys([*above.editors, *below.editors])))


def _to_last_author(line: Line) -> str:
    """Return a line up to the last link to an author's page: what follows in it is the author's title."""
    ends = [end for _, end, target in line.links if _AUTHOR_PATH.search(target)]
    return line.text[: ends[-1]] if ends and not labelled(line.text[ends[-1] :]) else line.text


def _says_written(line: Line) -> bool:
    found = _by().match(line.text)
    return found is not None and found["verb"] is not None


def _beside_date(head: tuple[Line, ...], outlets: frozenset[str]) -> list[str]:
    """Read a name that stands alone beside the date line, under the headline."""
    for first, second in pairwise(head):
        for line, other in ((first, second), (second, first)):
            if is_date_line(other.text) and _is_name_alone(line.text) and not _files(line):
                return clean_names(line.text, outlets)
    return []


def _files(line: Line) -> bool:
    """Say whether the links of a line lead to lists of a subject."""
    return len(line.links) > 1 or any(_FILED.search(target) for _, _, target in line.links)


def _is_name_alone(text: str) -> bool:
    known = 2 <= len(text.split()) <= 4 and len(text) < 40 and text.lower() not in words("not_names")
    return known and ":" not in text and not any(map(str.isdigit, text)) and looks_like_names(text)


def _unnamed(claims: tuple[Claims, Claims, Claims]) -> list[str]:
    """Where no person is named: the agency, the desk or the outlet that signs the article."""
    for texts in ([text for claim in claims for text in claim.authors], claims[0].organisations):
        names = [
            text
            for text in texts
            if 1 < len(text) <= MAX_NAME
            and len(text.split()) < 7
            and any(map(str.isalpha, text))
            and text.lower() not in words("not_names")
        ]
        if names:
            return list(dict.fromkeys(names[:1]))
    return []


def _names(texts: list[str], outlets: frozenset[str], language: str | None = None) -> list[str]:
    """Clean names from metadata. An outlet may bear its author's name; where systems sign with the outlet it is left out."""
    names: list[str] = []
    for text in texts:
        if _LOGIN.fullmatch(text):
            continue
        found = clean_names(text, outlets)
        if not found and language not in EDITOR_FIRST and len(text.split()) > 1 and looks_like_names(text):
            found = clean_names(text)
        names += found
    return list(dict.fromkeys(names))


def _unlabelled(lines: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read a line such as "Oleh Desca Lidya Natalia" or "By Jane Roe and John Doe"."""
    for line in lines:
        found = _by().match(line.text) or (_dated_by().search(line.text) if len(line.text) < 90 else None)
        if found and line.links:
            names = _linked([line], outlets)
            if names:
                return names
        rest = name_part(_EMAIL_AT.sub("", line.text[found.end() :])) if found else ""
        if rest and len(rest) < 80 and looks_like_names(rest):
            return clean_names(rest, outlets)
    return []


def _beside_outlet(lines: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read a name that stands before the outlet's own or an agency's: "Siti Aminah - KlikKota", "Jane Roe, Reuters"."""
    for line in lines:
        found = _NAME_AND_OUTLET.fullmatch(without_time(line.text)) if len(line.text) < 120 else None
        if found and (squeeze(found["outlet"]) in outlets or name_agency(found["outlet"])):
            names = clean_names(found["name"], outlets)
            if _is_name_alone(found["name"]) and names:
                return names
    return []


def _marked(page: Page, near: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read the elements beside the headline that name themselves an author's."""
    nodes: set[HtmlElement] = set()
    for line in near:
        nodes.add(line.node)
    for element in (*page.marks.get("rel=author", ()), *page.marks.get("author", ())):
        if _EDITOR_NAME.search(element_names(element.attrib).lower()):
            continue
        around = (element, *element.iterancestors())
        if not any(node in nodes for node in around) and not any(child in nodes for child in element):
            continue
        names = _names_in(element, outlets)
        if names:
            return names
    return []


def _names_in(element: HtmlElement, outlets: frozenset[str]) -> list[str]:
    """Read the names in an author's element: those that it links to the authors' pages, else its whole text."""
    links = [link for link in element.iter("a") if _AUTHOR_PATH.search(link.get("href") or "")]
    for texts in ([text_of(link) for link in links], [_without_roles(element)]):
        names: list[str] = []
        for text in texts:
            bare = _by().sub("", text, count=1) if _by().match(text) else text
            if 2 < len(bare) < 90 and not labelled(bare) and bare_label(bare) is None:
                names += [
                    name
                    for name in clean_names(bare, outlets)
                    if looks_like_names(name) and name not in names
                ]
        if names:
            return names
    return []


def _without_roles(element: HtmlElement) -> str:
    """Return the text of an author's element without the parts that say what the author is: name and title run together."""
    parts = [part for part in map(one_line, map(str, element.itertext())) if part]
    if len(parts) < 2 or not any(map(is_role, parts[1:])):
        return text_of(element)
    return ", ".join(part for part in parts if not is_role(part))


def _linked(lines: list[Line], outlets: frozenset[str]) -> list[str]:
    """Read the links beside the headline that lead to an author's page."""
    for line in lines:
        texts = [line.text[start:end] for start, end, target in line.links if _AUTHOR_PATH.search(target)]
        names = [name for text in texts if 2 < len(text) < 60 for name in clean_names(text, outlets)]
        if names:
            return list(dict.fromkeys(names))
    return []
