"""The truth of the demo: what an archive that made no mistake would hold."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Truth:
    """One article of one paper as of a moment; times are aware, in the publisher's own offset, to the minute."""

    paper: str
    url: str  # canonical
    title: str
    text: str  # paragraphs joined by newline, dateline included, sign-off left out
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    published_at: datetime
    modified_at: datetime | None  # of the last correction or return; None while there was none
    dateline_site: str | None
    dateline_place: str | None
    section: str
    tags: tuple[str, ...]
    caption: str | None
    photo_credit: str | None
    sign_off: str | None
    copy_of: str | None  # the URL of the paper that printed the press release first
    deleted_at: datetime | None = None
    language: str = "id"
    story: str = ""  # id of the story; copies share it
    builds_on: tuple[
        str, ...
    ] = ()  # ids of the stories that it takes its wording from; a copy of none of them


@dataclass(frozen=True, slots=True)
class Revision:
    """What stood at a URL from a moment on; text and title are None while the article is deleted."""

    at: datetime
    change: str
    title: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a newsroom."""

    at: datetime
    paper: str
    url: str
    change: str  # "publish", "copy", "derive", "typo", "figure", "headline", "added", "delete", "return"
