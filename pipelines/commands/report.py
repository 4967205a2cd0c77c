"""`kliping report`: one page that tells a period, to print or to keep."""

from datetime import date, datetime
from pathlib import Path

import click

from pipelines.commands.options import data_option, ending_on_errors, leave
from pipelines.commands.output import counted
from pipelines.exits import ExitCode

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--site", "sites", multiple=True, metavar="ID", help="Only this site; may be repeated.")
@click.option(
    "--region", "regions", multiple=True, metavar="CODE", help="Only sites of this region or a part of it."
)
@click.option("--since", type=DAY, metavar="DAY", help="From this day on (YYYY-MM-DD).")
@click.option("--until", type=DAY, metavar="DAY", help="Up to this day; else the archive's last.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.html",
    help="Where the page goes.  [default: DIR/reports/SINCE--UNTIL.html]",
)
@data_option
def report(
    *,
    sites: tuple[str, ...],
    regions: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    output: Path | None,
    data: Path,
) -> None:
    """Write one page that tells a period, the archive's last week where no days are given: what was published where, the
    stories that spread furthest and how, what was changed, taken away and corrected after publication, what is missing, and
    which alarms there were.

    The page is one file to print, to mail or to keep: it loads nothing and runs nothing. See docs/report.md.
    """
    click.echo(write_report(data, output, _day(since), _day(until), sites, regions))


def write_report(
    data: Path,
    output: Path | None = None,
    since: date | None = None,
    until: date | None = None,
    sites: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
) -> str:
    """Write the page, and return a line that says what it tells and where it is; ends the command where that cannot be."""
    from pipelines.archive import open_archive  # noqa: PLC0415 - help does not wait for it
    from pipelines.commands.report_page import render  # noqa: PLC0415 - likewise
    from pipelines.exports.replacing import replacing  # noqa: PLC0415

    with ending_on_errors(), open_archive(data) as archive:
        found = archive.report(since, until, sites, regions)
    period = found.period
    if output is None:
        output = data / "reports" / f"{period.since}--{period.until}.html"
        output.parent.mkdir(exist_ok=True)
    try:
        with replacing(output) as file:
            for line in render(found):
                file.write(f"{line}\n".encode("utf-8", "replace"))
    except OSError as error:
        leave(f"cannot write {output}: {error.strerror}", ExitCode.MISUSE)
    told = (
        counted(sum(site.articles for site in found.sites), "article"),
        counted(found.stories, "story of several", "stories of several"),
        f"{sum(found.changes.values()):,} changed after publication",
        f"{found.gone_in_all:,} gone",
        counted(found.alarms_in_all, "alarm"),
    )
    return f"{period.since} to {period.until}: {', '.join(told)}; the report is in {output}"


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
