"""Search: any query is safe, newest first by time of publication, and an article is found by what one has of it."""

from datetime import date, datetime, timedelta

import pytest
from archive_samples import (
    KABAR,
    NOON,
    SUARA,
    add_leads,
    archive_article,
    article_of,
    fetched,
    imported,
    later,
    new_store,
    url_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive import MATCH_END, MATCH_START, ArchiveError, Search, SearchError, open_archive
from pipelines.archive.words import MAX_LENGTH, MAX_TERMS, match_expression
from pipelines.items import Timestamp

TEXTS = {
    "longsor": "BARABAI - Tanah longsor menutup jalan, banjir surut.",
    "banjir": "MARTAPURA - Banjir bandang merendam e-KTP warga di tanah datar.",
    "rapat": "BANJARMASIN - Rapat kerja daerah AND dibuka, kata Jum’at café.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    data = tmp_path_factory.mktemp("search")
    with new_store(data, KABAR, SUARA) as store:
        for hours, (slug, text) in enumerate(TEXTS.items()):
            stamp = Timestamp(
                datetime.fromisoformat("2026-03-01T10:00") + timedelta(hours=hours), 480, "minute", "meta"
            )
            archive_article(store, slug, title=f"Berita {slug}", text=text, published=stamp)
    with open_archive(data) as opened:
        yield opened


def slugs(archive, words="", **chosen):
    return [hit.url.rpartition("/")[2] for hit in archive.search(Search(words, **chosen))]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tanah", ["banjir", "longsor"]),
        ("TANAH longsor", ["longsor"]),
        ('"tanah longsor"', ["longsor"]),
        ('"longsor tanah"', []),
        ("tanah -longsor", ["banjir"]),
        ('tanah -"banjir bandang"', ["longsor"]),
        ("band*", ["banjir"]),
        ('"tanah long*', []),  # a star inside quotes is no star
        ('"tanah long"*', ["longsor"]),
        ("e-ktp", ["banjir"]),
        ("cafe", ["rapat"]),  # accents do not matter
        ("jum'at", ["rapat"]),  # an apostrophe parts words, a typographic one too: two in a row
        ("berita", ["rapat", "banjir", "longsor"]),  # titles count
        ("AND", ["rapat"]),
        ("NOT", []),
        ("tanah OR rapat", []),
        ("title:tanah", []),
        ('"unbalanced tanah', []),
        ('tanah"longsor', ["longsor"]),
        ("tanah ( ) ^ + \0 ; --", ["banjir", "longsor"]),
        ("NEAR(tanah longsor)", []),
        ("", ["rapat", "banjir", "longsor"]),
    ],
)
def test_query(archive, words, found):
    assert slugs(archive, words) == found


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("(" * 5_000, f"5000 characters, {MAX_LENGTH} is the limit"),
        ("(" * 3_000, "nothing to look for"),
        ("a OR " * 100_000, f"500000 characters, {MAX_LENGTH} is the limit"),
        ("ya OR " * 60, f"120 terms, {MAX_TERMS} is the limit"),
        ('""', "nothing to look for"),
        ("-tanah", "nothing to look for"),
        ("\0", "nothing to look for"),
        ("a*", "a prefix needs 2 letters"),
    ],
)
def test_query_that_cannot_be_asked(archive, words, message):
    with pytest.raises(SearchError, match=message):
        slugs(archive, words)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ['"', "(", ")", "AND", "NOT", "OR", "*", "-", "tanah", ":", "^", "\0", "\ud800", "{", "+", "NEAR"]
        ),
        max_size=30,
    ).map(" ".join)
)
def test_any_text_is_a_query_or_a_search_error(archive, words):
    try:
        archive.search(Search(words))
    except SearchError as error:
        assert str(error)  # noqa: PT017 - both ends are right, a crash is not


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("  ", None),
        ("tanah longsor", '("tanah" AND "longsor")'),
        ('-"banjir bandang" tanah*', '("tanah" *) NOT "banjir bandang"'),
    ],
)
def test_expression(words, expression):
    assert match_expression(words) == expression


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"sites": ("kabar",)}, ["rapat", "banjir", "longsor"]),
        ({"sites": ("suara",)}, []),
        ({"regions": ("id",)}, ["rapat", "banjir", "longsor"]),
        ({"regions": ("MY",)}, []),
        ({"sites": ("kabar",), "regions": ("MY",)}, []),
        ({"limit": 2}, ["rapat", "banjir"]),
        ({"since": date(2026, 3, 1), "until": date(2026, 3, 1)}, ["rapat", "banjir", "longsor"]),
        ({"since": date(2026, 3, 2)}, []),
        ({"until": date(2026, 2, 28)}, []),
        ({"since": date.min, "until": date.max}, ["rapat", "banjir", "longsor"]),
        ({"author": "siapa"}, []),
    ],
)
@pytest.mark.parametrize("words", ["", "berita"])
def test_filters(archive, words, chosen, found):
    assert slugs(archive, words, **chosen) == found


@pytest.mark.parametrize("chosen", [{"sites": ("lain",)}, {"regions": ("ID-K",)}, {"order": "relevance"}])
def test_what_the_archive_does_not_know_is_an_error(archive, chosen):
    with pytest.raises(SearchError):
        slugs(archive, **chosen)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"author": "budi"}, ["ditulis"]),
        ({"author": "Budi S"}, ["ditulis"]),
        ({"author": "%"}, []),
        ({"section": "daerah"}, ["ditulis"]),
        ({"place": "Banjarbaru"}, ["ditulis"]),
        ({"place": "Banjar"}, []),
    ],
)
def test_filters_by_field(tmp_path, chosen, found):
    fields = {"authors": ("Ani", "Budi Santoso"), "section": "Daerah", "dateline_place": "BANJARBARU"}
    with new_store(tmp_path) as store:
        archive_article(store, "ditulis", **fields)
        archive_article(store, "lain")
    with open_archive(tmp_path) as archive:
        assert slugs(archive, **chosen) == found


def test_match_is_marked_in_title_and_snippet(archive):
    (hit,) = archive.search(Search("longsor"))
    assert hit.title == f"Berita {MATCH_START}longsor{MATCH_END}"
    assert f"Tanah {MATCH_START}longsor{MATCH_END} menutup" in hit.snippet


def test_relevance_puts_the_denser_text_first(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "sekali", text="banjir " + "kata lain " * 50)
        archive_article(store, "melulu", text="banjir banjir banjir")
    with open_archive(tmp_path) as archive:
        assert slugs(archive, "banjir", order="relevance")[0] == "melulu"


def stamp(text, offset=480):
    if len(text) == 10:
        return Timestamp(datetime.fromisoformat(text), None, "day", "printed")
    return Timestamp(datetime.fromisoformat(text), offset, "minute", "meta")


def test_newest_first_whatever_the_order_of_arrival(tmp_path):
    times = {
        "c": stamp("2026-03-01T10:00"),
        "a": stamp("2026-03-01T10:30", 420),  # an hour later than its clock says in Banjarmasin
        "e": stamp("2019-05-05T10:00"),
        "b": stamp("2026-03-01T11:00"),
        "d": stamp("2026-02-28"),
        "g": None,
        "f": stamp("1969-08-17T10:00"),
    }
    with new_store(tmp_path) as store:
        for number, (slug, published) in enumerate(times.items()):
            archive_article(store, slug, published=published)
            if number % 2:
                store.flush()
    with open_archive(tmp_path) as archive:
        assert slugs(archive, "banjir") == list("abcdefg")
        assert slugs(archive) == list("abcdefg")


def test_articles_of_one_minute_have_places_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.archive.timeline.SLOTS", 4)
    with new_store(tmp_path) as store:
        for letter in "abcdefghij":
            archive_article(store, letter)
            if letter in "cf":
                store.flush()
        archive_article(store, "k", published=stamp("2026-03-01T10:08"))
    with open_archive(tmp_path) as archive:
        assert slugs(archive, "banjir") == list("kjihgfedcba")


def test_new_version_is_what_is_found(tmp_path):
    url = url_of("banjir")
    with new_store(tmp_path) as store:
        add_leads(store, url)
        store.record_outcome(fetched(url, article_of(url, "Korban pertama.")), NOON)
        store.flush()
        again = article_of(url, "Korban kedua.", published=stamp("2026-03-05T10:00"))
        store.record_outcome(fetched(url, again, b"2" * 999), later(hours=1))
        archive_article(store, "antara", published=stamp("2026-03-03T10:00"))
    with open_archive(tmp_path) as archive:
        assert slugs(archive, "pertama") == []
        assert slugs(archive, "kedua") == ["banjir"]
        assert slugs(archive) == ["banjir", "antara"]  # by its new time


@pytest.mark.parametrize(
    "reference",
    [
        "{url}",
        "http://kabar.example/berita/longsor/?utm_source=x",
        "kabar.example/berita/longsor",
        "{uid}",
        "{uid:.6}",
        "  {uid:.12} ",
        "1",
    ],
)
def test_article_is_found_by(archive, reference):
    known = archive.find_article("1")
    found = archive.find_article(reference.format(url=known.url, uid=known.uid))
    assert found == known


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "abc",
        "99",
        "9" * 40,
        "https://kabar.example/",
        "import:x",
        "fff fff",
        "\0",
        "http://[",
        "ffff%",
        "ümlaut",
    ],
)
def test_no_article_is_found_by(archive, reference):
    assert archive.find_article(reference) is None


def test_beginning_of_several_uids_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.archive.articles.uid_of", lambda url: "abcd" + url[-1] * 16)
    with new_store(tmp_path) as store:
        for number in "12":
            store.import_article(imported(f"import:{number}"), KABAR, None, NOON)
    with open_archive(tmp_path) as archive, pytest.raises(ArchiveError, match=r"abcd1111.*, abcd2222"):
        archive.find_article("abcd")


def test_article_comes_with_its_fields(archive):
    article = archive.find_article("1")
    assert (article.published_at, article.published_offset) == ("2026-03-01T02:00:00Z", 480)
    assert (article.published_day, article.published_source) == ("2026-03-01", "meta")
    assert archive.addresses(article.id) == [url_of("longsor")]
