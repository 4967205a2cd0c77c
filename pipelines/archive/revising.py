"""A later sighting of an article: whether it says anything new, and what the article shows from then on.

A sighting is compared with what its publisher said last, in the same kind of source, as the best rules read it
(`chain.py` says how the versions of an article hang together). It is a new version only where a reader would notice
something (`pipelines.revisions.classify`). A text that was there before and comes back needs no version: the earlier one
stands again. Fields other than title, text and time of publication follow the newest sighting without a version.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import Sighting, columns_of, field_columns, insert_version, time_columns
from pipelines.archive.chain import (
    RULE,
    State,
    find_state,
    read_version,
    relink_around,
    relink_reread,
    show,
    source_of,
    standing_at,
    state_of,
    states,
    write_changes,
)
from pipelines.archive.notices import record_notice
from pipelines.archive.readings import mark_followed, renew_reading
from pipelines.archive.timeline import displace
from pipelines.archive.values import Row, update
from pipelines.items import Article, SourceKind
from pipelines.revisions import Copy, classify


class Revision(StrEnum):
    """What a later sighting of an article brought."""

    NEW_VERSION = "new-version"
    UNCHANGED = "unchanged"
    EARLIER_VERSION = "earlier-version"  # a text that was there before is back


@dataclass(frozen=True, slots=True)
class Revised:
    """What a sighting brought, and the number of the version that it shows: what the publisher says now."""

    revision: Revision
    version: int
    version_id: int
    is_stored: bool = False  # as a version of its own


def revise(
    db: Database, article_id: int, sighting: Sighting, store: Callable[[], tuple[int, ...]] | None = None
) -> Revised:
    """Take a later sighting of an article that is archived; whoever calls it places the article in the timeline.

    `store` puts the sighting's captures into the archive and returns their ids; it is called for a new version alone.
    A sighting in another kind of source than any before tells no change: there is nothing to compare it with. A page is
    stored then, so that the next one has; a summary in a feed, or a text that was imported, is not.
    """
    at = clock.to_iso(sighting.seen_at)
    every = states(db, article_id)
    known = [state for state in every if state.source == source_of(sighting.article)]
    newest = max(state.last_seen_at for state in every)
    if not known and source_of(sighting.article) != SourceKind.PAGE:
        return _revised(Revision.UNCHANGED, _shown(db, article_id, every))
    found = find_state(db, known, copy_of(sighting), at) if known else None
    if found is None:
        proved = replace(sighting, capture_ids=store()) if store else sighting
        revision = Revision.NEW_VERSION if known else Revision.UNCHANGED
        version_id, number = _add_version(db, article_id, proved, is_newest=at >= newest)
        return Revised(revision, number, version_id, is_stored=True)
    state, is_standing = found
    if at > state.last_seen_at:
        update(db, "versions", state.id, {"last_seen_at": at})
        if at >= newest:
            if not is_standing:
                show(db, article_id, state.read_number)
                columns = field_columns(sighting.article) | time_columns(sighting.article)
                update(db, "articles", article_id, columns)  # it held those of another text
                mark_followed(db, article_id, state.read_number, columns)
            _follow(db, article_id, state, sighting)
    return _revised(Revision.UNCHANGED if is_standing else Revision.EARLIER_VERSION, state)


def read_by_others(db: Database, article_id: int, sighting: Sighting) -> int | None:
    """Return the version whose page must be read anew before a sighting is compared with it; None where none must.

    Other rules read it than the sighting, and a reader would notice a difference: it may be the rules' own.
    """
    kin = (state for state in states(db, article_id) if state.source == source_of(sighting.article))
    standing = standing_at(kin, clock.to_iso(sighting.seen_at))
    if standing is None or standing.rules == (sighting.article.reading.rules or None):
        return None
    is_other = standing.digest != sighting.digest and classify(
        read_version(db, standing.read_id), copy_of(sighting)
    )
    return standing.id if is_other else None


def see_again(db: Database, article_id: int, at: str) -> Revised:
    """Note that the article's page showed at a time just what it shows: a look that brought no page."""
    every = states(db, article_id)
    state = _shown(db, article_id, every)
    if at > state.last_seen_at:
        update(db, "versions", state.id, {"last_seen_at": at})
    return _revised(Revision.UNCHANGED, state)


def add_reading(db: Database, version_id: int, article: Article) -> int | None:
    """Store what other rules (`article.reading`) read in a version's capture; return the number of the version that this makes.

    None where they read the title, text and time of publication that the last ones did: that they did is noted. A reading
    has the times and the captures of the state that it rereads. Whoever calls it places the article in the timeline.
    """
    state = state_of(db, version_id)
    article_id, site_id, shown, stored = db.execute(
        "SELECT articles.id, site_id, version, reading FROM versions JOIN articles ON articles.id = article_id"
        " WHERE versions.id = ?",
        [state.read_id],
    ).fetchone()
    sighting, number = Sighting(article, site_id, clock.from_iso(state.seen_at)), None
    reading: Row = {"rules": article.reading.rules or None, "reading": renew_reading(stored, article.reading)}
    if (state.digest, state.published_at) == (sighting.digest, sighting.published_at):
        update(db, "versions", state.read_id, reading)
    else:
        number = _insert_reading(db, article_id, state, sighting, reading)
    if shown == state.read_number:
        if number is not None:
            show(db, article_id, number)
        update(db, "articles", article_id, columns_of(article))
        record_notice(db, article_id, article.notice)
    relink_reread(db, article_id, state.number)
    return number


def _insert_reading(db: Database, article_id: int, state: State, sighting: Sighting, reading: Row) -> int:
    changes = classify(read_version(db, state.read_id), copy_of(sighting))
    version_id, number = insert_version(db, article_id, sighting)
    db.conn.execute(
        "UPDATE versions SET (seen_at, source_kind, capture_id, part, cause, rereads) ="
        " (SELECT seen_at, source_kind, capture_id, part, ?, number FROM versions WHERE id = ?) WHERE id = ?",
        [RULE, state.id, version_id],
    )
    update(db, "versions", version_id, reading)
    db.conn.execute(
        "INSERT INTO version_captures SELECT ?, position, capture_id FROM version_captures WHERE version_id = ?",
        [version_id, state.id],
    )
    write_changes(db, version_id, state.read_number, changes)
    return number


def copy_of(sighting: Sighting) -> Copy:
    """Return what a sighting says, with what its page showed beside the text."""
    article = sighting.article
    beside = filter(None, (article.caption, article.photo_credit, article.sign_off))
    return Copy(
        article.title,
        article.text,
        sighting.published_at,
        article.published.source if article.published else None,
        (*(removed.text for removed in article.removed), *beside),
    )


def _add_version(db: Database, article_id: int, sighting: Sighting, *, is_newest: bool) -> tuple[int, int]:
    """Store a version, and return its id and number."""
    version_id, number = insert_version(db, article_id, sighting)
    if is_newest:
        show(db, article_id, number)
        update(db, "articles", article_id, columns_of(sighting.article))
        record_notice(db, article_id, sighting.article.notice)
    relink_around(db, article_id, number)
    return version_id, number


def _follow(db: Database, article_id: int, state: State, sighting: Sighting) -> None:
    """Let the article's fields say what its newest sighting does; a time only where it is the same one, better known."""
    article = sighting.article
    (version, published) = db.execute(
        "SELECT version, published_at FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    if version != state.read_number:
        return  # another kind of source is what the article shows
    record_notice(db, article_id, article.notice)
    columns = field_columns(article)
    now = sighting.published_at
    if now is not None and _exactness(now) > _exactness(published):
        displace(db, article_id)
        columns |= time_columns(article)
        source = article.published.source if article.published else None
        db.conn.execute(
            "UPDATE versions SET published_first = coalesce(published_first, published_at, '') WHERE id = ?",
            [state.read_id],
        )
        update(db, "versions", state.read_id, {"published_at": now, "published_source": source})
    names = list(columns)
    held = db.execute(f"SELECT {', '.join(names)} FROM articles WHERE id = ?", [article_id]).fetchone()  # noqa: S608 - names are ours
    brought = [name for name, was in zip(names, held, strict=True) if columns[name] != was]
    if brought:
        update(db, "articles", article_id, columns)
        mark_followed(db, article_id, state.read_number, brought)


def _exactness(published: str | None) -> int:
    """Return how exactly a stored time is known: not, to the day, on an unknown wall, in UTC."""
    if published is None:
        return 0
    return 1 + ("T" in published) + published.endswith("Z")


def _shown(db: Database, article_id: int, every: list[State]) -> State:
    (version,) = db.execute("SELECT version FROM articles WHERE id = ?", [article_id]).fetchone()
    found = next((state for state in every if state.read_number == version), None)
    return found or every[-1]


def _revised(revision: Revision, state: State) -> Revised:
    return Revised(revision, state.number, state.id)
