"""Articles in WordPress's REST interface: read as their pages are, or left to them."""

import json
from dataclasses import replace

import pytest
from planted_papers import END, draw, fetch, read_whole

from crawler.demo.server import PAPERS
from crawler.discovery.backfill import FIELDS
from pipelines.catalogue import Site
from pipelines.extract.posts import read_part, read_post, split_posts
from pipelines.items import Article, Capture, Rejection, SourceKind

PARAGRAPH = "Air Sungai Martapura naik semeter sejak pagi, dan warga di bantaran mulai mengungsi. "
SITE = Site(id="kabar", name="Kabar Banua", homepage="https://kabar.example/", language="id")
POST = {
    "link": "https://kabar.example/banjir/",
    "date": "2026-03-01T12:00:00",
    "date_gmt": "2026-03-01T04:00:00",
    "title": {"rendered": "Banjir &#8220;Besar&#8221; di Martapura"},
    "content": {"rendered": f"<p>{PARAGRAPH * 3}</p><p>{PARAGRAPH * 2}</p>", "protected": False},
    "excerpt": {"rendered": f"<p>{PARAGRAPH} [&hellip;]</p>"},
}


def respond(*posts):
    """Return a response of posts."""
    payload = json.dumps(posts).encode()
    return Capture("https://kabar.example/wp-json/wp/v2/posts", "", 200, (), payload, END, SourceKind.REST)


@pytest.mark.parametrize("seed", [1, 2])
def test_post_gives_what_its_page_gives(seed):
    newsroom = draw(seed, 12, planted=0, copies=0)
    outlet = newsroom.outlet("wordpress")
    paper = PAPERS[outlet.world](outlet, newsroom)
    site = Site(
        id=outlet.id, name=outlet.name, homepage=paper.base_url + "/", timezone=outlet.zone, language="id"
    )
    query = f"per_page=100&_embed=author,wp:term,wp:featuredmedia&_fields={FIELDS}"
    capture = fetch(paper, f"{paper.base_url}/wp-json/wp/v2/posts?{query}")
    posts = split_posts(capture.payload)
    assert len(posts) > 3
    for post in posts:
        assert comparable(read_post(post, capture, site, None)) == comparable(
            read_whole(paper, post.url, site, None)
        )


def comparable(article):
    """Return what does not tell where an article was read."""
    times = [stamp and (stamp.isoformat(), stamp.disputed) for stamp in (article.published, article.modified)]
    apart = {"published": None, "modified": None, "source_kind": None, "part": 0, "blocks": (), "removed": ()}
    return times, replace(article, **apart)


def test_response_holds_articles_at_their_positions():
    other = POST | {"link": "https://kabar.example/lain/", "title": {"rendered": "Kabar Lain"}}
    capture = respond(POST, {"id": 3}, other)
    assert [post.part for post in split_posts(capture.payload)] == [0, 2]
    article = read_part(capture, 2, SITE, None)
    assert isinstance(article, Article)
    assert (article.title, article.part, article.source_kind) == ("Kabar Lain", 2, SourceKind.REST)
    assert article.published.isoformat() == "2026-03-01T12:00:00+08:00"
    with pytest.raises(ValueError, match="position 1"):
        read_part(capture, 1, SITE, None)


def test_article_of_midnight_keeps_its_clock():
    midnight = {"date": "2026-03-01T00:00:00", "date_gmt": "2026-02-28T16:00:00"}
    site = SITE.model_copy(update={"timezone": "Asia/Makassar"})
    article = read_part(respond(POST | midnight), 0, site, None)
    assert isinstance(article, Article)
    assert article.published.isoformat() == "2026-03-01T00:00:00+08:00"


@pytest.mark.parametrize(
    "change",
    [
        {"content": {"rendered": f"<p>{PARAGRAPH * 5}</p>", "protected": True}},
        {"content": {"rendered": ""}},
        {"content": {"rendered": f"<p>{PARAGRAPH} [&hellip;]</p>"}},
        {"content": {"rendered": "<p>Pendek.</p>"}, "excerpt": {"rendered": "<p>Pendek.</p>"}},
        {"content": {"rendered": f'<p>{PARAGRAPH * 4} <a class="more-link" href="x">Baca</a></p>'}},
    ],
)
def test_post_without_its_whole_text_is_left_to_its_page(change):
    (post,) = split_posts(respond(POST | change).payload)
    assert post.page == b""


def test_post_that_keeps_itself_from_archives_is_refused():
    capture = respond(POST | {"yoast_head_json": {"robots": {"index": "index", "x": "noarchive"}}})
    (post,) = split_posts(capture.payload)
    refused = read_post(post, capture, SITE, None)
    assert isinstance(refused, Rejection)
    assert refused.reason == "noarchive"


@pytest.mark.parametrize("payload", [b"{}", b"<html>", b"[" * 100_000])
def test_what_is_no_list_of_posts_is_refused(payload):
    with pytest.raises(ValueError):
        split_posts(payload)
