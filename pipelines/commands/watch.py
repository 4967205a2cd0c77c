"""`kliping watch`: saved searches; what they find is told after each crawl, and stands in a feed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipelines.archive import Search, open_archive, open_store
from pipelines.archive.pair import require_archive
from pipelines.archive.saved import FIELDS, SavedMatch, SavedSearch, query_to_json
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import counted, local_time, printable, to_json
from pipelines.commands.selecting import OPTIONS, query_of
from pipelines.operator_file import read_operator
from pipelines.watching import tell_changes, tell_saved, to_data

# -word is an excluded word, as in a search: no short options.
WITH_WORDS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@click.group()
def watch() -> None:
    """Keep searches: what is new or changed and matches is told after each crawl, once, and stands in a feed."""


def _filters(command: Any) -> Any:
    """Give a command the filters of a search, but for --unique: each article is told for itself."""
    for option in reversed(OPTIONS[:-1]):
        command = option(command)
    return command


@watch.command(context_settings=WITH_WORDS)
@click.argument("name")
@click.argument("words", nargs=-1)
@_filters
@click.option(
    "--past",
    is_flag=True,
    help="Let the feed begin with the newest 100 that are there; nobody is told of them.",
)
@data_option
@click.pass_context
def add(
    context: click.Context, /, *, name: str, words: tuple[str, ...], past: bool, data: Path, **chosen: Any
) -> None:
    """Keep a search under NAME, for what comes from now on: WORDS and filters as in `kliping search`.

    Told are articles that match, new versions of such, and articles that join the story of one. NAME is letters a-z, digits and
    hyphens: it stands in the address of the feed, /watch/NAME.atom of `kliping serve`.
    """
    query = query_of(context, words, chosen)
    with ending_on_errors():
        require_archive(data)  # one that is not there is not made
        with open_store(data, "watch") as store:
            saved = store.saved.add(name, query, past=past)
    begins = f"; its feed begins with {counted(saved.matches, 'article')} of the past" if past else ""
    click.echo(printable(f"{name}: {describe(query)}, from {saved.added_at} on{begins}"))


@watch.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def list_(as_json: bool, data: Path) -> None:
    """Name the saved searches: how much each found, when last, what nobody could be told yet."""
    with ending_on_errors(), open_archive(data) as archive:
        found = archive.saved_searches()
    for saved in found:
        click.echo(to_json(_as_object(saved)) if as_json else "\t".join(_as_line(saved)))
    if not found:
        click.echo("kliping: no saved search; `kliping watch add NAME WORDS` keeps one", err=True)


@watch.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def show(name: str, limit: int, as_json: bool, data: Path) -> None:
    """Show what the saved search NAME found, the latest first: when, why, published, site, uid, title."""
    with ending_on_errors(), open_archive(data) as archive:
        saved = next((each for each in archive.saved_searches() if each.name == name), None)
        found = archive.saved_matches(name, limit)
    if not as_json and saved is not None:
        click.echo(printable(f"{name}: {describe(saved.query)}, from {saved.added_at} on"))
    for match in found:
        if as_json:
            click.echo(to_json(to_data(match)))
            continue
        click.echo("\t".join(map(printable, _cells(match))))
        for told in tell_changes(match):
            click.echo(printable(f"  {told}"))


@watch.command()
@click.argument("name")
@data_option
def remove(name: str, data: Path) -> None:
    """Give the saved search NAME up, with its feed and what it found."""
    with ending_on_errors():
        require_archive(data)
        with open_store(data, "watch") as store:
            saved = store.saved.remove(name)
    click.echo(printable(f"{name}: removed, with {counted(saved.matches, 'match', 'matches')}"))


@watch.command()
@data_option
def run(data: Path) -> None:
    """Match what came since the last time, and tell: for what was imported or merged, or after a notifier failed."""
    with ending_on_errors():
        require_archive(data)
        operator = read_operator(data)
        with open_store(data, "watch", operator.disk_floor) as store:
            lines = tell_saved(store, operator)
    for line in lines:
        click.echo(printable(line))
    if not lines:
        click.echo("kliping: no saved search found anything new", err=True)


def describe(query: Search) -> str:
    """Return a search as it is typed, words first."""
    parts = [query.words] if query.words else []
    for name in FIELDS[1:]:
        value = getattr(query, name)
        option = {"sites": "site", "regions": "region"}.get(name, name)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        parts += [f"--{option} {each.isoformat() if isinstance(each, date) else each}" for each in values]
    return " ".join(parts)


def _as_line(saved: SavedSearch) -> tuple[str, ...]:
    untold = f"{saved.untold} untold after {counted(saved.tries, 'try', 'tries')}" if saved.untold else ""
    cells = (saved.name, str(saved.matches), saved.last_at or "", describe(saved.query), untold)
    return tuple(map(printable, cells))


def _as_object(saved: SavedSearch) -> dict[str, Any]:
    names = ("name", "uid", "added_at", "matches", "untold", "tries", "last_at")
    return {**{name: getattr(saved, name) for name in names}, "query": json.loads(query_to_json(saved.query))}


def _cells(match: SavedMatch) -> tuple[str, ...]:
    when = local_time(match.published_at, match.published_offset) or "no date"
    return (match.matched_at, match.kind, when, match.site_id, match.uid, match.title)
