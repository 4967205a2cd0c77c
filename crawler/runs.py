"""Running a crawl from a command line: which sites, what is logged, what is said at the end."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.logging import RichHandler

from crawler.log_lines import JsonLines
from pipelines import clock
from pipelines.archive import ArchiveError, open_archive, require_unlocked
from pipelines.catalogue import CatalogueError, Site, load_catalogue, shipped_sites
from pipelines.commands.options import ending_on_errors
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.notifying import ping
from pipelines.operator_file import Operator, read_operator

log = logging.getLogger("kliping")

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logging(verbose: bool, lines: JsonLines | None = None) -> None:
    """Log to stderr: JSON where `lines` are given, else warnings in colour on a terminal, timed lines elsewhere."""
    if lines is not None:
        handler: logging.Handler = logging.StreamHandler()
        handler.setFormatter(lines)
        level = logging.INFO
    elif sys.stderr.isatty():
        handler = RichHandler(console=Console(stderr=True), show_path=False)
        level = logging.INFO if verbose else logging.WARNING
    else:
        handler, level = logging.StreamHandler(), logging.INFO
        handler.setFormatter(logging.Formatter(LOG_FORMAT))
    handler.addFilter(lambda record: record.levelno > logging.INFO or not record.name.startswith("scrapy"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("kliping").setLevel(logging.DEBUG if verbose else level)


def choose_sites(data: Path, names: tuple[str, ...], region: str | None) -> list[Site]:
    """Return the sites that the command line means; all of the catalogue when it names none.

    Exits with BAD_CONFIGURATION for a site file that cannot be used, with MISUSE for a site that does not exist.
    """
    with ending_on_errors():
        return find_sites(data, names, region)


def find_sites(data: Path, names: tuple[str, ...], region: str | None) -> list[Site]:
    """Return the sites of these names and this region; raises CatalogueError and UsageError."""
    catalogue = load_catalogue([shipped_sites(), data / "sites"])
    unknown = [name for name in names if name not in catalogue]
    if unknown:
        raise click.UsageError(f"no site file for: {', '.join(unknown)} (see kliping sites list)")
    chosen = [catalogue[name] for name in names] if names else list(catalogue.values())
    if region:
        chosen = [site for site in chosen if site.region and in_region(site.region, region)]
        if not chosen:
            raise click.UsageError(f"no site of region {region!r}")
    return chosen


def in_region(code: str, wanted: str) -> bool:
    """A region holds its parts: ID holds ID-KS."""
    return f"{code.upper()}-".startswith(f"{wanted.upper()}-")


def due_sites(data: Path, chosen: list[Site]) -> tuple[list[Site], datetime | None]:
    """Return which of the sites have something due, and when the next one will, where none has."""
    now = clock.now()
    try:
        with open_archive(data) as archive:
            found = [archive.due(site, now) for site in chosen]
    except ArchiveError as error:  # none yet, or an older one: whoever writes it says what is wrong with it
        log.info("%s: all sites are due", error)
        return chosen, None
    due = [site for site, each in zip(chosen, found, strict=True) if each.is_now]
    return due, min((each.next_at for each in found if each.next_at), default=None)


def crawl_due(
    data: Path, chosen: list[Site], max_minutes: float | None = None, *, fresh_robots: bool = False
) -> ExitCode:
    """Crawl what is due now; where nothing is, nothing that crawls is imported."""
    due, ahead = due_sites(data, chosen)
    if not due:
        click.echo(f"nothing is due until {clock.to_iso(ahead)}" if ahead else "nothing is due")
        return ExitCode.OK
    return crawl_sites(data, due, max_minutes, due_only=True, fresh_robots=fresh_robots)


@contextmanager
def pinging(data: Path) -> Iterator[None]:
    """Ping, where DIR/kliping.toml asks for that, with the exit code that a job ends with; not for one that found the archive locked."""
    try:
        operator = read_operator(data)
    except CatalogueError:  # the job itself says so
        operator = Operator()
    code = ExitCode.MISUSE
    try:
        yield
        code = ExitCode.OK
    except SystemExit as end:
        code = ExitCode(int(end.code or 0))
        raise
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
        raise
    finally:
        if code is not ExitCode.LOCKED:
            ping(operator, code)


def crawl_sites(
    data: Path,
    chosen: list[Site],
    max_minutes: float | None = None,
    *,
    due_only: bool = False,
    since: date | None = None,
    until: date | None = None,
    fresh_robots: bool = False,
) -> ExitCode:
    """Run one crawl and print how it went; ends the process where the archive cannot be written."""
    with ending_on_errors():
        operator = read_operator(data)
        require_unlocked(data)
    from crawler.discovery import Days  # noqa: PLC0415 - likewise
    from crawler.jobs import run_crawl  # noqa: PLC0415 - Scrapy takes most of a second to import

    with ending_on_errors():
        log.info("asking as: %s", operator.user_agent)
        days = Days(since, until) if since else None
        report = run_crawl(
            data, chosen, operator, max_minutes, due_only=due_only, days=days, fresh_robots=fresh_robots
        )
    for line in report.lines:
        click.echo(printable(line))
    return report.exit_code
