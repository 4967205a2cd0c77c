"""The contract between crawler and pipelines: Lead, Capture, Article, Outcome."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal


class LeadState(StrEnum):
    """Where a lead stands; a run is complete when none of its due leads is pending."""

    PENDING = "pending"
    ARCHIVED = "archived"
    ALIAS = "alias"
    NOT_ARTICLE = "not-article"
    VANISHED = "vanished"
    FAILED = "failed"


class Finding(StrEnum):
    """What a later look at an archived article's page found."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NOT_FOUND = "not-found"  # http 404 or 410
    FRONT = "front"  # redirected to the homepage, or to the front of a section
    SOFT_404 = "soft-404"  # a page that says, with status 200, that there is none
    WALL = "wall"  # login or consent
    BLOCKED = "blocked"  # taken for a robot, or asked too often
    ELSEWHERE = "elsewhere"  # the address shows another article
    NOT_ARTICLE = "not-article"
    FAILED = "failed"  # network, or the server's own failure


class Presence(StrEnum):
    """Whether an article is still there, as far as the looks at it tell."""

    LIVE = "live"
    SUSPECT = "suspect"  # a look did not find it
    GONE = "gone"
    RETURNED = "returned"


class SourceKind(StrEnum):
    """What kind of response an article's text was taken from."""

    PAGE = "page"
    REST = "rest"
    FEED = "feed"
    IMPORT = "import"


class ChannelKind(StrEnum):
    """How a polled URL lists articles."""

    FEED = "feed"
    NEWS_SITEMAP = "news-sitemap"
    SITEMAP = "sitemap"  # urlset or index; the bytes say which
    WORDPRESS = "wordpress"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Lead:
    """A URL that a channel advertised, with what the channel said of it (times in UTC, aware)."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    post_id: int | None = None  # its number in the publishing system


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A channel that another document named (homepage, robots.txt, sitemap index)."""

    url: str
    kind: ChannelKind
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a channel said: its leads in page order, where it goes on, and channels it names."""

    leads: tuple[Lead, ...] = ()
    next_url: str | None = None
    channels: tuple[ChannelRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored response: the payload after content decoding."""

    url: str  # as requested
    final_url: str  # after redirects
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    fetched_at: datetime
    source_kind: SourceKind = SourceKind.PAGE
    hint: Lead | None = None  # what a channel, or an import line, said of it


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A publisher's time: the clock on the publisher's wall, and its distance from UTC where known."""

    local: datetime  # naive; with precision "day" its clock part is 00:00 and means nothing
    offset: int | None  # minutes east of UTC
    precision: Literal["minute", "day"]
    source: str  # the witness: "json-ld", "meta", "printed", "relative" (to the fetch), "microdata", "url", "hint"
    disputed: bool = False  # another witness differs by a minute or more

    @property
    def day(self) -> str:
        """The publisher's local day, YYYY-MM-DD."""
        return self.local.date().isoformat()

    def isoformat(self) -> str:
        """ISO 8601 as the publisher means it: the offset only where known, a day alone without a clock."""
        if self.precision == "day":
            return self.day
        if self.offset is None:
            return self.local.isoformat(timespec="seconds")
        sign, minutes = ("-" if self.offset < 0 else "+"), abs(self.offset)
        return f"{self.local.isoformat(timespec='seconds')}{sign}{minutes // 60:02}:{minutes % 60:02}"

    def stored(self) -> str:
        """As `articles.published_at` holds it: UTC with Z; a local clock without Z where no zone is known; a day alone as a day."""
        if self.precision == "day" or self.offset is None:
            return self.isoformat()
        moment = (self.local - timedelta(minutes=self.offset)).replace(tzinfo=UTC)
        return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that extraction took out of the text: why, and by which rule."""

    text: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Block:
    """A whole line that could be article text, as a page shows it: what boilerplate is learned from."""

    digest: str  # of its letters and digits
    container: str  # the elements around it inside the article, with their class names
    apart: bool  # in a box that is not the one of the article's own paragraphs
    linked: bool  # a good part of it is a link
    bound: bool  # to the lines around it: a heading, a list item, a line that ends in a colon
    from_end: int  # how many such lines follow it
    size: int  # characters
    text: str = ""  # not kept with the page


@dataclass(frozen=True, slots=True)
class ObservedPage:
    """What one archived page of a site showed."""

    seen_at: datetime
    title: str
    authors: tuple[str, ...]
    section: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A block (or a container) that a site's own pages repeat, with the evidence."""

    kind: Literal["block", "container"]
    digest: str
    text: str  # the block's; of a container, its elements
    pages: int  # that hold it, among the last ones
    of_pages: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page was read with, beside its capture: read so again, it gives the same article."""

    rules: str = ""  # digest of all that decides
    lessons: int | None = 0  # version of what was known of the site's boilerplate; None: not known any more
    read_as: Literal["page", "text"] = "page"
    site_id: str = ""  # by whose site file


@dataclass(frozen=True, slots=True)
class Notice:
    """That an article corrects another one, or says of itself that it was corrected."""

    kind: Literal["correction", "clarification", "right-of-reply", "withdrawal", "apology"]
    phrase: str  # the words by which it was known
    of_itself: bool = False  # a note in the text that was corrected
    urls: tuple[str, ...] = ()  # addresses on its own site that it links
    titles: tuple[str, ...] = ()  # what it quotes that may be the headline of what it corrects


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place that an article is about, how weightily it is named there, and by which words."""

    id: str
    name: str
    region: str  # ISO 3166-2
    score: float
    evidence: tuple[str, ...]  # "title: Bupati Banjar"


@dataclass(frozen=True, slots=True)
class Article:
    """What was extracted from a capture; `text` is paragraphs joined by newline, dateline included."""

    url: str  # canonical
    title: str
    text: str
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published: Timestamp | None = None
    modified: Timestamp | None = None
    dateline_site: str | None = None
    dateline_place: str | None = None
    places: tuple[PlaceNamed, ...] = ()  # that it is about, the main one first
    section: str | None = None
    tags: tuple[str, ...] = ()
    lead_image: str | None = None
    caption: str | None = None
    photo_credit: str | None = None
    sign_off: str | None = None
    agency: str | None = None  # the wire agency that is credited
    syndicated_from: str | None = None  # the outlet in which the page says that its text stood first
    advertorial: str | None = None  # the words that say so, like the next
    press_release: str | None = None
    language: str | None = None
    removed: tuple[Removed, ...] = ()
    whole_url: str | None = None  # where the site shows a split article on one page
    further_urls: tuple[str, ...] = ()  # its further pages in order, where it does not
    part: int = 0  # position inside a capture that holds many articles
    source_kind: SourceKind = SourceKind.PAGE
    blocks: tuple[Block, ...] = ()  # the lines that the site's boilerplate is learned from
    reading: Reading = Reading()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a capture is no article: a word for the machine, a sentence for the reader."""

    reason: str  # "no-text", "index", "gallery", "login", "consent", "soft-404", "not-html", ...
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A later look at an archived article's page, and the evidence; where it brought an article, that decides."""

    article_id: int
    finding: Finding | None = None  # None: the article, against the archived one, tells
    reason: str = ""
    status: int | None = None
    payload_digest: str | None = None
    captures: tuple[Capture, ...] = ()  # the page, then the further pages of a split article
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a lead: its state after this fetch, and the evidence."""

    lead_key: str
    state: LeadState
    reason: str = ""
    captures: tuple[Capture, ...] = ()  # the page, then the further pages of a split article
    article: Article | None = None
