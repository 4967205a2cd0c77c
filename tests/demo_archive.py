"""The demo's week as an archive: its three papers as their truth has them, each article looked at again every half day."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive_samples import capture_of, new_store

from crawler.demo.command import draw_newsroom
from crawler.demo.newsroom import Newsroom
from crawler.demo.server import REGION_CODES
from crawler.demo.truth import Truth
from pipelines import clock
from pipelines.archive import Poll, Store
from pipelines.archive.values import key_of
from pipelines.catalogue import Site
from pipelines.extract.notices import find_notice
from pipelines.extract.places import with_places
from pipelines.items import (
    Article,
    ChannelKind,
    ChannelRef,
    Finding,
    Lead,
    LeadState,
    Listing,
    Look,
    Outcome,
    Timestamp,
)

END = datetime(2026, 3, 20, 7, 30, tzinfo=UTC)
STEP, STEPS = timedelta(hours=12), 22  # to four days after the end: deletions are confirmed by then


def make_demo(data: Path) -> Path:
    """Fill a data folder."""
    papers = draw_newsroom(1, 60, END, END)
    sites = {
        outlet.id: Site(
            id=outlet.id,
            name=outlet.name,
            homepage=papers.base_urls[outlet.id] + "/",
            region=REGION_CODES[outlet.region],
            language="id",
        )
        for outlet in sorted(
            {post.outlet.id: post.outlet for post in papers.posts}.values(), key=lambda each: each.id
        )
    }
    begin = END - STEP * 14
    try:
        with new_store(data, *sites.values()) as store:
            run = store.start_run(list(sites))
            known: dict[str, int] = {}
            for step in range(STEPS):
                moment = begin + STEP * step
                clock.set_source(lambda moment=moment: moment)  # type: ignore[misc]
                visit(store, papers, sites, known, moment)
            store.finish_run(run, "ok", {"leads/archived": len(known)})
        tell_months(data, papers)
    finally:
        clock.set_source(None)
    return data


def visit(
    store: Store, papers: Newsroom, sites: dict[str, Site], known: dict[str, int], moment: datetime
) -> None:
    """Archive what is new, and look again at what is held."""
    for site in sites.values():
        told = [truth for truth in papers.truth(moment, deleted=True) if truth.paper == site.id]
        fresh = [truth for truth in told if truth.url not in known and truth.deleted_at is None]
        (channel,) = store.add_channels(
            site.id, [ChannelRef(f"{site.homepage}feed/", ChannelKind.FEED)], "homepage"
        )
        leads = tuple(Lead(truth.url, truth.title, truth.published_at.astimezone(UTC)) for truth in fresh)
        store.record_poll(Poll(channel.id, channel.url, moment, status=200, listing=Listing(leads)))
        for truth in told:
            pages = (replace(capture_of(truth.url, truth.text.encode()), fetched_at=moment),)
            if truth.url in known and truth.deleted_at is not None:
                store.record_look(Look(known[truth.url], Finding.NOT_FOUND, "http 404", 404), moment)
            elif truth.url in known:
                look = Look(known[truth.url], captures=pages, article=article_of(truth, site))
                store.record_look(look, moment)
            elif truth in fresh:
                key = key_of(truth.url)
                found = Outcome(key, LeadState.ARCHIVED, captures=pages, article=article_of(truth, site))
                store.record_outcome(found, moment)
                known[truth.url] = len(known) + 1


def article_of(truth: Truth, site: Site) -> Article:
    """Return an article as its paper knows it."""
    offset = truth.published_at.utcoffset()
    assert offset is not None
    at = Timestamp(
        truth.published_at.replace(tzinfo=None), int(offset.total_seconds()) // 60, "minute", "json-ld"
    )
    article = Article(
        url=truth.url,
        title=truth.title,
        text=truth.text,
        authors=truth.authors,
        editors=truth.editors,
        published=at,
        dateline_site=truth.dateline_site,
        dateline_place=truth.dateline_place,
        section=truth.section,
        tags=truth.tags,
        sign_off=truth.sign_off,
        language=truth.language,
        notice=find_notice(truth.title, truth.text, truth.language),
    )
    return with_places(article, site)


def tell_months(data: Path, papers: Newsroom) -> None:
    """Let the site that runs WordPress say how many articles of the month it shows, as its lists do."""
    counted = Counter(truth.paper for truth in papers.truth())
    with closing(sqlite3.connect(data / "archive.db")) as connection:
        for paper, count in sorted(counted.items()):
            connection.execute(
                "INSERT INTO month_counts VALUES (?, '2026-03', ?, 'wordpress', ?)",
                [paper, count, clock.to_iso(END)],
            )
        connection.commit()
