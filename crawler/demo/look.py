"""The look of a paper: class names, wrappers, order of blocks and stock phrases, drawn from the seed."""

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

# What site builders call things; which of them a paper uses is drawn.
NAMES = {
    "body": (
        "isi",
        "konten",
        "artikel-isi",
        "detail-text",
        "read__content",
        "single-text",
        "naskah",
        "post-body",
    ),
    "side": ("samping", "kanan", "col-right", "aside-box", "rail", "kolom-b"),
    "list": ("daftar", "latest-list", "media-list", "terbaru", "feed-items", "grid-news"),
    "meta": ("info", "byline", "detail-meta", "post-info", "keterangan", "waktu"),
    "ad": ("slot", "banner", "billboard", "sponsor", "ruang-iklan"),
    "related": ("terkait", "more-read", "linkbox", "juga", "rekomendasi"),
}
_SUFFIXES = ("", "-wrap", "__inner", "-box", "-2", "_main", "-area")


class Look:
    """Draws that stay the same for a paper: the same role is always answered alike."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.style = key  # of what a redesign changes: names, wrappers, orders
        self._drawn: dict[tuple[str, str], Any] = {}

    def rng(self, role: str, key: str | None = None) -> random.Random:
        """Return a fresh generator for a role."""
        return random.Random(f"{key or self.key}:{role}")  # noqa: S311 - a plot, not a secret

    def restyle(self, style: str) -> None:
        """Draw names, wrappers and orders anew; what was picked or tossed for good, such as addresses, stays."""
        if style != self.style:
            self.style = style
            self._drawn = {
                drawn: value for drawn, value in self._drawn.items() if drawn[0] in {"pick", "chance"}
            }

    def _once(self, kind: str, role: str, draw: Callable[[], T]) -> T:
        """Draw for a role at first asking, and answer that ever after."""
        if (kind, role) not in self._drawn:
            self._drawn[kind, role] = draw()
        drawn: T = self._drawn[kind, role]
        return drawn

    def css(self, role: str) -> str:
        """Return the class name of a role: a builder's word, or the hash that a bundler left."""
        return self._once("css", role, lambda: self._class_name(role))

    def _class_name(self, role: str) -> str:
        rng = self.rng(f"css:{role}", self.style)
        if rng.random() < 0.35:
            return f"css-{rng.randrange(16**6):06x}"
        words = NAMES.get(role.split("-", maxsplit=1)[0], ("blok", "unit", "bagian", "sec", "row-x", "panel"))
        return rng.choice(words) + rng.choice(_SUFFIXES)

    def pick(self, role: str, options: Sequence[T]) -> T:
        """Choose one for good."""
        return options[self._once("pick", role, lambda: self.rng(role).randrange(len(options)))]

    def chance(self, role: str, share: float) -> bool:
        """Toss for good."""
        return self._once("chance", role, lambda: self.rng(role).random()) < share

    def order(self, role: str, items: Sequence[T]) -> list[T]:
        """Put items in an order for good."""
        turns = self._once(
            "order", role, lambda: self.rng(role, self.style).sample(range(len(items)), len(items))
        )
        return [items[turn] for turn in turns]

    def wrap(self, html: str, role: str) -> str:
        """Put 0 to 3 wrappers around a block."""
        for level in range(self._once("wrap", role, lambda: self.rng(role, self.style).randint(0, 3))):
            html = f'<div class="{self.css(f"{role}-{level}")}">{html}</div>'
        return html
