"""How far a report can be trusted: what lists named against what is held, gaps, alarms and runs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from pipelines.archive.ledger import LedgerRow, total
from pipelines.archive.report import Report
from pipelines.checkup import tell_duration
from pipelines.commands.drawn import Column, buckets, chart, columns_of, stretch
from pipelines.commands.output import counted
from pipelines.commands.printed import line
from pipelines.health import Alarm

SITES = 30  # that have a line of their own
SAMPLES = 2
HEADS = ("named", "archived", "other address", "no article", "vanished", "failed", "waiting")


def tell_completeness(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield what lists named by day and what became of it; sites of which something is missing; gaps."""
    if report.ledger:
        yield from _ledger(report, sites)
    else:
        yield "<p>No list named anything in these days.</p>"
    if not report.gaps:
        yield "<p>No gap between two polls of a list is suspected.</p>"
        return
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(report.gaps_in_all.items()))
    yield f"<h3>Probable gaps</h3><p>{line(states)}.</p><ul>"
    for gap in report.gaps:
        missing = (
            f"; at least {counted(gap.missing_at_least, 'article')} missing, probably"
            if gap.missing_at_least
            else ""
        )
        told = f"{gap.since} to {gap.until}, {gap.state}: {gap.told or gap.reason}{missing}"
        yield f"<li><b><bdi>{line(sites.get(gap.site, gap.site))}</bdi></b>, {line(gap.channel)}: {line(told)}</li>"
    yield "</ul>"
    rest = sum(report.gaps_in_all.values()) - len(report.gaps)
    if rest > 0:
        yield f'<p class="pale">And {rest:,} more.</p>'


def _ledger(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    by_day: dict[str, Counter[str]] = {}
    by_site: dict[str, list[LedgerRow]] = {}
    for row in report.ledger:
        by_day.setdefault(row.period, Counter()).update(total([row]))
        by_site.setdefault(row.site, []).append(row)
    found = buckets(report.period.since, report.period.until)
    counts = (
        (
            day,
            (
                sums["archived"],
                sums["alias"] + sums["not_article"],
                sums["vanished"] + sums["failed"] + sums["waiting"],
            ),
        )
        for day, sums in by_day.items()
    )
    columns = [Column(each.name, each.parts or (0, 0, 0)) for each in columns_of(found, counts)]
    yield "<p>Of the articles that lists named first on each day:</p>"
    legend = ("archived", "another address, or no article", "vanished, failed or waiting")
    yield chart(columns, "leads", legend)
    sums = {site_id: total(rows) for site_id, rows in by_site.items()}
    ordered = sorted(sums, key=lambda site_id: (-_missing(sums[site_id]), site_id))
    yield '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">site</th>'
    yield "".join(f'<th scope="col" class="number">{head}</th>' for head in HEADS) + "</tr></thead><tbody>"
    yield _row("all", total(report.ledger))
    for site_id in ordered[:SITES]:
        yield _row(sites.get(site_id, site_id), sums[site_id])
    yield "</tbody></table></div>"
    if len(ordered) > SITES:
        yield f'<p class="pale">And {len(ordered) - SITES:,} sites more, of which no more is missing.</p>'


def _row(name: str, sums: Mapping[str, int]) -> str:
    cells = "".join(f'<td class="number">{count:,}</td>' for count in sums.values())
    return f'<tr><th scope="row"><bdi>{line(name)}</bdi></th>{cells}</tr>'


def _missing(sums: Mapping[str, int]) -> int:
    return sums["vanished"] + sums["failed"] + sums["waiting"]


def tell_health(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield the runs and the alarms of the period."""
    runs = ", ".join(f"{count:,} {outcome}" for outcome, count in report.runs.items())
    yield f"<p>{line(f'Crawls by their end: {runs}.' if runs else 'No crawl was made in these days.')}</p>"
    if not report.alarms:
        yield "<p>No alarm was open.</p>"
        return
    first, last = (_seconds(stored) for stored in report.period.moments)
    yield '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">site</th><th scope="col">alarm</th><th scope="col">since</th>'
    yield '<th scope="col">until</th><th scope="col">in these days</th></tr></thead><tbody>'
    for alarm in report.alarms:
        yield _alarm(alarm, sites, first, last)
    yield "</tbody></table></div>"
    if report.alarms_in_all > len(report.alarms):
        yield f'<p class="pale">And {report.alarms_in_all - len(report.alarms):,} more.</p>'


def _seconds(stored: str) -> float:
    day = datetime.fromisoformat(stored[:10] + "T00:00:00+00:00").timestamp()
    return day + (86_400 if stored[11:13] == "24" else 0)


def _minute(moment: datetime) -> str:
    return f"<time>{moment:%Y-%m-%d %H:%M}</time>"


def _alarm(alarm: Alarm, sites: Mapping[str, str], first: float, last: float) -> str:
    name = sites.get(alarm.site_id, alarm.site_id) if alarm.site_id else "network of this machine"
    end = alarm.closed_at.timestamp() if alarm.closed_at else last
    places = [min(max((at - first) / (last - first), 0.0), 1.0) for at in (alarm.since.timestamp(), end)]
    closed = (
        f"{_minute(alarm.closed_at)}, after {tell_duration(alarm.closed_at - alarm.since)}"
        if alarm.closed_at
        else "open"
    )
    told = "; ".join(symptom.told for symptom in alarm.evidence[:SAMPLES])
    return (
        f'<tr><th scope="row"><bdi>{line(name)}</bdi></th><td class="words">{line(alarm.kind)}: <bdi>{line(told)}</bdi></td>'
        f"<td>{_minute(alarm.since)}</td><td>{closed}</td>"
        f"<td>{stretch(*places, is_open=alarm.is_open)}</td></tr>"
    )
