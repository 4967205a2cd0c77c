"""Each question that the docs ask of the demo's archive has the answer that they show."""

import pytest
from demo_archive import make_demo
from demo_questions import ASKED, PAGES, answers
from harness import ROOT


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("page", PAGES)
def test_questions_have_the_answers_that_are_shown(page, data):
    for match, answer in answers(page, data):
        assert answer == match["answer"], match["question"]


@pytest.mark.parametrize(("page", "least"), [("docs/questions.md", 10), ("docs/exports.md", 2)])
def test_questions_are_found(page, least):
    found = ASKED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(found) >= least
    assert all(answer.count("\n") > 0 for _, _, answer in found)
