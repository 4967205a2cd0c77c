"""Made articles for scale: invented words in the frequencies of a language, stock phrases, templates, and planted copies.

Each article is drawn from its number alone, so that any of them can be made again. One in ten is a copy of an earlier one.
"""

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice
from typing import NamedTuple

WORDS, PHRASES, TEMPLATES, SITES = 60_000, 30_000, 300, 200
COPIES = 0.1  # of all articles
OF_TEMPLATES = 0.02
_ONSETS = "b d f g h j k l m n p r s t w y ng ny kr dr pr tr".split()
_VOWELS = "a e i o u ai au".split()
_CODAS = ["", "", "", "n", "ng", "r", "k", "s", "h", "t"]


class Made(NamedTuple):
    """An article, and the number of the one that it copies."""

    text: str
    copy_of: int | None


class Language(NamedTuple):
    """Words and stock phrases with how often they occur, names, texts with blanks, outlets' closing lines."""

    tokens: list[str]
    weights: list[float]
    names: list[str]
    templates: list[list[str]]
    closings: list[str]


@cache
def language() -> Language:
    """Draw the language: one token in eight is a phrase of three to eleven words."""
    rng = random.Random("language")
    words = sorted({_word(rng) for _ in range(WORDS * 2)})
    rng.shuffle(words)
    words = words[:WORDS]
    by_rank = [1 / (rank + 3) for rank in range(len(words))]
    cumulated = list(accumulate(by_rank))

    def some(count: int) -> list[str]:
        return rng.choices(words, cum_weights=cumulated, k=count)

    phrases = [" ".join(some(rng.randint(3, 11))) for _ in range(PHRASES)]
    of_phrases = [1 / (rank + 10) for rank in range(PHRASES)]
    share = sum(by_rank) / sum(of_phrases) / 7
    return Language(
        tokens=[*words, *phrases],
        weights=list(accumulate([*by_rank, *(weight * share for weight in of_phrases)])),
        names=[_word(rng).capitalize() for _ in range(20_000)],
        templates=[some(rng.randint(60, 160)) for _ in range(TEMPLATES)],
        closings=[" ".join(some(18)).capitalize() + "." for _ in range(SITES)],
    )


def _word(rng: random.Random) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.randint(1, 4))
    )


def make(number: int) -> Made:
    """Make an article."""
    rng = random.Random(number)
    if number > 100 and rng.random() < COPIES:
        original = rng.randrange(max(0, number - 50_000), number)
        if not make_is_copy(original):
            return Made(_edit(original, rng), original)
    return Made(_print(_sentences(number), rng), None)


def make_is_copy(number: int) -> bool:
    """Tell whether an article may be a copy, or is of a template: neither is copied."""
    return (number > 100 and random.Random(number).random() < COPIES) or _is_template(number)


def _is_template(number: int) -> bool:
    return random.Random(f"{number}:kind").random() < OF_TEMPLATES


def _sentences(number: int) -> list[str]:
    rng, told = random.Random(f"{number}:text"), language()
    if _is_template(number):
        return [_fill(rng.choice(told.templates), rng)]
    names = rng.choices(told.names, k=8)
    count = max(4, min(60, round(rng.lognormvariate(2.7, 0.45))))
    tokens = iter(rng.choices(told.tokens, cum_weights=told.weights, k=count * 12))
    return [_sentence(rng, names, tokens) for _ in range(count)]


def _sentence(rng: random.Random, names: list[str], tokens: Iterator[str]) -> str:
    """Print the next tokens, with two names or so, and a figure in half of the sentences."""
    words = list(islice(tokens, rng.randrange(6, 13)))
    for _ in range(2):
        words.insert(rng.randrange(len(words)), names[int(rng.random() * len(names))])
    if rng.random() < 0.5:
        words.insert(rng.randrange(len(words)), str(rng.randrange(2, 900)))
    line = " ".join(words)
    return f"{line[:1].upper()}{line[1:]}."


def _fill(template: list[str], rng: random.Random) -> str:
    """Put other names and figures to every seventh word or so."""
    told = language()
    words = [
        word if place % 7 else rng.choice((rng.choice(told.names), str(rng.randint(2, 900))))
        for place, word in enumerate(template, start=1)
    ]
    return " ".join(words) + "."


def _edit(original: int, rng: random.Random) -> str:
    """Copy: 10 to 30% of the sentences cut or changed, a paragraph added, a figure in three another."""
    sentences = _sentences(original)
    touched = set(rng.sample(range(len(sentences)), round(len(sentences) * rng.uniform(0.1, 0.3))))
    edited = []
    for place, sentence in enumerate(sentences):
        if place not in touched:
            edited.append(_other_figures(sentence, rng))
        elif rng.random() < 0.5:
            words = sentence.split()
            words[rng.randrange(len(words))] = rng.choice(language().names)
            edited.append(" ".join(words))
    told = language()
    tokens = iter(rng.choices(told.tokens, cum_weights=told.weights, k=12))
    edited.insert(rng.randint(0, len(edited)), _sentence(rng, rng.choices(told.names, k=3), tokens))
    return _print(edited, rng)


def _other_figures(sentence: str, rng: random.Random) -> str:
    return " ".join(
        str(rng.randint(2, 900)) if word.isdigit() and rng.random() < 0.33 else word
        for word in sentence.split()
    )


def _print(sentences: list[str], rng: random.Random) -> str:
    """Print as an outlet does: a dateline, paragraphs, at times its closing line, a sign-off."""
    told = language()
    name = rng.choice(told.names)
    paragraphs, at = [], 0
    while at < len(sentences):
        size = rng.randint(1, 3)
        paragraphs.append(" ".join(sentences[at : at + size]))
        at += size
    if rng.random() < 0.2:
        paragraphs.append(rng.choice(told.closings))
    text = "\n".join(paragraphs)
    return f"{name.upper()}, {name.lower()}.test – {text} ({name[:3].lower()}/{name[-2:]})"
