"""Which addresses look like articles, which evidently are none, and which a site wants."""

import pytest

from crawler.discovery.article_urls import cannot_be_article, looks_like_article, wanted
from pipelines.catalogue import Discovery, Site

HOME = "https://koran.example.co.id/"
ARTICLES = [
    "/2025/10/06/banjir-rendam-desa/",
    "/index.php/2025/01/30/banjir-rendam-desa/",
    "/2020/05/31/kanal/news/banjir/",
    "/2023/12/09/banjir.html/2",
    "/21/11/2022/banjir-rendam.html",
    "/kriminal/08/04/2013/26816/banjir-rendam/",
    "/2019/08/banjir-rendam.html",
    "/banjir-rendam-tiga-desa",
    "/?p=125836",
    "/cilegon/banjir-rendam-tiga-desa",
    "/category/kaltim/banjir-rendam-tiga-desa",
    "/read/2022/03/20/092202/banjir-rendam-desa",
    "/read/2024/07/01/510/3028335",
    "/read/641446/banjir-rendam",
    "/read/642570/banjir-rendam/30",
    "/read/news/37050-banjir-rendam.html",
    "/berita/459273/banjir-rendam",
    "/berita/28778/banjir-rendam/halaman/3",
    "/berita/166805-banjir-rendam",
    "/berita/49451/11/07/2023/banjir-rendam",
    "/berita/baca/1642750051-banjir-rendam",
    "/berita-1796-banjir-rendam-desa",
    "/read-1-2399-2020-10-04-banjir-rendam.html",
    "/news-478153-hukum-banjir-rendam.html",
    "/nasional/pr-063116382/banjir-rendam",
    "/bantul/1242568630/banjir-rendam",
    "/berita/ro9jlr396/banjir-rendam",
    "/jogja/berita/d-7419075/banjir-rendam",
    "/khas/banjir-rendam-tiga-desa-Dq7BurlpDE/2",
    "/amp/peristiwa/957-banjir-rendam-desa",
    "/uncategorized/banjir-rendam/09/2020",
    "/berita.php?id=123",
    "/index.php?option=com_content&view=article&id=77",
    "/arsip/banjir-rendam-tiga-desa-1234567",
    "/politik/orang-orang-bersatu-lagi/84057530",
]
OTHERS = [
    "/",
    "/?utm_source=x",
    "/category/politik",
    "/category/kalsel/hulu-sungai-selatan",
    "/kategori/hukum/page/2",
    "/tag/pemilihan-kepala-daerah-2024",
    "/tag/banjir/4",
    "/author/budi-santoso-dan-kawan",
    "/page/3",
    "/politik/page/2/",
    "/2025/10",
    "/2025/10/06/",
    "/search/label/Kota",
    "/search?q=banjir",
    "/?s=banjir",
    "/?cat=12",
    "/?m=202401",
    "/indeks",
    "/indeks/?date=2025-01-01",
    "/2016_03_12_archive.html",
    "/video/123/banjir-rendam-tiga-desa",
    "/foto/445/banjir-rendam-tiga-desa",
    "/komentar/budi/123/banjir-rendam-tiga-desa",
    "/feed/",
    "/2025/10/06/banjir-rendam-desa/feed/",
    "/pedoman-media-siber",
    "/pedoman-pemberitaan-media-siber/",
    "/kebijakan-privasi.html",
    "/wp-content/uploads/2025/01/banjir-rendam-tiga-desa.jpg",
    "/dokumen/banjir-rendam-tiga-desa.pdf",
    "/wp-login.php",
    "/index.php/agenda/itemlist/user/3337-budi?start=20",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_s_address(path):
    url = HOME.rstrip("/") + path
    assert looks_like_article(url, HOME)
    assert not cannot_be_article(url, HOME)


@pytest.mark.parametrize("path", OTHERS)
def test_evidently_another_page_s_address(path):
    url = HOME.rstrip("/") + path
    assert not looks_like_article(url, HOME)
    assert cannot_be_article(url, HOME)


@pytest.mark.parametrize(
    "path", ["/hukum-dan-kriminal", "/olahraga/sepak-bola", "/berita/prabowo", "/banjir-di-desa"]
)
def test_in_doubt_a_list_s_link_is_none_and_a_sitemap_s_is_kept(path):
    url = HOME.rstrip("/") + path
    assert not looks_like_article(url, HOME)
    assert not cannot_be_article(url, HOME)


def test_a_headline_helps_a_doubtful_address():
    assert looks_like_article(HOME + "pemilu/9921-putusan", HOME, "MK tolak gugatan hasil pemilu daerah")
    assert not looks_like_article(HOME + "pemilu/mk", HOME, "MK tolak gugatan hasil pemilu daerah")


def site(**discovery):
    return Site(
        id="koran", name="Koran", homepage="https://koran.example.co.id/", discovery=Discovery(**discovery)
    )


@pytest.mark.parametrize(
    ("url", "rules", "answer"),
    [
        ("http://www.koran.example.co.id/a", {}, True),
        ("https://kota.koran.example.co.id/a", {}, True),
        ("https://other.example.co.id/a", {}, False),
        ("https://other.example.co.id/a", {"allow": r"/a$"}, True),
        ("https://foreign.example/a", {"allow": r"/a$"}, False),
        ("https://koran.example.co.id/a", {"allow": r"/berita/"}, False),
        ("https://koran.example.co.id/iklan/a", {"deny": r"/iklan/"}, False),
        ("https://koran.example.co.id/a", {"deny": r"/iklan/"}, True),
    ],
)
def test_wanted(url, rules, answer):
    assert wanted(url, site(**rules)) is answer
