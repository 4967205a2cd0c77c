"""The templates of a host's pages: which earlier page the next one leans on, and when those that lean become a pack.

All that is needed to store the next page is in memory, so that this runs beside the thread that has the database open;
what is to be written gathers in `rows` and `saved`, each payload once.
"""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import mean
from typing import NamedTuple

from sqlite_utils import Database

from pipelines.archive.errors import ArchiveError
from pipelines.archive.packs import MAX_BYTES, MAX_PAYLOADS, Member, read_pack, read_payload
from pipelines.archive.payloads import (
    ALONE,
    LEANING,
    PACK,
    PACKED,
    Reference,
    compress,
    decompress,
    pack,
    unpack,
)

SCOPES_HELD = 64  # hosts whose templates are kept in memory
SLOTS = 4  # templates of a host: articles, galleries, lists, the pages of before a redesign
TOGETHER = 16  # payloads that join a pack at once
PAYS = 0.9  # of what they take each on its own, under which a pack pays
ALIKE = 0.2  # of a page's pieces, which it shares with others of its template
HORIZON = 64  # pages over which a fresh reference has to pay


class Stored(NamedTuple):
    """What is written of a payload, beside its digest and its size."""

    codec: str
    reference_id: int | None
    position: int | None
    data: bytes


class Leaning(NamedTuple):
    """A payload that leans on a reference: its size, and what it takes; its data as long as it may be packed."""

    id: int
    size: int
    stored: int
    data: bytes


class Pack(NamedTuple):
    """A pack that others may join: its frame, and (id, size) of its payloads."""

    frame: bytes
    members: list[tuple[int, int]]

    @property
    def id(self) -> int:
        """The id of its first payload, whose row holds the frame."""
        return self.members[0][0]

    def read(self) -> list[Member]:
        """Return its payloads."""
        ends = list(accumulate(size for _, size in self.members))
        whole = unpack(self.frame, ends[-1])
        return [
            Member(member, whole[end - size : end])
            for (member, size), end in zip(self.members, ends, strict=True)
        ]


@dataclass(slots=True)
class Template:
    """A template of a host, known by a page of it; its reference, what leans on that, the pack that they will join."""

    slot: int
    sample: bytes
    reference: Reference | None = None
    pack: Pack | None = None
    packs: bool = True
    leaning: list[Leaning] = field(default_factory=list)
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
        size = len(self.reference.payload) + sum(each.size for each in self.leaning)
        return len(self.leaning) + 1 >= TOGETHER or size * 2 >= MAX_BYTES

    @property
    def has_drifted(self) -> bool:
        """Whether the last that leaned on the reference took so much more than the first that a fresh one would pay."""
        if self.reference is None or len(self.leaning) < 2 * TOGETHER:
            return False
        first, last = (
            mean(each.stored for each in some) for some in (self.leaning[:TOGETHER], self.leaning[-TOGETHER:])
        )
        return (last - first) * HORIZON > self.reference.share * len(self.reference.payload)


def pieces_of(payload: bytes) -> frozenset[int]:
    """Return a page's tags, each with the text after it, as numbers that hold for this process."""
    return frozenset(map(hash, payload.split(b"<")))


class Templates:
    """The templates of the hosts that were last written, and what is to be written of payloads and of them."""

    def __init__(self) -> None:
        self.rows: dict[int, Stored] = {}
        self.saved: dict[tuple[str, int], Template] = {}
        self._held: OrderedDict[str, list[Template]] = OrderedDict()

    def forget(self) -> None:
        """Drop what is held of rows that a rollback took back."""
        self._held.clear()
        self.rows.clear()
        self.saved.clear()

    def hold(self, scope: str) -> bool:
        """Keep a host's templates in memory, as those that were used last; tell whether they are there."""
        if scope in self._held:
            self._held.move_to_end(scope)
            return True
        return False

    @property
    def is_full(self) -> bool:
        """Whether the next host takes the place of another one."""
        return len(self._held) >= SCOPES_HELD

    def load(self, db: Database, scope: str) -> None:
        """Read a host's templates; where they take another's place, nothing may be under way or unwritten."""
        rows = db.execute(
            "SELECT slot, payload_id, pack_id, packs FROM reference_payloads WHERE scope = ? ORDER BY slot",
            [scope],
        ).fetchall()
        if self.is_full:
            self._held.popitem(last=False)
        self._held[scope] = []
        for row in rows:
            with suppress(ArchiveError):  # nothing more is to lean on what is damaged
                self._held[scope].append(_load(db, *row))

    def store(self, scope: str, payload_id: int, payload: bytes) -> None:
        """Compress a payload of a host whose templates are held."""
        template = self._choose(self._held[scope], payload)
        reference = template.reference if template else None
        codec, data = compress(payload, reference)
        leans_on = reference.payload_id if reference and codec == LEANING else None
        self.rows[payload_id] = Stored(codec, leans_on, None, data)
        if template is not None and leans_on is not None:
            kept = data if template.packs else b""
            self._lean(scope, template, Leaning(payload_id, len(payload), len(data), kept))
        elif codec == ALONE:
            self._take(scope, template, Reference(payload_id, payload, len(data) / len(payload)))

    def _choose(self, held: list[Template], payload: bytes) -> Template | None:
        """Return the template that a page is likest to; None where it is like none."""
        if len(held) == 1 and held[0].reference is not None:
            return held[0]  # how small it gets tells whether it is alike
        pieces = pieces_of(payload) if held else frozenset()
        likest = max(held, key=lambda template: template.likeness(pieces), default=None)
        if likest is None or likest.likeness(pieces) < ALIKE:
            return None
        held.remove(likest)  # the one that was used last stands last
        held.append(likest)
        return likest

    def _lean(self, scope: str, template: Template, leaning: Leaning) -> None:
        """Note that a payload leans on a template's reference; pack those that do when they are enough."""
        template.leaning.append(leaning)
        if template.is_due:
            self._pack(template)
            self.saved[scope, template.slot] = template
        elif not template.packs and template.has_drifted:
            template.reference, template.leaning, template.packs = None, [], True
            self.saved[scope, template.slot] = template

    def _take(self, scope: str, template: Template | None, reference: Reference) -> None:
        """Make a payload that stands alone a reference: of its template where that has none, else of a new one."""
        held = self._held[scope]
        if template is None or template.reference is not None:
            free = set(range(SLOTS)) - {each.slot for each in held}
            template = Template(min(free) if free else held.pop(0).slot, reference.payload)
            held.append(template)
        template.sample, template.pieces = reference.payload, None
        template.reference, template.leaning = reference, []
        self.saved[scope, template.slot] = template

    def _pack(self, template: Template) -> None:
        """Put the reference and those that lean on it into the template's pack, or into a new one, where that pays."""
        reference = template.reference
        assert reference is not None
        members = [Member(reference.payload_id, reference.payload)]
        members += [
            Member(each.id, decompress(LEANING, each.data, each.size, lambda: reference.payload))
            for each in template.leaning
        ]
        apart = int(reference.share * len(reference.payload))
        apart += sum(each.stored for each in template.leaning)
        joined = _pack_to_join(template, members)
        known = joined.read() if joined else []
        frame = pack(member.payload for member in (*known, *members))
        if len(frame) >= PAYS * (apart + (len(joined.frame) if joined else 0)):
            template.packs = False
            template.leaning = [each._replace(data=b"") for each in template.leaning]
            return
        whole = Pack(frame, [(member.id, len(member.payload)) for member in (*known, *members)])
        self._put(whole, len(known))
        is_full = len(whole.members) + TOGETHER > MAX_PAYLOADS
        template.pack = None if is_full else whole
        template.reference, template.leaning = None, []

    def _put(self, whole: Pack, known: int) -> None:
        """Note what is written of a pack to which all but the first few are new."""
        position = 0
        for number, (member, size) in enumerate(whole.members):
            if number >= known:
                self.rows[member] = Stored(PACKED, whole.id, position, b"")
            position += size
        self.rows[whole.id] = Stored(PACK, None, None, whole.frame)


def _pack_to_join(template: Template, members: list[Member]) -> Pack | None:
    """Return the pack that payloads may join; None where there is none, or they do not fit."""
    joined = template.pack
    if joined is None or len(joined.members) + len(members) > MAX_PAYLOADS:
        return None
    size = sum(size for _, size in joined.members) + sum(len(member.payload) for member in members)
    return None if size > MAX_BYTES else joined


def _load(db: Database, slot: int, payload_id: int | None, pack_id: int | None, packs: int) -> Template:
    """Read a template as it was saved."""
    joined = _load_pack(db, pack_id) if pack_id is not None else None
    if payload_id is None:
        sample = read_payload(db, pack_id) if pack_id is not None else b""
        return Template(slot, sample, None, joined, bool(packs))
    payload = read_payload(db, payload_id)
    (stored,) = db.execute("SELECT length(data) FROM payloads WHERE id = ?", [payload_id]).fetchone()
    reference = Reference(payload_id, payload, stored / max(len(payload), 1))
    rows = db.execute(
        "SELECT id, size, length(data), iif(?, data, x'') FROM payloads WHERE reference_id = ? AND codec = ? ORDER BY id",
        [packs, payload_id, LEANING],
    ).fetchall()
    return Template(slot, payload, reference, joined, bool(packs), [Leaning(*row) for row in rows])


def _load_pack(db: Database, pack_id: int) -> Pack:
    members = [(member.id, len(member.payload)) for member in read_pack(db, pack_id)]
    (frame,) = db.execute("SELECT data FROM payloads WHERE id = ?", [pack_id]).fetchone()
    return Pack(frame, members)
