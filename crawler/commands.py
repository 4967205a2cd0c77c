"""The commands that crawl, and those that show what could be crawled. Scrapy is imported only where something is crawled."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from crawler.lazy_group import LazyGroup
from crawler.log_lines import JsonLines
from crawler.runs import (
    choose_sites,
    configure_logging,
    crawl_due,
    crawl_sites,
    find_sites,
    pinging,
)
from pipelines import clock
from pipelines.archive import HostFile, open_archive, open_store
from pipelines.catalogue import Site
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import show_table, to_json

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option(
    "--region", help="Only sites of this region (ISO 3166-2, such as ID-KS; ID for all of Indonesia)."
)
@click.option(
    "--max-minutes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Begin nothing new after N minutes; what is under way is recorded, the rest waits for the next run.",
)
@click.option(
    "--due",
    "mode",
    flag_value="due",
    help="Poll only the channels whose time has come, and end: for jobs that run every few minutes.",
)
@click.option(
    "--loop",
    "mode",
    flag_value="loop",
    help="Do what is due whenever it is, until told to stop; --max-minutes is then the time of each round.",
)
@click.option(
    "--since",
    type=DAY,
    metavar="DAY",
    help="Backfill: walk the sites' lists back to the articles published since this day (theirs), and poll nothing.",
)
@click.option("--until", type=DAY, metavar="DAY", help="The last day of a backfill; none: today.")
@click.option(
    "--end-backfills",
    is_flag=True,
    help="Ask for nothing: end the backfills of the SITEs with which the next --due would go on.",
)
@click.option(
    "--fresh-robots",
    is_flag=True,
    help="Ask every host for robots.txt and tdmrep.json, whatever it said within the last day (kliping sites robots).",
)
@click.option("--verbose", "-v", is_flag=True, help="Log every step.")
@click.option(
    "--log-format",
    type=click.Choice(["lines", "json"]),
    default="lines",
    show_default=True,
    help="json: one object a line, with time, level, logger, message, and site and url where it is about one.",
)
@data_option
def crawl(  # noqa: PLR0913 - a parameter an option
    *,
    sites: tuple[str, ...],
    region: str | None,
    max_minutes: float | None,
    mode: str | None,
    fresh_robots: bool,
    end_backfills: bool,
    verbose: bool,
    log_format: str,
    data: Path,
    **days: datetime | None,
) -> None:
    """Find and archive what is new on the SITEs (all of the catalogue when none is named), then look again at articles
    that are held, for corrections and deletions: the younger, the sooner.

    With --since, what was published from that day on is fetched, the newest first: by WordPress's interface, a hundred
    articles a request, else by sitemaps, indexes by date and feeds. The same command goes on where one was stopped, and so does
    --due, a few list pages a run (kliping due SITE shows where it is).

    Sites see whom to ask when DIR/kliping.toml has a line such as contact = "redaksi@example.org".
    """
    first, last = (day.date() if day else None for day in (days["since"], days["until"]))
    if (last and (not first or last < first)) or (first and mode):
        raise click.UsageError(
            "--until needs a --since before it, and a backfill is neither --due nor --loop"
        )
    if fresh_robots and mode == "loop":
        raise click.UsageError("--fresh-robots is for one run, and a --loop is many")
    lines = JsonLines() if log_format == "json" else None
    configure_logging(verbose, lines)
    if mode == "loop":
        from crawler.loop import run_loop  # noqa: PLC0415 - Scrapy takes most of a second to import

        if lines is not None:
            lines.learn(choose_sites(data, sites, region))
        with ending_on_errors():
            sys.exit(run_loop(data, lambda: find_sites(data, sites, region), max_minutes))
    if end_backfills:
        if not sites or first or mode:
            raise click.UsageError("--end-backfills names the SITEs, and goes with no other kind of crawl")
        _end_backfills(data, choose_sites(data, sites, region))
        return
    with pinging(data):
        chosen = choose_sites(data, sites, region)
        if lines is not None:
            lines.learn(chosen)
        if mode:
            sys.exit(crawl_due(data, chosen, max_minutes, fresh_robots=fresh_robots))
        sys.exit(crawl_sites(data, chosen, max_minutes, since=first, until=last, fresh_robots=fresh_robots))


def _end_backfills(data: Path, chosen: Iterable[Site]) -> None:
    with ending_on_errors(), open_store(data, "crawl") as store:
        for site in chosen:
            ended = store.backlog.end_walks(site.id, clock.now())
            click.echo(f"{site.id}: {ended} walks back ended")


class SitesGroup(LazyGroup):
    """Of the sites: those that read pages are imported when they are asked for."""

    lazy = {  # noqa: RUF012 - a table, never written
        "add": "crawler.site_adding:add_sites",
        "candidates": "crawler.site_adding:list_candidates",
        "check": "crawler.site_checks:check_sites",
    }


@click.group(cls=SitesGroup)
def sites() -> None:
    """The catalogue: which sites there are, whether their files are right, and how another is added."""


@sites.command("list")
@click.option("--region", help="Only sites of this region.")
@data_option
def list_sites(region: str | None, data: Path) -> None:
    """List the sites: id, region, language, homepage, name."""
    chosen = choose_sites(data, (), region)
    if not sys.stdout.isatty():
        for site in chosen:
            fields = (site.id, site.region or "", site.language or "", site.homepage, site.name)
            click.echo("\t".join(fields))
        return
    table = Table("id", "region", "language", "homepage", "name", box=None)
    for site in chosen:
        table.add_row(site.id, site.region, site.language, site.homepage, site.name)
    Console().print(table)


@sites.command("show")
@click.argument("site")
@data_option
def show_site(site: str, data: Path) -> None:
    """Show one site as the catalogue and the operator's files together describe it (JSON)."""
    (chosen,) = choose_sites(data, (site,), None)
    click.echo(chosen.model_dump_json(indent=2, exclude_defaults=True))


@sites.command("robots")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with the file's text.")
@data_option
def show_robots(sites: tuple[str, ...], as_json: bool, data: Path) -> None:
    """Show which robots.txt and tdmrep.json the next crawl of each SITE takes, when its host gave it, and until when the
    host is not asked again; --fresh-robots of a crawl asks at once.

    Times are in UTC. On a pipe the columns are parted by tabs.
    """
    chosen = choose_sites(data, sites, None)
    with ending_on_errors(), open_archive(data) as archive:
        held = archive.host_files(site.id for site in chosen)
    if as_json:
        for file in held:
            click.echo(to_json(_as_object(file)))
        return
    from crawler.middlewares.reservations import wrong_with  # noqa: PLC0415 - likewise

    heads = ("site", "file", "holds", "told", "read", "asked again", "note")
    show_table(heads, ((*_file_cells(file), file.problem or wrong_with(file)) for file in held))


def _file_cells(file: HostFile) -> tuple[str, ...]:
    times = (file.checked_at, file.read_at, file.believed_until)
    told = (clock.to_iso(moment) if moment else "" for moment in times)
    return file.site_id, file.origin + file.path, _what_holds(file), *told


def _what_holds(file: HostFile) -> str:
    """Say what a crawl that began now would make of a file."""
    if file.problem_at(clock.now()):
        return "unknown"
    if file.payload is None or (file.unreachable_since is not None and not file.stands_in):
        return "none"
    return f"a copy of {len(file.payload)} bytes" if file.stands_in else f"{len(file.payload)} bytes"


def _as_object(file: HostFile) -> dict[str, object]:
    return {
        "site": file.site_id,
        "url": file.origin + file.path,
        "holds": _what_holds(file),
        "status": file.status,
        "told_at": clock.to_iso(file.checked_at) if file.checked_at else None,
        "read_at": clock.to_iso(file.read_at) if file.read_at else None,
        "asked_at": clock.to_iso(file.asked_at),
        "believed_until": clock.to_iso(file.believed_until),
        "unreachable_since": clock.to_iso(file.unreachable_since) if file.unreachable_since else None,
        "problem": file.problem or None,
        "text": file.payload.decode("utf-8", "replace") if file.payload is not None else None,
    }
