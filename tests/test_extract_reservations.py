"""Which pages keep themselves from archives, and whose word counts."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import Politeness
from pipelines.extract.reservations import find_reservation
from pipelines.items import Capture


def reason(head="", politeness=None, encoding="utf-8", **headers):
    page = f"<html><head>{head}</head><body><p>Bupati meninjau tanggul, tiada satu pun (none) yang roboh.</p></body></html>"
    pairs = (
        ("Content-Type", "text/html"),
        *((name.replace("_", "-"), value) for name, value in headers.items()),
    )
    url = "https://kabar.test/1"
    capture = Capture(url, url, 200, pairs, page.encode(encoding), datetime(2026, 3, 2, tzinfo=UTC))
    found = find_reservation(capture, politeness or Politeness())
    return found and found.reason


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("", None),
        (meta("robots", "noarchive"), "noarchive"),
        (meta("ROBOTS", "Index, NoArchive"), "noarchive"),
        ("<meta content=noarchive name=robots>", "noarchive"),
        (meta("kliping", "noarchive"), "noarchive"),
        (meta("robots", "none"), "noarchive"),
        (meta("robots", "noindex, nosnippet, max-snippet:-1"), None),  # of searches, not of archives
        (meta("googlebot", "noarchive"), None),
        (meta("description", "noarchive"), None),
        ("<!-- " + meta("robots", "noarchive") + " -->", None),
        (meta("tdm-reservation", "1"), "tdm-reservation"),
        (meta("tdm-reservation", "0"), None),
    ],
)
def test_page_says_it_in_its_head(head, found):
    assert reason(head) == found


def test_page_in_another_encoding_says_it_too():
    assert reason(meta("robots", "noarchive"), encoding="utf-16") == "noarchive"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("noarchive", "noarchive"),
        ("noindex, NoArchive", "noarchive"),
        ("none", "noarchive"),
        ("kliping: noarchive", "noarchive"),
        ("otherbot: noarchive", None),
        ("otherbot: noindex, noarchive", None),
        ("otherbot: noindex, kliping: nofollow, noarchive", "noarchive"),
        ("unavailable_after: 25 Jun 2010 15:00:00 PST, noarchive", "noarchive"),
        ("noindex", None),
    ],
)
def test_server_says_it_in_x_robots_tag(value, found):
    assert reason(X_Robots_Tag=value) == found


@pytest.mark.parametrize(
    ("head", "header", "found"),
    [
        ("", "1", "tdm-reservation"),
        ("", "0", None),
        (meta("tdm-reservation", "0"), "1", None),  # the page's own word first
        (meta("tdm-reservation", "1"), "0", "tdm-reservation"),
    ],
)
def test_text_and_data_mining_is_reserved_by_page_before_header(head, header, found):
    assert reason(head, tdm_reservation=header) == found


def test_site_file_may_say_otherwise_of_each():
    both = meta("robots", "noarchive") + meta("tdm-reservation", "1")
    assert reason(both, Politeness(respect_noarchive=False)) == "tdm-reservation"
    assert reason(both, Politeness(respect_noarchive=False, respect_tdm_reservation=False)) is None
