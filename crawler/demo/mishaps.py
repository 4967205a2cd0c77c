"""What a paper answers while something befalls it as a whole."""

import re
from collections.abc import Callable
from dataclasses import replace

from crawler.demo.newsroom import Edition
from crawler.demo.post import Entry, Post
from crawler.demo.upsets import Mishap
from crawler.demo.web import Paper, Request, Response, html, redirect

MOVED_TO = "/umpan/berita"  # where a feed that has moved is found
LISTS = ("xml", "rss", "atom", "json")  # in the content type of what lists articles
LIE = '"selalu-sama"'
LOADING = "Memuat..."  # until the scripts have done their work
CHALLENGE = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
QUESTION = "<html><head><title>Checking your browser</title></head><body><p>Harap tunggu.</p></body></html>"
SHARE = "Bagikan berita ini kepada teman dan keluarga Anda."
STAMP = re.compile(r"<i>[^<]*</i><br>")  # of the old paper's articles


def answer_upset(paper: Paper, request: Request) -> Response | None:
    """Return what an upset paper answers; None where it answers as ever. A redesign is put on it, or taken off again."""
    newsroom, own = paper.newsroom, paper.outlet.id
    moment = newsroom.clock.now()
    if not newsroom.upsets:
        return None
    under_way = {each.mishap for each in newsroom.upsets if each.holds(own, moment)}
    paper.look.restyle(f"{paper.look.key}:anew" if Mishap.REDESIGN in under_way else paper.look.key)
    for mishap, answer in ANSWERS.items():
        if mishap in under_way and (response := answer(paper, request)):
            return response
    return None


def _down(_paper: Paper, _request: Request) -> Response:
    return html("<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>", 502)


def _dead_feed(paper: Paper, request: Request) -> Response | None:
    is_feed = request.path == paper.feed_path
    return (
        html("<html><head><title>404</title></head><body>Tidak ada</body></html>", 404) if is_feed else None
    )


def _moved_feed(paper: Paper, request: Request) -> Response | None:
    if request.path == paper.feed_path:
        return redirect(paper.base_url + MOVED_TO)
    if request.path == MOVED_TO and paper.feed_path:
        return paper.respond(replace(request, path=paper.feed_path))
    return None


def _lying_etag(paper: Paper, request: Request) -> Response | None:
    bare = {
        name: value
        for name, value in request.headers.items()
        if name not in {"if-none-match", "if-modified-since"}
    }
    response = paper.respond(replace(request, headers=bare))
    kind = response.headers.get("Content-Type", "")
    if not any(word in kind for word in LISTS) or response.status != 200:
        return None
    if request.headers.get("if-none-match") == LIE:
        return Response(304, {"ETag": LIE})
    headers = {name: value for name, value in response.headers.items() if name != "Last-Modified"}
    return replace(response, headers={**headers, "ETag": LIE})


def _teasers(paper: Paper, request: Request) -> Response:
    return paper.respond(request, _cut(paper, None))


def _scripted(paper: Paper, request: Request) -> Response | None:
    response = paper.respond(request, _cut(paper, LOADING))
    return response if "html" in response.headers.get("Content-Type", "") else None


def _wall(_paper: Paper, _request: Request) -> Response:
    return html(CHALLENGE, 403, Server="cloudflare")


def _question(_paper: Paper, _request: Request) -> Response:
    return html(QUESTION)


def _renamed(paper: Paper, request: Request) -> Response:
    body = f'<div class="{paper.look.css("body")}">'
    return _edited(
        paper, request, lambda page: page.replace(body, f'{body}{SHARE}</div><div class="teks-baru">')
    )


def _undated(paper: Paper, request: Request) -> Response:
    return _edited(paper, request, lambda page: STAMP.sub("", page))


def _unsigned(paper: Paper, request: Request) -> Response:
    return paper.respond(
        request, _changed(paper, lambda entry: replace(entry, post=_without_names(entry.post)))
    )


def _without_names(post: Post) -> Post:
    return replace(post, authors=(), editors=(), sign_off=None)


def _untitled(paper: Paper, request: Request) -> Response:
    return paper.respond(request, _changed(paper, lambda entry: replace(entry, headline=paper.outlet.name)))


def _edited(paper: Paper, request: Request, edit: Callable[[str], str]) -> Response:
    """Answer as ever, with the text of a page edited."""
    response = paper.respond(request)
    if "html" not in response.headers.get("Content-Type", "") or not isinstance(response.body, bytes):
        return response
    return replace(response, body=edit(response.body.decode()).encode())


def _cut(paper: Paper, text: str | None) -> Edition:
    """Return the present edition with a text in the place of each article's, or with its first paragraph alone."""
    return _changed(
        paper,
        lambda entry: replace(entry, paragraphs=entry.paragraphs[:1] if text is None else (text,)),
    )


def _changed(paper: Paper, change: Callable[[Entry], Entry]) -> Edition:
    """Return the present edition with each entry changed."""
    edition = paper.newsroom.edition(paper.outlet.id)
    entries = tuple(map(change, edition.entries))
    by_number = {entry.post.number: entry for entry in entries}
    return replace(
        edition, entries=entries, by_number=by_number, by_path={entry.post.path: entry for entry in entries}
    )


ANSWERS: dict[Mishap, Callable[[Paper, Request], Response | None]] = {  # what hides others first
    Mishap.DOWN: _down,
    Mishap.WALL: _wall,
    Mishap.QUESTION: _question,
    Mishap.DEAD_FEED: _dead_feed,
    Mishap.MOVED_FEED: _moved_feed,
    Mishap.LYING_ETAG: _lying_etag,
    Mishap.TEASERS: _teasers,
    Mishap.SCRIPTED: _scripted,
    Mishap.RENAMED: _renamed,
    Mishap.UNSIGNED: _unsigned,
    Mishap.UNDATED: _undated,
    Mishap.UNTITLED: _untitled,
}
