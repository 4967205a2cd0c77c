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
from test_archive_checks import damage
from test_archive_forget import traces
from test_archive_payloads import page

from crawler.cli import main
from pipelines import clock
from pipelines.archive import ArchiveError, open_archive, open_store
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import Merger, merge
from pipelines.archive.revising import add_reading
from pipelines.archive.values import digest_of, key_of
from pipelines.items import LeadState, Outcome, Reading, Removed, SourceKind

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


def run_once(data, command, day, outcome):
    clock.set_source(lambda: later(days=day))
    try:
        with open_store(data, command) as store:
            store.sync_sites([KABAR])
            store.rest_site(KABAR.id, later(days=day + 1))
            run = store.start_run([KABAR.id])
            if outcome:
                store.finish_run(run, outcome, {"requests": day})
    finally:
        clock.set_source(None)


def test_runs_of_both_are_kept_once_and_a_site_rests_until_the_later_time(tmp_path):
    left, right = tmp_path / "left", tmp_path / "right"
    for data, command, day, outcome in (
        (left, "crawl", 1, "ok"),
        (right, "crawl", 2, "some_failed"),
        (right, "import", 3, None),  # killed, as the next run finds
        (right, "crawl", 4, "ok"),
        (right, "crawl", 5, None),  # under way
    ):
        run_once(data, command, day, outcome)
    merge(left, right)
    merge(left, right)
    runs = "SELECT command, outcome, counts FROM runs ORDER BY started_at"
    assert rows(left, runs) == [
        ("crawl", "ok", '{"requests": 1}'),
        ("crawl", "some_failed", '{"requests": 2}'),
        ("import", "killed", "{}"),
        ("crawl", "ok", '{"requests": 4}'),
    ]
    assert rows(left, "SELECT rests_until FROM sites") == rows(right, "SELECT rests_until FROM sites")
    merge(right, left)
    assert len(rows(right, runs)) == 5


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


WORDS = {"x": "Korban 412 jiwa.", "y": "Korban 415 jiwa.", "z": "“Korban 415” jiwa."}


def look_at(folder, looks, kind=SourceKind.PAGE):
    """Make an archive of one article: each look is a time of day and what the page said then."""
    with new_store(folder) as store:
        add_leads(store, BOTH)
        for number, (hour, word) in enumerate(looks.split()):
            article = article_of(BOTH, WORDS[word], source_kind=kind)
            store.record_outcome(fetched(BOTH, article, page(number)), later(hours=int(hour)))


@pytest.mark.parametrize(
    ("ours", "theirs", "merged", "shown"),
    [
        ("1x", "2x", "1x", "x"),
        ("2x", "1x", "2x", "x"),
        ("1x", "2y", "1x 2y", "y"),
        ("1x 3x", "2y", "1x 2y", "x"),  # what came back needs no version of its own
        ("1x", "2y 3x", "1x 2y", "x"),
        ("1x 3y", "2y", "1x 3y", "y"),
        ("5x", "2x 3y", "5x 3y", "x"),
        ("1y", "2x 3y 4x", "1y 2x", "x"),
    ],
)
def test_texts_of_both_are_one_history(tmp_path, ours, theirs, merged, shown):
    for folder, looks in (("ours", ours), ("theirs", theirs)):
        look_at(tmp_path / folder, looks)
    merge(tmp_path / "ours", tmp_path / "theirs")
    assert right(tmp_path / "ours")
    with open_archive(tmp_path / "ours") as archive:
        article = archive.find_article(BOTH)
        found = [(int(row.seen_at[11:13]) - NOON.hour, row.text) for row in archive.versions(article.id)]
        assert found == [(int(hour), WORDS[word]) for hour, word in merged.split()]
        assert article.text == WORDS[shown]


def test_changes_are_those_between_neighbours_in_time(tmp_path):
    look_at(tmp_path / "ours", "1x 5z")
    look_at(tmp_path / "theirs", "3y")
    merge(tmp_path / "ours", tmp_path / "theirs")
    changes = rows(tmp_path / "ours", "SELECT number, follows, kind FROM versions ORDER BY seen_at")
    assert changes == [(1, None, None), (3, 1, "figure"), (2, 3, "wording")]


@pytest.mark.parametrize("ours", ["1x", "1x 3y", "0y"])
def test_what_other_rules_read_comes_with_what_they_read_it_in(tmp_path, ours):
    look_at(tmp_path / "ours", ours)
    look_at(tmp_path / "theirs", "1x")
    with new_store(tmp_path / "theirs") as store, store._step():
        reading = article_of(BOTH, "Korban 412 orang.", reading=Reading("others"))
        assert add_reading(store._archive, 1, reading) == 2
        store._recorder.unplaced.add(1)
    for _ in range(2):
        merge(tmp_path / "ours", tmp_path / "theirs")
        assert right(tmp_path / "ours")
        found = rows(
            tmp_path / "ours",
            "SELECT readings.kind, changes.after, own.digest = first.digest FROM versions AS readings JOIN changes"
            " ON version_id = readings.id JOIN versions AS own ON own.number = readings.rereads, versions AS first"
            f" WHERE readings.cause = 'rule' AND first.digest = '{digest_of('Banjir di Martapura', WORDS['x'])}'",
        )
        assert found == [("wording", "orang", 1)]
    shown = rows(tmp_path / "ours", "SELECT text FROM articles")
    assert shown == [WORDS["y"] if "y" in ours and ours != "0y" else "Korban 412 orang."]
