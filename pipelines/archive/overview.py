"""What an archive holds, at a glance: by sites, runs, stories and changes. From kept counts and indexes, so that a million rows answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.archive.counts import read_counts
from pipelines.archive.rows import read_row

RUNS = 5  # the last ones


@dataclass(frozen=True, slots=True)
class SiteHolding:
    """What is held of one site; days are the publisher's own, None where no article has a date."""

    site_id: str
    name: str
    homepage: str
    region: str | None
    kind: str
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """One command that wrote the archive; times as stored."""

    id: int
    command: str
    started_at: str
    finished_at: str | None
    outcome: str | None
    counts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Overview:
    """What an archive holds; `changes` by the weightiest kind of each version that changed something."""

    articles: int
    sites: tuple[SiteHolding, ...]
    stories: int
    changes: Mapping[str, int]
    gone: int
    runs: tuple[RunRow, ...]

    @property
    def first_day(self) -> str | None:
        """The day of the oldest article that has a date."""
        return min((site.first_day for site in self.sites if site.first_day), default=None)

    @property
    def last_day(self) -> str | None:
        """The day of the newest."""
        return max((site.last_day for site in self.sites if site.last_day), default=None)


def read_overview(db: Database) -> Overview:
    """Tell what is held; sites by what is held of them, most first."""
    counts, changes = read_counts(db, "site"), read_counts(db, "change")
    # Two steps into the index a site: the smallest and the largest day.
    found = db.execute(
        "SELECT id, name, homepage, region, kind,"
        " (SELECT min(published_day) FROM articles WHERE site_id = sites.id AND published_day IS NOT NULL),"
        " (SELECT max(published_day) FROM articles WHERE site_id = sites.id) FROM sites ORDER BY id"
    ).fetchall()
    sites = [
        SiteHolding(site_id, name, homepage, region, kind, counts.get(site_id, 0), first, last)
        for site_id, name, homepage, region, kind, first, last in found
    ]
    (stories,) = db.execute("SELECT count(*) FROM stories").fetchone()
    (gone,) = db.execute("SELECT count(*) FROM watches WHERE state = 'gone' AND state <> 'live'").fetchone()
    runs = db.execute(
        "SELECT id, command, started_at, finished_at, outcome, counts FROM runs ORDER BY id DESC LIMIT ?",
        [RUNS],
    ).fetchall()
    return Overview(
        articles=sum(counts.values()),
        sites=tuple(sorted(sites, key=lambda site: (-site.articles, site.site_id))),
        stories=stories,
        changes=changes,
        gone=gone,
        runs=tuple(read_row(RunRow, run, counts=json.loads) for run in runs),
    )
