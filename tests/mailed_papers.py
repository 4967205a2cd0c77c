"""What the demo papers print together: copies of press releases and pieces that build on them; the releases as mailed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from harness import rows
from release_files import paged, wrapped

from crawler.demo.mailed import lines_of, releases, to_docx
from crawler.demo.truth import Truth

FORMATS = {
    "txt": lambda lines: wrapped(lines).encode(),
    "pdf": paged,
    "docx": to_docx,
}
Pair = frozenset[str]  # two addresses


class Printed(NamedTuple):
    """The articles with a story's text, and those that build on it."""

    copies: tuple[Truth, ...]
    derived: tuple[Truth, ...]


def printed(truths: Iterable[Truth]) -> dict[str, Printed]:
    """Return which articles carry each story's text, by the story's id."""
    copies: defaultdict[str, list[Truth]] = defaultdict(list)
    derived: defaultdict[str, list[Truth]] = defaultdict(list)
    for truth in truths:
        copies[truth.story].append(truth)
        for story in truth.builds_on:
            derived[story].append(truth)
    return {story: Printed(tuple(copies[story]), tuple(derived[story])) for story in [*copies, *derived]}


def relations(truths: Iterable[Truth]) -> dict[Pair, str]:
    """Return what any two articles are to each other, of those that are related."""
    told: dict[Pair, str] = {}
    for of_story in printed(truths).values():
        urls = [truth.url for truth in of_story.copies]
        told |= dict.fromkeys(map(frozenset, combinations(urls, 2)), "copy")
        told |= {frozenset((url, truth.url)): "derived" for url in urls for truth in of_story.derived}
    return told


def wrong_stories(truths: Iterable[Truth], told: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield what is wrong with an archive's stories, given by the address of their first.

    All copies of a text are in one story. What builds on one text is in its story, a round-up in that of one of its texts; the
    first is the one that was published first.
    """
    by_url = {truth.url: truth for truth in truths}
    texts = {name: of for name, of in printed(by_url.values()).items() if of.copies}
    alone = {
        of.copies[0].url
        for of in texts.values()
        if len(of.copies) == 1 and not (of.derived or of.copies[0].builds_on)
    }
    story_of = {url: first for first, members in told.items() for url in members}
    yield from (f"{url}: is in a story, and shares none" for url in sorted(alone & story_of.keys()))
    for first, members in told.items():
        earliest = min(
            (by_url[url] for url in members if url in by_url), key=lambda truth: truth.published_at
        )
        if earliest.url != first:
            yield f"{first}: is told as the first, which is {earliest.url}"
    for of in texts.values():
        if len({story_of.get(truth.url, truth.url) for truth in of.copies}) > 1:
            yield f"{[truth.url for truth in of.copies]}: copies in several stories"
    for truth in by_url.values():
        bases = {story_of.get(texts[name].copies[0].url) for name in truth.builds_on if name in texts}
        if bases and story_of.get(truth.url, truth.url) not in bases:
            yield f"{truth.url}: is in none of the stories that it builds on"
    for first, members in told.items():
        names = {by_url[url].story for url in members if not by_url[url].builds_on}
        if len(names) > 1:
            yield f"{first}: joins {sorted(names)}"


def told_together(data: Path) -> dict[str, list[str]]:
    """Return the articles of each story by its first one, as addresses."""
    found = rows(
        data,
        "SELECT first.url AS first, member.url AS url FROM story_articles"
        " JOIN articles AS first ON first.id = story_id JOIN articles AS member ON member.id = article_id",
    )
    told: dict[str, list[str]] = {}
    for row in found:
        told.setdefault(str(row["first"]), []).append(str(row["url"]))
    return told


def mailed(newsroom):
    """Yield each release that papers print as (its lines, what each article in their order is to it, by address)."""
    texts = printed(newsroom.truth())
    for story in releases(newsroom):
        of = texts[story.id]
        relation = dict.fromkeys((truth.url for truth in of.copies), "copy")
        relation |= dict.fromkeys((truth.url for truth in of.derived), "derived")
        ordered = sorted([*of.copies, *of.derived], key=lambda truth: truth.published_at)
        yield lines_of(story), {truth.url: relation[truth.url] for truth in ordered}
