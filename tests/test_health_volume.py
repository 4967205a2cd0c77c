"""Silence: found where articles are expected; weekends, holidays and small papers are no silence."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipelines.health import DayCount, Kind, SiteHealth, Standing, Volume, judge_sites, judge_volume

ZONE = ZoneInfo("Asia/Makassar")
TODAY = date(2026, 3, 20)  # a Friday
NEWSROOM = (40, 42, 38, 41, 40, 20, 12)  # articles from Monday to Sunday
OFFICE = (6, 7, 6, 8, 6, 0, 0)
SMALL = (2, 1, 2, 3, 2, 1, 2)


def local(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), ZONE)


def volume(week, pause_hours, today=TODAY, hour=12, gap=10, weeks=6, **more):
    """A site with so many articles on each weekday whose last one came so many hours ago."""
    days = [today - timedelta(days=back) for back in range(7 * weeks, 0, -1)]
    known = [DayCount(day, week[day.weekday()], timedelta(hours=gap)) for day in days]
    served = local(today, hour)
    return Volume(
        "koran",
        served - timedelta(hours=pause_hours),
        served,
        [*known, DayCount(today, 0)],
        ZONE,
        "id",
        **more,
    )


@pytest.mark.parametrize(
    ("week", "pause", "more", "silent"),
    [
        (NEWSROOM, 12, {}, False),  # a night
        (NEWSROOM, 21, {}, True),
        (NEWSROOM, 21, {"gap": 14}, False),  # on such days it was as long before
        (NEWSROOM, 30, {"gap": 14}, True),
        (OFFICE, 21, {}, False),  # too few are missing
        (OFFICE, 48, {}, True),
        (OFFICE, 66, {"today": date(2026, 3, 16), "hour": 9, "gap": 62}, False),  # a weekend
        (SMALL, 60, {}, False),
        (SMALL, 150, {"gap": 40}, True),
        (NEWSROOM, 48, {"weeks": 0}, False),  # nothing is known yet
        (NEWSROOM, 30, {"weeks": 2}, True),
    ],
)
def test_silence(week, pause, more, silent):
    found = judge_volume(volume(week, pause, **more))
    assert [symptom.kind for symptom in found] == [Kind.SILENT] * silent


def test_saturday_of_a_paper_without_weekends_is_no_silence_whatever_the_hours_of_its_friday():
    week = (60, 60, 60, 60, 60, 0, 0)
    site = volume(week, 21, today=date(2026, 3, 21), gap=10)  # the last one on Friday at three
    site.days[-2:] = [DayCount(date(2026, 3, 20), 30), DayCount(date(2026, 3, 21), 0)]
    site.days[:-2] = [
        DayCount(each.day, each.articles, timedelta(hours=0 if each.day.weekday() > 4 else 62))
        for each in site.days[:-2]
    ]
    assert judge_volume(site) == []


def test_day_that_had_its_articles_lacks_none():
    early = volume(NEWSROOM, 24, hour=10)
    full = volume(NEWSROOM, 24, hour=10)
    early.days[-2] = DayCount(early.days[-2].day, 20, timedelta(hours=10))
    assert early.missing(early.new_at, early.served_at) == pytest.approx(21 + 40 * 10 / 24)
    assert full.missing(full.new_at, full.served_at) == pytest.approx(40 * 10 / 24)


def test_symptom_of_silence_tells_since_when_and_what_is_usual():
    site = volume(NEWSROOM, 24)
    (symptom,) = judge_volume(site)
    assert symptom.since == site.new_at
    assert symptom.told == "no new article for 24 hours; 40 a day are usual on such days"
    assert (symptom.before, symptom.after) == (pytest.approx(40.5), 0.0)


@pytest.mark.parametrize(
    ("counts", "promised", "told"),
    [
        ((40, 5), 10, "5 new articles on 2026-03-19; its file promises 10 a day"),
        ((40, 10), 10, None),
        ((1, 1, 0), 1, "2 new articles from 2026-03-17 to 2026-03-19; its file promises 1 a day"),
        ((1, 1, 1), 1, None),
        ((0,), 1, None),  # two of the three days are not known
        (
            (0, 0, 0, 0, 0, 0),
            0.5,
            "0 new articles from 2026-03-14 to 2026-03-19; its file promises 0.5 a day",
        ),
    ],
)
def test_promise_of_the_site_file(counts, promised, told):
    days = [DayCount(TODAY - timedelta(days=len(counts) - n), count) for n, count in enumerate(counts)]
    served = local(TODAY, 12)
    site = Volume("koran", served, served, [*days, DayCount(TODAY, 0)], ZONE, min_per_day=promised)
    assert [symptom.told for symptom in judge_volume(site)] == ([told] if told else [])


@pytest.mark.parametrize(("count", "found"), [(200, []), (201, [Kind.FLOOD])])
def test_flood_is_what_the_site_file_says(count, found):
    served = local(TODAY, 12)
    site = Volume("koran", served, served, [DayCount(TODAY, count)], ZONE, max_per_day=200)
    assert [symptom.kind for symptom in judge_volume(site)] == found


def neighbour(name, share, language="id"):
    """Another paper of the land, as busy yesterday and today as that share of what is usual."""
    known = volume(NEWSROOM, 0.5)
    lately = [
        DayCount(TODAY - timedelta(days=1), int(share * 41)),
        DayCount(TODAY, int(share * 20)),
    ]
    days = [*known.days[:-2], *lately]
    return Volume(name, known.new_at, known.served_at, days, ZONE, language)


@pytest.mark.parametrize(
    ("others", "silent"),
    [
        ([], True),
        ([("satu", 0.1)], True),  # one paper makes no holiday
        ([("satu", 0.1), ("dua", 0.2)], False),
        ([("satu", 0.1), ("dua", 1.0), ("tiga", 0.9)], True),
        ([("satu", 0.1, "en"), ("dua", 0.2, "en")], True),  # another land's
    ],
)
def test_holiday_is_known_by_the_other_papers(others, silent):
    volumes = [volume(NEWSROOM, 24), *(neighbour(*other) for other in others)]
    served = Standing("served", local(TODAY, 0), 9, local(TODAY, 12), served_at=local(TODAY, 12))
    found = judge_sites([SiteHealth(each.site_id, served, each) for each in volumes])
    assert [(symptom.site_id, symptom.kind) for symptom in found] == [("koran", Kind.SILENT)] * silent


def test_expected_counts_whole_and_part_days_on_the_sites_own_wall():
    site = volume(NEWSROOM, 0)
    monday = local(date(2026, 3, 16), 0)
    assert site.expected(monday, monday + timedelta(days=7)) == sum(NEWSROOM)
    assert site.expected(monday, monday + timedelta(hours=12)) == 20
    assert site.expected(monday.astimezone(UTC), monday + timedelta(hours=36)) == 40 + 21
