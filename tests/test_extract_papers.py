"""The demo papers: every field of every page is the truth, by general rules."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest

from crawler.demo.newsroom import Newsroom
from crawler.demo.server import PAPERS
from crawler.demo.web import Request
from pipelines.catalogue import Site
from pipelines.extract import extract_article, stitch_pages
from pipelines.items import Article, Capture

END = datetime(2026, 11, 23, 6, tzinfo=UTC)
FIELDS = (
    "title",
    "text",
    "authors",
    "editors",
    "section",
    "tags",
    "dateline_site",
    "dateline_place",
    "caption",
    "photo_credit",
    "sign_off",
    "language",
)


def _fetch(paper, url):
    for _ in range(4):
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = paper.respond(
            Request(target, unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)), {})
        )
        if answer.status not in {301, 302}:
            break
        url = urljoin(url, answer.headers["Location"])
    return Capture(url, url, answer.status, tuple(answer.headers.items()), answer.body, END)


def _whole(paper, url, site):
    first = extract_article(_fetch(paper, url), site)
    assert isinstance(first, Article), (url, first)
    others = [first.whole_url] if first.whole_url else first.further_urls
    return (
        stitch_pages(first, [extract_article(_fetch(paper, other), site) for other in others])
        if others
        else first
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_article_is_the_truth(seed):
    newsroom = Newsroom.draw(seed, 60, start=END - timedelta(days=30), end=END)
    papers = {outlet.id: PAPERS[outlet.world](outlet, newsroom) for outlet in newsroom.outlets}
    wrong = []
    for truth in newsroom.truth():
        paper = papers[truth.paper]
        outlet = paper.outlet
        site = Site(id=outlet.id, name=outlet.name, homepage=paper.base_url + "/", timezone=outlet.zone)
        found = _whole(paper, truth.url, site)
        pairs = [(name, getattr(truth, name), getattr(found, name)) for name in FIELDS]
        pairs.append(("url", truth.url, found.url))
        pairs.append(
            (
                "published",
                truth.published_at.isoformat()[:16],
                found.published and found.published.isoformat()[:16],
            )
        )
        wrong += [(truth.url, name, told, got) for name, told, got in pairs if told != got]
    assert wrong == []
