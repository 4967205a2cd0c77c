"""`kliping learned`: what a site's own pages repeat, and the evidence for it."""

from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive import LessonRow, open_archive
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable, to_json


@click.command()
@click.argument("site")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def learned(*, site: str, as_json: bool, data: Path) -> None:
    """Show what was learned of SITE's boilerplate: what its own pages repeat, and what they repeat no more.

    Each block is one line: rule, block or container, pages that held it of the last ones, first and last seen,
    version since, from how many articles it was removed, text; parted by tabs. `kliping removed --rule RULE`
    shows what a rule took.
    """
    with ending_on_errors(), open_archive(data) as archive:
        rows = archive.lessons(site)
    for row in rows:
        click.echo(to_json({"rule": _rule(row), **asdict(row)}) if as_json else _as_line(row))
    if not rows:
        click.echo(f"kliping: nothing was learned of {printable(site)} yet", err=True)


def _rule(row: LessonRow) -> str:
    return f"learned:{row.digest[:8]}"


def _as_line(row: LessonRow) -> str:
    gone = f", forgotten in {row.forgotten_version}" if row.forgotten_version is not None else ""
    fields = (
        _rule(row),
        row.kind,
        f"{row.pages} of {row.of_pages} pages",
        f"{row.first_seen_at} to {row.last_seen_at}",
        f"version {row.version}{gone}",
        f"removed from {row.articles} articles",
        printable(row.text),
    )
    return "\t".join(fields)
