"""Each story once: by the first of its articles that are asked for, with how many there are."""

from datetime import date

import pytest
from archive_samples import KABAR, PAGE, SUARA, add_leads, capture_of, later, new_store
from click.testing import CliRunner
from retold import tell
from test_archive_stories import printed

from crawler.cli import main
from pipelines.archive import Search, SearchError, open_archive
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome

STORY, OTHER = tell("siaran pers"), tell("lain")
A, B, C, D = (
    f"https://{paper}.example/{n}" for paper, n in (("kabar", 1), ("suara", 1), ("suara", 2), ("kabar", 2))
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of a story that three articles tell, A first, and of one that is alone."""
    data = tmp_path_factory.mktemp("unique")
    told = (
        (printed(A, *STORY, minute=0), KABAR),
        (printed(B, *STORY, "Camat Aluh menjawab.", minute=24 * 60, authors=("Rina",)), SUARA),
        (printed(C, *STORY, minute=50 * 60), SUARA),
        (printed(D, *OTHER, minute=30 * 60), KABAR),
    )
    with new_store(data, KABAR, SUARA) as store:
        for number, (article, site) in enumerate(told):
            page = capture_of(article.url, PAGE + bytes([number]), fetched_at=later(days=number))
            store.import_article(article, site, page, page.fetched_at)
        add_leads(store, "https://kabar.example/refused")
        page = capture_of("https://kabar.example/refused", PAGE + b"r", fetched_at=later(days=3))
        key = key_of("https://kabar.example/refused")
        store.record_outcome(Outcome(key, LeadState.NOT_ARTICLE, "index", (page,)), later(days=3))
    with open_archive(data) as opened:
        yield opened


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, [(D, 1), (A, 3)]),
        ({"words": STORY[0].split()[0]}, [(A, 3)]),
        ({"words": STORY[0].split()[0], "order": "relevance"}, [(A, 3)]),
        ({"words": "aluh"}, [(B, 1)]),
        ({"sites": ("suara",)}, [(B, 2)]),
        ({"since": date(2026, 3, 2)}, [(D, 1), (B, 2)]),
        ({"author": "rina"}, [(B, 1)]),
        ({"limit": 1}, [(D, 1)]),
        ({"words": "tidakada"}, []),
    ],
)
def test_search_tells_a_story_once_by_its_first_article_that_matches(archive, chosen, found):
    assert [(hit.url, hit.articles) for hit in archive.search(Search(unique=True, **chosen))] == found


def test_counts_add_up_to_what_is_found_otherwise(archive):
    every = archive.search(Search())
    assert sum(hit.articles or 0 for hit in archive.search(Search(unique=True))) == len(every) == 4
    assert {hit.articles for hit in every} == {None}


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ((None, None, None), [1, 4, 5]),
        (("suara", None, None), [2]),
        ((None, date(2026, 3, 2), None), [2, 4, 5]),
        ((None, date(2026, 3, 3), None), [3, 4, 5]),
        (("kabar", None, None), [1, 4, 5]),
    ],
)
def test_export_holds_a_story_once(archive, chosen, left):
    found = archive.capture_ids(*chosen)
    assert list(archive.captures_of_stories(found)) == left
    assert list(archive.captures_of_stories(found)) == left  # nothing of it stays


def test_command_says_what_it_left_out(archive, tmp_path):
    output = tmp_path / "a.warc.gz"
    told = CliRunner().invoke(
        main, ["export", "warc", "--unique", "--output", str(output), "--data", str(archive.path.parent)]
    )
    assert told.stderr.endswith(f"3 captures, 0 failed, in {output}, 2 of copies left out\n")
    found = CliRunner().invoke(main, ["search", "--unique", "--data", str(archive.path.parent)])
    assert [line.split("\t")[-1] for line in found.stdout.splitlines()] == ["1", "3"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"story": B}, [C, B, A]),
        ({"story": B, "words": "aluh"}, [B]),
        ({"story": B, "unique": True}, [A]),
        ({"story": D}, [D]),  # in none: it is alone
    ],
)
def test_search_in_a_story(archive, chosen, found):
    assert [hit.url for hit in archive.search(Search(**chosen))] == found


def test_story_of_no_article_is_an_error(archive):
    with pytest.raises(SearchError, match="no article 'https:"):
        archive.search(Search(story="https://kabar.example/9"))


def test_counts_tell_a_story_once(archive):
    counts = [(each.value, each.articles) for each in archive.count_by(Search(unique=True), "site")]
    assert counts == [("kabar", 2)]


def test_author_of_many_articles_is_found_as_one_of_few(archive, monkeypatch):
    monkeypatch.setattr("pipelines.archive.searching.FEW", 0)
    assert [hit.url for hit in archive.search(Search(author="rina"))] == [B]
    assert archive.search(Search("aluh", author="nobody")) == []


def test_the_best_are_told_of_the_newest_that_match(archive, monkeypatch):
    word = STORY[0].split()[0]
    assert len(archive.search(Search(word, order="relevance"))) == 3
    monkeypatch.setattr("pipelines.archive.searching.RANKED", 1)
    assert [hit.url for hit in archive.search(Search(word, order="relevance"))] == [C]
