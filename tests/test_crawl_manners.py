"""What a site sees of the crawler: who asks, that robots.txt is obeyed, and how rarely it is asked for."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from harness import kliping, loopback_site, rows, site_file, write_site
from test_crawl_hostile import article, feed

from crawler.cli import main

PATHS = ["/2026/03/02/tanggul-sungai-barito-ditinjau", "/tertutup/tanggul-sungai-kahayan-ditinjau"]
ROBOTS = "User-agent: archive\nDisallow: /\n\nUser-agent: kliping\nDisallow: /tertutup/\n\nUser-agent: *\nDisallow: /\n"
RUNS = [("03-02T12", []), ("03-02T18", ["--due"]), ("03-03T13", []), ("03-03T14", ["--fresh-robots"])]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Crawl a site of two articles four times, within a day, after it, and with the operator's word; what it saw each time."""
    data = tmp_path_factory.mktemp("manners")
    (data / "kliping.toml").write_text('contact = "redaksi@example.org"')
    asked = []
    with loopback_site() as site:
        site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, ROBOTS.encode())
        site.etags["/robots.txt"] = '"1"'
        site.pages["/feed"] = (200, {}, feed(site.base_url, PATHS).encode())
        for path in PATHS:
            site.html(path, article("Barito"))
        channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{site.base_url}/feed"\n'
        text = site_file("koran", site.base_url, channel)
        write_site(data, f"{text}\n[revisits]\nenabled = false\n")
        for at, more in RUNS:
            before = len(site.requests)
            run = kliping("crawl", "koran", *more, "--data", str(data), now=f"2026-{at}:00:00Z")
            assert run.returncode == 0, run.stderr
            asked.append([path for _, path in site.requests[before:]])
    return SimpleNamespace(data=data, asked=asked, site=site)


def test_robots_txt_is_obeyed_for_this_crawlers_own_name(crawled):
    leads = rows(crawled.data, "SELECT url, state, reason FROM leads")
    base_url = crawled.site.base_url
    states = {lead["url"].removeprefix(base_url): (lead["state"], lead["reason"]) for lead in leads}
    assert states[PATHS[0]][0] == "archived"
    assert states[PATHS[1]] == ("failed", "Forbidden by robots.txt")
    assert PATHS[1] not in [path for paths in crawled.asked for path in paths]


def test_site_sees_who_asks_and_whom_to_tell(crawled):
    (user_agent,) = crawled.site.user_agents
    assert user_agent.startswith("kliping/")
    assert user_agent.endswith("; contact: redaksi@example.org)")


def test_robots_txt_is_asked_once_a_day_or_when_the_operator_says_so(crawled):
    aside = [[path for path in paths if path.endswith((".txt", ".json"))] for paths in crawled.asked]
    assert aside == [["/robots.txt", "/.well-known/tdmrep.json"], [], ["/robots.txt"], ["/robots.txt"]]
    counts = [json.loads(row["counts"]) for row in rows(crawled.data, "SELECT counts FROM runs ORDER BY id")]
    names = ("robots/asked", "robots/held", "robots/unchanged")
    assert [[each.get(name, 0) for name in names] for each in counts] == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
    ]


def test_operator_sees_which_robots_txt_is_taken(crawled):
    shown = CliRunner().invoke(main, ["sites", "robots", "koran", "--data", str(crawled.data)])
    tdmrep, robots = (line.split("\t") for line in shown.output.splitlines())
    assert tdmrep[2:4] == ["none", "2026-03-02T12:00:00Z"]
    times = ("2026-03-03T14:00:00Z", "2026-03-03T14:00:00Z", "2026-03-04T14:00:00Z")
    assert robots[1:] == [f"{crawled.site.base_url}/robots.txt", f"{len(ROBOTS)} bytes", *times, ""]
    told = CliRunner().invoke(main, ["sites", "robots", "koran", "--json", "--data", str(crawled.data)])
    assert json.loads(told.output.splitlines()[1])["text"] == ROBOTS
