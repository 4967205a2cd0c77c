"""A copy of an archive, taken while it is written: whole, or not there; the next one into the same folder is cheap."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.checks import Check, check_archive
from pipelines.archive.connection import (
    ARCHIVE_FILE,
    CAPTURES_FILE,
    WriterLock,
    naming,
    open_for_reading,
    open_for_writing,
)
from pipelines.archive.errors import ArchiveError
from pipelines.archive.pair import Progress, no_progress
from pipelines.archive.schema import ARCHIVE, CAPTURES, FileSchema

MARK_FILE = "backup.json"  # tells a backup, which may be brought up to date, from an archive, which may not
UNFINISHED = "unfinished"  # the folder in the target where a copy grows
PAGES_A_STEP = 2048
FILES = ((ARCHIVE_FILE, ARCHIVE), (CAPTURES_FILE, CAPTURES))
SETTINGS_FILE, SITES_FOLDER = "kliping.toml", "sites"

# Ids only grow, but a payload that is known may have been given up, or compressed against another one, or packed.
TAKE_PAYLOADS = """
    INSERT INTO main.payloads SELECT theirs.* FROM source.payloads AS theirs
    LEFT JOIN main.payloads AS ours ON ours.id = theirs.id
    WHERE ours.id IS NULL OR (ours.codec, ours.reference_id, ours.position, length(ours.data))
        IS NOT (theirs.codec, theirs.reference_id, theirs.position, length(theirs.data))
    ON CONFLICT (id) DO UPDATE SET codec = excluded.codec, reference_id = excluded.reference_id,
        position = excluded.position, data = excluded.data
"""
TAKE_REST = (
    "INSERT INTO main.captures SELECT * FROM source.captures WHERE id NOT IN (SELECT id FROM main.captures)",
    "DELETE FROM main.reference_payloads",
    "INSERT INTO main.reference_payloads SELECT * FROM source.reference_payloads",
    (
        "UPDATE main.sqlite_sequence SET seq = (SELECT seq FROM source.sqlite_sequence WHERE name = 'captures')"
        " WHERE name = 'captures'"
    ),
)
# What the source gave up since, unless the copied articles still name it: it may have been given up after they were copied.
DROP = (
    (
        "DELETE FROM main.captures WHERE id NOT IN (SELECT id FROM source.captures) AND id NOT IN ("
        " SELECT capture_id FROM articles.versions WHERE capture_id IS NOT NULL"
        " UNION SELECT capture_id FROM articles.version_captures"
        " UNION SELECT capture_id FROM articles.leads WHERE capture_id IS NOT NULL)"
    ),
    (
        "DELETE FROM main.payloads WHERE id NOT IN (SELECT id FROM source.payloads)"
        " AND id NOT IN (SELECT payload_id FROM main.captures)"
        " AND id NOT IN (SELECT reference_id FROM main.payloads WHERE reference_id IS NOT NULL"
        " AND (id IN (SELECT id FROM source.payloads) OR id IN (SELECT payload_id FROM main.captures)))"
    ),
)


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup did: whether an earlier one was brought up to date, and the checks of the copy."""

    updated: bool
    payloads: int  # copied
    checks: tuple[Check, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with the copy; it is in place only then."""
        return all(check.is_right for check in self.checks)


def back_up(data: Path, target: Path, report: Progress = no_progress) -> Backup:
    """Copy an archive and the operator's settings; a copy that is not right does not take an earlier one's place.

    The articles are copied before the captures: what those name was committed before them. Raises ArchiveError
    where the target holds anything but a backup of this archive.
    """
    updated = _check_target(data, target)
    for name, schema in FILES:
        open_for_reading(data / name, schema).close()
    target.mkdir(parents=True, exist_ok=True)
    unfinished = target / UNFINISHED
    with WriterLock(target, "backup"), naming(target):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        _copy(data, unfinished, ARCHIVE_FILE, ARCHIVE, report)
        known = 0
        if updated:
            known, payloads = _take_captures(data, target, report)
        else:
            payloads = _copy(data, unfinished, CAPTURES_FILE, CAPTURES, report)
        checks = tuple(check_archive(unfinished, report, known, target if updated else unfinished))
        if all(check.is_right for check in checks):
            _put_in_place(data, target, updated)
    return Backup(updated, payloads, checks)


def _check_target(data: Path, target: Path) -> bool:
    """Tell whether the target holds a backup already."""
    if target.exists() and not target.is_dir():
        raise ArchiveError(f"{target} is not a folder")
    if data.resolve() == target.resolve():
        raise ArchiveError(f"{target} is the archive itself")
    held = [(target / name).exists() for name, _ in FILES]
    if any(held) and not (target / MARK_FILE).is_file():
        raise ArchiveError(f"{target} holds an archive that is no backup: it is not overwritten")
    return all(held)


def _copy(data: Path, folder: Path, name: str, schema: FileSchema, report: Progress) -> int:
    """Copy one file as it is now, whoever writes it meanwhile; return how many payloads it holds."""

    def tell(_status: int, remaining: int, total: int) -> None:
        report(f"{name}, pages", total - remaining, total)

    with (
        closing(open_for_reading(data / name, schema)) as source,
        closing(sqlite3.connect(folder / name, isolation_level=None)) as copy,
    ):
        source.execute("BEGIN")  # without one view, a copy begins anew with each commit
        source.execute("SELECT 1 FROM sqlite_schema").fetchone()
        source.conn.backup(copy, pages=PAGES_A_STEP, progress=tell, sleep=0)
        counted = (
            "SELECT count(*) FROM sqlite_schema" if schema is ARCHIVE else "SELECT count(*) FROM payloads"
        )
        return int(copy.execute(counted).fetchone()[0])


@contextmanager
def _beside_source(data: Path, target: Path) -> Iterator[Database]:
    """Open the backup's captures for writing, with the archive's beside them."""
    with closing(open_for_writing(target / CAPTURES_FILE, CAPTURES)) as db:
        db.execute("PRAGMA secure_delete = ON")  # what was forgotten there is forgotten here
        _attach(db, data / CAPTURES_FILE, "source")
        yield db


def _attach(db: Database, path: Path, name: str) -> None:
    db.execute(f"ATTACH ? AS {name}", [f"{path.resolve().as_uri()}?mode=ro"])


def _take_captures(data: Path, target: Path, report: Progress) -> tuple[int, int]:
    """Add what the archive captured since; return the last payload known before, and how many were copied."""
    report(f"{CAPTURES_FILE}, new pages", 0, 1)
    with _beside_source(data, target) as db:
        _check_same(db, target)
        (known,) = db.execute("SELECT coalesce(max(id), 0) FROM main.payloads").fetchone()
        db.execute("BEGIN")
        db.execute("PRAGMA defer_foreign_keys = ON")
        copied = db.execute(TAKE_PAYLOADS).rowcount
        for statement in TAKE_REST:
            db.execute(statement)
        db.execute("COMMIT")
    return int(known), int(copied)


def _check_same(db: Database, target: Path) -> None:
    """Raise ArchiveError where the backup is another archive's, or was taken from a later state of this one."""
    other = db.execute(
        "SELECT ours.id FROM main.captures AS ours JOIN source.captures AS theirs ON theirs.id = ours.id"
        " WHERE (ours.url, ours.fetched_at) <> (theirs.url, theirs.fetched_at) LIMIT 1"
    ).fetchone()
    last = [
        db.execute(f"SELECT coalesce(max(seq), 0) FROM {name}.sqlite_sequence").fetchone()[0]  # noqa: S608 - two names of ours
        for name in ("main", "source")
    ]
    if other or last[0] > last[1]:
        raise ArchiveError(f"{target} is a backup of another archive, or of a later state of this one")


def _put_in_place(data: Path, target: Path, updated: bool) -> None:
    """Move the copies to their names, the captures first, so that at any moment no article lacks its capture."""
    unfinished = target / UNFINISHED
    mark = {"of": str(data.resolve()), "taken_at": clock.to_iso(clock.now())}
    (target / MARK_FILE).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")
    if updated:
        open_for_writing(target / ARCHIVE_FILE, ARCHIVE).close()  # leaves no WAL that is another file's
    for name in (ARCHIVE_FILE,) if updated else (CAPTURES_FILE, ARCHIVE_FILE):
        _sync(unfinished / name)
        (unfinished / name).replace(target / name)
    _sync(target)
    if updated:
        _drop_captures(data, target)
    _copy_settings(data, target)
    shutil.rmtree(unfinished, ignore_errors=True)


def _drop_captures(data: Path, target: Path) -> None:
    with _beside_source(data, target) as db:
        _attach(db, target / ARCHIVE_FILE, "articles")
        db.execute("BEGIN")
        for statement in DROP:
            db.execute(statement)
        db.execute("COMMIT")


def _copy_settings(data: Path, target: Path) -> None:
    if (data / SETTINGS_FILE).is_file():
        shutil.copy2(data / SETTINGS_FILE, target / SETTINGS_FILE)
    if (data / SITES_FOLDER).is_dir():
        shutil.copytree(data / SITES_FOLDER, target / SITES_FOLDER, dirs_exist_ok=True)


def _sync(path: Path) -> None:
    """Have the system write a file, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
