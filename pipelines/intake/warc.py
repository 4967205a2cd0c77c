"""WARC files (ISO 28500): the pages in them become documents, one in memory at a time; what is broken is named by offset."""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.limitreader import LimitReader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from pipelines.content_coding import GZIP_MAGIC, ContentCodingError, content_codings, decode_content
from pipelines.intake.documents import MAX_DOCUMENT, Document, Unread, as_utc, read_time
from pipelines.intake.members import (
    FIRST_LINE,
    RECORD_START,
    BrokenRecordError,
    DamagedError,
    Member,
    read_head,
    seek_member,
)
from pipelines.urls import is_http_url

BUFFER = 1024 * 1024  # bytes of the file, so that going back to a member's end reads nothing again
PLACES_HELD = 400_000  # of originals that a later revisit may name, two a page
BLANK_LINES = 2  # after a record, where its length is right
HTML = {"text/html", "application/xhtml+xml"}
CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]+[ \t]*(;[^\r\n]*)?\r?\n")
YEAR_OR_MONTH = re.compile("[0-9]{4}(-[0-9]{2})?")
WARC_PARSER = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"])
HTTP_PARSER = StatusAndHeadersParser([], verify=False)

Headers = tuple[tuple[str, str], ...]
Page = tuple[bytes, Headers]
FindStored = Callable[[str, str | None, datetime], Page | None]  # (address, digest, stored at the latest)


@dataclass(slots=True)
class Reading:
    """How far the file that is being read has been read: what progress shows."""

    name: str = ""
    offset: int = 0
    size: int = 0


@dataclass(slots=True)
class Originals:
    """Where the pages are that revisit records name: in the files read so far, else in the archive."""

    find_stored: FindStored = lambda _url, _digest, _until: None
    _places: dict[str, tuple[Path, int]] = field(default_factory=dict)
    _unread: Path | None = None  # the file that is being read, while what is yet to come in it is not known

    def note(self, path: Path, offset: int, *names: str | None) -> None:
        """Remember where a page is, by its address and its digest; the oldest are forgotten first."""
        for name in filter(None, names):
            self._places.pop(name, None)
            self._places[name] = (path, offset)
            if len(self._places) > PLACES_HELD:
                del self._places[next(iter(self._places))]

    def find(self, url: str, digest: str | None, until: datetime) -> Page | None:
        """Return the page that a revisit names: by its digest where it has one, by its address where not."""
        place = self._places.get(digest or url)
        if place is not None:
            found = _read_place(*place)
            return (found.payload, found.headers) if found else None
        return self.find_stored(url, _sha256_of(digest), until)

    def find_page(self, url: str) -> Document | None:
        """Return the page of an address, also where it is yet to come in the file that is being read."""
        if url not in self._places and self._unread is not None:
            path, self._unread = self._unread, None
            with _open(path) as file:
                for _ in _WarcReader(path, file, self, Reading()):
                    pass
        place = self._places.get(url)
        return _read_place(*place) if place is not None else None

    def begin(self, path: Path) -> None:
        """Begin to read a file."""
        self._unread = path


def _read_place(path: Path, offset: int) -> Document | None:
    with _open(path) as file:
        file.seek(offset)
        found = next(iter(_WarcReader(path, file, Originals(), Reading())), None)
    return found if isinstance(found, Document) else None


def _open(path: Path) -> BufferedReader:
    return BufferedReader(path.open("rb", buffering=0), BUFFER)


def _sha256_of(digest: str | None) -> str | None:
    """Return a labelled digest as the archive keeps it, in hexadecimal; None where it is of another algorithm."""
    label, _, value = (digest or "").partition(":")
    if label.lower().replace("-", "") != "sha256":
        return None
    try:
        return (base64.b32decode(value) if len(value) == 56 else bytes.fromhex(value)).hex()
    except ValueError:
        return None


def read_warc(path: Path, originals: Originals, reading: Reading) -> Iterator[Document | Unread]:
    """Read the pages of a file: responses of status 200 that are HTML, resources that are, and revisits of them."""
    with _open(path) as file:
        reading.name, reading.offset, reading.size = path.name, 0, path.stat().st_size
        originals.begin(path)
        if not file.peek(1):
            yield Unread(str(path), "is empty")
        yield from _WarcReader(path, file, originals, reading)


class _WarcReader:
    def __init__(self, path: Path, file: BufferedReader, originals: Originals, reading: Reading) -> None:
        self._path = path
        self._file = file
        self._originals = originals
        self._reading = reading
        self._enterable = True  # a later record of a gzip member cannot be read without those before it

    def __iter__(self) -> Iterator[Document | Unread]:
        gzipped = self._file.peek(2)[:2] == GZIP_MAGIC
        while self._file.peek(1):
            member = Member(self._file, gzipped=gzipped)
            try:
                yield from self._read_member(member)
                member.finish()
            except DamagedError as error:
                yield self._unread(member.offset, str(error))
                if not seek_member(self._file, member.offset + 1):
                    return

    def _unread(self, offset: int, reason: str, outcome: str = "failed") -> Unread:
        return Unread(f"{self._path}, offset {offset}", reason, outcome)

    def _read_member(self, member: Member) -> Iterator[Document | Unread]:
        """Read the records of a member, one as a rule, or of a plain file; past a broken one to the next."""
        first = True
        offset, line, _ = _next_line(member)
        while line:
            self._reading.offset = offset
            self._enterable = not member.gzipped or first
            first = False
            inside = member.position
            try:
                found = self._read_record(member, offset, line)
                next_offset, next_line, blank = _next_line(member)
                if next_line and blank < BLANK_LINES and not next_line.startswith(RECORD_START):
                    raise BrokenRecordError("its Content-Length is wrong: no record follows")
            except BrokenRecordError as error:
                found = self._unread(offset, str(error))
                if not member.gzipped:
                    member.go_to(inside)
                next_line = member.find_record()
                next_offset = member.position - (0 if member.gzipped else len(next_line))
            if found is not None:
                yield found
            offset, line = next_offset, next_line

    def _read_record(self, member: Member, offset: int, line: bytes) -> Document | Unread | None:
        head = read_head(member, line)
        if FIRST_LINE.search(head, len(line)):
            raise BrokenRecordError("its headers run into the next record")
        try:
            headers = WARC_PARSER.parse(BytesIO(head))
        except StatusAndHeadersParserException as error:
            raise BrokenRecordError(f"no WARC record: {line[:40]!r}") from error
        length = headers.get_header("Content-Length") or ""
        if not re.fullmatch("[0-9]{1,15}", length):
            raise BrokenRecordError(f"Content-Length is {length[:40]!r}")
        block = LimitReader(member, int(length))
        found = self._read_page(headers, block, offset)
        while block.read(BUFFER):
            pass
        if block.limit:
            raise BrokenRecordError(f"it ends {block.limit} bytes short of its Content-Length")
        return found

    def _read_page(self, headers: Any, block: Any, offset: int) -> Document | Unread | None:
        """Return the page in a record; None in one that holds none. `headers` are warcio's StatusAndHeaders."""
        http = _http_head(headers, block)
        if not _is_page(headers, http):
            return None
        fetched_at = _read_date(headers.get_header("WARC-Date"))
        url = _address(headers.get_header("WARC-Target-URI"))
        if headers.get_header("WARC-Type") == "revisit":
            return self._read_revisit(headers, http, url, fetched_at, offset)
        for name in ("WARC-Truncated", "WARC-Segment-Number"):
            if value := headers.get_header(name):
                return self._unread(offset, f"holds a part of its page ({name}: {value[:40]})")
        try:
            payload = _read_payload(block, http)
        except ContentCodingError as error:
            return self._unread(offset, str(error))
        if self._enterable:
            self._originals.note(self._path, offset, url, headers.get_header("WARC-Payload-Digest"))
        kept = _kept(http.headers) if http else (("Content-Type", headers.get_header("Content-Type")),)
        return self._document(offset, payload, fetched_at, url, kept)

    def _read_revisit(
        self, headers: Any, http: Any, url: str | None, fetched_at: datetime, offset: int
    ) -> Document | Unread:
        named = _address(headers.get_header("WARC-Refers-To-Target-URI")) or url
        date = headers.get_header("WARC-Refers-To-Date")
        digest = headers.get_header("WARC-Payload-Digest")
        # A server that said "not modified" sent no payload, and the digest of none says nothing.
        not_modified = "server-not-modified" in (headers.get_header("WARC-Profile") or "")
        until = _read_date(date) if date else fetched_at
        original = self._originals.find(named or "", None if not_modified else digest, until)
        if original is None:
            return self._unread(offset, f"revisit of {named}, which is not held", "unresolved")
        payload, kept = original
        return self._document(
            offset, payload, fetched_at, url, _kept(http.headers) if http.get_header("Content-Type") else kept
        )

    def _document(
        self, offset: int, payload: bytes, fetched_at: datetime, url: str | None, headers: Headers
    ) -> Document:
        origin = f"{self._path}, offset {offset}"
        return Document(origin, payload, fetched_at, url=url, headers=headers, crawled=True)


def _next_line(member: Member) -> tuple[int, bytes, int]:
    """Return the next line that is not blank: where it begins, the line, and how many blank ones stand before it."""
    blank = 0
    while True:
        position = member.position
        line = member.readline()
        if not line or line.strip():
            return position, line, blank
        blank += 1


def _http_head(headers: Any, block: Any) -> Any | None:
    """Read the HTTP headers of a response or a revisit; None where the record is none of HTTP's."""
    of_http = _media_type(headers.get_header("Content-Type")) in {"application/http", ""}
    if headers.get_header("WARC-Type") not in {"response", "revisit"} or not of_http:
        return None
    return HTTP_PARSER.parse(BytesIO(read_head(block)))


def _is_page(headers: Any, http: Any | None) -> bool:
    """Tell whether a record holds, or names, an HTML page that was there."""
    kind = headers.get_header("WARC-Type")
    if kind == "resource":
        return _media_type(headers.get_header("Content-Type")) in HTML
    if http is None:
        return False
    named = http.get_header("Content-Type") or headers.get_header("WARC-Identified-Payload-Type")
    if kind == "revisit":  # which may hold no headers, or those of a 304
        return _media_type(named) in HTML | {""} and http.get_statuscode() in {"200", "304", ""}
    return _media_type(named) in HTML and http.get_statuscode() == "200"


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()


def _address(value: str | None) -> str | None:
    """Return an http address; some versions of wget put it in angle brackets, some crawlers leave spaces in it."""
    url = (value or "").removeprefix("<").removesuffix(">").replace(" ", "%20")
    return url if is_http_url(url) else None


def _read_date(value: str | None) -> datetime:
    """Read a WARC-Date; WARC/1.1 also allows a year, a month or a day alone, and fractions of a second."""
    text = (value or "").strip()
    try:
        moment = read_time(text + "-01-01"[len(text) - 4 :] if YEAR_OR_MONTH.fullmatch(text) else text)
    except ValueError as error:
        raise BrokenRecordError(f"WARC-Date: {error}") from error
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    fetched_at = as_utc(moment, "UTC")
    if fetched_at is None:
        raise BrokenRecordError(f"WARC-Date: {text[:40]!r} is outside the calendar")
    return fetched_at


def _kept(headers: list[tuple[str, str]]) -> Headers:
    """Return the headers that are true of a decoded payload."""
    undone = {"content-encoding", "transfer-encoding"}
    return tuple((name, value) for name, value in headers if name.lower() not in undone)


def _joined(http: Any, name: str) -> str:
    return ",".join(value for found, value in http.headers if found.lower() == name)


def _read_payload(block: Any, http: Any) -> bytes:
    """Return a record's payload as the server meant it; raises ContentCodingError where it is cut, broken or too long."""
    if block.limit > MAX_DOCUMENT:
        raise ContentCodingError(f"is over {MAX_DOCUMENT} bytes")
    body = b"".join(iter(lambda: block.read(BUFFER), b""))
    if block.limit:
        raise BrokenRecordError(f"it ends {block.limit} bytes short of its Content-Length")
    if http is not None:
        declared = http.get_header("Content-Length") or ""
        if "chunked" in _joined(http, "transfer-encoding").lower():
            body = _dechunk(body)
        elif re.fullmatch("[0-9]{1,15}", declared) and len(body) < int(declared) <= MAX_DOCUMENT:
            raise ContentCodingError(f"{len(body)} bytes of a body of {declared}")
        body = decode_content(body, content_codings(_joined(http, "content-encoding")), MAX_DOCUMENT)
    return body


def _dechunk(body: bytes) -> bytes:
    if not CHUNK_SIZE.match(body):
        return body  # some crawlers store the payload and keep the header
    try:
        plain: bytes = ChunkedDataReader(BytesIO(body), raise_exceptions=True).read()
    except ChunkedDataException as error:
        raise ContentCodingError("chunked body cut short or broken") from error
    return plain
