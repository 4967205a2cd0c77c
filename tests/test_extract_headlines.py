"""The headline: which line of a page prints it, and how it is spelt."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import site_for_host
from pipelines.extract import extract_article
from pipelines.items import Article, Capture

URL = "https://klikkota.com/2024/10/jembatan-baru-dibuka"
TEXT = "".join(
    f"<p>Jembatan baru di Sungai Martapura dibuka untuk umum oleh wali kota, kata pejabat ke-{number}.</p>"
    for number in range(8)
)
NAME = "Jembatan Baru Dibuka untuk Umum"
LONG = "Jembatan Martapura Dibuka: Jarak Tempuh Berkurang Dua Kilometer"


def _title(head, before, after=""):
    page = f"<html lang=id><head>{head}</head><body>{before}<div>{TEXT}</div>{after}</body></html>"
    capture = Capture(URL, URL, 200, (), page.encode(), datetime(2024, 11, 1, tzinfo=UTC))
    found = extract_article(capture, site_for_host("klikkota.com"))
    assert isinstance(found, Article), found
    return found.title


def _og(title):
    return f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Klik Kota">'


def _ld(title):
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}"}}</script>'


@pytest.mark.parametrize(
    ("head", "before", "title"),
    [
        (_og(NAME), f"<h1>{NAME}</h1>", NAME),
        # the last step of a trail is the name for search engines; the headline stands under it
        (_ld(NAME) + _og(LONG), f"<ol><li><a href=/d>Daerah</a></li><li><h1>{NAME}</h1></li></ol><h2>{LONG}</h2>", LONG),
        (_ld(NAME) + _og(LONG), f"<div class=crumbs><h1>{NAME}</h1></div><h2>{LONG}</h2>", LONG),
        (_ld(NAME) + _og(LONG), f"<div><a href=/>Depan</a><a href=/d>Daerah</a><h1>{NAME}</h1></div><h2>{LONG}</h2>", LONG),
        (_ld(NAME) + _og("Lain Sama Sekali dari Itu"), f"<ol><li><h1>{NAME}</h1></li></ol>", NAME),
        # a first-level heading goes before what agrees by a part or stands deep in the text
        (_og("Apa Itu Jembatan Gantung: Panduan Warga"), f"<h1>Panduan Warga tentang Jembatan Gantung</h1>{TEXT}<h2>Apa Itu Jembatan Gantung</h2>", "Panduan Warga tentang Jembatan Gantung"),
        (_og(f"{NAME} | Klik Kota"), f"<h1>Klik Kota</h1><h2>{NAME}</h2>", NAME),
        (_og("Jembatan Dibuka, Warga Sungai Martapura Lega"), "<h1>Warga Martapura Lega, Jembatan Baru Dibuka</h1><h1><a href=/l>Lihat berita daerah lainnya</a></h1>", "Warga Martapura Lega, Jembatan Baru Dibuka"),
        # kickers
        (_og(NAME) + f"<title>Daerah: {NAME}</title>", f"<h1><span>Daerah</span> - <span>{NAME}</span></h1>", NAME),
        (_ld(f"Daerah: {NAME}"), f"<h1><span>Daerah</span><span>{NAME}</span></h1>", f"Daerah: {NAME}"),
        (_ld(f"Daerah: {NAME}"), f"<p>Daerah</p><h1>{NAME}</h1>", f"Daerah: {NAME}"),
        (_ld(NAME) + _og(f"Daerah: {NAME}"), f"<p>Daerah</p><h1>{NAME}</h1>", NAME),
        # the outlet's name is none of it
        (_og(NAME), f"<h1>{NAME} - Klik Kota</h1>", NAME),
        (_og(f"{NAME} - Klik Kota"), "", NAME),
        (_og(f"KlikKota.com: {NAME}"), f"<h1>{NAME}</h1>", NAME),
    ],
)  # fmt: skip
def test_the_headline_is_the_one_that_readers_see(head, before, title):
    assert _title(head, before) == title


def test_a_title_element_in_the_body_is_no_headline():
    seen = "Jembatan Baru Martapura Akhirnya Dibuka"
    assert _title(_og(NAME), f"<div><title>{NAME}</title></div><h1>{seen}</h1>") == seen
