"""What another archive knows of its own completeness: its gaps, and what sites said that they published.

Its backfills stay behind: they are work under way, over lists that it read itself.
"""

from sqlite_utils import Database

from pipelines.archive.merging import records
from pipelines.archive.values import insert


def merge_gaps(db: Database, other: Database, theirs: int, ours: int) -> None:
    """Take over the gaps of a channel, by the poll that suspected them."""
    for gap in records(other, "SELECT * FROM gaps WHERE channel_id = ? ORDER BY id", theirs):
        del gap["id"]
        known = "SELECT 1 FROM gaps WHERE channel_id = ? AND suspected_at = ?"
        if not db.execute(known, [ours, gap["suspected_at"]]).fetchone():
            insert(db, "gaps", {**gap, "channel_id": ours})


def merge_sitemap_months(db: Database, other: Database, theirs: int, ours: int) -> None:
    """Take over how many articles of a month a channel named, where that is more."""
    query = "SELECT ?, month, announced, told_by FROM sitemap_months WHERE channel_id = ?"
    for row in other.execute(query, [ours, theirs]).fetchall():
        db.execute(
            "INSERT INTO sitemap_months VALUES (?, ?, ?, ?) ON CONFLICT (channel_id, month) DO UPDATE SET"
            " (announced, told_by) = (excluded.announced, excluded.told_by)"
            " WHERE excluded.announced > coalesce(announced, -1)",
            list(row),
        )


def merge_month_counts(db: Database, other: Database) -> None:
    """Take over what sites said of their months, where that is newer."""
    for count in records(other, "SELECT * FROM month_counts"):
        db.execute(
            "INSERT INTO month_counts VALUES (?, ?, ?, ?, ?) ON CONFLICT (site_id, month, told_by) DO UPDATE SET"
            " announced = excluded.announced, asked_at = excluded.asked_at WHERE excluded.asked_at > asked_at",
            list(count.values()),
        )
