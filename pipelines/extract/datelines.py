"""Datelines, sign-offs and photo credits: what stands at the edges of an article's text."""

import re
from dataclasses import dataclass

from tld import is_tld

from pipelines.extract.languages import words

MAX_HEAD = 90  # characters in which a dateline ends
_HOST = re.compile(r"[\w-]{2,}(?:\.[\w-]{2,})+")
_RESERVED = frozenset({"test", "example", "invalid", "localhost"})  # RFC 6761
_SPACED = re.compile(r"\s*(?:--|—|–|‒|―)\s*|\s+-\s*|\s*-\s+|\s*\|+\s*|\s*:\s+|_\s*")
_GLUED = re.compile(r"-(?=[A-Z“\"'‘])")
_PARTS = re.compile(r"\s*[,|(){}]\s*|\s+-\s+")
_DATE_PART = re.compile(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2}\s+[^\W\d]+(?:\s+\d{4})?")
_PLACE_WORD = re.compile(r"[A-ZÀ-Þ][\w'’.]*$")
_NOT_PLACES = frozenset(
    "foto ilustrasi caption update breaking video opini berita laporan oleh sumber editor penulis reporter catatan exclusive news analysis "
    "opinion dok ket keterangan advertorial adv kronologi infografis fakta live gallery photos watch read listen".split()
)
_SIGN_OFF = re.compile(
    r"(?P<text>.*?[.!?…”\"’')\]*]|)\s*[(\[]\s*(?P<sign>[^()\[\]]{1,48})\s*[)\]]\s*[.*|\-–—]*\s*", re.DOTALL
)
_END_MARK = re.compile(
    r"(?<=[.!?”\"’)])\s*(?:\*{1,4}|\[\s*\]|\|+|#{2,}|-{2,})\s*\.?$|\s*\(\s*\*{1,3}\s*\)\.?$"
)
_NOT_SIGN = re.compile(
    r"[\d\s/.,:-]+|rp\.?\s*\d.*|.*%.*|\d.*\b(?:km|kg|tahun|orang)\b.*|.*[!?;:].*", re.IGNORECASE
)
_SIGN_PART = re.compile(r"[\w.\-'’_ *]{1,30}")
_CREDIT_END = re.compile(r"(?P<text>.*?)\s*[(\[]\s*(?P<credit>[^()\[\]]{2,80})\s*[)\]]\s*[.]?\s*$", re.DOTALL)
_CREDIT_LABEL = re.compile(
    r"(?:^|[.!?]\s|\s[|/–-]\s)\s*(?:foto|photo|gambar|image|dok\.?|credit|sumber foto)\s*[:/]\s*(?P<credit>[^.|]{2,60})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline told apart, and how many characters of the text it takes."""

    site: str | None
    place: str | None
    end: int


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _is_site(part: str, outlets: frozenset[str]) -> bool:
    if _HOST.fullmatch(part):
        top = part.rpartition(".")[2].lower()
        return top in _RESERVED or is_tld(top)
    name = _letters(part)
    return len(name) >= 3 and (
        name in outlets or any(len(name) >= 5 and outlet.startswith(name) for outlet in outlets)
    )


def _is_place(part: str) -> bool:
    tokens = part.split()
    return (
        0 < len(tokens) <= 5
        and len(part) >= 3
        and all(_PLACE_WORD.match(token) for token in tokens)
        and not any(token.lower().strip(".") in _NOT_PLACES for token in tokens)
    )


def _split_head(head: str, outlets: frozenset[str]) -> tuple[str | None, str | None] | None:
    """Tell site and place apart in what stands before the separator; None when it holds anything else."""
    site: str | None = None
    places: list[str] = []
    for part in filter(None, (piece.strip(" .-–—") for piece in _PARTS.split(head))):
        if _DATE_PART.fullmatch(part):
            continue
        if site is None and _is_site(part, outlets):
            site = part
        elif _is_place(_DATE_PART.sub("", part).strip()):
            places.append(_DATE_PART.sub("", part).strip())
        elif site is None and "(" in head and len(part.split()) <= 3:
            site = part  # an agency in brackets: (Antara), (RP)
        else:
            return None
    if site is None and not places:
        return None
    if site is None and len(places) == 2 and re.search(r"\([^\d)]", head):  # TERNATE (MALUT POST)
        site = places.pop()
    return (site, ", ".join(places) or None) if len(places) <= 3 else None


def split_dateline(text: str, outlets: frozenset[str]) -> Dateline | None:
    """Recognise a dateline at the start of a text, such as `klikkalimantan.com, BANJARMASIN-Dinas ...`.

    `outlets` are the letters of the site's names (`klikkalimantan`).
    """
    window = text[:MAX_HEAD]
    for separator in (*_SPACED.finditer(window), *_GLUED.finditer(window)):
        head, rest = window[: separator.start()].strip(), text[separator.end() :]
        if not head or len(head) > 70 or not _begins(rest):
            continue
        glued = separator.group() == "-"
        colon = ":" in separator.group() or separator.group().strip() == "_"
        split = _split_head(head, outlets)
        if split is None:
            continue
        site, place = split
        if (
            (glued or colon)
            and site is None
            and not (place and place.isupper() and (glued or len(place) > 3))
        ):
            continue
        if colon and site is None and ":" not in separator.group():
            continue
        chained = split_dateline(rest, outlets) if site is None or place is None else None
        if chained and (chained.site is None or site is None) and (chained.place is None or place is None):
            return Dateline(site or chained.site, place or chained.place, separator.end() + chained.end)
        return Dateline(site, place, separator.end())
    return None


def _begins(rest: str) -> bool:
    first = rest.lstrip(" -–—|").lstrip("“\"'‘(«[")[:1]
    return not rest or first.isupper() or first.isdigit()


def is_dateline_alone(text: str, outlets: frozenset[str]) -> bool:
    """Say whether a line holds a dateline and nothing else, separator included."""
    if len(text) > MAX_HEAD or not re.search(r"[-–—|]\s*$", text):
        return False
    found = split_dateline(text, outlets)
    return found is not None and found.end >= len(text.rstrip())


def split_sign_off(text: str, *, own_line: bool) -> tuple[str, str | None]:
    """Take the bracketed initials off the end of a text: `... kabupaten kota.(pr/klik)` -> (`... kota.`, `pr/klik`).

    A bracket counts only after the end of a sentence: "... Satpol PP (SPP)" is a part of its sentence.
    """
    text = _END_MARK.sub("", text.rstrip()).rstrip() if not own_line else text.strip()
    found = _SIGN_OFF.fullmatch(text)
    if not found or (not found["text"].strip() and not own_line):
        return text, None
    sign = found["sign"].strip()
    parts = [part.strip() for part in re.split(r"[/|,&]", sign)]
    words_of = [part.split() for part in parts]
    if own_line and (
        any(len(part) > 3 for part in words_of) or any(word.isdigit() for part in words_of for word in part)
    ):
        return text, None
    if (
        _NOT_SIGN.fullmatch(sign)
        or len(sign.split()) > 5
        or not all(_SIGN_PART.fullmatch(part) for part in parts)
    ):
        return text, None
    if not any(character.isalpha() for character in sign):
        return found["text"].rstrip(), None if not sign.strip("* ") else sign
    if found["text"].rstrip()[-1:] not in {".", "!", "?", "”", '"', "…", "*"} and not own_line:
        return text, None
    return _END_MARK.sub("", found["text"].rstrip()).rstrip(), sign


def split_credit(caption: str) -> tuple[str, str | None]:
    """Split a caption from the credit at its end: `... Banjarmasin.(adpim/klik)` -> (`... Banjarmasin.`, `adpim/klik`)."""
    found = _CREDIT_END.fullmatch(caption)
    if found and not re.fullmatch(r"[\d\s/.,:-]+", found["credit"]):
        credit = re.sub(
            r"^(?:foto|photo|gambar|image)\s*[:/]\s*", "", found["credit"].strip(), flags=re.IGNORECASE
        )
        return found["text"].strip(), credit
    labelled = _CREDIT_LABEL.search(caption)
    if labelled:
        return caption[: labelled.start() + 1].strip(), labelled["credit"].strip()
    return caption.strip(), None


def ends_in_credit(text: str) -> bool:
    """Say whether a paragraph ends as a photo caption does: in a bracketed credit of slash or stock word."""
    found = _CREDIT_END.fullmatch(text)
    if not found or re.fullmatch(r"[\d\s/.,:-]+", found["credit"]):
        return False
    credit = found["credit"].lower()
    return "/" in credit or any(word in re.split(r"[\W_]+", credit) for word in words("credit_words"))


def ends_in_bracket(text: str) -> bool:
    """Say whether a text ends in a short bracket that may be a credit; one inside a sentence ends in its full stop."""
    found = _CREDIT_END.fullmatch(text)
    return (
        found is not None
        and text.endswith((")", "]"))
        and len(found["credit"].split()) <= 5
        and not re.fullmatch(r"[\d\s/.,:-]+", found["credit"])
    )
