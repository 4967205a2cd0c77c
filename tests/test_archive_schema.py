"""The schema: every table is described, and an archive of the first release opens and is brought up."""

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from archive_samples import archive_article, check_files, new_store, rows
from harness import ROOT
from sqlite_utils import Database

from pipelines.archive import ArchiveError, open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.dictionary import TABLES, describe_schema
from pipelines.archive.migrations import OF_ARCHIVE, OF_CAPTURES
from pipelines.archive.schema import ARCHIVE, CAPTURES

# What the tables that were new in a version held, and hold when it was brought up.
NEW_IN = {
    1: [("SELECT uid FROM articles", ["2672187916d91d51b758"]), ("SELECT walk FROM advertised", [1])],
    2: [
        (
            "SELECT kind, text, forgotten_version FROM lessons WHERE id = 2",
            [("block", "Baca juga berita lain.", 2)],
        ),
        ("SELECT section, article_id FROM observed_pages", [("Daerah", 1)]),
    ],
    3: [
        ("SELECT reason FROM forgotten JOIN forgotten_urls USING (uid)", ["anak di bawah umur"]),
        ("SELECT reason FROM leads WHERE state = 'not-article'", ["forgotten"]),
        ("SELECT command, outcome FROM runs WHERE id = 1", [("crawl", "ok")]),
    ],
    19: [
        ("SELECT state FROM presence ORDER BY number", ["suspect", "gone"]),
        ("SELECT finding, times FROM checks", [("unchanged", 2), ("changed", 1), ("not-found", 5)]),
        ("SELECT before, after FROM article_changes WHERE kind = 'figure'", [("412", "415")]),
        ("SELECT count(*) FROM story_members UNION ALL SELECT count(*) FROM story_splits", [11, 3]),
        ("SELECT count(*) FROM shingles", [189]),
        ("SELECT state, missing_at_least FROM gaps", [("suspected", 1), ("suspected", 1), ("suspected", 11)]),
        ("SELECT month, announced FROM month_counts", [("2026-02", 40)]),
        ("SELECT site_id, kind, ack_reason FROM alarms", [("suara", "down", "pindah server")]),
        ("SELECT standing, reason FROM site_standings", [("served", ""), ("down", "http 403")]),
        ("SELECT made, vouched FROM looks_by_day WHERE day = '2026-03-01'", [(3, 0)]),
        ("SELECT kind FROM corrections WHERE corrects_id = 1", ["correction"]),
        ("SELECT last_lead FROM replays", [28]),
        ("SELECT count(*) FROM removals", [64]),
    ],
}


def released(version):
    """Return the folder with the rows of a small archive of that version."""
    return ROOT / "tests" / f"archive_version_{version}"


def apply_one_by_one(db, schema, last=None):
    """Apply migrations up to version `last`, each in a step of its own."""
    db.execute(f"PRAGMA application_id = {schema.application_id}")
    names = [migration.name for migration in schema.migrations.pending(db)]
    for following in [*names[1:], None][:last]:
        schema.migrations.apply(db, stop_before=following)


def make_version(data, version):
    """Make an archive as a release of this schema version left it; captures.db has been at its second version since the sixth."""
    for name, schema, last in (("archive", ARCHIVE, version), ("captures", CAPTURES, 1 + (version > 5))):
        with closing(Database(data / f"{name}.db")) as db:
            apply_one_by_one(db, schema, last=last)
            db.conn.executescript((released(version) / f"{name}.sql").read_text(encoding="utf-8"))
    assert rows(data, "PRAGMA user_version") == [version]


def test_schema_page_is_the_schemas_own_word():
    command = [sys.executable, "-m", "cogapp", "--check", "docs/schema.md"]
    check = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_tables_and_columns_stand_with_their_meaning():
    page = describe_schema()
    assert [name for name in TABLES if f"### {name}\n" not in page] == []
    assert "| uid | TEXT |  | of its URL at first sight; cited, exported and merged by it |" in page
    assert (
        "| position | INTEGER, or NULL |  | of a packed one in its pack: bytes before it, uncompressed |"
        in page
    )


@pytest.mark.parametrize("schema", [ARCHIVE, CAPTURES])
def test_migrations_one_by_one_end_where_all_at_once_do(schema):
    shape = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    with closing(Database(memory=True)) as whole, closing(Database(memory=True)) as stepwise:
        schema.bring_up(whole)
        apply_one_by_one(stepwise, schema)
        assert stepwise.execute(shape).fetchall() == whole.execute(shape).fetchall()
        assert stepwise.execute("PRAGMA user_version").fetchone() == (schema.version,)


@pytest.mark.parametrize("version", NEW_IN)
def test_archive_of_an_earlier_version_is_brought_up_by_who_writes(tmp_path, version):
    make_version(tmp_path, version)
    with pytest.raises(ArchiveError, match="was written by an older kliping"):
        open_archive(tmp_path)
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
    check_files(tmp_path)
    assert rows(tmp_path, "PRAGMA user_version") == [ARCHIVE.version]
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []


def test_saved_archive_of_the_last_version_saved_has_rows_in_every_table(tmp_path):
    make_version(tmp_path, max(NEW_IN))
    for file in ("archive.db", "captures.db"):
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'articles_fts_%'"
        assert [
            name for name in rows(tmp_path, tables, file) if not rows(tmp_path, f"SELECT 1 FROM {name}", file)
        ] == []


@pytest.mark.parametrize("version", NEW_IN)
def test_what_an_earlier_version_held_is_read_as_it_was(tmp_path, version):
    make_version(tmp_path, version)
    before = {query: rows(tmp_path, query) for query, _ in NEW_IN[version]}
    assert before == dict(NEW_IN[version])
    new_store(tmp_path).close()
    assert {query: rows(tmp_path, query) for query, _ in NEW_IN[version]} == before
    with open_archive(tmp_path) as archive:
        article = archive.find_article("https://kabar.example/berita/banjir-di-martapura")
        assert (article.id, article.text) == (1, "BANJARMASIN - Air naik.\nWarga mengungsi.")
        assert archive.payload(1) == b"banjir-di-martapura" * 200


def test_captures_of_an_earlier_version_keep_addresses_headers_and_bytes(tmp_path):
    make_version(tmp_path, 3)
    new_store(tmp_path).close()
    with open_archive(tmp_path) as archive:
        moved, plain = archive.capture(2), archive.capture(3)
        assert (moved.url, moved.final_url) == (
            "https://kabar.example/?p=2",
            "https://kabar.example/berita/warga-mengungsi",
        )
        assert (plain.url, plain.final_url) == (moved.final_url, moved.final_url)
        assert moved.headers == (("Content-Type", "text/html"), ("Server", "nginx"))
        assert hashlib.sha256(archive.payload(3)).hexdigest() == plain.digest
        assert archive.payload(3) == archive.payload(2).replace(b"sekolah", b"masjid")
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
    assert rows(tmp_path, "SELECT max(id) FROM captures", "captures.db") == [10]  # 9 was given once


@pytest.mark.parametrize(("made_before", "size"), [(False, 1024), (True, 4096)])
def test_captures_stand_in_small_pages_and_an_older_file_keeps_its_own(tmp_path, made_before, size):
    if made_before:
        make_version(tmp_path, 3)
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
    assert rows(tmp_path, "PRAGMA page_size", "captures.db") == [size]
    assert rows(tmp_path, "PRAGMA page_size") == [4096]
    check_files(tmp_path)


@pytest.mark.parametrize("left", ["", "PRAGMA application_id = 0x6b6c6970"], ids=["nothing", "a mark"])
def test_file_that_a_kill_left_empty_is_begun_anew(tmp_path, left):
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        db.executescript(f"PRAGMA journal_mode = WAL; {left}")
    new_store(tmp_path).close()
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM _sqlite_migrations") == [ARCHIVE.version]


@pytest.mark.parametrize("steps", [OF_ARCHIVE, OF_CAPTURES], ids=["archive", "captures"])
def test_steps_are_numbered_in_their_order(steps):
    assert [name.split()[0] for name, _ in steps] == [f"{number:04}" for number in range(1, len(steps) + 1)]
