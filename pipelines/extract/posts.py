"""WordPress's REST interface as a source of whole articles: each post of a response is put into a page, and read as one."""

import html
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pipelines.catalogue import Site
from pipelines.extract.article import extract_article
from pipelines.extract.learned import Learned
from pipelines.extract.reservations import extract_unless_reserved
from pipelines.items import Article, Capture, Rejection, SourceKind

MAX_POSTS = 1_000  # of one response; WordPress gives at most 100
TAG = re.compile(r"<[^>]{0,2000}>")
MORE_LINK = re.compile(r"<a\b[^>]{0,500}\bmore-link\b", re.IGNORECASE)  # what WordPress makes of <!--more-->
CUT_SHORT = ("…", "...", "…]", "...]")  # what stands at the end of a text that goes on elsewhere
MIN_SOURCE = 200  # characters of text under which a content that is no longer than its excerpt is one


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a response: its address, its time on the site's own wall, and a page made of what was said of it."""

    part: int  # its position in the response
    url: str
    local: datetime | None  # naive: as WordPress orders its posts
    page: bytes  # HTML; empty where the response holds no whole text


def split_posts(payload: bytes) -> tuple[Post, ...]:
    """Return the posts of a response of `/wp/v2/posts`. Pure; raises ValueError for what is no list of posts."""
    try:
        posts = json.loads(payload)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(posts, list):
        raise ValueError("no list of posts")
    found = (_post(part, post) for part, post in enumerate(posts[:MAX_POSTS]) if isinstance(post, dict))
    return tuple(post for post in found if post is not None)


def read_post(
    post: Post, capture: Capture, site: Site, learned: Learned | None, *, respect: bool = True
) -> Article | Rejection:
    """Read one post of a response as its page would be. Pure.

    With `respect`, a post that keeps itself from archives is refused, as its page would be.
    """
    as_page = Capture(
        post.url,
        post.url,
        capture.status,
        (("content-type", "text/html; charset=utf-8"),),
        post.page,
        capture.fetched_at,
        SourceKind.REST,
    )
    read = extract_unless_reserved if respect else extract_article
    article = read(as_page, site, learned)
    return replace(article, part=post.part) if isinstance(article, Article) else article


def read_part(capture: Capture, part: int, site: Site, learned: Learned | None) -> Article | Rejection:
    """Read again the post that stands at a position of a stored response. Pure; raises ValueError where there is none."""
    post = next((post for post in split_posts(capture.payload) if post.part == part), None)
    if post is None or not post.page:
        raise ValueError(f"the response holds no whole post at position {part}")
    return read_post(post, capture, site, learned, respect=False)


def _post(part: int, post: dict[str, Any]) -> Post | None:
    link = post.get("link")
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        return None
    local = _clock(post.get("date"))
    content = _rendered(post, "content")
    page = _page(post, link, content) if _is_whole(post, content) else b""
    return Post(part, link, local, page)


def _is_whole(post: dict[str, Any], content: str) -> bool:
    """Tell whether the response holds the post's whole text: not where a password or an excerpt stands for it."""
    told = post.get("content")
    if not content.strip() or (isinstance(told, dict) and told.get("protected")):
        return False
    text, excerpt = _text_of(content), _text_of(_rendered(post, "excerpt"))
    if text.endswith(CUT_SHORT) and len(text) <= len(excerpt) + MIN_SOURCE:
        return False
    return not MORE_LINK.search(content) and (len(text) >= MIN_SOURCE or len(text) > len(excerpt))


def _page(post: dict[str, Any], link: str, content: str) -> bytes:
    """Return a page of the post: what its theme would say of it in the head, its headline, its picture, its text."""
    title = _rendered(post, "title") or ""
    head = [f"<title>{title}</title>", f'<link rel="canonical" href="{html.escape(link)}">']
    told: list[tuple[str, str | None]] = [
        ("og:type", "article"),
        ("og:title", html.unescape(title)),
        ("article:published_time", _stamp(post, "date")),
        ("article:modified_time", _stamp(post, "modified")),
    ]
    sections, tags = _terms(post)
    told += [("article:section", name) for name in sections[:1]] + [("article:tag", name) for name in tags]
    image, caption = _picture(post)
    told.append(("og:image", image))
    head += [_meta("property", name, value) for name, value in told if value]
    head += [
        _meta("name", name, value)
        for name, value in (("author", _author(post)), ("robots", _robots(post)))
        if value
    ]
    figure = ""
    if image and caption.strip() and _text_of(caption) not in _text_of(content):
        figure = f'<figure class="wp-caption"><img src="{html.escape(image)}"><figcaption>{caption}</figcaption></figure>'
    body = f'<article><h1 class="entry-title">{title}</h1>{figure}<div class="entry-content">{content}</div></article>'
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{''.join(head)}</head><body>{body}</body></html>".encode(
        "utf-8", "replace"
    )


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta {kind}="{name}" content="{html.escape(value)}">'


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def _text_of(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", markup)).split())


def _clock(value: object) -> datetime | None:
    """Read WordPress's clock, which says no zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment else None


def _stamp(post: dict[str, Any], name: str) -> str | None:
    """Return a time with its offset, which is the difference between the site's clock and the one in UTC."""
    local, utc = _clock(post.get(name)), _clock(post.get(f"{name}_gmt"))
    if local is None or utc is None:
        return None
    offset = round((local - utc) / timedelta(minutes=1))
    at_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)  # it would be taken for a day alone
    if abs(offset) > 15 * 60 or at_midnight:
        return f"{utc.isoformat()}+00:00"
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    return f"{local.isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _embedded(post: dict[str, Any], name: str) -> list[Any]:
    embedded = post.get("_embedded")
    found = embedded.get(name) if isinstance(embedded, dict) else None
    return found if isinstance(found, list) else []


def _author(post: dict[str, Any]) -> str | None:
    """Return the display name of who posted: as embedded, else (where users are hidden) as the SEO plugin says."""
    names = [one.get("name") for one in _embedded(post, "author") if isinstance(one, dict)]
    plugin = post.get("yoast_head_json")
    names.append(plugin.get("author") if isinstance(plugin, dict) else None)
    return next((name for name in names if isinstance(name, str) and name.strip()), None)


def _robots(post: dict[str, Any]) -> str | None:
    plugin = post.get("yoast_head_json")
    robots = plugin.get("robots") if isinstance(plugin, dict) else None
    said = robots.values() if isinstance(robots, dict) else ()
    return ", ".join(word for word in said if isinstance(word, str)) or None


def _terms(post: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of its categories and of its tags."""
    found: dict[str, list[str]] = {"category": [], "post_tag": []}
    for terms in _embedded(post, "wp:term"):
        for term in terms if isinstance(terms, list) else ():
            name = term.get("name") if isinstance(term, dict) else None
            if isinstance(name, str) and term.get("taxonomy") in found:
                found[term["taxonomy"]].append(html.unescape(name))
    return found["category"], found["post_tag"]


def _picture(post: dict[str, Any]) -> tuple[str | None, str]:
    """Return the address of its picture, and the caption (HTML) that the theme prints under it."""
    for media in _embedded(post, "wp:featuredmedia"):
        if isinstance(media, dict) and isinstance(media.get("source_url"), str):
            return media["source_url"], _rendered(media, "caption")
    return None, ""
