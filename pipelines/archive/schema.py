"""The schema of both files, brought up to date step by step."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.archive.migrations import OF_ARCHIVE, OF_CAPTURES, Migration
from pipelines.archive.values import hash_of


@dataclass(slots=True)
class FileSchema:
    """One file's schema: its mark in the header, and its migrations in order."""

    name: str
    application_id: int
    steps: tuple[Migration, ...]
    page_size: int = 4096  # bytes, of a file that is new
    migrations: Migrations = field(init=False)
    _new: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        self.migrations = Migrations(self.name)
        for version, (name, statements) in enumerate(self.steps, start=1):
            self.migrations(name=name)(self._step(statements, version))

    @property
    def version(self) -> int:
        """The number that a file has when every step was taken."""
        return len(self.steps)

    def _step(self, statements: tuple[str, ...], version: int) -> Callable[[Database], None]:
        """Make a migration that commits together with the version number that it leads to."""

        def step(db: Database) -> None:
            db.conn.create_function(
                "unhex", 1, bytes.fromhex, deterministic=True
            )  # SQLite's own from 3.41 on
            db.conn.create_function("hash_of", 1, hash_of, deterministic=True)
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {version}")

        return step

    def bring_up(self, db: Database) -> None:
        """Apply what the file lacks; a new one gets all of it in one transaction."""
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version < self.version:
            if not version and not db.execute("SELECT 1 FROM sqlite_schema").fetchone():
                self._fill(db.conn)
                return
            # First of all: a file left by a kill in between must be known as ours.
            db.execute(f"PRAGMA application_id = {self.application_id}")
            self.migrations.apply(db)

    def _fill(self, new: sqlite3.Connection) -> None:
        """Copy an empty file of the last version: step by step, each is a transaction that waits for the disk."""
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.deserialize(self._empty())
            memory.backup(new)

    def _empty(self) -> bytes:
        """Return a file with every step taken and no row, made once in a process."""
        if not self._new:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
                memory.execute(f"PRAGMA page_size = {self.page_size}")
                memory.execute(f"PRAGMA application_id = {self.application_id}")
                self.migrations.apply(Database(memory, execute_plugins=False))
                self._new = memory.serialize()
        return self._new


ARCHIVE = FileSchema("archive", 0x6B6C6970, OF_ARCHIVE)  # "klip"
# Small pages: each table and index of a small file takes one, and each payload leaves half of one empty.
CAPTURES = FileSchema("captures", 0x6B6C6963, OF_CAPTURES, page_size=1024)  # "klic"
