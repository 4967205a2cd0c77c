"""What was imported is read again the way it was read first: pages, lines, texts, split articles of web archives."""

import json

import pytest
from archive_samples import rows
from replay_samples import KABAR_ID, HereAndNow, page, read_again
from warc_samples import record

from pipelines.archive import open_store
from pipelines.intake import Originals, import_documents, read_documents

SITE_FILE = (
    'id = "kabar"\nname = "Kabar Banua"\nhomepage = "https://kabar.example/"\nregion = "ID-KS"\nlanguage = "id"\n'
    'timezone = "Asia/Makassar"\n'
)
LONG = (
    "Petugas kecamatan membuka dapur umum di halaman kantor sejak Minggu pagi bersama para relawan desa. " * 3
)
UNDATED = page(4).replace(b"<time datetime='2026-03-01T10:00:00+08:00'>1 Maret 2026 10.00</time>", b"")
FILES = {
    "given.jsonl": {"url": "https://kabar.example/1", "text": f"Banjir.\n{LONG}", "title": "Banjir", "published_at": "2026-03-01"},
    "plain.jsonl": {"text": f"Banjir di Martapura\n\n{LONG}\n\n{LONG}", "published_at": "2026-03-01T10:00"},
    "page.jsonl": {"url": "https://lain.example/4", "html": UNDATED.decode(), "published_at": "2026-03-01T09:15:00+08:00"},
    "notes.txt": f"Banjir di Martapura\n\n{LONG}\n\n{LONG[:99]}",
    "saved.html": UNDATED.replace(b"<p>Seorang", b"<p>kabar.example, MARTAPURA - Seorang", 1).decode(),
}  # fmt: skip


def split_page(number):
    links = "".join(f"<a href='https://kabar.example/panjang?page={n}'>{n}</a>" for n in (2, 3))
    return page(number).replace(b"</article>", f"<div class='pagination'>{links}</div></article>".encode())


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    data, files = folder / "data", folder / "files"
    (data / "sites").mkdir(parents=True)
    (data / "sites" / "kabar.toml").write_text(SITE_FILE, encoding="utf-8")
    files.mkdir()
    for name, content in FILES.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (files / name).write_text(text, encoding="utf-8")
    pages = [
        record(split_page(n), f"https://kabar.example/panjang{f'?page={n}' if n > 1 else ''}")
        for n in (1, 2, 3)
    ]
    (files / "crawl.warc").write_bytes(b"".join(pages))
    failed = []
    with open_store(data, "import") as store:
        originals = Originals(store.find_page)
        documents = read_documents([files], originals)

        def say(report):
            return failed.append(report) if report.outcome not in {"archived", "unchanged"} else None

        import_documents(
            store, HereAndNow(), documents, (data / "sites",), None, say, find_page=originals.find_page
        )
    assert failed == []
    return data


def test_same_rules_read_imports_as_they_were_read(imported):
    tally, told = read_again(imported, KABAR_ID, again=True)
    assert (tally.read, tally.changed, tally.failed, told) == (6, 0, 0, [])
    assert rows(imported, "SELECT count(*) FROM version_captures") == [2]


def test_import_knows_what_was_said_of_it(imported):
    kinds = rows(
        imported,
        "SELECT json_extract(reading, '$.as'), json_extract(reading, '$.hint.published_at') FROM versions",
    )
    assert kinds.count(("text", None)) == 3
    assert ("page", "2026-03-01T01:15:00Z") in kinds
    assert rows(
        imported,
        "SELECT site_id, json_extract(reading, '$.site') FROM versions JOIN articles ON articles.id = article_id WHERE json_extract(reading, '$.site') IS NOT NULL",
    ) == [("kabar", "import")]


def test_imports_that_do_not_say_how_they_were_read_are_recognized(imported):
    with open_store(imported, "test") as store:
        store._archive.execute(
            "UPDATE versions SET rules = NULL, reading = CASE WHEN reading LIKE '%hint%' OR reading LIKE '%site%' THEN reading END"
        )
    tally, told = read_again(imported, KABAR_ID)
    assert (tally.read, tally.changed, tally.failed, told) == (6, 0, 0, [])
