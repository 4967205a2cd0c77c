"""Articles as a crawl of plain text left them."""

import pytest
from conftest import SHARED

from pipelines.catalogue import read_site, shipped_sites
from pipelines.extract import extract_plain_text
from pipelines.items import Article, Rejection

TEXT = """Jembatan Baru Dibuka

Facebook
WhatsApp
PERESMIAN-Wali kota menggunting pita di jembatan baru, disaksikan warga dan pejabat provinsi.(adpim/klik)

klikkota.com, BANJARMASIN-Jembatan baru di Sungai Martapura dibuka untuk umum, Rabu (30/10/2024).

“Jembatan ini memangkas jarak tempuh yang
jauh bagi warga,” kata Kepala Dinas, Rahmat Hidayat, yang mendampingi wali kota dan
jajarannya.(pr/klik)

BACA JUGA :
Harga Cabai Naik Lagi, Pedagang Mengeluh
Scroll to Top"""


def _extract(text):
    site = read_site(shipped_sites() / "klikkalimantan.toml")
    return extract_plain_text(text, "https://klikkota.com/2024/10/30/jembatan-baru-dibuka/", site)


def test_furniture_becomes_fields():
    found = _extract(TEXT)
    assert isinstance(found, Article)
    assert found.text.split("\n") == [
        "klikkota.com, BANJARMASIN-Jembatan baru di Sungai Martapura dibuka untuk umum, Rabu (30/10/2024).",
        "“Jembatan ini memangkas jarak tempuh yang jauh bagi warga,” kata Kepala Dinas, Rahmat Hidayat, yang mendampingi wali kota dan jajarannya.",
    ]
    assert (found.title, found.photo_credit, found.sign_off) == (
        "Jembatan Baru Dibuka",
        "adpim/klik",
        "pr/klik",
    )
    assert (found.dateline_site, found.dateline_place) == ("klikkota.com", "BANJARMASIN")
    assert {block.text for block in found.removed} >= {
        "Facebook",
        "Scroll to Top",
        "Harga Cabai Naik Lagi, Pedagang Mengeluh",
    }


@pytest.mark.parametrize("text", ["", "Judul saja", "Judul\n\nFacebook"])
def test_a_text_without_body_is_refused(text):
    assert isinstance(_extract(text), Rejection)


def test_the_first_document_of_the_project_is_read():
    paths = sorted((SHARED / "seed").glob("*.txt")) if SHARED.is_dir() else []
    if not paths:
        pytest.skip("no ../shared beside the checkout")
    found = _extract(paths[0].read_text("utf-8"))
    assert isinstance(found, Article)
    assert len(found.text.split("\n")) == 9
    assert (found.photo_credit, found.sign_off) == ("adpim/klik", "pr/klik")
    assert (found.dateline_place, found.dateline_site) == ("BANJARMASIN", "klikkalimantan.com")
