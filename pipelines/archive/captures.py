"""The captures file: responses as they came, identical bodies once."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.headers import Headers, pack_headers, read_headers
from pipelines.archive.packs import read_payload
from pipelines.archive.payloads import ALONE, GONE, LEANING, Reference, compress
from pipelines.archive.rows import CaptureRow, read_row
from pipelines.archive.templates import Templates
from pipelines.archive.values import Row, clean_text, hash_of, insert
from pipelines.items import Capture, SourceKind

__all__ = ["CaptureWriter", "read_capture", "read_captured", "read_payload"]

OF_DIGEST = "substr(digest, 1, 6) = substr(?1, 1, 6) AND digest = ?1"  # as the index has it


class CaptureWriter:
    """Stores captures; holds the templates of the sites that it last wrote."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._templates = Templates(db)
        self._last: tuple[Capture, int] | None = None

    def forget(self) -> None:
        """Drop what is held of rows that a rollback took back."""
        self._templates.forget()
        self._last = None

    def store(self, capture: Capture) -> int:
        """Return the id of the capture, a new one or that of an equal one (URL and payload)."""
        if self._last is not None and self._last[0] is capture:  # a hundred articles of one response
            return self._last[1]
        digest = hashlib.sha256(capture.payload).digest()
        payload_id = self._held_payload(digest, capture.payload)
        capture_id = None if payload_id is None else self._of_payload(payload_id, capture)
        if capture_id is None:
            capture_id = self._insert(capture, payload_id or self._add_payload(capture, digest))
        self._last = (capture, capture_id)
        return capture_id

    def _held_payload(self, digest: bytes, payload: bytes) -> int | None:
        """Return the id of the payload of a digest; what was given up is stored again."""
        found = self._db.execute(f"SELECT id, codec FROM payloads WHERE {OF_DIGEST}", [digest]).fetchone()  # noqa: S608 - parts are ours
        if found is None:
            return None
        if found[1] == GONE:
            self._give_back(found[0], payload)
        return int(found[0])

    def _of_payload(self, payload_id: int, capture: Capture) -> int | None:
        found = self._db.execute(
            "SELECT id FROM captures WHERE payload_id = ? AND url = ? AND source_kind = ? ORDER BY id LIMIT 1",
            [payload_id, clean_text(capture.url), capture.source_kind],
        ).fetchone()
        return found[0] if found else None

    def equal(self, payload: bytes, source_kind: SourceKind, url: str | None) -> list[int]:
        """Return the captures with these bytes, of a kind of source, and of an address where one is given."""
        rows = self._db.execute(
            "SELECT captures.id FROM payloads JOIN captures ON payload_id = payloads.id"  # noqa: S608 - parts are ours
            f" WHERE {OF_DIGEST} AND source_kind = ?2 AND url = coalesce(?3, url)",
            [hashlib.sha256(payload).digest(), source_kind.value, url],
        ).fetchall()
        return [capture_id for (capture_id,) in rows]

    def find(self, url: str, digest: str | None, until: datetime) -> tuple[bytes, Headers] | None:
        """Return payload and headers of a page: by the digest of its payload, else the last one of its address until then."""
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

    def _add_payload(self, capture: Capture, digest: bytes) -> int:
        scope, payload = _scope(capture), capture.payload
        template = self._templates.choose(scope, payload)
        reference = template.reference if template else None
        codec, data = compress(payload, reference)
        leans_on = reference.payload_id if reference and codec == LEANING else None
        row: Row = {
            "digest": digest,
            "size": len(payload),
            "codec": codec,
            "reference_id": leans_on,
            "data": data,
        }
        payload_id = insert(self._db, "payloads", row)
        if template is not None and leans_on is not None:
            self._templates.lean(scope, template, payload_id, len(data), len(payload))
        elif codec == ALONE:
            self._templates.take(scope, template, Reference(payload_id, payload, len(data) / len(payload)))
        return payload_id

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
