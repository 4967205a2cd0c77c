"""Stored pages read again: nothing changes but by a rule, what a rule changes is marked as such, and can be taken back."""

import json
import shutil

import pytest
from archive_samples import check_files, later, rows, url_of
from replay_samples import KABAR_ID, crawl, fields_of, look, page, read_again, state_of, with_rules

from pipelines.archive import ArchiveError, Search, open_archive, open_store
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.archive.payloads import GONE
from pipelines.extract.learned import REASON, Learned, digest_of
from pipelines.extract.rules import rules_digest
from pipelines.items import Lesson

BOX = "<p class='kotak'>Ikuti kanal berita kami setiap pagi dan sore hari.</p>"
BOX_TEXT = "Ikuti kanal berita kami setiap pagi dan sore hari."
WITHOUT_BOX = with_rules(remove=(".kotak",))
CAUSES = "SELECT number, cause, rereads FROM versions ORDER BY id"


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """Six articles, every second with a box; the archive is copied for each test."""
    data = tmp_path_factory.mktemp("archived") / "data"
    crawl(data, {f"berita-{n}": page(n, BOX if n % 2 else "") for n in range(6)})
    return data


@pytest.fixture
def data(archived, tmp_path):
    return shutil.copytree(archived, tmp_path / "data")


def test_same_rules_have_nothing_to_read(data):
    before = state_of(data)[:-1]
    tally, _ = read_again(data)
    assert (tally.read, tally.skipped) == (0, 6)
    assert state_of(data)[:-1] == before


def test_same_rules_change_nothing_where_they_read_again(data):
    before = state_of(data)[:-1]
    tally, _ = read_again(data, again=True)
    assert (tally.read, tally.changed, fields_of(tally)) == (6, 0, {})
    assert state_of(data)[:-1] == before


def test_text_that_a_rule_changes_is_a_version_that_the_rule_made(data):
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, tally.changed, fields_of(tally)) == (6, 3, {"text": 3})
    assert rows(data, CAUSES)[6:] == [(2, "rule", 1)] * 3
    assert set(rows(data, "SELECT rules FROM versions WHERE id > 6")) == {rules_digest(WITHOUT_BOX)}
    with open_archive(data) as archive:
        article = archive.find_article(url_of("berita-1"))
        first, second = archive.versions(article.id)
    assert BOX_TEXT in first.text
    assert BOX_TEXT not in second.text == article.text
    assert (first.seen_at, first.capture_id) == (second.seen_at, second.capture_id)


def test_search_finds_what_today_s_rules_read(data):
    read_again(data, WITHOUT_BOX)
    check_files(data)
    with open_archive(data) as archive:
        assert archive.search(Search("kanal")) == []
        assert len(archive.search(Search("pendapat"))) == 6


def test_dry_run_says_the_same_and_writes_nothing(data):
    before = (data / "archive.db").read_bytes()
    tally = look(data, WITHOUT_BOX)
    assert (tally.changed, fields_of(tally)) == (3, {"text": 3})
    (sample, *_), uids = tally.samples[("kabar", "text")], rows(data, "SELECT uid FROM articles")
    assert (sample.uid in uids, sample.before, sample.after) == (True, BOX_TEXT, "")
    assert (data / "archive.db").read_bytes() == before


def test_rule_that_is_taken_back_brings_the_text_back(data):
    read_again(data, WITHOUT_BOX)
    tally, _ = read_again(data)
    assert fields_of(tally) == {"text": 3}
    assert rows(data, CAUSES)[-1] == (3, "rule", 1)
    assert sum(BOX_TEXT in text for text in rows(data, "SELECT text FROM articles")) == 3
    check_files(data)


def test_other_fields_change_in_place(data):
    tally, _ = read_again(data, with_rules(remove=(".penulis",)))
    assert (tally.changed, fields_of(tally)) == (6, {"authors": 6})
    assert (rows(data, CAUSES), set(rows(data, "SELECT authors FROM articles"))) == (
        [(1, "publisher", None)] * 6,
        {"[]"},
    )


def test_replay_that_ended_does_nothing_more(data):
    read_again(data, WITHOUT_BOX)
    state, runs = state_of(data), rows(data, "SELECT count(*) FROM runs")
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, tally.skipped) == (0, 0)
    assert (state_of(data), rows(data, "SELECT count(*) FROM runs")) == (state, runs)


def test_what_came_since_is_read_by_the_next_one(data):
    read_again(data, WITHOUT_BOX)
    crawl(data, {"berita-9": page(9, BOX)}, at=1)
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, fields_of(tally)) == (1, {"text": 1})


def test_replay_that_was_stopped_goes_on_and_ends_as_any(data, tmp_path):
    calm = shutil.copytree(data, tmp_path / "calm")
    read_again(calm, WITHOUT_BOX)
    for pages in (1, 4):
        read_again(data, WITHOUT_BOX, stop_after=pages)
        assert rows(data, "SELECT finished_at FROM replays") == [None]
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, tally.changed) == (6, 3)
    assert state_of(data) == state_of(calm)


def test_article_whose_page_is_refused_now_stays_and_is_named(data):
    before = state_of(data)[0]
    tally, _ = read_again(data, with_rules(remove=(".isi",)))
    assert fields_of(tally) == {"no article any more": 6}
    assert tally.samples[("kabar", "no article any more")][0].after.startswith("no-text")
    assert state_of(data)[0] == before


def test_page_that_was_refused_becomes_an_article(tmp_path):
    crawl(tmp_path, {"satu": page(1)}, with_rules(remove=(".isi",)))
    assert rows(tmp_path, "SELECT state, reason FROM leads") == [("not-article", "no-text")]
    assert fields_of(look(tmp_path)) == {"refused no longer": 1}
    tally, _ = read_again(tmp_path)
    (sample,) = tally.samples[("kabar", "refused no longer")]
    assert (sample.before, sample.after) == ("no-text", "Kabar kecamatan ke 1 di daerah ini")
    assert rows(tmp_path, "SELECT state FROM leads") == ["archived"]
    assert rows(tmp_path, "SELECT seen_at FROM versions") == ["2026-03-01T04:00:00Z"]
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []


def test_page_that_is_gone_is_named_and_its_article_stays(data):
    with open_store(data, "test") as store:
        store._captures.execute("UPDATE payloads SET codec = ?, data = x'' WHERE id = 2", [GONE])
    tally, told = read_again(data, WITHOUT_BOX)
    assert (tally.failed, tally.read, fields_of(tally)) == (1, 5, {"text": 2})
    assert told[0].endswith("berita-1: payload 2: it was given up, its digest alone is kept")
    assert BOX_TEXT in rows(data, "SELECT text FROM articles")[1]


def test_response_that_no_rule_reads_is_named(data):
    with open_store(data, "test") as store:
        store._captures.execute("UPDATE captures SET source_kind = 'feed' WHERE id = 2")
    tally, told = read_again(data, WITHOUT_BOX)
    assert (tally.failed, tally.read) == (1, 5)
    assert told[0].endswith("a response of kind feed is read by no rule")


def test_forgotten_article_is_not_read_again(data):
    forget(data, [url_of("berita-1")], "request")
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, tally.changed) == (5, 2)
    assert rows(data, "SELECT count(*) FROM articles") == [5]


def test_article_that_is_forgotten_while_it_is_read_is_no_end_of_a_dry_run(data):
    with open_archive(data) as archive:
        pages = list(archive.stored_pages.pages((), 0, 9))
        forget(data, [url_of("berita-1")], "request")
        with pytest.raises(ArchiveError, match="its article has left the archive"):
            archive.stored_pages.text(pages[1])
        assert archive.stored_pages.text(pages[2]).is_current


def test_block_that_no_rule_takes_out_any_more_leaves_the_archive(tmp_path):
    learned = Learned(1, frozenset({digest_of(BOX_TEXT)}))
    crawl(tmp_path, {"satu": page(1, BOX)}, learned=learned)
    assert BOX_TEXT in rows(tmp_path, "SELECT text FROM blocks")
    tally, _ = read_again(tmp_path, WITHOUT_BOX)
    assert fields_of(tally) == {"removed: repeated on this site": 1}
    assert BOX_TEXT not in rows(tmp_path, "SELECT text FROM blocks")


def teach(data, version_text):
    lesson = Lesson("block", digest_of(version_text), version_text, 6, 6, later(hours=1), later(hours=1))
    with open_store(data, "test") as store:
        store.save_lessons(KABAR_ID.id, [lesson], later(hours=1))


def test_page_is_read_with_what_was_known_when_it_was_read_first(data):
    teach(data, BOX_TEXT)
    known = Learned(1, frozenset({digest_of(BOX_TEXT)}))
    crawl(data, {"berita-9": page(9, BOX)}, learned=known, at=2)
    tally, _ = read_again(data, again=True)
    assert (tally.read, tally.changed) == (7, 0)
    tally, _ = read_again(data, learned=True)
    assert (tally.skipped, fields_of(tally)) == (1, {"text": 3, "removed: repeated on this site": 3})
    assert read_again(data, again=True)[0].changed == 0


def test_removed_blocks_are_those_of_the_last_readings(data):
    teach(data, BOX_TEXT)
    read_again(data, learned=True)
    with open_archive(data) as archive:
        ((block,), (lesson,)) = archive.removed_blocks(None, REASON, None, 9)[1], archive.lessons("kabar")
    assert (block.text, block.articles, lesson.articles) == (BOX_TEXT, 3, 3)
    with open_store(data, "test") as store:
        store.save_lessons(KABAR_ID.id, [], later(hours=2))
    read_again(data, learned=True)
    with open_archive(data) as archive:
        assert archive.removed_blocks(None, REASON, None, 9) == (0, [])
        assert archive.lessons("kabar")[0].articles == 0
    assert sum(BOX_TEXT in text for text in rows(data, "SELECT text FROM articles")) == 3


def test_page_that_does_not_say_with_what_it_was_read_is_read_as_it_was(data):
    teach(data, BOX_TEXT)
    crawl(data, {"berita-9": page(9, BOX)}, learned=Learned(1, frozenset({digest_of(BOX_TEXT)})), at=2)
    with open_store(data, "test") as store:
        store._archive.execute("UPDATE versions SET reading = NULL, rules = NULL")
    tally, _ = read_again(data)
    assert (tally.read, tally.changed) == (7, 0)


def test_merged_pages_are_read_as_they_were(data, tmp_path):
    teach(data, BOX_TEXT)
    crawl(data, {"berita-9": page(9, BOX)}, learned=Learned(1, frozenset({digest_of(BOX_TEXT)})), at=2)
    read_again(data, WITHOUT_BOX)
    into = tmp_path / "into"
    crawl(into, {"lain-1": page(1)})
    merge(into, data)
    assert read_again(into, WITHOUT_BOX)[0].changed == 0
    assert read_again(into, WITHOUT_BOX, again=True)[0].changed == 0
    assert fields_of(read_again(into)[0])["text"] == 3


def test_what_a_rule_made_is_no_change_of_the_publisher(data):
    read_again(data, WITHOUT_BOX)
    crawl(data, {"berita-1": page(1, BOX)}, WITHOUT_BOX, at=3)
    assert rows(data, "SELECT count(*) FROM versions WHERE cause = 'publisher'") == [6]


def test_field_that_a_later_look_brought_is_not_unsaid(data):
    crawl(data, {"berita-1": page(1, BOX, byline="Budi Santoso")}, at=3)
    assert rows(data, "SELECT authors FROM articles ORDER BY id")[1] == '["Budi Santoso"]'
    tally, _ = read_again(data, again=True)
    assert tally.changed == 0
    read_again(data, WITHOUT_BOX)
    assert json.loads(rows(data, "SELECT authors FROM articles ORDER BY id")[1]) == ["Budi Santoso"]


def test_every_text_of_an_article_is_read_again(data):
    changed = page(1, BOX).replace(b"di lokasi", b"di kantor bupati")
    crawl(data, {"berita-1": changed}, at=3)
    tally, _ = read_again(data, WITHOUT_BOX)
    assert (tally.read, tally.changed, fields_of(tally)) == (7, 3, {"text": 3, "earlier text": 1})
    versions = "SELECT number, cause, rereads, version = number FROM versions JOIN articles ON articles.id = article_id WHERE url LIKE '%berita-1' ORDER BY number"
    assert rows(data, versions) == [
        (1, "publisher", None, 0),
        (2, "publisher", None, 0),
        (3, "rule", 1, 0),
        (4, "rule", 2, 1),
    ]
    check_files(data)
