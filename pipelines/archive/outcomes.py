"""What became of a lead, as rows: the rules that keep one article a canonical URL."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import (
    Sighting,
    add_addresses,
    find_known,
    insert_article,
)
from pipelines.archive.captures import CaptureWriter
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import REASON, is_forgotten, refuse_forgotten
from pipelines.archive.leads import article_of, find_lead, holder_of, require_lead, settle, settle_failure
from pipelines.archive.lessons import observe
from pipelines.archive.notices import answer_notices, record_notice
from pipelines.archive.revising import Revised, revise
from pipelines.archive.rows import Imported, LeadRow
from pipelines.archive.values import Row, key_of, update
from pipelines.archive.watches import begin_watch
from pipelines.items import Article, Capture, LeadState, Outcome, SourceKind


class Recorder:
    """Writes outcomes; keeps the articles that the timeline lacks until the batch ends."""

    def __init__(self, archive: Database, captures: CaptureWriter) -> None:
        self._db = archive
        self._captures = captures
        self.unplaced: set[int] = set()
        # What is forgotten is forgotten by another process, which must write alone.
        self._has_forgotten = archive.execute("SELECT EXISTS (SELECT 1 FROM forgotten)").fetchone()[0] == 1

    def record(self, outcome: Outcome, at: datetime) -> LeadState:
        """Store what became of a lead with its evidence, and return the state that the lead then has."""
        lead = require_lead(self._db, outcome.lead_key)
        if self._has_forgotten and is_forgotten(self._db, _all_addresses(lead.url, outcome)):
            outcome = Outcome(outcome.lead_key, LeadState.NOT_ARTICLE, REASON)
        if outcome.article is not None:
            return self._record_article(lead, outcome, outcome.article, at)
        if article_of(self._db, lead.id) is not None:
            # It holds an article, or is another address of one: what its page became does not unmake that.
            seen: Row = {"reason": f"{outcome.state}: {outcome.reason}", "settled_at": clock.to_iso(at)}
            update(self._db, "leads", lead.id, seen)
            return lead.state
        if outcome.state is LeadState.FAILED:
            return settle_failure(self._db, lead, outcome.reason, at)
        if outcome.state is LeadState.VANISHED:
            return settle(self._db, lead.id, outcome.state, at, {"reason": outcome.reason})
        if outcome.state is LeadState.NOT_ARTICLE:
            # The page is kept: a wrong refusal is a silent hole, which only a later rule over stored pages finds.
            capture_ids = self._store(outcome.captures)
            row: Row = {"reason": outcome.reason, "capture_id": capture_ids[0] if capture_ids else None}
            return settle(self._db, lead.id, outcome.state, at, row)
        raise ArchiveError(f"{outcome.lead_key}: {outcome.state} without an article")

    def import_article(
        self,
        article: Article,
        site_id: str,
        capture: Capture | None,
        fetched_at: datetime,
        further: tuple[Capture, ...] = (),
    ) -> Imported:
        """Store an article that no lead led to; the same one again changes nothing."""
        captures = [*([capture] if capture else []), *further]
        urls = [article.url, *_addresses(captures)]
        refuse_forgotten(self._db, urls)
        article_id = find_known(self._db, article.url)
        if article_id is None:
            article_id = self._insert(self._sight(article, site_id, captures, fetched_at))
            keys = self._spread(article_id, urls, fetched_at)
            self._note_corrections(article_id, article, keys)
            return Imported(self._uid(article_id), "archived")
        self._spread(article_id, urls, fetched_at, holder_of(self._db, article_id))
        revised = self._revise(article_id, site_id, article, captures, fetched_at)
        return Imported(self._uid(article_id), "version" if revised.is_stored else "unchanged")

    def revise(
        self, article_id: int, site_id: str, article: Article, captures: Sequence[Capture], at: datetime
    ) -> Revised:
        """Store what a later look at an article showed, where a reader would notice a change, and return what it brought."""
        self._spread(article_id, [article.url, *_addresses(captures)], at, holder_of(self._db, article_id))
        return self._revise(article_id, site_id, article, captures, at)

    def _record_article(self, lead: LeadRow, outcome: Outcome, article: Article, at: datetime) -> LeadState:
        urls = [article.url, lead.url, *_addresses(outcome.captures)]
        held = article_of(self._db, lead.id) if lead.state is LeadState.ARCHIVED else None
        found = find_known(self._db, article.url) or held
        if found is None:
            return self._archive(lead, outcome, article, urls, at)
        holder = holder_of(self._db, found)
        if (
            held is not None and held != found
        ):  # its page now shows another article, which is archived already
            update(
                self._db,
                "leads",
                lead.id,
                {"reason": f"now shows {article.url}", "settled_at": clock.to_iso(at)},
            )
            return lead.state
        if holder is not None and holder != lead.id:
            self._spread(found, urls, at, holder)
            return settle(self._db, lead.id, LeadState.ALIAS, at, {"alias_of": holder, "article_id": found})
        state = settle(self._db, lead.id, LeadState.ARCHIVED, at, {"article_id": found})
        self._revise(found, lead.site_id, article, outcome.captures, at)
        self._spread(found, urls, at, lead.id)
        return state

    def _archive(
        self, lead: LeadRow, outcome: Outcome, article: Article, urls: list[str], at: datetime
    ) -> LeadState:
        """Store a new article; the lead that advertised its canonical address holds it, if there is one."""
        key = key_of(article.url)
        canonical = lead if key == lead.key else find_lead(self._db, key) or lead
        article_id = self._insert(self._sight(article, lead.site_id, outcome.captures, at))
        settle(self._db, canonical.id, LeadState.ARCHIVED, at, {"article_id": article_id})
        if canonical.id != lead.id:
            row: Row = {"alias_of": canonical.id, "article_id": article_id}
            settle(self._db, lead.id, LeadState.ALIAS, at, row)
        keys = self._spread(article_id, urls, at, canonical.id, {canonical.key, lead.key})
        self._note_corrections(article_id, article, keys)
        return LeadState.ARCHIVED if canonical.id == lead.id else LeadState.ALIAS

    def _spread(
        self,
        article_id: int,
        urls: list[str],
        at: datetime,
        holder: int | None = None,
        settled: Collection[str] = (),
    ) -> list[str]:
        """Add addresses to an article, and return their keys; leads of them that are still to be fetched need not be.

        `settled` are the keys of leads that were just settled.
        """
        keys = add_addresses(self._db, article_id, dict.fromkeys(urls), at)
        for key in keys:
            lead = None if key in settled else find_lead(self._db, key)
            if lead is None or lead.state in {LeadState.ARCHIVED, LeadState.ALIAS}:
                continue
            if holder is None:
                holder = lead.id
                settle(self._db, lead.id, LeadState.ARCHIVED, at, {"article_id": article_id})
            elif lead.id != holder:
                row: Row = {"alias_of": holder, "article_id": article_id}
                settle(self._db, lead.id, LeadState.ALIAS, at, row)
        return keys

    def _sight(self, article: Article, site_id: str, captures: Sequence[Capture], at: datetime) -> Sighting:
        return Sighting(article, site_id, at, self._store(captures), captures[0] if captures else None)

    def _store(self, captures: Iterable[Capture]) -> tuple[int, ...]:
        return tuple(self._captures.store(capture) for capture in captures)

    def _insert(self, sighting: Sighting) -> int:
        article_id = insert_article(self._db, sighting)
        self.unplaced.add(article_id)
        begin_watch(self._db, article_id, sighting.site_id, sighting.article, sighting.seen_at)
        self._observe(article_id, sighting)
        return article_id

    def _revise(
        self, article_id: int, site_id: str, article: Article, captures: Sequence[Capture], at: datetime
    ) -> Revised:
        """Take a later sighting; its captures are stored where it is a new version."""
        sighting = Sighting(article, site_id, at, capture=captures[0] if captures else None)
        revised = revise(self._db, article_id, sighting, lambda: self._store(captures))
        self.unplaced.add(article_id)
        if revised.is_stored:
            self._observe(article_id, sighting)
        return revised

    def _note_corrections(self, article_id: int, article: Article, keys: Iterable[str]) -> None:
        """Link correction notices with what they correct, whichever of both came first; the article is new."""
        if article.notice is not None:
            record_notice(self._db, article_id, article.notice)
        answer_notices(self._db, article.title, keys)

    def _observe(self, article_id: int, sighting: Sighting) -> None:
        observe(self._db, sighting.site_id, article_id, sighting.article, sighting.seen_at)

    def _uid(self, article_id: int) -> str:
        found = self._db.execute("SELECT uid FROM articles WHERE id = ?", [article_id]).fetchone()
        return str(found[0])


def _addresses(captures: Iterable[Capture]) -> list[str]:
    """Return the addresses by which pages were reached; that of a response of many articles leads to none of them."""
    single = {SourceKind.PAGE, SourceKind.IMPORT}
    pages = [capture for capture in captures if capture.source_kind in single]
    return [url for capture in pages for url in (capture.url, capture.final_url)]


def _all_addresses(url: str, outcome: Outcome) -> list[str]:
    article = [outcome.article.url] if outcome.article else []
    return [url, *article, *_addresses(outcome.captures)]
