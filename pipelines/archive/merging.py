"""Articles of another archive into this one: one article a canonical URL, its versions by the time they were seen."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import article_at, find_known
from pipelines.archive.captures import CaptureWriter, read_payload
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import find_forgotten
from pipelines.archive.payloads import GONE
from pipelines.archive.timeline import displace
from pipelines.archive.values import insert, update
from pipelines.items import Capture, SourceKind

Record = dict[str, Any]  # a row by column
OF_ARTICLE = (
    "title",
    "text",
    "version",
    "id",
    "uid",
    "url",
    "site_id",
    "first_seen_at",
)  # not of its last text alone


def records(db: Database, query: str, *values: Any) -> list[Record]:
    """Return what a query finds, by column."""
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(slots=True)
class Merged:
    """What a merge brought."""

    articles: int = 0
    versions: int = 0  # of articles that were here
    captures: int = 0
    leads: int = 0
    forgotten: int = 0
    damaged: list[str] = field(
        default_factory=list
    )  # pages of the other archive that cannot be read: digest alone is taken


def missing_versions(ours: Iterable[Record], theirs: Iterable[Record]) -> list[Record]:
    """Return those of their versions that tell what ours do not, in the order in which they were seen.

    Of one kind of source, the same text seen twice with none between is one version: whoever saw it first.
    """
    every = [(version, 0) for version in ours] + [(version, 1) for version in theirs]
    every.sort(key=lambda each: (each[0]["source_kind"], each[0]["seen_at"], each[0]["digest"], each[1]))
    missing = []
    for _, run in groupby(every, key=lambda each: (each[0]["source_kind"], each[0]["digest"])):
        seen = list(run)
        if all(is_theirs for _, is_theirs in seen):
            missing.append(seen[0][0])
    return sorted(missing, key=lambda version: (version["seen_at"], version["number"]))


class CaptureCopier:
    """Takes captures over: one that is known, by address, bytes and kind, is that one."""

    def __init__(self, captures: Database, other: Database, merged: Merged) -> None:
        self._db = captures
        self._other = other
        self._merged = merged
        self.writer = CaptureWriter(captures)
        self.forgotten: set[int] = set()  # theirs, whose bytes are not to be taken

    def copy(self, capture_id: int | None) -> int | None:
        """Return our id of their capture."""
        if capture_id is None:
            return None
        (row,) = records(
            self._other,
            "SELECT captures.*, digest, size, codec FROM captures JOIN payloads ON payloads.id = payload_id"
            " WHERE captures.id = ?",
            capture_id,
        )
        without = row["codec"] == GONE or capture_id in self.forgotten
        known = self._db.execute(
            "SELECT captures.id, codec FROM payloads JOIN captures ON payload_id = payloads.id"
            " WHERE digest = ? AND url = ? AND source_kind = ? ORDER BY captures.id LIMIT 1",
            [row["digest"], row["url"], row["source_kind"]],
        ).fetchone()
        if known is not None and (without or known[1] != GONE):
            return int(known[0])
        payload = None if without else self._read(row)
        if payload is None:
            return int(known[0]) if known is not None else self._insert_without(row)
        self._merged.captures += known is None
        return self.writer.store(_to_capture(row, payload))

    def _read(self, row: Record) -> bytes | None:
        try:
            return read_payload(self._other, row["payload_id"])
        except ArchiveError as error:
            self._merged.damaged.append(f"capture {row['id']}, {error}")
            return None

    def _insert_without(self, row: Record) -> int:
        found = self._db.execute("SELECT id FROM payloads WHERE digest = ?", [row["digest"]]).fetchone()
        empty = {"digest": row["digest"], "size": row["size"], "codec": GONE, "data": b""}
        payload_id = found[0] if found else insert(self._db, "payloads", empty)
        names = ("url", "final_url", "status", "headers", "fetched_at", "source_kind")
        self._merged.captures += 1
        return insert(self._db, "captures", {**{name: row[name] for name in names}, "payload_id": payload_id})


def _to_capture(row: Record, payload: bytes) -> Capture:
    headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
    fetched_at, kind = clock.from_iso(row["fetched_at"]), SourceKind(row["source_kind"])
    return Capture(row["url"], row["final_url"], row["status"], headers, payload, fetched_at, kind)


class ArticleMerger:
    """Takes articles over; `unplaced` are those that the timeline lacks until the batch ends."""

    def __init__(self, archive: Database, other: Database, copier: CaptureCopier, merged: Merged) -> None:
        self._db = archive
        self._other = other
        self._copier = copier
        self._merged = merged
        self.unplaced: set[int] = set()
        self.has_forgotten = True  # whether there is anything to ask for

    def find(self, theirs: int) -> int | None:
        """Return our article that is theirs: by uid, by its canonical address, by any other."""
        (row,) = records(self._other, "SELECT uid, url FROM articles WHERE id = ?", theirs)
        found = self._db.execute("SELECT id FROM articles WHERE uid = ?", [row["uid"]]).fetchone()
        if found:
            return int(found[0])
        known = find_known(self._db, row["url"])
        for address in self._addresses(theirs):
            known = known or article_at(self._db, address["key"])
        return known

    def is_forgotten(self, theirs: int) -> bool:
        """Tell whether their article was forgotten here."""
        if not self.has_forgotten:
            return False
        (uid,) = self._other.execute("SELECT uid FROM articles WHERE id = ?", [theirs]).fetchone()
        if self._db.execute("SELECT 1 FROM forgotten WHERE uid = ?", [uid]).fetchone():
            return True
        return find_forgotten(self._db, [address["url"] for address in self._addresses(theirs)]) is not None

    def merge(self, theirs: int) -> None:
        """Take one article over, or what it has that ours has not."""
        if self.is_forgotten(theirs):
            return
        (article,) = records(self._other, "SELECT * FROM articles WHERE id = ?", theirs)
        ours = self.find(theirs)
        if ours is None:
            ours = insert(
                self._db, "articles", {name: value for name, value in article.items() if name != "id"}
            )
            for version in self._versions(self._other, theirs):
                self._insert_version(
                    ours, version, version["number"], own_text=version["number"] != article["version"]
                )
            self.unplaced.add(ours)
            self._merged.articles += 1
        else:
            self._merge_versions(ours, article)
        for address in self._addresses(theirs):
            self._db.execute(
                "INSERT INTO article_urls (key, url, article_id, first_seen_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                [address["key"], address["url"], ours, address["first_seen_at"]],
            )

    def _addresses(self, theirs: int) -> list[Record]:
        return records(self._other, "SELECT * FROM article_urls WHERE article_id = ? ORDER BY key", theirs)

    def _versions(self, db: Database, article_id: int) -> list[Record]:
        return records(
            db,
            "SELECT versions.*, coalesce(versions.title, articles.title) AS full_title,"
            " coalesce(versions.text, articles.text) AS full_text FROM versions"
            " JOIN articles ON articles.id = article_id WHERE article_id = ? ORDER BY number",
            article_id,
        )

    def _merge_versions(self, ours: int, article: Record) -> None:
        known = self._versions(self._db, ours)
        for version in missing_versions(known, self._versions(self._other, article["id"])):
            self._add_version(ours, article, version)
            self._merged.versions += 1
        (first,) = self._db.execute("SELECT first_seen_at FROM articles WHERE id = ?", [ours]).fetchone()
        if article["first_seen_at"] < first:
            displace(self._db, ours)  # what has no other time stands by this one
            update(self._db, "articles", ours, {"first_seen_at": article["first_seen_at"]})
            self.unplaced.add(ours)

    def _add_version(self, ours: int, article: Record, version: Record) -> None:
        current, seen_at, last = self._db.execute(
            "SELECT versions.id, seen_at, (SELECT max(number) FROM versions WHERE article_id = articles.id)"
            " FROM articles JOIN versions ON article_id = articles.id AND number = version WHERE articles.id = ?",
            [ours],
        ).fetchone()
        is_newest = version["seen_at"] >= seen_at
        if is_newest:
            self._db.execute(
                "UPDATE versions SET (title, text) = (SELECT title, text FROM articles WHERE id = ?) WHERE id = ?",
                [ours, current],
            )
            displace(self._db, ours)
            told = {name: value for name, value in article.items() if name not in OF_ARTICLE}
            text = {"title": version["full_title"], "text": version["full_text"], "version": last + 1}
            update(self._db, "articles", ours, {**told, **text})
            self.unplaced.add(ours)
        self._insert_version(ours, version, last + 1, own_text=not is_newest)

    def _insert_version(self, ours: int, version: Record, number: int, *, own_text: bool) -> None:
        names = ("seen_at", "source_kind", "part", "digest")
        row = {
            "article_id": ours,
            "number": number,
            **{name: version[name] for name in names},
            "capture_id": self._copier.copy(version["capture_id"]),
            "title": version["full_title"] if own_text else None,
            "text": version["full_text"] if own_text else None,
        }
        version_id = insert(self._db, "versions", row)
        for position, theirs in self._other.execute(
            "SELECT position, capture_id FROM version_captures WHERE version_id = ?", [version["id"]]
        ).fetchall():
            self._db.execute(
                "INSERT INTO version_captures VALUES (?, ?, ?)",
                [version_id, position, self._copier.copy(theirs)],
            )
        for removal in self._removals(version["id"]):
            self._insert_removal(version_id, removal)

    def _removals(self, version_id: int) -> Iterator[Record]:
        yield from records(
            self._other,
            "SELECT position, reason, rule, site_id, digest, text FROM removals JOIN blocks ON blocks.id = block_id"
            " WHERE version_id = ?",
            version_id,
        )

    def _insert_removal(self, version_id: int, removal: Record) -> None:
        self._db.execute(
            "INSERT INTO blocks (site_id, digest, text) VALUES (?, ?, ?) ON CONFLICT (site_id, digest) DO NOTHING",
            [removal["site_id"], removal["digest"], removal["text"]],
        )
        self._db.execute(
            "INSERT INTO removals (version_id, position, block_id, reason, rule)"
            " SELECT ?, ?, id, ?, ? FROM blocks WHERE site_id = ? AND digest = ?",
            [
                version_id,
                *(removal[name] for name in ("position", "reason", "rule", "site_id", "digest")),
            ],
        )
