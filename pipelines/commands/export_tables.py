"""`kliping export csv|jsonl|parquet`: articles as rows of a table; `kliping rehydrate`: texts put back into one."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipelines.archive import open_archive
from pipelines.archive.tables import Table
from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import printable
from pipelines.commands.selecting import query_of, selecting_options
from pipelines.exits import ExitCode
from pipelines.exports.manifest import Written, export_table, manifest_of, write_table
from pipelines.exports.rehydrating import rehydrate
from pipelines.exports.replacing import replacing
from pipelines.exports.tables import Format

STDOUT = Path("-")
NAMED = 20  # articles without text that are named
HELP = """Write articles as {what}, one row an article{more}.

    WORDS and filters as in `kliping search`; all articles without. Each row says where its text comes from: public id,
    address, version, digests of the text and of the stored response, rules, story (docs/exports.md lists the columns).
    The file appears when it is whole, with FILE.manifest.json beside it: rows, query, digests, state of the archive.

    With --as-of the articles are as they were known at a time, and the same bytes come out after later crawls and
    replays: columns that later looks overwrite are empty, and only --site, --since and --until (days in UTC) choose.
    """


class Moment(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """A time as ISO 8601; without offset it is in UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a time."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time such as 2026-03-01T12:00:00Z", param, ctx)


def command_of(kind: Format, what: str, more: str = "") -> click.Command:
    """Return the command that writes a format."""

    @click.command(
        kind,
        help=HELP.format(what=what, more=more),
        context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    )
    @click.argument("words", nargs=-1)
    @click.option(
        "--output",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE" if kind == "parquet" else "FILE|-",
        help="Where the rows go."
        if kind == "parquet"
        else "Where the rows go; - is standard output, without manifest.",
    )
    @selecting_options
    @click.option(
        "--as-of",
        type=Moment(),
        metavar="TIME",
        help="As the archive was known then (ISO 8601; UTC without offset).",
    )
    @click.option("--versions", is_flag=True, help="All versions, one row each.")
    @click.option(
        "--no-text",
        is_flag=True,
        help="Without titles, texts and names: what may be shared; see `kliping rehydrate`.",
    )
    @data_option
    @click.pass_context
    def export(
        context: click.Context,
        /,
        *,
        words: tuple[str, ...],
        output: Path,
        as_of: datetime | None,
        versions: bool,
        no_text: bool,
        data: Path,
        **chosen: Any,
    ) -> None:
        table = Table(query_of(context, words, chosen), as_of, versions, not no_text)
        if output == STDOUT and kind == "parquet":
            raise click.UsageError(
                "Parquet goes into a file: its table of contents is written last", ctx=context
            )
        written = _write(kind, table, output, data)
        told = (
            ""
            if output == STDOUT
            else f" in {printable(str(output))}, described in {printable(manifest_of(output).name)}"
        )
        click.echo(f"{written.rows} rows{told}", err=True)

    return export


def _write(kind: Format, table: Table, output: Path, data: Path) -> Written:
    with ending_on_errors(), open_archive(data) as archive:
        try:
            if output == STDOUT:
                return write_table(archive, table, kind, sys.stdout.buffer)
            return export_table(archive, table, kind, output)
        except OSError as error:
            leave(f"cannot write {output}: {error.strerror or error}", ExitCode.MISUSE)
        except KeyboardInterrupt:
            leave(f"interrupted; {output} was not written", ExitCode.INTERRUPTED)


COMMANDS = (
    command_of(
        "csv", "CSV", "; a cell that a spreadsheet would take for a formula begins with an apostrophe"
    ),
    command_of("jsonl", "JSON lines"),
    command_of("parquet", "Parquet", ", typed, times in UTC; needs pyarrow (pip install 'kliping[parquet]')"),
)


@click.command("rehydrate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default=STDOUT,
    metavar="FILE|-",
    help="Where the rows go, in the same format; standard output without it.",
)
@data_option
def rehydrate_command(*, file: Path, output: Path, data: Path) -> None:
    """Put titles and texts into an export that was shared without them (--no-text), from one's own archive.

    A text is taken where its digest is the one in the row, from whichever version has it. What is not held, or only with
    another text, keeps its row without one, is named on stderr, and makes the exit code 1.
    """
    with ending_on_errors(), open_archive(data) as archive:
        try:
            if output == STDOUT:
                if file.suffix.lower() == ".parquet":
                    raise click.UsageError("Parquet goes into a file: --output FILE")
                found = rehydrate(archive, file, sys.stdout.buffer)
            else:
                with replacing(output) as target:
                    found = rehydrate(archive, file, target)
        except OSError as error:
            leave(f"{error.filename or output}: {error.strerror or error}", ExitCode.MISUSE)
    for what, uids in (("not in this archive", found.missing), ("held with another text", found.different)):
        for uid in uids[:NAMED]:
            click.echo(f"kliping: {printable(uid)} is {what}", err=True)
        if len(uids) > NAMED:
            click.echo(f"kliping: and {len(uids) - NAMED} more that are {what}", err=True)
    click.echo(
        f"{found.filled} texts, {len(found.missing)} articles missing, {len(found.different)} different",
        err=True,
    )
    sys.exit(ExitCode.SOME_FAILED if found.missing or found.different else ExitCode.OK)
