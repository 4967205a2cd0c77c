"""A portal with a publishing system of its own: index by date, split articles, AMP twins, a news sitemap."""

import re
from datetime import UTC, date, timedelta
from email.utils import format_datetime
from html import escape

from crawler.demo.dates import long_date
from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.portal_article import (
    View,
    amp_html,
    article_head,
    article_main,
    image_url,
    most_read,
    part_count,
    printed_time,
    tracked,
)
from crawler.demo.post import Entry
from crawler.demo.web import (
    RSS,
    Paper,
    Request,
    Response,
    Route,
    digest,
    html,
    pages_of,
    picture,
    redirect,
    text,
    with_validators,
    xml,
)

PER_INDEX = 10
PER_FEED = 10
NEWS_WINDOW = timedelta(hours=48)
STATIC = {
    "/redaksi": ("Susunan Redaksi", "Pemimpin redaksi dan para redaktur {name} berkantor di {region}."),
    "/pedoman-media-siber": ("Pedoman Media Siber", "{name} menaati pedoman pemberitaan media siber."),
    "/kontak": ("Kontak", "Surat pembaca: redaksi@{domain}."),
}
_NUMBER = re.compile(r"/(?:[a-z-]+/){1,3}(\d{4,9})/.*")


class PortalPaper(Paper):
    """Everything that a crawler trips over on a big portal."""

    def routes(self) -> list[Route]:
        """Name its addresses."""
        return [
            (r"/media/.*", picture),
            (r"/robots\.txt", self._robots),
            (re.escape(f"/{self._news_name}"), self._news_sitemap),
            (re.escape(f"/{self._feed_name}"), self._feed),
            (r"/indeks", self._index),
            ("|".join(STATIC), self._static),
            (_NUMBER.pattern, self._article),
            (r"(?s).*", self._list),
        ]

    def _robots(self, *_: object) -> Response:
        counted = "Disallow: /*?ref=\n" if self.look.chance("robots-ref", 0.3) else ""
        return text(
            f"User-agent: *\nDisallow: /search\n{counted}\nSitemap: {self.base_url}/{self._news_name}\n"
        )

    @property
    def _news_name(self) -> str:
        return self.look.pick("news-sitemap", ("sitemap-news.xml", "news-sitemap.xml", "sitemap/news.xml"))

    @property
    def _feed_name(self) -> str:
        return self.look.pick("feed", ("rss", "rss.xml", "feed.atom"))

    @property
    def feed_path(self) -> str:
        """The path of its feed, of ten entries."""
        return f"/{self._feed_name}"

    def _validated(self, request: Request, response: Response) -> Response:
        return with_validators(request, response, digest(response.body))

    def _article(self, request: Request, edition: Edition) -> Response:
        match = _NUMBER.fullmatch(request.path)
        number = int(match[1]) if match else 0
        entry = edition.by_number.get(number)
        if entry is None:
            if number in edition.gone:
                return html(
                    self._page(
                        "Berita telah dihapus",
                        "",
                        self._sorry("Berita ini telah dihapus oleh redaksi."),
                        edition,
                    ),
                    410,
                )
            return self._not_found(edition)
        amp = request.path == f"/amp{entry.post.path}" or "amp" in request.query
        if request.path != entry.post.path and not amp:
            return redirect(self.url(entry))
        if amp:
            return html(amp_html(self, entry))
        parts = part_count(entry)
        wanted = request.query.get("page", "1")
        number = 0 if wanted == "all" else int(wanted) if wanted.isdecimal() else -1
        if not 0 <= number <= parts or wanted == "0":
            return self._not_found(edition)
        main = article_main(self, entry, edition, View(number, parts))
        page = html(
            self._page(f"{entry.headline} - {self.outlet.name}", article_head(self, entry), main, edition)
        )
        tag = f'W/"{entry.post.number}-{int(entry.changed.timestamp())}-{wanted}"'
        return with_validators(request, page, tag, entry.changed.astimezone(UTC))

    def _index(self, request: Request, edition: Edition) -> Response:
        today = self.outlet.local(self.newsroom.clock.now()).date()
        try:
            day = date.fromisoformat(request.query.get("date", today.isoformat()))
        except ValueError:
            return self._not_found(edition)
        entries = [entry for entry in edition.entries if entry.published.date() == day]
        page = request.number("page") or 0
        kept, last = pages_of(entries, page, PER_INDEX)
        if page < 1:
            return self._not_found(edition)
        url = f"{self.base_url}/indeks?date={day}"
        step = f'<link rel="next" href="{escape(f"{url}&page={page + 1}")}">' if page < last else ""
        links = "".join(
            f'<a href="{escape(f"{url}&page={number}")}">{number}</a> ' for number in range(1, last + 1)
        )
        days = "".join(
            f'<li><a href="/indeks?date={other}">{long_date(other)}</a></li>'
            for other in (day - timedelta(days=back) for back in range(1, 8))
        )
        found = self._cards(kept, "indeks") or "<p>Tidak ada berita pada tanggal ini.</p>"
        main = f"""<h1>Indeks Berita {long_date(day)}</h1>
<form action="/indeks" method="get"><input type="date" name="date" value="{day}" max="{today}"><button>Cari</button></form>
<div class="{self.look.css("list")}">{found}</div><div class="{self.look.css("pages")}">{links}</div><ul>{days}</ul>"""
        return html(self._page(f"Indeks Berita - {self.outlet.name}", step, main, edition))

    def _list(self, request: Request, edition: Edition) -> Response:
        kind, _, term = request.path.strip("/").rpartition("/")
        if request.path == "/":
            entries = list(edition.entries)
        elif kind == "tag":
            entries = [
                entry for entry in edition.entries if term in {slug_of(tag) for tag in entry.post.story.tags}
            ]
        else:
            entries = [
                entry for entry in edition.entries if not kind and entry.post.story.section.lower() == term
            ]
        page = request.number("page") or 0
        kept, last = pages_of(entries, page, PER_INDEX)
        if not entries or not 1 <= page <= last:
            return (
                self._not_found(edition)
                if request.path != "/"
                else html(self._page(self.outlet.name, "", "", edition))
            )
        more = (
            f'<a href="{request.path}?page={page + 1}">Berita selanjutnya</a>'
            if page < last and request.path != "/"
            else ""
        )
        title = term.replace("-", " ").title() if term else "Berita Terkini"
        main = (
            f'<h1>{title}</h1><div class="{self.look.css("list")}">{self._cards(kept, "terkini")}</div>{more}'
        )
        return html(self._page(f"{title} - {self.outlet.name}", "", main, edition))

    def _cards(self, entries: list[Entry], place: str) -> str:
        return "".join(
            f'<div class="{self.look.css("card")}"><a href="{tracked(self, entry, place)}"><img src="{image_url(self, entry)}" alt=""></a>'
            f'<h3><a href="{tracked(self, entry, place)}">{escape(entry.headline)}</a></h3><small>{entry.post.story.section} | {printed_time(entry)}</small></div>'
            for entry in entries
        )

    def _feed(self, request: Request, edition: Edition) -> Response:
        entries = edition.entries[:PER_FEED]
        if self._feed_name.endswith("atom"):
            items = "".join(self._atom_entry(entry) for entry in entries)
            updated = max((entry.changed for entry in entries), default=self.newsroom.clock.now()).isoformat()
            body = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{self.outlet.name}</title><id>{self.base_url}/</id>
<link rel="self" href="{self.base_url}/{self._feed_name}"/><updated>{updated}</updated>{items}</feed>
"""
            return self._validated(request, xml(body, "application/atom+xml; charset=utf-8"))
        items = "".join(
            f"<item><title><![CDATA[{entry.headline}]]></title><link>{escape(self.url(entry))}?utm_source=rss</link>"
            f'<guid isPermaLink="true">{escape(self.url(entry))}</guid><pubDate>{format_datetime(entry.published)}</pubDate>'
            f"<description><![CDATA[{entry.summary}]]></description><category>{entry.post.story.section}</category></item>"
            for entry in entries
        )
        body = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{self.outlet.name}</title><link>{self.base_url}/</link>
<description>Berita terkini {self.outlet.region}</description><language>id</language>{items}</channel></rss>
"""
        return self._validated(request, xml(body, RSS))

    def _atom_entry(self, entry: Entry) -> str:
        return (
            f'<entry><title>{escape(entry.headline)}</title><link rel="alternate" href="{escape(self.url(entry))}"/>'
            f"<id>{escape(self.url(entry))}</id><published>{entry.published.isoformat()}</published>"
            f"<updated>{entry.changed.isoformat()}</updated><summary>{escape(entry.summary)}</summary></entry>"
        )

    def _news_sitemap(self, request: Request, edition: Edition) -> Response:
        since = self.newsroom.clock.now() - NEWS_WINDOW
        rows = "\n".join(
            f"<url><loc>{escape(self.url(entry))}</loc><lastmod>{entry.changed.isoformat()}</lastmod><news:news><news:publication>"
            f"<news:name>{self.outlet.name}</news:name><news:language>id</news:language></news:publication>"
            f"<news:publication_date>{entry.published.isoformat()}</news:publication_date>"
            f"<news:title>{escape(entry.headline)}</news:title></news:news></url>"
            for entry in edition.entries
            if entry.post.published_at >= since
        )
        body = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{rows}
</urlset>
"""
        return self._validated(request, xml(body))

    def _page(self, title: str, head: str, main: str, edition: Edition) -> str:
        menu = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in edition.sections)
        kind = "application/atom+xml" if self._feed_name.endswith("atom") else "application/rss+xml"
        column = f'<div class="{self.look.css("main")}">{main}</div>'
        foot = "".join(f'<a href="{path}">{name}</a> ' for path, (name, _) in STATIC.items())
        return f"""<!DOCTYPE html>
<html lang="id-ID">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
<link rel="alternate" type="{kind}" title="{self.outlet.name}" href="/{self._feed_name}">
</head>
<body>
<div id="{self.look.css("top")}"><a href="/"><b>{self.outlet.name}</b></a><ul>{menu}<li><a href="/indeks">Indeks</a></li></ul></div>
{self.look.wrap(column + self._side(edition), "page")}
<div class="{self.look.css("bottom")}">{foot}<p>{self.outlet.name} - {self.outlet.region}</p></div>
</body>
</html>
"""

    def _side(self, edition: Edition) -> str:
        """The sidebar: its headlines together are longer than most articles."""
        hour = int(self.newsroom.clock.now().timestamp() // 3600)
        popular = "".join(
            f'<div><b>{rank}</b><a href="{tracked(self, entry, "terpopuler")}">{escape(entry.headline)}</a><p>{escape(entry.summary)}</p></div>'
            for rank, entry in enumerate(most_read(self, edition, hour), 1)
        )
        newest = "".join(
            f'<li><a href="{tracked(self, entry, "terkini")}">{escape(entry.headline)}</a></li>'
            for entry in edition.entries[:8]
        )
        blocks = [
            f'<div class="{self.look.css("popular")}"><h4>{self.look.pick("popular-title", ("Terpopuler", "Paling Banyak Dibaca"))}</h4>{popular}</div>',
            f'<div class="{self.look.css("newest")}"><h4>Terkini</h4><ul>{newest}</ul></div>',
            f'<div class="{self.look.css("ad-side")}">ADVERTISEMENT</div>',
        ]
        return f'<div class="{self.look.css("side")}">{"".join(self.look.order("side", blocks))}</div>'

    def _static(self, request: Request, edition: Edition) -> Response:
        title, body = STATIC[request.path]
        body = body.format(name=self.outlet.name, region=self.outlet.region, domain=self.outlet.domain)
        return html(
            self._page(f"{title} - {self.outlet.name}", "", f"<h1>{title}</h1><p>{body}</p>", edition)
        )

    def _sorry(self, sentence: str) -> str:
        return f'<div class="{self.look.css("error")}"><h1>Maaf</h1><p>{sentence}</p><a href="/">Kembali ke beranda</a></div>'

    def _not_found(self, edition: Edition) -> Response:
        return html(
            self._page(
                "Halaman tidak ditemukan", "", self._sorry("Halaman yang Anda cari tidak ada."), edition
            ),
            404,
        )
