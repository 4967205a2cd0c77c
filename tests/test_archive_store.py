"""The store: who may write, what a kill leaves, what is refused, and what is taken back."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from archive_samples import (
    KABAR,
    NOON,
    SUARA,
    add_feed,
    add_leads,
    archive_article,
    article_of,
    capture_of,
    check_files,
    fetched,
    imported,
    new_store,
    rows,
    url_of,
)

from pipelines.archive import ArchiveError, LockedError, open_archive, open_store
from pipelines.archive.checks import check_archive
from pipelines.archive.values import MAX_TEXT, clean_text
from pipelines.items import ChannelKind, ChannelRef, Removed, SourceKind, Timestamp

TESTS = Path(__file__).resolve().parent
WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from archive_samples import *
data = Path({data!r})
store = new_store(data)
{work}
"""


def start_writer(data: Path, work: str) -> subprocess.Popen[str]:
    code = WRITER.format(tests=str(TESTS), root=str(TESTS.parent), data=str(data), work=work)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> str:
    os.kill(process.pid, signal.SIGKILL)
    left, _ = process.communicate()
    return left


def test_second_writer_is_refused_by_name(tmp_path):
    with start_writer(tmp_path, "print('ready', flush=True); import time; time.sleep(60)") as writer:
        writer.stdout.readline()
        with pytest.raises(LockedError, match=rf"pid {writer.pid} \(test, since "):
            open_store(tmp_path)
        kill(writer)
    open_store(tmp_path).close()  # a lock dies with its holder


def test_store_of_the_same_process_is_refused_too(tmp_path):
    with open_store(tmp_path), pytest.raises(LockedError, match=f"pid {os.getpid()}"):
        open_store(tmp_path)


def test_kill_loses_nothing_that_flush_acknowledged(tmp_path):
    work = """
for number in range(100_000):
    archive_article(store, f"banjir-di-{number}")
    if number % 7 == 6:
        store.flush()
        print(number + 1, flush=True)
"""
    with start_writer(tmp_path, work) as writer:
        acknowledged = [writer.stdout.readline() for _ in range(5)][-1]
        time.sleep(0.05)
        acknowledged = kill(writer).splitlines()[-1:] or [acknowledged]
    open_store(tmp_path).close()
    check_files(tmp_path)
    (count,) = rows(tmp_path, "SELECT count(*) FROM articles")
    assert count >= int(acknowledged[0])
    assert count % 7 == 0
    assert rows(tmp_path, "SELECT count(*) FROM leads WHERE state = 'archived'") == [count]


def test_capture_without_article_is_reused(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
        store._capture_writer.write()
        store._captures.conn.execute("COMMIT")  # as a kill between the two commits leaves it
        store._archive.rollback()
        store._recorder.unplaced.clear()
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [1]


def test_import_whose_article_was_lost_between_the_commits_is_imported_again(tmp_path):
    url = url_of("impor-lama-1")
    page = capture_of(url, source_kind=SourceKind.IMPORT)
    with new_store(tmp_path) as store:
        store.import_article(imported(url), KABAR, page, NOON)
        assert store.holds_import(page.payload, url)
        store._capture_writer.write()
        store._captures.conn.execute("COMMIT")  # as a kill, or a full disk, between the two commits leaves it
        store._archive.rollback()
        store._recorder.unplaced.clear()
    with new_store(tmp_path) as store:
        assert not store.holds_import(page.payload, url)
        store.import_article(imported(url), KABAR, page, NOON)
        assert store.holds_import(page.payload, url)
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [1]


def test_identical_bodies_are_stored_once(tmp_path):
    urls = [url_of("banjir-di-martapura-1"), url_of("banjir-di-martapura-2")]
    with new_store(tmp_path) as store:
        add_leads(store, *urls)
        for url in urls:
            store.record_outcome(fetched(url, article_of(url)), NOON)
    counted = "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM payloads)"
    assert rows(tmp_path, counted, "captures.db") == [(2, 1)]


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("archive.db", "PRAGMA user_version = 99", r"archive.db was written by a newer kliping \(schema 99"),
        ("captures.db", "PRAGMA user_version = 99", r"captures.db was written by a newer kliping"),
        ("archive.db", "PRAGMA application_id = 7", "archive.db is a database of another program"),
    ],
)
def test_file_of_another_version_or_program_is_refused(tmp_path, file, change, message):
    new_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / file)) as connection:
        connection.execute(change)
    with pytest.raises(ArchiveError, match=message):
        open_store(tmp_path)
    with pytest.raises(ArchiveError, match=message), open_archive(tmp_path) as archive:
        archive.capture(1)


def test_refusal_leaves_the_archive_unlocked(tmp_path):
    (tmp_path / "archive.db").write_bytes(b"no database, but long enough to be taken for one" * 100)
    for _ in range(2):
        with pytest.raises(ArchiveError, match=r"archive.db: file is not a database"):
            open_store(tmp_path)


def test_lost_captures_file_is_noticed(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
    (tmp_path / "captures.db").unlink()
    with pytest.raises(ArchiveError, match=r"captures.db is not the file .* it lacks capture 1"):
        open_store(tmp_path)


def test_reading_needs_an_archive(tmp_path):
    with pytest.raises(ArchiveError, match=r"no archive at .*archive.db"):
        open_archive(tmp_path)


def test_reader_sees_what_is_committed_and_no_more(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
        store.flush()
        archive_article(store, "banjir-di-barabai")
        with open_archive(tmp_path) as archive:
            assert archive.find_article(url_of("banjir-di-martapura")) is not None
            assert archive.find_article(url_of("banjir-di-barabai")) is None


def test_reader_cannot_write(tmp_path):
    new_store(tmp_path).close()
    with open_archive(tmp_path) as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive._db.execute("DELETE FROM sites")


def test_both_files_are_wal_and_checked(tmp_path):
    with new_store(tmp_path) as store:
        for database in (store._archive, store._captures):
            settings = [
                database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
            assert settings == ["wal", 2, 1]


def test_sites_are_written_where_they_changed(tmp_path):
    with new_store(tmp_path, KABAR, SUARA) as store:
        store.mark_discovered("kabar")
        store.flush()
        before = store._archive.conn.total_changes
        store.sync_sites([KABAR, SUARA])
        assert store._archive.conn.total_changes == before
        store.sync_sites([KABAR.model_copy(update={"name": "Kabar Baru"})])
        assert store.is_discovered("kabar")
        assert not store.is_discovered("suara")
    assert rows(tmp_path, "SELECT name FROM sites ORDER BY id") == ["Kabar Baru", "Suara Pulau"]


def test_run_that_was_killed_is_marked_by_the_next(tmp_path):
    with new_store(tmp_path) as store:
        store.start_run(["kabar"])
    with new_store(tmp_path) as store:
        store.finish_run(store.start_run(["kabar"]), "ok", {"articles": 3})
    assert rows(tmp_path, "SELECT outcome, counts FROM runs") == [("killed", "{}"), ("ok", '{"articles": 3}')]


def test_finishing_an_unknown_run_is_an_error(tmp_path):
    with new_store(tmp_path) as store, pytest.raises(ArchiveError, match="no run 7"):
        store.finish_run(7, "ok", {})


def test_channels_are_added_once_and_keep_when_they_were_modified(tmp_path):
    index = ChannelRef("https://kabar.example/sitemap.xml", ChannelKind.SITEMAP)
    with new_store(tmp_path) as store:
        (parent,) = store.add_channels("kabar", [index], "robots.txt")
        child = ChannelRef("https://kabar.example/sitemap-1.xml", ChannelKind.SITEMAP, NOON)
        for ref in (child, child, ChannelRef(child.url, child.kind)):
            (row,) = store.add_channels("kabar", [ref], "sitemap", parent_id=parent.id)
        assert (row.parent_id, row.advertised_modified_at, row.found_in) == (parent.id, NOON, "sitemap")
        assert [each.id for each in store.channels("kabar")] == [parent.id, row.id]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\0b", "ab"),
        ("satu \ud83d\ude00 dua", "satu \U0001f600 dua"),  # two halves of one character
        ("satu \ud83d dua", "satu \ufffd dua"),
        ("Jum’at — é", "Jum’at — é"),
    ],
)
def test_text_is_cleaned_of_what_sqlite_cannot_hold(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "satu\0\ud83ddua", "authors": ("\0Budi\ud83d",), "tags": ("\0",)},
        {"text": "\ud83d" * 10, "removed": (Removed("\0\ud83d", "\0", "\ud83d"),)},
        {"published": Timestamp(NOON.replace(tzinfo=None, year=1, month=1, day=1), 840, "minute", "printed")},
        {
            "published": Timestamp(
                NOON.replace(tzinfo=None, year=9999, month=12, day=31), -720, "minute", "meta"
            )
        },
    ],
)
def test_odd_values_are_archived_and_found(tmp_path, changes):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura", **changes)
    check_files(tmp_path)
    with open_archive(tmp_path) as archive:
        assert archive.find_article(url_of("banjir-di-martapura")) is not None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"part": 2**63}, r"versions.part is 9223372036854775808, 9223372036854775807 is the limit"),
        (
            {"text": "x" * (MAX_TEXT + 1)},
            rf"articles.text has {MAX_TEXT + 1} characters, {MAX_TEXT} is the limit",
        ),
        ({"url": "javascript:alert(1)"}, "no http or https address"),
    ],
)
def test_value_beyond_a_limit_is_refused_and_nothing_of_it_stays(tmp_path, changes, message):
    url = url_of("banjir-di-martapura")
    with new_store(tmp_path) as store:
        add_leads(store, url)
        with pytest.raises(ArchiveError, match=message):
            store.record_outcome(fetched(url, article_of(url, **changes)), NOON)
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT state FROM leads") == ["pending"]
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [0]


def test_refused_step_leaves_the_batch_standing(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
        url = url_of("banjir-di-barabai")
        add_leads(store, url)
        with pytest.raises(ArchiveError):
            store.record_outcome(fetched(url, article_of(url, part=2**63), b"lain" * 500), NOON)
        store.record_outcome(fetched(url, article_of(url), b"lain" * 500), NOON)
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT capture_id FROM versions ORDER BY id") == [1, 2]


def test_site_that_is_not_known_is_an_error(tmp_path):
    with new_store(tmp_path) as store, pytest.raises(ArchiveError, match="FOREIGN KEY"):
        add_feed(store, SUARA)


def test_captures_keep_headers_and_bytes(tmp_path):
    url = url_of("banjir-di-martapura")
    headers = (("Set-Cookie", "a"), ("Set-Cookie", "b"), ("X-Odd", "\ud83d"))
    with new_store(tmp_path) as store:
        add_leads(store, url)
        outcome = fetched(url, article_of(url), bytes(range(256)) * 8, headers=headers)
        store.record_outcome(outcome, NOON)
    with open_archive(tmp_path) as archive:
        capture = archive.capture(1)
        assert capture.headers == (*headers[:2], ("X-Odd", "\ufffd"))
        assert archive.payload(1) == bytes(range(256)) * 8
        assert capture.url == capture_of(url).url


def test_summary_counts_articles_and_leads(tmp_path):
    with new_store(tmp_path, KABAR, SUARA) as store:
        archive_article(store, "banjir-di-martapura")
        add_leads(store, url_of("banjir-di-barabai"))
        kabar, suara = store.site_summary()
    assert (kabar.articles, kabar.newest_published) == (1, "2026-03-01T02:00:00Z")
    assert {state.value: count for state, count in kabar.leads.items()} == {"archived": 1, "pending": 1}
    assert (suara.articles, suara.newest_published, suara.leads) == (0, None, {})


def test_archive_may_be_closed_twice(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura")
        store.close()
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [1]


@pytest.mark.parametrize("failing", ["store.weave", "templates.Templates.store"])
def test_batch_that_fails_is_taken_back_and_comes_again(tmp_path, monkeypatch, failing):
    def fail(*_):
        raise sqlite3.OperationalError("disk I/O error")

    with new_store(tmp_path) as store:
        add_leads(store, url_of("banjir-di-martapura"))
        store.flush()
        archive_article(store, "banjir-di-martapura")
        with monkeypatch.context() as patch:
            patch.setattr(f"pipelines.archive.{failing}", fail)
            with pytest.raises(ArchiveError, match="disk I/O"):
                store.flush()
        archive_article(store, "banjir-di-martapura")
    assert rows(tmp_path, "SELECT capture_id FROM versions") == [1]
    assert all(check.is_right for check in check_archive(tmp_path))
