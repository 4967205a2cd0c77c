"""Index pages by date: the template of their addresses, read from the days that a page links."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.discovery.article_urls import looks_like_article
from crawler.discovery.sections import base_url, page_links, read_html
from crawler.discovery.words import words
from pipelines.urls import join_url, same_site

if TYPE_CHECKING:
    from lxml import etree

NEAR = timedelta(days=60)  # how far back a linked day may lie
AHEAD = timedelta(days=1)  # the site may live east of us
FORMS = (
    (re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"), ("%Y-%m-%d",)),
    (re.compile(r"(?<!\d)\d{2}-\d{2}-\d{4}(?!\d)"), ("%d-%m-%Y", "%m-%d-%Y")),
    (re.compile(r"(?<!\d)\d{4}/\d{2}/\d{2}(?!\d)"), ("%Y/%m/%d",)),
    (re.compile(r"(?<!\d)\d{2}(?:/|%2F)\d{2}(?:/|%2F)\d{4}(?!\d)", re.IGNORECASE), ("%d/%m/%Y", "%m/%d/%Y")),
    (re.compile(r"(?<!\d)\d{8}(?!\d)"), ("%Y%m%d",)),
)


def find_date_indexes(
    payload: bytes, url: str, headers: Mapping[str, str], homepage: str, today: date
) -> tuple[str, ...]:
    """Return the templates by which a page leads to lists of single days, with {date:FORMAT} and, where shown, {page}.

    A template is one that two days fill, or that a form with a date field sends; an article's address is none.
    Raises ListingError for what is no HTML.
    """
    root = read_html(payload, {name.lower(): value for name, value in headers.items()})
    base = base_url(root, url)
    links = [link.url for link in page_links(root, base) if same_site(link.url, homepage)]
    days: dict[str, set[date]] = {}
    for link in links:
        if not looks_like_article(link, homepage):
            for template, day in _templates(link, today):
                days.setdefault(_without_page(template), set()).add(day)
    paged = dict(pair for link in links for pair in _paged(link, today))
    found = [template for template, seen in days.items() if len(seen) > 1]
    found += [template for template in _forms(root, base, homepage) if template not in found]
    return tuple(paged.get(template, template) for template in found)


def _templates(url: str, today: date) -> Iterator[tuple[str, date]]:
    for pattern, formats in FORMS:
        match = pattern.search(url)
        for form in formats if match else ():
            day = _read(re.sub("%2F", "/", match[0], flags=re.IGNORECASE), form) if match else None
            if match and day and today - NEAR <= day <= today + AHEAD:
                yield f"{url[: match.start()]}{{date:{form}}}{url[match.end() :]}", day
                return


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _page_parameter() -> re.Pattern[str]:
    return re.compile(rf"(?<=[?&])({'|'.join(map(re.escape, sorted(words('parts'))))})=(\d{{1,4}})(?=&|$)")


def _without_page(template: str) -> str:
    """Drop the number of a page, so that the pages of one day are one list."""
    return re.sub(r"[?&]$", "", _page_parameter().sub("", template)).replace("?&", "?")


def _paged(url: str, today: date) -> Iterator[tuple[str, str]]:
    """Yield the template of a link without its page number, and with {page} in its place."""
    if _page_parameter().search(url):
        for template, _ in _templates(url, today):
            yield _without_page(template), _page_parameter().sub(r"\1={page}", template)


def _forms(root: "etree._Element", base: str, homepage: str) -> Iterator[str]:
    """Yield what forms with a date field send: browsers write the day as ISO 8601 has it."""
    for form in root.iter("form"):
        action = join_url(base, form.get("action") or "") or base
        if (form.get("method") or "get").lower() != "get" or not same_site(action, homepage):
            continue
        for field in form.iter("input"):
            if (field.get("type") or "").lower() == "date" and field.get("name"):
                yield f"{action.partition('?')[0]}?{field.get('name')}={{date:%Y-%m-%d}}"


def network_indexes(homepage: str, indexes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the templates that a network's file suggests, seen from a homepage."""
    return tuple(urljoin(homepage, "/") + index.lstrip("/") for index in indexes)
