"""Backups: whole copies beside a writer, cheap to repeat, from which work goes on; nothing else is overwritten."""

import sqlite3
from contextlib import closing

import pytest
from archive_samples import (
    KABAR,
    NOON,
    add_leads,
    archive_article,
    article_of,
    check_files,
    imported,
    later,
    new_store,
    rows,
    url_of,
)
from click.testing import CliRunner
from test_archive_payloads import archive_pages, drifting, page

from crawler.cli import main
from pipelines.archive import ArchiveError, LockedError, open_archive, open_store
from pipelines.archive.backup import back_up
from pipelines.archive.delta import back_up_since
from pipelines.archive.merge import merge
from pipelines.archive.templates import TOGETHER
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome

DUMP = "SELECT url, title, text FROM articles ORDER BY url"


@pytest.fixture
def folders(tmp_path):
    data, target = tmp_path / "data", tmp_path / "copies" / "of-data"
    with new_store(data) as store:
        archive_pages(store, [(number, page(number)) for number in range(3)])
    return data, target


def test_backup_is_a_data_folder_with_the_operators_files(folders):
    data, target = folders
    (data / "sites").mkdir()
    (data / "sites" / "kabar.toml").write_text("id = 'kabar'")
    (data / "kliping.toml").write_text("contact = 'a@b.example'")
    done = back_up(data, target)
    assert (done.updated, done.payloads, done.is_right) == (False, 3, True)
    check_files(target)
    assert rows(target, DUMP) == rows(data, DUMP)
    assert {path.name for path in target.iterdir()} >= {"archive.db", "captures.db", "sites", "kliping.toml"}
    assert not (target / "unfinished").exists()


def test_backup_beside_a_writer_holds_what_is_committed(folders):
    data, target = folders
    with new_store(data) as store:
        archive_article(store, "banjir-di-barabai")
        store.flush()
        archive_article(store, "banjir-di-kandangan")
        assert back_up(data, target).is_right
    assert rows(target, "SELECT count(*) FROM articles") == [4]


def test_next_backup_copies_new_pages_alone(folders):
    data, target = folders
    back_up(data, target)
    with new_store(data) as store:
        archive_pages(store, [(7, page(7))])
    done = back_up(data, target)
    assert (done.updated, done.payloads) == (True, 1)
    assert {check.name: check.looked_at for check in done.checks}["payloads"] == 1
    check_files(target)
    with open_archive(target) as archive:
        assert [archive.payload(number + 1) for number in range(4)] == [
            page(number) for number in (0, 1, 2, 7)
        ]


def test_next_backup_follows_pages_into_their_packs(folders):
    data, target = folders
    back_up(data, target)
    with new_store(data) as store:
        archive_pages(store, drifting(range(10, 10 + 2 * TOGETHER)))
    assert back_up(data, target).updated
    kept = "SELECT id, codec, reference_id, position, length(data) FROM payloads ORDER BY id"
    assert rows(target, kept, "captures.db") == rows(data, kept, "captures.db")
    assert rows(target, "SELECT count(*) FROM payloads WHERE codec = 'packed'", "captures.db") > [0]
    assert back_up(data, target).is_right
    check_files(target)


def test_work_goes_on_from_a_backup(folders):
    data, target = folders
    back_up(data, target)
    with new_store(target) as store:
        archive_pages(store, [(2, page(2)), (3, page(3))])
        store.import_article(imported(url_of("impor-lama-1")), KABAR, None, NOON)
    check_files(target)
    assert rows(target, "SELECT count(*) FROM articles") == [5]
    with pytest.raises(ArchiveError, match="of another archive, or of a later state"):
        back_up(data, target)


def test_what_was_given_up_leaves_the_backup_too(folders):
    data, target = folders
    back_up(data, target)
    with closing(sqlite3.connect(data / "captures.db")) as connection, connection:
        connection.execute("UPDATE payloads SET codec = 'gone', data = x'', reference_id = NULL WHERE id = 2")
        connection.execute("INSERT INTO payloads VALUES (9, x'abc0', 1, 'raw', NULL, NULL, x'00')")
    back_up(data, target)
    assert rows(target, "SELECT codec, length(data) FROM payloads WHERE id = 2", "captures.db") == [
        ("gone", 0)
    ]
    with closing(sqlite3.connect(data / "captures.db")) as connection, connection:
        connection.execute("DELETE FROM payloads WHERE id = 9")
    back_up(data, target)
    assert rows(target, "SELECT id FROM payloads", "captures.db") == [1, 2, 3]


def test_damaged_archive_does_not_take_its_backups_place(folders):
    data, target = folders
    back_up(data, target)
    whole = rows(target, DUMP)
    with closing(sqlite3.connect(data / "archive.db")) as connection, connection:
        connection.execute("UPDATE articles SET text = 'other'")
    found = CliRunner().invoke(main, ["archive", "backup", str(target), "--data", str(data)])
    assert (found.exit_code, "texts: 3 wrong" in found.stdout) == (1, True)
    assert rows(target, DUMP) == whole


def test_backup_that_was_killed_begins_anew(folders):
    data, target = folders
    back_up(data, target)
    (target / "archive.db").unlink()  # as between the two names
    (target / "unfinished").mkdir()
    (target / "unfinished" / "archive.db").write_bytes(b"half")
    assert back_up(data, target).is_right
    check_files(target)


def test_archive_is_not_overwritten(folders, tmp_path):
    data, _ = folders
    other = tmp_path / "other"
    new_store(other).close()
    with pytest.raises(ArchiveError, match="holds an archive that is no backup"):
        back_up(data, other)
    with pytest.raises(ArchiveError, match="is the archive itself"):
        back_up(data, data)


def test_backup_of_another_archive_is_not_overwritten(folders, tmp_path):
    data, target = folders
    back_up(data, target)
    with new_store(tmp_path / "other") as store:
        for number in range(5):
            archive_article(store, f"kabar-lain-{number}")
    with pytest.raises(ArchiveError, match="is a backup of another archive"):
        back_up(tmp_path / "other", target)


def test_backup_that_is_written_is_refused(folders):
    data, target = folders
    back_up(data, target)
    with open_store(target), pytest.raises(LockedError):
        back_up(data, target)


def test_command_backs_up_and_tells(folders):
    data, target = folders
    found = CliRunner().invoke(main, ["archive", "backup", str(target), "--data", str(data)])
    assert (found.exit_code, found.stdout) == (0, "copied, 3 pages, nothing wrong\n")
    found = CliRunner().invoke(main, ["archive", "backup", str(target), "--data", str(data / "none")])
    assert (found.exit_code, "no archive at" in found.stderr) == (2, True)


SAID = "SELECT url, number, versions.digest, last_seen_at FROM versions JOIN articles ON articles.id = article_id ORDER BY 1, 2"
STANDS = "SELECT key, state, reason FROM leads ORDER BY key"
PAGES = "SELECT url, fetched_at, hex(digest) FROM captures JOIN payloads ON payloads.id = payload_id ORDER BY 1, 2"


def test_what_is_new_since_a_backup_is_small_and_a_merge_puts_it_back(folders):
    data, whole = folders
    back_up(data, whole)
    with new_store(data) as store:
        archive_pages(store, [(7, page(7))])
        again = article_of(url_of("banjir-di-kampung-1"), "Isinya kini lain, dan 412 orang mengungsi.")
        store.import_article(again, KABAR, None, later(days=1))
        add_leads(store, url_of("belum"), url_of("hilang"))
        store.record_outcome(Outcome(key_of(url_of("hilang")), LeadState.VANISHED, "404"), NOON)
    (written,) = rows(data, "SELECT count(*) FROM articles")
    target = data.parent / "new"
    command = ["archive", "backup", str(target), "--since", str(whole), "--data", str(data)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert rows(target, "SELECT count(*) FROM articles")[0] < written
    assert rows(target, "SELECT count(*) FROM captures", "captures.db") == [
        2
    ]  # one of them of the article that changed
    merge(whole, target)
    for query, name in (
        (SAID, "archive.db"),
        (STANDS, "archive.db"),
        (PAGES, "captures.db"),
        (DUMP, "archive.db"),
    ):
        assert rows(whole, query, name) == rows(data, query, name)
    check_files(whole)


@pytest.mark.parametrize(
    ("target", "earlier", "message"),
    [
        ("full", "whole", "not empty"),
        ("new", "data", "holds no backup"),
        ("new", "other", "of another archive"),
    ],
)
def test_what_is_new_needs_a_folder_of_its_own_and_a_backup_of_the_same_archive(
    folders, target, earlier, message
):
    data, whole = folders
    back_up(data, whole)
    (data.parent / "full").mkdir()
    (data.parent / "full" / "letter.txt").write_text("Keep me.")
    with new_store(data.parent / "strange") as store:
        archive_article(store, "banjir-di-barabai")
    back_up(data.parent / "strange", data.parent / "other")
    places = {"whole": whole, "data": data, "other": data.parent / "other"}
    with pytest.raises(ArchiveError, match=message):
        back_up_since(data, data.parent / target, places[earlier])
