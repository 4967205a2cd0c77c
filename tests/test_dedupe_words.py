"""Which words of a text copies share: case, punctuation, invisible signs, dateline and sign-off are no part of it."""

import pytest

from pipelines.dedupe.sketch import FEWEST, MOST, shared_at_least, sketch
from pipelines.dedupe.words import body as body_of
from pipelines.dedupe.words import fingerprint, split

PLAIN = "Banjir merendam 1.250 rumah di tujuh desa."


@pytest.mark.parametrize(
    "told",
    [
        PLAIN,
        "BANJIR merendam 1.250 rumah, di tujuh desa!",
        "Ban\u00adjir meren\u200bdam 1.250 rumah di tujuh\u00a0desa.",
        "MARTAPURA – Banjir merendam 1.250 rumah di tujuh desa.",
        "klikkalimantan.com, MARTAPURA-Banjir merendam 1.250 rumah di tujuh desa.",
        "Martapura, 3 Maret - Banjir merendam 1.250 rumah di tujuh desa.",
        "JAKARTA (ANTARA) -- Banjir merendam 1.250 rumah di tujuh desa.",
        "Banjir merendam 1.250 rumah di tujuh desa. (pr/klik)",
        "Banjir merendam 1.250 rumah di tujuh desa. [adv]",
        "Banjir merendam 1.250 rumah di tujuh desa. - BERNAMA",
    ],
)
def test_same_text_has_one_fingerprint(told):
    assert fingerprint(split(body_of(told))) == fingerprint(split(body_of(PLAIN)))


@pytest.mark.parametrize(
    "told",
    [
        "Banjir merendam 1.251 rumah di tujuh desa.",
        "Banjir merendam rumah di tujuh desa.",
        "Di tujuh desa banjir merendam 1.250 rumah.",
        "Banjir - yang kedua tahun ini - merendam 1.250 rumah di tujuh desa.",
    ],
)
def test_other_text_has_another(told):
    assert fingerprint(split(body_of(told))) != fingerprint(split(body_of(PLAIN)))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            "Rp1.905.000 pada 21/2/2017, pukul 14:05",
            ["rp", "1.905.000", "pada", "21/2/2017", "pukul", "14:05"],
        ),
        ("東京で地震", ["東", "京", "で", "地", "震"]),
        ("ÉTÉ à l'été", ["été", "à", "l", "été"]),
        ("", []),
    ],
)
def test_words(told, words):
    assert split(told) == words


def test_texts_are_found_by_what_they_share():
    alone = [f"kata{number}" for number in range(300)]
    shared = [f"sama{number}" for number in range(100)]
    assert set(sketch([*alone[:150], *shared])) & set(sketch([*shared, *alone[150:]]))


@pytest.mark.parametrize(
    ("words", "least", "most"), [(0, 0, 0), (3, 1, 1), (40, FEWEST, FEWEST), (5000, MOST, MOST)]
)
def test_sketch_is_bounded(words, least, most):
    assert least <= len(sketch([f"kata{number}" for number in range(words)])) <= most


@pytest.mark.parametrize(
    ("words", "others", "least"),
    [
        (307, 307, 25 / 12),  # 300 runs, 25 hashes of each
        (307, 1607, 6 / 12),  # of the longer text one run in fifty is kept
        (55, 307, 4 / 12),  # of the shorter one one in six, of the longer one in twelve
        (20, 20, 8 / 12),
        (3, 3, 0),
        (0, 500, 0),
    ],
)
def test_texts_that_build_on_each_other_share_a_twelfth_of_what_one_in_the_other_would(words, others, least):
    assert shared_at_least(words, others) == shared_at_least(others, words) == pytest.approx(least)
