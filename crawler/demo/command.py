"""The command that serves the demo papers until it is told to stop."""

import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import serve, site_toml

DAYS = timedelta(days=7)  # how much time the plan covers
AHEAD = timedelta(days=1)  # how much of it is still to come, so that a later crawl finds news


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no ISO 8601 time, such as 2024-10-30T14:05:00+08:00"
        ) from error
    if moment.tzinfo is None:
        raise click.BadParameter(f"{value!r} has no offset, such as +08:00")
    return moment


def draw_newsroom(seed: int, stories: int, end: datetime, now: datetime | None) -> Newsroom:
    """Draw the papers of a week that ends at a moment, as of now; without that, their clock runs."""
    return Newsroom.draw(seed, stories, start=end - DAYS, end=end, clock=Clock(now))


@click.command()
@click.option("--seed", default=1, show_default=True, help="Draws papers, plan and looks.")
@click.option(
    "--stories", default=60, show_default=True, type=click.IntRange(1, 100_000), help="How many stories."
)
@click.option(
    "--end", callback=_moment, help="Last moment of the plan's week, ISO 8601 with offset; else tomorrow."
)
@click.option("--now", callback=_moment, help="Stop the papers' clock at a moment; else it runs.")
@click.option(
    "--port",
    "ports",
    multiple=True,
    type=click.IntRange(0, 65_535),
    help="A fixed port: once a paper, or never.",
)
@click.option(
    "--delay",
    default=0.05,
    show_default=True,
    type=click.FloatRange(0, 3_600),
    help="Seconds, for the site files.",
)
@click.option(
    "--sites", type=click.Path(file_okay=False, path_type=Path), help="Write the papers' site files there."
)
def demo(
    *,
    seed: int,
    stories: int,
    end: datetime | None,
    now: datetime | None,
    ports: tuple[int, ...],
    delay: float,
    sites: Path | None,
) -> None:
    """Serve three fictional papers on this machine until stopped."""
    last = end or (now or datetime.now(UTC)) + AHEAD
    newsroom = draw_newsroom(seed, stories, last, now)
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    try:
        with serve(newsroom, ports) as press:
            if sites:
                sites.mkdir(parents=True, exist_ok=True)
                for paper in press.papers:
                    (sites / f"{paper.outlet.id}.toml").write_text(site_toml(paper, delay), encoding="utf-8")
            click.echo(" ".join(f"{paper.outlet.id}={paper.base_url}" for paper in press.papers))
            stopped.wait()
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
