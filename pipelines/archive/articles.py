"""Articles and their versions: one article a canonical URL, a version where its text changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.readings import write_reading
from pipelines.archive.values import (
    Row,
    Value,
    checked,
    clean_text,
    digest_of,
    insert,
    key_of,
    names_json,
    places_json,
    stored_time,
    timestamp_columns,
    uid_of,
)
from pipelines.items import Article, Capture, Removed

JUST_BEFORE = timedelta(minutes=1)  # what is seen is recorded within that, or says when
# What a version says; the other columns of an article follow its newest sighting.
OF_VERSION = frozenset({"title", *timestamp_columns("published", None)})


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article as seen at one time: its text, where it was seen, and the captures that prove it."""

    article: Article
    site_id: str
    seen_at: datetime
    capture_ids: tuple[int, ...] = ()
    capture: Capture | None = None  # the first of them

    @property
    def digest(self) -> str:
        """SHA-256 of title and text."""
        return digest_of(self.article.title, self.article.text)

    @property
    def published_at(self) -> str | None:
        """The time of publication as it is stored."""
        return stored_time(self.article.published)


def article_at(db: Database, key: str) -> int | None:
    """Return the article that a request key leads to."""
    found = db.execute("SELECT article_id FROM article_urls WHERE key = ?", [key]).fetchone()
    return found[0] if found else None


def is_named(db: Database, capture_id: int) -> bool:
    """Tell whether a version was taken from a capture."""
    found = db.execute(
        "SELECT 1 FROM versions WHERE capture_id = ?1 UNION ALL"
        " SELECT 1 FROM version_captures WHERE capture_id = ?1 LIMIT 1",
        [capture_id],
    ).fetchone()
    return found is not None


def find_known(db: Database, url: str) -> int | None:
    """Return the article of a canonical URL; by the URL too, should the rules for keys have changed since.

    Raises ArchiveError where the URL is none.
    """
    found: tuple[int | None] = db.conn.execute(
        "SELECT coalesce((SELECT article_id FROM article_urls WHERE key = ?), (SELECT id FROM articles WHERE url = ?))",
        [key_of(url), clean_text(url)],
    ).fetchone()
    return found[0]


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
        added = db.conn.execute(
            "INSERT INTO article_urls (key, url, article_id, first_seen_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING",
            [key, checked("url", url), article_id, clock.to_iso(seen_at)],
        )
        if added.rowcount or article_at(db, key) == article_id:
            keys.append(key)
    return keys


def insert_article(db: Database, sighting: Sighting) -> int:
    """Store a new article with its first version."""
    article = sighting.article
    row: Row = {
        "uid": uid_of(article.url),
        "site_id": sighting.site_id,
        "url": article.url,
        **columns_of(article),
        "first_seen_at": clock.to_iso(sighting.seen_at),
        "version": 1,
        "text": article.text,
    }
    article_id = insert(db, "articles", row)
    _insert_version(db, article_id, 1, sighting)
    return article_id


def columns_of(article: Article) -> dict[str, Value]:
    """Return an article's columns, but those that say where and when it was seen, and its text."""
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
        "main_place": article.places[0].name if article.places else None,
        "places": places_json(article.places),
        "lead_image": article.lead_image,
        "caption": article.caption,
        "photo_credit": article.photo_credit,
        "sign_off": article.sign_off,
        "agency": article.agency,
        "syndicated_from": article.syndicated_from,
        "advertorial": article.advertorial,
        "press_release": article.press_release,
        "language": article.language,
    }


def field_columns(article: Article) -> dict[str, Value]:
    """Return what an article's newest sighting tells without making a version: all but title, text, time of publication."""
    return {name: value for name, value in columns_of(article).items() if name not in OF_VERSION}


def time_columns(article: Article) -> dict[str, Value]:
    """Return the columns of an article's time of publication."""
    return timestamp_columns("published", article.published)


def insert_version(db: Database, article_id: int, sighting: Sighting) -> tuple[int, int]:
    """Store another version of an article, with a text of its own; return its id and its number."""
    number, article = last_number(db, article_id) + 1, sighting.article
    own = {"title": article.title, "text": article.text}
    return _insert_version(db, article_id, number, sighting, own), number


def last_number(db: Database, article_id: int) -> int:
    """Return the highest number of an article's versions."""
    found = db.execute("SELECT max(number) FROM versions WHERE article_id = ?", [article_id]).fetchone()
    return int(found[0])


def _insert_version(
    db: Database, article_id: int, number: int, sighting: Sighting, own: Row | None = None
) -> int:
    """Store a version; `own` are its title and text, where it is not the one that the article shows."""
    article, captures = sighting.article, sighting.capture_ids
    row: Row = {
        "article_id": article_id,
        "number": number,
        "seen_at": clock.to_iso(sighting.seen_at),
        "source_kind": article.source_kind.value,
        "capture_id": captures[0] if captures else None,
        "part": article.part,
        "digest": sighting.digest,
        "rules": article.reading.rules or None,
        "reading": write_reading(article.reading, sighting.site_id, sighting.capture),
        "published_at": sighting.published_at,
        "published_source": article.published.source if article.published else None,
        "modified_at": stored_time(article.modified),
        "recorded_at": recorded_at(sighting.seen_at),
        **(own or {}),
    }
    version_id = insert(db, "versions", row)
    for position, capture_id in enumerate(captures[1:], start=1):
        db.conn.execute("INSERT INTO version_captures VALUES (?, ?, ?)", [version_id, position, capture_id])
    insert_removals(db, version_id, sighting.site_id, article.removed)
    return version_id


def recorded_at(seen_at: datetime) -> str | None:
    """Return what says when a version came into this archive: now, or None where it was seen just before."""
    now = clock.now()
    return clock.to_iso(now) if now - seen_at > JUST_BEFORE else None


def insert_removals(db: Database, version_id: int, site_id: str, removed: Iterable[Removed]) -> None:
    """Store the blocks that were taken out of a version."""
    for position, block in enumerate(removed):
        _insert_removal(db, version_id, position, site_id, block)


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
