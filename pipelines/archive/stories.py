"""Stories in the archive: what became of them when articles came, changed or left; one that a reader split stays split."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.connection import ARCHIVE_FILE, WriterLock, naming, open_pair
from pipelines.archive.errors import ArchiveError
from pipelines.archive.pair import Progress, no_progress, require_archive
from pipelines.archive.queries import find_article
from pipelines.archive.relations import HeldTexts, RelationIndex
from pipelines.archive.shingles import TABLES as SHINGLES
from pipelines.dedupe.publication import bounds
from pipelines.dedupe.relation import Relation
from pipelines.dedupe.stories import Link, Published, Story, gather

BATCH = 500  # articles a commit
TABLES = ("story_articles", "stories", "wording_relations", *SHINGLES, "article_wordings", "wordings")


def weave(db: Database, article_ids: Iterable[int], texts: HeldTexts | None = None) -> None:
    """Bring relations and stories up to date with articles that are new or changed; what is gone is passed over.

    To be called before a batch is committed; what is woven already stays as it is. `texts` are those held from earlier
    batches of the one writer: to be cleared where a batch is taken back.
    """
    index = RelationIndex(db, texts)
    index.update(article_ids)
    _settle(db, index)


def unweave(db: Database, article_id: int) -> None:
    """Take an article out of relations and stories, before its rows are deleted."""
    index = RelationIndex(db)
    index.remove([article_id])
    _settle(db, index)
    db.conn.execute(
        "DELETE FROM story_splits WHERE (SELECT uid FROM articles WHERE id = ?) IN (uid, apart_from)",
        [article_id],
    )


def _settle(db: Database, index: RelationIndex) -> None:
    """Make the stories anew of all that hangs together with what changed."""
    if not index.changed and not index.left:
        return
    wordings = json.dumps(_connected(db, index.changed))
    named = (
        "SELECT article_id FROM article_wordings WHERE wording_id IN (SELECT value FROM json_each(?1))"
        " UNION SELECT value FROM json_each(?2)"
    )
    rows = db.execute(
        f"SELECT DISTINCT story_id FROM story_articles WHERE article_id IN ({named})",  # noqa: S608 - our own
        [wordings, json.dumps(sorted(index.left))],
    ).fetchall()
    for story_id in rows:
        db.conn.execute("DELETE FROM story_articles WHERE story_id = ?", story_id)
        db.conn.execute("DELETE FROM stories WHERE id = ?", story_id)
    for story in gather(_published(db, wordings), _links(db, wordings), _splits(db, wordings)):
        if len(story.members) > 1:
            _store(db, story)


def _connected(db: Database, wordings: set[int]) -> list[int]:
    """Return these wordings with all that relations lead to from them."""
    found, ahead = set(wordings), set(wordings)
    while ahead:
        rows = db.execute(
            "SELECT other FROM wording_relations WHERE one IN (SELECT value FROM json_each(?1))"
            " UNION SELECT one FROM wording_relations WHERE other IN (SELECT value FROM json_each(?1))",
            [json.dumps(sorted(ahead))],
        ).fetchall()
        ahead = {wording for (wording,) in rows} - found
        found |= ahead
    return sorted(found)


def _published(db: Database, wordings: str) -> dict[int, list[Published]]:
    """Return the articles of wordings, and when each was published."""
    rows = db.execute(
        "SELECT wording_id, articles.id, uid, published_at, published_offset, timezone FROM article_wordings"
        " JOIN articles ON articles.id = article_id JOIN sites ON sites.id = site_id"
        " WHERE wording_id IN (SELECT value FROM json_each(?))",
        [wordings],
    ).fetchall()
    found: dict[int, list[Published]] = {}
    for wording, article_id, uid, *time in rows:
        found.setdefault(wording, []).append(Published(article_id, uid, *bounds(*time)))
    return found


def _links(db: Database, wordings: str) -> dict[tuple[int, int], Link]:
    rows = db.execute(
        "SELECT one, other, relation, similarity FROM wording_relations"
        " WHERE one IN (SELECT value FROM json_each(?))",
        [wordings],
    ).fetchall()
    return {(one, other): Link(Relation(relation), similarity) for one, other, relation, similarity in rows}


def _splits(db: Database, wordings: str) -> list[tuple[int, int]]:
    rows = db.execute(
        "SELECT one.id, other.id FROM story_splits JOIN articles AS one ON one.uid = story_splits.uid"
        " JOIN articles AS other ON other.uid = apart_from JOIN article_wordings ON article_id = one.id"
        " WHERE wording_id IN (SELECT value FROM json_each(?))",
        [wordings],
    ).fetchall()
    return [(one, other) for one, other in rows]


def _store(db: Database, story: Story) -> None:
    ids = json.dumps([member.article.id for member in story.members])
    first = story.members[0].article.id
    db.conn.execute(
        "INSERT INTO stories SELECT ?1, ?2, ?3, count(DISTINCT site_id), ?4, max(published_at) FROM articles"
        " WHERE id IN (SELECT value FROM json_each(?5))",
        [first, len(story.members), _copies(story), story.is_certain, ids],
    )
    for place, member in enumerate(story.members, start=1):
        link, to = member.link, member.to
        relation, similarity = (link.relation.value, link.similarity) if link else ("first", 1.0)
        db.conn.execute(
            "INSERT INTO story_articles VALUES (?, ?, ?, ?, ?, ?)",
            [member.article.id, first, place, relation, similarity, to.id if to else None],
        )


def _copies(story: Story) -> int:
    return sum(member.link is not None and member.link.relation is Relation.COPY for member in story.members)


def split(db: Database, article_ids: Iterable[int]) -> None:
    """Keep articles of one story out of it from now on; they may make one of their own.

    Raises ArchiveError where they are in no story, in several, or all of it.
    """
    chosen = set(article_ids)
    rows = db.execute(
        "SELECT DISTINCT story_id FROM story_articles WHERE article_id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(chosen))],
    ).fetchall()
    members = [
        row
        for (story_id,) in rows
        for row in db.execute(
            "SELECT article_id, uid FROM story_articles JOIN articles ON articles.id = article_id"
            " WHERE story_id = ? ORDER BY place",
            [story_id],
        ).fetchall()
    ]
    if len(rows) != 1 or not chosen < {article_id for article_id, _ in members}:
        raise ArchiveError("what is split off must be a part of one story")
    apart = [
        (uid, other) for one, uid in members if one in chosen for two, other in members if two not in chosen
    ]
    at = clock.to_iso(clock.now())
    for one, other in apart:
        db.conn.execute(
            "INSERT INTO story_splits VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [min(one, other), max(one, other), at],
        )
    weave(db, chosen)


def join(db: Database, article_ids: Iterable[int]) -> int:
    """Take back what split said of articles, and return how many pairs may be in one story again."""
    chosen = json.dumps(sorted(set(article_ids)))
    uids = "(SELECT uid FROM articles WHERE id IN (SELECT value FROM json_each(?1)))"
    cursor = db.conn.execute(
        f"DELETE FROM story_splits WHERE uid IN {uids} OR apart_from IN {uids}",  # noqa: S608 - our own
        [chosen],
    )
    weave(db, json.loads(chosen))
    return cursor.rowcount


def rebuild(db: Database, report: Progress = no_progress) -> int:
    """Make relations and stories anew from the articles alone, some a commit, and return how many articles there are.

    Splits stay. Killed on the way, it begins anew; articles that come in the meantime are related to what is there.
    """
    with db.atomic():
        for table in TABLES:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own
    (total,) = db.execute("SELECT count(*) FROM articles").fetchone()
    done = last = 0
    while rows := db.execute(
        "SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", [last, BATCH]
    ).fetchall():
        with db.atomic():
            weave(db, [article_id for (article_id,) in rows])
        done, (last,) = done + len(rows), rows[-1]
        report("articles", done, total)
    return done


def merge_splits(db: Database, other: Database) -> None:
    """Take over what readers of another archive told apart, once its articles are here; what was forgotten is passed over."""
    rows = other.execute("SELECT uid, apart_from, split_at FROM story_splits").fetchall()
    before = db.conn.total_changes
    for row in rows:
        db.conn.execute(
            "INSERT INTO story_splits SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
            " (SELECT 1 FROM forgotten WHERE uid IN (?1, ?2)) ON CONFLICT DO NOTHING",
            row,
        )
    if db.conn.total_changes > before:
        uids = json.dumps([uid for row in rows for uid in row[:2]])
        found = db.execute("SELECT id FROM articles WHERE uid IN (SELECT value FROM json_each(?))", [uids])
        weave(db, [article_id for (article_id,) in found.fetchall()])


@contextmanager
def _writing(data: Path, command: str) -> Iterator[Database]:
    """Open an archive that is there for one writing command."""
    require_archive(data)
    with WriterLock(data, command), naming(data / ARCHIVE_FILE):
        archive, captures = open_pair(data)
        try:
            yield archive
        finally:
            archive.close()
            captures.close()


def rebuild_stories(data: Path, report: Progress = no_progress) -> int:
    """Make an archive's relations and stories anew, and return of how many articles; raises ArchiveError where there is none."""
    with _writing(data, "stories rebuild") as db:
        return rebuild(db, report)


def split_stories(data: Path, references: Iterable[str]) -> None:
    """Keep articles out of the story that they are in; raises ArchiveError where they are no part of one."""
    with _writing(data, "story split") as db, db.atomic():
        split(db, [find_named(db, reference) for reference in references])


def join_stories(data: Path, references: Iterable[str]) -> int:
    """Take back what was split off, and return how many pairs of articles may be in one story again."""
    with _writing(data, "story join") as db, db.atomic():
        return join(db, [find_named(db, reference) for reference in references])


def find_named(db: Database, reference: str) -> int:
    """Return the id of an article; raises ArchiveError where there is none."""
    found = find_article(db, reference)
    if found is None:
        raise ArchiveError(f"no article {reference}")
    return found.id
