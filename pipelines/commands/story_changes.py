"""`kliping story ID --changes`: the copies of a story by versions, and which still carry what another corrected or withdrew."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.archive import VersionRow
from pipelines.archive.history import History
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.commands.output import local_time, printable, to_json
from pipelines.commands.stories import as_object
from pipelines.dedupe.corrections import Copy, Correction, Source, trace_corrections

UID_SHOWN = 8
SHOWN = 60  # characters of words that changed
NAMED = 5  # copies that a line names
CopyRow = tuple[MemberRow, Copy, list[VersionRow], History]
COLUMNS = ("", "site", "uid", "version", "since", "state", "changed", "still carries")


def show_changes(row: StoryRow, copies: Sequence[CopyRow], *, as_json: bool) -> None:
    """Print the copies of a story by versions, then what was corrected."""
    corrections = trace_corrections([copy for _, copy, _, _ in copies])
    if as_json:
        click.echo(to_json(_describe(row, copies, corrections), indent=2))
        return
    named = {copy.uid: member for member, copy, _, _ in copies}
    shorts = [(found.still, _short(found, named)) for found in corrections]
    lines = [line for each in copies for line in _rows(each, shorts)]
    told = [tell_correction(correction, named) for correction in corrections]
    if not sys.stdout.isatty():
        for line in lines:
            click.echo("\t".join(line))
        for each in told:
            click.echo(f"! {each}")
        return
    console = Console(emoji=False, highlight=False)
    console.print(Text(printable(row.title), style="bold"))
    table = Table(*COLUMNS, box=None)
    for line in lines:
        table.add_row(*(Text(field) for field in line))
    console.print(table)
    for each in told or ["nothing was corrected, as far as looks told"]:
        console.print(Text(each), soft_wrap=True)


def _rows(each: CopyRow, shorts: Sequence[tuple[tuple[str, ...], str]]) -> list[tuple[str, ...]]:
    """Return a line for each version of a copy; on that of the text that stands, what it still carries."""
    member, copy, states, history = each
    state = copy.state if copy.withdrawn_at is None else "withdrawn"
    if history.corrected_by:
        state += f", {len(history.corrected_by)} notices" if len(history.corrected_by) > 1 else ", 1 notice"
    still = "; ".join(short for carriers, short in shorts if copy.uid in carriers)
    return [
        (
            str(member.place),
            member.site_id,
            member.uid[:UID_SHOWN],
            str(version.number),
            local_time(version.seen_at, member.published_offset) or "",
            state if version.number == copy.current.number else "",
            "; ".join(_changed(change.kind, change.before, change.after) for change in version.changes),
            still if version.number == copy.current.number else "",
        )
        for version in states
    ]


def _changed(kind: str, before: str, after: str) -> str:
    if kind == "figure":
        return f"{_cut(before) or 'none'} → {_cut(after) or 'none'}"
    return kind


def _short(correction: Correction, named: Mapping[str, MemberRow]) -> str:
    if correction.kind in {"figure", "wording"}:
        return f"{_cut(correction.before)} (→ {_cut(correction.after) or 'taken out'})"
    if correction.kind == "sentence":
        return f"{_cut(correction.before)} (taken out)"
    return f"{correction.kind} at {_named(named[correction.by[0].uid])}"


def _cut(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 1]}…"


def tell_correction(correction: Correction, named: Mapping[str, MemberRow]) -> str:
    """Say what was corrected, by whom and when, and who still carries it."""
    by = "; ".join(_tell_source(source, named[source.uid], correction.kind) for source in correction.by)
    count, one = len(correction.still), len(correction.still) == 1
    who = ", ".join(_named(named[uid]) for uid in correction.still[:NAMED]) + (", …" if count > NAMED else "")
    before, after = _cut(correction.before), _cut(correction.after)
    what, say = {
        "figure": (f"{before} corrected to {after}", f"still {'says' if one else 'say'} {before}"),
        "wording": (
            f"“{before}” became “{after}”" if after else f"“{before}” taken out",
            f"still {'says' if one else 'say'} “{before}”",
        ),
        "sentence": (f"“{before}” taken out", f"still {'has' if one else 'have'} it"),
        "withdrawn": ("withdrawn", f"still {'stands' if one else 'stand'}"),
        "gone": ("gone", f"still {'stands' if one else 'stand'}"),
    }[correction.kind]
    copies_ = "1 copy" if count == 1 else f"{count or 'no'} copies"
    return f"{what}: {by}; {copies_} {say}" + (f": {who}" if who else "")


def _tell_source(source: Source, member: MemberRow, kind: str) -> str:
    how = f" in version {source.version}" if source.version else " by a notice" if kind == "figure" else ""
    return (
        _named(member) + how + (f" at {local_time(source.at, member.published_offset)}" if source.at else "")
    )


def _named(member: MemberRow) -> str:
    return f"{member.site_id} {member.uid[:UID_SHOWN]}"


def _describe(row: StoryRow, copies: Sequence[CopyRow], corrections: Sequence[Correction]) -> dict[str, Any]:
    """Return the same as JSON holds it; times of looks in UTC."""
    return {
        **as_object(row),
        "copies": [_describe_copy(each, corrections) for each in copies],
        "corrections": [asdict(correction) for correction in corrections],
    }


def _describe_copy(each: CopyRow, corrections: Sequence[Correction]) -> dict[str, Any]:
    member, copy, states, history = each
    names = ("number", "seen_at", "last_seen_at", "kind", "follows")
    return {
        "place": member.place,
        "uid": member.uid,
        "site_id": member.site_id,
        "url": member.url,
        "relation": member.relation,
        "published": local_time(member.published_at, member.published_offset),
        "state": copy.state,
        "state_since": copy.state_since,
        "withdrawn_at": copy.withdrawn_at,
        "notices": [asdict(notice) for notice in history.corrected_by],
        "current_version": copy.current.number,
        "versions": [
            {name: getattr(version, name) for name in names}
            | {"changes": [asdict(change) for change in version.changes]}
            for version in states
        ],
        "still_carries": [number for number, found in enumerate(corrections) if copy.uid in found.still],
    }
