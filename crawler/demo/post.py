"""A post: one story in one paper, with all that became of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from crawler.demo.corrections import Copy
from crawler.demo.outlet import Outlet
from crawler.demo.story import ITEM, SUBHEADING, Dateline, Story

CORRECTIONS = frozenset({"typo", "figure", "headline", "added"})
TOUCHES = CORRECTIONS | {"return"}  # what a publishing system counts as a modification


@dataclass(frozen=True, slots=True)
class Version:
    """What a post said from a moment on; no copy while it is deleted."""

    at: datetime
    change: str
    copy: Copy | None


@dataclass(frozen=True, slots=True)
class Post:
    """One story in one paper; `versions` are in order of time, and times are in UTC."""

    outlet: Outlet
    number: int
    slug: str
    path: str
    story: Story
    dateline: Dateline
    byline: str  # "person", "desk", "credits": how the paper prints who wrote it
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    sign_off: str | None
    photo_credit: str | None
    versions: tuple[Version, ...]
    original: "Post | None" = None  # the post whose press release this one prints too
    sources: tuple[
        "Post", ...
    ] = ()  # the posts that printed first the press releases on whose wording this one builds

    @property
    def published_at(self) -> datetime:
        """When it was first published, in UTC."""
        return self.versions[0].at

    def version_at(self, moment: datetime) -> Version | None:
        """Return what stood at a moment; None before it was published."""
        return next((version for version in reversed(self.versions) if version.at <= moment), None)

    def modified_at(self, moment: datetime) -> datetime | None:
        """Return the time of the last correction or return by a moment; None while there was none."""
        return next((v.at for v in reversed(self.versions) if v.at <= moment and v.change in TOUCHES), None)

    def text(self, copy: Copy) -> str:
        """Return the article's text as an archive keeps it: the dateline, then a line a paragraph."""
        lines = [
            re.sub(r"\s+", " ", block.removeprefix(SUBHEADING).removeprefix(ITEM))
            for block in copy.paragraphs
        ]
        return "\n".join([self.dateline.printed + lines[0], *lines[1:]])


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as its readers find it at a moment."""

    post: Post
    headline: str
    paragraphs: tuple[str, ...]
    modified: datetime | None

    @property
    def published(self) -> datetime:
        """Publication on the paper's own wall."""
        return self.post.outlet.local(self.post.published_at)

    @property
    def changed(self) -> datetime:
        """The last modification, else publication, on the paper's own wall."""
        return self.post.outlet.local(self.modified or self.post.published_at)

    @property
    def summary(self) -> str:
        """The first sentence or so, for lists and descriptions."""
        text = self.post.dateline.printed + re.sub(r"\s+", " ", self.paragraphs[0])
        return text if len(text) <= 150 else text[:150].rsplit(" ", 1)[0] + " ..."
