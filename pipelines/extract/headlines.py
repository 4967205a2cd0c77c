"""The headline as the page prints it, and the names by which an outlet signs its pages."""

import re
from urllib.parse import urlsplit

from pipelines.catalogue import Site
from pipelines.extract.body import squeeze
from pipelines.extract.paragraphs import Line, Page
from pipelines.extract.select import HEADINGS
from pipelines.extract.structured import Claims


def find_headline(page: Page, claimed: list[str]) -> Line | None:
    """Find the line that prints the headline: what the page's metadata calls it, best as a first-level heading."""
    lines = [(line, squeeze(line.text)) for line in page.lines if 6 < len(line.text) < 400]
    for title in claimed:
        wanted, last = squeeze(title), _last_part(title)
        parts = {squeeze(part) for part in title_parts(title)}
        scored = [
            (rank, line) if letters != last else ((False, *rank[1:]), line)
            for line, letters in lines
            if (rank := _headline_rank(line, letters, wanted, parts))
        ]
        if scored:
            return max(scored, key=lambda found: (found[0], -found[1].order))[1]
    firsts = [line for line, _ in lines if line.node.tag == "h1"]
    return firsts[0] if len(firsts) == 1 and (not claimed or _shares_words(firsts[0].text, claimed)) else None


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


def _shares_words(text: str, titles: list[str]) -> bool:
    told = {word for title in titles for word in re.findall(r"\w{4,}", title.lower())}
    own = set(re.findall(r"\w{4,}", text.lower()))
    return len(own & told) * 3 >= len(own) > 0 and len(own) > 1


def outlet_names(url: str, site: Site, site_name: str | None) -> frozenset[str]:
    """Return the names of the outlet as bare letters: of its hosts, its site file and its own metadata."""
    hosts = [urlsplit(address).hostname or "" for address in (url, site.homepage)]
    names = {squeeze(site.name), squeeze(site.id), squeeze(site_name or "")}
    for host in hosts:
        names.update(squeeze(label) for label in host.split(".")[:-1] if len(label) > 3 and label != "www")
        names.update({squeeze(host), squeeze(host.removeprefix("www."))})
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
        claimed = [*ld.headlines, *meta.headlines]
        return _with_kicker(headline.text, claimed, above, outlets) or _without_kicker(headline.text, claimed)
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


def _names_outlet(title: str, outlets: frozenset[str]) -> bool:
    """Say whether a title begins or ends with a name of the outlet, set off by a separator."""
    pieces = re.split(r"\s+[|–—•·»-]+\s+|:\s+|\s*\|\s*", title)
    return len(pieces) > 1 and any(squeeze(piece) in outlets for piece in (pieces[0], pieces[-1]))
