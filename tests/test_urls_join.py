"""Links, sites, and whatever else stands where an address should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.urls import (
    MAX_URL_LENGTH,
    SiteRelation,
    canonical_url,
    is_http_url,
    join_url,
    request_key,
    same_site,
    site_relation,
)

BASE = "https://example.com/kanal/politik"
SEGMENTS = st.sampled_from(
    [
        "amp",
        "print",
        "all",
        "",
        "..",
        ".",
        "index.php",
        "2025",
        "10",
        "judul-berita-panjang",
        "12345",
        "a b",
        "%zz",
        "%41",
        "%c3%a9",
        "é",
        "tag",
        "x.html",
        "%2f",
        "%25",
        "%2e%2e",
        "a;jsessionid=1",
    ]
)
PAIRS = st.tuples(
    st.sampled_from(["p", "id", "amp", "m", "utm_source", "page", "ref", "é", "%41", "print"]),
    st.sampled_from(["", "1", "all", "2", "x y", "%zz", "é", "+"]),
)
HOSTS = st.sampled_from(
    ["example.co.id", "www.example.co.id", "amp.m.example.com", "127.0.0.1:8000", "[::1]", "localhost"]
)
URLS = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(map('='.join, query))}",
    st.sampled_from(["http", "https"]),
    HOSTS,
    st.lists(SEGMENTS, max_size=5),
    st.lists(PAIRS, max_size=3),
)


@given(URLS, URLS)
def test_canonical_url_is_idempotent(url, declared):
    kept = canonical_url(url, declared)
    assert canonical_url(kept) == kept
    assert canonical_url(kept, declared) == kept


@given(URLS)
def test_an_address_and_its_canonical_form_are_one_request(url):
    assert request_key(canonical_url(url)) == request_key(url)


@given(st.text() | st.text().map("http://example.com/".__add__) | st.text().map("http://".__add__))
def test_any_text_gives_a_result_or_value_error(text):
    join_url(text, "a")
    join_url(BASE, text)
    same_site(text, BASE)
    try:
        kept = canonical_url(text)
    except ValueError:
        assert not is_http_url(text)
    else:
        assert canonical_url(kept) == kept
        assert request_key(kept) == request_key(text)


@pytest.mark.parametrize(
    ("href", "joined"),
    [
        ("judul", "https://example.com/kanal/judul"),
        ("/judul-é", "https://example.com/judul-%C3%A9"),
        ("?page=2", "https://example.com/kanal/politik?page=2"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        (" \n/a b\t", "https://example.com/a%20b"),
        ("/a#komentar", "https://example.com/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:void(0)", None),
        ("mailto:redaksi@example.com", None),
        ("data:text/html,x", None),
        ("tel:+62", None),
        ("file:///etc/passwd", None),
        ("/a\0b", None),
        ("http://user:secret@example.com/", None),
        ("http://[::1", None),
        ("http://exa mple/", None),
        ("/" + "a" * MAX_URL_LENGTH, None),
        ("/" + "é" * 1_000, None),  # 6,000 characters once encoded
    ],
)
def test_join_url(href, joined):
    assert join_url(BASE, href) == joined


@pytest.mark.parametrize("base", ["", "javascript:alert(1)//", "file:///etc/", "http://[", "x" * 1_000_000])
def test_a_hostile_base_gives_no_address(base):
    assert join_url(base, "judul") is None


@pytest.mark.parametrize(
    ("url", "homepage", "relation"),
    [
        ("http://www.example.co.id/a", "https://example.co.id/", SiteRelation.SAME),
        ("https://m.example.co.id/a", "https://www.example.co.id/", SiteRelation.SAME),
        ("https://kota.example.co.id/a", "https://www.example.co.id/", SiteRelation.SUBDOMAIN),
        ("https://kota.example.co.id/a", "https://desa.example.co.id/", SiteRelation.SIBLING),
        ("https://www.example.co.id/a", "https://desa.example.co.id/", SiteRelation.SIBLING),
        ("https://other.co.id/a", "https://example.co.id/", SiteRelation.FOREIGN),
        ("https://notexample.com/a", "https://example.com/", SiteRelation.FOREIGN),
        ("https://b.blogspot.com/a", "https://a.blogspot.com/", SiteRelation.FOREIGN),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/", SiteRelation.SAME),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8000/", SiteRelation.FOREIGN),
        ("http://2.0.0.1/a", "http://1.0.0.1/", SiteRelation.FOREIGN),
        ("http://localhost:81/a", "http://localhost:82/", SiteRelation.FOREIGN),
        ("not an address", "https://example.com/", SiteRelation.FOREIGN),
    ],
)
def test_site_relation(url, homepage, relation):
    assert site_relation(url, homepage) is relation
    assert same_site(url, homepage) is (relation is not SiteRelation.FOREIGN)
