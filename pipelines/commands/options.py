"""What the commands share: where the archive is, and how its errors end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from pipelines.commands.output import printable
from pipelines.exits import CatalogueError, ExitCode

OPERATORS_LANGUAGES = "KLIPING_LANGUAGES"  # as in pipelines.catalogue, which takes a while to import

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


def check_languages() -> None:
    """End the command where the operator's language packs cannot be used; they are read where the environment names some."""
    if os.environ.get(OPERATORS_LANGUAGES):
        from pipelines.extract.languages import load_packs, pack_folders  # noqa: PLC0415 - few commands read pages

        with ending_on_errors():
            load_packs(pack_folders())


@contextmanager
def ending_on_errors() -> Iterator[None]:
    """End the command with a sentence and its exit code where the archive or the catalogue cannot be used, or on Ctrl-C."""
    # Imported here, as it is most of what commands import: help does not wait for it, and files are read meanwhile.
    from pipelines.archive import ArchiveError, DiskFullError, LockedError  # noqa: PLC0415

    try:
        yield
    except LockedError as error:
        leave(str(error), ExitCode.LOCKED)
    except DiskFullError as error:
        leave(str(error), ExitCode.DISK)
    except ArchiveError as error:
        leave(str(error), ExitCode.MISUSE)
    except CatalogueError as error:
        leave(str(error), ExitCode.BAD_CONFIGURATION)
    except KeyboardInterrupt:
        leave(
            "interrupted; what was done is kept, and the same command goes on from there",
            ExitCode.INTERRUPTED,
        )
