"""The demo's stories and corrections: pure text, no server."""

import itertools
import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.demo.corrections import BEFORE, Copy, before_figure, before_typo
from crawler.demo.dates import fill_days, zone_name
from crawler.demo.grammar import make_story
from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.story import ITEM, SUBHEADING, read_clipping, written_stories

EVENT = date(2024, 10, 30)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return set(zip(words, words[1:], words[2:], strict=False))


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        ("Senja {hari}.", "Senja Rabu (30/10/2024)."),
        ("{hari-1} malam", "Selasa (29/10/2024) malam"),
        ("sampai {tanggal+3}", "sampai 2 November 2024"),
        ("{lain} tetap", "{lain} tetap"),
    ],
)
def test_days_are_counted_from_the_event(pattern, printed):
    assert fill_days(pattern, EVENT) == printed


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_zones_are_named(zone, name):
    assert zone_name(datetime(2024, 10, 30, tzinfo=ZoneInfo(zone))) == name


def test_the_shipped_stories_are_many_whole_and_distinct():
    stories = written_stories()
    assert len(stories) >= 60
    assert len({story.id for story in stories}) == len({story.headline for story in stories}) == len(stories)
    for story in stories:
        told = story.on(EVENT)
        assert 4 <= len(told.paragraphs) <= 14, story.id
        assert not told.paragraphs[0].startswith((SUBHEADING, ITEM)), story.id
        assert not told.paragraphs[-1].startswith((SUBHEADING, ITEM)), story.id
        assert not [text for text in (told.headline, *told.paragraphs) if "{" in text or "  " in text], (
            story.id
        )


def test_made_stories_are_the_same_again_and_unlike_each_other():
    made = [make_story(5, number).on(EVENT) for number in range(150)]
    assert made[:20] == [make_story(5, number).on(EVENT) for number in range(20)]
    assert all(4 <= len(story.paragraphs) <= 14 for story in made)
    assert not [
        text for story in made for text in (story.headline, *story.paragraphs) if "<" in text or "{" in text
    ]
    sets = [shingles(" ".join(story.paragraphs)) for story in made]
    assert max(len(a & b) / len(a | b) for a, b in itertools.combinations(sets, 2)) < 0.35


@pytest.mark.parametrize("kind", list(BEFORE))
def test_a_correction_changes_one_thing(kind):
    rng = random.Random(4)
    for story in written_stories():
        told = Copy(story.headline, story.paragraphs)
        before = BEFORE[kind](told, rng)
        if before is None:
            continue
        changed = [(a, b) for a, b in itertools.zip_longest(before.paragraphs, told.paragraphs) if a != b]
        assert (before.headline != told.headline) == (kind == "headline")
        assert len(changed) == (kind != "headline")


def test_a_wrong_figure_is_off_by_a_few_and_a_typo_keeps_its_letters():
    copy = Copy("Judul", ("Banjir merendam 412 rumah di tujuh desa pada 2024, pukul 05.30.",))
    wrong = before_figure(copy, random.Random(1))
    typo = before_typo(copy, random.Random(1))
    assert wrong is not None
    assert typo is not None
    assert 0 < int(wrong.paragraphs[0].split()[2]) - 412 <= 5
    assert sorted(typo.paragraphs[0]) == sorted(copy.paragraphs[0]) != list(copy.paragraphs[0])


def test_a_clipping_without_dateline_is_refused():
    with pytest.raises(ValueError, match="no dateline"):
        read_clipping("Judul\n\nKeterangan foto.(x/y)\n\nTanpa garis tanggal sama sekali.\n")


def test_clock_and_plan_want_offsets():
    naive = datetime(2024, 10, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="offset"):
        Clock().set(naive)
    with pytest.raises(ValueError, match="offset"):
        Newsroom.draw(1, 5, start=naive, end=naive + timedelta(days=1))


def test_twenty_stories_already_bring_every_kind_of_correction():
    zone = ZoneInfo("Asia/Makassar")
    for seed in range(10):
        newsroom = Newsroom.draw(
            seed, 20, start=datetime(2024, 10, 28, tzinfo=zone), end=datetime(2024, 10, 31, tzinfo=zone)
        )
        changes = {event.change for event in newsroom.events()}
        assert changes >= {"publish", "copy", "typo", "figure", "headline", "added", "delete", "return"}
