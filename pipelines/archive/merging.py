"""Articles of another archive into this one: one article a canonical URL, its versions by the time they were seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import article_at, find_known, last_number, recorded_at
from pipelines.archive.captures import OF_DIGEST, CaptureWriter, read_payload
from pipelines.archive.chain import (
    find_state,
    read_version,
    relink_around,
    relink_reread,
    show,
    shown_reading,
    state_of,
    states,
)
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import find_forgotten
from pipelines.archive.headers import read_headers
from pipelines.archive.look_merging import merge_looks
from pipelines.archive.payloads import GONE
from pipelines.archive.readings import has_same_lessons, mark_followed, without_lessons
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


def _last_look(db: Database, article_id: int) -> str:
    """Return when an article's text was last seen."""
    query = "SELECT max(coalesce(last_seen_at, seen_at)) FROM versions WHERE article_id = ?"
    return str(db.execute(query, [article_id]).fetchone()[0])


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
            "SELECT captures.id, codec FROM payloads JOIN captures ON payload_id = payloads.id"  # noqa: S608 - parts are ours
            f" WHERE {OF_DIGEST} AND url = ?2 AND source_kind = ?3 ORDER BY captures.id LIMIT 1",
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
        found = self._db.execute(f"SELECT id FROM payloads WHERE {OF_DIGEST}", [row["digest"]]).fetchone()  # noqa: S608 - ours
        empty = {"digest": row["digest"], "size": row["size"], "codec": GONE, "data": b""}
        payload_id = found[0] if found else insert(self._db, "payloads", empty)
        names = ("url", "url_hash", "final_url", "status", "headers", "fetched_at", "source_kind")
        self._merged.captures += 1
        return insert(self._db, "captures", {**{name: row[name] for name in names}, "payload_id": payload_id})


def _to_capture(row: Record, payload: bytes) -> Capture:
    headers = read_headers(row["headers"])
    fetched_at, kind = clock.from_iso(row["fetched_at"]), SourceKind(row["source_kind"])
    return Capture(
        row["url"], row["final_url"] or row["url"], row["status"], headers, payload, fetched_at, kind
    )


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
            ours, numbers = self._insert(article)
        else:
            numbers = self._merge_versions(ours, article)
        self._take_notice(ours, theirs)
        for address in self._addresses(theirs):
            self._db.execute(
                "INSERT INTO article_urls (key, url, article_id, first_seen_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (key) DO NOTHING",
                [address["key"], address["url"], ours, address["first_seen_at"]],
            )
        merge_looks(self._db, self._other, (ours, theirs), numbers)

    def _addresses(self, theirs: int) -> list[Record]:
        return records(self._other, "SELECT * FROM article_urls WHERE article_id = ? ORDER BY key", theirs)

    def _versions(self, theirs: int) -> list[Record]:
        """Return their versions by number, those that rules made after those of the publisher."""
        return records(
            self._other,
            "SELECT versions.*, coalesce(versions.title, articles.title) AS full_title,"
            " coalesce(versions.text, articles.text) AS full_text FROM versions"
            " JOIN articles ON articles.id = article_id WHERE article_id = ? ORDER BY rereads IS NOT NULL, number",
            theirs,
        )

    def _insert(self, article: Record) -> tuple[int, dict[int, int]]:
        """Take over an article that is not here, with its versions as they are."""
        row = {name: value for name, value in article.items() if name != "id"}
        ours = insert(self._db, "articles", row)
        versions = self._versions(article["id"])
        for version in versions:
            version_id = self._insert_version(
                ours, version, version["number"], is_shown=version["number"] == row["version"]
            )
            self._copy_changes(version["id"], version_id)
        self.unplaced.add(ours)
        self._merged.articles += 1
        return ours, {version["number"]: version["number"] for version in versions}

    def _merge_versions(self, ours: int, article: Record) -> dict[int, int]:
        """Take over what their versions say that ours do not; return our number of each of theirs."""
        before, held = _last_look(self._db, ours), last_number(self._db, ours)
        numbers: dict[int, int] = {}
        for version in self._versions(article["id"]):
            take = self._take_state if version["rereads"] is None else self._take_reading
            numbers[version["number"]] = take(ours, version, numbers)
        told: Record = {}
        if _last_look(self._other, article["id"]) > before:
            told = {name: value for name, value in article.items() if name not in OF_ARTICLE}
            number = numbers[article["version"]]
            if number <= held:  # our page did not say so
                mark_followed(self._db, ours, number, told)
            self._show(ours, number, told)
        self._show(ours, shown_reading(self._db, ours), {})
        (first,) = self._db.execute("SELECT first_seen_at FROM articles WHERE id = ?", [ours]).fetchone()
        if article["first_seen_at"] < first:
            displace(self._db, ours)  # what has no other time stands by this one
            update(self._db, "articles", ours, {"first_seen_at": article["first_seen_at"]})
            self.unplaced.add(ours)
        return numbers

    def _show(self, ours: int, number: int, told: Record) -> None:
        """Let a version be what the article shows, and its fields what their newest look told."""
        if show(self._db, ours, number) or told:
            displace(self._db, ours)
            self.unplaced.add(ours)
        if told:
            update(self._db, "articles", ours, told)

    def _take_state(self, ours: int, version: Record, numbers: dict[int, int]) -> int:
        """Return the number of our state that says what theirs does, now the newest where there was none."""
        del numbers
        seen_at, last_seen_at = version["seen_at"], version["last_seen_at"] or version["seen_at"]
        source = state_of(self._other, version["id"]).source
        known = [state for state in states(self._db, ours) if state.source == source]
        found = known and find_state(self._db, known, read_version(self._other, version["id"]), seen_at)
        if found:
            state = found[0]
            if last_seen_at > state.last_seen_at:
                update(self._db, "versions", state.id, {"last_seen_at": last_seen_at})
            return state.number
        number = last_number(self._db, ours) + 1
        self._insert_version(ours, version, number)
        relink_around(self._db, ours, number)
        self._merged.versions += 1
        return number

    def _take_reading(self, ours: int, version: Record, numbers: dict[int, int]) -> int:
        """Return the number of our reading of a state that is theirs, now the newest where there was none."""
        state = numbers[version["rereads"]]
        held = self._db.execute(
            "SELECT number FROM versions WHERE article_id = ? AND digest = ? AND (number = ? OR rereads = ?)",
            [ours, version["digest"], state, state],
        ).fetchone()
        if held:
            return int(held[0])
        number = last_number(self._db, ours) + 1
        version_id = self._insert_version(ours, {**version, "rereads": state}, number)
        self._copy_changes(version["id"], version_id)
        update(self._db, "versions", version_id, {"follows": numbers.get(version["follows"])})
        relink_reread(self._db, ours, state)
        self._merged.versions += 1
        return number

    def _insert_version(self, ours: int, version: Record, number: int, *, is_shown: bool = False) -> int:
        row = {
            name: value for name, value in version.items() if name not in {"id", "full_title", "full_text"}
        }
        row |= {
            "article_id": ours,
            "number": number,
            "recorded_at": recorded_at(clock.from_iso(version["seen_at"])),
            "capture_id": self._copier.copy(version["capture_id"]),
            "title": None if is_shown else version["full_title"],
            "text": None if is_shown else version["full_text"],
            "reading": version["reading"]
            if has_same_lessons(self._db, self._other, version["article_id"])
            else without_lessons(version["reading"]),
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
        return version_id

    def _take_notice(self, ours: int, theirs: int) -> None:
        """Take over what notice an article is; what it corrects is found when all articles are here."""
        if self._db.execute("SELECT 1 FROM corrections WHERE article_id = ?", [ours]).fetchone():
            return
        for notice in records(self._other, "SELECT * FROM corrections WHERE article_id = ?", theirs):
            insert(self._db, "corrections", {**notice, "article_id": ours, "corrects_id": None})
        for name in records(self._other, "SELECT * FROM corrected_names WHERE article_id = ?", theirs):
            insert(self._db, "corrected_names", {**name, "article_id": ours})

    def _copy_changes(self, theirs: int, ours: int) -> None:
        for change in records(self._other, "SELECT * FROM changes WHERE version_id = ?", theirs):
            insert(self._db, "changes", {**change, "version_id": ours})

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
