"""After a run: the operator is told what his saved searches found, each match once; what he could not be told is told again."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.archive import Store
from pipelines.archive.saved import SavedMatch
from pipelines.notifying import Message, NotifyError, notify
from pipelines.operator_file import Operator

log = logging.getLogger("kliping")

NAMED = 50  # matches of one saved search that a message names; the others are in its feed
IN_SUBJECT = 3  # saved searches
WORDS = 200  # characters of what was and what is
KINDS = {"new": "new", "changed": "changed", "joined": "joined the story of one that matches"}


def tell_saved(store: Store, operator: Operator) -> list[str]:
    """Match what is new or changed with the saved searches, tell the operator, and return a line a search that found something.

    A notifier that fails is logged, fails no run, and is asked to tell all of it again after the next. Where none is named,
    the feeds alone tell.
    """
    found = store.saved.match()
    matches, counts = store.saved.untold(NAMED)
    lines = [f"watch {name}: {_counted(kinds)}" for name, kinds in sorted(found.items()) if kinds]
    if not counts:
        return lines
    try:
        notify(operator, to_message(matches, counts))
    except NotifyError as error:
        store.saved.mark_failed()
        untold = sum(counts.values())
        log.error("the operator could not be told of %d matches of saved searches: %s", untold, error)
        return [
            *lines,
            f"watch: the operator could not be told of {untold} matches; they are told after the next run",
        ]
    store.saved.mark_told()
    return lines


def _counted(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kind in kinds)


def to_message(matches: Sequence[SavedMatch], counts: Mapping[str, int]) -> Message:
    """Write one message of all that is untold: `counts` by saved search, `matches` the first of each."""
    named = [f"{name} ({count})" for name, count in counts.items()]
    more = f" and {len(named) - IN_SUBJECT} more" if len(named) > IN_SUBJECT else ""
    subject = f"kliping: found by {', '.join(named[:IN_SUBJECT])}{more}"
    text = "\n".join(line for name, count in counts.items() for line in _tell(name, count, matches))
    data = {"matches": [to_data(match) for match in matches], "counts": dict(counts)}
    return Message("watch", subject, text, data)


def _tell(name: str, count: int, matches: Iterable[SavedMatch]) -> Iterable[str]:
    own = [match for match in matches if match.search == name]
    yield f"{name}: {count}"
    for match in own:
        yield f"  {KINDS.get(match.kind, match.kind)}: {_line(match.title)}"
        yield f"    {match.site}, {match.published_at or 'no date'}, {match.uid}"
        yield f"    {match.url}"
        yield from (f"    {told}" for told in tell_changes(match))
    if count > len(own):
        yield f"  and {count - len(own)} more"


def tell_changes(match: SavedMatch) -> list[str]:
    """Return what a new version changed, a line each."""
    return [f"{change.kind}: {_line(change.before)} → {_line(change.after)}" for change in match.changes]


def _line(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= WORDS else f"{shown[: WORDS - 1]}…"


def to_data(match: SavedMatch) -> dict[str, Any]:
    """Return a match as JSON has it; the keys are in docs/watches.md."""
    return {
        "watch": match.search,
        "kind": match.kind,
        "uid": match.uid,
        "site": match.site_id,
        "url": match.url,
        "title": match.title,
        "authors": list(match.authors),
        "published_at": match.published_at,
        "matched_at": match.matched_at,
        "told_at": match.told_at,
        "version_digest": match.digest,
        "changes": [
            {"kind": change.kind, "before": change.before, "after": change.after} for change in match.changes
        ],
    }
