"""The key before the fetch: which addresses are one request."""

import pytest

from pipelines.urls import MAX_URL_LENGTH, request_key

SLUG = "/2025/10/06/banjir-rendam-tiga-desa"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.CO.ID:443/a", "example.co.id/a"),
        ("http://example.co.id:80/a", "example.co.id/a"),
        ("http://example.co.id:8080/a", "example.co.id:8080/a"),
        ("http://user:secret@example.co.id/a", "example.co.id/a"),
        ("https://example.co.id./a", "example.co.id/a"),
        ("https://münchen.example/a", "xn--mnchen-3ya.example/a"),
        ("http://127.0.0.1:8000/a/", "127.0.0.1:8000/a"),
        ("http://[::1]:8000/a", "[::1]:8000/a"),
        ("https://example.co.id", "example.co.id/"),
        ("https://example.co.id/a#komentar-12", "example.co.id/a"),
        ("https://example.co.id//a///b/./c/../d/", "example.co.id/a/b/d"),
        ("https://example.co.id/%7euser/%c3%a9%2f", "example.co.id/~user/%C3%A9%2F"),
        ("https://example.co.id/harga rokok naik", "example.co.id/harga%20rokok%20naik"),
        ("https://example.co.id/index.html", "example.co.id/"),
        ("https://example.co.id/kanal/index.php", "example.co.id/kanal"),
        ("https://example.co.id/index.php/2025/01/30/judul/", "example.co.id/2025/01/30/judul"),
        ("https://example.co.id/index.php?p=7", "example.co.id/?p=7"),
        ("https://example.co.id/a;jsessionid=0A1B?b=2&a=1", "example.co.id/a?a=1&b=2"),
    ],
)
def test_normalises_what_no_server_tells_apart(url, key):
    assert request_key(url) == key


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=fb&utm_medium=desktop",
        "fbclid=IwAR0",
        "gclid=x&msclkid=y",
        "ref=home",
        "source=terkini",
        "replytocom=812",
        "PHPSESSID=0123456789abcdef",
        "pgrelated=239",
        "filter_by=popular7",
        "page28332434234=98",
        "share=whatsapp&nb=1",
        "_ga=2.1&_gl=1",
        "mc_cid=1&mc_eid=2",
        "amp",
        "amp=1",
        "noamp=mobile",
        "outputType=amp",
        "m=1",
        "print=print-search",
        "tmpl=component&print=1",
        "page=all",
        "single=1",
        "fbclid=x&amp;utm_source=fb",
    ],
)
def test_drops_trackers_and_forms_of_the_same_page(query):
    assert request_key(f"https://example.com{SLUG}/?{query}") == f"example.com{SLUG}"


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        (f"https://amp.example.com{SLUG}", f"https://www.example.com{SLUG}"),
        (f"https://m.example.com{SLUG}", f"https://example.com{SLUG}"),
        (f"https://example.com/amp{SLUG}", f"https://example.com{SLUG}/"),
        (f"https://example.com{SLUG}/amp/?amp=1", f"https://example.com{SLUG}"),
        ("https://example.com/2013/07/judul.html?m=1", "https://example.com/2013/07/judul.html"),
        ("https://example.com/read/641446/judul/all", "https://example.com/read/641446/judul"),
        ("https://example.com/berita/28778/judul/print", "https://example.com/berita/28778/judul"),
        ("https://example.com/?p=12&utm_source=x", "http://example.com/index.php?p=12"),
        ("https://example.com/?ref=home&p=12", "https://example.com/?p=12"),
        ("https://example.com/cari?b=2&a=1", "https://example.com/cari?a=1&b=2"),
    ],
)
def test_folds_twins(url, twin):
    assert request_key(url) == request_key(twin)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?p=1", "/?p=2"),
        ("/berita.php?id=1", "/berita.php?id=2"),
        ("/index.php?option=content&id=1", "/index.php?option=content&id=2"),
        ("/berita.php?m=1", "/berita.php?m=2"),  # without another parameter m may be the id
        ("/baca.php?ref=1", "/baca.php"),
        (f"{SLUG}?page=2", SLUG),
        (f"{SLUG}/2", SLUG),
        ("/tag/amp", "/tag"),
        ("/indeks/all", "/indeks"),
        ("/print", "/"),
        ("/?galeri=panen-raya", "/"),
        ("/foto?cid=12", "/foto?cid=13"),
        ("/a%2Fb", "/a/b"),
        ("/Judul", "/judul"),
    ],
)
def test_keeps_apart(one, other):
    assert request_key(f"https://example.com{one}") != request_key(f"https://example.com{other}")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "ftp://example.com/",
        "javascript:void(0)",
        "http://",
        "http://exa mple.com/",
        "http://example..com/",
        "http://[::1/",
        "http://example.com:99999/",
        "http://example.com/\ud800",
        "http://example.com/" + "a" * MAX_URL_LENGTH,
        "http://example.com/" + "a" * 1_000_000,
    ],
)
def test_what_is_no_address_raises_value_error(url):
    with pytest.raises(ValueError):
        request_key(url)


def test_an_address_too_long_is_refused_with_the_limit_and_a_short_quote():
    with pytest.raises(
        ValueError, match=r"address of 5018 characters, 2048 is the limit: http://example\.com/x+\.\.\.$"
    ):
        request_key("http://example.com/" + "x" * 4_999)
