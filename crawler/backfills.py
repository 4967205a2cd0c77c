"""Walks back over one site's lists: for the days that the operator asks for, and to fill gaps between polls."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic

from crawler.discovery import Days, count_url, fill_template, first_visit_url, local_day
from crawler.discovery.wordpress import PER_PAGE
from pipelines import clock
from pipelines.archive import BackfillRow, ChannelRow, GapRow, GapState, Store, is_late
from pipelines.catalogue import Site
from pipelines.items import ChannelKind
from pipelines.visits import Recorded, Visit

log = logging.getLogger("kliping")

# What a run that crawls what is due gives, a site, to the walks back that were asked for earlier.
PAGES_A_RUN, SECONDS_A_RUN = 10, 600.0
SECONDS_A_PAGE = 3.0  # that a page of a hundred posts takes, beside the site's delay
SITEMAPS = {ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP}


@dataclass(frozen=True, slots=True)
class Want:
    """Days whose articles are wanted: the operator's (no gap), or those of a gap."""

    days: Days
    gap: GapRow | None = None

    @property
    def span(self) -> tuple[date, date | None]:
        """The first and the last of the days."""
        return self.days.since, self.days.until

    @property
    def gap_id(self) -> int | None:
        """The number of the gap."""
        return self.gap.id if self.gap else None


@dataclass(slots=True)
class Backfills:
    """What one site is asked of its past in this run."""

    site: Site
    store: Store
    days: Days | None = None  # that the operator asks for: then nothing else is done in this run
    waiting: list[Want] = field(default_factory=list)  # until the site's lists are known
    seconds: float = field(default=SECONDS_A_RUN, kw_only=True)  # after which no list page more is begun
    resumes: bool = field(default=False, kw_only=True)  # goes on with what the operator asked for earlier
    began: float = field(default_factory=monotonic)
    resumed: int = 0  # list pages
    rows: dict[int, BackfillRow] = field(default_factory=dict)  # as they stand
    wants: dict[int | None, Want] = field(default_factory=dict)
    gaps: list[tuple[GapRow, GapState, int]] = field(default_factory=list)  # settled in this run

    def plan(self) -> Iterator[Visit]:
        """Yield the first visits of the run."""
        if self.days is not None:
            yield from self._want(Want(self.days))
            return
        for gap in self.store.backlog.due_gaps(self.site.id, clock.now()):
            yield from self.fill(gap)

    def take(self) -> Visit | None:
        """Return the next page of a walk that the operator asked for earlier; None once this run has done its share."""
        is_late = self.resumed > 0 and monotonic() - self.began > self.seconds
        if not self.resumes or is_late or self.resumed >= PAGES_A_RUN:
            self.resumes = False
            return None
        now = clock.now()
        if (home := self._begin_waiting(now)) is not None:
            return home
        walks = self.store.backlog.open_walks(self.site.id)
        row = next((row for row in walks if row.retry_at is None or row.retry_at <= now), None)
        if row is None:
            self.resumes = False
            return None
        self.resumed += 1
        self.wants[None] = Want(Days(row.since, row.until))
        return self._visit(row)

    def _begin_waiting(self, now: datetime) -> Visit | None:
        """Begin the walks to days that waited for the site's lists; where these are still not known, return the homepage."""
        for row in self.store.backlog.wanted_days(self.site.id):
            want = Want(Days(row.since, row.until))
            if self.store.is_discovered(self.site.id):
                self._rows_of(want)
            # Of a site whose file names no list, the run asked the homepage already.
            elif self.site.discovery.channels and (row.retry_at is None or row.retry_at <= now):
                self.waiting.append(want)
                return Visit(self.site, self.site.homepage)
        return None

    def fill(self, gap: GapRow) -> Iterator[Visit]:
        """Yield the visits that begin to fill a gap."""
        log.info("%s: a probable gap between %s and %s is looked for", self.site.id, gap.since, gap.until)
        yield from self._want(Want(self._days_of(gap), gap))

    def _days_of(self, gap: GapRow) -> Days:
        since, until = (local_day(self.site, clock.from_iso(at)) for at in (gap.since, gap.until))
        return Days(since, until)

    def _want(self, want: Want) -> Iterator[Visit]:
        """Yield where the walks for some days begin or go on; the homepage first, where the site's lists are not known."""
        self.wants[want.gap_id] = want
        if not self.store.is_discovered(self.site.id):
            if want.gap is None:
                self.store.backlog.want_days(self.site.id, want.span, clock.now())
            if not self.waiting:
                yield Visit(self.site, self.site.homepage)
            self.waiting.append(want)
            return
        yield from (self._visit(row) for row in self._rows_of(want))
        self._settle(want)

    def _rows_of(self, want: Want) -> list[BackfillRow]:
        """Return the walks for some days, begun now where there are none."""
        rows = self.store.backlog.unfinished(self.site.id, *want.span, want.gap_id)
        rows = rows or self._begin(want, with_api=True)
        if want.gap is None:
            self.store.backlog.take_days(self.site.id, want.span)
        return rows

    def go_on(self) -> Iterator[Visit]:
        """Yield what waited for the site's lists to be known."""
        waiting, self.waiting = self.waiting, []
        for want in waiting:
            if self.store.is_discovered(self.site.id):
                if want.gap is not None or self.days is not None:  # else they wait for their turn: take()
                    yield from self._want(want)
            elif want.gap is None:
                log.warning(
                    "%s: its lists are not known, the days from %s on wait", self.site.id, want.days.since
                )
                self.store.backlog.put_off_days(self.site.id, want.span, clock.now())
            elif is_late(want.gap, clock.now()):  # else the next run asks again
                self._settle(want)

    def _begin(self, want: Want, *, with_api: bool) -> list[BackfillRow]:
        """Begin walks over the lists that go back furthest at the least cost, and return them."""
        now, days = clock.now(), want.days
        today = local_day(self.site, now)
        channels = self.store.channels(self.site.id)
        apis = [row for row in channels if row.kind is ChannelKind.WORDPRESS]
        begun: list[BackfillRow] = []

        def begin(channel: ChannelRow, url: str, day: date | None = None) -> None:
            begun.append(
                self.store.backlog.begin(channel, (days.since, days.until), now, (url, day), want.gap_id)
            )

        if apis and with_api:
            begin(apis[0], count_url(apis[0].url, days, today))
            return begun
        roots = [row for row in channels if row.parent_id is None]
        lists = [row for row in roots if row.kind in SITEMAPS or "{date:" in row.url]
        # A feed's further pages repeat what sitemaps tell, ten at a time; of a gap in it, the poll has read them.
        lists = lists or [row for row in roots if row.kind is ChannelKind.FEED and want.gap is None]
        above = {row.parent_id for row in channels}
        for channel in lists:
            if want.gap is not None and channel.id not in above and _has_told(channel, want.gap):
                self.store.backlog.begin(channel, (days.since, days.until), now, (None, None), want.gap_id)
                continue
            url, day = first_visit_url(channel.url, channel.kind, self.site, now)
            if day is not None and days.until is not None:
                day = min(day, days.until)
                url = fill_template(channel.url, day=day)
            begin(channel, url, day)
        return begun

    def _visit(self, row: BackfillRow) -> Visit:
        self.rows[row.id] = row
        channel = next(each for each in self.store.channels(self.site.id) if each.id == row.channel_id)
        assert row.next_url is not None
        return Visit(
            self.site,
            row.next_url,
            channel=channel,
            page=row.requests + 1,
            day=row.next_day,
            day_page=row.next_page,
            backfill=row,
        )

    def follow(self, recorded: Recorded) -> Iterator[Visit]:
        """Yield what follows from a page of a walk: its next one; the sitemaps that it named; other lists where it failed."""
        row = recorded.backfill
        assert row is not None
        want = self.wants[row.gap_id]
        self.rows[row.id] = row
        visits = list(self._follow(recorded, row, want))
        if row.gap_id is not None or self.days is not None:
            yield from visits  # else they wait for their turn: take()

    def _follow(self, recorded: Recorded, row: BackfillRow, want: Want) -> Iterator[Visit]:
        if row.requests == 1 and row.announced is not None and row.gap_id is None:
            log.info("%s: %s", self.site.id, self._estimate(row.announced, row.since))
        if recorded.error is None and row.next_url is not None:
            yield self._visit(row)
            return
        if recorded.error is not None and not recorded.is_final:
            log.warning("%s: the walk back stays where it is: %s", self.site.id, recorded.error)
            self.store.backlog.put_off(row, clock.now())
            self._settle(want)
            return
        channel = recorded.visit.channel
        if recorded.error is not None and channel is not None and channel.kind is ChannelKind.WORDPRESS:
            log.warning("%s: no articles from the WordPress API: %s", self.site.id, recorded.error)
            yield from (self._visit(each) for each in self._begin(want, with_api=False))
        elif recorded.error is None:
            yield from self._named_by(row, want)
        self._settle(want)

    def _named_by(self, row: BackfillRow, want: Want) -> Iterator[Visit]:
        """Yield the walks that a page of a sitemap index began."""
        for each in self.store.backlog.unfinished(self.site.id, row.since, row.until, want.gap_id):
            if each.id not in self.rows:
                yield self._visit(each)

    def _settle(self, want: Want) -> None:
        """Once nothing of a gap is under way, say what became of it; a walk of the operator's may fill what was given up."""
        if any(self._is_under_way(row) for row in self.rows.values() if row.gap_id == want.gap_id):
            return
        if want.gap is None:
            if not self.store.backlog.unfinished(self.site.id, want.days.since, want.days.until):
                self._refill(want.days)
            return
        state, found = self.store.backlog.settle_gap(want.gap, clock.now())
        log.info("%s: the gap since %s is %s, %d found", self.site.id, want.gap.since, state, found)
        self.gaps.append((want.gap, state, found))

    def _refill(self, days: Days) -> None:
        for gap in self.store.backlog.lost_gaps(self.site.id):
            its = self._days_of(gap)
            if days.since <= its.since and (days.until is None or (its.until or its.since) <= days.until):
                found = self.store.backlog.refill_gap(gap, (days.since, days.until), clock.now())
                if found is not None:
                    self.gaps.append((gap, GapState.FILLED, found))

    def _is_under_way(self, row: BackfillRow) -> bool:
        return row.next_url is not None

    def _estimate(self, announced: int, since: date) -> str:
        """Say how long a walk over WordPress's interface will take, by the site's own count."""
        months = (clock.now().date() - since).days // 31 + 1
        requests = announced // PER_PAGE + months
        minutes = requests * (self.site.politeness.delay + SECONDS_A_PAGE) / 60
        return f"about {announced:,} articles, {requests:,} requests, {max(1, round(minutes)):,} minutes"

    @property
    def progress(self) -> tuple[int, int | None]:
        """How many articles the operator's walk back has named, and of how many, where the site tells."""
        rows = [row for row in self.rows.values() if row.gap_id is None]
        about = [row.announced for row in rows if row.announced is not None]
        return sum(row.listed for row in rows), sum(about) if about else None

    def tell(self) -> str:
        """Say how far the operator's walk back is; empty where he asked for none."""
        rows, (listed, about) = [row for row in self.rows.values() if row.gap_id is None], self.progress
        if not rows:
            return ""
        taken = sum(row.archived for row in rows)
        told = f"{listed} articles" if about is None else f"{listed} of about {about} articles"
        return f"{told} since {min(row.since for row in rows)} named in {sum(row.requests for row in rows)} requests, {taken} archived from them"


def _has_told(channel: ChannelRow, gap: GapRow) -> bool:
    """Tell whether a sitemap of one page was read since the gap's end: what it knows of that time, it has named."""
    polled_at = channel.polled_at
    is_read = polled_at is not None and polled_at >= clock.from_iso(gap.until) and channel.last_error is None
    return is_read and channel.kind in SITEMAPS and channel.walk_since is None
