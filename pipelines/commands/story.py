"""`kliping story`: one story with all its articles: who, when, how alike."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.archive import open_archive
from pipelines.archive.stories import join_stories, split_stories
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import local_time, printable, to_json
from pipelines.commands.stories import as_object, tell_origin
from pipelines.commands.story_changes import show_changes
from pipelines.exits import ExitCode

UID_SHOWN = 8


class ShowByDefault(click.Group):
    """What is no subcommand is an article to show."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take `kliping story ID` for `kliping story show ID`."""
        known = bool(args) and self.get_command(ctx, args[0]) is not None
        return super().resolve_command(ctx, args if known else ["show", *args])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options before the article belong to show as well."""
        plain = [arg for arg in args if not arg.startswith("-")]
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names and plain:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ShowByDefault)
def story() -> None:
    """Show the story that an article is in (kliping story ID); split it where it was joined wrongly."""


@story.command()
@click.argument("article")
@click.option(
    "--changes", is_flag=True, help="Its articles by versions, and which still carry what another corrected."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def show(*, article: str, changes: bool, as_json: bool, data: Path) -> None:
    """Show the story that ARTICLE (uid, address or number) is in, in the order of publication.

    Each article is one line: place, published, by which witness, site, uid, what it is to which other and how alike,
    figures that differ from that one's, title, and whether it is the origin or the first outlet. A time with a question
    mark: another may be as early. Whom the text comes from stands above, piped on stderr.

    With --changes each version of each article is one line: place, site, uid, version, first seen, state, what it changed,
    and what it still carries that another article of the story corrected, took out or withdrew. Below, after a !: each
    correction, by whom and when, and who still carries it. A figure counts only in a sentence that both share otherwise.
    """
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.find_article(article)
        if found is None:
            leave(f"no article {article}", ExitCode.MISUSE)
        told = archive.story(found.id)
        copies = archive.story_copies(told[1]) if told and changes else []
    if told is None:
        click.echo(f"kliping: {found.uid} is related to no other article", err=True)
        if as_json:
            click.echo(to_json(None))
        return
    row, members = told
    if changes:
        rows = [(member, *each) for member, each in zip(members, copies, strict=True)]
        show_changes(row, rows, as_json=as_json)
    elif as_json:
        click.echo(to_json({**as_object(row), "members": [_member(each) for each in members]}, indent=2))
    else:
        _print(row, members)


@story.command()
@click.argument("articles", nargs=-1, required=True)
@data_option
def split(articles: tuple[str, ...], data: Path) -> None:
    """Take ARTICLES out of the story that they are in: they were joined wrongly. They may make one of their own.

    It is kept, also when stories are rebuilt.
    """
    with ending_on_errors():
        split_stories(data, articles)
    click.echo(f"{len(articles)} split off")


@story.command()
@click.argument("articles", nargs=-1, required=True)
@data_option
def join(articles: tuple[str, ...], data: Path) -> None:
    """Take back what split said of ARTICLES: they are in the story again that their texts make."""
    with ending_on_errors():
        pairs = join_stories(data, articles)
    click.echo(f"{pairs} pairs may be in one story again")


def _member(member: MemberRow) -> dict[str, Any]:
    row = asdict(member)
    row["published"] = local_time(row.pop("published_at"), row.pop("published_offset"))
    return row


def _fields(row: StoryRow, member: MemberRow) -> tuple[str, ...]:
    when = local_time(member.published_at, member.published_offset) or "no date"
    if member.place == 1 and not row.is_certain:
        when += "?"
    disputed = ", disputed" if member.published_disputed else ""
    witness = f"{member.published_source or 'none'}{disputed}"
    link = "first"
    if member.to_uid is not None:
        link = f"{member.relation} of {member.to_uid[:UID_SHOWN]}, {member.similarity:.0%}"
    figures = ", ".join(f"{theirs} → {ours}" for theirs, ours in member.figures)
    return (
        str(member.place), when, witness, member.site_id, member.uid[:UID_SHOWN], link, figures, printable(member.title),
        _role(row, member),
    )  # fmt: skip


def _role(row: StoryRow, member: MemberRow) -> str:
    """Return what an article is in its story: its origin, the first outlet's, both, or neither."""
    roles = {"origin": row.origin, "first outlet": row.first_outlet}
    return ", ".join(name for name, held in roles.items() if held and held.uid == member.uid)


def _print(row: StoryRow, members: list[MemberRow]) -> None:
    origin = tell_origin(row)
    if not sys.stdout.isatty():
        if origin:
            click.echo(f"kliping: {origin}", err=True)
        for member in members:
            click.echo("\t".join(_fields(row, member)))
        return
    console = Console(emoji=False, highlight=False)
    counts = f"{row.articles} articles of {row.sites} sites, {row.copies} of them copies"
    heading = "\n".join(filter(None, (printable(row.title), counts, origin)))
    console.print(Text(heading, style="bold"))
    table = Table("", "published", "witness", "site", "uid", "relation", "figures", "title", "", box=None)
    for member in members:
        table.add_row(*(Text(field) for field in _fields(row, member)))
    console.print(table)
