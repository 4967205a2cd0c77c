"""Content decoding that refuses what Scrapy's own lets through: a body cut short would be archived as a partial page."""

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

GZIP_MAGIC = b"\x1f\x8b"
MAX_LAYERS = 2  # a proxy that compresses what was compressed; more is a bomb's shape


class ContentCodingError(ValueError):
    """A body that cannot be decoded; the message names the coding and the limit."""


def decode_content(body: bytes, codings: list[str], limit: int) -> bytes:
    """Undo the codings of a Content-Encoding header (RFC 9110, 8.4), last first.

    Raises ContentCodingError for a coding that was not asked for, a cut or broken stream, and more than `limit` bytes.
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
            raise ContentCodingError(f"content coding {coding[:40]!r} was not asked for")
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


class ContentCodingMiddleware:
    """Asks for gzip and deflate, and decodes them whole or not at all."""

    def __init__(self, limit: int, crawler: Crawler) -> None:
        self.limit = limit
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build with the download limit of the settings, which holds before and after decoding."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"), crawler)

    def process_request(self, request: Request) -> None:
        """Ask for what can be decoded."""
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response with its body decoded; raises IgnoreRequest naming URL and reason."""
        header = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        codings = [coding.strip().lower() for coding in header.split(",") if coding.strip()]
        if not codings or request.method == "HEAD" or not response.body:
            return response
        try:
            body = decode_content(response.body, codings, self.limit)
        except ContentCodingError as error:
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("kliping/content_coding/refused")
            raise IgnoreRequest(f"{response.url}: {error}") from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return response.replace(body=body, headers=headers, cls=kind)
