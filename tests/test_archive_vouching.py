"""Sitemaps that tell when articles were modified: how far that is believed, and how many looks it spares."""

from datetime import timedelta

import pytest
from archive_samples import KABAR, NOON, article_of, fetched, later, new_store, url_of
from click.testing import CliRunner

from crawler.cli import main
from crawler.frontier import Frontier
from pipelines import clock
from pipelines.archive import Poll
from pipelines.items import ChannelKind, ChannelRef, Finding, Lead, Listing, Look
from pipelines.visits import Recorded

SITEMAP = ChannelRef("https://kabar.example/post-sitemap.xml", ChannelKind.SITEMAP, NOON - timedelta(days=9))
INDEX = ChannelRef("https://kabar.example/sitemap.xml", ChannelKind.SITEMAP)
SLUGS = "abcde"
PROVEN = later(hours=2)


@pytest.fixture
def store(tmp_path):
    """An archive of five articles, which a sitemap in an index names with the times of their last changes."""
    clock.set_source(lambda: NOON)
    with new_store(tmp_path) as opened:
        (index,) = opened.add_channels("kabar", [INDEX], "robots.txt")
        opened.add_channels("kabar", [SITEMAP], "sitemap", parent_id=index.id)
        read(opened, NOON)
        for slug in SLUGS:
            opened.record_outcome(fetched(url_of(slug), article_of(url_of(slug)), slug.encode() * 200), NOON)
        yield opened
    clock.set_source(None)


def read(store, at, slugs=SLUGS, unchanged=False, **modified):
    """Poll the sitemap: it names these, each with noon or the time that is given; or it is as it was."""
    leads = tuple(Lead(url_of(slug), modified_at=modified.get(slug, NOON)) for slug in slugs)
    listing = None if unchanged else Listing(leads)
    status = 304 if unchanged else 200
    return store.record_poll(
        Poll(2, SITEMAP.url, at, status=status, listing=listing, is_whole=not unchanged)
    ).vouched


def look(store, article_id, at, finding=Finding.UNCHANGED, text=None):
    article = article_of(url_of(SLUGS[article_id - 1]), text) if text else None
    store.record_look(Look(article_id, None if text else finding, "", 200, article=article), at)


def prove(store):
    """Let the sitemap be right three times, about the fifth article; return when it then says that was modified."""
    for minutes in (60, 62, 64):
        read(store, later(minutes=minutes), e=later(minutes=minutes))
        look(
            store,
            5,
            later(minutes=minutes + 1),
            text=f"BANJARMASIN - Air naik {minutes} meter.\nWarga mengungsi.",
        )
    return {"e": later(minutes=64)}


def due(store, at):
    found = []
    while revisit := store.next_revisit("kabar", at, found):
        found.append(revisit.article_id)
    return found


def trust_of(store):
    return tuple(
        store._archive.execute("SELECT hints_right, hints_missed FROM channels WHERE id = 2").fetchone()
    )


def test_sitemap_that_is_not_proven_spares_no_look(store):
    assert read(store, PROVEN) == 0
    assert due(store, PROVEN) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("unchanged", [False, True])
def test_proven_sitemap_spares_nine_looks_in_ten(store, unchanged):
    told = prove(store)
    read(store, PROVEN, **told)
    vouched = made = 0
    for hours in range(3, 33):
        at = later(hours=hours)
        vouched += read(store, at, unchanged=unchanged, **told)
        for article_id in due(store, at):
            made += 1
            look(store, article_id, at)
    assert 0 < 5 * made < vouched
    kept = store.due(KABAR, later(hours=33)).looks_done
    assert kept >= made + vouched + 3


def test_what_the_sitemap_calls_modified_is_looked_at_and_so_is_what_it_names_no_more(store):
    told = prove(store)
    assert read(store, PROVEN, "abce", **told, a=later(minutes=110)) > 0
    assert due(store, PROVEN)[0] == 1
    assert 4 in due(store, PROVEN)
    assert 1 not in due(store, PROVEN)[1:]
    read(store, PROVEN + timedelta(minutes=1), unchanged=True)
    assert 4 in due(store, PROVEN + timedelta(minutes=1))


@pytest.mark.parametrize("gone", [False, True])
def test_change_that_it_kept_silent_costs_the_trust(store, gone):
    told = prove(store)
    assert trust_of(store) == (3, 0)
    store._archive.execute("UPDATE watches SET vouched = 10 - article_id")  # each is an audit
    assert read(store, PROVEN, **told) == 0
    text = None if gone else "BANJARMASIN - Air naik sembilan meter.\nWarga mengungsi."
    look(store, 1, PROVEN, Finding.NOT_FOUND, text)
    assert trust_of(store) == (0, 1)
    assert read(store, PROVEN, **told) == 0


def test_sitemap_that_its_index_calls_unmodified_vouches_unasked(store):
    read(store, PROVEN, **prove(store))
    clock.set_source(lambda: later(hours=6))
    store.mark_discovered("kabar")
    frontier = Frontier(store, [KABAR])
    visit = frontier.next_visit()
    assert visit.url == INDEX.url
    poll = store.record_poll(Poll(1, INDEX.url, later(hours=6), status=304, listing=None))
    frontier.finish(Recorded(visit, poll=poll))
    queue = frontier.queues["kabar"]
    assert queue.revisits.vouched >= 3
    assert not queue.visits


def test_operator_sees_how_far_a_channel_is_believed(store):
    (feed,) = store.add_channels(
        "kabar", [ChannelRef("https://kabar.example/news.xml", ChannelKind.NEWS_SITEMAP)], "x"
    )
    store._archive.execute("UPDATE channels SET hints_right = 4, hints_missed = 1 WHERE id = ?", [feed.id])
    store.flush()
    data = store.path.parent
    (data / "sites").mkdir()
    (data / "sites" / "kabar.toml").write_text(
        'id = "kabar"\nname = "Kabar"\nhomepage = "https://kabar.example/"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n'
    )
    shown = CliRunner().invoke(main, ["due", "kabar", "--data", str(data)])
    assert "vouches for articles: 4 right, 1 kept silent" in shown.output
