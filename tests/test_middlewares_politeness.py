"""Which site's pace a request keeps, and that a slower pace outlives an idle minute."""

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.middlewares.politeness import PoliteDownloader, slot_settings
from pipelines.catalogue import Politeness, Site
from pipelines.visits import Visit

KABAR, SUARA = (
    Site(id=name, name=name, homepage=f"https://{name}.test/", politeness=Politeness(delay=2.0))
    for name in ("kabar", "suara")
)


@pytest.fixture
def downloader():
    netlocs = {"kabar.test": "kabar", "suara.test": "suara"}
    settings = {
        "DOWNLOAD_SLOTS": slot_settings([KABAR, SUARA]),
        "KLIPING_SITE_OF_NETLOC": netlocs,
        "DOWNLOAD_HANDLERS": {"http": None, "https": None},
    }
    return PoliteDownloader(get_crawler(settings_dict=settings))


@pytest.mark.parametrize(
    ("url", "visit", "slot"),
    [
        ("https://kabar.test/1", Visit(KABAR, ""), "kabar"),
        ("https://www.kabar.test/robots.txt", None, "kabar"),
        ("https://foto.kabar.test/1", Visit(KABAR, ""), "kabar"),
        ("https://suara.test/1", Visit(KABAR, ""), "suara"),  # a redirect between two sites of the crawl
        ("https://elsewhere.test/robots.txt", Visit(SUARA, ""), "suara"),
        ("https://elsewhere.test/1", None, "elsewhere.test"),
    ],
)
def test_request_keeps_the_pace_of_the_site_whose_host_it_asks(downloader, url, visit, slot):
    meta = {"visit": visit, "download_slot": "stale"} if visit else {}
    assert downloader.get_slot_key(Request(url, meta=meta)) == slot


def test_slower_pace_stays_when_the_slot_was_idle(downloader, monkeypatch):
    monkeypatch.setattr(downloader, "_start_slot_gc", lambda: None)  # it needs a reactor
    asked = Request("https://kabar.test/1")
    _, slot = downloader._get_slot(asked)
    downloader.slow_down("kabar", 8.0)
    assert slot.delay == 8.0
    downloader.slots.clear()  # as after a minute
    _, anew = downloader._get_slot(asked)
    assert (anew.delay, anew.concurrency, anew.jitter) == (8.0, 1, 0)
