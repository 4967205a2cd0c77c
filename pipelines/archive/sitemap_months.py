"""What sitemaps tell of months: those read as a whole by their entries, news sitemaps by all that they named since they are followed."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from pipelines.archive.rows import ChannelRow, Poll
from pipelines.archive.sites import local_day
from pipelines.items import ChannelKind


def note_months(db: Database, channel: ChannelRow, poll: Poll) -> None:
    """Store how many entries of each month a sitemap has, in place of what it had before."""
    if poll.months is None:
        return
    db.execute("DELETE FROM sitemap_months WHERE channel_id = ?", [channel.id])
    for month, number in poll.months.items():
        db.execute(
            "INSERT INTO sitemap_months VALUES (?, ?, ?, ?)", [channel.id, month, number, poll.months_by]
        )


def add_months(db: Database, channel: ChannelRow, published: Iterable[datetime | None]) -> None:
    """Add what a news sitemap names for the first time to the months of its publication."""
    if channel.kind is not ChannelKind.NEWS_SITEMAP:
        return
    for moment in published:
        if moment is not None:
            db.execute(
                "INSERT INTO sitemap_months VALUES (?, ?, 1, 'news sitemap') ON CONFLICT (channel_id, month)"
                " DO UPDATE SET announced = announced + 1",
                [channel.id, local_day(db, channel.site_id, moment)[:7]],
            )
