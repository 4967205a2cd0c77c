"""Reading what is to be imported: files and folders become documents, one in memory at a time."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

from pipelines.intake.documents import MAX_DOCUMENT, Document, Unread, read_line
from pipelines.intake.warc import Originals, Reading, read_warc

SKIPPED_AT_ONCE = 1024 * 1024  # bytes read at a time of a line that is too long
ByteLines = IO[bytes] | gzip.GzipFile
KINDS = {".html": "page", ".htm": "page", ".jsonl": "lines", ".txt": "text", ".warc": "warc"}


def read_documents(
    paths: Iterable[Path], originals: Originals | None = None, reading: Reading | None = None
) -> Iterator[Document | Unread]:
    """Read what the paths hold, folders in the order of their names; one document in memory at a time.

    `originals` finds the pages that a WARC's revisits name; `reading` is told how far a WARC has been read.
    """
    originals, reading = originals or Originals(), reading or Reading()
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if _kind_of(file) and file.is_file():
                    yield from _read_file(file, originals, reading)
        elif _kind_of(path):
            yield from _read_file(path, originals, reading)
        else:
            yield Unread(str(path), f"is none of {', '.join(KINDS)}, nor one of these with .gz")


def _kind_of(path: Path) -> str | None:
    return KINDS.get(Path(path.name.lower().removesuffix(".gz")).suffix)


def _read_file(path: Path, originals: Originals, reading: Reading) -> Iterator[Document | Unread]:
    try:
        if _kind_of(path) == "warc":
            yield from read_warc(path, originals, reading)
            return
        fetched_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        with _open(path) as file:
            kind = _kind_of(path)
            if kind == "lines":
                yield from _read_lines(path, file, fetched_at)
            else:
                yield _read_whole(path, file, fetched_at, "text" if kind == "text" else "page")
    except (OSError, EOFError, zlib.error, OverflowError) as error:  # gzip tells of damage in all these ways
        yield Unread(str(path), str(error) or type(error).__name__)


def _open(path: Path) -> ByteLines:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rb")
    return path.open("rb")


def _read_whole(
    path: Path, file: ByteLines, fetched_at: datetime, kind: Literal["page", "text"]
) -> Document | Unread:
    payload = file.read(MAX_DOCUMENT + 1)
    if len(payload) > MAX_DOCUMENT:
        return Unread(str(path), f"is over {MAX_DOCUMENT} bytes")
    return Document(str(path), payload, fetched_at, kind)


def _read_lines(path: Path, file: ByteLines, fetched_at: datetime) -> Iterator[Document | Unread]:
    number = 0
    while payload := file.readline(MAX_DOCUMENT + 1):
        number += 1
        origin = f"{path}:{number}"
        if len(payload) > MAX_DOCUMENT:
            rest = payload
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(SKIPPED_AT_ONCE)
            yield Unread(origin, f"is over {MAX_DOCUMENT} bytes")
        elif payload.strip():
            yield read_line(origin, payload.removeprefix(b"\xef\xbb\xbf").strip(), fetched_at)
