"""The frontier: decides what each site is asked next, from its channels and then from the leads table, newest first."""

import logging
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.backfills import SECONDS_A_RUN, Backfills
from crawler.discovery import Days, first_visit_url
from crawler.middlewares.standing import Answer, Leaving, Standing
from crawler.revisits import Revisits
from pipelines import clock
from pipelines.archive import ChannelRow, LeadRow, Store, is_poll_due, polled_channels
from pipelines.catalogue import Site
from pipelines.items import ChannelRef, Finding, LeadState, Look, Outcome
from pipelines.urls import canonical_url
from pipelines.visits import PutBack, Recorded, Visit

log = logging.getLogger("kliping")

LOOK_AHEAD = 16  # leads a site held in memory; the rest wait in the table


@dataclass(slots=True)
class SiteQueue:
    """What is planned for one site; `busy` while a visit of it is under way, so that it is asked one thing at a time."""

    site: Site
    requests: deque[Request] = field(default_factory=deque)  # redirects and retries of the visit under way
    visits: deque[Visit] = field(default_factory=deque)
    leads: deque[LeadRow] = field(default_factory=deque)
    tried: set[int] = field(default_factory=set)
    busy: bool = False
    drained: bool = False  # the table holds no more due leads
    states: Counter[LeadState] = field(default_factory=Counter)  # of the leads visited in this run
    polls_read: int = 0
    errors: list[str] = field(default_factory=list)  # of polls
    abandoned: int = 0  # visits that ended in a defect of ours, or an archive that could not be written
    found: tuple[str, ...] = ()  # kinds of channels that this run discovered
    standing: Standing = field(default_factory=Standing)  # how the site takes us in this run
    doubts: list[PutBack] = field(default_factory=list)  # of the page, or of the site: what follows tells
    reserved: int = 0  # pages that keep themselves from archives
    revisits: Revisits = field(init=False)
    backfills: Backfills = field(init=False)

    def __post_init__(self) -> None:
        self.revisits = Revisits(self.site)
        self.standing.delay = self.site.politeness.delay

    @property
    def waiting(self) -> bool:
        """Whether anything is planned; of a site that is left, only what is under way."""
        planned = self.visits or self.leads or not self.drained
        planned = planned or self.backfills.resumes or self.revisits.is_open
        return bool(self.requests or (planned and not self.standing.left))

    @property
    def failed(self) -> bool:
        """Whether no channel of the site could be read in this run, or what was read could not be kept."""
        verdict = self.standing.verdict
        refused = verdict is not None and verdict.is_failure
        return refused or self.abandoned > 0 or (bool(self.errors) and self.polls_read == 0)


class Frontier:
    """Plans the visits of a run: discovery, then every channel (or those that are due), then the leads; site by site in turn."""

    def __init__(
        self,
        store: Store,
        sites: Iterable[Site],
        *,
        due_only: bool = False,
        days: Days | None = None,
        max_seconds: float = 0,
    ) -> None:
        self.store = store
        self.began = clock.now()
        self.due_only = due_only
        self.queues = {site.id: SiteQueue(site) for site in sites}
        self._turns = deque(self.queues)
        self.stopped = ""  # why the run ends before its work does
        for queue in self.queues.values():
            share = max_seconds / 2 or SECONDS_A_RUN
            queue.backfills = Backfills(queue.site, store, days, resumes=due_only, seconds=share)
            self._plan(queue)

    def _plan(self, queue: SiteQueue) -> None:
        site = queue.site
        rests_until = self.store.rests_until(site.id)
        if rests_until and rests_until > clock.now():
            queue.standing.leave(Leaving("RESTS", f"it asked for that until {clock.to_iso(rests_until)}"))
            return
        if site.discovery.channels:
            refs = [ChannelRef(spec.url, spec.kind) for spec in site.discovery.channels]
            self.store.add_channels(site.id, refs, "site file")
        if queue.backfills.days is not None:
            queue.revisits.is_open = False
        elif not site.discovery.channels and not self.store.is_discovered(site.id):
            queue.visits.append(Visit(site, site.homepage))
            return
        else:
            polled = polled_channels(self.store.channels(site.id), site)
            self._plan_channels(
                queue, [row for row in polled if not self.due_only or is_poll_due(row, self.began)]
            )
        queue.visits.extend(queue.backfills.plan())

    def _plan_channels(self, queue: SiteQueue, channels: Iterable[ChannelRow]) -> None:
        now = clock.now()
        for channel in channels:
            queue.visits.append(first_visit(queue.site, channel, now))

    def next_visit(self) -> Visit | Request | None:
        """Return what to ask next, of the sites in turn; None while every site is busy or done."""
        for _ in range(len(self._turns)):
            self._turns.rotate(-1)
            queue = self.queues[self._turns[-1]]
            if queue.requests:  # a part of the visit under way
                return queue.requests.popleft()
            if not queue.busy and (visit := self._take(queue)):
                queue.busy = True
                return visit
        return None

    def _take(self, queue: SiteQueue) -> Visit | None:
        if queue.standing.left:
            return None
        if queue.visits:
            return queue.visits.popleft()
        if not queue.leads and not queue.drained:
            pending = self.store.pending(queue.site.id, clock.now(), LOOK_AHEAD, exclude=queue.tried)
            queue.leads.extend(pending)
            queue.drained = not pending
        if not queue.leads:
            return queue.backfills.take() or queue.revisits.take(self.store, clock.now())
        lead = queue.leads.popleft()
        queue.tried.add(lead.id)
        return Visit(queue.site, canonical_url(lead.url), lead=lead)  # robots.txt may forbid a tracker's twin

    def has_pending(self) -> bool:
        """Tell whether any site has something planned or under way."""
        return any(queue.busy or queue.waiting for queue in self.queues.values())

    def due_looks(self) -> int:
        """Return how many articles of the sites that are looked at again still wait for that."""
        now, queues = clock.now(), self.queues.values()
        return sum(
            self.store.plan_revisits(queue.site.id, now) for queue in queues if queue.site.revisits.enabled
        )

    def due_leads(self) -> dict[str, int]:
        """Return how many leads of each site wait to be visited."""
        now = clock.now()
        return {site_id: self.store.due_count([site_id], now) for site_id in self.queues}

    def finish(self, recorded: Recorded) -> None:
        """Take what a visit brought, and plan what follows from it."""
        visit = recorded.visit
        queue = self.queues[visit.site.id]
        queue.busy = False
        if recorded.put_back:
            if recorded.put_back.challenge:
                self.note_challenge(visit.site.id, recorded.put_back.challenge)
            if recorded.put_back.doubtful:
                queue.doubts.append(recorded.put_back)
            if visit.revisit is not None:
                queue.revisits.note_answer(answered=False)
            return
        if recorded.error is None:
            queue.standing.blocks = 0  # what came was read
        if not (queue.standing.overloads or queue.standing.forbidden or queue.standing.blocks):
            self._settle_doubts(queue)
        _count(queue, recorded)
        self._follow(queue, recorded)

    def note_challenge(self, site_id: str, challenge: str) -> None:
        """Take a firewall's question that came with status 200, in the place of a page or list, for what it is."""
        self.queues[site_id].standing.take(Answer(200, block=challenge))

    def _follow(self, queue: SiteQueue, recorded: Recorded) -> None:
        visit = recorded.visit
        if visit.backfill is not None:
            queue.drained = False
            queue.visits.extendleft(reversed([*queue.backfills.follow(recorded)]))
        elif visit.channel is not None:
            self._follow_channel(queue, recorded, visit.channel)
        elif not visit.of_page and visit.sweep is None:
            self._follow_homepage(queue, recorded)

    def _follow_homepage(self, queue: SiteQueue, recorded: Recorded) -> None:
        if recorded.error is None:
            channels = self.store.channels(queue.site.id)
            queue.found = tuple(dict.fromkeys(channel.kind.value for channel in channels))
            if queue.backfills.days is None:
                self._plan_channels(
                    queue,
                    polled_channels(channels, queue.site) if queue.site.discovery.channels else channels,
                )
        queue.visits.extend(queue.backfills.go_on())

    def _follow_channel(self, queue: SiteQueue, recorded: Recorded, channel: ChannelRow) -> None:
        if recorded.poll and recorded.poll.new_leads:
            queue.drained = False
        limit = queue.site.discovery.max_pages
        gap_id = recorded.poll.gap_id if recorded.poll else None
        if recorded.next_visit:
            # In an index by date the limit holds for a day's pages; its days have a limit of their own.
            if recorded.next_visit.day_page <= limit:
                queue.visits.appendleft(recorded.next_visit)
            else:
                gap_id = self.store.cut_walk(channel.id, recorded.listing)
                log.warning(
                    "%s: stopped after %d list pages, older articles were not looked for", channel.url, limit
                )
        if gap_id is not None:
            gaps = (gap for gap in self.store.backlog.open_gaps(queue.site.id) if gap.id == gap_id)
            queue.visits.extend(visit for gap in gaps for visit in queue.backfills.fill(gap))
        if recorded.error is None and recorded.visit.page == 1:
            self._plan_children(queue, channel)

    def _plan_children(self, queue: SiteQueue, channel: ChannelRow) -> None:
        """Plan the due sitemaps of an index, also of one that is unchanged: not every index says when they change."""
        children = [row for row in self.store.channels(queue.site.id) if row.parent_id == channel.id]
        due = sorted((row for row in children if is_due(row)), key=_newest_first)
        quiet = {row.id for row in children if not is_due(row)}
        if quiet:
            queue.revisits.vouched += self.store.vouch(queue.site.id, quiet, clock.now())
        limit = queue.site.discovery.max_pages
        if len(due) > limit:
            log.warning("%s: %d sitemaps are due, %d are read in this run", channel.url, len(due), limit)
        self._plan_channels(queue, due[:limit])

    def _settle_doubts(self, queue: SiteQueue) -> None:
        """The site serves other pages: what it refused is about those pages alone."""
        for doubt in queue.doubts:
            if doubt.visit.lead is not None:
                failed = Outcome(doubt.visit.lead.key, LeadState.FAILED, doubt.reason)
                queue.states[self.store.record_outcome(failed, clock.now())] += 1
            elif doubt.visit.revisit is not None:
                look = Look(doubt.visit.revisit.article_id, Finding.BLOCKED, doubt.reason, doubt.status)
                queue.revisits.count(self.store.record_look(look, clock.now()))
        queue.doubts.clear()

    def stop(self, reason: str) -> None:
        """Plan nothing more; the visits under way come to their end."""
        self.stopped = reason
        for queue in self.queues.values():
            queue.standing.leave(Leaving("STOPPED", reason))

    def close(self) -> None:
        """Record what only the end of a run tells: whose failure a doubtful answer was, and which sites want a rest."""
        for site_id, queue in self.queues.items():
            if queue.standing.serves:
                self._settle_doubts(queue)
            if queue.standing.left and queue.standing.left.rest:
                until = clock.now() + timedelta(seconds=queue.standing.left.rest)
                self.store.rest_site(site_id, until)
            if queue.failed or queue.standing.answered:
                self.store.note_usefulness(site_id, self.began, is_of_use=not queue.failed)

    def abandon(self, visit: Visit) -> None:
        """Free the site of a visit that ended in a defect of ours; its lead stays pending for the next run."""
        queue = self.queues[visit.site.id]
        queue.busy = False
        queue.abandoned += 1


def _count(queue: SiteQueue, recorded: Recorded) -> None:
    """Count what a visit brought."""
    visit = recorded.visit
    if recorded.state is not None:
        queue.states[recorded.state] += 1
        queue.reserved += recorded.is_reserved
    elif recorded.look is not None:
        queue.revisits.count(recorded.look)
    elif recorded.sweep is not None:
        queue.revisits.count_sweep(recorded.sweep)
    elif recorded.error is not None:
        queue.errors.append(f"{visit.url}: {recorded.error}")
        log.warning("%s: %s: %s", visit.site.id, visit.url, recorded.error)
    else:
        queue.polls_read += 1
        queue.revisits.vouched += recorded.poll.vouched if recorded.poll else 0


def first_visit(site: Site, channel: ChannelRow, now: datetime) -> Visit:
    """Return the visit that begins a poll of the channel."""
    url, day = first_visit_url(channel.url, channel.kind, site, now)
    return Visit(site, url, channel=channel, day=day)


def is_due(channel: ChannelRow) -> bool:
    """Tell whether a sitemap that an index names may hold something that was not read."""
    if channel.polled_at is None or channel.walk_since is not None or channel.last_error is not None:
        return True
    return channel.advertised_modified_at is None or channel.advertised_modified_at >= channel.polled_at


def _newest_first(channel: ChannelRow) -> tuple[bool, float, int]:
    modified = channel.advertised_modified_at
    return (modified is None, -modified.timestamp() if modified else 0.0, channel.id)


class FrontierScheduler(BaseScheduler):
    """Scrapy's view of the frontier."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.frontier: Frontier | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for the end of every visit: as an item, or as a defect in the code that made it."""
        scheduler = cls(crawler)
        crawler.signals.connect(scheduler.item_scraped, signals.item_scraped)
        crawler.signals.connect(scheduler.item_error, signals.item_error)
        crawler.signals.connect(scheduler.spider_error, signals.spider_error)
        return scheduler

    def open(self, spider: Any) -> None:
        """Take the plan of the job that the spider works for."""
        self.frontier = spider.frontier

    def has_pending_requests(self) -> bool:
        """Keep the engine alive while anything is planned or under way."""
        return self.frontier is not None and self.frontier.has_pending()

    def enqueue_request(self, request: Request) -> bool:
        """Take back what the engine re-schedules: the redirect or retry of a visit under way."""
        visit: Visit | None = request.meta.get("visit")
        if visit is None or self.frontier is None:
            return False
        self.frontier.queues[visit.site.id].requests.append(request)
        return True

    def next_request(self) -> Request | None:
        """Turn the next visit into a request of the spider's."""
        planned = self.frontier.next_visit() if self.frontier else None
        if planned is None or isinstance(planned, Request):
            return planned
        request: Request = self.crawler.spider.request_for(planned)  # type: ignore[union-attr]
        return request

    def item_scraped(self, item: Any) -> None:
        """A visit was recorded."""
        if self.frontier and isinstance(item, Recorded):
            self.frontier.finish(item)

    def item_error(self, item: Any) -> None:
        """A stage failed on a visit: a defect, logged by Scrapy with its traceback."""
        if self.frontier and (visit := getattr(item, "visit", None)):
            self.frontier.abandon(visit)

    def spider_error(self, response: Any) -> None:
        """A callback failed: likewise."""
        request = getattr(response, "request", None)
        if self.frontier and request is not None and (visit := request.meta.get("visit")):
            self.frontier.abandon(visit)
