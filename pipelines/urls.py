"""URLs: which addresses are one request, and under which address an article is kept."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from tld import get_fld
from w3lib.url import safe_url_string

# sitemaps.org allows a <loc> fewer than 2,048 characters, and browsers of old stopped at 2,083.
MAX_URL_LENGTH = 2_048

DEFAULT_PORTS = {"http": 80, "https": 443}
SAME_SITE_PREFIXES = ("www.", "amp.", "m.", "mobile.")
STAGING_LABEL = re.compile(
    r"(?:staging|stage|stg|dev|test|testing|beta|preview|uat|local|cms|admin|origin|demo)\d*"
)

# Parameters that never choose what is shown, whatever their path (AdGuard's and ClearURLs' common ground).
TRACKERS = re.compile(
    r"(?:utm|mtm|hsa|itm|vero|oly|_branch)_.*|_{0,2}hs.*|"
    r"(?:pk|ga|gs|mc|ml|mkt|wt|fb)_(?:campaign|source|medium|content|term|keyword|kwd|[ce]id|tok|ref|subscriber.*|"
    r"comment_id|action.*|l|lcp|mc|zmc)|"
    r"(?:dc|fbc|gc|gcl_?|yc|ysc|ttc|twc|click|msclk|igsh|wbra|gbra|partner)(?:l?id|src|au)|igsh|_g[al]|_gid|"
    r"ref_(?:src|url)|mibextid|sfnsn|wtsid|xtor|usqp|amp_?(?:share|js_v|gsa|ct|tf)|aff_?(?:id|sub\d*)?|affiliate_?id|"
    r"phpsessid|jsessionid|asp\.?net_?sessionid|aspsessionid.*|session_?id|cfid|cftoken|"
    r"replytocom|unapproved|moderation-hash|relatedposts|pgrelated|doing_wp_cron|wp-nocache|filter_by|"
    r"jnews|jx[a-z]*|page\d{6,}|page_images|target_c_diary_id|__cf_chl.*|cachebust(?:er)?",
    re.IGNORECASE,
)
# Parameters that do not either, where the path or another parameter already names the page.
WEAK_TRACKERS = re.compile(
    r"ref|referr?er|source|src|shared?|spm|v|ver|nb|oc|lgg|campaign|medium|cmpid|destination|from|via|"
    r"kwd|_|t|ts|timestamp|nocache"
)
IDENTIFIERS = re.compile(r"p|r|[anp]?id|(?:page|attachment|news|article|post)_?id|news|article|post|berita")
# Parameters, with the values, that ask for another dress of the same page.
VARIANTS: dict[str, re.Pattern[str]] = {
    "amp": re.compile(r"|0|1|true|yes"),
    "noamp": re.compile(r".*"),
    "nonamp": re.compile(r".*"),
    "outputtype": re.compile(r"amp"),
    "m": re.compile(r"0|1|pc"),
    "print": re.compile(r"|1|true|yes|pdf|print.*"),
    "tmpl": re.compile(r"component"),
    "single": re.compile(r"1|true"),
    "page": re.compile(r"all"),
    "showpage": re.compile(r"all"),
    "showall": re.compile(r"|1|true"),
}
SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*", re.IGNORECASE)
INDEX_FILE = re.compile(r"(?:/(?:index|default)\.(?:html?|php\d?|aspx?|jsp))+$", re.IGNORECASE)
FRONT_FILE = re.compile(r"^(?:/index\.php)+(?=/)")  # WordPress and Joomla answer with and without it
SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cgi|cfm|pl)$", re.IGNORECASE)
DRESS_SUFFIX = re.compile(r"(?<=.)/(?:amp|print|all)$")
DRESS_PREFIX = re.compile(r"^/(?:amp|print)(?=/.)")
DRESSED = re.compile(r"^/(?:amp|print)/|/(?:amp|print|all)/*$")  # what those two may find
DATE_PATH = re.compile(r"^/(?:19|20)\d\d(?:/\d{1,2}){0,2}$")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SAFE = re.compile(
    r"https?://[a-z0-9.:-]+/(?:[\w./?&=~+,;:-]|%[0-9A-F]{2})*", re.ASCII
)  # needs no percent-encoding
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")


class SiteRelation(StrEnum):
    """Where an address stands to a site's homepage."""

    SAME = "same"  # its host, with or without www., amp., m.
    SUBDOMAIN = "subdomain"  # a host below the homepage's
    SIBLING = "sibling"  # another host of the registrable domain: in a network often another newsroom
    FOREIGN = "foreign"


class _Address(NamedTuple):
    scheme: str
    host: str
    port: int | None  # None where it is the scheme's own
    path: str
    query: tuple[str, ...]

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def rest(self) -> str:
        return self.path + ("?" + "&".join(self.query) if self.query else "")


@lru_cache(maxsize=8_192)  # a list page asks again and again for the keys of its few hundred links
def request_key(url: str) -> str:
    """Return the key under which two addresses are the same request: `host/path?query`, without a scheme.

    Part pages (`?page=2`) keep keys of their own: a missed merge costs one fetch, a wrong one an article.
    Raises ValueError where is_http_url() is false.
    """
    address = _undress(_parse(url), folded=True)
    key = address._replace(host=_bare(address.host))
    return key.netloc + key.rest


def canonical_url(url: str, declared: str | None = None) -> str:
    """Return the address to keep a page under, from its final URL and the canonical one that it declares.

    What a page declares is believed only where it can be that page; otherwise the URL is kept as
    published, less trackers, fragment and the AMP, mobile, print and single-page forms. Idempotent.
    Raises ValueError where is_http_url(url) is false.
    """
    fetched = _canonical(url)
    joined = join_url(url, declared) if declared else None
    if joined is None:
        return _unsplit(fetched)
    told = _canonical(joined)
    if not _plausible(told, fetched):
        return _unsplit(fetched)
    if "https" in (told.scheme, fetched.scheme) and told[1:] == fetched[1:]:
        told = told._replace(scheme="https")  # plugins declare http on sites that moved to https
    return _unsplit(told)


def is_http_url(url: str) -> bool:
    """Tell whether this is an absolute http or https address of at most MAX_URL_LENGTH characters."""
    try:
        _parse(url)
    except ValueError:
        return False
    return True


def join_url(base: str, href: str) -> str | None:
    """Resolve a link against its page; None unless that gives an address to fetch.

    None is what javascript:, mailto:, data:, a NUL, a user name or password, and anything over
    MAX_URL_LENGTH give. The fragment is dropped, what is unsafe is percent-encoded.
    """
    if len(href) > MAX_URL_LENGTH or len(base) > MAX_URL_LENGTH or "\0" in href:
        return None
    try:
        absolute = SAFE.fullmatch(href) and "/." not in href  # what sitemaps hold, fifty thousand at a time
        joined = href if absolute and is_http_url(base) else _safe(urljoin(base.strip(), href.strip()))
        joined = joined.partition("#")[0]
        _parse(joined)
    except ValueError:
        return None
    return None if "@" in urlsplit(joined).netloc else joined


def same_site(url: str, homepage: str) -> bool:
    """Tell whether an address is on the homepage's registrable domain."""
    return site_relation(url, homepage) is not SiteRelation.FOREIGN


def site_relation(url: str, homepage: str) -> SiteRelation:
    """Tell where an address stands to a homepage; what has no registrable domain (an IP) compares host and port."""
    try:
        one, home = _parse(url), _parse(homepage)
    except ValueError:
        return SiteRelation.FOREIGN
    domain = registrable_domain(home.host)
    if domain is None:
        return SiteRelation.SAME if one.netloc == home.netloc else SiteRelation.FOREIGN
    if registrable_domain(one.host) != domain:
        return SiteRelation.FOREIGN
    host, home_host = _bare(one.host), _bare(home.host)
    if host == home_host:
        return SiteRelation.SAME
    return SiteRelation.SUBDOMAIN if host.endswith("." + home_host) else SiteRelation.SIBLING


@lru_cache(maxsize=4_096)
def registrable_domain(host: str) -> str | None:
    """Return the domain that was registered (`example.co.id`); None for an IP or a bare name such as localhost."""
    domain: str | None = get_fld(f"http://{host}/", fail_silently=True, search_private=True)
    labels = host.split(".")
    if domain is None and len(labels) > 1 and not labels[-1].isdigit() and ":" not in host:
        return ".".join(labels[-2:])  # the list's own rule for a suffix that it does not know
    return domain


@lru_cache(maxsize=1_024)  # a link is joined, compared with its site and keyed in one go
def _parse(url: str) -> _Address:
    """Split and normalise what no server tells apart; raises ValueError for what is no http(s) address."""
    url = url.strip()
    if len(url) > MAX_URL_LENGTH:
        raise ValueError(f"address of {len(url)} characters, {MAX_URL_LENGTH} is the limit: {url[:80]}...")
    parts = urlsplit(_safe(url))
    name, port = parts.hostname, parts.port
    if parts.scheme not in DEFAULT_PORTS or not name:
        raise ValueError(f"no http or https address: {url[:200]!r}")
    port = None if port == DEFAULT_PORTS[parts.scheme] else port
    path = _remove_dots(SESSION_IN_PATH.sub("", _normal_escapes(parts.path)))
    pairs = tuple(_normal_escapes(pair) for pair in parts.query.replace("&amp;", "&").split("&") if pair)
    return _Address(parts.scheme, _checked_host(name), port, path, pairs)


def _safe(url: str) -> str:
    return url if SAFE.fullmatch(url) else safe_url_string(url)


@lru_cache(maxsize=1_024)
def _checked_host(name: str) -> str:
    host = name.lower().removesuffix(".")
    if ":" in host:
        return ip_address(host).compressed
    if not HOST.fullmatch(host) or ".." in host:
        raise ValueError(f"no host name: {name[:200]!r}")
    return host


def _unsplit(address: _Address) -> str:
    return f"{address.scheme}://{address.netloc}{address.rest}"


def _normal_escapes(text: str) -> str:
    """Decode escapes of unreserved characters, write the others in upper case (RFC 3986, 6.2.2)."""
    if "%" not in text:
        return text

    def normal(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in UNRESERVED else match[0].upper()

    return ESCAPE.sub(normal, text)


def _remove_dots(path: str) -> str:
    """Resolve `.` and `..` and fold doubled slashes (RFC 3986, 5.2.4)."""
    if path and "//" not in path and "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    slash = "/" if kept and segments[-1] in {"", ".", ".."} else ""
    return "/" + "/".join(kept) + slash


def _canonical(url: str) -> _Address:
    address = _parse(url)
    bare = _bare(address.host, SAME_SITE_PREFIXES[1:])
    return _undress(address._replace(host=bare), folded=False)


def _undress(address: _Address, *, folded: bool) -> _Address:
    """Drop trackers and the AMP, print and single-page forms, and sort the query.

    `folded` drops the trailing slash and index files too, which a server may insist on.
    """
    path, before = address.path, ""
    if (
        not address.query and "." not in path and not DRESSED.search(path)
    ):  # most of fifty thousand in a sitemap
        return address._replace(path=path.rstrip("/") or "/") if folded else address
    while path != before:  # `/amp/amp/x` is `/x`
        before = path
        if folded:
            path = INDEX_FILE.sub("/", FRONT_FILE.sub("", path))
        ending = "/" if path.endswith("/") and not folded else ""
        path = _undressed_path(path.rstrip("/"))
        path = path + ending if path else "/"
    named = _names_a_page(path) and not SCRIPT.search(path.rstrip("/"))
    return address._replace(path=path, query=tuple(sorted(_telling(address.query, named))))


def _undressed_path(path: str) -> str:
    for form in (DRESS_SUFFIX, DRESS_PREFIX):
        shorter = form.sub("", path)
        # `/tag/amp` and `/print/x` may be pages of their own; what still names a page is its plain form.
        if shorter != path and _names_a_page(shorter):
            return shorter
    return path


def _telling(query: Iterable[str], named: bool) -> list[str]:
    """Return the `key=value` pairs that choose what is shown."""
    pairs = [(pair.partition("=")[0].lower(), pair.partition("=")[2].lower(), pair) for pair in query]
    named = named or any(value and IDENTIFIERS.fullmatch(key) for key, value, _ in pairs)
    kept = []
    for key, value, pair in pairs:
        variant = VARIANTS.get(key)
        dress = variant is not None and variant.fullmatch(value) and (named or key not in {"m", "print"})
        if not dress and not TRACKERS.fullmatch(key) and not (named and WEAK_TRACKERS.fullmatch(key)):
            kept.append(pair)
    return kept


def _names_a_page(path: str) -> bool:
    """Tell whether a path alone singles out one page: by an id, a file name or a slug of three words."""
    path = INDEX_FILE.sub("", FRONT_FILE.sub("", path).rstrip("/"))
    if not path or DATE_PATH.match(path):
        return False
    last = path.rpartition("/")[2]
    dated = re.match(r"^(?:/[^/]+){0,2}/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/[^/]+", path)
    return bool(dated or last.count("-") >= 2 or "." in last or re.search(r"(?<!\d)\d{3}\d*(?!\d)", path))


def _identity(address: _Address) -> set[str]:
    return {pair for pair in address.query if IDENTIFIERS.fullmatch(pair.partition("=")[0].lower())}


def _plausible(told: _Address, fetched: _Address) -> bool:
    """Tell whether a declared canonical address can be that of the fetched page."""
    domain = registrable_domain(fetched.host)
    if domain is None or registrable_domain(told.host) != domain:
        return told.netloc == fetched.netloc and _names_it(told, fetched)
    if told.port is not None and told.port != fetched.port:
        return False
    staging = {label for label in told.host.split(".") if STAGING_LABEL.fullmatch(label)}
    return staging <= set(fetched.host.split(".")) and _names_it(told, fetched)


def _names_it(told: _Address, fetched: _Address) -> bool:
    """Tell whether the declared address is as particular as the fetched one: no homepage, section or bare script."""
    scripted = bool(SCRIPT.search(fetched.path)) or fetched.path == "/"
    if scripted and told.path == fetched.path:
        return _identity(told) == _identity(fetched) and bool(told.query or not fetched.query)
    if told.path == "/" and not _identity(told):
        return False
    if not _identity(fetched) and not _names_a_page(fetched.path):
        return True
    beyond = fetched.path.removeprefix(told.path.rstrip("/") + "/")
    if beyond != fetched.path and _names_a_page("/" + beyond) and not re.search(r"\d{3}[^/]*$", told.path):
        return False  # a section of three words; `/read/12345` is the article, less its slug
    return bool(_identity(told)) or (_names_a_page(told.path) and not SCRIPT.search(told.path))


@lru_cache(maxsize=1_024)
def _bare(host: str, prefixes: tuple[str, ...] = SAME_SITE_PREFIXES) -> str:
    """Drop www., amp. and m. as long as a registrable domain remains."""
    for prefix in prefixes:
        rest = host.removeprefix(prefix)
        if rest != host and registrable_domain(host) not in {None, host}:
            return _bare(rest, prefixes)
    return host
