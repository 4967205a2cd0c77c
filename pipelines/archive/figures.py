"""What each run adds to what is known of a site's health: new pages, days, standings."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import leads
from pipelines.archive.pulses import take_run
from pipelines.archive.rows import read_row
from pipelines.archive.values import clean_text, digest_of, iso, moment
from pipelines.health import PageFigures, Sign, Standing, Trend, follow, marks_of, take_standing
from pipelines.health.standings import NETWORK, Word, is_our_network
from pipelines.health.trends import NORMAL_AFTER

log = logging.getLogger("kliping")

FRESH = timedelta(days=2)  # since publication: what is older is a site's past
LEARNED_FROM = timedelta(days=28)  # of an archive that is older than these figures
LONG_PAUSE = timedelta(days=3)  # between two runs: what a site did meanwhile is not known
MARK = "leads"
OWN_FIELDS = ", ".join(each.name for each in fields(Trend))

NEW_PAGES = """
    SELECT leads.site_id, leads.url, leads.state, leads.settled_at, articles.title, articles.authors <> '[]',
        articles.published_precision IS 'minute', length(articles.text),
        (SELECT sum(length(blocks.text)) FROM versions JOIN removals ON version_id = versions.id
            JOIN blocks ON blocks.id = block_id WHERE article_id = articles.id AND number = articles.version),
        coalesce(articles.published_at, leads.published_at, leads.modified_at), sites.first_seen_at
    FROM leads JOIN sites ON sites.id = leads.site_id LEFT JOIN articles ON articles.id = leads.article_id
    WHERE leads.id > ? AND leads.id <= ?
    AND (leads.state IN ('archived', 'not-article')
        OR (leads.state = 'failed' AND (reason LIKE 'extraction:%' OR reason LIKE 'http %')))
    AND coalesce(articles.published_at, leads.published_at, leads.modified_at, '9') >= ?
    ORDER BY leads.site_id, leads.settled_at, leads.id
"""


@dataclass(frozen=True, slots=True)
class SiteVisit:
    """How a site took one run."""

    site_id: str
    word: Literal["served", "blocked", "failed"]
    reason: str = ""


def note_run(db: Database, visits: Iterable[SiteVisit], started_at: datetime, now: datetime) -> None:
    """Add a run to what is known of its sites."""
    visits = list(visits)
    told = {visit.site_id: _word(db, visit, started_at) for visit in visits}
    words = {site_id: word for site_id, word in told.items() if word is not None}
    before = read_standings(db)
    zones = read_zones(db)
    standings = _take_standings(before, words, {visit.site_id: visit.reason for visit in visits}, now)
    _count_runs(db, [site for site, word in words.items() if word == "served"], zones, now)
    arrivals: dict[str, list[datetime]] = {}
    for site_id, pages in _new_pages(db, now):
        _follow_pages(db, site_id, pages)
        came = [page.at for page in pages if page.is_article]
        if came:
            arrivals[site_id] = came
    take_run(db, {site_id: len(came) for site_id, came in arrivals.items()}, started_at)
    silent = {
        row[0] for row in db.execute("SELECT site_id FROM alarms WHERE closed_at IS NULL AND kind = 'silent'")
    }
    for site_id, came in arrivals.items():
        old = before.get(site_id)
        known = (
            old is not None and old.served_at and now - old.served_at <= LONG_PAUSE and site_id not in silent
        )
        _count_arrivals(db, site_id, came, old.new_at if old and known else None, zones[site_id])
        standing = standings.get(site_id) or old or take_standing(None, "served", "", now)
        standings[site_id] = _with_new(standing, came[-1])
    _write_standings(db, standings)


def _word(db: Database, visit: SiteVisit, started_at: datetime) -> Word | None:
    """Tell a site that does not answer from one whose lists answer with something else than lists.

    None where those that were asked are all that fails: others were not due, and have been read since these began to.
    """
    if visit.word != "failed":
        return visit.word
    others = db.execute(
        "SELECT 1 FROM channels WHERE site_id = ?1 AND parent_id IS NULL AND failures = 0 AND polled_at >="
        " (SELECT max(failing_since) FROM channels WHERE site_id = ?1 AND polled_at >= ?2) LIMIT 1",
        [visit.site_id, clock.to_iso(started_at)],
    ).fetchone()
    if others is not None:
        return None
    statuses = db.execute(
        "SELECT status FROM channels WHERE site_id = ? AND last_error IS NOT NULL AND polled_at >= ?",
        [visit.site_id, clock.to_iso(started_at)],
    ).fetchall()
    answers = any(status is not None and status < 500 and status != 429 for (status,) in statuses)
    return "unread" if answers else "down"


def _take_standings(
    before: Mapping[str, Standing], words: Mapping[str, Word], reasons: Mapping[str, str], now: datetime
) -> dict[str, Standing]:
    """Return the standings that a run changes; where most sites are down at once, none of them is to blame."""
    taken: dict[str, Standing] = {}
    ours = is_our_network(words)
    for site_id, word in words.items():
        if not (ours and word == "down"):
            taken[site_id] = take_standing(before.get(site_id), word, reasons[site_id], now)
    down = sum(word == "down" for word in words.values())
    told = f"{down} of {len(words)} sites do not answer: is this machine's network down?" if ours else ""
    if ours or (NETWORK in before and len(words) > down):
        taken[NETWORK] = take_standing(before.get(NETWORK), "down" if ours else "served", told, now)
    return taken


def _new_pages(db: Database, now: datetime) -> Iterator[tuple[str, list[PageFigures]]]:
    """Yield the new pages of each site since they were last counted, in the order in which they came."""
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM leads").fetchone()
    found = db.execute("SELECT value FROM health_marks WHERE name = ?", [MARK]).fetchone()
    mark = found[0] if found else _first_lead(db, now - LEARNED_FROM, last)
    db.execute("INSERT OR REPLACE INTO health_marks VALUES (?, ?)", [MARK, last])
    oldest = clock.to_iso(now - FRESH - (timedelta(0) if found else LEARNED_FROM))[:10]
    by_site: dict[str, list[PageFigures]] = {}
    for row in db.execute(NEW_PAGES, [mark, last, oldest]).fetchall():
        if _is_fresh(*row[3:4], *row[-2:]):
            by_site.setdefault(row[0], []).append(_to_page(row))
    yield from by_site.items()


def _first_lead(db: Database, since: datetime, last: int) -> int:
    """Return a lead that is older than a moment, the last of them by bisection: ids rise with time."""
    low, high, wanted = 0, last, clock.to_iso(since)
    while low < high:
        middle = (low + high) // 2
        found = db.execute(
            "SELECT id, first_seen_at FROM leads WHERE id > ? ORDER BY id LIMIT 1", [middle]
        ).fetchone()
        if found is None or found[1] >= wanted:
            high = middle
        else:
            low = max(found[0], middle + 1)
    return low


def _is_fresh(settled_at: str, told: str | None, first_seen_at: str) -> bool:
    """Tell whether a page is news; of one without any time that is not known on a site's first day."""
    at = clock.from_iso(settled_at)
    if told is None:
        return at - clock.from_iso(first_seen_at) >= timedelta(days=1)
    published = datetime.fromisoformat(told)
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
        return at - published <= FRESH + timedelta(days=1)  # of a day alone, or a clock without a zone
    return at - published <= FRESH


def _to_page(row: tuple[Any, ...]) -> PageFigures:
    _, url, state, settled_at, title, has_author, has_time, characters, removed, _, _ = row
    at = clock.from_iso(settled_at)
    if state != "archived":
        return PageFigures(url, at, is_article=False)
    headline = " ".join(title.split())
    told = (
        digest_of(headline)[:16] if headline else ""
    )  # two can be compared; nothing of a forgotten one is kept
    return PageFigures(url, at, True, told, characters, removed or 0, bool(has_author), bool(has_time))


def _follow_pages(db: Database, site_id: str, pages: Iterable[PageFigures]) -> None:
    sql = f"SELECT sign, {OWN_FIELDS} FROM page_trends WHERE site_id = ?"  # noqa: S608 - names are ours
    trends = {Sign(sign): to_trend(row) for sign, *row in db.execute(sql, [site_id]).fetchall()}
    changed = set()
    for page in pages:
        refused = trends.get(Sign.REFUSED, Trend())
        size, heading = trends.get(Sign.SHORT, Trend()), trends.get(Sign.HEADLINE, Trend())
        for sign, is_marked in marks_of(page, size.level, size.pages, heading.last).items():
            trends[sign] = follow(trends.get(sign, Trend()), is_marked, page)
            changed.add(sign)
        _read_again(db, site_id, refused, trends[Sign.REFUSED], page.at)
    for sign in changed:
        values = dict(zip((each.name for each in fields(Trend)), astuple(trends[sign]), strict=True))
        values |= {name: iso(values[name]) for name in ("since", "batch_at")}
        values["is_alarmed"] = int(values["is_alarmed"])
        values["samples"] = json.dumps(values["samples"])
        places = ", ".join("?" * (2 + len(values)))
        db.execute(
            f"INSERT OR REPLACE INTO page_trends (site_id, sign, {OWN_FIELDS}) VALUES ({places})",  # noqa: S608 - names are ours
            [site_id, sign.value, *values.values()],
        )


def _read_again(db: Database, site_id: str, before: Trend, after: Trend, at: datetime) -> None:
    """Ask again for what a site refused while its pages were broken, once they are well: nobody else would."""
    if not before.is_alarmed or after.is_alarmed or before.since is None or at - before.since > NORMAL_AFTER:
        return
    count = leads.read_again(db, site_id, before.since)
    log.info(
        "%s: %d pages that were read as no articles while it was broken are asked for again", site_id, count
    )


def to_trend(row: Iterable[Any]) -> Trend:
    """Read a trend's own columns back."""
    return read_row(
        Trend,
        row,
        since=moment,
        batch_at=moment,
        is_alarmed=bool,
        samples=lambda text: tuple(json.loads(text)),
    )


def _count_runs(db: Database, served: Iterable[str], zones: Mapping[str, tzinfo], now: datetime) -> None:
    rows = [(site_id, now.astimezone(zones.get(site_id, UTC)).date().isoformat()) for site_id in served]
    db.conn.executemany(
        "INSERT INTO site_days (site_id, day, runs) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET runs = runs + 1",
        rows,
    )


def _count_arrivals(
    db: Database, site_id: str, came: Iterable[datetime], last: datetime | None, zone: tzinfo
) -> None:
    """Count new articles on their days, and the longest pause that one of them ended; `last` is when one came before."""
    for at in came:
        gap = int((at - last).total_seconds()) if last and at > last else 0
        db.execute(
            "INSERT INTO site_days (site_id, day, articles, longest_gap) VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE"
            " SET articles = articles + 1, longest_gap = max(longest_gap, excluded.longest_gap)",
            [site_id, at.astimezone(zone).date().isoformat(), gap],
        )
        last = at


def _with_new(standing: Standing, new_at: datetime) -> Standing:
    return read_row(Standing, (*astuple(standing)[:-1], new_at))


def read_standings(db: Database) -> dict[str, Standing]:
    """Return how each site took the last runs, by its id; '' is this machine's network."""
    names = "standing, since, runs, seen_at, reason, served_at, new_at"
    rows = db.execute(f"SELECT site_id, {names} FROM site_standings").fetchall()  # noqa: S608 - names are ours
    times = dict.fromkeys(("since", "seen_at", "served_at", "new_at"), moment)
    return {site_id: read_row(Standing, row, **times) for site_id, *row in rows}


def _write_standings(db: Database, standings: Mapping[str, Standing]) -> None:
    rows = []
    for site_id, told in standings.items():
        times = [iso(time) for time in (told.since, told.seen_at, told.served_at, told.new_at)]
        rows.append(
            (site_id, told.word, times[0], told.runs, times[1], clean_text(told.reason)[:500], *times[2:])
        )
    db.conn.executemany("INSERT OR REPLACE INTO site_standings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def read_zones(db: Database) -> dict[str, tzinfo]:
    """Return each site's time zone; UTC where none is known."""
    rows = db.execute("SELECT id, timezone FROM sites").fetchall()
    return {site_id: ZoneInfo(zone) if zone else UTC for site_id, zone in rows}
