"""Which articles a command is about: the filters that search and the exports share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from pipelines.archive import Search

DAY = click.DateTime(["%Y-%m-%d"])
OPTIONS = (
    click.option("--site", "sites", multiple=True, metavar="ID", help="Only this site; may be repeated."),
    click.option(
        "--region",
        "regions",
        multiple=True,
        metavar="CODE",
        help="Only sites of this region or a part of it.",
    ),
    click.option("--author", metavar="NAME", help="Only articles with an author whose name contains this."),
    click.option("--section", metavar="NAME", help="Only this section."),
    click.option(
        "--place",
        metavar="NAME",
        help="Only articles about this regency or city, or whose dateline names this place.",
    ),
    click.option(
        "--story", metavar="UID", help="Only articles of the story that this one is in: a uid or an address."
    ),
    click.option("--since", type=DAY, metavar="DAY", help="Published on this day or later (YYYY-MM-DD)."),
    click.option("--until", type=DAY, metavar="DAY", help="Published on this day or earlier."),
    click.option(
        "--unique", is_flag=True, help="Each story once: by the first published of its articles that match."
    ),
)


def selecting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters, in this order."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def query_of(context: click.Context, words: tuple[str, ...], chosen: dict[str, Any]) -> Search:
    """Return what the filters and further fields of a search ask for; an unknown option is no word."""
    unknown = [word for word in words if word.startswith("--")]
    if unknown:
        raise click.NoSuchOption(unknown[0], ctx=context)
    days = {name: day.date() for name in ("since", "until") if isinstance(day := chosen[name], datetime)}
    return Search(words=" ".join(words), **{**chosen, "since": None, "until": None, **days})
