"""Rows of articles as CSV, JSON lines or Parquet: written batch by batch, the same rows as the same bytes."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Literal, Protocol

from pipelines.archive.tables import Column, Row
from pipelines.exports.cells import csv_line, csv_lines

Format = Literal["csv", "jsonl", "parquet"]
BATCH = 5_000  # rows at most
BATCH_CHARACTERS = 16_000_000  # of texts at most, but for a single one
# What some readers take for the end of a line, and controls that JSON need not escape.
LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Writer(Protocol):
    """Writes rows into a file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Write what a file of this format ends with."""


def writer_of(kind: Format, file: IO[bytes], columns: Sequence[Column]) -> Writer:
    """Return what writes a format; raises ArchiveError where that needs what is not installed."""
    if kind == "parquet":
        from pipelines.exports.parquet import ParquetTable  # noqa: PLC0415 - pyarrow is an extra

        return ParquetTable(file, columns)
    return CsvTable(file, columns) if kind == "csv" else JsonLines(file, columns)


def batches(rows: Iterable[Row], text: int | None) -> Iterator[list[Row]]:
    """Yield rows in batches of bounded size, which depend on the rows alone; `text`: the place of the longest value."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row[text]) if text is not None else 0
        if len(batch) == BATCH or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class CsvTable:
    """CSV with a header, in UTF-8."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._file = file
        self._names = [place for place, column in enumerate(columns) if column.kind == "names"]
        file.write(csv_line(column.name for column in columns).encode())

    def write(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        self._file.write(csv_lines(map(self._listed, rows)).encode("utf-8", "replace"))

    def _listed(self, row: Row) -> Row:
        if not self._names:
            return row
        values = list(row)
        for place in self._names:
            values[place] = json.loads(values[place]) if values[place] else None
        return tuple(values)

    def close(self) -> None:
        """Write nothing more."""


class JsonLines:
    """One JSON object a line, in UTF-8."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._file = file
        self._columns = [(column.name, column.kind) for column in columns]

    def write(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        self._file.write(json_lines(map(self._object, rows)))

    def _object(self, row: Row) -> dict[str, Any]:
        return {
            name: _READ[kind](value) if value is not None and kind in _READ else value
            for (name, kind), value in zip(self._columns, row, strict=True)
        }

    def close(self) -> None:
        """Write nothing more."""


_READ: dict[str, Any] = {"flag": bool, "names": json.loads}


def json_lines(objects: Iterable[dict[str, Any]]) -> bytes:
    """Return objects as lines in UTF-8, each of which is one line to any reader."""
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
    return LINE_ENDS.sub(_escape, "".join(lines)).encode()


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
