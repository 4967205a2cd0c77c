"""From the lines of an article to its text: captions, bylines, date lines and sign-off become fields."""

import re
from dataclasses import dataclass, field
from functools import cache

from pipelines.extract.body import Region
from pipelines.extract.bylines import MAX_NAME, bare_label, is_credit_line, labelled
from pipelines.extract.datelines import (
    ends_in_bracket,
    ends_in_credit,
    is_dateline_alone,
    split_credit,
    split_dateline,
    split_sign_off,
)
from pipelines.extract.encoding import one_line
from pipelines.extract.languages import words
from pipelines.extract.paragraphs import Line
from pipelines.extract.prose import squeeze
from pipelines.extract.select import Selection
from pipelines.extract.times import printed_stamps
from pipelines.extract.tree import own_names
from pipelines.items import Removed

_DASH_START = re.compile(r"[-–—|]\s*\S")
_PICTURE = re.compile(r"(?<![a-z])(?:img|image|photo|foto|picture|media)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
MAX_CAPTION = 300  # characters
MAX_OUTLET, MAX_ARTICLE = 60, 3  # characters of an outlet's name, of a grammatical article before it
_FIRST, _LAST = 4, 8  # lines at the edges that may be byline, date line or caption


@dataclass(slots=True)
class Edges:
    """The text of an article, and what stood at its edges."""

    text: str = ""
    caption: str | None = None
    photo_credit: str | None = None
    dateline_site: str | None = None
    dateline_place: str | None = None
    sign_off: str | None = None
    credit_lines: list[str] = field(default_factory=list)
    date_lines: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


def shape_text(
    selection: Selection, region: Region, head: tuple[Line, ...], outlets: frozenset[str]
) -> Edges:
    """Take the lines apart at both ends and join the rest into the text."""
    edges = Edges(removed=list(selection.removed))
    lines = _without_image_captions(selection.lines, edges, outlets)
    texts = [line.text for line in lines]
    texts = _without_credits(texts, edges)
    texts = _without_date_lines(texts, edges)
    texts = join_datelines(texts, outlets)
    texts = _without_caption(texts, edges, outlets)
    _caption_of_page(edges, region, head)
    texts = take_sign_off(texts, edges)
    if texts:
        found = split_dateline(texts[0], outlets)
        if found:
            edges.dateline_site, edges.dateline_place = found.site, found.place
    edges.text = "\n".join(filter(None, map(one_line, texts)))
    return edges


def _without_credits(texts: list[str], edges: Edges) -> list[str]:
    kept: list[str] = []
    waiting = False
    for index, text in enumerate(texts):
        edge = index < _FIRST or index >= len(texts) - _LAST
        alone = edge and bare_label(text) is not None
        if edge and (alone or (waiting and len(text) <= MAX_NAME) or _is_credit(text, index, len(texts))):
            edges.credit_lines.append(text)
            edges.removed.append(Removed(text, "byline", "a line of labelled names"))
            waiting = alone
        else:
            kept.append(text)
            waiting = False
    return kept


def _is_credit(text: str, index: int, total: int) -> bool:
    if len(text) > 200 or not is_credit_line(text):
        return False
    pairs = labelled(text)
    if any(role != "other" for role, _ in pairs):
        return True
    return index >= total - 3 and all(len(value.split()) <= 2 for _, value in pairs)  # "Sumber: Antara"


def _without_date_lines(texts: list[str], edges: Edges) -> list[str]:
    kept = []
    for index, text in enumerate(texts):
        if (index < _FIRST or index >= len(texts) - _FIRST) and is_date_line(text):
            edges.date_lines.append(text)
            edges.removed.append(Removed(text, "date line", "a line that is a date"))
        else:
            kept.append(text)
    return kept


def take_biographies(edges: Edges, authors: list[str]) -> None:
    """Take paragraphs off both ends that tell of the article's own author: "Jane Roe is a reporter in Kyiv."."""
    names = "|".join(re.escape(name) for name in authors if " " in name)
    if not names:
        return
    about = re.compile(rf"(?:{names})\s+(?=[^\W\d_])[a-zß-ÿ].{{20,600}}")
    texts = edges.text.split("\n")
    for place in (-1, -1, 0):
        if len(texts) > 3 and about.fullmatch(texts[place]):
            edges.removed.append(Removed(texts.pop(place), "author-box", "begins with the author's name"))
    edges.text = "\n".join(texts)


def take_outlets_own(edges: Edges, outlets: frozenset[str]) -> None:
    """Take a paragraph off the end that tells what the outlet is: "The Hulu Herald is a non-profit newsroom"."""
    texts = edges.text.split("\n")
    for place in range(max(3, len(texts) - _FIRST), len(texts)):
        found = _outlet_re().match(texts[place])
        if found and _names_outlet(found["name"], outlets):
            edges.removed.append(Removed(texts.pop(place), "footer", "tells what the outlet is"))
            break
    edges.text = "\n".join(texts)


@cache
def _outlet_re() -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, sorted(words("is_words"), key=len, reverse=True)))
    return re.compile(rf"(?P<name>\w.{{2,{MAX_OUTLET}}}?) (?:{verbs}) ")


def _names_outlet(text: str, outlets: frozenset[str]) -> bool:
    """Say whether a text is the outlet's name, and no word ("The Sun") with which an article may begin a sentence."""
    first, _, rest = text.partition(" ")
    name = rest if rest and len(first) <= MAX_ARTICLE else text
    telling = " " in name or re.search(r"\w\.\w|[a-z][A-Z]|[A-Z]{3}", name)
    return bool(telling) and not outlets.isdisjoint({squeeze(text), squeeze(name)})


def is_date_line(text: str) -> bool:
    """Say whether a line is a printed date with little beside it."""
    if len(text) > 90:
        return False
    stamps = list(printed_stamps(text))
    words = _LETTERS.findall(text)
    return (
        bool(stamps)
        and (len(words) <= 4 or (len(words) <= 9 and stamps[0].clock))
        and not text.endswith((".", "?", "!", ")", "-", "–"))
    )


def join_datelines(texts: list[str], outlets: frozenset[str]) -> list[str]:
    """Join a dateline that stands in a line of its own to the paragraph that it opens."""
    for index in range(min(3, len(texts) - 1)):
        first, second = texts[index], texts[index + 1]
        opens = _DASH_START.match(second) and len(first) < 70 and split_dateline(f"{first} {second}", outlets)
        if opens or is_dateline_alone(first, outlets):
            return [*texts[:index], f"{first} {second}", *texts[index + 2 :]]
    return texts


def _without_image_captions(lines: list[Line], edges: Edges, outlets: frozenset[str]) -> list[Line]:
    """Recognise a caption anywhere: it stands right after a picture, and ends in a bracketed credit or leads a dateline."""
    kept = []
    if len(lines) > 2 and _leads_dateline(lines[0], lines[1], outlets):
        _take_caption(edges, lines[0].text)
        lines = lines[1:]
    for line in lines:
        beside = line.image is not None and len(line.text) < 400 and len(lines) > 2
        if beside and (ends_in_bracket(line.text) or _names_picture(line)):
            _take_caption(edges, line.text)
        else:
            kept.append(line)
    return kept


def _leads_dateline(first: Line, second: Line, outlets: frozenset[str]) -> bool:
    """Say whether the first line stands under a picture, and the article begins after it."""
    short = (
        first.image is not None and len(first.text) < MAX_CAPTION and not split_dateline(first.text, outlets)
    )
    return short and second.image is None and split_dateline(second.text, outlets) is not None


def _names_picture(line: Line) -> bool:
    """Say whether the block around a line names itself a picture's."""
    around = set() if line.image is None else set(line.image.iterancestors())
    blocks = [
        element for element in (line.node, line.node.getparent()) if element is not None and element in around
    ]
    return any(_PICTURE.search(own_names(element.get("class", ""))) for element in blocks)


def _without_caption(texts: list[str], edges: Edges, outlets: frozenset[str]) -> list[str]:
    """Recognise a caption among the first lines: what stands before the dateline, or ends in a photo credit."""
    for index, text in enumerate(texts[:_FIRST]):
        if index and split_dateline(text, outlets) and all(_captionlike(before) for before in texts[:index]):
            _take_caption(edges, " ".join(texts[:index]))
            return texts[index:]
    if len(texts) > 2 and ends_in_credit(texts[0]) and not split_dateline(texts[0], outlets):
        _take_caption(edges, texts[0])
        return texts[1:]
    return texts


def _captionlike(text: str) -> bool:
    return ends_in_credit(text) or len(text) < 60


def _take_caption(edges: Edges, text: str) -> None:
    edges.removed.append(Removed(text, "caption", "ends in a credit, beside a picture or before the text"))
    if edges.caption is None:
        caption, credit = split_credit(text)
        edges.caption, edges.photo_credit = caption or None, credit


def _caption_of_page(edges: Edges, region: Region, head: tuple[Line, ...]) -> None:
    if edges.caption is not None:
        return
    marked = [
        line
        for line in (*head, *region.dropped)
        if any(region.noise.get(element, ("",))[0] == "caption" for element in line.noise)
    ]
    marked = [line for line in marked if not is_credit_line(line.text) and not is_date_line(line.text)]
    seen = [
        line
        for line in marked
        if not any("credit" in region.noise.get(element, ("", ""))[1] for element in line.noise)
    ]
    marked = marked if len(seen) == 0 else [line for line in marked if line.order >= seen[0].order]
    marked = marked or [
        line
        for line in head
        if line.image is not None and 20 < len(line.text) < 400 and ends_in_bracket(line.text)
    ]
    if not marked:
        return
    together = [line.text for line in marked if line.noise[:1] == marked[0].noise[:1]][:3]
    if len(together) > 1 and len(together[0]) < 60 and 2 * len(together[0]) < len(together[1]):
        together[:2] = together[1], f"({together[0]})"  # some print the credit first
    if 3 < len(" ".join(together)) < 800:
        caption, credit = split_credit(together[0])
        if credit is None and len(together) > 1 and len(together[1]) < 80:
            credit = split_credit(together[1])[1] or re.sub(
                r"^(?:foto|photo|credit|image)\s*:\s*", "", together[1], flags=re.IGNORECASE
            ).strip("()[] ")
        edges.caption, edges.photo_credit = caption or None, credit


def take_sign_off(texts: list[str], edges: Edges) -> list[str]:
    """Take initials off the end: a bracket after the last sentence, or in a line of its own."""
    texts = list(texts)
    for _ in range(3):
        if not texts:
            break
        last = texts[-1]
        own = len(last) < 50
        rest, sign = split_sign_off(last, own_line=own)
        if sign and edges.sign_off is None:
            edges.sign_off = sign
        if sign or rest != last:
            edges.removed.append(
                Removed(last[len(rest) :].strip() or last, "sign-off", "initials at the end")
            )
        if rest:
            texts[-1] = rest
            if not any(map(str.isalnum, rest)):
                texts.pop()
            break
        texts.pop()
    return texts
