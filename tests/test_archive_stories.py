"""Relations and stories in the archive: the same articles make the same stories, however and whenever they came."""

import random
import weakref
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from archive_samples import KABAR, NOON, SUARA, article_of, later, new_store, rows
from retold import tell, text
from sqlite_utils import Database

from pipelines.archive import relations, shingles
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.errors import ArchiveError
from pipelines.archive.merge import merge
from pipelines.archive.schema import ARCHIVE
from pipelines.archive.stories import join_stories, rebuild_stories, split_stories, unweave, weave
from pipelines.items import SourceKind, Timestamp

RELEASE, OTHER = tell("siaran pers"), tell("lain")
STORIES = (
    "SELECT first.url, member.url, place, relation, is_certain FROM story_articles JOIN stories ON stories.id = story_id"
    " JOIN articles AS first ON first.id = story_id JOIN articles AS member ON member.id = article_id ORDER BY 1, 3"
)
RELATIONS = "SELECT min(url_a, url_b), max(url_a, url_b), relation, similarity FROM relations ORDER BY 1, 2"
FIRST, COPY, EDITED = (f"https://{paper}.example/1" for paper in ("satu", "dua", "tiga"))


def printed(url: str, *sentences: str, minute: int = 0, **changes):
    """Return an article that was published so many minutes after ten."""
    at = datetime.fromisoformat("2026-03-01T10:00") + timedelta(minutes=minute)
    article = article_of(url, text(*sentences), published=Timestamp(at, 480, "minute", "json-ld"))
    return replace(article, source_kind=SourceKind.IMPORT, **changes)


PRINTED = (
    printed(FIRST, *RELEASE),
    printed(COPY, *RELEASE, minute=5),
    printed(EDITED, *RELEASE[:-1], "Camat belum menjawab.", minute=9),
    printed("https://empat.example/1", *RELEASE[:6], *tell("laporan", 6), minute=30),
    printed("https://empat.example/2", *OTHER, minute=1),
    printed("https://empat.example/3", "Foto."),
)


def archive(data, *articles, batch: int = 2, seen_at=NOON) -> None:
    with new_store(data, KABAR) as store:
        for number, article in enumerate(articles, start=1):
            store.import_article(article, KABAR, None, seen_at)
            if number % batch == 0:
                store.flush()


def state(data):
    return rows(data, RELATIONS), rows(data, STORIES)


def problems(data) -> list[str]:
    return [problem for check in check_archive(data) if check.name == "stories" for problem in check.problems]


def members(data) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, member, *_ in rows(data, STORIES):
        found.setdefault(first, []).append(member)
    return found


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    data = tmp_path_factory.mktemp("stories")
    archive(data, *PRINTED)
    return state(data)


def test_story_holds_copies_and_what_builds_on_them_in_the_order_of_publication(wanted):
    assert [row[1:] for row in wanted[1]] == [
        (FIRST, 1, "first", 1),
        (COPY, 2, "copy", 1),
        (EDITED, 3, "copy", 1),
        ("https://empat.example/1", 4, "derived", 1),
    ]
    assert wanted[0][0][:3] == ("https://dua.example/1", "https://empat.example/1", "derived")


@pytest.mark.parametrize("seed", range(3))
def test_order_of_arrival_makes_no_difference(tmp_path, wanted, seed):
    archive(tmp_path, *random.Random(seed).sample(PRINTED, len(PRINTED)), batch=seed + 1)
    assert state(tmp_path) == wanted


def test_rebuild_ends_where_arrival_did(tmp_path, wanted):
    archive(tmp_path, *PRINTED)
    assert rebuild_stories(tmp_path) == len(PRINTED)
    assert state(tmp_path) == wanted
    assert not problems(tmp_path)


def test_new_text_of_an_article_leaves_the_story_and_comes_back(tmp_path, wanted):
    archive(tmp_path, *PRINTED)
    archive(tmp_path, printed(FIRST, *tell("yang baru")), seen_at=later(hours=1))
    assert members(tmp_path) == {COPY: [COPY, EDITED, "https://empat.example/1"]}
    archive(tmp_path, printed(FIRST, *RELEASE, "Ralat."), seen_at=later(hours=2))
    assert members(tmp_path)[FIRST] == [FIRST, COPY, EDITED, "https://empat.example/1"]


def test_forgotten_article_leaves_its_story(tmp_path):
    archive(tmp_path, *PRINTED)
    forget(tmp_path, [FIRST], "asked for")
    assert members(tmp_path) == {COPY: [COPY, EDITED, "https://empat.example/1"]}
    assert not problems(tmp_path)
    forget(tmp_path, [each.url for each in PRINTED[1:4]], "asked for")
    assert rows(tmp_path, "SELECT (SELECT count(*) FROM wordings), (SELECT count(*) FROM stories)") == [
        (1, 0)
    ]


def test_day_alone_is_not_before_a_minute_of_that_day(tmp_path):
    day = Timestamp(datetime.fromisoformat("2026-03-01"), None, "day", "printed")
    archive(tmp_path, replace(PRINTED[1], published=day), PRINTED[0])
    assert [row[1:] for row in rows(tmp_path, STORIES)] == [(FIRST, 1, "first", 0), (COPY, 2, "copy", 0)]


def test_what_was_split_stays_split_until_it_is_joined_again(tmp_path, wanted):
    archive(tmp_path, *PRINTED)
    split_stories(tmp_path, [EDITED])
    assert members(tmp_path) == {FIRST: [FIRST, COPY, "https://empat.example/1"]}
    rebuild_stories(tmp_path)
    archive(tmp_path, printed("https://lima.example/1", *RELEASE, minute=-5))
    assert EDITED not in members(tmp_path)["https://lima.example/1"]
    assert join_stories(tmp_path, [EDITED]) == 3
    assert EDITED in members(tmp_path)["https://lima.example/1"]


@pytest.mark.parametrize(
    "named", [[FIRST, COPY, EDITED, "https://empat.example/1"], ["https://empat.example/2"]]
)
def test_split_takes_a_part_of_one_story(tmp_path, named):
    archive(tmp_path, *PRINTED)
    with pytest.raises(ArchiveError, match="part of one story"):
        split_stories(tmp_path, named)


def test_merge_relates_anew_and_takes_splits_over(tmp_path, wanted):
    archive(tmp_path / "ours", *PRINTED[:3:2])
    archive(tmp_path / "theirs", *PRINTED)
    merge(tmp_path / "ours", tmp_path / "theirs")
    assert state(tmp_path / "ours") == wanted
    split_stories(tmp_path / "theirs", [EDITED])
    merge(tmp_path / "ours", tmp_path / "theirs")
    assert state(tmp_path / "ours") == state(tmp_path / "theirs")
    assert not problems(tmp_path / "ours")


class Small:
    """An archive in memory of texts that share sentences, by whom common runs are soon reached."""

    def __init__(self, texts: list[str]) -> None:
        self.db = Database(memory=True)
        weakref.finalize(self, self.db.close)
        ARCHIVE.bring_up(self.db)
        self.db.execute(
            "INSERT INTO sites (id, name, homepage, kind, first_seen_at) VALUES ('s', 's', 's', 's', 's')"
        )
        for number, each in enumerate(texts, start=1):
            self.db.execute(
                "INSERT INTO articles (id, uid, site_id, url, title, authors, editors, tags, first_seen_at, version, text)"
                " VALUES (?1, ?1, 's', ?1, '', '[]', '[]', '[]', 's', 1, ?2)",
                [number, each],
            )

    def state(self):
        return self.db.execute(RELATIONS).fetchall(), self.db.execute(STORIES).fetchall()


@pytest.fixture
def few_are_common(monkeypatch):
    monkeypatch.setattr(relations, "RARE", 2)
    monkeypatch.setattr(relations, "COMMON", 8)
    monkeypatch.setattr(shingles, "FULL", (30, 70))


@pytest.mark.usefixtures("few_are_common")
@pytest.mark.parametrize("seed", range(6))
def test_runs_that_become_common_and_rare_again_leave_no_trace(seed):
    rng = random.Random(seed)
    pool = tell("bersama", 14)
    texts = [text(*rng.sample(pool, 7), *tell(str(number), 2)) for number in range(16)]
    straight, crooked = Small(texts), Small(texts)
    weave(straight.db, range(1, 17))
    order = rng.sample(range(1, 17), 16)
    for start in range(0, 16, 3):
        weave(crooked.db, order[start : start + 3])
    assert straight.state()[0]
    assert crooked.state() == straight.state()
    for number in order[:5]:
        unweave(crooked.db, number)
    left = Small(texts)
    weave(left.db, order[5:])
    assert crooked.state() == left.state()
    weave(crooked.db, order[:5])
    assert crooked.state() == straight.state()


@pytest.mark.usefixtures("few_are_common")
def test_what_texts_are_found_by_moves_into_larger_tables_and_leaves_them():
    small = Small([text(*tell(str(number), 8)) for number in range(12)])
    for number in range(1, 13):
        weave(small.db, [number])
    tables = ("shingles", *shingles.TABLES)
    held = [small.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert held[0] == sum(held[1:])
    assert held[1] < 30 <= held[3]
    for number in range(1, 13):
        unweave(small.db, number)
    assert small.db.execute("SELECT count(*) FROM shingles").fetchone() == (0,)


def test_press_release_of_two_sites_counts_both(tmp_path):
    with new_store(tmp_path, KABAR, SUARA) as store:
        for article, site in ((PRINTED[0], KABAR), (PRINTED[1], SUARA)):
            store.import_article(article, site, None, NOON)
    assert rows(tmp_path, "SELECT articles, copies, sites FROM stories") == [(2, 1, 2)]


@pytest.mark.usefixtures("few_are_common")
@pytest.mark.parametrize("seed", range(4))
def test_texts_that_change_together_end_as_if_they_had_come_so(seed):
    rng = random.Random(seed)
    pool = tell("bersama", 14)
    texts = [text(*rng.sample(pool, 7), *tell(str(number), 2)) for number in range(16)]
    changed, straight = Small([*texts[8:], *texts[:8]]), Small(texts)
    weave(changed.db, range(1, 17))
    for number, each in enumerate(texts, start=1):
        changed.db.execute("UPDATE articles SET text = ? WHERE id = ?", [each, number])
    weave(changed.db, rng.sample(range(1, 17), 16))
    weave(straight.db, range(1, 17))
    assert straight.state()[0]
    assert changed.state() == straight.state()


def test_batch_that_is_taken_back_leaves_nothing_behind(tmp_path, monkeypatch):
    with new_store(tmp_path, KABAR) as store:
        store.import_article(PRINTED[0], KABAR, None, NOON)
        store.flush()
        store.import_article(PRINTED[1], KABAR, None, NOON)
        store.import_article(PRINTED[4], KABAR, None, NOON)
        with monkeypatch.context() as patch:
            patch.setattr("pipelines.archive.store.weave", _weave_and_fail)
            with pytest.raises(RuntimeError):
                store.flush()
        assert _held(store) == []
        assert rows(tmp_path, "SELECT count(*) FROM articles") == [1]
        # The same number of a wording goes to another text now.
        for article in (PRINTED[4], PRINTED[2], PRINTED[3], PRINTED[5], PRINTED[1]):
            store.import_article(article, KABAR, None, NOON)
            store.flush()
        assert _held(store)
    assert not problems(tmp_path)
    before = state(tmp_path)
    rebuild_stories(tmp_path)
    assert state(tmp_path) == before


def test_step_that_is_taken_back_is_not_compared(tmp_path, wanted):
    with new_store(tmp_path, KABAR) as store:
        for article in PRINTED:
            store.import_article(article, KABAR, None, NOON)
            with pytest.raises(ArchiveError):
                store.import_article(
                    replace(article, url="https://gagal.example/1", part=2**70), KABAR, None, NOON
                )
    assert state(tmp_path) == wanted


def _weave_and_fail(*args):
    weave(*args)
    raise RuntimeError("after the last row, before the commit")


def _held(store) -> list[int]:
    return [*store._texts._texts]
