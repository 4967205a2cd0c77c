"""`kliping diff`: what changed between two versions of an article, word by word."""

import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.archive import ArticleRow, VersionRow, open_archive
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import local_time, printable, printable_text, to_json
from pipelines.exits import ExitCode
from pipelines.revisions import Change, Segment, diff_words

GONE, CAME = "red strike", "green underline"
_TAIL = re.compile(r"\s*$")


@click.command()
@click.argument("article")
@click.argument("first", type=int, required=False, metavar="[V1")
@click.argument("second", type=int, required=False, metavar="V2]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def diff(*, article: str, first: int | None, second: int | None, as_json: bool, data: Path) -> None:
    """Show what changed between versions V1 and V2 of ARTICLE (named as for `kliping show`), word by word.

    Without numbers: between the last two texts that its publisher gave it. With one: between the version before it, and it.
    In colour on a terminal, else with the marks [-gone-] and {+new+}.
    """
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.find_article(article)
        if found is None:
            leave(f"no article {article}", ExitCode.MISUSE)
        old, new = choose_versions(found, archive.versions(found.id), first, second)
        changes = archive.changes_between(old.id, new.id)
    if as_json:
        click.echo(to_json(describe(found, old, new, changes), indent=2))
    elif sys.stdout.isatty():
        Console(emoji=False, highlight=False).print(
            Text("\n").join(show_diff(found, old, new, changes)), soft_wrap=True
        )
    else:
        for line in show_diff(found, old, new, changes):
            click.echo(marked(line))


def choose_versions(
    article: ArticleRow, versions: list[VersionRow], first: int | None, second: int | None
) -> tuple[VersionRow, VersionRow]:
    """Return the two versions to compare; what a publisher said is told by its last reading."""
    by_number = {version.number: version for version in versions}
    for number in (first, second):
        if number is not None and number not in by_number:
            leave(f"{article.uid} has no version {number}, it has {len(versions)}", ExitCode.MISUSE)
    if first is not None and second is not None:
        return by_number[first], by_number[second]
    if first is not None:
        follows = by_number[first].follows
        if follows is None:
            leave(f"version {first} of {article.uid} is a first one: it follows none", ExitCode.MISUSE)
        return by_number[follows], by_number[first]
    states = sorted(
        (version for version in versions if version.rereads is None),
        key=lambda each: (each.seen_at, each.number),
    )
    new = next((state for state in reversed(states) if state.follows is not None), None)
    if len(states) == 1:
        leave(f"{article.uid} has one version of its text: nothing to compare", ExitCode.MISUSE)
    readings = {version.rereads or version.number: version for version in versions}
    if (
        new is None or new.follows is None
    ):  # of different kinds of source, or from before versions said what they follow
        return readings[states[-2].number], readings[states[-1].number]
    before = by_number[new.follows]
    return readings[before.rereads or before.number], readings[new.number]


def describe(
    article: ArticleRow, old: VersionRow, new: VersionRow, changes: Iterable[Change]
) -> dict[str, Any]:
    """Return the comparison as JSON holds it."""
    return {
        "uid": article.uid,
        "url": article.url,
        "from": _version(old),
        "to": _version(new),
        "changes": [asdict(change) for change in changes],
        "title": [_segment(each) for each in diff_words(old.title, new.title)],
        "text": [_segment(each) for each in diff_words(old.text, new.text)],
    }


def _version(version: VersionRow) -> dict[str, Any]:
    names = ("number", "seen_at", "last_seen_at", "source_kind", "cause", "digest", "published_at")
    return {name: getattr(version, name) for name in names}


def _segment(segment: Segment) -> dict[str, str]:
    return {"same": segment.after} if segment.same else {"before": segment.before, "after": segment.after}


def show_diff(
    article: ArticleRow, old: VersionRow, new: VersionRow, changes: tuple[Change, ...]
) -> list[Text]:
    """Return the comparison for a reader, line by line; what an article holds is made harmless."""
    lines = [_told(article, each) for each in (old, new)]
    lines += [tell_change(change, article.published_offset) for change in changes]
    if not changes:
        lines.append(Text("nothing that a reader would notice", style="dim"))
    return [*lines, Text(), _words(old.title, new.title), Text(), _words(old.text, new.text)]


def _told(article: ArticleRow, version: VersionRow) -> Text:
    cause = ", read by other rules" if version.rereads is not None else ""
    return Text(
        f"{article.uid} version {version.number}: seen {version.seen_at}, {version.source_kind}{cause}",
        style="bold",
    )


def tell_change(change: Change, offset: int | None) -> Text:
    """Say what changed in a line: its kind, where, what was and what is."""
    where = f" in paragraph {change.paragraph}" if change.paragraph else ""
    before, after = (
        printable(local_time(side, offset) or "" if change.kind == "time" else side)
        for side in (change.before, change.after)
    )
    told = Text(f"{change.kind}{where}: ")
    if before:
        told.append(before, GONE)
    if before and after:
        told.append(" ")
    return told.append(after, CAME) if after else told


def _words(old: str, new: str) -> Text:
    """Return two texts in one: what is gone, what came, and what stayed."""
    told = Text()
    for segment in diff_words(old, new):
        if segment.same:
            told.append(printable_text(segment.after))
            continue
        tail = _TAIL.search(segment.after or segment.before)
        for side, style in ((segment.before, GONE), (segment.after, CAME)):
            for number, line in enumerate(printable_text(side.strip()).split("\n") if side.strip() else ()):
                told.append("\n" if number else "")
                told.append(line, style)
        told.append(tail[0] if tail else "")
    return told


def marked(told: Text) -> str:
    """Return a line with marks in the place of colours: [-gone-] and {+new+}."""
    plain, at, pieces = told.plain, 0, []
    for span in sorted(told.spans, key=lambda each: each.start):
        marks = {GONE: ("[-", "-]"), CAME: ("{+", "+}")}.get(str(span.style))
        if marks:
            pieces += [plain[at : span.start], marks[0], plain[span.start : span.end], marks[1]]
            at = span.end
    return "".join([*pieces, plain[at:]])
