"""Saved searches: each run's articles are matched once, and what is told of them outlives kills, merges and forgetting."""

from dataclasses import replace

import pytest
from archive_samples import KABAR, SUARA, add_leads, article_of, fetched, later, new_store, rows, url_of
from retold import tell, text

from pipelines.archive import Search, SearchError, open_archive
from pipelines.archive.backup import back_up
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.archive.saved import query_from_json, query_to_json
from pipelines.archive.values import uid_of
from pipelines.items import Article, SourceKind

FLOOD = "Banjir merendam tiga desa.\nWarga mengungsi ke balai desa."
DRY = "Harga cabai naik di pasar.\nPedagang mengeluh sepi."
STORY = tell("siaran pers")


def put(store, slug, text=FLOOD, hours=0, **changes):
    """Archive an article of KABAR's, or a later look at it."""
    url = url_of(slug)
    add_leads(store, url)
    article = article_of(url, text, **changes)
    store.record_outcome(fetched(url, article, f"{slug} {text} {changes}".encode() * 9), later(hours=hours))
    return uid_of(url)


def copy(store, site, slug, *sentences):
    url = f"{site.homepage}{slug}"
    article = replace(article_of(url, text(*sentences)), source_kind=SourceKind.IMPORT)
    store.import_article(article, site, None, later())
    return uid_of(url)


def found(store, name):
    """Match, and return what a search has found by now: (kind, uid), the first first."""
    store.saved.match()
    untold, _ = store.saved.untold(100)
    return [(each.kind, each.uid) for each in untold if each.search == name]


@pytest.fixture
def store(tmp_path):
    with new_store(tmp_path / "data", KABAR, SUARA) as opened:
        yield opened


def test_the_past_is_not_told_and_what_comes_is_told_once(store):
    put(store, "lama")
    store.saved.add("banjir", Search("banjir"))
    assert found(store, "banjir") == []
    one = put(store, "baru")
    put(store, "cabai", DRY, title="Harga cabai")
    assert found(store, "banjir") == [("new", one)]
    store.saved.mark_told()
    assert found(store, "banjir") == []
    put(store, "baru", hours=1)  # the same again
    assert found(store, "banjir") == []


def test_a_new_version_is_told_also_where_the_word_is_gone_or_the_article_is_older_than_the_search(store):
    old = put(store, "lama")
    store.saved.add("desa", Search("desa"))
    new = put(store, "baru")
    assert found(store, "desa") == [("new", new)]
    store.saved.mark_told()
    put(store, "lama", "Banjir merendam 3 kampung.\nWarga mengungsi.", hours=1)
    put(store, "baru", FLOOD.replace("tiga", "empat"), hours=1)
    assert sorted(found(store, "desa")) == sorted([("changed", old), ("changed", new)])
    store.saved.mark_told()
    put(store, "baru", "Air surut.", hours=2)
    assert found(store, "desa") == [("changed", new)]
    (match,) = store.saved.untold(9)[0]
    assert {change.kind for change in match.changes} <= {"wording", "paragraph-removed", "paragraph-added"}
    assert match.changes


def test_what_is_read_again_from_another_source_is_no_news(store):
    copy(store, KABAR, "berita/lama", "Banjir merendam tiga desa.")
    store.saved.add("banjir", Search("banjir"))
    put(store, "lama", FLOOD)
    store.flush()
    assert rows(store.path.parent, "SELECT number, kind FROM versions") == [(1, None), (2, None)]
    assert found(store, "banjir") == []


def test_an_article_that_joins_the_story_of_one_that_matches_is_told(store):
    copy(store, KABAR, "satu", *STORY)
    store.saved.add("kabar", Search(sites=("kabar",)))
    joined = copy(store, SUARA, "dua", *STORY)
    apart = put(store, "lain", DRY)
    assert sorted(found(store, "kabar")) == sorted([("joined", joined), ("new", apart)])
    store.saved.mark_told()
    again = copy(store, SUARA, "tiga", *STORY, "Kalimat tambahan dari redaksi.")
    assert found(store, "kabar") == [("joined", again)]


QUERIES = [
    (Search("banjir"), True),
    (Search('"merendam tiga"'), True),
    (Search("banj*"), True),
    (Search("bánjir"), True),
    (Search("banjir -desa"), False),
    (Search("longsor"), False),
    (Search("title:banjir"), False),
    (Search(sites=("kabar",)), True),
    (Search(sites=("suara",)), False),
    (Search(regions=("ID",)), True),
    (Search(regions=("MY",)), False),
    (Search(author="rahman"), True),
    (Search(author="100%"), False),
    (Search(section="daerah"), True),
    (Search(section="Hukum"), False),
    (Search(place="Martapura"), True),
    (Search(since=later().date()), True),
    (Search("banjir", until=later(days=-1).date()), False),
    (Search(story=url_of("awal")), False),
]
HOSTILE = ["'; DROP TABLE saved_searches; --", "a OR b", "NEAR(a b)", "\0x", "\ud800x", "{}^:x", "🌊x"]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A store with all these searches, which one article was matched with; and what found it."""
    with new_store(tmp_path_factory.mktemp("many"), KABAR, SUARA) as opened:
        put(opened, "awal", DRY)
        for number, query in enumerate([*(query for query, _ in QUERIES), *map(Search, HOSTILE)]):
            opened.saved.add(f"s{number}", query)
        put(opened, "baru", authors=("Abdul Rahman",), section="Daerah", dateline_place="Martapura")
        yield opened, opened.saved.match()


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_words_and_filters_choose_as_a_search_does(many, number):
    query, matches = QUERIES[number]
    assert many[1].get(f"s{number}") == ({"new": 1} if matches else None)
    assert query_from_json(query_to_json(query)) == query


def test_any_words_are_safe(many):
    store, counts = many
    names = [f"s{len(QUERIES) + n}" for n in range(len(HOSTILE))]
    assert set(names) & set(counts) == set()
    assert [store.saved.remove(name).name for name in names] == names


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", Search("x"), "'' is no name"),
        ("Banjir", Search("x"), "'Banjir' is no name"),
        ("../x", Search("x"), "is no name"),
        ("-x", Search("x"), "is no name"),
        ("x" * 61, Search("x"), "is no name"),
        ("x", Search(), "needs words or a filter"),
        ("x", Search("-banjir"), "a word that is not excluded"),
        ("x", Search('"'), "nothing to look for"),
        ("x", Search("a*"), "a prefix needs 2"),
        ("x", Search("kata " * 65), "64 is the limit"),
        ("x", Search(sites=("nirgends",)), "no site 'nirgends'"),
        ("x", Search(story="https://nirgends.example/1"), "no article"),
        ("s1", Search("x"), "already"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(many, name, query, said):
    with pytest.raises(SearchError, match=said):
        many[0].saved.add(name, query)


def test_a_site_that_is_named_and_gone_stops_nobody_else(store, caplog):
    store.saved.add("x", Search(sites=("suara",)))
    store.saved.add("y", Search("banjir"))
    store._archive.execute("DELETE FROM sites WHERE id = 'suara'")
    uid = put(store, "baru")
    assert found(store, "y") == [("new", uid)]
    assert "saved search x: no site 'suara'" in caplog.text


def test_dozens_of_searches_and_many_versions_are_matched_in_batches(store, monkeypatch):
    monkeypatch.setattr("pipelines.archive.saved_matching.BATCH", 3)
    for n in range(30):
        store.saved.add(f"s{n}", Search(f"nomor{n}"))
    uids = [put(store, f"a{n}", f"Berita nomor{n} hari ini.") for n in range(10)]
    counts = store.saved.match()
    assert counts == {f"s{n}": {"new": 1} for n in range(10)}
    assert found(store, "s7") == [("new", uids[7])]


def test_the_feed_may_begin_with_the_past(store, tmp_path):
    old = put(store, "lama")
    assert store.saved.add("banjir", Search("banjir"), past=True).matches == 1
    assert found(store, "banjir") == []
    with open_archive(tmp_path / "data") as archive:
        assert [(each.kind, each.uid) for each in archive.saved_matches("banjir", 9)] == [("past", old)]


def test_a_forgotten_article_is_in_no_feed_and_its_number_hides_no_later_one(tmp_path):
    data = tmp_path / "data"
    with new_store(data) as store:
        store.saved.add("banjir", Search("banjir"))
        put(store, "satu")
        put(store, "dua")
        store.saved.match()
    forget(data, [url_of("dua")], "x")
    assert [check.name for check in check_archive(data) if not check.is_right] == []
    with new_store(data) as again:
        three = put(again, "tiga")
        assert [uid for _, uid in found(again, "banjir")] == [uid_of(url_of("satu")), three]


def test_a_merge_takes_searches_and_what_they_found(tmp_path):
    data, other = tmp_path / "data", tmp_path / "other"
    with new_store(data) as ours:
        ours.saved.add("banjir", Search("banjir"))
    with new_store(other, KABAR) as theirs:
        put(theirs, "lama")
        theirs.saved.add("banjir", Search("desa"))
        one = put(theirs, "satu")
        theirs.saved.match()
        theirs.saved.mark_told()
        two = put(theirs, "dua")
        theirs.saved.match()
        before = theirs.saved.untold(9)
    merge(data, other)
    merge(data, other)
    assert rows(data, "SELECT name, query FROM saved_searches ORDER BY id") == [
        ("banjir", '{"words": "banjir"}'),
        ("banjir-2", '{"words": "desa"}'),
    ]
    with new_store(data) as ours:
        assert [each.uid for each in ours.saved.untold(9)[0]] == [two] == [each.uid for each in before[0]]
        # What is new here by the merge is news to the search that was here, and to no other.
        assert sorted(ours.saved.match()) == ["banjir"]
        assert len([uid for _, uid in found(ours, "banjir")]) == 3
        assert one not in [each.uid for each in ours.saved.untold(9)[0] if each.search == "banjir-2"]
    assert [check.name for check in check_archive(data) if not check.is_right] == []


def test_a_backup_has_them(store, tmp_path):
    store.saved.add("banjir", Search("banjir"))
    put(store, "satu")
    store.saved.match()
    back_up(tmp_path / "data", tmp_path / "copy")
    with open_archive(tmp_path / "copy") as archive:
        assert [(each.name, each.untold) for each in archive.saved_searches()] == [("banjir", 1)]


def test_articles_without_words_are_matched_too(store):
    store.saved.add("semua", Search(sites=("kabar",)))
    article = Article(url_of("kosong"), "Foto", "", source_kind=SourceKind.IMPORT)
    store.import_article(article, KABAR, None, later())
    assert found(store, "semua") == [("new", uid_of(url_of("kosong")))]
