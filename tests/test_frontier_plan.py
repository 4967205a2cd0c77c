"""What each site is asked next: discovery, channels, leads; one thing at a time, newest first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.frontier import LOOK_AHEAD, Frontier, is_due
from pipelines.archive import Poll, open_store
from pipelines.catalogue import ChannelSpec, Discovery, Site
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Listing, Outcome
from pipelines.visits import Recorded

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def site(name, *channels, **discovery):
    specs = tuple(ChannelSpec(kind=kind, url=f"https://{name}.test/{path}") for kind, path in channels)
    return Site(
        id=name, name=name, homepage=f"https://{name}.test/", discovery=Discovery(channels=specs, **discovery)
    )


FEED = (ChannelKind.FEED, "feed")


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        yield opened


def plan(store, *sites):
    store.sync_sites(sites)
    return Frontier(store, sites)


def record_poll(store, frontier, visit, *slugs, **changes):
    """Record a list page that names these addresses, and tell the frontier."""
    leads = tuple(
        Lead(f"https://{visit.site.id}.test/2026/03/01/{slug}", published_at=NOON) for slug in slugs
    )
    poll = Poll(
        visit.channel.id, visit.url, NOON, page=visit.page, status=200, listing=Listing(leads), **changes
    )
    onwards = replace(visit, page=visit.page + 1, day_page=visit.day_page + 1) if poll.has_next else None
    result = store.record_poll(poll)
    frontier.finish(Recorded(visit, poll=result, next_visit=onwards if result.walk_on else None))


def test_site_without_channels_is_discovered_first(store):
    frontier = plan(store, site("kabar"))
    visit = frontier.next_visit()
    assert (visit.url, visit.channel, visit.lead) == ("https://kabar.test/", None, None)


def test_what_was_discovered_is_remembered(store):
    store.sync_sites([site("kabar")])
    store.add_channels("kabar", [ChannelRef("https://kabar.test/feed", ChannelKind.FEED)], "homepage")
    store.mark_discovered("kabar")
    assert plan(store, site("kabar")).next_visit().url == "https://kabar.test/feed"


def test_channel_that_left_the_site_file_rests(store):
    plan(store, site("kabar", FEED))
    frontier = plan(store, site("kabar", (ChannelKind.FEED, "rss")))
    assert frontier.next_visit().url == "https://kabar.test/rss"
    assert not frontier.queues["kabar"].visits


def test_site_is_asked_one_thing_at_a_time_and_sites_in_turn(store):
    frontier = plan(store, site("kabar", FEED, (ChannelKind.FEED, "rss")), site("suara", FEED))
    first, second = frontier.next_visit(), frontier.next_visit()
    assert {first.site.id, second.site.id} == {"kabar", "suara"}
    assert frontier.next_visit() is None
    kabar = first if first.site.id == "kabar" else second
    record_poll(store, frontier, kabar)
    assert frontier.next_visit().url == "https://kabar.test/rss"


def test_channels_come_before_leads_and_lists_are_walked_first(store):
    frontier = plan(store, site("kabar", FEED, (ChannelKind.FEED, "rss")))
    record_poll(store, frontier, frontier.next_visit(), "a-b-c-d", has_next=True)
    assert frontier.next_visit().page == 2


def test_leads_are_visited_without_their_trackers_and_never_twice_in_a_run(store):
    frontier = plan(store, site("kabar", FEED))
    record_poll(store, frontier, frontier.next_visit(), "banjir-di-hulu-sungai?utm_source=rss")
    visit = frontier.next_visit()
    assert visit.url == "https://kabar.test/2026/03/01/banjir-di-hulu-sungai"
    frontier.abandon(visit)
    assert frontier.next_visit() is None
    assert not frontier.has_pending()
    assert frontier.queues["kabar"].failed


def test_only_a_few_leads_are_held_in_memory(store):
    frontier = plan(store, site("kabar", FEED))
    record_poll(store, frontier, frontier.next_visit(), *(f"berita-nomor-{n}-hari-ini" for n in range(100)))
    visited = 0
    while visit := frontier.next_visit():
        assert len(frontier.queues["kabar"].leads) <= LOOK_AHEAD
        state = store.record_outcome(Outcome(visit.lead.key, LeadState.VANISHED, "http 404"), NOON)
        frontier.finish(Recorded(visit, state=state))
        visited += 1
    assert visited == 100


def test_walk_is_cut_at_the_limit_and_noted_as_a_gap(store):
    frontier = plan(store, site("kabar", FEED, max_pages=2))
    for page in ("a", "b"):
        record_poll(store, frontier, frontier.next_visit(), f"berita-{page}-hari-ini", has_next=True)
    (channel,) = store.channels("kabar")
    assert channel.walk_cut is not None
    assert frontier.next_visit().lead is not None


@pytest.mark.parametrize("changed", [True, False])
def test_sitemaps_of_an_index_follow_it_even_when_it_is_unchanged(store, changed):
    frontier = plan(store, site("kabar", (ChannelKind.SITEMAP, "sitemap.xml")))
    visit = frontier.next_visit()
    store.add_channels(
        "kabar",
        [ChannelRef("https://kabar.test/1.xml", ChannelKind.SITEMAP)],
        "sitemap",
        parent_id=visit.channel.id,
    )
    listing = Listing() if changed else None
    result = store.record_poll(
        Poll(visit.channel.id, visit.url, NOON, status=200 if changed else 304, listing=listing)
    )
    frontier.finish(Recorded(visit, poll=result))
    assert frontier.next_visit().url == "https://kabar.test/1.xml"


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"polled_at": None}, True),
        ({}, False),
        ({"advertised_modified_at": None}, True),
        ({"advertised_modified_at": NOON + timedelta(hours=2)}, True),
        ({"walk_since": NOON}, True),
        ({"last_error": "http 500"}, True),
    ],
)
def test_sitemap_of_an_index_is_due_when_it_may_hold_something_new(store, changes, due):
    store.sync_sites([site("kabar")])
    ref = ChannelRef("https://kabar.test/sitemap-1.xml", ChannelKind.SITEMAP, NOON)
    (channel,) = store.add_channels("kabar", [ref], "sitemap")
    polled = replace(channel, polled_at=NOON + timedelta(hours=1))
    assert is_due(replace(polled, **changes)) is due
