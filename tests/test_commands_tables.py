"""Articles as CSV, JSON lines and Parquet: with their provenance, whole or not at all, the same as of a time, harmless."""

import csv
import hashlib
import io
import json
import sys
import types
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from archive_samples import KABAR, NOON, SUARA, archive_article, imported, later, new_store, rows, url_of
from click.testing import CliRunner
from harness import ROOT
from replay_samples import crawl, page, read_again, with_rules

from crawler.cli import main
from pipelines import clock
from pipelines.archive import SearchError, open_archive
from pipelines.archive.tables import COLUMNS
from pipelines.archive.values import digest_of

HOSTILE = '=HYPERLINK("http://x.example";"a")'


def run(*args):
    return CliRunner().invoke(main, [*map(str, args)])


def export(kind, data, target, *args):
    result = run("export", kind, "--output", target, "--data", data, *args)
    assert result.exit_code == 0, result.output
    return target


def objects(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An archive of three articles: a plain one, one whose words are hostile, an imported one without a time."""
    folder = tmp_path_factory.mktemp("tables")
    with new_store(folder, KABAR, SUARA) as store:
        archive_article(store, "banjir", authors=("Ani", "Budi"), section="Daerah")
        text = "-1+1 \x1b]0;x\x07 sandi\u2028dua.\n@Baris kedua <script>"
        archive_article(store, "rumus", title=HOSTILE, text=text, authors=("+Cici", "\u202eDedi"))
        store.import_article(imported("https://suara.example/3"), SUARA, None, NOON)
    return folder


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_every_format_has_the_columns_and_the_rows(data, tmp_path, kind):
    target = export(kind, data, tmp_path / f"x.{kind}")
    manifest = json.loads((tmp_path / f"x.{kind}.manifest.json").read_text())
    names = [column.name for column in COLUMNS]
    if kind == "csv":
        header, *found = csv.reader(io.StringIO(target.read_text(encoding="utf-8")))
        assert (header, len(found)) == (names, 3)
    elif kind == "jsonl":
        assert [list(row) for row in objects(target)] == [names] * 3
    else:
        table = pq.read_table(target)
        assert (table.schema.names, table.num_rows) == (names, 3)
    assert manifest["rows"] == 3
    assert manifest["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, f"{target.name}.manifest.json"]


def test_formats_say_that_they_hold_the_same_rows(data, tmp_path):
    told = set()
    for kind in ("csv", "jsonl", "parquet"):
        target = export(kind, data, tmp_path / f"x.{kind}")
        told.add(json.loads(target.with_name(f"{target.name}.manifest.json").read_text())["rows_sha256"])
    assert len(told) == 1


def test_row_carries_its_provenance(data, tmp_path):
    row, _, other = objects(export("jsonl", data, tmp_path / "x.jsonl"))
    (digest,) = rows(data, "SELECT lower(hex(digest)) FROM payloads WHERE id = 1", "captures.db")
    expected = {
        "url": url_of("banjir"),
        "site": "kabar",
        "version": 1,
        "authors": ["Ani", "Budi"],
        "section": "Daerah",
        "published_at": "2026-03-01T02:00:00Z",
        "published_offset": 480,
        "published_precision": "minute",
        "published_source": "json-ld",
        "first_seen_at": "2026-03-01T04:00:00Z",
        "state": "live",
        "copies": 0,
        "source": "page",
        "capture_digest": digest,
        "captured_at": "2026-03-01T04:00:00Z",
        "text_digest": digest_of(row["title"], row["text"]),
    }
    assert {name: row[name] for name in expected} == expected
    assert (other["source"], other["capture_digest"], other["published_at"]) == ("import", None, None)


def test_parquet_is_typed(data, tmp_path):
    table = pq.read_table(export("parquet", data, tmp_path / "x.parquet"))
    row = table.to_pylist()[0]
    assert row["published_at"] == datetime(2026, 3, 1, 2, tzinfo=UTC)
    assert (row["authors"], row["published_disputed"]) == (["Ani", "Budi"], False)
    assert table.schema.field("story").metadata[b"meaning"].startswith(b"uid of the first article")


def test_table_holds_no_formula_and_no_control_character(data, tmp_path):
    target = export("csv", data, tmp_path / "x.csv")
    row = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))[1]
    assert row["title"] == f"'{HOSTILE}"
    assert row["text"] == "'-1+1  ]0;x  sandi dua.\n@Baris kedua <script>"
    assert row["authors"] == "'+Cici;  Dedi"
    assert not {"\x1b", "\x07", "\u2028", "\u202e", "\r"} & set(target.read_text(encoding="utf-8"))


def test_lines_of_json_are_lines_for_every_reader(data, tmp_path):
    target = export("jsonl", data, tmp_path / "x.jsonl")
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    assert objects(target)[1]["text"] == "-1+1 \x1b]0;x\x07 sandi\u2028dua.\n@Baris kedua <script>"


@pytest.mark.parametrize(
    ("args", "slugs"),
    [
        ((), ["banjir", "rumus", "3"]),
        (("sandi",), ["rumus"]),
        (("warga", "-sandi"), ["banjir"]),
        (("--site", "suara"), ["3"]),
        (("--author", "ani"), ["banjir"]),
        (("--section", "daerah"), ["banjir"]),
        (("--since", "2026-03-01"), ["banjir", "rumus"]),
        (("--unique",), ["banjir", "rumus", "3"]),
        (("--until", "2026-02-01"), []),
    ],
)
def test_filters_are_those_of_search(data, args, slugs):
    result = run("export", "jsonl", "--output", "-", "--data", data, *args)
    found = [json.loads(line)["url"].rpartition("/")[2] for line in result.stdout.splitlines()]
    assert found == slugs
    assert f"{len(slugs)} rows" in result.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("jsonl", "--output", "-", "--as-of", "kemarin"), "no time such as"),
        (("jsonl", "--output", "-", "--as-of", "2999-01-01"), "minutes ago"),
        (("jsonl", "--output", "-", "--as-of", "2026-03-02", "banjir", "--author", "x"), "by words, author"),
        (("jsonl", "--output", "-", "--site", "lain"), "no site 'lain'"),
        (("parquet", "--output", "-"), "goes into a file"),
        (("csv", "--output", "/nowhere/x.csv"), "cannot write /nowhere/x.csv"),
        (("csv", "--output", "-", "--colour"), "--colour"),
    ],
)
def test_what_cannot_be_exported_is_said(data, args, message):
    result = run("export", *args, "--data", data)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output


def test_export_that_fails_leaves_what_was_there(data, tmp_path, monkeypatch):
    target = export("jsonl", data, tmp_path / "x.jsonl")
    before = target.read_bytes()
    monkeypatch.setattr(
        "pipelines.exports.tables.JsonLines.write", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    assert run("export", "jsonl", "--output", target, "--data", data).exit_code == 2
    assert target.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_rehydrate_puts_back_what_no_text_left_out(data, tmp_path, kind):
    shared = export(kind, data, tmp_path / f"shared.{kind}", "--no-text")
    assert b"HYPERLINK" not in shared.read_bytes()
    target = tmp_path / f"own.{kind}"
    result = run("rehydrate", shared, "-o", target, "--data", data)
    assert (result.exit_code, "3 texts, 0 articles missing, 0 different" in result.stderr) == (0, True)
    if kind == "csv":
        found = [row["title"] for row in csv.DictReader(io.StringIO(target.read_text(encoding="utf-8")))]
    elif kind == "jsonl":
        found = [row["title"] for row in objects(target)]
    else:
        found = pq.read_table(target)["title"].to_pylist()
    assert found == ["Banjir di Martapura", f"'{HOSTILE}" if kind == "csv" else HOSTILE, "Impor"]


def test_rehydrate_names_what_is_missing_or_different(data, tmp_path):
    shared = export("jsonl", data, tmp_path / "shared.jsonl", "--no-text")
    first, second, third = objects(shared)
    first["text_digest"], second["uid"] = "0" * 64, "f" * 20
    shared.write_text("".join(json.dumps(row) + "\n" for row in (first, second, third)))
    result = run("rehydrate", shared, "--data", data)
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == [None, None, "Satu kalimat."]
    assert result.exit_code == 1
    assert f"{first['uid']} is held with another text" in result.stderr
    assert f"{'f' * 20} is not in this archive" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.jsonl", "{", "line 1"),
        ("x.jsonl", "[]", "no object"),
        ("x.csv", "a,b\n1,2\n", "a row without uid or text_digest"),
        ("x.parquet", "PAR1", "no Parquet file"),
        ("x.xlsx", "", "ends in .csv, .jsonl, .parquet"),
    ],
)
def test_rehydrate_of_what_is_no_export_is_an_error(data, tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    result = run("rehydrate", tmp_path / name, "-o", tmp_path / "out", "--data", data)
    assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert not (tmp_path / "out").exists()


@pytest.fixture
def at():
    """Set the clock to hours after noon."""
    yield lambda hours: clock.set_source(lambda: later(hours=hours))
    clock.set_source(None)


BOX = "<p class='kotak'>Hubungi redaksi kami di nomor yang tertera untuk keterangan lebih lanjut.</p>"


@pytest.mark.parametrize("args", [(), ("--versions",), ("--no-text",)])
@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_archive_as_of_a_time_is_the_same_after_later_crawls_and_replays(tmp_path, at, kind, args):
    data = tmp_path / "data"
    pages = {f"berita-{n}": page(n, BOX) for n in range(3)}
    at(0)
    crawl(data, pages)
    at(2)
    crawl(data, {"berita-1": pages["berita-1"].replace(b"di lokasi", b"di kantor bupati")}, at=2)
    at(5)
    before = export(kind, data, tmp_path / "a", "--as-of", "2026-03-01T07:00:00Z", *args).read_bytes()
    crawl(data, {"berita-1": pages["berita-1"], "berita-9": page(9)}, at=5)
    crawl(data, {"berita-2": pages["berita-2"].replace(b"di lokasi", b"di rumah warga")}, at=5)
    at(6)
    read_again(data, with_rules(remove=(".kotak",)))
    assert len(rows(data, "SELECT 1 FROM versions WHERE cause = 'rule'")) > 0
    now = export(kind, data, tmp_path / "now", *args).read_bytes()
    after = export(kind, data, tmp_path / "b", "--as-of", "2026-03-01T07:00:00Z", *args).read_bytes()
    assert (after == before, now == before) == (True, False)


def test_archive_as_of_a_time_shows_what_stood_then(tmp_path, at):
    data = tmp_path / "data"
    first = page(1)
    at(0)
    crawl(data, {"berita-1": first})
    at(2)
    crawl(data, {"berita-1": first.replace(b"di lokasi", b"di kantor bupati")}, at=2)
    at(9)
    shown = {}
    for hour in ("03", "05", "07"):
        target = export("jsonl", data, tmp_path / hour, "--as-of", f"2026-03-01T{hour}:00:00Z")
        shown[hour] = [(row["version"], "kantor" in row["text"], row["authors"]) for row in objects(target)]
    assert shown == {"03": [], "05": [(1, False, None)], "07": [(2, True, None)]}
    manifest = json.loads((tmp_path / "07.manifest.json").read_text())
    assert {"authors", "story", "rules"} <= set(manifest["not_known_as_of"])


def test_what_was_imported_later_was_not_known_before(tmp_path, at):
    at(0)
    with new_store(tmp_path) as store:
        archive_article(store, "satu")
        at(8)
        store.import_article(imported("https://kabar.example/lama"), KABAR, None, later(hours=-9))
    at(9)
    known = objects(export("jsonl", tmp_path, tmp_path / "x", "--as-of", "2026-03-01T08:00:00Z"))
    assert [row["url"] for row in known] == [url_of("satu")]


def test_all_versions_are_rows(tmp_path, at):
    at(0)
    crawl(tmp_path, {"berita-1": page(1)})
    crawl(tmp_path, {"berita-1": page(1).replace(b"di lokasi", b"di kantor bupati")}, at=2)
    found = objects(export("jsonl", tmp_path, tmp_path / "x", "--versions"))
    assert [(row["version"], "kantor" in row["text"]) for row in found] == [(1, False), (2, True)]
    assert all(row["text_digest"] == digest_of(row["title"], row["text"]) for row in found)


def test_notebook_reads_rows_and_frames(data, monkeypatch):
    with open_archive(data) as archive:
        hits = archive.search("warga", sites="kabar", since="2026-03-01")
        found = archive.articles(sites="kabar")
    assert [hit.url for hit in hits] == [url_of("banjir")]
    assert found[0]["published_at"] == datetime(2026, 3, 1, 2, tzinfo=UTC)
    assert found[0]["authors"] == ("Ani", "Budi")
    taken = types.SimpleNamespace(DataFrame=lambda objects: [row["url"] for row in objects])
    monkeypatch.setitem(sys.modules, "pandas", taken)
    assert found.frame() == [url_of("banjir"), url_of("rumus")]
    assert hits.frame() == [url_of("banjir")]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        found.frame()


@pytest.mark.parametrize("filters", [{"colour": 1}, {"since": "kemarin"}, {"sites": "lain"}])
def test_notebook_is_told_what_cannot_be_asked(data, filters):
    with open_archive(data) as archive, pytest.raises(SearchError):
        archive.search("warga", **filters)


def test_notebook_of_the_docs_runs(tmp_path, monkeypatch, capsys):
    with new_store(tmp_path / "data") as store:
        archive_article(store, "air-bah", text="MARTAPURA - Air bah datang, banjir meluas.")
    page_ = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    told = page_.split("## From a notebook", 1)[1].split("```python\n", 1)[1].split("```", 1)[0]
    assert len(told.strip().splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=len))
    names = {}
    exec(told, names)
    assert names["frame"] == 1
    assert "2026-03-01T02:00:00Z" in capsys.readouterr().out


def test_parquet_of_the_docs_is_read(data, tmp_path, monkeypatch, capsys):
    export("parquet", data, tmp_path / "articles.parquet")
    told = (
        (ROOT / "docs" / "exports.md")
        .read_text(encoding="utf-8")
        .split("```python\n", 1)[1]
        .split("```", 1)[0]
    )
    monkeypatch.chdir(tmp_path)
    exec(told, {})
    assert "kabar" in capsys.readouterr().out
