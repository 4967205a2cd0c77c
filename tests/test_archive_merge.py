"""Merging: nothing twice, nothing lost, and the same end however often, and however interrupted."""

from itertools import permutations

import pytest
from archive_samples import (
    KABAR,
    NOON,
    SUARA,
    add_feed,
    add_leads,
    article_of,
    capture_of,
    check_files,
    fetched,
    imported,
    later,
    new_store,
    poll,
    rows,
    url_of,
)
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_archive_checks import damage
from test_archive_forget import traces
from test_archive_payloads import page

from crawler.cli import main
from pipelines.archive import ArchiveError, open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import Merger, merge
from pipelines.archive.merging import missing_versions
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome, Removed

BOTH, LEFT, RIGHT = (url_of(f"banjir-di-{name}") for name in ("kedua", "kiri-saja", "kanan-saja"))
CONTENT = {
    "archive.db": (
        "SELECT uid, url, title, text, first_seen_at, version FROM articles ORDER BY uid",
        (
            "SELECT uid, number, seen_at, versions.source_kind, digest, coalesce(versions.text, articles.text)"
            " FROM versions JOIN articles ON articles.id = article_id ORDER BY 1, 2"
        ),
        (
            "SELECT key, leads.url, state, reason, uid, (SELECT key FROM leads AS held WHERE held.id = leads.alias_of)"
            " FROM leads LEFT JOIN articles ON articles.id = article_id ORDER BY key"
        ),
        "SELECT key, uid FROM article_urls JOIN articles ON articles.id = article_id ORDER BY key",
        (
            "SELECT uid, number, reason, blocks.text FROM removals JOIN versions ON versions.id = version_id"
            " JOIN articles ON articles.id = article_id JOIN blocks ON blocks.id = block_id ORDER BY 1, 2, 3"
        ),
        (
            "SELECT channels.url, leads.key, advertised.walk FROM advertised JOIN channels ON channels.id = channel_id"
            " JOIN leads ON leads.id = lead_id ORDER BY 1, 2"
        ),
        "SELECT * FROM forgotten",
        "SELECT * FROM forgotten_urls",
    ),
    "captures.db": (
        (
            "SELECT url, final_url, fetched_at, digest, codec = 'gone' FROM captures"
            " JOIN payloads ON payloads.id = payload_id ORDER BY 1, 3, 4"
        ),
    ),
}


def content(data):
    return [rows(data, query, file) for file, queries in CONTENT.items() for query in queries]


def right(data):
    check_files(data)
    return [check for check in check_archive(data) if not check.is_right] == []


def record(store, url, number, at=NOON, text=None, **changes):
    removed = (Removed(f"Iklan {number}", "ad", "words"),)
    article = article_of(url, text or f"Air naik {number}.", removed=removed, **changes)
    return store.record_outcome(fetched(url, article, page(number)), at)


@pytest.fixture
def pair(tmp_path):
    """Two archives of one site that share an article, one of them with an alias, a refusal and another site."""
    left, right_ = tmp_path / "left", tmp_path / "right"
    with new_store(left) as store:
        add_leads(store, BOTH, LEFT, RIGHT)
        record(store, BOTH, 1)
        record(store, LEFT, 2)
    with new_store(right_, KABAR, SUARA) as store:
        alias, refused = url_of("alias-satu-dua"), url_of("indeks-satu-dua")
        add_leads(store, alias, BOTH, RIGHT, refused, url_of("belum-diambil-satu"))
        record(store, BOTH, 1, later(hours=-1))
        record(store, BOTH, 3, later(hours=5), text="Air surut.")
        store.record_outcome(fetched(alias, article_of(BOTH, "Air surut."), page(4)), later(hours=6))
        record(store, RIGHT, 5)
        captures = (capture_of(refused, page(6)),)
        store.record_outcome(Outcome(key_of(refused), LeadState.NOT_ARTICLE, "index", captures), NOON)
        poll(store, add_feed(store, SUARA), "xyz")
        store.import_article(
            imported("https://suara.example/impor-satu", "Isi."), SUARA, capture_of("import:x"), NOON
        )
    return left, right_


def test_merged_archive_holds_both(pair):
    left, other = pair
    done = merge(left, other)
    assert right(left)
    assert (done.articles, done.versions, done.damaged) == (2, 1, [])
    assert len(rows(left, "SELECT 1 FROM articles")) == 4
    with open_archive(left) as archive:
        both = archive.find_article(BOTH)
        versions = archive.versions(both.id)
        assert (both.text, both.version, both.first_seen_at) == ("Air surut.", 2, "2026-03-01T03:00:00Z")
        assert [(row.number, row.text) for row in versions] == [(1, "Air naik 1."), (2, "Air surut.")]
        assert archive.payload(versions[1].capture_id) == page(3)
        assert {row.text for row in archive.removed(both.id)} == {"Iklan 1", "Iklan 3"}
        assert len(archive.addresses(both.id)) == 2
    states = dict(rows(left, "SELECT key, state FROM leads WHERE site_id = 'kabar'"))
    assert sorted(states.values()) == ["alias", "archived", "archived", "archived", "not-article", "pending"]


def test_merging_again_changes_nothing(pair):
    left, other = pair
    merge(left, other)
    before = content(left)
    done = merge(left, other)
    assert (done.articles, done.versions, done.captures, done.leads) == (0, 0, 0, 0)
    assert content(left) == before


def test_merge_into_a_new_folder_is_a_copy(pair, tmp_path):
    _, other = pair
    merge(tmp_path / "new", other)
    assert right(tmp_path / "new")
    assert content(tmp_path / "new") == content(other)


def test_merged_either_way_the_articles_are_the_same(pair, tmp_path):
    texts = []
    for number, order in enumerate(permutations(pair)):
        for folder in order:
            merge(tmp_path / f"merged-{number}", folder)
        texts.append(content(tmp_path / f"merged-{number}")[0])
        assert right(tmp_path / f"merged-{number}")
    assert [row[:5] for row in texts[0]] == [row[:5] for row in texts[1]]


@pytest.mark.parametrize("commits", [1, 2, 3, 4, 5, 6])
def test_merge_that_was_killed_goes_on(pair, tmp_path, monkeypatch, commits):
    _, other = pair
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    monkeypatch.setattr("pipelines.archive.merge.BATCH", 2)
    merge(whole, other)
    place, calls = Merger._batch, []

    def dying(self):
        calls.append(1)
        if len(calls) > commits:
            raise KeyboardInterrupt
        return place(self)

    monkeypatch.setattr(Merger, "_batch", dying)
    with pytest.raises(KeyboardInterrupt):
        merge(killed, other)
    monkeypatch.setattr(Merger, "_batch", place)
    merge(killed, other)
    assert right(killed)
    assert content(killed) == content(whole)


def test_import_of_theirs_answers_a_lead_of_ours(pair, tmp_path):
    left, _ = pair
    with new_store(tmp_path / "third") as store:
        store.import_article(imported(RIGHT, "Dari arsip."), KABAR, None, NOON)
    merge(left, tmp_path / "third")
    assert right(left)
    assert rows(left, f"SELECT state FROM leads WHERE url = '{RIGHT}'") == ["archived"]


def test_what_was_forgotten_in_either_is_forgotten(pair):
    left, other = pair
    forget(left, [RIGHT], "di sini")
    forget(other, [BOTH], "di sana")
    done = merge(left, other)
    assert right(left)
    assert done.forgotten == 1
    urls = rows(left, "SELECT url FROM articles ORDER BY url")
    assert urls == [LEFT, "https://suara.example/impor-satu"]
    assert rows(left, "SELECT reason FROM forgotten ORDER BY reason") == ["di sana", "di sini"]
    assert rows(left, f"SELECT state, reason FROM leads WHERE url = '{RIGHT}'") == [
        ("not-article", "forgotten")
    ]
    named = rows(left, "SELECT url FROM captures", "captures.db")
    assert RIGHT not in named
    assert BOTH not in named
    before = content(left)
    merge(left, other)
    assert content(left) == before
    assert traces(left) == []


def test_damaged_page_is_named_and_the_rest_is_merged(pair):
    left, other = pair
    damage(other, "UPDATE payloads SET data = x'00' WHERE id = 2", file="captures.db")
    found = CliRunner().invoke(main, ["archive", "merge", str(other), "--data", str(left)])
    assert found.exit_code == 1
    assert "payload 2: payload cannot be read" in found.stderr
    assert right(left)
    assert len(rows(left, "SELECT 1 FROM articles")) == 4


def test_command_merges_and_tells(pair):
    left, other = pair
    found = CliRunner().invoke(main, ["archive", "merge", str(other), "--data", str(left)])
    assert (found.exit_code, found.stdout) == (
        0,
        "2 articles, 1 versions of known ones, 4 captures, 6 leads, 0 forgotten\n",
    )
    with pytest.raises(ArchiveError, match="is the archive itself"):
        merge(left, left)


def test_interrupted_command_says_so(pair, monkeypatch):
    left, other = pair

    def interrupt(_self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Merger, "run", interrupt)
    found = CliRunner().invoke(main, ["archive", "merge", str(other), "--data", str(left)])
    assert (found.exit_code, "the same command goes on" in found.stderr) == (130, True)


VERSIONS = st.lists(
    st.fixed_dictionaries(
        {
            "source_kind": st.sampled_from("ab"),
            "seen_at": st.sampled_from("12345"),
            "digest": st.sampled_from("xyz"),
        }
    ),
    max_size=6,
)


@given(VERSIONS, VERSIONS)
def test_missing_versions_once_added_are_missing_no_more(ours, theirs):
    theirs = [{**version, "number": number} for number, version in enumerate(theirs)]
    added = missing_versions(ours, theirs)
    assert missing_versions([*ours, *added], theirs) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "missing"),
    [
        ("1x", "2x", ""),
        ("2x", "1x", ""),
        ("1x", "2y", "2y"),
        ("1x 3x", "2y", "2y"),
        ("1x 3y", "2y", ""),
        ("5x", "2x 3y", "2x 3y"),
        ("", "1x 2x 3y", "1x 3y"),
    ],
)
def test_same_text_seen_twice_in_a_row_is_one_version(ours, theirs, missing):
    def read(text):
        return [
            {"source_kind": "page", "seen_at": each[0], "digest": each[1], "number": number}
            for number, each in enumerate(text.split())
        ]

    found = missing_versions(read(ours), read(theirs))
    assert " ".join(version["seen_at"] + version["digest"] for version in found) == missing
