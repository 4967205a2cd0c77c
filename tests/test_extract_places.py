"""Which places articles are about: tables of title, text and dateline, with the places that a reader would name."""

import pytest

from pipelines.exits import CatalogueError
from pipelines.extract.places import find_places
from pipelines.gazetteer import gazetteer_of, read_places

KALSEL, JABAR = "ID-KS", "ID-JB"


def names(title="", text="", dateline=None, region=KALSEL, language="id"):
    return [place.name for place in find_places(title, text, dateline, language, region)]


@pytest.mark.parametrize(
    ("title", "text", "dateline", "region", "wanted"),
    [
        # a marker says which kind of place; without one the city is meant
        ("Bupati Banjar tinjau banjir", "Warga mengungsi.", None, KALSEL, ["Kabupaten Banjar"]),
        ("Pemkot Bandung tata pasar", "", None, JABAR, ["Kota Bandung"]),
        ("Pemkab Bandung tata pasar", "", None, JABAR, ["Kabupaten Bandung"]),
        ("Wali Kota Bandung dan Bupati Garut bertemu", "", None, JABAR, ["Kota Bandung", "Kabupaten Garut"]),
        ("Pasar di Bandung ramai", "", None, JABAR, ["Kota Bandung"]),
        ("Pasar di Bandung ramai", "Pemkab Bandung menata pasar. Warga Bandung senang.", None, JABAR, ["Kabupaten Bandung"]),
        ("Polres Serang Kota amankan pelaku", "", None, "ID-BT", ["Kota Serang"]),
        # datelines: towns stand for their regencies, the site's region tells two of one name
        ("Sungai meluap", "MARTAPURA - Air naik.", "MARTAPURA", KALSEL, ["Kabupaten Banjar"]),
        ("Sungai meluap", "MARTAPURA - Air naik.", "MARTAPURA", "ID-SS", ["Kabupaten Ogan Komering Ulu Timur"]),
        ("Sungai meluap", "MARTAPURA - Air naik.", "MARTAPURA", "ID-KB", ["Kabupaten Banjar"]),
        ("Sungai meluap", "MARTAPURA - Air naik.", "MARTAPURA", None, []),
        ("Sungai meluap", "TANJUNG - Air naik.", "TANJUNG", KALSEL, ["Kabupaten Tabalong"]),
        ("Sungai meluap", "BANJAR - Air naik.", "BANJAR", JABAR, ["Kota Banjar"]),
        ("Sungai meluap", "Air naik.", "Kab. Hulu Sungai Selatan", KALSEL, ["Kabupaten Hulu Sungai Selatan"]),
        # spellings
        ("Festival di Tanjung Pinang", "", None, "ID-KR", ["Kota Tanjungpinang"]),
        ("Festival di Gunung Kidul", "", None, "ID-YO", ["Kabupaten Gunungkidul"]),
        ("DPRD HSS bahas raperda", "", None, KALSEL, ["Kabupaten Hulu Sungai Selatan"]),
        ("BUPATI TANAH BUMBU LANTIK PEJABAT", "", None, KALSEL, ["Kabupaten Tanah Bumbu"]),
        # longest first
        ("Panen di Bandung Barat", "", None, JABAR, ["Kabupaten Bandung Barat"]),
        ("Panen di Aceh Barat Daya", "", None, "ID-AC", ["Kabupaten Aceh Barat Daya"]),
        # peoples, dishes, rivers, streets, papers, persons and plain words are no places
        ("Bahasa Banjar diajarkan", "Suku Banjar dan soto Banjar disukai. Orang Banjar merantau.", None, KALSEL, []),
        ("Soto Lamongan dan sate Madura", "", None, KALSEL, []),
        ("Kecelakaan di Jalan Semarang", "", None, KALSEL, []),
        ("Belum ada yang belu, buru pelaku", "Perwira tinggi (Pati) hadir. Batu itu besar.", None, KALSEL, []),
        ("Harga Batubara naik", "Batubara dari Sumatera.", None, KALSEL, []),
        ("Agam dan Bima menikah", "Keluarga Puncak hadir.", None, KALSEL, []),
        ("Radar Bogor dan Tribun Medan bersaing", "", None, KALSEL, []),
        ("Air naik", "Warga membeli beras di Sumber.", None, KALSEL, []),
        # a name of other meaning counts once the place is named clearly
        ("Bupati Pati diperiksa", "Warga Pati menonton. Pati ramai.", None, "ID-JT", ["Kabupaten Pati"]),
        # one mention far down is no subject
        ("Harga beras naik", "x " * 400 + "Ia lahir di Surabaya.", None, KALSEL, []),
    ],
)  # fmt: skip
def test_article_is_about(title, text, dateline, region, wanted):
    assert names(title, text, dateline, region) == wanted


@pytest.mark.parametrize(("language", "region"), [("en", "ID-KS"), (None, "ID-KS"), ("id", "MY-10")])
def test_without_pack_or_gazetteer_there_is_no_place(language, region):
    assert names("Bupati Banjar", language=language, region=region) == []


def test_evidence_says_where_and_by_which_words():
    text = "MARTAPURA, kabar.example – Bupati Banjar datang. Kabupaten Banjar siaga."
    (found,) = find_places("Banjir di Banjar", text, "MARTAPURA", "id", KALSEL)
    assert (found.id, found.name, found.region) == ("ID-63.03", "Kabupaten Banjar", KALSEL)
    assert found.evidence == (
        "dateline: MARTAPURA",
        "title: di Banjar",
        "lead: Bupati Banjar",
        "lead: Kabupaten Banjar",
    )


def test_gazetteer_has_every_regency_and_city_once():
    places = gazetteer_of("ID").places
    assert (len(places), sum(place.kind == "kota" for place in places)) == (514, 98)
    assert (len({place.id for place in places}), len({place.label for place in places})) == (514, 514)
    assert len({place.region for place in places}) == 38


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ID-1,kota,,ID-X,,,", "line 2: a place has id, kind, name, region"),
        ("ID-1,kota,Satu,ID-X,,,,more", "line 2: a place has id, kind, name, region"),
        ("ID-1,kota,Satu,ID-X,,Uno,Due", "line 2: Due is none of its names"),
    ],
)
def test_broken_gazetteer_is_refused_by_line(tmp_path, row, said):
    path = tmp_path / "XX.csv"
    path.write_text(f"id,kind,name,region,seat,aliases,ambiguous\n{row}\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        read_places(path)
