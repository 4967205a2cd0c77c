"""What the archive is asked about stories: the largest, the newest, and one with all its articles."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlite_utils import Database

from pipelines.archive.errors import SearchError
from pipelines.archive.rows import read_row
from pipelines.archive.values import clean_text
from pipelines.dedupe.relation import Text, changed_figures

ORDERS = {
    "largest": "stories.articles DESC, stories.published_at DESC, stories.id DESC",
    "newest": "stories.published_at DESC, stories.id DESC",
}
OF_STORY = (
    "stories.articles, stories.copies, stories.sites, is_certain, stories.published_at AS newest_at, first.uid,"
    " first.site_id, first.url, first.title, first.published_at, first.published_offset FROM stories"
    " JOIN articles AS first ON first.id = stories.id WHERE stories.id = ?"
)
OF_ORIGIN = (
    "SELECT origin_by, origin_kind, origin, origin_uid, origin_site, origin_url, origin_published_at, outlet, outlet_uid,"
    " outlet_site, outlet_url, outlet_published_at, outlet_is_certain, minutes_later FROM story_origins WHERE story_id = ?"
)
OF_MEMBER = (
    "place, relation, similarity, other.uid AS to_uid, articles.uid, articles.site_id, articles.url, articles.title,"
    " articles.published_at, articles.published_offset, articles.published_precision, articles.published_source,"
    " articles.published_disputed, sites.kind AS site_kind, articles.text FROM story_articles"
    " JOIN articles ON articles.id = article_id JOIN sites ON sites.id = articles.site_id"
    " LEFT JOIN articles AS other ON other.id = to_id WHERE story_id = ? ORDER BY place LIMIT ?"
)
ALL = -1


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a text comes from, as far as that is told: a site that published it itself ("site"), or what pages say ("mark")."""

    by: str
    kind: str  # "government", "agency", "release" or "outlet"
    name: str
    uid: str | None  # of its article, where the archive has it
    site_id: str | None
    url: str | None
    published_at: str | None


@dataclass(frozen=True, slots=True)
class FirstOutlet:
    """The outlet, no government or agency, that printed a text first; `minutes_later` than its origin, where both are known."""

    name: str
    uid: str
    site_id: str
    url: str
    published_at: str | None
    is_certain: bool
    minutes_later: int | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story by its first publication; times as stored."""

    articles: int
    copies: int
    sites: int
    is_certain: bool
    newest_at: str | None
    uid: str
    site_id: str
    url: str
    title: str
    published_at: str | None
    published_offset: int | None
    origin: Origin | None = None  # None: nothing tells
    first_outlet: FirstOutlet | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An article of a story, and what it is to which other; `figures` are those that others stand for in that one."""

    place: int
    relation: str
    similarity: float
    to_uid: str | None
    uid: str
    site_id: str
    url: str
    title: str
    published_at: str | None
    published_offset: int | None
    published_precision: str | None
    published_source: str | None
    published_disputed: bool
    site_kind: str
    figures: tuple[tuple[str, str], ...] = ()


def list_stories(
    db: Database, order: Literal["largest", "newest"], site_id: str | None, limit: int
) -> list[StoryRow]:
    """Return stories of two articles or more, all or those with an article of a site; SearchError for an unknown site."""
    where, values = "", [limit]
    if site_id is not None:
        if not db.execute("SELECT 1 FROM sites WHERE id = ?", [site_id]).fetchone():
            raise SearchError(f"no site {clean_text(site_id)!r} in this archive")
        where = (
            " WHERE stories.id IN (SELECT story_id FROM story_articles JOIN articles"
            " ON articles.id = article_id WHERE site_id = ?)"
        )
        values.insert(0, site_id)  # type: ignore[arg-type]
    rows = db.execute(f"SELECT stories.id FROM stories{where} ORDER BY {ORDERS[order]} LIMIT ?", values)  # noqa: S608 - ours
    return [_read_story(db, story_id) for (story_id,) in rows.fetchall()]


def _read_story(db: Database, story_id: int) -> StoryRow:
    row = db.execute(f"SELECT {OF_STORY}", [story_id]).fetchone()
    told = db.execute(OF_ORIGIN, [story_id]).fetchone()
    origin, outlet = told[:7], told[7:]
    return replace(
        read_row(StoryRow, row, is_certain=bool),
        origin=Origin(*origin) if origin[0] else None,
        first_outlet=read_row(FirstOutlet, outlet, is_certain=bool) if outlet[1] else None,
    )


def find_story(db: Database, article_id: int) -> tuple[StoryRow, list[MemberRow]] | None:
    """Return the story of an article, with its articles in the order of publication; None where it is in none."""
    found = db.execute("SELECT story_id FROM story_articles WHERE article_id = ?", [article_id]).fetchone()
    return None if found is None else read_spread(db, found[0], ALL)


def read_spread(db: Database, story_id: int, limit: int) -> tuple[StoryRow, list[MemberRow]]:
    """Return a story with its articles in the order of publication, the first of them where there are more than `limit`."""
    texts: dict[str, Text] = {}
    members = []
    for *columns, text in db.execute(f"SELECT {OF_MEMBER}", [story_id, limit]).fetchall():
        member = read_row(MemberRow, columns, published_disputed=bool)
        texts[member.uid] = Text(text)
        members.append(member)
    return _read_story(db, story_id), [_with_figures(member, texts) for member in members]


def _with_figures(member: MemberRow, texts: dict[str, Text]) -> MemberRow:
    if member.to_uid is None or member.similarity == 1.0 or member.to_uid not in texts:
        return member
    return replace(member, figures=tuple(changed_figures(texts[member.to_uid], texts[member.uid])))


def count_missing(db: Database) -> int:
    """Return how many articles were never compared: those of an archive that is older than its stories."""
    (missing,) = db.execute(
        "SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM article_wordings)"
    ).fetchone()
    return int(missing)


# What a check of an archive asks, as sentences (see checks.py).
CHECKED = (
    (
        "SELECT 'wording ' || id || ' is no article''s' FROM wordings"
        " WHERE id NOT IN (SELECT wording_id FROM article_wordings WHERE wording_id IS NOT NULL)"
    ),
    (
        "SELECT 'text ' || wording_id || ', which is not there, can be found' FROM shingles"
        " WHERE wording_id NOT IN (SELECT id FROM wordings) GROUP BY wording_id"
    ),
    (
        "SELECT 'the story of article ' || uid || ' has ' || stories.articles || ' articles by its row, ' || held"
        " || ' by theirs' FROM stories JOIN articles ON articles.id = stories.id JOIN (SELECT story_id,"
        " count(*) AS held FROM story_articles GROUP BY story_id) ON story_id = stories.id WHERE held <> stories.articles"
    ),
    (
        "SELECT 'the story of article ' || uid || ' has no first article' FROM stories JOIN articles"
        " ON articles.id = stories.id WHERE NOT EXISTS (SELECT 1 FROM story_articles WHERE place = 1"
        " AND story_id = stories.id AND article_id = story_id)"
    ),
)
