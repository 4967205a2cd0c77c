"""Forgetting: nothing of an article is left in the files, what else they hold is whole, and it never comes back."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from archive_samples import (
    KABAR,
    NOON,
    add_feed,
    add_leads,
    article_of,
    capture_of,
    check_files,
    fetched,
    imported,
    later,
    new_store,
    poll,
    rows,
    url_of,
)
from click.testing import CliRunner
from test_archive_payloads import page

from crawler.cli import main
from pipelines.archive import ArchiveError, open_archive
from pipelines.archive.backup import back_up
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import bury, doomed_article, forget
from pipelines.archive.values import key_of
from pipelines.items import Lead, LeadState, Listing, Outcome, Removed, SourceKind

SECRET = "Namarahasia Zulkifli"
DOOMED = url_of("banjir-di-kampung-0")
ALIAS = url_of("banjir-alias-satu")


def secret_page(number):
    return page(number).replace(b"<p>", f"<p>{SECRET} ".encode())


def fill(data):
    """The doomed article with two versions, an alias and a removed block, and two whose pages lean on its page."""
    with new_store(data) as store:
        add_leads(store, DOOMED, ALIAS, *(url_of(f"banjir-di-kampung-{number}") for number in (1, 2)))
        removed = (Removed(f"Baca juga: {SECRET}", "related", "words"), Removed("Iklan", "ad", "words"))
        doomed = article_of(DOOMED, f"Kisah {SECRET}.", title=f"Tentang {SECRET}", removed=removed)
        store.record_outcome(fetched(DOOMED, doomed, secret_page(0)), NOON)
        store.record_outcome(fetched(ALIAS, doomed, secret_page(0)), NOON)
        for number in (1, 2):
            url = url_of(f"banjir-di-kampung-{number}")
            article = article_of(url, f"Air naik {number}.", removed=(Removed("Iklan", "ad", "words"),))
            store.record_outcome(fetched(url, article, page(number)), NOON)
        second = replace(doomed, text=f"Kisah {SECRET} lagi.")
        store.record_outcome(fetched(DOOMED, second, secret_page(9)), later(hours=1))


def traces(data):
    files = [path for path in data.iterdir() if path.name.startswith(("archive.db", "captures.db"))]
    words = (SECRET.encode(), b"Zulkifli", b"zulkifli", b"ulkifli")
    return [(path.name, word) for path in files for word in words if word in path.read_bytes()]


@pytest.mark.parametrize("reference", [DOOMED, ALIAS, "uid"])
def test_nothing_is_left_of_a_forgotten_article(tmp_path, reference):
    fill(tmp_path)
    assert traces(tmp_path)
    (uid,) = rows(tmp_path, f"SELECT uid FROM articles WHERE url = '{DOOMED}'")
    assert forget(tmp_path, [uid if reference == "uid" else reference], "putusan pengadilan") == [uid]
    assert traces(tmp_path) == []
    check_files(tmp_path)
    assert [check.name for check in check_archive(tmp_path) if not check.is_right] == []
    assert rows(tmp_path, "SELECT text FROM blocks") == ["Iklan"]
    assert rows(tmp_path, "SELECT uid, reason, captures FROM forgotten") == [
        (uid, "putusan pengadilan", None)
    ]
    with open_archive(tmp_path) as archive:
        assert archive.find_article(DOOMED) is None


def test_pages_that_leant_on_a_forgotten_one_come_back(tmp_path):
    fill(tmp_path)
    assert rows(
        tmp_path, "SELECT DISTINCT reference_id FROM payloads WHERE codec = 'zstd-ref'", "captures.db"
    ) == [1]
    forget(tmp_path, [DOOMED], "x")
    with open_archive(tmp_path) as archive:
        named = rows(tmp_path, "SELECT capture_id FROM versions ORDER BY id")
        assert [archive.payload(capture_id) for capture_id in named] == [page(1), page(2)]
    kept = rows(tmp_path, "SELECT codec FROM payloads ORDER BY id", "captures.db")
    assert kept == ["zstd", "zstd-ref"]
    assert rows(tmp_path, "SELECT payload_id FROM reference_payloads", "captures.db") == [2]


def test_forgotten_article_does_not_come_back(tmp_path):
    fill(tmp_path)
    forget(tmp_path, [DOOMED], "putusan")
    before = rows(tmp_path, "SELECT count(*) FROM captures", "captures.db")
    with new_store(tmp_path) as store:
        feed = add_feed(store)
        fresh = url_of("alamat-baru-satu")
        poll(store, feed, "", listing=Listing(tuple(map(Lead, (DOOMED, ALIAS, fresh)))))
        assert [lead.url for lead in store.pending(KABAR.id, NOON, 10)] == [fresh]
        again = fetched(fresh, article_of(DOOMED, SECRET), secret_page(0), final_url=DOOMED)
        assert store.record_outcome(again, NOON) is LeadState.NOT_ARTICLE
        with pytest.raises(ArchiveError, match=r"was forgotten on .*: putusan"):
            store.import_article(imported(ALIAS, SECRET), KABAR, None, NOON)
        refused = Outcome(key_of(ALIAS), LeadState.NOT_ARTICLE, "index", (capture_of(ALIAS, secret_page(3)),))
        assert store.record_outcome(refused, NOON) is LeadState.NOT_ARTICLE
    assert rows(tmp_path, "SELECT DISTINCT state, reason FROM leads WHERE article_id IS NULL") == [
        ("not-article", "forgotten")
    ]
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == before
    assert traces(tmp_path) == []


def test_address_of_a_forgotten_article_that_is_advertised_anew_is_no_work(tmp_path):
    with new_store(tmp_path) as store:
        store.import_article(imported(DOOMED, SECRET), KABAR, None, NOON)
    forget(tmp_path, [DOOMED], "x")
    with new_store(tmp_path) as store:
        poll(store, add_feed(store), "a", listing=Listing((Lead(DOOMED, f"Tentang {SECRET}"),)))
        assert store.pending(KABAR.id, NOON, 10) == []
    assert traces(tmp_path) == []


def test_response_that_other_articles_came_from_keeps_its_digest_alone(tmp_path):
    answer = capture_of("https://kabar.example/wp-json/posts", secret_page(1), source_kind=SourceKind.REST)
    with new_store(tmp_path) as store:
        for number in (0, 1):
            url = url_of(f"banjir-di-kampung-{number}")
            add_leads(store, url)
            article = article_of(url, f"Isi {number}.", part=number, source_kind=SourceKind.REST)
            store.record_outcome(
                Outcome(key_of(url), LeadState.ARCHIVED, captures=(answer,), article=article), NOON
            )
    forget(tmp_path, [DOOMED], "x")
    assert [check.name for check in check_archive(tmp_path) if not check.is_right] == []
    assert rows(tmp_path, "SELECT codec, data FROM payloads", "captures.db") == [("gone", b"")]
    with open_archive(tmp_path) as archive, pytest.raises(ArchiveError, match="it was given up"):
        archive.payload(1)


def test_erasure_that_was_killed_is_named_and_finished(tmp_path):
    fill(tmp_path)
    with new_store(tmp_path) as store, store._archive.atomic():
        bury(store._archive, doomed_article(store._archive, 1), "x", "2026-03-02T00:00:00Z")
    (found,) = [check for check in check_archive(tmp_path) if not check.is_right]
    assert "its pages are not erased yet" in found.problems[0]
    forget(tmp_path, [DOOMED], "x")
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []
    assert traces(tmp_path) == []
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [2]


def test_reader_of_an_old_state_is_told_of_and_the_same_command_finishes(tmp_path, monkeypatch):
    fill(tmp_path)
    monkeypatch.setattr("pipelines.archive.connection.BUSY_TIMEOUT", 0.05)
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        with pytest.raises(ArchiveError, match="the archive is being read"):
            forget(tmp_path, [DOOMED], "x")
    forget(tmp_path, [DOOMED], "y")
    assert traces(tmp_path) == []
    assert rows(tmp_path, "SELECT reason, captures FROM forgotten") == [("x", None)]


def test_backup_forgets_when_it_is_brought_up_to_date(tmp_path):
    data, target = tmp_path / "data", tmp_path / "copy"
    fill(data)
    back_up(data, target)
    forget(data, [DOOMED], "x")
    assert back_up(data, target).is_right
    assert traces(target) == []
    assert rows(target, "SELECT count(*) FROM payloads", "captures.db") == [2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["banjir", "--reason", "x"], "banjir"),
        (["1", "--reason", "x"], "1"),
        (["https://kabar.example/tidak-ada", "--reason", "x"], "an address or a whole uid is needed"),
        ([DOOMED, "--reason", " "], "a reason has 1 to 1000 characters"),
        (
            [DOOMED, "https://kabar.example/tidak-ada", "--reason", "x"],
            "no article https://kabar.example/tidak-ada",
        ),
    ],
)
def test_what_cannot_be_forgotten_is_named_and_nothing_is(tmp_path, arguments, message):
    fill(tmp_path)
    found = CliRunner().invoke(main, ["forget", *arguments, "--data", str(tmp_path)])
    assert (found.exit_code, message in found.stderr) == (2, True), found.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [3]


def test_refused_page_can_be_forgotten_too(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, DOOMED)
        captures = (capture_of(DOOMED, secret_page(1)),)
        store.record_outcome(Outcome(key_of(DOOMED), LeadState.NOT_ARTICLE, "index", captures), NOON)
    found = CliRunner().invoke(main, ["forget", DOOMED, "--reason", "x", "--data", str(tmp_path)])
    assert found.exit_code == 0, found.stderr
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [0]


def test_words_of_other_articles_are_still_found(tmp_path):
    fill(tmp_path)
    forget(tmp_path, [DOOMED], "x")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        count = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        assert [connection.execute(count, [word]).fetchone()[0] for word in ("naik", "kisah")] == [2, 0]
