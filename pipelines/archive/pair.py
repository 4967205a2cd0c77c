"""Both files of an archive on one connection, so that one statement can compare them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipelines.archive.connection import ARCHIVE_FILE, CAPTURES_FILE, naming, open_for_reading
from pipelines.archive.errors import ArchiveError
from pipelines.archive.schema import ARCHIVE, CAPTURES

PAGES = "pages"  # the name under which captures.db is attached

Progress = Callable[[str, int, int], None]  # what is under way, how much of it is done, of how much


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Say nothing."""


def require_archive(data: Path) -> None:
    """Raise ArchiveError where there is none: to make one would hide a wrong path."""
    if not (data / ARCHIVE_FILE).is_file():
        raise ArchiveError(f"no archive at {data / ARCHIVE_FILE}")


@contextmanager
def reading_pair(data: Path, captures_in: Path | None = None) -> Iterator[Database]:
    """Open an archive read-only with its captures, beside a writer or without one; raises ArchiveError where one lacks."""
    captures = (captures_in or data) / CAPTURES_FILE
    open_for_reading(captures, CAPTURES).close()
    db = open_for_reading(data / ARCHIVE_FILE, ARCHIVE)
    try:
        with naming(captures):
            db.execute(f"ATTACH ? AS {PAGES}", [f"{captures.resolve().as_uri()}?mode=ro"])
        yield db
    finally:
        db.close()


@contextmanager
def one_view(db: Database) -> Iterator[None]:
    """Keep both files as they are now while the block runs: the archive's state first, so that no capture it names is younger."""
    db.execute("BEGIN")
    try:
        db.execute("SELECT 1 FROM main.sqlite_schema LIMIT 1").fetchone()
        db.execute(f"SELECT 1 FROM {PAGES}.sqlite_schema LIMIT 1").fetchone()  # noqa: S608 - our own name
        yield
    finally:
        db.execute("ROLLBACK")
