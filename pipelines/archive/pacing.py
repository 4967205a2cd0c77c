"""What a poll teaches of its channel, as rows: when it is polled next, and how far its validators are believed."""

from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.archive.polling import (
    GROWTH,
    News,
    is_lie,
    next_audit,
    next_interval,
    read_news,
    retry_after,
)
from pipelines.archive.rows import ChannelRow, Poll
from pipelines.archive.values import iso, update


def pace(
    db: Database,
    channel: ChannelRow,
    poll: Poll,
    named: int = 0,
    new: int = 0,
    *,
    walk_on: bool = False,
    is_news: bool = False,
) -> dict[str, Any]:
    """Return what a poll makes of the channel's next one, as columns; `channel` is as it was before the poll.

    A page after the first says only whether the walk is at its end. News in a sitemap is written to its index at once.
    """
    row: dict[str, Any] = {}
    if channel.parent_id is not None:
        if poll.page == 1 and not poll.error:
            _pace_root(db, channel, poll, named, new)
    elif poll.error:
        row["next_poll_at"] = iso(_planned(poll) + retry_after(channel.failures + 1, poll.bounds))
    else:
        every = channel.poll_every or poll.bounds.least
        if poll.page == 1 and channel.walk_since is None:
            news_at = poll.polled_at if new else channel.news_at
            bounds = poll.bounds.narrowed(news_at, poll.polled_at)
            every = next_interval(channel.poll_every, _news_of(channel, poll, named, new), bounds)
            row["news_at"] = iso(news_at)
        row["poll_every"] = int(every.total_seconds())
        row["next_poll_at"] = iso(_planned(poll) + (timedelta(0) if walk_on else every))
    if poll.page == 1 and not poll.error and poll.is_whole:
        row |= _audit(channel, poll, is_news=is_news)
    return row


def _planned(poll: Poll) -> datetime:
    return poll.planned_at or poll.polled_at


def _news_of(channel: ChannelRow, poll: Poll, named: int, new: int) -> News:
    leads = poll.listing.leads if poll.listing is not None else ()
    published = (lead.published_at for lead in leads)
    return read_news(published, named, new, poll.polled_at, by_date="{date" in channel.url)


def _audit(channel: ChannelRow, poll: Poll, *, is_news: bool) -> dict[str, Any]:
    """Return what a whole list says of the validators under which it came."""
    row: dict[str, Any] = {"whole_at": iso(poll.polled_at)}
    held, told = (channel.etag, channel.last_modified), (poll.etag, poll.last_modified)
    if is_lie(held, told, is_news=is_news):
        return {**row, "lied_at": iso(poll.polled_at), "audit_every": None}
    if poll.payload_digest is not None and poll.payload_digest == channel.payload_digest:
        row["audit_every"] = int(next_audit(channel.audit_every).total_seconds())
    return row


def _pace_root(db: Database, channel: ChannelRow, poll: Poll, named: int, new: int) -> None:
    """Let news in a sitemap call its index sooner: the index itself names no articles, and its own poll made it wait longer."""
    if not new:
        return
    root = channel.parent_id
    while root is not None:
        last, root = root, _parent_of(db, root)
    update(db, "channels", last, {"news_at": iso(poll.polled_at)})
    (seconds,) = db.execute("SELECT poll_every FROM channels WHERE id = ?", [last]).fetchone()
    if seconds is None or channel.polled_at is None:
        return
    before = timedelta(seconds=seconds) / GROWTH
    news = _news_of(channel, poll, named, new)
    every = next_interval(before, news, poll.bounds.narrowed(poll.polled_at, poll.polled_at))
    if every <= before:
        row = {"poll_every": int(every.total_seconds()), "next_poll_at": iso(_planned(poll) + every)}
        update(db, "channels", last, row)


def _parent_of(db: Database, channel_id: int) -> int | None:
    parent: int | None = db.execute("SELECT parent_id FROM channels WHERE id = ?", [channel_id]).fetchone()[0]
    return parent
