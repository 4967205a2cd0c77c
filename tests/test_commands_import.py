"""`kliping import`: what is archived, what is named and left out, and that doing it again changes nothing."""

import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_samples import NOON, check_files, rows
from click.testing import CliRunner

from pipelines.catalogue import load_catalogue, shipped_sites
from pipelines.commands.import_ import import_
from pipelines.intake import Document, Unread, declared_address, find_site, read_documents, read_line
from pipelines.workers import DOCUMENTS, WorkerPool

ROOT = Path(__file__).resolve().parent.parent
URL = "https://kabar.example/2026/03/01/banjir-merendam-martapura/"
PARAGRAPHS = [
    "MARTAPURA - Banjir merendam ratusan rumah di Kecamatan Martapura, Kabupaten Banjar, sejak Minggu pagi.",
    "Ketinggian air mencapai satu meter, kata Kepala Pelaksana BPBD Kabupaten Banjar kepada wartawan di lokasi.",
    "Warga yang mengungsi ditampung di tiga sekolah, dan dapur umum didirikan di halaman kantor kecamatan setempat.",
]


def html(title="Banjir Merendam Martapura", canonical=URL, paragraphs=PARAGRAPHS):
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title>{link}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


@pytest.fixture(scope="module", autouse=True)
def one_pool(module_patch):
    """Let all tests of this file share their workers, which take longer to start than to work."""
    with WorkerPool(size=1, preload=DOCUMENTS) as workers:
        module_patch.setattr("pipelines.commands.import_.WorkerPool", lambda preload: _Shared(workers))
        yield


@pytest.fixture(scope="module")
def module_patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


class _Shared:
    def __init__(self, workers):
        self.workers = workers

    def __enter__(self):
        return self.workers

    def __exit__(self, *_):
        pass


def run(data, *args):
    return CliRunner().invoke(import_, [*map(str, args), "--data", str(data / "data")])


def write_lines(path, *lines):
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def articles(data, columns="url, title"):
    return rows(data / "data", f"SELECT {columns} FROM articles ORDER BY id")


def test_saved_page_is_archived_under_its_canonical_address(tmp_path):
    (tmp_path / "page.html").write_text(html())
    result = run(tmp_path, tmp_path / "page.html")
    assert (result.exit_code, result.stdout) == (0, "1 archived, 0 new versions, 0 unchanged, 0 failed\n")
    assert articles(tmp_path) == [(URL, "Banjir Merendam Martapura")]
    assert rows(tmp_path / "data", "SELECT id, homepage FROM sites") == [
        ("kabar-example", "https://kabar.example/")
    ]
    assert rows(tmp_path / "data", "SELECT source_kind FROM versions") == ["import"]
    check_files(tmp_path / "data")


def test_folder_with_all_kinds_in_the_order_of_names(tmp_path):
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "b.htm.gz").write_bytes(gzip.compress(html().encode()))
    (folder / "a.html").write_text(html("Longsor di Barabai", "https://kabar.example/longsor-di-barabai-hst"))
    (folder / "c.txt").write_text("\n\n".join(["Rapat Kerja Daerah Dibuka", *PARAGRAPHS]))
    (folder / "d.jpg").write_bytes(b"\xff\xd8\xff")
    line = {"url": "https://lain.example/satu-dua-tiga", "text": "\r\n".join(PARAGRAPHS), "title": "Satu"}
    (folder / "e.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    result = run(tmp_path, tmp_path / "in")
    assert (result.exit_code, result.stderr) == (0, "")
    titles = ["Longsor di Barabai", "Banjir Merendam Martapura", "Rapat Kerja Daerah Dibuka", "Satu"]
    assert articles(tmp_path, "title") == titles


def test_again_changes_nothing(tmp_path):
    (tmp_path / "a.html").write_text(html())
    (tmp_path / "b.html").write_text(html(canonical=None, title="Tanpa Alamat di Dalamnya"))
    lines = [
        {"url": f"https://kabar.example/baris-ke-{n}", "text": PARAGRAPHS[0], "title": f"B {n}"} for n in "12"
    ]
    write_lines(tmp_path / "c.jsonl", *lines)
    run(tmp_path, tmp_path)
    before = (
        rows(tmp_path / "data", "SELECT * FROM articles"),
        rows(tmp_path / "data", "SELECT * FROM versions"),
    )
    result = run(tmp_path, tmp_path)
    assert (result.exit_code, result.stdout) == (0, "0 archived, 0 new versions, 4 unchanged, 0 failed\n")
    after = (
        rows(tmp_path / "data", "SELECT * FROM articles"),
        rows(tmp_path / "data", "SELECT * FROM versions"),
    )
    assert after == before


def test_lines_are_taken_as_they_are(tmp_path):
    line = {
        "url": "http://www.kabar.example/satu-dua-tiga/?utm_source=x",
        "text": "  Paragraf\tsatu. \n\n Baca Juga: yang lain\nDua.",
        "title": " Judul  dari penerbit ",
        "published_at": "2026-03-01T10:05:30+08:00",
        "fetched_at": "2026-03-02T00:00:00Z",
    }
    run(tmp_path, write_lines(tmp_path / "a.jsonl", line))
    columns = "title, text, published_at, published_offset, published_day, first_seen_at"
    assert articles(tmp_path, columns) == [
        (
            "Judul dari penerbit",
            "Paragraf satu.\nBaca Juga: yang lain\nDua.",
            "2026-03-01T02:05:00Z",
            480,
            "2026-03-01",
            "2026-03-02T00:00:00Z",
        )
    ]


@pytest.mark.parametrize(
    ("published_at", "site", "stored"),
    [
        ("2026-03-01", (), ("2026-03-01", None, "day")),
        ("2026-03-01T10:05:00", (), ("2026-03-01T10:05:00", None, "minute")),
        ("2026-03-01T10:05:00", ("--site", "klikkalimantan"), ("2026-03-01T02:05:00Z", 480, "minute")),
        ("2026-03-01T02:05:00Z", (), ("2026-03-01T02:05:00Z", 0, "minute")),
    ],
)
def test_time_of_a_line_says_as_much_as_it_does(tmp_path, published_at, site, stored):
    line = {"url": URL, "text": PARAGRAPHS[0], "title": "Judul", "published_at": published_at}
    assert run(tmp_path, write_lines(tmp_path / "a.jsonl", line), *site).exit_code == 0
    assert articles(tmp_path, "published_at, published_offset, published_precision") == [stored]


def test_line_of_a_data_set_with_blanks_for_what_it_lacks(tmp_path):
    bare = {"url": "", "title": "", "text": " ".join(PARAGRAPHS), "published_at": ""}
    both = {"url": URL, "title": "Judul", "text": PARAGRAPHS[0], "html": html("Lain")}
    assert run(tmp_path, write_lines(tmp_path / "a.jsonl", bare, both)).exit_code == 0
    (one, title, text), other = articles(tmp_path, "url, title, text")
    assert (one.startswith("import:"), text) == (True, bare["text"])
    assert text.startswith(title.removesuffix(" …"))
    assert 60 < len(title) <= 100
    assert other == (URL, "Judul", PARAGRAPHS[0])


def test_line_without_title_is_taken_whole_unless_it_begins_with_a_headline(tmp_path):
    told = {"url": URL, "text": "\n".join(PARAGRAPHS)}
    headed = {"url": f"{URL}2", "text": "\n".join(["Banjir Merendam Martapura", *PARAGRAPHS])}
    assert run(tmp_path, write_lines(tmp_path / "a.jsonl", told, headed)).exit_code == 0
    one, other = articles(tmp_path, "title, text")
    assert (one[0][:30], one[1]) == (PARAGRAPHS[0][:30], told["text"])
    assert other[0] == "Banjir Merendam Martapura"


def test_html_in_a_line_belongs_to_the_address_of_the_line(tmp_path):
    line = {"url": URL, "html": html(canonical=None)}
    assert run(tmp_path, write_lines(tmp_path / "a.jsonl", line)).exit_code == 0
    assert articles(tmp_path) == [(URL, "Banjir Merendam Martapura")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON"),
        ("[1]", "object"),
        ("[" * 100_000, "Invalid JSON"),
        ({"url": URL}, "needs text or html"),
        ({"url": URL, "html": "", "text": " "}, "needs text or html"),
        ({"url": "ftp://kabar.example/x", "text": "a"}, "url: .*must be an http or https address"),
        ({"url": 3, "text": "a"}, "url: Input should be a valid string"),
        ({"text": "a", "published_at": "kemarin"}, "published_at: .*'kemarin' is no ISO 8601 time"),
        ({"text": "a", "fetched_at": 2**70}, "fetched_at: Input should be a valid string"),
        ({"url": "https://a.example/" + "a" * 3000, "text": "a"}, "url: String should have at most 2048"),
        ('{"text": "\\ud800"}', "Invalid JSON"),
    ],
)
def test_bad_line_is_named(tmp_path, line, reason):
    path = write_lines(tmp_path / "a.jsonl", "", line)
    (unread,) = read_documents([path])
    assert isinstance(unread, Unread)
    assert unread.origin == f"{path}:2"
    assert re.search(reason, unread.reason), unread.reason


def test_bad_lines_and_files_do_not_stop_the_good(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    good = {"url": URL, "text": PARAGRAPHS[0], "title": "Judul"}
    write_lines(folder / "a.jsonl", "{", good, {"text": "terlalu pendek"})
    (folder / "b.html.gz").write_bytes(gzip.compress(html().encode())[:-20])
    (folder / "c.txt.gz").write_bytes(b"no gzip")
    (folder / "d.html").write_bytes(b"")
    result = run(tmp_path, folder)
    assert (result.exit_code, result.stdout) == (1, "1 archived, 0 new versions, 0 unchanged, 5 failed\n")
    named = [line.removeprefix(f"{folder}/").partition(": ")[0] for line in result.stderr.splitlines()]
    assert sorted(named) == ["a.jsonl:1", "a.jsonl:3", "b.html.gz", "c.txt.gz", "d.html"]


def test_documents_over_the_limit_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.intake.files.MAX_DOCUMENT", 1_000)
    monkeypatch.setattr("pipelines.intake.files.SKIPPED_AT_ONCE", 10)
    write_lines(tmp_path / "a.jsonl", {"text": "x" * 3_000}, {"text": "pendek"}, {"text": "y" * 980})
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>" * 10_000_000))
    documents = list(read_documents([tmp_path]))
    origins = [(Path(document.origin).name, isinstance(document, Unread)) for document in documents]
    assert origins == [("a.jsonl:1", True), ("a.jsonl:2", False), ("a.jsonl:3", False), ("b.html.gz", True)]
    assert {documents[0].reason, documents[3].reason} == {"is over 1000 bytes"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("nowhere.html",), "nowhere.html"),
        ((".", "--site", "lain"), "no site file for: lain"),
        ((), "PATH"),
    ],
)
def test_misuse(tmp_path, monkeypatch, args, message):
    monkeypatch.chdir(tmp_path)
    result = run(tmp_path, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "data").exists()


def test_file_of_another_kind_is_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    result = run(tmp_path, tmp_path / "a.pdf")
    assert (result.exit_code, "a.pdf: is none of .html" in result.stderr) == (1, True)


def test_wrong_site_file_is_bad_configuration(tmp_path):
    sites = tmp_path / "data" / "sites"
    sites.mkdir(parents=True)
    (sites / "kabar.toml").write_text("colour = 1")
    result = run(tmp_path, tmp_path, "--site", "kabar")
    assert (result.exit_code, "kabar.toml" in result.stderr) == (4, True)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (html(), URL),
        (html(canonical=None), None),
        (html(canonical="/relatif"), None),
        (html(canonical="https://kabar.example/"), None),
        (f'<meta property="og:url" content="{URL}">', URL),
        (f'<link rel="canonical" href="https://kabar.example"><meta property="og:url" content="{URL}">', URL),
        (f"<!-- saved from url=(0059){URL} --><html></html>", URL),
        (f"<!DOCTYPE html><!--\n Page saved with SingleFile \n url: {URL} \n--><html></html>", URL),
        ("", None),
        ("\x89PNG", None),
    ],
)
def test_address_that_a_page_declares(page, address):
    assert declared_address(page.encode("latin-1")) == address


@pytest.mark.parametrize(
    ("url", "site_id"),
    [
        ("https://klikkalimantan.com/a", "klikkalimantan"),
        ("http://www.klikkalimantan.com/a", "klikkalimantan"),
        ("https://m.klikkalimantan.com/a", "klikkalimantan"),
        ("https://foto.klikkalimantan.com/a", "klikkalimantan"),
        ("https://lain.co.id/a", "lain-co-id"),
        ("https://klikkalimantan/a", "klikkalimantan-"),  # an id that another host has
        (None, "import"),
    ],
)
def test_site_of_an_address(url, site_id):
    found = find_site(url, load_catalogue([shipped_sites()]))
    assert found.id.startswith(site_id)
    assert (found.id == site_id) is not site_id.endswith("-")


def test_text_of_a_known_site_goes_to_it(tmp_path):
    text = [
        "Rakerda Dibuka di Banjarmasin",
        "klikkalimantan.com, BANJARMASIN-Rapat kerja dibuka, " + PARAGRAPHS[1],
    ]
    (tmp_path / "a.txt").write_text("\n\n".join([*text, *PARAGRAPHS]))
    assert run(tmp_path, tmp_path / "a.txt").exit_code == 0
    assert articles(tmp_path, "site_id") == ["klikkalimantan"]


def test_line_gives_its_document():
    payload = json.dumps({"url": URL, "text": "Isi", "lain": 1}).encode()
    document = read_line("a:1", payload, NOON)
    assert document == Document(
        "a:1", payload, NOON, "text", URL, text="Isi", content_type="application/json"
    )


def test_interrupted_import_keeps_what_it_has_and_goes_on(tmp_path):
    lines = [
        {"url": f"https://kabar.example/baris-ke-{n}", "html": html(f"Judul {n}", None)} for n in range(3_000)
    ]
    path = write_lines(tmp_path / "a.jsonl", *lines)
    command = [sys.executable, "-c", "from pipelines.commands.import_ import import_; import_()", str(path)]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (tmp_path / "data" / "archive.db").exists() or not count(tmp_path):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "goes on where this one ended" in stderr
    assert stdout.startswith(f"{count(tmp_path)} archived")
    check_files(tmp_path / "data")


def count(tmp_path):
    try:
        return rows(tmp_path / "data", "SELECT count(*) FROM articles")[0]
    except sqlite3.Error:  # not made yet
        return 0
