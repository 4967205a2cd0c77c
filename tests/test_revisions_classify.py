"""What a reader would notice between two texts of an article, and what not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.revisions import Copy, classify, diff_words, primary
from pipelines.revisions.tokens import tidy

TITLE = "Banjir Rendam Tiga Kecamatan di Martapura"
FIRST = "MARTAPURA - Sebanyak 412 rumah di tiga kecamatan terendam banjir sejak Senin (12/1/2026) pukul 10.15 Wita."
SECOND = "Kepala BPBD Kabupaten Banjar mengatakan air naik setinggi 1,5 meter setelah hujan lebat semalaman."
THIRD = "“Warga sudah mengungsi ke masjid dan sekolah,” katanya kepada wartawan di posko utama."
TEXT = "\n".join([FIRST, SECOND, THIRD])
ADDED = "Perkembangan terakhir, sedikitnya 20 orang dari Astambul menyatakan siap membantu."


def kinds(old, new, titles=(TITLE, TITLE), **times):
    copies = [
        Copy(title, text, times.get(name), "json-ld")
        for title, text, name in zip(titles, (old, new), ("before", "after"), strict=True)
    ]
    return [change.kind.value for change in classify(*copies)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Korban 412 jiwa.", "Korban  412\u00a0jiwa. "),
        ("“Warga mengungsi,” katanya.", '"Warga mengungsi," katanya.'),
        ("‘Warga mengungsi’, katanya.", "«Warga mengungsi», katanya."),
        ("``Warga mengungsi'' katanya.", "”Warga mengungsi” katanya."),
        ("Jum'at malam", "Jum’at malam"),
        ("MARTAPURA - Air naik", "MARTAPURA – Air naik"),
        ("MARTAPURA — Air naik", "MARTAPURA--Air naik"),
        ("tahun 2019-2024", "tahun 2019–2024"),
        ("air naik...", "air naik…"),
        ("peme\u00adrintah", "pemerintah"),
        ("peme\u200brintah\ufeff kota", "pemerintah kota"),
        ("caf\u00e9 di Séoul", "cafe\u0301 di Se\u0301oul"),
        ("Sungai &amp; rawa &#8220;naik&#8221;", "Sungai & rawa “naik”"),
        ("Sungai &amp;amp; rawa", "Sungai & rawa"),
        ("BANJIR DI MARTAPURA", "Banjir di Martapura"),
        (TEXT, "\n".join([THIRD, FIRST, SECOND])),
        (TEXT, f"{FIRST} {SECOND}\n{THIRD}"),
        (TEXT, TEXT.replace(" setelah", "\nsetelah")),
        (f"{FIRST}\n***\n{SECOND}", f"{FIRST}\n{SECOND}\n- - -"),
        ("দাম ৪১২ টাকা", "দাম 412 টাকা"),
        ("", ""),
    ],
)
def test_reader_notices_nothing(old, new):
    assert kinds(old, new) == []
    assert kinds(new, old) == []
    if "\n" not in old + new:
        assert kinds(TEXT, TEXT, (old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # figures: counts, sums, dates, clocks, scores, shares
        (TEXT, TEXT.replace("412", "415"), ["figure"]),
        (TEXT, TEXT.replace("12/1/2026", "13/1/2026"), ["figure"]),
        (TEXT, TEXT.replace("10.15", "10.45"), ["figure"]),
        (TEXT, TEXT.replace("1,5 meter", "2 meter"), ["figure"]),
        ("Barito menang 2-1 atas Persiba.", "Barito menang 3-1 atas Persiba.", ["figure"]),
        ("Harga naik 5% sejak Mei.", "Harga naik 7% sejak Mei.", ["figure"]),
        ("Nilainya Rp1.250.000 per bulan.", "Nilainya Rp1.350.000 per bulan.", ["figure"]),
        ("The fire killed 412 people.", "The fire killed 415 people.", ["figure"]),
        (
            "Der Brand kostete 412 Menschen das Leben.",
            "Der Brand kostete 415 Menschen das Leben.",
            ["figure"],
        ),
        ("知事は12人が死亡したと発表した。", "知事は13人が死亡したと発表した。", ["figure"]),
        ("เจ้าหน้าที่พบผู้บาดเจ็บ 5 คนในหมู่บ้าน", "เจ้าหน้าที่พบผู้บาดเจ็บ 7 คนในหมู่บ้าน", ["figure"]),
        ("বন্যায় ৪১২ জন আহত হয়েছেন।", "বন্যায় ৪১৫ জন আহত হয়েছেন।", ["figure"]),
        (TEXT, TEXT.replace("412 rumah", "415 bangunan"), ["figure", "wording"]),
        # a number that is only written otherwise, or came with words, is no other number
        ("Nilainya Rp1.250.000 per bulan.", "Nilainya Rp1250000 per bulan.", ["wording"]),
        ("pukul 10.15 Wita", "pukul 10:15 Wita", ["wording"]),
        ("Ani tiba di posko.", "Ani (45) tiba di posko.", ["figure"]),
        ("Ani tiba di posko kemarin.", "Ani, 45 tahun, tiba di posko kemarin.", ["wording"]),
        # wording
        (TEXT, TEXT.replace("wartawan", "watrawan"), ["wording"]),
        (TEXT, TEXT.replace(" di posko utama", ""), ["wording"]),
        ("Pemreintah", "Pemerintah", ["wording"]),
        ("danpemerintah kota", "dan pemerintah kota", ["wording"]),
        ("Pejabat itu korupsi.", "Pejabat itu “korupsi”.", ["wording"]),
        ("The mayor resigned on Monday.", "The mayor stepped down on Monday.", ["wording"]),
        ("Tổng thống đã đến Hà Nội.", "Tổng thống đã rời Hà Nội.", ["wording"]),
        # paragraphs
        (TEXT, f"{TEXT}\n{ADDED}", ["paragraph-added"]),
        (TEXT, f"{ADDED}\n{TEXT}", ["paragraph-added"]),
        (f"{TEXT}\n{ADDED}", TEXT, ["paragraph-removed"]),
        (TEXT, "\n".join([FIRST, ADDED, THIRD]), ["paragraph-added", "paragraph-removed"]),
        (TEXT, f"{TEXT}\n{THIRD}", ["paragraph-added"]),
        (TEXT, f"{TEXT.replace('412', '415')}\n{ADDED}", ["figure", "paragraph-added"]),
        # a paragraph that was split or joined, and changed as well
        (TEXT, f"{FIRST} {SECOND.replace('1,5', '2,5')}\n{THIRD}", ["figure"]),
        (f"{FIRST} {SECOND}\n{THIRD}", f"{FIRST.replace('412', '415')}\n{SECOND}\n{THIRD}", ["figure"]),
        (TEXT, "\n".join([THIRD, FIRST.replace("terendam", "tergenang"), SECOND]), ["wording"]),
    ],
)
def test_classes(old, new, found):
    assert kinds(old, new) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (TITLE, f"{TITLE}, Ini Penjelasannya", ["headline"]),
        (TITLE, f"{TITLE}?", ["headline"]),
        ("412 Rumah Terendam", "415 Rumah Terendam", ["figure", "headline"]),
        ("Flood kills 3", "Flood in Martapura", ["headline"]),
    ],
)
def test_headlines(old, new, found):
    assert kinds(TEXT, TEXT, (old, new)) == found


@pytest.mark.parametrize(
    ("before", "after", "is_other"),
    [
        ("2026-03-01T02:00:00Z", "2026-03-01T02:01:00Z", True),
        ("2026-03-01T02:00:00Z", "2026-03-01T02:00:40Z", False),
        ("2026-03-01T02:00:00Z", None, False),  # what is not known is no other time
        (None, "2026-03-01T02:00:00Z", False),
        ("2026-03-01", "2026-03-01T02:00:00Z", False),  # the same day, known better
        ("2026-03-01", "2026-02-28T20:00:00Z", False),  # it is, in Banjarmasin
        ("2026-03-01", "2026-03-03T20:00:00Z", True),
        ("2026-03-01", "2026-03-02", True),
        ("2026-03-01T10:00:00", "2026-03-01T02:00:00Z", False),  # on a wall of some zone
        ("2026-03-01T10:00:00", "2026-03-02T02:00:00Z", True),
    ],
)
def test_times(before, after, is_other):
    assert kinds(TEXT, TEXT, before=before, after=after) == (["time"] if is_other else [])


def test_two_witnesses_may_err_differently():
    copies = [
        Copy(TITLE, TEXT, f"2026-03-01T0{hour}:00:00Z", name) for hour, name in ((1, "meta"), (2, "printed"))
    ]
    assert classify(*copies) == ()


def test_time_told_by_its_distance_from_the_look_does_not_change():
    copies = [Copy(TITLE, TEXT, f"2026-03-0{day}", "relative") for day in (1, 2)]
    assert classify(*copies) == ()


@pytest.mark.parametrize("line", ["Baca Juga: Air Surut di Martapura", "(adm/klik)", "Foto: warga di posko"])
def test_what_one_reading_sets_aside_was_there_before(line):
    with_line, without = (
        Copy(TITLE, f"{FIRST}\n{line}\n{SECOND}"),
        Copy(TITLE, f"{FIRST}\n{SECOND}", aside=(f"x\n{line}",)),
    )
    assert classify(with_line, without) == classify(without, with_line) == ()
    inside = Copy(TITLE, f"{FIRST} {line}\n{SECOND}")
    assert classify(inside, without) == classify(without, inside) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (TEXT, TEXT.replace("412", "415"), ("figure", "412", "415", 1)),
        (TEXT, TEXT.replace("12/1/2026", "13/1/2026"), ("figure", "12/1/2026", "13/1/2026", 1)),
        ("Skor 2-1, kata dia.", "Skor 3-1, kata dia.", ("figure", "2-1", "3-1", 1)),
        (TEXT, TEXT.replace("posko utama", "posko induk kota"), ("wording", "utama", "induk kota", 3)),
        (TEXT, f"{TEXT}\n{ADDED}", ("paragraph-added", "", ADDED, 4)),
        (f"{FIRST}\n{ADDED}\n{SECOND}", f"{FIRST}\n{SECOND}", ("paragraph-removed", ADDED, "", 2)),
    ],
)
def test_change_says_what_was_and_what_is(old, new, told):
    (change,) = classify(Copy(TITLE, old), Copy(TITLE, new))
    assert (change.kind.value, change.before, change.after, change.paragraph) == told


def test_weightiest_kind_stands_for_a_version():
    old, new = (
        Copy(TITLE, TEXT, "2026-03-01"),
        Copy(f"{TITLE}!", f"{TEXT.replace('412', '415')}\n{ADDED}", "2026-03-02"),
    )
    changes = classify(old, new)
    assert [change.kind.value for change in changes] == ["figure", "headline", "paragraph-added", "time"]
    assert primary(changes) == "figure"
    assert primary(()) is None


HOSTILE = {
    "one word": ("x " * 6_000, "x y " * 6_000),
    "two words": ("a b " * 6_000, "b a " * 6_000),
    "turned round": (" ".join(map(str, range(12_000))), " ".join(map(str, range(12_000, 0, -1)))),
    "lines": ("ab\n" * 10_000, "ba\n" * 10_000),
    "all reworded": (
        "\n".join(f"p {n} q" for n in range(1_000)),
        "\n".join(f"p {n} r" for n in range(1_000)),
    ),
    "alike": (
        "\n".join(f"p {n % 7} q s t u v w" for n in range(199)),
        "\n".join(f"p {n % 5} r s t u v w" for n in range(199)),
    ),
    "one long word": ("x" * 500_000, "x" * 499_999 + "y"),
    "entities": ("a&amp;" * 10_000, "a&lt;" * 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_blows_up(name):
    begin = time.process_time()
    old, new = HOSTILE[name]
    assert classify(Copy(TITLE, old), Copy(TITLE, new))
    assert diff_words(old, new)
    assert time.process_time() - begin < 10  # quadratic, each would take minutes


def test_texts_that_differ_in_too_much_are_only_said_to_differ():
    old, new = "Air naik. " * 40_000, "Air surut. " * 40_000
    assert kinds(old, new) == ["wording"]
    assert kinds(f"{old}\n412", f"{old}\n415") == ["figure"]


WORDS = st.lists(st.sampled_from(["air", "naik", "412", "“", "kota", ".", "\n", "é", "水"]), max_size=30).map(
    " ".join
)


@given(WORDS, WORDS)
def test_segments_are_both_texts(old, new):
    segments = diff_words(old, new)
    assert "".join(segment.before for segment in segments) == tidy(old)
    assert "".join(segment.after for segment in segments) == tidy(new)
    assert all(segment.same for segment in diff_words(old, old))


@given(WORDS, WORDS)
def test_changes_one_way_are_changes_the_other_way(old, new):
    there, back = (classify(Copy(TITLE, a), Copy(TITLE, b)) for a, b in ((old, new), (new, old)))
    assert bool(there) == bool(back)
    assert classify(Copy(TITLE, old), Copy(TITLE, old)) == ()
