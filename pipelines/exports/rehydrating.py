"""Texts put back into an export that was shared without them, from one's own archive, each proved by its digest."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from pipelines.archive import Archive, ArchiveError
from pipelines.exports.cells import csv_line, csv_lines
from pipelines.exports.tables import Format, json_lines

FILLED = ("title", "text")
NEEDED = ("uid", "text_digest")
ROWS = 1_000  # at once
Objects = Sequence[dict[str, Any]]


@dataclass(slots=True)
class Rehydrated:
    """How it went: rows whose text was found, and those whose article or text is not held, named by uid."""

    filled: int = 0
    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)


def format_of(path: Path) -> Format:
    """Return a file's format by its name; raises ArchiveError for another."""
    formats: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}
    if path.suffix.lower() not in formats:
        raise ArchiveError(f"{path}: an export's name ends in {', '.join(formats)}")
    return formats[path.suffix.lower()]


def rehydrate(archive: Archive, source: Path, target: IO[bytes]) -> Rehydrated:
    """Write an export again with titles and texts; a row whose text is not held keeps none.

    Raises ArchiveError where the file is no export, OSError where it cannot be read.
    """
    found = Rehydrated()
    kind = format_of(source)
    if kind == "parquet":
        _rehydrate_parquet(archive, source, target, found)
        return found
    with source.open("r", encoding="utf-8", newline="") as file:
        try:
            objects = _csv_objects(file) if kind == "csv" else _json_objects(source, file)
            write = _csv_writer(target) if kind == "csv" else _json_writer(target)
            for batch in objects:
                write([_fill(archive, source, row, found) for row in batch])
        except (UnicodeDecodeError, csv.Error) as error:
            raise ArchiveError(f"{source}: {error}") from error
    return found


def _fill(archive: Archive, source: Path, row: dict[str, Any], found: Rehydrated) -> dict[str, Any]:
    uid, digest = (row.get(name) for name in NEEDED)
    if not isinstance(uid, str) or not isinstance(digest, str):
        raise ArchiveError(f"{source}: a row without {' or '.join(NEEDED)}, by which its text is found")
    filled = {**row, **dict.fromkeys(FILLED)}
    try:
        text = archive.text_of(uid, digest)
    except ArchiveError:
        found.missing.append(uid)
        return filled
    if text is None:
        found.different.append(uid)
        return filled
    found.filled += 1
    return {**filled, **dict(zip(FILLED, text, strict=True))}


def _csv_objects(file: IO[str]) -> Iterator[Objects]:
    batch = []
    for row in csv.DictReader(file):
        batch.append(dict(row))
        if len(batch) == ROWS:
            yield batch
            batch = []
    yield batch


def _csv_writer(target: IO[bytes]) -> Callable[[Objects], object]:
    names: list[str] = []

    def write(rows: Objects) -> None:
        if rows and not names:
            names.extend(rows[0])
            target.write(csv_line(names).encode())
        target.write(csv_lines([row.get(name) for name in names] for row in rows).encode("utf-8", "replace"))

    return write


def _json_objects(source: Path, file: IO[str]) -> Iterator[Objects]:
    for number, line in enumerate(file, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ArchiveError(f"{source}, line {number}: {error}") from error
        if not isinstance(row, dict):
            raise ArchiveError(f"{source}, line {number}: no object")
        yield [row]


def _json_writer(target: IO[bytes]) -> Callable[[Objects], object]:
    def write(rows: Objects) -> None:
        target.write(json_lines(rows))

    return write


def _rehydrate_parquet(archive: Archive, source: Path, target: IO[bytes], found: Rehydrated) -> None:
    from pipelines.exports.parquet import ParquetFile  # noqa: PLC0415 - pyarrow is an extra

    file = ParquetFile(source)
    writer = file.rewriter(target, FILLED)
    for batch in file.objects():
        writer.write([_fill(archive, source, row, found) for row in batch])
    writer.close()
