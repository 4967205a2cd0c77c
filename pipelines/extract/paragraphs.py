"""The lines of a page: its text in reading order, one line a paragraph, with what surrounds each line."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.encoding import strip_forbidden
from pipelines.extract.tree import INLINE_TAGS, MAX_DEPTH, SKIPPED_TAGS, element_names, noise_of, traits_of

# Marks inside the text of a block under construction: noncharacters, which decoding took out of the page.
_BREAK, _LINK, _LINK_END, _BOLD, _BOLD_END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
_BLANK = f" \t\r\n\xa0{_BREAK}{_LINK}{_LINK_END}{_BOLD}{_BOLD_END}"
_MARKS = re.compile("([\ufdd1-\ufdd4])")
_GAP = re.compile("\ufdd0[\\s\ufdd1-\ufdd4]*\ufdd0[\\s\ufdd0]*")
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_SENTENCE_START = re.compile(r"['\"“‘«(\[]*[A-Z0-9À-Þ]")
_LABELLED = re.compile(r"[A-ZÀ-Þ][\w ]{1,24}\s?[:：]\s?\S")  # "Penulis: X", "Diposting: Minggu"
_LIST_START = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s|[-•·*–▪►➢✓]\s*\S")
_CELL = " | "  # between the cells of a row
_CELLS = frozenset({"td", "th"})
_TABLE_PARTS = frozenset({"table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr"})
_STRUCTURE = frozenset(
    "table h1 h2 h3 h4 h5 article section form nav aside header footer ul ol iframe blockquote".split()
)
_FILMS = frozenset({"iframe", "video"})
_CONTROLS = frozenset({"input", "select", "textarea"})  # fields of a form
_NAMING = frozenset({"a", "span", "b", "strong"})
_NO_FIELDS = frozenset({"hidden", "checkbox"})  # a list to tick off is text
_MAX_TABLE = 5_000  # elements that are looked at before a table is taken for data


@dataclass(slots=True, eq=False)
class Line:
    """One paragraph of the page, as a reader sees it."""

    text: str
    node: HtmlElement  # the nearest block element
    noise: tuple[HtmlElement, ...]  # elements around it whose names say furniture, outermost first
    links: tuple[tuple[int, int, str], ...]  # spans of the text that are links, with their target
    bold: bool  # every character is bold
    order: int
    image: HtmlElement | None = None  # a picture right before it
    card: bool = False  # stands under a linked title, as the excerpt of another article does

    @property
    def linked(self) -> int:
        """Characters that are links."""
        return sum(end - start for start, end, _ in self.links)


@dataclass(slots=True)
class Page:
    """All lines of a page, and the elements that claim to hold metadata or the article."""

    lines: list[Line] = field(default_factory=list)
    noise: dict[HtmlElement, tuple[str, str]] = field(default_factory=dict)  # root -> reason, rule
    marks: dict[str, list[HtmlElement]] = field(default_factory=lambda: defaultdict(list))
    content: list[HtmlElement] = field(default_factory=list)
    elements: int = 0
    too_deep: bool = False


class _Reader:
    """Walks the tree once, without recursion, and collects the lines."""

    def __init__(self) -> None:
        self.page = Page()
        self.pieces: list[str] = []
        self.targets: list[str] = []
        self.blocks: list[HtmlElement] = []
        self.noise: list[HtmlElement] = []
        self.image: HtmlElement | None = None
        self.alone: HtmlElement | None = None  # inline furniture with which a line begins
        self.link: str | None = None  # target of the link that is open
        self.table: HtmlElement | None = None  # the table of data that is open: a row of it is a line

    def read(self, root: HtmlElement) -> Page:
        self.blocks.append(root)
        walker = etree.iterwalk(root, events=("start", "end"))
        depth = 0
        for event, element in walker:
            if event == "start":
                depth += 1
                if depth > MAX_DEPTH:
                    self.page.too_deep = True
                    break
                if element.tag in SKIPPED_TAGS:
                    walker.skip_subtree()
                    if element.tag in _FILMS:
                        self.page.marks["film"].append(element)
                    elif element.tag in _CONTROLS and element.get("type", "").lower() not in _NO_FIELDS:
                        self.page.marks["control"].append(element)
                else:
                    self._open(element)
            else:
                depth -= 1
                if element.tag not in SKIPPED_TAGS:
                    self._close(element)
                if element is not root and element.tail:
                    self.pieces.append(element.tail)
        self._flush()
        return self.page

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        self.page.elements += 1
        if tag == "br":
            self.pieces.append(_BREAK)
        elif tag == "a":
            self.link = element.get("href") or ""
            self.pieces.append(_LINK)
            self.targets.append(self.link)
        elif tag in {"b", "strong"}:
            self.pieces.append(_BOLD)
        elif tag in {"img", "amp-img", "picture"}:
            self.image = element
        elif self.table is not None and tag not in _TABLE_PARTS:
            self.pieces.append(_CELL if tag in _CELLS and element.getprevious() is not None else " ")
        elif tag not in INLINE_TAGS:
            self._flush()
            self.blocks.append(element)
            if tag == "table" and _holds_data(element):
                self.table = element
        elif tag == "time" and _follows_name(element):
            self.pieces.append(_CELL)
        self._note(element)
        if element.text:
            self.pieces.append(element.text.replace("\n", _BREAK) if tag == "pre" else element.text)

    def _note(self, element: HtmlElement) -> None:
        """Note what the names of an element say of it."""
        attributes = element.attrib
        names = element_names(attributes)
        reason = noise_of(element, attributes, names)
        if reason:
            self.page.noise[element] = reason
            self.noise.append(element)
            if element.tag in INLINE_TAGS and not "".join(self.pieces).strip(_BLANK):
                self.alone = element
        if not attributes:
            return
        if names:
            traits = traits_of(names)
            if traits.content:
                self.page.content.append(element)
            for kind in traits.marks:
                self.page.marks[kind].append(element)
        if "datetime" in attributes:
            self.page.marks["datetime"].append(element)
        for name in ("itemprop", "rel", "property"):
            value = attributes.get(name)
            if value:
                self.page.marks[f"{name}={value.lower()}"].append(element)

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.link = None
            self.pieces.append(_LINK_END)
        elif tag in {"b", "strong"}:
            self.pieces.append(_BOLD_END)
        elif self.table is not None and tag not in _TABLE_PARTS:
            self.pieces.append(" ")
        elif tag not in INLINE_TAGS and tag != "br":
            self._flush()
            self.blocks.pop()
            if element is self.table:
                self.table = None
        if self.noise and self.noise[-1] is element:
            if element is self.alone and _ends_line(element):
                self._flush()
            self.noise.pop()

    def _flush(self) -> None:
        raw = "".join(self.pieces)
        self.pieces.clear()
        if raw and not raw.isspace():
            targets = iter(self.targets)
            for text, links, bold in split_block(raw, targets):
                order = len(self.page.lines)
                self.page.lines.append(
                    Line(text, self.blocks[-1], tuple(self.noise), links, bold, order, self.image)
                )
                self.image = None
        self.targets.clear()
        if self.link is not None:  # a link around blocks goes on in the next one
            self.pieces.append(_LINK)
            self.targets.append(self.link)


def _ends_line(element: HtmlElement) -> bool:
    """Say whether nothing stands in the line after an inline element."""
    after = element.getnext()
    if (element.tail or "").strip():
        return False
    return (
        after is None
        or after.tag not in INLINE_TAGS
        or noise_of(after, after.attrib, element_names(after.attrib)) is not None
    )


def _follows_name(time: HtmlElement) -> bool:
    """Say whether a time stands beside another element in a row that is no paragraph: a byline before it ends there."""
    before, parent = time.getprevious(), time.getparent()
    if before is None or before.tag not in _NAMING or parent is None or parent.tag in {"p", "li"}:
        return False
    shown = (before.tail or "").strip()
    return not shown and (before.text_content().strip() or ":")[-1] not in ":|-–·•,"


def _holds_data(table: HtmlElement) -> bool:
    """Tell a table of data from a layout: rows of several cells, each of a few words and without parts of its own."""
    rows = cells = 0
    for element in islice(table.iterdescendants(), _MAX_TABLE):
        tag = element.tag
        if tag in _STRUCTURE:
            return False
        if tag == "tr":
            rows += 1
        elif tag in _CELLS:
            cells += 1
    return rows > 1 and cells >= 2 * rows


def split_block(
    raw: str, targets: Iterator[str]
) -> Iterator[tuple[str, tuple[tuple[int, int, str], ...], bool]]:
    """Split the marked text of one block at its blank lines, and at single breaks that end a paragraph."""
    for section in _GAP.split(raw):
        for part in _paragraphs(section.split(_BREAK)):
            text, links, bold = _render(part, targets)
            if any(map(str.isalnum, text)):
                yield text, links, bold


def _plain(part: str) -> str:
    return _MARKS.sub("", part).strip()


def _paragraphs(parts: list[str]) -> Iterator[str]:
    """Join the parts of a section that single breaks tear in mid-sentence."""
    if len(parts) == 1:
        yield parts[0]
        return
    plain = [_plain(part) for part in parts]
    ended = sum(1 for text in plain[:-1] if _SENTENCE_END.search(text))
    wrapped = len(parts) > 3 and ended * 2 < len(parts) - 1  # lines broken by width, not by sense
    current = parts[0]
    for before, text, part in zip(plain, plain[1:], parts[1:], strict=False):
        ends = not wrapped and _SENTENCE_END.search(before) and _SENTENCE_START.match(text)
        label = _LABELLED.match(text) or (_LABELLED.match(before) and len(before) < 80)
        if (
            before
            and text
            and (ends or label or _LIST_START.match(text) or _is_bold(current) != _is_bold(part))
        ):
            yield current
            current = part
        else:
            current += " " + part
    yield current


def _is_bold(part: str) -> bool:
    stripped = part.strip()
    return stripped.startswith(_BOLD) and stripped.endswith(_BOLD_END) and stripped.count(_BOLD) == 1


def _render(part: str, targets: Iterator[str]) -> tuple[str, tuple[tuple[int, int, str], ...], bool]:
    if not _MARKS.search(part):
        return " ".join(strip_forbidden(" ".join(part.split())).split()), (), False
    text, links, start, bold, bold_chars = "", [], -1, 0, 0
    target = ""
    for piece in _MARKS.split(part):
        if piece == _LINK:
            start, target = len(text), next(targets, "")
        elif piece == _LINK_END:
            if 0 <= start < len(text):
                links.append((start, len(text), target))
            start = -1
        elif piece == _BOLD:
            bold += 1
        elif piece == _BOLD_END:
            bold = max(0, bold - 1)
        elif piece:
            shown = strip_forbidden(_SPACES.sub(" ", piece))
            if not text or text.endswith(" "):
                shown = shown.lstrip(" ")
            text += shown
            bold_chars += len(shown) if bold or shown == " " else 0
    if 0 <= start < len(text):  # the link goes on in the next paragraph
        links.append((start, len(text), target))
    return text.rstrip(), tuple(links), bold_chars >= len(text.strip()) > 0


def read_page(tree: HtmlElement) -> Page:
    """Read the lines of a parsed page in document order."""
    body = tree.find("body")
    page = _Reader().read(tree if body is None else body)
    for title, line in pairwise(page.lines):
        line.card = (
            len(title.text) > 15
            and title.linked * 5 >= len(title.text) * 4
            and _in_one_card(title.node, line.node)
        )
    return page


def _in_one_card(title: HtmlElement, excerpt: HtmlElement) -> bool:
    """Say whether a linked title and the text after it stand in a box of their own."""
    parent = excerpt.getparent()
    around = title.getparent()
    if around is not None and around.tag == "a":  # the link is around the heading
        title = around
    box = title if title is parent else parent if title.getparent() is parent else title.getparent()
    return (
        box is not None
        and sum(1 for _ in islice(box, 7)) <= 6  # lxml's len() counts all children
        and any(element is box for element in (parent, parent.getparent() if parent is not None else None))
    )
