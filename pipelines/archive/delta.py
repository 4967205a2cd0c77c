"""What an archive has beyond an earlier backup of it: a small archive of its own, which a merge puts back on that backup."""

import shutil
from pathlib import Path

from sqlite_utils import Database

from pipelines.archive.backup import FILES, MARK_FILE, UNFINISHED, Backup
from pipelines.archive.checks import check_archive
from pipelines.archive.connection import LOCK_FILE, WriterLock, naming, open_for_reading, open_pair
from pipelines.archive.errors import ArchiveError
from pipelines.archive.merge import Merger
from pipelines.archive.pair import Progress, no_progress, one_view, reading_pair

# Rows of the archive that the backup has not, or not as they are: by their own ids, which a backup keeps.
CHANGED = {
    "articles": (
        "SELECT id FROM (SELECT id, uid, version, title, modified_at FROM main.articles"
        " EXCEPT SELECT id, uid, version, title, modified_at FROM before.articles)"
        " UNION SELECT article_id FROM (SELECT id, article_id, last_seen_at, reading FROM main.versions"
        " EXCEPT SELECT id, article_id, last_seen_at, reading FROM before.versions)"
        " UNION SELECT article_id FROM (SELECT article_id, state, last_checked_at FROM main.watches"
        " EXCEPT SELECT article_id, state, last_checked_at FROM before.watches)"
        " UNION SELECT article_id FROM (SELECT article_id, key FROM main.article_urls"
        " EXCEPT SELECT article_id, key FROM before.article_urls)"
    ),
    "leads": (
        "SELECT id FROM (SELECT id, key, state, settled_at, article_id FROM main.leads"
        " EXCEPT SELECT id, key, state, settled_at, article_id FROM before.leads)"
    ),
    "captures": "SELECT id FROM pages.captures WHERE id NOT IN (SELECT id FROM before_pages.captures)",
}


def back_up_since(data: Path, target: Path, earlier: Path, report: Progress = no_progress) -> Backup:
    """Make an archive in `target`, a new folder, of what the archive has beyond its backup in `earlier`, which is only read.

    Raises ArchiveError where that is no backup of this archive, or the target is not empty.
    """
    if target.exists() and {path.name for path in target.iterdir()} - {LOCK_FILE, UNFINISHED}:
        raise ArchiveError(f"{target} is not empty: what is new since a backup needs a folder of its own")
    if not (earlier / MARK_FILE).is_file():
        raise ArchiveError(f"{earlier} holds no backup")
    for name, schema in FILES:
        open_for_reading(earlier / name, schema).close()
    target.mkdir(parents=True, exist_ok=True)
    unfinished = target / UNFINISHED
    with WriterLock(target, "backup"), naming(target):
        shutil.rmtree(unfinished, ignore_errors=True)  # of one that was killed
        with reading_pair(data) as ours:
            for (name, _), alias in zip(FILES, ("before", "before_pages"), strict=True):
                ours.execute(f"ATTACH ? AS {alias}", [f"{(earlier / name).resolve().as_uri()}?mode=ro"])
            with one_view(ours):
                _check_same(ours, earlier)
                _write(ours, unfinished, report)
        checks = tuple(check_archive(unfinished, report))
        done = Backup(False, _count(unfinished), checks)
        if done.is_right:
            for name, _ in reversed(FILES):  # captures first: at any moment no article lacks its capture
                (unfinished / name).replace(target / name)
            shutil.rmtree(unfinished)
    return done


def _check_same(ours: Database, earlier: Path) -> None:
    """Raise ArchiveError where the backup is another archive's, or was taken from a later state of this one."""
    other = ours.execute(
        "SELECT 1 FROM before.articles AS theirs JOIN main.articles AS ours USING (id) WHERE ours.uid <> theirs.uid"
        " UNION ALL SELECT 1 FROM before.runs WHERE id > (SELECT coalesce(max(id), 0) FROM main.runs) LIMIT 1"
    ).fetchone()
    if other:
        raise ArchiveError(f"{earlier} is a backup of another archive, or of a later state of this one")


def _write(ours: Database, folder: Path, report: Progress) -> None:
    only = {table: {row[0] for row in ours.execute(query).fetchall()} for table, query in CHANGED.items()}
    led = ours.execute("SELECT id, article_id FROM main.leads WHERE article_id IS NOT NULL").fetchall()
    only["articles"] |= {article_id for lead_id, article_id in led if lead_id in only["leads"]}
    folder.mkdir()
    archive, captures = open_pair(folder)
    try:
        merger = Merger(archive, captures, ours, report)
        merger.only = only
        merger.run()
    finally:
        archive.close()
        captures.close()


def _count(folder: Path) -> int:
    """Return how many pages an archive holds."""
    with reading_pair(folder) as db:
        return int(db.execute("SELECT count(*) FROM pages.payloads").fetchone()[0])
