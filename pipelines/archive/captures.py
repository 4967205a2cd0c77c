"""The captures file: responses as they came, identical bodies once."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.beside import Beside
from pipelines.archive.captured import read_capture, read_captured
from pipelines.archive.headers import Headers, pack_headers, read_headers
from pipelines.archive.packs import read_payload
from pipelines.archive.payloads import GONE, compress
from pipelines.archive.templates import Templates
from pipelines.archive.values import Row, Value, checked_row, clean_text, hash_of
from pipelines.items import Capture, SourceKind

__all__ = ["CaptureWriter", "read_capture", "read_captured", "read_payload"]

OF_DIGEST = "substr(digest, 1, 6) = substr(?1, 1, 6) AND digest = ?1"  # as the index has it
AHEAD = 32 << 20  # bytes that may wait to be compressed
AT_ONCE = 8  # payloads that are handed to the thread together: each time costs as much as a small statement
INSERT = (
    "INSERT INTO captures (id, url, url_hash, final_url, status, headers, fetched_at, source_kind, payload_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class NewCapture(NamedTuple):
    """A capture whose row is not written yet."""

    id: int
    key: tuple[int, str, SourceKind]  # what it is an equal one by: payload, address, kind
    row: list[Value]


class NewPayload(NamedTuple):
    """A payload whose row is not written yet."""

    id: int
    scope: str
    digest: bytes
    payload: bytes


class CaptureWriter:
    """Stores captures; holds the templates of the sites that it last wrote.

    With `in_batches`, payloads are compressed in a thread of its own, one after the other, while the caller goes on. All
    rows are written by write(), before the batch is committed: none is written twice, and a step that is taken back has
    written none. What is stored is the same.
    """

    def __init__(self, db: Database, *, in_batches: bool = False) -> None:
        self._db = db
        self._templates = Templates()
        self._last: tuple[Capture, int] | None = None
        self._thread = Beside("captures") if in_batches else None
        self._next_id: int | None = None  # of a payload; None: as the table tells
        self._next_capture: int | None = None
        self._entered: list[NewPayload] = []  # in the step under way
        self._captured: list[NewCapture] = []  # likewise
        self._given_back: list[tuple[int, bytes]] = []  # likewise: payloads that had been given up
        self._known: dict[tuple[int, str, SourceKind], int] = {}  # captures whose rows are not written
        self._rows: list[NewCapture] = []  # those of earlier steps
        self._waiting: list[NewPayload] = []  # of earlier steps, to be handed to the thread
        self._digests: dict[bytes, int] = {}  # of payloads whose rows are not written
        self._unwritten: dict[
            int, tuple[bytes, int]
        ] = {}  # digest and size of those that are being compressed
        self._ahead = 0

    def close(self) -> None:
        """End the thread; what is not written is lost."""
        if self._thread is not None:
            self._thread.close()

    def forget(self) -> None:
        """Drop what is held of rows that a rollback takes back."""
        if self._thread is not None:
            self._thread.finish(heed=False)
        self._templates.forget()
        for held in (self._entered, self._captured, self._given_back, self._rows, self._waiting):
            held.clear()
        for named in (self._digests, self._known, self._unwritten):
            named.clear()
        self._last = self._next_id = self._next_capture = None
        self._ahead = 0

    def drop(self) -> None:
        """Drop what the step under way entered: it was taken back."""
        for entered in self._entered:
            del self._digests[entered.digest]
        if self._entered:
            self._next_id = self._entered[0].id
        for captured in self._captured:
            del self._known[captured.key]
        if self._captured:
            self._next_capture = self._captured[0].id
        for held in (self._entered, self._captured, self._given_back):
            held.clear()
        self._last = None

    def settle(self) -> None:
        """Let what the step under way entered be compressed: it stays."""
        while self._entered:
            self._compress(self._entered[0])
            del self._entered[0]
        while self._given_back:
            payload_id, payload = self._given_back.pop()
            self._db.conn.execute(
                "UPDATE payloads SET codec = ?, data = ? WHERE id = ?", [*compress(payload), payload_id]
            )
        self._rows += self._captured
        self._captured.clear()

    def write(self) -> None:
        """Write the payloads that were stored, so that they can be read and committed."""
        self.settle()
        self._write_out()

    def _write_out(self) -> None:
        """Write the rows of earlier steps, once what is being compressed is."""
        if not self._unwritten and not self._rows:
            return
        self.wait()
        with self._transaction():
            self._write_rows()

    def _write_rows(self) -> None:
        self._write_payloads()
        self._write_templates()
        self._write_captures()
        for digest, _ in self._unwritten.values():
            del self._digests[digest]
        self._unwritten.clear()
        if not self._entered:
            self._next_id = None
        if not self._captured:
            self._next_capture = None

    def begin_commit(self) -> None:
        """Let the thread write and commit what is stored, when it is compressed: nothing is asked of the file before wait()."""
        assert self._thread is not None
        self.settle()
        self._hand_over()
        self._thread.begin(self._commit)

    def _commit(self) -> None:
        self._db.conn.execute("PRAGMA defer_foreign_keys = ON")
        self._write_rows()
        self._db.conn.execute("COMMIT")

    def wait(self) -> None:
        """Return when what was begun is done; raises what went wrong."""
        self._hand_over()
        if self._thread is not None:
            self._thread.finish()
        self._ahead = 0

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
            self.wait()
        self._ahead += len(entered.payload)
        self._waiting.append(entered)
        if len(self._waiting) == AT_ONCE:
            self._hand_over()

    def _hand_over(self) -> None:
        """Let the thread compress those that wait for it."""
        if self._thread is not None and self._waiting:
            self._thread.begin(partial(self._store, self._waiting))
            self._waiting = []

    def _store(self, payloads: Iterable[NewPayload]) -> None:
        for each in payloads:
            self._templates.store(each.scope, each.id, each.payload)

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

    def _write_captures(self) -> None:
        self._db.conn.executemany(INSERT, [new.row for new in self._rows])
        for new in self._rows:
            del self._known[new.key]
        self._rows.clear()

    def store(self, capture: Capture) -> int:
        """Return the id of the capture, a new one or that of an equal one (URL and payload)."""
        if self._last is not None and self._last[0] is capture:  # a hundred articles of one response
            return self._last[1]
        digest = hashlib.sha256(capture.payload).digest()
        payload_id = self._held_payload(digest, capture.payload)
        capture_id = None if payload_id is None else self._of_payload(payload_id, capture)
        if capture_id is None:
            capture_id = self._capture(capture, payload_id or self._enter(capture, digest))
        if self._thread is None or not self._db.conn.in_transaction:
            self.write()
        self._last = (capture, capture_id)
        return capture_id

    def _held_payload(self, digest: bytes, payload: bytes) -> int | None:
        """Return the id of the payload of a digest; what was given up is stored again."""
        if digest in self._digests:
            return self._digests[digest]
        payload_id, codec = self._stored_payload(digest)
        if payload_id is not None and codec == GONE:
            self._given_back.append((payload_id, payload))
        return payload_id

    def _stored_payload(self, digest: bytes) -> tuple[int | None, str]:
        """Return id and codec of the payload of a digest whose row is written."""
        found: tuple[int, str] | None = self._db.conn.execute(
            f"SELECT id, codec FROM payloads WHERE {OF_DIGEST}",  # noqa: S608 - parts are ours
            [digest],
        ).fetchone()
        return found or (None, "")

    def _enter(self, capture: Capture, digest: bytes) -> int:
        """Give a new payload its id."""
        if self._next_id is None:
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM payloads").fetchone()
            self._next_id = last + 1
        payload_id, self._next_id = self._next_id, self._next_id + 1
        self._entered.append(NewPayload(payload_id, _scope(capture), digest, capture.payload))
        self._digests[digest] = payload_id
        return payload_id

    def _of_payload(self, payload_id: int, capture: Capture) -> int | None:
        known = self._known.get((payload_id, clean_text(capture.url), capture.source_kind))
        if known is not None:
            return known
        found = self._db.execute(
            "SELECT id FROM captures WHERE payload_id = ? AND url = ? AND source_kind = ? ORDER BY id LIMIT 1",
            [payload_id, clean_text(capture.url), capture.source_kind],
        ).fetchone()
        return found[0] if found else None

    def equal(self, payload: bytes, source_kind: SourceKind, url: str | None) -> list[int]:
        """Return the captures with these bytes, of a kind of source, and of an address where one is given."""
        digest = hashlib.sha256(payload).digest()
        payload_id = self._digests.get(digest) or self._stored_payload(digest)[0]
        if payload_id is None:
            return []
        rows = self._db.execute(
            "SELECT id FROM captures WHERE payload_id = ?1 AND source_kind = ?2 AND url = coalesce(?3, url)",
            [payload_id, source_kind.value, url],
        ).fetchall()
        unwritten = [
            new for new in (*self._rows, *self._captured) if new.key[::2] == (payload_id, source_kind)
        ]
        return [
            *(capture_id for (capture_id,) in rows),
            *(new.id for new in unwritten if url in {None, new.key[1]}),
        ]

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

    def _capture(self, capture: Capture, payload_id: int) -> int:
        """Give a new capture its id."""
        if self._next_capture is None:
            last = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'captures'").fetchone()
            self._next_capture = (last[0] if last else 0) + 1
        row: Row = {
            "id": self._next_capture,
            "url": capture.url,
            "url_hash": hash_of(capture.url),
            "final_url": None if capture.final_url == capture.url else capture.final_url,
            "status": capture.status,
            "headers": pack_headers(capture.headers),
            "fetched_at": clock.to_iso(capture.fetched_at),
            "source_kind": capture.source_kind.value,
            "payload_id": payload_id,
        }
        key = payload_id, clean_text(capture.url), capture.source_kind
        new = NewCapture(self._next_capture, key, checked_row("captures", row))
        self._captured.append(new)
        self._known[key] = new.id
        self._next_capture += 1
        return new.id


def _scope(capture: Capture) -> str:
    try:
        host = urlsplit(capture.final_url).netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    return clean_text(f"{host} {capture.source_kind}")
