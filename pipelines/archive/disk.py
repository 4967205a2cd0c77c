"""Room on the disk: whoever writes an archive stops before it is gone, and says so when it is."""

import shutil
import sqlite3
from pathlib import Path

from pipelines.archive.errors import DiskFullError

FLOOR = 1 << 30  # bytes to be left free where the operator names no other floor
SHARE = 20  # of a small disk: a twentieth of it, where that is less
# How SQLite tells that a write found no room: plainly, or as a write, a sync or an index of the WAL that failed.
FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}


def floor_of(folder: Path, floor: int | None = None) -> int:
    """Return the bytes to be left free on the folder's disk: those that are named, else the default."""
    return min(FLOOR, shutil.disk_usage(folder).total // SHARE) if floor is None else floor


def require_room(folder: Path, floor: int | None = None) -> None:
    """Raise DiskFullError where less than the floor is free for this user on the folder's disk."""
    free, floor = shutil.disk_usage(folder).free, floor_of(folder, floor)
    if free < floor:
        raise DiskFullError(
            f"{folder}: {free} bytes are free on its disk, {floor} is the floor (disk_floor in kliping.toml);"
            " what was done is kept, and the same command goes on when there is room"
        )


def found_no_room(error: BaseException) -> bool:
    """Tell whether a write failed because the disk, or a quota, is full; a failed rollback hides the first error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", None) in FULL:
            return True
        cause = cause.__context__
    return False


def no_room(path: Path, error: BaseException) -> DiskFullError:
    """Return the error of a file that could not be written; what was committed before is whole."""
    try:
        free = f"{shutil.disk_usage(path if path.is_dir() else path.parent).free} bytes are free on its disk"
    except OSError as unknown:
        free = f"how much is free is not known ({unknown})"
    return DiskFullError(
        f"{path} cannot be written: {error}; {free}."
        " What was committed before is whole, and the same command goes on when there is room"
    )
