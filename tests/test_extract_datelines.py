"""Datelines, sign-offs and photo credits."""

import pytest

from pipelines.extract.datelines import ends_in_credit, split_credit, split_dateline, split_sign_off

OUTLETS = frozenset({"klikkota", "klikkotacom", "republikakota"})


@pytest.mark.parametrize(
    ("text", "site", "place"),
    [
        ("klikkota.com, BANJARMASIN-Dinas Kominfo", "klikkota.com", "BANJARMASIN"),
        ("MARTAPURA, KlikKota.com – Bupati datang", "KlikKota.com", "MARTAPURA"),
        ("KLIKKOTA.COM, MARTAPURA - Bupati datang", "KLIKKOTA.COM", "MARTAPURA"),
        ("Liputan6.com, Banjarmasin – Bupati datang", "Liputan6.com", "Banjarmasin"),
        ("BANJARMASIN | Bupati datang", None, "BANJARMASIN"),
        ("Palangka Raya – Bupati datang", None, "Palangka Raya"),
        ("KANDANGAN (KLIK KOTA) - Bupati datang", "KLIK KOTA", "KANDANGAN"),
        ("Mataram, NTB (ANTARA News) - Sebanyak 29", "ANTARA News", "Mataram, NTB"),
        ("Kota Bima, NTB (11/2) – Warga datang", None, "Kota Bima, NTB"),
        ("jpnn.com - LHOKSEUMAWE - Polisi datang", "jpnn.com", "LHOKSEUMAWE"),
        ("BARABAI-Pemilihan kepala desa", None, "BARABAI"),
        ("KLIKKOTA.COM — Bupati datang", "KLIKKOTA.COM", None),
        ("KLIKKOTA.COM MATARAM – Bupati datang", "KLIKKOTA.COM", "MATARAM"),
        ("MATARAM.klikkota.com – Bupati datang", "klikkota.com", "MATARAM"),
        ("Banda Aceh-KlikKota.com : Bupati datang", "KlikKota.com", "Banda Aceh"),
        ("KlikKota Mataram - Bupati datang", "KlikKota", "Mataram"),
        ("Tanjung. KlikKota.com – Bupati datang", "KlikKota.com", "Tanjung"),
        ("KLIKKOTA.COM - MATARAM. Bupati datang", "KLIKKOTA.COM", "MATARAM"),
        ("MATARAM — KLIK KOTA. Bupati datang", "KLIK KOTA", "MATARAM"),
        ("Mataram, KlikKota. Bupati datang", "KlikKota", "Mataram"),
        ("Mataram (Klik Kota) Bupati datang", "Klik Kota", "Mataram"),
        ("KUALA LUMPUR 11 Julai – Menteri datang", None, "KUALA LUMPUR"),
        ("WASHINGTON (AP) — The president", "AP", "WASHINGTON"),
        ("(Reuters) - Shares fell", "Reuters", None),
        ("LONDON, Reuters - Shares fell", "Reuters", "LONDON"),
    ],
)
def test_a_dateline_is_told_apart(text, site, place):
    found = split_dateline(text, OUTLETS)
    assert found is not None
    assert (found.site, found.place) == (site, place)


def test_the_place_in_a_sites_name_is_a_place():
    found = split_dateline("Tanjung – Bupati datang", frozenset({"tanjungpos", "tanjungposcom"}))
    assert found is not None
    assert (found.site, found.place) == (None, "Tanjung")


@pytest.mark.parametrize(
    "text",
    [
        "Baru-baru ini warga mengeluh.",
        "Harga cabai naik - turun lagi sejak kemarin.",
        "Bupati mengatakan, banjir surut. “Semua aman” – begitu katanya.",
        "Ujung-ujungnya warga pulang - Semua lelah.",
        "Foto: Warga menunggu bantuan.",
        "Ia berkata: Kami pulang.",
    ],
)
def test_a_sentence_has_no_dateline(text):
    assert split_dateline(text, OUTLETS) is None


@pytest.mark.parametrize(
    ("text", "rest", "sign"),
    [
        ("antara kabupaten kota.(pr/klik)", "antara kabupaten kota.", "pr/klik"),
        ("“Semua aman,” katanya. (slm/ahm/ana)", "“Semua aman,” katanya.", "slm/ahm/ana"),
        ("Semua pulang. [adv/ad]", "Semua pulang.", "adv/ad"),
        ("Semua pulang. (why).", "Semua pulang.", "why"),
        ("Semua pulang.***", "Semua pulang.", None),
        ("razia oleh Satpol Pamong Praja (SPP)", "razia oleh Satpol Pamong Praja (SPP)", None),
        ("terjadi pada Rabu. (30/10/2024)", "terjadi pada Rabu. (30/10/2024)", None),
        ("kata beliau. - Bernama", "kata beliau.", "Bernama"),
        ("kata beliau.-- BERNAMA", "kata beliau.", "BERNAMA"),
        ("he said. — AFP", "he said.", "AFP"),
        ("kata beliau. - Mahathir", "kata beliau. - Mahathir", None),
        ("naik harganya. (Rp 2.000)", "naik harganya. (Rp 2.000)", None),
    ],
)
def test_a_sign_off_follows_the_last_sentence(text, rest, sign):
    assert split_sign_off(text, own_line=False) == (rest, sign)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("- BERNAMA", "BERNAMA"),
        ("ANTARA", "ANTARA"),
        ("(prokopim)", "prokopim"),
        ("(dia/KK)", "dia/KK"),
        ("[Ni’matul Ukhuwah hal. 41]", None),
    ],
)
def test_a_sign_off_may_have_its_own_line(text, sign):
    assert split_sign_off(text, own_line=True)[1] == sign


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("Warga menunggu di Banjarmasin.(adpim/klik)", "Warga menunggu di Banjarmasin.", "adpim/klik"),
        ("Warga menunggu. (Foto: Ist)", "Warga menunggu.", "Ist"),
        ("Warga menunggu sejak Rabu (5/11)", "Warga menunggu sejak Rabu (5/11)", None),
        ("Warga menunggu. Foto: Budi", "Warga menunggu.", "Budi"),
    ],
)
def test_a_credit_is_split_from_its_caption(caption, text, credit):
    assert split_credit(caption) == (text, credit)
    assert ends_in_credit("Kapal karam, kata (SAR)") is False
