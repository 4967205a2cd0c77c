"""Language packs: the phrases, names of months and zones that a language's pages print, as TOML data."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Word = Annotated[str, StringConstraints(min_length=1)]
Kind = Literal["line", "prefix", "label", "heading", "inline", "lead", "cut"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Phrase(_Table):
    """A stock phrase that is no article text; id.toml says what each kind means."""

    reason: Word
    kind: Kind
    pattern: Word

    @field_validator("pattern")
    @classmethod
    def _check_pattern(cls, pattern: str) -> str:
        re.compile(pattern, re.IGNORECASE)
        return pattern


class Static(_Table):
    """How a language names the pages that are no articles."""

    titles: frozenset[str] = Field(strict=False)
    paths: frozenset[str] = Field(strict=False)
    not_found: frozenset[str] = Field(strict=False)
    login: frozenset[str] = Field(strict=False)
    consent: frozenset[str] = Field(strict=False)


class Pack(_Table):
    """All that is particular to one language."""

    language: Word
    stopwords: Word
    author_labels: tuple[str, ...] = Field(strict=False)
    editor_labels: tuple[str, ...] = Field(strict=False)
    other_labels: tuple[str, ...] = Field(strict=False)
    name_joiners: tuple[str, ...] = Field(strict=False)
    not_names: frozenset[str] = Field(strict=False)
    titles: tuple[str, ...] = Field(strict=False)
    credit_words: tuple[str, ...] = Field(strict=False)
    time_words: tuple[str, ...] = Field(strict=False)
    published_words: tuple[str, ...] = Field(strict=False)
    modified_words: tuple[str, ...] = Field(strict=False)
    past_words: tuple[str, ...] = Field(strict=False)
    months: dict[str, list[str]]
    weekdays: dict[str, list[str]]
    zones: dict[str, int]  # minutes east of UTC
    units: dict[str, int]  # minutes
    static: Static
    phrase: tuple[Phrase, ...] = Field(strict=False)


@cache
def packs() -> dict[str, Pack]:
    """Load every pack once, by language."""
    folder = Path(__file__).parent
    loaded = [
        Pack.model_validate(tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml"))
    ]
    return {pack.language: pack for pack in loaded}


def words(field: str) -> frozenset[str]:
    """Return the words of one list field over all packs."""
    return frozenset(word for pack in packs().values() for word in getattr(pack, field))


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    return {name: frozenset(pack.stopwords.split()) for name, pack in packs().items()}


def detect_language(texts: Iterable[str], hint: str | None) -> str | None:
    """Name the language of prose: by its stopwords; where they tell nothing, by the page's own claim (`hint`)."""
    tokens = re.findall(r"[^\W\d_]+", " ".join(texts)[:6000].lower())
    claimed = (hint or "").replace("_", "-").split("-")[0].lower()
    scores = {name: sum(token in known for token in tokens) for name, known in _stopwords().items()}
    # Sisters such as Indonesian and Malay share most small words; between them the page's own word counts.
    best = max(scores, key=lambda name: scores[name] * (1.2 if name == claimed else 1.0), default=None)
    if best is not None and scores[best] >= max(3, len(tokens) // 9):
        return best
    return claimed if re.fullmatch(r"[a-z]{2,3}", claimed) and claimed not in scores else None
