"""The captures file: responses as they came, identical bodies once."""

import hashlib
import json
from collections import OrderedDict
from datetime import datetime
from urllib.parse import urlsplit

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.payloads import GONE, Reference, compress, decompress
from pipelines.archive.rows import CaptureRow, read_row
from pipelines.archive.values import Row, clean_text, insert
from pipelines.items import Capture, SourceKind

REFERENCES_HELD = 64  # templates kept in memory
MISSES = 8  # payloads in a row that a reference did not help, after which the site has a new template


class CaptureWriter:
    """Stores captures; holds the reference pages of the sites that it last wrote."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._references: OrderedDict[str, Reference] = OrderedDict()
        self._misses: dict[str, int] = {}
        self._last: tuple[Capture, int] | None = None

    def forget(self) -> None:
        """Drop what is held of rows that a rollback took back."""
        self._references.clear()
        self._last = None

    def store(self, capture: Capture) -> int:
        """Return the id of the capture, a new one or that of an equal one (URL and payload)."""
        if self._last is not None and self._last[0] is capture:  # a hundred articles of one response
            return self._last[1]
        digest = hashlib.sha256(capture.payload).hexdigest()
        known = self._db.execute(
            "SELECT captures.id, payloads.id, codec FROM payloads LEFT JOIN captures"
            " ON captures.payload_id = payloads.id AND url = ? AND source_kind = ?"
            " WHERE digest = ? ORDER BY captures.id LIMIT 1",
            [clean_text(capture.url), capture.source_kind, digest],
        ).fetchone()
        capture_id = known[0] if known else None
        if capture_id is None:
            capture_id = self._insert(capture, self._payload_id(capture, digest))
        elif known[2] == GONE:
            self._give_back(known[1], capture.payload)
        self._last = (capture, capture_id)
        return capture_id

    def holds(self, payload: bytes, source_kind: SourceKind, url: str | None) -> bool:
        """Tell whether these bytes are stored, as of a kind of source, and of an address where one is given."""
        found = self._db.execute(
            "SELECT 1 FROM payloads JOIN captures ON payload_id = payloads.id"
            " WHERE digest = ? AND source_kind = ? AND url = coalesce(?, url) LIMIT 1",
            [hashlib.sha256(payload).hexdigest(), source_kind.value, url],
        ).fetchone()
        return found is not None

    def find(
        self, url: str, digest: str | None, until: datetime
    ) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
        """Return payload and headers of a page: by the digest of its payload, else the last one of its address until then."""
        found = self._db.execute(
            "SELECT payload_id, headers FROM captures JOIN payloads ON payloads.id = payload_id"
            " WHERE digest = ? ORDER BY captures.id LIMIT 1",
            [digest],
        ).fetchone()
        if found is None:
            found = self._db.execute(
                "SELECT payload_id, headers FROM captures WHERE url = ? AND status = 200 AND fetched_at <= ?"
                " ORDER BY fetched_at DESC, id DESC LIMIT 1",
                [clean_text(url), clock.to_iso(until)],
            ).fetchone()
        return (read_payload(self._db, found[0]), _read_headers(found[1])) if found else None

    def _insert(self, capture: Capture, payload_id: int) -> int:
        headers = [[clean_text(name), clean_text(value)] for name, value in capture.headers]
        row: Row = {
            "url": capture.url,
            "final_url": capture.final_url,
            "status": capture.status,
            "headers": json.dumps(headers, ensure_ascii=False),
            "fetched_at": clock.to_iso(capture.fetched_at),
            "source_kind": capture.source_kind.value,
            "payload_id": payload_id,
        }
        return insert(self._db, "captures", row)

    def _payload_id(self, capture: Capture, digest: str) -> int:
        found = self._db.execute("SELECT id, codec FROM payloads WHERE digest = ?", [digest]).fetchone()
        if found:
            if found[1] == GONE:
                self._give_back(found[0], capture.payload)
            return int(found[0])
        scope = _scope(capture)
        reference = self._reference(scope)
        codec, data = compress(capture.payload, reference)
        with_reference = codec == "zstd-ref"
        row: Row = {
            "digest": digest,
            "size": len(capture.payload),
            "codec": codec,
            "reference_id": reference.payload_id if reference and with_reference else None,
            "data": data,
        }
        payload_id = insert(self._db, "payloads", row)
        if with_reference:
            self._misses.pop(scope, None)
        elif codec == "zstd":
            share = len(data) / len(capture.payload)
            self._consider(
                scope, Reference(payload_id, capture.payload, share), replacing=reference is not None
            )
        return payload_id

    def _give_back(self, payload_id: int, payload: bytes) -> None:
        """Store the bytes of a payload that was given up and has come again."""
        codec, data = compress(payload)
        self._db.execute("UPDATE payloads SET codec = ?, data = ? WHERE id = ?", [codec, data, payload_id])

    def _reference(self, scope: str) -> Reference | None:
        if scope in self._references:
            self._references.move_to_end(scope)
            return self._references[scope]
        found = self._db.execute(
            "SELECT payloads.id, length(data), size FROM reference_payloads"
            " JOIN payloads ON payloads.id = payload_id WHERE scope = ?",
            [scope],
        ).fetchone()
        if found is None:
            return None
        payload_id, stored, size = found
        self._hold(scope, Reference(payload_id, read_payload(self._db, payload_id), stored / size))
        return self._references[scope]

    def _hold(self, scope: str, reference: Reference) -> None:
        self._references[scope] = reference
        if len(self._references) > REFERENCES_HELD:
            self._references.popitem(last=False)

    def _consider(self, scope: str, reference: Reference, *, replacing: bool) -> None:
        """Take a page that stands alone as the reference of those to come, unless one stands that may still serve."""
        if replacing:
            self._misses[scope] = self._misses.get(scope, 0) + 1
            if self._misses[scope] < MISSES:
                return
        self._misses.pop(scope, None)
        self._db.execute(
            "INSERT INTO reference_payloads (scope, payload_id) VALUES (?, ?)"
            " ON CONFLICT (scope) DO UPDATE SET payload_id = excluded.payload_id",
            [scope, reference.payload_id],
        )
        self._hold(scope, reference)


def _scope(capture: Capture) -> str:
    try:
        host = urlsplit(capture.final_url).hostname or ""
    except ValueError:
        host = ""
    return clean_text(f"{host} {capture.source_kind}")


def read_payload(db: Database, payload_id: int) -> bytes:
    """Return a payload as it was before compression; raises ArchiveError where it is gone or damaged."""
    found = db.execute(
        "SELECT codec, data, size, reference_id FROM payloads WHERE id = ?", [payload_id]
    ).fetchone()
    if found is None:
        raise ArchiveError(f"no payload {payload_id}")
    codec, data, size, reference_id = found
    try:
        return decompress(codec, data, size, lambda: read_payload(db, reference_id))
    except ValueError as error:
        raise ArchiveError(f"payload {payload_id}: {error}") from error


def read_capture(db: Database, capture_id: int) -> CaptureRow:
    """Return what is known of a capture; raises ArchiveError where there is none."""
    found = db.execute(
        "SELECT captures.id, url, final_url, status, headers, fetched_at, source_kind, digest, size"
        " FROM captures JOIN payloads ON payloads.id = payload_id WHERE captures.id = ?",
        [capture_id],
    ).fetchone()
    if found is None:
        raise ArchiveError(f"no capture {capture_id}")
    return read_row(CaptureRow, found, headers=_read_headers)


def _read_headers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text))


def read_captured(db: Database, capture_id: int) -> bytes:
    """Return the payload of a capture."""
    found = db.execute("SELECT payload_id FROM captures WHERE id = ?", [capture_id]).fetchone()
    if found is None:
        raise ArchiveError(f"no capture {capture_id}")
    return read_payload(db, found[0])
