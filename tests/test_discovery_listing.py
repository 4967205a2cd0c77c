"""The dispatcher: which leads each kind of channel may bring, and that a worker process can run it."""

import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from crawler.discovery import ChallengeError, ListingError, find_channels, parse_listing
from pipelines.catalogue import Discovery, Site
from pipelines.items import ChannelKind

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HOME = "https://koran.example/"
SITE = Site(id="koran", name="Koran", homepage=HOME)
PATHS = ["", "politik", "tag/banjir", "mk-tolak", "2026/02/24/banjir-rendam-desa", "redaksi"]
SITEMAP = "<urlset>" + "".join(f"<url><loc>{HOME}{path}</loc></url>" for path in PATHS) + "</urlset>"
FEED = (
    '<rss version="2.0"><channel>'
    + "".join(f"<item><link>{HOME}{path}</link></item>" for path in PATHS)
    + "</channel></rss>"
)
PAGE = "<html>" + "".join(f'<a href="{HOME}{path}">x</a>' for path in PATHS)
POSTS = json.dumps([{"link": HOME + path} for path in PATHS])


@pytest.mark.parametrize(
    ("kind", "payload", "paths"),
    [
        (ChannelKind.FEED, FEED, PATHS),
        (ChannelKind.WORDPRESS, POSTS, PATHS),
        (ChannelKind.NEWS_SITEMAP, SITEMAP, PATHS),
        (ChannelKind.SITEMAP, SITEMAP, ["mk-tolak", "2026/02/24/banjir-rendam-desa"]),
        (ChannelKind.INDEX, PAGE, ["2026/02/24/banjir-rendam-desa"]),
    ],
)
def test_what_advertises_articles_is_believed_and_the_rest_is_sifted(kind, payload, paths):
    listing = parse_listing(kind, payload.encode(), HOME + "x", {}, SITE, NOW)
    assert [lead.url.removeprefix(HOME) for lead in listing.leads] == paths


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_deny_and_the_site_s_hosts_hold_for_every_kind(kind):
    site = SITE.model_copy(update={"discovery": Discovery(deny="/2026/"), "homepage": HOME})
    payload = {ChannelKind.FEED: FEED, ChannelKind.WORDPRESS: POSTS, ChannelKind.INDEX: PAGE}.get(
        kind, SITEMAP
    )
    foreign = payload.replace(HOME + "mk-tolak", "https://other.example/2025/01/02/mk-tolak")
    listing = parse_listing(kind, foreign.encode(), HOME + "x", {}, site, NOW)
    assert not [lead for lead in listing.leads if "/2026/" in lead.url or "other.example" in lead.url]


QUESTION = b"<!doctype html><title>Checking your browser...</title><p>Ray: 8f2"


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_question_of_any_firewall_in_the_place_of_a_list_is_told_from_a_list_that_broke(kind):
    with pytest.raises(ChallengeError, match="titled “Checking your browser"):
        parse_listing(kind, QUESTION, HOME + "x", {}, SITE, NOW)


def test_question_in_the_place_of_a_homepage_names_no_channel():
    with pytest.raises(ChallengeError):
        find_channels(QUESTION, HOME, {}, HOME)


def test_list_that_names_articles_may_be_titled_as_it_likes():
    page = PAGE.replace("<html>", "<html><title>Access denied</title>").encode()
    assert parse_listing(ChannelKind.INDEX, page, HOME + "x", {}, SITE, NOW).leads


def test_list_that_broke_is_no_question():
    with pytest.raises(ListingError) as raised:
        parse_listing(ChannelKind.FEED, b"<html><title>Halaman utama</title>", HOME + "x", {}, SITE, NOW)
    assert not isinstance(raised.value, ChallengeError)


def test_header_names_have_no_case():
    headers = {"X-WP-TotalPages": "4"}
    listing = parse_listing(
        ChannelKind.WORDPRESS, POSTS.encode(), HOME + "wp-json/wp/v2/posts?page=1", headers, SITE, NOW
    )
    assert listing.next_url is not None


def test_it_runs_in_a_spawned_process_and_its_errors_travel():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        good = pool.submit(
            parse_listing, ChannelKind.FEED, FEED.encode(), HOME + "feed/", {}, SITE, NOW
        ).result()
        assert len(good.leads) == len(PATHS)
        with pytest.raises(ListingError, match="HTML where a feed was expected"):
            pool.submit(parse_listing, ChannelKind.FEED, b"<html>", HOME + "feed/", {}, SITE, NOW).result()
    assert pickle.loads(pickle.dumps(good)) == good
