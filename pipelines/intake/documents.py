"""What is imported: a document, and a line of JSON as one."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.urls import is_http_url

MAX_DOCUMENT = 32 * 1024 * 1024  # bytes of a page, a text or a line, after decompression


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to import, and what was said of it; `origin` is its file, and the line or the offset in it."""

    origin: str
    payload: bytes  # what is stored as the capture
    fetched_at: datetime
    kind: Literal["page", "text"] = "page"
    url: str | None = None
    title: str | None = None
    published_at: str | None = None
    text: str | None = None  # of a line that has one
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()  # of a page whose response is known
    crawled: bool = False  # by a crawler, which keeps other pages than articles too


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, line or record that gave no document."""

    origin: str
    reason: str
    outcome: str = "failed"  # or "unresolved": a revisit of a page that nobody has here


class Line(BaseModel):
    """A line of JSON; what else it holds is another program's."""

    model_config = ConfigDict(strict=True, extra="ignore")

    url: str | None = Field(default=None, max_length=2_048)
    html: str | None = None
    text: str | None = None
    title: str | None = None
    published_at: str | None = None
    fetched_at: str | None = None

    @field_validator("*")
    @classmethod
    def _drop_blank(cls, value: str | None) -> str | None:
        """Take a blank for what is not known: data sets fill every column."""
        return value if value is None or value.strip() else None

    @field_validator("url")
    @classmethod
    def _check_url(cls, value: str | None) -> str | None:
        if value is not None and not is_http_url(value):
            raise ValueError("must be an http or https address")
        return value

    @field_validator("published_at", "fetched_at")
    @classmethod
    def _check_time(cls, value: str | None) -> str | None:
        if value is not None:
            read_time(value)
        return value


def read_time(text: str) -> datetime | date:
    """Read ISO 8601: a day, or a time with or without an offset."""
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no ISO 8601 time") from error


def read_line(origin: str, payload: bytes, fetched_at: datetime) -> Document | Unread:
    """Read one line of JSON: `url`, `text` or `html`, and what is known of `title`, `published_at`, `fetched_at`.

    Of a line that has both, the text counts: somebody found it in the page, and the whole line is kept.
    """
    try:
        line = Line.model_validate_json(payload)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        return Unread(origin, f"{key}: {first['msg']}" if key else first["msg"])
    if line.html is None and line.text is None:
        return Unread(origin, "needs text or html")
    if line.fetched_at is not None:
        fetched_at = as_utc(read_time(line.fetched_at)) or fetched_at
    whole = Document(origin, payload, fetched_at, "text", line.url, line.title, line.published_at, line.text)
    if line.html is None or line.text is not None:
        return replace(whole, content_type="application/json")
    html = line.html.encode("utf-8", "replace")
    return replace(whole, kind="page", payload=html, content_type="text/html; charset=utf-8")


def as_utc(moment: datetime | date, zone: str | None = None) -> datetime | None:
    """Return a time in UTC; None for a day alone, and for a clock whose zone nothing tells."""
    if not isinstance(moment, datetime):
        return None
    if moment.tzinfo is None and zone is None:
        return None
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone or "UTC"))
        return aware.astimezone(UTC)
    except OverflowError:
        return None
