"""Bodies decode whole or not at all."""

import gzip
import sys
import zlib

import brotli
import pytest
from scrapy import Request

from crawler.middlewares.content_coding import ContentCodingMiddleware
from pipelines.content_coding import DECODERS, ContentCodingError, content_codings, decode_content

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = b"<p>Banjarmasin</p>" * 100
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(PAGE) + RAW.flush()


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (gzip.compress(PAGE), ["gzip"]),
        (gzip.compress(PAGE), ["x-gzip"]),
        (gzip.compress(gzip.compress(PAGE)), ["gzip", "gzip"]),
        (zlib.compress(PAGE), ["deflate"]),
        (RAW_DEFLATE, ["deflate"]),
        (gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:]), ["gzip"]),
        (brotli.compress(PAGE), ["br"]),
        (zstd.compress(PAGE), ["zstd"]),
        (zstd.compress(PAGE[:500]) + zstd.compress(PAGE[500:]), ["zstd"]),
        (brotli.compress(gzip.compress(PAGE)), ["gzip", "br"]),
        (gzip.compress(zstd.compress(PAGE)), ["zstd", "gzip"]),
        (PAGE, ["gzip"]),  # a server that says gzip and sends none
        (PAGE, ["zstd"]),
        (PAGE, ["identity"]),
        (PAGE, []),
    ],
)
def test_body_decodes(body, codings):
    assert decode_content(body, codings, limit=1 << 20) == PAGE


@pytest.mark.parametrize(
    ("body", "codings", "reason"),
    [
        (gzip.compress(PAGE)[:-12], ["gzip"], "cut short"),
        (gzip.compress(PAGE)[:-8] + b"\0" * 8, ["gzip"], "broken"),
        (gzip.compress(b"\0" * (1 << 21)), ["gzip"], "more than 1048576 bytes"),
        (brotli.compress(PAGE)[:-9], ["br"], "cut short"),
        (b"\x0b\x02\x80" + b"\xff" * 90, ["br"], "broken"),
        (brotli.compress(b"\0" * (1 << 21)), ["br"], "more than 1048576 bytes"),
        (zstd.compress(PAGE)[:-9], ["zstd"], "cut short"),
        (zstd.compress(PAGE)[:9] + b"\xff" * 90, ["zstd"], "broken"),
        (zstd.compress(b"\0" * (1 << 21)), ["zstd"], "more than 1048576 bytes"),
        (PAGE, ["compress"], "'compress' is none of gzip, "),
        (PAGE, ["gzip"] * 3, "3 content codings"),
    ],
)
def test_body_is_refused(body, codings, reason):
    with pytest.raises(ContentCodingError, match=reason):
        decode_content(body, codings, limit=1 << 20)


@pytest.mark.parametrize("page", [b"<!DOCTYPE html>\n<p>Banjarmasin</p>" * 9, b"\n <html><p>Banjarmasin</p>"])
def test_page_that_was_decoded_by_whoever_stored_it_stays(page):
    assert decode_content(page, ["br"], limit=1 << 20) == page


def test_only_what_can_be_decoded_is_asked_for():
    request = Request("https://kabar.example/")
    ContentCodingMiddleware(1 << 20, None).process_request(request)
    asked = request.headers[b"Accept-Encoding"].decode()
    assert asked
    assert set(content_codings(asked)) <= DECODERS.keys()
