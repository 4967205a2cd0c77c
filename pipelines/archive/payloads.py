"""How a payload is compressed: zstd, against an earlier page of the same template where that pays."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# Measured on pages of 35 hosts: 10 times smaller with a reference, 5 without, 2 ms a page. Level 6 gains an eighth,
# and takes three times as long in the process that also crawls.
LEVEL = 3
GONE = "gone"  # the codec of a payload that was given up: its size and digest stay
SMALL = 512  # bytes, under which there is nothing to gain
CLEARLY = 0.5  # of what the reference took alone, for its size: then a page is not tried alone
PAYS = 0.8  # of the size without a reference, under which a reference pays
# A page matches its reference wherever in it the common part stands, also beyond the window of its own size.
WINDOW_LOG = 23


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier payload of the same template, and the share of its size that it takes when compressed alone."""

    payload_id: int
    payload: bytes
    share: float


def compress(payload: bytes, reference: Reference | None = None) -> tuple[str, bytes]:
    """Return (codec, data); `zstd-ref` data is read only with the same reference."""
    if len(payload) < SMALL:
        return "raw", payload
    leaning = _lean(payload, reference.payload) if reference and reference.payload else None
    if leaning is not None and reference and len(leaning) < CLEARLY * reference.share * len(payload):
        return "zstd-ref", leaning
    alone = zstd.compress(payload, LEVEL)
    best = ("zstd", alone) if len(alone) < len(payload) else ("raw", payload)
    if leaning is not None and len(leaning) < PAYS * len(best[1]):
        return "zstd-ref", leaning
    return best


def _lean(payload: bytes, reference: bytes) -> bytes:
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.window_log: WINDOW_LOG,
    }
    return zstd.compress(payload, options=options, zstd_dict=zstd.ZstdDict(reference, is_raw=True).as_prefix)


def decompress(codec: str, data: bytes, size: int, read_reference: Callable[[], bytes]) -> bytes:
    """Return the payload; raises ValueError where codec, data and size do not fit."""
    if codec == GONE:
        raise ValueError("it was given up, its digest alone is kept")
    if codec == "raw":
        payload = data
    elif codec == "zstd":
        payload = _expand(data, size)
    elif codec == "zstd-ref":
        payload = _expand(data, size, read_reference())
    else:
        raise ValueError(f"unknown codec {codec!r}")
    if len(payload) != size:
        raise ValueError(f"payload of {len(payload)} bytes, {size} were stored")
    return payload


def _expand(data: bytes, size: int, reference: bytes | None = None) -> bytes:
    template = zstd.ZstdDict(reference, is_raw=True).as_prefix if reference is not None else None
    reader = zstd.ZstdDecompressor(template, {zstd.DecompressionParameter.window_log_max: 27})
    try:
        return reader.decompress(data, max_length=size + 1)
    except zstd.ZstdError as error:
        raise ValueError(f"payload cannot be read: {error}") from error
