"""A disk that runs full: writing stops in time, says why, and goes on when there is room."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections import namedtuple

import pytest
from archive_samples import (
    NOON,
    add_leads,
    archive_article,
    article_of,
    check_files,
    fetched,
    new_store,
    rows,
    url_of,
)
from harness import ROOT, kliping

from pipelines.archive import ArchiveError, DiskFullError, open_store
from pipelines.archive.checks import check_archive
from pipelines.archive.disk import FLOOR, require_room
from pipelines.catalogue import CatalogueError
from pipelines.exits import ExitCode
from pipelines.operator_file import parse_size, read_operator

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("text", "size"), [("0", 0), ("500M", 500 << 20), ("2 GiB", 2 << 30), ("1.5k", 1536), ("7B", 7)]
)
def test_sizes_are_read(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "viel", "-1", "2 XB", "1e9", "9" * 40])
def test_what_is_no_size_is_named(tmp_path, text):
    (tmp_path / "kliping.toml").write_text(f'disk_floor = "{text}"')
    with pytest.raises(CatalogueError, match=r"kliping\.toml: disk_floor: .* is no size such as 500M"):
        read_operator(tmp_path)


@pytest.mark.parametrize(
    ("total", "free", "floor", "stops"),
    [
        (1 << 40, FLOOR, None, False),
        (1 << 40, FLOOR - 1, None, True),
        (2_000_000, 100_000, None, False),  # a small disk: a twentieth is left
        (2_000_000, 99_999, None, True),
        (1 << 40, 0, 0, False),
        (1 << 40, 2 << 30, 3 << 30, True),
    ],
)
def test_writing_stops_at_the_floor(tmp_path, monkeypatch, total, free, floor, stops):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(total, total - free, free))
    if not stops:
        require_room(tmp_path, floor)
        return
    with pytest.raises(
        DiskFullError, match=f"{tmp_path}: {free} bytes are free on its disk, .* is the floor"
    ):
        require_room(tmp_path, floor)


def test_batch_is_committed_before_the_store_stops(tmp_path, monkeypatch):
    store = new_store(tmp_path)
    archive_article(store, "banjir-di-barabai")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: Usage(1 << 40, 1 << 40, 0))
        with pytest.raises(DiskFullError):
            store.flush()
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [1]
        archive_article(store, "banjir-di-kandangan")
        store.close()
        with pytest.raises(DiskFullError):
            open_store(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [2]
    open_store(tmp_path).close()  # the lock was given back


def archive_many(store):
    for number in range(9):
        url = url_of(f"banjir-di-kampung-{number}")
        add_leads(store, url)
        payload = random.Random(number).randbytes(9_000)
        store.record_outcome(fetched(url, article_of(url, f"{number} " * 9_000), payload), NOON)
        store.flush()


@pytest.mark.parametrize("file", ["archive", "captures"])
@pytest.mark.parametrize("pages", [0, 2])  # at once, or in the middle of a batch
def test_file_that_cannot_grow_is_named_and_both_stay_whole(tmp_path, file, pages):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
        store.flush()
        db = getattr(store, f"_{file}")
        (held,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {held + pages}")
        with pytest.raises(DiskFullError, match=r"archive\.db cannot be written: .* full; \d+ bytes"):
            archive_many(store)
        db.execute("PRAGMA max_page_count = 1000000")
        archive_article(store, "banjir-di-kandangan")
    check_files(tmp_path)
    assert all(check.is_right for check in check_archive(tmp_path))
    assert "banjir-di-kandangan" in rows(tmp_path, "SELECT url FROM articles ORDER BY id DESC LIMIT 1")[0]


def test_command_ends_with_a_code_of_its_own_before_it_begins(tmp_path):
    (tmp_path / "kliping.toml").write_text('disk_floor = "900 TiB"')
    run = kliping("import", str(ROOT / "README.md"), "--data", str(tmp_path))
    assert run.returncode == ExitCode.DISK
    assert f"kliping: {tmp_path}: " in run.stderr
    assert f"{900 << 40} is the floor (disk_floor in kliping.toml)" in run.stderr


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=1700k none {disk} || exit 77
echo 'disk_floor = 0' >{disk}/kliping.toml
export KLIPING_DATA={disk}
{python} -m crawler import {lines} 2>{log}; echo $?
{python} -m crawler archive check >>{log} 2>&1; echo $?
mount -o remount,size=40m {disk}
{python} -m crawler import {lines} 2>>{log} | tail -n 1
ls -la {disk} >>{log}; cp {disk}/*.db {kept}
"""


def test_import_on_a_full_disk_goes_on_when_there_is_room(tmp_path):
    if shutil.which("unshare") is None:
        pytest.skip("no file system can be mounted here")
    lines, kept, disk, log = (tmp_path / name for name in ("a.jsonl", "kept", "disk", "log"))
    kept.mkdir()
    disk.mkdir()
    told = [
        {
            "text": f"Rumah nomor {n * 7919} terendam.\n" * 40,
            "title": f"Banjir {n}",
            "url": f"https://kabar.example/berita/{n}-banjir",
        }
        for n in range(250)
    ]
    lines.write_text("\n".join(map(json.dumps, told)))
    script = ON_A_SMALL_DISK.format(python=sys.executable, disk=disk, lines=lines, kept=kept, log=log)
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode in {1, 77} and not run.stdout:
        pytest.skip("no file system can be mounted here")
    first, checked, last = run.stdout.splitlines()[-3:]
    assert (first, checked) == (str(int(ExitCode.DISK)), "0"), log.read_text()
    assert "cannot be written" in log.read_text()
    archived, unchanged = map(int, re.findall(r"(\d+) (?:archived|unchanged)", last))
    assert unchanged in {100, 200}  # the batches before
    assert archived + unchanged == 250
    assert rows(kept, "SELECT count(*) FROM articles") == [250], run.stdout + run.stderr + log.read_text()
    assert all(check.is_right for check in check_archive(kept))


def test_disk_full_is_an_error_of_the_archive():
    assert issubclass(DiskFullError, ArchiveError)
