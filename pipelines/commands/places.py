"""`kliping places`: which regencies and cities the archive's articles are about, and which nobody wrote about."""

from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive import open_archive
from pipelines.archive.places import PlaceCount, Placed, rebuild_places
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable, to_json
from pipelines.commands.progress import shown_progress
from pipelines.exports.cells import csv_line
from pipelines.gazetteer import gazetteer_of
from pipelines.items import PlaceNamed

NOBODY = PlaceCount(0, 0, None)


@click.group(invoke_without_command=True)
@click.option("--region", metavar="CODE", help="Only places of this region (ISO 3166-2) or country.")
@click.option("--uncovered", is_flag=True, help="Only places that no article is most about.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="A table with a header.")
@data_option
@click.pass_context
def places(
    context: click.Context, *, region: str | None, uncovered: bool, as_json: bool, as_csv: bool, data: Path
) -> None:
    """List the regencies and cities of the gazetteer, each with its articles, the most first.

    Each is one line: articles that are about it, those that are most about it, the day of the newest of these, id, region,
    name, parted by tabs. `kliping search --place NAME` lists the articles, `kliping show` says by which words one is about it.
    """
    if context.invoked_subcommand is not None:
        context.obj = data
        return
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other", ctx=context)
    wanted = f"{region or ''}-".casefold()
    with ending_on_errors(), open_archive(data) as archive:
        counts = archive.places()
        known = [
            place
            for place in gazetteer_of(None).places
            if region is None or f"{place.region}-".casefold().startswith(wanted)
        ]
    rows = [
        {
            **asdict(counts.get(place.label, NOBODY)),
            "id": place.id,
            "region": place.region,
            "name": place.label,
        }
        for place in known
    ]
    rows = [row for row in rows if not (uncovered and row["main"])]
    rows.sort(key=lambda row: (-row["main"], -row["articles"], row["id"]))
    if as_csv and rows:
        click.echo(csv_line(rows[0]), nl=False)
    for row in rows:
        if as_json:
            click.echo(to_json(row))
        elif as_csv:
            click.echo(csv_line(row.values()), nl=False)
        else:
            click.echo(
                "\t".join(
                    printable(str(value or (0 if name != "last_day" else ""))) for name, value in row.items()
                )
            )
    if not rows:
        click.echo("kliping: no place found", err=True)


@places.command()
@data_option
def rebuild(data: Path) -> None:
    """Find the places of all articles anew, from their texts: after a change of the gazetteer, or of an older archive."""
    with ending_on_errors(), shown_progress() as report:
        changed = rebuild_places(data, _find, report)
    click.echo(f"{changed} articles have other places now")


def _find(placed: Placed) -> tuple[PlaceNamed, ...]:
    from pipelines.extract.places import find_places  # noqa: PLC0415 - the language packs take a while to load

    return find_places(placed.title, placed.text, placed.dateline, placed.language, placed.region)
