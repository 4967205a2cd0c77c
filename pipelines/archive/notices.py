"""Correction notices and what they correct: found by the address that a notice links, else by a headline that it quotes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlite_utils import Database

from pipelines.archive.articles import article_at
from pipelines.archive.errors import ArchiveError
from pipelines.archive.values import Row, clean_text, insert, key_of
from pipelines.items import Notice
from pipelines.revisions import words_of

REACH = timedelta(days=90)  # from an article's publication to the notice that quotes its headline
LATER = timedelta(days=1)  # a notice may be dated before what it corrects: days differ by zone


def record_notice(db: Database, article_id: int, notice: Notice | None) -> None:
    """Store what notice an article is, in the place of what it was before, and find what it corrects."""
    held = db.execute("SELECT 1 FROM corrections WHERE article_id = ?", [article_id]).fetchone()
    if held:
        db.conn.execute("DELETE FROM corrected_names WHERE article_id = ?", [article_id])
        db.conn.execute("DELETE FROM corrections WHERE article_id = ?", [article_id])
    if notice is None:
        return
    row: Row = {
        "article_id": article_id,
        "kind": notice.kind,
        "phrase": notice.phrase,
        "of_itself": int(notice.of_itself),
        "corrects_url": notice.urls[0] if notice.urls else None,
    }
    insert(db, "corrections", row)
    for position, (is_title, name, url) in enumerate(_names(notice)):
        named: Row = {
            "article_id": article_id,
            "position": position,
            "is_title": is_title,
            "name": name,
            "url": url,
        }
        insert(db, "corrected_names", named)
    resolve(db, article_id)


def _names(notice: Notice) -> Iterator[tuple[int, str, str | None]]:
    for url in notice.urls:
        try:
            yield 0, key_of(url), url
        except ArchiveError:
            continue
    for title in notice.titles:
        words = words_of(clean_text(title))
        if words:
            yield 1, words, None


def answer_notices(db: Database, title: str, keys: Iterable[str]) -> None:
    """Let notices that were archived before what they correct find it: the article of this title and these request keys."""
    names = [words_of(clean_text(title)), *keys]
    waiting = db.conn.execute(
        "SELECT DISTINCT article_id FROM corrected_names JOIN corrections USING (article_id)"  # noqa: S608 - places alone
        f" WHERE name IN ({', '.join('?' * len(names))}) AND corrects_id IS NULL ORDER BY article_id",
        names,
    ).fetchall()
    for (notice_id,) in waiting:
        resolve(db, notice_id)


def resolve_all(db: Database) -> None:
    """Find what each notice corrects that has not found it."""
    waiting = db.execute("SELECT article_id FROM corrections WHERE corrects_id IS NULL").fetchall()
    for (notice_id,) in waiting:
        resolve(db, notice_id)


def resolve(db: Database, notice_id: int) -> None:
    """Find what a notice corrects: itself, what it links on its site, or the one article there that has a headline it quotes."""
    (of_itself,) = db.execute(
        "SELECT of_itself FROM corrections WHERE article_id = ?", [notice_id]
    ).fetchone()
    found = notice_id if of_itself else _linked(db, notice_id) or _quoted(db, notice_id)
    if found is None:
        return
    (url,) = db.execute("SELECT url FROM articles WHERE id = ?", [found]).fetchone()
    db.conn.execute(
        "UPDATE corrections SET corrects_id = ?, corrects_url = ? WHERE article_id = ?",
        [found, url, notice_id],
    )


def _linked(db: Database, notice_id: int) -> int | None:
    rows = db.execute(
        "SELECT name FROM corrected_names WHERE article_id = ? AND NOT is_title ORDER BY position",
        [notice_id],
    ).fetchall()
    found = (article_at(db, key) for (key,) in rows)
    return next((each for each in found if each is not None and each != notice_id), None)


def _quoted(db: Database, notice_id: int) -> int | None:
    """Return the article whose headline is quoted; None where none has it, or several."""
    titles = {
        name
        for (name,) in db.execute(
            "SELECT name FROM corrected_names WHERE article_id = ? AND is_title", [notice_id]
        ).fetchall()
    }
    if not titles:
        return None
    site_id, day, seen_at = db.execute(
        "SELECT site_id, published_day, first_seen_at FROM articles WHERE id = ?", [notice_id]
    ).fetchone()
    around = date.fromisoformat(day or seen_at[:10])
    rows = db.execute(
        "SELECT id, title FROM articles WHERE site_id = ? AND published_day BETWEEN ? AND ? AND id <> ?",
        [site_id, _shift(around, -REACH), _shift(around, LATER), notice_id],
    ).fetchall()
    found = [article_id for article_id, title in rows if words_of(title) in titles]
    return found[0] if len(found) == 1 else None


def _shift(day: date, distance: timedelta) -> str:
    try:
        return (day + distance).isoformat()
    except OverflowError:
        return day.isoformat()
