"""Stored pages to read again: which there are, how they were read before, and what that gave."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import columns_of
from pipelines.archive.captures import read_capture, read_captured
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import REASON
from pipelines.archive.readings import StoredReading, read_hint, read_reading
from pipelines.archive.values import Value
from pipelines.items import Article, Capture, Lead, LeadState, Removed, SourceKind

if TYPE_CHECKING:  # site files are checked by a library that readers of an archive need not wait for
    from pipelines.catalogue import Site

STEP = 200  # rows read at a time

OF_SITES = "(?2 = '[]' OR site_id IN (SELECT value FROM json_each(?2)))"
# A version that a rule made is no page of its own: its capture is that of the version that it reads anew.
PAGES = (
    "SELECT versions.id, article_id, uid, url, site_id, number, source_kind, capture_id, version, part"  # noqa: S608 - parts are ours
    " FROM versions JOIN articles ON articles.id = article_id"
    f" WHERE versions.id > ?1 AND versions.id <= ?3 AND rereads IS NULL AND capture_id IS NOT NULL AND {OF_SITES}"
    " ORDER BY versions.id LIMIT ?4"
)
NEWEST = (
    "SELECT id, number, rules, reading, published_at FROM versions WHERE article_id = ? AND (number = ? OR rereads = ?)"
    " ORDER BY number DESC LIMIT 1"
)
REFUSED = (
    "SELECT id, key, url, site_id, reason, capture_id, settled_at, title, published_at, modified_at FROM leads"  # noqa: S608 - parts are ours
    f" WHERE id > ?1 AND id <= ?3 AND state = '{LeadState.NOT_ARTICLE}' AND capture_id IS NOT NULL"
    f" AND reason <> '{REASON}' AND {OF_SITES} ORDER BY id LIMIT ?4"
)
COLUMNS = (*columns_of(Article("", "", "")), "text")  # that a page says


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A version that was taken from captures, and its newest reading: itself, or a version that a rule made of it."""

    version_id: int
    article_id: int
    uid: str
    url: str
    site_id: str
    number: int
    source_kind: SourceKind
    capture_id: int
    newest_id: int
    newest_number: int
    is_current: bool  # the newest reading is what the article shows
    rules: str | None  # that made the newest reading
    reading: StoredReading
    part: int = 0  # position in a capture that holds many articles


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A lead whose page was taken for no article."""

    lead_id: int
    key: str
    url: str
    site_id: str
    reason: str
    capture_id: int
    settled_at: str
    hint: Lead


@dataclass(frozen=True, slots=True)
class StoredText:
    """What a page's newest reading gave: all of the article's columns where it is current, else title, text and time."""

    is_current: bool
    columns: dict[str, Value]
    removed: tuple[Removed, ...]


@dataclass(frozen=True, slots=True)
class StoredLesson:
    """A lesson, and the versions of what was known of its site in which it stood."""

    kind: Literal["block", "container"]
    digest: str
    version: int
    forgotten_version: int | None
    learned_at: str
    forgotten_at: str | None


class StoredPages:
    """Reads an archive's pages in the order of their numbers; holds no view of the files in between."""

    def __init__(self, archive: Database, captures: Database) -> None:
        self._db = archive
        self._captures = captures

    def last_ids(self) -> tuple[int, int]:
        """Return the highest numbers of a version and of a lead."""
        row = self._db.execute(
            "SELECT coalesce((SELECT max(id) FROM versions), 0), coalesce((SELECT max(id) FROM leads), 0)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def count(self, sites: Collection[str], after: tuple[int, int], until: tuple[int, int]) -> int:
        """Return how many pages there are between these versions and leads."""
        named = json.dumps(sorted(sites))
        found = 0
        for query, first, last in zip((PAGES, REFUSED), after, until, strict=True):
            counting = f"SELECT count(*) FROM ({query})"  # noqa: S608 - the queries are ours
            found += self._db.execute(counting, [first, named, last, -1]).fetchone()[0]
        return found

    def pages(self, sites: Collection[str], after: int, until: int) -> Iterator[StoredPage]:
        """Yield the pages of versions after one and up to another, of these sites or of all."""
        for row in self._rows(PAGES, sites, after, until):
            version_id, article_id, uid, url, site_id, number, kind, capture_id, current, part = row
            newest = self._db.execute(NEWEST, [article_id, number, number]).fetchone()
            if newest is None:  # forgotten since it was asked for
                continue
            yield StoredPage(
                version_id,
                article_id,
                uid,
                url,
                site_id,
                number,
                SourceKind(kind),
                capture_id,
                newest_id=newest[0],
                newest_number=newest[1],
                is_current=newest[1] == current,
                rules=newest[2],
                reading=read_reading(newest[3]),
                part=part,
            )

    def refused(self, sites: Collection[str], after: int, until: int) -> Iterator[RefusedPage]:
        """Yield the pages of refused leads likewise."""
        for row in self._rows(REFUSED, sites, after, until):
            lead_id, key, url, site_id, reason, capture_id, settled_at, *told = row
            yield RefusedPage(
                lead_id, key, url, site_id, reason, capture_id, settled_at or "", read_hint(url, *told)
            )

    def _rows(self, query: str, sites: Collection[str], after: int, until: int) -> Iterator[tuple[Any, ...]]:
        named = json.dumps(sorted(sites))
        while rows := self._db.execute(query, [after, named, until, STEP]).fetchall():
            yield from rows
            after = rows[-1][0]

    def text(self, page: StoredPage) -> StoredText:
        """Return what a page's newest reading gave; raises ArchiveError where its article has left the archive since."""
        shown = self._db.execute("SELECT version FROM articles WHERE id = ?", [page.article_id]).fetchone()
        if shown is None:
            raise ArchiveError("its article has left the archive")
        is_current = shown[0] == page.newest_number
        if is_current:
            row = self._db.execute(
                f"SELECT {', '.join(COLUMNS)} FROM articles WHERE id = ?",  # noqa: S608 - the columns are ours
                [page.article_id],
            ).fetchone()
            columns = dict(zip(COLUMNS, row, strict=True))
        else:
            row = self._db.execute(
                "SELECT title, text, published_at FROM versions WHERE id = ?", [page.newest_id]
            ).fetchone()
            columns = dict(zip(("title", "text", "published_at"), row, strict=True))
            if columns["published_at"] is None:  # of versions of old it is not known
                del columns["published_at"]
        return StoredText(is_current, columns, self.removed(page))

    def removed(self, page: StoredPage) -> tuple[Removed, ...]:
        """Return the blocks that a page's newest reading took out."""
        rows = self._db.execute(
            "SELECT text, reason, rule FROM removals JOIN blocks ON blocks.id = block_id WHERE version_id = ?"
            " ORDER BY position",
            [page.newest_id],
        ).fetchall()
        return tuple(Removed(*row) for row in rows)

    def captures(self, page: StoredPage | RefusedPage) -> tuple[Capture, ...]:
        """Return a page's captures with their payloads and the hint; raises ArchiveError where one is gone or damaged."""
        if isinstance(page, RefusedPage):
            return (self._capture(page.capture_id, StoredReading(hint=page.hint)),)
        further = self._db.execute(
            "SELECT capture_id FROM version_captures WHERE version_id = ? ORDER BY position",
            [page.version_id],
        ).fetchall()
        known = page.reading if page.reading.read_as else StoredReading(hint=self._hint_of(page))
        first = self._capture(page.capture_id, known)
        return (first, *(self._capture(capture_id, StoredReading()) for (capture_id,) in further))

    def _hint_of(self, page: StoredPage) -> Lead | None:
        """Return what a channel said of a version that does not say so itself: that of the lead that it came by."""
        if page.source_kind is not SourceKind.PAGE:
            return None
        row = self._db.execute(
            "SELECT url, title, published_at, modified_at FROM leads WHERE article_id = ?"
            " ORDER BY state = 'archived' DESC, id LIMIT 1",
            [page.article_id],
        ).fetchone()
        return read_hint(*row) if row else None

    def _capture(self, capture_id: int, known: StoredReading) -> Capture:
        row = read_capture(self._captures, capture_id)
        return Capture(
            row.url,
            row.final_url,
            row.status,
            row.headers,
            read_captured(self._captures, capture_id),
            known.fetched_at or clock.from_iso(row.fetched_at),
            SourceKind(row.source_kind),
            known.hint,
        )

    def lessons(self, site_id: str) -> list[StoredLesson]:
        """Return all that was ever learned of a site."""
        rows = self._db.execute(
            "SELECT kind, digest, version, forgotten_version, learned_at, forgotten_at FROM lessons"
            " WHERE site_id = ? ORDER BY id",
            [site_id],
        ).fetchall()
        return [StoredLesson(*row) for row in rows]

    def site(self, site_id: str) -> "Site | None":
        """Return a site as the catalogue last described it, without what its file says of extraction."""
        row = self._db.execute(
            "SELECT id, name, homepage, region, language, timezone, kind FROM sites WHERE id = ?", [site_id]
        ).fetchone()
        names = ("id", "name", "homepage", "region", "language", "timezone", "kind")
        from pipelines.catalogue import Site  # noqa: PLC0415 - see above

        return Site(**dict(zip(names, row, strict=True))) if row else None

    def site_ids(self) -> list[str]:
        """Return the sites that the archive knows."""
        return [row[0] for row in self._db.execute("SELECT id FROM sites ORDER BY id").fetchall()]
