"""Language packs: the phrases, names of months and zones that a language's pages print, as TOML data."""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from pipelines.catalogue import OPERATORS_LANGUAGES, CatalogueError, check_table, read_table

Word = Annotated[str, StringConstraints(min_length=1)]
_SCRIPTS = {
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "han": re.compile("[\u4e00-\u9fff]"),
}
Kind = Literal["line", "prefix", "label", "heading", "inline", "lead", "cut"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return pattern


Pattern = Annotated[Word, AfterValidator(_check_pattern)]


class Phrase(_Table):
    """A stock phrase that is no article text; id.toml says what each kind means."""

    reason: Word
    kind: Kind
    pattern: Pattern


class Correction(_Table):
    """How a press words one kind of notice that corrects an article; id.toml says how each list is used."""

    kind: Literal["correction", "clarification", "right-of-reply", "withdrawal", "apology"]
    words: tuple[Word, ...] = Field((), strict=False)
    openings: tuple[Word, ...] = Field((), strict=False)
    doubtful: tuple[Word, ...] = Field((), strict=False)
    notes: tuple[Pattern, ...] = Field((), strict=False)


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
    by_verbs: tuple[str, ...] = Field((), strict=False)  # before them: "Posted by Jane Roe"
    byline_ends: tuple[str, ...] = Field((), strict=False)  # where the name ends: "Special to the Herald"
    byline_patterns: tuple[Pattern, ...] = Field((), strict=False)  # whole lines with a group `names`
    account_names: frozenset[str] = Field(
        frozenset(), strict=False
    )  # logins, no names where written so, in small letters
    role_words: frozenset[str] = Field(frozenset(), strict=False)  # what a writer is called beside the name
    credit_words: tuple[str, ...] = Field((), strict=False)
    time_words: tuple[str, ...] = Field((), strict=False)
    published_words: tuple[str, ...] = Field((), strict=False)
    modified_words: tuple[str, ...] = Field((), strict=False)
    past_words: tuple[str, ...] = Field((), strict=False)
    past_prefixes: tuple[str, ...] = Field((), strict=False)
    one_words: tuple[str, ...] = Field((), strict=False)
    one_prefixes: tuple[str, ...] = Field((), strict=False)
    is_words: tuple[str, ...] = Field((), strict=False)  # what a name is: "The Herald is a weekly"
    day_words: dict[str, int] = Field(default_factory=dict)  # days ago
    advertorial_words: tuple[str, ...] = Field((), strict=False)
    release_words: tuple[str, ...] = Field((), strict=False)
    press_offices: tuple[Pattern, ...] = Field((), strict=False)
    syndication: tuple[Pattern, ...] = Field((), strict=False)  # with a group `outlet`
    place_kinds: dict[str, list[str]] = Field(
        default_factory=dict
    )  # words before a place's name, by its kind
    place_markers: frozenset[str] = Field(frozenset(), strict=False)  # words before the name of any place
    not_places_after: frozenset[str] = Field(
        frozenset(), strict=False
    )  # words behind which a name is no place's
    agencies: dict[str, list[str]] = Field(default_factory=dict)  # spellings; up to four letters: case counts
    months: dict[str, list[str]] = Field(default_factory=dict)
    weekdays: dict[str, list[str]] = Field(default_factory=dict)
    zones: dict[str, int] = Field(default_factory=dict)  # minutes east of UTC
    zone_names: dict[str, str] = Field(
        default_factory=dict
    )  # of the tz database: those that keep summer time
    units: dict[str, int]  # minutes
    static: Static
    phrase: tuple[Phrase, ...] = Field(strict=False)
    correction: tuple[Correction, ...] = Field((), strict=False)
    correction_about: Pattern | None = None


@cache
def packs() -> dict[str, Pack]:
    """Load every pack once, by language; raises CatalogueError for an operator's file that cannot be used."""
    return load_packs(pack_folders())


def pack_folders() -> tuple[Path, ...]:
    """Return the folders of the packs: the shipped one, and the operator's where the environment names one."""
    named = os.environ.get(OPERATORS_LANGUAGES)  # which every worker process has too
    return (Path(__file__).parent, Path(named)) if named else (Path(__file__).parent,)


def load_packs(folders: Iterable[Path]) -> dict[str, Pack]:
    """Read packs by language, a later folder's file laid over the one of its name: its lists are added, a word replaces.

    Raises CatalogueError naming file and key.
    """
    tables: dict[str, dict[str, Any]] = {}
    loaded: dict[str, Pack] = {}
    for folder in folders:
        if not folder.is_dir():
            raise CatalogueError(f"{folder}: no folder of language packs")
        for path in sorted(folder.glob("*.toml")):
            tables[path.stem] = _overlay(tables.get(path.stem, {}), read_table(path))
            loaded[path.stem] = check_table(path, Pack, tables[path.stem])
    return {pack.language: pack for pack in loaded.values()}


def _overlay(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            merged[key] = _overlay(under, value)
        elif isinstance(under, list) and isinstance(value, list):
            merged[key] = under + [entry for entry in value if entry not in under]
        else:
            merged[key] = value
    return merged


@cache
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
