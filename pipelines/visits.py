"""What passes between spider, stages and frontier: visits, what they brought, and what became of that."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from pipelines.archive import (
    BackfillRow,
    BackfillStep,
    ChannelRow,
    LeadRow,
    LookResult,
    Poll,
    PollResult,
    Revisit,
    Store,
    Sweep,
    SweepResult,
)
from pipelines.catalogue import Site
from pipelines.extract.posts import Post
from pipelines.items import Article, Capture, ChannelKind, ChannelRef, Lead, LeadState, Listing, Look, Outcome
from pipelines.learning import Learning
from pipelines.workers import WorkerPool


class PageWithheldError(Exception):
    """A further page of a split article did not come, but may another time: half an article is not archived yet."""


FetchPage = Callable[[str], Awaitable[Capture | None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What one crawl works with: the archive it writes, the processes that parse for it, what its pages taught."""

    store: Store
    workers: WorkerPool
    learning: Learning


@dataclass(frozen=True, slots=True)
class Visit:
    """One address to ask of a site: a lead's page, a page of a channel's list, an archived article again, many at once, or (none of these)
    the homepage.
    """

    site: Site
    url: str
    lead: LeadRow | None = None
    channel: ChannelRow | None = None
    revisit: Revisit | None = None
    sweep: Sweep | None = None
    page: int = 1  # of the channel's list, counted over the whole walk
    day: date | None = None  # of an index by date
    day_page: int = 1
    backfill: BackfillRow | None = None  # the walk back that asks for this page of the channel's list

    @property
    def of_page(self) -> bool:
        """Whether it asks for an article's page, not for a list of articles."""
        return self.lead is not None or self.revisit is not None

    @property
    def takes_articles(self) -> bool:
        """Whether it asks for a list that holds whole articles."""
        return (
            self.backfill is not None
            and self.channel is not None
            and self.channel.kind is ChannelKind.WORDPRESS
        )


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A lead's page, or an archived article's, as fetched; or what its fetch alone decided."""

    visit: Visit
    found: Capture | Outcome | Look
    fetch: FetchPage


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extraction made of a lead's page."""

    visit: Visit
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Looked:
    """What a later look at an archived article brought."""

    visit: Visit
    look: Look


@dataclass(frozen=True, slots=True)
class Polled:
    """A page of a channel's list, parsed."""

    visit: Visit
    poll: Poll
    next_visit: Visit | None = None
    day_before: Visit | None = None


@dataclass(frozen=True, slots=True)
class Backfilled:
    """A list page of a walk back over a channel: what it brought, or why it could not be read."""

    visit: Visit
    step: BackfillStep | None = None
    posts: tuple[Post, ...] = ()  # whole articles that the response holds
    capture: Capture | None = None  # the response, where it holds such
    error: str | None = None
    is_final: bool = False  # of an error: this list will never be read

    @property
    def leads(self) -> tuple[Lead, ...]:
        """What the page names of the days that are wanted."""
        return self.step.leads if self.step else ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A list page of a walk back with the articles that were read in it."""

    page: Backfilled
    articles: tuple[tuple[Lead, Article], ...] = ()


@dataclass(frozen=True, slots=True)
class Swept:
    """What a channel said of many archived articles at once, or why it did not."""

    visit: Visit
    leads: tuple[Lead, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """The channels that homepage and robots.txt named; `error` when the homepage could not be read."""

    visit: Visit
    channels: tuple[tuple[str, ChannelRef], ...] = ()  # (where it was named, channel)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PutBack:
    """A visit that met no page for a reason that is the site's: nothing is recorded of it, and its lead stays as it is."""

    visit: Visit
    reason: str
    doubtful: bool = False  # the page's own, should the site serve others
    status: int | None = None
    challenge: str | None = None  # the page came, and takes us for a robot


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last item of every visit: what the archive made of it, for whoever plans the next one."""

    visit: Visit
    state: LeadState | None = None
    look: LookResult | None = None
    poll: PollResult | None = None
    listing: Listing | None = None
    next_visit: Visit | None = None
    error: str | None = None
    is_final: bool = False  # of an error of a walk back: its list will never be read
    backfill: BackfillRow | None = None  # where a walk back stands after its page
    put_back: PutBack | None = None
    sweep: SweepResult | None = None
    is_reserved: bool = False  # the page keeps itself from archives
