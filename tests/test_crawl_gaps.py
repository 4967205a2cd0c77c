"""Feeds of ten articles, and forty that come between two polls: the gap is noticed, filled where anything can, and told."""

from datetime import timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from xml.sax.saxutils import escape

import pytest
from harness import kliping, loopback_site, rows, site_file, write_site
from papers import END, differences

from crawler.demo.newsroom import Clock, Newsroom
from crawler.demo.server import serve

LATER = END + timedelta(hours=2)
HELD = 10  # articles that a feed holds
SENTENCE = "Air Sungai Martapura naik semeter sejak pagi, dan warga di bantaran mulai mengungsi ke masjid. "


def feed_of(items):
    """Return an RSS feed of (address, title, time), which names no further pages."""
    entries = "".join(
        f"<item><link>{escape(url)}</link><title>{escape(title)}</title><pubDate>{format_datetime(at)}</pubDate></item>"
        for url, title, at in items
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>k</title>{entries}</channel></rss>'
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


def feed_channel(base_url):
    """Return the part of a site file that names a feed alone."""
    return f'[[discovery.channels]]\nkind = "feed"\nurl = "{base_url}/feed/"\n'


def burst(newsroom):
    """Publish forty articles between the two polls, three minutes apart."""
    stories = [post.story for post in newsroom.posts if post.outlet.world != "wordpress"][:40]
    for number, story in enumerate(stories):
        newsroom.publish("wordpress", story, END + timedelta(minutes=2 + number * 2))


def small_paper(site, count, newest):
    """Let a site's feed hold the last ten of `count` articles, ten minutes apart."""
    named = []
    for number in range(count):
        at, title = newest - timedelta(minutes=10 * number), f"Kabar ke-{count - number} dari Martapura"
        path = f"/berita/{count - number}-kabar-dari-martapura"
        stamp = f'<meta property="article:published_time" content="{at.isoformat()}">'
        text = "".join(f"<p>{SENTENCE}Laporan {count - number} bagian {part}.</p>" for part in range(4))
        site.html(
            path, f"<html><head>{stamp}</head><body><article><h1>{title}</h1>{text}</article></body></html>"
        )
        named.append((site.base_url + path, title, at))
    site.pages["/feed/"] = feed_of(named[:HELD])


@pytest.fixture(scope="module")
def polled(tmp_path_factory):
    """Two polls of two sites two hours apart: one has WordPress's interface beside its feed, one has nothing."""
    data = tmp_path_factory.mktemp("gaps")
    newsroom = Newsroom.draw(3, 45, start=END - timedelta(days=3), end=END, clock=Clock(END))
    with serve(newsroom) as press, loopback_site() as site:
        paper = press.paper("wordpress")

        def newest(_request):
            entries = newsroom.edition(paper.outlet.id).entries[:HELD]
            return feed_of([(paper.url(entry), entry.headline, entry.published) for entry in entries])

        paper.pages["/feed/"] = newest
        write_site(data, site_file(paper.outlet.id, paper.base_url, feed_channel(paper.base_url)))
        site.html("/", "<html><body><p>Selamat datang.</p></body></html>")
        small_paper(site, HELD, END)
        write_site(data, site_file("kecil", site.base_url, feed_channel(site.base_url)))
        runs = [kliping("crawl", paper.outlet.id, "kecil", "--data", str(data), now=END.isoformat())]
        press.clock.set(LATER)
        burst(newsroom)
        small_paper(site, HELD * 3, LATER)
        runs.append(kliping("crawl", paper.outlet.id, "kecil", "--data", str(data), now=LATER.isoformat()))
        pages = [hit for hit in paper.requests if "/wp/v2/posts" in hit.path]
        told = kliping("ledger", "--data", str(data)).stdout
        yield SimpleNamespace(data=data, press=press, runs=runs, told=told, pages=pages, id=paper.outlet.id)


def test_gap_is_filled_from_what_goes_deeper(polled):
    assert [run.returncode for run in polled.runs] == [0, 6], polled.runs[1].stderr
    (gap,) = rows(polled.data, "SELECT * FROM ledger_gaps WHERE site = ?", polled.id)
    assert (gap["state"], gap["found"], gap["missing_at_least"]) == ("filled", 30, 0)
    assert f"{polled.id}: a probable gap between" in polled.runs[1].stdout
    assert len(polled.pages) == 2  # its count, and the articles
    since = (END - timedelta(hours=1)).isoformat()
    truths = [
        t
        for t in polled.press.newsroom.truth()
        if t.paper == polled.id and t.published_at.isoformat() > since
    ]
    assert not [line for line in differences(polled.data, truths) if not line.startswith("invented")]


def test_gap_that_nothing_reaches_says_how_many_are_missing_at_least(polled):
    (gap,) = rows(polled.data, "SELECT * FROM ledger_gaps WHERE site = 'kecil'")
    assert (gap["state"], gap["found"], gap["missing_at_least"]) == ("unfillable", 0, 3)
    assert "kecil: gap in" in polled.told
    assert "unfillable" in polled.told
    assert "probably at least 3 articles missing" in polled.told
    assert "kecil: ALARM gap since 2026-" in polled.runs[1].stdout
    assert polled.runs[1].stdout.count("ALARM") == 1  # none of the one that was filled
    missing = "SELECT kind, articles FROM ledger_missing"
    assert [tuple(row) for row in rows(polled.data, missing)] == [("gap", 3)]
