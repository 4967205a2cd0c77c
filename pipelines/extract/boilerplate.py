"""Stock phrases around an article: which lines, and which parts of lines, are no article text."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from pipelines.extract.languages import Phrase, packs
from pipelines.extract.paragraphs import Line

LEAD = 60  # characters before a link in which a phrase that leads to it may begin
MAX_LENGTH = 400  # no stock phrase is longer
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*$")
_CLOSING = re.compile(r"[)\]*]*")


class Verdict(NamedTuple):
    """What a line is, when it is no article text."""

    kind: str
    reason: str
    rule: str


class Phrases:
    """The phrases of some languages, compiled into one expression a use."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        whole = [phrase for phrase in phrases if phrase.kind in {"line", "label", "heading", "cut"}]
        self._whole, self._whole_re = _compile(whole)
        self._prefix, self._prefix_re = _compile([phrase for phrase in phrases if phrase.kind == "prefix"])
        self._lead, self._lead_re = _compile(
            [phrase for phrase in phrases if phrase.kind == "lead"], r"(?<!\w)[(\[*]*(?:{})\s*[:：>»|-]*\s*$"
        )
        self._inline = [
            (phrase, re.compile(phrase.pattern, re.IGNORECASE))
            for phrase in phrases
            if phrase.kind == "inline"
        ]

    def judge(self, line: Line) -> Verdict | None:
        """Say whether a line is furniture, by its words alone."""
        if len(line.text) > MAX_LENGTH:
            return None
        text = line.text if line.text.isascii() else unicodedata.normalize("NFKC", line.text)
        found = self._whole_re.fullmatch(text)
        if found:
            return _verdict(self._whole[int(str(found.lastgroup)[1:])], found.group())
        found = self._prefix_re.match(text)
        if found and not is_sentence(line):
            return _verdict(self._prefix[int(str(found.lastgroup)[1:])], found.group())
        return None

    def strip_inline(self, line: Line) -> tuple[str, list[Verdict]]:
        """Take phrases out that stand inside a paragraph; return what is left, and what went with its words as rule."""
        gone: list[Verdict] = []
        text = line.text
        for start, end, _ in reversed(line.links):
            lead = self._lead_re.search(text, max(0, start - LEAD), start) if self._lead else None
            if lead:
                close = end + len(_CLOSING.match(text, end).group())  # type: ignore[union-attr]
                gone.append(
                    Verdict(
                        "lead",
                        self._lead[int(str(lead.lastgroup)[1:])].reason,
                        text[lead.start() : close].strip(),
                    )
                )
                text = f"{text[: lead.start()].rstrip()} {text[close:].lstrip()}".strip()
        for phrase, pattern in self._inline:
            for match in pattern.finditer(text):
                gone.append(Verdict("inline", phrase.reason, match.group()))
            if gone:
                text = " ".join(pattern.sub(" ", text).split())
        return text, gone


def is_sentence(line: Line) -> bool:
    """Say whether a line reads as running text rather than as a title or a link."""
    if line.linked * 2 > len(line.text):
        return False
    return (_SENTENCE_END.search(line.text) is not None and len(line.text.split()) > 6) or len(
        line.text
    ) > 160


def _verdict(phrase: Phrase, words: str) -> Verdict:
    return Verdict(phrase.kind, phrase.reason, f"phrase “{words[:60]}”")


def _compile(phrases: list[Phrase], frame: str = "{}") -> tuple[list[Phrase], re.Pattern[str]]:
    joined = "|".join(f"(?P<p{number}>{phrase.pattern})" for number, phrase in enumerate(phrases))
    return phrases, re.compile(frame.replace("{}", joined or r"(?!)"), re.IGNORECASE)


@cache
def phrases_for(language: str | None) -> Phrases:
    """Return the phrases for a page: its language's, and the English ones that themes print everywhere."""
    chosen = [packs()[name] for name in dict.fromkeys((language, "en")) if name in packs()]
    if language == "ms":  # Malay pages borrow Indonesian themes, and their words
        chosen.append(packs()["id"])
    return Phrases(tuple(phrase for pack in chosen for phrase in pack.phrase))
