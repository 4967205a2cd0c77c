"""Who wrote an article, and who edited it: printed labels first, then what the page marks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipelines.extract.encoding import one_line
from pipelines.extract.languages import words
from pipelines.extract.times import printed_stamps

MAX_NAME = 60
_EMAIL = re.compile(r"[^\s()<>\[\]]+@[^\s()<>\[\]]+\.\w+|@\w+|https?://\S+")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_HOST = re.compile(r"\b[\w-]+\.(?:com|co\.id|id|net|org|co|news|tv|info|co\.uk)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")
_CREDENTIAL = re.compile(r"\.|\d|^[A-Z]{2,6}$")  # S.H., Ph.D., CFA, E-RYT 200
_FOOTNOTE = re.compile(r"(?<=[^\W\d]{2})\d{1,2}$")  # the mark of a note, glued to a name
_EDGE = " \t-–—|·•:,;/*.&"
_NAME_WORD = re.compile(r"['’\"“]?[A-ZÀ-ÞĀ-Ž]")
_PARTICLES = frozenset(
    "de del della der den van von bin binti al la le el di da dos das do du ter ten y e".split()
)


@dataclass(slots=True)
class Credits:
    """Names as a page prints them under its labels."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)


@cache
def _labels() -> re.Pattern[str]:
    every = words("author_labels") | words("editor_labels") | words("other_labels")
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(every, key=len, reverse=True))
    # A label may be glued to the name before it ("Rizal KhalqiEditor: X"); then its capital is the border.
    return re.compile(
        rf"(?:(?<![\w-])|(?<=[a-z])(?=[A-Z]))((?i:{names}))(?:\s*(?:&|/|dan|and)\s*((?i:{names})))?\s*\.?\s*[:：]\s*"
    )


@cache
def _bare_label() -> re.Pattern[str]:
    names = "|".join(
        re.escape(name)
        for name in sorted(words("author_labels") | words("editor_labels"), key=len, reverse=True)
    )
    return re.compile(rf"({names})\s*[.:：]?", re.IGNORECASE)


@cache
def _leading_label() -> re.Pattern[str]:
    names = "|".join(
        re.escape(name) for name in sorted(words("author_labels") | words("titles"), key=len, reverse=True)
    )
    return re.compile(rf"(?:{names})\b\s*[:：]?\s+", re.IGNORECASE)


@cache
def _joiners() -> re.Pattern[str]:
    # In small letters, or a longer one in capitals: "Dan Brown" and "Michael E Porter" are names.
    names = [name for name in words("name_joiners") if name.isascii() or len(name) > 1]
    known = "|".join(
        re.escape(form) for name in names for form in {name, name.upper() if len(name) > 2 else name}
    )
    return re.compile(rf"\s*[;&/|•·、]\s*|,?\s+(?:{known})\s+")


@cache
def _roles() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in words("role_words"))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def _without_role(text: str) -> str:
    """Take off what a writer is: "Sean Peek, Senior Analyst and Editor"."""
    name, comma, rest = text.partition(",")
    if comma and _roles().search(rest) and len(name.split()) > 1 and not _roles().search(name):
        others = rest.split(",")
        while others and (_roles().search(others[0]) or not looks_like_names(others[0])):
            others.pop(0)
        return ",".join([name, *others])
    return text


def _split_names(text: str) -> list[str]:
    """Split a list of names; a comma separates names only where both sides are whole ones ("Genevieve Carlton, Ph.D.")."""
    parts = []
    for piece in _joiners().split(_without_role(text)):
        pieces = [part.strip() for part in piece.split(",") if part.strip()]
        whole = all(looks_like_names(part) and not _CREDENTIAL.search(part) for part in pieces)
        whole = whole and any(len(part.split()) > 1 for part in pieces)
        parts += pieces if whole else [piece]
    return parts


def role_of(label: str) -> str:
    """Tell an author's label from an editor's and from others."""
    name = " ".join(label.lower().split())
    return (
        "editor"
        if name in words("editor_labels")
        else "author"
        if name in words("author_labels")
        else "other"
    )


def labelled(text: str) -> list[tuple[str, str]]:
    """Split a credit line such as `Penulis: X | Editor: Y` into (role, name text) pairs."""
    found = list(_labels().finditer(text))
    if not found or (found[0].start() > 12 and not any(printed_stamps(text[: found[0].start()]))):
        return []
    pairs = []
    for match, after in zip(found, [*found[1:], None], strict=True):
        value = text[match.end() : after.start() if after else len(text)]
        pairs += [(role_of(label), value.strip(_EDGE)) for label in (match[1], match[2]) if label]
    return pairs


def bare_label(text: str) -> str | None:
    """Return the role when a line is a label alone: its name stands in the next line."""
    found = _bare_label().fullmatch(text.strip())
    return role_of(found[1]) if found else None


def is_credit_line(text: str) -> bool:
    """Say whether a whole line is a byline: labels with names, nothing else."""
    pairs = labelled(text)
    return bool(pairs) and all(
        (len(value) <= MAX_NAME + 30 and not value.endswith((".", "!", "?"))) or len(value.split()) < 5
        for _, value in pairs
    )


def clean_names(text: str, outlets: frozenset[str] = frozenset()) -> list[str]:
    """Reduce the text of a byline to plain names: no titles, addresses, outlets."""
    text = _BRACKETS.sub(" ", _EMAIL.sub(" ", one_line(text)))
    text = re.sub(r"\s+-\s+.*$|\s+[–—|]\s+.*$", "", text.strip(_EDGE))
    names = []
    for part in _split_names(text):
        name = (
            _leading_label().sub("", part.strip(_EDGE), count=1)
            if _leading_label().match(part.strip(_EDGE))
            else part
        )
        name = _HOST.sub(" ", name).strip(_EDGE)
        name = _FOOTNOTE.sub("", name) if " " in name else name
        name = " ".join(name.split())
        if _plausible(name, outlets):
            names.append(name)
    return list(dict.fromkeys(names))


def _plausible(name: str, outlets: frozenset[str]) -> bool:
    squeezed = re.sub(r"[\W_]+", "", name).lower()
    if not 2 <= len(name) <= MAX_NAME or len(name.split()) > 7 or not squeezed or squeezed.isdigit():
        return False
    if squeezed in outlets or name.lower() in words("not_names") or _CLOCK.search(name):
        return False
    return any(character.isalpha() for character in name)


def looks_like_names(text: str) -> bool:
    """Say whether a short text is made of capitalised words, as names are."""
    tokens = [token for token in re.split(r"[\s,&]+", text) if token]
    joiners = words("name_joiners")
    return 0 < len(tokens) <= 9 and all(
        _NAME_WORD.match(token) or token.lower() in _PARTICLES or token.lower() in joiners for token in tokens
    )


def read_credits(lines: Iterable[str], outlets: frozenset[str]) -> Credits:
    """Read the labelled names of some lines in order; a label alone takes the next line."""
    named, waiting = Credits(), ""
    for text in lines:
        if waiting and len(text) <= MAX_NAME:
            _file(named, waiting, text.lstrip(": "), outlets)
            waiting = ""
            continue
        waiting = bare_label(text) or ""
        for role, value in labelled(text) if not waiting and len(text) < 250 else ():
            _file(named, role, value, outlets)
            waiting = role if not value else ""
    return named


def _file(named: Credits, role: str, value: str, outlets: frozenset[str]) -> None:
    names = clean_names(value, outlets)
    target = named.editors if role == "editor" else named.authors if role == "author" else None
    if target is not None:
        target += [name for name in names if name not in target]
