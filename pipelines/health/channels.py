"""Whether a channel is dead: it fails, or stands still while the site's others name new articles."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.health.symptoms import Kind, Symptom

FAILURES = 3  # in a row
FAILING = timedelta(hours=6)
REVIVALS = 5  # pauses that tell how long pauses are
FEWEST = 5  # articles that others named meanwhile
TRUST = 2  # times the longest pause before
PAUSES = 9.0  # times the usual pause: e**-9 of all pauses come so far by chance
MOVED = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A channel that is polled for itself: how it answers, and what it named when others of its site did."""

    site_id: str
    url: str
    of_site_file: bool
    named_at: datetime | None  # when it last named something new
    polled_at: datetime | None
    failing_since: datetime | None = None
    failures: int = 0
    error: str = ""
    ever_read: bool = True
    quiet: int = 0  # new articles of the site since it named something new
    quiet_most: int = 0
    quiet_mean: float = 0.0
    revivals: int = 0
    listed: int | None = None  # leads on its first page, as last read
    moved_to: str | None = None
    whole_at: datetime | None = None  # when its list last came whole, and not as a 304
    doubted_at: datetime | None = None  # since when it stands so still that its validators are doubted

    @property
    def longest(self) -> float:
        """How many articles of others may go by before it stands still."""
        return max(FEWEST, TRUST * self.quiet_most + 1, PAUSES * self.quiet_mean)

    @property
    def is_still(self) -> bool:
        """Whether it names nothing for longer than ever before, as far as its validators can be believed."""
        return self.revivals >= REVIVALS and self.quiet >= self.longest

    @property
    def is_read(self) -> bool:
        """Whether its list was read whole since it was doubted."""
        return self.doubted_at is not None and self.whole_at is not None and self.whole_at >= self.doubted_at


def doubt(pulse: Pulse, at: datetime) -> Pulse:
    """Doubt the validators of a channel that stands still: its list is to be read whole before that is believed."""
    if not pulse.is_still:
        return replace(pulse, doubted_at=None)
    return replace(pulse, doubted_at=pulse.doubted_at or at)


def beat(pulse: Pulse, articles: int, *, named: bool) -> Pulse:
    """Take a run in which the channel was read: how many new articles its site had, and whether it named something new."""
    if not named:
        return replace(pulse, quiet=pulse.quiet + articles)
    step = 1 / min(pulse.revivals + 1, 50)
    return replace(
        pulse,
        quiet=0,
        quiet_most=max(pulse.quiet, pulse.quiet_most),
        quiet_mean=pulse.quiet_mean + step * (pulse.quiet - pulse.quiet_mean),
        revivals=pulse.revivals + 1,
    )


def judge_channel(pulse: Pulse, served_at: datetime | None) -> list[Symptom]:
    """Return what is wrong with a channel of a site that serves us."""
    if pulse.failing_since is not None:
        return _judge_failing(pulse, pulse.failing_since)
    found = []
    if pulse.moved_to and pulse.of_site_file:
        since = pulse.named_at or pulse.polled_at or served_at
        if since is not None:
            told = f"redirects to {pulse.moved_to}; its site file still names {pulse.url}"
            found.append(Symptom(pulse.site_id, Kind.MOVED, since, told, pulse.url))
    if pulse.is_still and pulse.is_read and pulse.named_at is not None:
        what = "lists nothing" if pulse.listed == 0 else "lists nothing new"
        told = f"{what}: {pulse.url}; others of the site named {pulse.quiet} new articles meanwhile, {pulse.quiet_most} at most before"
        most = float(pulse.quiet_most)
        found.append(
            Symptom(
                pulse.site_id, Kind.DEAD_CHANNEL, pulse.named_at, told, pulse.url, most, float(pulse.quiet)
            )
        )
    return found


def _judge_failing(pulse: Pulse, since: datetime) -> list[Symptom]:
    """A list that was never read, and that no site file names, is a dead link in somebody's theme."""
    if pulse.polled_at is None or not (pulse.ever_read or pulse.of_site_file):
        return []
    if pulse.failures < FAILURES or pulse.polled_at - since < FAILING:
        return []
    told = f"cannot be read: {pulse.url}: {pulse.error}, {pulse.failures} times in a row"
    return [Symptom(pulse.site_id, Kind.DEAD_CHANNEL, since, told, pulse.url, 0.0, float(pulse.failures))]
