"""The HTML of the portal's article: split over pages, with an AMP twin, and furniture between its paragraphs."""

import json
import random
import zlib
from html import escape
from itertools import islice
from typing import Any, NamedTuple

from crawler.demo.dates import long_date, weekday, zone_name
from crawler.demo.newsroom import Edition
from crawler.demo.plan import slug_of
from crawler.demo.planted import insert_between
from crawler.demo.post import Entry
from crawler.demo.story import ITEM, SUBHEADING
from crawler.demo.web import Paper

SPLIT_OVER = 7  # an article of more paragraphs is split
PER_PART = 5


class View(NamedTuple):
    """Which part of an article is shown: `number` of `parts`; number 0 is the whole."""

    number: int
    parts: int


def part_count(entry: Entry) -> int:
    """Over how many pages an article is split."""
    length = len(entry.paragraphs)
    return 1 if length <= SPLIT_OVER else -(-length // PER_PART)


def printed_time(entry: Entry) -> str:
    """`Rabu, 30 Oktober 2024 | 14:05 WITA`."""
    moment = entry.published
    return f"{weekday(moment.date())}, {long_date(moment.date())} | {moment:%H:%M} {zone_name(moment)}"


def tracked(paper: Paper, entry: Entry, place: str) -> str:
    """An article's address with the parameter by which the portal counts clicks from a place on its pages."""
    form = paper.look.pick(
        f"tracking:{place}",
        (
            "?ref={place}",
            "?utm_source={id}&utm_medium={place}&utm_campaign=internal",
            "?fbclid=IwAR0{tag}",
            "",
        ),
    )
    tag = f"{zlib.crc32(f'{place}:{entry.post.number}'.encode()):08x}"
    return escape(paper.url(entry) + form.format(place=place, id=paper.outlet.id, tag=tag))


def amp_url(paper: Paper, entry: Entry) -> str:
    """The address of the AMP twin: /amp/... or ...?amp=1."""
    if paper.look.chance("amp-path", 0.5):
        return f"{paper.base_url}/amp{entry.post.path}"
    return f"{paper.url(entry)}?amp=1"


def image_url(paper: Paper, entry: Entry) -> str:
    """Where the picture of an entry lies."""
    return f"{paper.base_url}/media/{entry.published:%Y/%m/%d}/{entry.post.number}.jpg"


def json_ld(paper: Paper, entry: Entry) -> list[dict[str, Any]]:
    """The structured data: its author is the editor, as this publishing system has it."""
    return [
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": paper.url(entry)},
            "headline": entry.headline,
            "image": {"@type": "ImageObject", "url": image_url(paper, entry), "width": 800, "height": 450},
            "datePublished": entry.published.isoformat(),
            "dateModified": entry.changed.isoformat(),
            "author": {"@type": "Person", "name": (entry.post.editors or ("Redaksi",))[0]},
            "publisher": {"@type": "Organization", "name": paper.outlet.name},
            "description": entry.summary,
        },
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "item": {"@id": f"{paper.base_url}/", "name": "Home"}},
                {
                    "@type": "ListItem",
                    "position": 2,
                    "item": {
                        "@id": f"{paper.base_url}/{entry.post.story.section.lower()}",
                        "name": entry.post.story.section,
                    },
                },
            ],
        },
    ]


def article_head(paper: Paper, entry: Entry) -> str:
    """What stands in the head of an article's page."""
    graph = json.dumps(json_ld(paper, entry), ensure_ascii=False).replace("</", "<\\/")
    return f"""<link rel="canonical" href="{paper.url(entry)}">
<link rel="amphtml" href="{escape(amp_url(paper, entry))}">
<meta name="description" content="{escape(entry.summary)}">
<meta name="keywords" content="{escape(", ".join(entry.post.story.tags))}">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(entry.headline)}">
<meta property="og:description" content="{escape(entry.summary)}">
<meta property="og:url" content="{paper.url(entry)}">
<meta property="og:image" content="{image_url(paper, entry)}">
<meta property="og:site_name" content="{paper.outlet.name}">
<meta property="article:published_time" content="{entry.published.isoformat()}">
<meta property="article:section" content="{entry.post.story.section}">
<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">{graph}</script>"""


def article_main(paper: Paper, entry: Entry, edition: Edition, view: View) -> str:
    """Render the article's own column."""
    css, post = paper.look.css, entry.post
    label = paper.look.pick(
        "follow",
        (
            "Ikuti kami di Google News",
            f"Ikuti berita {paper.outlet.name} di Google News",
            "Simak berita lainnya di WhatsApp Channel kami",
        ),
    )
    body = paper.look.wrap(
        f'<div class="{css("body")}">{_body(paper, entry, edition, view)}{_parts(paper, entry, view)}</div>',
        "detail",
    )
    section = post.story.section
    return f"""<div class="{css("crumb")}"><a href="{paper.base_url}/">Home</a> &gt; <a href="{paper.base_url}/{section.lower()}">{section}</a></div>
<h1 class="{css("headline")}">{escape(entry.headline)}</h1>
{_meta(paper, entry)}
<div class="{css("share")}"><span>Bagikan</span> <a href="#">Facebook</a> <a href="#">X</a> <a href="#">WhatsApp</a> <a href="#">Salin Tautan</a></div>
{_figure(paper, entry)}
{body}
<div class="{css("follow")}"><a href="https://news.google.com/">{label}</a></div>
{_tags(paper, entry)}
{_copyright(paper, edition)}
{_related(paper, entry, edition)}"""


def _meta(paper: Paper, entry: Entry) -> str:
    names = [f"<span>Penulis: {escape(', '.join(entry.post.authors))}</span>"] if entry.post.authors else []
    names += [f"<span>Editor: {escape(', '.join(entry.post.editors))}</span>"] if entry.post.editors else []
    lines = [*names, f'<span class="{paper.look.css("date")}">{printed_time(entry)}</span>']
    if paper.look.chance("date-first", 0.4):
        lines = lines[-1:] + lines[:-1]
    joint = paper.look.pick("meta-joint", ("<br>", " | ", ""))
    if not joint:
        lines = [f"<div>{line}</div>" for line in lines]
    return f'<div class="{paper.look.css("meta")}">{joint.join(lines)}</div>'


def _figure(paper: Paper, entry: Entry) -> str:
    story = entry.post.story
    credit = f" ({entry.post.photo_credit})" if entry.post.photo_credit else ""
    caption = f"<figcaption>{escape(story.caption + credit)}</figcaption>" if story.caption else ""
    return f'<figure class="{paper.look.css("photo")}"><img src="{image_url(paper, entry)}" alt="{escape(entry.headline)}">{caption}</figure>'


def _body(paper: Paper, entry: Entry, edition: Edition, view: View) -> str:
    lines = _paragraphs(entry)
    if view.number:
        lines = lines[(view.number - 1) * PER_PART : view.number * PER_PART] if view.parts > 1 else lines
    lines = _furnish(paper, entry, edition, lines)
    rng = paper.look.rng(f"planted:{entry.post.number}:{view.number}")
    return "\n".join(insert_between(lines, paper.planted_html(entry), rng))


def _paragraphs(entry: Entry) -> list[str]:
    sign_off = f" ({entry.post.sign_off})" if entry.post.sign_off else ""
    last = len(entry.paragraphs) - 1
    lines = []
    for index, block in enumerate(entry.paragraphs):
        text = block.removeprefix(SUBHEADING).removeprefix(ITEM).replace("\n", " ")
        text = (
            (entry.post.dateline.printed if index == 0 else "") + text + (sign_off if index == last else "")
        )
        tag = "h2" if block.startswith(SUBHEADING) else "li" if block.startswith(ITEM) else "p"
        lines.append(f"<{tag}>{escape(text, quote=False)}</{tag}>")
    return lines


def _furnish(paper: Paper, entry: Entry, edition: Edition, lines: list[str]) -> list[str]:
    """Set advertisements and "Baca juga" between the paragraphs, and one at the end of a paragraph."""
    rng = paper.look.rng(f"furniture:{entry.post.number}:{len(lines)}")
    others = [other for other in edition.entries[:25] if other.post is not entry.post]
    furnished: list[str] = []
    for index, bare in enumerate(lines):
        line = bare
        plain = line.startswith("<p>") and 0 < index < len(lines) - 1
        if others and plain and rng.random() < 0.15:
            line = line.removesuffix("</p>") + f" {_read_also(paper, rng.choice(others), 'inline')}</p>"
        furnished.append(f"<ul>{line}</ul>" if line.startswith("<li>") else line)
        if plain and rng.random() < 0.3:
            furnished.append(
                _advertisement(paper)
                if rng.random() < 0.5 or not others
                else f"<p>{_read_also(paper, rng.choice(others), 'baca-juga')}</p>"
            )
    return [line for line in "\n".join(furnished).replace("</ul>\n<ul>", "").split("\n") if line]


def _read_also(paper: Paper, other: Entry, place: str) -> str:
    label = paper.look.pick("read-also", ("Baca juga: ", "BACA JUGA: ", "Baca Juga : "))
    return f'<strong>{label}<a href="{tracked(paper, other, place)}">{escape(other.headline)}</a></strong>'


def _advertisement(paper: Paper) -> str:
    words = paper.look.pick(
        "ad-words", ("ADVERTISEMENT", "Iklan", "ADVERTISEMENT<br>SCROLL TO CONTINUE WITH CONTENT")
    )
    more = paper.look.pick(
        "ad-more", ("<div>Scroll untuk melanjutkan membaca</div>", "<div>Scroll untuk melanjutkan</div>", "")
    )
    return f'<div class="{paper.look.css("ad")}"><div>{words}</div>{more}</div>'


def _parts(paper: Paper, entry: Entry, view: View) -> str:
    """Links to the further parts and to the whole."""
    if view.parts < 2 or view.number == 0:
        return ""
    url = paper.url(entry)
    links = [
        f'<a class="active">{number}</a>'
        if number == view.number
        else f'<a href="{url}?page={number}">{number}</a>'
        for number in range(1, view.parts + 1)
    ]
    if view.number < view.parts:
        links.append(f'<a href="{url}?page={view.number + 1}" rel="next">Selanjutnya</a>')
    whole = paper.look.pick("whole", ("Lihat semua", "Tampilkan semua halaman", "Tampilkan Semua"))
    return f'<div class="{paper.look.css("paging")}">Halaman: {" ".join(links)} <a href="{url}?page=all">{whole}</a></div>'


def _tags(paper: Paper, entry: Entry) -> str:
    links = "".join(
        f'<a href="{paper.base_url}/tag/{slug_of(tag)}">#{escape(tag)}</a> ' for tag in entry.post.story.tags
    )
    label = paper.look.pick("tag-label", ("Tag:", "TAG", "Topik:"))
    return f'<div class="{paper.look.css("tags")}"><span>{label}</span> {links}</div>' if links else ""


def _copyright(paper: Paper, edition: Edition) -> str:
    year = edition.entries[0].published.year if edition.entries else 2024
    return f'<p class="{paper.look.css("rights")}">Copyright &copy; {year} {paper.outlet.name}. Dilarang menyalin berita tanpa izin redaksi.</p>'


def _related(paper: Paper, entry: Entry, edition: Edition) -> str:
    section = entry.post.story.section
    alike = (o for o in edition.entries if o.post is not entry.post and o.post.story.section == section)
    near = list(islice(alike, 4))
    items = "".join(
        f'<li><a href="{tracked(paper, other, "terkait")}">{escape(other.headline)}</a></li>'
        for other in near
    )
    title = paper.look.pick("related-title", ("Berita Terkait", "Artikel Terkait", "Baca Lainnya"))
    return f'<div class="{paper.look.css("related")}"><h3>{title}</h3><ul>{items}</ul></div>' if items else ""


def amp_html(paper: Paper, entry: Entry) -> str:
    """Render the AMP twin: the whole article on one page."""
    graph = json.dumps(json_ld(paper, entry), ensure_ascii=False).replace("</", "<\\/")
    lines = "\n".join(f"<ul>{line}</ul>" if line.startswith("<li>") else line for line in _paragraphs(entry))
    story, credit = entry.post.story, f" ({entry.post.photo_credit})" if entry.post.photo_credit else ""
    caption = f"<figcaption>{escape(story.caption + credit)}</figcaption>" if story.caption else ""
    image = (
        f'<amp-img layout="responsive" width="800" height="450" src="{image_url(paper, entry)}"></amp-img>'
    )
    return f"""<!doctype html>
<html amp lang="id"><head><meta charset="utf-8"><title>{escape(entry.headline)}</title>
<link rel="canonical" href="{paper.url(entry)}">
<meta name="viewport" content="width=device-width">
<script type="application/ld+json">{graph}</script></head>
<body><header><a href="{paper.base_url}/">{paper.outlet.name}</a></header>
<article><h1>{escape(entry.headline)}</h1>{_meta(paper, entry)}<figure>{image}{caption}</figure>
{lines}
<amp-ad width="300" height="250" type="doubleclick"></amp-ad></article>
<footer>Versi lengkap: <a href="{paper.url(entry)}">{paper.outlet.name}</a></footer></body></html>
"""


def most_read(paper: Paper, edition: Edition, hour: int) -> list[Entry]:
    """The list of most read articles, which changes by the hour."""
    rng = random.Random(f"{paper.look.key}:popular:{hour}")  # noqa: S311 - a plot, not a secret
    newest = list(edition.entries[:40])
    return rng.sample(newest, min(15, len(newest)))
