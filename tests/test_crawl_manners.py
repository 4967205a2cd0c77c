"""What a site sees of the crawler: who asks, and that robots.txt is obeyed."""

from harness import kliping, loopback_site, rows, site_file, write_site
from test_crawl_hostile import article, feed

PATHS = ["/2026/03/02/tanggul-sungai-barito-ditinjau", "/tertutup/tanggul-sungai-kahayan-ditinjau"]


def crawl(tmp_path, robots):
    """Crawl a site of two articles with a robots.txt; return the site and the archive's lead states by path."""
    (tmp_path / "kliping.toml").write_text('contact = "redaksi@example.org"')
    with loopback_site() as site:
        site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots.encode())
        site.pages["/feed"] = (200, {}, feed(site.base_url, PATHS).encode())
        for path in PATHS:
            site.html(path, article("Barito"))
        channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{site.base_url}/feed"\n'
        write_site(tmp_path, site_file("koran", site.base_url, channel))
        run = kliping("crawl", "koran", "--data", str(tmp_path))
    assert run.returncode == 0, run.stderr
    leads = rows(tmp_path, "SELECT url, state, reason FROM leads")
    states = {lead["url"].removeprefix(site.base_url): (lead["state"], lead["reason"]) for lead in leads}
    return site, states


def test_robots_txt_is_obeyed_for_this_crawlers_own_name(tmp_path):
    robots = "User-agent: archive\nDisallow: /\n\nUser-agent: kliping\nDisallow: /tertutup/\n\nUser-agent: *\nDisallow: /\n"
    site, states = crawl(tmp_path, robots)
    assert states[PATHS[0]][0] == "archived"
    assert states[PATHS[1]] == ("failed", "Forbidden by robots.txt")
    assert PATHS[1] not in [path for _, path in site.requests]


def test_site_sees_who_asks_and_whom_to_tell(tmp_path):
    site, _states = crawl(tmp_path, "")
    (user_agent,) = site.user_agents
    assert user_agent.startswith("kliping/")
    assert user_agent.endswith("; contact: redaksi@example.org)")
