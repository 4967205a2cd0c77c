"""The two files of an archive: how they are opened, by whom, and when they are refused."""

import fcntl
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.disk import found_no_room, no_room
from pipelines.archive.errors import ArchiveError, LockedError, SearchError, StorageError
from pipelines.archive.schema import ARCHIVE, CAPTURES, FileSchema

ARCHIVE_FILE = "archive.db"
CAPTURES_FILE = "captures.db"
LOCK_FILE = "archive.lock"
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
CACHE = (
    32 * 1024
)  # KiB of a file's pages in a writer's memory: what is written again and again is read and written once
STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine: about a millisecond
BUSY_TIMEOUT = 10.0  # seconds: a reader may wait while a writer recovers the WAL after a kill


def last_written(data: Path) -> float:
    """Return when an archive was last written, as the system's clock had it (time.time); 0 where there is none."""
    times = [0.0]
    for name in (ARCHIVE_FILE, f"{ARCHIVE_FILE}-wal", LOCK_FILE):
        with suppress(FileNotFoundError):
            times.append((data / name).stat().st_mtime)
    return max(times)


def require_unlocked(data: Path) -> None:
    """Raise LockedError where another process writes the archive now; its own lock a writer still has to take."""
    with suppress(FileNotFoundError), (data / LOCK_FILE).open(encoding="utf-8") as file:
        _lock(file, data, fcntl.LOCK_SH)


def _lock(file: TextIO, data: Path, kind: int) -> None:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read(200).strip() or "another process"
        file.close()
        raise LockedError(f"{data} is being written by {holder}") from error


class WriterLock:
    """The right to write an archive: the system takes it back when the process ends, however it ends."""

    def __init__(self, data: Path, command: str) -> None:
        self._path = data / LOCK_FILE
        # The file stays when the lock goes: removing it would let two processes lock two files of one name.
        self._file = self._path.open("a+", encoding="utf-8")
        _lock(self._file, data, fcntl.LOCK_EX)
        self._file.truncate(0)
        self._file.write(f"pid {os.getpid()} ({command}, since {clock.to_iso(clock.now())})\n")
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @property
    def is_released(self) -> bool:
        """Whether the archive was given up."""
        return self._file.closed

    def release(self) -> None:
        """Give the archive up; may be called twice."""
        self._file.close()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that name the file."""
    try:
        yield
    except sqlite3.Error as error:
        if str(error) == "interrupted":
            raise SearchError("the archive was asked for more than it answers in its time") from error
        if found_no_room(error):
            raise no_room(path, error) from error
        raise StorageError(f"{path}: {error}") from error


def end_after(db: Database, seconds: float) -> None:
    """Let whatever is asked of a connection end with an error when its time is over."""
    end = time.monotonic() + seconds
    db.conn.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_LOOKS)


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Take back what was written since, inside a transaction, where an error ends it.

    Of one name always: sqlite-utils makes up another each time, whose statements SQLite must parse anew.
    """
    db.conn.execute("SAVEPOINT step")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # some errors, such as a full disk, end the whole transaction
            db.conn.execute("ROLLBACK TO step")
            db.conn.execute("RELEASE step")
        raise
    db.conn.execute("RELEASE step")


def open_for_writing(path: Path, schema: FileSchema) -> Database:
    """Open or create one of the files, brought to this version's schema. The caller holds the lock."""
    _check_sqlite()
    with naming(path):
        # Transactions are begun and ended by the store alone.
        # With uri, a file that is attached to it can be opened read-only.
        # Of captures, a thread of their writer's commits what it compressed: never while another one asks.
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT, isolation_level=None, uri=True, check_same_thread=False
        )
        try:
            database = Database(connection, execute_plugins=False)
            _check_file(path, connection, schema)
            # A batch is fsynced in both files, captures first. A kill loses no committed row even with NORMAL;
            # but after a power cut NORMAL could keep an article whose capture was still in memory.
            for pragma in (
                f"page_size={schema.page_size}",
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                f"cache_size=-{CACHE}",
            ):
                connection.execute(f"PRAGMA {pragma}")
            schema.bring_up(database)
        except BaseException:
            connection.close()
            raise
    return database


def open_for_reading(path: Path, schema: FileSchema) -> Database:
    """Open one of the files read-only, beside a writer or without one."""
    _check_sqlite()
    if not path.is_file():
        raise ArchiveError(f"no archive at {path}")
    with naming(path):
        address = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
        try:
            found = _check_file(path, connection, schema)
            if found < schema.version:
                raise ArchiveError(
                    f"{path} was written by an older kliping (schema {found}, this one reads {schema.version}): "
                    "any command that writes, such as `kliping crawl`, brings it up to date"
                )
            connection.execute("PRAGMA query_only=ON")
            return Database(connection, execute_plugins=False)
        except BaseException:
            connection.close()
            raise


def open_pair(data: Path) -> tuple[Database, Database]:
    """Open both files for writing: (archive, captures)."""
    captures = open_for_writing(data / CAPTURES_FILE, CAPTURES)
    try:
        archive = open_for_writing(data / ARCHIVE_FILE, ARCHIVE)
    except BaseException:
        captures.close()
        raise
    try:
        _check_pair(data, archive, captures)
    except BaseException:
        archive.close()
        captures.close()
        raise
    return archive, captures


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise ArchiveError(
            f"SQLite {needed} or newer is needed, {sys.executable} has {sqlite3.sqlite_version}"
        )


def _check_file(path: Path, connection: sqlite3.Connection, schema: FileSchema) -> int:
    """Return the file's schema version; raises ArchiveError where the file is foreign or newer."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if application != schema.application_id and not (empty and application == 0 and version == 0):
        raise ArchiveError(f"{path} is a database of another program")
    if version > schema.version:
        raise ArchiveError(
            f"{path} was written by a newer kliping (schema {version}, this one knows {schema.version})"
        )
    return version


def _check_pair(data: Path, archive: Database, captures: Database) -> None:
    """Refuse an archive whose captures were lost or swapped: new ones would take the numbers of the old."""
    named = archive.execute("SELECT max(capture_id) FROM versions").fetchone()[0] or 0
    last = captures.execute("SELECT seq FROM sqlite_sequence WHERE name = 'captures'").fetchone()
    if named > (last[0] if last else 0):
        raise ArchiveError(
            f"{data / CAPTURES_FILE} is not the file that {data / ARCHIVE_FILE} was written with: "
            f"it lacks capture {named}"
        )
