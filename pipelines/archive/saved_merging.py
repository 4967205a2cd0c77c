"""What another archive's saved searches are and found; by its UUID one is the same in both."""

from sqlite_utils import Database

from pipelines.archive.merging import ArticleMerger, records
from pipelines.archive.values import insert


def merge_saved(db: Database, other: Database, articles: ArticleMerger) -> None:
    """Take over saved searches, once their articles are here, with what they found and what nobody was told of that.

    One that is not known here begins with what comes after the merge: what came with it was matched there. One whose name
    is taken gets another.
    """
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM versions").fetchone()
    for search in records(other, "SELECT * FROM saved_searches ORDER BY id"):
        theirs = search.pop("id")
        known = db.execute("SELECT id FROM saved_searches WHERE uid = ?", [search["uid"]]).fetchone()
        row = {**search, "name": _free_name(db, search["name"]), "seen_id": last}
        ours = known[0] if known else insert(db, "saved_searches", row)
        for match in records(other, "SELECT * FROM saved_matches WHERE search_id = ?", theirs):
            if articles.is_forgotten(match["article_id"]):
                continue
            article_id = articles.find(match["article_id"])
            if article_id is None:
                continue
            db.execute(
                "INSERT INTO saved_matches VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (search_id, article_id, digest) DO UPDATE"
                " SET told_at = coalesce(told_at, excluded.told_at)",
                [ours, article_id, *list(match.values())[2:]],
            )


def _free_name(db: Database, name: str) -> str:
    taken = {row[0] for row in db.execute("SELECT name FROM saved_searches").fetchall()}
    return next(each for each in (name, *(f"{name[:55]}-{n}" for n in range(2, 10_000))) if each not in taken)
