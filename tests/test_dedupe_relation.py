"""What one text is to another: copies with small edits, derivations, and what only looks like either."""

import json
from itertools import combinations

import pytest
from harness import ROOT
from retold import tell, text

from pipelines.dedupe.relation import Relation, Text, changed_figures, judge, measure

RELEASE, OTHER = tell("siaran pers"), tell("lain")
PAIRS = ROOT.parent / "shared" / "near-duplicates" / "pairs.jsonl"
# What papers print every day with other names and figures.
TEMPLATES = {
    "weather": (
        ("Stasiun Meteorologi memprakirakan cuaca Kota {0} pada {1} ({2}/3/2026) {3} sejak pagi hingga malam hari. Suhu udara"
        " di wilayah itu berkisar antara {4} hingga {5} derajat Celsius dengan kelembapan udara {6} sampai {7} persen. Angin"
        " bertiup dari arah {8} dengan kecepatan {9} kilometer per jam. Warga diimbau tetap waspada terhadap hujan lebat yang"
        " disertai kilat dan angin kencang pada sore hari, terutama di daerah bantaran sungai."),
        ("Banjarmasin", "Selasa", 3, "cerah berawan", 24, 33, 65, 95, "timur", 10),
        ("Martapura", "Rabu", 4, "hujan ringan", 23, 31, 70, 98, "barat", 15),
        ("Banjarmasin", "Kamis", 5, "hujan sedang", 22, 30, 72, 99, "barat", 12),
    ),
    "prices": (
        ("Harga emas batangan pada perdagangan {0} ({1}/3/2026) berubah Rp{2} menjadi Rp{3} per gram. Sehari sebelumnya, harga"
        " emas berada di level Rp{4} per gram. Harga pembelian kembali ikut berubah ke posisi Rp{5} per gram, jadi jika Anda"
        " ingin menjual emas, gerai akan membelinya di harga tersebut. Rinciannya: emas 5 gram Rp{6}; emas 10 gram Rp{7}."
        " Harga itu belum termasuk pajak penghasilan sesuai peraturan menteri tentang penjualan emas batangan."),
        ("Senin", 2, "12.000", "1.905.000", "1.893.000", "1.755.000", "9.300.000", "18.545.000"),
        ("Selasa", 3, "7.000", "1.898.000", "1.905.000", "1.748.000", "9.265.000", "18.475.000"),
        ("Jumat", 13, "21.000", "1.941.000", "1.920.000", "1.790.000", "9.480.000", "18.905.000"),
    ),
    "verdict": (
        ("Majelis hakim Pengadilan Negeri {0} menjatuhkan vonis {1} tahun penjara kepada {2}, terdakwa kasus narkotika, dalam"
        " sidang yang digelar {3} ({4}/3/2026). Terdakwa terbukti secara sah dan meyakinkan bersalah melanggar Pasal 114 ayat 2"
        " tentang narkotika. Terdakwa juga dihukum membayar denda Rp{5} miliar subsider {6} bulan kurungan. Putusan itu berbeda"
        " dari tuntutan jaksa {7} yang meminta {8} tahun penjara. Terdakwa ditangkap di Jalan {9} dengan barang bukti {10} gram"
        " sabu. Atas putusan itu terdakwa menyatakan pikir-pikir selama tujuh hari."),
        ("Banjarmasin", 7, "Ahmad Fauzi", "Senin", 2, 1, 3, "Rudi Hartono", 9, "Veteran", "12,5"),
        ("Martapura", 12, "Siti Rahmah", "Rabu", 14, 2, 6, "Dewi Anggraini", 13, "Sudirman", "104,2"),
        ("Banjarmasin", 5, "Mulyadi", "Kamis", 19, 4, 8, "Rudi Hartono", 6, "Kelayan", "3,1"),
    ),
}  # fmt: skip


def relation_of(one: str, other: str) -> Relation:
    a, b = Text(one), Text(other)
    assert measure(a, b) == measure(b, a)
    return judge(measure(a, b))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        pytest.param(RELEASE, RELEASE, Relation.COPY, id="same"),
        pytest.param(RELEASE, RELEASE[:-2], Relation.COPY, id="last paragraphs cut"),
        pytest.param(RELEASE, [*OTHER[:2], *RELEASE], Relation.COPY, id="a lead of its own"),
        pytest.param(RELEASE, [*RELEASE[6:], *RELEASE[:6]], Relation.COPY, id="paragraphs in another order"),
        pytest.param(RELEASE, RELEASE[:4], Relation.NONE, id="too little of it"),
        pytest.param(RELEASE, RELEASE[:6], Relation.DERIVED, id="cut to half"),
        pytest.param(
            RELEASE[:8], [*OTHER, *RELEASE[:8]], Relation.DERIVED, id="taken in whole by a longer one"
        ),
        pytest.param(
            [*RELEASE[:2], *OTHER], [*RELEASE[:2], *tell("ketiga")], Relation.NONE, id="a quote shared"
        ),
        pytest.param(RELEASE, OTHER, Relation.NONE, id="other words"),
        pytest.param(RELEASE, [], Relation.NONE, id="nothing"),
        pytest.param([], [], Relation.NONE, id="nothing twice"),
    ],
)
def test_relation(one, other, relation):
    if relation is Relation.NONE and other == RELEASE[:4]:
        other = [*other, *OTHER]
    assert relation_of(text(*one), text(*other, dateline="MARTAPURA – ", sign_off="adpim")) is relation


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_with_other_names_and_figures_is_no_copy(template):
    blank, *fillings = TEMPLATES[template]
    printed = [blank.format(*filling) for filling in fillings]
    assert {relation_of(one, other) for one, other in combinations(printed, 2)} == {Relation.NONE}


def test_figure_that_was_corrected_is_pointed_out_in_a_copy():
    told = ["Banjir merendam 412 rumah dan 30 sekolah di tujuh desa itu.", *RELEASE]
    again = [told[0].replace("412", "415"), *RELEASE]
    assert relation_of(text(*told), text(*again)) is Relation.COPY
    assert changed_figures(Text(text(*told)), Text(text(*again))) == [("412", "415")]


@pytest.mark.skipif(not PAIRS.is_file(), reason="no labelled pairs here")
def test_labelled_pairs_are_told_apart():
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    told = [relation_of(pair["a"]["text"], pair["b"]["text"]) for pair in pairs]
    for labels, relations, precision, recall in (
        ({"same_text"}, {Relation.COPY}, 0.95, 0.95),
        ({"same_text", "derived"}, {Relation.COPY, Relation.DERIVED}, 0.95, 0.90),
    ):
        answers = [
            (pair["label"] in labels, each in relations) for pair, each in zip(pairs, told, strict=True)
        ]
        right = answers.count((True, True))
        assert right / sum(answer for _, answer in answers) >= precision
        assert right / sum(meant for meant, _ in answers) >= recall
