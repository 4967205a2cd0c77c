"""The figures of quality: as scrapinghub/article-extraction-benchmark counts, and as ../shared/tools/score.py does."""

import importlib.util
import json
import statistics

import pytest
from conftest import SHARED

from pipelines.catalogue import netloc_of, site_for_host
from pipelines.commands.scoring import extract_gold
from pipelines.quality import GoldPage, page_paths, read_corpus, score_page, sum_up

BODY = "Air naik semeter di Martapura.\nWarga mengungsi ke masjid."


def gold(**fields):
    return GoldPage.model_validate({"id": "a", "body": BODY} | fields)


def score(found, **fields):
    return score_page(gold(**fields), found)


@pytest.mark.parametrize(
    ("text", "precision", "recall"),
    [
        (BODY, 1, 1),
        ("Air naik semeter di Martapura.", 1, 2 / 6),
        (BODY + " Baca juga berita lain", 6 / 10, 1),
        (BODY + "\n" + BODY, 6 / 15, 1),
        ("Air naik", 0, 0),
        ("", 0, 0),
        (None, 0, 0),
    ],
)
def test_text(text, precision, recall):
    found = score({"text": text})
    assert (found.precision, found.recall) == pytest.approx((precision, recall))


@pytest.mark.parametrize(
    ("text", "precision", "refused"), [("", 1, True), (None, 1, True), ("Sebuah daftar berita", 0, False)]
)
def test_a_page_without_an_article_is_right_when_it_is_refused(text, precision, refused):
    found = score({"text": text}, body="")
    assert (found.precision, found.recall, found.refused) == (precision, 1, refused)


@pytest.mark.parametrize(
    ("must", "must_not", "counts", "clean"),
    [
        (["naik, semeter", "ke masjid"], ["Baca juga"], (2, 2, 0, 1), True),
        (["naik semeter", "ke pasar"], [], (1, 2, 0, 0), False),
        (["masjid"], ["di Martapura Warga", "***"], (1, 1, 1, 1), False),
        ([], ["mengungsi"], (0, 0, 1, 1), None),
        (None, None, (0, 0, 0, 0), None),
    ],
)
def test_segments(must, must_not, counts, clean):
    found = score({"text": BODY}, must_contain=must, must_not_contain=must_not)
    assert (found.kept, found.must, found.leaked, found.must_not) == counts
    assert found.clean is clean


@pytest.mark.parametrize(
    ("given", "found", "fields"),
    [
        ({"title": "Banjir, lagi!"}, {"title": "banjir lagi"}, {"title": True}),
        ({"title": "Banjir"}, {"title": None}, {"title": False}),
        ({"title": ""}, {"title": "Banjir"}, {}),
        ({"authors": ["Ani", "Budi"]}, {"authors": ["Budi", "Ani"]}, {"authors": True}),
        ({"authors": []}, {"authors": ["Ani"]}, {"authors": False}),
        ({"authors": None, "editors": []}, {"authors": ["Ani"]}, {"editors": True}),
        ({"published": "2026-03-01"}, {"published_at": "2026-03-01T23:00:00+08:00"}, {"date": True}),
        (
            {"published": "2026-03-01T00:30+08:00"},
            {"published_at": "2026-02-28T16:30:40+00:00"},
            {"date": True, "minute": True},
        ),
        (
            {"published": "2026-03-01T09:05+08:00"},
            {"published_at": "2026-03-01T09:05:00"},
            {"date": True, "minute": True},
        ),
        (
            {"published": "2026-03-01T09:05+08:00"},
            {"published_at": "2026-03-01T09:05:00+07:00"},
            {"date": True, "minute": False},
        ),
        ({"published": "2026-03-01T09:05"}, {"published_at": None}, {"date": False, "minute": False}),
        ({"dateline_place": None}, {"dateline": {"site": "x.com", "place": None}}, {"dateline": True}),
        ({"dateline_place": None}, {"dateline": {"place": "MARTAPURA"}}, {"dateline": False}),
        (
            {"dateline_site": "X.com", "dateline_place": "Martapura"},
            {"dateline": {"site": None, "place": "MARTAPURA"}},
            {"dateline": False},
        ),
    ],
)
def test_fields(given, found, fields):
    assert score(found, **given).fields == fields


def test_precision_and_recall_are_averaged_before_their_f1():
    figures = sum_up([score({"text": BODY}), score({"text": "Air naik semeter di Martapura."})])
    assert (figures.precision, figures.recall) == (1, pytest.approx(4 / 6))
    assert figures.f1 == pytest.approx(0.8)


def test_nothing_scored_is_no_figure():
    figures = sum_up([])
    assert (figures.pages, figures.f1, figures.shares["title"].rate) == (0, 0, None)


@pytest.fixture(scope="module")
def other():
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout")
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "limit"), [("indonesian", 18), ("aeb", 12), ("fundus", 12), ("wcxb", 20)])
def test_the_other_program_counts_the_same(other, name, limit):
    folder = SHARED / "corpora" / name
    lines = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()][:limit]
    ours, theirs = [], []
    for page, line in zip(read_corpus(folder), lines, strict=False):
        found = extract_gold(page, site_for_host(netloc_of(page.url)), page_paths(folder, page))
        ours.append(score_page(page, found))
        theirs.append(other.score(other.hashed(line), found))
    figures = sum_up(ours)
    assert figures.precision == pytest.approx(statistics.mean(each["p"] for each in theirs), abs=5e-4)
    assert figures.recall == pytest.approx(statistics.mean(each["r"] for each in theirs), abs=5e-4)
    for ours_name, hits, of in (("kept", "kept", "must"), ("leaked", "leaked", "mustnot")):
        share = figures.shares[ours_name]
        assert (share.hits, share.of) == (sum(e[hits] for e in theirs), sum(e[of] for e in theirs))
    for field in ("title", "authors", "date", "minute"):
        told = [each[field] for each in theirs if field in each]
        assert (figures.shares[field].hits, figures.shares[field].of) == (sum(told), len(told)), field
