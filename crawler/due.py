"""`kliping due`: what the next `crawl --due` has to do, site by site, and when it will be."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from crawler.runs import choose_sites
from pipelines import clock
from pipelines.archive import (
    TRUSTED,
    Archive,
    BackfillRow,
    ChannelRow,
    Due,
    WantedRow,
    open_archive,
    polled_channels,
)
from pipelines.catalogue import Site
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import show_table


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--region", help="Only sites of this region.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@data_option
def due(sites: tuple[str, ...], region: str | None, as_json: bool, data: Path) -> None:
    """Show what is due on each site, and when the next thing will be; of a SITE that is named, also each channel: how
    often it is polled, and when next.

    Beside channels to be polled and leads to be fetched, that is a probable gap between two polls to be filled, and a
    backfill (crawl --since) that has not come to its end.

    Of later looks at articles, it shows how many are due now, and how many of those promised in the last seven days
    were kept: made, or vouched for by the site's publishing system.

    Times are in UTC. On a pipe the columns are parted by tabs.
    """
    chosen = choose_sites(data, sites, region)
    with ending_on_errors(), open_archive(data) as archive:
        now = clock.now()
        found = [(site, archive.due(site, now)) for site in chosen]
        if as_json:
            for site, each in found:
                click.echo(json.dumps(_as_object(archive, site, each), ensure_ascii=False))
            return
        show_table(
            ("site", "next", "channels", "leads", "gaps", "backfills", "looks", "looks kept", "note"),
            map(_site_cells, found),
        )
        for site, _ in found if sites else ():
            rows = polled_channels(archive.channels(site.id), site)
            show_table(("channel", "next", "every", "failures", "note"), map(_channel_cells, rows))
            walks = [*map(_walk_cells, archive.open_walks(site.id))]
            walks += [_wanted_cells(site, row) for row in archive.wanted_days(site.id)]
            if walks:
                show_table(("backfill goes on at", "next", "days", "named", "failures"), walks)


def _site_cells(found: tuple[Site, Due]) -> tuple[str, ...]:
    site, each = found
    at = "now" if each.is_now else _told(each.next_at)
    kept = f"{each.looks_done}/{each.looks_done + each.looks}"
    counts = (each.channels, each.leads, each.gaps, each.backfills, each.looks)
    return site.id, at, *map(str, counts), kept, each.waits


def _channel_cells(row: ChannelRow) -> tuple[str, ...]:
    every = f"{row.poll_every.total_seconds() / 60:.0f} min" if row.poll_every else ""
    notes = [row.last_error, "its validators lied" if row.lied_at else "", _hints_of(row)]
    return row.url, _told(row.next_poll_at) or "now", every, str(row.failures), "; ".join(filter(None, notes))


def _hints_of(row: ChannelRow) -> str:
    """Say how far a channel's word is taken that an article was not modified."""
    missed = f", {row.hints_missed} kept silent" if row.hints_missed else ""
    if not (row.hints_right or row.hints_missed):
        return ""
    return f"{'vouches for articles' if row.hints_right >= TRUSTED else 'hints'}: {row.hints_right} right{missed}"


def _walk_cells(row: BackfillRow) -> tuple[str, ...]:
    named = str(row.listed) if row.announced is None else f"{row.listed} of {row.announced}"
    days = f"{row.since} to {row.until or 'today'}"
    return row.next_url or "", _told(row.retry_at) or "now", days, named, str(row.failures)


def _wanted_cells(site: Site, row: WantedRow) -> tuple[str, ...]:
    """Say of days whose site has not told its lists yet that its homepage is asked first."""
    days = f"{row.since} to {row.until or 'today'}"
    return site.homepage, _told(row.retry_at) or "now", days, "0", str(row.failures)


def _told(moment: datetime | None) -> str:
    return clock.to_iso(moment) if moment else ""


def _as_object(archive: Archive, site: Site, each: Due) -> dict[str, Any]:
    return {
        "site": site.id,
        "is_due": each.is_now,
        "next_at": _told(each.next_at) or None,
        "channels": each.channels,
        "leads": each.leads,
        "gaps": each.gaps,
        "backfills": each.backfills,
        "looks": each.looks,
        "looks_promised_in_7_days": each.looks_done + each.looks,
        "looks_kept_in_7_days": each.looks_done,
        "waits": each.waits or None,
        "polls": [_poll_object(row) for row in polled_channels(archive.channels(site.id), site)],
        "walks": [_walk_object(row) for row in archive.open_walks(site.id)],
        "waits_for_lists": [_wanted_object(row) for row in archive.wanted_days(site.id)],
    }


def _wanted_object(row: WantedRow) -> dict[str, Any]:
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "retry_at": _told(row.retry_at) or None,
        "failures": row.failures,
    }


def _walk_object(row: BackfillRow) -> dict[str, Any]:
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "goes_on_at": row.next_url,
        "retry_at": _told(row.retry_at) or None,
        "named": row.listed,
        "announced": row.announced,
        "requests": row.requests,
        "failures": row.failures,
    }


def _poll_object(row: ChannelRow) -> dict[str, Any]:
    return {
        "url": row.url,
        "kind": row.kind.value,
        "polled_at": _told(row.polled_at) or None,
        "next_poll_at": _told(row.next_poll_at) or None,
        "every_seconds": row.poll_every.total_seconds() if row.poll_every else None,
        "failures": row.failures,
        "last_error": row.last_error,
        "validators_lied_at": _told(row.lied_at) or None,
        "hints_right": row.hints_right,
        "hints_missed": row.hints_missed,
    }
