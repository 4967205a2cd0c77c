"""Of which month a sitemap's entries are: by its own address, by theirs, by their times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.discovery import count_months
from crawler.discovery.months import month_of_sitemap
from pipelines.items import Lead

SITE = "https://kabar.example"
EVENING = datetime(2026, 2, 28, 17, tzinfo=UTC)  # in WITA it is March


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("/sitemap-pt-post-2026-03.xml", "2026-03"),
        ("/sitemap-pt-post-p2-2026-03.xml", "2026-03"),
        ("/sitemap/2026/3/articles.xml", "2026-03"),
        ("/sitemap_202611.xml.gz", "2026-11"),
        ("/sitemap-2026-03-15.xml", "2026-03"),
        ("/news-20260315.xml", "2026-03"),
        ("/sitemap.xml?yyyy=2026&mm=3&dd=15", "2026-03"),
        ("/sitemap.xml?month=2026-12", "2026-12"),
        ("/sitemap.xml?year=2026&month=09", "2026-09"),
        ("/post-sitemap12.xml", None),
        ("/post-sitemap2026.xml", None),
        ("/sitemap-2026.xml", None),
        ("/sitemap-2026-13.xml", None),
        ("/sitemap-120260312.xml", None),
        ("/sitemap.xml?page=2026", None),
    ],
)
def test_month_in_the_address_of_a_sitemap(path, month):
    assert month_of_sitemap(SITE + path) == month


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/sitemap-2026-03.xml", ({"2026-03": 4}, "month sitemap")),
        ("/post-sitemap.xml", ({"2026-03": 2, "2025-12": 1, "": 1}, "sitemap addresses")),
    ],
)
def test_entries_are_counted_by_month(path, counted):
    leads = [
        Lead(f"{SITE}/2026/03/01/banjir"),
        Lead(f"{SITE}/berita/hujan", published_at=EVENING),
        Lead(f"{SITE}/2025/12/31/panen", published_at=EVENING),
        Lead(f"{SITE}/tentang-kami", modified_at=EVENING),  # a change tells no publication
    ]
    months, told_by = count_months(SITE + path, leads, ZoneInfo("Asia/Makassar"))
    assert (dict(months), told_by) == counted
