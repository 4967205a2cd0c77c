"""Giving up payloads: their bytes go, and those compressed against them, or in a pack with them, are compressed anew."""

import json
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from pipelines.archive.packs import leave_packs, read_payload
from pipelines.archive.payloads import GONE, LEANING, Reference, compress, decompress


def drop_captures(db: Database, capture_ids: Iterable[int]) -> None:
    """Delete captures, and the payloads that no other capture has."""
    ids = json.dumps(sorted(capture_ids))
    payloads = db.execute(
        "SELECT DISTINCT payload_id FROM captures WHERE id IN (SELECT value FROM json_each(?))", [ids]
    ).fetchall()
    db.execute("DELETE FROM captures WHERE id IN (SELECT value FROM json_each(?))", [ids])
    drop_payloads(db, [payload_id for (payload_id,) in payloads])


def drop_payloads(db: Database, payload_ids: Collection[int]) -> None:
    """Delete payloads of no capture; the others are left as they are."""
    unused = [
        row[0]
        for row in db.execute(
            "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT payload_id FROM captures)",
            [json.dumps(sorted(payload_ids))],
        ).fetchall()
    ]
    give_up(db, unused)
    for payload_id in unused:
        db.execute("DELETE FROM payloads WHERE id = ?", [payload_id])


def give_up(db: Database, payload_ids: Collection[int]) -> None:
    """Erase the bytes of payloads; digest and size stay."""
    leave_packs(db, set(payload_ids))
    ids = json.dumps(sorted(payload_ids))
    leaning: dict[int, list[int]] = {}
    rows = db.execute(
        "SELECT reference_id, id FROM payloads WHERE reference_id IN (SELECT value FROM json_each(?))"
        " AND codec = ? AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id",
        [ids, LEANING, ids],
    ).fetchall()
    for reference_id, payload_id in rows:
        leaning.setdefault(reference_id, []).append(payload_id)
    for reference_id, dependants in leaning.items():
        _lean_elsewhere(db, reference_id, dependants)
    db.execute(
        "UPDATE reference_payloads SET payload_id = NULL WHERE payload_id IN (SELECT value FROM json_each(?))",
        [ids],
    )
    db.execute("DELETE FROM reference_payloads WHERE payload_id IS NULL AND pack_id IS NULL")
    for payload_id in payload_ids:
        db.execute(
            "UPDATE payloads SET codec = ?, data = x'', reference_id = NULL, position = NULL WHERE id = ?",
            [GONE, payload_id],
        )


def _lean_elsewhere(db: Database, reference_id: int, dependants: list[int]) -> None:
    """Compress payloads against the first of them, which then stands alone and takes the reference's place."""
    template = read_payload(db, reference_id)
    reference: Reference | None = None
    for payload_id in dependants:
        codec, data, size = db.execute(
            "SELECT codec, data, size FROM payloads WHERE id = ?", [payload_id]
        ).fetchone()
        payload = decompress(codec, data, size, lambda: template)
        codec, data = compress(payload, reference)
        leans_on = reference.payload_id if reference and codec == LEANING else None
        db.execute(
            "UPDATE payloads SET codec = ?, data = ?, reference_id = ? WHERE id = ?",
            [codec, data, leans_on, payload_id],
        )
        if reference is None:
            reference = Reference(payload_id, payload, len(data) / max(len(payload), 1))
    assert reference is not None
    db.execute(
        "UPDATE reference_payloads SET payload_id = ? WHERE payload_id = ?",
        [reference.payload_id, reference_id],
    )
