"""`kliping extract`: articles from stored pages, JSON lines in, JSON lines out."""

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from urllib.parse import urlsplit

import click
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines import clock
from pipelines.catalogue import Site, netloc_of, site_for_host
from pipelines.exits import ExitCode
from pipelines.extract import extract_article
from pipelines.items import Article, Capture, Rejection
from pipelines.workers import WorkerPool, reason_of

MAX_PAGE = 50_000_000  # bytes of one page after decompression
Record = dict[str, Any]


class PageLine(NamedTuple):
    """One line of the input: a page on disk, and what is known of it."""

    id: Any  # echoed as it came
    url: str
    path: str
    fetched_at: datetime
    site: Site


@click.command("extract")
@click.option(
    "--input",
    "source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAGES.jsonl",
    help="JSON lines of pages: id, url, path (html or html.gz); optional fetched_at, timezone, language.",
)
@click.option(
    "--output",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.jsonl",
    help="Where the articles go, as JSON lines.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes that extract; all cores by default.")
def extract(source: Path, target: Path, workers: int | None) -> None:
    """Extract articles from stored HTML pages.

    Each line of the input gives one line of the output, in any order: the article, or its id with an error.
    A result depends on its own line alone.
    """
    try:
        output = target.open("w", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {error.strerror}") from error
    tally = {"articles": 0, "without": 0}
    with output, source.open(encoding="utf-8", errors="replace") as lines, WorkerPool(workers) as pool:
        pages = _read_lines(lines, source, output, tally)
        with _progress(source) as advance:
            for (page,), result in pool.map_ordered(extract_page, ((page,) for page in pages)):
                record = result if isinstance(result, dict) else {"id": page.id, "error": reason_of(result)}
                _write(output, record, tally)
                advance()
    click.echo(f"{tally['articles']} articles, {tally['without']} without, in {target}", err=True)
    if tally["without"]:
        sys.exit(ExitCode.SOME_FAILED)


def _write(output: TextIO, record: Record, tally: dict[str, int]) -> None:
    tally["without" if "error" in record else "articles"] += 1
    output.write(json.dumps(record, ensure_ascii=False) + "\n")


def _read_lines(lines: TextIO, source: Path, output: TextIO, tally: dict[str, int]) -> Iterator[PageLine]:
    """Yield the pages of the input; a line that is none is answered at once, by its id or on stderr."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            table = json.loads(line)
        except (ValueError, RecursionError) as error:
            tally["without"] += 1
            click.echo(f"kliping: {source}, line {number}: no JSON: {error}", err=True)
            continue
        try:
            yield read_page_line(table, source.parent)
        except ValueError as error:
            if isinstance(table, dict) and table.get("id") is not None:
                _write(output, {"id": table["id"], "error": str(error)}, tally)
            else:
                tally["without"] += 1
                click.echo(f"kliping: {source}, line {number}: {error}", err=True)


def read_page_line(table: Any, folder: Path) -> PageLine:
    """Check one line of the input; raises ValueError naming the key that is wrong."""
    if not isinstance(table, dict):
        raise ValueError("is no JSON object")
    if table.get("id") is None:
        raise ValueError("id: is missing")
    for key, needed in (
        ("url", False),
        ("path", True),
        ("fetched_at", False),
        ("timezone", False),
        ("language", False),
    ):
        value = table.get(key)
        if (needed and not value) or not isinstance(value, str | None):
            raise ValueError(f"{key}: must be text")
    fetched_at = _moment(table["fetched_at"]) if table.get("fetched_at") else clock.now()
    url = table.get("url") or ""
    return PageLine(table["id"], url, str(folder / table["path"]), fetched_at, _site(url, table))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"fetched_at: is no ISO 8601 time: {text[:40]!r}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _site(url: str, table: Record) -> Site:
    """Make the site that an address alone tells, with the line's own zone and language."""
    try:
        netloc = netloc_of(url) if urlsplit(url).hostname else ""
        site = site_for_host(netloc or "unknown.invalid")
        given = {key: table[key] for key in ("timezone", "language") if table.get(key)}
        return Site.model_validate(site.model_dump() | given) if given else site
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def extract_page(page: PageLine) -> Record:
    """Read one page from disk and extract its article: the line of the output."""
    try:
        payload = read_payload(Path(page.path))
    except (OSError, EOFError, zlib.error, ValueError) as error:
        return {
            "id": page.id,
            "error": f"cannot read {page.path}: {getattr(error, 'strerror', None) or error}",
        }
    capture = Capture(page.url, page.url, 200, (), payload, page.fetched_at)
    found = extract_article(capture, page.site)
    if isinstance(found, Rejection):
        return {"id": page.id, "error": found.reason, "detail": found.detail}
    return {"id": page.id} | record_of(found)


def read_payload(path: Path) -> bytes:
    """Read a page, decompressed where its bytes say gzip; raises ValueError beyond MAX_PAGE."""
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        payload = gzip.GzipFile(fileobj=raw).read(MAX_PAGE + 1) if zipped else raw.read(MAX_PAGE + 1)
    if len(payload) > MAX_PAGE:
        raise ValueError(f"more than {MAX_PAGE} bytes")
    return payload


def record_of(article: Article) -> Record:
    """Write an article as the output promises it; times in ISO 8601 as the publisher means them."""
    return {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "editors": list(article.editors),
        "tags": list(article.tags),
        "published_at": article.published.isoformat() if article.published else None,
        "modified_at": article.modified.isoformat() if article.modified else None,
        "dateline": {"site": article.dateline_site, "place": article.dateline_place},
        "section": article.section,
        "lead_image": article.lead_image,
        "caption": article.caption,
        "photo_credit": article.photo_credit,
        "sign_off": article.sign_off,
        "agency": article.agency,
        "syndicated_from": article.syndicated_from,
        "advertorial": article.advertorial,
        "press_release": article.press_release,
        "language": article.language,
        "removed": [
            {"text": block.text, "reason": block.reason, "rule": block.rule} for block in article.removed
        ],
    }


@contextmanager
def _progress(source: Path) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    with source.open("rb") as lines:
        total = sum(1 for line in lines if line.strip())
    columns = (TextColumn("extracting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("extracting", total=total)
        yield lambda: progress.advance(task)
