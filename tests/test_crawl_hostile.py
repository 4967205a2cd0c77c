"""Pages made to hang a parser end in an outcome within the deadline, and leave the rest of the run alone."""

import pytest
from harness import kliping, loopback_site, rows, site_file, write_site

SPANS = "<html><body><h1>Judul</h1>" + "<span>kata " * 100_000
ATTRIBUTES = "<html><body><p " + " ".join(f"a{number}='x'" for number in range(200_000)) + ">kata</p>"
SENTENCE = "Bupati {place} meninjau tanggul Sungai {place} di Desa {place} Hilir, Senin (2/3/2026), bersama warga setempat."


def article(place, paragraphs=5):
    """Return a plain article page about a place."""
    body = "".join(
        f"<p>{SENTENCE.format(place=place)} Tahap ke-{number}.</p>" for number in range(paragraphs)
    )
    return (
        f"<html lang=id><head><title>Tanggul {place} ditinjau</title>"
        '<meta property="article:published_time" content="2026-03-02T10:00:00+08:00"></head>'
        f"<body><article><h1>Tanggul {place} ditinjau bupati pagi ini</h1>{body}</article></body></html>"
    )


def feed(base_url, paths):
    """Return an RSS feed of these paths."""
    items = "".join(
        f"<item><title>{path}</title><link>{base_url}{path}</link>"
        f"<pubDate>Mon, 02 Mar 2026 0{number}:00:00 +0000</pubDate></item>"
        for number, path in enumerate(paths)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Four sites crawled at once: hostile article, hostile homepage, hostile index, and a good one."""
    data = tmp_path_factory.mktemp("hostile")
    with (
        loopback_site() as articles,
        loopback_site() as home,
        loopback_site() as index,
        loopback_site() as good,
    ):
        for site, places in ((articles, ["barito", "kahayan"]), (good, ["negara", "martapura", "tabalong"])):
            paths = [f"/2026/03/02/tanggul-sungai-{place}-ditinjau" for place in places]
            for path, place in zip(paths, places, strict=True):
                site.html(path, article(place.title()))
            site.pages["/feed"] = (
                200,
                {"Content-Type": "application/rss+xml"},
                feed(site.base_url, paths).encode(),
            )
        hostile = ["/2026/03/02/halaman-dengan-banyak-rentang", "/2026/03/02/halaman-dengan-banyak-atribut"]
        articles.html(hostile[0], SPANS)
        articles.html(hostile[1], ATTRIBUTES)
        listed = [
            *hostile,
            *(path for path in articles.pages if path.startswith("/2026") and path not in hostile),
        ]
        articles.pages["/feed"] = (200, {}, feed(articles.base_url, listed).encode())
        home.html("/", ATTRIBUTES)
        index.html("/indeks", SPANS + ATTRIBUTES)
        channel = '[[discovery.channels]]\nkind = "{}"\nurl = "{}{}"\n'
        for site_id, site, kind, path in (
            ("hostile-article", articles, "feed", "/feed"),
            ("hostile-index", index, "index", "/indeks"),
            ("good", good, "feed", "/feed"),
        ):
            write_site(data, site_file(site_id, site.base_url, channel.format(kind, site.base_url, path)))
        write_site(data, site_file("hostile-home", home.base_url))
        names = ["hostile-article", "hostile-home", "hostile-index", "good"]
        yield kliping("crawl", *names, "--data", str(data)), data


def test_run_ends_and_says_that_sites_failed(crawled):
    run, _data = crawled
    assert run.returncode == 1, run.stderr
    assert " ERROR " not in run.stderr
    assert "Traceback" not in run.stderr


def test_good_site_is_archived_whole(crawled):
    _run, data = crawled
    titles = {row["title"] for row in rows(data, "SELECT title FROM articles WHERE site_id = 'good'")}
    assert titles == {
        f"Tanggul {place} ditinjau bupati pagi ini" for place in ("Negara", "Martapura", "Tabalong")
    }


def test_hostile_articles_have_an_outcome_and_their_neighbours_are_archived(crawled):
    _run, data = crawled
    leads = rows(data, "SELECT url, state, reason FROM leads WHERE site_id = 'hostile-article'")
    states = {row["url"].rpartition("/")[2]: row["state"] for row in leads}
    assert states["tanggul-sungai-barito-ditinjau"] == states["tanggul-sungai-kahayan-ditinjau"] == "archived"
    assert "pending" not in states.values()
    assert len(states) == 4


@pytest.mark.parametrize("site_id", ["hostile-home", "hostile-index"])
def test_hostile_list_is_named_in_the_log(crawled, site_id):
    run, _data = crawled
    assert site_id in run.stdout + run.stderr
