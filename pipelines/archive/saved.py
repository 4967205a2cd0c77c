"""Saved searches as they are stored: kept by name, with what each found, and what of that nobody was told yet."""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive import searching
from pipelines.archive.errors import SearchError
from pipelines.archive.rows import ChangeRow, Search, read_row
from pipelines.archive.saved_matching import match_batch
from pipelines.archive.values import clean_text, insert

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
MOST = 500  # saved searches
PAST = 100  # articles of the past that a feed begins with, where that is asked for
CHANGES = 6  # of a version, that are told
FIELDS = ("words", "sites", "regions", "author", "section", "place", "story", "since", "until")
# What `archive check` looks at: its name, what it counts, what is wrong.
SAVED_RULE = (
    "saved searches",
    "SELECT (SELECT count(*) FROM saved_searches) + (SELECT count(*) FROM saved_matches)",
    (
        "SELECT 'saved search ' || name || ' has no query that can be read' FROM saved_searches WHERE NOT json_valid(query)",
        (
            "SELECT 'saved search ' || search_id || ' found article ' || article_id || ', which is not there' FROM saved_matches"
            " WHERE article_id NOT IN (SELECT id FROM articles) OR search_id NOT IN (SELECT id FROM saved_searches)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is matched with what every run brings; times as stored."""

    id: int
    name: str
    uid: str
    query: Search
    added_at: str
    matches: int
    untold: int
    tries: int  # of the notifier, in vain, for what is untold
    last_at: str | None


@dataclass(frozen=True, slots=True)
class SavedMatch:
    """An article that a saved search found, and why now; times as stored."""

    search: str
    kind: str
    matched_at: str
    told_at: str | None
    digest: str
    uid: str
    site_id: str
    site: str
    url: str
    title: str
    start: str  # of the text
    published_at: str | None
    published_offset: int | None
    authors: tuple[str, ...]
    changes: tuple[ChangeRow, ...] = ()  # where a version was the occasion


MATCHES = (
    "SELECT saved_searches.name, saved_matches.kind, matched_at, told_at, digest, articles.uid, site_id, sites.name, url, title,"
    " substr(text, 1, 300), published_at, published_offset, authors, articles.id FROM saved_searches"
    " CROSS JOIN saved_matches {index} ON search_id = saved_searches.id CROSS JOIN articles ON articles.id = article_id"
    " JOIN sites ON sites.id = site_id"
)
SEARCHES = (
    "SELECT id, name, uid, query, added_at, (SELECT count(*) FROM saved_matches WHERE search_id = saved_searches.id),"
    " (SELECT count(*) FROM saved_matches INDEXED BY saved_matches_untold WHERE search_id = saved_searches.id AND told_at IS NULL),"
    " (SELECT coalesce(max(tries), 0) FROM saved_matches INDEXED BY saved_matches_untold WHERE search_id = saved_searches.id AND told_at IS NULL),"
    " (SELECT max(matched_at) FROM saved_matches WHERE search_id = saved_searches.id) FROM saved_searches"
)


def query_to_json(query: Search) -> str:
    """Write what a search looks for: words and filters, and only those that are given."""
    given = {name: value for name, value in asdict(query).items() if name in FIELDS and value}
    return json.dumps(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()},
        ensure_ascii=False,
    )


def query_from_json(text: str) -> Search:
    """Read it back; a key that this version does not know is passed over."""
    found = {name: value for name, value in json.loads(text).items() if name in FIELDS}
    for name, read in (
        ("sites", tuple),
        ("regions", tuple),
        ("since", date.fromisoformat),
        ("until", date.fromisoformat),
    ):
        if name in found:
            found[name] = read(found[name])
    return Search(**found)


def list_searches(db: Database) -> list[SavedSearch]:
    """Return the saved searches by name."""
    rows = db.execute(f"{SEARCHES} ORDER BY name").fetchall()
    return [read_row(SavedSearch, row, query=query_from_json) for row in rows]


def find_search(db: Database, name: str) -> SavedSearch:
    """Return a saved search; raises SearchError where none has this name."""
    row = db.execute(f"{SEARCHES} WHERE name = ?", [clean_text(name)]).fetchone()
    if row is None:
        raise SearchError(f"no saved search {clean_text(name)[:60]!r}: `kliping watch list` names them")
    return read_row(SavedSearch, row, query=query_from_json)


def list_matches(db: Database, name: str, limit: int) -> list[SavedMatch]:
    """Return what a saved search found, the latest first; raises SearchError where none has this name."""
    find_search(db, name)
    rows = db.execute(
        f"{MATCHES.format(index='INDEXED BY saved_matches_time')} WHERE saved_searches.name = ? ORDER BY matched_at DESC, published_at DESC, article_id DESC LIMIT ?",
        [name, limit],
    ).fetchall()
    return [_to_match(db, row) for row in rows]


def _to_match(db: Database, row: tuple[object, ...]) -> SavedMatch:
    *told, article_id = row
    changes = db.execute(
        "SELECT changes.kind, before, after, paragraph FROM versions JOIN changes ON version_id = versions.id"
        " WHERE article_id = ? AND digest = ? ORDER BY position LIMIT ?",
        [article_id, told[4], CHANGES],
    ).fetchall()
    read = tuple(read_row(ChangeRow, each) for each in changes) if told[1] == "changed" else ()
    return read_row(SavedMatch, [*told, read], authors=lambda text: tuple(json.loads(text)))


def untold_matches(db: Database, most: int) -> list[SavedMatch]:
    """Return what nobody was told yet, by search, the first `most` of each."""
    found = []
    for (name,) in db.execute("SELECT name FROM saved_searches ORDER BY name").fetchall():
        rows = db.execute(
            f"{MATCHES.format(index='INDEXED BY saved_matches_untold')} WHERE saved_searches.name = ?"
            " AND told_at IS NULL ORDER BY matched_at, article_id LIMIT ?",
            [name, most],
        ).fetchall()
        found += [_to_match(db, row) for row in rows]
    return found


def count_untold(db: Database) -> dict[str, int]:
    """Return how many matches nobody was told yet, by search."""
    rows = db.execute(
        "SELECT name, count(*) FROM saved_matches JOIN saved_searches ON saved_searches.id = search_id"
        " WHERE told_at IS NULL GROUP BY name ORDER BY name"
    )
    return dict(rows.fetchall())


class SavedSearches:
    """The saved searches of an archive that is written. `step` makes each write whole, `commit` makes it last."""

    def __init__(
        self, db: Database, step: Callable[[], AbstractContextManager[None]], commit: Callable[[], None]
    ) -> None:
        self._db = db
        self._step = step
        self._commit = commit

    def add(self, name: str, query: Search, *, past: bool = False) -> SavedSearch:
        """Keep a search from now on; raises SearchError for a name that is none or taken, and a query that cannot be asked.

        With `past`, its feed begins with the newest articles that are there already; nobody is told of them.
        """
        if not NAME.fullmatch(name):
            raise SearchError(
                f"{clean_text(name)[:80]!r} is no name: letters a-z, digits and hyphens, 60 at most, no hyphen first"
            )
        if query_to_json(query) == "{}":
            raise SearchError("a saved search needs words or a filter, or it would find everything")
        self._commit()  # what is new is to be found
        found = searching.search(self._db, _limited(query, PAST if past else 0))
        known = {search.name for search in list_searches(self._db)}
        if name in known:
            raise SearchError(
                f"there is a saved search {name!r} already: remove it first, or take another name"
            )
        if len(known) >= MOST:
            raise SearchError(f"there are {len(known)} saved searches, {MOST} is the limit")
        now = clock.to_iso(clock.now())
        with self._step():
            (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM versions").fetchone()
            row = {
                "name": name,
                "uid": str(uuid.uuid4()),
                "query": query_to_json(query),
                "added_at": now,
                "seen_id": last,
            }
            search_id = insert(self._db, "saved_searches", row)
            self._db.conn.executemany(
                "INSERT INTO saved_matches SELECT ?1, articles.id, digest, 'past', ?2, ?2, 0 FROM articles"
                " JOIN versions ON article_id = articles.id AND number = version WHERE articles.id = ?3",
                [(search_id, now, hit.id) for hit in found],
            )
        self._commit()
        return find_search(self._db, name)

    def remove(self, name: str) -> SavedSearch:
        """Give a saved search up, with what it found; raises SearchError where none has this name."""
        search = find_search(self._db, name)
        with self._step():
            self._db.conn.execute("DELETE FROM saved_matches WHERE search_id = ?", [search.id])
            self._db.conn.execute("DELETE FROM saved_searches WHERE id = ?", [search.id])
        self._commit()
        return search

    def match(self) -> dict[str, dict[str, int]]:
        """Match what is new or changed since the last time; return how much each search found, by kind.

        Some versions a commit: what was matched before a kill is not matched again, and nothing is passed over.
        """
        self._commit()  # places what is new in time and in its stories
        searches = {search.id: search for search in list_searches(self._db)}
        found: dict[str, dict[str, int]] = {}
        while searches:
            with self._step():
                batch = match_batch(self._db, {key: search.query for key, search in searches.items()})
            self._commit()
            if batch is None:
                break
            for search_id, kinds in batch.items():
                for kind, count in kinds.items():
                    counts = found.setdefault(searches[search_id].name, {})
                    counts[kind] = counts.get(kind, 0) + count
        return found

    def untold(self, most: int) -> tuple[list[SavedMatch], Mapping[str, int]]:
        """Return what nobody was told yet, the first `most` of each search, and how much that is of each."""
        return untold_matches(self._db, most), count_untold(self._db)

    def mark_told(self) -> None:
        """Note that all was told, committed at once."""
        self._note("UPDATE saved_matches SET told_at = ? WHERE told_at IS NULL", [clock.to_iso(clock.now())])

    def mark_failed(self) -> None:
        """Count a try to tell that failed, committed at once: the next one tells all of it again."""
        self._note("UPDATE saved_matches SET tries = tries + 1 WHERE told_at IS NULL", [])

    def _note(self, statement: str, values: Iterable[str]) -> None:
        with self._step():
            self._db.conn.execute(statement, list(values))
        self._commit()


def _limited(query: Search, limit: int) -> Search:
    """Return what is kept of a search, to be asked for so many articles: for none, to see that it can be asked."""
    return Search(**{name: getattr(query, name) for name in FIELDS}, limit=limit)
