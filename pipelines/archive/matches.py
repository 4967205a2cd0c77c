"""A text from elsewhere against the archive: which articles are copies of it or build on it; nothing is written."""

from dataclasses import dataclass, replace

from sqlite_utils import Database

from pipelines.archive.relations import RelationIndex
from pipelines.archive.rows import read_row
from pipelines.dedupe.publication import bounds
from pipelines.dedupe.relation import Text
from pipelines.dedupe.stories import Published

OF_MATCH = (
    "SELECT sites.timezone, articles.id, uid, articles.site_id, sites.name, sites.kind, articles.url, articles.title,"
    " articles.text, articles.published_at, articles.published_offset, articles.published_precision,"
    " articles.published_source, articles.published_disputed, versions.number, versions.seen_at, versions.source_kind,"
    " versions.capture_id FROM article_wordings JOIN articles ON articles.id = article_wordings.article_id"
    " JOIN sites ON sites.id = articles.site_id"
    " JOIN versions ON versions.article_id = articles.id AND versions.number = articles.version WHERE wording_id = ?"
)


@dataclass(frozen=True, slots=True)
class MatchRow:
    """An article that has a text or builds on it; times as stored. Its current version came from the capture named."""

    id: int
    uid: str
    site_id: str
    site_name: str
    site_kind: str
    url: str
    title: str
    text: str
    published_at: str | None
    published_offset: int | None
    published_precision: str | None
    published_source: str | None
    published_disputed: bool
    version: int
    seen_at: str
    source_kind: str
    capture_id: int | None
    relation: str = ""
    similarity: float = 0.0
    is_certain: bool = (
        True  # whether none that comes after it here can have been published before it, or with it
    )


def find_matches(db: Database, text: str) -> list[MatchRow]:
    """Return the articles that have a text or build on it, in the order of publication: a day alone counts as its end."""
    found: list[tuple[Published, MatchRow]] = []
    for wording_id, relation, similarity in list(RelationIndex(db).look_up(Text(text))):
        for zone, *columns in db.execute(OF_MATCH, [wording_id]).fetchall():
            row = read_row(MatchRow, [*columns, relation.value, similarity], published_disputed=bool)
            found.append((_published(row, zone), row))
    found.sort(key=lambda each: each[0].order)
    return [_with_certainty(row, when, found[place:]) for place, (when, row) in enumerate(found, 1)]


def _published(row: MatchRow, zone: str | None) -> Published:
    return Published(row.id, row.uid, *bounds(row.published_at, row.published_offset, zone))


def _with_certainty(row: MatchRow, when: Published, later: list[tuple[Published, MatchRow]]) -> MatchRow:
    return replace(row, is_certain=all(when.latest < other.earliest for other, _ in later))
