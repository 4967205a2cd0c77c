"""The later looks that a run makes at one site's articles: how many, at which, and what they found."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from crawler.discovery import changes_url, posts_url
from pipelines.archive import LookResult, Store, SweepResult
from pipelines.catalogue import Site
from pipelines.items import Finding, Presence
from pipelines.visits import Visit

MAX_SWEEPS = 20  # requests a run, each about up to a hundred articles
MAX_UNANSWERED = 3  # looks in a row that met no page, after which the site has its peace until the next run


@dataclass(slots=True)
class Revisits:
    """Looks at articles of one site, after all that is new on it."""

    site: Site
    left: int = 0  # of the budget
    is_open: bool = False  # there may be more to look at in this run
    is_planned: bool = False
    looked: set[int] = field(default_factory=set)  # articles
    findings: Counter[Finding] = field(default_factory=Counter)
    steps: Counter[Presence] = field(default_factory=Counter)  # articles that began to be so
    hinted: int = 0  # looks that a channel asked for
    unanswered: int = 0  # looks in a row
    asked: set[int] = field(default_factory=set)  # articles that sweeps were about
    sweeps: int = 0
    vouched: int = 0  # looks that a sweep stood for

    def __post_init__(self) -> None:
        self.left = self.site.revisits.budget if self.site.revisits.enabled else 0
        self.is_open = self.left > 0

    @property
    def done(self) -> int:
        """How many looks were made."""
        return self.findings.total()

    def take(self, store: Store, now: datetime) -> Visit | None:
        """Return the next look; None when no more is due, or to be made in this run."""
        if not self.is_open:
            return None
        if not self.is_planned:
            self.is_planned = True
            store.plan_revisits(self.site.id, now)
        if sweep := self._next_sweep(store, now):
            return sweep
        revisit = store.next_revisit(self.site.id, now, self.looked) if self.left else None
        if revisit is None:
            self.is_open = False
            return None
        self.left -= 1
        self.hinted += revisit.hinted_by is not None
        self.looked.add(revisit.article_id)
        return Visit(self.site, revisit.url, revisit=revisit)

    def _next_sweep(self, store: Store, now: datetime) -> Visit | None:
        """Return the next request that tells of many articles at once: each spares looks that would follow."""
        if not self.left or self.sweeps >= MAX_SWEEPS:
            return None
        sweep = store.sweeps.next(self.site.id, now, self.asked)
        if sweep is None:
            return None
        self.sweeps += 1
        self.asked.update(sweep.posts.values())
        url = sweep.channel.url
        url = changes_url(url, sweep.since) if sweep.since else posts_url(url, sweep.posts)
        return Visit(self.site, url, sweep=sweep)

    def count_sweep(self, sweep: SweepResult) -> None:
        """Count the looks that a sweep stood for."""
        self.vouched += sweep.vouched

    def count(self, look: LookResult) -> None:
        """Count what a look found."""
        self.findings[look.finding] += 1
        if look.is_step:
            self.steps[look.state] += 1
        self.note_answer(answered=look.finding not in {Finding.FAILED, Finding.BLOCKED})

    def note_answer(self, *, answered: bool) -> None:
        """Take note whether a look met a page; a site that is down is left in peace."""
        self.unanswered = 0 if answered else self.unanswered + 1
        if self.unanswered >= MAX_UNANSWERED:
            self.is_open = False

    def tell(self) -> str:
        """Say what the looks brought; empty where none was made."""
        vouched = f"{self.vouched} vouched for" if self.vouched else ""
        if not self.done:
            return vouched
        # What a step says, its finding need not say again.
        plain = {Finding.UNCHANGED, Finding.NOT_FOUND, Finding.FRONT, Finding.SOFT_404}
        told = [
            f"{count} {finding}" for finding, count in sorted(self.findings.items()) if finding not in plain
        ]
        told += [f"{count} {state}" for state, count in sorted(self.steps.items())]
        again = f"{self.done} looked at again" + (f": {', '.join(told)}" if told else "")
        return f"{again}; {vouched}" if vouched else again
