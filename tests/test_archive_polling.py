"""When channels are polled next, and how far their validators are believed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from archive_samples import KABAR, NOON, add_feed, archive_article, later, new_store, poll, url_of

from pipelines import clock
from pipelines.archive import BackfillStep
from pipelines.archive.polling import Bounds, News, is_lie, next_interval, read_news, retry_after
from pipelines.archive.values import key_of
from pipelines.items import ChannelKind, ChannelRef, LeadState, Listing, Outcome

MINUTES = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("before", "named", "new", "lasts", "after"),
    [
        (None, 10, 10, None, 10),  # nothing is known of it yet
        (60, 10, 0, None, 90),
        (60, 10, 3, None, 90),
        (60, 10, 4, None, 60),
        (60, 10, 6, None, 60),
        (60, 10, 7, None, 30),
        (60, 10, 10, None, 10),  # shares nothing with the poll before: something may have been missed
        (12, 10, 8, None, 10),
        (1200, 10, 0, None, 1440),
        (60, 10, 0, 120, 60),  # ten entries last two hours: it is read twice in that time
        (60, 100, 4, None, 60),  # a long list is judged by its news, as if it held ten
        (60, 100, 20, None, 30),
        (60, 0, 0, None, 90),
    ],
)
def test_interval_follows_the_news(before, named, new, lasts, after):
    news = News(named, new, min(10, named), lasts and lasts * MINUTES)
    assert next_interval(before and before * MINUTES, news, Bounds()) == after * MINUTES


def test_bounds_of_the_site_file_hold():
    bounds = Bounds(30 * MINUTES, 45 * MINUTES)
    assert next_interval(40 * MINUTES, News(10, 0), bounds) == 45 * MINUTES
    assert next_interval(40 * MINUTES, News(10, 10), bounds) == 30 * MINUTES


@pytest.mark.parametrize(("failures", "minutes"), [(1, 10), (2, 20), (4, 80), (5, 120), (5000, 120)])
def test_failures_are_waited_out_longer_each_time_but_never_long(failures, minutes):
    assert retry_after(failures, Bounds()) == minutes * MINUTES


def test_pinned_article_does_not_make_a_list_seem_to_last():
    times = [NOON - hours * timedelta(hours=1) for hours in range(9)] + [NOON - timedelta(days=400)]
    assert read_news(times, 10, 1, NOON, by_date=False).lasts == timedelta(hours=8)
    assert read_news(times[:3], 3, 1, NOON, by_date=False).lasts is None


def test_first_articles_of_a_day_in_an_index_by_date_are_no_gap():
    news = read_news((), 1, 1, NOON, by_date=True)
    assert next_interval(60 * MINUTES, news, Bounds()) == 90 * MINUTES


@pytest.mark.parametrize(
    ("held", "told", "is_news", "lie"),
    [
        (('"1"', None), ('"1"', None), True, True),
        (('"1"', None), ('"1"', None), False, False),  # bytes that differ, such as a time of building
        (('"1"', "Mon"), ('"1"', "Tue"), True, False),
        ((None, "Mon"), (None, "Mon"), True, True),
        ((None, None), (None, None), True, False),
    ],
)
def test_lie_is_news_under_old_validators(held, told, is_news, lie):
    assert is_lie(held, told, is_news=is_news) is lie


@pytest.fixture
def store(tmp_path):
    with new_store(tmp_path) as opened:
        yield opened
    clock.set_source(None)


def channel_of(store):
    return store.channels("kabar")[0]


def test_next_poll_counts_from_the_beginning_of_the_run(store):
    poll(store, add_feed(store), "ba", has_next=False, planned_at=NOON, polled_at=later(minutes=7))
    assert channel_of(store).next_poll_at == later(minutes=10)


def test_walk_that_is_open_is_due(store):
    channel = add_feed(store)
    poll(store, channel, "dc")
    assert channel_of(store).next_poll_at == NOON
    poll(store, channel, "ba", page=2, has_next=False)
    assert channel_of(store).next_poll_at == later(minutes=10)


def unchanged(store, at, **changes):
    page = {"status": 304, "listing": None, "is_whole": False, "has_next": False, "polled_at": at}
    poll(store, channel_of(store), "", **{**page, **changes})


def test_list_is_asked_for_whole_after_an_hour_of_304_then_after_longer(store):
    poll(store, add_feed(store), "a", has_next=False, etag='"1"', payload_digest="d1")
    unchanged(store, later(minutes=50))
    assert channel_of(store).validators(later(minutes=59))
    assert channel_of(store).validators(later(minutes=60)) == {}
    unchanged(store, later(minutes=60), is_whole=True, payload_digest="d1", etag='"1"')
    assert channel_of(store).validators(later(minutes=179))
    assert channel_of(store).validators(later(minutes=180)) == {}


def test_validators_that_hid_news_are_not_sent_for_a_week(store):
    poll(store, add_feed(store), "a", has_next=False, etag='"1"', payload_digest="d1")
    poll(
        store,
        channel_of(store),
        "ba",
        has_next=False,
        etag='"1"',
        payload_digest="d2",
        polled_at=later(hours=1),
    )
    assert channel_of(store).lied_at == later(hours=1)
    assert channel_of(store).validators(later(hours=1, minutes=10)) == {}
    poll(
        store,
        channel_of(store),
        "cba",
        has_next=False,
        etag='"2"',
        payload_digest="d3",
        polled_at=later(days=7),
    )
    assert channel_of(store).validators(later(days=8)) == {}
    assert channel_of(store).validators(later(days=7, hours=1, minutes=59)) == {}
    poll(
        store,
        channel_of(store),
        "cba",
        has_next=False,
        etag='"2"',
        payload_digest="d3",
        polled_at=later(days=8),
    )
    assert channel_of(store).validators(later(days=8, minutes=10)) == {"If-None-Match": '"2"'}


def test_news_in_a_sitemap_calls_its_index_sooner(store):
    index = ChannelRef("https://kabar.example/sitemap.xml", ChannelKind.SITEMAP)
    (root,) = store.add_channels("kabar", [index], "robots.txt")
    part = ChannelRef("https://kabar.example/posts.xml", ChannelKind.SITEMAP)
    store.add_channels("kabar", [part], "sitemap", parent_id=root.id)
    for hours, letters in enumerate(("a", "a", "bcdefghij")):
        at = later(hours=hours)
        poll(store, store.channels("kabar")[0], "", listing=Listing(), has_next=False, polled_at=at)
        before = store.channels("kabar")[0].poll_every
        poll(store, store.channels("kabar")[1], letters, has_next=False, polled_at=at)
    assert before == 22 * MINUTES
    assert store.channels("kabar")[0].poll_every == 10 * MINUTES
    assert store.channels("kabar")[1].next_poll_at is None


def site_with(**revisits):
    return KABAR.model_validate({**KABAR.model_dump(), "revisits": revisits})


def test_site_that_was_never_crawled_is_due(store):
    due = store.due(KABAR, NOON)
    assert (due.is_now, due.channels, due.looks_done) == (True, 1, 0)


def test_nothing_is_due_until_the_next_poll_or_retry(store):
    store.mark_discovered("kabar")
    poll(store, add_feed(store), "a", has_next=False)
    assert store.due(KABAR, NOON).leads == 1
    store.record_outcome(Outcome(key_of(url_of("kabar-banua-a")), LeadState.FAILED, "http 500"), NOON)
    due = store.due(KABAR, later(minutes=8))
    assert (due.is_now, due.next_at) == (False, later(minutes=10))
    assert store.due(KABAR, later(minutes=9, seconds=30)).channels == 1  # a job that begins a moment early
    unchanged(store, later(minutes=55))
    assert store.due(KABAR, later(minutes=60)).leads == 1


def test_site_of_no_use_is_left_a_while_longer_each_time(store):
    for failures, minutes in ((1, 10), (2, 20), (3, 40)):
        store.note_usefulness("kabar", NOON, is_of_use=False)
        due = store.due(KABAR, later(minutes=minutes - 2))
        assert (due.is_now, due.next_at) == (False, later(minutes=minutes)), failures
    store.note_usefulness("kabar", NOON, is_of_use=True)
    assert store.due(KABAR, NOON).is_now


def test_looks_are_due_only_where_the_site_file_wants_them(store):
    clock.set_source(lambda: NOON)
    store.mark_discovered("kabar")
    archive_article(store, "a")
    unchanged(store, later(hours=1))
    assert store.due(KABAR, later(hours=1, minutes=1)).looks == 1
    assert store.due(site_with(enabled=False), later(hours=1, minutes=1)).looks == 0
    assert not store.due(site_with(budget=0), later(hours=1, minutes=1)).is_now


def test_channel_that_the_site_file_names_first_is_due(store):
    channels = ({"kind": ChannelKind.FEED, "url": "https://kabar.example/rss"},)
    site = KABAR.model_validate({**KABAR.model_dump(), "discovery": {"channels": channels}})
    assert replace(store.due(site, NOON), next_at=None).channels == 1


def gap_of(store):
    """Let a feed of two entries move on by more than it holds."""
    channel = add_feed(store)
    poll(store, channel, "ba", has_next=False)
    return poll(store, channel, "dc", has_next=False, polled_at=later(hours=1)).gap_id


def walk_back(store, channel, gap_id=None, since=date(2026, 2, 1), until=None):
    return store.backlog.begin(
        channel, (since, until), NOON, ("https://kabar.example/sitemap.xml", None), gap_id
    )


def settle_all(store):
    for letter in "abcd":
        store.record_outcome(
            Outcome(key_of(url_of(f"kabar-banua-{letter}")), LeadState.VANISHED, "http 404"), NOON
        )


def test_open_gap_is_due_though_its_channel_is_not_and_waits_where_its_list_fails(store):
    store.mark_discovered("kabar")
    gap_id = gap_of(store)
    settle_all(store)
    at = later(hours=1, minutes=1)
    due = store.due(KABAR, at)
    assert (due.is_now, due.channels, due.leads, due.gaps) == (True, 0, 0, 1)
    walk = walk_back(store, channel_of(store), gap_id)
    assert store.due(KABAR, at).gaps == 1  # it was stopped on its way
    for minutes in (10, 20):
        store.backlog.put_off(walk, at)
        (walk,) = store.backlog.unfinished("kabar", walk.since, walk.until, gap_id)
        assert walk.retry_at == at + minutes * MINUTES
        assert store.due(KABAR, at).gaps == 0
    assert store.due(KABAR, at).next_at == later(hours=1, minutes=10)  # its channel's
    assert store.due(KABAR, walk.retry_at).gaps == 1
    store.backlog.advance(BackfillStep(walk), at)
    (gap,) = store.backlog.due_gaps("kabar", at)  # all its lists were read: what became of it is to be said
    store.backlog.settle_gap(gap, at)
    assert store.due(KABAR, at).gaps == 0


def test_backfill_that_was_stopped_is_due_the_newest_days_first_until_it_is_ended(store):
    store.mark_discovered("kabar")
    poll(store, add_feed(store), "", has_next=False)
    days = [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2026, 2, 1), None),
        (date(2025, 7, 1), date(2025, 9, 1)),
    ]
    for since, until in days:
        walk_back(store, channel_of(store), since=since, until=until)
    due = store.due(KABAR, later(minutes=1))
    assert (due.is_now, due.channels, due.backfills) == (True, 0, 3)
    walks = store.backlog.open_walks("kabar")
    assert [walk.since for walk in walks] == [date(2026, 2, 1), date(2025, 7, 1), date(2025, 1, 1)]
    store.backlog.put_off(walks[0], NOON)
    assert store.due(KABAR, later(minutes=1)).backfills == 2
    assert store.backlog.end_walks("kabar", NOON) == 3
    due = store.due(KABAR, later(minutes=1))
    assert (due.is_now, due.backfills) == (False, 0)
