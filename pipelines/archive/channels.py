"""Channels: what a poll of one brought, and how far the walk over its list pages goes."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.errors import ArchiveError
from pipelines.archive.forgotten import REASON, is_forgotten
from pipelines.archive.gaps import COMPLETE, UNORDERED, reaches_back, suspect_gap
from pipelines.archive.pacing import pace
from pipelines.archive.pulses import pulse_of
from pipelines.archive.rows import ChannelRow, Poll, PollResult, names_of, read_row
from pipelines.archive.sitemap_months import add_months, note_months
from pipelines.archive.sites import local_day
from pipelines.archive.values import clean_text, insert, iso, key_of, moment, update
from pipelines.archive.vouching import SITEMAPS, drop_unlisted, vouch
from pipelines.archive.watches import note_modified
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Listing

log = logging.getLogger("kliping")

COLUMNS = names_of(ChannelRow)
TIMES = (
    "first_seen_at",
    "advertised_modified_at",
    "polled_at",
    "walk_since",
    "walk_cut",
    "next_poll_at",
    "whole_at",
    "lied_at",
    "news_at",
)
SPANS = ("poll_every", "audit_every")


def _to_row(found: tuple[Any, ...]) -> ChannelRow:
    readers: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(TIMES, moment),
        **dict.fromkeys(SPANS, _span),
    }
    return read_row(ChannelRow, found, kind=ChannelKind, **readers)


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def list_channels(db: Database, site_id: str, *, roots_only: bool = False) -> list[ChannelRow]:
    """Return a site's channels in the order in which they were found; or without those that another one names."""
    roots = "AND parent_id IS NULL" if roots_only else ""
    rows = db.execute(f"SELECT {COLUMNS} FROM channels WHERE site_id = ? {roots} ORDER BY id", [site_id])  # noqa: S608 - parts are ours
    return [_to_row(row) for row in rows.fetchall()]


def find_channel(db: Database, channel_id: int) -> ChannelRow:
    """Return one channel; raises ArchiveError where there is none of that number."""
    found = db.execute(f"SELECT {COLUMNS} FROM channels WHERE id = ?", [channel_id]).fetchone()  # noqa: S608 - COLUMNS is ours
    if found is None:
        raise ArchiveError(f"no channel {channel_id}")
    return _to_row(found)


def add_channels(
    db: Database, site_id: str, refs: Iterable[ChannelRef], found_in: str, parent_id: int | None
) -> list[ChannelRow]:
    """Store channels that are not known yet, note when the known ones were last modified, and return them."""
    rows = []
    for ref in refs:
        values = [clean_text(ref.url), ref.kind.value, iso(ref.modified_at)]
        db.execute(
            "INSERT INTO channels (url, kind, advertised_modified_at, site_id, found_in, parent_id, first_seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site_id, url) DO UPDATE SET kind = excluded.kind,"
            " advertised_modified_at = coalesce(excluded.advertised_modified_at, advertised_modified_at)"
            " WHERE kind <> excluded.kind OR advertised_modified_at IS NOT"
            " coalesce(excluded.advertised_modified_at, advertised_modified_at)",
            [*values, site_id, found_in, parent_id, clock.to_iso(clock.now())],
        )
        found = db.execute("SELECT id FROM channels WHERE site_id = ? AND url = ?", [site_id, values[0]])
        rows.append(find_channel(db, found.fetchone()[0]))
    return rows


@dataclass(frozen=True, slots=True)
class _Advertised:
    """A lead of a list page: whether it is known, and in which of this channel's walks it was first seen."""

    key: str
    lead: Lead
    lead_id: int | None
    walk: int | None
    modified_at: str | None  # as this channel said before
    post_id: int | None  # likewise


def record_poll(db: Database, poll: Poll) -> PollResult:
    """Store what one list page brought, and move the channel's walk on.

    A walk opens where the first page names leads that are new to this channel and there are more pages. It goes
    on until a page *ends* with a lead that the channel had named before the walk, or the pages end. The number
    of the walk is stored with each lead: a walk that was killed begins again at page 1 and does not take what it
    recorded itself for known ground. The last lead decides, not any: a pinned article heads every page 1.
    An index by date whose earlier days are no known ground is walked on to these, though today's page be empty.
    """
    channel = find_channel(db, poll.channel_id)
    if poll.moved_to and not poll.error:
        _move(db, channel, poll.moved_to)
    if poll.listing is None:
        row = {**_state_of(channel, poll), **pace(db, channel, poll), **pulse_of(channel, poll, 0)}
        update(db, "channels", channel.id, row)
        is_same = channel.kind in SITEMAPS and poll.page == 1 and not poll.error
        vouched = vouch(db, channel.site_id, {channel.id}, poll.polled_at) if is_same else 0
        return PollResult(0, overlap=False, walk_on=False, vouched=vouched)
    resumed = channel.walk_since is not None
    page = _look_up(db, channel, poll.listing.leads)
    new = [entry for entry in page if entry.walk is None]
    opens = not resumed and poll.page == 1 and (bool(new) or poll.days_left)
    walk = channel.walk + opens
    known = [entry.walk is not None and entry.walk < walk for entry in page]
    # The last lead of an index page may stand in its sidebar, where the old is listed beside the newest.
    overlap = bool(page) and (all(known) if channel.kind is ChannelKind.INDEX else known[-1])
    if not new and not resumed and not opens:
        overlap = bool(page)
    new_leads = _store_leads(db, channel, poll.polled_at, new, walk)
    told = ((entry.lead_id, iso(entry.lead.modified_at), entry.modified_at) for entry in page)
    modified = [
        (lead, now) for lead, now, before in told if lead and now and (before is None or now > before)
    ]
    note_modified(db, channel.id, modified, poll.polled_at)
    _complete_posts(db, channel, page)
    note_months(db, channel, poll)
    vouched = _vouch(db, channel, poll, page)
    walk_on = (resumed or opens) and (poll.days_left or (poll.has_next and not overlap))
    since = channel.walk_since or poll.polled_at
    row = {**_state_of(channel, poll), **pulse_of(channel, poll, len(new))}
    row |= {"walk": walk, "walk_since": iso(since) if walk_on else None}
    is_news = bool(new or modified)
    row |= pace(db, channel, poll, len(page), len(new), walk_on=walk_on, is_news=is_news)
    update(db, "channels", channel.id, row)
    gap = None
    reaches = any(known) if channel.kind in UNORDERED else reaches_back(known)
    if (resumed or opens) and not (walk_on or overlap or reaches):
        gap = _suspect(db, channel, poll, walk, len(page))
    return PollResult(new_leads, overlap, walk_on, gap, vouched)


def _vouch(db: Database, channel: ChannelRow, poll: Poll, page: list[_Advertised]) -> int:
    """Let a sitemap that was read as a whole vouch for what it calls unmodified; return for how many looks that stands."""
    if channel.kind not in SITEMAPS or poll.page > 1 or poll.has_next:
        return 0
    listed = [entry for entry in page if entry.lead_id is not None]
    drop_unlisted(db, channel.id, [entry.lead_id for entry in listed if entry.lead_id])
    same = {
        entry.lead_id
        for entry in listed
        if entry.modified_at and iso(entry.lead.modified_at) == entry.modified_at
    }
    return vouch(db, channel.site_id, {channel.id}, poll.polled_at, {each for each in same if each})


def _suspect(db: Database, channel: ChannelRow, poll: Poll, walk: int, named: int) -> int | None:
    """A walk came to the end of its list: what lies between that and known ground may be missing."""
    if channel.kind in COMPLETE or poll.listing is None:
        return None
    reason = f"none of the last {named} entries of the list was known"
    return suspect_gap(db, channel, walk, poll.listing.leads, poll.polled_at, reason)


def _move(db: Database, channel: ChannelRow, url: str) -> None:
    """Poll a channel at its new address from now on, so that it costs one request again; a site file's stays its word."""
    if channel.found_in == "site file":
        log.warning("%s: the site file names %s, which has moved to %s", channel.site_id, channel.url, url)
        return
    log.info("%s: %s has moved to %s", channel.site_id, channel.url, url)
    db.execute(
        "UPDATE channels SET url = ?1 WHERE id = ?2"
        " AND NOT EXISTS (SELECT 1 FROM channels AS other WHERE other.site_id = ?3 AND other.url = ?1)",
        [clean_text(url), channel.id, channel.site_id],
    )


def _state_of(channel: ChannelRow, poll: Poll) -> dict[str, Any]:
    """Return the channel's columns after a poll; validators are those of its first page, and survive a 304 without any."""
    row: dict[str, Any] = {"status": poll.status, "last_error": poll.error}
    row["failures"] = channel.failures + 1 if poll.error else 0
    if poll.page == 1:
        row["polled_at"] = iso(poll.polled_at)
    if poll.page == 1 and not poll.error:
        told = {"etag": poll.etag, "last_modified": poll.last_modified, "payload_digest": poll.payload_digest}
        row |= told if poll.listing is not None else {name: value for name, value in told.items() if value}
    return row


def _look_up(db: Database, channel: ChannelRow, leads: Iterable[Lead]) -> list[_Advertised]:
    """Return the page's leads in page order, each once; an address that is none is left out."""
    by_key: dict[str, Lead] = {}
    for lead in leads:
        try:
            by_key.setdefault(key_of(lead.url), lead)
        except ArchiveError:
            continue
    known = db.execute(
        "SELECT leads.key, leads.id, walk, advertised.modified_at, post_id FROM json_each(?) AS named JOIN leads ON leads.key = named.value"
        " LEFT JOIN advertised ON channel_id = ? AND lead_id = leads.id",
        [json.dumps(list(by_key)), channel.id],
    ).fetchall()
    found = {key: told for key, *told in known}
    return [_Advertised(key, lead, *found.get(key, (None, None, None, None))) for key, lead in by_key.items()]


def name_leads(db: Database, channel: ChannelRow, leads: Iterable[Lead], at: datetime, walk: int) -> int:
    """Store leads that a channel names beside its polls, as of a walk; return how many no channel had named."""
    new = [entry for entry in _look_up(db, channel, leads) if entry.walk is None]
    return _store_leads(db, channel, at, new, walk)


def unread(db: Database, urls: Iterable[str]) -> set[str]:
    """Return those of the addresses that lead to no article yet, and of which no lead is known to be none."""
    by_url = {url: key_of(url) for url in urls}
    rows = db.execute(
        "SELECT value FROM json_each(?) WHERE value IN (SELECT key FROM article_urls)"
        " OR value IN (SELECT key FROM leads WHERE state = 'not-article')",
        [json.dumps(list(by_url.values()))],
    ).fetchall()
    known = {key for (key,) in rows}
    return {url for url, key in by_url.items() if key not in known}


def _store_leads(db: Database, channel: ChannelRow, at: datetime, new: list[_Advertised], walk: int) -> int:
    """Store the leads that this channel names for the first time, and return how many no channel had named."""
    held = _held_articles(db, [entry.key for entry in new if entry.lead_id is None])
    add_months(db, channel, (entry.lead.published_at for entry in new))
    seen_at, day = clock.to_iso(at), local_day(db, channel.site_id, at)
    new_leads = 0
    for entry in new:
        lead_id = entry.lead_id
        if lead_id is None:
            lead_id = _insert_lead(db, channel, entry, seen_at, held.get(entry.key))
            new_leads += 1
        else:
            _complete_lead(db, lead_id, entry.lead)
        db.conn.execute(
            "INSERT INTO advertised (channel_id, lead_id, walk, first_seen_at, modified_at, day, is_first, post_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                channel.id,
                lead_id,
                walk,
                seen_at,
                iso(entry.lead.modified_at),
                day,
                entry.lead_id is None,
                entry.lead.post_id,
            ],
        )
    return new_leads


def _complete_posts(db: Database, channel: ChannelRow, page: list[_Advertised]) -> None:
    """Take the numbers of articles that the channel named before they were kept."""
    for entry in page:
        if entry.walk is not None and entry.post_id is None and entry.lead.post_id is not None:
            query = "UPDATE advertised SET post_id = ? WHERE channel_id = ? AND lead_id = ?"
            db.conn.execute(query, [entry.lead.post_id, channel.id, entry.lead_id])


def _held_articles(db: Database, keys: list[str]) -> dict[str, tuple[int, int | None]]:
    """Return (article, the lead that holds it) of the keys that already lead to an article."""
    rows = db.execute(
        "SELECT article_urls.key, article_urls.article_id, leads.id FROM json_each(?) AS named"
        " JOIN article_urls ON article_urls.key = named.value"
        " LEFT JOIN leads ON leads.article_id = article_urls.article_id AND leads.state = 'archived'",
        [json.dumps(keys)],
    )
    return {key: (article_id, lead_id) for key, article_id, lead_id in rows.fetchall()}


def _insert_lead(
    db: Database, channel: ChannelRow, entry: _Advertised, seen_at: str, held: tuple[int, int | None] | None
) -> int:
    """Insert a lead: pending, unless its article came by another address or an import already."""
    lead = entry.lead
    article_id, holder = held or (None, None)
    state = LeadState.PENDING
    if article_id is not None:
        state = LeadState.ARCHIVED if holder is None else LeadState.ALIAS
    row = {
        "site_id": channel.site_id,
        "key": entry.key,
        "url": lead.url,
        "title": lead.title,
        "published_at": iso(lead.published_at),
        "modified_at": iso(lead.modified_at),
        "state": state.value,
        "first_seen_at": seen_at,
        "settled_at": None if article_id is None else seen_at,
        "alias_of": holder,
        "article_id": article_id,
    }
    if is_forgotten(db, [lead.url]):
        row |= {"title": None, "state": LeadState.NOT_ARTICLE.value, "reason": REASON, "settled_at": seen_at}
    return insert(db, "leads", row)


def _complete_lead(db: Database, lead_id: int, lead: Lead) -> None:
    """Let a second channel say of a pending lead what the first did not: its time decides when it is fetched."""
    db.conn.execute(
        "UPDATE leads SET title = coalesce(title, ?), published_at = coalesce(published_at, ?)"
        " WHERE id = ? AND state = 'pending' AND (title IS NULL OR published_at IS NULL)",
        [clean_text(lead.title) if lead.title else None, iso(lead.published_at), lead_id],
    )


def cut_walk(db: Database, channel_id: int, at: datetime, listing: Listing | None) -> int | None:
    """End a walk at the page limit, and return the gap that lies beyond; None where nothing older was known."""
    channel = find_channel(db, channel_id)
    leads = listing.leads if listing else ()
    gap = suspect_gap(
        db, channel, channel.walk, leads, at, "the walk was cut at the limit of pages (max_pages)"
    )
    db.execute(
        "UPDATE channels SET walk_since = NULL, walk_cut = ?, next_poll_at ="
        " strftime('%Y-%m-%dT%H:%M:%SZ', polled_at, poll_every || ' seconds') WHERE id = ?",
        [clock.to_iso(at), channel_id],
    )
    return gap
