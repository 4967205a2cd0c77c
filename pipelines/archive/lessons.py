"""What a site's last pages showed, and what they taught: the boilerplate that its own pages repeat."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import SearchError
from pipelines.archive.queries import LAST_READING
from pipelines.archive.rows import LessonRow, read_row
from pipelines.archive.values import Row, clean_text, insert, names_json, update
from pipelines.items import Article, Block, Lesson, ObservedPage

REMEMBERED = 40  # pages of a site


def observe(db: Database, site_id: str, article_id: int, article: Article, seen_at: datetime) -> None:
    """Note what an archived page showed; the same article again takes the place of its earlier page."""
    if not article.blocks:
        return
    db.conn.execute("DELETE FROM observed_pages WHERE article_id = ?", [article_id])
    (last,) = db.execute("SELECT max(number) FROM observed_pages WHERE site_id = ?", [site_id]).fetchone()
    number = (last or 0) + 1
    row: Row = {
        "site_id": site_id,
        "number": number,
        "article_id": article_id,
        "seen_at": clock.to_iso(seen_at),
        "title": article.title,
        "authors": names_json(article.authors),
        "section": article.section,
        "blocks": json.dumps(
            [
                [
                    block.digest,
                    clean_text(block.container),
                    block.apart,
                    block.linked,
                    block.bound,
                    block.from_end,
                    block.size,
                ]
                for block in article.blocks
            ],
            ensure_ascii=False,
        ),
    }
    insert(db, "observed_pages", row)
    db.conn.execute(
        "DELETE FROM observed_pages WHERE site_id = ? AND number <= ?", [site_id, number - REMEMBERED]
    )


def observed(db: Database, site_id: str) -> list[ObservedPage]:
    """Return a site's last pages in the order in which they were archived."""
    rows = db.execute(
        "SELECT seen_at, title, authors, section, blocks FROM observed_pages WHERE site_id = ? ORDER BY number",
        [site_id],
    ).fetchall()
    return [
        ObservedPage(
            clock.from_iso(seen_at),
            title,
            tuple(json.loads(authors)),
            section,
            tuple(Block(*block) for block in json.loads(blocks)),
        )
        for seen_at, title, authors, section, blocks in rows
    ]


def lessons(db: Database, site_id: str) -> tuple[int, list[Lesson]]:
    """Return the version of what is learned of a site, and the lessons that stand."""
    rows = db.execute(
        "SELECT kind, digest, text, pages, of_pages, first_seen_at, last_seen_at FROM lessons"
        " WHERE site_id = ? AND forgotten_at IS NULL ORDER BY id",
        [site_id],
    ).fetchall()
    moments = {"first_seen_at": clock.from_iso, "last_seen_at": clock.from_iso}
    return _version(db, site_id), [read_row(Lesson, row, **moments) for row in rows]


def _version(db: Database, site_id: str) -> int:
    found = db.execute(
        "SELECT max(max(version, coalesce(forgotten_version, 0))) FROM lessons WHERE site_id = ?", [site_id]
    ).fetchone()
    return found[0] or 0


def save(db: Database, site_id: str, taught: Iterable[Lesson], at: datetime) -> None:
    """Make these a site's lessons: new ones and ones that are forgotten are its next version."""
    rows = db.execute(
        "SELECT id, digest FROM lessons WHERE site_id = ? AND forgotten_at IS NULL", [site_id]
    ).fetchall()
    standing = {digest: row_id for row_id, digest in rows}
    version = _version(db, site_id) + 1
    for lesson in taught:
        evidence: Row = {
            "pages": lesson.pages,
            "of_pages": lesson.of_pages,
            "last_seen_at": clock.to_iso(lesson.last_seen_at),
        }
        row_id = standing.pop(lesson.digest, None)
        if row_id is not None:
            update(db, "lessons", row_id, evidence)
            continue
        row: Row = {
            "site_id": site_id,
            "kind": lesson.kind,
            "digest": lesson.digest,
            "text": lesson.text,
            "version": version,
            "learned_at": clock.to_iso(at),
            "first_seen_at": clock.to_iso(lesson.first_seen_at),
            **evidence,
        }
        insert(db, "lessons", row)
    for row_id in standing.values():
        update(db, "lessons", row_id, {"forgotten_version": version, "forgotten_at": clock.to_iso(at)})


def history(db: Database, site_id: str) -> list[LessonRow]:
    """Return all that was ever learned of a site, what stands first, in the order in which it was learned.

    Raises SearchError for a site that the archive does not know.
    """
    if not db.execute("SELECT 1 FROM sites WHERE id = ?", [site_id]).fetchone():
        raise SearchError(f"no site {clean_text(site_id)!r} in this archive")
    rows = db.execute(
        "SELECT kind, digest, text, version, learned_at, pages, of_pages, first_seen_at, last_seen_at,"  # noqa: S608 - parts are ours
        " forgotten_version, forgotten_at, (SELECT count(DISTINCT article_id) FROM removals"
        " JOIN versions ON versions.id = version_id JOIN articles ON articles.id = article_id"
        " WHERE articles.site_id = lessons.site_id AND rule = 'learned:' || substr(lessons.digest, 1, 8)"
        f" AND {LAST_READING})"
        " FROM lessons WHERE site_id = ? ORDER BY forgotten_at IS NOT NULL, id",
        [site_id],
    ).fetchall()
    return [read_row(LessonRow, row) for row in rows]
