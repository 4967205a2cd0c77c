"""Whether an article is still there, as looks at it go on: live, suspect, gone, returned; and when the next look is due."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.archive.presence import Watch, aged_from, look_again, next_look
from pipelines.items import Finding, Presence

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FINDINGS = {
    "=": (Finding.UNCHANGED, 200),
    "c": (Finding.CHANGED, 200),
    "4": (Finding.NOT_FOUND, 404),
    "X": (Finding.NOT_FOUND, 410),
    "h": (Finding.FRONT, 200),
    "s": (Finding.SOFT_404, 200),
    "w": (Finding.WALL, 200),
    "b": (Finding.BLOCKED, 403),
    "e": (Finding.ELSEWHERE, 200),
    "n": (Finding.NOT_ARTICLE, 200),
    "f": (Finding.FAILED, None),
}


def watch(state=Presence.LIVE, **changes):
    return Watch(1, "kabar", state, NOON, NOON, None, NOON, **changes)


def look(looks):
    """Look at an article as often as `looks` says, "4@6" finding http 404 six hours after noon."""
    seen = watch()
    for each in looks.split():
        finding, _, hours = each.partition("@")
        seen = look_again(seen, *FINDINGS[finding], NOON + timedelta(hours=float(hours)))
    return seen


@pytest.mark.parametrize(
    ("looks", "state", "hours"),  # the state after the last look, and since how many hours after noon
    [
        ("=@1", "live", 0),
        ("c@1", "live", 0),
        ("4@1", "suspect", 1),
        ("h@1", "suspect", 1),
        ("s@1", "suspect", 1),
        ("w@1 b@2 e@3 n@4 f@5 w@90 b@91 e@92 n@93 f@94", "live", 0),
        ("4@1 =@2", "live", 2),
        ("4@1 4@2 =@3", "returned", 3),
        ("4@1 f@2 =@3", "live", 3),
        ("4@1 4@2 4@48", "suspect", 1),
        ("4@1 4@2 4@49", "gone", 49),
        ("4@1 4@49", "suspect", 1),
        ("4@1 h@20 s@49", "gone", 49),
        ("X@1 X@24", "suspect", 1),
        ("X@1 X@25", "gone", 25),
        ("4@1 X@25", "gone", 25),
        ("X@1 4@25", "suspect", 1),
        ("4@1 f@20 b@30 w@49", "suspect", 1),
        ("4@1 f@20 4@21 b@49 4@50", "gone", 50),
        ("4@1 4@2 =@3 4@4 4@5 4@51", "suspect", 4),
        ("4@1 4@2 =@3 4@4 4@5 4@52", "gone", 52),
        ("4@1 4@2 4@49 4@100 w@200", "gone", 49),
        ("4@1 4@2 4@49 =@300", "returned", 300),
        ("4@1 4@2 4@49 c@300 =@301", "returned", 300),
        ("4@1 4@2 4@49 c@300 4@301", "suspect", 301),
    ],
)
def test_state_follows_from_the_looks(looks, state, hours):
    seen = look(looks)
    assert (seen.state, seen.state_since) == (state, NOON + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("looks", "counts"),  # looks in all, unchanged in a row, missed in a row
    [
        ("=@1 =@2", (2, 2, 0)),
        ("=@1 c@2 =@3", (3, 1, 0)),
        ("=@1 f@2 =@3", (3, 2, 0)),
        ("=@1 4@2 w@3", (3, 0, 1)),
    ],
)
def test_looks_are_counted(looks, counts):
    seen = look(looks)
    assert (seen.checks, seen.unchanged, seen.missed) == counts
    assert seen.first_checked_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("age", "minutes"),
    [
        (timedelta(), 15),
        (timedelta(hours=2, minutes=59), 15),
        (timedelta(hours=3), 60),
        (timedelta(days=1), 3 * 60),
        (timedelta(days=7), 3 * 24 * 60),
        (timedelta(days=30), 30 * 24 * 60),
        (timedelta(days=359), 30 * 24 * 60),
        (timedelta(days=360), None),
    ],
)
def test_ladder_goes_by_age(age, minutes):
    wanted = None if minutes is None else NOON + age + timedelta(minutes=minutes)
    assert next_look(watch(), Finding.UNCHANGED, NOON + age) == wanted


@pytest.mark.parametrize(
    ("after", "ahead"), [(0, 1), (1, 6), (6, 24), (7, 24), (24, 48), (48, 72), (100, 124)]
)
def test_suspect_is_looked_at_sooner(after, ahead):
    suspect = watch(Presence.SUSPECT)
    at = NOON + timedelta(hours=after)
    assert next_look(suspect, Finding.NOT_FOUND, at) == NOON + timedelta(hours=ahead)


@pytest.mark.parametrize(("days", "every"), [(0, 3), (29, 3), (30, 30), (400, None)])
def test_gone_article_is_looked_at_now_and_then(days, every):
    gone = watch(Presence.GONE)
    at = NOON + timedelta(days=days)
    assert next_look(gone, Finding.NOT_FOUND, at) == (at + timedelta(days=every) if every else None)


@pytest.mark.parametrize("finding", [Finding.FAILED, Finding.BLOCKED])
def test_look_that_met_no_page_is_made_again_within_days(finding):
    at = NOON + timedelta(days=100)
    assert next_look(watch(), finding, at) == at + timedelta(days=3)


@pytest.mark.parametrize(
    ("published", "wanted"),
    [
        (None, NOON),
        ("2026-02-01T08:00:00Z", datetime(2026, 2, 1, 8, tzinfo=UTC)),
        ("2026-02-01T08:00:00", datetime(2026, 2, 1, 8, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2062-02-01T08:00:00Z", NOON),  # a slip of the pen keeps no article new for ever
    ],
)
def test_age_counts_from_publication_or_first_sight(published, wanted):
    assert aged_from(published, NOON) == wanted
