"""Whole pages: text, fields, and what is removed with its reason."""

import pickle
from datetime import UTC, datetime

import pytest

from pipelines.catalogue import Extraction, Site
from pipelines.extract import extract_article, pages_to_come, stitch_pages
from pipelines.items import Article, Capture, Rejection

SITE = Site(
    id="klikkota", name="Klik Kota", homepage="https://klikkota.com/", language="id", timezone="Asia/Makassar"
)
URL = "https://klikkota.com/2024/10/jembatan-baru-dibuka/"
FIRST = "klikkota.com, BANJARMASIN-Jembatan baru di Sungai Martapura dibuka, Rabu (30/10/2024). Warga menyambutnya dengan arak-arakan perahu hias."
SECOND = "“Jembatan ini memangkas jarak tempuh dua kilometer,” kata Kepala Dinas Pekerjaan Umum, Rahmat Hidayat, di lokasi."
THIRD = "Pembangunan jembatan memakan waktu dua tahun dan biaya Rp40 miliar dari anggaran pendapatan dan belanja daerah."
LD = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Klik Kota"},
{"@type":["NewsArticle"],"headline":"Jembatan Baru Dibuka di Banjarmasin","datePublished":"2024-10-30T14:05:09+00:00",
"author":{"@type":"Person","name":"Budi Santoso"},}]}</script>"""
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Jembatan Baru Dibuka di Banjarmasin - Klik Kota</title>
<link rel="canonical" href="{URL}"><meta property="og:site_name" content="Klik Kota"><meta property="og:type" content="article">
<meta property="og:image" content="/foto/1.jpg">{LD}</head><body>
<div class="top">Minggu, 10 November 2024</div>
<ul class="breadcrumb"><li><a href="/">Beranda</a></li><li><a href="/daerah">Daerah</a></li></ul>
<h1>Jembatan Baru Dibuka di Banjarmasin</h1>
<div class="info">Penulis: Siti Aminah | Editor: Budi Santoso<br>Rabu, 30 Oktober 2024 | 14:05 WITA</div>
<div class="share-buttons">Bagikan <a href="#">Facebook</a></div>
<figure><img src="/foto/1.jpg"><figcaption>Warga melintasi jembatan baru. (adpim/klik)</figcaption></figure>
<div class="entry-content"><p>{FIRST}</p><p>ADVERTISEMENT</p><p>{SECOND.replace("memangkas jarak", "memangkas" + chr(10) + "jarak")}</p>
<p><strong>Baca Juga : <a href="/a">Harga Cabai Naik Lagi</a></strong></p><h3>Dua Tahun</h3><p>{THIRD}(pr/klik)</p>
<div class="related-posts"><p>Berita lain yang panjang tentang sesuatu yang berbeda sama sekali dari ini.</p></div></div>
<p>Tag: <a rel="tag" href="/tag/jembatan">jembatan</a></p>
<div class="sidebar"><p>{THIRD * 6}</p></div><h3>Tinggalkan Balasan</h3><a href="#">Scroll to Top</a></body></html>"""


def _capture(page, url=URL, headers=()):
    payload = page if isinstance(page, bytes) else page.encode()
    return Capture(url, url, 200, headers, payload, datetime(2024, 11, 10, tzinfo=UTC))


def _article(page, url=URL, site=SITE):
    found = extract_article(_capture(page, url), site)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Jembatan Baru Dibuka di Banjarmasin"),
        ("text", "\n".join([FIRST, SECOND, "Dua Tahun", THIRD])),
        ("authors", ("Siti Aminah",)),
        ("editors", ("Budi Santoso",)),
        ("dateline_site", "klikkota.com"),
        ("dateline_place", "BANJARMASIN"),
        ("section", "Daerah"),
        ("tags", ("jembatan",)),
        ("lead_image", "https://klikkota.com/foto/1.jpg"),
        ("caption", "Warga melintasi jembatan baru."),
        ("photo_credit", "adpim/klik"),
        ("sign_off", "pr/klik"),
        ("language", "id"),
        ("url", URL),
        ("whole_url", None),
        ("further_urls", ()),
    ],
)
def test_a_page_of_a_theme_gives_every_field(name, value):
    assert getattr(_article(PAGE), name) == value


def test_a_wrong_offset_of_a_plugin_is_mended_and_flagged():
    published = _article(PAGE).published
    assert published is not None
    assert (published.isoformat(), published.disputed) == ("2024-10-30T14:05:00+08:00", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ADVERTISEMENT", "ads"),
        ("Baca Juga : Harga Cabai Naik Lagi", "related"),
        ("Berita lain yang panjang tentang sesuatu yang berbeda sama sekali dari ini.", "related"),
        ("(pr/klik)", "sign-off"),
    ],
)
def test_every_removed_block_has_its_reason(text, reason):
    assert [block.reason for block in _article(PAGE).removed if block.text == text] == [reason]


def test_capture_and_article_cross_a_process_border():
    article = _article(PAGE)
    assert pickle.loads(pickle.dumps(article)) == article


def test_an_inline_teaser_leaves_its_paragraph():
    page = PAGE.replace(
        f"<p>{FIRST}</p>", f'<p>{FIRST} <b>Baca juga: <a href="/b">Pasar Terapung Sepi</a></b></p>'
    )
    assert _article(page).text.startswith(FIRST + "\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "Baca juga menjadi kegemaran warga desa itu sejak perpustakaan keliling datang setiap pekan.",
        "Terkait hal itu, polisi masih menyelidiki penyebab kebakaran di pasar tersebut.",
        "Bagikan sembako, polisi menyambangi warga di bantaran sungai sejak pagi hari.",
        "Ikuti upacara itu, bupati tiba pukul 08.00 bersama rombongan dari kabupaten.",
        "Selanjutnya, bupati meninjau pasar yang baru selesai dibangun kembali.",
    ],
)
def test_a_sentence_that_begins_like_a_phrase_stays(sentence):
    assert sentence in _article(PAGE.replace("<p>ADVERTISEMENT</p>", f"<p>{sentence}</p>")).text.split("\n")


def test_an_old_page_of_tables_and_breaks_is_read():
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Klik Kota :: Jembatan Baru Dibuka</title></head>
    <body><table><tr><td width="150"><b>Menu</b><br><a href="/">Depan</a><br><a href="/k">Hukum</a></td><td>
    <a href="/">Depan</a> &raquo; <a href="/k?x=daerah">Daerah</a><br><h2>Jembatan Baru Dibuka</h2>
    <i>Diposting: Rabu, 30-10-2024, 14.05 WITA</i><br>Oleh : Siti Aminah<br><div>{FIRST}<br><br>{SECOND}<br>
    <br>{THIRD}<br><br>(sit)</div><br>Dibaca: 12 kali<br><b>Baca juga</b><ul><li><a href="/1">Harga Cabai Naik</a></li></ul></td></tr></table></body></html>"""
    article = _article(page)
    assert article.text == "\n".join([FIRST, SECOND, THIRD])
    assert (article.title, article.authors, article.section) == (
        "Jembatan Baru Dibuka",
        ("Siti Aminah",),
        "Daerah",
    )
    assert article.published is not None
    assert article.published.isoformat() == "2024-10-30T14:05:00+08:00"


def test_a_site_file_says_where_the_text_is_and_what_is_none():
    site = SITE.model_copy(update={"extraction": Extraction(body="#isi", remove=(".sisipan",))})
    page = f'<html><body><div><p>{THIRD * 5}</p></div><div id="isi"><p>{FIRST}</p><p class="sisipan">{THIRD}</p><p>{SECOND}</p></div></body></html>'
    assert _article(page, site=site).text == f"{FIRST}\n{SECOND}"


SPLIT = '<div class="paging">Halaman: 1 <a href="{url}?page=2">2</a> <a href="{url}?page=3">3</a>{more}</div>'


@pytest.mark.parametrize(
    ("more", "url", "whole", "further"),
    [
        (
            '<a href="?page=all">Tampilkan Semua</a>',
            URL,
            URL + "?page=all",
            (URL + "?page=2", URL + "?page=3"),
        ),
        ("", URL, None, (URL + "?page=2", URL + "?page=3")),
        ("", URL + "?page=2", None, (URL + "?page=3",)),
        ('<a href="?page=all">Tampilkan Semua</a>', URL + "?page=all", None, ()),
    ],
)
def test_a_split_article_names_its_other_pages(more, url, whole, further):
    article = _article(PAGE.replace("<p>Tag:", SPLIT.format(url=URL, more=more) + "<p>Tag:"), url)
    assert (article.whole_url, article.further_urls) == (whole, further)


def split_page(number, named, text=None):
    """Return a page of a split article that links to the pages `named`."""
    links = tuple(f"{URL}?page={other}" for other in named)
    return Article(f"{URL}?page={number}", "Judul", text or f"Paragraf {number}", further_urls=links)


@pytest.mark.parametrize(
    ("pages", "to_come"),
    [
        ([(1, (2, 3, 12)), (2, (3, 4, 12))], (3, 4, 12)),  # the first page names few, the others the rest
        ([(1, (2, 3)), (2, (3,)), (3, ())], ()),
        ([(1, (2, 3)), (2, (3,), "Paragraf 1")], ()),  # the numbers turn the pages of something else
        ([(1, range(2, 41)), *((number, ()) for number in range(2, 32))], range(32, 41)),
    ],
)
def test_pages_that_are_not_in_a_text_are_named(pages, to_come):
    first, *others = [split_page(*page) for page in pages]
    wanted = tuple(f"{URL}?page={number}" for number in to_come)
    assert pages_to_come(first, others) == wanted
    noted = [block.text for block in stitch_pages(first, others).removed if block.reason == "unread-page"]
    assert noted == (["\n".join(wanted)] if wanted else [])


def test_pages_are_stitched_without_repeats():
    first = _article(PAGE)
    second = _article(PAGE.replace(FIRST, FIRST.replace("Jembatan", "Jalan")))
    assert stitch_pages(first, [second]).text.count(THIRD) == 1
    assert FIRST.replace("Jembatan", "Jalan") in stitch_pages(first, [second]).text


def test_the_whole_form_replaces_the_first_page():
    whole = _article(PAGE.replace("<h3>Dua", f"<p>{SECOND * 2}</p><h3>Dua"))
    assert stitch_pages(_article(PAGE), [whole]).text == whole.text


SHELL = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


@pytest.mark.parametrize(
    ("page", "url", "reason"),
    [
        (b"", URL, "not-html"),
        (b"%PDF-1.7 <p>", URL, "not-html"),
        (SHELL.format("Judul", ""), URL, "no-text"),
        (SHELL.format("Halaman Tidak Ditemukan", THIRD), URL, "soft-404"),
        (SHELL.format("Klik Kota", "<p><b>Berita tidak ditemukan</b></p>"), URL, "soft-404"),
        (SHELL.format("Pedoman Media Siber", THIRD), "https://klikkota.com/pedoman-media-siber/", "static"),
        (SHELL.format("Susunan Redaksi", THIRD), "https://klikkota.com/p/9", "static"),
        (SHELL.format("Klik Kota", THIRD), "https://klikkota.com/", "index"),
        (SHELL.format("Jembatan", THIRD), "https://klikkota.com/tag/jembatan", "index"),
        (SHELL.format("Login", '<input type="password">Masuk'), URL, "login"),
        ("<html><body>" + "<div>" * 3000 + THIRD, URL, "too-deep"),
        (SHELL.format("Masuk untuk melanjutkan", '<input type="password">Masuk'), URL, "login"),
        (SHELL.format("Just a moment...", THIRD), URL, "blocked"),
        (
            SHELL.format(
                "Foto", '<article><div class="gallery">' + "<img src=a>" * 5 + "</div><p>" + THIRD[:70]
            ),
            URL,
            "gallery",
        ),
        ("<p " + " ".join(f"a{number}" for number in range(30_000)) + ">" + THIRD, URL, "too-large"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(page, url, reason):
    found = extract_article(_capture(page, url), SITE)
    assert isinstance(found, Rejection)
    assert found.reason == reason


def test_photos_with_an_introduction_are_an_article():
    page = SHELL.format(
        "Foto", f'<div class="gallery">{"<img src=a>" * 9}</div></p><p>{FIRST}</p><p>{SECOND}'
    )
    assert SECOND in _article(page).text


ITEMS = "<li><a href='/a'>Jembatan Alalak</a></li><li><a href='/b'>Jembatan Barito</a></li>"


@pytest.mark.parametrize(
    ("inside", "kept", "gone"),
    [
        (f"<h2><a href='/a'>1. Jembatan Alalak</a></h2><p>{THIRD}</p>", ["1. Jembatan Alalak"], []),
        (f"<p>Jembatan lain di kota:</p><ul>{ITEMS}</ul>", ["Jembatan Alalak", "Jembatan Barito"], []),
        (f"<p>{THIRD}</p><ul>{ITEMS}</ul><p>{THIRD}</p>", [], ["Jembatan Alalak", "Jembatan Barito"]),
        (
            "<h3><a href='/a'>Berita lain</a></h3><h3><a href='/b'>Kabar lain</a></h3>",
            [],
            ["Berita lain", "Kabar lain"],
        ),
    ],
)
def test_links_that_are_the_articles_own_stay(inside, kept, gone):
    lines = _article(PAGE.replace(f"<p>{FIRST}</p>", f"<p>{FIRST}</p>{inside}")).text.split("\n")
    assert [line for line in (*kept, *gone) if line in lines] == kept


def _english(head="", above="", under="", by="<p>By Jane Roe</p>", end=""):
    text = (
        "<p>The bridge over the river was opened on Wednesday, and the people of the town came to see it.</p>"
        * 4
    )
    return _article(
        f"<html><head><title>New bridge opened in town - The Gazette</title>{head}</head><body>{above}"
        f"<h1>New bridge opened in town</h1>{under}{by}<div class='article-body'>{text}{end}</div></body></html>",
        site=Site(id="gazette", name="The Gazette", homepage="https://gazette.test/"),
    )


def test_a_dek_is_no_text_in_english():
    dek = "It took two years and forty million to build, and it is open at last."
    article = _english(f'<meta name="description" content="{dek}">', under=f"<p>{dek}</p>")
    assert dek not in article.text
    assert ("headline", dek) in [(part.reason, part.text) for part in article.removed]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Jane Roe is a reporter who covers bridges and rivers for The Gazette.", False),
        ("Jane Roe: the bridge was built in two years, and it is fine.", True),
        ("John Doe is an engineer who built bridges over seven rivers.", True),
        ("We may earn a commission if you buy something through links on this page.", False),
        ("The town may earn forty thousand a year from the toll on the bridge.", True),
    ],
)
def test_a_biography_and_a_disclosure_are_no_text(line, kept):
    article = _english(end=f"<p>{line}</p>")
    assert (line in article.text) is kept


DESK = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Newswire"}}</script>'


@pytest.mark.parametrize(
    ("page", "authors"),
    [
        ({"head": DESK}, ("Jane Roe",)),
        ({"head": DESK, "by": ""}, ("Newswire",)),
        ({"by": "<div>Jane Roe</div><div>12 March 2024</div>"}, ("Jane Roe",)),
        ({"by": "<div><a href='/tag/a'>Town Hall</a></div><div>12 March 2024</div>"}, ()),
        (
            {"by": "<p>Written By: <a href='/author/jane'>Jane Roe</a> Executive Editor and Gardener</p>"},
            ("Jane Roe",),
        ),
    ],
)
def test_who_signs_a_page(page, authors):
    assert _english(**page).authors == authors


@pytest.mark.parametrize(
    ("title", "above", "printed"),
    [
        ("Roads: New bridge opened in town", "<div>Roads</div>", "Roads: New bridge opened in town"),
        ("Roads: New bridge opened in town", "", "New bridge opened in town"),
    ],
)
def test_a_kicker_belongs_to_the_title_where_page_and_metadata_agree(title, above, printed):
    assert _english(f'<meta property="og:title" content="{title}">', above).title == printed


@pytest.mark.parametrize(
    "junk",
    [
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        '<base href="http://[::1"><a href="http://[bad">x</a><link rel="canonical" href="http://[x">',
        '<meta property="article:published_time" content="9999-12-31T23:59:59-14:00"><meta name="date" content="0000-00-00">',
        "<span>kata </span>" * 20_000,
        "<br>" * 50_000,
        "<p>" + "(" * 50_000 + "</p>",
        '<a href="/x">Judul berita lain</a> ' * 20_000,
        "<p>Penulis: " + "Budi dan " * 10_000 + "</p>",
        "<p>&#0;&#1;&#xD800;&#xFFFF; \x00\x01</p>",
    ],
)
def test_hostile_markup_ends_well(junk):
    article = _article(PAGE.replace('<div class="top">', junk + '<div class="top">'))
    assert FIRST in article.text
    assert not any(ord(character) < 32 and character != "\n" for character in article.text)
