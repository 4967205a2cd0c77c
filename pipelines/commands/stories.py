"""`kliping stories`: what several articles tell, counted once."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import click

from pipelines.archive import open_archive
from pipelines.archive.stories import rebuild_stories
from pipelines.archive.story_queries import StoryRow
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import local_time, printable, to_json
from pipelines.commands.progress import shown_progress

UNITS = ("day", "hour", "minute")


@click.group(invoke_without_command=True)
@click.option("--site", metavar="ID", help="Only stories with an article of this site.")
@click.option(
    "--order",
    type=click.Choice(["largest", "newest"]),
    default="largest",
    show_default=True,
    help="Which first.",
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
@click.pass_context
def stories(
    context: click.Context,
    *,
    site: str | None,
    order: Literal["largest", "newest"],
    limit: int,
    as_json: bool,
    data: Path,
) -> None:
    """List stories: articles that are copies of each other or build on each other's wording.

    Each is one line: articles, copies among them, sites, when and by which site it was published first, the uid of
    that article, its title, its origin and the first outlet where an origin is told, parted by tabs. The origin is the
    government or agency site that published the text itself, else what the pages say. A time with a question mark:
    another of its articles may be as early. An article that is related to no other is no line.
    """
    if context.invoked_subcommand is not None:
        context.obj = data
        return
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.stories(order, site, limit)
        missing = archive.count_never_compared()
    for story in found:
        click.echo(to_json(as_object(story)) if as_json else _as_line(story))
    if missing:
        click.echo(
            f"kliping: {missing} articles were archived before stories were kept: kliping stories rebuild",
            err=True,
        )
    elif not found:
        click.echo("kliping: no story found", err=True)


@stories.command()
@data_option
def rebuild(data: Path) -> None:
    """Compare all articles anew; what was split stays apart."""
    with ending_on_errors(), shown_progress() as report:
        count = rebuild_stories(data, report)
    click.echo(f"{count} articles compared")


def as_object(story: StoryRow) -> dict[str, Any]:
    """Return a story as JSON holds it."""
    row = asdict(story)
    row["published"] = local_time(row.pop("published_at"), row.pop("published_offset"))
    return row


def _as_line(story: StoryRow) -> str:
    when = local_time(story.published_at, story.published_offset) or "no date"
    counts = (str(story.articles), str(story.copies), str(story.sites))
    doubt = "" if story.is_certain else "?"
    return "\t".join(
        (*counts, when + doubt, story.site_id, story.uid, printable(story.title), tell_origin(story))
    )


def tell_origin(story: StoryRow) -> str:
    """Return in words whom a story's text comes from, and which outlet had it first; empty where no origin is told."""
    origin, outlet = story.origin, story.first_outlet
    if origin is None:
        return ""
    told = f"origin: {printable(origin.name)} ({origin.kind})"
    if outlet is None:
        return f"{told}, no outlet"
    if outlet.uid == origin.uid:
        return told
    doubt = "" if outlet.is_certain else "?"
    return f"{told}, first outlet: {printable(outlet.name)}{doubt}{_distance(outlet.minutes_later)}"


def _distance(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if not minutes:
        return ", in the same minute"
    words = [
        f"{count} {unit}{'s' if count > 1 else ''}"
        for count, unit in zip(
            (abs(minutes) // 1440, abs(minutes) // 60 % 24, abs(minutes) % 60), UNITS, strict=True
        )
        if count
    ]
    return f", {' '.join(words[:2])} {'later' if minutes > 0 else 'earlier'}"
