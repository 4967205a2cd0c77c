"""`kliping search`: articles by their words, newest first."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from pipelines.archive import MATCH_END, MATCH_START, Count, Counted, Hit, open_archive
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import local_time, printable, to_json
from pipelines.commands.selecting import query_of, selecting_options
from pipelines.exports.cells import csv_line

UID_SHOWN = 8  # characters of a uid that name an article in any archive of this size


@click.command(
    # -word is an excluded word, so this command has no short options, not even -h.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("words", nargs=-1)
@selecting_options
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--order", type=click.Choice(["newest", "relevance"]), default="newest", show_default=True)
@click.option(
    "--count-by",
    type=click.Choice(["day", "week", "month", "site", "section", "place"]),
    help="How many articles there are of each, instead of the articles.",
)
@click.option(
    "--share", is_flag=True, help="Beside each count: of how many that meet the filters, and which part."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="A table with a header.")
@data_option
@click.pass_context
def search(
    context: click.Context,
    /,
    *,
    words: tuple[str, ...],
    count_by: Counted | None,
    share: bool,
    as_json: bool,
    as_csv: bool,
    data: Path,
    **chosen: Any,
) -> None:
    """Search titles and texts: all WORDS, "a phrase", a beginning*, -without. No WORDS lists the newest.

    A phrase keeps its quotes when the shell has had its own: kliping search '"tanah longsor"' -banjir.
    Piped, each article is one line: published, site, uid, title, snippet, parted by tabs. Finding nothing
    is an answer: the exit code is 0, and a note goes to stderr.

    --order relevance ranks the newest 20,000 articles that match, so that a common word is answered as soon as a rare one;
    an older one is not told, however good: --until goes back. --count-by counts all that match; a week is named by its Monday,
    a place is the one that an article is most about. --share tells how a word rises and falls whatever the number of articles:
    of how many that meet the other filters, the part as a fraction of one, and times without a match between the first and
    the last.

    With --unique a story is told once, by the article among those that match which was published first; how many of its
    articles match is the last of its columns.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other", ctx=context)
    if share and not (count_by and words):
        raise click.UsageError("--share is of words, and of a --count-by", ctx=context)
    query = query_of(context, words, chosen)
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.count_by(query, count_by, share=share) if count_by else archive.search(query)
    if as_json:
        for row in found:
            click.echo(to_json(_as_object(row)))
    elif as_csv:
        _print_table(found)
    elif sys.stdout.isatty():
        print_hits(Console(emoji=False, highlight=False), found)
    else:
        for row in found:
            click.echo(_as_line(row))
    if not found:
        click.echo("kliping: no article found", err=True)


def _plain(marked: str) -> str:
    return printable(marked.replace(MATCH_START, "").replace(MATCH_END, ""))


def _when(hit: Hit) -> str:
    return local_time(hit.published_at, hit.published_offset) or ""


def _as_line(hit: Hit | Count) -> str:
    if isinstance(hit, Count):
        return "\t".join(map(str, (printable(hit.value or ""), *list(_as_object(hit).values())[1:])))
    counted = () if hit.articles is None else (str(hit.articles),)
    return "\t".join((_when(hit), hit.site_id, hit.uid, _plain(hit.title), _plain(hit.snippet), *counted))


def _as_object(hit: Hit | Count) -> dict[str, object]:
    row = asdict(hit)
    if isinstance(hit, Count):
        return (
            {"value": hit.value, "articles": hit.articles} if hit.of is None else {**row, "share": hit.share}
        )
    row |= {"title": _plain(hit.title), "snippet": _plain(hit.snippet), "published": _when(hit) or None}
    if hit.articles is None:
        del row["articles"]
    del row["id"]  # what is local to this archive names nothing elsewhere
    return row


def _print_table(found: Sequence[Hit | Count]) -> None:
    objects = [_as_object(row) for row in found]
    if objects:
        click.echo(csv_line(objects[0]), nl=False)
    for each in objects:
        click.echo(csv_line(each.values()), nl=False)


def print_hits(console: Console, hits: Sequence[Hit | Count]) -> None:
    """Print results for a reader, with what matched in bold."""
    for hit in hits:
        if isinstance(hit, Count):
            part = "" if hit.of is None else f"  of {hit.of:>9,}  {hit.share or 0:>7.2%}"
            console.print(Text(f"{hit.articles:>9,}{part}  {printable(hit.value or '(none)')}"))
            continue
        when = _when(hit).replace("T", " ") or "no date"
        counted = f"  {hit.articles} articles" if hit.articles and hit.articles > 1 else ""
        console.print(Text(f"{when}  {hit.site_id}  {hit.uid[:UID_SHOWN]}{counted}", style="dim"))
        console.print(_marked(hit.title, "bold", "bold yellow"))
        console.print(_marked(hit.snippet, "", "bold yellow"))
        console.print()


def _marked(text: str, style: str, match_style: str) -> Text:
    shown = Text()
    matched = False
    for part in _split_marks(text):
        if part in {MATCH_START, MATCH_END}:
            matched = part == MATCH_START
        else:
            shown.append(printable(part), style=match_style if matched else style)
    return shown


def _split_marks(text: str) -> list[str]:
    for mark in (MATCH_START, MATCH_END):
        text = text.replace(mark, f"\0{mark}\0")
    return [part for part in text.split("\0") if part]
