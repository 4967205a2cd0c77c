"""`kliping extract`: a line in, a line out; what is wrong is named."""

import gzip
import json

import pytest
from click.testing import CliRunner

from pipelines.commands.extract import extract, read_page_line, record_of
from pipelines.items import Article

BODY = "Jembatan baru di Sungai Martapura dibuka untuk umum, Rabu pagi, oleh wali kota bersama warga. " * 3
PAGE = f"<html><body><h1>Jembatan Baru Dibuka</h1><p>Rabu, 30 Oktober 2024 14:05</p><div><p>{BODY}</p></div></body></html>"


def _run(folder, lines):
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = CliRunner().invoke(
        extract,
        ["--input", str(folder / "in.jsonl"), "--output", str(folder / "out.jsonl"), "--workers", "1"],
    )
    written = (folder / "out.jsonl").read_text("utf-8").splitlines()
    return result, {record["id"]: record for record in map(json.loads, written)}


def test_each_line_is_answered(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    lines = [
        json.dumps(
            {"id": "a", "url": "https://klikkota.com/a-b-c", "path": "a.html", "timezone": "Asia/Makassar"}
        ),
        json.dumps({"id": 2, "url": "https://klikkota.com/b", "path": str(tmp_path / "b.html.gz")}),
        json.dumps({"id": "gone", "url": "https://klikkota.com/c", "path": "c.html"}),
        json.dumps({"id": "zone", "url": "", "path": "a.html", "timezone": "Mars/Olympus"}),
        "{broken",
        json.dumps({"url": "https://klikkota.com/d"}),
    ]
    result, records = _run(tmp_path, lines)
    assert result.exit_code == 1
    assert records["a"]["title"] == "Jembatan Baru Dibuka"
    assert records["a"]["published_at"] == "2024-10-30T14:05:00+08:00"
    assert records[2]["published_at"] == "2024-10-30T14:05:00"
    assert records[2]["text"] == BODY.strip()
    assert "No such file" in records["gone"]["error"]
    assert "timezone" in records["zone"]["error"]
    assert "line 5" in result.stderr
    assert "line 6: id: is missing" in result.stderr


def test_the_output_holds_what_it_promises(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    result, records = _run(
        tmp_path, [json.dumps({"id": "a", "url": "https://klikkota.com/a-b-c", "path": "a.html"})]
    )
    assert result.exit_code == 0
    keys = {
        "id",
        "title",
        "text",
        "authors",
        "editors",
        "tags",
        "published_at",
        "modified_at",
        "dateline",
        "section",
        "language",
        "removed",
    }
    assert keys <= records["a"].keys()
    assert set(records["a"]["dateline"]) == {"site", "place"}


@pytest.mark.parametrize("arguments", [["--input", "none.jsonl", "--output", "x"], ["--output", "x"]])
def test_a_missing_input_is_misuse(tmp_path, arguments):
    assert CliRunner().invoke(extract, arguments).exit_code == 2


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ([], "no JSON object"),
        ({"id": 1}, "path"),
        ({"id": 1, "path": 5}, "path"),
        ({"id": 1, "path": "x", "fetched_at": "tomorrow"}, "fetched_at"),
        ({"id": 1, "path": "x", "language": ["id"]}, "language"),
    ],
)
def test_a_wrong_line_names_its_key(tmp_path, table, wrong):
    with pytest.raises(ValueError, match=wrong):
        read_page_line(table, tmp_path)


def test_marks_of_origin_are_written():
    article = Article("https://klikkota.com/a", "Judul", "Isi.", agency="Antara", advertorial="adv")
    record = record_of(article)
    names = ("agency", "syndicated_from", "advertorial", "press_release")
    assert [record[name] for name in names] == ["Antara", None, "adv", None]
