"""Marks of origin: wire agencies, syndication, paid texts, press releases."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import site_for_host
from pipelines.extract import extract_article, extract_plain_text, stitch_pages
from pipelines.extract.agencies import name_agency
from pipelines.extract.languages import packs
from pipelines.extract.marks import Told, find_marks
from pipelines.items import Article, Capture

OUTLETS = frozenset({"klikkota", "klikkotacom"})
URL = "https://klikkota.com/2024/10/jembatan-baru-dibuka"
TEXT = "".join(
    f"<p>Jembatan baru di Sungai Martapura dibuka untuk umum, kata pejabat ke-{number}.</p>"
    for number in range(8)
)


def _article(body, head=""):
    page = (
        f"<html lang=id><head>{head}</head><body><h1>Jembatan Baru Dibuka untuk Umum</h1>{body}</body></html>"
    )
    capture = Capture(URL, URL, 200, (), page.encode(), datetime(2024, 11, 1, tzinfo=UTC))
    found = extract_article(capture, site_for_host("klikkota.com"))
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("told", "language", "agency"),
    [
        (Told(dateline_site="ANTARA"), "id", "Antara"),
        (Told(sign_off="Antara/den"), "id", "Antara"),
        (Told(sign_off="ant/har"), "id", "Antara"),
        (Told(sign_off="ap/klik"), "id", None),  # initials; the agency is AP
        (Told(sign_off="rhd/yog"), "id", None),
        (Told(dateline_site="Klik Kota"), "id", None),
        (Told(signers=("Sumber: Antara",)), "id", "Antara"),
        (Told(signers=("Jane Roe, The Associated Press",)), "en", "AP"),
        (Told(signers=("Agence France-Presse",)), "fr", "AFP"),
        (Told(signers=("dpa",)), "de", "dpa"),
        (Told(signers=("Anta Rahmawati",)), "id", None),
        (Told(closing=("© 2024 AFP. All rights reserved.",)), "en", "AFP"),
        (Told(closing=("Copyright © 2024 Klik Kota",)), "id", None),
        (Told(dateline_site="NTB"), "no", "NTB"),
        (Told(dateline_site="NTB"), "id", None),  # a province
        (Told(url="https://www.antaranews.com/berita/1", dateline_site="ANTARA"), "id", "Antara"),
    ],
)
def test_a_wire_agency_is_named(told, language, agency):
    assert find_marks(told, language, OUTLETS).agency == agency


def test_an_agency_is_no_source_of_its_own_site():
    told = Told(url="https://www.antaranews.com/berita/1", dateline_site="ANTARA")
    assert find_marks(told, "id", frozenset({"antaranews", "antaranewscom"})).agency is None


@pytest.mark.parametrize(
    ("line", "language", "outlet"),
    [
        ("Artikel ini telah tayang di Kabar Hulu dengan judul Jembatan Dibuka", "id", "Kabar Hulu"),
        ("Artikel ini telah tayang di KabarHulu.com dengan judul Jembatan Dibuka, klik untuk baca", "id", "KabarHulu.com"),
        ("Berita ini sudah terbit di laman kabarhulu.com", "id", "kabarhulu.com"),
        ("Artikel ini telah tayang di KlikKota.com dengan judul Jembatan Dibuka", "id", None),
        ("This article was originally published on The Upriver Herald.", "en", "The Upriver Herald"),
        ("This story first appeared in The Upriver Herald and is republished with permission.", "en", "The Upriver Herald"),
        ("This article is republished from The Conversation under a Creative Commons license.", "en", "The Conversation"),
        ("This post was originally published on 5 May 2024", "en", None),
        ("Jembatan ini telah dibuka di Banjarmasin.", "id", None),
    ],
)  # fmt: skip
def test_the_outlet_where_a_text_stood_first_is_named(line, language, outlet):
    assert find_marks(Told(closing=(line,)), language, OUTLETS).syndicated_from == outlet


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(sign_off="adv/ad"), "adv"),
        (Told(sign_off="Nn/Adv/DprdKaltim"), "Adv"),
        (Told(section="Advertorial"), "Advertorial"),
        (Told(section="Advertorial DPRD"), "Advertorial DPRD"),
        (Told(section="Advokasi"), None),
        (Told(tags=("banjar", "Pariwara")), "Pariwara"),
        (Told(title="[ADV] Jembatan Baru Dibuka"), "ADV"),
        (Told(title="Advertorial: Jembatan Baru Dibuka"), "Advertorial"),
        (Told(title="Jembatan Baru Dibuka (Adv)"), "Adv"),
        (Told(title="Iklan: Pasar yang Berubah"), None),
        (Told(labels=("Sponsored Content",)), "Sponsored Content"),
        (Told(labels=("Advertisement",)), None),  # over a banner
        (Told(types=frozenset({"AdvertiserContentArticle"})), "AdvertiserContentArticle"),
        (Told(url="https://klikkota.com/advertorial/2024/jembatan"), "advertorial"),
    ],
)
def test_a_paid_text_is_known_by_what_the_page_says(told, words):
    assert find_marks(told, "id", OUTLETS).advertorial == words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(sign_off="syh/adpim"), "adpim"),
        (Told(sign_off="hmspolresbjb/maf/ana"), "hmspolresbjb"),
        (Told(sign_off="Humas Polres Bintan"), "Humas Polres Bintan"),
        (Told(sign_off="mc/kts"), "mc"),
        (Told(sign_off="mcd/kts"), None),
        (Told(signers=("Diskominfo Kotabaru",)), "Diskominfo Kotabaru"),
        (Told(labels=("SIARAN PERS",)), "SIARAN PERS"),
        (Told(dateline_site="PRNewswire"), "PRNewswire"),
        (Told(tags=("Pressemitteilung",)), "Pressemitteilung"),
        (Told(signers=("Humaira Salsabila",)), None),
    ],
)
def test_a_press_release_is_known_by_who_signs_it(told, words):
    assert find_marks(told, "id", OUTLETS).press_release == words


def test_a_page_carries_its_marks():
    found = _article(
        f"<div>{TEXT}<p>JAKARTA (Antara) - Jembatan lain dibuka.(ant/adv)</p></div>"
        "<p>Artikel ini telah tayang di Kabar Hulu dengan judul Jembatan Baru</p>"
    )
    assert (found.agency, found.syndicated_from, found.advertorial) == ("Antara", "Kabar Hulu", "adv")


def test_the_label_of_a_teaser_is_not_the_articles():
    teaser = '<div><p>Advertorial</p><p><a href="/x">Lima alasan membeli rumah di tepi sungai</a></p></div>'
    assert _article(f"{teaser}<div>{TEXT}</div>").advertorial is None


def test_the_last_page_of_a_split_article_tells_for_all():
    first, last = (
        _article(f"<div>{TEXT}</div>"),
        _article(f"<div>{TEXT}<p>Jembatan lain dibuka.(adv/hms)</p></div>"),
    )
    whole = stitch_pages(first, [last])
    assert (whole.advertorial, whole.press_release) == ("adv", "hms")


def test_a_plain_text_carries_its_marks():
    text = "Jembatan Baru Dibuka\n\nKUALA LUMPUR 11 Julai - Jembatan baru dibuka untuk umum hari ini, kata menteri. - BERNAMA"
    found = extract_plain_text(text, "https://kabarsungai.my/jembatan", site_for_host("kabarsungai.my"))
    assert isinstance(found, Article)
    assert (found.agency, found.sign_off, found.dateline_place) == ("Bernama", "BERNAMA", "KUALA LUMPUR")


def test_every_agency_answers_to_its_own_pack():
    named = {(pack.language, name) for pack in packs().values() for name in pack.agencies}
    lost = {
        (language, name) for language, name in named
        if not any(name_agency(text, language) for text in packs()[language].agencies[name])
    }  # fmt: skip
    assert lost == set()
