"""Language packs: the phrases, names of months and zones that a language's pages print, as TOML data."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Word = Annotated[str, StringConstraints(min_length=1)]
_SCRIPTS = {
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "han": re.compile("[\u4e00-\u9fff]"),
}
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

    titles: frozenset[str] = Field(frozenset(), strict=False)
    paths: frozenset[str] = Field(frozenset(), strict=False)
    not_found: frozenset[str] = Field(frozenset(), strict=False)
    login: frozenset[str] = Field(frozenset(), strict=False)
    consent: frozenset[str] = Field(frozenset(), strict=False)
    challenge: frozenset[str] = Field(frozenset(), strict=False)  # a firewall that asks who is there


class Pack(_Table):
    """All that is particular to one language."""

    language: Word
    aliases: frozenset[str] = Field(frozenset(), strict=False)  # other codes that pages give the language
    stopwords: str  # empty where words are not set apart; then `script` tells the language
    script: Literal["kana", "hangul", "han"] | None = None
    author_labels: tuple[str, ...] = Field((), strict=False)
    editor_labels: tuple[str, ...] = Field((), strict=False)
    other_labels: tuple[str, ...] = Field((), strict=False)
    name_joiners: tuple[str, ...] = Field((), strict=False)
    not_names: frozenset[str] = Field(frozenset(), strict=False)
    titles: tuple[str, ...] = Field((), strict=False)
    dek: bool = False  # the press counts what stands under a headline to it, not to the article
    by_words: tuple[str, ...] = Field((), strict=False)  # before a name without a colon: "By Jane Roe"
    role_words: frozenset[str] = Field(frozenset(), strict=False)  # what a writer is called beside the name
    credit_words: tuple[str, ...] = Field((), strict=False)
    time_words: tuple[str, ...] = Field((), strict=False)
    published_words: tuple[str, ...] = Field((), strict=False)
    modified_words: tuple[str, ...] = Field((), strict=False)
    past_words: tuple[str, ...] = Field((), strict=False)
    months: dict[str, list[str]] = Field(default_factory=dict)
    weekdays: dict[str, list[str]] = Field(default_factory=dict)
    zones: dict[str, int] = Field(default_factory=dict)  # minutes east of UTC
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
def _stopwords() -> dict[str, list[str]]:
    """Return the languages that each stopword is one of."""
    known: dict[str, list[str]] = {}
    for name, pack in packs().items():
        for word in frozenset(pack.stopwords.split()):
            known.setdefault(word, []).append(name)
    return known


@cache
def _aliases() -> dict[str, str]:
    return {alias: name for name, pack in packs().items() for alias in pack.aliases}


def _by_script(text: str) -> str | None:
    """Name the language of a text whose script no other pack's language writes."""
    letters = sum(map(str.isalpha, text))
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    for script, share in (("kana", 0.1), ("hangul", 0.3), ("han", 0.5)):  # Japanese mixes kana with han
        if letters and counts[script] >= share * letters:
            return next((name for name, pack in packs().items() if pack.script == script), None)
    return None


def detect_language(texts: Iterable[str], hint: str | None) -> str | None:
    """Name the language of prose: by its script or stopwords; where they tell nothing, by the page's own claim (`hint`)."""
    text = " ".join(texts)[:6000]
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    claimed = (hint or "").replace("_", "-").split("-")[0].lower()
    claimed = _aliases().get(claimed, claimed)
    scripted = None if text.isascii() else _by_script(text)
    if scripted:
        return scripted
    scores = dict.fromkeys((name for name, pack in packs().items() if pack.stopwords), 0)
    for token in tokens:
        for name in _stopwords().get(token, ()):
            scores[name] += 1
    foreign = claimed if re.fullmatch(r"[a-z]{2,3}", claimed) and claimed not in scores else None
    # Sisters such as Indonesian and Malay share most small words; between them the page's own word counts.
    best = max(scores, key=lambda name: scores[name] * (1.2 if name == claimed else 1.0), default=None)
    if best is not None and scores[best] >= max(3, len(tokens) // (3 if foreign else 9)):
        return best
    return foreign
