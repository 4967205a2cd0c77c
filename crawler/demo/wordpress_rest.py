"""The WordPress paper's REST interface: posts, categories, tags."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.post import Entry
from crawler.demo.web import Paper, Request, Response
from crawler.demo.wordpress_page import (
    author_name,
    content_html,
    image_url,
    seo_plugin,
    shown_caption,
    stamp,
    texturize,
)

ROOT = "/wp-json"
POSTS = f"{ROOT}/wp/v2/posts"
MAX_PER_PAGE = 100


def term_id(name: str) -> int:
    """The number of a category or tag: stable, whatever else exists."""
    return zlib.crc32(slug_of(name).encode()) % 9_000 + 2


def rest(paper: Paper, request: Request, edition: Edition) -> Response:
    """Answer a request under /wp-json/."""
    path = request.path.rstrip("/")
    exact: dict[str, Callable[[], Response]] = {
        ROOT: lambda: _json(_root(paper)),
        POSTS: lambda: _posts(paper, request, edition),
        f"{ROOT}/wp/v2/categories": lambda: _terms(paper, request, edition, "categories"),
        f"{ROOT}/wp/v2/tags": lambda: _terms(paper, request, edition, "tags"),
        f"{ROOT}/wp/v2/users": _hidden_users,
    }
    if path in exact:
        return exact[path]()
    if path.startswith(f"{POSTS}/"):
        return _one_post(paper, request, edition, path.rpartition("/")[2])
    return _error(404, "rest_no_route", "Tidak ditemukan rute yang cocok dengan URL dan metode permintaan.")


def _hidden_users() -> Response:
    """Refuse the list of users, as the usual security plugins do."""
    return _error(
        401, "rest_user_cannot_view", "Maaf, Anda tidak diizinkan untuk menampilkan daftar pengguna."
    )


def _one_post(paper: Paper, request: Request, edition: Edition, number: str) -> Response:
    entry = edition.by_number.get(int(number)) if number.isdecimal() else None
    if entry is None:
        return _error(404, "rest_post_invalid_id", "ID pos tidak valid.")
    return _json(_fields(_post(paper, entry, edition, request), request))


def _json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    kept = {"Content-Type": "application/json; charset=UTF-8", "X-Robots-Tag": "noindex", "Allow": "GET"}
    return Response(status, {**kept, **(headers or {})}, json.dumps(value).replace("/", "\\/").encode())


def _error(status: int, code: str, message: str) -> Response:
    return _json({"code": code, "message": message, "data": {"status": status}}, status)


def _root(paper: Paper) -> dict[str, Any]:
    base = paper.base_url
    offset = paper.outlet.local(paper.newsroom.clock.now()).utcoffset() or timedelta()
    return {
        "name": paper.outlet.name,
        "description": f"Kabar {paper.outlet.region}",
        "url": base,
        "home": base,
        "gmt_offset": str(int(offset.total_seconds() // 3600)),
        "timezone_string": paper.outlet.zone,
        "namespaces": ["oembed/1.0", "wp/v2", "wp-site-health/v1"],
        "authentication": [],
        "routes": {
            route: {
                "namespace": "wp/v2",
                "methods": ["GET"],
                "_links": {"self": [{"href": f"{base}{ROOT}{route}"}]},
            }
            for route in ("/wp/v2", "/wp/v2/posts", "/wp/v2/categories", "/wp/v2/tags")
        },
    }


def _posts(paper: Paper, request: Request, edition: Edition) -> Response:
    page, size = request.number("page"), request.number("per_page", 10)
    if page is None or page < 1 or size is None or not 1 <= size <= MAX_PER_PAGE:
        wrong = "page" if page is None or page < 1 else "per_page"
        return _error(400, "rest_invalid_param", f"Parameter tidak valid: {wrong}")
    try:
        found = _ordered(
            [entry for entry in edition.entries if _wanted(paper, entry, request.query)], request.query
        )
    except ValueError:
        return _error(
            400, "rest_invalid_param", "Parameter tidak valid: after, before, modified_after, include"
        )
    total, pages = len(found), -(-len(found) // size)
    if page > max(1, pages):
        return _error(
            400,
            "rest_post_invalid_page_number",
            "Nomor halaman yang diminta melebihi jumlah halaman yang tersedia.",
        )
    kept = found[(page - 1) * size : page * size]
    headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
    links = [(page - 1, "prev"), (page + 1, "next")]
    near = [
        f'<{paper.base_url}{POSTS}?page={number}&per_page={size}>; rel="{name}"'
        for number, name in links
        if 1 <= number <= pages
    ]
    if near:
        headers["Link"] = ", ".join(near)
    return _json([_fields(_post(paper, entry, edition, request), request) for entry in kept], headers=headers)


def _wanted(paper: Paper, entry: Entry, query: Mapping[str, str]) -> bool:
    published, changed = entry.published, entry.changed
    tests: Iterable[tuple[str, Callable[[datetime], bool]]] = (
        ("after", lambda moment: published > moment),
        ("before", lambda moment: published < moment),
        ("modified_after", lambda moment: changed > moment),
        ("modified_before", lambda moment: changed < moment),
    )
    for name, holds in tests:
        if name in query and not holds(_moment(paper, query[name])):
            return False
    numbers = {int(number) for number in query.get("include", "").split(",") if number}
    excluded = {int(number) for number in query.get("exclude", "").split(",") if number}
    categories = {int(number) for number in query.get("categories", "").split(",") if number}
    return (
        (not numbers or entry.post.number in numbers)
        and entry.post.number not in excluded
        and (not categories or term_id(entry.post.story.section) in categories)
        and query.get("slug", entry.post.slug) == entry.post.slug
    )


def _moment(paper: Paper, text: str) -> datetime:
    """Read a time as WordPress does: without an offset it is the site's own."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(paper.outlet.zone))


def _ordered(entries: list[Entry], query: Mapping[str, str]) -> list[Entry]:
    keys: dict[str, Callable[[Entry], Any]] = {
        "date": lambda entry: (entry.post.published_at, entry.post.number),
        "modified": lambda entry: (entry.changed, entry.post.number),
        "id": lambda entry: entry.post.number,
    }
    key = keys.get(query.get("orderby", "date"))
    if key is None:
        raise ValueError("orderby")
    return sorted(entries, key=key, reverse=query.get("order", "desc") == "desc")


def _post(paper: Paper, entry: Entry, edition: Edition, request: Request) -> dict[str, Any]:
    post, url = entry.post, paper.url(entry)
    wanted = request.query.get("_fields", "content")
    content = content_html(paper, entry, edition) if "content" in wanted else ""
    value: dict[str, Any] = {
        "id": post.number,
        "date": entry.published.replace(tzinfo=None).isoformat(),
        "date_gmt": post.published_at.replace(tzinfo=None).isoformat(),
        "guid": {"rendered": f"{paper.base_url}/?p={post.number}"},
        "modified": entry.changed.replace(tzinfo=None).isoformat(),
        "modified_gmt": entry.changed.astimezone(UTC).replace(tzinfo=None).isoformat(),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": url,
        "title": {"rendered": texturize(entry.headline)},
        "content": {"rendered": content, "protected": False},
        "excerpt": {"rendered": f"<p>{texturize(entry.summary)}</p>\n", "protected": False},
        "author": term_id(author_name(entry)),
        "featured_media": post.number + 1,
        "categories": [term_id(post.story.section)],
        "tags": [term_id(tag) for tag in post.story.tags],
    }
    if seo_plugin(paper) == "yoast":
        value["yoast_head_json"] = {
            "title": f"{entry.headline} - {paper.outlet.name}",
            "canonical": url,
            "article_published_time": stamp(paper, entry.published),
            "author": author_name(entry),
        }
    value["_links"] = {"self": [{"href": f"{paper.base_url}{POSTS}/{post.number}"}]}
    if "_embed" in request.query:
        value["_embedded"] = _embedded(paper, entry)
    return value


def _embedded(paper: Paper, entry: Entry) -> dict[str, Any]:
    story = entry.post.story
    caption = f"<p>{shown_caption(entry)}</p>\n" if story.caption else ""
    return {
        "author": [{"id": term_id(author_name(entry)), "name": author_name(entry)}],
        "wp:featuredmedia": [{"source_url": image_url(paper, entry), "caption": {"rendered": caption}}],
        "wp:term": [
            [_term(paper, story.section, "category")],
            [_term(paper, tag, "post_tag") for tag in story.tags],
        ],
    }


def _term(paper: Paper, name: str, taxonomy: str) -> dict[str, Any]:
    folder = "category" if taxonomy == "category" else "tag"
    link = f"{paper.base_url}/{folder}/{slug_of(name)}/"
    return {
        "id": term_id(name),
        "name": texturize(name),
        "slug": slug_of(name),
        "taxonomy": taxonomy,
        "link": link,
    }


def _terms(paper: Paper, request: Request, edition: Edition, kind: str) -> Response:
    taxonomy = "category" if kind == "categories" else "post_tag"
    names = (
        edition.sections
        if kind == "categories"
        else sorted({tag for e in edition.entries for tag in e.post.story.tags})
    )
    numbers = {number for number in request.query.get("include", "").split(",") if number}
    terms = [_term(paper, name, taxonomy) for name in names if not numbers or str(term_id(name)) in numbers]
    page, size = request.number("page") or 1, min(request.number("per_page", 10) or 10, MAX_PER_PAGE)
    headers = {"X-WP-Total": str(len(terms)), "X-WP-TotalPages": str(-(-len(terms) // size))}
    return _json([_fields(term, request) for term in terms[(page - 1) * size : page * size]], headers=headers)


def _fields(value: dict[str, Any], request: Request) -> dict[str, Any]:
    """Keep what `_fields` names; `title.rendered` keeps one key of a nested object."""
    wanted = [name.strip() for name in request.query.get("_fields", "").split(",") if name.strip()]
    if not wanted:
        return value
    kept: dict[str, Any] = {}
    for name in wanted:
        outer, _, inner = name.partition(".")
        if outer not in value:
            continue
        if inner and isinstance(value[outer], dict):
            kept.setdefault(outer, {}).update({inner: value[outer][inner]} if inner in value[outer] else {})
        else:
            kept[outer] = value[outer]
    return kept
