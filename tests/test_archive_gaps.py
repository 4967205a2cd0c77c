"""Gaps between two polls of a channel: noticed, filled from deeper lists, or named as what cannot be filled."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from archive_samples import (
    KABAR,
    NOON,
    add_feed,
    article_of,
    capture_of,
    check_files,
    later,
    new_store,
    poll,
    rows,
    url_of,
)

from pipelines import clock
from pipelines.archive import BackfillStep, Poll
from pipelines.archive.checks import check_archive
from pipelines.archive.merge import merge
from pipelines.archive.values import key_of
from pipelines.health import Kind
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Listing, Look, Outcome, SourceKind

GAPS = "SELECT state, missing_at_least, found, told FROM ledger_gaps"
DAYS = (date(2026, 3, 1), date(2026, 3, 2))


def leads(slugs, at):
    """Return leads that were published a minute apart, the newest first, the newest at a time."""
    return tuple(
        Lead(url_of(f"kabar-{slug}"), None, at - timedelta(minutes=n)) for n, slug in enumerate(slugs)
    )


def see(store, channel, slugs, at, **changes):
    """Poll a list that holds these leads and no more."""
    page = Poll(channel.id, channel.url, at, status=200, listing=Listing(leads(slugs, at)))
    return store.record_poll(replace(page, **changes))


def add(store, kind, name):
    (channel,) = store.add_channels("kabar", [ChannelRef(f"https://kabar.example/{name}", kind)], "homepage")
    return channel


@pytest.mark.parametrize(
    ("kind", "before", "after", "is_gap"),
    [
        (ChannelKind.FEED, "cba", "fed", True),  # nothing of it was known
        (ChannelKind.FEED, "cba", "edc", False),
        (ChannelKind.FEED, "cba", "cba", False),
        (ChannelKind.FEED, "cba", "cfed", True),  # one is pinned at the head
        (ChannelKind.FEED, "cba", "fcd", False),  # out of order, but it reaches back
        (ChannelKind.FEED, "", "fed", False),  # the first that is known of it
        (ChannelKind.FEED, "cba", "", False),
        (ChannelKind.NEWS_SITEMAP, "abc", "cdef", False),  # the oldest first
        (ChannelKind.NEWS_SITEMAP, "abc", "def", True),
        (ChannelKind.INDEX, "cba", "fed", True),
        (ChannelKind.WORDPRESS, "cba", "fed", False),  # it lists all that there is
    ],
)
def test_list_that_does_not_reach_back_is_a_probable_gap(tmp_path, kind, before, after, is_gap):
    with new_store(tmp_path) as store:
        channel = add(store, kind, "list")
        see(store, channel, before, NOON)
        assert (see(store, channel, after, later(hours=2)).gap_id is not None) is is_gap
        gaps = store.backlog.open_gaps("kabar")
    assert len(gaps) == is_gap
    assert rows(tmp_path, "SELECT count(*) FROM ledger_missing WHERE kind = 'gap'") == [int(is_gap)]


@pytest.mark.parametrize(("minutes", "is_gap"), [(2, False), (3, True)])
def test_burst_within_the_minute_of_what_was_known_is_no_gap(tmp_path, minutes, is_gap):
    with new_store(tmp_path) as store:
        channel = add(store, ChannelKind.FEED, "list")
        see(store, channel, "cba", NOON)
        result = see(store, channel, "fed", later(minutes=minutes))
        assert (result.gap_id is not None) is is_gap


def test_gap_lies_between_what_was_known_and_what_is(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        see(store, channel, "cba", NOON)
        see(store, channel, "fed", later(hours=2))
        (gap,) = store.backlog.open_gaps("kabar")
    assert (gap.since, gap.until) == ("2026-03-01T04:00:00Z", "2026-03-01T05:58:00Z")


def test_deeper_pages_close_the_gap_before_it_is_one(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        see(store, channel, "cba", NOON)
        assert see(store, channel, "ihg", later(hours=1), has_next=True).walk_on
        result = see(store, channel, "fedc", later(hours=1), page=2)
    assert result.gap_id is None


def test_walk_that_is_cut_before_known_ground_is_a_gap(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        assert poll(store, channel, "cba").walk_on
        assert store.cut_walk(channel.id) is None  # its first walk: nothing older was known
        poll(store, channel, "ihg", polled_at=later(hours=1))
        assert store.cut_walk(channel.id, Listing(leads("ihg", later(hours=1)))) is not None
    assert rows(tmp_path, "SELECT reason FROM gaps") == ["the walk was cut at the limit of pages (max_pages)"]


def suspected(store):
    """Make a gap of two hours in a feed that names one article every ten minutes; return it."""
    channel = add_feed(store)
    for number, slug in enumerate("abcdef"):
        see(store, channel, "abcdef"[number::-1] if number else slug, later(minutes=10 * number - 50))
    see(store, channel, "zyx", later(hours=2))
    (gap,) = store.backlog.open_gaps("kabar")
    return gap


def walk_back(store, gap, kind, named, failed=None):
    """Walk another list back over a gap's days, or fail to."""
    channel = add(store, kind, kind.value)
    row = store.backlog.begin(channel, DAYS, later(hours=2), ("https://kabar.example/x", None), gap.id)
    if failed:
        store.backlog.give_up(row, failed, later(hours=2))
        return
    store.backlog.name_leads(row, named, later(hours=2))
    store.backlog.advance(BackfillStep(row, named), later(hours=2))


@pytest.mark.parametrize(
    ("kind", "slugs", "state", "found"),
    [
        (ChannelKind.WORDPRESS, "klmn", "filled", 4),
        (ChannelKind.WORDPRESS, "", "filled", 0),  # it lists all: nothing was missing
        (ChannelKind.SITEMAP, "kl", "filled", 2),
        (ChannelKind.SITEMAP, "", "unfillable", 0),
    ],
)
def test_gap_is_filled_by_a_list_that_goes_deeper(tmp_path, kind, slugs, state, found):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        walk_back(store, gap, kind, leads(slugs, later(hours=1)))
        assert store.backlog.settle_gap(gap, later(hours=2)) == (state, found)
        assert store.backlog.open_gaps("kabar") == []
    (told,) = rows(tmp_path, GAPS)
    assert told[0] == state
    assert told[1] == (0 if state == "filled" else 11)  # two hours by the pace of the hour before


def test_sitemap_without_dates_fills_a_gap_by_what_it_named_since(tmp_path):
    with new_store(tmp_path) as store:
        old = add(store, ChannelKind.SITEMAP, "old.xml")
        undated = [Lead(lead.url) for lead in leads("mnop", NOON)]
        store.record_poll(
            Poll(old.id, old.url, later(hours=-2), status=200, listing=Listing(tuple(undated[:1])))
        )
        gap = suspected(store)
        walk_back(
            store, gap, ChannelKind.SITEMAP, [*undated, *(Lead(lead.url) for lead in leads("zy", NOON))]
        )
        assert store.backlog.settle_gap(gap, later(hours=2)) == ("filled", 3)


def test_gap_that_no_list_reaches_says_so_and_how_many_may_be_missing(tmp_path):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        walk_back(store, gap, ChannelKind.WORDPRESS, (), failed="http 401")
        store.backlog.settle_gap(gap, later(hours=2))
    assert rows(tmp_path, GAPS) == [("unfillable", 11, 0, "https://kabar.example/wordpress: http 401")]
    assert rows(tmp_path, "SELECT kind, articles FROM ledger_missing WHERE kind = 'gap'") == [("gap", 11)]


def alarms_of(store, at):
    """Judge at a moment; return (open, evidence told) of each alarm of gaps that changed or is open."""
    clock.set_source(lambda: at)
    try:
        return [
            (a.is_open, [s.told for s in a.evidence])
            for a in store.health.judge([KABAR])
            if a.kind is Kind.GAP
        ]
    finally:
        clock.set_source(None)


def test_gap_is_an_alarm_once_nothing_can_fill_it(tmp_path):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        assert alarms_of(store, later(days=6)) == []  # it is being filled
        ((is_open, told),) = alarms_of(store, later(days=8))
        assert (is_open, "not filled for 7 days" in told[0]) == (True, True)
        walk_back(store, gap, ChannelKind.WORDPRESS, (), failed="http 401")
        store.backlog.settle_gap(gap, later(days=8))
        ((is_open, told),) = alarms_of(store, later(days=9))
        assert is_open
        assert told[0] == (
            "probably missed 11 articles at least of https://kabar.example/feed/ between 2026-03-01T04:00:00Z and"
            " 2026-03-01T05:58:00Z: none of the last 3 entries of the list was known; https://kabar.example/wordpress: http 401"
        )


def test_gap_that_somebody_knows_of_is_no_alarm_again_but_the_next_is(tmp_path):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        store.backlog.settle_gap(gap, later(hours=2))
        assert [is_open for is_open, _ in alarms_of(store, later(hours=3))] == [True]
        clock.set_source(lambda: later(hours=3))
        assert store.health.ack("kabar", later(hours=12), None) == 1
        assert alarms_of(store, later(hours=4)) == []
        see(store, store.channels("kabar")[0], "wvu", later(hours=5))
        (second,) = store.backlog.open_gaps("kabar")
        store.backlog.settle_gap(second, later(hours=5))
        ((is_open, told),) = alarms_of(store, later(hours=5))
        assert (
            is_open,
            "between 2026-03-01T06:00:00Z" in told[0],
            store.health.untold()[-1].acked_until,
        ) == (
            True,
            True,
            None,
        )


@pytest.mark.parametrize(
    ("kind", "slugs", "days", "is_filled"),
    [
        (ChannelKind.SITEMAP, "kl", DAYS, True),
        (ChannelKind.SITEMAP, "", DAYS, False),
        (ChannelKind.WORDPRESS, "", DAYS, True),
        (ChannelKind.WORDPRESS, "", (date(2026, 2, 1), date(2026, 2, 2)), False),
    ],
)
def test_walk_that_the_operator_asked_for_fills_what_was_given_up(tmp_path, kind, slugs, days, is_filled):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        store.backlog.settle_gap(gap, later(hours=2))
        assert len(alarms_of(store, later(hours=2))) == 1
        row = store.backlog.begin(add(store, kind, "deeper"), days, later(days=1), ("x", None), None)
        store.backlog.name_leads(row, leads(slugs, later(hours=1)), later(days=1))
        store.backlog.advance(BackfillStep(row), later(days=1))
        found = store.backlog.refill_gap(gap, DAYS, later(days=1))
        assert found == (len(slugs) if is_filled else None)
        assert [is_open for is_open, _ in alarms_of(store, later(days=1))] == [not is_filled]


def test_gap_whose_lists_are_not_read_yet_stays_for_days(tmp_path):
    with new_store(tmp_path) as store:
        gap = suspected(store)
        channel = add(store, ChannelKind.SITEMAP, "sitemap.xml")
        store.backlog.begin(channel, DAYS, later(hours=2), (channel.url, None), gap.id)
        assert store.backlog.settle_gap(gap, later(days=1))[0] == "suspected"
        assert store.backlog.settle_gap(gap, later(days=9))[0] == "unfillable"


def test_gaps_and_months_survive_a_merge(tmp_path):
    with new_store(tmp_path / "theirs") as store:
        gap = suspected(store)
        row = store.backlog.begin(add(store, ChannelKind.WORDPRESS, "api"), DAYS, NOON, ("x", None), gap.id)
        store.backlog.advance(BackfillStep(row, month=("2026-02", 40)), NOON)
    with new_store(tmp_path / "ours"):
        pass
    for _ in range(2):
        merge(tmp_path / "ours", tmp_path / "theirs")
    ours, theirs = (rows(tmp_path / name, GAPS) for name in ("ours", "theirs"))
    assert ours == theirs
    assert rows(tmp_path / "ours", "SELECT month, announced FROM month_counts") == [("2026-02", 40)]
    days = "SELECT day, firsts, advertised FROM ledger_by_day"
    assert rows(tmp_path / "ours", days) == rows(tmp_path / "theirs", days)
    assert all(check.is_right for check in check_archive(tmp_path / "ours"))


def test_page_of_an_article_that_a_list_held_tells_no_change(tmp_path):
    url = url_of("banjir")
    posts = capture_of("https://kabar.example/wp-json/wp/v2/posts", b"[{}]", source_kind=SourceKind.REST)
    with new_store(tmp_path) as store:
        channel = add(store, ChannelKind.WORDPRESS, "wp-json/wp/v2/posts")
        row = store.backlog.begin(channel, DAYS, NOON, (channel.url, None), None)
        store.backlog.name_leads(row, [Lead(url)], NOON)
        article = article_of(url, source_kind=SourceKind.REST, part=7)
        store.record_outcome(
            Outcome(key_of(url), LeadState.ARCHIVED, captures=(posts,), article=article), NOON
        )
        other = article_of(url, "BANJARMASIN - Air naik semeter.\nWarga mengungsi ke masjid.")
        page = capture_of(url, b"<p>the page</p>" * 20)
        look = Look(1, None, "", 200, sha256(page.payload).hexdigest(), (page,), other)
        result = store.record_look(look, later(hours=1))
        assert result.finding == "unchanged"
    assert rows(tmp_path, "SELECT source_kind, part, kind FROM versions") == [
        ("rest", 7, None),
        ("page", 0, None),
    ]
    assert rows(tmp_path, "SELECT count(*) FROM article_changes") == [0]
    check_files(tmp_path)
