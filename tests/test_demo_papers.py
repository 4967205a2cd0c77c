"""The demo papers over real loopback HTTP: what is served, and that it agrees with the truth."""

import gzip
import html
import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from crawler.demo import Newsroom, Press, Story, Truth, read_clipping, serve, site_toml
from pipelines.catalogue import read_site

START = datetime(2024, 10, 24, tzinfo=UTC)
END = datetime(2024, 11, 4, 16, tzinfo=UTC)
SEED_TEXT = Path(__file__).parents[2] / "shared" / "seed"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with serve(Newsroom.draw(7, 130, start=START, end=END)) as press:
        yield press


@pytest.fixture(autouse=True)
def _clock(request):
    if "press" in request.fixturenames:
        request.getfixturevalue("press").clock.set(END)


class Answer:
    """A response, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()
        if self.headers.get("content-encoding") == "gzip":
            self.body = gzip.decompress(self.body)
        self.text = self.body.decode("utf-8", "replace")


def get(url: str, **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    connection.request(
        "GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        return Answer(connection.getresponse())
    finally:
        connection.close()


def visible(page: str) -> str:
    """What a reader sees of a page, on one line."""
    page = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>", " ", page)
    page = re.sub(r"</?(?:p|div|br|li|ul|h\d|td|tr|figcaption|figure|table)\b[^>]*>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def whole_page(press: Press, truth: Truth) -> str:
    suffix = "?page=all" if truth.paper == press.paper("portal").outlet.id else ""
    answer = get(truth.url + suffix)
    assert answer.status == 200
    return answer.text


@pytest.mark.parametrize("world", ["wordpress", "portal", "old"])
def test_every_line_of_the_truth_is_on_the_page(press, world):
    paper = press.paper(world).outlet.id
    for truth in (truth for truth in press.newsroom.truth() if truth.paper == paper):
        page = visible(whole_page(press, truth))
        told = [truth.title, *truth.text.split("\n"), *truth.authors, *truth.editors, truth.section]
        told += [line for line in (truth.caption, truth.photo_credit, truth.sign_off) if line]
        missing = [line for line in told if line not in page]
        # A "Baca juga" at the end of a paragraph leaves its text whole; one inside a list splits nothing either.
        assert not missing, (truth.url, missing)


@pytest.mark.parametrize("world", ["wordpress", "portal", "old"])
def test_the_time_to_the_minute_and_the_zone_can_be_read_from_the_page(press, world):
    paper = press.paper(world)
    for truth in (truth for truth in press.newsroom.truth() if truth.paper == paper.outlet.id):
        page = get(truth.url).text
        local = truth.published_at
        if world == "old":
            assert re.search(rf"{local:%H[.:]%M} (WIB|WITA)", visible(page))
        else:
            stamps = re.findall(r'"datePublished": "([^"]+)"', page)
            assert [datetime.fromisoformat(stamp) for stamp in stamps] == [local]


def test_no_two_articles_share_a_url_and_the_seed_decides_everything(press):
    again = Newsroom.draw(7, 130, start=START, end=END)
    other = Newsroom.draw(8, 130, start=START, end=END)
    urls = [again.url(post) for post in again.posts]
    assert len(set(urls)) == len(urls)
    assert [(post.path, post.versions) for post in again.posts] == [
        (p.path, p.versions) for p in press.newsroom.posts
    ]
    assert other.events() != again.events()


def test_every_kind_of_event_happens_inside_the_period(press):
    events = press.newsroom.events()
    assert {event.change for event in events} == {
        "publish", "copy", "derive", "typo", "figure", "headline", "added", "delete", "return",
    }  # fmt: skip
    assert all(START <= event.at < END for event in events)
    assert all(revisions[i].text != revisions[i + 1].text or revisions[i].title != revisions[i + 1].title
               for revisions in press.newsroom.revisions().values() for i in range(len(revisions) - 1))  # fmt: skip


def test_copies_share_their_text_and_keep_their_own_datelines(press):
    truths = {truth.url: truth for truth in press.newsroom.truth(deleted=True)}
    copies = [truth for truth in truths.values() if truth.copy_of]
    assert len(copies) >= 10
    for copy in copies:
        original = truths[copy.copy_of]
        assert (original.paper, original.story) != (copy.paper, None)
        assert original.story == copy.story
        shared = set(copy.text.split("\n")[1:]) & set(original.text.split("\n")[1:])
        assert shared, (copy.url, original.url)


def test_derivations_take_much_of_a_release_and_are_no_copy_of_it(press):
    truths = press.newsroom.truth(deleted=True)
    releases = {truth.story: set(truth.text.split("\n")[1:]) for truth in truths if not truth.builds_on}
    derived = [truth for truth in truths if truth.builds_on]
    assert {len(truth.builds_on) for truth in derived} == {1, 2}
    for truth in derived:
        lines = set(truth.text.split("\n"))
        taken = [releases[story] & lines for story in truth.builds_on]
        assert all(taken), truth.url
        assert lines - set().union(*taken), truth.url
        assert truth.copy_of is None


@pytest.mark.parametrize(("world", "gone"), [("wordpress", 404), ("portal", 410), ("old", 200)])
def test_the_clock_publishes_corrects_and_deletes(press, world, gone):
    paper = press.paper(world).outlet.id
    for url, revisions in press.newsroom.revisions().items():
        if not url.startswith(press.newsroom.base_urls[paper]) or len(revisions) < 2:
            continue
        for revision in revisions:
            press.clock.set(revision.at)
            answer = get(url)
            if revision.title is None:
                assert answer.status == gone
                assert world != "old" or "Berita tidak ditemukan" in answer.text
            else:
                assert answer.status == 200
                assert revision.title in visible(answer.text)
        press.clock.set(revisions[0].at - timedelta(minutes=1))
        assert get(url).status == (200 if world == "old" else 404)


def test_wordpress_rest_pages_through_all_posts(press):
    paper = press.paper("wordpress")
    base = f"{paper.base_url}/wp-json/wp/v2/posts"
    first = get(f"{base}?per_page=20&_fields=id,link,title.rendered")
    pages, links = int(first.headers["x-wp-totalpages"]), []
    for page in range(1, pages + 1):
        links += [
            post["link"] for post in json.loads(get(f"{base}?per_page=20&page={page}&_fields=link").body)
        ]
    told = [truth.url for truth in press.newsroom.truth() if truth.paper == paper.outlet.id]
    assert sorted(links) == sorted(told)
    assert len(links) == int(first.headers["x-wp-total"])
    assert set(json.loads(first.body)[0]) == {"id", "link", "title"}
    past = get(f"{base}?per_page=20&page={pages + 1}")
    assert (past.status, json.loads(past.body)["code"]) == (400, "rest_post_invalid_page_number")


@pytest.mark.parametrize("query", ["per_page=101", "per_page=0", "page=0", "after=yesterday", "orderby=luck"])
def test_wordpress_rest_refuses_bad_parameters(press, query):
    answer = get(f"{press.paper('wordpress').base_url}/wp-json/wp/v2/posts?{query}")
    assert (answer.status, json.loads(answer.body)["code"]) == (400, "rest_invalid_param")


def test_wordpress_rest_finds_what_was_modified_after(press):
    paper = press.paper("wordpress")
    mine = [event for event in press.newsroom.events() if event.paper == paper.outlet.id]
    event = [event for event in mine if event.change in {"typo", "figure", "headline", "added"}][-1]
    since = quote((event.at - timedelta(minutes=1)).isoformat())
    found = json.loads(get(f"{paper.base_url}/wp-json/wp/v2/posts?modified_after={since}&per_page=100").body)
    assert event.url in {post["link"] for post in found}
    assert all(post["modified_gmt"] >= (event.at).replace(tzinfo=None).isoformat() for post in found)


def test_wordpress_rest_times_and_text_agree_with_the_page(press):
    paper = press.paper("wordpress")
    truths = {truth.url: truth for truth in press.newsroom.truth()}
    for post in json.loads(get(f"{paper.base_url}/wp-json/wp/v2/posts?per_page=100").body):
        truth = truths[post["link"]]
        assert post["date"] == truth.published_at.replace(tzinfo=None).isoformat()
        assert datetime.fromisoformat(post["date_gmt"] + "+00:00") == truth.published_at
        assert html.unescape(post["title"]["rendered"]) == truth.title
        assert truth.text.split("\n")[-1] in visible(post["content"]["rendered"])


def test_wordpress_short_links_and_missing_slashes_redirect(press):
    paper = press.paper("wordpress")
    post = paper.newsroom.edition(paper.outlet.id).entries[0].post
    url = paper.newsroom.url(post)
    for asked in (f"{paper.base_url}/?p={post.number}", url.removesuffix("/")):
        answer = get(asked)
        assert (answer.status, answer.headers["location"]) == (301, url)
    assert 'rel="https://api.w.org/"' in get(url).headers["link"]


def test_wordpress_feed_pages_end_in_404_and_are_conditional(press):
    paper = press.paper("wordpress")
    total, page, links = len(paper.newsroom.edition(paper.outlet.id).entries), 1, []
    while (answer := get(f"{paper.base_url}/feed/?paged={page}")).status == 200:
        links += [item.findtext("link") for item in ElementTree.fromstring(answer.body).iter("item")]
        page += 1
    assert answer.status == 404
    assert len(set(links)) == total
    feed = get(f"{paper.base_url}/feed/")
    again = get(f"{paper.base_url}/feed/", If_None_Match=feed.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert get(f"{paper.base_url}/feed/", If_Modified_Since=feed.headers["last-modified"]).status == 304
    press.clock.set(END - timedelta(days=3))
    assert get(f"{paper.base_url}/feed/", If_None_Match=feed.headers["etag"]).status == 200


@pytest.mark.parametrize("seed", range(6))
def test_sitemaps_named_by_robots_or_by_custom_hold_all_articles(seed):
    newsroom = Newsroom.draw(seed, 40, start=START, end=END)
    with serve(newsroom) as press:
        for world, fallback in (("wordpress", ""), ("old", "/sitemap.xml")):
            paper = press.paper(world)
            named = re.findall(r"Sitemap: (\S+)", get(f"{paper.base_url}/robots.txt").text)
            found = set(_sitemap_urls(named[0] if named else paper.base_url + fallback))
            told = {truth.url for truth in newsroom.truth() if truth.paper == paper.outlet.id}
            assert told <= found


def _sitemap_urls(url: str) -> Iterator[str]:
    body = get(url).body
    root = ElementTree.fromstring(gzip.decompress(body) if url.endswith(".gz") else body)
    for location in root.iter(f"{SITEMAP}loc"):
        if root.tag == f"{SITEMAP}sitemapindex":
            yield from _sitemap_urls(location.text or "")
        else:
            yield location.text or ""


def test_portal_index_by_date_lists_each_article_on_its_local_day(press):
    paper = press.paper("portal")
    told = {truth.url: truth for truth in press.newsroom.truth() if truth.paper == paper.outlet.id}
    found = set()
    for back in range(13):
        day = paper.outlet.local(END).date() - timedelta(days=back)
        url = f"{paper.base_url}/indeks?date={day}"
        while url:
            page = get(url).text
            column = page.split("Indeks Berita", 2)[2].split("</form>", 1)[1]
            found |= {u for u, t in told.items() if t.published_at.date() == day and u in column}
            following = re.search(r'<link rel="next" href="([^"]+)">', page)
            url = html.unescape(following[1]) if following else ""
    assert found == set(told)


def test_portal_splits_long_articles_and_shows_the_whole(press):
    paper = press.paper("portal")
    long = next(e for e in press.newsroom.edition(paper.outlet.id).entries if len(e.paragraphs) > 7)
    url, last = paper.url(long), long.paragraphs[-1]
    first = get(url).text
    assert last not in visible(first)
    assert f'href="{url}?page=2"' in first
    assert f'href="{url}?page=all"' in first
    assert last in visible(get(f"{url}?page=all").text)
    assert get(f"{url}?page=99").status == 404
    assert f'<link rel="canonical" href="{url}">' in get(f"{url}?page=2").text


def test_portal_has_amp_twins_editors_as_authors_and_a_news_sitemap(press):
    paper = press.paper("portal")
    truth = [truth for truth in press.newsroom.truth() if truth.paper == paper.outlet.id][-1]
    page = get(truth.url)
    twin = html.unescape(re.findall(r'<link rel="amphtml" href="([^"]+)"', page.text)[0])
    assert f'<link rel="canonical" href="{truth.url}">' in get(twin).text
    assert f'"author": {{"@type": "Person", "name": "{truth.editors[0]}"}}' in page.text
    assert get(truth.url, If_None_Match=page.headers["etag"]).status == 304
    named = re.findall(r"Sitemap: (\S+)", get(f"{paper.base_url}/robots.txt").text)[0]
    recent = {
        t.url
        for t in press.newsroom.truth()
        if t.paper == paper.outlet.id and END - t.published_at <= timedelta(hours=48)
    }
    assert set(_sitemap_urls(named)) == recent


def test_portal_sidebar_is_longer_than_most_articles(press):
    paper = press.paper("portal")
    lengths = sorted(len(truth.text) for truth in press.newsroom.truth() if truth.paper == paper.outlet.id)
    page = get(f"{paper.base_url}/redaksi").text
    assert len(visible(page)) > lengths[len(lengths) // 2]


def test_old_paper_declares_the_wrong_charset_and_tells_no_validators(press):
    paper = press.paper("old")
    truth = next(truth for truth in press.newsroom.truth() if truth.paper == paper.outlet.id)
    answer = get(truth.url)
    assert answer.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert "“" in answer.body.decode("utf-8")
    assert not {"etag", "last-modified"} & set(answer.headers)
    assert "canonical" not in answer.text
    assert "ld+json" not in answer.text


def test_the_request_log_and_the_pages_of_a_test(press):
    paper = press.paper("old")
    before = len(paper.requests)
    paper.pages["/lambat"] = (503, {"Retry-After": "2"}, b"nanti")
    paper.pages["/sekali"] = lambda request: None if request.query else (418, {}, b"")
    paper.pages["/mengalir"] = (200, {"Content-Type": "text/html"}, [b"<p>", b"satu"])
    assert get(f"{paper.base_url}/lambat").headers["retry-after"] == "2"
    assert get(f"{paper.base_url}/sekali").status == 418
    assert get(f"{paper.base_url}/sekali?x=1").status == 404
    assert get(f"{paper.base_url}/mengalir").body == b"<p>satu"
    hits = paper.requests[before:]
    assert [(hit.path, hit.status) for hit in hits] == [
        ("/lambat", 503), ("/sekali", 418), ("/sekali?x=1", 404), ("/mengalir", 200),
    ]  # fmt: skip
    assert [hit.at for hit in hits] == sorted(hit.at for hit in hits)


def test_connections_are_kept_alive(press):
    paper = press.paper("portal")
    connection = http.client.HTTPConnection(urlsplit(paper.base_url).netloc, timeout=10)
    connection.request("GET", "/robots.txt")
    connection.getresponse().read()
    first = connection.sock
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    assert connection.sock is first
    connection.close()


@pytest.mark.parametrize("world", ["wordpress", "portal", "old"])
def test_site_files_are_ones_that_the_catalogue_takes(press, world, tmp_path):
    paper = press.paper(world)
    path = tmp_path / f"{paper.outlet.id}.toml"
    path.write_text(site_toml(paper, 0.05), encoding="utf-8")
    site = read_site(path)
    assert (site.netloc, site.timezone, site.politeness.delay) == (
        urlsplit(paper.base_url).netloc, paper.outlet.zone, 0.05,
    )  # fmt: skip
    assert len(site.discovery.channels) == (world == "portal")


def test_a_given_story_is_printed_as_it_is():
    newsroom = Newsroom.draw(3, 12, start=START, end=END)
    story = Story(
        "x", "Judul “Uji” & Lain", ("Satu yang\nkuat.", "## Anak judul", "Dua."), "Rantau", sign_off="pr/uji"
    )
    newsroom.publish("wordpress", story, END - timedelta(hours=1))
    with serve(newsroom) as press:
        truth = press.newsroom.truth()[-1]
        assert truth.text.endswith("RANTAU-Satu yang kuat.\nAnak judul\nDua.")
        page = get(truth.url).text
    assert "yang<br />\nkuat." in page
    assert "Dua.(pr/uji)</p>" in page
    assert "Judul &#8220;Uji&#8221; &#038; Lain" in page


@pytest.mark.skipif(not SEED_TEXT.is_dir(), reason="the first document is not here")
def test_the_first_document_stands_on_a_page_like_its_own():
    text = next(SEED_TEXT.glob("*.txt")).read_text(encoding="utf-8")
    story, dateline = read_clipping(text)
    newsroom = Newsroom.draw(3, 12, start=START, end=END)
    newsroom.publish("wordpress", story, END - timedelta(hours=1), dateline=dateline)
    with serve(newsroom) as press:
        truth = press.newsroom.truth()[-1]
        page = visible(get(truth.url).text)
    lines = truth.text.split("\n")
    assert (len(lines), truth.sign_off, truth.photo_credit) == (9, "pr/klik", "adpim/klik")
    assert (truth.dateline_site, truth.dateline_place) == ("klikkalimantan.com", "BANJARMASIN")
    assert [line for line in (*lines, truth.title, truth.caption) if line and line not in page] == []
    assert all(line.strip() in re.sub(r"\s+", " ", page) for line in re.split(r"\n\s*\n|BACA", text)[2:5])


def test_the_demo_runs_as_a_process_of_its_own(tmp_path):
    command = [
        sys.executable,
        "-m",
        "crawler.demo",
        "--stories",
        "5",
        "--now",
        "2024-10-30T10:00:00+08:00",
        "--sites",
        str(tmp_path),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    ) as process:
        try:
            assert process.stdout is not None
            addresses = dict(pair.split("=", 1) for pair in process.stdout.readline().split())
            assert sorted(addresses) == sorted(path.stem for path in tmp_path.glob("*.toml"))
            assert all(get(f"{url}/").status == 200 for url in addresses.values())
        finally:
            process.terminate()
    assert process.returncode == 0
