"""Extraction on pages written by hand, in the shapes that regional papers have: floors, and a verdict for each page."""

import json
from datetime import date

import pytest
from floors import FIGURES, LOG, PAGES, figures_of, find_faults, is_worse, read_log, write_entry

from pipelines.commands.scoring import score_corpus
from pipelines.quality import sum_up

IDS = [json.loads(line)["id"] for line in (PAGES / "gold.jsonl").read_text("utf-8").splitlines()]
# What extraction gets wrong today. A page that comes right fails until its line is gone and the log has an entry more.
KNOWN: dict[str, str] = {}


@pytest.fixture(scope="module")
def scores():
    scored = score_corpus(PAGES, workers=2)
    assert scored.missing == []
    return {score.id: score for score in scored.reviewed}


@pytest.mark.parametrize("figure", FIGURES)
def test_no_figure_is_below_its_floor(scores, figure):
    reached = figures_of(sum_up(list(scores.values())))[figure]
    floor = read_log(LOG.read_text("utf-8"))[-1][figure]
    assert not is_worse(figure, reached, floor), f"{figure} is {reached}, its floor is {floor}"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=KNOWN[name]))
        if name in KNOWN
        else name
        for name in IDS
    ],
)
def test_page_is_right(scores, page):
    score = scores[page]
    assert [name for name, right in score.fields.items() if not right] == []
    assert (score.kept, score.leaked) == (score.must, 0)
    assert score.refused is not False
    assert min(score.precision, score.recall) >= 0.98


def test_each_known_mistake_is_a_pages():
    assert set(KNOWN) <= set(IDS)


def test_the_log_gives_its_reasons():
    assert find_faults(read_log(LOG.read_text("utf-8"))) == []


FULL = dict.fromkeys(FIGURES, 0.5)


@pytest.mark.parametrize(
    ("second", "lowered", "fault"),
    [
        ({}, {}, None),
        ({"f1": 0.6, "leaked": 0.4}, {}, None),
        ({"f1": 0.4}, {"f1": "a page more"}, None),
        ({"f1": 0.4}, {}, "2026-05-02: f1 is 0.4, was 0.5, and lowered.f1 gives no reason"),
        ({"f1": 0.4}, {"f1": " "}, "2026-05-02: f1 is 0.4, was 0.5, and lowered.f1 gives no reason"),
        (
            {"leaked": 0.6},
            {"f1": "x"},
            "2026-05-02: leaked is 0.6, was 0.5, and lowered.leaked gives no reason",
        ),
    ],
)
def test_a_floor_sinks_only_with_a_reason(second, lowered, fault):
    text = write_entry(FULL, date(2026, 5, 1), 'a "first" one', {})
    log = read_log(text + write_entry(FULL | second, date(2026, 5, 2), "again", lowered))
    assert find_faults(log) == ([fault] if fault else [])


def test_a_floor_that_sank_is_held_against_the_highest():
    entries = [(1, {}, {}), (2, {"f1": 0.4}, {"f1": "why"}), (3, {"f1": 0.45}, {})]
    text = "".join(write_entry(FULL | new, date(2026, 5, day), "r", low) for day, new, low in entries)
    assert find_faults(read_log(text)) == ["2026-05-03: f1 is 0.45, was 0.5, and lowered.f1 gives no reason"]


def test_an_entry_without_a_reason_or_out_of_order_is_a_fault():
    text = write_entry(FULL, date(2026, 5, 2), " ", {}) + write_entry(FULL, date(2026, 5, 1), "r", {})
    assert find_faults(read_log(text)) == ["2026-05-02: no reason", "2026-05-01: after 2026-05-02"]
