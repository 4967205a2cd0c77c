"""Correction notices are known by their stock phrases; an article about a correction is none."""

import pytest
from archive_samples import NOON

from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.extract.notices import find_notice
from pipelines.items import Capture, SourceKind

ABOUT = {
    "id": "Redaksi meralat pemberitaan kami tanggal 3 Maret tentang banjir.",
    "en": "Our article published on 3 March incorrectly said that 412 people died.",
    "ms": "Berita kami yang bertajuk banjir di Sibu tersilap menyebut jumlah mangsa.",
}
TEXT = "BANJARMASIN - Air Sungai Martapura naik semeter sejak Senin malam.\nWarga mengungsi ke masjid."


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("id", "Ralat: Banjir Rendam Tiga Kecamatan", "correction"),
        ("id", "RALAT | Banjir Rendam Tiga Kecamatan", "correction"),
        ("id", "[Ralat] Banjir Rendam Tiga Kecamatan", "correction"),
        ("id", "Banjir Rendam Tiga Kecamatan (Ralat)", "correction"),
        ("id", "Ralat", "correction"),
        ("id", "Ralat Berita Banjir Martapura", "correction"),
        ("id", "Koreksi atas Pemberitaan Banjir Martapura", "correction"),
        ("id", "Koreksi: Nama Kepala Dinas yang Benar", "correction"),
        ("id", "Hak Jawab: Tanggapan PT Borneo Jaya", "right-of-reply"),
        ("id", "Hak Jawab PT Borneo Jaya", "right-of-reply"),
        ("id", "Hak Jawab atas Berita Tambang Liar", "right-of-reply"),
        ("id", "Klarifikasi atas Pemberitaan Tambang Liar", "clarification"),
        ("id", "Pencabutan Berita Tambang Liar", "withdrawal"),
        ("id", "Permohonan Maaf Redaksi", "apology"),
        ("id", "Permintaan Maaf atas Pemberitaan Tambang Liar", "apology"),
        ("ms", "Pembetulan: Banjir di Sibu", "correction"),
        ("ms", "Permohonan maaf kepada Datuk Ahmad", "apology"),
        ("en", "Correction: Flood kills 412 in Martapura", "correction"),
        ("en", "Corrections and clarifications", "correction"),
        ("en", "Clarification: Mine permits in Tapin", "clarification"),
        ("en", "Retraction: Mine permits in Tapin", "withdrawal"),
        ("en", "Apology to the mayor of Martapura", "apology"),
        (
            "id",
            "Correction: Flood in Martapura",
            "correction",
        ),  # themes and agencies print English everywhere
        ("de", "Gegendarstellung zu „Grube ohne Genehmigung“", "right-of-reply"),
        ("de", "Korrektur: 415 statt 412 Häuser", "correction"),
        ("fr", "Rectificatif : les crues de Martapura", "correction"),
        ("fr", "Droit de réponse de la société Borneo", "right-of-reply"),
        ("es", "Fe de errores", "correction"),
        ("it", "Errata corrige: le piene di Martapura", "correction"),
        ("pt", "Direito de resposta", "right-of-reply"),
        ("nl", "Rectificatie: overstroming in Martapura", "correction"),
        ("sv", "Rättelse", "correction"),
        ("no", "Rettelse: flom i Martapura", "correction"),
        ("da", "Berigtigelse", "correction"),
        ("fi", "Oikaisu: tulva Martapurassa", "correction"),
        ("pl", "Sprostowanie do artykułu o powodzi", "correction"),
        ("tr", "Tekzip metni", "right-of-reply"),
        ("vi", "Đính chính: Lũ lụt ở Martapura", "correction"),
        ("ja", "【訂正】マルタプラの洪水で412人避難", "correction"),
        ("ko", "[정정보도] 마르타푸라 홍수 피해", "correction"),
        ("zh", "更正：马塔普拉洪水灾情", "correction"),
        (None, "Fe de erratas", "correction"),
    ],
)
def test_notice_is_known_by_its_headline(language, title, kind):
    notice = find_notice(title, f"{ABOUT.get(language, TEXT)}\n{TEXT}", language)
    assert (notice.kind, notice.of_itself) == (kind, False)
    assert notice.phrase.strip("[]【】():：| ").casefold() in title.casefold()


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("id", "Koreksi Presiden atas RUU Minerba Dinilai Tepat", TEXT),
        ("id", "Gubernur Koreksi Data Korban Banjir", ABOUT["id"]),
        ("id", "Koreksi: Harga Emas Turun 2 Persen", "JAKARTA - Harga emas terkoreksi 2 persen pada Senin."),
        ("id", "Bupati Ralat Pernyataan soal Banjir", TEXT),
        ("id", "Ralat Pernyataan soal Banjir, Bupati Minta Maaf", TEXT),
        (
            "id",
            "Permintaan Maaf Bupati Usai Sebut Warga Malas",
            "Bupati menyampaikan maaf usai pemberitaan itu viral.",
        ),
        ("id", "Klarifikasi: Bupati Bantah Terima Suap", TEXT),
        ("id", "Bupati Gunakan Hak Jawab di Sidang DPRD", TEXT),
        ("id", "Hak Jawab Anggota Dewan Diatur Tatib Baru", TEXT),
        ("id", "Pencabutan Izin Tambang Disoroti", TEXT),
        ("en", "Corrections officer hurt in prison riot", ABOUT["en"]),
        ("en", "Market correction looms as gold slips", TEXT),
        ("en", "Apology from minister demanded by MPs", "MPs demanded that the minister apologise."),
        ("en", "Mayor issues correction on flood figures", TEXT),
        ("de", "Korrekturen am Haushalt beschlossen", TEXT),
        ("nl", "Correctie op de beurs zet door", TEXT),
        ("sv", "Rättelsen av lönerna dröjer", TEXT),
        ("id", "Banjir Rendam Tiga Kecamatan", f"{TEXT}\n“Koreksi: itu tidak benar,” kata Bupati."),
        (
            "id",
            "Banjir Rendam Tiga Kecamatan",
            f"{TEXT}\nKoreksi Bupati terhadap data itu keliru, kata warga.",
        ),
        ("en", "Flood kills 412", f"{TEXT}\nCorrections are due in May.\nThis story has legs, he said."),
    ],
)
def test_article_about_a_correction_is_no_notice(language, title, text):
    assert find_notice(title, text, language) is None


@pytest.mark.parametrize(
    ("language", "note", "kind"),
    [
        (
            "id",
            "Ralat: dalam versi sebelumnya disebutkan korban 412 jiwa, seharusnya 415 jiwa.",
            "correction",
        ),
        ("id", "Catatan Redaksi: Berita ini telah diperbaiki pada bagian jumlah korban.", "correction"),
        ("id", "Artikel ini telah dikoreksi pada Senin pukul 10.00 Wita.", "correction"),
        ("id", "Dalam versi sebelumnya tertulis 412 jiwa.", "correction"),
        ("id", "Berita ini telah dicabut oleh redaksi.", "withdrawal"),
        ("ms", "Pembetulan: Versi terdahulu tersilap menyebut 412 mangsa.", "correction"),
        ("en", "Correction: An earlier version of this story misstated the number of victims.", "correction"),
        ("en", "CORRECTION (March 3): The fire was on Sunday.", "correction"),
        ("en", "Editor’s note: The name of the mayor was corrected.", "correction"),
        ("en", "This story has been corrected to say that 415 people died.", "correction"),
        ("en", "This article was amended to correct the figure.", "correction"),
        ("en", "An earlier version of this article incorrectly said 412.", "correction"),
        ("en", "Clarification: The mine is in Tapin.", "clarification"),
        ("de", "In einer früheren Version dieses Artikels war von 412 Häusern die Rede.", "correction"),
        ("de", "Anm. d. Red.: Die Zahl wurde korrigiert.", "correction"),
        ("fr", "Une version précédente de cet article faisait état de 412 morts.", "correction"),
        ("es", "Una versión anterior de este artículo decía 412.", "correction"),
        ("nl", "In een eerdere versie van dit artikel stond 412.", "correction"),
        ("fi", "Korjattu 3.3. kello 10.15: Uhreja on 415.", "correction"),
        ("ja", "【訂正】初出時、412人としていましたが、415人の誤りでした。", "correction"),
        ("zh", "更正：本文早前版本误将415人写为412人。", "correction"),
    ],
)
def test_note_in_a_corrected_article_is_of_itself(language, note, kind):
    for text in (f"{TEXT}\n{note}", f"{note}\n{TEXT}"):
        notice = find_notice("Banjir Rendam Tiga Kecamatan", text, language)
        assert (notice.kind, notice.of_itself, notice.urls) == (kind, True, ())


def test_notice_names_what_it_corrects():
    text = "Redaksi meralat berita berjudul “Banjir Rendam Tiga Kecamatan di Martapura” yang tayang Senin.\nMohon maaf."
    links = [
        ("https://kabar.example/x/", target)
        for target in ("../berita/a", "https://lain.example/b", "#top", "/c?id=7")
    ]
    notice = find_notice(
        "Ralat: Banjir Rendam Empat Kecamatan", text, "id", links, "https://kabar.example/ralat-1"
    )
    assert notice.urls == ("https://kabar.example/berita/a", "https://kabar.example/c?id=7")
    assert notice.titles == ("Banjir Rendam Empat Kecamatan", "Banjir Rendam Tiga Kecamatan di Martapura")


def test_page_of_a_notice():
    body = "".join(f"<p>{line}</p>" for line in (
        "Redaksi meralat berita <a href='/berita/banjir-martapura'>banjir di Martapura</a> yang tayang Senin (2/3/2026).",
        "Dalam berita itu disebutkan korban 412 jiwa, seharusnya 415 jiwa. Redaksi memohon maaf kepada pembaca.",
    ))  # fmt: skip
    page = f"<html lang='id'><head><title>Ralat: Korban Banjir</title></head><body><article><h1>Ralat: Korban Banjir</h1>{body}</article></body></html>"
    url = "https://kabar.example/berita/ralat-korban-banjir"
    site = Site(id="kabar", name="Kabar", homepage="https://kabar.example/", language="id")
    article = extract_article(
        Capture(url, url, 200, (("Content-Type", "text/html"),), page.encode(), NOON, SourceKind.PAGE), site
    )
    assert article.notice.kind == "correction"
    assert article.notice.urls == ("https://kabar.example/berita/banjir-martapura",)
