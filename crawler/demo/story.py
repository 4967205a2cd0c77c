"""Stories: what happened, apart from which paper prints it and when."""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from crawler.demo.dates import fill_days

FOLDER = Path(__file__).with_name("stories")
SUBHEADING = "## "
ITEM = "- "
SHARE_LABELS = frozenset({"Facebook", "Twitter", "WhatsApp", "Telegram"})
_CREDIT_AT_END = re.compile(r"\s*\(([^()]{2,40})\)$")
_DATELINE = re.compile(r"(?P<site>[\w-]+(?:\.[\w-]+)+), (?P<place>[A-Z ]+)\s*[-–—]\s*")


@dataclass(frozen=True, slots=True)
class Story:
    """One story: a paragraph that begins with `## ` is a subheading, with `- ` a list item.

    A newline inside a paragraph is a line break that the newsroom's typist left.
    """

    id: str
    headline: str
    paragraphs: tuple[str, ...]
    place: str
    section: str = "Daerah"
    tags: tuple[str, ...] = ()
    caption: str | None = None
    photo_credit: str | None = None
    sign_off: str | None = None  # the releasing office's initials, as "adpim"
    release: bool = False  # a press release, which several papers may print
    world: str | None = None  # the only kind of paper that prints it

    def on(self, event: date) -> "Story":
        """Return the story with its days counted from the event."""
        return replace(
            self,
            headline=fill_days(self.headline, event),
            paragraphs=tuple(fill_days(paragraph, event) for paragraph in self.paragraphs),
            caption=self.caption and fill_days(self.caption, event),
        )


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as printed, and its two halves."""

    printed: str
    site: str | None = None
    place: str | None = None


def _read_story(table: dict[str, Any]) -> Story:
    text = str(table.pop("text")).strip()
    tags = tuple(table.pop("tags", ()))
    return Story(paragraphs=tuple(text.split("\n\n")), tags=tags, **table)


@cache
def written_stories() -> tuple[Story, ...]:
    """Read the stories that ship with the demo, in the order of their files."""
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(_read_story(story) for table in tables for story in table["story"])


def read_clipping(text: str) -> tuple[Story, Dateline]:
    """Read an article as a crawl of an Elementor page left it: headline, share labels, caption, paragraphs.

    What follows `BACA JUGA :` is page furniture and is left out. Raises ValueError where no dateline is found.
    """
    headline, _, rest = text.strip().partition("\n")
    rest = rest.partition("BACA JUGA :")[0].strip()
    blocks = [block.strip() for block in re.split(r"\n\s*\n", rest)]
    head = [line for line in blocks[0].split("\n") if line.strip() not in SHARE_LABELS]
    match = _DATELINE.match(blocks[1])
    if match is None:
        raise ValueError(f"no dateline at the head of {blocks[1][:60]!r}")
    blocks[1] = blocks[1][match.end() :]
    caption, credit = _split_credit("\n".join(head))
    blocks[-1], sign_off = _split_credit(blocks[-1])
    story = Story(
        id="clipping",
        headline=headline.strip(),
        paragraphs=tuple(blocks[1:]),
        place=match["place"].title(),
        caption=caption or None,
        photo_credit=credit,
        sign_off=sign_off,
        world="wordpress",
    )
    return story, Dateline(match[0], match["site"], match["place"])


def _split_credit(text: str) -> tuple[str, str | None]:
    match = _CREDIT_AT_END.search(text)
    return (text[: match.start()], match[1]) if match else (text, None)
