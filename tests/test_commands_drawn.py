"""Charts of a report: how a period becomes columns, and what a chart says in words."""

import itertools
from datetime import date
from xml.etree import ElementTree

import pytest

from pipelines.commands.drawn import (
    DEFINITIONS,
    Column,
    bar,
    buckets,
    chart,
    columns_of,
    dots,
    spark,
    stretch,
)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("since", "until", "count", "first", "last"),
    [
        ("2026-03-01", "2026-03-01", 1, "2026-03-01", "2026-03-01"),
        ("2026-03-01", "2026-05-01", 62, "2026-03-01", "2026-05-01"),
        ("2026-03-01", "2026-05-02", 10, "week of 2026-03-01", "week of 2026-04-27"),
        ("2024-12-31", "2026-12-31", 25, "2024-12", "2026-12"),
    ],
)
def test_columns_are_few_and_leave_no_day_out(since, until, count, first, last):
    found = buckets(day(since), day(until))
    assert (len(found), found[0].name, found[-1].name) == (count, first, last)
    assert (found[0].first, found[-1].last) == (day(since), day(until))
    assert all((b.first - a.last).days == 1 for a, b in itertools.pairwise(found))


def test_counts_go_into_the_column_of_their_day():
    found = buckets(day("2026-03-01"), day("2026-05-02"))
    columns = columns_of(found, [("2026-05-02", (1, 2)), ("2026-03-02", (3, 4)), ("2026-03-08", (5, 6))])
    held = {column.name: column.parts for column in columns if column.parts}
    assert held == {"week of 2026-03-02": (8, 10), "week of 2026-04-27": (1, 2)}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([], "No articles"),
        ([Column("a", (0,))], "No articles"),
        ([Column("a", (1, 2)), Column("<b>", (3, 4))], "Highest: 7 articles, &lt;b&gt;"),
    ],
)
def test_a_chart_says_in_words_what_is_highest(columns, said):
    drawn = chart(columns, "articles", ("x", "y & z"))
    assert f"<figcaption>{said}.</figcaption>" in drawn
    ElementTree.fromstring(drawn.replace("<br>", "<br/>"))


def test_parts_are_told_apart_without_colour():
    drawn = chart([Column("a", (1, 1, 2))], "leads", ("x", "y", "z"))
    root = ElementTree.fromstring(drawn.replace("<br>", "<br/>"))
    heights = {each.get("class"): float(each.get("height")) for each in root.findall("svg/g/rect")}
    assert heights == {"solid": 24.5, "hatched": 24.5, "empty": 49.0}
    assert 'id="hatch"' in DEFINITIONS


@pytest.mark.parametrize(
    "drawn", [spark([0, 3, 9], 9), spark([], 1), bar(1, 0), bar(3, 4), dots([(0, True), (1, False)]),
              stretch(0, 0, is_open=True), stretch(1, 1, is_open=False)],
)  # fmt: skip
def test_small_drawings_stay_inside_their_frame(drawn):
    root = ElementTree.fromstring(drawn)
    width = float(root.get("viewBox").split()[2])
    for each in root.iter("rect"):
        assert 0 <= float(each.get("x", 0)) <= float(each.get("x", 0)) + float(each.get("width")) <= width
