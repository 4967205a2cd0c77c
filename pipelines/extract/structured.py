"""What a page says of itself for machines: JSON-LD, meta elements, microdata."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from pipelines.extract.encoding import one_line
from pipelines.extract.tree import text_of

Json = dict[str, Any]
MAX_NODES = 5_000  # of JSON-LD that are looked at
_COMMENTS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LOOSE_FIELD = re.compile(
    r'"(datePublished|dateModified|headline|articleSection|@type|dateCreated)"\s*:\s*"((?:[^"\\]|\\.){1,500})"'
)
_ARTICLE_TYPE = re.compile(r"(?:article|posting|report|newsstory|opinion|review|liveblog)", re.IGNORECASE)
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date.published",
    "publishdate", "publish-date", "publish_date", "pubdate", "dtk:publishdate", "content_publisheddate", "parsely-pub-date",
    "sailthru.date", "article.published", "publication_date", "published_date", "published-date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article:post_date", "originalpublicationdate", "bt:pubdate", "date", "analyticsattributes.articledate",
    "article_date_original", "article-publication-date", "last-published", "datecreated", "citation_publication_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:updated_time", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "date.modified", "updated_time", "revision_date",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author",
    "content_author", "dable:author", "cxenseparse:author", "citation_author", "creator", "article.author", "og:article:author",
    "contentwriter", "dtk:author", "twitter:data1",
)  # fmt: skip
_EDITORS = ("editor", "content_editor", "contenteditor", "dtk:editor")
_SECTIONS = (
    "article:section",
    "og:article:section",
    "content_category",
    "parsely-section",
    "category",
    "section",
    "cxenseparse:section",
)
_TAGS = (
    "article:tag",
    "og:article:tag",
    "content_tag",
    "news_keywords",
    "dtk:keywords",
    "parsely-tags",
    "keywords",
    "content_tags",
)


@dataclass(slots=True)
class Claims:
    """What one kind of markup says of the article; times stay as written."""

    headlines: list[str] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)  # witness, text
    modified: list[tuple[str, str]] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)  # authors that are no persons
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    image: str | None = None
    body: str | None = None
    types: set[str] = field(default_factory=set)
    site_name: str | None = None
    descriptions: list[str] = field(default_factory=list)
    language: str | None = None
    sources: list[str] = field(default_factory=list)  # addresses of the original


def _loads(raw: str) -> Any:
    raw = _COMMENTS.sub("", raw.strip()).strip().rstrip(";")
    for text in (raw, _TRAILING_COMMA.sub(r"\1", raw), html.unescape(raw)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    # What cannot be parsed may still be legible field by field.
    loose = {name: _unescape(value) for name, value in reversed(_LOOSE_FIELD.findall(raw))}
    return loose or None


def _unescape(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except ValueError:
        return value


def _nodes(value: Any) -> Iterator[Json]:
    """Yield every object of a document, outermost first, without recursion."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, dict):
            yield item
            waiting.extend(
                part for key, part in item.items()
                if isinstance(part, dict | list) and key not in {"isPartOf", "publisher", "comment", "relatedLink", "citation"}
            )  # fmt: skip
        elif isinstance(item, list):
            waiting.extend(part for part in item if isinstance(part, dict | list))


def _types(node: Json) -> set[str]:
    kind = node.get("@type")
    return (
        {kind}
        if isinstance(kind, str)
        else {k for k in kind if isinstance(k, str)}
        if isinstance(kind, list)
        else set()
    )


def _strings(value: Any) -> list[str]:
    """Return the text of a JSON-LD value: strings, `name` and `@value` of objects, lists of those."""
    if isinstance(value, str):
        return [cleaned] if (cleaned := one_line(html.unescape(value))) else []
    if isinstance(value, dict):
        return _strings(value.get("name") or value.get("@value") or value.get("url"))
    if isinstance(value, list):
        return [text for item in value[:100] if not isinstance(item, list) for text in _strings(item)]
    return []


def _people(value: Any, by_id: dict[str, Json]) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        person = (
            by_id.get(str(item.get("@id")), item) if isinstance(item, dict) and "name" not in item else item
        )
        if isinstance(person, dict):
            if not any(kind.endswith("Organization") for kind in _types(person)):
                names += _strings(person.get("name")) or _full_name(person)
        else:
            names += _strings(person)
    return [name for name in names if not name.startswith("http")]


def _full_name(person: Json) -> list[str]:
    name = " ".join(_strings([person.get("givenName"), person.get("familyName")]))
    return [name] if name else []


def _organisations(value: Any, by_id: dict[str, Json]) -> list[str]:
    """Return the names of the authors that are no persons: an agency, a desk, the outlet itself."""
    named = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    known = [by_id.get(str(item.get("@id")), item) if "name" not in item else item for item in named]
    return [
        name
        for item in known
        if any(kind.endswith("Organization") for kind in _types(item))
        for name in _strings(item.get("name"))
    ]


def _image(value: Any) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("url") or first.get("contentUrl") or first.get("@id")
        first = first[0] if isinstance(first, list) and first else first
    return first if isinstance(first, str) and first.strip() else None


def read_json_ld(tree: HtmlElement) -> Claims:
    """Read the JSON-LD of a page: the node of an article type that says the most."""
    nodes: list[Json] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            nodes += _nodes(_loads(script.text))
    claims = Claims()
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    for node in nodes:
        claims.types |= _types(node)
    articles = [node for node in nodes if any(_ARTICLE_TYPE.search(kind) for kind in _types(node))]
    articles.sort(
        key=lambda node: -sum(key in node for key in ("headline", "datePublished", "author", "articleBody"))
    )
    if not articles:
        articles = [
            node
            for node in nodes
            if "datePublished" in node and ("headline" in node or "author" in node or "@type" not in node)
        ]
        if not articles:
            articles = [node for node in nodes if "WebPage" in _types(node)]
    for node in articles[:1]:
        _read_article(node, by_id, claims)
    return claims


def _read_article(node: Json, by_id: dict[str, Json], claims: Claims) -> None:
    claims.headlines = _strings(node.get("headline")) + _strings(node.get("name"))
    claims.published = [
        ("json-ld", text)
        for text in _strings(node.get("datePublished"))[:1] or _strings(node.get("dateCreated"))[:1]
    ]
    claims.modified = [("json-ld", text) for text in _strings(node.get("dateModified"))[:1]]
    claims.authors = _people(node.get("author"), by_id)
    claims.organisations = _organisations(node.get("author"), by_id)
    claims.creators = _people(node.get("creator"), by_id)
    claims.editors = _people(node.get("editor"), by_id)
    claims.section = next(iter(_strings(node.get("articleSection"))), None)
    for text in _strings(node.get("keywords")):
        claims.tags += [tag.strip() for tag in text.split(",") if tag.strip()]
    claims.image = _image(node.get("image")) or _image(node.get("thumbnailUrl"))
    claims.descriptions = _strings(node.get("description"))
    body = node.get("articleBody")
    claims.body = body if isinstance(body, str) else None
    claims.language = next(iter(_strings(node.get("inLanguage"))), None)


def read_meta(tree: HtmlElement) -> Claims:
    """Read the meta elements of a page (OpenGraph, Dublin Core and the names that news systems print)."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = one_line(html.unescape(element.get("content") or ""))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    claims = Claims()

    def pick(names: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(name, text) for name in names for text in found.get(name, ())]

    title = next((one_line(element.text) for element in tree.iter("title") if element.text), None)
    claims.headlines = [
        text
        for _, text in pick(("og:title", "twitter:title", "title", "dc.title", "headline", "parsely-title"))
    ]
    claims.headlines += [title] if title else []
    claims.published = [("meta", text) for _, text in pick(_PUBLISHED)]
    claims.modified = [("meta", text) for _, text in pick(_MODIFIED)]
    claims.authors = [text for name, text in pick(_AUTHORS) if "://" not in text and _is_author(name, found)]
    claims.editors = [text for _, text in pick(_EDITORS)]
    claims.section = next((text for _, text in pick(_SECTIONS)), None)
    for name in _TAGS:
        claims.tags = [
            tag.strip() for text in found.get(name, ()) for tag in re.split("[,;]", text) if tag.strip()
        ]
        if claims.tags:
            break
    claims.image = next(
        (text for _, text in pick(("og:image", "og:image:url", "twitter:image", "thumbnail"))), None
    )
    claims.types = {text.lower() for _, text in pick(("og:type",))}
    claims.sources = [text for _, text in pick(("syndication-source", "original-source"))]
    claims.site_name = next((text for _, text in pick(("og:site_name", "application-name"))), None)
    claims.descriptions = [text for _, text in pick(("og:description", "description", "twitter:description"))]
    claims.language = (
        tree.get("lang") or tree.get("xml:lang") or next((text for _, text in pick(("og:locale",))), None)
    )
    return claims


def _is_author(name: str, found: dict[str, list[str]]) -> bool:
    # A card of Twitter's labels its own data: "Written by", but also "Reading time".
    label = " ".join(found.get("twitter:label1", ())).lower()
    return name != "twitter:data1" or any(word in label for word in ("by", "author", "oleh", "penulis"))


def _value(element: HtmlElement) -> str:
    titled = element.get("title") if element.tag == "abbr" else None  # hAtom's pattern
    return element.get("content") or element.get("datetime") or titled or text_of(element)


def read_microdata(marks: dict[str, list[HtmlElement]]) -> Claims:
    """Read what elements with itemprop say (schema.org microdata)."""
    claims = Claims()
    claims.published = [("microdata", _value(element)) for element in marks.get("itemprop=datepublished", ())]
    claims.modified = [("microdata", _value(element)) for element in marks.get("itemprop=datemodified", ())]
    claims.headlines = [one_line(_value(element)) for element in marks.get("itemprop=headline", ())]
    for kind, names in (("author", claims.authors), ("editor", claims.editors), ("creator", claims.creators)):
        for element in marks.get(f"itemprop={kind}", ()):
            inner = next((part for part in element.iter() if part.get("itemprop") == "name"), element)
            name = one_line(_value(inner))
            if name and len(name) < 100:
                names.append(name)
    return claims
