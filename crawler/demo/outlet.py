"""The three papers: names, staff, house style, drawn from the seed."""

import random
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from crawler.demo.story import Dateline


class World(StrEnum):
    """The kinds of site that a paper can be."""

    WORDPRESS = "wordpress"
    PORTAL = "portal"
    OLD = "old"


# None of these pairs was found as the name of a real paper; the domains are reserved ones (RFC 6761).
FIRST = ("Lensa", "Gema", "Suluh", "Cahaya", "Dermaga", "Tapak", "Gerbang", "Jendela")
LAST = ("Jukung", "Galam", "Purun", "Tanggui", "Lontar", "Sirap", "Rengas", "Kelulut", "Riam")
REPORTERS = (
    "Rina Oktaviani", "Fahrul Rozi", "André Lumentut", "Siti Maimunah", "Yosef Dandan", "Nadia Puspita",
    "Helmi Yahya Noor", "Désirée Manopo", "Gatot Subiyakto", "Lia Amalia", "Muhammad Iqbal", "José Pereira",
    "Tiara Kencana", "Bagus Wirayuda", "Norhikmah", "Stevanus Bua", "Dian Pertiwi", "Arbani Saleh",
)  # fmt: skip
EDITORS = (
    "Wardah Hasanah",
    "Teguh Prakoso",
    "Maria Goretti Sina",
    "Iwan Kurniawan",
    "Renée Tuwaidan",
    "Saidah",
)
PERMALINKS = {
    World.WORDPRESS: ("/{slug}/", "/{day:%Y/%m/%d}/{slug}/", "/{day:%Y/%m}/{slug}/"),
    World.PORTAL: (
        "/{section}/{number}/{slug}",
        "/read/{number}/{slug}",
        "/{section}/read/{number}/{slug}.html",
    ),
    World.OLD: ("/berita.php?id={number}", "/baca-{number}-{slug}.html"),
}
DATELINES = {
    World.WORDPRESS: ("{site}, {PLACE}-",),
    World.PORTAL: ("{PLACE}, {Site} – ", "{Place} – ", "{PLACE}, {SITE} – ", "{Site}, {Place} - "),
    World.OLD: ("{PLACE} ({NAME}) - ", "{PLACE} | ", "{PLACE}, {site} -- "),
}
REGIONS = {
    "Asia/Makassar": ("Kalimantan Selatan", "Kalimantan Timur"),
    "Asia/Jakarta": ("Kalimantan Tengah", "Kalimantan Barat"),
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One paper: what its masthead and its house style say."""

    id: str
    name: str
    world: World
    region: str
    zone: str  # IANA
    reporters: tuple[str, ...]
    editors: tuple[str, ...]
    permalink: str
    dateline: str
    seed: int

    @property
    def domain(self) -> str:
        """The address that the paper prints of itself."""
        return f"{self.id}.test"

    @property
    def initials(self) -> str:
        """The paper's own mark in sign-offs and photo credits."""
        return self.name.split()[-1].lower()

    def local(self, moment: datetime) -> datetime:
        """The moment on the paper's own wall."""
        return moment.astimezone(ZoneInfo(self.zone))

    def dateline_for(self, place: str) -> Dateline:
        """Print the dateline of a place in the house style."""
        site = {
            "site": self.domain,
            "Site": "".join(self.name.split()) + ".test",
            "SITE": self.domain.upper(),
            "NAME": self.name.upper(),
        }
        where = {"PLACE": place.upper(), "Place": place}
        return Dateline(
            printed=self.dateline.format(**site, **where),
            site=next((name for key, name in site.items() if f"{{{key}}}" in self.dateline), None),
            place=next(name for key, name in where.items() if f"{{{key}}}" in self.dateline),
        )

    def path(self, number: int, slug: str, section: str, day: datetime) -> str:
        """Return the path (with query) under which a post stands."""
        return self.permalink.format(number=number, slug=slug, section=section.lower(), day=day)


def draw_outlets(seed: int) -> tuple[Outlet, ...]:
    """Draw the three papers of a seed, one of each world; both zones occur."""
    rng = random.Random(f"{seed}:outlets")  # noqa: S311 - a plot, not a secret
    first, last = rng.sample(FIRST, 3), rng.sample(LAST, 3)
    reporters, editors = rng.sample(REPORTERS, len(REPORTERS)), rng.sample(EDITORS, len(EDITORS))
    zones = ["Asia/Makassar", "Asia/Jakarta", rng.choice(("Asia/Makassar", "Asia/Jakarta"))]
    rng.shuffle(zones)
    return tuple(
        Outlet(
            id=f"{first[i]}{last[i]}".lower(),
            name=f"{first[i]} {last[i]}",
            world=world,
            region=rng.choice(REGIONS[zones[i]]),
            zone=zones[i],
            reporters=tuple(reporters[i::3]),
            editors=tuple(editors[i::3]),
            permalink=rng.choice(PERMALINKS[world]),
            dateline=rng.choice(DATELINES[world]),
            seed=seed,
        )
        for i, world in enumerate(World)
    )
