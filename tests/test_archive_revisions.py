"""Versions mean something: one where a reader would notice a change, none where not; the text that stands is shown."""

from dataclasses import replace
from datetime import datetime

import pytest
from archive_samples import (
    KABAR,
    NOON,
    PAGE,
    add_leads,
    article_of,
    capture_of,
    check_files,
    fetched,
    later,
    new_store,
    rows,
    url_of,
)

from pipelines.archive import open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.revising import add_reading, see_again
from pipelines.items import Look, Reading, Removed, SourceKind, Timestamp

A = url_of("banjir-di-martapura")
FIRST, SECOND = "Korban banjir 412 jiwa.", "Warga mengungsi ke masjid."
TEXTS = {
    "a": f"{FIRST}\n{SECOND}",
    "b": f"{FIRST.replace('412', '415')}\n{SECOND}",
    "c": f"{FIRST}\n{SECOND.replace('masjid', 'sekolah')}",
    "A": f"{FIRST.upper()} {SECOND}\u200b",  # a reader notices nothing
}
VERSIONS = "SELECT number, seen_at, last_seen_at, cause, kind, follows FROM versions ORDER BY number"


def look(store, hour, word="a", **changes):
    """Record a look at the article, at an hour of the day."""
    article = article_of(A, TEXTS[word], **changes)
    store.record_outcome(fetched(A, article, PAGE + f"<!-- {hour} -->".encode()), later(hours=hour))


def looks(folder, words):
    with new_store(folder) as store:
        add_leads(store, A)
        for hour, word in enumerate(words):
            look(store, hour, word)


def right(folder):
    check_files(folder)
    return [check for check in check_archive(folder) if not check.is_right] == []


@pytest.mark.parametrize(
    ("words", "kinds", "shown"),
    [
        ("a", [None], "a"),
        ("aaa", [None], "a"),
        ("aA", [None], "a"),
        ("ab", [None, "figure"], "b"),
        ("aba", [None, "figure"], "a"),
        ("abab", [None, "figure"], "b"),
        ("abAA", [None, "figure"], "a"),
        ("abc", [None, "figure", "figure"], "c"),
        ("abac", [None, "figure", "wording"], "c"),
        ("abacb", [None, "figure", "wording"], "b"),
    ],
)
def test_version_is_a_text_that_was_not_there_before(tmp_path, words, kinds, shown):
    looks(tmp_path, words)
    assert right(tmp_path)
    assert [row[4] for row in rows(tmp_path, VERSIONS)] == kinds
    assert rows(tmp_path, "SELECT text FROM articles") == [TEXTS[shown]]
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [len(kinds)]


def test_version_says_since_when_and_until_when_it_was_seen(tmp_path):
    looks(tmp_path, "aababb")
    assert rows(tmp_path, VERSIONS) == [
        (1, "2026-03-01T04:00:00Z", "2026-03-01T07:00:00Z", "publisher", None, None),
        (2, "2026-03-01T06:00:00Z", "2026-03-01T09:00:00Z", "publisher", "figure", 1),
    ]


def test_changes_are_stored_with_the_version(tmp_path):
    looks(tmp_path, "ab")
    changes = rows(tmp_path, "SELECT version_id, position, kind, before, after, paragraph FROM changes")
    assert changes == [(2, 0, "figure", "412", "415", 1)]


def test_fields_follow_the_newest_look_without_a_version(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        look(store, 0, authors=("Ani",), section="Daerah")
        look(store, 1, authors=("Budi",), tags=("banjir",))
    assert rows(tmp_path, "SELECT version, authors, tags, section FROM articles") == [
        (1, '["Budi"]', '["banjir"]', None)
    ]
    assert len(rows(tmp_path, VERSIONS)) == 1


def at(clock, **changes):
    stamp = Timestamp(datetime.fromisoformat(f"2026-03-01T{clock}"), 480, "minute", "json-ld")
    return replace(stamp, **changes)


@pytest.mark.parametrize(
    ("first", "second", "kinds", "shown"),
    [
        (at("10:00"), at("10:30"), [None, "time"], "2026-03-01T02:30:00Z"),
        (at("10:00"), None, [None], "2026-03-01T02:00:00Z"),
        (at("10:00"), at("10:30", source="printed"), [None], "2026-03-01T02:00:00Z"),
        (at("10:00"), at("00:00", precision="day"), [None], "2026-03-01T02:00:00Z"),
        (None, at("10:00"), [None], "2026-03-01T02:00:00Z"),  # the same, better known
        (at("00:00", precision="day"), at("10:00"), [None], "2026-03-01T02:00:00Z"),
    ],
)
def test_another_time_of_publication_is_a_version_a_better_known_one_is_not(
    tmp_path, first, second, kinds, shown
):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        look(store, 0, published=first)
        look(store, 1, published=second)
    assert right(tmp_path)
    assert [row[4] for row in rows(tmp_path, VERSIONS)] == kinds
    assert rows(tmp_path, "SELECT published_at FROM articles") == [shown]


def test_modification_alone_is_no_version(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        look(store, 0)
        look(store, 1, modified=at("12:00"))
    assert rows(tmp_path, "SELECT version, modified_at FROM articles") == [(1, "2026-03-01T04:00:00Z")]


def test_block_that_a_later_rule_takes_out_is_no_change(tmp_path):
    line = "Simak berita banjir lainnya di sini"
    with new_store(tmp_path) as store:
        add_leads(store, A)
        store.record_outcome(fetched(A, article_of(A, f"{TEXTS['a']}\n{line}")), NOON)
        look(store, 1, removed=(Removed(line, "learned", "block 12ab34cd"),))
        store.record_outcome(fetched(A, article_of(A, f"{TEXTS['a']}\n{line}")), later(hours=2))
    assert len(rows(tmp_path, VERSIONS)) == 1


def do_import(store, word, day):
    capture = capture_of(A, f"<html>{word}{day}</html>".encode(), source_kind=SourceKind.IMPORT)
    article = article_of(A, TEXTS[word], source_kind=SourceKind.IMPORT)
    return store.import_article(article, KABAR, capture, later(days=day)).outcome


@pytest.mark.parametrize(
    ("copies", "outcomes", "chain", "shown"),
    [
        # (word, day of its fetch); in order of time: (number, number that it follows, kind)
        (
            [("b", 0), ("a", -9)],
            ["archived", "version"],
            [(2, None, None), (1, 2, "figure")],
            "b",
        ),
        (
            [("a", 0), ("c", 9), ("b", 5)],
            ["archived", "version", "version"],
            [(1, None, None), (3, 1, "figure"), (2, 3, "figure")],
            "c",
        ),
        (
            [("a", 0), ("b", 9), ("A", 5)],
            ["archived", "version", "unchanged"],
            [(1, None, None), (2, 1, "figure")],
            "b",
        ),
        (
            [("a", 0), ("b", 9), ("b", 5)],
            ["archived", "version", "unchanged"],
            [(1, None, None), (2, 1, "figure")],
            "b",
        ),
    ],
)
def test_older_copy_takes_its_place_in_time(tmp_path, copies, outcomes, chain, shown):
    with new_store(tmp_path) as store:
        assert [do_import(store, *copy) for copy in copies] == outcomes
    assert right(tmp_path)
    assert rows(tmp_path, "SELECT number, follows, kind FROM versions ORDER BY seen_at") == chain
    assert rows(tmp_path, "SELECT text FROM articles") == [TEXTS[shown]]


@pytest.mark.parametrize(
    ("read_as", "kinds", "findings"),
    [
        ("page", [None, "figure", "figure"], ["changed", "changed"]),
        # What a line says is not what a page says: the first page is what later ones are compared with.
        ("text", [None, None, "figure"], ["unchanged", "changed"]),
    ],
)
def test_page_that_was_imported_is_compared_with_the_one_that_is_fetched(tmp_path, read_as, kinds, findings):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        article = article_of(A, TEXTS["a"], source_kind=SourceKind.IMPORT, reading=Reading("r", 0, read_as))
        store.import_article(article, KABAR, capture_of(A, source_kind=SourceKind.IMPORT), NOON)
        looked = []
        for hour, word in ((1, "b"), (2, "c")):
            page = capture_of(A, PAGE + word.encode())
            look = Look(1, captures=(page,), article=article_of(A, TEXTS[word]))
            looked.append(store.record_look(look, later(hours=hour)).finding)
    assert right(tmp_path)
    assert [row[4] for row in rows(tmp_path, VERSIONS)] == kinds
    assert looked == findings
    assert rows(tmp_path, "SELECT text FROM articles") == [TEXTS["c"]]


def reread(store, version_id, text, rules):
    """Read a version's page by other rules."""
    with store._step():
        number = add_reading(store._archive, version_id, article_of(A, text, reading=Reading(rules)))
        store._recorder.unplaced.add(1)
    return number


def test_what_a_rule_reads_otherwise_is_no_change_of_the_publishers(tmp_path):
    line = "Simak berita lainnya"
    with new_store(tmp_path) as store:
        add_leads(store, A)
        store.record_outcome(fetched(A, article_of(A, f"{TEXTS['a']}\n{line}")), NOON)
        assert reread(store, 1, TEXTS["a"], "new") == 2
        look(store, 1, "a")
        look(store, 2, "b")
        assert reread(store, 1, TEXTS["a"], "newer") is None
    assert right(tmp_path)
    assert rows(tmp_path, "SELECT number, cause, kind, follows, rereads, capture_id FROM versions") == [
        (1, "publisher", None, None, None, 1),
        (2, "rule", "paragraph-removed", 1, 1, 1),
        (3, "publisher", "figure", 2, None, 2),
    ]
    assert rows(tmp_path, "SELECT text FROM articles") == [TEXTS["b"]]


def test_reading_of_what_the_article_shows_is_what_it_shows(tmp_path):
    looks(tmp_path, "ab")
    with new_store(tmp_path) as store:
        assert reread(store, 1, TEXTS["a"].replace("jiwa", "orang"), "new") == 3
        store.flush()
        assert rows(tmp_path, "SELECT version FROM articles") == [2]
        assert reread(store, 2, TEXTS["b"].replace("jiwa", "orang"), "new") == 4
    assert right(tmp_path)
    assert rows(tmp_path, "SELECT version, text FROM articles") == [(4, TEXTS["b"].replace("jiwa", "orang"))]


def test_change_that_the_same_rules_no_longer_see_is_none(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        for hour, read in enumerate(("Dibaca 12 kali", "Dibaca 99 kali")):
            text = f"{TEXTS['a']}\n{read}"
            store.record_outcome(fetched(A, article_of(A, text), PAGE + read.encode()), later(hours=hour))
        for version_id in (1, 2):
            reread(store, version_id, TEXTS["a"], "new")
    assert rows(tmp_path, "SELECT number, cause, kind, follows FROM versions WHERE cause = 'publisher'") == [
        (1, "publisher", None, None),
        (2, "publisher", None, 3),
    ]
    assert rows(tmp_path, "SELECT version_id, kind FROM changes") == [
        (3, "paragraph-removed"),
        (4, "paragraph-removed"),
    ]


def test_look_that_brought_no_page_saw_what_stands(tmp_path):
    looks(tmp_path, "ab")
    with new_store(tmp_path) as store, store._step():
        found = see_again(store._archive, 1, "2026-03-02T00:00:00Z")
    assert (found.revision, found.version) == ("unchanged", 2)
    assert rows(tmp_path, "SELECT last_seen_at FROM versions") == [None, "2026-03-02T00:00:00Z"]


def test_versions_are_read_with_their_changes(tmp_path):
    looks(tmp_path, "ab")
    with open_archive(tmp_path) as archive:
        first, second = archive.versions(1)
    assert (first.kind, first.changes) == (None, ())
    assert (second.kind, [change.after for change in second.changes]) == ("figure", ["415"])
