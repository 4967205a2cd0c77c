"""Walks back over lists: which page comes next, and which leads are of the days that are wanted."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from crawler.discovery import BackfillError, Days, children_of, count_url, step_posts
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing


def wall(*parts):
    """Return a time on the site's own wall."""
    return datetime(*parts)  # noqa: DTZ001 - as WordPress gives it


API = "https://kabar.example/wp-json/wp/v2/posts"
TODAY = date(2026, 3, 20)
MAKASSAR = ZoneInfo("Asia/Makassar")


def answer(url, posts):
    """Return what WordPress answers of posts at these times: those of the page, and its headers."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    after, before = (datetime.fromisoformat(query[name]) for name in ("after", "before"))
    wanted = sorted((moment for moment in posts if after < moment < before), reverse=True)
    size, page = int(query["per_page"]), int(query["page"])
    return wanted[size * (page - 1) : size * page], {"x-wp-total": str(len(wanted))}


def walk(posts, days, headers=True, publish=None):
    """Walk over posts at these times; return the times that were named, the counts, the requests."""
    url, found, months, announced, requests = count_url(API, days, TODAY), [], {}, None, 0
    while url:
        page, told = answer(url, posts)
        step = step_posts(API, url, told if headers else {}, page, days, TODAY)
        found += [] if "per_page=1&" in url else page
        announced = step.announced if step.announced is not None else announced
        months |= dict([step.month]) if step.month else {}
        url, requests = step.next_url, requests + 1
        if publish and requests == 2:
            posts = publish(posts)
        assert requests < 60
    return found, months, announced, requests


def hourly(count):
    """Return the times of posts, one an hour, the newest first."""
    return [wall(2026, 3, 20, 9) - timedelta(hours=number) for number in range(count)]


@pytest.mark.parametrize("headers", [True, False])
def test_walk_names_every_post_of_the_days(headers):
    posts = hourly(1_000)
    found, months, announced, requests = walk(posts, Days(date(2026, 2, 15)), headers)
    assert set(found) == {moment for moment in posts if moment >= wall(2026, 2, 15)}
    if headers:
        assert announced == len(set(found))
        assert months == {"2026-03": len([moment for moment in posts if moment.month == 3])}
    assert requests <= 12


def test_walk_stops_at_the_last_of_the_days():
    posts = hourly(2_000)
    found, months, _, _ = walk(posts, Days(date(2026, 1, 10), date(2026, 2, 28)))
    assert (min(found), max(found)) == (wall(2026, 1, 10), wall(2026, 2, 28, 23))
    assert months == {"2026-02": 28 * 24}  # January is not all of it


def test_walk_over_many_posts_of_one_second_ends():
    posts = [wall(2026, 3, 5, 8)] * 250 + hourly(150)
    found, *_ = walk(posts, Days(date(2026, 3, 1)))
    assert len([moment for moment in found if moment == wall(2026, 3, 5, 8)]) >= 250
    assert set(found) == {moment for moment in posts if moment >= wall(2026, 3, 1)}


@pytest.mark.parametrize("publish", [lambda posts: posts[50:], lambda posts: [wall(2026, 3, 20, 10), *posts]])
def test_what_comes_or_goes_meanwhile_hides_nothing(publish):
    posts = hourly(400)
    found, *_ = walk(posts, Days(date(2026, 3, 1)), publish=publish)
    assert set(posts) <= set(found)


def test_api_that_does_not_heed_its_bounds_is_left():
    days = Days(date(2020, 1, 1), date(2020, 1, 31))
    url = count_url(API, days, TODAY)
    with pytest.raises(BackfillError, match="heed"):
        step_posts(API, url, {"x-wp-total": "90"}, hourly(1), days, TODAY)


@pytest.mark.parametrize(
    ("lead", "may"),
    [
        (
            Lead("https://k.example/a", published_at=datetime(2026, 2, 28, 16, 30, tzinfo=UTC)),
            True,
        ),  # 00:30 there
        (Lead("https://k.example/a", published_at=datetime(2026, 2, 28, 15, 30, tzinfo=UTC)), False),
        (Lead("https://k.example/a", published_at=datetime(2026, 3, 10, 16, 30, tzinfo=UTC)), False),
        (Lead("https://k.example/2026/03/05/a"), True),
        (Lead("https://k.example/2025/03/05/a", modified_at=datetime(2026, 3, 5, tzinfo=UTC)), False),
        (Lead("https://k.example/a", modified_at=datetime(2026, 1, 5, tzinfo=UTC)), False),
        (Lead("https://k.example/a", modified_at=datetime(2026, 4, 5, tzinfo=UTC)), True),
        (Lead("https://k.example/2026/99/05/a"), True),  # no day
        (Lead("https://k.example/a"), True),
    ],
)
def test_lead_may_be_of_the_days(lead, may):
    assert Days(date(2026, 3, 1), date(2026, 3, 10)).may_hold(lead, MAKASSAR) is may


def test_sitemaps_that_may_hold_articles_of_the_days_newest_first():
    def ref(name, modified):
        return ChannelRef(f"https://k.example/{name}.xml", ChannelKind.SITEMAP, modified)

    march, february = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 2, 9, tzinfo=UTC)
    listing = Listing(channels=(ref("old", february), ref("new", march), ref("none", None)))
    names = [child.url.rsplit("/", 1)[1] for child in children_of(listing, Days(date(2026, 3, 1)))]
    assert names == ["new.xml", "none.xml"]
