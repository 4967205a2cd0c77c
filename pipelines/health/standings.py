"""How a site takes us, run after run: served, blocked, unread or down, and from when on that is an alarm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pipelines.health.symptoms import Kind, Symptom

Word = Literal["served", "blocked", "unread", "down"]
RUNS = 2  # in a row
PATIENCE: Mapping[Word, timedelta] = {  # between the first and the last of these
    "blocked": timedelta(hours=1),
    "unread": timedelta(hours=3),
    "down": timedelta(hours=6),
}
KINDS: Mapping[Word, Kind] = {"blocked": Kind.BLOCKED, "unread": Kind.BROKEN, "down": Kind.DOWN}
TOLD: Mapping[Word, str] = {
    "blocked": "takes us for a robot: {reason}",
    "unread": "none of its lists can be read: {reason}",
    "down": "does not answer: {reason}",
}
MANY = 4  # sites in a run, from which all of them down is this machine's doing
SHARE = 0.5
NETWORK = ""  # stands for a site's id


@dataclass(frozen=True, slots=True)
class Standing:
    """How a site took us in the last runs."""

    word: Word
    since: datetime
    runs: int
    seen_at: datetime
    reason: str = ""
    served_at: datetime | None = None
    new_at: datetime | None = None


def take_standing(before: Standing | None, word: Word, reason: str, at: datetime) -> Standing:
    """Take one more run's."""
    if before is None:
        return Standing(word, at, 1, at, reason, at if word == "served" else None)
    served_at = at if word == "served" else before.served_at
    if before.word == word:
        return replace(before, runs=before.runs + 1, seen_at=at, reason=reason, served_at=served_at)
    return replace(before, word=word, since=at, runs=1, seen_at=at, reason=reason, served_at=served_at)


def is_our_network(words: Mapping[str, Word]) -> bool:
    """Tell whether so many sites of a run are down that it is this machine's network."""
    down = sum(word == "down" for word in words.values())
    return len(words) >= MANY and down > SHARE * len(words)


def judge_standing(site_id: str, standing: Standing) -> list[Symptom]:
    """Return what a standing that lasts means."""
    if standing.word == "served":
        return []
    lasted = standing.seen_at - standing.since
    if standing.runs < RUNS or lasted < PATIENCE[standing.word]:
        return []
    if site_id == NETWORK:
        return [Symptom(site_id, Kind.NETWORK, standing.since, standing.reason)]
    told = TOLD[standing.word].format(reason=standing.reason)
    return [Symptom(site_id, KINDS[standing.word], standing.since, told, "lists")]
