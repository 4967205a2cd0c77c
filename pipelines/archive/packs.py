"""Packs: payloads of one template in a single frame, each compressed against all before it.

The first one's row holds the frame, the others' rows their place in it. To read one, the frame is read up to its end:
a pack is kept so small that this takes less than a millisecond.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from pipelines.archive.errors import ArchiveError
from pipelines.archive.payloads import PACK, PACKED, compress, decompress, pack, unpack

MAX_PAYLOADS = 64
MAX_BYTES = 1 << 20  # of a pack, uncompressed


@dataclass(frozen=True, slots=True)
class Member:
    """A payload of a pack, with its bytes."""

    id: int
    payload: bytes


def read_payload(db: Database, payload_id: int) -> bytes:
    """Return a payload as it was before compression; raises ArchiveError where it is gone or damaged."""
    found = db.execute(
        "SELECT codec, data, size, reference_id, position FROM payloads WHERE id = ?", [payload_id]
    ).fetchone()
    if found is None:
        raise ArchiveError(f"no payload {payload_id}")
    codec, data, size, reference_id, position = found
    try:
        if codec == PACKED:
            return unpack(_frame(db, reference_id), position + size)[position:]
        return decompress(codec, data, size, lambda: read_payload(db, reference_id))
    except ValueError as error:
        raise ArchiveError(f"payload {payload_id}: {error}") from error


def _frame(db: Database, first_id: int) -> bytes:
    found = db.execute("SELECT data FROM payloads WHERE id = ? AND codec = ?", [first_id, PACK]).fetchone()
    if found is None:
        raise ValueError(f"payload {first_id}, the first of its pack, is none")
    frame: bytes = found[0]
    return frame


def read_pack(db: Database, first_id: int) -> list[Member]:
    """Return the payloads of a pack in their order; raises ArchiveError where it is damaged."""
    rows = db.execute(
        "SELECT id, size, coalesce(position, 0) FROM payloads WHERE id = ?1 OR reference_id = ?1 AND codec = ?2"
        " ORDER BY position",
        [first_id, PACKED],
    ).fetchall()
    try:
        whole = unpack(_frame(db, first_id), max(position + size for _, size, position in rows))
    except ValueError as error:
        raise ArchiveError(f"payload {first_id}: {error}") from error
    return [Member(payload_id, whole[position : position + size]) for payload_id, size, position in rows]


def write_pack(db: Database, members: list[Member], frame: bytes) -> None:
    """Store payloads that have rows already as one pack.

    The rows are written anew: SQLite keeps the room of a row that only shrinks.
    """
    ids = json.dumps([member.id for member in members])
    rows: dict[int, tuple[Any, ...]] = {
        row[0]: row
        for row in db.execute(
            "SELECT id, digest, size FROM payloads WHERE id IN (SELECT value FROM json_each(?))", [ids]
        ).fetchall()
    }
    db.execute("PRAGMA defer_foreign_keys = ON")  # until the transaction ends
    db.execute("DELETE FROM payloads WHERE id IN (SELECT value FROM json_each(?))", [ids])
    position = 0
    first_id = members[0].id
    for member in members:
        told = (PACK, None, None, frame) if member.id == first_id else (PACKED, first_id, position, b"")
        db.conn.execute("INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?, ?)", [*rows[member.id], *told])
        position += len(member.payload)


def leave_packs(db: Database, payload_ids: Collection[int]) -> None:
    """Take payloads that are given up out of their packs; those that stay are packed anew."""
    ids = json.dumps(sorted(payload_ids))
    packs = db.execute(
        "SELECT DISTINCT CASE codec WHEN 'packed' THEN reference_id ELSE id END FROM payloads"
        " WHERE codec IN ('packed', 'zstd-pack') AND id IN (SELECT value FROM json_each(?)) ORDER BY 1",
        [ids],
    ).fetchall()
    for (first_id,) in packs:
        members = read_pack(db, first_id)
        staying = [member for member in members if member.id not in payload_ids]
        leaving = [member.id for member in members if member.id in payload_ids]
        db.execute("UPDATE reference_payloads SET pack_id = NULL WHERE pack_id = ?", [first_id])
        for member_id in leaving:  # their bytes are not to be had from the frame that goes
            db.execute(
                "UPDATE payloads SET codec = 'gone', data = x'', reference_id = NULL, position = NULL WHERE id = ?",
                [member_id],
            )
        if len(staying) > 1:
            write_pack(db, staying, pack(member.payload for member in staying))
        elif staying:
            codec, data = compress(staying[0].payload)
            db.execute(
                "UPDATE payloads SET codec = ?, data = ?, reference_id = NULL, position = NULL WHERE id = ?",
                [codec, data, staying[0].id],
            )


def stored_sizes(db: Database, where: str = "codec <> 'gone'") -> Iterable[tuple[int, int]]:
    """Yield (payload, stored bytes); of a pack, each has the share that it has of its bytes."""
    rows = db.execute(
        f"SELECT id, size, codec, reference_id, length(data) FROM payloads WHERE {where}"  # noqa: S608 - ours
    ).fetchall()
    totals: dict[int, int] = {}
    frames: dict[int, int] = {}
    for payload_id, size, codec, reference_id, stored in rows:
        if codec in {PACK, PACKED}:
            first_id = reference_id if codec == PACKED else payload_id
            totals[first_id] = totals.get(first_id, 0) + size
            frames[first_id] = frames.get(first_id, 0) + stored
    for payload_id, size, codec, reference_id, stored in rows:
        first_id = {PACK: payload_id, PACKED: reference_id}.get(codec)
        yield payload_id, stored if first_id is None else frames[first_id] * size // max(totals[first_id], 1)
