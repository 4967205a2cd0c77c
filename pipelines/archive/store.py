"""The store: the one writer of an archive. Writes gather in a batch; flush() commits it in both files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pipelines import clock
from pipelines.archive import channels, leads, lessons, sites
from pipelines.archive.captures import CaptureWriter
from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, naming, open_pair
from pipelines.archive.outcomes import Recorder
from pipelines.archive.rows import ChannelRow, Imported, LeadRow, Poll, PollResult, SiteSummary
from pipelines.archive.timeline import place
from pipelines.catalogue import Site
from pipelines.items import Article, Capture, ChannelRef, LeadState, Lesson, ObservedPage, Outcome, SourceKind


class Store:
    """An open archive that this process writes; every method is one step that happens whole or not at all."""

    def __init__(self, data: Path, command: str = "crawl") -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.path = data / ARCHIVE_FILE
        self._command = command
        self._lock = WriterLock(data, command)
        try:
            self._archive, self._captures = open_pair(data)
        except BaseException:
            self._lock.release()
            raise
        self._capture_writer = CaptureWriter(self._captures)
        self._recorder = Recorder(self._archive, self._capture_writer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Commit what is written and give the archive up; may be called twice."""
        try:
            self.flush()
        finally:
            self._archive.close()
            self._captures.close()
            self._lock.release()

    def flush(self) -> None:
        """Commit the batch, the captures first: an article never names a capture that is not there.

        What was written before flush() returns survives a kill and a power cut.
        """
        if not self._archive.conn.in_transaction:
            return
        with naming(self.path):
            try:
                place(self._archive, self._recorder.unplaced)
                self._captures.conn.execute("COMMIT")
                self._archive.conn.execute("COMMIT")
            except BaseException:
                self._captures.rollback()
                self._archive.rollback()
                self._capture_writer.forget()
                raise
            finally:
                self._recorder.unplaced.clear()

    @contextmanager
    def _step(self) -> Iterator[None]:
        """One step of the batch: on an error the step alone is taken back."""
        with naming(self.path):
            for database in (self._captures, self._archive):
                if not database.conn.in_transaction:
                    database.conn.execute("BEGIN IMMEDIATE")
            try:
                with self._captures.atomic(), self._archive.atomic():
                    yield
            except BaseException:
                self._capture_writer.forget()
                raise

    def sync_sites(self, catalogue: Iterable[Site]) -> None:
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
        self.flush()

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

    def cut_walk(self, channel_id: int) -> None:
        """End a channel's walk at the page limit; what lies beyond is a known gap."""
        with self._step():
            channels.cut_walk(self._archive, channel_id, clock.to_iso(clock.now()))

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

    def import_article(
        self,
        article: Article,
        site: Site,
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
        """Tell whether these bytes were imported before, from this address where one is given."""
        return self._capture_writer.holds(payload, SourceKind.IMPORT, url)

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

    def site_summary(self) -> list[SiteSummary]:
        """Return what is held of each site, by site id; commits, so that it counts all that is written."""
        self.flush()
        return sites.site_summary(self._archive)


def open_store(data: Path, command: str = "crawl") -> Store:
    """Open the archive in a data folder for writing, made where there is none.

    Raises LockedError naming the process that writes it, ArchiveError where it cannot be used.
    """
    return Store(data, command)
