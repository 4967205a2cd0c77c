"""The WordPress REST API: addresses, posts, and where they go on."""

import json
from datetime import UTC, datetime

import pytest

from crawler.discovery.listing import ListingError
from crawler.discovery.wordpress import find_api_root, first_url, link_header, parse_posts, posts_endpoint
from pipelines.items import Lead

NOW = datetime(2026, 3, 1, tzinfo=UTC)
POSTS = "https://koran.example/wp-json/wp/v2/posts"
QUERY = "per_page=100&page={}&_fields=id,link,date_gmt,modified_gmt,title"


def posts(count):
    return json.dumps([{"link": f"https://koran.example/?p={number}"} for number in range(count)]).encode()


@pytest.mark.parametrize(
    ("root", "endpoint"),
    [
        ("https://koran.example/wp-json/", POSTS),
        ("https://koran.example/wp-json", POSTS),
        (POSTS, POSTS),
        ("https://koran.example/?rest_route=/", "https://koran.example/?rest_route=/wp/v2/posts"),
        (
            "https://koran.example/index.php?rest_route=/",
            "https://koran.example/index.php?rest_route=/wp/v2/posts",
        ),
        ("https://koran.example/?rest_route=/wp/v2/posts", "https://koran.example/?rest_route=/wp/v2/posts"),
    ],
)
def test_the_posts_endpoint_of_a_root(root, endpoint):
    assert posts_endpoint(root) == endpoint
    assert first_url(root) == endpoint + ("&" if "?" in endpoint else "?") + QUERY.format(1)


def test_the_api_is_found_in_header_and_page():
    header = {
        "link": '<https://koran.example/wp-json/>; rel="https://api.w.org/", <https://koran.example/?p=1>; rel=shortlink'
    }
    assert find_api_root(header, {}, "https://koran.example/") == "https://koran.example/wp-json/"
    assert (
        find_api_root({}, {"https://api.w.org/": "/wp-json/"}, "https://koran.example/")
        == "https://koran.example/wp-json/"
    )
    assert find_api_root({}, {}, "https://koran.example/") is None


@pytest.mark.parametrize(
    ("value", "targets"),
    [
        ('<a>; rel="next"', {"next": "a"}),
        ("<a>; rel=prev, <b>; title=x; rel=next", {"prev": "a", "next": "b"}),
        ('<a>; rel="up next"', {"up": "a", "next": "a"}),
        ("<a>", {}),
        ("", {}),
        ("<" * 100_000, {}),
    ],
)
def test_link_header(value, targets):
    assert link_header(value) == targets


def test_posts_give_title_and_times_in_utc():
    post = {
        "id": 7,
        "link": "https://koran.example/2026/02/24/judul/",
        "date_gmt": "2026-02-24T00:30:00",
        "modified_gmt": "2026-02-24T01:00:00",
        "title": {"rendered": "Banjir &#8211; tiga <i>desa</i>"},
    }
    assert parse_posts(json.dumps([post]).encode(), POSTS, {}, NOW).leads == (
        Lead(
            "https://koran.example/2026/02/24/judul/",
            "Banjir – tiga desa",
            datetime(2026, 2, 24, 0, 30, tzinfo=UTC),
            datetime(2026, 2, 24, 1, 0, tzinfo=UTC),
            7,
        ),
    )


@pytest.mark.parametrize(
    ("page", "headers", "count", "next_page"),
    [
        (1, {"x-wp-totalpages": "3"}, 100, 2),
        (3, {"x-wp-totalpages": "3"}, 100, None),
        (1, {}, 100, 2),
        (1, {}, 99, None),
        (1, {"x-wp-totalpages": "many"}, 5, None),
    ],
)
def test_the_next_page(page, headers, count, next_page):
    url = f"{POSTS}?{QUERY.format(page)}"
    expected = f"{POSTS}?{QUERY.format(next_page)}" if next_page else None
    assert parse_posts(posts(count), url, headers, NOW).next_url == expected


def test_a_link_header_decides_the_next_page():
    headers = {"link": f'<{POSTS}?page=5>; rel="next"', "x-wp-totalpages": "1"}
    assert parse_posts(posts(1), POSTS, headers, NOW).next_url == f"{POSTS}?page=5"


def test_odd_posts_are_passed_over():
    payload = (
        b'[5, null, {"link": 7}, {"link": "/a", "title": [], "date_gmt": {}}, {"title": {"rendered": "x"}}]'
    )
    assert parse_posts(payload, POSTS, {}, NOW).leads == (Lead("https://koran.example/a"),)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (
            b'{"code": "rest_no_route", "message": "No route was found"}',
            "the API says rest_no_route: No route",
        ),
        (b"<!doctype html><html>", "HTML where posts"),
        (b"", "nothing where posts"),
        (b"5", "no list"),
        (b"[" * 200_000, "where posts were expected"),
        (b"[" + b"9" * 10_000 + b"]", "where posts were expected"),
    ],
)
def test_what_is_no_list_of_posts_says_why(payload, reason):
    with pytest.raises(ListingError, match=reason):
        parse_posts(payload, POSTS, {}, NOW)
