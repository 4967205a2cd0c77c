"""Any number of made stories, from word lists and sentence patterns: the same seed makes the same stories."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crawler.demo.story import ITEM, SUBHEADING, Story

GRAMMAR = Path(__file__).with_name("grammar") / "id.toml"
DEPTH = 12  # how deep patterns may stand in patterns; the shipped grammar needs 5
_SLOT = re.compile(r"<(?:(\d+)-(\d+)|([A-Za-z_]+))>")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))[“‘]?[a-z]")


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads(GRAMMAR.read_text(encoding="utf-8"))


class Writer:
    """Writes one story: names bound once, everything else drawn anew at each place."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words: dict[str, list[str]] = _grammar()["words"]
        self.bound: dict[str, str] = {}
        self.used: set[str] = set()
        for name in _grammar()["once"]["names"]:
            self.bound[name] = self.expand(rng.choice(self.words[name]))

    def expand(self, pattern: str, depth: int = 0) -> str:
        """Fill the slots of a pattern; `<Name>` is `<name>` with a capital letter."""
        if depth > DEPTH:
            raise ValueError(f"the grammar goes round in circles at {pattern!r}")

        def fill(match: re.Match[str]) -> str:
            if match[1]:
                return str(self.rng.randint(int(match[1]), int(match[2])))
            name = match[3].lower()
            word = self.bound.get(name) or self.expand(self.rng.choice(self.words[name]), depth + 1)
            return word if match[3] == name else _titled(word)

        return _SLOT.sub(fill, pattern)

    def sentence(self, name: str) -> str:
        """Draw a sentence of a kind by a pattern not used before, and give its sentences their capitals."""
        pattern = self.rng.choice(
            [kept for kept in self.words[name] if kept not in self.used] or self.words[name]
        )
        self.used.add(pattern)
        text = self.expand(pattern)
        return _SENTENCE_START.sub(lambda match: match[0].upper(), text)

    def paragraphs(self, lead: str) -> tuple[str, ...]:
        """Draw the 4 to 14 paragraphs of a story."""
        text = [
            _SENTENCE_START.sub(lambda match: match[0].upper(), self.expand(lead)),
            self.sentence("quote"),
        ]
        length = self.rng.choice((4, 5, 6, 6, 7, 8, 9, 10, 12, 14))
        if length >= 8:
            text += [self.sentence("list_lead"), *(ITEM + self.expand("<item>") for _ in range(3))]
        while len(text) < length - 1:
            if len(text) == 7:
                text.append(SUBHEADING + self.expand("<subhead>"))
            text.append(self.sentence(self.rng.choice(("fact", "fact", "quote", "background"))))
        return (*text, self.sentence("closing"))


def _titled(phrase: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in phrase.split(" "))


def make_story(seed: int, number: int) -> Story:
    """Make the numbered story of a seed."""
    rng = random.Random(f"{seed}:story:{number}")  # noqa: S311 - a plot, not a secret
    writer = Writer(rng)
    topic = rng.choice(_grammar()["topic"])
    pictured = rng.random() < 0.4
    caption = writer.sentence("caption") if pictured else None
    return Story(
        id=f"made-{number}",
        headline=writer.expand(rng.choice(topic["headline"])),
        paragraphs=writer.paragraphs(rng.choice(topic["lead"])),
        place=writer.bound["place"],
        section=topic["section"],
        tags=(*topic["tags"], writer.bound["village"]),
        caption=caption,
        photo_credit=writer.expand("<credit>") if pictured else None,
        sign_off=topic.get("sign_off"),
        release=topic.get("release", False),
    )
