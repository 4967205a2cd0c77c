"""The views that analysts ask: their rows, and the questions of docs/analysis.md."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from archive_samples import (
    KABAR,
    PAGE,
    SUARA,
    add_leads,
    article_of,
    capture_of,
    fetched,
    imported,
    later,
    new_store,
    rows,
    url_of,
)

from pipelines.archive.dictionary import TABLES
from pipelines.archive.values import key_of
from pipelines.catalogue import Site
from pipelines.items import Finding, LeadState, Look, Notice, Outcome, Removed

PEMKAB = Site(id="pemkab", name="Pemkab Banjar", homepage="https://pemkab.example/", kind="government")
A, B = url_of("banjir-di-martapura"), url_of("ralat-banjir-di-martapura")
PAGE_OF_DOCS = (Path(__file__).parent.parent / "docs" / "analysis.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("views")
    with new_store(folder, KABAR, SUARA, PEMKAB) as store:
        for site, url in ((PEMKAB, "https://pemkab.example/1"), (SUARA, "https://suara.example/1")):
            store.import_article(imported(url, "Siaran pers " * 20), site, None, later())
        add_leads(store, A, B)
        captures = (capture_of(A), capture_of(f"{A}?page=2", PAGE + b"2"))
        article = article_of(A, "Korban 412 jiwa.", removed=(Removed("Iklan", "ad", "words"),))
        store.record_outcome(
            Outcome(key_of(A), LeadState.ARCHIVED, captures=captures, article=article), later()
        )
        store.record_outcome(fetched(A, article_of(A, "Korban 415 jiwa."), PAGE + b"3"), later(hours=2))
        notice = Notice("correction", "Ralat", urls=(A,))
        store.record_outcome(
            fetched(B, article_of(B, title="Ralat", notice=notice), PAGE + b"4"), later(hours=3)
        )
        for day in range(1, 6):
            store.record_look(Look(3, Finding.NOT_FOUND, "http 410", 410), later(days=day))
    return folder


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "SELECT version, cause, kind, follows, last_seen_at, is_current, text FROM article_versions WHERE url LIKE '%/banjir%'",
            [
                (1, "publisher", None, None, "2026-03-01T04:00:00Z", 0, "Korban 412 jiwa."),
                (2, "publisher", "figure", 1, "2026-03-01T06:00:00Z", 1, "Korban 415 jiwa."),
            ],
        ),
        (
            "SELECT version, follows, seen_at, kind, before, after, paragraph FROM article_changes",
            [(2, 1, "2026-03-01T06:00:00Z", "figure", "412", "415", 1)],
        ),
        (
            "SELECT state, looks, last_looked_at FROM article_presence WHERE looks",
            [("gone", 5, "2026-03-06T04:00:00Z")],
        ),
        ("SELECT number, state, status FROM presence_steps", [(1, "suspect", 410), (2, "gone", 410)]),
        (
            "SELECT version, position, capture_id FROM article_captures WHERE site = 'kabar' ORDER BY 3",
            [(1, 0, 1), (1, 1, 2), (2, 0, 3), (1, 0, 4)],
        ),
        ("SELECT version, reason, rule, text FROM removed_blocks", [(1, "ad", "words", "Iklan")]),
        (
            "SELECT title, kind, phrase, of_itself, corrects_url, corrects_title FROM correction_notices",
            [("Ralat", "correction", "Ralat", 0, A, "Banjir di Martapura")],
        ),
        ("SELECT * FROM articles_by_day WHERE site = 'kabar'", [("kabar", "2026-03-01", 2)]),
    ],
)
def test_view(data, query, found):
    assert rows(data, query) == found


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE_OF_DOCS, re.DOTALL))
def test_question_of_the_docs_is_answered(data, query):
    (uid,) = rows(data, f"SELECT uid FROM articles WHERE url = '{A}'")
    with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as archive:
        told = query.replace("data/", f"{data}/").replace("0123456789abcdef0123", uid)
        for statement in filter(None, map(str.strip, told.split(";\n"))):
            found = archive.execute(statement).fetchall()
    assert found


def test_page_names_every_view():
    views = {name for name, meaning in TABLES.items() if meaning.startswith("View: ")}
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE_OF_DOCS.partition("## What")[0], re.MULTILINE)) == views
