"""Does an address look like an article's: shapes that many sites share, scored against those of lists and static pages."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.discovery.words import words
from pipelines.catalogue import Site
from pipelines.urls import SiteRelation, request_key, site_relation

ARTICLE = 3  # the score from which a link on a list page is taken for an article
NEVER = -10

DATED = re.compile(
    r"/(?:(?:19|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2})?|[0-3]?\d/[01]?\d/(?:19|20)\d\d)/(?:[^/]+/)*?(?P<tail>[^/]*[^\W\d][^/]*)$"
)
DATED_AFTER = re.compile(r"/(?P<tail>[^/]*-[^/]*)/[01]\d/(?:19|20)\d\d$")
DATE_ARCHIVE = re.compile(r"(?:^|/)(?:19|20)\d\d(?:/[01]?\d(?:/[0-3]?\d)?)?$|\d{4}_\d\d_\d\d_archive\.html$")
SLUG_WORD = re.compile(r"[^\W_]+")
PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cgi|amp)$", re.IGNORECASE)
OTHER_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|mov|avi|ogg|wav|pdf|docx?|xlsx?|pptx?|zip|rar|"
    r"gz|7z|apk|exe|css|js|json|xml|rss|atom|txt|ics|woff2?|ttf|eot)$",
    re.IGNORECASE,
)
# An id: a number of four digits or more that is no year, alone, before or after a slug, or with a short prefix (d-, pr-).
ID_SEGMENT = re.compile(r"(?:[a-z]{1,3}-)?(?!(?:19|20)\d\d$)\d{4,}")
LONG_ID = re.compile(r"(?:[a-z]{1,3}-)?\d{5,}")  # a slug behind it makes an article
ID_SLUG = re.compile(r"\d{2,}[-_]?(?=[^\W\d])\S{3,}|\S*[^\W\d]\S*[-_](?!(?:19|20)\d\d$)\d{4,}")
CODE = re.compile(r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{6,24}|\S+-(?=\w*\d)(?=\w*[a-zA-Z])\w{6,16}")
ID_PARAMETER = re.compile(
    r"p|idx?|[an]id|(?:news|article|berita|post|artikel)_?(?:id)?|id_?(?:news|article|berita|post|artikel)|baca|read"
)
LIST_PARAMETER = re.compile(
    r"s|q|query|search|keyword|cat|tag|author|m|paged|updated-max|search_query|feed|attachment_id|page_id|cari|label"
)


def wanted(url: str, site: Site) -> bool:
    """Tell whether an address belongs to the site, by its host and by `allow` and `deny` of its file.

    Another host of the same registrable domain is often another newsroom: only `allow` lets it in.
    """
    relation = site_relation(url, site.homepage)
    allow, deny = site.discovery.allow, site.discovery.deny
    if relation is SiteRelation.FOREIGN or (relation is SiteRelation.SIBLING and not allow):
        return False
    if allow and not re.search(allow, url):
        return False
    return not (deny and re.search(deny, url))


def looks_like_article(url: str, homepage: str, title: str | None = None) -> bool:
    """Tell whether a link on a page of the site probably leads to an article; its text helps where there is one."""
    if request_key(url) == request_key(homepage):
        return False
    return article_likeness(url) + (_word_count(title or "") >= 5) >= ARTICLE


def cannot_be_article(url: str, homepage: str) -> bool:
    """Tell whether an address is evidently something else: the homepage, a list, a static page, a file."""
    path, query = _split(url)
    segments = _segments(path)
    section = len(segments) == 1 and segments[0].isalpha() and not query
    return section or _is_other(path, segments, query) or request_key(url) == request_key(homepage)


@lru_cache(maxsize=4_096)
def article_likeness(url: str) -> int:
    """Score an address by its shape: ARTICLE and above is one probably, NEVER and below is none."""
    path, query = _split(url)
    segments = _segments(path)
    if _is_other(path, segments, query):
        return NEVER
    if _names_id(query):
        return ARTICLE if not segments or PAGE_FILE.search(segments[-1]) else 2
    return _path_likeness(segments)


def _path_likeness(segments: list[str]) -> int:
    last = _without_part(segments)
    slug = PAGE_FILE.sub("", last[-1])
    count = max(_word_count(slug), _word_count(last[-2]) if len(last) > 1 and slug.isdigit() else 0)
    dated = DATED.search("/" + "/".join(last)) or DATED_AFTER.search("/" + "/".join(last))
    score = 3 if dated else 0
    score += 3 if count >= 5 else 2 if count >= 4 else 1 if count == 3 else 0
    score += 3 if any(LONG_ID.fullmatch(segment) for segment in last[:-1]) else 2 if _has_id(last) else 0
    score += any(segment in words("article") for segment in last[:-1]) and (count >= 2 or _has_id(last))
    score += count >= 3 and bool(PAGE_FILE.search(last[-1]))
    score += count >= 4 and len(last) == 1  # WordPress's /slug/: a section's name is shorter
    score += count >= 4 and 1 < len(last) <= 4
    return score


def _has_id(segments: list[str]) -> bool:
    last = PAGE_FILE.sub("", segments[-1])
    inner = any(ID_SEGMENT.fullmatch(segment) or CODE.fullmatch(segment) for segment in segments[-3:-1])
    return bool(inner or ID_SEGMENT.fullmatch(last) or ID_SLUG.fullmatch(last) or CODE.fullmatch(last))


def _is_other(path: str, segments: list[str], query: dict[str, str]) -> bool:
    """Tell what is evidently no article: a list, a file, a front page."""
    archive = DATE_ARCHIVE.search(path) and not DATED_AFTER.search(path)
    front = not segments and not _names_id(query)
    return bool(front or archive or OTHER_FILE.search(path) or _is_list(segments, query))


def _names_id(query: dict[str, str]) -> bool:
    return any(ID_PARAMETER.fullmatch(key) and re.search(r"\d", value) for key, value in query.items())


def _segments(path: str) -> list[str]:
    return [segment for segment in path.lower().split("/") if segment and segment != "index.php"]


def _is_list(segments: list[str], query: dict[str, str]) -> bool:
    """Tell the forms of lists, searches, people, media, static pages and machines' end-points."""
    if any(LIST_PARAMETER.fullmatch(key) for key in query) and (not segments or segments[0] == "search"):
        return True
    if not segments:
        return False
    last = PAGE_FILE.sub("", segments[-1])
    if last in words("static") or last in words("list") or last in words("machine") or last in words("media"):
        return True
    if len(segments) > 1 and segments[-1].isdigit() and segments[-2] in words("parts"):
        inner = segments[:-2]
        return not inner or bool(_roles(inner[:-1])) or not (_word_count(inner[-1]) >= 4 or _has_id(inner))
    first = _roles(segments[:2])
    if first & {"tag", "person", "search", "media", "machine"} or "itemlist" in segments:
        return True
    # Some sites keep articles under /category/x/ or /archive/; a list's own name is short.
    depth = 2 if "taxonomy" in first else 1
    return bool(first) and not (len(segments) > depth and _word_count(last) + 2 * _has_id(segments) >= 4)


def _roles(segments: list[str]) -> set[str]:
    roles = ("tag", "person", "search", "media", "machine", "list", "taxonomy")
    return {role for role in roles for segment in segments if segment in words(role)}


def _without_part(segments: list[str]) -> list[str]:
    """Drop what asks for a part of an article: `/2`, `/halaman/3`, `/amp`."""
    while len(segments) > 1 and (
        segments[-1] in {"amp", "all"}
        or re.fullmatch(r"\d{1,2}", segments[-1])
        or segments[-1] in words("parts")
    ):
        if re.fullmatch(r"(?:19|20)\d\d|[01]\d", segments[-2]):  # the day of a date
            break
        segments = segments[:-1]
    return segments


def _word_count(text: str) -> int:
    return len(SLUG_WORD.findall(text))


def _split(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    path = re.sub(r"^/(?:amp|m)(?=/.)", "", unquote(parts.path, errors="replace"))
    pairs = parse_qsl(parts.query, keep_blank_values=True) if parts.query else ()
    return path.rstrip("/"), {key.lower(): value for key, value in pairs}
