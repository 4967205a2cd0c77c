"""robots.txt and tdmrep.json as hosts last gave them: how long that is believed, and what holds while a host is out of reach.

RFC 9309: a copy is believed for a day (2.4); 4xx says that there is no such file (2.3.1.3); while a host cannot tell, a copy
that it gave before stands in (2.4), and without one everything is forbidden, for a month (2.3.1.4).
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.archive.rows import names_of, read_row
from pipelines.archive.values import clean_text, iso, moment

MAX_AGE = timedelta(hours=24)  # RFC 9309, 2.4
ASKED_AGAIN = timedelta(hours=1)  # while a host cannot tell, and its copy stands in
WHOLE_EVERY = timedelta(days=7)  # some servers repeat their validators after a change
GIVEN_UP_AFTER = timedelta(days=30)  # RFC 9309, 2.3.1.4
UNCHANGED = 304
MAX_PROBLEM = 300  # characters
TIMES = ("read_at", "checked_at", "asked_at", "unreachable_since")


@dataclass(frozen=True, slots=True)
class HostAnswer:
    """What a host answered to a request for such a file; a problem where that does not tell what holds."""

    status: int | None = None
    payload: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HostFile:
    """Such a file as it stands."""

    origin: str
    path: str
    site_id: str
    asked_at: datetime
    status: int | None = None
    payload: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    read_at: datetime | None = None
    checked_at: datetime | None = None
    unreachable_since: datetime | None = None
    problem: str = ""

    @property
    def stands_in(self) -> bool:
        """Whether this is a copy that holds because the host cannot tell."""
        return self.unreachable_since is not None and self.payload is not None

    @property
    def believed_until(self) -> datetime:
        """Until when the host is not asked again: not at all where nobody knows what holds."""
        until = self.asked_at
        if self.checked_at is not None and (self.unreachable_since is None or self.stands_in):
            until = self.checked_at + MAX_AGE
        return max(until, self.asked_at + ASKED_AGAIN) if self.stands_in else until

    def is_believed(self, now: datetime) -> bool:
        """Tell whether it holds without asking; not where a clock went back meanwhile."""
        return self.asked_at <= now < self.believed_until

    def validators(self, now: datetime) -> dict[str, str]:
        """Return the headers of a conditional GET; none where it is to come whole again."""
        if (
            self.payload is None
            or self.read_at is None
            or not self.read_at <= now < self.read_at + WHOLE_EVERY
        ):
            return {}
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}

    def problem_at(self, now: datetime) -> str:
        """Return why nobody knows what holds; empty where that is known, or the host has not told for a month."""
        if self.unreachable_since is None or self.stands_in or now - self.unreachable_since >= GIVEN_UP_AFTER:
            return ""
        return self.problem

    def after(self, answer: HostAnswer, now: datetime) -> "HostFile":
        """Return it as an answer leaves it."""
        if answer.problem:
            since = self.unreachable_since or now
            problem = clean_text(answer.problem)[:MAX_PROBLEM]
            return replace(self, asked_at=now, unreachable_since=since, problem=problem)
        heard = replace(self, asked_at=now, checked_at=now, unreachable_since=None, problem="")
        if answer.status == UNCHANGED:
            return heard
        told = answer.status is not None and answer.status < 300
        return replace(
            heard,
            status=answer.status,
            payload=answer.payload if told else None,
            etag=answer.etag if told else None,
            last_modified=answer.last_modified if told else None,
            read_at=now if told else None,
        )


class HostFiles:
    """Such files of all hosts; `step` makes each write whole."""

    def __init__(self, db: Database, step: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._step = step

    def find(self, origin: str, path: str) -> HostFile | None:
        """Return what a host said last."""
        query = f"SELECT {names_of(HostFile)} FROM host_files WHERE origin = ? AND path = ?"  # noqa: S608 - names are ours
        found = self._db.execute(query, [clean_text(origin), path]).fetchone()
        return _read(found) if found else None

    def keep(self, file: HostFile) -> None:
        """Store what a host said, in place of what it said before."""
        row = {each.name: getattr(file, each.name) for each in fields(HostFile)}
        row |= {name: iso(row[name]) for name in TIMES}
        values = [clean_text(value) if isinstance(value, str) else value for value in row.values()]
        places = ", ".join("?" * len(row))
        with self._step():
            self._db.execute(
                f"INSERT OR REPLACE INTO host_files ({names_of(HostFile)}) VALUES ({places})",  # noqa: S608 - names are ours
                values,
            )


def host_files_of(db: Database, site_ids: Iterable[str]) -> list[HostFile]:
    """Return what hosts said to the crawls of these sites, by site and host."""
    query = f"SELECT {names_of(HostFile)} FROM host_files WHERE site_id = ? ORDER BY origin, path"  # noqa: S608 - names are ours
    return [_read(row) for site_id in site_ids for row in db.execute(query, [site_id]).fetchall()]


def _read(found: tuple[Any, ...]) -> HostFile:
    return read_row(HostFile, found, **dict.fromkeys(TIMES, moment))
