"""What an article is filed under: section and tags."""

import re

from pipelines.extract.encoding import one_line
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import squeeze
from pipelines.extract.structured import Claims
from pipelines.extract.tree import text_of

MAX_TAGS = 40
_HOME = frozenset(
    {
        "home",
        "beranda",
        "homepage",
        "depan",
        "halamandepan",
        "halamanutama",
        "utama",
        "start",
        "news",
        "indeks",
        "laman",
    }
)
_TAG_PATH = re.compile(r"/(?:tag|tags|topik|topic|label)s?/", re.IGNORECASE)


def find_section(page: Page, ld: Claims, meta: Claims, headline: Line | None) -> str | None:
    """Choose the section: the last breadcrumb before the headline, else what metadata or the category link says."""
    title = squeeze(headline.text) if headline else ""
    for crumbs in page.marks.get("breadcrumb", ()):
        names = [one_line(text_of(link)) for link in crumbs.iter("a")]
        names = [
            name
            for name in names
            if 1 < len(name) < 50 and squeeze(name) not in _HOME and squeeze(name) != title
        ]
        if names:
            return names[-1]
    trail = _trail_above(page, headline, title)
    if trail:
        return trail
    for section in (meta.section, ld.section):
        if section and len(section) < 60:
            return section
    for element in (
        *page.marks.get("rel=category tag", ()),
        *page.marks.get("rel=category", ()),
        *page.marks.get("category", ()),
    ):
        name = one_line(text_of(element))
        if 1 < len(name) < 40 and squeeze(name) not in _HOME:
            return name
    return None


def _trail_above(page: Page, headline: Line | None, title: str) -> str | None:
    """Read a trail of links above the headline that begins at the front page: `Depan » Pemerintahan`."""
    for line in reversed(page.lines[max(0, headline.order - 6) : headline.order]) if headline else []:
        names = [line.text[start:end] for start, end, _ in line.links]
        if len(names) > 1 and squeeze(names[0]) in _HOME and len(names) <= 6 and squeeze(names[-1]) != title:
            return one_line(names[-1])
    return None


def find_tags(page: Page, ld: Claims, meta: Claims, headline: Line | None) -> tuple[str, ...]:
    """Choose the tags: links that the page marks as tags, else metadata's keywords."""
    links = [*page.marks.get("rel=tag", ())]
    if not links:
        for element in page.marks.get("tags", ()):
            links += [element] if element.tag == "a" else list(element.iter("a"))
    names = [one_line(text_of(link)).lstrip("#").strip() for link in links[: 3 * MAX_TAGS]]
    if not names:
        names = [one_line(tag) for tag in (*meta.tags, *ld.tags)]
    title = squeeze(headline.text) if headline else ""
    kept = {name.lower(): name for name in reversed(names) if 1 < len(name) < 60 and squeeze(name) != title}
    return tuple(reversed(kept.values()))[:MAX_TAGS]
