"""When more new pages than normal are short, unsigned or refused: found within a day's pages, and chance is not taken for it."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.health import Kind, PageFigures, Sign, Trend, follow, judge_trends, marks_of

START = datetime(2026, 3, 2, 6, tzinfo=UTC)


def follow_marks(marks, trend=None, every=timedelta(hours=3), start=START):
    """Follow a row of pages, one every so often; return the trend and how many pages it took to raise an alarm."""
    trend, raised = trend or Trend(), None
    for number, is_marked in enumerate(marks):
        at = start + number * every
        trend = follow(trend, is_marked, PageFigures(f"https://koran.test/{number}", at, characters=2_000))
        if trend.is_alarmed and raised is None:
            raised = number + 1
    return trend, raised


def normal(share, count=300, seed=1):
    rng = random.Random(seed)
    return [rng.random() < share for _ in range(count)]


@pytest.mark.parametrize(
    ("share", "pages"),
    [(0.0, 5), (0.05, 7), (0.2, 12), (0.4, 30)],
)
def test_redesign_is_raised_within_so_many_pages(share, pages):
    known, raised = follow_marks(normal(share))
    assert raised is None
    _, raised = follow_marks([True] * pages, known)
    assert raised is not None


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3, 0.6, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(2))
def test_chance_raises_nothing(share, seed):
    assert follow_marks(normal(share, 500, seed))[1] is None


def test_what_most_pages_break_is_raised_too():
    known, _ = follow_marks(normal(0.02))
    _, raised = follow_marks(normal(0.7, 40, seed=3), known)
    assert raised is not None
    assert raised < 20


@pytest.mark.parametrize("pages", [8, 40])
def test_batch_of_one_desk_raises_nothing_also_after_a_stray_page(pages):
    known, _ = follow_marks(normal(0.05))
    stray, _ = follow_marks([True], known, start=START + timedelta(days=40))
    batch, raised = follow_marks(
        [True] * pages, stray, every=timedelta(minutes=4), start=START + timedelta(days=40, hours=7)
    )
    assert raised is None
    assert follow_marks([False] * 3, batch, start=START + timedelta(days=41))[1] is None


def test_how_far_chance_goes_is_learned():
    known, _ = follow_marks(normal(0.05, 200))
    some, raised = follow_marks([True] * 4, known, start=START + timedelta(days=40))
    assert raised is None
    calm, _ = follow_marks([False] * 40, some, start=START + timedelta(days=41))
    assert calm.limit > known.limit
    assert follow_marks([True] * 5, calm, start=START + timedelta(days=50))[1] is None


def test_alarm_ends_when_pages_are_as_before_and_teaches_nothing():
    known, _ = follow_marks(normal(0.05))
    broken, _ = follow_marks([True] * 100, known, start=START + timedelta(days=40))
    mended, _ = follow_marks([False] * 14, broken, start=START + timedelta(days=60))
    assert not mended.is_alarmed
    assert mended.share == pytest.approx(known.share, rel=0.2)
    assert mended.limit == known.limit


def test_what_has_been_so_for_weeks_is_normal():
    known, _ = follow_marks(normal(0.0))
    changed, raised = follow_marks([True] * 260, known, start=START + timedelta(days=40))
    assert raised is not None
    assert not changed.is_alarmed
    assert changed.share > 0.9


def test_first_pages_of_a_site_raise_nothing():
    assert follow_marks([False] * 10 + [True] * 9)[1] is None


USUAL = 7.6  # e**7.6 is about 2,000 characters


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ({"characters": 2_000, "title": "Baru"}, set()),
        ({"characters": 700, "title": "Baru"}, {Sign.SHORT}),
        ({"characters": 6_500, "title": "Baru"}, {Sign.LONG}),
        ({"characters": 2_000, "title": "Baru", "has_author": False}, {Sign.NO_AUTHOR}),
        ({"characters": 2_000, "title": "Baru", "has_time": False}, {Sign.NO_TIME}),
        ({"characters": 2_000, "title": ""}, {Sign.HEADLINE}),
        ({"characters": 2_000, "title": "Koran Kita"}, {Sign.HEADLINE}),
        ({"characters": 2_000, "title": "Baru", "removed": 2_500}, {Sign.REMOVED}),
        ({"is_article": False}, {Sign.REFUSED}),
    ],
)
def test_page_shows_signs(page, shown):
    marks = marks_of(PageFigures("https://koran.test/1", START, **page), USUAL, 50, "Koran Kita")
    assert {sign for sign, is_marked in marks.items() if is_marked} == shown


def test_no_length_is_usual_at_first():
    page = PageFigures("https://koran.test/1", START, title="Baru", characters=10)
    assert not any(marks_of(page, USUAL, 4, "").values())


def test_symptom_tells_field_figures_time_and_samples():
    known, _ = follow_marks(normal(0.0, 100))
    since = START + timedelta(days=40)
    broken, _ = follow_marks([True] * 8, known, start=since)
    (symptom,) = judge_trends("koran", {Sign.NO_AUTHOR: broken, Sign.SHORT: known})
    assert (symptom.kind, symptom.field, symptom.since) == (Kind.BROKEN, "no-author", since)
    assert symptom.told == "8 of 8 new pages without an author; 1% before"
    assert (symptom.before, symptom.after) == (pytest.approx(0.0096, abs=1e-4), 1.0)
    assert symptom.samples == tuple(f"https://koran.test/{number}" for number in (7, 6, 5, 4, 3))
