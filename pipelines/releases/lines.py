"""Lines as they were wrapped, for a mail or a page of paper, become paragraphs again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from statistics import quantiles

UNWRAPPED = 160  # characters: nobody wraps so late; where lines are longer, each is a paragraph
_NEARLY = 0.8  # of the width: proportional letters make full lines of different lengths
_ENDED = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_BULLET = re.compile(r"[-–—•*·]\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]\s")
_CUT = re.compile(r"([^\W\d_]{2,})[-\u2010]$")
_LAST = re.compile(r"[^\W\d_]{2,}")
_ALIKE = 3  # letters that the halves of a doubled word share: sayur-mayur, kemerah-merahan
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}(?:\s*/\s*\d{1,3})?\W*")
_EDGE = 3  # lines at the top and at the foot of a page: where running heads stand
_DIGITS = re.compile(r"\d+")


def join_lines(text: str) -> list[str]:
    """Return the paragraphs of a text; blank lines part them, and so does a line that ends before the margin."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").expandtabs().split("\n")
    told = [line for line in lines if line.strip()]
    if not told:
        return []
    width = _width(told)
    if width is None:
        return [line.strip() for line in told]
    words = frozenset(_LAST.findall(text.casefold()))
    return [
        paragraph
        for block in _blocks(lines)
        for paragraph in _join_block(block, _width_of(block, width), words)
    ]


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines between blank ones."""
    for is_blank, block in groupby(lines, lambda line: not line.strip()):
        if not is_blank:
            yield list(block)


def _join_block(lines: Sequence[str], width: float, words: frozenset[str]) -> list[str]:
    paragraphs = [lines[0].strip()]
    for before, line in pairwise(lines):
        if _goes_on(before, line, width):
            paragraphs[-1] = _join(paragraphs[-1], line.strip(), words)
        else:
            paragraphs.append(line.strip())
    return paragraphs


def _width_of(block: Sequence[str], width: float) -> float:
    """Return the width of a block, which may be set narrower than most; of short lines, none can be told."""
    longest = max(len(line.strip()) for line in block)
    return min(width, longest) if len(block) > 2 and longest > width / 2 else width


def _width(lines: Sequence[str]) -> float | None:
    """Return how many characters a full line has; None where lines are not wrapped."""
    lengths = [len(line.strip()) for line in lines]
    width = max(lengths) if len(lengths) < 4 else quantiles(lengths, n=10)[-1]  # a table's row may be wider
    return None if width > UNWRAPPED else width


def _goes_on(before: str, line: str, width: float) -> bool:
    """Tell whether a line goes on in the next: its first word found no room, or it stops in mid-sentence."""
    ours, theirs = before.strip(), line.strip()
    is_ended = _ENDED.search(ours) is not None
    begins = _NUMBERED.match(theirs) or _indent(line) > _indent(before) + 1
    if _BULLET.match(theirs) or (begins and is_ended):
        return False
    had_room = len(ours) + 1 + len(theirs.split()[0]) <= width * _NEARLY
    return not had_room or (theirs[0].islower() and not is_ended)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _join(before: str, line: str, words: frozenset[str]) -> str:
    """Put a line to the one before it, and undo the hyphen that a line's end made."""
    cut = _CUT.search(before)
    after = _LAST.match(line)
    if before.endswith("\u00ad"):
        return before[:-1] + line
    if cut is None or after is None:
        return f"{before} {line}"
    if _keeps_hyphen(cut[1].casefold(), after[0], words):
        return before + line
    return before[:-1] + line


def _keeps_hyphen(left: str, right: str, words: frozenset[str]) -> bool:
    """Tell whether the halves of a word are joined by a hyphen of their own: masing-masing, Kuba-Amerika."""
    if right[0].isupper():
        return True
    right = right.casefold()
    if left + right in words:
        return False
    shared = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    return shared >= _ALIKE


def without_running_heads(pages: Sequence[str]) -> str:
    """Return pages as one text, without page numbers, and without lines that most pages repeat at top or foot."""
    split = [[line.rstrip() for line in page.split("\n")] for page in pages]
    often = _running(split)
    text = ""
    for lines in split:
        inner = "\n".join(_inner(lines, often))
        text += ("\n\n" if _ENDED.search(text) else "\n") + inner
    return text


def _edges(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines at the top and the foot of a page."""
    told = [place for place, line in enumerate(lines) if line.strip()]
    return [*told[:_EDGE], *told[max(_EDGE, len(told) - _EDGE) :]]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", " ".join(line.split()))


def _running(pages: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return what stands at the edge of more than half of several pages, numbers apart."""
    counts: dict[str, int] = {}
    total = 0
    for lines in pages:
        total += 1
        for shape in {_shape(lines[place]) for place in _edges(lines)}:
            counts[shape] = counts.get(shape, 0) + 1
    return frozenset(shape for shape, count in counts.items() if count > max(1, total / 2))


def _inner(lines: Sequence[str], often: frozenset[str]) -> Iterator[str]:
    edges = set(_edges(lines))
    kept = [
        line
        for place, line in enumerate(lines)
        if place not in edges or not (_shape(line) in often or _PAGE_NUMBER.fullmatch(line.strip()))
    ]
    while kept and not kept[-1].strip():  # a paragraph may go on over the page
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    yield from kept
