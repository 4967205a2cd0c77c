"""Real pages: the article that the project began from, and Indonesian pages of eighteen sites, served as one site."""

import gzip
import json
from urllib.parse import urlsplit

import pytest
from harness import kliping, loopback_site, rows, site_file, write_site
from papers import END, NOW, printing

from crawler.demo import read_clipping

BOILERPLATE = ("Facebook", "Twitter", "WhatsApp", "Telegram", "BACA JUGA", "Scroll to Top", "Wali Kota: Raga")


@pytest.fixture(scope="module")
def seed_text(shared):
    """The seed's file."""
    (path,) = (shared / "seed").glob("*.txt")
    return path


@pytest.fixture(scope="module")
def archives(seed_text, tmp_path_factory):
    """The seed's article by both roads: crawled from the WordPress paper, imported as the text that a crawl left."""
    crawled, imported = tmp_path_factory.mktemp("crawled"), tmp_path_factory.mktemp("imported")
    with printing(crawled, seed=1, stories=10) as press:
        story, dateline = read_clipping(seed_text.read_text(encoding="utf-8"))
        post = press.newsroom.publish("wordpress", story, END, dateline=dateline)
        name = press.newsroom.outlet("wordpress").id
        assert kliping("crawl", name, "--data", str(crawled), now=NOW).returncode == 0
        (by_crawl,) = rows(crawled, "SELECT * FROM articles WHERE url = ?", press.newsroom.url(post))
    assert kliping("import", str(seed_text), "--data", str(imported), now=NOW).returncode == 0
    (by_import,) = rows(imported, "SELECT * FROM articles")
    return {"crawled": by_crawl, "imported": by_import}


@pytest.mark.parametrize("road", ["crawled", "imported"])
def test_seed_is_archived_with_its_nine_paragraphs_and_nothing_else(archives, road):
    article = archives[road]
    paragraphs = article["text"].split("\n")
    assert article["title"].startswith("Rakerda Diskominfo se-Kalsel: Transformasi Digital")
    assert len(paragraphs) == 9
    assert paragraphs[0].startswith("klikkalimantan.com, BANJARMASIN-Dinas Komunikasi")
    assert paragraphs[0].endswith("di Hotel Rattan In Banjarmasin, Rabu (30/10/2024).")
    assert "sinergi yang kuat antar Diskominfo" in paragraphs[4]
    assert "informasi antara pemerintah dan masyarakat." in paragraphs[5]
    assert paragraphs[8].endswith("kabupaten kota.")
    assert not [phrase for phrase in BOILERPLATE if phrase in article["text"]]


@pytest.mark.parametrize("road", ["crawled", "imported"])
def test_seed_has_its_fields(archives, road):
    article = archives[road]
    assert article["caption"].startswith("PEMBUKAAN-Plh Gubernur Kalsel")
    assert article["caption"].endswith("Banjarmasin.")
    assert article["photo_credit"] == "adpim/klik"
    assert article["dateline_place"] == "BANJARMASIN"
    assert article["dateline_site"] == "klikkalimantan.com"
    assert article["sign_off"] == "pr/klik"


def test_both_roads_give_one_text(archives):
    assert archives["crawled"]["text"] == archives["imported"]["text"]


def test_real_indonesian_pages_are_archived(shared, tmp_path):
    corpus = shared / "corpora" / "indonesian"
    gold = [json.loads(line) for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    with loopback_site() as site:
        items = []
        for page in gold:
            parts = urlsplit(page["url"])
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            site.html(path, gzip.decompress((corpus / "pages" / f"{page['id']}.html.gz").read_bytes()))
            del site.pages[path][1]["Content-Type"]  # each page says its own encoding
            items.append(f"<item><link>{site.base_url}{path.replace('&', '&amp;')}</link></item>")
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'
        site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
        channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{site.base_url}/feed"\n'
        write_site(tmp_path, site_file("koran", site.base_url, channel))
        run = kliping("crawl", "koran", "--data", str(tmp_path))
    assert run.returncode == 0, run.stderr
    leads = rows(tmp_path, "SELECT url, state, reason FROM leads")
    assert len(leads) == len(gold)
    assert {lead["state"] for lead in leads} == {"archived"}, [tuple(lead) for lead in leads]
    titles = {row["title"] for row in rows(tmp_path, "SELECT title FROM articles")}
    assert len(titles) == len(gold)
