"""What a response tells of an archived article: gone, out of reach, or nothing."""

import pytest

from pipelines.findings import is_home, judge_rejection, judge_status
from pipelines.items import Finding, Rejection

HOME = "https://www.kabar.test/"
ASKED = "https://www.kabar.test/berita/banjir-di-hulu/"


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (304, Finding.UNCHANGED),
        (404, Finding.NOT_FOUND),
        (410, Finding.NOT_FOUND),
        (401, Finding.WALL),
        (402, Finding.WALL),
        (403, Finding.BLOCKED),
        (429, Finding.BLOCKED),
        (451, Finding.BLOCKED),
        (500, Finding.FAILED),
        (503, Finding.FAILED),
        (206, Finding.FAILED),
    ],
)
def test_status_tells(status, finding):
    assert judge_status(status) == (finding, f"http {status}")


def test_page_must_be_read():
    assert judge_status(200) is None


@pytest.mark.parametrize(
    ("url", "homepage", "home"),
    [
        ("https://www.kabar.test/", HOME, True),
        ("https://kabar.test", HOME, True),
        ("https://kabar.test/", "https://kalsel.kabar.test/", True),
        ("https://akun.kabar.test/", HOME, False),
        ("https://www.kabar.test/?p=12", HOME, False),
        ("https://www.kabar.test/berita/", HOME, False),
        ("https://elsewhere.test/", HOME, False),
    ],
)
def test_front_page_is_known(url, homepage, home):
    assert is_home(url, homepage) is home


@pytest.mark.parametrize(
    ("reason", "shown", "finding"),
    [
        ("soft-404", ASKED, Finding.SOFT_404),
        ("login", "https://www.kabar.test/masuk", Finding.WALL),
        ("consent", ASKED, Finding.WALL),
        ("blocked", ASKED, Finding.BLOCKED),
        ("index", "https://www.kabar.test/category/berita/", Finding.FRONT),
        ("no-text", "https://www.kabar.test/berita/", Finding.FRONT),
        ("index", ASKED, Finding.NOT_ARTICLE),
        ("no-text", ASKED, Finding.NOT_ARTICLE),
        ("no-text", "https://www.kabar.test/langganan/", Finding.NOT_ARTICLE),
        ("no-text", "https://www.kabar.test/?masuk=1", Finding.NOT_ARTICLE),
        ("gallery", ASKED, Finding.NOT_ARTICLE),
        ("index", "https://internet-sehat.test/", Finding.NOT_ARTICLE),
        ("soft-404", "https://internet-sehat.test/", Finding.NOT_ARTICLE),
        ("login", "https://masuk.test/", Finding.WALL),
        ("index", "https://kalsel.kabar.co.id/berita", Finding.NOT_ARTICLE),
    ],
)
def test_page_that_is_no_article_is_judged_by_where_it_came_from(reason, shown, finding):
    assert judge_rejection(Rejection(reason), ASKED, shown)[0] is finding
