"""Kept counts: how many articles a site, a section or a place has, and how many versions made a kind of change."""

from collections.abc import Mapping
from typing import Literal

from sqlite_utils import Database

Counted = Literal["site", "section", "place", "change"]

COUNTED: dict[Counted, str] = {
    "site": "SELECT 'site' AS what, site_id AS value, count(*) AS number FROM articles GROUP BY site_id",
    "section": (
        "SELECT 'section' AS what, section AS value, count(*) AS number FROM articles"
        " WHERE section IS NOT NULL GROUP BY section"
    ),
    "place": (
        "SELECT 'place' AS what, main_place AS value, count(*) AS number FROM articles"
        " WHERE main_place IS NOT NULL GROUP BY main_place"
    ),
    "change": (
        "SELECT 'change' AS what, kind AS value, count(*) AS number FROM versions WHERE kind IS NOT NULL GROUP BY kind"
    ),
}
_RIGHT = " UNION ALL ".join(COUNTED.values())
COUNTS_RULE = (
    "counts",
    "SELECT count(*) FROM counts",
    (
        (
            f"SELECT 'of ' || what || ' ' || value || ' there are ' || number || ', but ' || coalesce(told, 'none') || ' are counted'"  # noqa: S608 - parts are ours
            f" FROM ({_RIGHT}) LEFT JOIN (SELECT what AS w, value AS v, number AS told FROM counts)"
            " ON w = what AND v = value WHERE told IS NOT number"
        ),
        (
            f"SELECT 'of ' || what || ' ' || value || ' there are none, but ' || number || ' are counted' FROM counts"  # noqa: S608 - parts are ours
            f" WHERE (what, value) NOT IN (SELECT what, value FROM ({_RIGHT}))"
        ),
    ),
)


def read_counts(db: Database, what: Counted) -> Mapping[str, int]:
    """Return how many there are of each value, most first."""
    return dict(
        db.execute(
            "SELECT value, number FROM counts WHERE what = ? ORDER BY number DESC, value", [what]
        ).fetchall()
    )
