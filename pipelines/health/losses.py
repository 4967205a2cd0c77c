"""Gaps in what a channel told that nothing could fill: articles that are probably lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipelines.health.symptoms import Kind, Symptom


@dataclass(frozen=True, slots=True)
class Loss:
    """A gap that stays open, and that nobody has acknowledged; its times are as stored (UTC)."""

    site_id: str
    url: str  # of the channel
    since: str
    until: str
    noticed_at: datetime
    missing: int  # articles, probably and at least
    reason: str  # why the list did not reach back
    tried: str  # what could not fill it


def judge_losses(losses: Iterable[Loss]) -> list[Symptom]:
    """Return a symptom for each channel, from its gaps in the order of time."""
    by_channel: dict[str, list[Loss]] = {}
    for loss in losses:
        by_channel.setdefault(loss.url, []).append(loss)
    return [_tell(url, gaps) for url, gaps in by_channel.items()]


def _tell(url: str, gaps: list[Loss]) -> Symptom:
    first, last, missing = gaps[0], gaps[-1], sum(gap.missing for gap in gaps)
    what = f"{missing} article{'s' if missing > 1 else ''} at least"
    when = f"between {first.since} and {last.until}" + (f", in {len(gaps)} gaps" if len(gaps) > 1 else "")
    told = f"probably missed {what} of {url} {when}: {last.reason}; {last.tried}"
    since = min(gap.noticed_at for gap in gaps)
    return Symptom(first.site_id, Kind.GAP, since, told, url, 0.0, float(missing))
