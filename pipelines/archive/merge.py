"""Two archives become one: nothing twice, nothing lost, in batches, so that a merge that was killed goes on."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.archive.articles import article_at
from pipelines.archive.completeness_merging import merge_gaps, merge_month_counts, merge_sitemap_months
from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, naming, open_pair
from pipelines.archive.disk import require_room
from pipelines.archive.erasure import Doomed, bury, captures_at, doomed_article, finish_erasure
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import REASON
from pipelines.archive.leads import holder_of
from pipelines.archive.merging import ArticleMerger, CaptureCopier, Merged, Record, records
from pipelines.archive.notices import resolve_all
from pipelines.archive.pair import Progress, no_progress, one_view, reading_pair
from pipelines.archive.saved_merging import merge_saved
from pipelines.archive.stories import merge_splits, weave
from pipelines.archive.timeline import place
from pipelines.archive.values import insert, update
from pipelines.items import LeadState

BATCH = 200  # rows a commit
# What a lead may become by what another archive knows of it, where neither has an article.
SETTLED = {LeadState.NOT_ARTICLE.value, LeadState.VANISHED.value}
BETTER = {LeadState.PENDING.value: {LeadState.FAILED.value, *SETTLED}, LeadState.FAILED.value: SETTLED}
OUTCOME = ("state", "reason", "settled_at", "tries", "retry_at")


def merge(data: Path, other: Path, report: Progress = no_progress, disk_floor: int | None = None) -> Merged:
    """Take over what another archive holds; the other is only read. Merged again, nothing changes.

    Articles are the same by uid or by any address. Raises ArchiveError where one of both cannot be used, DiskFullError
    where less than `disk_floor` bytes are free; the batches before are kept.
    """
    if data.resolve() == other.resolve():
        raise ArchiveError(f"{other} is the archive itself")
    with reading_pair(other) as theirs, one_view(theirs):
        data.mkdir(parents=True, exist_ok=True)
        with WriterLock(data, "merge"), naming(data / ARCHIVE_FILE):
            archive, captures = open_pair(data)
            try:
                merger = Merger(archive, captures, theirs, report)
                merger.require_room = partial(require_room, data, disk_floor)
                merger.run()
            finally:
                archive.close()
                captures.close()
    return merger.merged


class Merger:
    """One merge under way."""

    def __init__(self, archive: Database, captures: Database, other: Database, report: Progress) -> None:
        self._db = archive
        self._captures = captures
        self._other = other
        self._report = report
        self.require_room: Callable[[], None] = lambda: None  # asked before each batch
        self.only: dict[str, set[int]] = {}  # by table, the ids of rows to take; without: all
        self.merged = Merged()
        self._copier = CaptureCopier(captures, other, self.merged)
        self._articles = ArticleMerger(archive, other, self._copier, self.merged)

    def run(self) -> None:
        """Merge table by table; what others name comes before them."""
        self._merge_forgotten()
        with self._batch():
            self._merge_sites()
            self._merge_runs()
            channels = self._merge_channels()
        self._shun()
        self._each(
            "articles", "SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", self._articles.merge
        )
        for state in ("= 'archived'", "<> 'archived'"):  # an alias needs its lead
            query = f"SELECT * FROM leads WHERE id > ? AND state {state} ORDER BY id LIMIT ?"  # noqa: S608 - two of ours
            self._each("leads", query, self._merge_lead, whole=True)
        for theirs, (ours, same_walks) in channels.items():
            self._advertise(theirs, ours, same_walks)
            with self._batch():
                merge_gaps(self._db, self._other, theirs, ours)
                merge_sitemap_months(self._db, self._other, theirs, ours)
        with self._batch():
            merge_month_counts(self._db, self._other)
        self._each(
            "captures", "SELECT id FROM captures WHERE id > ? ORDER BY id LIMIT ?", self._merge_capture
        )
        with self._batch():
            self._settle_leads()
            resolve_all(self._db)
            self._merge_lessons()
            merge_splits(self._db, self._other)
            merge_saved(self._db, self._other, self._articles)

    @contextmanager
    def _batch(self) -> Iterator[None]:
        """Commit what the block did in both files, the captures first, or nothing of it."""
        self.require_room()
        for db in (self._captures, self._db):
            db.execute("BEGIN IMMEDIATE")
        try:
            yield
            place(self._db, self._articles.unplaced)
            weave(self._db, self._articles.unplaced)  # relations are found anew, not taken over
            self._captures.execute("COMMIT")
            self._db.execute("COMMIT")
        except BaseException:
            self._captures.rollback()
            self._db.rollback()
            self._copier.writer.forget()
            raise
        finally:
            self._articles.unplaced.clear()

    def _each(self, table: str, query: str, step: Callable[[Any], None], *, whole: bool = False) -> None:
        """Do a step for each row of a table of theirs, by id, some a batch."""
        (total,) = self._other.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a table of ours
        last, done = 0, 0
        while rows := records(self._other, query, last, BATCH):
            with self._batch():
                for row in rows:
                    if table not in self.only or row["id"] in self.only[table]:
                        step(row if whole else row["id"])
            last, done = rows[-1]["id"], done + len(rows)
            self._report(table, done, total)

    def _merge_forgotten(self) -> None:
        """Forget here what was forgotten there."""
        for row in records(self._other, "SELECT * FROM forgotten"):
            keys = [
                key
                for (key,) in self._other.execute(
                    "SELECT key FROM forgotten_urls WHERE uid = ?", [row["uid"]]
                ).fetchall()
            ]
            if self._db.execute("SELECT 1 FROM forgotten WHERE uid = ?", [row["uid"]]).fetchone():
                continue
            with self._batch():
                self._bury(row, keys)
            self.merged.forgotten += 1
        finish_erasure(self._db, self._captures)

    def _bury(self, row: Record, keys: list[str]) -> None:
        held = self._db.execute(
            "SELECT id FROM articles WHERE uid = ? UNION SELECT article_id FROM article_urls"
            " WHERE key IN (SELECT value FROM json_each(?))",
            [row["uid"], json.dumps(keys)],
        ).fetchall()
        doomed = [doomed_article(self._db, article_id, keys) for (article_id,) in held]
        for each in (*doomed, Doomed(row["uid"], row["site_id"], None, tuple(keys))):
            bury(self._db, each, row["reason"], row["forgotten_at"])

    def _shun(self) -> None:
        """Note which of their pages hold what was forgotten here."""
        keys = {key for (key,) in self._db.execute("SELECT key FROM forgotten_urls").fetchall()}
        self._articles.has_forgotten = bool(keys)
        if not keys:
            return
        for (article_id,) in self._other.execute("SELECT id FROM articles").fetchall():
            if self._articles.is_forgotten(article_id):
                self._copier.forgotten |= {
                    row[0]
                    for row in self._other.execute(
                        "SELECT capture_id FROM versions WHERE article_id = ?1 AND capture_id IS NOT NULL UNION"
                        " SELECT version_captures.capture_id FROM version_captures JOIN versions"
                        " ON versions.id = version_id WHERE article_id = ?1",
                        [article_id],
                    ).fetchall()
                }
        self._copier.forgotten |= captures_at(self._other, keys)

    def _merge_sites(self) -> None:
        for site in records(self._other, "SELECT * FROM sites"):
            columns = ", ".join(site)
            places = ", ".join("?" * len(site))
            self._db.execute(
                f"INSERT INTO sites ({columns}) VALUES ({places}) ON CONFLICT (id) DO UPDATE SET"  # noqa: S608 - columns are ours
                " discovered_at = coalesce(discovered_at, excluded.discovered_at),"
                " rests_until = max(coalesce(rests_until, excluded.rests_until), coalesce(excluded.rests_until, rests_until))",
                list(site.values()),
            )

    def _merge_runs(self) -> None:
        """Take over the runs that ended; one that goes on is taken by the next merge."""
        for run in records(
            self._other, "SELECT * FROM runs WHERE outcome IS NOT NULL ORDER BY started_at, id"
        ):
            del run["id"]
            named = [run[name] for name in ("command", "sites", "started_at")]
            known = "SELECT 1 FROM runs WHERE command = ? AND sites = ? AND started_at = ?"
            if not self._db.execute(known, named).fetchone():
                insert(self._db, "runs", run)

    def _merge_channels(self) -> dict[int, tuple[int, bool]]:
        """Take over channels; return, by their id, ours and whether its walks are theirs too: a channel that was not here."""
        merged: dict[int, tuple[int, bool]] = {}
        for channel in records(self._other, "SELECT * FROM channels ORDER BY id"):
            theirs, parent = channel.pop("id"), channel["parent_id"]
            channel["parent_id"] = merged[parent][0] if parent in merged else None
            found = records(
                self._db,
                "SELECT * FROM channels WHERE site_id = ? AND url = ?",
                channel["site_id"],
                channel["url"],
            )
            if not found:
                found = [{**channel, "id": insert(self._db, "channels", channel)}]
            walks = ("first_seen_at", "polled_at", "walk")
            merged[theirs] = (found[0]["id"], all(found[0][name] == channel[name] for name in walks))
        return merged

    def _merge_lead(self, theirs: Record) -> None:
        found = records(self._db, "SELECT * FROM leads WHERE key = ?", theirs["key"])
        ours = found[0] if found else None
        if ours and ours["article_id"] is not None:
            return
        row = self._row_of(theirs)
        if ours is None:
            names = ("site_id", "key", "url", "title", "published_at", "modified_at", "first_seen_at")
            insert(self._db, "leads", {**{name: theirs[name] for name in names}, **row})
            self.merged.leads += 1
        elif row["article_id"] is not None or row["state"] in BETTER.get(ours["state"], ()):
            update(self._db, "leads", ours["id"], row)

    def _row_of(self, theirs: Record) -> Record:
        """Return what became of a lead, in our numbers."""
        row = {name: theirs[name] for name in OUTCOME}
        row |= {"alias_of": None, "article_id": None, "capture_id": None}
        if self._db.execute("SELECT 1 FROM forgotten_urls WHERE key = ?", [theirs["key"]]).fetchone():
            return {**row, "state": LeadState.NOT_ARTICLE.value, "reason": REASON, "retry_at": None}
        article_id = article_at(self._db, theirs["key"])
        if theirs["article_id"] is not None:
            if self._articles.is_forgotten(theirs["article_id"]):
                return {**row, "state": LeadState.NOT_ARTICLE.value, "reason": REASON, "retry_at": None}
            article_id = self._articles.find(theirs["article_id"])
        if article_id is not None:
            return row | self._held(article_id)
        return {**row, "capture_id": self._copier.copy(theirs["capture_id"])}

    def _held(self, article_id: int) -> Record:
        """Return the columns of a lead that leads to an article of ours."""
        holder = holder_of(self._db, article_id)
        state = LeadState.ARCHIVED if holder is None else LeadState.ALIAS
        return {
            "state": state.value,
            "alias_of": holder,
            "article_id": article_id,
            "tries": 0,
            "retry_at": None,
        }

    def _settle_leads(self) -> None:
        """Let leads of ours be answered by articles of theirs."""
        rows = self._db.execute(
            "SELECT leads.id, article_urls.article_id FROM leads JOIN article_urls USING (key)"
            " WHERE leads.article_id IS NULL ORDER BY leads.id"
        ).fetchall()
        for lead_id, article_id in rows:
            update(self._db, "leads", lead_id, {"reason": "", **self._held(article_id)})

    def _advertise(self, theirs: int, ours: int, same_walks: bool) -> None:
        """Note what a channel named; one that was here, as in a walk to come: it is no ground that we covered."""
        query = (
            "SELECT lead_id, key, walk, advertised.first_seen_at, day, is_first FROM advertised JOIN leads ON leads.id = lead_id"
            " WHERE channel_id = ? AND lead_id > ? ORDER BY lead_id LIMIT ?"
        )
        last = 0
        while rows := self._other.execute(query, [theirs, last, BATCH]).fetchall():
            with self._batch():
                for _, key, walk, first_seen_at, day, is_first in rows:
                    self._db.execute(
                        "INSERT INTO advertised (channel_id, lead_id, walk, first_seen_at, day, is_first)"
                        " SELECT channels.id, leads.id, CASE WHEN ?1 THEN ?2 ELSE channels.walk + 1 END, ?3, ?4,"
                        " ?5 AND leads.first_seen_at = ?3 FROM channels, leads WHERE channels.id = ?6 AND key = ?7"
                        " ON CONFLICT DO NOTHING",
                        [same_walks, walk, first_seen_at, day, is_first, ours, key],
                    )
            last = rows[-1][0]

    def _merge_capture(self, capture_id: int) -> None:
        """Take over what nothing names: pages of visits that brought nothing new."""
        if capture_id not in self._copier.forgotten:
            self._copier.copy(capture_id)

    def _merge_lessons(self) -> None:
        """Take over what was learned of sites of which nothing is known here."""
        for (site_id,) in self._other.execute("SELECT id FROM sites").fetchall():
            if not self._db.execute("SELECT 1 FROM lessons WHERE site_id = ?", [site_id]).fetchone():
                for lesson in records(
                    self._other, "SELECT * FROM lessons WHERE site_id = ? ORDER BY id", site_id
                ):
                    del lesson["id"]
                    insert(self._db, "lessons", lesson)
            if not self._db.execute("SELECT 1 FROM observed_pages WHERE site_id = ?", [site_id]).fetchone():
                self._merge_observed(site_id)

    def _merge_observed(self, site_id: str) -> None:
        query = "SELECT * FROM observed_pages WHERE site_id = ? ORDER BY number"
        for page in records(self._other, query, site_id):
            if not self._articles.is_forgotten(page["article_id"]):
                ours = self._articles.find(page["article_id"])
                if ours is not None:
                    insert(self._db, "observed_pages", {**page, "article_id": ours})
