"""The WordPress paper's feed and sitemaps."""

import re
from datetime import UTC
from email.utils import format_datetime
from html import escape

from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.post import Entry
from crawler.demo.web import RSS, Paper, Request, Response, digest, pages_of, redirect, with_validators, xml
from crawler.demo.wordpress_page import author_name, content_html, seo_plugin, texturize

PER_FEED = 10
PER_SITEMAP = 1_000
STATIC_PATHS = ("/redaksi/", "/pedoman-media-siber/", "/tentang-kami/")
_SITEMAP = {
    True: re.compile(r"/wp-sitemap-(posts-post|posts-page|taxonomies-category)-(\d+)\.xml"),
    False: re.compile(r"/(post|page|category)-sitemap(\d*)\.xml"),
}


def has_core_sitemap(paper: Paper) -> bool:
    """Whether the paper serves WordPress's own sitemap, and not the SEO plugin's."""
    return paper.look.chance("core-sitemap", 0.35)


def feed(paper: Paper, request: Request, edition: Edition) -> Response | None:
    """Answer /feed/?paged=N; None past the last page. 304 by WordPress's own rule: the newest modification.

    A deletion modifies nothing that is left, so it does not move the validators.
    """
    page = request.number("paged")
    entries, last = pages_of(edition.entries, page or 1, PER_FEED)
    if page is None or page > last or page < 1:
        return None
    items = "\n".join(_item(paper, entry, edition) for entry in entries)
    changed = max((entry.changed.astimezone(UTC) for entry in edition.entries), default=None)
    built = format_datetime(changed) if changed else ""
    body = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:atom="http://www.w3.org/2005/Atom"
\txmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>{paper.outlet.name}</title>
<atom:link href="{paper.base_url}/feed/" rel="self" type="application/rss+xml" />
<link>{paper.base_url}/</link>
<description>Kabar {paper.outlet.region}</description>
<lastBuildDate>{built}</lastBuildDate>
<language>id</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>1</sy:updateFrequency>
{items}
</channel>
</rss>
"""
    response = xml(body, RSS, Link=f'<{paper.base_url}/wp-json/>; rel="https://api.w.org/"')
    return with_validators(request, response, digest(built.encode()), changed) if changed else response


def _item(paper: Paper, entry: Entry, edition: Edition) -> str:
    url, story = paper.url(entry), entry.post.story
    content = content_html(paper, entry, edition)
    source = ""
    if seo_plugin(paper) == "yoast":
        source = f'<p>The post <a href="{url}">{texturize(entry.headline)}</a> appeared first on <a href="{paper.base_url}">{paper.outlet.name}</a>.</p>\n'
    terms = "".join(f"<category><![CDATA[{name}]]></category>\n" for name in (story.section, *story.tags))
    return f"""<item>
<title>{texturize(entry.headline)}</title>
<link>{url}</link>
<dc:creator><![CDATA[{author_name(entry)}]]></dc:creator>
<pubDate>{format_datetime(entry.post.published_at)}</pubDate>
{terms}<guid isPermaLink="false">{paper.base_url}/?p={entry.post.number}</guid>
<description><![CDATA[<p>{texturize(entry.summary)}</p>
{source}]]></description>
<content:encoded><![CDATA[{content}{source}]]></content:encoded>
</item>"""


def sitemap(paper: Paper, request: Request, edition: Edition) -> Response | None:
    """Answer a sitemap or the index of them; None for one that does not exist."""
    core = has_core_sitemap(paper)
    index = "/wp-sitemap.xml" if core else "/sitemap_index.xml"
    if request.path == "/sitemap.xml":
        return redirect(paper.base_url + index)
    if request.path == index:
        return xml(_index(paper, edition, core=core))
    match = _SITEMAP[core].fullmatch(request.path)
    if match is None:
        return None
    kind, number = match[1].rpartition("-")[2], int(match[2] or 1)
    rows = _rows(paper, edition, kind)
    kept = rows[(number - 1) * PER_SITEMAP : number * PER_SITEMAP]
    return xml(_document("urlset", "url", kept)) if kept else None


def _rows(paper: Paper, edition: Edition, kind: str) -> list[tuple[str, str]]:
    """Addresses with their last modification ("" where none is told), oldest post first."""
    if kind == "page":
        return [(f"{paper.base_url}{path}", "") for path in ("/", *STATIC_PATHS)]
    if kind == "category":
        return [(f"{paper.base_url}/category/{slug_of(name)}/", "") for name in edition.sections]
    return [(paper.url(entry), _stamp(entry)) for entry in reversed(edition.entries)]


def _stamp(entry: Entry) -> str:
    return entry.changed.astimezone(UTC).isoformat(timespec="seconds")


def _index(paper: Paper, edition: Edition, *, core: bool) -> str:
    count = max(1, -(-len(edition.entries) // PER_SITEMAP))
    newest = max((_stamp(entry) for entry in edition.entries), default="")
    if core:
        names = [f"wp-sitemap-posts-post-{number}.xml" for number in range(1, count + 1)]
        rows = [
            (name, "")
            for name in (*names, "wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml")
        ]
    else:
        names = [f"post-sitemap{number if number > 1 else ''}.xml" for number in range(1, count + 1)]
        rows = [(name, newest) for name in names] + [
            ("page-sitemap.xml", ""),
            ("category-sitemap.xml", newest),
        ]
    return _document(
        "sitemapindex", "sitemap", [(f"{paper.base_url}/{name}", moment) for name, moment in rows]
    )


def _document(root: str, element: str, rows: list[tuple[str, str]]) -> str:
    lines = []
    for url, moment in rows:
        changed = f"<lastmod>{moment}</lastmod>" if moment else ""
        lines.append(f"<{element}><loc>{escape(url)}</loc>{changed}</{element}>")
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</{root}>\n'
