"""Content codings, undone whole or not at all: a body cut short would be archived as a partial page."""

import re
import sys
import zlib
from collections.abc import Callable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# Brotli has no mark of its own: what begins like this, and does not decode, was decoded by whoever stored it.
PLAIN = re.compile(rb"\s*<(!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
PIECE = 64 * 1024  # bytes of Brotli output at a time
MAX_LAYERS = 2  # a proxy that compresses what was compressed; more is a bomb's shape


class ContentCodingError(ValueError):
    """A body that cannot be decoded; the message names the coding and the limit."""


def content_codings(headers: str) -> list[str]:
    """Read Content-Encoding headers, joined by commas where there are several."""
    return [coding.strip().lower() for coding in headers.split(",") if coding.strip()]


def decode_content(body: bytes, codings: list[str], limit: int) -> bytes:
    """Undo the codings of a Content-Encoding header (RFC 9110, 8.4), last first; a body that is plain in spite of it stays.

    Raises ContentCodingError for a coding that is not known, a cut or broken stream, and more than `limit` bytes.
    """
    if len(codings) > MAX_LAYERS:
        raise ContentCodingError(f"{len(codings)} content codings, the limit is {MAX_LAYERS}")
    for coding in reversed(codings):
        decode = DECODERS.get(coding)
        if decode is None:
            raise ContentCodingError(f"content coding {coding[:40]!r} is none of {', '.join(DECODERS)}")
        body = decode(body, limit)
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, 31, limit) if body.startswith(GZIP_MAGIC) else body


def _deflate(body: bytes, limit: int) -> bytes:
    # Named zlib by the RFC, sent raw by some servers: the first byte of zlib's header says which.
    return _inflate(body, 15 if body[:1] == b"\x78" else -15, limit)


def _inflate(body: bytes, window_bits: int, limit: int) -> bytes:
    plain = b""
    while True:
        decoder = zlib.decompressobj(window_bits)
        try:
            plain += decoder.decompress(body, limit + 1 - len(plain))
        except zlib.error as error:
            raise ContentCodingError(f"broken compressed body: {error}") from error
        _check(plain, limit, ended=decoder.eof)
        body = decoder.unused_data
        if not body.startswith(GZIP_MAGIC):  # several members are one body (RFC 1952, 2.2)
            return plain


def _unzstd(body: bytes, limit: int) -> bytes:
    plain = b""
    while body.startswith(ZSTD_MAGIC):  # several frames are one body (RFC 8878, 3)
        decoder = zstd.ZstdDecompressor()
        try:
            plain += decoder.decompress(body, max_length=limit + 1 - len(plain))
        except zstd.ZstdError as error:
            raise ContentCodingError(f"broken compressed body: {error}") from error
        _check(plain, limit, ended=decoder.eof)
        body = decoder.unused_data
    return plain or body


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder, plain, rest = brotli.Decompressor(), bytearray(), body
    try:
        while len(plain) <= limit and not decoder.is_finished():
            piece = decoder.process(rest, output_buffer_limit=PIECE)
            plain += piece
            rest = b""
            if not piece and decoder.can_accept_more_data():
                break
    except brotli.error as error:
        if PLAIN.match(body):
            return body
        raise ContentCodingError(f"broken compressed body: {error}") from error
    _check(plain, limit, ended=decoder.is_finished())
    return bytes(plain)


def _check(plain: bytes | bytearray, limit: int, *, ended: bool) -> None:
    if len(plain) > limit:
        raise ContentCodingError(f"more than {limit} bytes when decompressed")
    if not ended:
        raise ContentCodingError(f"compressed body cut short after {len(plain)} bytes")


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
    "identity": lambda body, _limit: body,
}
