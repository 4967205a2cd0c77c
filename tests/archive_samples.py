"""Sites, leads, captures and articles to archive, and a look into the files that came of it."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.archive import ChannelRow, Poll, PollResult, Store, open_store
from pipelines.archive.values import key_of
from pipelines.catalogue import Site
from pipelines.items import (
    Article,
    Capture,
    ChannelKind,
    ChannelRef,
    Lead,
    LeadState,
    Listing,
    Outcome,
    SourceKind,
    Timestamp,
)

KABAR = Site(
    id="kabar",
    name="Kabar Banua",
    homepage="https://kabar.example/",
    region="ID-KS",
    timezone="Asia/Makassar",
)
SUARA = Site(id="suara", name="Suara Pulau", homepage="https://suara.example/", region="MY-12")
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)  # in Banjarmasin
PAGE = b"<html><body><p>" + b"Air Sungai Martapura naik semeter. " * 40 + b"</p></body></html>"


def later(**distance: float) -> datetime:
    """Return a time after NOON."""
    return NOON + timedelta(**distance)


def url_of(slug: str) -> str:
    """Return an address of KABAR's."""
    return f"https://kabar.example/berita/{slug}"


def new_store(data: Path, *sites: Site) -> Store:
    """Open a store that knows the sites, KABAR when none is named."""
    store = open_store(data, "test")
    store.sync_sites(sites or [KABAR])
    return store


def add_feed(store: Store, site: Site = KABAR) -> ChannelRow:
    """Give a site a channel."""
    ref = ChannelRef(f"{site.homepage}feed/", ChannelKind.FEED)
    (channel,) = store.add_channels(site.id, [ref], "homepage")
    return channel


def poll(store: Store, channel: ChannelRow, slugs: str, **changes: Any) -> PollResult:
    """Record a list page that names an address for each letter of `slugs`."""
    leads = tuple(Lead(url_of(f"kabar-banua-{slug}")) for slug in slugs)
    page = Poll(channel.id, channel.url, NOON, status=200, listing=Listing(leads), has_next=True)
    return store.record_poll(replace(page, **changes))


def add_leads(store: Store, *urls: str) -> None:
    """Let KABAR's feed advertise addresses."""
    leads = tuple(map(Lead, urls))
    store.record_poll(Poll(add_feed(store).id, "https://kabar.example/feed/", NOON, listing=Listing(leads)))


def capture_of(url: str, payload: bytes = PAGE, **changes: Any) -> Capture:
    """Return a page as fetched at noon."""
    return replace(Capture(url, url, 200, (("Content-Type", "text/html"),), payload, NOON), **changes)


def article_of(
    url: str, /, text: str = "BANJARMASIN - Air naik.\nWarga mengungsi.", **changes: Any
) -> Article:
    """Return an article published at ten in the morning, WITA."""
    published = Timestamp(datetime.fromisoformat("2026-03-01T10:00"), 480, "minute", "json-ld")
    return replace(Article(url, "Banjir di Martapura", text, published=published), **changes)


def fetched(lead_url: str, article: Article, payload: bytes = PAGE, **changes: Any) -> Outcome:
    """Return the outcome of a lead whose page held an article."""
    captures = (capture_of(lead_url, payload, **changes),)
    return Outcome(key_of(lead_url), LeadState.ARCHIVED, captures=captures, article=article)


def archive_article(store: Store, slug: str, **changes: Any) -> None:
    """Advertise and archive one article of KABAR's."""
    url = url_of(slug)
    add_leads(store, url)
    store.record_outcome(fetched(url, article_of(url, **changes), slug.encode() * 200), NOON)


def imported(url: str, text: str = "Satu kalimat.", title: str = "Impor") -> Article:
    """Return an article as an import brings it."""
    return Article(url, title, text, source_kind=SourceKind.IMPORT)


def rows(data: Path, query: str, file: str = "archive.db") -> list[Any]:
    """Return what a query finds in the committed file; single columns without their tuples."""
    with closing(sqlite3.connect(data / file)) as connection:
        found = connection.execute(query).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def check_files(data: Path) -> None:
    """Assert that both files are whole, that the index holds what the articles do, and that no capture is missing."""
    with closing(sqlite3.connect(data / "archive.db")) as archive:
        archive.execute("ATTACH ? AS c", [str(data / "captures.db")])
        assert archive.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert archive.execute("PRAGMA foreign_key_check").fetchall() == []
        archive.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        dangling = "SELECT count(*) FROM versions WHERE capture_id > 0 AND capture_id NOT IN (SELECT id FROM c.captures)"
        assert archive.execute(dangling).fetchone() == (0,)
        unplaced = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM timeline)"
        assert archive.execute(unplaced).fetchone() == (0,)
