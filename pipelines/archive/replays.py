"""Pages read again, as rows: what other rules made of them, and how far a replay has come."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import add_addresses, article_at, columns_of, insert_removals
from pipelines.archive.chain import relink_reread
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import is_forgotten
from pipelines.archive.notices import record_notice
from pipelines.archive.readings import write_reading
from pipelines.archive.revising import add_reading
from pipelines.archive.rows import read_row
from pipelines.archive.stored_pages import StoredPage, StoredPages, StoredText
from pipelines.archive.timeline import displace
from pipelines.archive.values import Row, Value, checked, clean_text, insert, key_of, update
from pipelines.items import Article, Capture, Removed

OF_VERSIONS = {"title", "text", "published_at"}  # what makes a version
# Columns that tell of one thing; every other is a field of its own.
FIELD_OF = {
    **dict.fromkeys((f"published_{part}" for part in ("at", "offset", "precision", "source", "disputed", "day")), "published"),
    **dict.fromkeys((f"modified_{part}" for part in ("at", "offset", "precision", "source")), "modified"),
    **dict.fromkeys(("dateline_site", "dateline_place"), "dateline"),
    **dict.fromkeys(("main_place", "places"), "places"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that today's rules read otherwise: what it was, and what it is now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """A replay, and how far it has come."""

    id: int
    rules: str
    scope: str
    started_at: str
    finished_at: str | None
    until_version: int
    until_lead: int
    last_version: int
    last_lead: int
    counts: dict[str, Any]


def compare(page: StoredPage, before: StoredText, article: Article) -> list[Difference]:
    """Return the fields in which an article read again differs from what is stored of it.

    Of a text that its article no longer shows, title and text alone are kept, and its blocks.
    """
    found = _differing(page, before, article)
    fields: dict[str, tuple[list[str], list[str]]] = {}
    for name, (old, new) in found.items():
        olds, news = fields.setdefault(FIELD_OF.get(name, name), ([], []))
        olds.append("" if old is None else str(old))
        news.append("" if new is None else str(new))
    told = [
        Difference(field, " ".join(olds).strip(), " ".join(news).strip())
        for field, (olds, news) in fields.items()
    ]
    told += _compare_removed(before.removed, article.removed)
    return (
        told
        if before.is_current
        else [Difference(f"earlier {each.field}", each.before, each.after) for each in told]
    )


def _differing(page: StoredPage, before: StoredText, article: Article) -> dict[str, tuple[Value, Value]]:
    now = {**columns_of(article), "text": article.text}
    return {
        name: (value, cleaned)
        for name, value in before.columns.items()
        if name not in page.reading.followed and (cleaned := checked(name, now[name])) != value
    }


def _compare_removed(before: Iterable[Removed], after: Iterable[Removed]) -> list[Difference]:
    """Compare the blocks that were taken out, by reason; their order says nothing."""
    old, new = Counter(before), Counter(map(_clean, after))
    gone, come = old - new, new - old
    found = []
    for reason in sorted({block.reason for block in (*gone, *come)}):
        told = [
            "; ".join(f"{block.text} [{block.rule}]" for block in side if block.reason == reason)
            for side in (gone, come)
        ]
        found.append(Difference(f"removed: {reason}", *told))
    return found


def _clean(block: Removed) -> Removed:
    return Removed(clean_text(block.text), clean_text(block.reason), clean_text(block.rule))


class Rewriter:
    """Writes what other rules made of stored pages; `unplaced` are the articles that the timeline lacks until the batch ends."""

    def __init__(self, db: Database, pages: StoredPages, unplaced: set[int]) -> None:
        self._db = db
        self._pages = pages
        self._unplaced = unplaced

    def rewrite(self, page: StoredPage, article: Article, capture: Capture) -> list[Difference]:
        """Store a page's article as today's rules read it, and return in what it differs; `capture` is its first one.

        Another title, text or time of publication is a version of cause 'rule'; other fields, and the blocks that were
        taken out, take the place of those of the newest reading.
        """
        before = self._pages.text(page)
        found = compare(page, before, article)
        changed = _differing(page, before, article)
        newest = page.newest_id
        if changed.keys() & OF_VERSIONS:
            newest = self._add_reading(page, before, article)
        else:
            self._renew(page, before, article, changed)
        reading = write_reading(article.reading, page.site_id, capture, page.reading.followed)
        update(self._db, "versions", newest, {"rules": article.reading.rules, "reading": reading})
        relink_reread(self._db, page.article_id, page.number)
        if page.is_current:
            record_notice(self._db, page.article_id, article.notice)
        self._add_address(page, article.url)
        return found

    def _add_reading(self, page: StoredPage, before: StoredText, article: Article) -> int:
        """Add a version, and return its row's number; what a later look brought stays."""
        number = add_reading(self._db, page.version_id, article)
        followed = {name: before.columns[name] for name in page.reading.followed & before.columns.keys()}
        if page.is_current and followed:
            update(self._db, "articles", page.article_id, followed)
        self._unplaced.add(page.article_id)
        (version_id,) = self._db.execute(
            "SELECT id FROM versions WHERE article_id = ? AND number = ?",
            [page.article_id, number or page.newest_number],
        ).fetchone()
        return int(version_id)

    def _renew(
        self,
        page: StoredPage,
        before: StoredText,
        article: Article,
        changed: Mapping[str, tuple[Value, Value]],
    ) -> None:
        if changed:
            if any(name.startswith("published_") for name in changed):
                displace(self._db, page.article_id)
                self._unplaced.add(page.article_id)
            update(self._db, "articles", page.article_id, {name: new for name, (_, new) in changed.items()})
        if Counter(before.removed) != Counter(map(_clean, article.removed)):
            self._db.execute("DELETE FROM removals WHERE version_id = ?", [page.newest_id])
            insert_removals(self._db, page.newest_id, page.site_id, article.removed)

    def _add_address(self, page: StoredPage, url: str) -> None:
        """Let the address that today's rules take for the canonical one lead to the article, if it leads nowhere yet."""
        try:
            key = key_of(url)
        except ArchiveError:
            return
        if article_at(self._db, key) is None and not is_forgotten(self._db, [url]):
            add_addresses(self._db, page.article_id, [url], clock.now())


def drop_unused_blocks(db: Database) -> None:
    """Delete blocks that no version takes out any more: what nothing names could not be forgotten with its article."""
    db.execute("DELETE FROM blocks WHERE id NOT IN (SELECT block_id FROM removals)")


def begin_replay(db: Database, rules: str, scope: str, until: tuple[int, int], *, anew: bool) -> ReplayRow:
    """Return the replay of these rules and pages to go on with: one that did not end, else a new one.

    A new one begins where the last one ended, with what came since; where nothing came, that one is returned. `anew`: it
    begins with the first page.
    """
    found = _find(db, rules, scope)
    if found is not None and found.finished_at is None:
        if not anew:
            update(db, "replays", found.id, {"until_version": until[0], "until_lead": until[1]})
    else:
        last = (0, 0) if found is None or anew else (found.last_version, found.last_lead)
        if found is not None and last == until:
            return found
        row: Row = {
            "rules": rules,
            "scope": scope,
            "started_at": clock.to_iso(clock.now()),
            "until_version": until[0],
            "until_lead": until[1],
            "last_version": last[0],
            "last_lead": last[1],
        }
        insert(db, "replays", row)
    replay = _find(db, rules, scope)
    assert replay is not None
    return replay


def _find(db: Database, rules: str, scope: str) -> ReplayRow | None:
    row = db.execute(
        "SELECT id, rules, scope, started_at, finished_at, until_version, until_lead, last_version, last_lead, counts"
        " FROM replays WHERE rules = ? AND scope = ? ORDER BY id DESC LIMIT 1",
        [rules, scope],
    ).fetchone()
    return read_row(ReplayRow, row, counts=json.loads) if row else None


def advance_replay(db: Database, replay_id: int, last: tuple[int, int], counts: Mapping[str, Any]) -> None:
    """Note how far a replay has come, with what it wrote."""
    row: Row = {
        "last_version": last[0],
        "last_lead": last[1],
        "counts": json.dumps(counts, ensure_ascii=False),
    }
    update(db, "replays", replay_id, row)


def finish_replay(db: Database, replay_id: int, last: tuple[int, int]) -> None:
    """Note that a replay has read all; `last` are the highest numbers now, its own versions among them."""
    drop_unused_blocks(db)
    row: Row = {"last_version": last[0], "last_lead": last[1], "finished_at": clock.to_iso(clock.now())}
    update(db, "replays", replay_id, row)
