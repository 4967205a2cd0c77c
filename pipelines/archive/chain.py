"""An article's versions as a chain of what its publisher said, each with the readings that were made of it.

A *state* is a version of cause 'publisher': a text that a look found, with the first and the last time it was seen. Its
*readings* are itself and the versions of cause 'rule' that reread its capture; the last one is what it says as far as
the best rules tell. States of one kind of source (pages that were fetched and pages that were imported are one) are in
the order of `seen_at`; the one that stands is the one that was last seen, so that a text which comes back needs no
version of its own. The article shows the last reading of the state that stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.archive.timeline import displace
from pipelines.archive.values import digest_of, insert, update
from pipelines.items import Article, SourceKind
from pipelines.revisions import Change, Copy, classify, primary

RULE = "rule"  # the cause of a version that other rules read; of all others it is the publisher
# A page that was imported is read as one that was fetched; a line or a text that was says what it says.
SOURCE = (
    "CASE WHEN own.source_kind = 'import' AND json_extract(own.reading, '$.as') = 'page' THEN 'page'"
    " ELSE own.source_kind END"
)


@dataclass(frozen=True, slots=True)
class State:
    """What a publisher said from one look on; `read_id` and `read_number` are those of its last reading."""

    id: int
    number: int
    source: str  # kind of source, as far as states can be compared
    seen_at: str
    last_seen_at: str
    follows: int | None
    read_id: int
    read_number: int
    digest: str
    published_at: str | None
    rules: str | None
    digests: str  # of all its readings


def source_of(article: Article) -> str:
    """Return the kind of source of an article that was sighted, as states have it."""
    as_page = article.source_kind is SourceKind.IMPORT and article.reading.read_as == "page"
    return SourceKind.PAGE.value if as_page and article.reading.rules else article.source_kind.value


def states(db: Database, article_id: int) -> list[State]:
    """Return an article's states in the order in which they were seen."""
    rows = db.execute(
        f"SELECT own.id, own.number, {SOURCE}, own.seen_at, coalesce(own.last_seen_at, own.seen_at),"  # noqa: S608 - SOURCE is ours
        " own.follows, last.id, last.number, last.digest, last.published_at, last.rules,"
        " (SELECT group_concat(digest, ' ') FROM versions WHERE article_id = own.article_id"
        "  AND (rereads = own.number OR id = own.id))"
        " FROM versions AS own JOIN versions AS last ON last.id = ("
        "  SELECT id FROM versions WHERE article_id = own.article_id AND (rereads = own.number OR id = own.id)"
        "  ORDER BY number DESC LIMIT 1)"
        " WHERE own.article_id = ? AND own.cause = 'publisher' ORDER BY own.seen_at, own.number",
        [article_id],
    ).fetchall()
    return [State(*row) for row in rows]


def state_of(db: Database, version_id: int) -> State:
    """Return the state that a version is, or is a reading of."""
    article_id, number = db.execute(
        "SELECT article_id, coalesce(rereads, number) FROM versions WHERE id = ?", [version_id]
    ).fetchone()
    return next(state for state in states(db, article_id) if state.number == number)


def standing_at(known: Iterable[State], at: str) -> State | None:
    """Return the state that stood at a time, as far as looks told: of those seen by then, the one last seen."""
    seen = [state for state in known if state.seen_at <= at]
    return max(
        seen, key=lambda state: (min(state.last_seen_at, at), state.seen_at, state.number), default=None
    )


def find_state(db: Database, known: Sequence[State], copy: Copy, at: str) -> tuple[State, bool] | None:
    """Return the state that says what a copy does, and whether it is the one that stood at that time; else the latest other.

    None where a reader would notice a difference from each of them. `known`: at least one, in order, of one kind of source.
    """
    standing = standing_at(known, at) or known[0]
    digest = digest_of(copy.title, copy.text)
    for state in [standing, *(state for state in reversed(known) if state is not standing)]:
        same = digest in state.digests and state.published_at in {None, copy.published}
        if same or not classify(read_version(db, state.read_id), copy):
            return state, state is standing
    return None


def read_version(db: Database, version_id: int) -> Copy:
    """Return what a version says, with what its page showed beside the text."""
    title, text, published, witness, *beside = db.execute(
        "SELECT coalesce(versions.title, articles.title), coalesce(versions.text, articles.text),"
        " versions.published_at, versions.published_source, caption, photo_credit, sign_off"
        " FROM versions JOIN articles ON articles.id = article_id WHERE versions.id = ?",
        [version_id],
    ).fetchone()
    removed = db.execute(
        "SELECT text FROM removals JOIN blocks ON blocks.id = block_id WHERE version_id = ?", [version_id]
    ).fetchall()
    aside = (*(text for (text,) in removed), *filter(None, beside))
    return Copy(title, text, published, witness, aside)


def write_changes(db: Database, version_id: int, follows: int | None, changes: Iterable[Change]) -> None:
    """Say of a version what it changed, and against which one (its number)."""
    changes = tuple(changes)
    db.conn.execute("DELETE FROM changes WHERE version_id = ?", [version_id])
    for position, change in enumerate(changes):
        insert(
            db,
            "changes",
            {
                "version_id": version_id,
                "position": position,
                "kind": change.kind.value,
                "before": change.before,
                "after": change.after,
                "paragraph": change.paragraph,
            },
        )
    kind = primary(changes)
    update(db, "versions", version_id, {"follows": follows, "kind": kind.value if kind else None})


def link(db: Database, state: State, before: State | None) -> None:
    """Compare a state with the one before it."""
    if before is None:
        write_changes(db, state.id, None, ())
        return
    changes = classify(read_version(db, before.read_id), read_version(db, state.read_id))
    write_changes(db, state.id, before.read_number, changes)


def relink_around(db: Database, article_id: int, number: int) -> None:
    """Compare a state that is new with the one that stood then, and the next one, in the order of time, with it."""
    known = states(db, article_id)
    new = next(state for state in known if state.number == number)
    kin = [state for state in known if state.source == new.source]
    link(db, new, standing_at((state for state in kin if state is not new), new.seen_at))
    for state in kin[kin.index(new) + 1 :][:1]:
        link(db, state, new)


def relink_reread(db: Database, article_id: int, number: int) -> None:
    """Compare a state that was read anew with its neighbours, where the same rules read both.

    Otherwise what was found stands: what one rule reads and another does not is no change of the publisher's.
    """
    known = states(db, article_id)
    by_reading = {
        found: state
        for state in known
        for (found,) in db.execute(
            "SELECT number FROM versions WHERE article_id = ? AND (number = ? OR rereads = ?)",
            [article_id, state.number, state.number],
        ).fetchall()
    }
    for state in known:
        before = by_reading.get(state.follows) if state.follows is not None else None
        if before is None or number not in {state.number, before.number}:
            continue
        if state.rules is not None and state.rules == before.rules:
            link(db, state, before)


def shown_reading(db: Database, article_id: int) -> int:
    """Return the number of the last reading of what the article shows."""
    (number,) = db.execute(
        "SELECT max(readings.number) FROM articles JOIN versions AS shown ON shown.article_id = articles.id"
        " AND shown.number = version JOIN versions AS readings ON readings.article_id = articles.id"
        " AND coalesce(readings.rereads, readings.number) = coalesce(shown.rereads, shown.number)"
        " WHERE articles.id = ?",
        [article_id],
    ).fetchone()
    return int(number)


def show(db: Database, article_id: int, number: int) -> bool:
    """Make a version the article's current one, and return whether it was not; its row's text moves to the article.

    The article leaves the timeline, to be placed anew: its time of publication may be another.
    """
    (current,) = db.execute("SELECT version FROM articles WHERE id = ?", [article_id]).fetchone()
    if current == number:
        return False
    keep_text(db, article_id)
    displace(db, article_id)
    db.conn.execute(
        "UPDATE articles SET (title, text, version) ="
        " (SELECT title, text, number FROM versions WHERE article_id = articles.id AND number = ?) WHERE id = ?",
        [number, article_id],
    )
    db.conn.execute(
        "UPDATE versions SET title = NULL, text = NULL WHERE article_id = ? AND number = ?",
        [article_id, number],
    )
    return True


def keep_text(db: Database, article_id: int) -> None:
    """Give the current version a text of its own, before another takes its place."""
    db.conn.execute(
        "UPDATE versions SET (title, text) = (SELECT title, text FROM articles WHERE id = ?1)"
        " WHERE article_id = ?1 AND number = (SELECT version FROM articles WHERE id = ?1)",
        [article_id],
    )
