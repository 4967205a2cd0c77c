"""Charts as inline SVG that are read without colour: drawn to any width, with their words beside them in HTML.

Text inside a drawing would shrink with it on a narrow screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.commands.printed import line

HEIGHT = 100  # of a chart, in units of its own
WIDE = 10  # of a column
LABELLED = 8  # columns: of more only the first, the middle and the last are named
BY_DAY, BY_WEEK = 62, 430  # days: of more, a column is a week, a month
FILLS = ("solid", "hatched", "empty")
# Patterns are named by their id: once a page.
DEFINITIONS = (
    '<svg class="definitions" aria-hidden="true"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="solid" width="1.6" height="4"/></pattern></defs></svg>'
)
STYLE = """
.definitions { position: absolute; width: 0; height: 0; }
figure { margin: .8rem 0; break-inside: avoid; } figcaption, .labels, .legend { font: .8rem/1.5 system-ui, sans-serif; color: var(--pale); }
.chart { display: block; width: 100%; height: 9rem; border-bottom: 1px solid var(--line); } .spark { width: 7rem; height: 1.2rem; } .bar { width: 100%; height: .8rem; }
.track { display: block; width: 100%; height: .8rem; overflow: visible; }
.solid { fill: var(--dot); } .hatched { fill: url(#hatch); stroke: var(--dot); stroke-width: 1; vector-effect: non-scaling-stroke; }
.empty { fill: var(--paper); stroke: var(--dot); stroke-width: 1.5; vector-effect: non-scaling-stroke; } .rule { stroke: var(--line); vector-effect: non-scaling-stroke; }
.labels { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; text-align: center; gap: .2rem; } .labels.ends { display: flex; justify-content: space-between; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; margin: .2rem 0; } .legend svg { width: .9rem; height: .9rem; vertical-align: -.1rem; }
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart: its name, and what stands on each other in it."""

    name: str
    parts: tuple[int, ...]

    @property
    def height(self) -> int:
        """All of its parts."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one column of a period stands for: a day, a week from Monday, or a month."""

    name: str
    first: date
    last: date


def buckets(since: date, until: date) -> list[Bucket]:
    """Return a period as columns: few enough to be told apart."""
    days = (until - since).days + 1
    found = []
    first = since
    while first <= until:
        if days <= BY_DAY:
            last, name = first, first.isoformat()
        elif days <= BY_WEEK:
            last, name = first + timedelta(days=6 - first.weekday()), f"week of {first.isoformat()}"
        else:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            last, name = following - timedelta(days=1), first.isoformat()[:7]
        found.append(Bucket(name, first, min(last, until)))
        first = min(last, until) + timedelta(days=1)
    return found


def columns_of(found: Sequence[Bucket], counts: Iterable[tuple[str, tuple[int, ...]]]) -> list[Column]:
    """Add what was counted by day up in columns; each day has the same parts."""
    days = [bucket.first.isoformat() for bucket in found]
    sums: list[list[int]] = [[] for _ in found]
    place = 0
    for day, parts in sorted(counts):
        while place + 1 < len(days) and day >= days[place + 1]:
            place += 1
        held = sums[place] or [0] * len(parts)
        sums[place] = [one + other for one, other in zip(held, parts, strict=True)]
    return [Column(bucket.name, tuple(parts)) for bucket, parts in zip(found, sums, strict=True)]


def chart(columns: Sequence[Column], unit: str, legend: Sequence[str] = ()) -> str:
    """Return columns that stand beside each other, the parts of each by their fill; `unit` is what is counted."""
    most = max((column.height for column in columns), default=0)
    bars = "".join(_column(place, column, most) for place, column in enumerate(columns))
    highest = max(columns, key=lambda column: column.height, default=None)
    told = f"Highest: {highest.height:,} {unit}, {highest.name}" if highest and most else f"No {unit}"
    return (
        f'<figure><svg class="chart" viewBox="0 0 {WIDE * max(len(columns), 1)} {HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{line(told)}"><line class="rule" x1="0" x2="{WIDE * len(columns)}" y1="{HEIGHT / 2}" y2="{HEIGHT / 2}"/>{bars}</svg>'
        f"{_labels(columns)}{_legend(legend)}<figcaption>{line(told)}.</figcaption></figure>"
    )


def _column(place: int, column: Column, most: int) -> str:
    drawn, top = "", float(HEIGHT)
    for part, fill in zip(column.parts, FILLS, strict=False):
        height = part / most * (HEIGHT - 2) if most else 0
        top -= height
        if part:
            drawn += f'<rect class="{fill}" x="{place * WIDE + 1}" y="{top:.1f}" width="{WIDE - 2}" height="{height:.1f}"/>'
    return f"<g><title>{line(column.name)}: {' + '.join(map(str, column.parts)) or 0}</title>{drawn}</g>"


def _labels(columns: Sequence[Column]) -> str:
    if len(columns) <= LABELLED:
        named = "".join(f"<span>{line(_short(each.name))}<br>{each.height:,}</span>" for each in columns)
        return f'<div class="labels">{named}</div>'
    ends = (columns[0], columns[len(columns) // 2], columns[-1])
    return f'<div class="labels ends">{"".join(f"<span>{line(each.name)}</span>" for each in ends)}</div>'


def _short(name: str) -> str:
    """Return a column's name for a narrow place: a day without its year."""
    return name[5:] if len(name) == len("2026-03-01") else name


def _legend(names: Sequence[str]) -> str:
    items = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="{fill}" x="1" y="1" width="8" height="8"/></svg> {line(name)}</li>'
        for name, fill in zip(names, FILLS, strict=False)
    )
    return f'<ul class="legend">{items}</ul>' if items else ""


def spark(values: Sequence[int], most: int) -> str:
    """Return a row of small columns, by the scale of the highest of all rows."""
    shape = "".join(
        f"M{place * 4} 20v-{max(1, round(value / most * 20))}h3v{max(1, round(value / most * 20))}z"
        for place, value in enumerate(values)
        if value
    )
    return (
        f'<svg class="spark" viewBox="0 0 {4 * max(len(values), 1)} 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="solid" d="{shape}"/></svg>'
    )


def bar(value: int, most: int) -> str:
    """Return a lying bar, by the scale of the longest."""
    width = value / most * 100 if most else 0
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="solid" width="{width:.1f}" height="10"/></svg>'
    )


def dots(places: Iterable[tuple[float, bool]]) -> str:
    """Return a line of time with a mark at each place from 0 to 1: a full bar, or (False) one that is empty."""
    marks = "".join(
        f'<rect class="{"solid" if is_full else "empty"}" x="{place * 990:.1f}" y="0" width="9" height="20"/>'
        for place, is_full in places
    )
    return (
        '<svg class="track" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="publications over time">'
        f'<line class="rule" x1="0" x2="1000" y1="10" y2="10"/>{marks}</svg>'
    )


def stretch(begin: float, end: float, *, is_open: bool) -> str:
    """Return a stretch of a line of time, from 0 to 1: full, or hatched where it goes on."""
    width = max((end - begin) * 1000, 6)
    return (
        '<svg class="track" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<line class="rule" x1="0" x2="1000" y1="10" y2="10"/><rect class="{"hatched" if is_open else "solid"}"'
        f' x="{min(begin * 1000, 994):.1f}" y="3" width="{width:.1f}" height="14"/></svg>'
    )
