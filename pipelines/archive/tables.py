"""Articles as rows of a table, each with its provenance: as they stand, all their versions, or as they were known at a time.

`COLUMNS` is the one place that says what a row holds: the exports, their documentation and `open_archive` follow it. What is
overwritten when an article is looked at again cannot be told as of a time: such a column says no `as_of`, and is empty then.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.articles import JUST_BEFORE
from pipelines.archive.errors import ArchiveError, SearchError
from pipelines.archive.pair import PAGES
from pipelines.archive.rows import Search
from pipelines.archive.searching import select, site_ids_of, uniqueness
from pipelines.archive.values import clean_text, digest_of

Kind = Literal["text", "number", "flag", "time", "day", "names"]
Row = tuple[Any, ...]  # values as stored, in the order of the columns
ALL = Search()
FETCHED = 500  # rows at once
LATEST_AS_OF = 2 * JUST_BEFORE  # ago: what was seen by then is recorded, or says that it was not

TITLE = "coalesce(v.title, a.title)"
TEXT = "coalesce(v.text, a.text)"
# A time of publication is given where it is known in UTC; '9' is a digit of a year, a day alone has no T.
IN_UTC = "CASE WHEN {0} LIKE '%T%Z' THEN {0} END"
# As the version first said: a later look may have told it more exactly.
FIRST = "CASE WHEN v.published_first IS NULL THEN v.published_at ELSE nullif(v.published_first, '') END"
KNOWN = "coalesce({0}.recorded_at, {0}.seen_at) <= :as_of"
PLACES = (
    "CASE WHEN a.places = '[]' THEN '[]' ELSE (SELECT json_group_array(json_extract(value, '$.name'))"
    " FROM json_each(a.places)) END"
)
LAST_STEP = (
    "(SELECT {0} FROM presence WHERE presence.article_id = a.id{1} ORDER BY presence.number DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the exports: its SQL, and that of what was known of it at a time; `shared`: also without the texts."""

    name: str
    kind: Kind
    meaning: str
    sql: str
    as_of: str | None = None
    shared: bool = True


def _same(name: str, kind: Kind, meaning: str, sql: str, *, shared: bool = True) -> Column:
    """Return a column that nothing overwrites."""
    return Column(name, kind, meaning, sql, sql, shared)


def _words(name: str, meaning: str, sql: str = "", kind: Kind = "text") -> Column:
    """Return a column with words of the publisher's that a later look overwrites."""
    return Column(name, kind, meaning, sql or f"a.{name}", None, shared=False)


COLUMNS = (
    _same("uid", "text", "the article's public id, the same in every archive", "a.uid"),
    _same("url", "text", "its canonical address", "a.url"),
    _same("site", "text", "id of its site", "a.site_id"),
    _same("version", "number", "number of the version that the row shows", "v.number"),
    _same("cause", "text", "'publisher', or 'rule': the same page, read again by other rules", "v.cause"),
    _same("title", "text", "headline of this version", TITLE, shared=False),
    _same("text", "text", "text of this version: paragraphs, one a line", TEXT, shared=False),
    _words("authors", "names of its authors", kind="names"),
    _words("editors", "names of its editors", kind="names"),
    _words("tags", "the site's own tags", kind="names"),
    Column("section", "text", "the site's section", "a.section"),
    Column("place", "text", "place that its dateline names", "a.dateline_place"),
    Column("main_place", "text", "regency or city that it is most about, with its kind", "a.main_place"),
    Column("places", "names", "all that it is about, the main one first", PLACES),
    Column("language", "text", "language, as the page says", "a.language"),
    Column("agency", "text", "wire agency that is credited", "a.agency"),
    Column("syndicated_from", "text", "outlet in which the page says that its text stood first", "a.syndicated_from"),
    Column("is_advertorial", "flag", "the page calls itself paid for", "a.advertorial IS NOT NULL"),
    Column("is_press_release", "flag", "the page calls itself a press release", "a.press_release IS NOT NULL"),
    Column("published_at", "time", "time of publication; empty where only a day or no zone is known",
           IN_UTC.format("a.published_at"), IN_UTC.format(f"({FIRST})")),
    Column("published", "text", "the same as far as it is known: UTC with Z, a clock without zone, a day",
           "a.published_at", FIRST),
    Column("published_day", "day", "the publisher's local day", "a.published_day"),
    Column("published_offset", "number", "minutes that the publisher's clock is east of UTC", "a.published_offset"),
    Column("published_precision", "text", "'minute' or 'day'", "a.published_precision",
           f"CASE WHEN length({FIRST}) = 10 THEN 'day' WHEN {FIRST} IS NOT NULL THEN 'minute' END"),
    Column("published_source", "text", "witness that told it, such as json-ld or printed", "a.published_source"),
    Column("published_disputed", "flag", "witnesses disagree about it", "a.published_disputed"),
    Column("modified_at", "time", "time of modification, as the page says", IN_UTC.format("a.modified_at"),
           IN_UTC.format("v.modified_at")),
    Column("first_seen_at", "time", "first look that found the article", "a.first_seen_at",
           f"(SELECT min(seen_at) FROM versions AS f WHERE f.article_id = a.id AND {KNOWN.format('f')})"),  # noqa: S608 - parts are ours
    _same("seen_at", "time", "first look that found this version", "v.seen_at"),
    Column("last_seen_at", "time", "last look that found it", "coalesce(v.last_seen_at, v.seen_at)"),
    Column("state", "text", "'live', 'suspect', 'gone' or 'returned'", "coalesce(w.state, 'live')",
           f"coalesce({LAST_STEP.format('state', ' AND since <= :as_of')}, 'live')"),
    Column("state_since", "time", "look that found that first; empty where it was always live",
           LAST_STEP.format("since", ""), LAST_STEP.format("since", " AND since <= :as_of")),
    Column("story", "text", "uid of the first article of its story; empty where it is in none",
           "(SELECT uid FROM articles AS first WHERE first.id = s.story_id)"),
    Column("story_place", "number", "its place in the story, from 1, by publication", "s.place"),
    Column("copies", "number", "other articles in the story", "coalesce((SELECT articles - 1 FROM stories"
           " WHERE stories.id = s.story_id), 0)"),
    _same("source", "text", "what the text was read in: page, rest, feed or import", "v.source_kind"),
    _same("capture_digest", "text", "SHA-256 of the stored response; empty where captures.db is elsewhere", "nullif(lower(hex(p.digest)), '')"),
    _same("captured_at", "time", "when that response was fetched", "c.fetched_at"),
    _same("part", "number", "position in a response that holds many articles", "v.part"),
    _same("text_digest", "text", "SHA-256 of title, newline, text", "v.digest"),
    Column("rules", "text", "digest of the rules that read it", "v.rules"),
)  # fmt: skip

# The version that stood at a time: the last that its publisher made or came back to, in its last reading then.
STANDING = f"""v.id = (SELECT r.id FROM versions AS r WHERE r.article_id = a.id AND {KNOWN.format("r")}
    AND coalesce(r.rereads, r.number) = (SELECT number FROM (
        SELECT m.seen_at AS at, m.number AS number FROM versions AS m
            WHERE m.article_id = a.id AND m.cause = 'publisher' AND {KNOWN.format("m")}
        UNION ALL SELECT checks.since, m.number FROM checks
            JOIN versions AS m ON m.article_id = checks.article_id AND m.number = checks.version
            WHERE checks.article_id = a.id AND since <= :as_of AND {KNOWN.format("m")}
    ) ORDER BY at DESC, number DESC LIMIT 1)
    ORDER BY r.number DESC LIMIT 1)"""  # noqa: S608 - parts are ours


READERS: dict[str, Callable[[Any], Any]] = {
    "flag": bool,
    "time": clock.from_iso,
    "day": date.fromisoformat,
    "names": lambda stored: tuple(json.loads(stored)),
}


def as_objects(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Yield rows by column, as Python has them: aware times, days, tuples of names."""
    readers = [READERS.get(column.kind) for column in columns]
    names = [column.name for column in columns]
    for row in rows:
        read = (
            value if value is None or reader is None else reader(value)
            for value, reader in zip(row, readers, strict=True)
        )
        yield dict(zip(names, read, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """What rows are asked for: which articles, which of their versions, with which columns."""

    query: Search = ALL
    as_of: datetime | None = None  # None: as they stand
    versions: bool = False  # all of them, one row each
    texts: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its rows."""
        return tuple(column for column in COLUMNS if self.texts or column.shared)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are empty: what they held at that time is not known."""
        return tuple(c.name for c in self.columns if c.as_of is None) if self.as_of else ()


def check_as_of(table: Table) -> None:
    """Raise SearchError for a time that is not over, and for filters by what cannot be told as of a time."""
    if table.as_of is None:
        return
    if table.as_of > clock.now() - LATEST_AS_OF:
        minutes = int(LATEST_AS_OF.total_seconds() // 60)
        raise SearchError(
            f"as of {clock.to_iso(table.as_of)}: a time at least {minutes} minutes ago, what is being fetched is not recorded yet"
        )
    query = table.query
    later = {
        "words": query.words.strip(),
        "regions": query.regions,
        "author": query.author,
        "section": query.section,
        "place": query.place,
        "story": query.story,
        "unique": query.unique,
    }
    if told := [name for name, value in later.items() if value]:
        raise SearchError(
            f"as of a time, articles cannot be chosen by {', '.join(told)}: later looks change that"
        )


def read_table(db: Database, table: Table, *, with_captures: bool) -> Iterator[Row]:
    """Yield the rows of a table, articles in the order in which they were archived, in memory some hundreds.

    `db` has captures.db attached where it is `with_captures`. Raises SearchError for what cannot be asked.
    """
    check_as_of(table)
    statement, values, once = _statement(db, table, with_captures=with_captures)
    cursor = db.conn.execute(statement, values)
    while rows := cursor.fetchmany(FETCHED):
        for row in rows:
            if once is None or once(row[0]):
                yield row[1:]


def _statement(db: Database, table: Table, *, with_captures: bool) -> tuple[str, dict[str, Any], Any]:
    """Return the query, its values, and what tells whether an article stands for its story."""
    as_of = table.as_of is not None
    chosen, values, once = _chosen_as_of(db, table) if as_of else _chosen(db, table.query)
    names = [_sql(column, as_of=as_of, with_captures=with_captures) for column in table.columns]
    if as_of:
        which = KNOWN.format("v") if table.versions else STANDING
    else:
        which = "1" if table.versions else "v.number = a.version"
    captures = (
        f" LEFT JOIN {PAGES}.captures AS c ON c.id = v.capture_id LEFT JOIN {PAGES}.payloads AS p ON p.id = c.payload_id"
        if with_captures
        else ""
    )
    beside = (
        ""
        if as_of
        else " LEFT JOIN watches AS w ON w.article_id = a.id LEFT JOIN story_articles AS s ON s.article_id = a.id"
    )
    # Articles by their row numbers, as they lie in the file: nothing is sorted, nothing is gathered.
    statement = (
        f"SELECT a.id, {', '.join(names)} FROM articles AS a NOT INDEXED"  # noqa: S608 - parts are ours
        f" CROSS JOIN versions AS v ON v.article_id = a.id AND {which}{captures}{beside}"
        f" WHERE {chosen} ORDER BY a.id, v.number"
    )
    return statement, values, once


def _sql(column: Column, *, as_of: bool, with_captures: bool) -> str:
    if not with_captures and column.name in {"capture_digest", "captured_at"}:
        return "NULL"
    return (column.as_of or "NULL") if as_of else column.sql


def _chosen(db: Database, query: Search) -> tuple[str, dict[str, Any], Any]:
    """Return the condition that chooses articles by a search, its values, and what tells of stories."""
    once = uniqueness(db, query).is_first if query.unique else None
    selection = select(db, query)
    if not selection.conditions:
        return "1", {}, once
    rows, values = selection.rows, {}
    for number, value in enumerate(selection.values):
        rows = rows.replace("?", f":v{number}", 1)
        values[f"v{number}"] = value
    return f"a.id IN (SELECT article_id FROM {rows})", values, once  # noqa: S608 - parts are ours


def _chosen_as_of(db: Database, table: Table) -> tuple[str, dict[str, Any], Any]:
    """Return likewise the condition by what nothing overwrites: the site, and the version's own day in UTC."""
    assert table.as_of is not None
    conditions, values = ["1"], {"as_of": clock.to_iso(table.as_of)}
    if table.query.sites:
        conditions.append("a.site_id IN (SELECT value FROM json_each(:sites))")
        values["sites"] = json.dumps(site_ids_of(db, table.query))
    for name, day, compare in (("since", table.query.since, ">="), ("until", table.query.until, "<=")):
        if day is not None:
            conditions.append(f"substr({FIRST}, 1, 10) {compare} :{name}")
            values[name] = day.isoformat()
    return " AND ".join(conditions), values, None


def state_of_archive(db: Database) -> dict[str, Any]:
    """Return what tells two states of an archive apart: how much it holds, and the last run that wrote it."""
    articles, versions, forgotten = db.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM versions), (SELECT count(*) FROM forgotten)"
    ).fetchone()
    run = db.execute(
        "SELECT id, command, started_at, finished_at FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    told = {"articles": articles, "versions": versions, "forgotten": forgotten, "last_run": run}
    return {**told, "digest": digest_of(json.dumps(told, ensure_ascii=False))}


def find_text(db: Database, uid: str, digest: str) -> tuple[str, str] | None:
    """Return title and text of the version of an article that has a digest; None where no version has.

    Raises ArchiveError where there is no such article.
    """
    found = db.execute("SELECT id FROM articles WHERE uid = ?", [uid]).fetchone()
    if found is None:
        raise ArchiveError(f"no article {clean_text(uid)[:80]!r} in this archive")
    row = db.execute(
        f"SELECT {TITLE}, {TEXT} FROM versions AS v JOIN articles AS a ON a.id = v.article_id"  # noqa: S608 - ours
        " WHERE v.article_id = ? AND v.digest = ? LIMIT 1",
        [found[0], digest],
    ).fetchone()
    return (row[0], row[1]) if row and digest_of(*row) == digest else None


def describe_columns() -> str:
    """Return the columns as a Markdown table."""
    lines = ["| column | type | meaning | without texts | as of a time |", "| --- | --- | --- | --- | --- |"]
    for column in COLUMNS:
        shared, told = ("yes" if column.shared else "", "yes" if column.as_of else "empty")
        lines.append(f"| `{column.name}` | {column.kind} | {column.meaning} | {shared} | {told} |")
    return "\n".join(lines)
