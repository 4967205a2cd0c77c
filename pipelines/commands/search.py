"""`kliping search`: articles by their words, newest first."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.text import Text

from pipelines.archive import MATCH_END, MATCH_START, Hit, Search, open_archive
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import local_time, printable, to_json

DAY = click.DateTime(["%Y-%m-%d"])
UID_SHOWN = 8  # characters of a uid that name an article in any archive of this size


@click.command(
    # -word is an excluded word, so this command has no short options, not even -h.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("words", nargs=-1)
@click.option("--site", "sites", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option(
    "--region", "regions", multiple=True, metavar="CODE", help="Only sites of this region or a part of it."
)
@click.option("--author", metavar="NAME", help="Only articles with an author whose name contains this.")
@click.option("--section", metavar="NAME", help="Only this section.")
@click.option("--place", metavar="NAME", help="Only articles whose dateline names this place.")
@click.option("--since", type=DAY, metavar="DAY", help="Published on this day or later (YYYY-MM-DD).")
@click.option("--until", type=DAY, metavar="DAY", help="Published on this day or earlier.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--order", type=click.Choice(["newest", "relevance"]), default="newest", show_default=True)
@click.option("--unique", is_flag=True, help="Each story once, with how many of its articles match.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
@click.pass_context
def search(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    *,
    words: tuple[str, ...],
    sites: tuple[str, ...],
    regions: tuple[str, ...],
    author: str | None,
    section: str | None,
    place: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    order: Literal["newest", "relevance"],
    unique: bool,
    as_json: bool,
    data: Path,
) -> None:
    """Search titles and texts: all WORDS, "a phrase", a beginning*, -without. No WORDS lists the newest.

    A phrase keeps its quotes when the shell has had its own: kliping search '"tanah longsor"' -banjir.
    Piped, each article is one line: published, site, uid, title, snippet, parted by tabs. Finding nothing
    is an answer: the exit code is 0, and a note goes to stderr.

    With --unique a story is told once, by the article among those that match which was published first; how many of its
    articles match is the last of its columns.
    """
    unknown = [word for word in words if word.startswith("--")]
    if unknown:
        raise click.NoSuchOption(unknown[0], ctx=context)
    query = Search(
        words=" ".join(words),
        sites=sites,
        regions=regions,
        author=author,
        section=section,
        place=place,
        since=since.date() if since else None,
        until=until.date() if until else None,
        limit=limit,
        order=order,
        unique=unique,
    )
    with ending_on_errors(), open_archive(data) as archive:
        hits = archive.search(query)
    if as_json:
        for hit in hits:
            click.echo(to_json(_as_object(hit)))
    elif sys.stdout.isatty():
        print_hits(Console(emoji=False, highlight=False), hits)
    else:
        for hit in hits:
            click.echo(_as_line(hit))
    if not hits:
        click.echo("kliping: no article found", err=True)


def _plain(marked: str) -> str:
    return printable(marked.replace(MATCH_START, "").replace(MATCH_END, ""))


def _when(hit: Hit) -> str:
    return local_time(hit.published_at, hit.published_offset) or ""


def _as_line(hit: Hit) -> str:
    counted = () if hit.articles is None else (str(hit.articles),)
    return "\t".join((_when(hit), hit.site_id, hit.uid, _plain(hit.title), _plain(hit.snippet), *counted))


def _as_object(hit: Hit) -> dict[str, object]:
    row = asdict(hit)
    row |= {"title": _plain(hit.title), "snippet": _plain(hit.snippet), "published": _when(hit) or None}
    if hit.articles is None:
        del row["articles"]
    del row["id"]  # what is local to this archive names nothing elsewhere
    return row


def print_hits(console: Console, hits: list[Hit]) -> None:
    """Print results for a reader, with what matched in bold."""
    for hit in hits:
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
