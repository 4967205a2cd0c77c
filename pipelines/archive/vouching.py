"""Channels that vouch for articles: what they call unmodified need not be looked at, where their hints have proven to be right.

WordPress is asked about articles by their numbers (sweeps.py). A sitemap that tells when each article was modified is read anyway:
what stands in it with the time that was known is vouched for, as is all that it holds where it has not changed. Where hints of a
channel led to changes three times, without an audit finding one that it kept silent about, that stands for nine looks in ten; the
tenth is made, and is the audit.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from pipelines.archive.presence import ABSENT, Watch, next_look
from pipelines.archive.values import iso
from pipelines.archive.watches import find_watch, write_watch
from pipelines.items import ChannelKind, Finding

TRUSTED = 3  # hints that led to a change, since the last change that was kept silent
AUDITED = 10  # one look in so many is made though it was vouched for
AUDIT_WITHIN = timedelta(minutes=15)  # of the vouching: later, the article may have been changed after it
SITEMAPS = (ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP)
KINDS = ", ".join(f"'{kind}'" for kind in SITEMAPS)


def stand_for(db: Database, watch: Watch, now: datetime, *, is_trusted: bool) -> bool:
    """Note that a channel vouches for an article; tell whether that stands for a look."""
    stands = is_trusted and (watch.vouched + watch.article_id) % AUDITED != 0
    after = replace(watch, vouched_at=now)
    if stands:
        ahead = next_look(watch, Finding.UNCHANGED, now)
        after = replace(after, vouched=watch.vouched + 1, next_check_at=ahead)
    write_watch(db, after)
    return stands


def vouch(
    db: Database,
    site_id: str,
    channels: Collection[int],
    now: datetime,
    only: Collection[int] | None = None,
) -> int:
    """Let sitemaps vouch for the due articles that they name with a time, of `only` these leads; return for how many looks that stands."""
    rows = db.execute(
        "SELECT watches.article_id, lead_id, channel_id, hints_right FROM watches"  # noqa: S608 - KINDS is ours
        " JOIN leads ON leads.article_id = watches.article_id JOIN advertised ON lead_id = leads.id"
        " JOIN channels ON channels.id = channel_id"
        " WHERE watches.site_id = ? AND next_check_at <= ? AND hinted_by IS NULL AND watches.state IN ('live', 'returned')"
        f" AND kind IN ({KINDS}) AND advertised.modified_at IS NOT NULL AND hints_right > 0"
        " AND coalesce(hints_rest_until, '') <= ? ORDER BY watches.article_id, hints_right",
        [site_id, iso(now), iso(now)],
    ).fetchall()
    right = {
        article_id: hints_right  # of the channel that was right most often
        for article_id, lead_id, channel_id, hints_right in rows
        if channel_id in channels and (only is None or lead_id in only)
    }
    watches = ((find_watch(db, article_id), hints) for article_id, hints in right.items())
    vouched = sum(
        stand_for(db, watch, now, is_trusted=hints >= TRUSTED)
        for watch, hints in watches
        if watch is not None
    )
    count_looks(db, site_id, now, vouched=vouched)
    return vouched


def drop_unlisted(db: Database, channel_id: int, listed: Collection[int]) -> None:
    """Forget when a sitemap called modified what it names no more: it does not vouch for that."""
    query = "SELECT lead_id FROM advertised WHERE channel_id = ? AND modified_at IS NOT NULL"
    gone = {lead_id for (lead_id,) in db.execute(query, [channel_id]).fetchall()} - set(listed)
    query = "UPDATE advertised SET modified_at = NULL WHERE channel_id = ? AND lead_id = ?"
    db.conn.executemany(query, [(channel_id, lead_id) for lead_id in gone])


def judge_audit(db: Database, watch: Watch, finding: Finding, *, is_new: bool, at: datetime) -> None:
    """Take a look at an article that was just vouched for as an audit: what it found changed or gone was kept silent."""
    if watch.vouched_at is None or watch.hinted_by is not None or at - watch.vouched_at > AUDIT_WITHIN:
        return
    if finding in ABSENT or (finding is Finding.CHANGED and is_new):
        db.execute(
            "UPDATE channels SET hints_right = 0, hints_missed = hints_missed + 1"  # noqa: S608 - KINDS is ours
            f" WHERE site_id = ?1 AND (kind = 'wordpress' OR (kind IN ({KINDS}) AND id IN (SELECT channel_id FROM leads"
            " JOIN advertised ON lead_id = leads.id AND advertised.modified_at IS NOT NULL WHERE article_id = ?2)))",
            [watch.site_id, watch.article_id],
        )


def count_looks(db: Database, site_id: str, at: datetime, made: int = 0, vouched: int = 0) -> None:
    """Count looks that were made, and such as a channel stood for, by day."""
    if made or vouched:
        db.execute(
            "INSERT INTO looks_by_day VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " (made, vouched) = (made + excluded.made, vouched + excluded.vouched)",
            [site_id, at.date().isoformat(), made, vouched],
        )
