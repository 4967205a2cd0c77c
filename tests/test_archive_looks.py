"""Later looks at archived articles: what is due, what is asked for, what is kept of an answer, and whose hints are believed."""

from dataclasses import replace
from hashlib import sha256

import pytest
from archive_samples import (
    KABAR,
    NOON,
    archive_article,
    article_of,
    capture_of,
    check_files,
    imported,
    later,
    new_store,
    rows,
    url_of,
)
from test_archive_schema import make_version

from pipelines import clock
from pipelines.archive import ArchiveError, Poll
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.merge import merge
from pipelines.items import Finding, Lead, Listing, Look, Presence

URL = url_of("banjir")
CHECKS = "SELECT since, until, times, finding, status, version FROM checks ORDER BY article_id, since"


@pytest.fixture
def store(tmp_path):
    """An archive of one article, published two hours before it was archived at noon."""
    clock.set_source(lambda: NOON)
    with new_store(tmp_path) as opened:
        archive_article(opened, "banjir")
        yield opened
    clock.set_source(None)


def look(store, finding, at, status=200, article_id=1, **changes):
    return store.record_look(Look(article_id, finding, "", status, **changes), at)


def show(store, article, at, payload=b"<p>another page</p>"):
    """Look at the article's page while it shows an article."""
    captures = (capture_of(URL, payload),)
    digest = sha256(payload).hexdigest()
    return look(store, None, at, article=article, captures=captures, payload_digest=digest)


def due(store, at):
    revisit = store.next_revisit("kabar", at)
    return revisit and revisit.article_id


@pytest.mark.parametrize(("minutes", "count"), [(14, 0), (15, 1)])
def test_article_is_due_by_the_ladder(store, minutes, count):
    assert store.plan_revisits("kabar", later(minutes=minutes)) == count
    assert due(store, later(minutes=minutes)) == (1 if count else None)


def test_unchanged_article_leaves_a_count_and_a_time_alone(store, tmp_path):
    store.flush()
    before = (
        rows(tmp_path, "SELECT count(*) FROM captures", "captures.db"),
        rows(tmp_path, "SELECT * FROM articles"),
    )
    for minutes in (15, 30, 45):
        assert look(store, Finding.UNCHANGED, later(minutes=minutes), 304).state is Presence.LIVE
    show(store, article_of(URL), later(minutes=60))
    store.flush()
    after = (
        rows(tmp_path, "SELECT count(*) FROM captures", "captures.db"),
        rows(tmp_path, "SELECT * FROM articles"),
    )
    assert after == before
    assert rows(tmp_path, CHECKS) == [
        ("2026-03-01T04:15:00Z", "2026-03-01T04:45:00Z", 3, "unchanged", 304, 1),
        ("2026-03-01T05:00:00Z", "2026-03-01T05:00:00Z", 1, "unchanged", 200, 1),
    ]


def test_changed_text_is_a_version_with_its_page(store, tmp_path):
    found = show(store, article_of(URL, "BANJARMASIN - Air surut.\nWarga pulang."), later(minutes=15))
    assert (found.finding, found.is_new) == (Finding.CHANGED, True)
    store.flush()
    assert rows(tmp_path, "SELECT number, seen_at FROM versions") == [
        (1, "2026-03-01T04:00:00Z"),
        (2, "2026-03-01T04:15:00Z"),
    ]
    assert rows(tmp_path, "SELECT version FROM checks") == [2]
    check_files(tmp_path)


def test_page_that_is_known_by_its_bytes_is_said_so(store):
    headers = (("ETag", '"abc"'), ("Last-Modified", "Sun, 01 Mar 2026 03:00:00 GMT"))
    page = capture_of(URL, b"<p>surut</p>", headers=headers)
    changed = article_of(URL, "BANJARMASIN - Air surut.\nWarga pulang.")
    store.record_look(Look(1, None, "", 200, captures=(page,), article=changed), later(minutes=15))
    show(store, changed, later(minutes=30), b"<p>surut, with another sidebar</p>")
    revisit = store.next_revisit("kabar", later(hours=2))
    assert revisit.url == URL
    assert revisit.digests == {
        sha256(payload).hexdigest() for payload in (b"<p>surut</p>", b"<p>surut, with another sidebar</p>")
    }
    assert revisit.validators == {
        "If-None-Match": '"abc"',
        "If-Modified-Since": "Sun, 01 Mar 2026 03:00:00 GMT",
    }


def test_split_article_is_read_as_a_whole(store):
    captures = (capture_of(URL, b"first"), capture_of(f"{URL}/2", b"second"))
    changed = article_of(URL, "BANJARMASIN - Air surut.\nWarga pulang.")
    store.record_look(Look(1, None, "", 200, captures=captures, article=changed), later(minutes=15))
    revisit = store.next_revisit("kabar", later(hours=2))
    assert (revisit.digests, revisit.validators) == (frozenset(), {})


@pytest.mark.parametrize(
    ("url", "text", "finding"),
    [
        (url_of("kebakaran"), "BANJARMASIN - Api padam.\nWarga pulang.", Finding.ELSEWHERE),
        (url_of("alamat-baru"), "BANJARMASIN - Air naik.\nWarga mengungsi.", Finding.UNCHANGED),
        (
            url_of("alamat-lain"),
            "MARTAPURA - Pasar terbakar tadi malam sekitar pukul sepuluh.",
            Finding.ELSEWHERE,
        ),
        (URL, "MARTAPURA - Pasar terbakar tadi malam sekitar pukul sepuluh.", Finding.ELSEWHERE),
    ],
)
def test_address_that_shows_another_article(store, url, text, finding):
    archive_article(store, "kebakaran", text="BANJARMASIN - Api padam.\nWarga pulang.")
    title = "Banjir di Martapura" if finding is Finding.UNCHANGED else "Kebakaran di Pasar"
    found = show(store, replace(article_of(url, text), title=title), later(minutes=15))
    assert (found.finding, found.state) == (finding, Presence.LIVE)


def test_steps_are_kept_with_their_evidence(store, tmp_path):
    for hours, status in ((1, 404), (7, 404), (49, 404)):
        store.record_look(Look(1, Finding.NOT_FOUND, f"http {status}", status), later(hours=hours))
    assert look(store, Finding.UNCHANGED, later(hours=60)).state is Presence.RETURNED
    store.flush()
    assert rows(tmp_path, "SELECT number, state, since, evidence, status FROM presence") == [
        (1, "suspect", "2026-03-01T05:00:00Z", "http 404", 404),
        (2, "gone", "2026-03-03T05:00:00Z", "http 404", 404),
        (3, "returned", "2026-03-03T16:00:00Z", "unchanged", 200),
    ]
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []


def test_look_at_what_is_not_there_is_an_error(store):
    with pytest.raises(ArchiveError, match="no article 7 is watched"):
        look(store, Finding.UNCHANGED, NOON, article_id=7)


@pytest.mark.parametrize(
    ("url", "days", "count"),
    [(url_of("impor"), 2, 1), ("import:0123", 2, 0), (url_of("impor"), 500, 0)],
)
def test_import_is_looked_at_where_it_has_an_address_and_is_not_too_old(store, url, days, count):
    look(store, Finding.UNCHANGED, later(hours=20), 304)  # the other article is not due
    store.import_article(imported(url), KABAR, None, later(days=-days))
    assert store.plan_revisits("kabar", later(hours=3)) == count


def advertise(store, modified, *slugs, at=NOON):
    """Let the feed say when its articles were modified."""
    (feed,) = store.channels("kabar")
    leads = tuple(Lead(url_of(slug), modified_at=modified) for slug in slugs or ("banjir",))
    store.record_poll(Poll(feed.id, feed.url, at, listing=Listing(leads)))


@pytest.mark.parametrize(
    ("modified", "hinted"), [(later(minutes=-1), False), (NOON, False), (later(minutes=5), True)]
)
def test_article_that_a_channel_calls_modified_is_due_at_once(store, modified, hinted):
    advertise(store, modified, at=later(minutes=6))
    revisit = store.next_revisit("kabar", later(minutes=6))
    assert (revisit is not None) is hinted
    assert not hinted or revisit.validators == {}  # the channel knows better than an ETag that stayed


def test_hint_is_taken_once(store):
    future = later(hours=9)  # a clock that is wrong by its zone
    advertise(store, future)
    assert due(store, NOON) == 1
    look(store, Finding.UNCHANGED, NOON)
    advertise(store, future, at=later(minutes=5))
    assert due(store, later(minutes=5)) is None


def test_channel_that_cries_wolf_is_not_believed_for_a_day(store):
    slugs = ("a", "b", "c", "d")
    for slug in slugs:
        archive_article(store, slug)
    advertise(store, later(minutes=1), *slugs, at=later(minutes=1))
    assert store.plan_revisits("kabar", later(minutes=1)) == 4
    for _ in range(3):
        look(store, Finding.UNCHANGED, later(minutes=2), article_id=due(store, later(minutes=2)))
    assert due(store, later(minutes=2)) is None
    advertise(store, later(minutes=3), *slugs, at=later(minutes=3))
    assert due(store, later(minutes=3)) is None
    advertise(store, later(hours=25), *slugs, at=later(hours=25))
    assert store.next_revisit("kabar", later(hours=25)).hinted_by is not None


def test_hints_come_first_then_what_is_missed_then_what_is_latest(store):
    for slug in ("a", "b", "c"):
        archive_article(store, slug)
    look(store, Finding.NOT_FOUND, later(minutes=1), 404, article_id=2)
    look(store, Finding.UNCHANGED, later(minutes=40), 304, article_id=3)
    advertise(store, later(minutes=50), "c", at=later(hours=2))
    order, at = [], later(hours=2)
    while revisit := store.next_revisit("kabar", at, exclude=order):
        order.append(revisit.article_id)
    assert order == [4, 2, 1, 3]


def test_forgotten_article_leaves_no_looks(tmp_path):
    with new_store(tmp_path) as opened:
        archive_article(opened, "banjir")
        look(opened, Finding.NOT_FOUND, later(hours=1), 404)
    forget(tmp_path, [URL], "asked for")
    for table in ("watches", "checks", "presence"):
        assert rows(tmp_path, f"SELECT count(*) FROM {table}") == [0]


def test_merge_joins_what_both_archives_saw(tmp_path):
    with new_store(tmp_path) as ours, new_store(tmp_path / "other") as theirs:
        for each in (ours, theirs):
            archive_article(each, "banjir")
        for hours in (1, 7, 49):
            look(theirs, Finding.NOT_FOUND, later(hours=hours), 404)
        look(ours, Finding.UNCHANGED, later(minutes=15), 304)
    for _ in range(2):  # the second time changes nothing
        merge(tmp_path, tmp_path / "other")
        assert rows(tmp_path, "SELECT state, checks, missed, next_check_at FROM watches") == [
            ("gone", 4, 3, "2026-03-06T05:00:00Z")
        ]
        assert rows(tmp_path, "SELECT state FROM presence") == ["suspect", "gone"]
        assert rows(tmp_path, "SELECT finding, times, version FROM checks") == [
            ("unchanged", 1, 1),
            ("not-found", 3, None),
        ]
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []


def test_article_of_an_older_archive_is_watched(tmp_path):
    make_version(tmp_path, 1)
    new_store(tmp_path).close()
    (first_seen,) = rows(tmp_path, "SELECT first_seen_at FROM articles")
    query = "SELECT state, aged_from <= state_since, last_checked_at, next_check_at > last_checked_at FROM watches"
    assert rows(tmp_path, query) == [("live", 1, first_seen, 1)]
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []
