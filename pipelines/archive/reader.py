"""The reader: an archive opened read-only, beside whoever writes it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import (
    alarms,
    captures,
    channels,
    counting,
    due,
    facets,
    history,
    ledger,
    lessons,
    matches,
    overview,
    queries,
    report,
    saved,
    searching,
    selection,
    sites,
    story_queries,
)
from pipelines.archive.backfills import BackfillRow, WantedRow, open_walks, wanted_days
from pipelines.archive.chain import read_version
from pipelines.archive.connection import ARCHIVE_FILE, CAPTURES_FILE, end_after, naming, open_for_reading
from pipelines.archive.due import Due
from pipelines.archive.frames import Rows, search_of
from pipelines.archive.history import History
from pipelines.archive.host_files import HostFile, host_files_of
from pipelines.archive.matches import MatchRow
from pipelines.archive.pair import one_view, reading_pair
from pipelines.archive.places import PlaceCount, count_places
from pipelines.archive.replays import Difference, compare
from pipelines.archive.rows import (
    ArticleRow,
    CaptureRow,
    ChannelRow,
    Count,
    Counted,
    Hit,
    LessonRow,
    RemovedBlock,
    RemovedRow,
    Search,
    SiteSummary,
    VersionRow,
)
from pipelines.archive.schema import ARCHIVE, CAPTURES
from pipelines.archive.stored_pages import StoredPage, StoredPages
from pipelines.archive.story_changes import read_copy
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.archive.tables import Row as TableRow
from pipelines.archive.tables import Table, as_objects, find_text, read_table, state_of_archive
from pipelines.dedupe.corrections import Copy
from pipelines.health import Alarm, SiteHealth
from pipelines.items import Article, Lesson
from pipelines.revisions import Change, classify

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site


class Archive:
    """An archive to read; the captures file is opened when a capture is asked for, and may be elsewhere until then."""

    def __init__(self, data: Path, seconds: float | None = None) -> None:
        self._data = data
        self.path = data / ARCHIVE_FILE
        self._db = open_for_reading(self.path, ARCHIVE)
        if seconds is not None:
            end_after(self._db, seconds)
        self._opened: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files."""
        self._db.close()
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    @property
    def _captures(self) -> Database:
        if self._opened is None:
            self._opened = open_for_reading(self._data / CAPTURES_FILE, CAPTURES)
        return self._opened

    @property
    def has_captures(self) -> bool:
        """Whether the captures file is beside the archive."""
        return (self._data / CAPTURES_FILE).is_file()

    def due(self, site: "Site", now: datetime) -> Due:
        """Return what of a site is due, and when the next thing is."""
        with naming(self.path):
            return due.due_of(self._db, site, now)

    def channels(self, site_id: str) -> list[ChannelRow]:
        """Return a site's channels in the order in which they were found."""
        with naming(self.path):
            return channels.list_channels(self._db, site_id)

    def open_walks(self, site_id: str) -> list[BackfillRow]:
        """Return the walks back over a site that the operator asked for and that are not at their end."""
        with naming(self.path):
            return open_walks(self._db, site_id)

    def wanted_days(self, site_id: str) -> list[WantedRow]:
        """Return the days that wait for their site's lists, in the order in which they were asked for."""
        with naming(self.path):
            return wanted_days(self._db, site_id)

    def host_files(self, site_ids: Iterable[str]) -> list[HostFile]:
        """Return what hosts said of robots and reservations to the crawls of these sites."""
        with naming(self.path):
            return host_files_of(self._db, site_ids)

    def search(self, query: Search | str, **filters: Any) -> "Rows[Hit]":
        """Return the articles that a query asks for; raises SearchError where it cannot be asked.

        A query may be words, with the other fields of Search as `filters`; a day may be text, `2026-03-01`.
        """
        asked = search_of(query, filters) if isinstance(query, str) else query
        with naming(self.path), self._db.atomic():  # one view of the archive while a writer goes on
            return Rows(searching.search(self._db, asked))

    def count_by(self, query: Search, by: Counted, *, share: bool = False) -> list[Count]:
        """Return how many articles a query finds by day, site or section; raises SearchError where it cannot be asked."""
        with naming(self.path), self._db.atomic():
            return counting.count_by(self._db, query, by, share=share)

    def facets(self, query: Search) -> facets.Facets:
        """Return of which sites, sections, places and months the newest articles are that a query asks for."""
        with naming(self.path), self._db.atomic():
            return facets.count_facets(self._db, query)

    def overview(self) -> overview.Overview:
        """Return what is held, by sites, with the last runs."""
        with naming(self.path), self._db.atomic():
            return overview.read_overview(self._db)

    def table(self, table: Table) -> Iterator[TableRow]:
        """Yield the rows of a table in one view of both files; raises SearchError where it cannot be asked."""
        with naming(self.path), self._pair() as db:
            yield from read_table(db, table, with_captures=self.has_captures)

    @contextmanager
    def _pair(self) -> Iterator[Database]:
        """Open the archive once more, with its captures where they are beside it, and keep it as it is now."""
        if self.has_captures:
            with reading_pair(self._data) as db, one_view(db):
                yield db
            return
        db = open_for_reading(self.path, ARCHIVE)
        try:
            with db.atomic():
                yield db
        finally:
            db.close()

    def articles(self, words: str = "", **filters: Any) -> "Rows[dict[str, Any]]":
        """Return the articles that a search finds as rows of `tables.COLUMNS`, with aware times; `filters` as in Search."""
        table = Table(search_of(words, filters))
        return Rows(as_objects(table.columns, self.table(table)))

    def state(self) -> dict[str, Any]:
        """Return what tells this state of the archive from another, as a manifest says it."""
        with naming(self.path), self._db.atomic():
            return {"schema": ARCHIVE.version, **state_of_archive(self._db)}

    def text_of(self, uid: str, digest: str) -> tuple[str, str] | None:
        """Return title and text of the version with a digest, None where no version has; raises ArchiveError without article."""
        with naming(self.path):
            return find_text(self._db, uid, digest)

    def find_article(self, reference: str) -> ArticleRow | None:
        """Return the article of a local number, a uid or its beginning, or any address that leads to it."""
        with naming(self.path):
            return queries.find_article(self._db, reference)

    def addresses(self, article_id: int) -> list[str]:
        """Return the addresses that lead to an article."""
        with naming(self.path):
            return queries.list_addresses(self._db, article_id)

    def versions(self, article_id: int) -> list[VersionRow]:
        """Return an article's versions in the order of their numbers."""
        with naming(self.path):
            return queries.list_versions(self._db, article_id)

    def history(self, article_id: int) -> history.History:
        """Return what became of an article after it was archived."""
        with naming(self.path), self._db.atomic():
            return history.read_history(self._db, article_id)

    def changes_between(self, old_id: int, new_id: int) -> tuple[Change, ...]:
        """Return what a reader would notice between two versions, by their ids."""
        with naming(self.path):
            return classify(read_version(self._db, old_id), read_version(self._db, new_id))

    def removed(self, article_id: int) -> list[RemovedRow]:
        """Return the blocks that were taken out of an article's texts."""
        with naming(self.path):
            return queries.list_removed(self._db, article_id)

    def removed_blocks(
        self, site_id: str | None, reason: str | None, rule: str | None, limit: int
    ) -> tuple[int, list[RemovedBlock]]:
        """Return how many blocks were taken out, and the first of them; raises SearchError for an unknown site."""
        with naming(self.path):
            return queries.list_removed_blocks(self._db, site_id, reason, rule, limit)

    def lessons(self, site_id: str) -> list[LessonRow]:
        """Return all that was ever learned of a site's boilerplate, what stands first."""
        with naming(self.path):
            return lessons.history(self._db, site_id)

    def known_lessons(self, site_id: str) -> tuple[int, list[Lesson]]:
        """Return what a site's pages are known to repeat now, and the version of that knowledge; none of an unknown site."""
        with naming(self.path):
            return lessons.lessons(self._db, site_id)

    def rests_until(self, site_id: str) -> datetime | None:
        """Return until when a site asked to be left alone, if it did."""
        with naming(self.path):
            return sites.rests_until(self._db, site_id)

    def places(self) -> dict[str, PlaceCount]:
        """Return how many articles are about each place that any is about."""
        with naming(self.path):
            return count_places(self._db)

    def stories(self, order: Literal["largest", "newest"], site_id: str | None, limit: int) -> list[StoryRow]:
        """Return stories of two articles or more; raises SearchError for an unknown site."""
        with naming(self.path):
            return story_queries.list_stories(self._db, order, site_id, limit)

    def story(self, article_id: int) -> tuple[StoryRow, list[MemberRow]] | None:
        """Return the story that an article is in, with its articles in the order of publication."""
        with naming(self.path), self._db.atomic():
            return story_queries.find_story(self._db, article_id)

    def story_copies(self, members: Sequence[MemberRow]) -> list[tuple[Copy, list[VersionRow], History]]:
        """Return articles of a story with their publishers' versions, and what became of each."""
        with naming(self.path), self._db.atomic():
            return [read_copy(self._db, member.uid) for member in members]

    def matches(self, text: str) -> list[MatchRow]:
        """Return the articles whose text is a copy of a text from elsewhere, or builds on it, in the order of publication."""
        with naming(self.path), self._db.atomic():
            return matches.find_matches(self._db, text)

    def count_never_compared(self) -> int:
        """Return how many articles have no part in stories yet: those of an archive that is older than these."""
        with naming(self.path):
            return story_queries.count_missing(self._db)

    def capture(self, capture_id: int) -> CaptureRow:
        """Return what is known of a capture; raises ArchiveError where there is none."""
        with naming(self._data / CAPTURES_FILE):
            return captures.read_capture(self._captures, capture_id)

    def payload(self, capture_id: int) -> bytes:
        """Return a capture's payload as it was received."""
        with naming(self._data / CAPTURES_FILE):
            return captures.read_captured(self._captures, capture_id)

    def capture_ids(self, site_id: str | None, since: date | None, until: date | None) -> Sequence[int]:
        """Return the captures of a site (None: of all) and of days in UTC, in order; SearchError for an unknown site."""
        with naming(self.path):
            of_site = None if site_id is None else selection.captures_of_site(self._db, site_id)
        with naming(self._data / CAPTURES_FILE):
            return selection.captures_of_days(self._captures, of_site, since, until)

    def captures_of_stories(self, chosen: Sequence[int]) -> Sequence[int]:
        """Return those of captures that are left when each story is told once, by its first article that rests on one."""
        with naming(self.path):
            return selection.captures_of_stories(self._db, chosen)

    def is_shared(self, digest: str) -> bool:
        """Tell whether several captures have the payload of this digest."""
        with naming(self._data / CAPTURES_FILE):
            return selection.is_shared(self._captures, digest)

    @property
    def stored_pages(self) -> StoredPages:
        """The pages that the archive holds, to be read again."""
        with naming(self._data / CAPTURES_FILE):
            return StoredPages(self._db, self._captures)

    def compare_page(self, page: StoredPage, article: Article) -> list[Difference]:
        """Return in what a page read again differs from what was read before."""
        with naming(self.path):
            return compare(page, self.stored_pages.text(page), article)

    def site_name(self, site_id: str) -> str:
        """Return what a site is called; its id where the archive does not know it."""
        with naming(self.path):
            return sites.site_name(self._db, site_id)

    def named_leads(
        self, scope: ledger.Scope, by: Literal["day", "month"], *, of_channels: bool
    ) -> list[ledger.LedgerRow]:
        """Return what became of what lists named; raises SearchError for an unknown site."""
        with naming(self.path):
            ledger.require_site(self._db, scope.site_id)
            return ledger.ledger(self._db, scope, by, of_channels=of_channels)

    def lead_reasons(self, scope: ledger.Scope) -> list[ledger.ReasonRow]:
        """Return why leads were not archived, and how many."""
        with naming(self.path):
            return ledger.reasons(self._db, scope)

    def gaps(self, scope: ledger.Scope) -> list[ledger.LedgerGap]:
        """Return the probable gaps between polls."""
        with naming(self.path):
            return ledger.gaps(self._db, scope)

    def months(self, scope: ledger.Scope) -> list[ledger.MonthRow]:
        """Return months of publication: what sites say against what is held; raises SearchError for an unknown site."""
        with naming(self.path):
            ledger.require_site(self._db, scope.site_id)
            return ledger.months(self._db, scope)

    def health(self, catalogue: Iterable["Site"]) -> tuple[list[SiteHealth], list[Alarm]]:
        """Return what is known of the sites' health, and the alarms as that judges them now; nothing is written."""
        catalogue = list(catalogue)
        with naming(self.path), self._db.atomic():
            healths = alarms.read_health(self._db, catalogue, whole=True)
            ids = [health.site_id for health in healths]
            return healths, alarms.judge_now(self._db, healths, ids, clock.now())

    def report(
        self,
        since: date | None = None,
        until: date | None = None,
        sites: tuple[str, ...] = (),
        regions: tuple[str, ...] = (),
    ) -> report.Report:
        """Return what is told of a period, the archive's last week where no days are given; SearchError where it cannot be."""
        with naming(self.path), self._db.atomic():
            return report.read_report(self._db, report.choose_period(self._db, since, until, sites, regions))

    def saved_searches(self) -> list[saved.SavedSearch]:
        """Return the saved searches by name."""
        with naming(self.path):
            return saved.list_searches(self._db)

    def saved_matches(self, name: str, limit: int) -> list[saved.SavedMatch]:
        """Return what a saved search found, the latest first; raises SearchError where none has this name."""
        with naming(self.path):
            return saved.list_matches(self._db, name, limit)

    def site_summary(self) -> list[SiteSummary]:
        """Return what is held of each site, by site id."""
        with naming(self.path):
            return sites.site_summary(self._db)


def open_archive(data: Path, seconds: float | None = None) -> Archive:
    """Open the archive in a data folder read-only; raises ArchiveError where there is none.

    `seconds`: what is asked of the articles later than that ends with a SearchError: who serves others sets a limit.
    """
    return Archive(data, seconds)
