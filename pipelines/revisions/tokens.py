"""Words as a reader sees them: the marks that two printings of one text may differ in are the same word here."""

import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

# Soft hyphens, zero-width and direction marks, variation selectors: nobody sees them.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_DOUBLED = "''|``|‘‘|’’"  # how typewriters and old systems set a double quotation mark
_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″「」『』〝〞"
_DASHES = "-‐‑‒–—―−﹘﹣－"
# Scripts that set no spaces between words: a word is one sign with what belongs to it.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")  # 1.250.000: separators between thousands
_ENTITY_PASSES = 2  # `&amp;quot;` is what a system writes that escapes what was escaped

# What a token is where no letter has an accent: the same as below, found in a third of the time.
_PLAIN = re.compile(r"\d+(?:[.,:]\d+)*|[A-Za-z]+|''|``|-+|\.{2,}|\S")
_PLAIN_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[a-z]+")  # those of them that are no marks, in small letters


class Token(NamedTuple):
    """A word, number or mark: what it counts as, and where it stands in the tidied text."""

    key: str
    start: int
    end: int


def _tokens_in(text: str) -> re.Pattern[str]:
    return _PLAIN if text.isascii() else _pattern()


@cache
def _pattern() -> re.Pattern[str]:
    """Return what a token is; signs that combine (accents, vowels of Indic scripts) belong to their letter."""
    marks = "".join(chr(n) for n in range(0x300, 0xAC00) if unicodedata.category(chr(n))[0] == "M")
    unspaced = f"(?![\\d{re.escape(marks)}])[{_UNSPACED}][{marks}]*"
    word = f"(?:(?![{_UNSPACED}])[^\\W\\d_])(?:(?![{_UNSPACED}])[^\\W\\d_]|[{marks}])*"
    return re.compile(rf"\d+(?:[.,:]\d+)*|{unspaced}|{word}|{_DOUBLED}|[{re.escape(_DASHES)}]+|\.{{2,}}|\S")


def tidy(text: str) -> str:
    """Return a text as it is shown: entities resolved, letters composed (NFC), invisible marks left out."""
    for _ in range(_ENTITY_PASSES):
        if "&" in text:
            text = html.unescape(text)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def tokenize(text: str) -> list[Token]:
    """Return the words, numbers and marks of a tidied text; case, and the style of quotes and dashes, make no other key."""
    return [Token(_key(match[0]), *match.span()) for match in _tokens_in(text).finditer(text)]


def words_of(text: str) -> str:
    """Return the words and numbers of a text as they are compared, a space between them."""
    text = tidy(text)
    if text.isascii():
        return " ".join(_PLAIN_WORD.findall(text.lower()))
    return " ".join(filter(is_word, map(_key, _tokens_in(text).findall(text))))


def _key(word: str) -> str:
    first = word[0]
    if first.isalnum():
        return _ascii_digits(word) if first.isdigit() else word.casefold()
    if first in _QUOTES:
        return "'"
    if first in _DASHES:
        return "-"
    return "..." if first == "…" or word.startswith("..") else word.casefold()


def _ascii_digits(number: str) -> str:
    if number.isascii():
        return number
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in number)


def is_figure(key: str) -> bool:
    """Tell whether a token is a number, a clock or a sum."""
    return key[0].isdigit()


def value_of(figure: str) -> str:
    """Return a figure without what is style: 1.250 and 1,250 and 1250 are one, 14.30 and 14:30 too."""
    if _GROUPED.fullmatch(figure):
        return re.sub(r"[.,]", "", figure)
    return figure.replace(":", ".")


def is_word(key: str) -> bool:
    """Tell whether a token is a word or a number, and not a mark."""
    return key[0].isalnum()
