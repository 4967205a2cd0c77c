"""What was left open is gone on with: gaps first, backfills last and within their share, one list page at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from archive_samples import KABAR, NOON, add_feed, later, new_store, poll

from crawler import backfills
from crawler.backfills import PAGES_A_RUN
from crawler.discovery import Days
from crawler.frontier import Frontier
from pipelines import clock
from pipelines.archive import BackfillStep
from pipelines.catalogue import ChannelSpec, Discovery
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Outcome
from pipelines.visits import Recorded, Visit

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


NOW = later(hours=2)


@pytest.fixture
def store(tmp_path):
    clock.set_source(lambda: NOW)
    with new_store(tmp_path) as opened:
        opened.mark_discovered("kabar")
        yield opened
    clock.set_source(None)


def add_sitemap(store, polled_at=NOW):
    ref = ChannelRef("https://kabar.example/sitemap.xml", ChannelKind.SITEMAP)
    (channel,) = store.add_channels("kabar", [ref], "robots.txt")
    poll(store, channel, "", has_next=False, polled_at=polled_at)
    return channel


def begin(store, channel, days, page=1):
    return store.backlog.begin(channel, days, NOON, (f"{channel.url}?page={page}", None), None)


def due_frontier(store, **options):
    return Frontier(store, [KABAR], due_only=True, **options)


def read_page(store, frontier, visit, *slugs, more=False):
    """Record a list page of a walk back that names these leads, and tell the frontier."""
    leads = tuple(Lead(f"https://kabar.example/berita/{slug}") for slug in slugs)
    store.backlog.name_leads(visit.backfill, leads, NOON)
    row = store.backlog.advance(
        BackfillStep(visit.backfill, leads, next_url=visit.url + "0" if more else None), NOON
    )
    frontier.finish(Recorded(visit, backfill=row))


def test_walk_that_was_stopped_goes_on_after_what_is_new_and_fetches_what_it_named(store):
    channel = add_sitemap(store)
    begin(store, channel, JANUARY, page=5)
    begin(store, channel, FEBRUARY, page=3)
    frontier = due_frontier(store)
    visit = frontier.next_visit()
    assert visit.url.endswith("?page=3")  # the newer days
    read_page(store, frontier, visit, "banjir-di-hulu-sungai-tengah")
    lead = frontier.next_visit()
    assert lead.lead is not None
    frontier.finish(
        Recorded(lead, state=store.record_outcome(Outcome(lead.lead.key, LeadState.VANISHED, ""), NOON))
    )
    assert frontier.next_visit().url.endswith("?page=5")
    told = frontier.queues["kabar"].backfills.tell()
    assert told.startswith("1 articles since 2026-01-01 named in 1 requests")


def test_run_does_its_share_of_a_walk_and_the_next_one_goes_on(store):
    begin(store, add_sitemap(store), FEBRUARY)
    for _ in range(2):
        frontier, pages = due_frontier(store), 0
        while visit := frontier.next_visit():
            read_page(store, frontier, visit, more=True)
            pages += 1
        assert pages == PAGES_A_RUN
        assert not frontier.has_pending()
    assert store.backlog.open_walks("kabar")[0].requests == 2 * PAGES_A_RUN


def test_run_that_is_late_reads_one_page_more_at_most(store, monkeypatch):
    begin(store, add_sitemap(store), FEBRUARY)
    frontier = due_frontier(store, max_seconds=100)
    read_page(store, frontier, frontier.next_visit(), more=True)
    began = frontier.queues["kabar"].backfills.began
    monkeypatch.setattr(backfills, "monotonic", lambda: began + 51)
    assert frontier.next_visit() is None


def test_crawl_that_polls_everything_leaves_walks_where_they_are(store):
    channel = add_sitemap(store)
    begin(store, channel, FEBRUARY)
    frontier = Frontier(store, [KABAR])
    visit = frontier.next_visit()
    assert (visit.url, visit.backfill) == (channel.url, None)


def test_walk_whose_list_fails_waits_and_holds_up_no_other(store):
    channel = add_sitemap(store)
    begin(store, channel, JANUARY)
    begin(store, channel, FEBRUARY)
    frontier = due_frontier(store)
    visit = frontier.next_visit()
    frontier.finish(Recorded(visit, error="http 503", backfill=visit.backfill))
    assert frontier.next_visit().backfill.since == JANUARY[0]
    waiting = store.backlog.open_walks("kabar")[0]
    assert (waiting.since, waiting.retry_at) == (FEBRUARY[0], later(hours=2, minutes=10))


@pytest.mark.parametrize("names_a_list", [False, True])
def test_days_asked_for_while_the_homepage_fails_are_walked_back_once_it_tells_the_lists(
    tmp_path, names_a_list
):
    spec = ChannelSpec(url="https://kabar.example/feed/", kind=ChannelKind.FEED)
    site = KABAR.model_copy(update={"discovery": Discovery(channels=(spec,))}) if names_a_list else KABAR
    home = Recorded(Visit(site, site.homepage))
    with new_store(tmp_path, site) as store:
        frontier = Frontier(store, [site], days=Days(*FEBRUARY))
        assert frontier.next_visit().url == site.homepage
        frontier.finish(replace(home, error="http 502"))
        assert frontier.next_visit() is None
        (waiting,) = store.backlog.wanted_days("kabar")
        assert ((waiting.since, waiting.until), waiting.failures) == (FEBRUARY, 1)
        assert not store.due(site, clock.now()).backfills
        now = waiting.retry_at
        assert store.due(site, now).backfills == 1
        clock.set_source(lambda: now)
        frontier, visits = Frontier(store, [site], due_only=True), []
        while visit := frontier.next_visit():
            visits.append(visit)
            if visit.url == site.homepage:
                channel = add_sitemap(store)
                store.mark_discovered("kabar")
            if visit.backfill is not None:
                break
            frontier.finish(Recorded(visit))
        clock.set_source(None)
        assert [visit.url for visit in visits].count(site.homepage) == 1
        assert (visit.url, visit.backfill.since) == (channel.url, FEBRUARY[0])
        assert store.backlog.wanted_days("kabar") == []


def test_days_that_wait_for_lists_are_ended_by_the_operator(tmp_path):
    with new_store(tmp_path) as store:
        Frontier(store, [KABAR], days=Days(*FEBRUARY))
        assert store.backlog.end_walks("kabar", NOON) == 1
        assert store.backlog.wanted_days("kabar") == []


def test_gap_that_was_found_is_filled_by_the_next_run_though_its_channel_is_not_due(store):
    add_sitemap(store, polled_at=NOW - timedelta(minutes=5))
    feed = add_feed(store)
    poll(store, feed, "ba", has_next=False)
    poll(store, feed, "dc", has_next=False, polled_at=NOW - timedelta(minutes=1))
    frontier = due_frontier(store)
    visit = frontier.next_visit()
    assert (visit.url, visit.backfill.gap_id) == ("https://kabar.example/sitemap.xml", 1)
    assert not [each for each in frontier.queues["kabar"].visits if each.backfill is None]
