"""Articles and their versions: one article a canonical URL, a version where its text changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.timeline import displace
from pipelines.archive.values import (
    Row,
    Value,
    checked,
    clean_text,
    digest_of,
    insert,
    key_of,
    names_json,
    timestamp_columns,
    uid_of,
    update,
)
from pipelines.items import Article, Removed


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as seen at one time: its text, where it was seen, and the captures that prove it."""

    article: Article
    site_id: str
    seen_at: datetime
    capture_ids: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of title and text."""
        return digest_of(self.article.title, self.article.text)


def article_at(db: Database, key: str) -> int | None:
    """Return the article that a request key leads to."""
    found = db.execute("SELECT article_id FROM article_urls WHERE key = ?", [key]).fetchone()
    return found[0] if found else None


def find_known(db: Database, url: str) -> int | None:
    """Return the article of a canonical URL; by the URL too, should the rules for keys have changed since.

    Raises ArchiveError where the URL is none.
    """
    found = article_at(db, key_of(url))
    if found is not None:
        return found
    row = db.execute("SELECT id FROM articles WHERE url = ?", [clean_text(url)]).fetchone()
    return row[0] if row else None


def add_addresses(db: Database, article_id: int, urls: Iterable[str], seen_at: datetime) -> list[str]:
    """Add addresses that lead to an article, and return their keys; one that leads to another article stays there.

    What a redirect or a link made of an address may be too long to be one: it is left out.
    """
    keys = []
    for url in urls:
        try:
            key = key_of(url)
        except ArchiveError:
            continue
        db.conn.execute(
            "INSERT INTO article_urls (key, url, article_id, first_seen_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            [key, checked("url", url), article_id, clock.to_iso(seen_at)],
        )
        if article_at(db, key) == article_id:
            keys.append(key)
    return keys


def insert_article(db: Database, sighting: Sighting) -> int:
    """Store a new article with its first version."""
    article = sighting.article
    row: Row = {
        "uid": uid_of(article.url),
        "site_id": sighting.site_id,
        "url": article.url,
        **_columns(article),
        "first_seen_at": clock.to_iso(sighting.seen_at),
        "version": 1,
        "text": article.text,
    }
    article_id = insert(db, "articles", row)
    _insert_version(db, article_id, 1, sighting, superseded=False)
    return article_id


def _columns(article: Article) -> dict[str, Value]:
    return {
        "title": article.title,
        "authors": names_json(article.authors),
        "editors": names_json(article.editors),
        "tags": names_json(article.tags),
        "section": article.section,
        **timestamp_columns("published", article.published),
        **timestamp_columns("modified", article.modified),
        "dateline_site": article.dateline_site,
        "dateline_place": article.dateline_place,
        "lead_image": article.lead_image,
        "caption": article.caption,
        "photo_credit": article.photo_credit,
        "sign_off": article.sign_off,
        "language": article.language,
    }


def differs(db: Database, article_id: int, sighting: Sighting) -> bool:
    """Tell whether the last text seen in the same kind of source was another; where none was, there is nothing to compare."""
    found = db.execute(
        "SELECT digest FROM versions WHERE article_id = ? AND source_kind = ? ORDER BY seen_at DESC, number DESC LIMIT 1",
        [article_id, sighting.article.source_kind.value],
    ).fetchone()
    return found is not None and found[0] != sighting.digest


def is_unseen(db: Database, article_id: int, sighting: Sighting) -> bool:
    """Tell whether no version in the same kind of source has this text; two imports may each be repeated."""
    rows = db.execute(
        "SELECT digest FROM versions WHERE article_id = ? AND source_kind = ?",
        [article_id, sighting.article.source_kind.value],
    ).fetchall()
    return bool(rows) and (sighting.digest,) not in rows


def add_version(db: Database, article_id: int, sighting: Sighting) -> None:
    """Store another text of an article: the newest seen becomes the article's, the one that it supersedes keeps its own."""
    current, seen_at, last = db.execute(
        "SELECT versions.id, seen_at, (SELECT max(number) FROM versions WHERE article_id = articles.id)"
        " FROM articles JOIN versions ON article_id = articles.id AND number = version WHERE articles.id = ?",
        [article_id],
    ).fetchone()
    if clock.to_iso(sighting.seen_at) < seen_at:
        _insert_version(db, article_id, last + 1, sighting, superseded=True)
        return
    db.conn.execute(
        "UPDATE versions SET (title, text) = (SELECT title, text FROM articles WHERE id = ?) WHERE id = ?",
        [article_id, current],
    )
    displace(db, article_id)  # its time of publication may have changed too
    columns = _columns(sighting.article)
    update(db, "articles", article_id, {**columns, "text": sighting.article.text, "version": last + 1})
    _insert_version(db, article_id, last + 1, sighting, superseded=False)


def _insert_version(
    db: Database, article_id: int, number: int, sighting: Sighting, *, superseded: bool
) -> None:
    article, captures = sighting.article, sighting.capture_ids
    row: Row = {
        "article_id": article_id,
        "number": number,
        "seen_at": clock.to_iso(sighting.seen_at),
        "source_kind": article.source_kind.value,
        "capture_id": captures[0] if captures else None,
        "part": article.part,
        "digest": sighting.digest,
        "title": article.title if superseded else None,
        "text": article.text if superseded else None,
    }
    version_id = insert(db, "versions", row)
    for position, capture_id in enumerate(captures[1:], start=1):
        db.conn.execute("INSERT INTO version_captures VALUES (?, ?, ?)", [version_id, position, capture_id])
    for position, removed in enumerate(article.removed):
        _insert_removal(db, version_id, position, sighting.site_id, removed)


def _insert_removal(db: Database, version_id: int, position: int, site_id: str, removed: Removed) -> None:
    """Store a block that was taken out; the same block of a site's many articles once."""
    text = checked("removed block", removed.text)
    digest = digest_of(text)
    db.conn.execute(
        "INSERT INTO blocks (site_id, digest, text) VALUES (?, ?, ?) ON CONFLICT (site_id, digest) DO NOTHING",
        [site_id, digest, text],
    )
    db.conn.execute(
        "INSERT INTO removals (version_id, position, block_id, reason, rule)"
        " SELECT ?, ?, id, ?, ? FROM blocks WHERE site_id = ? AND digest = ?",
        [version_id, position, clean_text(removed.reason), clean_text(removed.rule), site_id, digest],
    )
