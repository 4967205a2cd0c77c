"""The headline as the page prints it, and the names by which an outlet signs its pages."""

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.catalogue import Site
from pipelines.extract.body import Region
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.prose import ENOUGH, prose, squeeze
from pipelines.extract.select import HEADINGS
from pipelines.extract.structured import Claims
from pipelines.extract.times import printed_stamps
from pipelines.extract.tree import element_names

_ABOVE = 10  # lines over the text among which a page that names no headline may print it
_STEPS = 8  # of a trail
_UNDER_TRAIL = 30  # lines under a trail in which the headline is printed
_HEADINGS = 20  # first-level ones that are looked at
_STEM = 6  # letters: "Hitzewelle" and "Hitzewellen" are one word


def find_headline(page: Page, claimed: list[str]) -> Line | None:
    """Find the line that prints the headline: what the page's metadata calls it, best as a first-level heading.

    A first-level heading that ends a trail of links is the page's name for search engines: where another title of the
    metadata is printed under it, readers know that one.
    """
    lines = [
        (line, squeeze(line.text))
        for line in page.lines
        if 6 < len(line.text) < 400 and line.node.tag != "title"
    ]
    found = next(filter(None, (_best(lines, title) for title in claimed)), None)
    headings = (line for line, _ in lines if line.node.tag == "h1")
    firsts = [line for line in islice(headings, _HEADINGS) if not _ends_trail(line)]
    if found is None:
        first = firsts[0] if firsts and (len(firsts) == 1 or _stands_over(firsts)) else None
        return first if first is not None and (not claimed or _shares_words(first.text, claimed)) else None
    rank, line = found
    if line.node.tag == "h1" and _ends_trail(line):
        return _printed_under(lines, line, claimed) or line
    parts = {squeeze(part) for title in claimed for part in title_parts(title)}  # the site's name is one
    above = [first for first in firsts if first.order < line.order and squeeze(first.text) not in parts]
    if line.node.tag != "h1" and len(above) == 1 and _doubtful(rank, line, above[0], page):
        return above[0] if _shares_words(above[0].text, claimed, least=3) else line
    return line


def _scored(lines: list[tuple[Line, str]], title: str) -> list[tuple[tuple[int, ...], Line]]:
    """Rank the lines that agree with a title of the metadata."""
    wanted, last = squeeze(title), _last_part(title)
    parts = {squeeze(part) for part in title_parts(title)}
    return [
        (rank, line) if letters != last else ((False, False, *rank[2:]), line)
        for line, letters in lines
        if (rank := _headline_rank(line, letters, wanted, parts))
    ]


def _best(lines: list[tuple[Line, str]], title: str) -> tuple[tuple[int, ...], Line] | None:
    """Find the line that agrees best with a title of the metadata, and its rank."""
    return max(_scored(lines, title), key=lambda found: (found[0], -found[1].order), default=None)


def _ends_trail(line: Line) -> bool:
    """Say whether a heading is the last step of a trail: in its list, in what names itself crumbs, or after links alone."""
    around = [line.node, *islice(line.node.iterancestors(), 3)]
    if any(
        element.tag in {"li", "nav"} or "crumb" in element_names(element.attrib).lower() for element in around
    ):
        return True
    for element in around[:3]:
        siblings = islice(element.itersiblings(preceding=True), _STEPS)
        before = [text for text in map(_linked_text, siblings) if text != ("", "")]
        if len(before) > 1 and all(text == linked for text, linked in before):
            return True
    return False


def _linked_text(element: HtmlElement) -> tuple[str, str]:
    """Return the letters of an element, and those of its links."""
    links = [element] if element.tag == "a" else list(islice(element.iter("a"), _STEPS))
    return _first_letters(element), squeeze("".join(map(_first_letters, links)))[:300]


def _first_letters(element: HtmlElement) -> str:
    return squeeze("".join(islice(map(str, element.itertext()), 40)))[:300]


def _printed_under(lines: list[tuple[Line, str]], trail: Line, claimed: list[str]) -> Line | None:
    """Find another title of the metadata in the lines right under the end of a trail."""
    near = [(line, letters) for line, letters in lines if 0 < line.order - trail.order <= _UNDER_TRAIL]
    for title in claimed:
        found = [(rank[2], rank[4], line) for rank, line in _scored(near, title) if rank[2] > 1]
        if found:
            return max(found, key=lambda scored: scored[:2])[2]  # the longest: a kicker is a part too
    return None


def _stands_over(firsts: list[Line]) -> bool:
    """Say whether the other first-level headings of a page are mere links, or stand in furniture."""
    return all(line.noise or line.linked * 2 > len(line.text) for line in firsts[1:])


def _doubtful(rank: tuple[int, ...], line: Line, first: Line, page: Page) -> bool:
    """Say whether a line that is no first-level heading agrees with the metadata by chance: a part of it, or deep in the text."""
    if rank[2] < 2 or rank[:4] == (False, False, 2, False):
        return True
    return sum(map(prose, page.lines[first.order + 1 : line.order])) > ENOUGH


def title_parts(title: str) -> list[str]:
    """Return what a title may be without the names that sites hang before and after it, longest first."""
    pieces = re.split(r"(\s+[|–—•·»-]+\s+|:\s+|\s+::\s+|\s*\|\s*)", title[:1000], maxsplit=12)
    parts = [
        "".join(pieces[start:end])
        for start in range(0, len(pieces), 2)
        for end in range(start + 1, len(pieces) + 1, 2)
    ]
    return sorted(parts, key=len, reverse=True)


def _last_part(title: str) -> str:
    """Return the letters of what stands last in a title of parts: often the site's name, which a page's top prints too."""
    parts = [part for part in title_parts(title) if part != title]
    return squeeze(next((part for part in parts if title.endswith(part) and len(title_parts(part)) == 1), ""))


def _headline_rank(line: Line, letters: str, wanted: str, parts: set[str]) -> tuple[int, ...] | None:
    """Rank a line as the headline: how well it agrees, then its tag, then where it stands; None when it does not."""
    heading = line.node.tag in HEADINGS
    if (letters == wanted and len(letters) >= 8) or (
        len(wanted) >= 20 and letters.endswith(wanted) and len(letters) < 1.3 * len(wanted)
    ):
        agreement = 3
    elif letters in parts and len(letters) >= (12 if heading else 25):
        agreement = 2
    elif (
        line.node.tag in {"h1", "h2"}
        and len(letters) > 20
        and (wanted.startswith(letters) or letters.startswith(wanted) or wanted.endswith(letters))
    ):
        agreement = 1
    else:
        return None
    own = line.node.tag == "h1" or (line.linked * 2 < len(line.text) and not line.noise)
    return (own, line.node.tag == "h1", agreement, heading, len(letters))


def _shares_words(text: str, titles: list[str], least: int = 2) -> bool:
    """Compare the stems of long words: a third of the text's must be a title's, and it must have so many."""
    told = {word[:_STEM] for title in titles for word in re.findall(r"\w{4,}", title.lower())}
    own = {word[:_STEM] for word in re.findall(r"\w{4,}", text.lower())}
    return len(own & told) * 3 >= len(own) >= least


def outlet_names(url: str, site: Site, site_name: str | None) -> frozenset[str]:
    """Return the names of the outlet as bare letters: of its hosts, its site file and its own metadata."""
    hosts = [urlsplit(address).hostname or "" for address in (url, site.homepage)]
    names = {squeeze(site.name), squeeze(site.id), squeeze(site_name or "")}
    for host in hosts:
        names.update(squeeze(label) for label in host.split(".")[:-1] if len(label) > 3 and label != "www")
        labels = host.split(".")
        names.update(squeeze(".".join(labels[start:])) for start in range(len(labels) - 1))
    return frozenset(name for name in names if len(name) >= 3)


def choose_title(
    headline: Line | None,
    claims: tuple[Claims, Claims, Claims],
    outlets: frozenset[str],
    above: tuple[Line, ...] = (),
) -> str:
    """Return the headline as printed; without one, what metadata says, less the outlet's name.

    `above` are the lines before it: a kicker among them belongs to it when metadata says so.
    """
    ld, meta, _ = claims
    if headline is not None:
        told = ld.headlines[:1] or meta.headlines[:1]
        claimed = [*ld.headlines, *meta.headlines[:-1]] or meta.headlines
        whole = _with_kicker(headline.text, told, above, outlets)
        printed = whole or _spelled_out(_without_kicker(headline.text, claimed), claimed)
        return _without_outlet(printed, outlets)
    for title in (*ld.headlines, *meta.headlines):
        bare = next(
            (part for part in title_parts(title) if len(part) > 8 and not _names_outlet(part, outlets)), title
        )
        if bare.strip():
            return bare.strip(" |–—-:")
    return ""


def _with_kicker(
    printed: str, claimed: list[str], above: tuple[Line, ...], outlets: frozenset[str]
) -> str | None:
    """Return the title that metadata makes of the headline and a kicker printed above it ("Kenya: Nairobi from below")."""
    near = [line for line in above[-3:] if 3 < len(line.text) < 60 and line.node.tag != "h1"]
    kickers = {squeeze(line.text) for line in near} - outlets
    for title in claimed:
        kicker, colon, rest = title.partition(":")
        if colon and squeeze(rest) == squeeze(printed) and squeeze(kicker) in kickers:
            return title
    return None


def _without_kicker(printed: str, claimed: list[str]) -> str:
    """Take off what the page prints in one element before its headline, and no metadata counts to it: a kicker, a label."""
    letters = squeeze(printed)
    told = [squeeze(title) for title in claimed]
    if any(letters in title for title in told):
        return printed
    short = [
        title for title, bare in zip(claimed, told, strict=True) if len(bare) >= 20 and letters.endswith(bare)
    ]
    found = printed.lower().rfind(short[0].lower()) if short else -1
    return printed[found:] if found > 0 else printed


def _spelled_out(printed: str, claimed: list[str]) -> str:
    """Return the metadata's spelling of a headline whose parts the page sets apart by style alone: a kicker, two lines."""
    letters, breaks = squeeze(printed), len(re.split(r"\s+|:", printed))
    same = (title for title in claimed if squeeze(title) == letters)
    return next((title for title in same if len(re.split(r"\s+|:", title)) > breaks), printed)


def _without_outlet(printed: str, outlets: frozenset[str]) -> str:
    """Take the outlet's name off the end: themes print it in the headline too."""
    found = re.fullmatch(r"(.{8,}?)\s+[|–—•·»-]+\s+([^|–—•·»]+)", printed)
    return found[1] if found and squeeze(found[2]) in outlets else printed


def _names_outlet(title: str, outlets: frozenset[str]) -> bool:
    """Say whether a title begins or ends with a name of the outlet, set off by a separator."""
    pieces = re.split(r"\s+[|–—•·»-]+\s+|:\s+|\s*\|\s*", title)
    return len(pieces) > 1 and any(squeeze(piece) in outlets for piece in (pieces[0], pieces[-1]))


def find_heading_above(page: Page, region: Region, claimed: list[str]) -> Line | None:
    """Find the heading, or the line in bold letters, that stands over an article whose page names its headline nowhere.

    `claimed` are the page's own names for it; more than its <title> outweighs what stands above.
    """
    texts = (line for line in region.lines if prose(line) and line.node.tag not in HEADINGS and not line.bold)
    first = next(texts, None)
    if first is None or len({squeeze(title) for title in claimed}) > 1:
        return None
    inside = {line.order for line in region.lines}
    above = [
        line
        for line in page.lines[max(0, first.order - _ABOVE) : first.order]
        if 15 < len(line.text) < 200 and line.linked * 2 < len(line.text) and not line.noise
        and line.order in inside and not any(printed_stamps(line.text)) and not line.text.endswith(":")
    ]  # fmt: skip
    headings = [line for line in above if line.node.tag in HEADINGS]
    return next(reversed(headings or [line for line in above if line.bold]), None)
