"""What a version was read with, beside its captures, as it is stored: `versions.reading`, one JSON object."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.values import clean_text, iso, moment, update
from pipelines.items import Capture, Lead, Reading


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What is known of how a version was read; what is not stored is as for most."""

    lessons: int | None = (
        None  # version of what was known of the site's boilerplate; None: not known any more
    )
    read_as: Literal["page", "text"] | None = None  # None: not known
    site_id: str | None = None  # by whose site file, where not by the article's own
    fetched_at: datetime | None = None  # a capture that is stored once may have been fetched again
    hint: Lead | None = None
    followed: frozenset[str] = (
        frozenset()
    )  # columns of its article that a later look brought, whose page was not kept


def write_reading(
    reading: Reading, site_id: str, capture: Capture | None, followed: Iterable[str] = ()
) -> str | None:
    """Return what an article of a site was read with as it is stored; None where nothing is known."""
    if not reading.rules:
        return None
    noted: dict[str, Any] = {"as": reading.read_as}
    if reading.lessons is not None:
        noted["lessons"] = reading.lessons
    if reading.site_id and reading.site_id != site_id:
        noted["site"] = reading.site_id
    if capture is not None:
        noted["fetched_at"] = clock.to_iso(capture.fetched_at)
        if capture.hint is not None:
            noted["hint"] = _hint(capture.hint)
    if followed:
        noted["followed"] = sorted(followed)
    return json.dumps(noted, ensure_ascii=False)


def _hint(lead: Lead) -> dict[str, str]:
    told = {
        "url": clean_text(lead.url),
        "title": clean_text(lead.title) if lead.title else None,
        "published_at": iso(lead.published_at),
        "modified_at": iso(lead.modified_at),
    }
    return {name: value for name, value in told.items() if value is not None}


def read_reading(stored: str | None) -> StoredReading:
    """Read it back."""
    noted: dict[str, Any] = json.loads(stored) if stored else {}
    hint = noted.get("hint")
    return StoredReading(
        lessons=noted.get("lessons"),
        read_as=noted.get("as"),
        site_id=noted.get("site"),
        fetched_at=moment(noted.get("fetched_at")),
        hint=read_hint(**hint) if hint else None,
        followed=frozenset(noted.get("followed", ())),
    )


def read_hint(
    url: str, title: str | None = None, published_at: str | None = None, modified_at: str | None = None
) -> Lead:
    """Make a hint of what is stored of it, times as stored."""
    return Lead(url, title, moment(published_at), moment(modified_at))


def renew_reading(stored: str | None, reading: Reading) -> str:
    """Note with what a version's page was read again; its hint, and when it was fetched, stay."""
    noted: dict[str, Any] = json.loads(stored) if stored else {}
    noted.pop("lessons", None)
    told = (
        {"as": reading.read_as}
        if reading.lessons is None
        else {"as": reading.read_as, "lessons": reading.lessons}
    )
    return json.dumps({**noted, **told}, ensure_ascii=False)


def note_followed(stored: str | None, columns: Iterable[str]) -> str:
    """Note of a version that columns of its article come from a later look, whose page was not kept."""
    noted: dict[str, Any] = json.loads(stored) if stored else {}
    return json.dumps(
        {**noted, "followed": sorted({*noted.get("followed", ()), *columns})}, ensure_ascii=False
    )


def mark_followed(db: Database, article_id: int, number: int, columns: Iterable[str]) -> None:
    """Note what an article says by a later look alone, so that reading its version's page again does not unsay it."""
    version_id, stored = db.execute(
        "SELECT id, reading FROM versions WHERE article_id = ? AND number = ?", [article_id, number]
    ).fetchone()
    update(db, "versions", version_id, {"reading": note_followed(stored, columns)})


def has_same_lessons(ours: Database, theirs: Database, article_id: int) -> bool:
    """Tell whether the lessons of their article's site have the same numbers here: none are here yet, or the same ones."""
    query = "SELECT digest, version, forgotten_version FROM lessons WHERE site_id = ? ORDER BY id"
    site = theirs.execute("SELECT site_id FROM articles WHERE id = ?", [article_id]).fetchone()
    held = ours.execute(query, site).fetchall()
    return not held or held == theirs.execute(query, site).fetchall()


def without_lessons(stored: str | None) -> str | None:
    """Return what is known of a reading of another archive, where lessons have other numbers."""
    noted: dict[str, Any] = json.loads(stored) if stored else {}
    noted.pop("lessons", None)
    return json.dumps(noted, ensure_ascii=False) if stored else None
