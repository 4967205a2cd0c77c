"""Rows of articles as Parquet: typed columns with their meaning, times in UTC; and such a file read again."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from pipelines.archive import ArchiveError
from pipelines.archive.tables import Column, Row

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise ArchiveError("Parquet needs pyarrow: pip install 'kliping[parquet]'") from error

TYPES = {
    "text": pa.string(),
    "number": pa.int32(),
    "flag": pa.bool_(),
    "time": pa.timestamp("s", tz="UTC"),
    "day": pa.date32(),
    "names": pa.list_(pa.string()),
}
# What differs from row to row: a dictionary of it would be given up after the work.
UNLIKE = {"uid", "url", "title", "text", "capture_digest", "text_digest"}
ROWS_READ = 2_000


class ParquetTable:
    """Writes a row group a batch, compressed with zstd."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._schema = pa.schema(
            [pa.field(c.name, TYPES[c.kind], metadata={"meaning": c.meaning}) for c in columns]
        )
        self._writer = pq.ParquetWriter(
            file,
            self._schema,
            compression="zstd",
            use_dictionary=[column.name for column in columns if column.name not in UNLIKE],
            write_statistics=[column.name for column in columns if column.name != "text"],
        )
        self._kinds = [column.kind for column in columns]

    def write(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        arrays = [
            _array(kind, values) for kind, values in zip(self._kinds, zip(*rows, strict=True), strict=True)
        ]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        """Write what a Parquet file ends with: the table of its contents."""
        self._writer.close()


def _array(kind: str, values: Sequence[Any]) -> Any:
    """Return a column's values as stored as Arrow has them."""
    if kind in {"time", "day"}:
        return pa.array(values, pa.string()).cast(TYPES[kind])
    if kind == "flag":
        return pa.array(values, pa.int8()).cast(TYPES[kind])
    if kind == "names":
        return pa.array([None if value is None else _names(value) for value in values], TYPES[kind])
    return pa.array(values, TYPES[kind])


@lru_cache(maxsize=10_000)
def _names(stored: str) -> list[str]:
    return json.loads(stored)  # type: ignore[no-any-return]


class ParquetFile:
    """A Parquet file to be read and written again with other values in some columns."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise ArchiveError(f"{path}: no Parquet file: {error}") from error
        self.schema = self._file.schema_arrow

    def objects(self) -> Iterator[list[dict[str, Any]]]:
        """Yield its rows in lists."""
        for batch in self._file.iter_batches(ROWS_READ):
            yield batch.to_pylist()

    def rewriter(self, file: IO[bytes], names: Sequence[str]) -> "Rewriter":
        """Return what writes a file of the same columns, with text columns of these names."""
        schema = self.schema
        for name in names:
            if name not in schema.names:
                schema = schema.append(pa.field(name, pa.string()))
        return Rewriter(pq.ParquetWriter(file, schema, compression="zstd"), schema)


class Rewriter:
    """Writes objects into a Parquet file."""

    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write some rows."""
        self._writer.write_batch(pa.RecordBatch.from_pylist(list(rows), schema=self._schema))

    def close(self) -> None:
        """Write what a Parquet file ends with."""
        self._writer.close()
