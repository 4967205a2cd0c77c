"""What a troubled paper answers for what it took down, and to readers whom it locks out for a while."""

import random
from enum import StrEnum

from crawler.demo.outlet import World
from crawler.demo.post import Post
from crawler.demo.spells import Lock
from crawler.demo.web import Paper, Request, Response, html, redirect


class Way(StrEnum):
    """A way of being gone."""

    NOT_FOUND = "404"
    DELETED = "410"
    HOME = "home"  # redirected to the front page
    SECTION = "section"  # redirected to the front of its section
    SORRY = "sorry"  # status 200, and a sentence


DRAWN = {
    World.WORDPRESS: (Way.NOT_FOUND, Way.HOME),
    World.PORTAL: (Way.DELETED, Way.NOT_FOUND, Way.HOME, Way.SECTION, Way.SORRY),
    World.OLD: (Way.SORRY, Way.NOT_FOUND),
}


def way_of(post: Post) -> Way:
    """Draw the way in which a post of a troubled newsroom is gone once it is deleted."""
    outlet = post.outlet
    rng = random.Random(f"{outlet.seed}:{outlet.id}:{post.number}:way")  # noqa: S311 - a plot, not a secret
    return rng.choice(DRAWN[outlet.world])


def answer_trouble(paper: Paper, request: Request) -> Response | None:
    """Return what a troubled paper answers for an article that is locked or gone; None where it answers as ever."""
    newsroom, moment = paper.newsroom, paper.newsroom.clock.now()
    post = newsroom.post_at(paper.outlet.id, request.target) if newsroom.is_troubled else None
    version = post.version_at(moment) if post else None
    if post is None or version is None:
        return None
    lock = next((spell.lock for spell in newsroom.spells if spell.hides(post, moment)), None)
    if lock:
        return _locked(lock, paper.outlet.name)
    return None if version.copy else _gone(way_of(post), paper, post)


def _gone(way: Way, paper: Paper, post: Post) -> Response | None:
    if way in {Way.HOME, Way.SECTION}:
        path = "" if way is Way.HOME else post.story.section.lower()
        return redirect(f"{paper.base_url}/{path}", 302)
    sorry = "<h1>Halaman tidak ditemukan</h1><p>Berita yang Anda cari tidak tersedia.</p>"
    page = f'<html lang="id"><head><title>{paper.outlet.name}</title></head><body>{sorry}</body></html>'
    if way is Way.SORRY:
        return None if paper.outlet.world == World.OLD else html(page)
    return html(page, int(way))


def _locked(lock: Lock, name: str) -> Response:
    if lock is Lock.ERROR:
        return html(
            f"<html><head><title>{name}</title></head><body><h1>Internal Server Error</h1></body></html>", 500
        )
    if lock is Lock.FORBIDDEN:
        return html(
            "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", 403
        )
    if lock is Lock.LOGIN:
        main = (
            '<h1>Masuk</h1><form method="post" action="/masuk"><label>Surel <input type="email"></label>'
            '<label>Kata sandi <input type="password"></label><button>Masuk</button></form>'
        )
        return html(f'<html lang="id"><head><title>Masuk - {name}</title></head><body>{main}</body></html>')
    title = "Kami menghargai privasi Anda"
    main = f"<h1>{title}</h1><p>Sebelum membaca, pilih kuki mana yang Anda terima.</p><button>Terima</button>"
    return html(f'<html lang="id"><head><title>{title}</title></head><body>{main}</body></html>')
