"""How payloads are compressed: zstd, each against an earlier page of the same template where that pays, or many in a pack."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# The codecs: as it is; alone; leaning on another payload, which is its dictionary; the first of a pack, whose data
# holds them all; another one of a pack; one that was given up, of which size and digest stay.
RAW, ALONE, LEANING, PACK, PACKED, GONE = "raw", "zstd", "zstd-ref", "zstd-pack", "packed", "gone"
# Level 6 gains a tenth on a page, and takes three times as long in the process that also crawls. What stands alone is
# one page in many, and takes the most room: 12 gains another hundredth, 19 a twentieth in eight times the time.
LEVEL = 3
ALONE_LEVEL = 12
PACK_LEVEL = 9
SMALL = 512  # bytes, under which there is nothing to gain
CLEARLY = 0.5  # of what the reference took alone, for its size: then a page is not tried alone
PAYS = 0.8  # of the size without a reference, under which a reference pays
# A page matches its reference wherever in it the common part stands, also beyond the window of its own size.
WINDOW_LOG = 23
READING = {int(zstd.DecompressionParameter.window_log_max): 27}


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier payload of the same template, and the share of its size that it takes when compressed alone."""

    payload_id: int
    payload: bytes
    share: float


def compress(payload: bytes, reference: Reference | None = None) -> tuple[str, bytes]:
    """Return (codec, data); `zstd-ref` data is read only with the same reference."""
    if len(payload) < SMALL:
        return RAW, payload
    leaning = _lean(payload, reference.payload) if reference and reference.payload else None
    if leaning is not None and reference and len(leaning) < CLEARLY * reference.share * len(payload):
        return LEANING, leaning
    alone = zstd.compress(payload, ALONE_LEVEL)
    best = (ALONE, alone) if len(alone) < len(payload) else (RAW, payload)
    if leaning is not None and len(leaning) < PAYS * len(best[1]):
        return LEANING, leaning
    return best


def pack(payloads: Iterable[bytes]) -> bytes:
    """Return payloads as one frame: each is compressed against all before it."""
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: PACK_LEVEL,
        zstd.CompressionParameter.window_log: WINDOW_LOG,
    }
    return zstd.compress(b"".join(payloads), options=options)


def unpack(frame: bytes, end: int) -> bytes:
    """Return the bytes of a pack up to `end`; raises ValueError where there are not so many."""
    try:
        unpacked = zstd.ZstdDecompressor(None, READING).decompress(frame, max_length=end)
    except zstd.ZstdError as error:
        raise ValueError(f"payload cannot be read: {error}") from error
    if len(unpacked) != end:
        raise ValueError(f"its pack ends after {len(unpacked)} bytes, {end} were stored")
    return unpacked


def _lean(payload: bytes, reference: bytes) -> bytes:
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.window_log: WINDOW_LOG,
    }
    return zstd.compress(payload, options=options, zstd_dict=zstd.ZstdDict(reference, is_raw=True).as_prefix)


def decompress(codec: str, data: bytes, size: int, read_reference: Callable[[], bytes]) -> bytes:
    """Return the payload; raises ValueError where codec, data and size do not fit. One in a pack is read by its pack."""
    if codec == GONE:
        raise ValueError("it was given up, its digest alone is kept")
    if codec == RAW:
        payload = data
    elif codec == ALONE:
        payload = _expand(data, size)
    elif codec == PACK:
        payload = unpack(data, size)
    elif codec == LEANING:
        payload = _expand(data, size, read_reference())
    else:
        raise ValueError(f"unknown codec {codec!r}")
    if len(payload) != size:
        raise ValueError(f"payload of {len(payload)} bytes, {size} were stored")
    return payload


def _expand(data: bytes, size: int, reference: bytes | None = None) -> bytes:
    template = zstd.ZstdDict(reference, is_raw=True).as_prefix if reference is not None else None
    reader = zstd.ZstdDecompressor(template, READING)
    try:
        return reader.decompress(data, max_length=size + 1)
    except zstd.ZstdError as error:
        raise ValueError(f"payload cannot be read: {error}") from error
