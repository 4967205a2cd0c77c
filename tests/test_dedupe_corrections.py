"""What copies corrected or withdrew, and which others still carry it: only where they share the sentence."""

from dataclasses import replace

import pytest

from pipelines.dedupe.corrections import Copy, Wording, trace_corrections

FLOOD = "Banjir merendam 412 rumah di Kecamatan Martapura sejak Minggu pagi."
RIGHT = FLOOD.replace("412", "415")
REST = (
    "Warga mengungsi ke tiga sekolah dan satu masjid di tepi jalan raya.\n"
    "Bupati meminta warga tetap waspada karena hujan masih turun di hulu sungai."
)


def wording(
    number: int, *lines: str, follows: int | None = None, title: str = "Banjir Lagi", aside=()
) -> Wording:
    return Wording(number, f"2026-03-01T0{number}:00:00Z", title, "\n".join([*lines, REST]), follows, aside)


def copy(uid: str, *texts: str, **changes) -> Copy:
    """Return an article with a version for each text, the last of them standing."""
    versions = tuple(wording(n, each, follows=n - 1 or None) for n, each in enumerate(texts, start=1))
    return replace(Copy(uid, versions, versions[-1]), **changes)


def told(*copies: Copy):
    return [
        (each.kind, each.before, each.after, each.still, each.corrected) for each in trace_corrections(copies)
    ]


CORRECTED = copy("a", FLOOD, RIGHT)


@pytest.mark.parametrize(
    ("other", "still", "corrected"),
    [
        (FLOOD, ("b",), ()),
        (RIGHT, (), ("b",)),
        (FLOOD.upper(), ("b",), ()),
        ("MARTAPURA, Suara.com – " + FLOOD, ("b",), ()),
        ("Hingga sore, banjir merendam 412 rumah di Kecamatan Martapura.", ("b",), ()),  # edited around it
        (FLOOD.replace("412", "ratusan"), (), ()),
        (FLOOD.replace("412", "417"), (), ()),
        (
            "Sebanyak 412 orang mengikuti lomba lari di Banjarbaru akhir pekan ini.",
            (),
            (),
        ),  # the figure, not the sentence
        ("Polisi menilang 412 pengendara.", (), ()),
        ("Banjir merendam 412 hektare sawah.", (), ()),
        (f"{REST} {FLOOD}", ("b",), ()),  # in another place
        ("Hujan turun sejak Minggu pagi.", (), ()),
    ],
)
def test_figure_counts_in_a_sentence_that_both_share(other, still, corrected):
    assert told(CORRECTED, copy("b", other)) == [("figure", "412", "415", still, corrected)]


def test_text_without_full_stops_is_the_same_only_around_the_figure():
    told_once = " ".join(REST.replace(".", "").split() * 2)
    first = f"{told_once} lalu banjir merendam 412 rumah di Kecamatan Martapura"
    other = f"{told_once} maka polisi menyegel 412 rumah kosong milik pengembang"
    correction = told(copy("a", first, first.replace("412", "415")), copy("b", other), copy("c", first))
    assert correction == [("figure", "412", "415", ("c",), ())]


def test_each_figure_of_a_sentence_counts_by_its_place():
    before = "Gempa menewaskan 12 orang dan melukai 30 orang di dua desa pada hari itu."
    changed = copy("a", before, before.replace("12", "30"))
    assert told(changed, copy("b", before.replace("12", "30")))[0][3:] == ((), ("b",))
    assert told(changed, copy("b", before))[0][3:] == (("b",), ())


@pytest.mark.parametrize(("printed", "kinds"), [("1.250", []), ("1250", []), ("1.260", ["figure"])])
def test_style_of_a_figure_is_no_correction(printed, kinds):
    paid = "Bantuan senilai 1,250 juta dibagikan kepada warga desa itu."
    assert [each[0] for each in told(copy("a", paid, paid.replace("1,250", printed)))] == kinds


def test_what_was_said_again_is_no_correction():
    back = replace(CORRECTED, current=CORRECTED.versions[0])
    assert told(back, copy("b", FLOOD), copy("c", RIGHT)) == [("figure", "415", "412", ("c",), ("b",))]
    twice = told(copy("a", FLOOD, FLOOD.replace("412", "413"), RIGHT), copy("b", FLOOD))
    assert [(each[1:4]) for each in twice] == [("412", "413", ("b",)), ("413", "415", ())]


def test_one_correction_of_several_copies_is_told_once():
    (correction,) = trace_corrections([CORRECTED, copy("b", FLOOD, RIGHT), copy("c", FLOOD)])
    assert [(source.uid, source.version) for source in correction.by] == [("a", 2), ("b", 2)]
    assert correction.still == ("c",)


def test_sentence_that_was_taken_out_and_words_that_became_others():
    claim = "Menurut warga, tanggul itu sengaja dijebol oleh orang tak dikenal."
    assert told(copy("a", f"{FLOOD} {claim}", FLOOD), copy("b", f"{FLOOD}\n{claim}"), copy("c", FLOOD)) == [
        ("sentence", claim.removesuffix("."), "", ("b",), ())
    ]
    softer = claim.replace("sengaja dijebol", "diduga dijebol")
    assert told(copy("a", claim, softer), copy("b", claim), copy("c", softer)) == [
        ("wording", "sengaja", "diduga", ("b",), ("c",))
    ]


def test_sentence_that_moved_or_stands_aside_was_not_taken_out():
    aside = wording(2, REST, follows=1, aside=(FLOOD,))
    first = wording(1, f"{REST} {FLOOD}")
    assert told(Copy("a", (first, aside), aside)) == []
    assert told(copy("a", f"{FLOOD}\nAir surut.", f"Air surut.\n{FLOOD}")) == []


def test_notice_that_states_the_sentence_anew_corrects_its_figure():
    notice = Wording(1, "2026-03-02T01:00:00Z", "Ralat", f"Ralat atas berita kemarin.\n{RIGHT}")
    (correction,) = trace_corrections([copy("a", FLOOD, notices=(notice,)), copy("b", FLOOD)])
    assert (correction.by[0].version, correction.before, correction.after) == (None, "412", "415")
    assert correction.still == ("a", "b")


def test_copies_of_what_is_gone_or_withdrawn_and_those_that_are_gone_themselves():
    gone = copy("a", FLOOD, state="gone", state_since="2026-03-03T00:00:00Z")
    assert told(gone, copy("b", FLOOD), copy("c", "Lain.")) == [("gone", "Banjir Lagi", "", ("b", "c"), ())]
    assert told(CORRECTED, replace(gone, uid="b"))[0] == ("figure", "412", "415", (), ())
    withdrawn = copy("a", FLOOD, withdrawn_at="2026-03-03T00:00:00Z")
    assert told(withdrawn, copy("b", FLOOD))[0][0] == "withdrawn"
