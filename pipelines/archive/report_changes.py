"""What publishers did to their articles in a period after publication: changed, took away, corrected by a notice."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from pipelines.archive.rows import ChangeRow, read_row
from pipelines.revisions import Segment, diff_words, passages

# Which versions are told, by the weightiest kind of their changes, and how many: what is cited and read most.
TOLD = {"figure": 30, "headline": 15, "paragraph-removed": 15}
KINDS = ("figure", "headline", "paragraph-removed", "paragraph-added", "wording", "time")
GONE, NOTICES = 40, 40  # that are listed
CHANGES = 6  # of one version
PASSAGES = 4  # likewise
COMPARED = 20_000  # characters: of a longer text the words around its changes are not told
HERE = "site_id IN (SELECT value FROM json_each(?))"
OF_PERIOD = (
    " FROM versions INDEXED BY versions_kind CROSS JOIN articles ON articles.id = versions.article_id"
    " WHERE versions.kind = ? AND versions.seen_at >= ? AND versions.seen_at < ? AND cause = 'publisher' AND "
    + HERE
)
NAMED = "articles.uid, articles.site_id, articles.url, articles.title, articles.published_at, articles.published_offset"
# What spread furthest comes first: a figure that is wrong in ten papers matters more than one in one.
VERSIONS = (
    f"SELECT versions.id, versions.article_id, versions.follows, {NAMED}, versions.number, versions.seen_at,"  # noqa: S608 - parts are ours
    " coalesce((SELECT stories.articles FROM story_articles JOIN stories ON stories.id = story_id"
    f" WHERE story_articles.article_id = articles.id), 1) AS copies{OF_PERIOD} ORDER BY copies DESC, versions.seen_at DESC LIMIT ?"
)
TEXT = (
    "SELECT coalesce(versions.title, articles.title), coalesce(versions.text, articles.text) FROM versions"
    " JOIN articles ON articles.id = article_id WHERE article_id = ? AND number = ?"
    " AND length(coalesce(versions.text, articles.text)) <= ?"
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A version that changed something: what, and the words around it; times as stored."""

    uid: str
    site_id: str
    url: str
    title: str
    published_at: str | None
    published_offset: int | None
    number: int
    seen_at: str
    articles: int  # of its story
    changes: tuple[ChangeRow, ...] = ()
    passages: tuple[tuple[Segment, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that its site shows no more."""

    uid: str
    site_id: str
    url: str
    title: str
    published_at: str | None
    published_offset: int | None
    since: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice that corrects an article, or a note of that in the article itself."""

    uid: str
    site_id: str
    url: str
    title: str
    published_at: str | None
    published_offset: int | None
    kind: str
    phrase: str
    of_itself: bool
    corrects_url: str | None
    corrects_title: str | None


def read_changes(
    db: Database, sites: str, moments: tuple[str, str]
) -> tuple[dict[str, int], dict[str, tuple[Changed, ...]]]:
    """Return how many versions changed something, by kind, and those that tell most; `sites` is a JSON array."""
    counts = {}
    for kind in KINDS:
        (counts[kind],) = db.execute(f"SELECT count(*){OF_PERIOD}", [kind, *moments, sites]).fetchone()
    told = {
        kind: tuple(
            _changed(db, row) for row in db.execute(VERSIONS, [kind, *moments, sites, limit]).fetchall()
        )
        for kind, limit in TOLD.items()
    }
    return counts, told


def _changed(db: Database, row: tuple[object, ...]) -> Changed:
    version_id, article_id, follows, *told = row
    changes = db.execute(
        "SELECT kind, before, after, paragraph FROM changes WHERE version_id = ? ORDER BY position LIMIT ?",
        [version_id, CHANGES],
    ).fetchall()
    texts = [db.execute(TEXT, [article_id, number, COMPARED]).fetchone() for number in (follows, told[6])]
    found = []
    if all(texts):
        (_, old), (_, new) = texts
        found = passages(diff_words(old, new))[:PASSAGES]
    return read_row(Changed, [*told, tuple(read_row(ChangeRow, each) for each in changes), tuple(found)])


def read_gone(db: Database, sites: str, moments: tuple[str, str]) -> tuple[tuple[Gone, ...], int, int]:
    """Return the articles that went, the latest first; how many these are; and how many came back."""
    counted = f"SELECT count(*) FROM watches WHERE state = ? AND state <> 'live' AND state_since >= ? AND state_since < ? AND {HERE}"  # noqa: S608 - ours
    in_all, returned = (
        db.execute(counted, [state, *moments, sites]).fetchone()[0] for state in ("gone", "returned")
    )
    rows = db.execute(
        f"SELECT {NAMED}, state_since, (SELECT evidence FROM presence WHERE presence.article_id = articles.id"  # noqa: S608 - ours
        " ORDER BY number DESC LIMIT 1) FROM watches INDEXED BY watches_state"
        " CROSS JOIN articles ON articles.id = watches.article_id WHERE watches.state = 'gone' AND watches.state <> 'live'"
        f" AND state_since >= ? AND state_since < ? AND articles.{HERE} ORDER BY state_since DESC LIMIT ?",
        [*moments, sites, GONE],
    ).fetchall()
    return tuple(read_row(Gone, row) for row in rows), in_all, returned


def read_notices(
    db: Database, sites: str, days: tuple[str, str]
) -> tuple[tuple[Noticed, ...], Mapping[str, int]]:
    """Return the notices that were published, withdrawals first, then the latest; and how many there are, by kind."""
    source = (
        " FROM corrections CROSS JOIN articles ON articles.id = corrections.article_id"
        f" WHERE articles.published_day BETWEEN ? AND ? AND articles.{HERE}"
    )
    counts = db.execute(f"SELECT kind, count(*){source} GROUP BY 1 ORDER BY 2 DESC", [*days, sites])
    rows = db.execute(
        f"SELECT {NAMED}, corrections.kind, phrase, of_itself, corrects_url,"  # noqa: S608 - ours
        f" (SELECT title FROM articles AS corrected WHERE corrected.id = corrects_id){source}"
        " ORDER BY corrections.kind <> 'withdrawal', articles.published_at DESC LIMIT ?",
        [*days, sites, NOTICES],
    ).fetchall()
    return tuple(read_row(Noticed, row, of_itself=bool) for row in rows), dict(counts.fetchall())
