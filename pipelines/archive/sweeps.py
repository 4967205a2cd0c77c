"""Sweeps: one request that tells of a hundred articles whether they are there and unmodified, in place of a look at each.

A publishing system that names its posts by numbers (WordPress) is asked for those that are due, and for what it changed
lately. What it calls unmodified it vouches for (vouching.py).
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.channels import find_channel
from pipelines.archive.errors import ArchiveError
from pipelines.archive.rows import ChannelRow
from pipelines.archive.values import iso, key_of, moment
from pipelines.archive.vouching import TRUSTED, count_looks, stand_for
from pipelines.archive.watches import find_watch, note_modified, write_watch
from pipelines.items import Lead, Presence

A_SWEEP = 100  # posts: what WordPress gives at once
AT_LEAST = 3  # due articles; for fewer the pages themselves are asked for
CHANGES_EVERY = timedelta(hours=1)
FIRST_CHANGES = timedelta(days=1)  # how far back is asked for at first
REST = timedelta(days=1)  # after a sweep that failed


@dataclass(frozen=True, slots=True)
class Sweep:
    """What to ask a channel at once: for the posts of articles that are due, or for what it changed since a time."""

    channel: ChannelRow
    posts: Mapping[int, int] = field(default_factory=dict)  # number of a post -> article
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SweepResult:
    """What a sweep told of the articles."""

    vouched: int = 0  # looks that need not be made now
    modified: int = 0  # due at once
    missing: int = 0  # to be looked at as ever


class Sweeps:
    """Plans sweeps, and writes what they told; `step` makes a step of the store's batch."""

    def __init__(self, db: Database, step: Callable[[], AbstractContextManager[None]]) -> None:
        self._db = db
        self._step = step

    def next(self, site_id: str, now: datetime, asked: Collection[int]) -> Sweep | None:
        """Return the next sweep of a site, without the articles that were asked about in this run; None where none pays."""
        channel = self._channel_of(site_id, now)
        if channel is None:
            return None
        query = "SELECT changes_asked_at FROM channels WHERE id = ?"
        asked_at = moment(self._db.execute(query, [channel.id]).fetchone()[0])
        if asked_at is None or now - asked_at >= CHANGES_EVERY:
            return Sweep(channel, since=asked_at or now - FIRST_CHANGES)
        posts = self._due_posts(channel, now, asked)
        return Sweep(channel, posts) if len(posts) >= AT_LEAST else None

    def _channel_of(self, site_id: str, now: datetime) -> ChannelRow | None:
        found = self._db.execute(
            "SELECT id FROM channels WHERE site_id = ? AND kind = 'wordpress' AND failures = 0 AND polled_at IS NOT NULL"
            " AND coalesce(sweeps_rest_until, '') <= ?"
            " AND EXISTS (SELECT 1 FROM advertised WHERE channel_id = channels.id AND post_id IS NOT NULL)"
            " ORDER BY id LIMIT 1",
            [site_id, iso(now)],
        ).fetchone()
        return find_channel(self._db, found[0]) if found else None

    def _due_posts(self, channel: ChannelRow, now: datetime, asked: Collection[int]) -> dict[int, int]:
        rows = self._db.execute(
            "SELECT post_id, watches.article_id FROM watches JOIN leads ON leads.article_id = watches.article_id"
            " JOIN advertised ON lead_id = leads.id AND channel_id = ? AND post_id IS NOT NULL"
            " WHERE watches.site_id = ? AND next_check_at <= ? AND hinted_by IS NULL AND watches.state <> 'suspect'"
            " AND watches.article_id NOT IN (SELECT value FROM json_each(?)) ORDER BY next_check_at, post_id LIMIT ?",
            [channel.id, channel.site_id, iso(now), json.dumps(list(asked)), A_SWEEP],
        )
        return dict(rows.fetchall())

    def fail(self, sweep: Sweep, now: datetime) -> None:
        """Ask for no sweep for a day: the ladder goes on meanwhile."""
        with self._step():
            query = "UPDATE channels SET sweeps_rest_until = ? WHERE id = ?"
            self._db.execute(query, [iso(now + REST), sweep.channel.id])

    def record(self, sweep: Sweep, leads: Iterable[Lead], now: datetime) -> SweepResult:
        """Store what a sweep told; raises ArchiveError where what came is not what was asked for."""
        told = {lead.post_id: lead for lead in leads if lead.post_id is not None}
        if sweep.posts and not told.keys() <= sweep.posts.keys():
            raise ArchiveError("posts came that were not asked for")
        with self._step():
            if not sweep.posts:
                return self._record_changes(sweep, told.values(), now)
            results = [
                self._vouch(sweep.channel, article_id, told[post_id], now)
                for post_id, article_id in sweep.posts.items()
                if post_id in told
            ]
            vouched, modified = results.count("vouched"), results.count("modified")
            count_looks(self._db, sweep.channel.site_id, now, vouched=vouched)
            return SweepResult(vouched, modified, len(sweep.posts) - len(results))

    def _record_changes(self, sweep: Sweep, leads: Iterable[Lead], now: datetime) -> SweepResult:
        """Take what a channel changed lately: of articles that are held, as any list that says so."""
        changed = {key_of(lead.url): lead for lead in leads}
        rows = self._db.execute(
            "SELECT leads.key, leads.id, advertised.modified_at FROM json_each(?) AS named"
            " JOIN leads ON leads.key = named.value JOIN advertised ON channel_id = ? AND lead_id = leads.id"
            " WHERE article_id IS NOT NULL",
            [json.dumps(list(changed)), sweep.channel.id],
        ).fetchall()
        news = [
            (lead_id, now_said)
            for key, lead_id, before in rows
            if (now_said := iso(changed[key].modified_at)) and (before is None or now_said > before)
        ]
        note_modified(self._db, sweep.channel.id, news, now)
        query = "UPDATE channels SET changes_asked_at = ? WHERE id = ?"
        self._db.execute(query, [iso(now), sweep.channel.id])
        return SweepResult(modified=len(news))

    def _vouch(self, channel: ChannelRow, article_id: int, lead: Lead, now: datetime) -> str:
        """Take what a sweep told of one article that is there."""
        watch = find_watch(self._db, article_id)
        if watch is None:
            return ""
        if watch.state is Presence.GONE:  # and there again, as it seems
            write_watch(self._db, replace(watch, hinted_by=channel.id))
            return "modified"
        lead_id, before = self._db.execute(
            "SELECT lead_id, advertised.modified_at FROM advertised JOIN leads ON leads.id = lead_id"
            " WHERE channel_id = ? AND post_id = ? AND article_id = ?",
            [channel.id, lead.post_id, article_id],
        ).fetchone()
        said = iso(lead.modified_at)
        if said is None or (
            said != before and (before is not None or said > clock.to_iso(watch.last_checked_at))
        ):
            note_modified(self._db, channel.id, [(lead_id, said)] if said else [], now)
            return "modified" if said else ""
        return "vouched" if stand_for(self._db, watch, now, is_trusted=self._is_trusted(channel)) else ""

    def _is_trusted(self, channel: ChannelRow) -> bool:
        query = "SELECT hints_right FROM channels WHERE id = ?"
        return bool(self._db.execute(query, [channel.id]).fetchone()[0] >= TRUSTED)
