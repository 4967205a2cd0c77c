"""`kliping ledger`: what lists named and sites say, against what is archived, and what is missing."""

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console
from rich.table import Table

from pipelines.archive import open_archive
from pipelines.archive.ledger import LedgerGap, LedgerRow, MonthRow, ReasonRow, Scope
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable, to_json

DAY = click.DateTime(["%Y-%m-%d"])
KINDS: dict[type, str] = {LedgerRow: "leads", ReasonRow: "reason", LedgerGap: "gap", MonthRow: "month"}


@click.command()
@click.argument("site", required=False)
@click.option("--since", type=DAY, metavar="DAY", help="From this day on, the site's own.")
@click.option("--until", type=DAY, metavar="DAY", help="Up to this day.")
@click.option(
    "--by",
    type=click.Choice(["day", "month"]),
    default="day",
    show_default=True,
    help="Lines by day or month.",
)
@click.option(
    "--channels", "of_channels", is_flag=True, help="A line a channel too; one lead may count for several."
)
@click.option(
    "--published",
    is_flag=True,
    help="By month of publication: what the site says it published, and what is held.",
)
@click.option(
    "--json",
    "form",
    flag_value="json",
    help="One JSON object a line; its `kind` is leads, reason, gap or month.",
)
@click.option(
    "--csv", "form", flag_value="csv", help="The lines of the table as CSV, without reasons and gaps."
)
@data_option
def ledger(  # noqa: PLR0913 - a parameter an option
    *,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    by: Literal["day", "month"],
    of_channels: bool,
    published: bool,
    form: str | None,
    data: Path,
) -> None:
    """Show how complete the archive is: of the articles that SITE's lists (all sites') named first on each day, how many
    are archived, are another address of one, are no article, vanished before they could be archived, failed for good, or
    wait; then why; then every probable gap between two polls.

    With --published, a line a month of publication: `announced` is what the site tells that it published, and `told by`
    what told it: wordpress (its own count, as a backfill asked for it), a month sitemap, the days in its sitemaps' addresses,
    or a news sitemap that was followed all month; else it is unknowable, or WordPress was not asked.
    """
    scope = Scope(site, *(day.date() if day else None for day in (since, until)))
    with ending_on_errors(), open_archive(data) as archive:
        lines: Sequence[Any] = (
            archive.months(scope) if published else archive.named_leads(scope, by, of_channels=of_channels)
        )
        why = [] if published else archive.lead_reasons(scope)
        gaps = [] if published else archive.gaps(scope)
    if form == "csv":
        _write_csv(lines, MonthRow if published else LedgerRow)
    elif form == "json":
        for row in (*lines, *why, *gaps):
            click.echo(to_json({"kind": KINDS[type(row)], **asdict(row)}))
    else:
        _show(lines, why, gaps)


def _write_csv(lines: Iterable[Any], kind: type) -> None:
    names = [each.name for each in fields(kind)]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(line, name) for name in names] for line in lines)


def _show(lines: Sequence[Any], why: Sequence[ReasonRow], gaps: Sequence[LedgerGap]) -> None:
    if not lines:
        click.echo("kliping: no list has named anything of that yet", err=True)
        return
    names = [each.name for each in fields(type(lines[0]))]
    used = [name for name in names if any(getattr(line, name) is not None for line in lines)]
    table = [[_cell(getattr(line, name)) for name in used] for line in lines]
    if sys.stdout.isatty():
        shown = Table(box=None)
        for name in used:
            number = any(isinstance(getattr(line, name), int) for line in lines)
            shown.add_column(name.replace("_", " "), justify="right" if number else "left")
        for row in table:
            shown.add_row(*row)
        Console(markup=False).print(shown)
    else:
        click.echo("\n".join("\t".join(row) for row in (used, *table)))
    for reason in why:
        told = printable(reason.reason) or "no reason"
        click.echo(f"{reason.site}: {reason.leads} {reason.state}: {told}")
    for gap in gaps:
        click.echo(f"{gap.site}: {_tell(gap)}")


def _cell(value: object) -> str:
    return "?" if value is None else printable(str(value))


def _tell(gap: LedgerGap) -> str:
    missing = f"probably at least {gap.missing_at_least} articles missing" if gap.missing_at_least else ""
    told = "; ".join(filter(None, (printable(gap.told), missing)))
    where = f"gap in {printable(gap.channel)} from {gap.since} to {gap.until}"
    return f"{where}, {gap.state} since {gap.state_since}: {gap.found} found; {told or gap.reason}"
