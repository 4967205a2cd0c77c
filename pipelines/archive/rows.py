"""What goes into the archive and comes out of it, as plain frozen rows; times are aware, in UTC."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any, Literal, TypeVar

from pipelines.archive.polling import Bounds, is_believed
from pipelines.items import ChannelKind, Finding, LeadState, Listing, Presence

T = TypeVar("T")

UNBOUND = Bounds()  # where the site file says nothing


def names_of(kind: type) -> str:
    """Return the columns that a row class is read from, as SQL lists them."""
    return ", ".join(each.name for each in fields(kind))


@cache
def _field_places(row_class: type) -> dict[str, int]:
    return {each.name: place for place, each in enumerate(fields(row_class))}


def read_row(row_class: type[T], found: Iterable[Any], /, **readers: Callable[[Any], Any]) -> T:
    """Make a row of what was selected, in the order of the class; a reader turns a stored column into Python's value."""
    places = _field_places(row_class)  # type: ignore[arg-type] # mypy takes no type[T] to be hashable
    values = [*islice(found, len(places))]  # what is not selected has a default
    for name, read in readers.items():
        values[places[name]] = read(values[places[name]])
    return row_class(*values)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel and how its last poll went."""

    id: int
    site_id: str
    url: str
    kind: ChannelKind
    found_in: str
    parent_id: int | None
    first_seen_at: datetime
    advertised_modified_at: datetime | None
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    status: int | None
    polled_at: datetime | None
    walk: int
    walk_since: datetime | None
    walk_cut: datetime | None
    failures: int
    last_error: str | None
    next_poll_at: datetime | None
    poll_every: timedelta | None
    whole_at: datetime | None
    audit_every: timedelta | None
    lied_at: datetime | None
    news_at: datetime | None
    hints_right: int
    hints_missed: int

    def validators(self, now: datetime) -> dict[str, str]:
        """Return the headers of a conditional GET; none while a walk is open, whose first page must be read again, nor
        where the channel's own are not believed.
        """
        if self.walk_since is not None or not is_believed(self.whole_at, self.audit_every, self.lied_at, now):
            return {}
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}

    @property
    def known_digest(self) -> str | None:
        """SHA-256 of the first page as last read; None while a walk is open."""
        return None if self.walk_since is not None else self.payload_digest


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead that is to be fetched."""

    id: int
    site_id: str
    key: str
    url: str
    title: str | None
    published_at: datetime | None
    modified_at: datetime | None
    state: LeadState
    reason: str
    first_seen_at: datetime
    tries: int
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revisit:
    """An archived article to look at again."""

    article_id: int
    site_id: str
    url: str
    hinted_by: int | None = None  # the channel that calls it modified
    digests: frozenset[str] = frozenset()  # SHA-256 of pages that are known to show the current version
    validators: Mapping[str, str] = field(default_factory=dict)  # request headers of a conditional GET


@dataclass(frozen=True, slots=True)
class LookResult:
    """What a look at an article found, and whether it changed where the article stands."""

    finding: Finding
    state: Presence
    is_step: bool = False  # the state began with this look
    is_new: bool = False  # it brought a new version


@dataclass(frozen=True, slots=True)
class Poll:
    """One page of a channel's list as asked for: what it said, or why it said nothing."""

    channel_id: int
    url: str
    polled_at: datetime
    page: int = 1  # of the walk
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    listing: Listing | None = None  # None where unchanged or failed
    has_next: bool = False
    days_left: bool = (
        False  # of an index by date: earlier days are no known ground yet, whatever this one shows
    )
    error: str | None = None
    is_whole: bool = True  # it came with its body, and not as a 304
    planned_at: datetime | None = None  # by its run, from which the next poll counts: jobs keep their beat
    bounds: Bounds = UNBOUND
    months: Mapping[str, int] | None = (
        None  # of a sitemap read as a whole: its entries by month of publication
    )
    months_by: str = ""  # what tells that
    moved_to: str | None = None  # where it was found by permanent redirects alone


@dataclass(frozen=True, slots=True)
class PollResult:
    """What a poll brought: leads that no channel had named, and whether the walk goes on to the next page."""

    new_leads: int
    overlap: bool  # the page ends on ground that this channel had covered before the walk
    walk_on: bool
    gap_id: int | None = None  # what lies between the list's end and known ground
    vouched: int = 0  # looks at articles for which an unmodified entry stands


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What the archive holds of one site."""

    site_id: str
    name: str
    articles: int
    newest_published: str | None  # as stored
    leads: Mapping[LeadState, int]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with its text; times as stored, see the schema."""

    id: int
    uid: str
    site_id: str
    url: str
    title: str
    text: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    tags: tuple[str, ...]
    section: str | None
    published_at: str | None
    published_offset: int | None
    published_precision: str | None
    published_source: str | None
    published_disputed: bool
    published_day: str | None
    modified_at: str | None
    modified_offset: int | None
    modified_precision: str | None
    modified_source: str | None
    dateline_site: str | None
    dateline_place: str | None
    places: tuple[dict[str, Any], ...]  # id, name, region, score, evidence; the main one first
    lead_image: str | None
    caption: str | None
    photo_credit: str | None
    sign_off: str | None
    agency: str | None
    syndicated_from: str | None
    advertorial: str | None
    press_release: str | None
    language: str | None
    first_seen_at: str
    version: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing that a version changed, see the schema."""

    kind: str
    before: str
    after: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """An article's text at one time, and the capture it was taken from."""

    id: int
    number: int
    seen_at: str
    source_kind: str
    capture_id: int | None
    part: int
    digest: str
    title: str
    text: str
    cause: str  # "publisher", or "rule": the same capture, read by other rules
    kind: str | None  # the weightiest of its changes
    follows: int | None  # number of the version that it was compared with
    rereads: int | None  # number of the version whose capture a rule read anew
    last_seen_at: str
    published_at: str | None
    modified_at: str | None
    rules: str | None  # digest of the rules that read it
    changes: tuple[ChangeRow, ...] = ()
    further_captures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A block that was taken out of a version's text."""

    version: int
    position: int
    text: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A block or container that a site's pages repeat: when it was learned, by what evidence, and if it still stands."""

    kind: str
    digest: str
    text: str
    version: int
    learned_at: str
    pages: int
    of_pages: int
    first_seen_at: str
    last_seen_at: str
    forgotten_version: int | None
    forgotten_at: str | None
    articles: int  # that something was removed from by it


@dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block that was taken out of a site's articles, how often, and the newest article that had it."""

    site_id: str
    reason: str
    rule: str
    text: str
    articles: int
    example: str  # uid


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A stored response without its payload."""

    id: int
    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: str
    source_kind: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search; matches in title and snippet stand between MATCH_START and MATCH_END."""

    id: int
    uid: str
    site_id: str
    url: str
    title: str
    snippet: str
    authors: tuple[str, ...]
    section: str | None
    dateline_place: str | None
    main_place: str | None
    published_at: str | None
    published_offset: int | None
    published_precision: str | None
    published_day: str | None
    articles: int | None = (
        None  # of its story that were asked for, itself among them, where each story is told once
    )


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; without words, the filters alone choose."""

    words: str = ""
    sites: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    place: str | None = None
    since: date | None = None  # the publisher's local days, both included
    until: date | None = None
    limit: int = 20
    order: Literal["newest", "relevance"] = "newest"
    unique: bool = False  # each story once: by the first published of its articles that are asked for
    offset: int = 0  # so many are passed over, each of them read
    story: str | None = None  # only articles of the story that this article is in


Counted = Literal["day", "week", "month", "site", "section", "place"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles a query finds of one day, site or the like; `value` None: of those without one.

    `of`: how many there are of it that meet the filters, whatever their words; None where that was not asked.
    """

    value: str | None
    articles: int
    of: int | None = None

    @property
    def share(self) -> float | None:
        """The part of these that have the words."""
        return round(self.articles / self.of, 6) if self.of else None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an imported article."""

    uid: str
    outcome: str  # "archived", "version" (a new one of a known article), "unchanged"
