"""What a site published in a month: which of its witnesses is believed, and when none can be."""

from datetime import timedelta

import pytest
from archive_samples import KABAR, NOON, archive_article, new_store, rows, url_of

from pipelines import clock
from pipelines.archive import BackfillStep, Poll
from pipelines.archive.checks import check_archive
from pipelines.archive.merge import merge
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing

MONTH = "SELECT announced, told_by, archived, missing FROM ledger_by_month WHERE month = '2026-03'"
SITEMAP, NEWS, API = ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP, ChannelKind.WORDPRESS


@pytest.fixture
def store(tmp_path):
    """An archive of one article of March, crawled since February."""
    clock.set_source(lambda: NOON - timedelta(days=20))
    with new_store(tmp_path / "ours") as opened:
        archive_article(opened, "banjir")
        yield opened
    clock.set_source(None)


def add(store, kind, name):
    (channel,) = store.add_channels(
        "kabar", [ChannelRef(f"https://kabar.example/{name}", kind)], "robots.txt"
    )
    return channel


def read(store, channel, *slugs, months=None, told_by="sitemap addresses", at=NOON, **changes):
    leads = tuple(Lead(url_of(slug), published_at=at) for slug in slugs)
    poll = Poll(
        channel.id,
        channel.url,
        at,
        status=200,
        listing=Listing(leads),
        months=months,
        months_by=told_by,
        **changes,
    )
    store.record_poll(poll)


def march(store):
    store.flush()
    return [tuple(row) for row in rows(store.path.parent, MONTH)]


def test_month_of_a_site_that_tells_nothing_is_unknowable(store):
    assert march(store) == [(None, "unknowable", 1, None)]
    add(store, API, "wp-json/wp/v2/posts")
    assert march(store) == [(None, "not asked", 1, None)]


def test_sitemaps_count_together_once_all_were_read(store):
    first, second = add(store, SITEMAP, "post-sitemap1.xml"), add(store, SITEMAP, "post-sitemap2.xml")
    read(store, first, months={"2026-03": 7, "2026-02": 90})
    assert march(store) == [(None, "unknowable", 1, None)]
    read(store, second, months={"2026-03": 2, "": 3})
    assert march(store) == [(9, "sitemap addresses", 1, 8)]
    read(store, second, months={"2026-03": 1})  # as it is now
    assert march(store) == [(8, "sitemap addresses", 1, 7)]
    store.record_poll(Poll(first.id, first.url, NOON, status=500, error="http 500"))
    assert march(store) == [(None, "unknowable", 1, None)]


def test_entries_without_a_day_make_the_others_no_count(store):
    read(store, add(store, SITEMAP, "post-sitemap.xml"), months={"2026-03": 7, "": 2})
    assert march(store) == [(None, "unknowable", 1, None)]


def test_news_sitemap_counts_what_it_named_in_a_month_that_it_was_followed(store):
    news = add(store, NEWS, "news.xml")
    for day, slugs in enumerate(("ab", "bc", "cd")):
        read(store, news, *slugs, at=NOON + timedelta(days=day))
    assert march(store) == [(4, "news sitemap", 1, 3)]
    store._archive.execute(
        "UPDATE channels SET first_seen_at = '2026-03-02T00:00:00Z' WHERE id = ?", [news.id]
    )
    assert march(store) == [(None, "unknowable", 1, None)]


def test_news_sitemap_with_a_gap_counts_nothing(store):
    news = add(store, NEWS, "news.xml")
    read(store, news, "a", "b")
    read(store, news, "c", "d", at=NOON + timedelta(days=5))  # nothing that was known
    assert march(store) == [(None, "unknowable", 1, None)]


def test_wordpress_is_believed_before_sitemaps_and_month_sitemaps_before_news(store):
    for day in range(2):
        read(store, add(store, NEWS, "news.xml"), "abc"[day], "b", at=NOON + timedelta(days=day))
    read(store, add(store, SITEMAP, "sitemap-2026-03.xml"), months={"2026-03": 5}, told_by="month sitemap")
    assert march(store) == [(5, "month sitemap", 1, 4)]
    api = add(store, API, "wp-json/wp/v2/posts")
    row = store.backlog.begin(api, (NOON.date(), None), NOON, (api.url, None), None)
    store.backlog.advance(BackfillStep(row, month=("2026-03", 6)), NOON)
    assert march(store) == [(6, "wordpress", 1, 5)]


def test_merge_takes_over_what_sitemaps_told(store, tmp_path):
    read(store, add(store, SITEMAP, "sitemap-2026-03.xml"), months={"2026-03": 5}, told_by="month sitemap")
    store.flush()
    with new_store(tmp_path / "other", KABAR):
        pass
    for _ in range(2):
        merge(tmp_path / "other", tmp_path / "ours")
    query = "SELECT month, announced, told_by FROM sitemap_months"
    assert [tuple(row) for row in rows(tmp_path / "other", query)] == [("2026-03", 5, "month sitemap")]
    assert all(check.is_right for check in check_archive(tmp_path / "other"))
