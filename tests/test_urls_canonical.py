"""The address to keep a page under, from its final URL and what it declares."""

import pytest

from pipelines.urls import canonical_url

PAGE = "https://www.example.com/2025/10/06/banjir-rendam-tiga-desa/"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (PAGE, PAGE),
        (PAGE.rstrip("/"), PAGE.rstrip("/")),
        (PAGE + "?utm_source=x&fbclid=y#more", PAGE),
        (PAGE + "amp/", PAGE),
        (PAGE + "?page=all", PAGE),
        ("http://m.example.com/news/150276/judul?m=1", "http://example.com/news/150276/judul"),
        ("https://example.com/index.php/2025/10/06/judul", "https://example.com/index.php/2025/10/06/judul"),
        ("https://example.com/?p=125836&ref=x", "https://example.com/?p=125836"),
        ("https://example.com/berita.php?b=2&a=1", "https://example.com/berita.php?a=1&b=2"),
        ("HTTPS://EXAMPLE.com:443", "https://example.com/"),
        ("http://user:secret@example.com/a-b-c", "http://example.com/a-b-c"),
    ],
)
def test_without_a_declaration_the_address_is_kept_as_published(url, kept):
    assert canonical_url(url) == kept


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        ("https://example.com/?p=125836", "https://example.com/2025/10/06/judul/"),
        ("https://amp.example.com/2025/10/06/judul", PAGE),
        ("https://example.com/read/641446/judul-berita/2", "https://example.com/read/641446/judul-berita"),
        ("https://example.com/read/641446/judul-berita-panjang", "https://example.com/read/641446"),
        ("https://example.com/judul-berita-panjang?page=2", "https://example.com/judul-berita-panjang"),
        ("https://daerah.example.co.id/berita/9912/judul", "https://www.example.co.id/berita/9912/judul"),
        ("http://127.0.0.1:8000/a-b-c-d?x=1", "http://127.0.0.1:8000/a-b-c-d"),
        ("https://example.com/kanal", "https://example.com/kanal/terkini"),
    ],
)
def test_a_plausible_declaration_is_believed(url, declared):
    assert canonical_url(url, declared) == declared


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (PAGE, "https://www.example.com/"),
        (PAGE, "https://www.example.com/index.php"),
        (PAGE, "/2025/10/06/"),
        (PAGE, "https://www.example.com/politik/"),
        (PAGE, "https://other.example.org/2025/10/06/banjir-rendam-tiga-desa/"),
        (PAGE, "http://localhost/2025/10/06/banjir-rendam-tiga-desa/"),
        (PAGE, "https://staging.example.com/2025/10/06/banjir-rendam-tiga-desa/"),
        (PAGE, "https://www.example.com:8443/2025/10/06/banjir-rendam-tiga-desa/"),
        (PAGE, "javascript:void(0)"),
        (PAGE, ""),
        (PAGE, "http://[::1"),
        ("https://example.com/politik-dan-hukum/judul-berita-panjang", "/politik-dan-hukum/"),
        ("https://example.com/?p=12", "https://example.com/"),
        ("https://example.com/berita.php?id=5", "https://example.com/berita.php"),
        ("https://example.com/berita.php?id=5", "https://example.com/berita.php?id=6"),
        ("https://example.com/baca.php?id=5", "https://example.com/berita.php"),
        ("http://127.0.0.1:8000/a-b-c-d", "http://127.0.0.1:8001/a-b-c-d"),
    ],
)
def test_a_declaration_that_cannot_be_this_page_is_not_believed(url, declared):
    assert canonical_url(url, declared) == url


def test_a_declaration_is_joined_and_cleaned_too():
    assert canonical_url("https://example.com/?p=12", "/2025/10/06/judul/amp/?utm_source=x#top") == (
        "https://example.com/2025/10/06/judul/"
    )


def test_https_wins_where_only_the_scheme_differs():
    assert canonical_url(PAGE, PAGE.replace("https", "http")) == PAGE
    assert canonical_url(PAGE.replace("https", "http"), PAGE) == PAGE


def test_a_declaration_on_another_host_of_the_site_keeps_its_scheme():
    assert canonical_url("https://example.com/a-b-c-d", "http://www.example.com/a-b-c-d") == (
        "http://www.example.com/a-b-c-d"
    )
