"""Bylines: labels, names, and what is no name."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import site_for_host
from pipelines.extract import extract_article
from pipelines.extract.bylines import clean_names, labelled, read_credits
from pipelines.items import Article, Capture

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


PARAGRAPHS = {
    "id": "Jembatan baru di Sungai Martapura dibuka untuk umum oleh wali kota, kata pejabat ke-{} yang hadir.",
    "en": "The new bridge over the river was opened to the public on Tuesday, said official number {} at the site.",
}
TITLES = {"id": "Jembatan Baru Dibuka untuk Umum", "en": "New Bridge Opened to the Public"}
URL = "https://klikkota.com/2024/10/jembatan-baru-dibuka"


def _article(byline, language, head="", below=""):
    text = "".join(f"<p>{PARAGRAPHS[language].format(number)}</p>" for number in range(8))
    page = f"<html lang={language}><head>{head}</head><body><h1>{TITLES[language]}</h1>{byline}<div>{text}</div>{below}</body></html>"
    capture = Capture(URL, URL, 200, (), page.encode(), datetime(2024, 11, 1, tzinfo=UTC))
    found = extract_article(capture, site_for_host("klikkota.com"))
    assert isinstance(found, Article), found
    return found


SITI, BUDI = ["Siti Aminah"], ["Budi Santoso"]


@pytest.mark.parametrize(
    ("byline", "authors", "editors"),
    [
        ("Pewarta: Siti Aminah / Editor: Budi Santoso", SITI, BUDI),
        ("Redaktur & Reporter : Siti Aminah", SITI, SITI),
        ("Reporter. Siti Aminah", SITI, []),
        ("Reporter: Siti Aminah/Agus Salim", ["Siti Aminah", "Agus Salim"], []),
        ("Jurnalis: Siti Aminah, Agus Salim, dan Budi", ["Siti Aminah", "Agus Salim", "Budi"], []),
        ("Oleh : Dr. H. Siti Aminah, M.Pd*", ["Dr. H. Siti Aminah, M.Pd"], []),
        ("Laporan Wartawan Klik Kota, Siti Aminah", SITI, []),
        ("Laporan Kontributor Banjarmasin, Siti Aminah", SITI, []),
        ("Siti Aminah - Klik Kota", SITI, []),
        ("Siti Aminah, KlikKota · Rabu, 30 Oktober 2024 14:05 WIB", SITI, []),
        ("Siti Aminah, Antara", SITI, []),
        ("Oleh Siti Aminah Rabu, 30 Oktober 2024 14:05 WIB", SITI, []),
        ("Rabu, 30 Oktober 2024 14:05 WIB Oleh Siti Aminah", SITI, []),
        ("Penulis: Siti Aminah Rabu, 30 Oktober 2024 | 14:05 WIB", SITI, []),
        ("Pewarta foto: Siti Aminah Rabu, 30 Oktober 2024 22:40 WIB", SITI, []),
        ("Teks dan foto: Siti Aminah", SITI, []),
        ("Foto: Siti Aminah", [], []),
        ("Diposting oleh Siti Aminah di 08.20", SITI, []),
        ("Dikirim oleh Siti Aminah pada 30 Oktober 2024 - 14:05", SITI, []),
        ("Submitted by Siti Aminah on Wed, 30/10/2024 - 14:05", SITI, []),
        ("Ditulis oleh Siti Aminah, disunting oleh Budi Santoso", SITI, BUDI),
        ("Penulis: Tim Redaksi | Editor: Budi Santoso", [], BUDI),
        ("Penulis: admin", [], []),
        ("by admin", [], []),
        ("Posted on 30 Oktober 2024 by Admin", ["Admin"], []),  # as a name, not as a login
        ('By <a href="/author/admin">admin</a> - 30 Oktober 2024', [], []),
        ('Penulis&nbsp; <a href="/itemlist/user/42">Siti Aminah</a>', SITI, []),
        ('<span class="createdby">Ditulis oleh <span itemprop="name">Siti Aminah</span></span>', SITI, []),
        ("Uploader: Budi Santoso", [], BUDI),
    ],
)
def test_indonesian_bylines_are_read(byline, authors, editors):
    found = _article(f"<p>{byline}</p>", "id")
    assert (list(found.authors), list(found.editors)) == (authors, editors)
    assert "Aminah" not in found.text


JANE, JOHN = ["Jane Roe"], ["John Doe"]


@pytest.mark.parametrize(
    ("byline", "authors", "editors"),
    [
        ("<p>By Jane Roe | Klik Kota</p>", JANE, []),
        ("<p>By Jane Roe Special to the Herald</p>", JANE, []),
        ('<li><span class="tnt-byline">Jane Roe jroe@klikkota.com</span></li>', JANE, []),
        ("<p>Jane Roe, The Associated Press</p>", JANE, []),
        ("<p>Posted by: Jane Roe October 30, 2024</p>", JANE, []),
        ("<p>October 30, 2024 by Jane Roe</p>", JANE, []),
        ("<p>Written by Jane Roe, edited by John Doe</p>", JANE, JOHN),
        ("<p>Reporting by Jane Roe; editing by John Doe</p>", JANE, JOHN),
        ("<p>Story by Jane Roe, photos by John Doe</p>", JANE, []),
        ("<p>Words: Jane Roe  Photos: John Doe</p>", JANE, []),
        ("<p>Submitted by admin on Tue, 10/29/2024 - 09:15</p>", [], []),
        ("<div class=byline><span>Jane Roe</span><span>Managing Editor</span></div>", JANE, []),
        ("<div class=author><div>Jane Roe</div><div>Reporter</div></div>", JANE, []),
        ("<p>Photo: Jane Roe</p><p>October 30, 2024</p>", [], []),
    ],
)
def test_english_bylines_are_read(byline, authors, editors):
    found = _article(byline, "en")
    assert (list(found.authors), list(found.editors)) == (authors, editors)


def test_a_login_in_metadata_is_no_name():
    head = '<meta name="author" content="budi-redaksi7">'
    assert _article("", "id", head).authors == ()


def test_who_signs_other_stories_under_the_text_is_no_author():
    story = "<div class=more><p>By</p><p><a href='/author/john'>John Doe</a></p></div>"
    found = _article("<p>Written by Jane Roe</p>", "en", below=f"<p>Written by John Doe</p>{story}")
    assert list(found.authors) == JANE
