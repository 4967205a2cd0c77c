"""Papers that plant blocks on their pages, read page by page as a crawl reads them: what leaks, and what is lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from crawler.demo.newsroom import Newsroom
from crawler.demo.server import PAPERS
from crawler.demo.web import Paper, Request
from pipelines.catalogue import Site
from pipelines.extract import extract_article, stitch_pages
from pipelines.extract.learned import Learned, learn
from pipelines.items import Article, Capture, Lesson, ObservedPage

END = datetime(2026, 11, 23, 6, tzinfo=UTC)
COPY_HEADS = ("Siaran Pers", "Kabar Resmi", "Rilis")
TAUGHT = 20  # pages of a site after which its blocks are to be known


@dataclass
class Reading:
    """What came of a paper's pages, newest first."""

    shown: Counter[str] = field(default_factory=Counter)  # planted blocks: "early", "late"
    leaked: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)  # lines of the truth that are not in the text
    other: list[str] = field(default_factory=list)  # lines of the text that are neither truth nor planted
    pages: int = 0
    copies: int = 0
    learned_at: dict[str, int] = field(
        default_factory=dict
    )  # planted block -> pages read when it was learned
    lessons: tuple[Lesson, ...] = ()
    planted: frozenset[str] = frozenset()

    @property
    def lessons_beside(self) -> list[Lesson]:
        """Lessons that are no planted block."""
        return [
            lesson for lesson in self.lessons if lesson.kind == "block" and lesson.text not in self.planted
        ]


def draw(seed: int, stories: int, planted: int = 3, copies: int = 3) -> Newsroom:
    """Draw papers that plant blocks, and that print a few press releases again under other headlines."""
    newsroom = Newsroom.draw(seed, stories, start=END - timedelta(days=30), end=END, planted=planted)
    for outlet in newsroom.outlets:
        own = [post for post in newsroom.posts if post.outlet is outlet and len(post.story.paragraphs) > 4]
        for post in own[:: max(1, len(own) // 4)][:4]:
            for number in range(copies):
                headline = f"{COPY_HEADS[number % len(COPY_HEADS)]}: {post.story.headline}"
                story = replace(post.story, headline=headline, world=None)
                at = min(END, post.published_at + timedelta(hours=number + 1))
                newsroom.publish(outlet.id, story, at, authors=post.authors, editors=post.editors)
    return newsroom


def fetch(paper: Paper, url: str) -> Capture:
    """Fetch a page as over HTTP, redirects followed."""
    for _ in range(4):
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer = paper.respond(Request(target, unquote(parts.path), query, {}))
        if answer.status not in {301, 302}:
            break
        url = urljoin(url, answer.headers["Location"])
    assert isinstance(answer.body, bytes)  # only hostile pages are streams
    return Capture(url, url, answer.status, tuple(answer.headers.items()), answer.body, END)


def read_whole(paper: Paper, url: str, site: Site, learned: Learned | None) -> Article:
    """Read an article with its further pages."""
    first = extract_article(fetch(paper, url), site, learned)
    assert isinstance(first, Article), (url, first)
    others = [first.whole_url] if first.whole_url else first.further_urls
    parts = [extract_article(fetch(paper, other), site, learned) for other in others]
    return stitch_pages(first, [part for part in parts if isinstance(part, Article)]) if parts else first


def read_papers(newsroom: Newsroom) -> Iterator[tuple[str, Reading]]:
    """Read each paper's pages, newest first, learning as an archive does."""
    for outlet in newsroom.outlets:
        paper = PAPERS[outlet.world](outlet, newsroom)
        yield outlet.world, read_paper(paper)


def read_paper(paper: Paper) -> Reading:
    """Read one paper's pages, newest first."""
    outlet, newsroom, reading = paper.outlet, paper.newsroom, Reading()
    site = Site(
        id=outlet.id, name=outlet.name, homepage=paper.base_url + "/", timezone=outlet.zone, language="id"
    )
    posts = {newsroom.url(post): post for post in newsroom.posts}
    planted = reading.planted = frozenset(block.text for block in newsroom.planted[outlet.id])
    observed: list[ObservedPage] = []
    truths = [truth for truth in newsroom.truth() if truth.paper == outlet.id]
    for number, truth in enumerate(reversed(truths)):
        learned = Learned.from_lessons(1, reading.lessons)
        article = read_whole(paper, truth.url, site, learned)
        wanted, found = truth.text.split("\n"), article.text.split("\n")
        when = "late" if number >= TAUGHT else "early"
        shown = [block.text for block in newsroom.planted_on(posts[truth.url])]
        reading.shown[when] += len(shown)
        reading.leaked[when] += sum(block in article.text for block in shown)
        reading.lost += [f"{truth.url}: {line}" for line in wanted if line not in found]
        reading.other += [line for line in found if line not in wanted and line not in planted]
        reading.pages += 1
        reading.copies += truth.title.startswith(COPY_HEADS)
        observed.append(ObservedPage(END, article.title, article.authors, article.section, article.blocks))
        reading.lessons = learn(observed, reading.lessons, article.blocks)
        for lesson in reading.lessons:
            if lesson.text in planted:
                reading.learned_at.setdefault(lesson.text, number + 1)
    return reading
