"""Who wrote an article, and who edited it: printed labels first, then what the page marks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipelines.extract.encoding import one_line
from pipelines.extract.languages import packs, words
from pipelines.extract.times import printed_stamps

MAX_NAME = 60
MAX_BYLINE = 2_000  # characters
_EMAIL = re.compile(r"[^\s()<>\[\]]+@[^\s()<>\[\]]+\.\w+|@\w+|https?://\S+")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_HOST = re.compile(r"\b[\w-]+\.(?:com|co\.id|id|net|org|co|news|tv|info|co\.uk)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")
_CREDENTIAL = re.compile(r"\.|\d|^[A-Z]{2,6}[®™]?$")  # S.H., Ph.D., CFA, E-RYT 200
_FOOTNOTE = re.compile(r"(?<=[^\W\d]{2})\d{1,2}$")  # the mark of a note, glued to a name
_ACCOUNT = re.compile(
    r"admin(?:\d|[\s_-]\S)", re.IGNORECASE
)  # "Admin Kominfo"; "Admin" alone is signed as a name
_NO_NAMES = ("not_names", "published_words", "modified_words")
_TRAILING_JOINER = re.compile(r"\s+(?:and|dan|und|et|y|e|en)$")
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


def _either(names: Iterable[str]) -> str:
    known = (re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return "|".join(known) or r"(?!)"


@cache
def _labels() -> re.Pattern[str]:
    every = words("author_labels") | words("editor_labels") | words("other_labels")
    names = _either(every)
    phrases = _either(name for name in every if " " in name and name.rpartition(" ")[2] in words("by_words"))
    # A label may be glued to the name before it ("Rizal KhalqiEditor: X"); then its capital is the border.
    # What ends in "by" needs no colon; nor does one with a full stop that begins the line ("Reporter. X").
    return re.compile(
        rf"(?:(?<![\w-])|(?<=[a-z])(?=[A-Z]))(?:((?i:{names}))(?:\s*(?:&|/|dan|and)\s*((?i:{names})))?\s*\.?\s*[:：]\s*"
        rf"|(?P<phrase>(?i:{phrases}))\s+(?=[A-ZÀ-Þ]))|^(?P<stop>(?i:{names}))\.\s+(?=[A-ZÀ-Þ])"
    )


@cache
def _line_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(pattern, re.IGNORECASE) for pack in packs().values() for pattern in pack.byline_patterns
    )


@cache
def _times() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a printed time looks like before a name, and after it."""
    day = rf"(?:(?:{_either(_named('weekdays'))})\b\.?\s*,?\s*)?"
    month = _either(_named("months"))
    date = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?[\s./-]+(?:(?:{month})\b|\d{{1,2}}\b)|(?:{month})\.?\s+\d{{1,2}}\b|\d{{4}}-\d\d-\d\d)"
    clock = r"\d{1,2}[:.]\d{2}(?!\d)"
    gap = r"[\s,|•·(/–—-]"
    before = rf"^{day}{date}.{{0,12}}?\d{{4}}(?:.{{0,8}}?{clock}(?::\d\d)?\s*(?:[ap]\.?m\b\.?)?\s*\(?(?:[A-Z]{{2,4}}\b\)?)?)?{gap}*"
    after = rf"{gap}+(?:(?-i:[a-z]{{2,7}})\s+)?{day}(?:{date}|{clock}).*$"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def _named(field: str) -> set[str]:
    return {name for pack in packs().values() for names in getattr(pack, field).values() for name in names}


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_either(words('byline_ends'))})\b.*$", re.IGNORECASE)


def without_time(text: str) -> str:
    """Take a printed time off both ends."""
    if not any(map(str.isdigit, text)):
        return text.strip()
    before, after = _times()
    return after.sub("", before.sub("", text.strip()))


def name_part(text: str) -> str:
    """Return what may be names in the text of a byline: without time, outlet, and the writer's place."""
    text = without_time(text)
    return re.sub(r"\s+-\s+.*$|\s+[–—|•·]\s+.*$", "", _ends().sub("", text).strip(_EDGE))


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


def is_role(text: str) -> bool:
    """Say whether a text tells what a writer is, and names nobody: "Managing Editor"."""
    return len(text) < 60 and _roles().search(text) is not None and "," not in text


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


def _may_have_label(text: str) -> bool:
    """Say cheaply whether a line can hold a label: with its colon, its "by", or its full stop."""
    if ":" in text or "：" in text:
        return True
    known = words("author_labels") | words("editor_labels")
    return text.partition(".")[0].lower() in known or not words("by_words").isdisjoint(text.lower().split())


def labelled(text: str) -> list[tuple[str, str]]:
    """Split a credit line such as `Penulis: X | Editor: Y` into (role, name text) pairs."""
    whole = next((match for pattern in _line_patterns() if (match := pattern.fullmatch(text))), None)
    if whole:
        return [("author", whole["names"].strip(_EDGE))]
    found = list(_labels().finditer(text)) if _may_have_label(text) else []
    if not found or (found[0].start() > 12 and not any(printed_stamps(text[: found[0].start()]))):
        return []
    pairs = []
    for match, after in zip(found, [*found[1:], None], strict=True):
        value = _TRAILING_JOINER.sub(
            "", text[match.end() : after.start() if after else len(text)].strip(_EDGE)
        )
        loose = match["phrase"] or match["stop"]
        if loose and not looks_like_names(_without_role(name_part(value))):
            return []
        labels = (match[1], match[2], match["phrase"], match["stop"])
        pairs += [(role_of(label), value) for label in labels if label]
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
    text = name_part(_BRACKETS.sub(" ", _EMAIL.sub(" ", one_line(text[:MAX_BYLINE]))))
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
    if name in words("account_names") or _ACCOUNT.match(name) or _CLOCK.search(name):
        return False
    if len(tokens := name.split()) > 1 and any(map(str.isdigit, tokens)):
        return False  # an address: "Jalan Garuda 12"
    if len(name.split()) > 3 and any(word.strip(".,").isdigit() for word in name.split()):
        return False  # "Redaksi: Jalan Garuda 12 ...": an address
    if squeezed in outlets or any(name.lower() in words(field) for field in _NO_NAMES):
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
