"""What sites see of a crawl that they slow down, send away or forbid, measured at their servers; and what it says of it."""

import itertools
import sqlite3
from contextlib import ExitStack, closing

import pytest
from harness import kliping, loopback_site, rows, site_file, write_site
from test_crawl_hostile import article, feed

DELAY = 0.05
TOLERANCE = 0.005  # of timers: the delay counts from the end of an answer, so a busy machine widens gaps
NOW = "2026-03-02T12:00:00Z"
PLACES = ("barito", "kahayan", "martapura", "negara", "tabalong", "riam")
PATHS = [f"/2026/03/02/tanggul-sungai-{place}-ditinjau" for place in PLACES]
CHALLENGE = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
SITES = (
    "robots-busy robots-forbidden robots-moved robots-slow busy overloaded resting one-busy challenged forbidden "
    "questioned one-forbidden reserving reserved reserved-by-licence hanging-up split two-hosts visitor visited"
).split()


def prepare(sites):
    """Give each site its feed of articles, and then its manners."""
    for name, site in sites.items():
        listed = PATHS if name == "reserving" else PATHS[:4]
        site.pages["/feed"] = (200, {}, feed(site.base_url, listed).encode())
        for path, place in zip(PATHS, PLACES, strict=True):
            site.html(path, article(place.title()))
    plain = {"Content-Type": "text/plain"}
    sites["robots-busy"].pages["/robots.txt"] = (503, {}, b"")
    sites["robots-forbidden"].pages["/robots.txt"] = (403, {}, b"")
    for step in range(4):
        sites["robots-moved"].pages[f"/r{step}"] = (301, {"Location": f"/r{step + 1}"}, b"")
    sites["robots-moved"].pages["/robots.txt"] = (301, {"Location": "/r0"}, b"")
    rules = f"\ufeffUser-agent: someone\nDisallow:\n\nUser-Agent: KLIPING/2.0\nDisallow: {PATHS[0]}\n"
    sites["robots-moved"].pages["/r4"] = (200, plain, rules.encode())
    sites["robots-slow"].pages["/robots.txt"] = (200, plain, b"User-agent: *\nCrawl-delay: 0.3\n")
    sites["busy"].before[PATHS[2]] = [(503, {"Retry-After": "1"}, b"")]
    sites["resting"].pages[PATHS[2]] = (429, {"Retry-After": "3600"}, b"")
    sites["one-busy"].pages[PATHS[2]] = (503, {}, b"")
    sites["one-forbidden"].html(PATHS[2], "<p>Terlarang", status=403)
    parts = f'<div class="page-links"><a href="{PATHS[2]}?page=2">2</a></div></article>'
    sites["split"].html(PATHS[2], article("Martapura").replace("</article>", parts))
    sites["split"].pages[f"{PATHS[2]}?page=2"] = (502, {}, b"")
    for page, following in ((1, 2), (2, 3), (3, 3)):
        parts = (
            f'<div class="page-links"><a href="{PATHS[1]}?page={following}">{following}</a></div></article>'
        )
        text = article(f"Kahayan {page}").replace("</article>", parts)
        sites["split"].html(PATHS[1] if page == 1 else f"{PATHS[1]}?page={page}", text)
    sites["hanging-up"].before[PATHS[2]] = [(0, {}, b"")]
    for path in PATHS:
        sites["overloaded"].pages[path] = (503, {}, b"")
        sites["challenged"].html(path, CHALLENGE, status=403, Server="cloudflare")
    sites["questioned"].html("/feed", "<html><title>Checking your browser</title><p>Sebentar</p></html>")
    sites["forbidden"].pages = {}
    sites["forbidden"].otherwise = (403, {}, b"<p>Terlarang")
    prepare_reservations(sites)
    sites["visitor"].pages[PATHS[2]] = (302, {"Location": sites["visited"].base_url + PATHS[2]}, b"")
    other = sites["second-host"]
    sites["two-hosts"].pages[PATHS[2]] = (302, {"Location": other.base_url + PATHS[2]}, b"")
    other.pages[PATHS[2]] = (302, {"Location": sites["two-hosts"].base_url + PATHS[3]}, b"")


def prepare_reservations(sites):
    """Let pages keep themselves from archives, in each of the ways."""
    reserving = sites["reserving"]
    metas = (
        'name="robots" content="noarchive, follow"',
        'name="Kliping" content="NONE"',
        'name="tdm-reservation" content="1"',
    )
    for path, meta in zip(PATHS, metas, strict=False):
        reserving.html(path, article("Rahasia").replace("<head>", f"<head><meta {meta}>"))
    reserving.html(PATHS[3], article("Rahasia"), **{"X-Robots-Tag": "otherbot: nofollow, kliping: noarchive"})
    reserving.html(PATHS[4], article("Rahasia"), **{"TDM-Reservation": "1"})
    policy = b'[{"location": "/2026/", "tdm-reservation": 1}, {"location": "/2026/03/02/*-negara-", "tdm-reservation": 0}]'
    for name in ("reserved", "reserved-by-licence"):
        sites[name].pages["/.well-known/tdmrep.json"] = (200, {}, policy)
        sites[name].html(
            PATHS[3], article("Negara").replace("<head>", '<head><meta name="robots" content="noarchive">')
        )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """One run over all sites: its archive, what it said, what each server saw, and the leads by site."""
    data = tmp_path_factory.mktemp("politeness")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback_site()) for name in (*SITES, "second-host")}
        prepare(sites)
        for name in SITES:
            home = sites[name].base_url
            feeds = [home, sites["second-host"].base_url] if name == "two-hosts" else [home]
            channels = "".join(
                f'[[discovery.channels]]\nkind = "feed"\nurl = "{url}/feed"\n' for url in feeds
            )
            channels = "" if name == "forbidden" else channels
            text = site_file(name, home, channels, DELAY)
            if name == "reserved-by-licence":
                text += "respect_tdm_reservation = false\nrespect_noarchive = false\n"
            write_site(data, text)
        run = kliping("crawl", *SITES, "--data", str(data), now=NOW)
    assert "articles held" in run.stdout, run.stderr
    states = {name: leads_of(data, name) for name in SITES}
    return data, run, {name: site.requests for name, site in sites.items()}, states


def leads_of(data, site_id):
    """Return state, reason and tries of a site's leads by path."""
    leads = rows(data, "SELECT url, state, reason, tries FROM leads WHERE site_id = ?", site_id)
    return {"/" + lead["url"].split("/", 3)[3]: tuple(lead)[1:] for lead in leads}


@pytest.fixture
def said(crawled):
    """What the first run printed, by site."""
    lines = [line.partition(": ")[::2] for line in crawled[1].stdout.splitlines()]
    return {name: "\n".join(text for site, text in lines if site == name) for name in SITES}


def paths_of(crawled, name):
    return [path for _, path in crawled[2][name]]


def gaps_of(*requests):
    times = sorted(at for seen in requests for at, _ in seen)
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def states_of(crawled, name):
    return {state for state, _, _ in crawled[3][name].values()}


def test_run_says_which_sites_were_of_no_use(crawled, said):
    assert crawled[1].returncode == 1
    assert "Traceback" not in crawled[1].stderr
    unserved = {name for name in SITES if "left alone" in said[name]}
    assert unserved == {"robots-busy", "overloaded", "resting", "challenged", "forbidden"}
    standings = dict(
        rows(crawled[0], "SELECT site_id, standing FROM site_standings WHERE standing <> 'served'")
    )
    blocked = {name for name, standing in standings.items() if standing == "blocked"}
    assert blocked == {"challenged", "forbidden", "questioned"}


@pytest.mark.parametrize("name", [*SITES, "second-host"])
def test_no_site_sees_two_requests_closer_than_its_delay(crawled, name):
    assert min(gaps_of(crawled[2][name])) > DELAY - TOLERANCE


@pytest.mark.parametrize("pair", [("two-hosts", "second-host")])
def test_hosts_of_one_site_share_its_delay(crawled, pair):
    assert min(gaps_of(*(crawled[2][name] for name in pair))) > DELAY - TOLERANCE
    assert paths_of(crawled, "second-host").count(PATHS[2]) >= 1


def test_unreadable_robots_txt_forbids_everything_in_this_run(crawled, said):
    assert set(paths_of(crawled, "robots-busy")) == {"/robots.txt"}
    assert "FAILED, robots.txt could not be read: http 503" in said["robots-busy"]


def test_robots_txt_that_is_refused_forbids_nothing(crawled):
    assert states_of(crawled, "robots-forbidden") == {"archived"}


def test_robots_txt_is_found_behind_five_redirects_and_read_for_our_name(crawled):
    leads = crawled[3]["robots-moved"]
    assert leads.pop(PATHS[0])[:2] == ("failed", "Forbidden by robots.txt")
    assert {state for state, _, _ in leads.values()} == {"archived"}
    assert PATHS[0] not in paths_of(crawled, "robots-moved")


def test_crawl_delay_holds_from_robots_txt_on(crawled):
    assert min(gaps_of(crawled[2]["robots-slow"])) > 0.3 - TOLERANCE


def test_busy_site_is_asked_again_when_it_said_and_slower_from_then_on(crawled):
    seen = crawled[2]["busy"]
    refused = paths_of(crawled, "busy").index(PATHS[2])
    assert seen[refused + 1][1] == PATHS[2]
    assert seen[refused + 1][0] - seen[refused][0] > 1 - TOLERANCE
    assert min(gaps_of(seen[refused:])) > 2 * DELAY - TOLERANCE
    assert states_of(crawled, "busy") == {"archived"}


def test_overloaded_site_is_left_after_five_answers_and_no_lead_pays_for_it(crawled, said):
    asked = [hit for hit in crawled[2]["overloaded"] if hit[1] in PATHS]
    assert len(asked) == 5
    assert [
        gap > wanted - TOLERANCE for gap, wanted in zip(gaps_of(asked), (0.1, 0.2, 0.4, 0.8), strict=True)
    ] == [True] * 4
    assert set(crawled[3]["overloaded"].values()) == {("pending", "", 0)}
    assert "FAILED, http 503, 5 overloaded answers in a row; left alone, 4 leads wait" in said["overloaded"]


def test_site_that_names_a_long_time_is_left_until_then(crawled, said):
    data, _run, _requests, states = crawled
    assert paths_of(crawled, "resting").count(PATHS[2]) == 1
    assert states["resting"][PATHS[2]] == ("pending", "", 0)
    assert "RESTS, http 429 with Retry-After: 3600 seconds" in said["resting"]
    (site,) = rows(data, "SELECT rests_until FROM sites WHERE id = 'resting'")
    assert site["rests_until"] == "2026-03-02T13:00:00Z"


@pytest.mark.parametrize(("name", "reason"), [("one-busy", "http 503"), ("one-forbidden", "http 403")])
def test_page_that_is_refused_where_others_are_served_has_failed_itself(crawled, name, reason):
    leads = crawled[3][name]
    assert leads.pop(PATHS[2]) == ("failed", reason, 1)
    assert {state for state, _, _ in leads.values()} == {"archived"}


def test_site_that_blocks_is_left_after_three_challenges(crawled, said):
    assert len([path for path in paths_of(crawled, "challenged") if path in PATHS]) == 3
    assert set(crawled[3]["challenged"].values()) == {("pending", "", 0)}
    assert "BLOCKED, Cloudflare challenge, 3 answers in a row; left alone, 4 leads wait" in said["challenged"]


def test_site_that_forbids_all_is_called_blocked(crawled, said):
    assert "BLOCKED, http 403 to all that was asked" in said["forbidden"]


def test_reserved_pages_are_not_archived_and_nothing_of_them_is_kept(crawled):
    data, _run, _requests, states = crawled
    sites = {row["id"]: row["homepage"] for row in rows(data, "SELECT id, homepage FROM sites")}
    reasons = [states["reserving"][path][:2] for path in PATHS]
    assert reasons[:5] == [
        ("not-article", reason)
        for reason in ("noarchive", "noarchive", "tdm-reservation", "noarchive", "tdm-reservation")
    ]
    assert reasons[5][0] == "archived"
    assert b"Rahasia" not in (data / "archive.db").read_bytes()
    with closing(sqlite3.connect(f"file:{data / 'captures.db'}?mode=ro", uri=True)) as captures:
        kept = captures.execute("SELECT url FROM captures WHERE url LIKE ?", [f"{sites['reserving']}%"])
        assert len(kept.fetchall()) == 1


def test_pages_that_a_host_reserves_are_not_even_asked_for(crawled):
    leads = crawled[3]["reserved"]
    assert leads.pop(PATHS[3])[:2] == ("not-article", "noarchive")
    assert {lead[:2] for lead in leads.values()} == {("not-article", "tdm-reservation")}
    assert [path for path in paths_of(crawled, "reserved") if path in PATHS] == [PATHS[3]]


def test_site_file_says_that_a_licence_outweighs_reservations(crawled):
    assert states_of(crawled, "reserved-by-licence") == {"archived"}


def test_broken_connection_is_tried_again_at_the_sites_pace(crawled):
    assert paths_of(crawled, "hanging-up").count(PATHS[2]) == 2
    assert states_of(crawled, "hanging-up") == {"archived"}


def test_page_that_only_the_second_one_names_is_part_of_the_article_too(crawled):
    (found,) = rows(crawled[0], "SELECT text FROM articles WHERE text LIKE '%Kahayan 1%'")
    assert [f"Kahayan {page}" in found["text"] for page in (1, 2, 3)] == [True] * 3


def test_half_of_a_split_article_waits_for_the_other_half(crawled):
    leads = crawled[3]["split"]
    state, reason, tries = leads.pop(PATHS[2])
    assert (state, tries) == ("failed", 1), reason
    assert reason.startswith("http 502 to a further page: ")
    assert {state for state, _, _ in leads.values()} == {"archived"}
