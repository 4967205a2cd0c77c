"""Stored pages read again by today's rules, without the web: what would change, and changing it."""

from pipelines.replay.replaying import Replaying, dry_run, replay
from pipelines.replay.rules import Scope
from pipelines.replay.tally import Sample, Tally

__all__ = ["Replaying", "Sample", "Scope", "Tally", "dry_run", "replay"]
