"""A text as the words by which copies are known: without case, punctuation and invisible signs, dateline and sign-off apart."""

import hashlib
import re
import unicodedata

MAX_WORDS = 20_000  # of a text; what lies beyond is not compared

# Soft hyphens, zero-width signs, joiners, marks of direction, byte order marks, variation selectors: nothing that is read.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# A figure with its separators is one word: 1.250 is no 1 and 250. Most words are of plain letters, which are told fastest.
WORD = re.compile(r"[a-z]+[^\W\d]*|[^\W\d]+|\d+(?:[.,:/]\d+)*")
# Scripts that put no spaces between words: each sign is one.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# `klikkalimantan.com, BANJARMASIN-Dinas ...`, `MARTAPURA, Suara.com – ...`, `JAKARTA (ANTARA) - ...`, `Paris, 26 Jan. - ...`
DATELINE = re.compile(
    r"\s*(?P<head>[^\n–—]{2,70}?)\s*(?:[–—]+|--+|(?<=\s)[-_|]|(?<=[A-Z])-(?=[A-Z“\"]))\s*(?=\S)"
)
DOMAIN = re.compile(r"\b[\w-]+\.[a-z]{2,}\b", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+")
MAX_DATELINE = 8  # words
MAX_PLACE = 4  # words of a place that is not in capitals
# `(pr/klik)`, `[adv]`, or after a sentence ` - BERNAMA`, at the very end.
SIGN_OFF = re.compile(
    r"""\s*(?:[(\[][^()\[\]\n]{1,40}[)\]]|(?<=[.!?"”’)\s])[-–—]+\s*[^\s.!?][^\n.!?,]{1,30})\s*\Z"""
)
TAIL = 60  # characters: where a sign-off is looked for


def plain(text: str) -> str:
    """Return a text in one form of each letter, without what is not seen."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def body(text: str) -> str:
    """Return a plain text without its dateline and its sign-off."""
    text = plain(text)
    start = _after_dateline(text)
    end = SIGN_OFF.search(text, max(start, len(text) - TAIL))
    return text[start : end.start() if end else len(text)]


def _after_dateline(text: str) -> int:
    """Return where the text begins after its dateline: a short head before a dash, in capitals, a name, or an outlet's address."""
    match = DATELINE.match(text)
    if match is None or len(match["head"].split()) > MAX_DATELINE:
        return 0
    letters = LETTERS.findall(match["head"])
    in_capitals = any(len(word) > 2 and word.isupper() for word in letters)
    is_name = 0 < len(letters) <= MAX_PLACE and all(word[0].isupper() for word in letters)
    return match.end() if in_capitals or is_name or DOMAIN.search(match["head"]) else 0


def split(text: str) -> list[str]:
    """Return the words of a plain text in order, without their case."""
    text = text.casefold()
    if not text.isascii() and UNSPACED.search(text):
        text = UNSPACED.sub(lambda sign: f" {sign[0]} ", text)
    return WORD.findall(text)[:MAX_WORDS]


def fingerprint(words: list[str]) -> int:
    """Return 64 bits that are the same for the same words in the same order, as a signed integer."""
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
