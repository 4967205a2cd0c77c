"""A later look at a page that other rules read: what only the rules tell apart, the publisher did not change."""

import asyncio
import sqlite3
from concurrent.futures import Future
from contextlib import closing
from types import SimpleNamespace

import pytest
from archive_samples import KABAR, add_leads, capture_of, later, new_store, rows, url_of

from pipelines.archive import Revisit
from pipelines.archive.values import digest_of, key_of
from pipelines.extract import extract_article
from pipelines.items import LeadState, Outcome
from pipelines.stages import ArchivePipeline, ExtractPipeline
from pipelines.visits import FetchedPage, Visit

A = url_of("banjir-di-martapura")
TITLE = "Banjir Rendam Ratusan Rumah di Martapura"
LINES = (
    "MARTAPURA - Sebanyak 412 rumah di tiga kecamatan terendam banjir sejak Senin malam, kata petugas.",
    "Warga yang rumahnya terendam sudah mengungsi ke masjid dan sekolah sejak Selasa pagi, katanya.",
    "Pemerintah kabupaten menyiapkan dapur umum di dua tempat untuk para pengungsi itu.",
)


class Inline:
    """Does at once what workers do."""

    def submit(self, function, *arguments):
        future = Future()
        future.set_result(function(*arguments))
        return future


def page_of(text):
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<html lang='id'><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{body}</article></body></html>".encode()


def look_again(store, text):
    """Visit the article's page again, through both stages."""
    learning = SimpleNamespace(learned=lambda _: None, learn=lambda *_: None)
    stats = SimpleNamespace(inc_value=lambda *_, **__: None)
    job = SimpleNamespace(store=store, workers=Inline(), learning=learning)
    crawler = SimpleNamespace(spider=SimpleNamespace(job=job), stats=stats)
    visit = Visit(KABAR, A, revisit=Revisit(1, "kabar", A))
    fetched = FetchedPage(visit, capture_of(A, page_of(text), fetched_at=later(days=1)), None)
    looked = asyncio.run(ExtractPipeline(crawler).process_item(fetched))
    return ArchivePipeline(crawler).process_item(looked).look.finding


@pytest.mark.parametrize(
    ("now", "versions", "finding"),
    [
        (LINES, [("publisher", None), ("rule", "paragraph-removed")], "unchanged"),
        (
            (LINES[0].replace("412", "415"), *LINES[1:]),
            [("publisher", None), ("rule", "paragraph-removed"), ("publisher", "figure")],
            "changed",
        ),
    ],
)
def test_rules_change_is_told_from_the_publishers(tmp_path, monkeypatch, now, versions, finding):
    monkeypatch.setenv("KLIPING_NOW", later(days=1).isoformat())
    payload = page_of("\n".join(LINES))
    with new_store(tmp_path) as store:
        add_leads(store, A)
        capture = capture_of(A, payload)
        article = extract_article(capture, KABAR)
        assert article.text == "\n".join(LINES)
        store.record_outcome(
            Outcome(key_of(A), LeadState.ARCHIVED, captures=(capture,), article=article), later()
        )
    read_otherwise(tmp_path, article.title, article.text + "\nDibaca 1024 kali")
    with new_store(tmp_path) as store:
        assert look_again(store, "\n".join(now)) == finding
    assert rows(tmp_path, "SELECT cause, kind FROM versions ORDER BY number") == versions
    assert rows(tmp_path, "SELECT text FROM articles") == ["\n".join(now)]


def read_otherwise(folder, title, text):
    """Make the archive's text one that other rules read."""
    with closing(sqlite3.connect(folder / "archive.db")) as archive, archive:
        archive.execute("UPDATE articles SET text = ?", [text])
        archive.execute("UPDATE versions SET rules = 'others', digest = ?", [digest_of(title, text)])
