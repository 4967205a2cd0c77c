"""What was forgotten on purpose: its addresses are known, so that it is never archived again."""

from collections.abc import Iterable
from contextlib import suppress

from sqlite_utils import Database

from pipelines.archive.errors import ArchiveError
from pipelines.archive.values import key_of

REASON = "forgotten"  # of a lead that leads there; its state is not-article


def is_forgotten(db: Database, urls: Iterable[str]) -> bool:
    """Tell whether one of these addresses is a forgotten article's."""
    return find_forgotten(db, urls) is not None


def find_forgotten(db: Database, urls: Iterable[str]) -> tuple[str, str, str] | None:
    """Return (uid, reason, time) of the forgotten article that one of these addresses led to."""
    keys = set()
    for url in urls:
        with suppress(ArchiveError):
            keys.add(key_of(url))
    found: tuple[str, str, str] | None = db.execute(
        "SELECT uid, reason, forgotten_at FROM forgotten_urls JOIN forgotten USING (uid)"  # noqa: S608 - places alone
        f" WHERE key IN ({', '.join('?' * len(keys))}) LIMIT 1",
        [*keys],
    ).fetchone()
    return found


def refuse_forgotten(db: Database, urls: Iterable[str]) -> None:
    """Raise ArchiveError where one of these addresses is a forgotten article's."""
    found = find_forgotten(db, urls)
    if found is not None:
        raise ArchiveError(f"article {found[0]} was forgotten on {found[2]}: {found[1]}")
