"""What becomes of leads: no article twice, failures tried again, versions where a text changed."""

from itertools import permutations

import pytest
from archive_samples import (
    KABAR,
    NOON,
    PAGE,
    add_feed,
    add_leads,
    archive_article,
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

from pipelines.archive import ArchiveError, open_archive
from pipelines.archive.values import key_of
from pipelines.items import Lead, LeadState, Listing, Outcome, Removed, SourceKind

A, B, C = (url_of(f"banjir-di-martapura-{letter}") for letter in "abc")
STATES = "SELECT url, state, alias_of, article_id FROM leads ORDER BY id"


def outcome(url, state, reason="", **changes):
    return Outcome(key_of(url), state, reason, **changes)


@pytest.mark.parametrize(
    ("visits", "states"),
    [
        # (address fetched, canonical address of its page); lead ids are 1: A, 2: B, 3: C
        ([(A, A)], [("archived", None, 1), ("pending", None, None), ("pending", None, None)]),
        ([(A, A), (B, A)], [("archived", None, 1), ("alias", 1, 1), ("pending", None, None)]),
        ([(B, A)], [("archived", None, 1), ("alias", 1, 1), ("pending", None, None)]),
        ([(B, A), (C, A)], [("archived", None, 1), ("alias", 1, 1), ("alias", 1, 1)]),
        (
            [(A, url_of("banjir-di-kandangan"))],
            [("archived", None, 1), ("pending", None, None), ("pending", None, None)],
        ),
        ([(B, A), (A, A)], [("archived", None, 1), ("alias", 1, 1), ("pending", None, None)]),
        ([(A, B), (B, C)], [("alias", 2, 1), ("archived", None, 1), ("alias", 2, 1)]),
        ([(A, A), (B, B)], [("archived", None, 1), ("archived", None, 2), ("pending", None, None)]),
        ([(A, A), (B, B), (B, A)], [("archived", None, 1), ("archived", None, 2), ("pending", None, None)]),
    ],
)
def test_canonical_address_decides_which_lead_holds_the_article(tmp_path, visits, states):
    with new_store(tmp_path) as store:
        add_leads(store, A, B, C)
        for address, canonical in visits:
            store.record_outcome(fetched(address, article_of(canonical)), NOON)
    check_files(tmp_path)
    assert [row[1:] for row in rows(tmp_path, STATES)] == states


@pytest.mark.parametrize("order", list(permutations([A, B, C])))
def test_no_order_of_visits_makes_a_second_article(tmp_path, order):
    with new_store(tmp_path) as store:
        add_leads(store, A, B, C)
        for address in order:
            store.record_outcome(fetched(address, article_of(B)), NOON)
    assert rows(tmp_path, "SELECT url FROM articles") == [B]
    assert [row[1] for row in rows(tmp_path, STATES)] == ["alias", "archived", "alias"]
    assert sorted(rows(tmp_path, "SELECT url FROM article_urls")) == [A, B, C]


def test_lead_of_a_redirects_target_is_not_fetched(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A, B)
        state = store.record_outcome(fetched(A, article_of(A), final_url=B), NOON)
        assert state is LeadState.ARCHIVED
        assert store.pending("kabar", NOON, 10) == []
    assert [row[1:] for row in rows(tmp_path, STATES)] == [("archived", None, 1), ("alias", 1, 1)]


def test_address_of_an_archived_article_is_no_new_work(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "", listing=Listing((Lead(A),)))
        store.record_outcome(fetched(A, article_of(A), final_url=B), NOON)
        poll(store, channel, "", listing=Listing((Lead(B), Lead(A))))
        assert store.due_count(["kabar"], NOON) == 0
    assert rows(tmp_path, STATES)[1][1:] == ("alias", 1, 1)


def test_list_response_gives_its_articles_no_common_address(tmp_path):
    page = "https://kabar.example/wp-json/wp/v2/posts?per_page=100"
    capture = capture_of(page, source_kind=SourceKind.REST)
    with new_store(tmp_path) as store:
        add_leads(store, A, B)
        for part, address in enumerate((A, B)):
            article = article_of(address, source_kind=SourceKind.REST, part=part)
            store.record_outcome(
                outcome(address, LeadState.ARCHIVED, captures=(capture,), article=article), NOON
            )
    assert rows(tmp_path, "SELECT capture_id, part FROM versions") == [(1, 0), (1, 1)]
    assert rows(tmp_path, "SELECT count(*) FROM article_urls") == [2]


@pytest.mark.parametrize(
    ("tries", "retry_at"),
    [
        (1, later(hours=1)),
        (2, later(hours=6)),
        (3, later(hours=24)),
        (4, later(hours=72)),
        (5, None),
        (6, None),
    ],
)
def test_failed_lead_is_tried_again_ever_later_and_then_no_more(tmp_path, tries, retry_at):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        for _ in range(tries):
            assert store.record_outcome(outcome(A, LeadState.FAILED, "http 500"), NOON) is LeadState.FAILED
        due = store.pending("kabar", later(days=365), 10)
        assert [(lead.tries, lead.retry_at, lead.reason) for lead in due] == (
            [(tries, retry_at, "http 500")] if retry_at else []
        )
        if retry_at:
            assert store.due_count(["kabar"], retry_at) == 1
        assert store.due_count(["kabar"], later(minutes=59)) == 0


def test_success_forgets_the_failures(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        store.record_outcome(outcome(A, LeadState.FAILED, "http 500"), NOON)
        store.record_outcome(fetched(A, article_of(A)), later(hours=1))
    assert rows(tmp_path, "SELECT state, reason, tries, retry_at FROM leads") == [("archived", "", 0, None)]


@pytest.mark.parametrize(
    ("state", "reason", "captures"), [("not-article", "index", 1), ("vanished", "http 404", 0)]
)
def test_lead_without_article_is_settled_with_its_reason(tmp_path, state, reason, captures):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        result = outcome(A, LeadState(state), reason, captures=(capture_of(A),))
        assert store.record_outcome(result, NOON) == state
        assert store.due_count(["kabar"], later(days=365)) == 0
    assert rows(tmp_path, "SELECT state, reason, capture_id FROM leads") == [
        (state, reason, captures or None)
    ]
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [captures]


@pytest.mark.parametrize("state", [LeadState.FAILED, LeadState.VANISHED, LeadState.NOT_ARTICLE])
def test_what_its_page_becomes_does_not_unmake_an_article(tmp_path, state):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura-a")
        assert store.record_outcome(outcome(A, state, "later"), later(days=1)) is LeadState.ARCHIVED
    assert rows(tmp_path, "SELECT state, reason FROM leads") == [("archived", f"{state}: later")]


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (outcome(A, LeadState.ARCHIVED), "archived without an article"),
        (outcome(B, LeadState.FAILED), "no lead kabar.example/berita/banjir-di-martapura-b"),
    ],
)
def test_outcome_that_makes_no_sense_is_refused(tmp_path, result, message):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        with pytest.raises(ArchiveError, match=message):
            store.record_outcome(result, NOON)


@pytest.mark.parametrize(
    ("again", "versions"),
    [
        ({}, 1),
        ({"text": "BANJARMASIN - Air surut."}, 2),
        ({"title": "Banjir di Martapura Surut"}, 2),
        ({"section": "Daerah"}, 1),  # the text is what a version is of
        (
            {"text": "Ringkasan.", "source_kind": SourceKind.FEED},
            1,
        ),  # another kind of source says it otherwise
    ],
)
def test_revisit_makes_a_version_where_the_text_changed(tmp_path, again, versions):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        store.record_outcome(fetched(A, article_of(A)), NOON)
        store.record_outcome(fetched(A, article_of(A, **again), PAGE + b"<!-- 2 -->"), later(hours=1))
    check_files(tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [versions]
    assert rows(tmp_path, "SELECT version FROM articles") == [versions]
    assert rows(tmp_path, "SELECT count(*) FROM captures", "captures.db") == [versions]


def test_superseded_version_keeps_its_text_and_its_evidence(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        store.record_outcome(fetched(A, article_of(A, "Korban 412 jiwa.")), NOON)
        store.record_outcome(fetched(A, article_of(A, "Korban 415 jiwa."), b"2" * 999), later(hours=1))
    with open_archive(tmp_path) as archive:
        first, second = archive.versions(1)
        assert (first.text, first.capture_id, first.seen_at) == (
            "Korban 412 jiwa.",
            1,
            "2026-03-01T04:00:00Z",
        )
        assert (second.text, second.capture_id) == ("Korban 415 jiwa.", 2)
        article = archive.find_article("1")
        assert (article.text, article.version) == ("Korban 415 jiwa.", 2)


def test_further_pages_of_an_article_are_its_evidence_and_its_addresses(tmp_path):
    second = f"{A}?page=2"
    with new_store(tmp_path) as store:
        add_leads(store, A, second)
        captures = (capture_of(A), capture_of(second, PAGE + b"2"))
        store.record_outcome(outcome(A, LeadState.ARCHIVED, captures=captures, article=article_of(A)), NOON)
        assert store.due_count(["kabar"], NOON) == 0
    with open_archive(tmp_path) as archive:
        (version,) = archive.versions(1)
        assert (version.capture_id, version.further_captures) == (1, (2,))
        assert archive.find_article(second).url == A


def test_block_that_many_articles_repeat_is_stored_once(tmp_path):
    removed = (
        Removed("Baca Juga: Banjir", "related", "phrase"),
        Removed("Scroll", "advertisement", "phrase"),
    )
    with new_store(tmp_path) as store:
        for letter in "abc":
            archive_article(store, f"banjir-di-martapura-{letter}", removed=removed)
    assert rows(tmp_path, "SELECT count(*) FROM blocks") == [2]
    with open_archive(tmp_path) as archive:
        assert [(row.text, row.reason, row.rule) for row in archive.removed(3)] == [
            (block.text, block.reason, block.rule) for block in removed
        ]


def test_uid_is_of_the_first_address_and_stays(tmp_path):
    uids = []
    for folder, first in (("one", A), ("two", A)):
        with new_store(tmp_path / folder) as store:
            add_leads(store, first, B)
            store.record_outcome(fetched(first, article_of(A)), NOON)
            store.record_outcome(fetched(first, article_of(A, "Lain.")), later(hours=1))
        uids += rows(tmp_path / folder, "SELECT uid FROM articles")
    assert uids[0] == uids[1]
    assert len(uids[0]) == 20


def do_import(store, article, payload=b"<html>impor</html>", at=NOON):
    capture = capture_of(article.url, payload, source_kind=SourceKind.IMPORT)
    return store.import_article(article, KABAR, capture, at).outcome


def test_same_import_again_changes_nothing(tmp_path):
    with new_store(tmp_path) as store:
        assert [do_import(store, imported(A)) for _ in range(2)] == ["archived", "unchanged"]
        store.flush()
        before = store._archive.conn.total_changes, store._captures.conn.total_changes
        do_import(store, imported(A))
        assert (store._archive.conn.total_changes, store._captures.conn.total_changes) == before


def test_two_imports_may_each_be_repeated(tmp_path):
    with new_store(tmp_path) as store:
        texts = ["Satu.", "Dua.", "Satu.", "Dua."]
        outcomes = [do_import(store, imported(A, text)) for text in texts]
    assert outcomes == ["archived", "version", "unchanged", "unchanged"]


def test_older_copy_becomes_a_version_and_not_the_article(tmp_path):
    with new_store(tmp_path) as store:
        do_import(store, imported(A, "Baru."))
        do_import(store, imported(A, "Lama."), b"<html>lama</html>", at=later(days=-30))
    check_files(tmp_path)
    with open_archive(tmp_path) as archive:
        assert archive.find_article("1").text == "Baru."
        assert [(row.number, row.text) for row in archive.versions(1)] == [(1, "Baru."), (2, "Lama.")]


def test_import_answers_the_lead_of_its_address(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A, B)
        assert do_import(store, imported(A)) == "archived"
        assert [lead.url for lead in store.pending("kabar", NOON, 10)] == [B]
        assert store.record_outcome(fetched(B, article_of(A)), NOON) is LeadState.ALIAS
    assert [row[1:] for row in rows(tmp_path, STATES)] == [("archived", None, 1), ("alias", 1, 1)]


def test_imported_article_is_held_by_the_first_lead_that_leads_to_it(tmp_path):
    with new_store(tmp_path) as store:
        do_import(store, imported(A))
        add_leads(store, A, B)
        assert [lead.url for lead in store.pending("kabar", NOON, 10)] == [B]
    assert rows(tmp_path, STATES)[0][1:] == ("archived", None, 1)


def test_import_over_a_fetched_article_keeps_what_was_fetched(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-martapura-a")
        assert do_import(store, imported(A)) == "unchanged"
        assert store.import_article(imported(B), KABAR, None, NOON).outcome == "archived"
    assert rows(tmp_path, "SELECT source_kind FROM versions") == ["page", "import"]


def test_import_without_an_address_is_kept_under_its_digest(tmp_path):
    with new_store(tmp_path) as store:
        article = imported("import:0123456789abcdef")
        assert [do_import(store, article) for _ in range(2)] == ["archived", "unchanged"]
        assert store.holds_import(b"<html>impor</html>")
        assert not store.holds_import(b"<html>impor</html>", A)
    with open_archive(tmp_path) as archive:
        assert archive.find_article("import:0123456789abcdef").title == "Impor"
