"""Content codings, undone whole or not at all: a body cut short would be archived as a partial page."""

import zlib

GZIP_MAGIC = b"\x1f\x8b"
MAX_LAYERS = 2  # a proxy that compresses what was compressed; more is a bomb's shape


class ContentCodingError(ValueError):
    """A body that cannot be decoded; the message names the coding and the limit."""


def content_codings(headers: str) -> list[str]:
    """Read Content-Encoding headers, joined by commas where there are several."""
    return [coding.strip().lower() for coding in headers.split(",") if coding.strip()]


def decode_content(body: bytes, codings: list[str], limit: int) -> bytes:
    """Undo the codings of a Content-Encoding header (RFC 9110, 8.4), last first.

    Raises ContentCodingError for a coding that is not known, a cut or broken stream, and more than `limit` bytes.
    """
    if len(codings) > MAX_LAYERS:
        raise ContentCodingError(f"{len(codings)} content codings, the limit is {MAX_LAYERS}")
    for coding in reversed(codings):
        if coding in {"gzip", "x-gzip"}:
            body = _inflate(body, 31, limit) if body.startswith(GZIP_MAGIC) else body
        elif coding == "deflate":
            # Named zlib by the RFC, sent raw by some servers: the first byte of zlib's header says which.
            body = _inflate(body, 15 if body[:1] == b"\x78" else -15, limit)
        elif coding != "identity":
            raise ContentCodingError(f"content coding {coding[:40]!r} is neither gzip nor deflate")
    return body


def _inflate(body: bytes, window_bits: int, limit: int) -> bytes:
    decoder = zlib.decompressobj(window_bits)
    try:
        plain = decoder.decompress(body, limit + 1)
    except zlib.error as error:
        raise ContentCodingError(f"broken compressed body: {error}") from error
    if len(plain) > limit:
        raise ContentCodingError(f"more than {limit} bytes when decompressed")
    if not decoder.eof:
        raise ContentCodingError(f"compressed body cut short after {len(plain)} bytes")
    return plain
