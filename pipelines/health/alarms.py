"""Alarms: opened by symptoms, told once and then daily, closed by their absence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pipelines.health.symptoms import Kind, Symptom

Change = Literal["opened", "still open", "closed"]
AGAIN = timedelta(days=1)  # between two times that an open alarm is told
REOPENED = timedelta(days=1)  # one that comes back so soon is the same
ONCE = frozenset({Kind.GAP})  # what is known of these does not come back: the next is another


@dataclass(frozen=True, slots=True)
class Alarm:
    """One kind of trouble of one site, with its evidence; `id` is None until it is stored."""

    site_id: str
    kind: Kind
    opened_at: datetime
    seen_at: datetime
    evidence: tuple[Symptom, ...]
    id: int | None = None
    last_told_at: datetime | None = None
    closed_at: datetime | None = None
    closing_told: bool = False
    acked_until: datetime | None = None
    ack_reason: str | None = None

    @property
    def since(self) -> datetime:
        """When the trouble began, as far as can be told."""
        return min((symptom.since for symptom in self.evidence), default=self.opened_at)

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.closed_at is None

    def is_acked(self, now: datetime) -> bool:
        """Tell whether somebody knows, and wants to hear nothing of it now."""
        return self.acked_until is not None and now < self.acked_until


def reconcile(
    known: Iterable[Alarm], symptoms: Iterable[Symptom], judged: Iterable[str], now: datetime
) -> list[Alarm]:
    """Return the alarms as they are now, of the sites that were judged: those open, and those that end or come back.

    `known` are the open alarms and those that closed not long ago.
    """
    found: dict[tuple[str, Kind], list[Symptom]] = {}
    for symptom in symptoms:
        found.setdefault((symptom.site_id, symptom.kind), []).append(symptom)
    sites, result = set(judged), []
    latest: dict[tuple[str, Kind], Alarm] = {}
    for alarm in known:
        before = latest.get((alarm.site_id, alarm.kind))
        if before is None or (before.closed_at or now) <= (alarm.closed_at or now):
            latest[alarm.site_id, alarm.kind] = alarm
    for key, evidence in found.items():
        alarm = latest.get(key) or Alarm(*key, opened_at=now, seen_at=now, evidence=())
        if alarm.closed_at and (now - alarm.closed_at > REOPENED or alarm.kind in ONCE):
            alarm = Alarm(*key, opened_at=now, seen_at=now, evidence=())
        ordered = tuple(sorted(evidence, key=lambda symptom: (symptom.since, symptom.field)))
        result.append(replace(alarm, seen_at=now, evidence=ordered, closed_at=None))
    for key, alarm in latest.items():
        if key not in found and alarm.is_open and alarm.site_id in sites:
            result.append(replace(alarm, seen_at=now, closed_at=now))
    return result


def changes_to_tell(alarms: Iterable[Alarm], now: datetime) -> list[tuple[Change, Alarm]]:
    """Return what the operator should hear: what opened, what goes on for another day, what ended of what was told.

    Of an alarm that comes and goes he hears once a day that it is open, and once that it ended.
    """
    told: list[tuple[Change, Alarm]] = []
    for alarm in alarms:
        if alarm.is_acked(now):
            continue
        if alarm.is_open and alarm.last_told_at is None:
            told.append(("opened", alarm))
        elif alarm.is_open and alarm.last_told_at and now - alarm.last_told_at >= AGAIN:
            told.append(("still open", alarm))
        elif not alarm.is_open and alarm.last_told_at and not alarm.closing_told:
            told.append(("closed", alarm))
    return told
