"""What newsrooms build on press releases: one shortened, with paragraphs of their own; several joined in one piece.

A piece keeps so much of a release that nobody could have it from elsewhere, and has so much of its own that it is no copy.
"""

import random
from collections.abc import Iterable, Sequence

from crawler.demo.grammar import Writer
from crawler.demo.story import ITEM, SUBHEADING, Story

KEPT = 0.62  # of a release's words
LEAST = 75  # words of it
OWN = 0.75  # words of the newsroom's own, by words kept
LEADS = (
    "Sebanyak {count} kabar dari kantor pemerintah sampai ke meja redaksi pekan ini, dan pembaca menanyakan semuanya.",
    "Redaksi merangkum {count} pengumuman yang paling banyak ditanyakan pembaca sepanjang pekan.",
    "Dari {count} pengumuman berikut, tidak satu pun yang sudah selesai dikerjakan ketika rangkuman ini ditulis.",
)
COUNTS = {2: "dua", 3: "tiga"}
FOLLOWED = ("{topic}: Begini Kata Warga {place}", "Menimbang {topic}", "{topic}, Apa Kata Mereka?")
JOINED = ("Rangkuman Pekan Ini: {topics}", "{Count} Kabar Sepekan: {topics}")


def shortened(release: Story, rng: random.Random) -> Story:
    """A release cut short, with what the newsroom found out itself after its first paragraph and at its end."""
    kept = keep(release.paragraphs)
    first, *more = own_paragraphs(release.place, OWN * count_words(kept), rng)
    headline = rng.choice(FOLLOWED).format(topic=topic_of(release), place=release.place)
    return Story(
        id=f"{release.id}-followed",
        headline=headline,
        paragraphs=(kept[0], first, *kept[1:], *more),
        place=release.place,
        section=release.section,
        tags=release.tags,
    )


def joined(releases: Sequence[Story], rng: random.Random) -> Story:
    """Releases that have nothing to do with each other, one after the other, each under its headline."""
    count = COUNTS[len(releases)]
    paragraphs = [rng.choice(LEADS).format(count=count)]
    for release in releases:
        paragraphs += [SUBHEADING + topic_of(release), *keep(release.paragraphs)]
    first = releases[0]
    paragraphs += own_paragraphs(first.place, 0.2 * count_words(paragraphs), rng)
    headline = rng.choice(JOINED).format(Count=count.title(), topics="; ".join(map(topic_of, releases)))
    return Story(
        id="-".join([release.id for release in releases] + ["joined"]),
        headline=headline,
        paragraphs=tuple(paragraphs),
        place=first.place,
        section=first.section,
        tags=("rangkuman",),
    )


def keep(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The beginning of a text, at least KEPT of its words and LEAST of them, a list whole."""
    wanted, end = max(LEAST, KEPT * count_words(paragraphs)), 0
    while end < len(paragraphs) and (
        count_words(paragraphs[:end]) < wanted
        or paragraphs[end].startswith(ITEM)
        or paragraphs[end - 1].startswith(SUBHEADING)
    ):
        end += 1
    return tuple(paragraphs[:end])


def own_paragraphs(place: str, words: float, rng: random.Random) -> list[str]:
    """Paragraphs of the newsroom's own, of so many words at least."""
    writer = Writer(rng)
    writer.bound["place"] = place
    written: list[str] = []
    while count_words(written) < words or not written:
        written.append(writer.sentence(rng.choice(("quote", "fact", "background"))))
    return written


def topic_of(story: Story) -> str:
    """The first half of a headline."""
    return story.headline.partition(", ")[0]


def count_words(paragraphs: Iterable[str]) -> int:
    """How many words paragraphs have."""
    return sum(len(text.split()) for text in paragraphs)
