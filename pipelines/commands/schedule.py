"""`kliping schedule`: units or lines that run the crawl by themselves."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from pipelines.commands.options import data_option
from pipelines.schedule import Schedule, ScheduleError, crontab_lines, parse_every, systemd_units

T = TypeVar("T")
every_option = click.option(
    "--every", default="10m", show_default=True, metavar="SPAN", help="How often: 10m, 2h, 1d."
)


@click.group()
def schedule() -> None:
    """Print systemd units or crontab lines that crawl what is due, again and again."""


@schedule.command()
@every_option
@click.option("--user", is_flag=True, help="For `systemctl --user`: units of an account, not of the system.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Write kliping.service and kliping.timer there, instead of printing them.",
)
@data_option
def systemd(every: str, user: bool, folder: Path | None, data: Path) -> None:
    """Print a service and a timer. As a rule:

    \b
    sudo kliping schedule systemd --data DIR --to /etc/systemd/system
    sudo systemctl daemon-reload && sudo systemctl enable --now kliping.timer

    or, with --user, in ~/.config/systemd/user, and `loginctl enable-linger` so that they run while nobody is logged in.
    The system's units run as root unless you add a line such as User=kliping to the service.
    """  # noqa: D301 - click's own mark for lines that stay as they are
    units = _made(lambda: systemd_units(_plan(every, data), user=user))
    for name, text in units.items():
        if folder is not None:
            (folder / name).write_text(text, encoding="utf-8")
            click.echo(folder / name)
        else:
            click.echo(f"# {name}\n{text}")


@schedule.command()
@every_option
@data_option
def cron(every: str, data: Path) -> None:
    """Print lines for `crontab -e`."""
    click.echo(_made(lambda: crontab_lines(_plan(every, data))), nl=False)


def _plan(every: str, data: Path) -> Schedule:
    return Schedule(_program(), data.resolve(), parse_every(every))


def _program() -> tuple[str, ...]:
    """Return how this kliping is called with absolute paths: the script beside its Python, else the module."""
    script = Path(sys.executable).parent / "kliping"
    return (str(script),) if script.is_file() else (sys.executable, "-m", "crawler")


def _made(make: Callable[[], T]) -> T:
    try:
        return make()
    except ScheduleError as error:
        raise click.UsageError(str(error)) from error
