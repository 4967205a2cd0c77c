"""Boilerplate learned per site: whole lines that a site's own pages repeat, whatever their words.

A page shows blocks (`observe`); the last pages of a site together teach lessons (`learn`); the next page is read with
them (`Learned`). All of it is pure, and depends on nothing but the order of the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from math import sqrt

from lxml.html import HtmlElement

from pipelines.extract.boilerplate import Verdict
from pipelines.extract.languages import packs
from pipelines.extract.paragraphs import Line
from pipelines.extract.prose import squeeze
from pipelines.items import Block, Lesson, ObservedPage

WINDOW = 40  # pages of a site that are remembered
MAX_LESSONS = 100  # a site
MAX_BLOCKS = 200  # that a page is observed by
MAX_AT_ONCE = 20  # of them that are tried for boilerplate
MIN_STORIES = 4  # different ones that must hold a block before it is believed
UNSEEN = 25  # pages without a block after which it is forgotten
REASON = "repeated on this site"
_SHARE, _SHARE_APART = 0.3, 0.15  # of the pages that a site's block stands on: among the paragraphs, in a box
# Standard deviations by which the count may fall short of that share; and must surpass it for what articles repeat
# too: subheadings, "Berikut rinciannya:", a reporter's stock sentence at the end.
_SHORT, _BEYOND = -0.5, 3.0
_KEPT_SHARE, _KEPT_APART = 0.18, 0.08  # of the pages on which a lesson is still shown
_CHANCE = 0.05  # what may pass for an accident
_ALIKE_TITLES, _ALIKE_TEXTS = 0.6, 1 / 3
_REPEATED = 0.7  # of a container's lines
_DEPTH = 5  # elements of a container that tell it from others
# Elements that an article's own text is made of beside paragraphs: to stand in one is not to stand apart.
_TEXT_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tbody tr td th".split())
_ITEM_TAGS = frozenset("h1 h2 h3 h4 h5 h6 li dt dd tr td th".split())
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ECHO, _LEAST_ECHO = 0.25, 2  # of a line's words that the article around it says too, and how many


def digest_of(text: str) -> str:
    """Return a short digest of a text's letters and digits."""
    return blake2b(squeeze(text).encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Learned:
    """What the extractor is told of a site: digests of blocks and of containers."""

    version: int = 0
    blocks: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()

    @classmethod
    def from_lessons(cls, version: int, lessons: Iterable[Lesson]) -> "Learned":
        """Keep of the lessons what extraction needs."""
        lessons = tuple(lessons)
        return cls(
            version,
            frozenset(lesson.digest for lesson in lessons if lesson.kind == "block"),
            frozenset(lesson.digest for lesson in lessons if lesson.kind == "container"),
        )

    def judge(self, line: Line, root: HtmlElement) -> Verdict | None:
        """Say whether a line of the article that `root` holds is the site's own, and by which lesson."""
        digest = digest_of(line.text)
        if digest in self.blocks:
            return Verdict("learned", REASON, f"learned:{digest[:8]}")
        if self.containers:
            container = digest_of_container(container_of(line.node, root))
            if container in self.containers:
                return Verdict("learned", REASON, f"learned:{container[:8]}")
        return None

    def takes(self, blocks: Iterable[Block]) -> bool:
        """Say whether any of a page's blocks would be taken out."""
        return any(
            block.digest in self.blocks
            or (bool(self.containers) and digest_of_container(block.container) in self.containers)
            for block in blocks
        )


def digest_of_container(container: str) -> str:
    """Return the digest by which a container is known."""
    return blake2b(container.encode("utf-8", "replace"), digest_size=8, person=b"container").hexdigest()


def container_of(node: HtmlElement, root: HtmlElement) -> str:
    """Name the elements between the article's own and a line: tags with class names, without numbers."""
    names: list[str] = []
    element: HtmlElement | None = node
    while element is not None and element is not root and len(names) < _DEPTH:
        names.append(_name(element))
        element = element.getparent()
    return ">".join(reversed(names))


def _name(element: HtmlElement) -> str:
    tokens = (element.get("class") or element.get("id") or "")[:60].split()
    return ".".join([str(element.tag), *sorted(_NUMBER.sub("#", token) for token in tokens)])


def _box(container: str) -> str:
    """Reduce a container to the boxes around the text: without paragraphs, headings, lists and tables."""
    return ">".join(name for name in container.split(">") if name.partition(".")[0] not in _TEXT_TAGS)


def observe(seen: Sequence[tuple[Line, bool]], root: HtmlElement, text: str) -> tuple[Block, ...]:
    """Return the blocks that a page shows: lines that became whole paragraphs of the text, or were learned.

    Bylines, datelines, captions and sign-offs became fields, and are none.
    """
    paragraphs = {squeeze(paragraph) for paragraph in text.split("\n")}
    kept = [line for line, taken in seen if taken or squeeze(line.text) in paragraphs][:MAX_BLOCKS]
    containers = [container_of(line.node, root) for line in kept]
    weight: Counter[str] = Counter()
    said = [_telling_words(line.text) for line in kept]
    sayers = Counter(word for words in said for word in words)
    for line, container in zip(kept, containers, strict=True):
        weight[_box(container)] += len(line.text) - line.linked
    own = weight.most_common(1)[0][0] if weight else ""
    blocks: dict[str, Block] = {}
    for number, (line, container) in enumerate(zip(kept, containers, strict=True), start=1):
        block = Block(
            digest=digest_of(line.text),
            container=container,
            apart=_box(container) != own,
            linked=line.linked * 5 >= len(line.text),
            bound=_is_bound(line) or _is_echoed(said[number - 1], sayers),
            from_end=len(kept) - number,
            size=len(line.text),
            text=line.text,
        )
        blocks.setdefault(block.digest, block)
    return tuple(blocks.values())


def _is_bound(line: Line) -> bool:
    tag = str(line.node.tag)
    return line.bold or line.text.endswith((":", "：")) or tag in _ITEM_TAGS


@cache
def _common_words() -> frozenset[str]:
    return frozenset(word for pack in packs().values() for word in pack.stopwords.split())


def _telling_words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold())) - _common_words()


def _is_echoed(words: set[str], sayers: Mapping[str, int]) -> bool:
    """Say whether an article takes up a line's words elsewhere, as it does with the prose of its own story."""
    echoed = sum(sayers[word] > 1 for word in words)
    return echoed >= max(_LEAST_ECHO, _ECHO * len(words))


class _Window:
    """The last pages of a site, by what they hold."""

    def __init__(self, pages: Sequence[ObservedPage], known: Collection[str]) -> None:
        self.pages = pages[-WINDOW:]
        self.known = known  # digests that are lessons: they make no two pages alike
        self.holders: dict[str, dict[int, Block]] = defaultdict(dict)  # digest -> page -> block
        self.boxes: dict[str, dict[int, list[Block]]] = defaultdict(dict)  # container -> page -> its blocks
        self._words: list[set[str]] = []  # of the headlines
        self._own: list[dict[str, int]] = []  # digest -> size, of what is no lesson yet
        self._shared: dict[tuple[int, int], frozenset[str]] = {}
        for number, page in enumerate(self.pages):
            for block in page.blocks:
                self.holders[block.digest][number] = block
                self.boxes[block.container].setdefault(number, []).append(block)
            self._words.append(set(_WORD.findall(page.title.casefold())))
            self._own.append({block.digest: block.size for block in page.blocks if block.digest not in known})

    def stories(self, numbers: Iterable[int], without: Collection[str]) -> list[int]:
        """Choose of these pages those that tell different stories, leaving some blocks out of account."""
        chosen: list[int] = []
        sizes: dict[int, int] = {}  # characters beside those blocks
        for number in numbers:
            own = self._own[number]
            sizes[number] = sum(own.values()) - sum(own.get(digest, 0) for digest in without)
            if sizes[number] and not any(
                self._same_story(number, other, without, min(sizes[number], sizes[other])) for other in chosen
            ):
                chosen.append(number)
        return chosen

    def _same_story(self, number: int, other: int, without: Collection[str], size: int) -> bool:
        """Say whether two pages are copies, corrections or parts of one article; `size` is that of the smaller."""
        mine, theirs = self._words[number], self._words[other]
        if len(mine & theirs) >= max(1, _ALIKE_TITLES * len(mine | theirs)):
            return True
        pair = (number, other)
        if pair not in self._shared:
            self._shared[pair] = frozenset(self._own[number].keys() & self._own[other].keys())
        own = self._own[number]
        return (
            sum(own[digest] for digest in self._shared[pair] if digest not in without) >= _ALIKE_TEXTS * size
        )

    def narrow(self, numbers: Sequence[int], value_of: Callable[[ObservedPage], object]) -> bool:
        """Say whether pages are all of one author, or one section, and that is no accident."""
        values = {value_of(self.pages[number]) for number in numbers}
        if len(values) > 1:
            return False
        usual = sum(value_of(page) in values for page in self.pages) / len(self.pages)
        return float(usual ** len(numbers)) < _CHANCE

    def needed(self, share: float, deviations: float = _SHORT) -> float:
        """Return how many stories show a share of the pages, give or take what chance does."""
        count = len(self.pages)
        least = MIN_STORIES if deviations < 0 else MIN_STORIES + 2
        return max(least, count * share + deviations * sqrt(count * share * (1 - share)))

    def is_boilerplate(self, digest: str) -> bool:
        """Say whether a block is the site's own, and no sentence of its articles."""
        held = self.holders[digest]
        if len(held) < MIN_STORIES:
            return False
        stories = self.stories(held, {digest})
        if self.is_set_off(held):
            return len(stories) >= self.needed(_SHARE_APART)
        doubtful = all(block.bound or block.from_end <= 1 for block in held.values())
        doubtful = doubtful or 2 * sum(block.bound for block in held.values()) > len(held)
        least = MIN_STORIES if len(held) == len(self.pages) else MIN_STORIES + 1
        return (
            len(stories) >= max(least, self.needed(_SHARE, _BEYOND if doubtful else _SHORT))
            and not self.narrow(stories, lambda page: page.authors)
            and not self.narrow(stories, lambda page: page.section)
        )

    def is_set_off(self, held: Mapping[int, Block]) -> bool:
        """Say whether a block stands apart from the paragraphs, or is a link, on most of the pages that hold it."""
        apart = sum(block.linked or self._is_apart(number, block) for number, block in held.items())
        return apart * 2 > len(held)

    def _is_apart(self, number: int, block: Block) -> bool:
        """Say whether a block stands in a box that holds nothing but what other pages hold too."""
        box = _box(block.container)
        beside = [other for other in self.pages[number].blocks if _box(other.container) == box]
        repeated = sum(len(self.holders[other.digest]) > 1 for other in beside)
        return block.apart and repeated >= _REPEATED * len(beside)

    def is_container(self, container: str) -> bool:
        """Say whether a container has a name, stands apart, and shows the same few blocks on many pages."""
        held = self.boxes[container]
        blocks = [block for each in held.values() for block in each]
        digests = {block.digest for block in blocks}
        if "." not in _box(container) or len(held) < MIN_STORIES or len(digests) < 2:
            return False
        repeated = sum(len(self.holders[block.digest]) > 1 for block in blocks)
        return (
            all(block.apart for block in blocks)
            and repeated >= _REPEATED * len(blocks)
            and len(self.stories(held, digests)) >= self.needed(_SHARE_APART)
        )

    def renew(self, lesson: Lesson, held: Mapping[int, Block] | Mapping[int, list[Block]]) -> Lesson | None:
        """Bring a lesson's evidence up to date; None where the site shows it no more, or too seldom to be its own."""
        count = len(self.pages)
        blocks = self.holders.get(lesson.digest, {}) if lesson.kind == "block" else {}
        share = _KEPT_SHARE if blocks and not self.is_set_off(blocks) else _KEPT_APART
        if len(held) < share * count or max(held, default=-1) < count - UNSEEN:
            return None
        seen = self.pages[max(held)].seen_at
        return replace(lesson, pages=len(held), of_pages=count, last_seen_at=max(seen, lesson.last_seen_at))

    def lesson(self, kind: str, digest: str, text: str, held: Collection[int]) -> Lesson:
        """Put a new lesson down with its evidence."""
        moments = [self.pages[number].seen_at for number in held]
        named = Lesson("block", digest, text, len(held), len(self.pages), min(moments), max(moments))
        return named if kind == "block" else replace(named, kind="container")


def learn(
    pages: Sequence[ObservedPage], known: Sequence[Lesson], shown: Iterable[Block]
) -> tuple[Lesson, ...]:
    """Return what a site's last pages teach, beside what is known already: new lessons come from `shown`,
    the blocks of the last page (with their text), and old ones go that the pages no longer hold.
    """
    window = _Window(pages, {lesson.digest for lesson in known})
    boxes = {digest_of_container(container): held for container, held in window.boxes.items()}
    lessons: dict[str, Lesson] = {}
    for old in known:
        held = window.holders.get(old.digest, {}) if old.kind == "block" else boxes.get(old.digest, {})
        renewed = window.renew(old, held)
        if renewed:
            lessons[old.digest] = renewed
    for lesson in _new_lessons(window, lessons, shown):
        if len(lessons) < MAX_LESSONS:
            lessons[lesson.digest] = lesson
    return tuple(lessons.values())


def _new_lessons(window: _Window, known: Mapping[str, Lesson], shown: Iterable[Block]) -> list[Lesson]:
    found = []
    fresh = [block for block in shown if block.digest not in known]
    fresh.sort(key=lambda block: -len(window.holders[block.digest]))
    for block in fresh[:MAX_AT_ONCE]:
        if window.is_boilerplate(block.digest):
            found.append(window.lesson("block", block.digest, block.text, window.holders[block.digest]))
        digest = digest_of_container(block.container)
        if digest not in known and window.is_container(block.container):
            found.append(window.lesson("container", digest, block.container, window.boxes[block.container]))
    return found
