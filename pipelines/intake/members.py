"""The bytes of a WARC file, gzipped or plain: decompressed as they are read, within bounds, with damage named.

warcio's own iterator ends at the first broken record, and takes a cut gzip member for a short one.
"""

import re
import zlib
from io import SEEK_CUR, BufferedReader
from typing import Protocol

from pipelines.content_coding import GZIP_MAGIC

BLOCK = 16 * 1024  # bytes read at a time
MAX_HEAD = 256 * 1024  # bytes of a record's header lines, or of a response's
MEMBER_START = GZIP_MAGIC + b"\x08"  # deflate, the one method of gzip
RECORD_START = b"WARC/"
FIRST_LINE = re.compile(RECORD_START + rb"[0-9]\.[0-9]+\r?\n")


class DamagedError(ValueError):
    """A gzip member that cannot be read to its end."""


class BrokenRecordError(ValueError):
    """A record that is not what its headers say."""


class Lines(Protocol):
    """What header lines are read from."""

    def readline(self, length: int, /) -> bytes:
        """Return a line, or a piece of one of `length` bytes."""


class Member:
    """One gzip member, which holds a record as a rule, or the whole of a plain file."""

    def __init__(self, file: BufferedReader, *, gzipped: bool) -> None:
        self.offset = file.tell()
        self.gzipped = gzipped
        self._file = file
        self._decoder = zlib.decompressobj(31) if gzipped else None
        self._buffer = b""
        self._at = 0

    @property
    def position(self) -> int:
        """Where in the file the next byte is; in a member that cannot be entered in its middle, its beginning."""
        return self.offset if self.gzipped else self._file.tell() - len(self._buffer) + self._at

    def go_to(self, position: int) -> None:
        """Read on from another place of a plain file."""
        self._file.seek(position)
        self._buffer, self._at = b"", 0

    def read(self, length: int = BLOCK) -> bytes:
        """Return up to `length` bytes, none at the end; raises DamagedError."""
        if self._at == len(self._buffer):
            self._fill()
        piece = self._buffer[self._at : self._at + length]
        self._at += len(piece)
        return piece

    def readline(self, length: int = MAX_HEAD) -> bytes:
        """Return a line, or a piece of one of `length` bytes; none at the end."""
        pieces = []
        while length > 0:
            if self._at == len(self._buffer):
                self._fill()
            end = self._buffer.find(b"\n", self._at, self._at + length) + 1
            piece = self.read(end - self._at if end else length)
            pieces.append(piece)
            length -= len(piece)
            if end or not piece:
                break
        return b"".join(pieces)

    def _fill(self) -> None:
        self._at = 0
        if self._decoder is None:
            self._buffer = self._file.read(BLOCK)
            return
        self._buffer = b""
        while not self._buffer and not self._decoder.eof:
            data = self._decoder.unconsumed_tail or self._file.read(BLOCK)
            if not data:
                raise DamagedError("the file ends inside a gzip member")
            try:
                self._buffer = self._decoder.decompress(data, 4 * BLOCK)
            except zlib.error as error:
                raise DamagedError(f"damaged gzip member: {error}") from error

    def finish(self) -> None:
        """Go to the end, where the next member begins; raises DamagedError."""
        while self.read():
            pass
        if self._decoder is not None:
            self._file.seek(-len(self._decoder.unused_data), SEEK_CUR)

    def find_record(self) -> bytes:
        """Skip to where the next record begins, and return its first line; nothing where the member ends before.

        A crawler that was killed and went on left a cut record, and the next one in the middle of its last line.
        """
        while line := self.readline(BLOCK):
            if found := FIRST_LINE.search(line):
                return found[0]
        return b""


def read_head(stream: Lines, first: bytes = b"") -> bytes:
    """Return header lines up to the blank one, or the end; raises BrokenRecordError where they are too long."""
    head = bytearray(first)
    while (line := stream.readline(MAX_HEAD)).strip():
        head += line
        if len(head) > MAX_HEAD:
            raise BrokenRecordError(f"headers of over {MAX_HEAD} bytes")
    return bytes(head) + b"\r\n"


def seek_member(file: BufferedReader, start: int) -> bool:
    """Go to the next gzip member at or after `start` that begins with a record; tell whether there is one."""
    file.seek(start)
    kept = b""
    while data := file.read(64 * BLOCK):
        data, base = kept + data, file.tell() - len(kept) - len(data)
        found = data.find(MEMBER_START)
        while found >= 0:
            if _begins_record(file, base + found):
                file.seek(base + found)
                return True
            found = data.find(MEMBER_START, found + 1)
        kept = data[1 - len(MEMBER_START) :]
        file.seek(base + len(data))
    return False


def _begins_record(file: BufferedReader, offset: int) -> bool:
    file.seek(offset)
    try:
        return Member(file, gzipped=True).readline(len(RECORD_START)) == RECORD_START
    except DamagedError:
        return False
