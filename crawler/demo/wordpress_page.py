"""The HTML of the WordPress paper: Astra's page, Elementor's article, an SEO plugin's head."""

import json
import random
from datetime import UTC, datetime
from html import escape
from typing import Any

from crawler.demo.dates import long_date
from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.planted import insert_between
from crawler.demo.post import Entry
from crawler.demo.story import ITEM, SUBHEADING
from crawler.demo.web import Paper

_TYPOGRAPHY = {
    "“": "&#8220;", "”": "&#8221;", "‘": "&#8216;", "’": "&#8217;", "–": "&#8211;", "—": "&#8212;", "…": "&#8230;",
    "&amp;": "&#038;",
}  # fmt: skip
DESK = "Redaksi"


def texturize(text: str) -> str:
    """Escape text and write its typography as numeric references, as WordPress does."""
    text = escape(text, quote=False)
    for plain, reference in _TYPOGRAPHY.items():
        text = text.replace(plain, reference)
    return text


def seo_plugin(paper: Paper) -> str:
    """Which SEO plugin the paper uses."""
    return paper.look.pick("seo", ("yoast", "rank-math"))


def author_name(entry: Entry) -> str:
    """The display name of the user who posted."""
    return DESK if entry.post.byline != "person" else " dan ".join(entry.post.authors)


def image_url(paper: Paper, entry: Entry) -> str:
    """Where the featured image of an entry lies."""
    return f"{paper.base_url}/wp-content/uploads/{entry.published:%Y/%m}/foto-{entry.post.number}.jpg"


def shown_caption(entry: Entry) -> str:
    """The caption as printed, its credit glued to it in brackets."""
    credit = f"({entry.post.photo_credit})" if entry.post.photo_credit else ""
    return texturize((entry.post.story.caption or "") + credit)


def has_caption_in_content(paper: Paper) -> bool:
    """Whether the paper puts its pictures into the text, or leaves them to the theme."""
    return paper.look.chance("caption-in-content", 0.5)


def content_html(paper: Paper, entry: Entry, edition: Edition) -> str:
    """Render `the_content`: what the page, the REST interface and the feed share."""
    post, rng = entry.post, paper.look.rng(f"content:{entry.post.number}")
    blocks: list[str] = []
    if post.story.caption and has_caption_in_content(paper):
        blocks.append(_figure(paper, entry, f"attachment_{post.number + 1}"))
    head = escape(post.dateline.printed, quote=False)
    bold = paper.look.chance("bold-dateline", 0.5)
    lines = _paragraphs(entry, f"<strong>{head}</strong>" if bold else head)
    linked = rng.random() < 0.25 and len(lines) > 4 and not post.story.world
    other = _other(edition, entry, rng) if linked else None
    if other:
        link = (
            f'<p><strong>Baca juga: <a href="{paper.url(other)}">{texturize(other.headline)}</a></strong></p>'
        )
        lines.insert(rng.randrange(2, len(lines) - 1), link)
    lines = insert_between(lines, paper.planted_html(entry), paper.look.rng(f"planted:{post.number}"))
    return "\n".join([*blocks, *_grouped(lines), *_credits(entry)]) + "\n"


def _other(edition: Edition, entry: Entry, rng: random.Random) -> Entry | None:
    older = [other for other in edition.entries if other.post.number < entry.post.number][:20]
    return rng.choice(older) if older else None


def _paragraphs(entry: Entry, head: str) -> list[str]:
    sign_off = f"({entry.post.sign_off})" if entry.post.sign_off else ""
    last = len(entry.paragraphs) - 1
    lines = []
    for index, block in enumerate(entry.paragraphs):
        body = texturize(block.removeprefix(SUBHEADING).removeprefix(ITEM)).replace("\n", "<br />\n")
        body = (head if index == 0 else "") + body + (sign_off if index == last else "")
        if block.startswith(SUBHEADING):
            lines.append(f'<h3 class="wp-block-heading">{body}</h3>')
        else:
            lines.append(f"<li>{body}</li>" if block.startswith(ITEM) else f"<p>{body}</p>")
    return lines


def _grouped(lines: list[str]) -> list[str]:
    """Put runs of list items into lists; a "Baca juga" that falls between two items splits the list."""
    grouped: list[str] = []
    for line in lines:
        if line.startswith("<li>") and grouped and grouped[-1].endswith("</ul>"):
            grouped[-1] = grouped[-1].removesuffix("</ul>") + line + "</ul>"
        else:
            grouped.append(f"<ul>{line}</ul>" if line.startswith("<li>") else line)
    return grouped


def _credits(entry: Entry) -> list[str]:
    if entry.post.byline != "credits":
        return []
    lines = [f"Penulis : {escape(' dan '.join(entry.post.authors))}"] if entry.post.authors else []
    lines += [f"Editor : {escape(name)}" for name in entry.post.editors]
    text = "<br />\n".join(lines)
    return [f"<p>{text}</p>"] if lines else []


def _figure(paper: Paper, entry: Entry, name: str) -> str:
    return (
        f'<figure id="{name}" class="wp-caption aligncenter" style="width: 1024px">'
        f'<img fetchpriority="high" decoding="async" width="1024" height="682" src="{image_url(paper, entry)}" alt="" />'
        f'<figcaption class="wp-caption-text">{shown_caption(entry)}</figcaption></figure>'
    )


def stamp(paper: Paper, moment: datetime) -> str:
    """A time as the SEO plugin writes it: Yoast in UTC, Rank Math in the site's zone."""
    kept = moment.astimezone(UTC) if seo_plugin(paper) == "yoast" else moment
    return kept.isoformat(timespec="seconds")


def json_ld(paper: Paper, entry: Entry) -> dict[str, Any]:
    """The SEO plugin's graph of an article."""
    url, base = paper.url(entry), paper.base_url
    article: dict[str, Any] = {
        "@type": "NewsArticle" if paper.look.chance("news-article", 0.5) else ["Article", "NewsArticle"],
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": {
            "name": author_name(entry),
            "@id": f"{base}/#/schema/person/{slug_of(author_name(entry))}",
        },
        "headline": entry.headline,
        "datePublished": stamp(paper, entry.published),
        "dateModified": stamp(paper, entry.changed),
        "mainEntityOfPage": {"@id": url},
        "wordCount": sum(len(block.split()) for block in entry.paragraphs),
        "publisher": {"@id": f"{base}/#organization"},
        "keywords": list(entry.post.story.tags),
        "articleSection": [entry.post.story.section],
        "inLanguage": "id",
    }
    page = {"@type": "WebPage", "@id": url, "url": url, "name": f"{entry.headline} - {paper.outlet.name}"}
    site = {"@type": "WebSite", "@id": f"{base}/#website", "url": f"{base}/", "name": paper.outlet.name}
    house = {
        "@type": "Organization",
        "@id": f"{base}/#organization",
        "name": paper.outlet.name,
        "url": f"{base}/",
    }
    return {"@context": "https://schema.org", "@graph": [article, page, site, house]}


def article_head(paper: Paper, entry: Entry) -> str:
    """What stands in the head of an article's page."""
    url, plugin = paper.url(entry), seo_plugin(paper)
    label = "yoast-schema-graph" if plugin == "yoast" else "rank-math-schema"
    graph = json.dumps(json_ld(paper, entry), ensure_ascii=False).replace("</", "<\\/")
    modified = (
        f'<meta property="article:modified_time" content="{stamp(paper, entry.changed)}" />'
        if entry.modified
        else ""
    )
    summary = escape(entry.summary)
    return f"""<link rel="canonical" href="{url}" />
<meta name="description" content="{summary}" />
<meta property="og:locale" content="id_ID" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{escape(entry.headline)} - {paper.outlet.name}" />
<meta property="og:description" content="{summary}" />
<meta property="og:url" content="{url}" />
<meta property="og:site_name" content="{paper.outlet.name}" />
<meta property="article:published_time" content="{stamp(paper, entry.published)}" />
{modified}
<meta property="og:image" content="{image_url(paper, entry)}" />
<meta name="author" content="{escape(author_name(entry))}" />
<script type="application/ld+json" class="{label}">{graph}</script>
<link rel="alternate" title="JSON" type="application/json" href="{paper.base_url}/wp-json/wp/v2/posts/{entry.post.number}" />
<link rel="shortlink" href="{paper.base_url}/?p={entry.post.number}" />"""


def page_html(paper: Paper, title: str, head: str, main: str, edition: Edition, body_class: str) -> str:
    """Astra's page around a main part: header, menu, sidebar, footer, the button back to the top."""
    base, name = paper.base_url, paper.outlet.name
    menu = "".join(
        f'<li class="menu-item"><a class="menu-link" href="{base}/category/{section.lower()}/">{section}</a></li>'
        for section in edition.sections
    )
    skip = paper.look.pick("skip", ("Lewati ke konten", "Skip to content"))
    return f"""<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
{head}
<link rel="alternate" type="application/rss+xml" title="{name} &raquo; Feed" href="{base}/feed/" />
<link rel="https://api.w.org/" href="{base}/wp-json/" />
<meta name="generator" content="WordPress {paper.look.pick("version", ("6.4.5", "6.6.2", "6.7.1"))}" />
<style>.ast-container{{max-width:1240px}}</style>
</head>
<body class="{body_class} wp-custom-logo ast-desktop elementor-default elementor-kit-7">
<a class="skip-link screen-reader-text" href="#content" role="link">{skip}</a>
<div class="hfeed site" id="page">
<header class="site-header" id="masthead"><div class="ast-main-header-wrap main-header-bar-wrap">
<span class="site-title"><a href="{base}/" rel="home">{name}</a></span>
<nav class="ast-flex-grow-1" aria-label="Menu"><ul class="main-header-menu">{menu}</ul></nav></div></header>
<div id="content" class="site-content"><div class="ast-container">
{main}
{_sidebar(paper, edition)}
</div></div>
<footer class="site-footer" id="colophon"><div class="{paper.look.css("foot")}"><p>Copyright &copy; {edition_year(edition)} {name} | Powered by
<a href="{base}/">{name}</a></p><ul><li><a href="{base}/redaksi/">Redaksi</a></li>
<li><a href="{base}/pedoman-media-siber/">Pedoman Media Siber</a></li><li><a href="{base}/tentang-kami/">Tentang Kami</a></li></ul></div></footer>
</div>
<div id="ast-scroll-top" tabindex="0" class="ast-scroll-top-icon ast-scroll-to-top-right" data-on-devices="both"><span class="screen-reader-text">Scroll to Top</span></div>
<script>var elementorFrontendConfig = {{"environmentMode":{{"edit":false}}}};</script>
</body>
</html>
"""


def edition_year(edition: Edition) -> int:
    """The year in the footer: that of the newest entry."""
    return edition.entries[0].published.year if edition.entries else 2024


def _sidebar(paper: Paper, edition: Edition) -> str:
    latest = "".join(
        f'<li><a href="{paper.url(entry)}">{texturize(entry.headline)}</a>'
        f'<span class="post-date">{long_date(entry.published.date())}</span></li>'
        for entry in edition.entries[:6]
    )
    title = paper.look.pick("side-title", ("Berita Terbaru", "Pos-pos Terbaru", "Terkini"))
    blocks = [
        f'<aside class="widget widget_recent_entries"><h2 class="widget-title">{title}</h2><ul>{latest}</ul></aside>',
        '<aside class="widget widget_search"><form role="search"><input type="search" placeholder="Cari..."></form></aside>',
        f'<aside class="widget {paper.look.css("ad")}"><p>Pasang iklan? Hubungi redaksi@{paper.outlet.domain}</p></aside>',
    ]
    inner = "".join(paper.look.order("sidebar", blocks))
    return f'<div class="widget-area secondary" id="secondary"><div class="sidebar-main">{inner}</div></div>'
