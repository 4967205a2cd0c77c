"""Which lines of the article's region are its text, and why each other line is not."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.extract.body import PLAIN, Region
from pipelines.extract.boilerplate import Phrases, Verdict, is_sentence
from pipelines.extract.learned import Learned
from pipelines.extract.paragraphs import Line
from pipelines.extract.prose import ancestors, prose, squeeze
from pipelines.items import Removed

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SHORT = 60  # characters of a line that is believed only among the paragraphs
MAIN_SHARE = 0.7  # of the prose
MIN_SENTENCE = 6  # words of a short paragraph that opens the text
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*$")
BODY_SO_FAR = 200  # characters of prose before a closing phrase is believed


@dataclass(slots=True)
class Selection:
    """The lines of the text, and what was removed."""

    lines: list[Line] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    seen: list[tuple[Line, bool]] = field(
        default_factory=list
    )  # what words and structure left, and if learned


def select_lines(
    region: Region, headline: Line | None, phrases: Phrases, learned: Learned | None = None
) -> Selection:
    """Go through the region once, in reading order."""
    result = Selection()
    lines = _after_headline(region.lines, headline)
    title = squeeze(headline.text) if headline else ""
    so_far, titles_follow, introduced = 0.0, False, False
    for number, line in enumerate(lines):
        verdict = phrases.judge(line)
        if (
            verdict
            and verdict.kind == "cut"
            and so_far >= max(BODY_SO_FAR, 2 * sum(map(prose, lines[number:])))
        ):
            result.removed += [Removed(later.text, verdict.reason, verdict.rule) for later in lines[number:]]
            break
        if verdict is None:
            result.removed += _strip_inline(line, phrases)
            before = lines[number - 1] if number else None
            after = lines[number + 1] if number + 1 < len(lines) else None
            kept = introduced or (_heads_text(line, after) and not _is_title(before, line))
            verdict = _by_structure(line, title, titles_follow, linked=region.how != PLAIN, kept=kept)
        if verdict is None and line.text:
            verdict = learned.judge(line, region.container) if learned else None
            result.seen.append((line, verdict is not None))
        titles_follow = verdict is not None and (titles_follow or verdict.kind == "heading")
        introduced = _introduces(line, introduced) if verdict is None else introduced and _is_item(line)
        if verdict:
            result.removed.append(Removed(line.text, verdict.reason, verdict.rule))
        elif line.text:
            so_far += prose(line)
            result.lines.append(line)
    _trim(result)
    return result


def _strip_inline(line: Line, phrases: Phrases) -> list[Removed]:
    """Take phrases, and the links that they lead to, out of a paragraph."""
    text, gone = phrases.strip_inline(line)
    if gone:
        line.text, line.links = text, ()
    return [Removed(part.rule, part.reason, "phrase inside a paragraph") for part in gone]


def _after_headline(lines: list[Line], headline: Line | None) -> list[Line]:
    """Leave out what stands above the headline, unless most of the text does."""
    if headline is None:
        return lines
    after = [line for line in lines if line.order > headline.order]
    return (
        after
        if sum(map(prose, after)) * 2 > sum(map(prose, lines))
        else [line for line in lines if line is not headline]
    )


def _by_structure(line: Line, title: str, titles_follow: bool, *, linked: bool, kept: bool) -> Verdict | None:
    """Judge a line by its links and its tag; `kept`: its place says that it is the article's, links or not."""
    if title and squeeze(line.text) == title:
        return Verdict("line", "headline", "the headline again")
    if titles_follow and not is_sentence(line) and (line.links or not linked):
        return Verdict("heading", "related", "a title under a heading of other articles")
    away = _linked_away(line)
    if not kept and away > 0.8 * len(line.text):
        return Verdict("line", "related", "a link alone")
    if not kept and away > 0.5 * len(line.text) and not _reads_on(line):
        return Verdict("line", "related", "mostly links")
    if line.node.tag == "h1" and not (title and kept):
        return Verdict("line", "headline", "a first-level heading")
    return None


def _linked_away(line: Line) -> int:
    """Count the characters that are links to elsewhere: a heading often is a link to itself."""
    own = line.node.tag in HEADINGS
    return sum(end - start for start, end, target in line.links if not (own and target.startswith("#")))


def _reads_on(line: Line) -> bool:
    """Say whether a line of many links is text all the same: an item, a row, a sentence."""
    return (
        line.node.tag in HEADINGS
        or line.node.tag == "tr"
        or _is_item(line)
        or line.text.endswith((".", "!", "?", ":"))
    )


def _is_item(line: Line) -> bool:
    parent = line.node.getparent()
    return line.node.tag == "li" or (parent is not None and parent.tag == "li")


def _introduces(line: Line, introduced: bool) -> bool:
    """Say whether the list that comes is the article's own: a line leads to it, or an item before was kept."""
    return line.text.endswith((":", "：")) or (introduced and _is_item(line))


def _is_title(before: Line | None, line: Line) -> bool:
    """Say whether a linked heading of the same rank stands right before: both are titles of other articles."""
    return before is not None and before.node.tag == line.node.tag and 2 * before.linked > len(before.text)


def _heads_text(line: Line, after: Line | None) -> bool:
    """Say whether a heading, though a link, stands over text in its own part of the page."""
    if after is None or after.linked * 2 > len(after.text):
        return False
    part = line.node.getparent()
    item = (
        part is not None
        and part.tag == "li"
        and line.node.tag == after.node.tag == "p"
        and prose(after) > SHORT
    )
    if line.node.tag not in HEADINGS and not item:
        return False
    return part is not None and any(element is part for element in after.node.iterancestors())


def _trim(result: Selection) -> None:
    """Take short lines off both ends: what stands before the first and after the last running text."""
    lines = result.lines
    main = _main_parent(lines)
    weights = [index for index, line in enumerate(lines) if prose(line) and _belongs(line, main)]
    if not weights:
        return
    first, last = weights[0], weights[-1]
    while first > 0 and (_leads(lines[first - 1]) or _opens(lines[first - 1], lines[first])):
        first -= 1
    while last + 1 < len(lines) and _trails(lines[last + 1], lines[last]) and _belongs(lines[last + 1], main):
        last += 1
    outside = lines[:first] + lines[last + 1 :]
    result.removed += [
        Removed(line.text, "furniture", "short line outside the running text") for line in outside
    ]
    result.lines = lines[first : last + 1]


def _main_parent(lines: list[Line]) -> HtmlElement | None:
    """Return the element whose children most of the prose is; None where the text stands here and there."""
    weights: dict[HtmlElement, float] = defaultdict(float)
    for line in lines:
        parent = line.node.getparent()
        if parent is not None:
            weights[parent] += prose(line)
    best = max(weights, key=lambda parent: weights[parent], default=None)
    return best if best is not None and weights[best] >= MAIN_SHARE * sum(weights.values()) else None


def _belongs(line: Line, main: HtmlElement | None) -> bool:
    """Say whether a short line stands where most of the text does: a question under it asks the reader, say."""
    return main is None or len(line.text) >= SHORT or any(element is main for element in ancestors(line.node))


def _leads(line: Line) -> bool:
    return (
        (line.node.tag in HEADINGS - {"h1"} and line.linked * 2 < len(line.text))
        or line.node.tag in {"li", "tr"}
        or line.text.endswith((":", "-", "–", "—"))
    )


def _opens(line: Line, after: Line) -> bool:
    """Say whether a short paragraph is the text's first sentence: it stands beside the second, and says something."""
    beside = line.node.tag == after.node.tag == "p" and line.node.getparent() is after.node.getparent()
    plain = line.linked == 0 and line.image is None and len(line.text.split()) >= MIN_SENTENCE
    return beside and plain and _SENTENCE_END.search(line.text) is not None


def _trails(line: Line, before: Line) -> bool:
    if line.node.tag == "p" and before.node.getparent() is line.node.getparent():
        return line.linked * 2 < len(line.text)
    return line.node.tag in {"li", "tr"} or line.text.endswith((".", "!", "?", "”", '"', "]", ")"))
