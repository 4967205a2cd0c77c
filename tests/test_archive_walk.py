"""The walk over a channel's list pages: where it opens, where it ends, and that a kill does not shorten it."""

import pytest
from archive_samples import KABAR, NOON, add_feed, later, new_store, poll, rows, url_of

from pipelines.archive import PollResult
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing


def walk_over(store, channel, *pages, **changes):
    """Record list pages in turn, the last without a next one; return the pages that were asked for."""
    read = []
    for number, slugs in enumerate(pages, start=1):
        result = poll(store, channel, slugs, page=number, has_next=number < len(pages), **changes)
        read.append(slugs)
        if not result.walk_on:
            break
    return read


@pytest.mark.parametrize(
    ("before", "pages", "read"),
    [
        ([], ["dcba"], ["dcba"]),  # one page is the whole list
        ([], ["fe", "dc", "ba"], ["fe", "dc", "ba"]),  # a channel seen for the first time: to its end
        (["cb"], ["ed", "cb", "a"], ["ed", "cb"]),  # to what was known
        (["cba"], ["cba", "zy"], ["cba"]),  # nothing new: the walk does not open
        (["cba"], ["dcb", "a"], ["dcb"]),  # the first page overlaps by itself
        (["cba"], ["cfe", "dcb", "a"], ["cfe", "dcb"]),  # a pinned article is not known ground
        (["cba"], ["", "zy"], [""]),  # an empty list
        (["cba"], ["gf", "", "ed"], ["gf", "", "ed"]),  # a page of other things
    ],
)
def test_walk_goes_on_until_known_ground(tmp_path, before, pages, read):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        walk_over(store, channel, *before)
        assert walk_over(store, channel, *pages) == read
        assert store.channels("kabar")[0].walk_since is None


@pytest.mark.parametrize(
    ("killed_after", "read"),
    [
        (["hg"], ["hg", "fe", "dc"]),  # what it recorded itself is not known ground
        (["hg", "fe"], ["hg", "fe", "dc"]),
    ],
)
def test_killed_walk_is_walked_again_from_page_one(tmp_path, killed_after, read):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        walk_over(store, channel, "dc")
        for number, slugs in enumerate(killed_after, start=1):
            assert poll(store, channel, slugs, page=number).walk_on
        assert store.channels("kabar")[0].walk_since == NOON
        assert walk_over(store, channel, "hg", "fe", "dc", "ba", polled_at=later(hours=3)) == read


def test_killed_walk_keeps_its_first_time_and_stops_before_newer_leads_do(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        walk_over(store, channel, "ba")
        poll(store, channel, "fe")
        assert poll(store, channel, "hg", polled_at=later(hours=3)) == PollResult(
            2, overlap=False, walk_on=True
        )
        assert store.channels("kabar")[0].walk_since == NOON
        assert not poll(store, channel, "ba", page=4).walk_on


def test_two_walks_within_a_second_are_two(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        walk_over(store, channel, "ba")
        assert poll(store, channel, "cba") == PollResult(1, overlap=True, walk_on=False)


def test_failed_page_leaves_the_walk_open(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "dc")
        result = poll(store, channel, "", page=2, listing=None, error="http 500", status=500)
        assert result == PollResult(0, overlap=False, walk_on=False)
        (row,) = store.channels("kabar")
        assert (row.walk_since, row.failures, row.last_error, row.status) == (NOON, 1, "http 500", 500)


def test_cut_walk_is_closed_and_noted(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "dc")
        store.cut_walk(channel.id)
        (row,) = store.channels("kabar")
        assert row.walk_since is None
        assert row.walk_cut is not None
        assert walk_over(store, channel, "fe", "dc", "ba") == ["fe", "dc"]


def test_validators_are_believed_only_between_walks(tmp_path):
    told = {"etag": '"1"', "last_modified": "Sun, 01 Mar 2026 04:00:00 GMT", "payload_digest": "d1"}
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "dc", **told)
        (row,) = store.channels("kabar")
        assert (row.validators(NOON), row.known_digest, row.etag) == ({}, None, '"1"')
        poll(store, channel, "ba", page=2, has_next=False, etag='"2"', payload_digest="d2")
        (row,) = store.channels("kabar")
        assert row.validators(NOON) == {"If-None-Match": '"1"', "If-Modified-Since": told["last_modified"]}
        assert row.known_digest == "d1"


def test_unchanged_page_keeps_its_validators(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "a", has_next=False, etag='"1"', payload_digest="d1")
        poll(store, channel, "", status=304, listing=None, polled_at=later(hours=1))
        (row,) = store.channels("kabar")
        assert (row.validators(NOON), row.known_digest) == ({"If-None-Match": '"1"'}, "d1")
        assert (row.polled_at, row.status) == (later(hours=1), 304)


def test_failed_poll_keeps_validators_and_counts(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "a", has_next=False, etag='"1"')
        for _ in range(2):
            poll(store, channel, "", status=None, listing=None, error="TimeoutError")
        (row,) = store.channels("kabar")
        assert (row.failures, row.validators(NOON)) == (2, {"If-None-Match": '"1"'})
        poll(store, channel, "a", has_next=False)
        (row,) = store.channels("kabar")
        assert (row.failures, row.last_error, row.validators(NOON)) == (0, None, {})


def test_poll_without_news_writes_its_channel_alone(tmp_path):
    with new_store(tmp_path) as store:
        channel = add_feed(store)
        poll(store, channel, "cba", has_next=False)
        store.flush()
        before = store._archive.conn.total_changes
        assert poll(store, channel, "cba", has_next=True) == PollResult(0, overlap=True, walk_on=False)
        assert store._archive.conn.total_changes == before + 1


def test_ledger_says_which_channel_named_what_first(tmp_path):
    with new_store(tmp_path) as store:
        feed = add_feed(store)
        (index,) = store.add_channels(
            "kabar", [ChannelRef("https://kabar.example/indeks", ChannelKind.INDEX)], "probe"
        )
        assert poll(store, feed, "ab").new_leads == 2
        assert poll(store, index, "bc", polled_at=later(hours=1)).new_leads == 1
        poll(store, feed, "ab", polled_at=later(hours=2))
    assert rows(tmp_path, "SELECT channel_id, lead_id, first_seen_at FROM advertised ORDER BY 1, 2") == [
        (feed.id, 1, "2026-03-01T04:00:00Z"),
        (feed.id, 2, "2026-03-01T04:00:00Z"),
        (index.id, 2, "2026-03-01T05:00:00Z"),
        (index.id, 3, "2026-03-01T05:00:00Z"),
    ]


def test_second_channel_says_when_a_pending_lead_was_published(tmp_path):
    url = url_of("banjir-di-martapura")
    with new_store(tmp_path) as store:
        poll(store, add_feed(store), "", listing=Listing((Lead(url),)))
        (news,) = store.add_channels(
            "kabar", [ChannelRef("https://kabar.example/news.xml", ChannelKind.NEWS_SITEMAP)], "robots.txt"
        )
        poll(store, news, "", listing=Listing((Lead(url, "Banjir", NOON),)))
        (lead,) = store.pending("kabar", NOON, 10)
        assert (lead.title, lead.published_at) == ("Banjir", NOON)


def test_addresses_that_are_none_and_doubles_are_left_out(tmp_path):
    urls = [url_of("banjir-1"), "javascript:x", "https://kabar.example/" + "a" * 3000, url_of("banjir-1#top")]
    with new_store(tmp_path) as store:
        result = poll(store, add_feed(store), "", listing=Listing(tuple(map(Lead, urls))))
        assert result.new_leads == 1
        assert [lead.url for lead in store.pending(KABAR.id, NOON, 10)] == [url_of("banjir-1")]


def test_long_list_is_one_poll(tmp_path):
    leads = tuple(Lead(url_of(f"banjir-di-kampung-{number}")) for number in range(5_000))
    with new_store(tmp_path) as store:
        assert poll(store, add_feed(store), "", listing=Listing(leads)).new_leads == 5_000
        assert store.due_count(["kabar"], NOON) == 5_000


@pytest.mark.parametrize(
    ("pages", "read"),
    [
        (["fcb", "dca", "z"], ["fcb", "dca", "z"]),  # old ones in the sidebar are not the end of the list
        (["fcb", "cba", "z"], ["fcb", "cba"]),  # a page of nothing new is
    ],
)
def test_index_page_is_known_ground_only_as_a_whole(tmp_path, pages, read):
    with new_store(tmp_path) as store:
        (channel,) = store.add_channels(
            "kabar", [ChannelRef("https://kabar.test/indeks", ChannelKind.INDEX)], "x"
        )
        walk_over(store, channel, "cba")
        assert walk_over(store, channel, *pages) == read


@pytest.mark.parametrize("today", ["", "cba"])
def test_index_by_date_is_walked_to_the_days_that_are_left(tmp_path, today):
    with new_store(tmp_path) as store:
        (channel,) = store.add_channels(
            "kabar", [ChannelRef("https://kabar.test/indeks", ChannelKind.INDEX)], "x"
        )
        walk_over(store, channel, "cba")
        assert poll(store, channel, today, has_next=False, days_left=True).walk_on
        assert not poll(store, channel, "fe", page=2, has_next=False).walk_on
