"""Sites and runs: whom the archive knows, and who wrote it when."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from pipelines import __version__, clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.rows import SiteSummary
from pipelines.archive.values import clean_text, insert, moment
from pipelines.items import LeadState

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site


def sync_sites(db: Database, sites: Iterable["Site"]) -> None:
    """Write what the catalogue says of the sites, where that is news; sites that left it stay."""
    for site in sites:
        row = [site.id, site.name, site.homepage, site.region, site.language, site.timezone, site.kind]
        db.execute(
            "INSERT INTO sites (id, name, homepage, region, language, timezone, kind, first_seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " homepage = excluded.homepage, region = excluded.region, language = excluded.language,"
            " timezone = excluded.timezone, kind = excluded.kind"
            " WHERE (name, homepage, region, language, timezone, kind) IS NOT (excluded.name,"
            " excluded.homepage, excluded.region, excluded.language, excluded.timezone, excluded.kind)",
            [*(clean_text(value) if value is not None else None for value in row), clock.to_iso(clock.now())],
        )


def is_discovered(db: Database, site_id: str) -> bool:
    """Tell whether homepage and robots.txt were asked for channels."""
    found = db.execute("SELECT discovered_at FROM sites WHERE id = ?", [site_id]).fetchone()
    return bool(found and found[0])


def mark_discovered(db: Database, site_id: str) -> None:
    """Note that homepage and robots.txt were asked."""
    db.execute("UPDATE sites SET discovered_at = ? WHERE id = ?", [clock.to_iso(clock.now()), site_id])


def local_day(db: Database, site_id: str, at: datetime) -> str:
    """Return the day that it is at the site; in UTC where its zone is not known."""
    found = db.execute("SELECT timezone FROM sites WHERE id = ?", [site_id]).fetchone()
    return at.astimezone(ZoneInfo(found[0]) if found and found[0] else UTC).date().isoformat()


def rests_until(db: Database, site_id: str) -> datetime | None:
    """Return until when the site asked to be left alone."""
    found = db.execute("SELECT rests_until FROM sites WHERE id = ?", [site_id]).fetchone()
    return moment(found[0]) if found else None


def rest_site(db: Database, site_id: str, until: datetime) -> None:
    """Note until when the site asked to be left alone."""
    db.execute("UPDATE sites SET rests_until = ? WHERE id = ?", [clock.to_iso(until), site_id])


def start_run(db: Database, command: str, site_ids: Iterable[str]) -> int:
    """Open a run; one that is still open was killed, because there is one writer at a time."""
    db.execute("UPDATE runs SET outcome = 'killed' WHERE finished_at IS NULL AND outcome IS NULL")
    row = {
        "command": command,
        "program_version": __version__,
        "sites": json.dumps(sorted(site_ids)),
        "started_at": clock.to_iso(clock.now()),
    }
    return insert(db, "runs", row)


def finish_run(db: Database, run_id: int, outcome: str, counts: Mapping[str, int]) -> None:
    """Close a run; raises ArchiveError where there is none of that number."""
    changed = db.execute(
        "UPDATE runs SET finished_at = ?, outcome = ?, counts = ? WHERE id = ?",
        [clock.to_iso(clock.now()), outcome, json.dumps(dict(counts), sort_keys=True, default=str), run_id],
    )
    if not changed.rowcount:
        raise ArchiveError(f"no run {run_id}")


def site_name(db: Database, site_id: str) -> str:
    """Return what a site is called; its id where it is not known."""
    found = db.execute("SELECT name FROM sites WHERE id = ?", [site_id]).fetchone()
    return str(found[0]) if found else site_id


def site_summary(db: Database) -> list[SiteSummary]:
    """Return what is held of each site, by site id."""
    leads: dict[str, dict[LeadState, int]] = {}
    for site_id, state, count in db.execute("SELECT site_id, state, count(*) FROM leads GROUP BY 1, 2"):
        leads.setdefault(site_id, {})[LeadState(state)] = count
    articles = {
        site_id: (count, newest)
        for site_id, count, newest in db.execute(
            "SELECT held.site_id, count, published_at FROM (SELECT site_id, count(*) AS count,"
            " max(position) AS last FROM timeline GROUP BY site_id) AS held"
            " JOIN timeline ON position = last JOIN articles ON articles.id = article_id"
        )
    }
    return [
        SiteSummary(site_id, name, *articles.get(site_id, (0, None)), leads=leads.get(site_id, {}))
        for site_id, name in db.execute("SELECT id, name FROM sites ORDER BY id").fetchall()
    ]
