"""A table's export as a whole: its rows into a file, and the manifest that says what the file is."""

import gc
import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from pipelines import __version__, clock
from pipelines.archive import Archive
from pipelines.archive.tables import Table
from pipelines.exports.replacing import replacing
from pipelines.exports.tables import Format, batches, writer_of

# What tells the same rows in any format.
IDENTITY = ("uid", "version", "text_digest")
NOT_ASKED = {"limit", "order", "unique"}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows, and the digest of what they are, which is the same in any format."""

    rows: int
    rows_digest: str


def write_table(archive: Archive, table: Table, kind: Format, file: IO[bytes]) -> Written:
    """Write a table into a file; raises SearchError for what cannot be asked, ArchiveError where the format cannot be written."""
    digest, rows = hashlib.sha256(), 0
    names = [column.name for column in table.columns]
    told = itemgetter(*(names.index(name) for name in IDENTITY))
    # The next rows are read while the last ones are written: SQLite and Arrow both leave Python's lock alone.
    with (
        _uncollected(),
        closing(writer_of(kind, file, table.columns)) as writer,
        ThreadPoolExecutor(1) as beside,
    ):
        written: Future[None] | None = None
        for batch in batches(archive.table(table), names.index("text") if table.texts else None):
            digest.update("".join("{}\t{}\t{}\n".format(*told(row)) for row in batch).encode())
            rows += len(batch)
            if written is not None:
                written.result()
            written = beside.submit(writer.write, batch)
        if written is not None:
            written.result()
    return Written(rows, digest.hexdigest())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python look for no cycles meanwhile: rows are millions of tuples that have none, and it would look through them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def export_table(archive: Archive, table: Table, kind: Format, path: Path) -> Written:
    """Write a table and, beside it, FILE.manifest.json: each file whole or not at all; raises OSError too."""
    with replacing(path) as file:
        written = write_table(archive, table, kind, file)
        file.flush()
        with Path(file.name).open("rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        with replacing(manifest_of(path)) as beside:
            told = {"file": path.name, "format": kind, "sha256": digest, **describe(archive, table, written)}
            beside.write(json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n")
    return written


def manifest_of(path: Path) -> Path:
    """Return where the manifest of a file is."""
    return path.with_name(f"{path.name}.manifest.json")


def describe(archive: Archive, table: Table, written: Written) -> dict[str, Any]:
    """Return what a manifest says of rows: how many, what was asked, of which archive, by which kliping."""
    asked = {name: value for name, value in asdict(table.query).items() if name not in NOT_ASKED and value}
    if table.query.unique:
        asked["unique"] = True
    return {
        "rows": written.rows,
        "rows_sha256": written.rows_digest,
        "query": json.loads(json.dumps(asked, default=str)),
        "as_of": clock.to_iso(table.as_of) if table.as_of else None,
        "versions": "all" if table.versions else "standing" if table.as_of else "current",
        "texts": table.texts,
        "columns": {column.name: column.kind for column in table.columns},
        "not_known_as_of": list(table.left_out),
        "archive": archive.state(),
        "kliping": __version__,
        "exported_at": clock.to_iso(clock.now()),
    }
