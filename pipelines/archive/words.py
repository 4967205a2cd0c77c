"""A reader's words as an FTS5 expression: any text is safe, because every term is quoted."""

import re
import unicodedata
from dataclasses import dataclass

from pipelines.archive.errors import SearchError

MAX_LENGTH = 4_000  # characters
MAX_TERMS = 64
SHORTEST_PREFIX = 2  # characters: a prefix of one reads a tenth of the index

TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"*]+))(?P<star>\**)')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase; `prefix`: its last word may go on."""

    text: str
    prefix: bool
    excluded: bool

    @property
    def expression(self) -> str:
        """The term as FTS5 reads it; a word that is an operator elsewhere is a word here."""
        return f'"{self.text}"' + (" *" if self.prefix else "")


def parse_terms(text: str) -> list[Term]:
    """Split a query into terms: words, "phrases", prefix*, -excluded; what holds no letter or digit is left out.

    Raises SearchError for a query over MAX_LENGTH or MAX_TERMS, or a prefix too short.
    """
    if len(text) > MAX_LENGTH:
        raise SearchError(f"the query has {len(text)} characters, {MAX_LENGTH} is the limit")
    terms = []
    for match in TERM.finditer(text):
        words = (match["phrase"] or match["word"] or "").replace("\0", " ")
        words = words.encode("utf-8", "replace").decode("utf-8")
        letters = sum(_is_indexed(character) for character in words)
        if not letters:
            continue
        term = Term(words, bool(match["star"]), bool(match["minus"]))
        if term.prefix and letters < SHORTEST_PREFIX:
            raise SearchError(f"{words}*: a prefix needs {SHORTEST_PREFIX} letters or digits")
        terms.append(term)
    if len(terms) > MAX_TERMS:
        raise SearchError(f"the query has {len(terms)} terms, {MAX_TERMS} is the limit")
    return terms


def _is_indexed(character: str) -> bool:
    """Tell whether unicode61 makes the character part of a word."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def match_expression(text: str) -> str | None:
    """Return the FTS5 expression of a query, None for a blank one.

    Raises SearchError where nothing in it can be looked for.
    """
    if not text.strip():
        return None
    terms = parse_terms(text)
    wanted = [term.expression for term in terms if not term.excluded]
    if not wanted:
        raise SearchError(f"nothing to look for in {text[:80]!r}: a query needs a word that is not excluded")
    excluded = [f" NOT {term.expression}" for term in terms if term.excluded]
    return f"({' AND '.join(wanted)})" + "".join(excluded)
