"""Values on their way into the archive: cleaned where that loses nothing, refused by name where it would."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.items import PlaceNamed, Timestamp
from pipelines.urls import request_key

MAX_TEXT = 16 * 1024 * 1024  # characters of one value
SHORT = 1_000  # characters
MAX_INTEGER = 2**63 - 1
IMPORTED = "import:"  # the address of what was imported without one: this, and a digest of its bytes

Value = str | int | bytes | None
Row = Mapping[str, Value]
T = TypeVar("T", bound=Value)
to_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps() makes such a one each time


def clean_text(text: str) -> str:
    """Drop NULs, at which SQLite's own functions end a text, and replace half surrogate pairs, which UTF-8 cannot hold."""
    text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def checked(name: str, value: T) -> T:
    """Return the value as it can be stored; raises ArchiveError naming it where it cannot."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise ArchiveError(f"{name} has {len(value)} characters, {MAX_TEXT} is the limit")
        return clean_text(value)  # type: ignore[return-value] # a str is what T is here
    if isinstance(value, int) and not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise ArchiveError(f"{name} is {str(value)[:40]}, {MAX_INTEGER} is the limit")
    return value


@lru_cache(maxsize=64)
def _insert_statement(table: str, columns: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names from this package


@lru_cache(maxsize=64)
def _update_statement(table: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?"  # noqa: S608 - names from this package


def checked_row(table: str, row: Row) -> list[Value]:
    """Return a row's values as they can be stored; most are short and plain, and need no cleaning."""
    return [
        value
        if value is None
        or (value.__class__ is str and len(value) < SHORT and value.isascii() and "\0" not in value)
        or (value.__class__ is int and -MAX_INTEGER <= value <= MAX_INTEGER)
        else checked(f"{table}.{name}", value)
        for name, value in row.items()
    ]


def insert(db: Database, table: str, row: Row) -> int:
    """Insert one row and return its row id; sqlite-utils asks for the table's shape each time, ten times slower."""
    statement = _insert_statement(table, tuple(row))
    cursor = db.conn.execute(statement, checked_row(table, row))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def update(db: Database, table: str, row_id: int, row: Row) -> None:
    """Set columns of one row."""
    db.conn.execute(_update_statement(table, tuple(row)), [*checked_row(table, row), row_id])


def iso(moment: datetime | None) -> str | None:
    """Write a time as stored; one outside the years 1 to 9999 in UTC is none."""
    try:
        return clock.to_iso(moment) if moment else None
    except (OverflowError, ValueError):
        return None


def moment(text: str | None) -> datetime | None:
    """Read a stored UTC time back."""
    return clock.from_iso(text) if text else None


def names_json(names: Iterable[str]) -> str:
    """Write a list of names as a JSON array."""
    return to_json([clean_text(name) for name in names])


def places_json(places: Iterable[PlaceNamed]) -> str:
    """Write places as a JSON array of objects."""
    told = [asdict(place) for place in places]
    return clean_text(to_json(told)) if told else "[]"


def timestamp_columns(prefix: str, stamp: Timestamp | None) -> dict[str, Value]:
    """Return the columns of a publisher's time; published_ has two more than modified_."""
    row: dict[str, Value] = {
        f"{prefix}_at": stored_time(stamp),
        f"{prefix}_offset": stamp.offset if stamp else None,
        f"{prefix}_precision": stamp.precision if stamp else None,
        f"{prefix}_source": stamp.source if stamp else None,
    }
    if prefix == "published":
        row["published_disputed"] = int(stamp.disputed) if stamp else 0
        row["published_day"] = stamp.day if stamp else None
    return row


@lru_cache(maxsize=64)  # an article's time stands in several tables
def stored_time(stamp: Timestamp | None) -> str | None:
    """Write a publisher's time as the columns hold it (see `Timestamp.stored`)."""
    try:
        return stamp.stored() if stamp else None
    except OverflowError:  # the first and last hours of the calendar
        return stamp.day if stamp else None


def digest_of(*parts: str) -> str:
    """Return the SHA-256 of texts joined by newline, in hexadecimal."""
    return hashlib.sha256(clean_text("\n".join(parts)).encode("utf-8")).hexdigest()


def hash_of(url: str) -> int:
    """Return the first 4 bytes of an address's SHA-256 as a signed number: a short key, which others may share."""
    digest = hashlib.sha256(clean_text(url).encode("utf-8")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)


def uid_of(url: str) -> str:
    """Return the id under which the article at a canonical URL is cited: 80 bits, so that a billion do not collide."""
    return hashlib.sha256(clean_text(url).encode("utf-8")).hexdigest()[:20]


def key_of(url: str) -> str:
    """Return the request key of an address; what was imported without one is its own key.

    Raises ArchiveError for what is no http address.
    """
    if url.startswith(IMPORTED):
        return checked("url", url)
    try:
        return request_key(url)
    except ValueError as error:
        raise ArchiveError(str(error)) from error
