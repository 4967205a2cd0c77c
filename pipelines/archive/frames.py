"""Rows for a notebook: a list of plain rows that becomes a DataFrame where pandas is installed."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any, TypeVar

from pipelines.archive.errors import SearchError
from pipelines.archive.rows import Search

T = TypeVar("T")
MANY = ("sites", "regions")


class Rows(list[T]):
    """A list of rows: dataclasses or dicts."""

    def frame(self) -> Any:
        """Return the rows as a pandas DataFrame; raises ImportError, with what to do, where pandas is missing."""
        try:
            import pandas as pd  # type: ignore[import-untyped,import-not-found,unused-ignore] # noqa: PLC0415 - few need it
        except ImportError as error:
            raise ImportError("DataFrames need pandas: pip install pandas") from error
        return pd.DataFrame([asdict(row) if is_dataclass(row) else row for row in self])  # type: ignore[arg-type]


def search_of(words: str, filters: Mapping[str, Any]) -> Search:
    """Return a search by its fields; a day may be text, and one site or region stands for a tuple of it.

    Raises SearchError for a field that there is not, or a day that is none.
    """
    fields = dict(filters)
    if unknown := set(fields) - set(Search.__slots__):
        raise SearchError(f"no filter {min(unknown)!r}: there are {', '.join(Search.__slots__)}")
    for name in MANY:
        if isinstance(fields.get(name), str):
            fields[name] = (fields[name],)
    for name in ("since", "until"):
        if isinstance(fields.get(name), str):
            try:
                fields[name] = date.fromisoformat(fields[name])
            except ValueError as error:
                raise SearchError(f"{name}: {fields[name]!r} is no day such as 2026-03-01") from error
    return Search(words, **fields)
