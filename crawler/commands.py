"""The commands that crawl, and those that show what could be crawled. Scrapy is imported only where something is crawled."""

import sys
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
from pipelines.commands.options import data_option, ending_on_errors

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
@click.option("--verbose", "-v", is_flag=True, help="Log every step.")
@click.option(
    "--log-format",
    type=click.Choice(["lines", "json"]),
    default="lines",
    show_default=True,
    help="json: one object a line, with time, level, logger, message, and site and url where it is about one.",
)
@data_option
def crawl(
    *,
    sites: tuple[str, ...],
    region: str | None,
    max_minutes: float | None,
    mode: str | None,
    verbose: bool,
    log_format: str,
    data: Path,
    **days: datetime | None,
) -> None:
    """Find and archive what is new on the SITEs (all of the catalogue when none is named), then look again at articles
    that are held, for corrections and deletions: the younger, the sooner.

    With --since, what was published from that day on is fetched, the newest first: by WordPress's interface, a hundred
    articles a request, else by sitemaps, indexes by date and feeds. The same command goes on where one was stopped.

    Sites see whom to ask when DIR/kliping.toml has a line such as contact = "redaksi@example.org".
    """
    first, last = (day.date() if day else None for day in (days["since"], days["until"]))
    if (last and (not first or last < first)) or (first and mode):
        raise click.UsageError(
            "--until needs a --since before it, and a backfill is neither --due nor --loop"
        )
    lines = JsonLines() if log_format == "json" else None
    configure_logging(verbose, lines)
    if mode == "loop":
        from crawler.loop import run_loop  # noqa: PLC0415 - Scrapy takes most of a second to import

        if lines is not None:
            lines.learn(choose_sites(data, sites, region))
        with ending_on_errors():
            sys.exit(run_loop(data, lambda: find_sites(data, sites, region), max_minutes))
    with pinging(data):
        chosen = choose_sites(data, sites, region)
        if lines is not None:
            lines.learn(chosen)
        if first:
            sys.exit(crawl_sites(data, chosen, max_minutes, since=first, until=last))
        sys.exit(crawl_due(data, chosen, max_minutes) if mode else crawl_sites(data, chosen, max_minutes))


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
