"""Alarms open, are told once a day, close by themselves; standings and channels that raise them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.health import (
    Alarm,
    Kind,
    Pulse,
    SiteHealth,
    Standing,
    Symptom,
    beat,
    changes_to_tell,
    doubt,
    judge,
    judge_channel,
    judge_standing,
    reconcile,
    take_standing,
)
from pipelines.health.standings import is_our_network

NOW = datetime(2026, 3, 20, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def symptom(site="koran", kind=Kind.DOWN, told="does not answer"):
    return Symptom(site, kind, NOW - HOUR, told)


def opened(**more):
    return Alarm("koran", Kind.DOWN, NOW - DAY, NOW - HOUR, (symptom(),), **{"id": 1, **more})


def test_symptoms_of_a_kind_open_one_alarm():
    found = [symptom(told="a"), symptom(told="b"), symptom(kind=Kind.BROKEN)]
    alarms = reconcile([], found, ["koran"], NOW)
    assert [(alarm.kind, len(alarm.evidence), alarm.opened_at) for alarm in alarms] == [
        (Kind.DOWN, 2, NOW),
        (Kind.BROKEN, 1, NOW),
    ]


@pytest.mark.parametrize(
    ("known", "symptoms", "judged", "now_open"),
    [
        (opened(), [symptom()], ["koran"], [(1, True)]),
        (opened(), [], ["koran"], [(1, False)]),
        (opened(), [], ["lain"], []),  # nobody looked
        (opened(closed_at=NOW - HOUR), [symptom()], ["koran"], [(1, True)]),  # it was not over
        (opened(closed_at=NOW - 2 * DAY), [symptom()], ["koran"], [(None, True)]),
        (opened(closed_at=NOW - HOUR), [], ["koran"], []),
    ],
)
def test_alarm_lives_and_ends(known, symptoms, judged, now_open):
    alarms = reconcile([known], symptoms, judged, NOW)
    assert [(alarm.id, alarm.is_open) for alarm in alarms] == now_open


@pytest.mark.parametrize(
    ("alarm", "change"),
    [
        (opened(), "opened"),
        (opened(last_told_at=NOW - HOUR), None),
        (opened(last_told_at=NOW - DAY), "still open"),
        (opened(acked_until=NOW + HOUR), None),
        (opened(acked_until=NOW - HOUR, last_told_at=NOW - 2 * DAY), "still open"),
        (opened(last_told_at=NOW - HOUR, closed_at=NOW), "closed"),
        (opened(last_told_at=NOW - HOUR, closed_at=NOW, closing_told=True), None),
        (opened(closed_at=NOW), None),  # nobody heard of it
    ],
)
def test_what_is_told(alarm, change):
    assert [told for told, _ in changes_to_tell([alarm], NOW)] == ([change] if change else [])


def test_alarm_that_comes_and_goes_is_told_once_a_day():
    alarm, told = None, []
    for hour in range(48):
        now = NOW + hour * HOUR
        (alarm,) = reconcile([alarm] if alarm else [], [symptom()] if hour % 2 == 0 else [], ["koran"], now)
        for change, each in changes_to_tell([alarm], now):
            told.append((hour, change))
            alarm = replace(each, last_told_at=now, closing_told=not each.is_open)
        alarm = replace(alarm, id=1)
    assert told == [(0, "opened"), (1, "closed"), (26, "still open"), (27, "closed")]


@pytest.mark.parametrize(
    ("words", "every", "kinds"),
    [
        (["served", "down"], HOUR, []),
        (["served", "blocked"], HOUR, []),
        (["served", "blocked", "blocked"], HOUR, [Kind.BLOCKED]),
        (["served", "blocked", "served", "blocked"], DAY, []),
        (["down"] * 6, HOUR, []),
        (["down"] * 7, HOUR, [Kind.DOWN]),
        (["down", "down"], DAY, [Kind.DOWN]),
        (["unread"] * 3, HOUR, []),
        (["unread"] * 4, HOUR, [Kind.BROKEN]),
        (["down"] * 7 + ["served"], HOUR, []),
    ],
)
def test_standing_that_lasts(words, every, kinds):
    standing = None
    for number, word in enumerate(words):
        standing = take_standing(standing, word, "http 403", NOW + number * every)
    assert [symptom.kind for symptom in judge_standing("koran", standing)] == kinds


@pytest.mark.parametrize(
    ("down", "of", "ours"), [(3, 3, False), (2, 4, False), (3, 4, True), (100, 300, False), (160, 300, True)]
)
def test_most_sites_at_once_are_this_machines_network(down, of, ours):
    words = {str(number): "down" if number < down else "served" for number in range(of)}
    assert is_our_network(words) is ours


def channel(**more):
    read = {"doubted_at": NOW - HOUR, "whole_at": NOW}
    return Pulse("koran", "https://koran.test/feed", False, NOW - DAY, NOW, **{**read, **more})


LIVELY = {"revivals": 40, "quiet_most": 3, "quiet_mean": 0.4}
SECTION = {"revivals": 40, "quiet_most": 60, "quiet_mean": 18.0}


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({**LIVELY, "quiet": 4}, []),
        ({**LIVELY, "quiet": 7}, [Kind.DEAD_CHANNEL]),
        ({**LIVELY, "quiet": 7, "whole_at": NOW - DAY}, []),  # 304 alone since then
        ({**SECTION, "quiet": 100}, []),  # the feed of one section
        ({**SECTION, "quiet": 200}, [Kind.DEAD_CHANNEL]),
        ({"quiet": 500, "revivals": 4}, []),  # not known well enough
        ({"failing_since": NOW - 7 * HOUR, "failures": 3, "error": "http 404"}, [Kind.DEAD_CHANNEL]),
        ({"failing_since": NOW - 7 * HOUR, "failures": 2, "error": "http 404"}, []),
        ({"failing_since": NOW - 5 * HOUR, "failures": 30, "error": "http 404"}, []),
        ({"failing_since": NOW - DAY, "failures": 9, "ever_read": False}, []),  # a dead link in a theme
        ({"moved_to": "https://koran.test/rss"}, []),  # polled there from now on
    ],
)
def test_channel(more, kinds):
    assert [symptom.kind for symptom in judge_channel(channel(**more), NOW)] == kinds


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"failing_since": NOW - DAY, "failures": 9, "ever_read": False}, Kind.DEAD_CHANNEL),
        ({"moved_to": "https://koran.test/rss"}, Kind.MOVED),
    ],
)
def test_channel_that_the_site_file_names(more, kind):
    found = judge_channel(replace(channel(**more), of_site_file=True), NOW)
    assert [symptom.kind for symptom in found] == [kind]


def test_pauses_of_a_channel_are_learned():
    pulse = channel()
    for articles, named in [(2, True), (3, False), (5, False), (1, True), (4, False)]:
        pulse = beat(pulse, articles, named=named)
    assert (pulse.quiet, pulse.quiet_most, pulse.quiet_mean, pulse.revivals) == (4, 8, 4.0, 2)


@pytest.mark.parametrize(
    ("quiet", "doubted_at", "now_doubted_at"),
    [(4, None, None), (7, None, NOW), (9, NOW - HOUR, NOW - HOUR), (0, NOW - HOUR, None)],
)
def test_channel_that_stands_still_is_doubted(quiet, doubted_at, now_doubted_at):
    pulse = channel(**LIVELY, quiet=quiet, doubted_at=doubted_at)
    assert doubt(pulse, NOW).doubted_at == now_doubted_at


def test_emptied_channel_is_called_so():
    (found,) = judge_channel(channel(**LIVELY, quiet=9, listed=0), NOW)
    assert found.told.startswith("lists nothing: https://koran.test/feed;")


@pytest.mark.parametrize("word", ["blocked", "down"])
def test_nothing_else_is_told_of_a_site_that_does_not_serve_us(word):
    standing = Standing(word, NOW - DAY, 9, NOW, "http 403", served_at=NOW - DAY)
    found = judge(SiteHealth("koran", standing, pulses=[channel(**LIVELY, quiet=9)]))
    assert [symptom.kind for symptom in found] == [Kind(word)]
