"""Blocks that a paper plants among the paragraphs of its articles, in words that no list of phrases can know."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from crawler.demo.outlet import Outlet

STRETCH = 10  # posts in a row: in each of them a block stands on its share
SHARES = (3, 4, 5, 6, 8)  # of a stretch
FORMS = ("paragraph", "box", "link")
_ONSETS = "b d f g h j k l m n p r s t w ng ny kr dr".split()
_VOWELS = "a e i o u ai au".split()
_CODAS = ["", "", "", "n", "ng", "r", "k", "s", "h"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A block in invented words; `link` are its last words where it has a link."""

    number: int
    text: str
    form: str
    link: str
    posts: int  # of a stretch that show it

    def html(self, css: str, address: str, *, bare: bool = False) -> str:
        """Render the block; a paragraph is `bare` where line breaks part the paragraphs."""
        if self.form == "paragraph":
            return escape(self.text) if bare else f"<p>{escape(self.text)}</p>"
        if self.form == "box":
            return f'<div class="{css}">{escape(self.text)}</div>'
        before = self.text.removesuffix(self.link)
        return f'<div class="{css}"><p>{escape(before)}<a href="{address}">{escape(self.link)}</a></p></div>'


def _word(rng: random.Random) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.randint(2, 4))
    )


def draw_planted(outlet: Outlet, count: int) -> tuple[Planted, ...]:
    """Draw the blocks that a paper plants; the first is a paragraph like the article's own."""
    rng = random.Random(f"{outlet.seed}:{outlet.id}:planted")  # noqa: S311 - a plot, not a secret
    blocks = []
    for number in range(count):
        words = [_word(rng) for _ in range(rng.randint(5, 14))]
        text = " ".join(words).capitalize() + rng.choice((".", ".", "!", ""))
        link = text[text.index(f" {words[-2]}") + 1 :]
        form = FORMS[0] if number == 0 else rng.choice(FORMS)
        blocks.append(Planted(number, text, form, link, rng.choice(SHARES)))
    return tuple(blocks)


def shown_on(blocks: Sequence[Planted], outlet: Outlet, place: int) -> tuple[Planted, ...]:
    """Return which of its blocks a paper shows on its post at a place in the order of publication."""
    stretch, offset = divmod(place, STRETCH)
    shown = []
    for block in blocks:
        rng = random.Random(f"{outlet.seed}:{outlet.id}:{block.number}:{stretch}")  # noqa: S311 - a plot, not a secret
        if offset in rng.sample(range(STRETCH), block.posts):
            shown.append(block)
    return tuple(shown)


def insert_between(lines: list[str], blocks: Sequence[str], rng: random.Random) -> list[str]:
    """Put blocks between the paragraphs of an article, each at a place of its own drawing."""
    filled = list(lines)
    for block in blocks:
        if len(lines) > 1:
            filled.insert(rng.randrange(1, len(filled)), block)
    return filled
