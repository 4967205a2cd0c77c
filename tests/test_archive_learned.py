"""What pages taught is kept with them: with evidence, by version, through kills, and for imports too."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest
from archive_samples import KABAR, NOON, archive_article, article_of, new_store, rows, url_of
from harness import kliping, start
from papers import NOW, differences, printing, site_ids, state_of
from sqlite_utils import Database

from pipelines.archive import open_archive, open_store
from pipelines.archive.schema import ARCHIVE
from pipelines.exits import ExitCode
from pipelines.extract.learned import WINDOW, digest_of
from pipelines.items import Block
from pipelines.learning import Learning

STOCK = "Dukung jurnalisme warga lewat kanal kami."
LESSONS = "SELECT site_id, kind, digest, text, version, pages, of_pages, forgotten_version FROM lessons ORDER BY 1, 3"


def block(text):
    return Block(digest_of(text), "p", False, False, False, 3, len(text), text)


def teach(store, slug, *texts):
    """Archive an article with a page of its own, and learn from it."""
    title = " ".join(letter * 5 for letter in slug)
    blocks = tuple(block(text) for text in (*texts, f"Isi {slug} pertama.", f"Isi {slug} kedua."))
    archive_article(store, slug, title=title, blocks=blocks)
    Learning(store).learn(KABAR.id, article_of(url_of(slug), title=title, blocks=blocks), NOON)


def slugs(first, last):
    return ["".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(first, last)]


def test_lessons_are_kept_by_version_with_their_evidence(tmp_path):
    with new_store(tmp_path) as store:
        for slug in slugs(10, 16):
            teach(store, slug, STOCK)
        version, (lesson,) = store.lessons(KABAR.id)
        assert (version, lesson.text, lesson.pages, lesson.of_pages) == (1, STOCK, 6, 6)
        for slug in slugs(16, 50):
            teach(store, slug)
        assert store.lessons(KABAR.id) == (2, [])
    assert rows(tmp_path, "SELECT version, forgotten_version FROM lessons") == [(1, 2)]


def test_only_the_last_pages_are_remembered(tmp_path):
    with new_store(tmp_path) as store:
        for slug in slugs(10, 15 + WINDOW):
            teach(store, slug)
        assert len(store.observed(KABAR.id)) == WINDOW
    assert rows(tmp_path, "SELECT min(number), max(number) FROM observed_pages") == [(6, 45)]


def test_corrected_article_is_one_page_and_the_last(tmp_path):
    with new_store(tmp_path) as store:
        for slug in ("aa", "bb"):
            archive_article(store, slug, blocks=(block(slug),))
        archive_article(store, "aa", text="Teks yang diperbaiki.", blocks=(block("baru"),))
        assert [page.blocks[0].digest for page in store.observed(KABAR.id)] == [
            digest_of("bb"),
            digest_of("baru"),
        ]


def test_page_comes_back_as_it_was_observed(tmp_path):
    seen = Block(digest_of(STOCK), "div.kotak>p", True, True, False, 2, 40, STOCK)
    with new_store(tmp_path) as store:
        archive_article(store, "aa", authors=("Ani",), section="Daerah", blocks=(seen,))
        (page,) = store.observed(KABAR.id)
    assert (page.title, page.authors, page.section, page.seen_at) == (
        "Banjir di Martapura", ("Ani",), "Daerah", NOON,
    )  # fmt: skip
    assert page.blocks == (Block(seen.digest, "div.kotak>p", True, True, False, 2, 40),)


def test_what_was_learned_is_there_when_the_archive_is_opened_again(tmp_path):
    with new_store(tmp_path) as store:
        for slug in slugs(10, 16):
            teach(store, slug, STOCK)
    with open_store(tmp_path, "test") as store:
        assert Learning(store).learned(KABAR.id).blocks == {digest_of(STOCK)}
        assert Learning(store).learned("lain").blocks == frozenset()


def test_archive_of_the_first_schema_is_brought_up(tmp_path):
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        archive = Database(connection)
        archive.execute(f"PRAGMA application_id = {ARCHIVE.application_id}")
        ARCHIVE.migrations.apply(archive, stop_before="0002 boilerplate learned per site")
    with new_store(tmp_path) as store:
        teach(store, "aa", STOCK)
    assert rows(tmp_path, "SELECT count(*) FROM observed_pages") == [1]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Papers that plant blocks, crawled once in peace and once with kills."""
    folder = tmp_path_factory.mktemp("planted")
    calm, killed = folder / "calm", folder / "killed"
    with printing(calm, seed=14, stories=60, delay=0.02, planted=3) as press:
        (killed / "sites").parent.mkdir()
        (killed / "sites").symlink_to(calm / "sites")
        assert kliping("crawl", *site_ids(press), "--data", str(calm), now=NOW).returncode == 0
        for seconds in (3.0, 3.5):
            process = start("crawl", *site_ids(press), "--data", str(killed), now=NOW)
            time.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            assert process.returncode == -signal.SIGKILL
        assert kliping("crawl", *site_ids(press), "--data", str(killed), now=NOW).returncode == 0
        yield press, calm, killed


def test_killed_crawl_learns_and_removes_what_an_undisturbed_one_does(planted):
    _press, calm, killed = planted
    assert state_of(killed) == state_of(calm)
    assert rows(killed, LESSONS) == rows(calm, LESSONS)
    assert rows(calm, "SELECT count(*) FROM removals WHERE rule LIKE 'learned:%'") > [20]


def test_crawl_learns_what_the_papers_plant_and_loses_nothing(planted):
    press, calm, _killed = planted
    planted_texts = {block.text for blocks in press.newsroom.planted.values() for block in blocks}
    assert set(rows(calm, "SELECT text FROM lessons WHERE kind = 'block'")) <= planted_texts
    for line in differences(calm, press.newsroom.truth()):
        assert "not found: []" in line, line


def html_of(number, *extra):
    word = "abcdefghij"[number % 10] * 5
    lines = [
        f"Warga {word} bagian {part} menyampaikan pendapat mereka kepada petugas kecamatan."
        for part in range(5)
    ]
    body = "".join(f"<p>{line}</p>" for line in [*lines[:2], *extra, *lines[2:]])
    return f"<html><body><h1>Kabar {word}</h1><div class='isi'>{body}</div></body></html>"


def test_import_learns_in_the_order_of_the_lines(tmp_path):
    lines = [json.dumps({"url": f"https://kabar.example/{n}", "html": html_of(n, STOCK)}) for n in range(10)]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run = kliping("import", str(tmp_path / "pages.jsonl"), "--data", str(tmp_path / "data"))
    assert run.returncode == ExitCode.OK, run.stderr
    holding = rows(tmp_path / "data", f"SELECT url FROM articles WHERE text LIKE '%{STOCK}%' ORDER BY id")
    assert holding == [f"https://kabar.example/{n}" for n in range(4)]
    with open_archive(tmp_path / "data") as archive:
        article = archive.find_article("https://kabar.example/9")
        assert article is not None
        (removed,) = archive.removed(article.id)
    assert (removed.text, removed.reason) == (STOCK, "repeated on this site")
