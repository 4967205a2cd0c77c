"""`kliping export warc`, and `kliping import` of web archives: the same archive comes out, whatever happens on the way."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from archive_samples import (
    KABAR,
    NOON,
    SUARA,
    add_leads,
    archive_article,
    capture_of,
    check_files,
    imported,
    later,
    new_store,
    rows,
    url_of,
)
from click.testing import CliRunner
from harness import ROOT, kliping
from papers import NOW, printing, site_ids
from warc_samples import NO_ARTICLE, PARAGRAPHS, members, page, record
from warc_samples import url_of as page_url
from warcio.archiveiterator import ArchiveIterator

from crawler.cli import main
from pipelines.archive.checks import check_archive
from pipelines.archive.headers import read_headers
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome, SourceKind

CAPTURES = (
    "SELECT final_url, status, digest FROM captures JOIN payloads ON payloads.id = payload_id ORDER BY 1, 3"
)


def run(*args):
    return CliRunner().invoke(main, [*map(str, args)])


def export(data, target, *args):
    return run("export", "warc", "--output", target, "--data", data, *args)


def records_of(target):
    """Return type, address, HTTP headers and payload of each record, read by warcio alone."""
    found = []
    with target.open("rb") as file:
        for one in ArchiveIterator(file, check_digests="raise"):
            payload = one.content_stream().read()
            found.append((one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one, payload))
    return found


@pytest.fixture
def data(tmp_path):
    """An archive of two sites: articles, a refused page, a redirect, a body that two addresses share, an imported line."""
    folder = tmp_path / "data"
    with new_store(folder, KABAR, SUARA) as store:
        archive_article(store, "satu-dua-tiga")
        add_leads(store, url_of("bukan-artikel"))
        coded = (
            ("Content-Encoding", "gzip"),
            ("Content-Length", "9"),
            ("X-Baris", "a\r\nb"),
            ("Bukan nama", "x"),
        )
        refused = capture_of(url_of("bukan-artikel"), NO_ARTICLE, headers=coded, fetched_at=later(days=1))
        store.record_outcome(
            Outcome(key_of(refused.url), LeadState.NOT_ARTICLE, "index", captures=(refused,)), NOON
        )
        for number in (1, 2):
            url = f"https://suara.example/berita/kembar-{number}"
            shared = capture_of(url, b"<p>Kembar</p>" * 60, final_url=f"{url}/", fetched_at=later(days=2))
            store.import_article(imported(url), SUARA, shared, NOON)
        line = capture_of("import:0a", b'{"text": "x"}', source_kind=SourceKind.IMPORT)
        store.import_article(imported("import:0a"), SUARA, line, NOON)
    return folder


def test_every_capture_is_a_record(data, tmp_path):
    target = tmp_path / "a.warc.gz"
    result = export(data, target)
    assert (result.exit_code, result.stderr) == (0, f"5 captures, 0 failed, in {target}\n")
    info, *found = records_of(target)
    assert [(kind, url) for kind, url, _, _ in found] == [
        ("response", url_of("satu-dua-tiga")),
        ("response", url_of("bukan-artikel")),
        ("response", "https://suara.example/berita/kembar-1/"),
        ("metadata", "https://suara.example/berita/kembar-1/"),
        ("revisit", "https://suara.example/berita/kembar-2/"),
        ("metadata", "https://suara.example/berita/kembar-2/"),
        ("resource", "import:0a"),
    ]
    assert info[3].startswith(b"software: kliping/")
    assert found[3][3] == b"via: https://suara.example/berita/kembar-1\r\nhopsFromSeed: R\r\n"
    assert found[6][3] == b'{"text": "x"}'


def test_headers_are_true_of_the_decoded_payload(data, tmp_path):
    export(data, tmp_path / "a.warc.gz")
    (found,) = [
        one for _, url, one, _ in records_of(tmp_path / "a.warc.gz") if url == url_of("bukan-artikel")
    ]
    assert found.http_headers.headers == [("X-Baris", "a b"), ("Content-Length", str(len(NO_ARTICLE)))]
    assert found.rec_headers.protocol == "WARC/1.1"
    assert found.rec_headers.get_header("WARC-Date") == "2026-03-02T04:00:00Z"


def test_revisit_names_its_original(data, tmp_path):
    export(data, tmp_path / "a.warc.gz")
    headers = {(kind, url): one.rec_headers for kind, url, one, _ in records_of(tmp_path / "a.warc.gz")}
    original = headers["response", "https://suara.example/berita/kembar-1/"]
    revisit = headers["revisit", "https://suara.example/berita/kembar-2/"]
    assert revisit.get_header("WARC-Refers-To") == original.get_header("WARC-Record-ID")
    assert revisit.get_header("WARC-Refers-To-Target-URI") == "https://suara.example/berita/kembar-1/"
    assert revisit.get_header("WARC-Payload-Digest") == original.get_header("WARC-Payload-Digest")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warcio_finds_nothing_wrong(data, tmp_path, name):
    target = tmp_path / name
    export(data, target)
    check = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode, check.stdout.count("digest pass")) == (0, 7), check.stdout
    assert (target.read_bytes()[:2] == b"\x1f\x8b") is name.endswith(".gz")


def test_operator_stands_in_the_first_record(data, tmp_path):
    (data / "kliping.toml").write_text('contact = "redaksi@example.org"')
    export(data, tmp_path / "a.warc.gz")
    assert b"operator: redaksi@example.org\r\n" in records_of(tmp_path / "a.warc.gz")[0][3]


@pytest.mark.parametrize(
    ("args", "numbers"),
    [
        (("--site", "kabar"), [1, 2]),
        (("--site", "suara"), [3, 4, 5]),
        (("--since", "2026-03-02"), [2, 3, 4]),
        (("--until", "2026-03-02"), [1, 2, 5]),
        (("--since", "2026-03-02", "--until", "2026-03-02"), [2]),
        (("--site", "suara", "--until", "2026-03-01"), [5]),
        (("--since", "2030-01-01", "--until", "9999-12-31"), []),
    ],
)
def test_chosen_captures(data, tmp_path, args, numbers):
    assert export(data, tmp_path / "a.warc.gz", *args).exit_code == 0
    order = {url_of("satu-dua-tiga"): 1, url_of("bukan-artikel"): 2, "import:0a": 5}
    order |= {f"https://suara.example/berita/kembar-{n}/": n + 2 for n in (1, 2)}
    kinds = {"response", "revisit", "resource"}
    found = [order[url] for kind, url, _, _ in records_of(tmp_path / "a.warc.gz") if kind in kinds]
    assert found == numbers


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--site", "lain"), "no site 'lain' in this archive"),
        (("--since", "kemarin"), "kemarin"),
        (("--output", "tiada/a.warc.gz"), "cannot write tiada/a.warc.gz: No such file"),
    ],
)
def test_misuse_leaves_no_file(data, tmp_path, monkeypatch, args, message):
    monkeypatch.chdir(tmp_path)
    result = export(data, "a.warc.gz", *args)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_capture_that_cannot_be_read_is_named_and_the_rest_written(data, tmp_path):
    with sqlite3.connect(data / "captures.db") as captures:
        captures.execute("UPDATE payloads SET data = x'00', codec = 'zstd', reference_id = NULL WHERE id = 2")
    captures.close()
    result = export(data, tmp_path / "a.warc.gz")
    assert (result.exit_code, "capture 2: payload 2: " in result.stderr) == (1, True)
    assert len(records_of(tmp_path / "a.warc.gz")) == 7


def test_export_that_fails_keeps_the_file_before_it(data, tmp_path, monkeypatch):
    target = tmp_path / "a.warc.gz"
    target.write_bytes(b"yang lama")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.exports.warc.WarcExport.write_capture", fail)
    result = export(data, target)
    assert (result.exit_code, "No space left" in result.stderr) == (2, True)
    assert (target.read_bytes(), len(list(tmp_path.iterdir()))) == (b"yang lama", 2)


@pytest.mark.timeout(300)
def test_demo_papers_come_back_as_they_were(tmp_path):
    first, second, target = tmp_path / "a", tmp_path / "b", tmp_path / "a.warc.gz"
    with printing(first, seed=5, stories=24) as press:
        kliping("crawl", *site_ids(press), "--data", str(first), now=NOW)
    assert export(first, target).exit_code == 0
    (second / "sites").parent.mkdir()
    (second / "sites").symlink_to(first / "sites")
    result = kliping("import", str(target), "--data", str(second))
    assert result.returncode == 0, result.stderr
    columns = (
        "url, site_id, title, text, authors, published_at, published_offset, section, tags, sign_off, caption"
    )
    query = f"SELECT {columns} FROM articles ORDER BY url"
    assert rows(second, query) == rows(first, query)
    assert rows(second, CAPTURES, "captures.db") == rows(first, CAPTURES, "captures.db")
    versions = "SELECT number, digest, position FROM versions LEFT JOIN version_captures ON version_id = id ORDER BY 2"
    assert rows(second, versions) == rows(first, versions)
    check_files(second)
    again = kliping("import", str(target), "--data", str(second))
    held = len(rows(second, CAPTURES, "captures.db"))
    assert again.stdout == f"0 archived, 0 new versions, {held} unchanged, 0 failed\n"


def crawled(count):
    """Return a web archive of articles, with a page that is none and a broken record after each third."""
    records = []
    for number in range(count):
        records.append(
            record(page(f"Judul nomor {number} dari Banua", f"Alinea {number}."), page_url(number))
        )
        if number % 3 == 0:
            records.append(record(NO_ARTICLE, page_url(f"{number}-indeks")))
            records.append(record(page(), page_url(f"{number}-rusak"), WARC_Date="kemarin"))
    return members(*records)


def test_import_counts_what_a_crawl_holds(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(crawled(4) + crawled(1)[:-40])
    result = run("import", tmp_path / "a.warc.gz", "--data", tmp_path / "data")
    counts = "4 archived, 0 new versions, 1 unchanged, 3 failed, 3 pages that are no articles\n"
    assert (result.exit_code, result.stdout) == (1, counts)
    assert result.stderr.count(f"{tmp_path}/a.warc.gz, offset ") == 3
    headers = read_headers(rows(tmp_path / "data", "SELECT headers FROM captures", "captures.db")[0])
    assert headers == (("Content-Type", "text/html; charset=utf-8"),)


def split_page(number):
    """Return one page of an article on three, each of which names them all."""
    links = "".join(f'<a href="{page_url(1)}{n if n > 1 else ""}">{n}</a> ' for n in (1, 2, 3) if n != number)
    paging = f'<div class="pagination">Halaman: {links}</div>'
    body = "".join(f"<p>Halaman {number}. {text}</p>" for text in PARAGRAPHS)
    head = f'<title>Terbagi Tiga di Banua</title><link rel="canonical" href="{page_url(1)}">'
    return f"<html><head>{head}</head><body><article><h1>Terbagi Tiga di Banua</h1>{body}{paging}</article></body></html>"


@pytest.mark.parametrize("order", [(1, 2, 3), (1, 3, 2), (1, 2)])
def test_split_article_is_stitched_from_its_pages_in_the_file(tmp_path, order):
    records = [record(split_page(n).encode(), page_url(1) + (f"{n}" if n > 1 else "")) for n in order]
    (tmp_path / "a.warc.gz").write_bytes(members(*records))
    result = run("import", tmp_path / "a.warc.gz", "--data", tmp_path / "data")
    assert result.stdout == f"1 archived, 0 new versions, {len(order) - 1} unchanged, 0 failed\n"
    (text,) = rows(tmp_path / "data", "SELECT text FROM articles")
    found = [line.split(".")[0] for line in text.split("\n")]
    assert found == [f"Halaman {n}" for n in sorted(order) for _ in PARAGRAPHS]


def test_pages_that_are_no_articles_are_no_failure(tmp_path):
    (tmp_path / "a.warc").write_bytes(record(NO_ARTICLE))
    result = run("import", tmp_path / "a.warc", "--data", tmp_path / "data")
    assert (result.exit_code, result.stdout.rpartition(", ")[2]) == (0, "1 pages that are no articles\n")


def test_revisit_of_an_import_before_is_resolved_from_the_archive(tmp_path):
    original = record(page(), page_url(1), WARC_Payload_Digest="sha1:ASLI")
    again = record(
        b"", page_url(2), "revisit", WARC_Refers_To_Target_URI=page_url(1), WARC_Payload_Digest="sha1:ASLI"
    )
    unknown = record(
        b"", page_url(3), "revisit", WARC_Refers_To_Target_URI=page_url(9), WARC_Payload_Digest="sha1:X"
    )
    (tmp_path / "a.warc").write_bytes(original)
    (tmp_path / "b.warc").write_bytes(again + unknown)
    run("import", tmp_path / "a.warc", "--data", tmp_path / "data")
    result = run("import", tmp_path / "b.warc", "--data", tmp_path / "data")
    counts = "1 archived, 0 new versions, 0 unchanged, 0 failed, 1 revisits of pages not held\n"
    assert (result.exit_code, result.stdout) == (0, counts)
    assert rows(tmp_path / "data", "SELECT url FROM articles ORDER BY id") == [page_url(1), page_url(2)]


@pytest.mark.timeout(300)
def test_import_that_was_killed_comes_to_the_same_archive(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(crawled(90))
    command = [sys.executable, "-m", "crawler", "import", str(path), "--data"]
    calm = subprocess.run(
        [*command, tmp_path / "calm"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (
        calm.stdout == "90 archived, 0 new versions, 0 unchanged, 30 failed, 30 pages that are no articles\n"
    )
    killed = subprocess.Popen(
        [*command, tmp_path / "data"], cwd=ROOT, stdout=-3, stderr=-3, start_new_session=True
    )
    while not 0 < held(tmp_path / "data") < 90:
        assert killed.poll() is None
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert [check for check in check_archive(tmp_path / "data") if not check.is_right] == []
    before = held(tmp_path / "data")
    again = subprocess.run(
        [*command, tmp_path / "data"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert again.stdout.startswith(f"{90 - before} archived, 0 new versions, {before} unchanged, 30 failed")
    for query, file in (
        ("SELECT uid, url, title, text, first_seen_at FROM articles ORDER BY id", "archive.db"),
        ("SELECT article_id, number, capture_id, digest FROM versions ORDER BY id", "archive.db"),
        (CAPTURES, "captures.db"),
    ):
        assert rows(tmp_path / "data", query, file) == rows(tmp_path / "calm", query, file)
    check_files(tmp_path / "data")


def held(data):
    try:
        return rows(data, "SELECT count(*) FROM articles")[0]
    except sqlite3.Error:  # not made yet
        return 0
