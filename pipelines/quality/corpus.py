"""A corpus: a folder of pages, and gold.jsonl with the article that each page holds."""

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

GOLD_FILE = "gold.jsonl"
PAGE_ID = re.compile(r"[^\W_][\w.,+@-]{0,199}")  # a file name on any system


class CorpusError(Exception):
    """A corpus that cannot be read or written; names the file and the line."""


class GoldPage(BaseModel):
    """One line of gold.jsonl: the article that a page holds; a field that is absent is not judged.

    A page that holds no article has an empty body. An empty list, or null for the dateline, says that the page has
    none. Keys that are not named here are kept as they are.
    """

    model_config = ConfigDict(extra="allow", strict=True)

    id: str
    url: str = ""
    title: str | None = None
    authors: list[str] | None = None
    editors: list[str] | None = None
    published: str | None = None  # ISO 8601; a time without a clock is judged by its day alone
    modified: str | None = None
    dateline_site: str | None = None
    dateline_place: str | None = None
    body: str | list[str]
    must_contain: list[str] | None = None
    must_not_contain: list[str] | None = None
    fetched_at: str | None = None  # what "3 hours ago" counts from
    content_type: str | None = None  # as the server sent it
    further: list[str] = []  # addresses of a split article's further pages
    reviewed: bool = True  # false: as extraction wrote it, and no reader has corrected it yet

    @property
    def text(self) -> str:
        """The body as one text, its paragraphs joined by newlines."""
        return self.body if isinstance(self.body, str) else "\n".join(self.body)

    @field_validator("id")
    @classmethod
    def _check_id(cls, value: str) -> str:
        if not PAGE_ID.fullmatch(value):
            raise ValueError("is no name for a file: letters, digits and . , + @ - _, at most 200")
        return value

    @field_validator("published", "modified", "fetched_at")
    @classmethod
    def _check_time(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                datetime.fromisoformat(value)
            except ValueError as error:
                raise ValueError(
                    f"{value[:40]!r} is no ISO 8601 time, such as 2026-03-01T09:05+08:00"
                ) from error
        return value

    @model_validator(mode="before")
    @classmethod
    def _check_table(cls, table: Any) -> Any:
        if not isinstance(table, dict):
            raise ValueError("is no JSON object")
        return table


def check_page(table: Any) -> GoldPage:
    """Return the gold page that a table holds; raises ValueError naming the key that is wrong."""
    try:
        return GoldPage.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ValueError(
            ": ".join(filter(None, (key, first["msg"].removeprefix("Value error, "))))
        ) from error


def read_corpus(folder: Path) -> list[GoldPage]:
    """Read a corpus's gold; raises CorpusError naming the file, and the line that is wrong."""
    path = folder / GOLD_FILE
    pages: dict[str, GoldPage] = {}
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    page = _read_line(path, number, line)
                    if page.id in pages:
                        raise CorpusError(f"{path}, line {number}: id: {page.id} is there twice")
                    pages[page.id] = page
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return list(pages.values())


def _read_line(path: Path, number: int, line: str) -> GoldPage:
    try:
        return check_page(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}, line {number}: {error}") from error


def page_paths(folder: Path, page: GoldPage) -> list[Path]:
    """Return where a page is stored, and after it a split article's further pages.

    A page is ID.html.gz or ID.html in `pages/`, or beside the gold where there is no such folder.
    """
    inside = folder / "pages" if (folder / "pages").is_dir() else folder
    names = [page.id, *(f"{page.id}.page{number}" for number in range(2, len(page.further) + 2))]
    paths = []
    for name in names:
        plain = inside / f"{name}.html"
        paths.append(plain if plain.is_file() else inside / f"{name}.html.gz")
    return paths


def draft_path(folder: Path, page: GoldPage) -> Path:
    """Return where a page's gold stands while it is corrected by hand."""
    return folder / f"{page.id}.toml"


def add_page(folder: Path, page: GoldPage, payloads: Sequence[bytes]) -> None:
    """Add a page with its payloads to a corpus, which begins with it where there is none.

    Raises CorpusError when the page is there already, or the folder cannot be written.
    """
    known = read_corpus(folder) if (folder / GOLD_FILE).exists() else []
    if any(other.id == page.id for other in known):
        raise CorpusError(f"{folder / GOLD_FILE}: {page.id} is there already")
    try:
        (folder / "pages").mkdir(parents=True, exist_ok=True)
        for path, payload in zip(page_paths(folder, page), payloads, strict=True):
            path.write_bytes(gzip.compress(payload, mtime=0))
    except OSError as error:
        raise CorpusError(f"{error.filename or folder}: {error.strerror}") from error
    _write(folder, [*known, page])  # last: a page without gold is harmless, gold without its page is not


def replace_page(folder: Path, page: GoldPage) -> None:
    """Write a page's gold over the line that it has in the corpus."""
    _write(folder, [page if other.id == page.id else other for other in read_corpus(folder)])


def _write(folder: Path, pages: Iterable[GoldPage]) -> None:
    path = folder / GOLD_FILE
    beside = path.with_suffix(".jsonl.new")
    lines = [json.dumps(page.model_dump(exclude_unset=True), ensure_ascii=False) + "\n" for page in pages]
    try:
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror}") from error
