"""Texts in invented words, and what other papers make of them."""

import random

SYLLABLES = "ba du gi ka lo me nu pa ri so ta wu ya ze".split()


def tell(story: str, sentences: int = 12) -> list[str]:
    """Return the sentences of a story, of about a dozen words each; other stories have other words."""
    rng = random.Random(story)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(90)]
    return [" ".join(rng.choices(words, k=rng.randint(9, 14))).capitalize() + "." for _ in range(sentences)]


def text(*sentences: str, dateline: str = "", sign_off: str = "") -> str:
    """Print sentences as an article's text, one a paragraph."""
    return dateline + "\n".join(sentences) + (f" ({sign_off})" if sign_off else "")
