"""The store: the one writer of an archive. Writes gather in a batch; flush() commits it in both files."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pipelines import clock
from pipelines.archive import channels, due, leads, lessons, replays, sites, watches
from pipelines.archive.articles import Sighting, is_named
from pipelines.archive.backfills import Backlog
from pipelines.archive.captures import CaptureWriter
from pipelines.archive.connection import (
    ARCHIVE_FILE,
    WriterLock,
    last_written,
    naming,
    open_pair,
    savepoint,
)
from pipelines.archive.disk import require_room
from pipelines.archive.due import Due
from pipelines.archive.health_records import HealthRecords
from pipelines.archive.host_files import HostFiles
from pipelines.archive.looks import LookRecorder
from pipelines.archive.outcomes import Recorder
from pipelines.archive.relations import HeldTexts
from pipelines.archive.replays import Difference, ReplayRow, Rewriter
from pipelines.archive.revising import read_by_others
from pipelines.archive.rows import (
    ChannelRow,
    Imported,
    LeadRow,
    LookResult,
    Poll,
    PollResult,
    Revisit,
    SiteSummary,
)
from pipelines.archive.saved import SavedSearches
from pipelines.archive.stored_pages import StoredPage, StoredPages
from pipelines.archive.stories import weave
from pipelines.archive.sweeps import Sweeps
from pipelines.archive.timeline import place
from pipelines.archive.vouching import vouch
from pipelines.items import (
    Article,
    Capture,
    ChannelRef,
    LeadState,
    Lesson,
    Listing,
    Look,
    ObservedPage,
    Outcome,
    SourceKind,
)

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site


class Store:
    """An open archive that this process writes; every method is one step that happens whole or not at all."""

    def __init__(self, data: Path, command: str = "crawl", disk_floor: int | None = None) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.path = data / ARCHIVE_FILE
        self._floor = disk_floor
        self._command = command
        self.written_at = last_written(
            data
        )  # by the run before this one: its sites may have been asked until then
        self._lock = WriterLock(data, command)
        try:
            require_room(data, disk_floor)
            self._archive, self._captures = open_pair(data)
        except BaseException:
            self._lock.release()
            raise
        for database in (self._archive, self._captures):
            # What a step may have to take back stays in memory: SQLite writes it to a file of its own else, and more of
            # that than into the archive. Not for all who open the files: VACUUM would hold the whole archive there.
            database.conn.execute("PRAGMA temp_store=MEMORY")
        self._capture_writer = CaptureWriter(self._captures, in_batches=True)
        self._recorder = Recorder(self._archive, self._capture_writer)
        self._look_recorder = LookRecorder(self._archive, self._recorder)
        self._texts = HeldTexts()
        self.sweeps = Sweeps(self._archive, self._step)
        self.host_files = HostFiles(self._archive, self._step)
        self.health = HealthRecords(self._archive, self._step, self._commit)
        self.saved = SavedSearches(self._archive, self._step, self._commit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Commit what is written and give the archive up; may be called twice."""
        if self._lock.is_released:
            return
        try:
            self._commit()
            self._capture_writer.write()
        finally:
            self._capture_writer.close()
            self._archive.close()
            self._captures.close()
            self._lock.release()

    def flush(self) -> None:
        """Commit the batch, the captures first: an article never names a capture that is not there.

        What was written before flush() returns survives a kill and a power cut. Raises DiskFullError, with the batch
        committed, where the disk has less room left than the floor.
        """
        self._commit()
        require_room(self.path.parent, self._floor)

    def _commit(self) -> None:
        if not self._archive.conn.in_transaction:
            return
        with naming(self.path):
            try:
                self._capture_writer.begin_commit()
                place(self._archive, self._recorder.unplaced)
                weave(self._archive, self._recorder.unplaced, self._texts)
                self._capture_writer.wait()
                self._archive.conn.execute("COMMIT")
            except BaseException:
                self._take_back()
                raise
            finally:
                self._recorder.unplaced.clear()

    def _take_back(self) -> None:
        """Take the whole batch back, in both files; captures that were committed already stay, and nothing names them."""
        self._capture_writer.forget()
        self._captures.rollback()
        self._archive.rollback()
        self._texts.clear()
        self._recorder.unplaced.clear()

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One step of the batch: on an error the step alone is taken back."""
        with naming(self.path):
            for database in (self._captures, self._archive):
                if not database.conn.in_transaction:
                    database.conn.execute("BEGIN IMMEDIATE")
            is_whole = False
            try:
                with savepoint(self._archive):  # of captures, nothing is written before the step is over
                    yield
                is_whole = True
                self._capture_writer.settle()  # may write earlier steps' pages, and fail on them
            except BaseException:
                self._capture_writer.drop()
                # On a full disk SQLite may take one file's batch back by itself: the other's would name what is gone.
                if is_whole or not (self._captures.conn.in_transaction and self._archive.conn.in_transaction):
                    self._take_back()
                raise

    def sync_sites(self, catalogue: Iterable["Site"]) -> None:
        """Write what the catalogue says of the sites, where that is news."""
        with self._step():
            sites.sync_sites(self._archive, catalogue)

    def is_discovered(self, site_id: str) -> bool:
        """Tell whether the site's homepage and robots.txt were asked for channels."""
        return sites.is_discovered(self._archive, site_id)

    def mark_discovered(self, site_id: str) -> None:
        """Note that the site's homepage and robots.txt were asked."""
        with self._step():
            sites.mark_discovered(self._archive, site_id)

    def rests_until(self, site_id: str) -> datetime | None:
        """Return until when the site asked to be left alone; None where it never did."""
        return sites.rests_until(self._archive, site_id)

    def rest_site(self, site_id: str, until: datetime) -> None:
        """Note until when the site asked to be left alone."""
        with self._step():
            sites.rest_site(self._archive, site_id, until)

    def due(self, site: "Site", now: datetime) -> Due:
        """Return what of a site is due, and when the next thing is."""
        return due.due_of(self._archive, site, now)

    def note_usefulness(self, site_id: str, planned_at: datetime, *, is_of_use: bool) -> None:
        """Note whether a run had anything of a site: `crawl --due` leaves one that is of no use a while."""
        with self._step():
            due.note_usefulness(self._archive, site_id, planned_at, is_of_use=is_of_use)

    def start_run(self, site_ids: Iterable[str]) -> int:
        """Open a run, committed at once, so that one that is killed can be seen; return its number."""
        with self._step():
            run_id = sites.start_run(self._archive, self._command, site_ids)
        self.flush()
        return run_id

    def finish_run(self, run_id: int, outcome: str, counts: Mapping[str, int]) -> None:
        """Close a run with its exit and its counts, committed at once."""
        with self._step():
            sites.finish_run(self._archive, run_id, outcome, counts)
        self._commit()
        self.written_at = time.time()

    def add_channels(
        self, site_id: str, refs: Iterable[ChannelRef], found_in: str, parent_id: int | None = None
    ) -> list[ChannelRow]:
        """Store channels that are not known yet, and return the rows of all that were given."""
        with self._step():
            return channels.add_channels(self._archive, site_id, refs, found_in, parent_id)

    def channels(self, site_id: str) -> list[ChannelRow]:
        """Return a site's channels in the order in which they were found."""
        return channels.list_channels(self._archive, site_id)

    def record_poll(self, poll: Poll) -> PollResult:
        """Store what one page of a channel's list brought: new leads, who advertised what, and the state of the walk."""
        with self._step():
            return channels.record_poll(self._archive, poll)

    def vouch(self, site_id: str, channel_ids: Collection[int], now: datetime) -> int:
        """Let sitemaps that are as they were vouch for what they name; return for how many looks that stands."""
        with self._step():
            return vouch(self._archive, site_id, channel_ids, now)

    def cut_walk(self, channel_id: int, listing: Listing | None = None) -> int | None:
        """End a channel's walk at the page limit, whose last page is given; return the gap, where older ground is known."""
        with self._step():
            return channels.cut_walk(self._archive, channel_id, clock.now(), listing)

    @property
    def backlog(self) -> Backlog:
        """What of the sites' past is still to be read: backfills and gaps."""
        return Backlog(self._archive, self._step)

    def pending(
        self, site_id: str, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[LeadRow]:
        """Return leads to fetch, newest first, without the ids in `exclude`: those under way, or tried in this run."""
        return leads.pending_leads(self._archive, site_id, now, limit, exclude)

    def due_count(self, site_ids: Iterable[str], now: datetime) -> int:
        """Return how many leads of the sites are to be fetched."""
        return leads.due_count(self._archive, site_ids, now)

    def record_outcome(self, outcome: Outcome, at: datetime) -> LeadState:
        """Store what became of a lead with its evidence, and return the lead's state.

        An article whose canonical address is archived already becomes no second article: the lead is an alias.
        Raises ArchiveError, and stores nothing of it, where the lead is unknown or a value cannot be stored.
        """
        with self._step():
            return self._recorder.record(outcome, at)

    def plan_revisits(self, site_id: str, now: datetime) -> int:
        """Return how many articles of a site are due to be looked at again; what has outgrown that is not any more."""
        with self._step():
            watches.retire(self._archive, site_id, now)
        return watches.due_looks(self._archive, site_id, now)

    def next_revisit(self, site_id: str, now: datetime, exclude: Collection[int] = ()) -> Revisit | None:
        """Return the article of a site to look at again next, without those in `exclude`: looked at in this run."""
        self._capture_writer.write()
        return watches.next_revisit(self._archive, self._captures, site_id, now, exclude)

    def page_to_reread(self, article_id: int, article: Article, at: datetime) -> StoredPage | None:
        """Return the archived page that must be read anew before a later look at it can tell what its publisher changed."""
        site_id = ""  # where it was seen tells nothing here
        version_id = read_by_others(self._archive, article_id, Sighting(article, site_id, at))
        if version_id is None:
            return None
        return next(self.stored_pages.pages((), version_id - 1, version_id), None)

    def record_look(self, look: Look, at: datetime) -> LookResult:
        """Store what a later look at an article found: a version where its text changed, else a count and a time.

        Raises ArchiveError, and stores nothing of it, where the article is not there or a value cannot be stored.
        """
        with self._step():
            return self._look_recorder.record(look, at)

    def import_article(
        self,
        article: Article,
        site: "Site",
        capture: Capture | None,
        fetched_at: datetime,
        further: tuple[Capture, ...] = (),
    ) -> Imported:
        """Store an article that no lead led to, by the same rules; the same one again changes nothing.

        `further` are the further pages of a split article.
        """
        with self._step():
            sites.sync_sites(self._archive, [site])
            return self._recorder.import_article(article, site.id, capture, fetched_at, further)

    def holds_import(self, payload: bytes, url: str | None = None) -> bool:
        """Tell whether these bytes were imported before, from this address where one is given.

        A capture that no version names does not count: its article may have been lost between the two files' commits.
        """
        captures = self._capture_writer.equal(payload, SourceKind.IMPORT, url)
        return any(is_named(self._archive, capture_id) for capture_id in captures)

    def find_page(
        self, url: str, digest: str | None, until: datetime
    ) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
        """Return payload and headers of a stored page: by its payload's SHA-256, else the last of its address until then."""
        with naming(self.path):
            return self._capture_writer.find(url, digest, until)

    def observed(self, site_id: str) -> list[ObservedPage]:
        """Return what a site's last pages showed, in the order in which they were archived."""
        return lessons.observed(self._archive, site_id)

    def lessons(self, site_id: str) -> tuple[int, list[Lesson]]:
        """Return what a site's pages are known to repeat, and the version of that knowledge."""
        return lessons.lessons(self._archive, site_id)

    def save_lessons(self, site_id: str, taught: Iterable[Lesson], at: datetime) -> None:
        """Store what a site's pages repeat, as its next version where it is another than before."""
        with self._step():
            lessons.save(self._archive, site_id, taught, at)

    @property
    def stored_pages(self) -> StoredPages:
        """The pages that the archive holds, to be read again."""
        self._capture_writer.write()
        return StoredPages(self._archive, self._captures)

    def begin_replay(self, rules: str, scope: str, *, anew: bool) -> ReplayRow:
        """Return the replay of these rules and pages where it stands, a new one where there is none."""
        last = self.stored_pages.last_ids()
        with self._step():
            return replays.begin_replay(self._archive, rules, scope, last, anew=anew)

    def rewrite_page(self, page: StoredPage, article: Article, capture: Capture) -> list[Difference]:
        """Store what today's rules read in a page, and return in what it differs from what was read before.

        Raises ArchiveError, and stores nothing of it, where a value cannot be stored.
        """
        pages = self.stored_pages
        with self._step():
            rewriter = Rewriter(self._archive, pages, self._recorder.unplaced)
            return rewriter.rewrite(page, article, capture)

    def advance_replay(self, replay_id: int, last: tuple[int, int], counts: Mapping[str, Any]) -> None:
        """Note how far a replay has come, and commit it with all that it wrote."""
        with self._step():
            replays.advance_replay(self._archive, replay_id, last, counts)
        self.flush()

    def finish_replay(self, replay_id: int) -> None:
        """Note that a replay has read all; committed at once."""
        last = self.stored_pages.last_ids()
        with self._step():
            replays.finish_replay(self._archive, replay_id, last)
        self.flush()

    def site_summary(self) -> list[SiteSummary]:
        """Return what is held of each site, by site id; commits, so that it counts all that is written."""
        self._commit()
        return sites.site_summary(self._archive)


def open_store(data: Path, command: str = "crawl", disk_floor: int | None = None) -> Store:
    """Open the archive in a data folder for writing, made where there is none.

    `disk_floor`: bytes to be left free on its disk; None for the default. Raises LockedError naming the process
    that writes it, DiskFullError where there is no room, ArchiveError where it cannot be used.
    """
    return Store(data, command, disk_floor)
