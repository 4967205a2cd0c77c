"""`kliping archive`: keep an archive for years: check it, measure it."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from pipelines.archive.backup import back_up
from pipelines.archive.checks import Check, check_archive
from pipelines.archive.delta import back_up_since
from pipelines.archive.merge import merge as merge_archives
from pipelines.archive.prune import Plan, plan_pruning
from pipelines.archive.prune import prune as prune_pages
from pipelines.archive.statistics import Holding, Statistics, read_statistics
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable, to_json
from pipelines.commands.progress import shown_progress
from pipelines.exits import ExitCode
from pipelines.operator_file import parse_size, read_operator

UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


@click.group()
def archive() -> None:
    """Keep an archive for years: check, measure, back up."""


@archive.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@data_option
def check(as_json: bool, data: Path) -> None:
    """Check that the archive is whole: both files, their rows, every text and every page; says what is wrong.

    It may run beside a crawl; only the words of the search index are compared when nobody writes, and nobody can
    while they are. The exit code is 0 when all is right, 1 when something is wrong.
    """
    with ending_on_errors(), shown_progress() as report:
        found = say_checks(check_archive(data, report), as_json)
    sys.exit(ExitCode.OK if found else ExitCode.SOME_FAILED)


def say_checks(checks: Iterable[Check], as_json: bool = False) -> bool:
    """Print checks as they end, and tell whether all is right."""
    done = []
    for each in checks:
        done.append(each)
        if as_json:
            continue
        note = f" ({printable(each.note)})" if each.note else ""
        click.echo(f"{each.name}: {f'{each.wrong} wrong' if each.wrong else 'ok'}, {each.looked_at}{note}")
        for problem in each.problems:
            click.echo(f"  {printable(problem)}")
        if each.wrong > len(each.problems):
            click.echo(f"  and {each.wrong - len(each.problems)} more")
    if as_json:
        click.echo(to_json([asdict(each) for each in done], indent=2))
    return all(each.is_right for each in done)


@archive.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@data_option
def stats(as_json: bool, data: Path) -> None:
    """Tell how large the archive is, of what, how fast it grows, and when the disk is full at that rate.

    Growth is that of the last 30 days, or of all days but the first where there are fewer; it is unknown in the first
    two. The disk counts as full at the disk_floor of DIR/kliping.toml.
    """
    with ending_on_errors():
        found = read_statistics(data, read_operator(data).disk_floor)
    click.echo(to_json(asdict(found), indent=2) if as_json else "\n".join(lines_of(found)))


def lines_of(found: Statistics) -> list[str]:
    """Return statistics in words, one line each."""
    growth = "unknown" if found.growth is None else f"{in_units(found.growth)} a day"
    days = "unknown" if found.days_until_full is None else str(found.days_until_full)
    return [
        f"archive.db: {in_units(found.archive_bytes)}",
        f"captures.db: {in_units(found.captures_bytes)}",
        f"to be filled again: {in_units(found.reusable_bytes)}",
        f"free on the disk: {in_units(found.free_bytes)}, of which {in_units(found.disk_floor)} are left free",
        f"captured: {found.first_capture or 'nothing'} to {found.last_capture or 'now'}",
        f"growth: {growth}",
        f"days until the disk is full: {days}",
        *(f"{name}: {_holding(held)}" for name, held in {"all": found.total, **found.sites}.items()),
    ]


def _holding(held: Holding) -> str:
    pages = f"{in_units(held.payload_bytes)} of pages in {in_units(held.stored_bytes)}"
    return f"{held.articles} articles, {held.versions} versions, {held.captures} captures, {pages}"


def in_units(size: float) -> str:
    """Write a number of bytes for a reader, as 1.5 MiB."""
    for unit in UNITS:
        if abs(size) < 1024 or unit == UNITS[-1]:
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


@archive.command()
@click.argument("target", type=click.Path(path_type=Path, file_okay=False), metavar="TARGET_DIR")
@click.option(
    "--since",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="EARLIER_DIR",
    help="An earlier backup of this archive, which is only read: take what is new since.",
)
@data_option
def backup(target: Path, since: Path | None, data: Path) -> None:
    """Copy the archive and the operator's files to TARGET_DIR, also while a crawl writes it, and check the copy.

    The folder may be new, or hold an earlier backup of the same archive: then only new pages are copied and read
    back. It is a data folder like any other: to restore, copy it. The exit code is 1 when something is wrong with
    the copy; it is then not put in place.

    With --since, TARGET_DIR becomes a small archive of what came or changed after the backup in EARLIER_DIR was taken;
    `kliping archive merge` puts it back on a copy of that backup.
    """
    with ending_on_errors(), shown_progress() as report:
        done = back_up_since(data, target, since, report) if since else back_up(data, target, report)
    if not done.is_right:
        say_checks(check for check in done.checks if not check.is_right)
        sys.exit(ExitCode.SOME_FAILED)
    click.echo(f"{'updated' if done.updated else 'copied'}, {done.payloads} pages, nothing wrong")


@archive.command()
@click.argument("other", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="OTHER_DIR")
@data_option
def merge(other: Path, data: Path) -> None:
    """Take over what the archive in OTHER_DIR holds, of the same sites or of others; OTHER_DIR is only read.

    An article is the same by its uid or by any of its addresses; its versions are put together in the order in which
    they were seen. Merging again changes nothing, and a merge that was interrupted goes on. What was forgotten in
    either is forgotten. The exit code is 1 when pages of OTHER_DIR are damaged: their digests alone are taken over.
    """
    with ending_on_errors(), shown_progress() as report:
        done = merge_archives(data, other, report, read_operator(data).disk_floor)
    for problem in done.damaged:
        click.echo(f"kliping: {other}: {printable(problem)}", err=True)
    counts = {
        "articles": done.articles,
        "versions of known ones": done.versions,
        "captures": done.captures,
        "leads": done.leads,
        "forgotten": done.forgotten,
    }
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    sys.exit(ExitCode.SOME_FAILED if done.damaged else ExitCode.OK)


def read_size(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """Read a number of bytes: 500M, 2GiB, 1.5T; K is 1024."""
    if value is None:
        return None
    try:
        return parse_size(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@archive.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--yes", is_flag=True, help="Do it.")
@click.option(
    "--budget",
    metavar="SIZE",
    callback=read_size,
    help="Only until captures.db uses no more than this; else the budget of DIR/kliping.toml, else all that may go.",
)
@click.option("--compact", is_flag=True, help="Make the file smaller too; it needs its size in free space.")
@data_option
def prune(dry_run: bool, yes: bool, budget: int | None, compact: bool, data: Path) -> None:
    """Give up captured pages that prove nothing further, the oldest first.

    What a version or a refused lead names stays, and the first and the last page of every article. Of other visits
    to an article, digest and time stay, the page goes; pages that belong to nothing go altogether. The space is
    filled again by what comes next. The exit code is 1 when that does not reach the budget.
    """
    if dry_run == yes:
        raise click.UsageError("say either --dry-run or --yes")
    with ending_on_errors(), shown_progress() as report:
        budget = read_operator(data).budget if budget is None else budget
        plan = (
            plan_pruning(data, budget)
            if dry_run
            else prune_pages(data, budget, compact=compact, report=report)
        )
    click.echo(in_words(plan, dry_run))
    sys.exit(ExitCode.SOME_FAILED if plan.over else ExitCode.OK)


def in_words(plan: Plan, dry_run: bool) -> str:
    """Say what pruning takes."""
    verb = "would go" if dry_run else "went"
    over = f"; still {in_units(plan.over)} over the budget, all else is kept" if plan.over else ""
    return (
        f"{plan.freed} bytes ({in_units(plan.freed)}) of {in_units(plan.used)} {verb}: "
        f"{len(plan.revisits)} pages of visits that brought nothing new, {len(plan.orphans)} that belong to nothing{over}"
    )
