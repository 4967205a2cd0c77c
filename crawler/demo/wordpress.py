"""A paper on WordPress with Elementor and Astra: the routes of its site."""

import re
from collections.abc import Callable
from functools import partial
from html import escape

from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.post import Entry
from crawler.demo.web import Paper, Request, Response, Route, html, pages_of, picture, redirect, text
from crawler.demo.wordpress_article import article_html
from crawler.demo.wordpress_feed import feed, has_core_sitemap, sitemap
from crawler.demo.wordpress_page import author_name, page_html, texturize
from crawler.demo.wordpress_rest import rest

PER_LIST = 10
STATIC = {
    "/redaksi/": (
        "Redaksi",
        "Penanggung jawab, pemimpin redaksi, dan redaktur pelaksana {name} bekerja di {region}. Alamat surat: redaksi@{domain}.",
    ),
    "/pedoman-media-siber/": (
        "Pedoman Media Siber",
        "Kemerdekaan berpendapat dan kemerdekaan pers adalah hak asasi. {name} melayani hak jawab dan ralat sesuai pedoman.",
    ),
    "/tentang-kami/": (
        "Tentang Kami",
        "{name} adalah media daring yang mengabarkan {region} dari dekat sejak warung kopi pertama buka.",
    ),
}
_LIST = re.compile(r"/(?:(category|tag|author)/([a-z0-9-]+)/)?(?:page/(\d+)/)?")


class WordPressPaper(Paper):
    """Astra and Elementor, an SEO plugin, REST, feeds and sitemaps."""

    def routes(self) -> list[Route]:
        """Name its addresses; what lacks its last slash is sent there."""
        return [
            (r"/wp-json.*", partial(rest, self)),
            (r"/wp-content/uploads/.*", picture),
            (r"/robots\.txt", self._robots),
            (
                r"/[^/]+\.xml",
                lambda request, edition: sitemap(self, request, edition) or self._not_found(edition),
            ),
            (r"/feed/", lambda request, edition: feed(self, request, edition) or self._not_found(edition)),
            (r"/", self._home),
            ("|".join(STATIC), self._static),
            (r"(?s).*[^/]", self._add_slash),
            (r"(?s).*", self._page),
        ]

    @property
    def feed_path(self) -> str:
        """The path of its feed, which can be paged."""
        return "/feed/"

    def _home(self, request: Request, edition: Edition) -> Response:
        if "p" in request.query:
            return self._by_number(request.query["p"], edition)
        return self._page(request, edition)

    def _add_slash(self, request: Request, _: Edition) -> Response:
        query = request.target.partition("?")[2]
        return redirect(f"{self.base_url}{request.path}/" + (f"?{query}" if query else ""))

    def _page(self, request: Request, edition: Edition) -> Response:
        entry = edition.by_path.get(request.path)
        if entry:
            return html(article_html(self, entry, edition), Link=self._links(entry))
        match = _LIST.fullmatch(request.path)
        return self._list(match, edition) if match else self._not_found(edition)

    def _links(self, entry: Entry | None = None) -> str:
        links = [f'<{self.base_url}/wp-json/>; rel="https://api.w.org/"']
        if entry:
            number = entry.post.number
            links.append(
                f'<{self.base_url}/wp-json/wp/v2/posts/{number}>; rel="alternate"; title="JSON"; type="application/json"'
            )
            links.append(f"<{self.base_url}/?p={number}>; rel=shortlink")
        return ", ".join(links)

    def _by_number(self, number: str, edition: Edition) -> Response:
        entry = edition.by_number.get(int(number)) if number.isdecimal() else None
        return redirect(self.url(entry)) if entry else self._not_found(edition)

    def _robots(self, *_: object) -> Response:
        index = "wp-sitemap.xml" if has_core_sitemap(self) else "sitemap_index.xml"
        return text(
            "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\n"
            f"Sitemap: {self.base_url}/{index}\n"
        )

    def _static(self, request: Request, edition: Edition) -> Response:
        path = request.path
        title, body = STATIC[path]
        outlet = self.outlet
        body = body.format(name=outlet.name, region=outlet.region, domain=outlet.domain)
        main = f'<article class="page type-page"><h1 class="entry-title">{title}</h1><div class="entry-content"><p>{body}</p></div></article>'
        head = f'<link rel="canonical" href="{self.base_url}{path}" />'
        page = page_html(self, f"{title} - {outlet.name}", head, main, edition, "page-template-default page")
        return html(page, Link=self._links())

    def _list(self, match: re.Match[str], edition: Edition) -> Response:
        kind, term, number = match[1], match[2], int(match[3] or 1)
        entries = [entry for entry in edition.entries if kind is None or _belongs(entry, kind, term)]
        kept, last = pages_of(entries, number, PER_LIST)
        if number < 1 or number > last or (kind and not entries):
            return self._not_found(edition)
        first = f"{self.base_url}/{kind}/{term}/" if kind else f"{self.base_url}/"
        title = (
            f"{term.replace('-', ' ').title()} - {self.outlet.name}"
            if kind
            else f"{self.outlet.name} - {self.outlet.region}"
        )
        steps = [f'<link rel="canonical" href="{first if number == 1 else f"{first}page/{number}/"}" />']
        if number < last:
            steps.append(f'<link rel="next" href="{first}page/{number + 1}/" />')
        main = "".join(self._card(entry) for entry in kept) + _pagination(first, number, last)
        main = f'<main id="main" class="site-main {self.look.css("list")}">{main}</main>'
        page = page_html(
            self, title, "\n".join(steps), main, edition, "archive category" if kind else "home blog"
        )
        return html(page, Link=self._links())

    def _card(self, entry: Entry) -> str:
        url, title = self.url(entry), texturize(entry.headline)
        day = entry.published.date().isoformat()
        return (
            f'<article class="post-{entry.post.number} post type-post ast-article-post"><h2 class="entry-title">'
            f'<a href="{url}" rel="bookmark">{title}</a></h2><div class="entry-meta"><span class="published">{day}</span></div>'
            f'<div class="ast-excerpt-container"><p>{texturize(entry.summary)}</p>'
            f'<p class="read-more"><a class="ast-button" href="{url}">Baca Selengkapnya &raquo;</a></p></div></article>'
        )

    def _not_found(self, edition: Edition) -> Response:
        main = '<section class="error-404 not-found"><h1 class="page-title">Halaman ini sepertinya tidak ada.</h1><p>Mungkin tautannya keliru. Coba pencarian?</p></section>'
        page = page_html(
            self, f"Halaman tidak ditemukan - {escape(self.outlet.name)}", "", main, edition, "error404"
        )
        return html(page, 404)


def _belongs(entry: Entry, kind: str, term: str) -> bool:
    names: dict[str, Callable[[], list[str]]] = {
        "category": lambda: [entry.post.story.section],
        "tag": lambda: list(entry.post.story.tags),
        "author": lambda: [author_name(entry)],
    }
    return term in {slug_of(name) for name in names[kind]()}


def _pagination(first: str, number: int, last: int) -> str:
    links = []
    if number > 1:
        before = first if number == 2 else f"{first}page/{number - 1}/"
        links.append(f'<a class="prev page-numbers" href="{before}">&larr; Sebelumnya</a>')
    links.append(f'<span aria-current="page" class="page-numbers current">{number}</span>')
    if number < last:
        links.append(f'<a class="page-numbers" href="{first}page/{last}/">{last}</a>')
        links.append(f'<a class="next page-numbers" href="{first}page/{number + 1}/">Berikutnya &rarr;</a>')
    return f'<nav class="ast-pagination navigation pagination"><div class="nav-links">{"".join(links)}</div></nav>'
