"""Channels that already failed when health was first judged: since when, at the latest."""

FAILING = (
    "0020 since when a channel fails that failed before health was judged",
    ("UPDATE channels SET failing_since = polled_at WHERE failures > 0 AND failing_since IS NULL",),
)
