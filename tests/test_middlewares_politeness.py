"""Which site's pace a request keeps, and that it outlives an idle minute and the run itself."""

import time
from types import SimpleNamespace

import pytest
from harness import LoopbackSite, hurried_at
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.middlewares.politeness import PoliteDownloader, slot_settings
from pipelines.archive import open_store
from pipelines.archive.connection import last_written
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


@pytest.mark.parametrize(("ago", "waits"), [(0.5, 1.5), (3.0, 0.0), (-60.0, 2.0)])  # a clock that went back
def test_pause_after_the_run_before_is_kept(downloader, monkeypatch, ago, waits):
    monkeypatch.setattr(downloader, "_start_slot_gc", lambda: None)
    store = SimpleNamespace(written_at=time.time() - ago)
    downloader.crawler.spider = SimpleNamespace(job=SimpleNamespace(store=store))
    _, slot = downloader._get_slot(Request("https://kabar.test/1"))
    assert max(0.0, slot.lastseen + slot.delay - time.monotonic()) == pytest.approx(waits, abs=0.2)


def test_archive_knows_when_it_was_written(tmp_path):
    assert last_written(tmp_path) == 0
    with open_store(tmp_path) as store:
        before = store.written_at
        store.finish_run(store.start_run([]), "ok", {})
        assert before == 0 < store.written_at
    ago = time.time() - last_written(tmp_path)
    assert 0 <= ago < 60
    with open_store(tmp_path) as store:
        assert time.time() - store.written_at >= ago


def test_server_of_a_test_sees_who_hurries():
    seen = [(0.0, "/"), (0.001, "/a"), (1.0, "/b"), (1.005, "/c"), (1.1, "/d")]
    site = LoopbackSite({}, requests=seen, paces=[(0, 0.0), (2, 0.03), (4, 0.2)])
    assert [round(gap, 3) for gap in hurried_at(site)] == [0.005, 0.095]
