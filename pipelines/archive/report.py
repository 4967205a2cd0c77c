"""What an archive tells of a period: what was published where, stories, changes, notices, completeness, alarms.

Whatever is listed has a limit, and what is beyond it is counted: a report of a year takes no more memory than one of a week.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import alarms, ledger, searching
from pipelines.archive.errors import SearchError
from pipelines.archive.ledger import LedgerGap, LedgerRow, Scope
from pipelines.archive.report_changes import Changed, Gone, Noticed, read_changes, read_gone, read_notices
from pipelines.archive.rows import Search, read_row
from pipelines.archive.story_changes import read_copy
from pipelines.archive.story_queries import MemberRow, StoryRow, read_spread
from pipelines.archive.values import clean_text
from pipelines.dedupe.corrections import Correction, trace_corrections
from pipelines.health import Alarm

WEEK = timedelta(days=7)
LATEST = timedelta(days=1)  # from now: an article dated later is dated wrongly
STORIES, MEMBERS, PLACES, GAPS, ALARMS = 10, 40, 15, 30, 60  # that are listed


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, and sites. The days of publication are the publishers' own, all others are in UTC."""

    since: date
    until: date
    site_ids: tuple[str, ...]
    is_all: bool = True  # no site is left out

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.until - self.since).days + 1

    @property
    def sites_json(self) -> str:
        """The sites as a parameter for json_each()."""
        return json.dumps(self.site_ids)

    @property
    def own_days(self) -> tuple[str, str]:
        """First and last day as stored."""
        return self.since.isoformat(), self.until.isoformat()

    @property
    def moments(self) -> tuple[str, str]:
        """Begin and end in UTC as stored, the end not included."""
        return f"{self.since.isoformat()}T00:00:00Z", f"{self.until.isoformat()}T24:00:00Z"


@dataclass(frozen=True, slots=True)
class SiteShare:
    """What one site published in the period; in how many stories it had a part, how often it was the first."""

    site_id: str
    name: str
    region: str | None
    kind: str
    by_day: Mapping[str, int]
    in_stories: int
    first: int
    copies: int

    @property
    def articles(self) -> int:
        """All of them."""
        return sum(self.by_day.values())


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """How many articles of the period are most about a place, and of how many sites."""

    name: str
    articles: int
    sites: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A story, its first articles, and what was corrected among its copies (of a large story nothing is traced)."""

    story: StoryRow
    members: tuple[MemberRow, ...]
    in_period: int
    corrections: tuple[Correction, ...] | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report of a period tells."""

    period: Period
    sites: tuple[SiteShare, ...]  # most articles first
    places: tuple[PlaceShare, ...]  # most articles first
    places_in_all: int
    undated: int  # articles of these sites that have no day
    stories: int  # with an article of the period
    spreads: tuple[Spread, ...]  # the largest of them
    looks: int  # at archived articles
    changes: Mapping[str, int]  # versions that changed something, by the weightiest kind
    changed: Mapping[str, tuple[Changed, ...]]
    gone: tuple[Gone, ...]
    gone_in_all: int
    returned: int
    notices: tuple[Noticed, ...]
    notices_in_all: Mapping[str, int]
    ledger: tuple[LedgerRow, ...]
    gaps: tuple[LedgerGap, ...]
    gaps_in_all: Mapping[str, int]
    alarms: tuple[Alarm, ...]
    alarms_in_all: int
    runs: Mapping[str, int] = field(default_factory=dict)  # by their outcome


def choose_period(
    db: Database, since: date | None, until: date | None, sites: tuple[str, ...], regions: tuple[str, ...]
) -> Period:
    """Return the days and sites that are asked for; without days, the week that ends with the archive's last day.

    Raises SearchError for an unknown site or region, and for days that end before they begin.
    """
    query = Search(sites=sites, regions=regions)
    site_ids = tuple(searching.site_ids_of(db, query))
    last = until or _last_day(db) or clock.now().date()
    first = since or last - WEEK + timedelta(days=1)
    if first > last:
        raise SearchError(f"the period begins on {first}, and ends on {last}, which is before that")
    return Period(first, last, site_ids, not (sites or regions))


def _last_day(db: Database) -> date | None:
    latest = (clock.now() + LATEST).date().isoformat()
    (found,) = db.execute(
        "SELECT max(published_day) FROM articles WHERE published_day <= ?", [latest]
    ).fetchone()
    return date.fromisoformat(found[:10]) if found else None


def read_report(db: Database, period: Period) -> Report:
    """Read what a period's report tells."""
    in_all, spreads = _stories(db, period)
    places_in_all, places = _places(db, period)
    gone, gone_in_all, returned = read_gone(db, period.sites_json, period.moments)
    notices, notices_in_all = read_notices(db, period.sites_json, period.own_days)
    changes, changed = read_changes(db, period.sites_json, period.moments)
    gaps = [gap for gap in ledger.gaps(db, _scope(period)) if gap.site in period.site_ids]
    found = [
        alarm
        for alarm in alarms.alarms_between(db, *period.moments)
        if alarm.site_id in {"", *period.site_ids}
    ]
    found.sort(key=lambda alarm: (not alarm.is_open, alarm.since))
    return Report(
        period=period,
        sites=tuple(_shares(db, period)),
        places=tuple(places),
        places_in_all=places_in_all,
        undated=_undated(db, period),
        stories=in_all,
        spreads=tuple(spreads),
        looks=_looks(db, period),
        changes=changes,
        changed=changed,
        gone=gone,
        gone_in_all=gone_in_all,
        returned=returned,
        notices=notices,
        notices_in_all=notices_in_all,
        ledger=tuple(_ledger(db, period)),
        gaps=tuple(gaps[:GAPS]),
        gaps_in_all=Counter(gap.state for gap in gaps),
        alarms=tuple(found[:ALARMS]),
        alarms_in_all=len(found),
        runs=_runs(db, period),
    )


def _shares(db: Database, period: Period) -> Iterable[SiteShare]:
    """Return what each site published, the most first, sites without an article too. Counted in indexes alone."""
    counts: dict[str, dict[str, int]] = {}
    rows = db.execute(
        "SELECT site_id, published_day, count(*) FROM json_each(?) AS wanted CROSS JOIN articles"
        " INDEXED BY articles_site_day ON site_id = wanted.value AND published_day BETWEEN ? AND ? GROUP BY 1, 2",
        [period.sites_json, *period.own_days],
    )
    for site_id, day, count in rows.fetchall():
        counts.setdefault(site_id, {})[day] = count
    parts = {
        site_id: row
        for site_id, *row in db.execute(
            "SELECT site_id, count(*), sum(place = 1), sum(relation = 'copy') FROM json_each(?) AS wanted"
            " CROSS JOIN articles INDEXED BY articles_site_day ON site_id = wanted.value AND published_day BETWEEN ? AND ?"
            " CROSS JOIN story_articles ON article_id = articles.id GROUP BY 1",
            [period.sites_json, *period.own_days],
        ).fetchall()
    }
    known = db.execute(
        "SELECT id, name, region, kind FROM sites WHERE id IN (SELECT value FROM json_each(?))",
        [period.sites_json],
    ).fetchall()
    shares = [
        read_row(SiteShare, [*site, counts.get(site[0], {}), *parts.get(site[0], (0, 0, 0))])
        for site in known
    ]
    return sorted(shares, key=lambda share: (-share.articles, share.site_id))


def _places(db: Database, period: Period) -> tuple[int, list[PlaceShare]]:
    """Return how many places articles of the period are most about, and those with the most; read in indexes alone."""
    rows = db.execute(
        "SELECT same.main_place, count(*) AS articles, count(DISTINCT own.site_id), count(*) OVER () FROM json_each(?) AS wanted"
        " CROSS JOIN articles AS own INDEXED BY articles_site_day ON own.site_id = wanted.value"
        " AND own.published_day BETWEEN ? AND ? CROSS JOIN articles AS same INDEXED BY articles_filters ON same.id = own.id"
        " WHERE same.main_place IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        [period.sites_json, *period.own_days, PLACES],
    ).fetchall()
    return (rows[0][3] if rows else 0), [read_row(PlaceShare, row) for row in rows]


def _undated(db: Database, period: Period) -> int:
    (found,) = db.execute(
        "SELECT count(*) FROM json_each(?) AS wanted CROSS JOIN articles INDEXED BY articles_site_day"
        " ON site_id = wanted.value AND published_day IS NULL",
        [period.sites_json],
    ).fetchone()
    return int(found)


def _stories(db: Database, period: Period) -> tuple[int, list[Spread]]:
    """Return how many stories have an article of the period, and those that have the most."""
    touched = (
        "SELECT story_id, count(*) AS articles, count(DISTINCT site_id) AS sites FROM json_each(?) AS wanted"
        " CROSS JOIN articles INDEXED BY articles_site_day ON site_id = wanted.value AND published_day BETWEEN ? AND ?"
        " CROSS JOIN story_articles ON article_id = articles.id GROUP BY 1"
    )
    values = [period.sites_json, *period.own_days]
    rows = db.execute(
        f"SELECT story_id, articles, count(*) OVER () FROM ({touched}) ORDER BY articles DESC, sites DESC, story_id DESC LIMIT ?",  # noqa: S608 - ours
        [*values, STORIES],
    ).fetchall()
    return (rows[0][2] if rows else 0), [_spread(db, story_id, count) for story_id, count, _ in rows]


def _spread(db: Database, story_id: int, in_period: int) -> Spread:
    story, members = read_spread(db, story_id, MEMBERS)
    corrections = None
    if story.articles <= MEMBERS:
        corrections = tuple(trace_corrections([read_copy(db, member.uid)[0] for member in members]))
    return Spread(story, tuple(members), in_period, corrections)


def _looks(db: Database, period: Period) -> int:
    (found,) = db.execute(
        "SELECT coalesce(sum(made), 0) FROM looks_by_day WHERE day BETWEEN ? AND ?"
        " AND site_id IN (SELECT value FROM json_each(?))",
        [*period.own_days, period.sites_json],
    ).fetchone()
    return int(found)


def _scope(period: Period, site_id: str | None = None) -> Scope:
    return Scope(site_id, period.since, period.until)


def _ledger(db: Database, period: Period) -> Iterable[LedgerRow]:
    """Yield what became of what lists named, by site and day; a few sites are read one by one."""
    for site_id in period.site_ids:
        yield from ledger.ledger(db, _scope(period, site_id), "day", of_channels=False)


def _runs(db: Database, period: Period) -> dict[str, int]:
    rows = db.execute(
        "SELECT coalesce(outcome, 'unfinished'), count(*) FROM runs WHERE command = 'crawl'"
        " AND started_at >= ? AND started_at < ? GROUP BY 1 ORDER BY 2 DESC",
        list(period.moments),
    )
    return {clean_text(outcome): count for outcome, count in rows.fetchall()}
