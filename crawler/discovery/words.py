"""The words by which news sites name their pages, read once from words.toml."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Role = Literal[
    "article", "taxonomy", "tag", "person", "search", "list", "media", "static", "machine", "parts", "next"
]


@cache
def words(role: Role) -> frozenset[str]:
    """Return the words of a role in every language, in lower case."""
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return frozenset(word for language in tomllib.loads(text).values() for word in language.get(role, ()))
