"""`kliping compare`: whether two texts are copies, or one builds on the other, and what differs."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.text import Text as Styled

from pipelines.archive import Archive, open_archive
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable_text, to_json
from pipelines.dedupe.relation import Relation, Text, changed_figures, judge, measure
from pipelines.exits import ExitCode
from pipelines.revisions import Segment, diff_words

CONTEXT = 8  # words shown around what differs


@click.command()
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--input",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAIRS.jsonl",
    help='Many pairs instead: JSON lines of {"id", "a": {"title", "text"}, "b": {...}}.',
)
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.jsonl",
    help='Where their relations go: {"id", "relation", "similarity"}.',
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def compare(
    *, a: str | None, b: str | None, source: Path | None, target: Path | None, as_json: bool, data: Path
) -> None:
    """Compare A and B: articles of the archive (uid, address or number), or text files.

    Says whether one is a copy of the other ("copy": the same text with small edits), builds on its wording
    ("derived"), or neither ("none"), how much they have in common, which figures differ, and word by word where.
    Dateline, sign-off, case and punctuation are no part of the comparison.
    """
    if source is not None and target is not None and a is None:
        compare_pairs(source, target)
        return
    if a is None or b is None or source is not None or target is not None:
        raise click.UsageError("give two articles or files, or --input and --output")
    with ending_on_errors():
        texts = read_text(a, data), read_text(b, data)
    report = describe(*texts)
    if as_json:
        click.echo(to_json(report, indent=2))
        return
    click.echo(_sentence(report))
    _print_difference(diff_words(*texts))


def read_text(reference: str, data: Path) -> str:
    """Return the text of a file, else of an article of the archive."""
    path = Path(reference)
    if "://" not in reference and path.is_file():
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            leave(f"{path}: {error.strerror}", ExitCode.MISUSE)
    with open_archive(data) as archive:
        return _text_of(archive, reference)


def _text_of(archive: Archive, reference: str) -> str:
    found = archive.find_article(reference)
    if found is None:
        leave(f"no article and no file {reference}", ExitCode.MISUSE)
    return next(row.text for row in archive.versions(found.id) if row.number == found.version)


def describe(one: str, other: str) -> dict[str, Any]:
    """Return what two texts are to each other, as JSON holds it."""
    a, b = Text(one), Text(other)
    likeness = measure(a, b)
    return {
        "relation": judge(likeness).value,
        "similarity": round(likeness.similarity, 4),
        "shared": round(likeness.shared, 4),
        "words": [len(a.words), len(b.words)],
        "figures": changed_figures(a, b),
    }


def _sentence(report: dict[str, Any]) -> str:
    """Say it in words."""
    what = {Relation.COPY: "copy", Relation.DERIVED: "derived: one builds on the other's wording"}
    relation = what.get(Relation(report["relation"]), "none: neither a copy nor built on the other")
    lines = [
        f"relation: {relation}",
        f"similarity: {report['similarity']:.0%} of all words, {report['shared']:.0%} of the shorter text",
        f"words: {report['words'][0]}, {report['words'][1]}",
    ]
    if report["figures"]:
        lines.append("figures: " + ", ".join(f"{ours} / {theirs}" for ours, theirs in report["figures"]))
    return "\n".join(lines)


def _print_difference(segments: list[Segment]) -> None:
    """Print what differs with some words around it: in colours, or as wdiff writes it."""
    console = Console(emoji=False, highlight=False, soft_wrap=True)
    shown = Styled()
    for number, segment in enumerate(segments):
        if segment.same:
            shown.append(printable_text(_shorten(segment.before, number == 0, number == len(segments) - 1)))
            continue
        for text, style, marks in ((segment.before, "red", "[--]"), (segment.after, "green", "{++}")):
            if text:
                plain = printable_text(text)
                shown.append(
                    plain if console.is_terminal else f"{marks[:2]}{plain}{marks[2:]}",
                    style=style,
                )
    if any(not segment.same for segment in segments):
        console.print()
        console.print(shown)


def _shorten(text: str, is_first: bool, is_last: bool) -> str:
    """Leave out the middle of a long stretch that both texts have."""
    words = text.split(" ")
    before = [] if is_first else words[:CONTEXT]
    after = [] if is_last else words[-CONTEXT:]
    return text if len(words) <= 3 * CONTEXT else " ".join([*before, "…", *after])


def compare_pairs(source: Path, target: Path) -> None:
    """Answer each line of a file by a line of another; a line that is no pair is named, and the rest goes on."""
    wrong = 0
    try:
        output = target.open("w", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {error.strerror}") from error
    with output, source.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = compare_line(line)
            except ValueError as error:
                wrong += 1
                click.echo(f"kliping: {source}, line {number}: {error}", err=True)
                continue
            output.write(json.dumps(record, ensure_ascii=False) + "\n")
    if wrong:
        sys.exit(ExitCode.SOME_FAILED)


def compare_line(line: str) -> dict[str, Any]:
    """Return the answer to one pair; raises ValueError naming what is wrong with it."""
    try:
        pair = json.loads(line)
    except RecursionError:
        _refuse("no JSON: nested too deep")
    if not isinstance(pair, dict) or "id" not in pair:
        _refuse("is no JSON object with an id")
    texts = []
    for side in ("a", "b"):
        text = pair[side].get("text") if isinstance(pair.get(side), dict) else None
        if not isinstance(text, str):
            _refuse(f"{side}: must be an object with a text")
        texts.append(Text(text))
    likeness = measure(*texts)
    relation = judge(likeness).value
    return {"id": pair["id"], "relation": relation, "similarity": round(likeness.similarity, 4)}


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)
