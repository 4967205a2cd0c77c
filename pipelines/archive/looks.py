"""What a later look at an article found, as rows: a version where its text changed, else a count and a time."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import find_known
from pipelines.archive.errors import ArchiveError
from pipelines.archive.outcomes import Recorder
from pipelines.archive.presence import SEEN, UNANSWERED, Watch, aged_from, look_again
from pipelines.archive.revising import Revision, see_again
from pipelines.archive.rows import LookResult
from pipelines.archive.values import clean_text, insert, iso, moment
from pipelines.archive.vouching import count_looks, judge_audit
from pipelines.archive.watches import find_watch, judge_hint, write_watch
from pipelines.items import Article, Finding, Look

MAX_EVIDENCE = 300  # characters
SHINGLE = 3  # words
# How much of its text an article must share with the one that is held to be that one: under an address that is not known,
# and under its own, where a publishing system may have given its number to another.
MOVED, ANOTHER = 0.3, 0.01


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found; with the number of the version that it showed, where it showed one."""

    finding: Finding
    evidence: str
    version: int | None = None
    is_new: bool = False


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


class LookRecorder:
    """Writes looks, by the rules of the recorder of outcomes."""

    def __init__(self, archive: Database, recorder: Recorder) -> None:
        self._db = archive
        self._recorder = recorder

    def record(self, look: Look, at: datetime) -> LookResult:
        """Store what a look found, and return it with what that makes of the article.

        Raises ArchiveError, and stores nothing of it, where the article is not there.
        """
        before = find_watch(self._db, look.article_id)
        if before is None:
            raise ArchiveError(f"no article {look.article_id} is watched")
        found = self._find(look, before.site_id, at)
        finding = found.finding
        if finding is Finding.CHANGED:
            before = self._aged(before)
        after = look_again(before, finding, look.status, at)
        write_watch(self._db, after)
        self._note_check(look, found, at)
        is_step = after.state is not before.state
        if is_step:
            self._note_step(after, found.evidence or finding.value, look.status)
        judge_audit(self._db, before, finding, is_new=found.is_new, at=at)
        count_looks(self._db, before.site_id, at, made=1)
        if before.hinted_by is not None and finding not in UNANSWERED:
            judge_hint(self._db, before.hinted_by, was_right=finding is not Finding.UNCHANGED, at=at)
        return LookResult(finding, after.state, is_step, found.is_new)

    def _find(self, look: Look, site_id: str, at: datetime) -> _Found:
        """Return what the look found; a changed text is stored."""
        if look.article is None:
            if look.finding is None:
                raise ArchiveError(f"a look at article {look.article_id} brought nothing")
            if look.finding not in SEEN:
                return _Found(look.finding, look.reason)
            return _Found(look.finding, "", see_again(self._db, look.article_id, clock.to_iso(at)).version)
        known = find_known(self._db, look.article.url)
        alike = self._likeness(look.article_id, look.article)
        if known not in {None, look.article_id} or alike < (MOVED if known is None else ANOTHER):
            return _Found(Finding.ELSEWHERE, f"shows {look.article.url}")
        revised = self._recorder.revise(look.article_id, site_id, look.article, look.captures, at)
        changed = revised.revision is not Revision.UNCHANGED
        return _Found(
            Finding.CHANGED if changed else Finding.UNCHANGED,
            "",
            revised.version,
            revised.revision is Revision.NEW_VERSION,
        )

    def _likeness(self, article_id: int, article: Article) -> float:
        """Return how much of the shorter of two texts, held and shown, the other has too; 1 where the titles are one."""
        title, text = self._db.execute(
            "SELECT title, text FROM articles WHERE id = ?", [article_id]
        ).fetchone()
        if title == article.title:
            return 1.0
        held, shown = _shingles(f"{title}\n{text}"), _shingles(f"{article.title}\n{article.text}")
        return len(held & shown) / max(1, min(len(held), len(shown)))

    def _aged(self, watch: Watch) -> Watch:
        """Return the watch with the time of publication that the new version says."""
        published_at, first_seen_at = self._db.execute(
            "SELECT published_at, first_seen_at FROM articles WHERE id = ?", [watch.article_id]
        ).fetchone()
        first_seen = moment(first_seen_at)
        return replace(watch, aged_from=aged_from(published_at, first_seen)) if first_seen else watch

    def _note_check(self, look: Look, found: _Found, at: datetime) -> None:
        """Count the look with the ones before it that found the same, or begin a new row."""
        same = self._db.execute(
            "UPDATE checks SET until = ?1, times = times + 1, payload_digest = coalesce(?2, payload_digest)"
            " WHERE article_id = ?3 AND since = (SELECT max(since) FROM checks WHERE article_id = ?3)"
            " AND finding = ?4 AND status IS ?5 AND version IS ?6",
            [iso(at), look.payload_digest, look.article_id, found.finding.value, look.status, found.version],
        )
        if not same.rowcount:
            self._db.execute(
                "INSERT INTO checks VALUES (?1, ?2, ?2, 1, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                " (finding, status, payload_digest, version)"
                " = (excluded.finding, excluded.status, excluded.payload_digest, excluded.version)",
                [
                    look.article_id,
                    iso(at),
                    found.finding.value,
                    look.status,
                    look.payload_digest,
                    found.version,
                ],
            )

    def _note_step(self, watch: Watch, evidence: str, status: int | None) -> None:
        query = "SELECT coalesce(max(number), 0) + 1 FROM presence WHERE article_id = ?"
        (number,) = self._db.execute(query, [watch.article_id]).fetchone()
        row = {
            "article_id": watch.article_id,
            "number": number,
            "state": watch.state.value,
            "since": iso(watch.state_since),
            "evidence": clean_text(evidence)[:MAX_EVIDENCE],
            "status": status,
        }
        insert(self._db, "presence", row)
