"""Datelines, sign-offs and photo credits: what stands at the edges of an article's text."""

import re
from dataclasses import dataclass

from tld import is_tld

from pipelines.extract.agencies import SHORT, name_agency
from pipelines.extract.languages import words

MAX_HEAD = 90  # characters in which a dateline ends
MAX_SIGN = 60  # characters at the end of a text in which an agency signs
_HOST = re.compile(r"[\w-]{2,}(?:\.[\w-]{2,})+")
_RESERVED = frozenset({"test", "example", "invalid", "localhost"})  # RFC 6761
_SPACED = re.compile(r"\s*(?:--|—|–|‒|―)\s*|\s+-\s*|\s*-\s+|\s*\|+\s*|\s*:\s+|_\s*")
_STOP = re.compile(
    r"\.\s+|(?<=\))\s+(?=[^\W\d_a-z])"
)  # ends a dateline that names the site: "MATARAM (Klik Kota) Warga ..."
_GLUED = re.compile(r"-(?=[A-Z“\"'‘])")
_PARTS = re.compile(r"\s*[,|(){}]\s*|\s+-\s+")
_CUTS = (
    re.compile(r"\.\s+"),
    re.compile(r"-"),
    re.compile(r"\s+"),
)  # between site and place, without a comma
_PLACE_AND_STOP = re.compile(r"\s*([A-Z][A-Z' ]{2,30})\.\s+(?=[^\W\d_a-z])")
_SITE_AND_STOP = re.compile(r"\s*([\w .]{3,40}?)[.,]\s+(?=[^\W\d_a-z])")
_DATE_PART = re.compile(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2}\s+[^\W\d]+(?:\s+\d{4})?")
_PLACE_WORD = re.compile(r"[A-ZÀ-Þ][\w'’.]*$")
_NOT_PLACES = frozenset(
    "foto ilustrasi caption update breaking video opini berita laporan oleh sumber editor penulis reporter catatan exclusive news analysis "
    "opinion dok ket keterangan advertorial adv kronologi infografis fakta live gallery photos watch read listen".split()
)
# What sites add to the name of their place: without it, that name is the place's.
_TOP = "com|net|org|info|id|co|coid|webid|news|tv|my|commy"
_GENERIC = re.compile(
    rf"(?:today|news|pos|post|times|online|terkini|update|info|daily|express|ekspres|kini|kita)(?:{_TOP})?"
)
_AGENCY_END = re.compile(
    r"(?P<text>.*?)\s*[-–—]{1,3}\s*(?P<sign>[^\W\d_][\w. ]{1,30}?)\s*[.*]*\s*", re.DOTALL
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
_ENDS = frozenset(".!?”\"…*’'")
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
    if len(name) < 3 or name in outlets:
        return len(name) >= 3
    rests = (outlet.removeprefix(name) for outlet in outlets if len(name) >= 5 and outlet.startswith(name))
    return any(not _GENERIC.fullmatch(rest) for rest in rests)


def _is_beginning(part: str, outlets: frozenset[str]) -> bool:
    """Say whether a part is a mere beginning of the site's names: alone, it rather is the place that the site is called after."""
    return not _is_own(part, outlets) and name_agency(part) is None


def _is_own(part: str, outlets: frozenset[str]) -> bool:
    """Say whether a part is a host, or the whole of one of the site's names."""
    return _letters(part) in outlets or (_HOST.fullmatch(part) is not None and _is_site(part, outlets))


def _is_brand(part: str, outlets: frozenset[str]) -> bool:
    """Say whether a part is the name under which the site is registered, not that of a city's edition."""
    return any(f"{_letters(part)}{top}" in outlets for top in _TOP.split("|"))


def _unglue(part: str, outlets: frozenset[str]) -> list[str]:
    """Split a part in which site and place stand side by side: `MATANUSA.NET SUKABUMI`, `MATARAM.klikkota.com`."""
    if _letters(part) in outlets:
        return [part]
    first, dot, rest = part.partition(".")
    if (
        dot
        and _letters(rest) in outlets
        and _letters(first) not in outlets
        and "." in rest
        and _is_place(first)
    ):
        return [first, rest]
    if _is_site(part, outlets):
        return [part]
    for cut in _CUTS:
        for found in cut.finditer(part):
            sides = [part[: found.start()], part[found.end() :]]
            sites = [
                side
                for side in sides
                if _is_own(side, outlets) and ("." in side or cut is _CUTS[0] or _is_brand(side, outlets))
            ]
            if len(sites) == 1 and all(side in sites or _is_place(side) for side in sides):
                return sides
    return [part]


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
    bracketed = {found.strip() for found in re.findall(r"[({]([^)}]*)[)}]", head)}
    pieces = (
        piece
        for part in map(str.strip, _PARTS.split(head))
        for piece in ([part] if part in bracketed else _unglue(part.strip(" .-–—"), outlets))
    )
    for part in filter(None, (piece.strip(" .-–—") for piece in pieces)):
        if _DATE_PART.fullmatch(part):
            continue
        if site is None and (_is_site(part, outlets) or _is_agency(part, head)):
            site = part
        elif _is_place(_DATE_PART.sub("", part).strip()):
            places.append(_DATE_PART.sub("", part).strip())
        elif site is None and "(" in head and len(part.split()) <= 3:
            site = part  # an agency in brackets: (Antara), (RP)
        else:
            return None
    if site is None and not places:
        return None
    if (
        site is not None
        and not places
        and "(" not in head
        and _is_beginning(site, outlets)
        and _is_place(site)
    ):
        return None, site  # "Tapin" on tapinraya.id
    if site is None and len(places) == 2 and re.search(r"\([^\d)]", head):  # TERNATE (MALUT POST)
        site = places.pop()
    return (site, ", ".join(places) or None) if len(places) <= 3 else None


def _is_agency(part: str, head: str) -> bool:
    """Say whether a part is a wire agency; letters that may be a place's (NTB) only in brackets."""
    return name_agency(part) is not None and (len(part) > SHORT or f"({part})" in head)


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
        follows = _PLACE_AND_STOP.match(rest) if place is None else None
        if follows and _is_place(follows[1]):  # KLIKKOTA.COM - MATARAM. Warga ...
            return Dateline(site, follows[1], separator.end() + follows.end())
        named = _SITE_AND_STOP.match(rest) if site is None else None
        if named and _is_own(named[1], outlets):  # MATARAM - KLIK KOTA. Warga ...
            return Dateline(named[1], place, separator.end() + named.end())
        chained = split_dateline(rest, outlets) if site is None or place is None else None
        if chained and (chained.site is None or site is None) and (chained.place is None or place is None):
            return Dateline(site or chained.site, place or chained.place, separator.end() + chained.end)
        return Dateline(site, place, separator.end())
    return _ended_by_stop(text, outlets)


def _ended_by_stop(text: str, outlets: frozenset[str]) -> Dateline | None:
    """Recognise a dateline that ends in a full stop or a bracket: it must name the site and a place."""
    for stop in _STOP.finditer(text[:MAX_HEAD]):
        head = text[: stop.start()].strip()
        split = _split_head(head, outlets) if _begins(text[stop.end() :]) and len(head.split()) < 8 else None
        if split and split[1] and split[0] and (_is_own(split[0], outlets) or name_agency(split[0])):
            return Dateline(*split, stop.end())
    return None


def _begins(rest: str) -> bool:
    first = rest.lstrip(" -–—|").lstrip("“\"'‘(«[")[:1]
    return not rest or first.isupper() or first.isdigit()


def is_dateline_alone(text: str, outlets: frozenset[str]) -> bool:
    """Say whether a line holds a dateline and nothing else, separator included."""
    if len(text) > MAX_HEAD:
        return False
    if not re.search(r"[-–—|]\s*$", text):
        site, place = _split_head(text.strip(" .,"), outlets) or (None, None)
        return place is not None and site is not None and _is_own(site, outlets)
    found = split_dateline(text, outlets)
    return found is not None and found.end >= len(text.rstrip())


def split_sign_off(text: str, *, own_line: bool) -> tuple[str, str | None]:
    """Take the bracketed initials off the end of a text: `... kabupaten kota.(pr/klik)` -> (`... kota.`, `pr/klik`).

    A bracket counts only after the end of a sentence: "... Satpol PP (SPP)" is a part of its sentence.
    """
    text = _END_MARK.sub("", text.rstrip()).rstrip() if not own_line else text.strip()
    start = max(0, len(text) - MAX_SIGN)
    agency = _AGENCY_END.fullmatch(text, start)
    if agency and (agency["text"][-1:] in _ENDS or not agency["text"]) and name_agency(agency["sign"]):
        return text[:start] + agency["text"], agency["sign"]
    if own_line and name_agency(text):
        return "", text
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
