"""Gaps: where a channel's list did not reach back to what an earlier poll had named, and what became of that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlite_utils import Database

from pipelines import clock
from pipelines.archive.rows import ChannelRow
from pipelines.archive.values import Row, clean_text, insert, iso, update
from pipelines.health import Kind, Loss
from pipelines.items import ChannelKind, Lead

COMPLETE = frozenset({ChannelKind.WORDPRESS})  # lists all that there is: at its end nothing can be missing
UNORDERED = frozenset(
    {ChannelKind.SITEMAP, ChannelKind.NEWS_SITEMAP, ChannelKind.INDEX}
)  # some begin with the oldest
PACE_OVER = timedelta(days=28)  # by which a channel's usual number of articles is known
GIVEN_UP_AFTER = timedelta(days=7)  # of trying to fill it
SOON = timedelta(days=1)  # after it was noticed: what is first seen by then, without a time, may be of it


class GapState(StrEnum):
    """Where a gap stands."""

    SUSPECTED = "suspected"
    FILLED = "filled"
    UNFILLABLE = "unfillable"


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap that is to be filled; times as stored."""

    id: int
    site_id: str
    channel_id: int
    suspected_at: str
    since: str
    until: str


def reaches_back(known: Iterable[bool]) -> bool:
    """Tell whether a page in its order names something known after what is new: a known head may be pinned there."""
    met_new = False
    for is_known in known:
        if is_known and met_new:
            return True
        met_new = met_new or not is_known
    return not met_new


def suspect_gap(
    db: Database, channel: ChannelRow, walk: int, leads: Iterable[Lead], at: datetime, reason: str
) -> int | None:
    """Note that a walk ended before known ground, and return the gap.

    None where the channel had covered none, and where a list in the order of time reaches back to what it had covered: a
    burst within the minute of the last article that is known left nothing out.
    """
    covered = db.execute(
        "SELECT max(min(coalesce(leads.published_at, advertised.first_seen_at), advertised.first_seen_at))"
        " FROM advertised JOIN leads ON leads.id = lead_id WHERE channel_id = ? AND advertised.walk < ?",
        [channel.id, walk],
    ).fetchone()[0]
    if covered is None or "{date:" in channel.url:
        return None
    leads = list(leads)
    times = sorted(lead.published_at for lead in leads if lead.published_at)
    in_order = [lead.published_at for lead in leads] == times[::-1]
    if times and in_order and times[0] <= clock.from_iso(covered):
        return None
    until = max(covered, iso(min(times[0], at)) or "") if times else clock.to_iso(at)
    missing = _missing_at_least(db, channel, walk, covered, until)
    now = clock.to_iso(at)
    known = db.execute(
        "SELECT id FROM gaps WHERE channel_id = ? AND suspected_at = ?", [channel.id, now]
    ).fetchone()
    if known:
        return int(known[0])
    row = {
        "site_id": channel.site_id,
        "channel_id": channel.id,
        "suspected_at": now,
        "since": covered,
        "until": until,
        "reason": reason,
        "missing_at_least": missing,
        "state": GapState.SUSPECTED.value,
        "state_since": now,
    }
    return insert(db, "gaps", row)


def _missing_at_least(db: Database, channel: ChannelRow, walk: int, since: str, until: str) -> int:
    """Return how many articles the channel names in that time by its usual pace, one at least: nothing at all may be missing
    only where no list would have noticed.
    """
    begin = clock.to_iso(clock.from_iso(since) - PACE_OVER)
    count, first = db.execute(
        "SELECT count(*), min(leads.published_at) FROM advertised JOIN leads ON leads.id = lead_id"
        " WHERE channel_id = ? AND advertised.walk < ? AND leads.published_at > ?",
        [channel.id, walk, begin],
    ).fetchone()
    if count < 2 or first >= since:
        return 1
    usual = (clock.from_iso(since) - clock.from_iso(first)) / (count - 1)
    return max(1, int((clock.from_iso(until) - clock.from_iso(since)) / usual)) if usual else 1


def open_gaps(db: Database, site_id: str, state: GapState = GapState.SUSPECTED) -> list[GapRow]:
    """Return a site's gaps that nobody has tried to the end to fill, the newest first; or those of another state."""
    rows = db.execute(
        "SELECT id, site_id, channel_id, suspected_at, since, until FROM gaps"
        " WHERE site_id = ? AND state = ? ORDER BY id DESC",
        [site_id, state.value],
    ).fetchall()
    return [GapRow(*row) for row in rows]


def due_gaps(db: Database, site_id: str, now: datetime) -> list[GapRow]:
    """Return the gaps that are to be filled now: not those of which each walk waits for a list that could not be read."""
    rows = db.execute(
        "SELECT id, max(coalesce(retry_at, '') <= ?) FROM (SELECT gaps.id, retry_at FROM gaps LEFT JOIN backfills"
        " ON backfills.site_id = gaps.site_id AND finished_at IS NULL AND gap_id = gaps.id"
        " WHERE gaps.site_id = ? AND gaps.state = ?) GROUP BY id",
        [clock.to_iso(now), site_id, GapState.SUSPECTED.value],
    ).fetchall()
    due = {gap_id for gap_id, is_due in rows if is_due}
    return [gap for gap in open_gaps(db, site_id) if gap.id in due] if due else []


LOSSES = """
    SELECT gaps.site_id, url, since, until, suspected_at, missing_at_least - found, reason, told, state, state_since,
        (SELECT max(closed_at) FROM alarms WHERE site_id = gaps.site_id AND kind = ? AND acked_until IS NOT NULL)
    FROM sites CROSS JOIN gaps ON gaps.site_id = sites.id JOIN channels ON channels.id = channel_id
    WHERE gaps.state IN (?, ?) AND missing_at_least > found ORDER BY gaps.site_id, since
"""


def read_losses(db: Database, now: datetime) -> dict[str, list[Loss]]:
    """Return the gaps, by site, that nothing could fill, or that nothing has filled for days, and that nobody acknowledged.

    Acknowledged is what was lost when an alarm of gaps was.
    """
    found: dict[str, list[Loss]] = {}
    for site_id, url, since, until, noticed, missing, reason, told, state, changed, known in db.execute(
        LOSSES, [Kind.GAP.value, GapState.SUSPECTED.value, GapState.UNFILLABLE.value]
    ).fetchall():
        noticed_at = clock.from_iso(noticed)
        lost_at = noticed_at + GIVEN_UP_AFTER
        if state == GapState.UNFILLABLE:
            lost_at = min(lost_at, clock.from_iso(changed))
        if lost_at <= now and not (known and lost_at <= clock.from_iso(known)):
            tried = told or f"not filled for {GIVEN_UP_AFTER.days} days"
            loss = Loss(site_id, url, since, until, noticed_at, missing, reason, tried)
            found.setdefault(site_id, []).append(loss)
    return found


def is_late(gap: GapRow, at: datetime) -> bool:
    """Tell whether a gap was tried to be filled for long enough."""
    return at - clock.from_iso(gap.suspected_at) > GIVEN_UP_AFTER


def refill_gap(db: Database, gap: GapRow, days: tuple[date, date | None], at: datetime) -> int | None:
    """Call a gap filled that nothing could fill, once a walk back that the operator asked for went through it.

    Return how many leads were found in it; None where the walk proves nothing.
    """
    walks = db.execute(
        "SELECT kind FROM backfills JOIN channels ON channels.id = channel_id WHERE gap_id IS NULL AND failed IS NULL"
        " AND backfills.site_id = ? AND backfills.since = ? AND until IS ? AND finished_at >= ?",
        [gap.site_id, days[0].isoformat(), days[1].isoformat() if days[1] else None, gap.suspected_at],
    ).fetchall()
    whole, found = [kind for (kind,) in walks], _found_in(db, gap)
    if not whole or not (found or ChannelKind.WORDPRESS.value in whole):
        return None
    _fill(db, gap, at, found, whole)
    return found


def _fill(db: Database, gap: GapRow, at: datetime, found: int, whole: Iterable[str]) -> None:
    told = f"{found} found by {', '.join(dict.fromkeys(whole))}"
    row: Row = {"state": GapState.FILLED.value, "state_since": clock.to_iso(at), "found": found, "told": told}
    update(db, "gaps", gap.id, row)


def settle_gap(db: Database, gap: GapRow, at: datetime) -> tuple[GapState, int]:
    """Say what became of a gap once all lists that go deeper were read; return that, and how many leads were found in it.

    A gap of which some list could not be read stays suspected, for some days: another run tries again.
    """
    walks = db.execute(
        "SELECT kind, backfills.listed, finished_at IS NULL, backfills.failed, channels.url FROM backfills JOIN channels ON channels.id = channel_id"
        " WHERE gap_id = ? ORDER BY backfills.id",
        [gap.id],
    ).fetchall()
    found = _found_in(db, gap)
    whole = [kind for kind, _, is_open, failed, _ in walks if not is_open and failed is None]
    helped = found > 0 or any(listed for kind, listed, *_ in walks if kind in whole)
    late = is_late(gap, at)
    told = (
        "; ".join(dict.fromkeys(f"{url}: {failed}" for *_, failed, url in walks if failed))
        or "no list goes deeper"
    )
    if ChannelKind.WORDPRESS.value in whole or (whole and helped):
        _fill(db, gap, at, found, whole)
        return GapState.FILLED, found
    if any(is_open for _, _, is_open, _, _ in walks) and not late:
        return GapState.SUSPECTED, found
    told = "the lists that go deeper name nothing of that time" if whole else told
    row: Row = {
        "state": GapState.UNFILLABLE.value,
        "state_since": clock.to_iso(at),
        "found": found,
        "told": clean_text(told)[:1_000],
    }
    update(db, "gaps", gap.id, row)
    return GapState.UNFILLABLE, found


def _found_in(db: Database, gap: GapRow) -> int:
    """Count the leads of that time that the gap's own channel had not named when the gap was noticed.

    One without a time is of that in which it was first seen, where the gap's own channel never named it: a sitemap
    without dates that goes deeper tells all the same.
    """
    soon = clock.to_iso(clock.from_iso(gap.suspected_at) + SOON)
    found = db.execute(
        "SELECT count(*) FROM leads LEFT JOIN advertised ON lead_id = leads.id AND channel_id = ?4"
        " WHERE site_id = ?1 AND leads.first_seen_at >= ?2 AND CASE WHEN coalesce(published_at, leads.modified_at) IS NULL"
        " THEN lead_id IS NULL AND leads.first_seen_at <= ?6"
        " ELSE coalesce(published_at, leads.modified_at) BETWEEN ?2 AND ?3"
        " AND (lead_id IS NULL OR advertised.first_seen_at > ?5) END",
        [gap.site_id, gap.since, gap.until, gap.channel_id, gap.suspected_at, soon],
    ).fetchone()
    return int(found[0])
