"""The page of a period: figures first, then what was published, spread, changed, taken away, corrected, missed."""

from collections import Counter
from collections.abc import Iterator

from pipelines import __version__, clock
from pipelines.archive.report import Report
from pipelines.commands import drawn
from pipelines.commands.drawn import Column, bar, buckets, chart, columns_of, spark
from pipelines.commands.output import counted
from pipelines.commands.printed import line, page
from pipelines.commands.report_changes import tell_changes, tell_gone, tell_notices
from pipelines.commands.report_state import tell_completeness, tell_health
from pipelines.commands.report_stories import tell_stories

SITES = 100  # that have a line of their own
STYLE = (
    drawn.STYLE
    + """
body { max-width: 54rem; } .figures { display: flex; flex-wrap: wrap; gap: .6rem 2rem; } .figures dt { display: block; } .figures dd { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } .wide { overflow-x: auto; } th { overflow-wrap: normal; } .wide td.words { min-width: 12rem; } .wide time { white-space: nowrap; }
ol.told, ul.told { padding-left: 1.4rem; } ol.told > li, ul.told > li { margin-bottom: .8rem; } .told p { margin: .1rem 0; }
.passage { border-left: 3px solid var(--line); padding-left: .6rem; } nav ul { columns: 2; } bdi { unicode-bidi: isolate; }
@page { margin: 16mm 14mm; } @media print { nav { display: none; } .wide { overflow: visible; } details > * { display: block; } h2 { margin-top: 1.4rem; } }
"""
)
SECTIONS = {
    "published": "What was published",
    "places": "Places that were written about",
    "stories": "The stories that spread furthest",
    "changed": "What was changed after publication",
    "gone": "What was taken away",
    "notices": "Corrections and withdrawals",
    "missing": "What may be missing",
    "health": "Health of the sites",
    "read": "How to read this",
}


def render(report: Report) -> Iterator[str]:
    """Yield the page line by line; where the archive lies is nobody's business who gets the page."""
    period = report.period
    title = f"News from {period.since} to {period.until}"
    yield from page(title, _body(title, report), STYLE)


def _body(title: str, report: Report) -> Iterator[str]:
    sites = {share.site_id: share.name for share in report.sites}
    yield drawn.DEFINITIONS
    yield f"<h1>{line(title)}</h1>"
    yield f'<p class="pale">{_about(report)}</p>'
    yield from _figures(report)
    links = "".join(f'<li><a href="#{name}">{line(heading)}</a></li>' for name, heading in SECTIONS.items())
    yield f'<nav aria-label="Contents"><ul>{links}</ul></nav>'
    parts = {
        "published": _published(report),
        "places": _places(report),
        "stories": tell_stories(report, sites),
        "changed": tell_changes(report, sites),
        "gone": tell_gone(report, sites),
        "notices": tell_notices(report, sites),
        "missing": tell_completeness(report, sites),
        "health": tell_health(report, sites),
        "read": _notes(report),
    }
    for name, part in parts.items():
        yield f'<section aria-labelledby="{name}"><h2 id="{name}">{line(SECTIONS[name])}</h2>'
        yield from part
        yield "</section>"


def _about(report: Report) -> str:
    named = ", ".join(share.name for share in report.sites[:8])
    more = f" and {len(report.sites) - 8} more" if len(report.sites) > 8 else ""
    scope = "all sites" if report.period.is_all else f"{named}{more}"
    return line(
        f"{counted(report.period.days, 'day')}, {scope}."
        f" Made by kliping {__version__} on {clock.to_iso(clock.now())}."
    )


def _figures(report: Report) -> Iterator[str]:
    shown = {
        "articles": sum(share.articles for share in report.sites),
        "sites": sum(share.articles > 0 for share in report.sites),
        "stories of several articles": report.stories,
        "changed after publication": sum(report.changes.values()),
        "taken away": report.gone_in_all,
        "notices": sum(report.notices_in_all.values()),
        "probable gaps": sum(report.gaps_in_all.values()),
        "alarms": report.alarms_in_all,
    }
    items = "".join(f"<div><dt>{line(name)}</dt><dd>{count:,}</dd></div>" for name, count in shown.items())
    yield f'<dl class="figures">{items}</dl>'


def _published(report: Report) -> Iterator[str]:
    """Yield articles by day, then a line a site."""
    found = buckets(report.period.since, report.period.until)
    by_day: Counter[str] = Counter()
    for share in report.sites:
        by_day.update(share.by_day)
    yield chart(_zeroed(columns_of(found, ((day, (count,)) for day, count in by_day.items()))), "articles")
    most = max((share.articles for share in report.sites), default=0)
    rows = [
        (share, [column.height for column in columns_of(found, ((d, (n,)) for d, n in share.by_day.items()))])
        for share in report.sites[:SITES]
    ]
    highest = max((value for _, values in rows for value in values), default=0)
    yield '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">site</th><th scope="col">region</th><th scope="col" class="number">articles</th>'
    yield '<th scope="col">share</th><th scope="col">by day</th><th scope="col" class="number">first</th><th scope="col" class="number">copies</th></tr></thead><tbody>'
    for share, values in rows:
        yield (
            f'<tr><th scope="row"><bdi>{line(share.name)}</bdi></th><td>{line(share.region or "")}</td><td class="number">{share.articles:,}</td>'
            f"<td>{bar(share.articles, most)}</td><td>{spark(values, highest or 1)}</td>"
            f'<td class="number">{share.first:,}</td><td class="number">{share.copies:,}</td></tr>'
        )
    yield "</tbody></table></div>"
    rest = report.sites[SITES:]
    if rest:
        held = sum(share.articles for share in rest)
        yield f'<p class="pale">And {len(rest):,} sites more, with {held:,} articles.</p>'
    yield (
        '<p class="pale">first: stories of several articles that the site published first; copies: articles that are a copy of'
        " another.</p>"
    )
    if report.undated:
        yield f'<p class="pale">{report.undated:,} articles of these sites have no day of publication, and are in no figure.</p>'


def _places(report: Report) -> Iterator[str]:
    """Yield the places that most articles are about."""
    if not report.places:
        yield "<p>No article of these days is told to be about a place.</p>"
        return
    most = report.places[0].articles
    yield '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">place</th><th scope="col" class="number">articles</th>'
    yield '<th scope="col"></th><th scope="col" class="number">sites</th></tr></thead><tbody>'
    for place in report.places:
        yield (
            f'<tr><th scope="row">{line(place.name)}</th><td class="number">{place.articles:,}</td>'
            f'<td>{bar(place.articles, most)}</td><td class="number">{place.sites:,}</td></tr>'
        )
    yield "</tbody></table></div>"
    if report.places_in_all > len(report.places):
        yield f'<p class="pale">And {counted(report.places_in_all - len(report.places), "place")} more.</p>'


def _zeroed(columns: list[Column]) -> list[Column]:
    return [Column(column.name, column.parts or (0,)) for column in columns]


def _notes(report: Report) -> Iterator[str]:
    looked = f"{counted(report.looks, 'later look')} at archived articles in these days"
    yield "<ul>"
    for told in (
        "A day of publication is the publisher's own; all other days and times are in UTC, unless an offset stands with them.",
        (
            "A story is what shares its text: a copy says the same, a derived article builds on its words. The first is first by the"
            " printed time; a question mark says that another may have been as early."
        ),
        (
            f"What was changed is known as far as somebody looked again: {looked}. What was changed between two looks, or before the"
            " first, is not known."
        ),
        "An article is gone when several looks over days found it so; a wall, a block or a failure makes nothing absent.",
        "Each list here has a limit; what is beyond it is counted. Articles are named by their uid: kliping show UID has the rest.",
    ):
        yield f"<li>{line(told)}</li>"
    yield "</ul>"
