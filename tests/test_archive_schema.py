"""The schema: every table is described, and an archive of the first release opens and is brought up."""

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
from pipelines.archive.schema import ARCHIVE, CAPTURES

RELEASED = ROOT / "tests" / "archive_version_1"  # the rows of an archive of one article


def apply_one_by_one(db, schema, last=None):
    """Apply migrations up to version `last`, each in a step of its own."""
    db.execute(f"PRAGMA application_id = {schema.application_id}")
    names = [migration.name for migration in schema.migrations.pending(db)]
    for following in [*names[1:], None][:last]:
        schema.migrations.apply(db, stop_before=following)


def make_first_version(data):
    for name, schema in (("archive", ARCHIVE), ("captures", CAPTURES)):
        with closing(Database(data / f"{name}.db")) as db:
            apply_one_by_one(db, schema, last=1)
            db.conn.executescript((RELEASED / f"{name}.sql").read_text(encoding="utf-8"))
    assert rows(data, "PRAGMA user_version") == [1]


def test_schema_page_is_the_schemas_own_word():
    command = [sys.executable, "-m", "cogapp", "--check", "docs/schema.md"]
    check = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_tables_and_columns_stand_with_their_meaning():
    page = describe_schema()
    assert [name for name in TABLES if f"### {name}\n" not in page] == []
    assert "| uid | TEXT |  | of its URL at first sight; cited, exported and merged by it |" in page
    assert "| reference_id | INTEGER, or NULL | of `payloads` |  |" in page


@pytest.mark.parametrize("schema", [ARCHIVE, CAPTURES])
def test_migrations_one_by_one_end_where_all_at_once_do(schema):
    shape = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    with closing(Database(memory=True)) as whole, closing(Database(memory=True)) as stepwise:
        schema.bring_up(whole)
        apply_one_by_one(stepwise, schema)
        assert stepwise.execute(shape).fetchall() == whole.execute(shape).fetchall()
        assert stepwise.execute("PRAGMA user_version").fetchone() == (schema.version,)


def test_archive_of_the_first_version_is_brought_up_by_who_writes(tmp_path):
    make_first_version(tmp_path)
    with pytest.raises(ArchiveError, match="was written by an older kliping"):
        open_archive(tmp_path)
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
    check_files(tmp_path)
    assert rows(tmp_path, "PRAGMA user_version") == [ARCHIVE.version]
    assert all(check.is_right for check in check_archive(tmp_path))


def test_what_the_first_version_held_is_read_as_it_was(tmp_path):
    make_first_version(tmp_path)
    new_store(tmp_path).close()
    with open_archive(tmp_path) as archive:
        article = archive.find_article("https://kabar.example/berita/banjir-di-martapura")
        assert (article.id, article.text) == (1, "BANJARMASIN - Air naik.\nWarga mengungsi.")
        assert archive.payload(1) == b"banjir-di-martapura" * 200
