"""A release as read from a file, and its headline told from its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KINDS = ("text", "mail", "html", "pdf", "docx")
MAX_BYTES = 16 * 1024 * 1024  # of a file: a release with its pictures has a few
MAX_PAGES = 60  # of a PDF
MAX_TEXT = 200_000  # characters: as many as a book's chapter has; more is no release
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
_PROSE = 12  # words: a paragraph of as many is text, and so is a shorter sentence
_SENTENCE = 6
_HEAD = 8  # paragraphs: letterhead, number, date, headline, line under it
_SPACES = re.compile(r"\s+")


class ReleaseError(Exception):
    """A file that gives no release; says why, in words for whoever named it."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was mailed: `head` is what stands above the text (letterhead, number, headline), `title` a line of it."""

    kind: str
    title: str
    head: tuple[str, ...]
    paragraphs: tuple[str, ...]
    found_in: str = ""  # of a mail: the attachment that it was read from

    @property
    def text(self) -> str:
        """Its paragraphs, a line each."""
        return "\n".join(self.paragraphs)


def compose(kind: str, paragraphs: Iterable[str], title: str = "", found_in: str = "") -> Release:
    """Make a release of paragraphs in order; raises ReleaseError where they hold no text, or too much."""
    lines = [line for line in (_SPACES.sub(" ", each).strip() for each in paragraphs) if _says(line)]
    if not lines:
        raise ReleaseError("holds no text")
    if sum(map(len, lines)) > MAX_TEXT:
        raise ReleaseError(f"is over {MAX_TEXT:,} characters of text: too long for a release")
    if title:
        return Release(kind, title, (title,), tuple(lines), found_in)
    at = _text_begins(lines)
    head, text = lines[:at], lines[at:]
    return Release(kind, _headline(head), tuple(head), tuple(text), found_in)


def _says(line: str) -> bool:
    return any(map(str.isalnum, line))


def _text_begins(lines: Sequence[str]) -> int:
    """Return the place of the first paragraph that is prose; 0 where it cannot be told."""
    for place, line in enumerate(lines[:_HEAD]):
        words = len(line.split())
        is_sentence = words >= _SENTENCE and _ENDED.search(line) is not None
        if is_sentence or words >= 2 * _PROSE or (words >= _PROSE and place > 0):
            return place
    return 0


def _headline(head: Sequence[str]) -> str:
    """Return the line of a head that says most: a letterhead, a number and a date are shorter."""
    return max(head, key=lambda line: sum(word.isalpha() for word in line.split()), default="")
