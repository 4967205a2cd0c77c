"""Bodies decode whole or not at all."""

import gzip
import zlib

import pytest

from pipelines.content_coding import ContentCodingError, decode_content

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
        (PAGE, ["gzip"]),  # a server that says gzip and sends none
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
        (PAGE, ["br"], "neither gzip nor deflate"),
        (PAGE, ["gzip"] * 3, "3 content codings"),
    ],
)
def test_body_is_refused(body, codings, reason):
    with pytest.raises(ContentCodingError, match=reason):
        decode_content(body, codings, limit=1 << 20)
