"""`kliping export`: what the archive holds, in formats that others read."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines.archive import ArchiveError, StorageError, open_archive
from pipelines.commands.export_tables import COMMANDS
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.exports import WarcExport, replacing
from pipelines.operator_file import read_operator

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def export() -> None:
    """Write what the archive holds in formats that others read."""


@export.command("warc")
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.warc.gz",
    help="Where the captures go; plain where the name does not end in .gz.",
)
@click.option(
    "--site", "site_id", metavar="ID", help="Only what this site's articles and refused pages rest on."
)
@click.option("--since", type=DAY, metavar="DAY", help="Captured on this day (UTC) or later (YYYY-MM-DD).")
@click.option("--until", type=DAY, metavar="DAY", help="Captured on this day (UTC) or earlier.")
@click.option("--unique", is_flag=True, help="Each story once: what the first of its articles rests on.")
@data_option
def warc(
    *,
    output: Path,
    site_id: str | None,
    since: datetime | None,
    until: datetime | None,
    unique: bool,
    data: Path,
) -> None:
    """Write captured pages as a web archive, WARC/1.1, that pywb and others replay.

    Every capture is a response; a body that repeats is a revisit; an imported file or line is a resource. The
    file appears when it is whole. The exit code is 1 when a capture could not be read: it is named on stderr.

    With --unique a story is told once, by the first published of its articles that rest on a capture of this site and
    these days; captures that no article rests on stay.
    """
    with ending_on_errors(), open_archive(data) as archive:
        operator = read_operator(data).contact
        chosen = archive.capture_ids(
            site_id, since.date() if since else None, until.date() if until else None
        )
        matching = len(chosen)
        if unique:
            chosen = archive.captures_of_stories(chosen)
        try:
            with replacing(output) as file:
                target = WarcExport(archive, file, gzipped=output.name.lower().endswith(".gz"))
                target.write_info(output.name, operator)
                failed = _write(target, chosen)
        except OSError as error:
            leave(f"cannot write {output}: {error.strerror}", ExitCode.MISUSE)
        except KeyboardInterrupt:
            leave(f"interrupted; {output} was not written", ExitCode.INTERRUPTED)
    copies = f", {matching - len(chosen)} of copies left out" if unique else ""
    click.echo(
        f"{len(chosen) - failed} captures, {failed} failed, in {printable(str(output))}{copies}", err=True
    )
    sys.exit(ExitCode.SOME_FAILED if failed else ExitCode.OK)


def _write(target: WarcExport, chosen: Sequence[int]) -> int:
    """Write the captures, and return how many could not be read; these are named."""
    failed = 0
    for capture_id in _shown(chosen):
        try:
            target.write_capture(capture_id)
        except StorageError:
            raise
        except ArchiveError as error:  # of this one
            failed += 1
            click.echo(f"kliping: capture {capture_id}: {printable(str(error))}", err=True)
    return failed


def _shown(chosen: Sequence[int]) -> Iterator[int]:
    """Yield the captures, with a bar on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(chosen, total=len(chosen))


for table_command in COMMANDS:
    export.add_command(table_command)
