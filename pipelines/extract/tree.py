"""The parsed page, and what the names of its elements tell: furniture, marks of metadata, article text."""

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree, html
from lxml.html import HtmlElement

MAX_DEPTH = 2_000  # libxml2 itself stops at 2,048; no printed page is nested like that
MAX_ATTRIBUTES = 20_000  # of one tag; 80,000 take libxml2 seven seconds
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")

SKIPPED_TAGS = frozenset(
    "script style template svg math iframe object embed select textarea canvas map video audio head "
    "input datalist progress meter dialog noembed noframes".split()
)
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr picture source amp-img g-emoji blink".split()
)
_TAG_REASONS = {
    "nav": "navigation",
    "aside": "related",
    "footer": "footer",
    "form": "form",
    "menu": "navigation",
    "figcaption": "caption",
    "figure": "caption",
    "noscript": "hidden",
    "button": "form",
    "amp-ad": "ads",
    "marquee": "navigation",
}
_ROLE_REASONS = {
    "navigation": "navigation",
    "complementary": "related",
    "search": "form",
    "contentinfo": "footer",
    "dialog": "hidden",
    "alertdialog": "hidden",
    "menu": "navigation",
}

# Words in class and id that name page furniture, by reason. Class names are English the world over;
# the few Indonesian ones are those that themes of the first region print.
_NOISE_WORDS = {
    "share": "share|shares|sharing|sharer|sharebar|sharebox|sharethis|sharedaddy|addtoany|addthis|social|socials|sosmed|"
    "socmed|sd-content|sd-sharing|sharebuttons|social-?media|berbagi",
    "related": "related|relateds|relatedposts|related-?post|related-?posts|related-?news|related-?articles|terkait|baca-?juga|"
    "linksisip|read-?also|also-?read|readmore|read-?more|lihat-?juga|see-?also|recommend|recommended|recommendations?|"
    "rekomendasi|recirc|recirculation|trending|popular|populer|terpopuler|terkini|most-?read|mostread|most-?popular|"
    "yarpp|crp|outbrain|taboola|mgid|teasers?|more-?stories|more-?news|more-?on|next-?article|read-?next|"
    "irp|jnews-inline-related-post|up-?next|promo|promos|promoted|also-?like",
    "comments": "comment|comments|commentlist|comment-?list|comment-?form|respond|disqus|komentar|livefyre|fb-comments|replies",
    "sidebar": "sidebar|side-?bar|rightbar|leftbar|right-?rail|rail|aside|widget-area|widgets|secondary-content|sidenav",
    "navigation": "nav|navbar|navs|navigation|menu|menus|submenu|breadcrumb|breadcrumbs|bread-?crumbs?|skip-?link|"
    "topbar|masthead|site-header|"
    "off-?canvas|tabbar|ticker|newsticker|running-?text|post-navigation|scroll-?top|scrolltop|back-?to-?top|to-?top|toolbar",
    "pagination": "pagination|paging|pagelinks|page-?links|pager|paginator|wp-pagenavi|page-link-wrap|halaman",
    "follow": "newsletter|newsletters|subscribe|subscription|signup|sign-?up|follow|follows|followus|google-?news|"
    "call-?to-?action|cta|whatsapp|telegram|download-app|app-?promo|jetpack-subscribe|subscribe-modal",
    "ads": "ad|ads|advert|adverts|advertise|advertisement|advertising|adsbox|adsense|adsbygoogle|adslot|adunit|ad-?slot|dfp|"
    "gpt|iklan|banner|banners|sponsor|sponsored|pariwara|native-?ad|parallax|adv|advs",
    "hidden": "cookie|cookies|consent|gdpr|popup|pop-up|modal|overlay|lightbox|hidden|display-none|d-none|tooltip|"
    "screen-?reader|screen-?reader-?text|sr-?only|visually-?hidden|assistive|offscreen",
    "caption": "caption|captions|wp-caption|wp-caption-text|caption-text|figcaption|image-caption|photo-?caption|img-?caption|"
    "keterangan|photo-?credit|image-?credit|credits?|ket-?foto|media-?caption",
    "author-box": "author-?box|authorbox|author-?bio|authorbio|author-?info|about-?author|author-?profile|post-author-box|"
    "saboxplugin-wrap|molongui|abh-box|author-?description|author-?card|bio",
    "tags": "tags|taglist|tag-?list|tag-?cloud|tagcloud|post-?tags|article-?tags|entry-tags|tagged|keywords|topics|tagname|"
    "label-?list|post-labels|tags-links|cat-links|tags-area|topic-list",
    "metadata": "byline|bylines|dateline|post-?meta|entry-?meta|article-?meta|meta|metadata|posted-on|published|timestamp|"
    "post-?date|entry-date|publish-?date|pubdate|article-?date|post-?info|article-?info|views(?!-[a-z])|post-views|view-?count|"
    "post-?author|author-?name|penulis|reporter|(?<!text-)editor|read-?time|reading-?time|share-?count|author",
    "footer": "footer|foot|site-footer|colophon|copyright|disclaimer",
    "form": "login|signin|search|searchform|search-form|print|printfriendly|rating|ratings|vote|voting|poll|polling|"
    "wp-polls|text-to-speech|listen|audio-?player|player|print-?only|kurs",
    "embed": "instagram-media|tiktok-embed|fb-post|embed-consent|external-content-placeholder",
    "gallery": "gallery|slideshow|carousel|slider|swiper|slick|galleria|photo-?gallery|image-?gallery",
}
_NOISE = tuple(
    (reason, re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")) for reason, words in _NOISE_WORDS.items()
)
_ANY_NOISE = re.compile("(?<![a-z0-9])(?:" + "|".join(_NOISE_WORDS.values()) + ")(?![a-z0-9])")
# What only qualifies an element: "has-sidebar" is no sidebar, "elementor-widget" no widget area.
_QUALIFIERS = re.compile(
    r"(?<![a-z0-9])(?:has|with|no|without|is|hide|not|enable|disable|type|elementor-widget-wrap|elementor|"
    r"single|category|tag(?!-?(?:list|cloud|area|links|wrap))|author(?!-(?:box|bio|card|info|profile|description|details|about))|"
    r"format|page-template|postid|hentry|status|col|js|td-ss|label)-[a-z0-9_-]+"
)
_CONTENT = re.compile(
    r"(?<![a-z0-9])(?:(?:article|post|entry|story|news|detail|single|content|read|blog|text)-*(?:body|content|text|detail|"
    r"isi|main|inner|full|page|copy|article)|isi-*(?:berita|artikel)|body-*(?:text|copy|content)|"
    r"theme-post-content|articlebody|itp-bodycontent|side-article|txt-article|konten|paragraph)(?![a-z0-9])"
)
_MARKS = {
    "author": re.compile(
        r"(?<![a-z0-9])(?:author|authors|byline|by-line|penulis|reporter|writer|wartawan|pewarta|editor|editors|redaktur|"
        r"contributors?|jurnalis|creator|author-?name|post-?author|fn)(?![a-z0-9])"
    ),
    "time": re.compile(
        r"(?<![a-z0-9])(?:date|dates|time|datetime|published|pubdate|publish|timestamp|tanggal|waktu|posted-on|"
        r"date-?published|publish-?date|post-?date|entry-?date|article-?date|jdl-date|tgl|postdate|date-?time)(?![a-z0-9])"
    ),
    "tags": re.compile(
        r"(?<![a-z0-9])(?:tags|tag|taglist|post-?tags|article-?tags|tags-links|keywords|topics|tagname|labels)(?![a-z0-9])"
    ),
    "breadcrumb": re.compile(r"(?<![a-z0-9])(?:breadcrumbs?|bread-crumbs?|crumbs?)(?![a-z0-9])"),
    "category": re.compile(
        r"(?<![a-z0-9])(?:cat-links|category|categories|kategori|section|kanal|rubrik|channel|post-?categor(?:y|ies))(?![a-z0-9])"
    ),
    "pagination": re.compile(
        r"(?<![a-z0-9])(?:pagination|paging|pagelinks|page-?links|pager|paginator|post-page-numbers|page-numbers|halaman|"
        r"page-link-wrap|nav-?page)(?![a-z0-9])"
    ),
    "caption": re.compile(rf"(?<![a-z0-9])(?:{_NOISE_WORDS['caption']})(?![a-z0-9])"),
}
_ANY_MARK = re.compile("|".join(pattern.pattern for pattern in _MARKS.values()))
_UTILITY = re.compile(r"[:/\[]|^(?:overflow|text|font|bg|border|flex|grid|items|justify|backface)-")
_HIDE = "hidden"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Traits(NamedTuple):
    """What the class and id of an element say."""

    noise: str | None  # reason for leaving the element out
    rule: str  # the word that said so
    content: bool  # names itself the article's text
    marks: tuple[str, ...]  # kinds of metadata it may hold


@lru_cache(maxsize=20_000)
def traits_of(names: str) -> Traits:
    """Judge the class and id of an element (one string, as written in the page)."""
    words = _CAMEL.sub("-", without_utilities(names[:400])).replace("_", "-").lower()
    marked = _ANY_MARK.search(words)
    marks = tuple(kind for kind, pattern in _MARKS.items() if pattern.search(words)) if marked else ()
    content = _CONTENT.search(words) is not None
    bare = _QUALIFIERS.sub("", words)
    if not _ANY_NOISE.search(bare):
        return Traits(None, "", content, marks)
    for reason, pattern in _NOISE:
        found = pattern.search(bare)
        if found:
            return Traits(reason, found.group(), content, marks)
    return Traits(None, "", content, marks)


def without_utilities(names: str) -> str:
    """Leave out classes that say how an element looks ("md:hidden", "overflow-hidden", "text-[12px]"), not what it is."""
    tokens = names.split()
    plain = [token for token in tokens if not _UTILITY.search(token)]
    if len(plain) < len(tokens):
        plain = [token for token in plain if token != _HIDE]
    return " ".join(plain)


def own_names(names: str) -> str:
    """Return what classes call an element itself: neither how it looks, nor what it has ("has-image-links")."""
    return _QUALIFIERS.sub("", without_utilities(names).lower())


def noise_of(element: HtmlElement, attributes: "etree._Attrib", names: str) -> tuple[str, str] | None:
    """Return (reason, rule) when an element's own tag, class, id, role or style says that it is page furniture."""
    reason = _TAG_REASONS.get(str(element.tag))
    if reason:
        if element.tag == "figure" and next(element.iter("table", "blockquote", "pre"), None) is not None:
            return None  # block editors wrap these in figures too
        return reason, f"<{element.tag!s}>"
    if not attributes:
        return None
    if names:
        noise, rule, _, _ = traits_of(names)
        if noise:
            return noise, f"class or id “{rule}”"
    called = attributes.get("role", "")
    role = _ROLE_REASONS.get(called)
    if role:
        return role, f"role={called}"
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return "hidden", "not displayed"
    return None


def element_names(attributes: "etree._Attrib") -> str:
    """Join class and id of an element into one string."""
    names, ident = attributes.get("class", ""), attributes.get("id", "")
    return f"{names} {ident}" if names and ident else names or ident


def crowded_tag(payload: bytes) -> int | None:
    """Return MAX_ATTRIBUTES when a tag has more: libxml2 compares each with all before it, and takes minutes.

    A scan of the bytes, of which only the parts too long for an ordinary tag are looked into.
    """
    for part in payload.split(b">"):
        if len(part) > 2 * MAX_ATTRIBUTES:
            names = _QUOTED.sub(b"", part.rpartition(b"<")[2])
            if len(names.split()) > MAX_ATTRIBUTES:
                return MAX_ATTRIBUTES
    return None


def parse_html(text: str) -> HtmlElement | None:
    """Parse decoded markup; None when there is no element in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def text_of(element: HtmlElement) -> str:
    """Return the visible text of a small element, spaces collapsed; blocks inside it do not run together."""
    pieces: list[str] = []
    for part in element.iter():
        gap = "" if part.tag in INLINE_TAGS else " "
        if part.tag not in SKIPPED_TAGS and part.text:
            pieces.append(gap + part.text)
        if part is not element and part.tail:
            pieces.append(gap + part.tail)
    return " ".join("".join(pieces).split())
