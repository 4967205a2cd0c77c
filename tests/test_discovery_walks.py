"""How a channel is walked: templates, days and pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from crawler.discovery.walks import (
    IndexWalk,
    Position,
    fill_template,
    first_visit_url,
    is_template,
    next_position,
)
from pipelines.catalogue import Discovery, Site
from pipelines.items import ChannelKind, ChannelRef, Lead, Listing

DAY = date(2026, 3, 1)
BY_DATE = "https://koran.example/indeks?date={date:%d/%m/%Y}&page={page}"
EVENING = datetime(2026, 2, 28, 18, 30, tzinfo=UTC)  # 1 March at the site
SITE = Site(
    id="koran",
    name="Koran",
    homepage="https://koran.example/",
    timezone="Asia/Makassar",
    discovery=Discovery(days=2),
)
FULL = Listing(leads=(Lead("https://koran.example/1"),))


@dataclass(frozen=True)
class Visit:
    channel: ChannelRef | None
    day: date | None = None
    day_page: int = 1
    site: Site = SITE


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://a.example/indeks/{date:%Y/%m/%d}", "https://a.example/indeks/2026/03/01"),
        ("https://a.example/i?d={date:%Y-%m-%d}&p={page}", "https://a.example/i?d=2026-03-01&p=4"),
        ("https://a.example/page/{page}/", "https://a.example/page/4/"),
        ("https://a.example/{kota}", "https://a.example/{kota}"),
        ("https://a.example/%7B0%7D", "https://a.example/%7B0%7D"),
    ],
)
def test_fill_template(template, url):
    assert fill_template(template, page=4, day=DAY) == url
    assert is_template(template) is (url != template)


def test_a_walk_by_date_goes_page_by_page_then_day_by_day():
    walk, seen = IndexWalk("{date:%d} {page}", date(2026, 2, 27), DAY), []
    for found in (20, 5, 0, 0, 7, 0):
        seen.append(walk.url)
        step = walk.after(found)
        if step is None:
            break
        walk = step
    assert seen == ["01 1", "01 2", "01 3", "28 1", "27 1", "27 2"]
    assert step is None


@pytest.mark.parametrize(
    ("template", "found", "after"),
    [
        ("{page}", 3, "2"),
        ("{page}", 0, None),
        ("{date:%d}", 3, "28"),
        ("{date:%d}", 0, "28"),
        ("", 3, None),
    ],
)
def test_a_walk_over_one_placeholder(template, found, after):
    step = IndexWalk(template, date(2026, 2, 1), DAY).after(found)
    assert (step and step.url) == after


@pytest.mark.parametrize(
    ("url", "kind", "first"),
    [
        ("https://koran.example/feed/", ChannelKind.FEED, ("https://koran.example/feed/", None)),
        (BY_DATE, ChannelKind.INDEX, ("https://koran.example/indeks?date=01/03/2026&page=1", DAY)),
        ("https://koran.example/page/{page}", ChannelKind.INDEX, ("https://koran.example/page/1", None)),
    ],
)
def test_where_a_poll_begins(url, kind, first):
    assert first_visit_url(url, kind, SITE, EVENING) == first


def test_a_poll_of_wordpress_asks_for_the_newest_hundred():
    url, day = first_visit_url("https://koran.example/wp-json/", ChannelKind.WORDPRESS, SITE, EVENING)
    assert url.startswith("https://koran.example/wp-json/wp/v2/posts?per_page=100&page=1&_fields=")
    assert day is None


@pytest.mark.parametrize(
    ("day", "day_page", "listing", "position"),
    [
        (DAY, 1, FULL, Position("https://koran.example/indeks?date=01/03/2026&page=2", DAY, 2)),
        (
            DAY,
            2,
            Listing(),
            Position("https://koran.example/indeks?date=28/02/2026&page=1", date(2026, 2, 28), 1),
        ),
        (date(2026, 2, 28), 1, Listing(), None),
    ],
)
def test_where_an_index_by_date_goes_on(day, day_page, listing, position):
    visit = Visit(ChannelRef(BY_DATE, ChannelKind.INDEX), day, day_page)
    assert next_position(visit, listing, EVENING) == position


def test_other_channels_go_where_the_listing_says():
    visit = Visit(ChannelRef("https://koran.example/feed/", ChannelKind.FEED), day_page=3)
    assert next_position(visit, Listing(next_url="https://koran.example/feed/?paged=4"), EVENING) == Position(
        "https://koran.example/feed/?paged=4", None, 4
    )
    assert next_position(visit, Listing(), EVENING) is None
    assert next_position(Visit(None), FULL, EVENING) is None
