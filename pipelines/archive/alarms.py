"""Alarms as they are stored, and what judges them: all that is known of the health of sites."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.figures import OWN_FIELDS, read_standings, read_zones, to_trend
from pipelines.archive.gaps import read_losses
from pipelines.archive.pulses import suspicious_pulses
from pipelines.archive.rows import names_of, read_row
from pipelines.archive.values import clean_text, moment
from pipelines.health import (
    Alarm,
    DayCount,
    Kind,
    Sign,
    SiteHealth,
    Symptom,
    Trend,
    Volume,
    is_in_doubt,
    judge_sites,
    reconcile,
)
from pipelines.health.alarms import REOPENED
from pipelines.health.channels import FEWEST
from pipelines.health.standings import NETWORK, Standing
from pipelines.health.volume import is_pausing

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site

Promise = tuple[float, float | None]  # articles a day, as a site file says: at least, at most
WEEKS = timedelta(weeks=8)  # of days that tell what is usual
PEERS = 40  # sites of a language that tell of holidays
COLUMNS = names_of(Alarm)
# What `archive check` looks at: its name, what it counts, what is wrong.
HEALTH_RULE = (
    "health",
    "SELECT (SELECT count(*) FROM alarms) + (SELECT count(*) FROM page_trends)",
    (
        (
            "SELECT 'alarm ' || id || ' of ' || site_id || ' has no evidence' FROM alarms"
            " WHERE NOT json_valid(evidence) OR json_array_length(evidence) = 0"
        ),
        (
            "SELECT 'sign ' || sign || ' is counted of site ' || site_id || ', which is not there' FROM page_trends"
            " WHERE site_id NOT IN (SELECT id FROM sites)"
        ),
        (
            "SELECT 'channel ' || id || ' named nothing for ' || quiet || ' articles, which is no number' FROM channels"
            " WHERE quiet < 0 OR quiet_most < 0"
        ),
    ),
)
TIMES = ("opened_at", "seen_at", "last_told_at", "closed_at", "acked_until")


def read_health(db: Database, sites: Iterable["Site"], *, whole: bool = False) -> list[SiteHealth]:
    """Return what is known of the health of all sites; the catalogue's tell how many articles they promise.

    The days of each site are read where `whole`; else where they may matter: few sites can be silent at any time.
    """
    expects = {site.id: (site.expect.min_per_day, site.expect.max_per_day) for site in sites}
    standings, pulses, trends = read_standings(db), suspicious_pulses(db, FEWEST), _alarmed_trends(db)
    volumes = _volumes_without_days(db, expects, standings)
    wanted = set(volumes) if whole else _whose_days_matter(volumes.values())
    _read_days(db, {site_id: volumes[site_id] for site_id in wanted})
    losses = read_losses(db, clock.now())
    return [
        SiteHealth(
            site_id,
            standings.get(site_id),
            volumes.get(site_id),
            trends.get(site_id, {}),
            pulses.get(site_id, ()),
            losses.get(site_id, ()),
        )
        for site_id in dict.fromkeys((*standings, *losses))
    ]


def _whose_days_matter(volumes: Iterable[Volume]) -> set[str]:
    """Return the sites that may have fallen silent, those whose file tells what to expect, and others of their languages."""
    volumes = list(volumes)
    pausing = [volume for volume in volumes if is_pausing(volume)]
    wanted = {volume.site_id for volume in pausing}
    wanted |= {volume.site_id for volume in volumes if volume.min_per_day or volume.max_per_day}
    for language in {volume.language for volume in pausing}:
        wanted |= {
            volume.site_id for volume in [each for each in volumes if each.language == language][:PEERS]
        }
    return wanted


def _alarmed_trends(db: Database) -> dict[str, dict[Sign, Trend]]:
    found: dict[str, dict[Sign, Trend]] = {}
    sql = f"SELECT site_id, sign, {OWN_FIELDS} FROM page_trends WHERE is_alarmed"  # noqa: S608 - names are ours
    for site_id, sign, *row in db.execute(sql).fetchall():
        found.setdefault(site_id, {})[Sign(sign)] = to_trend(row)
    return found


def _volumes_without_days(
    db: Database, expects: Mapping[str, Promise], standings: Mapping[str, Standing]
) -> dict[str, Volume]:
    zones, volumes = read_zones(db), {}
    for site_id, language, first in db.execute(
        "SELECT id, language, first_seen_at FROM sites ORDER BY id"
    ).fetchall():
        standing, zone = standings.get(site_id), zones[site_id]
        least, most = expects.get(site_id, (0.0, None))
        volumes[site_id] = Volume(
            site_id,
            standing.new_at if standing else None,
            standing.served_at if standing else None,
            zone=zone,
            language=language,
            min_per_day=least,
            max_per_day=most,
            added=clock.from_iso(first).astimezone(zone).date(),
        )
    return volumes


def _read_days(db: Database, volumes: Mapping[str, Volume]) -> None:
    """Fill in the last weeks; the day on which a site was added is left out, since what came then was old."""
    since = clock.to_iso(clock.now() - WEEKS)[:10]
    rows = db.execute(
        "SELECT site_id, day, articles, longest_gap FROM json_each(?) AS wanted JOIN site_days"
        " ON site_id = wanted.value AND day >= ? WHERE runs > 0 ORDER BY site_id, day",
        [json.dumps(sorted(volumes)), since],
    )
    for site_id, text, articles, gap in rows.fetchall():
        day, volume = date.fromisoformat(text), volumes[site_id]
        if volume.added is None or day > volume.added:
            volume.days.append(DayCount(day, articles, timedelta(seconds=gap)))


def judge_now(
    db: Database, healths: Iterable[SiteHealth], judged: Iterable[str], now: datetime
) -> list[Alarm]:
    """Return the alarms of sites as they stand: open ones, and those that end by this judgement; nothing is written.

    Those of a site that could not be read just now stay as they are.
    """
    healths, wanted = list(healths), {*judged, NETWORK}
    symptoms = [symptom for symptom in judge_sites(healths) if symptom.site_id in wanted]
    in_doubt = {health.site_id for health in healths if is_in_doubt(health)}
    known = recent_alarms(db, now)
    found = reconcile(known, symptoms, wanted - in_doubt, now)
    told = {(alarm.site_id, alarm.kind) for alarm in found}
    stay = (alarm for alarm in known if alarm.is_open and alarm.site_id in wanted & in_doubt)
    return [*found, *(alarm for alarm in stay if (alarm.site_id, alarm.kind) not in told)]


def recent_alarms(db: Database, now: datetime) -> list[Alarm]:
    """Return the open alarms, and those that closed so lately that they may come back, or that nobody was told of."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM alarms WHERE closed_at IS NULL UNION ALL"  # noqa: S608 - COLUMNS is ours
        f" SELECT {COLUMNS} FROM alarms WHERE closed_at IS NOT NULL AND closed_at >= ?",
        [clock.to_iso(now - REOPENED)],
    ).fetchall()
    return [_to_alarm(row) for row in rows]


def alarms_between(db: Database, begin: str, end: str) -> list[Alarm]:
    """Return the alarms that were open at some time between two moments, as stored."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM alarms WHERE closed_at IS NULL AND opened_at < ?2 UNION ALL"  # noqa: S608 - COLUMNS is ours
        f" SELECT {COLUMNS} FROM alarms WHERE closed_at >= ?1 AND opened_at < ?2",
        [begin, end],
    ).fetchall()
    return [_to_alarm(row) for row in rows]


def write_alarms(db: Database, alarms: Iterable[Alarm]) -> list[Alarm]:
    """Store alarms as they were judged, and return them with their numbers."""
    return [read_row(Alarm, _as_tuple(alarm, _write(db, alarm))) for alarm in alarms]


def _as_tuple(alarm: Alarm, alarm_id: int) -> tuple[Any, ...]:
    values = {**{name: getattr(alarm, name) for name in COLUMNS.split(", ")}, "id": alarm_id}
    return tuple(values.values())


def _write(db: Database, alarm: Alarm) -> int:
    row: dict[str, Any] = {
        name: _to_value(getattr(alarm, name)) for name in COLUMNS.split(", ") if name != "id"
    }
    if alarm.id is None:
        names, places = ", ".join(row), ", ".join("?" * len(row))
        cursor = db.execute(f"INSERT INTO alarms ({names}) VALUES ({places})", list(row.values()))  # noqa: S608 - names are ours
        return int(cursor.lastrowid or 0)
    names = ", ".join(f"{name} = ?" for name in row)
    db.execute(f"UPDATE alarms SET {names} WHERE id = ?", [*row.values(), alarm.id])  # noqa: S608 - names are ours
    return alarm.id


def _to_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.to_iso(value)
    if isinstance(value, tuple):
        symptoms = [{**asdict(symptom), "since": clock.to_iso(symptom.since)} for symptom in value]
        return clean_text(json.dumps(symptoms, ensure_ascii=False))
    return int(value) if isinstance(value, bool) else value


def _to_alarm(row: tuple[Any, ...]) -> Alarm:
    return read_row(
        Alarm, row, kind=Kind, evidence=_read_evidence, closing_told=bool, **dict.fromkeys(TIMES, moment)
    )


def _read_evidence(text: str) -> tuple[Symptom, ...]:
    return tuple(
        Symptom(
            **{
                **told,
                "kind": Kind(told["kind"]),
                "since": clock.from_iso(told["since"]),
                "samples": tuple(told["samples"]),
            }
        )
        for told in json.loads(text)
    )


def ack_alarms(db: Database, site_id: str, until: datetime, reason: str | None) -> int:
    """Note that somebody knows of a site's open alarms; raises ArchiveError where it has none.

    That ends an alarm of what is over: a loss.
    """
    changed = db.execute(
        "UPDATE alarms SET acked_until = ?1, ack_reason = ?2, closed_at = iif(kind = ?5, ?4, NULL), closing_told = kind = ?5"
        " WHERE site_id = ?3 AND closed_at IS NULL",
        [
            clock.to_iso(until),
            clean_text(reason) if reason else None,
            site_id,
            clock.to_iso(clock.now()),
            Kind.GAP.value,
        ],
    )
    if not changed.rowcount:
        raise ArchiveError(f"no open alarm of {site_id}")
    return int(changed.rowcount)


def mark_told(db: Database, alarms: Iterable[Alarm], at: datetime) -> None:
    """Note that the operator was told of these alarms."""
    for alarm in alarms:
        sql = "UPDATE alarms SET last_told_at = ?, closing_told = closed_at IS NOT NULL WHERE id = ?"
        db.execute(sql, [clock.to_iso(at), alarm.id])
