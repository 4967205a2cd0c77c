"""What can be wrong with a site, and the evidence for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an alarm is about; documented in docs/health.md."""

    BLOCKED = "blocked"  # it takes us for a robot
    DOWN = "down"  # no answer, or the server's own failure
    BROKEN = "broken"  # its pages, or all its lists, are no longer read as they were
    SILENT = "silent"  # no new article where some are expected
    FLOOD = "flood"  # more than its site file says can be
    DEAD_CHANNEL = "dead-channel"  # one list fails, or stands still while others do not
    MOVED = "moved"  # a list that the site file names redirects elsewhere
    GAP = "gap"  # the ledger knows of articles that were probably missed
    NETWORK = "network"  # most sites at once: it is this machine


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that is wrong; an alarm is all symptoms of a kind that a site has."""

    site_id: str  # "": the network of this machine
    kind: Kind
    since: datetime
    told: str  # a sentence for the reader
    field: str = ""  # sign, or address of the channel
    before: float | None = None  # what was normal, and what is: shares of pages, articles a day
    after: float | None = None
    samples: tuple[str, ...] = ()  # addresses
