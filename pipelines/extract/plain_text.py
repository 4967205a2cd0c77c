"""Articles as a crawl of plain text left them: no markup, boilerplate between the paragraphs."""

import re

from pipelines.catalogue import Site
from pipelines.extract.body import PLAIN, Region
from pipelines.extract.boilerplate import phrases_for
from pipelines.extract.bylines import read_credits
from pipelines.extract.edges import Edges, shape_text
from pipelines.extract.encoding import one_line, strip_forbidden
from pipelines.extract.headlines import outlet_names
from pipelines.extract.languages import detect_language
from pipelines.extract.marks import Told, find_marks
from pipelines.extract.notices import find_notice
from pipelines.extract.paragraphs import Line
from pipelines.extract.places import with_places
from pipelines.extract.publication import Witnesses, decide_published
from pipelines.extract.rules import rules_digest
from pipelines.extract.select import select_lines
from pipelines.extract.times import printed_stamps, url_stamp
from pipelines.extract.tree import parse_html
from pipelines.items import Article, Reading, Rejection, SourceKind
from pipelines.urls import canonical_url

_ENDED = re.compile(r"[.!?…:;]['\"”’)\]]*$")
_BLANK = re.compile(r"\n\s*\n")
MIN_TEXT = 40


def extract_plain_text(text: str, url: str, site: Site) -> Article | Rejection:
    """Extract an article from plain text: headline first, then share labels, caption, paragraphs, furniture."""
    lines = _read_lines(strip_forbidden(text))
    if len(lines) < 2:
        return Rejection("no-text", f"{len(lines)} lines of text")
    headline, rest = lines[0], lines[1:]
    language = site.language or detect_language((line.text for line in rest), None)
    region = Region(headline.node, rest, how=PLAIN)
    selection = select_lines(region, headline, phrases_for(language))
    outlets = outlet_names(url, site, None)
    edges = shape_text(selection, region, (), outlets)
    if len(edges.text) < MIN_TEXT:
        return Rejection("no-text", f"{len(edges.text)} characters of text were found")
    credits_ = read_credits(edges.credit_lines, outlets)
    marks = find_marks(_told(url, headline.text, edges), language, outlets)
    printed = tuple(stamp for line in edges.date_lines for stamp in printed_stamps(line))
    try:
        address = canonical_url(url)
    except ValueError:
        address = one_line(url)
    article = Article(
        url=address,
        title=headline.text,
        text=edges.text,
        authors=tuple(credits_.authors),
        editors=tuple(credits_.editors),
        published=decide_published(Witnesses((), printed, (), url_stamp(url)), site.timezone),
        dateline_site=edges.dateline_site,
        dateline_place=edges.dateline_place,
        caption=edges.caption,
        photo_credit=edges.photo_credit,
        sign_off=edges.sign_off,
        agency=marks.agency,
        syndicated_from=marks.syndicated_from,
        advertorial=marks.advertorial,
        press_release=marks.press_release,
        language=language,
        removed=tuple(edges.removed),
        source_kind=SourceKind.IMPORT,
        reading=Reading(rules_digest(site), 0, "text", site.id),
        notice=find_notice(headline.text, edges.text, language),
    )
    return with_places(article, site)


def _told(url: str, title: str, edges: Edges) -> Told:
    last = edges.text.split("\n")[-3:]
    return Told(
        url,
        title,
        dateline_site=edges.dateline_site,
        sign_off=edges.sign_off,
        signers=tuple(edges.credit_lines),
        closing=(*(block.text for block in edges.removed), *last),
    )


def _read_lines(text: str) -> list[Line]:
    """Read paragraphs: where blank lines separate them, a single line end inside is one in mid-sentence or none at all."""
    root = parse_html("<p></p>")
    assert root is not None
    blocks = [block for block in _BLANK.split(text.replace("\r\n", "\n")) if block.strip()]
    if len(blocks) < 3:
        blocks = text.split("\n")
    texts = [one_line(text) for block in blocks for text in _heal(block.split("\n"))]
    return [
        Line(text, root, (), (), False, order) for order, text in enumerate(filter(_says_something, texts))
    ]


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _heal(lines: list[str]) -> list[str]:
    """Join the lines that a break in mid-sentence tore: a long one without an end, and one that goes on in lower case."""
    healed: list[str] = []
    for line in map(str.strip, lines):
        before = healed[-1] if healed else ""
        if (
            before
            and line
            and not _ENDED.search(before)
            and (line[0].islower() or (len(before) > 60 and _goes_on(before)))
        ):
            healed[-1] = f"{before} {line}"
        else:
            healed.append(line)
    return healed


def _goes_on(text: str) -> bool:
    """Say whether a line stops where no line can end: after a small word."""
    last = text.rpartition(" ")[2]
    return last.islower() and len(last) <= 5
