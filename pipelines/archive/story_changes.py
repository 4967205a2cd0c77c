"""The articles of a story with all their texts, and what became of each: what corrections are traced in."""

from sqlite_utils import Database

from pipelines.archive.chain import read_version
from pipelines.archive.history import History, NoticeRow, read_history
from pipelines.archive.queries import list_versions
from pipelines.archive.rows import VersionRow
from pipelines.dedupe.corrections import Copy, Wording


def read_copy(db: Database, uid: str) -> tuple[Copy, list[VersionRow], History]:
    """Return an article with the versions that its publisher made, each as the last rules read it, and what became of it."""
    article_id, shown = db.execute("SELECT id, version FROM articles WHERE uid = ?", [uid]).fetchone()
    versions = list_versions(db, article_id)
    history = read_history(db, article_id)
    last = {version.rereads or version.number: version for version in versions}  # by state, its last reading
    states = sorted(
        (each for each in versions if each.rereads is None), key=lambda each: (each.seen_at, each.number)
    )
    of_state = {version.number: version.rereads or version.number for version in versions}
    wordings = {
        state.number: _wording(db, state, last[state.number], of_state.get(state.follows or 0))
        for state in states
    }
    copy = Copy(
        uid,
        tuple(wordings.values()),
        wordings[of_state[shown]],
        history.state,
        history.state_since,
        tuple(_notice(db, notice) for notice in history.corrected_by),
        _withdrawn_at(db, history),
    )
    return copy, states, history


def _wording(db: Database, state: VersionRow, reading: VersionRow, follows: int | None) -> Wording:
    """Return what a state says; without the state before it where nothing of its publisher's told them apart."""
    aside = read_version(db, reading.id).aside
    changed = follows if state.kind is not None else None
    return Wording(state.number, state.seen_at, reading.title, reading.text, changed, aside)


def _notice(db: Database, notice: NoticeRow) -> Wording:
    title, text, at = db.execute(
        "SELECT title, text, coalesce(published_at, first_seen_at) FROM articles WHERE uid = ?", [notice.uid]
    ).fetchone()
    return Wording(0, at, title, text)


def _withdrawn_at(db: Database, history: History) -> str | None:
    """Return since when a notice says that an article is withdrawn."""
    notices = [
        *history.corrected_by,
        *([history.notice] if history.notice and history.notice.of_itself else []),
    ]
    times = [
        db.execute(
            "SELECT coalesce(published_at, first_seen_at) FROM articles WHERE uid = ?", [notice.uid]
        ).fetchone()[0]
        for notice in notices
        if notice.kind == "withdrawal"
    ]
    return min(times, default=None)
