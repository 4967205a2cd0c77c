"""The templates of a host's pages: which earlier page the next one leans on, and when those that lean become a pack."""

from collections import OrderedDict
from dataclasses import dataclass, field
from statistics import mean

from sqlite_utils import Database

from pipelines.archive.packs import (
    MAX_BYTES,
    MAX_PAYLOADS,
    Member,
    read_pack,
    read_payload,
    write_pack,
)
from pipelines.archive.payloads import LEANING, Reference, pack

SCOPES_HELD = 64  # hosts whose templates are kept in memory
SLOTS = 4  # templates of a host: articles, galleries, lists, the pages of before a redesign
TOGETHER = 16  # payloads that join a pack at once
PAYS = 0.9  # of what they take each on its own, under which a pack pays
ALIKE = 0.2  # of a page's pieces, which it shares with others of its template
HORIZON = 64  # pages over which a fresh reference has to pay


@dataclass(slots=True)
class Template:
    """A template of a host, known by a page of it; its reference, and what leans on that: (id, stored, size)."""

    slot: int
    sample: bytes
    reference: Reference | None = None
    pack_id: int | None = None
    packs: bool = True
    leaning: list[tuple[int, int, int]] = field(default_factory=list)
    pieces: frozenset[int] | None = None

    def likeness(self, pieces: frozenset[int]) -> float:
        """Return the share of a page's pieces that this template's page has."""
        if self.pieces is None:
            self.pieces = pieces_of(self.sample)
        return len(self.pieces & pieces) / max(len(pieces), 1)

    @property
    def is_due(self) -> bool:
        """Whether those that lean on the reference are enough to be packed."""
        if not self.packs or self.reference is None or not self.leaning:
            return False
        size = len(self.reference.payload) + sum(size for _, _, size in self.leaning)
        return len(self.leaning) + 1 >= TOGETHER or size * 2 >= MAX_BYTES

    @property
    def has_drifted(self) -> bool:
        """Whether the last that leaned on the reference took so much more than the first that a fresh one would pay."""
        if self.reference is None or len(self.leaning) < 2 * TOGETHER:
            return False
        first, last = (
            mean(stored for _, stored, _ in some)
            for some in (self.leaning[:TOGETHER], self.leaning[-TOGETHER:])
        )
        return (last - first) * HORIZON > self.reference.share * len(self.reference.payload)


def pieces_of(payload: bytes) -> frozenset[int]:
    """Return a page's tags, each with the text after it, as numbers that hold for this process."""
    return frozenset(map(hash, payload.split(b"<")))


class Templates:
    """The templates of the hosts that were last written."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._held: OrderedDict[str, list[Template]] = OrderedDict()

    def forget(self) -> None:
        """Drop what is held of rows that a rollback took back."""
        self._held.clear()

    def choose(self, scope: str, payload: bytes) -> Template | None:
        """Return the template that a page is likest to; None where it is like none."""
        held = self._of(scope)
        if len(held) == 1 and held[0].reference is not None:
            return held[0]  # how small it gets tells whether it is alike
        pieces = pieces_of(payload) if held else frozenset()
        likest = max(held, key=lambda template: template.likeness(pieces), default=None)
        if likest is None or likest.likeness(pieces) < ALIKE:
            return None
        held.remove(likest)  # the one that was used last stands last
        held.append(likest)
        return likest

    def lean(self, scope: str, template: Template, payload_id: int, stored: int, size: int) -> None:
        """Note that a payload leans on a template's reference; pack those that do when they are enough."""
        template.leaning.append((payload_id, stored, size))
        if template.is_due:
            self._pack(scope, template)
        elif not template.packs and template.has_drifted:
            template.reference, template.leaning, template.packs = None, [], True
            self._save(scope, template)

    def take(self, scope: str, template: Template | None, reference: Reference) -> None:
        """Make a payload that stands alone a reference: of its template where that has none, else of a new one."""
        held = self._of(scope)
        if template is None or template.reference is not None:
            free = set(range(SLOTS)) - {each.slot for each in held}
            template = Template(min(free) if free else held.pop(0).slot, reference.payload)
            held.append(template)
        template.sample, template.pieces = reference.payload, None
        template.reference, template.leaning = reference, []
        self._save(scope, template)

    def _of(self, scope: str) -> list[Template]:
        if scope not in self._held:
            rows = self._db.execute(
                "SELECT slot, payload_id, pack_id, packs FROM reference_payloads WHERE scope = ? ORDER BY slot",
                [scope],
            ).fetchall()
            self._held[scope] = [self._load(*row) for row in rows]
            if len(self._held) > SCOPES_HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(scope)
        return self._held[scope]

    def _load(self, slot: int, payload_id: int | None, pack_id: int | None, packs: int) -> Template:
        if payload_id is None:
            sample = read_payload(self._db, pack_id) if pack_id is not None else b""
            return Template(slot, sample, None, pack_id, bool(packs))
        payload = read_payload(self._db, payload_id)
        (stored,) = self._db.execute(
            "SELECT length(data) FROM payloads WHERE id = ?", [payload_id]
        ).fetchone()
        reference = Reference(payload_id, payload, stored / max(len(payload), 1))
        leaning = self._db.execute(
            "SELECT id, length(data), size FROM payloads WHERE reference_id = ? AND codec = ? ORDER BY id",
            [payload_id, LEANING],
        ).fetchall()
        return Template(slot, payload, reference, pack_id, bool(packs), leaning)

    def _save(self, scope: str, template: Template) -> None:
        payload_id = template.reference.payload_id if template.reference else None
        self._db.conn.execute(
            "INSERT INTO reference_payloads VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, slot) DO UPDATE SET"
            " payload_id = excluded.payload_id, pack_id = excluded.pack_id, packs = excluded.packs",
            [scope, template.slot, payload_id, template.pack_id, int(template.packs)],
        )

    def _pack(self, scope: str, template: Template) -> None:
        """Put the reference and those that lean on it into the template's pack, or into a new one, where that pays."""
        assert template.reference is not None
        members = [Member(template.reference.payload_id, template.reference.payload)]
        members += [Member(each, read_payload(self._db, each)) for each, _, _ in template.leaning]
        apart = int(template.reference.share * len(template.reference.payload))
        apart += sum(stored for _, stored, _ in template.leaning)
        known, frame_size = self._open_pack(template, members)
        frame = pack(member.payload for member in (*known, *members))
        if len(frame) < PAYS * (apart + frame_size):
            members = [*known, *members]
            write_pack(self._db, members, frame)
            is_full = len(members) + TOGETHER > MAX_PAYLOADS
            template.pack_id = None if is_full else members[0].id
            template.reference, template.leaning = None, []
        else:
            template.packs = False
        self._save(scope, template)

    def _open_pack(self, template: Template, members: list[Member]) -> tuple[list[Member], int]:
        """Return the payloads of the pack that these may join, and the size of its frame; none where they do not fit."""
        if template.pack_id is None:
            return [], 0
        known = read_pack(self._db, template.pack_id)
        size = sum(len(member.payload) for member in (*known, *members))
        if size > MAX_BYTES or len(known) + len(members) > MAX_PAYLOADS:
            return [], 0
        (frame_size,) = self._db.execute(
            "SELECT length(data) FROM payloads WHERE id = ?", [template.pack_id]
        ).fetchone()
        return known, frame_size
