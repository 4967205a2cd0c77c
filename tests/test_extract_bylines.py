"""Bylines: labels, names, and what is no name."""

import pytest

from pipelines.extract.bylines import clean_names, labelled, read_credits

OUTLETS = frozenset({"klikkota", "klikkotacom"})


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Penulis: Siti Aminah | Editor: Budi", [("author", "Siti Aminah"), ("editor", "Budi")]),
        ("Rep: C31/ Red: Israr Itah", [("author", "C31"), ("editor", "Israr Itah")]),
        ("Reporter: Rizal KhalqiEditor: Budi", [("author", "Rizal Khalqi"), ("editor", "Budi")]),
        ("Sabtu, 17 Oktober 2026 13:31 WITA Penulis : Ani", [("author", "Ani")]),
        ("Editor    : Sapta", [("editor", "Sapta")]),
        ("Sumber : Antara", [("other", "Antara")]),
        ("Penulis buku itu lahir di Kandangan.", []),
        ("Ia mengatakan kepada wartawan: tidak ada korban.", []),
    ],
)
def test_a_credit_line_is_split(text, pairs):
    assert labelled(text) == pairs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Budisantoso Budiman dan Agus S", ["Budisantoso Budiman", "Agus S"]),
        ("Norhikmah, José Pereira", ["Norhikmah", "José Pereira"]),
        ("Genevieve Carlton, Ph.D.", ["Genevieve Carlton, Ph.D"]),
        ("Wartawan Siti Aminah", ["Siti Aminah"]),
        ("Anna Martel und Lea Wagner", ["Anna Martel", "Lea Wagner"]),
        ("Ana Ruiz y Luis Gil", ["Ana Ruiz", "Luis Gil"]),
        ("Dan Brown", ["Dan Brown"]),
        ("Michael E Porter", ["Michael E Porter"]),
        ("Jane Roe, Senior Analyst", ["Jane Roe"]),
        ("Jane Roe, Staff Writer, John Doe", ["Jane Roe", "John Doe"]),
        ("Jane Roe1", ["Jane Roe"]),
        ("Siti Aminah - KlikKota", ["Siti Aminah"]),
        ("Siti Aminah (siti@klikkota.com)", ["Siti Aminah"]),
        ("Klik Kota", []),
        ("KlikKota.com", []),
        ("Redaksi", []),
        ("12 Mei 2024", []),
        ("", []),
    ],
)
def test_names_are_plain(text, names):
    assert clean_names(text, OUTLETS) == names


def test_a_label_alone_takes_the_next_line():
    found = read_credits(["Redaktur", "Agus Yulianto", "Reporter :", "Issha Harruma"], OUTLETS)
    assert (found.authors, found.editors) == (["Issha Harruma"], ["Agus Yulianto"])
