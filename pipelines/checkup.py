"""After a run: the operator is told what changed in the health of sites, once, then daily while it lasts, and when it ends."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pipelines import clock
from pipelines.archive import Store
from pipelines.health import Alarm, Change, changes_to_tell
from pipelines.notifying import Message, NotifyError, notify
from pipelines.operator_file import Operator

log = logging.getLogger("kliping")

WORDS = {"opened": "new", "still open": "still", "closed": "over"}
NAMED = 3  # sites in a subject


def tell_alarms(store: Store, operator: Operator) -> int:
    """Tell the operator what he was not told yet; return how many alarms that could not be told of.

    A notifier that fails is logged, fails no run, and is tried again after the next.
    """
    changes = changes_to_tell(store.health.untold(), clock.now())
    if not changes:
        return 0
    try:
        if notify(operator, to_message(changes, clock.now())):
            store.health.mark_told(alarm for _, alarm in changes)
    except NotifyError as error:
        log.error("the operator could not be told of %d alarms: %s", len(changes), error)
        return len(changes)
    return 0


def to_message(changes: Sequence[tuple[Change, Alarm]], now: datetime) -> Message:
    """Write one message of all that changed."""
    ordered = sorted(changes, key=lambda change: (list(WORDS).index(change[0]), change[1].site_id))
    named = list(dict.fromkeys(f"{alarm.site_id or 'network'} {alarm.kind}" for _, alarm in ordered))
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    word = "alarm over" if all(change == "closed" for change, _ in ordered) else "alarm"
    subject = f"kliping: {word}: {', '.join(named[:NAMED])}{more}"
    text = "\n".join(line for change, alarm in ordered for line in _tell(change, alarm, now))
    return Message(
        "health",
        subject,
        text,
        {"alarms": [{"change": change, **to_data(alarm)} for change, alarm in ordered]},
    )


def _tell(change: Change, alarm: Alarm, now: datetime) -> Iterable[str]:
    lasted = tell_duration((alarm.closed_at or now) - alarm.since)
    when = f"over after {lasted}" if change == "closed" else f"since {clock.to_iso(alarm.since)}, {lasted}"
    yield f"{alarm.site_id or 'network'}: {alarm.kind}, {when}"
    for symptom in alarm.evidence:
        yield f"  {symptom.told}"
        yield from (f"    {sample}" for sample in symptom.samples)


def tell_duration(span: timedelta) -> str:
    """Say how long something lasted: hours up to two days, then days."""
    hours = span / timedelta(hours=1)
    if hours < 1:
        return f"{span / timedelta(minutes=1):.0f} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"


def to_data(alarm: Alarm) -> dict[str, Any]:
    """Return an alarm as JSON has it; the keys are in docs/health.md."""
    times = {"opened_at": alarm.opened_at, "since": alarm.since, "closed_at": alarm.closed_at}
    times |= {"last_told_at": alarm.last_told_at, "acked_until": alarm.acked_until}
    return {
        "site": alarm.site_id or None,
        "kind": alarm.kind.value,
        **{name: clock.to_iso(time) if time else None for name, time in times.items()},
        "ack_reason": alarm.ack_reason,
        "symptoms": [
            {
                "field": symptom.field or None,
                "since": clock.to_iso(symptom.since),
                "told": symptom.told,
                "before": symptom.before,
                "after": symptom.after,
                "samples": list(symptom.samples),
            }
            for symptom in alarm.evidence
        ],
    }
