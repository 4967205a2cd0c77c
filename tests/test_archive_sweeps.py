"""Sweeps: what one request tells of many articles, how far it is believed, and what an audit makes of that."""

from dataclasses import replace
from datetime import timedelta

import pytest
from archive_samples import KABAR, NOON, article_of, fetched, later, new_store, url_of

from crawler.discovery import changes_url, posts_url
from crawler.revisits import Revisits
from pipelines import clock
from pipelines.archive import ArchiveError, Poll, SweepResult
from pipelines.archive.sweeps import REST
from pipelines.items import ChannelKind, ChannelRef, Finding, Lead, Listing, Look

POSTS = "https://kabar.example/wp-json/wp/v2/posts"
SLUGS = "abcde"
LAST = {"e": later(hours=1, minutes=4)}  # when each was modified last, where that was after noon
CHANGED = later(hours=2)


def lead_of(slug, modified_at=None):
    return Lead(
        url_of(slug), modified_at=modified_at or LAST.get(slug, NOON), post_id=100 + SLUGS.index(slug)
    )


@pytest.fixture
def store(tmp_path):
    """An archive of five posts, all due after an hour, whose channel was just asked what it changed."""
    clock.set_source(lambda: NOON)
    with new_store(tmp_path) as opened:
        (channel,) = opened.add_channels("kabar", [ChannelRef(POSTS, ChannelKind.WORDPRESS)], "homepage")
        poll(opened, channel)
        for slug in SLUGS:
            opened.record_outcome(fetched(url_of(slug), article_of(url_of(slug)), slug.encode() * 200), NOON)
        opened.sweeps.record(opened.sweeps.next("kabar", NOON, ()), (), later(hours=2))
        yield opened
    clock.set_source(None)


def poll(store, channel):
    listing = Listing(tuple(lead_of(slug, NOON) for slug in SLUGS))
    store.record_poll(Poll(channel.id, POSTS, NOON, status=200, listing=listing))


def look(store, article_id, finding=Finding.UNCHANGED, at=CHANGED, text=None):
    article = article_of(url_of(SLUGS[article_id - 1]), text) if text else None
    return store.record_look(Look(article_id, None if text else finding, "", 200, article=article), at)


def trust(store):
    """Let the channel be right three times, about the fifth article."""
    for minutes in range(0, 6, 2):
        told = Listing((lead_of("e", later(hours=1, minutes=minutes)),))
        store.record_poll(Poll(1, POSTS, later(hours=1, minutes=minutes), listing=told))
        text = f"BANJARMASIN - Air naik {minutes + 2} meter.\nWarga mengungsi."
        look(store, 5, at=later(hours=1, minutes=minutes + 1), text=text)


def sweep(store, *leads, at=CHANGED):
    return store.sweeps.record(store.sweeps.next("kabar", at, ()), leads, at)


def due(store, at=CHANGED):
    found = []
    while revisit := store.next_revisit("kabar", at, found):
        found.append(revisit.article_id)
    return found


def test_due_articles_are_asked_about_by_their_numbers(store):
    asked = store.sweeps.next("kabar", CHANGED, ())
    assert asked.posts == {100: 1, 101: 2, 102: 3, 103: 4, 104: 5}
    assert store.sweeps.next("kabar", CHANGED, (1, 2, 3)) is None  # the pages of two are asked for sooner
    assert store.sweeps.next("kabar", later(minutes=1), ()) is None


def test_channel_that_is_not_proven_spares_no_look(store):
    assert sweep(store, *(lead_of(slug, NOON) for slug in SLUGS)) == SweepResult()
    assert sorted(due(store)) == [1, 2, 3, 4, 5]


def test_proven_channel_spares_nine_looks_in_ten(store):
    trust(store)
    made = 0
    for hours in range(3, 33):
        at = later(hours=hours)
        asked = store.sweeps.next("kabar", at, ())
        if asked is None or not asked.posts:
            asked = asked and (store.sweeps.record(asked, (), at), store.sweeps.next("kabar", at, ()))[1]
        if asked is None:
            continue
        store.sweeps.record(asked, [lead_of(SLUGS[article - 1]) for article in asked.posts.values()], at)
        for article_id in due(store, at):
            made += 1
            look(store, article_id, at=at)
    rows = store._archive.execute("SELECT sum(made), sum(vouched) FROM looks_by_day").fetchone()
    assert made == rows[0] - 3
    assert 5 * made < rows[1]


def test_what_is_modified_is_due_at_once_and_what_is_missing_is_looked_at(store):
    trust(store)
    told = sweep(store, lead_of("a", later(hours=1, minutes=50)), lead_of("b"))
    assert (told.modified, told.missing) == (1, 2)
    assert due(store)[0] == 1
    assert {3, 4} <= set(due(store))


def test_change_that_was_kept_silent_costs_the_trust(store):
    trust(store)
    store._archive.execute("UPDATE watches SET vouched = 10 - article_id")  # each is an audit
    assert sweep(store, *map(lead_of, "abcd")).vouched == 0
    look(store, 1, text="BANJARMASIN - Air naik sembilan meter.\nWarga mengungsi.")
    right, missed = store._archive.execute("SELECT hints_right, hints_missed FROM channels").fetchone()
    assert (right, missed) == (0, 1)


def test_answer_to_another_question_is_an_error_and_ends_sweeps_for_a_day(store):
    asked = store.sweeps.next("kabar", CHANGED, ())
    with pytest.raises(ArchiveError, match="not asked for"):
        store.sweeps.record(asked, [replace(lead_of("a"), post_id=7)], CHANGED)
    store.sweeps.fail(asked, CHANGED)
    assert store.sweeps.next("kabar", CHANGED + REST - timedelta(hours=1), ()) is None
    assert store.sweeps.next("kabar", CHANGED + REST, ()) is not None


def test_what_changed_lately_is_asked_for_once_an_hour(store):
    at = later(hours=3)
    asked = store.sweeps.next("kabar", at, ())
    assert (asked.since, dict(asked.posts)) == (CHANGED, {})
    changed = [lead_of("c", later(hours=2, minutes=40))]
    assert store.sweeps.record(asked, changed, at).modified == 1
    assert due(store, later(minutes=5)) == [3]
    assert store.sweeps.next("kabar", at, ()).since is None


def test_sweeps_come_before_looks_and_are_counted(store):
    revisits = Revisits(KABAR)
    visit = revisits.take(store, CHANGED)
    assert visit.url == posts_url(POSTS, [100, 101, 102, 103, 104])
    assert revisits.take(store, CHANGED).revisit is not None
    revisits.count_sweep(SweepResult(vouched=3))
    assert revisits.tell() == "3 vouched for"


def test_addresses_of_sweeps():
    assert (
        posts_url(POSTS, [7, 8])
        == f"{POSTS}?include=7,8&_fields=id,link,date_gmt,modified_gmt,title&per_page=100"
    )
    assert "modified_after=2026-02-28T04:00:00&orderby=modified&order=desc" in changes_url(POSTS, NOON)
