"""Boxes in an article that are none of its text, pages that list articles, and articles that stand in scripts alone."""

import json
from datetime import UTC, datetime

import pytest

from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.items import Article, Capture, Rejection

URL = "https://hulu.example/2026/05/jembatan-desa-dibuka"
SITE = Site(id="hulu", name="Kabar Hulu", homepage="https://hulu.example/", language="id")
OWN = [
    "Jembatan desa sepanjang 60 meter di Hulu dibuka pada Rabu pagi setelah dua tahun warga menyeberang dengan rakit.",
    "Kepala desa mengatakan biaya pembangunan ditanggung bersama oleh tiga dusun dan sebuah koperasi petani karet.",
    "Warga menyambut pembukaan itu dengan arak-arakan perahu dan makan bersama di kedua tepi sungai sampai sore.",
    "Pemerintah kabupaten berjanji memperkeras jalan menuju jembatan sebelum musim hujan tiba pada bulan Oktober.",
]
HEAD = "<html><head><title>Jembatan Desa Dibuka</title></head><body><h1>Jembatan Desa Dibuka</h1>"


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def read(html, url=URL):
    return extract_article(Capture(url, url, 200, (), html.encode(), datetime(2026, 6, 1, tzinfo=UTC)), SITE)


def read_with(box):
    found = read(f"{HEAD}<div class='x1'>{paragraphs(OWN[:2])}{box}{paragraphs(OWN[2:])}</div></body></html>")
    assert isinstance(found, Article), found
    return found


FIELD = "<input type='email'><input type='submit'>"
CARD = "<h4><a href='/b'>Rakit Lama Disimpan di Museum</a></h4><div>Rakit bambu itu dipakai warga selama dua puluh tahun.</div>"
SEEN = "Warga melintasi jembatan baru di Hulu, Rabu pagi"


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (f"<div><p>Kabar pilihan setiap Senin pagi.</p>{FIELD}</div>", "form"),
        (
            "<div><p>Setujukah Anda jembatan diberi lampu?</p><label><input type='radio'>Ya</label></div>",
            "form",
        ),
        (f"<div><div><img src='a'></div><div>{SEEN}</div><div>Hulu/Ani</div></div>", "caption"),
        (f"<p><img src='a'></p><p><em>{SEEN}</em></p>", "caption"),
        (f"<p><img src='a'><br><small>{SEEN}</small></p>", "caption"),
        (f"<div>{CARD}</div>", "related"),
        (f"<div><h3>Lebih banyak dari hulu</h3><div>{CARD}</div></div>", "related"),
        (
            "<div><p>Kabar ini gratis berkat pembaca.</p><p><a href='/d'>Dukung kami di sini</a></p></div>",
            "follow",
        ),
        (
            "<div><span class='baca-juga'>Rakit lama disimpan di museum kabupaten sejak Senin</span></div>",
            "related",
        ),
    ],
)
def test_a_box_is_taken_out_with_its_reason(box, reason):
    article = read_with(box)
    assert article.text.split("\n") == OWN
    assert {block.reason for block in article.removed if block.reason != "form"} <= {reason}
    assert reason in {block.reason for block in article.removed}


@pytest.mark.parametrize(
    "line",
    [
        "<div><img src='a'><p>Ketua adat menaburkan beras kuning di tengah jembatan sebelum warga melintas.</p></div>",
        "<p><img src='a'></p><p>Ketua adat menaburkan <em>beras kuning</em> di tengah jembatan sebelum warga melintas.</p>",
        "<p><label><input type='checkbox'>Periksa papan jembatan setiap pekan sebelum dilalui kendaraan.</label></p>",
        "<h3><a href='https://lain.example/a'>Jembatan serupa di negeri lain</a></h3><p>Jembatan gantung di sana dibuat dari rumput.</p>",
        "<p>Peta jalan menuju desa dapat dilihat pada <a href='/peta'>laman pemerintah kabupaten</a>.</p><input type='hidden'>",
    ],
)
def test_what_is_text_stays(line):
    assert len(read_with(line).text.split("\n")) > len(OWN)


def test_what_stands_between_a_picture_and_the_dateline_is_its_caption():
    caption = "Kepala desa bersama warga saat membuka jembatan di Hulu pada Rabu pagi"
    lines = [f"<p><img src='a'></p><p>{caption}</p><p>MARABAHAN - {OWN[0]}</p>", paragraphs(OWN[1:])]
    found = read(f"{HEAD}<div>{''.join(lines)}</div></body></html>")
    assert isinstance(found, Article)
    assert (found.caption, found.dateline_place) == (caption, "MARABAHAN")


def test_a_face_beside_the_byline_is_no_caption():
    by = "<div><img src='a'><div>Ani Wulan</div><div>Rabu, 20 Mei 2026 | 09:48 WIB</div></div>"
    found = read(f"{HEAD}{by}<div class='x1'>{paragraphs(OWN)}</div></body></html>")
    assert isinstance(found, Article)
    assert found.caption is None
    assert found.published is not None


TEASERS = "".join(
    f"<div class='x2'><h2><a href='/a{n}'>Kabar nomor {n} dari hulu sungai</a></h2><time>1 Mei 2026</time><p>{text}</p></div>"
    for n, text in enumerate(OWN)
)


def test_a_page_of_teasers_is_no_article():
    found = read(f"{HEAD}<main>{TEASERS}</main></body></html>", "https://hulu.example/kanal/hulu")
    assert isinstance(found, Rejection)
    assert found.reason == "index"


def test_a_list_under_linked_titles_is_an_article_where_it_says_so():
    kind = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Jembatan Desa Dibuka"}</script>'
    assert isinstance(read(f"{HEAD}{kind}<main>{TEASERS}</main></body></html>"), Article)


def test_the_next_article_on_the_page_is_left_out():
    more = [text.replace("Jembatan", "Pasar").replace("Warga", "Pedagang") for text in reversed(OWN)]
    story = "<div class='x3'>{}<div class='x4'>{}</div></div>"
    own = story.format("<h1>Jembatan Desa Dibuka</h1>", paragraphs(OWN))
    other = story.format("<h2><a href='/pasar'>Pasar Desa Dibuka Kembali</a></h2>", paragraphs(more))
    found = read(
        f"<html><head><title>Jembatan Desa Dibuka</title></head><body><main>{own}{other}</main></body></html>"
    )
    assert isinstance(found, Article)
    assert found.text.split("\n") == OWN


def test_an_article_stands_in_one_cell_of_a_layout():
    side = "<td><b>Agenda</b><p>Rapat koordinasi penanganan banjir di aula kantor bupati pada hari Senin.</p></td>"
    found = read(
        f"<html><head><title>Kabupaten Hulu</title></head><body><table><tr>{side}<td><h2>Jembatan Desa Dibuka</h2>"
        f"{paragraphs(OWN)}</td>{side}</tr><tr><td>Hak cipta 2026</td></tr></table></body></html>"
    )
    assert isinstance(found, Article)
    assert (found.title, found.text.split("\n")) == ("Jembatan Desa Dibuka", OWN)


MARKED = paragraphs(OWN)
PLAIN = "\n".join(OWN)


@pytest.mark.parametrize(
    "script",
    [
        ("application/json", json.dumps({"props": {"article": {"title": "Jembatan Desa Dibuka", "content": MARKED}}})),
        ("application/json", json.dumps({"a": {"judul": "Jembatan Desa Dibuka", "isi": PLAIN}, "b": {"isi": PLAIN * 2}})),
        ("application/ld+json", json.dumps({"@type": "NewsArticle", "headline": "Jembatan Desa Dibuka", "articleBody": PLAIN})),
        ("", "window.__STATE__ = " + json.dumps({"post": {"title": {"rendered": "Jembatan Desa Dibuka"}, "content": {"rendered": MARKED}}}) + ";"),
        ("", "App.data=" + json.dumps({"title": "Jembatan Desa Dibuka", "content_elements": [{"type": "text", "content": t} for t in OWN]})),
    ],
)  # fmt: skip
def test_an_article_that_only_scripts_hold_is_read(script):
    kind, text = script
    held = text.replace("</", "<\\/")
    found = read(
        "<html><head><title>Jembatan Desa Dibuka</title></head><body><div id='app'></div>"
        f"<script type='{kind}'>{held}</script></body></html>"
    )
    assert isinstance(found, Article), found
    assert found.text.split("\n") == OWN


@pytest.mark.parametrize(
    "text", ["{" * 100_000, "[1, 2", "x = 1", "a = {'b': 1}", '{"content": "' + "kata " * 5 + '"}']
)
def test_a_script_that_holds_no_article_adds_none(text):
    found = read(f"<html><head><title>Jembatan</title></head><body><script>{text}</script></body></html>")
    assert isinstance(found, Rejection)
    assert found.reason == "no-text"
