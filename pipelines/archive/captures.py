"""The captures file: responses as they came, identical bodies once."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.headers import Headers, pack_headers, read_headers
from pipelines.archive.packs import read_payload
from pipelines.archive.payloads import GONE, compress
from pipelines.archive.rows import CaptureRow, read_row
from pipelines.archive.templates import Templates
from pipelines.archive.values import Row, clean_text, hash_of, insert
from pipelines.items import Capture, SourceKind

__all__ = ["CaptureWriter", "read_capture", "read_captured", "read_payload"]

OF_DIGEST = "substr(digest, 1, 6) = substr(?1, 1, 6) AND digest = ?1"  # as the index has it
AHEAD = 32 << 20  # bytes that may wait to be compressed


class NewPayload(NamedTuple):
    """A payload whose row is not written yet."""

    id: int
    scope: str
    digest: bytes
    payload: bytes


class CaptureWriter:
    """Stores captures; holds the templates of the sites that it last wrote.

    With `in_batches`, payloads are compressed in a thread of its own, one after the other, while the caller goes on, and
    their rows are written by write(), before the batch is committed: none is written twice. What is stored is the same.
    """

    def __init__(self, db: Database, *, in_batches: bool = False) -> None:
        self._db = db
        self._templates = Templates()
        self._last: tuple[Capture, int] | None = None
        self._thread = ThreadPoolExecutor(1, "compression") if in_batches else None
        self._next_id: int | None = None  # of a payload; None: as the table tells
        self._entered: list[NewPayload] = []  # in the step under way
        self._digests: dict[bytes, int] = {}  # of payloads whose rows are not written
        self._unwritten: dict[
            int, tuple[bytes, int]
        ] = {}  # digest and size of those that are being compressed
        self._work: list[Future[None]] = []
        self._ahead = 0

    def close(self) -> None:
        """End the thread; what is not written is lost."""
        if self._thread is not None:
            self._thread.shutdown()

    def forget(self) -> None:
        """Drop what is held of rows that a rollback took back."""
        self._finish(heed=False)
        self._templates.forget()
        for held in (self._entered, self._digests, self._unwritten):
            held.clear()
        self._last = self._next_id = None

    def drop(self) -> None:
        """Drop what the step under way entered: it was taken back."""
        for entered in self._entered:
            del self._digests[entered.digest]
        if self._entered:
            self._next_id = self._entered[0].id
        self._entered.clear()
        self._last = None

    def settle(self) -> None:
        """Let what the step under way entered be compressed: it stays."""
        while self._entered:
            self._compress(self._entered[0])
            del self._entered[0]

    def write(self) -> None:
        """Write the payloads that were stored, so that they can be read and committed."""
        self.settle()
        self._write_out()

    def _write_out(self) -> None:
        """Write those that are being compressed, once they are."""
        if not self._unwritten:
            return
        self._finish()
        with self._transaction():
            self._write_payloads()
            self._write_templates()
        for digest, _ in self._unwritten.values():
            del self._digests[digest]
        self._unwritten.clear()
        if not self._entered:
            self._next_id = None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Write in the transaction that is open, or in one of its own; rows may name others that come later."""
        is_own = not self._db.conn.in_transaction
        if is_own:
            self._db.conn.execute("BEGIN IMMEDIATE")
        self._db.conn.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
        yield
        if is_own:
            self._db.conn.execute("COMMIT")

    def _compress(self, entered: NewPayload) -> None:
        if not self._templates.hold(entered.scope):
            if self._templates.is_full:  # it takes the place of one whose pages may be under way
                self._write_out()
            self._templates.load(self._db, entered.scope)
        self._unwritten[entered.id] = entered.digest, len(entered.payload)
        if self._thread is None:
            self._templates.store(entered.scope, entered.id, entered.payload)
            return
        if self._ahead > AHEAD:
            self._finish()
        self._ahead += len(entered.payload)
        self._work.append(
            self._thread.submit(self._templates.store, entered.scope, entered.id, entered.payload)
        )

    def _finish(self, *, heed: bool = True) -> None:
        """Wait for the thread; an error of its is raised here, where it is heeded."""
        work, self._work, self._ahead = self._work, [], 0
        for each in work:
            error = each.exception()
            if error is not None and heed:
                raise error

    def _write_payloads(self) -> None:
        """Write rows anew that are there: SQLite keeps the room of a row that only shrinks."""
        rows = self._templates.rows
        known = json.dumps([payload_id for payload_id in rows if payload_id not in self._unwritten])
        told = dict(self._unwritten)
        if known != "[]":
            held = self._db.execute(
                "SELECT id, digest, size FROM payloads WHERE id IN (SELECT value FROM json_each(?))", [known]
            ).fetchall()
            told.update((payload_id, (digest, size)) for payload_id, digest, size in held)
            self._db.conn.execute(
                "DELETE FROM payloads WHERE id IN (SELECT value FROM json_each(?))", [known]
            )
        self._db.conn.executemany(
            "INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(payload_id, *told[payload_id], *stored) for payload_id, stored in sorted(rows.items())],
        )
        rows.clear()

    def _write_templates(self) -> None:
        self._db.conn.executemany(
            "INSERT INTO reference_payloads VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, slot) DO UPDATE SET"
            " payload_id = excluded.payload_id, pack_id = excluded.pack_id, packs = excluded.packs",
            [
                (
                    *place,
                    template.reference.payload_id if template.reference else None,
                    template.pack.id if template.pack else None,
                    int(template.packs),
                )
                for place, template in self._templates.saved.items()
            ],
        )
        self._templates.saved.clear()

    def store(self, capture: Capture) -> int:
        """Return the id of the capture, a new one or that of an equal one (URL and payload)."""
        if self._last is not None and self._last[0] is capture:  # a hundred articles of one response
            return self._last[1]
        digest = hashlib.sha256(capture.payload).digest()
        payload_id = self._held_payload(digest, capture.payload)
        capture_id = None if payload_id is None else self._of_payload(payload_id, capture)
        if capture_id is None:
            capture_id = self._insert(capture, payload_id or self._enter(capture, digest))
        self._last = (capture, capture_id)
        return capture_id

    def _held_payload(self, digest: bytes, payload: bytes) -> int | None:
        """Return the id of the payload of a digest; what was given up is stored again."""
        if digest in self._digests:
            return self._digests[digest]
        found = self._db.conn.execute(
            f"SELECT id, codec FROM payloads WHERE {OF_DIGEST}",  # noqa: S608 - parts are ours
            [digest],
        ).fetchone()
        if found is None:
            return None
        if found[1] == GONE:
            self._give_back(found[0], payload)
        return int(found[0])

    def _enter(self, capture: Capture, digest: bytes) -> int:
        """Give a new payload its id."""
        if self._next_id is None:
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM payloads").fetchone()
            self._next_id = last + 1
            self._db.conn.execute("PRAGMA defer_foreign_keys = ON")  # captures name it before it is written
        payload_id, self._next_id = self._next_id, self._next_id + 1
        self._entered.append(NewPayload(payload_id, _scope(capture), digest, capture.payload))
        self._digests[digest] = payload_id
        if self._thread is None or not self._db.conn.in_transaction:
            self.write()
        return payload_id

    def _of_payload(self, payload_id: int, capture: Capture) -> int | None:
        found = self._db.execute(
            "SELECT id FROM captures WHERE payload_id = ? AND url = ? AND source_kind = ? ORDER BY id LIMIT 1",
            [payload_id, clean_text(capture.url), capture.source_kind],
        ).fetchone()
        return found[0] if found else None

    def equal(self, payload: bytes, source_kind: SourceKind, url: str | None) -> list[int]:
        """Return the captures with these bytes, of a kind of source, and of an address where one is given."""
        digest = hashlib.sha256(payload).digest()
        rows = self._db.execute(
            "SELECT id FROM captures WHERE payload_id = coalesce(?2, (SELECT id FROM payloads"  # noqa: S608 - parts are ours
            f" WHERE {OF_DIGEST})) AND source_kind = ?3 AND url = coalesce(?4, url)",
            [digest, self._digests.get(digest), source_kind.value, url],
        ).fetchall()
        return [capture_id for (capture_id,) in rows]

    def find(self, url: str, digest: str | None, until: datetime) -> tuple[bytes, Headers] | None:
        """Return payload and headers of a page: by the digest of its payload, else the last one of its address until then."""
        self.write()
        found = self._db.execute(
            "SELECT payload_id, headers FROM captures JOIN payloads ON payloads.id = payload_id"  # noqa: S608 - parts are ours
            f" WHERE {OF_DIGEST} ORDER BY captures.id LIMIT 1",
            [bytes.fromhex(digest) if digest else None],
        ).fetchone()
        if found is None:
            found = self._db.execute(
                "SELECT payload_id, headers FROM captures WHERE url_hash = ? AND url = ? AND status = 200"
                " AND fetched_at <= ? ORDER BY fetched_at DESC, id DESC LIMIT 1",
                [hash_of(url), clean_text(url), clock.to_iso(until)],
            ).fetchone()
        return (read_payload(self._db, found[0]), read_headers(found[1])) if found else None

    def _insert(self, capture: Capture, payload_id: int) -> int:
        row: Row = {
            "url": capture.url,
            "url_hash": hash_of(capture.url),
            "final_url": None if capture.final_url == capture.url else capture.final_url,
            "status": capture.status,
            "headers": pack_headers(capture.headers),
            "fetched_at": clock.to_iso(capture.fetched_at),
            "source_kind": capture.source_kind.value,
            "payload_id": payload_id,
        }
        return insert(self._db, "captures", row)

    def _give_back(self, payload_id: int, payload: bytes) -> None:
        """Store the bytes of a payload that was given up and has come again."""
        codec, data = compress(payload)
        self._db.execute("UPDATE payloads SET codec = ?, data = ? WHERE id = ?", [codec, data, payload_id])


def _scope(capture: Capture) -> str:
    try:
        host = urlsplit(capture.final_url).netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    return clean_text(f"{host} {capture.source_kind}")


def read_capture(db: Database, capture_id: int) -> CaptureRow:
    """Return what is known of a capture; raises ArchiveError where there is none."""
    found = db.execute(
        "SELECT captures.id, url, coalesce(final_url, url), status, headers, fetched_at, source_kind,"
        " lower(hex(digest)), size FROM captures JOIN payloads ON payloads.id = payload_id WHERE captures.id = ?",
        [capture_id],
    ).fetchone()
    if found is None:
        raise ArchiveError(f"no capture {capture_id}")
    try:
        return read_row(CaptureRow, found, headers=read_headers)
    except ValueError as error:
        raise ArchiveError(f"capture {capture_id}: {error}") from error


def read_captured(db: Database, capture_id: int) -> bytes:
    """Return the payload of a capture."""
    found = db.execute("SELECT payload_id FROM captures WHERE id = ?", [capture_id]).fetchone()
    if found is None:
        raise ArchiveError(f"no capture {capture_id}")
    return read_payload(db, found[0])
