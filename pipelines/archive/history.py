"""What became of an article after it was archived: the looks at it, whether it is still there, and what corrects it."""

from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.archive.rows import names_of, read_row

NOTICES = (
    "SELECT corrections.kind, phrase, of_itself, notices.url, notices.uid, corrects_url, corrected.uid"
    " FROM corrections JOIN articles AS notices ON notices.id = article_id"
    " LEFT JOIN articles AS corrected ON corrected.id = corrects_id"
)
UNWATCHED = ("live", None, 0, None, None, 0, None)


@dataclass(frozen=True, slots=True)
class StepRow:
    """How an article went or came back: what a look found."""

    state: str
    since: str
    evidence: str
    status: int | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An article that corrects another one, or notes that it was corrected itself."""

    kind: str
    phrase: str
    of_itself: bool
    url: str
    uid: str
    corrects_url: str | None
    corrects_uid: str | None


@dataclass(frozen=True, slots=True)
class History:
    """What became of an article after it was archived; times as stored, see `watches` in the schema."""

    state: str
    state_since: str | None
    checks: int
    first_checked_at: str | None
    last_checked_at: str | None
    unchanged: int
    next_check_at: str | None
    steps: tuple[StepRow, ...]
    notice: NoticeRow | None  # what the article itself is
    corrected_by: tuple[NoticeRow, ...]


def read_history(db: Database, article_id: int) -> History:
    """Return what became of an article."""
    cursor = db.execute(
        "SELECT state, state_since, checks, first_checked_at, last_checked_at, unchanged, next_check_at FROM watches"
        " WHERE article_id = ?",
        [article_id],
    )
    names = [column[0] for column in cursor.description]
    watch = dict(zip(names, cursor.fetchone() or UNWATCHED, strict=True))
    steps = db.execute(
        f"SELECT {names_of(StepRow)} FROM presence WHERE article_id = ? ORDER BY number",  # noqa: S608 - names are ours
        [article_id],
    ).fetchall()
    found = db.execute(
        f"{NOTICES} WHERE article_id = ?1 OR corrects_id = ?1 ORDER BY article_id", [article_id]
    ).fetchall()
    (uid,) = db.execute("SELECT uid FROM articles WHERE id = ?", [article_id]).fetchone()
    notices = [read_row(NoticeRow, each, of_itself=bool) for each in found]
    return History(
        **watch,
        steps=tuple(read_row(StepRow, step) for step in steps),
        notice=next((each for each in notices if each.uid == uid), None),
        corrected_by=tuple(each for each in notices if each.uid != uid),
    )
