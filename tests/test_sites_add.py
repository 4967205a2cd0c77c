"""`sites add` on the demo papers: its files crawl what the papers published, its samples tell what changed since."""

import json
import re
import socket
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from click.testing import CliRunner
from harness import DELAY, LoopbackSite, kliping, loopback_site
from papers import NOW, differences, printing

from crawler.demo.outlet import World
from crawler.demo.server import Press
from crawler.site_adding import add_sites, list_candidates
from crawler.site_checks import check_sites


class read_file:  # noqa: N801 - reads as the function that it is
    """A written site file: its text and its table."""

    def __init__(self, path):
        self.text = path.read_text(encoding="utf-8")
        self.table = tomllib.loads(self.text)
        self.id, self.homepage = self.table["id"], self.table["homepage"]


ARTICLE = """<html lang="id"><head><title>{title} - Suara Uji</title><meta property="og:site_name" content="Suara Uji">
<meta property="article:published_time" content="2026-03-19T09:05:00+08:00"></head><body><h1>{title}</h1><div class="entry-content">
<p>BANJARMASIN - Pemerintah kota meresmikan jembatan baru yang menghubungkan dua kampung di tepi sungai pada hari Rabu.</p>
<p>Warga yang selama ini menyeberang dengan perahu kini dapat berjalan kaki dalam waktu lima menit saja, kata lurah setempat.</p>
<p>{more}</p></div></body></html>"""
MORE = "Jembatan itu dibangun selama dua tahun dengan biaya yang berasal dari anggaran pendapatan dan belanja daerah kota."


def newspaper(site):
    """Put a small paper with a feed on a loopback site."""
    titles = [f"Jembatan Baru ke-{number} Diresmikan Wali Kota di Tepi Sungai" for number in range(1, 4)]
    links = [f"{site.base_url}/berita/{number}/jembatan-baru-diresmikan-wali-kota" for number in range(1, 4)]
    for title, link in zip(titles, links, strict=True):
        site.html(link.removeprefix(site.base_url), ARTICLE.format(title=title, more=MORE))
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    body = "".join(f'<a href="{link}">{title}</a>' for title, link in zip(titles, links, strict=True))
    site.html("/", f"<html lang='id'><head><title>Suara Uji</title>{feed}</head><body>{body}</body></html>")
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Thu, 19 Mar 2026 09:05:00 +0800</pubDate></item>"
        for title, link in zip(titles, links, strict=True)
    )
    rss = f'<rss version="2.0"><channel><title>Suara Uji</title>{items}</channel></rss>'
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, rss.encode())
    return links


@dataclass
class Added:
    """What the run left."""

    data: Path
    press: Press
    sites: dict[str, LoopbackSite]
    pages: dict[str, str]
    files: dict[str, read_file]
    region: CompletedProcess[str]
    add: CompletedProcess[str]
    crawl: CompletedProcess[str]

    def file(self, world):
        paper = self.press.paper(world)
        return paper, self.files[f"{paper.base_url}/"]


def write_candidates(data, pages):
    """Name pages as an operator's candidates of a province of his own."""
    named = "".join(
        f'[[candidate]]\nname = "Calon {number}"\nhomepage = "{page}"\nkind = "agency"\nevidence = "{page}"\n'
        for number, page in enumerate(pages)
    )
    (data / "catalogue").mkdir()
    province = 'region = "XX-UJI"\nname = "Banua Uji"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n'
    (data / "catalogue" / "XX-UJI.toml").write_text(province + named, encoding="utf-8")


def spoil(sites):
    """Put papers on two of the sites, and what is none on the others."""
    newspaper(sites["small"])
    newspaper(sites["target"])
    newspaper(sites["forbidding"])
    sites["picture"].pages["/"] = (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(200))
    sites["moved"].pages["/"] = (302, {"Location": f"{sites['target'].base_url}/"}, b"")
    sites["empty"].html("/", "<html><body><p>Segera hadir.</p><a href='/kontak'>Kontak</a></body></html>")
    rules = b"User-agent: *\nDisallow: /\n"
    sites["forbidding"].pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules)
    sites["closed"].html("/", "<html><body>Forbidden</body></html>", status=403)


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """The papers of a seed, the first two as candidates of a region; the third, a small paper, and sites that cannot be
    added by their addresses; the papers then crawled.
    """
    data = tmp_path_factory.mktemp("added")
    with ExitStack() as stack:
        press = stack.enter_context(printing(tmp_path_factory.mktemp("printed"), seed=11, stories=40))
        names = ("small", "target", "picture", "moved", "empty", "forbidding", "closed")
        sites = {name: stack.enter_context(loopback_site()) for name in names}
        spoil(sites)
        pages = {paper.outlet.id: f"{paper.base_url}/" for paper in press.papers}
        pages |= {name: f"{site.base_url}/" for name, site in sites.items() if name != "target"}
        pages["private"] = f"http://{socket.gethostname()}:{sites['target'].base_url.rpartition(':')[2]}/"
        candidates = [*pages.values()][:3]
        write_candidates(data, candidates)
        for site in sites.values():
            site.paces.append((0, DELAY))
        told = ("--delay", str(DELAY), "--data", str(data))
        region = kliping("sites", "add", "--region", "Banua Uji", "--limit", "2", *told, now=NOW)
        add = kliping("sites", "add", *[*pages.values()][2:], *told, now=NOW)
        files = {site.homepage: site for site in map(read_file, sorted((data / "sites").glob("*.toml")))}
        ids = [files[f"{paper.base_url}/"].id for paper in press.papers]
        crawl = kliping("crawl", *ids, "--data", str(data), now=NOW)
        yield Added(data, press, sites, pages, files, region, add, crawl)


def test_candidates_of_a_region_are_added_as_many_as_are_wanted(added):
    assert added.region.returncode == 0, added.region.stderr
    assert "3 candidates, 0 more have a site file" in added.region.stdout
    assert "2 added, 0 failed, 1 left" in added.region.stdout
    for page in [*added.pages.values()][:2]:
        assert (added.files[page].table["region"], added.files[page].table["kind"]) == ("XX-UJI", "agency")
    again = CliRunner().invoke(list_candidates, ["--region", "XX-UJI", "--data", str(added.data)])
    assert [line.split("\t")[-1] != "" for line in again.stdout.splitlines()] == [True] * 3


def test_every_paper_is_added_and_every_failure_told(added):
    assert added.add.returncode == 1, added.add.stderr
    assert "2 added, 6 failed, 0 left" in added.add.stdout
    assert len(added.files) == 4


def test_a_crawl_with_the_written_files_archives_what_the_papers_published(added):
    assert added.crawl.returncode == 0, added.crawl.stdout + added.crawl.stderr
    assert differences(added.data, added.press.newsroom.truth()) == []


@pytest.mark.parametrize("world", list(World))
def test_name_language_and_zone_are_the_papers_own(added, world):
    paper, file = added.file(world)
    assert file.table["name"] == paper.outlet.name
    assert file.table["timezone"] == paper.outlet.zone
    assert file.table["language"] == "id"


def test_a_wordpress_file_fixes_nothing_that_a_crawl_finds(added):
    _, file = added.file(World.WORDPRESS)
    assert "discovery" not in file.table
    assert re.search(r"# +wordpress: \S+/wp-json/wp/v2/posts \(homepage\): \d+ articles in all", file.text)
    assert "WordPress's timezone_string" in file.text


def test_a_portals_file_names_its_index_by_date(added):
    paper, file = added.file(World.PORTAL)
    index = {"kind": "index", "url": f"{paper.base_url}/indeks?date={{date:%Y-%m-%d}}&page={{page}}"}
    assert index in file.table["discovery"]["channels"]


def test_a_probe_asks_a_handful(added):
    asked = [int(count) for count in re.findall(r"(\d+) requests", added.add.stdout)]
    assert max(asked) <= 25


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("picture", "an image where HTML was expected"),
        ("moved", "which is not a public address"),
        ("empty", "no channel, and no link of the homepage, leads to an article"),
        ("forbidding", "Forbidden by robots.txt"),
        ("closed", "http 403"),
        ("private", "which is not a public address"),
    ],
)
def test_what_cannot_be_added_is_told_with_its_reason(added, what, reason):
    (line,) = [line for line in added.add.stdout.splitlines() if line.startswith(f"  {added.pages[what]}:")]
    assert reason in line


def test_a_redirect_or_a_name_leads_to_no_private_address(added):
    assert added.sites["target"].requests == []


def test_a_homepage_that_the_catalogue_holds_is_refused_naming_the_file(added):
    held = added.files[added.pages["small"]]
    again = CliRunner().invoke(add_sites, [added.pages["small"], "--data", str(added.data)])
    assert again.exit_code == 2
    assert f"{added.data / 'sites' / held.id}.toml; --force writes over it" in again.stderr


def test_an_offline_check_reads_the_samples_as_they_were_kept(added):
    ids = [site.id for site in added.files.values()]
    check = CliRunner().invoke(check_sites, ["--offline", "--data", str(added.data)])
    assert check.output.splitlines() == [f"{site_id}: as it was kept" for site_id in sorted(ids)]
    assert check.exit_code == 0


def test_a_check_tells_what_the_site_and_the_rules_changed(added):
    site, file = added.sites["small"], added.files[added.pages["small"]]
    site.html("/", site.pages["/"][2].decode().replace('href="/feed"', 'href="/rss"'))
    site.pages["/rss"] = site.pages.pop("/feed")
    path = next(path for path in site.pages if path.startswith("/berita/"))
    site.html(path, site.pages[path][2].decode().replace("dua tahun", "tiga tahun"))
    gold = added.data / "sites" / file.id / "gold.jsonl"
    lines = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    lines[1]["title"] = "Judul Lain"
    gold.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    check = kliping("sites", "check", file.id, "--offline", "--online", "--data", str(added.data), now=NOW)
    assert check.returncode == 1, check.stderr
    assert f"{file.id}: channel moved: {site.base_url}/feed, now {site.base_url}/rss" in check.stdout
    assert re.search(rf"{path}: text: new: .*tiga tahun", check.stdout)
    assert check.stdout.count('title: was "Judul Lain", now "Jembatan Baru') == 2
