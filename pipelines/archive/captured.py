"""Captures as they are read back."""

from sqlite_utils import Database

from pipelines.archive.errors import ArchiveError
from pipelines.archive.headers import read_headers
from pipelines.archive.packs import read_payload
from pipelines.archive.rows import CaptureRow, read_row


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
