"""Which articles make a story, and which of them was first."""

import random

import pytest

from pipelines.dedupe.publication import bounds
from pipelines.dedupe.relation import Relation
from pipelines.dedupe.stories import Link, Published, gather

COPY, DERIVED = Link(Relation.COPY, 0.9), Link(Relation.DERIVED, 0.5)


def at(
    number: int, stored: str | None, offset: int | None = None, zone: str | None = "Asia/Makassar"
) -> Published:
    return Published(number, f"{number:020}", *bounds(stored, offset, zone))


def minute(number: int) -> Published:
    """An article that was published so many minutes after the others' hour."""
    return at(number, f"2026-03-01T04:{number:02}:00Z")


def told(stories) -> list[list[int]]:
    return [[member.article.id for member in story.members] for story in stories]


@pytest.mark.parametrize(
    ("links", "splits", "stories"),
    [
        ({}, [], [[1], [2], [3], [4]]),
        ({(1, 3): COPY, (3, 4): DERIVED}, [], [[1, 3, 4], [2]]),
        ({(2, 1): DERIVED, (4, 2): COPY}, [], [[1, 2, 4], [3]]),
        pytest.param({(1, 2): DERIVED, (2, 3): DERIVED, (3, 4): DERIVED}, [], [[1, 2], [3, 4]], id="no chain"),
        pytest.param({(1, 2): COPY, (2, 3): COPY}, [], [[1, 2, 3], [4]], id="copies that drift build on a copy"),
        pytest.param({(1, 3): DERIVED, (2, 3): DERIVED}, [], [[1, 3], [2], [4]], id="a round-up joins no two stories"),
        pytest.param({(1, 3): DERIVED, (2, 3): COPY}, [], [[1, 2, 3], [4]], id="copies go together"),
        pytest.param({(1, 2): COPY, (1, 3): COPY, (2, 3): COPY}, [(1, 3)], [[1, 2], [3], [4]], id="split"),
        pytest.param({(1, 2): COPY, (1, 3): COPY, (2, 3): COPY}, [(1, 2), (1, 3)], [[1], [2, 3], [4]], id="first split off"),
    ],
)  # fmt: skip
def test_stories(links, splits, stories):
    wordings = {number: [minute(number)] for number in (1, 2, 3, 4)}
    assert told(gather(wordings, links, splits)) == stories


def test_same_text_is_one_story_unless_it_was_split():
    wordings = {7: [minute(3), minute(1), minute(2)]}
    assert told(gather(wordings, {})) == [[1, 2, 3]]
    assert told(gather(wordings, {}, [(1, 3)])) == [[1, 2], [3]]


def test_order_in_which_articles_are_given_makes_no_difference():
    rng = random.Random(3)
    pairs = [(one, other) for one in range(30) for other in range(one)]
    links = {pair: rng.choice((COPY, DERIVED)) for pair in rng.sample(pairs, 60)}
    articles = [
        (number, [at(number, f"2026-03-01T04:0{number % 7}:00Z"), at(100 + number, "2026-03-01")])
        for number in range(30)
    ]
    wanted = gather(dict(articles), links)
    for _ in range(5):
        rng.shuffle(articles)
        shuffled = dict(rng.sample(list(links.items()), len(links)))
        assert gather(dict(articles), shuffled) == wanted


@pytest.mark.parametrize(
    ("one", "other", "first", "is_certain"),
    [
        (at(1, "2026-03-01T04:05:00Z"), at(2, "2026-03-01T04:06:00Z"), 1, True),
        (at(1, "2026-03-01T04:05:00Z"), at(2, "2026-03-01T04:05:00Z"), 1, False),
        (at(1, "2026-03-01"), at(2, "2026-03-01T15:59:00Z"), 2, False),
        (at(1, "2026-03-01"), at(2, "2026-03-01T16:30:00Z"), 1, True),  # the next day in Makassar
        (at(1, "2026-03-02"), at(2, "2026-03-01T15:00:00Z"), 2, True),
        (at(1, "2026-03-01", zone=None), at(2, "2026-03-02T11:59:00Z"), 2, False),
        (
            at(1, "2026-03-01T12:05:00"),
            at(2, "2026-03-01T04:06:00Z"),
            1,
            True,
        ),  # 12:05 on the wall is 04:05 in UTC
        (at(1, None), at(2, "2026-03-01"), 2, False),
        (at(1, "2026-03-01", zone="Nowhere/None"), at(2, "9999-12-31"), 1, False),
    ],
)
def test_first_is_the_one_that_was_first_for_all_that_is_known(one, other, first, is_certain):
    (story,) = gather({1: [one], 2: [other]}, {(1, 2): COPY})
    assert (story.members[0].article.id, story.is_certain) == (first, is_certain)
