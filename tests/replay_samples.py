"""Pages to archive and to read again, in this process: a replay's own workers are tried where a test says so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive_samples import KABAR, NOON, add_leads, rows, url_of

from pipelines.archive import open_archive, open_store
from pipelines.archive.values import key_of
from pipelines.catalogue import Extraction, Site
from pipelines.extract import extract_article
from pipelines.extract.learned import Learned
from pipelines.items import Article, Capture, Lead, LeadState, Outcome, Rejection
from pipelines.replay import Replaying, Scope, Tally, dry_run, replay
from pipelines.workers import WorkerPool

KABAR_ID = KABAR.model_copy(update={"language": "id"})
WORDS = "warga kecamatan petugas sungai jembatan pasar sekolah jalan desa kabupaten hujan panen".split()


class HereAndNow(WorkerPool):
    """Runs what is submitted in this process."""

    def __init__(self, preload: object = None) -> None:
        del preload

    def map_ordered(self, function: Any, arguments: Any, window: int | None = None) -> Iterator[Any]:
        """Yield results one by one."""
        del window
        for args in arguments:
            try:
                yield args, function(*args)
            except ValueError as failure:
                yield args, failure

    def close(self) -> None:
        """Nothing is under way."""


def with_rules(**extraction: Any) -> Site:
    """Return KABAR with other rules in its site file."""
    return KABAR_ID.model_copy(update={"extraction": Extraction(**extraction)})


def page(number: int, extra: str = "", byline: str = "Ani Lestari") -> bytes:
    """Return a page of an article; `extra` stands between its paragraphs."""
    word = WORDS[number % len(WORDS)]
    lines = [
        f"Seorang {word} bagian {part} menyampaikan pendapat nomor {number} kepada para pejabat yang hadir di lokasi."
        for part in range(5)
    ]
    body = (
        "".join(f"<p>{line}</p>" for line in lines[:3])
        + extra
        + "".join(f"<p>{line}</p>" for line in lines[3:])
    )
    return (
        f"<html lang='id'><head><title>Kabar {word} ke {number}</title></head><body><article>"
        f"<h1>Kabar {word} ke {number} di daerah ini</h1><div class='penulis'>Penulis: {byline}</div>"
        f"<time datetime='2026-03-01T10:00:00+08:00'>1 Maret 2026 10.00</time><div class='isi'>{body}</div>"
        "</article></body></html>"
    ).encode()


def crawl(
    data: Path, pages: dict[str, bytes], site: Site = KABAR_ID, learned: Learned | None = None, at: float = 0
) -> None:
    """Archive pages by slug as a crawl does, `at` hours after noon."""
    moment = NOON + timedelta(hours=at)
    with open_store(data, "test") as store:
        store.sync_sites([site])
        add_leads(store, *map(url_of, pages))
        for slug, payload in pages.items():
            url = url_of(slug)
            hint = Lead(url, f"Kabar {slug}", NOON - timedelta(hours=5))
            capture = Capture(url, url, 200, (("Content-Type", "text/html"),), payload, moment, hint=hint)
            result = extract_article(capture, site, learned)
            state = LeadState.ARCHIVED if isinstance(result, Article) else LeadState.NOT_ARTICLE
            reason = result.reason if isinstance(result, Rejection) else ""
            article = result if isinstance(result, Article) else None
            store.record_outcome(Outcome(key_of(url), state, reason, (capture,), article), moment)


def read_again(
    data: Path, site: Site = KABAR_ID, stop_after: int | None = None, **scope: Any
) -> tuple[Tally, list[str]]:
    """Replay, and return the tally and what was said; `stop_after`: ended after so many pages."""
    told: list[str] = []
    tally = Tally(samples_kept=100)
    work = Replaying(HereAndNow(), tally, tell=told.append)
    if stop_after is not None:
        work.is_stopped = lambda: tally.read >= stop_after
    with open_store(data, "replay") as store:
        replay(store, {site.id: site}, Scope(**scope), work)
    return tally, told


def look(data: Path, site: Site = KABAR_ID, **scope: Any) -> Tally:
    """Replay without writing."""
    tally = Tally(samples_kept=100)
    with open_archive(data) as archive:
        dry_run(archive, {site.id: site}, Scope(**scope), Replaying(HereAndNow(), tally))
    return tally


def fields_of(tally: Tally) -> dict[str, int]:
    """Return how many articles change in each field."""
    return dict(
        sum((site.fields for site in tally.sites.values()), start=type(tally.sites["kabar"].fields)())
    )


STATE = (
    "SELECT url, title, text, authors, published_at, version FROM articles ORDER BY url",
    (
        "SELECT url, number, digest, cause, rereads, rules, reading, versions.title, versions.text FROM versions"
        " JOIN articles ON articles.id = article_id ORDER BY 1, 2"
    ),
    (
        "SELECT url, number, blocks.text, reason, rule FROM removals JOIN blocks ON blocks.id = block_id"
        " JOIN versions ON versions.id = version_id JOIN articles ON articles.id = article_id ORDER BY 1, 2, 3"
    ),
    "SELECT site_id, text FROM blocks ORDER BY 1, 2",
    "SELECT url, state, reason FROM leads ORDER BY 1",
    "SELECT rules, scope, last_version, last_lead, counts FROM replays ORDER BY id",
)


def state_of(data: Path) -> list[list[Any]]:
    """Return all that two replays of the same pages must agree in."""
    return [rows(data, query) for query in STATE]
