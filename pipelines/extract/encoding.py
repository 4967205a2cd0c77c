"""Bytes to characters: which encoding a page is really in, and characters that no text may carry."""

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

SAMPLE = 64_000  # bytes that the guesser of last resort reads
_LEGACY_LATIN = "cp1252"
_CP1252_HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_HIGH_RUN = re.compile(f"[\u0080-\u00ff{_CP1252_HIGH}]{{2,}}")
_LEADS = ("Ã", "Â", "â€", "Ø", "Ù", "Ð", "Å", "ð\u0178")  # how a first byte of UTF-8 looks as cp1252
_ASCII_ESCAPING = {"iso2022_jp", "iso2022_kr", "hz", "utf_7"}
# C0 and C1 controls but tab and line ends, surrogates, noncharacters; and what is invisible in a text:
# soft hyphen, zero-width space, word joiner, BOM, bidirectional overrides (joiners stay: emoji need them).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
_SPACES = re.compile(r"\s+")


def strip_forbidden(text: str) -> str:
    """Remove the characters that no archived text may carry."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Collapse all white space to single spaces and drop forbidden characters."""
    return " ".join(strip_forbidden(text).split())


def _python_name(name: str | None) -> str | None:
    try:
        return codecs.lookup(resolve_encoding(name) or name).name if name else None
    except (LookupError, ValueError):
        return None


def _strictly(payload: bytes, encoding: str) -> str | None:
    try:
        return payload.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _wide_without_bom(payload: bytes) -> str | None:
    """Recognise UTF-16 that nobody declared: every other byte of markup is NUL."""
    head = payload[:400]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _nearly_utf8(payload: bytes) -> str | None:
    """Decode UTF-8 with a few broken places (a page cut short, one pasted byte)."""
    for cut in (1, 2, 3):
        text = _strictly(payload[:-cut], "utf-8") or ""
        if text and not text.isascii():
            return text
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = len(payload) - len(text)  # every multibyte character is longer in bytes
    return text if good > 10 * broken else None


def _repair_run(run: re.Match[str]) -> str:
    raw = bytearray()
    for character in run.group():
        raw += character.encode(_LEGACY_LATIN) if character in _CP1252_HIGH else character.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run.group()


def undo_double_encoding(text: str) -> str:
    """Repair UTF-8 that was read as cp1252 and written as UTF-8 again, where that is evident."""
    if not any(lead in text for lead in _LEADS):
        return text
    runs = _HIGH_RUN.findall(text)
    repaired = _HIGH_RUN.sub(_repair_run, text)
    changed = len(runs) - len(_HIGH_RUN.findall(repaired))
    return repaired if changed * 10 >= len(runs) * 8 else text


def decode(payload: bytes, content_type: str | None = None, fallback: str | None = None) -> str:
    """Decode a page once: BOM, then what the bytes say, header, meta, `fallback`, and at last a guess.

    Valid UTF-8 with multibyte characters wins over any declaration: a whole family of sites declares
    iso-8859-1 and sends UTF-8. Never raises.
    """
    encoding, bom = read_bom(payload)
    if encoding and bom:
        return undo_double_encoding(payload[len(bom) :].decode(encoding, "replace"))
    wide = _wide_without_bom(payload)
    if wide:
        return payload.decode(wide, "replace")
    declared = [
        _python_name(http_content_type_encoding(content_type)) if content_type else None,
        _python_name(html_body_declared_encoding(payload[:4096])),
        _python_name(fallback),
    ]
    if payload.isascii():
        escaping = next((name for name in declared if name in _ASCII_ESCAPING - {"utf_7"}), None)
        return (_strictly(payload, escaping) if escaping else None) or payload.decode("ascii")
    text = _strictly(payload, "utf-8") or _nearly_utf8(payload)
    if text is not None:
        return undo_double_encoding(text)
    for name in declared:
        text = _strictly(payload, name) if name and name not in {"utf-8", "ascii", "utf_7"} else None
        if text is not None:
            return text
    return _guess(payload)


def _guess(payload: bytes) -> str:
    # Detectors name odd Cyrillic and East Asian sets for a Latin page with a few typographic quotes.
    high = sum(byte >= 0x80 for byte in payload[:SAMPLE])
    if high * 50 > min(len(payload), SAMPLE):
        best = from_bytes(payload[:SAMPLE]).best()
        if best is not None:
            return payload.decode(best.encoding, "replace")
    return payload.decode(_LEGACY_LATIN, "replace")
