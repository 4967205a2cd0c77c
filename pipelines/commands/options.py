"""What the commands share: where the archive is, and how its errors end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from pipelines.archive import ArchiveError, LockedError
from pipelines.catalogue import CatalogueError
from pipelines.commands.output import printable
from pipelines.exits import ExitCode

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KLIPING_DATA",
    default=Path("data"),
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="The data folder: archive.db, captures.db, sites/.",
)


def leave(message: str, code: ExitCode) -> NoReturn:
    """Say on stderr why the command ends, and end it."""
    click.echo(f"kliping: {printable(message)}", err=True)
    sys.exit(code)


@contextmanager
def ending_on_errors() -> Iterator[None]:
    """End the command with a sentence and its exit code where the archive or the catalogue cannot be used, or on Ctrl-C."""
    try:
        yield
    except LockedError as error:
        leave(str(error), ExitCode.LOCKED)
    except ArchiveError as error:
        leave(str(error), ExitCode.MISUSE)
    except CatalogueError as error:
        leave(str(error), ExitCode.BAD_CONFIGURATION)
    except KeyboardInterrupt:
        leave(
            "interrupted; what was done is kept, and the same command goes on from there",
            ExitCode.INTERRUPTED,
        )
