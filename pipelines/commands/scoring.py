"""`kliping gold score`: the pages of a corpus are extracted in worker processes, and compared with its gold."""

import sys
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipelines import clock
from pipelines.catalogue import Site, load_catalogue, netloc_of, shipped_sites, site_for_host
from pipelines.commands.extract import read_payload, record_of
from pipelines.commands.options import ending_on_errors, leave
from pipelines.commands.output import printable, to_json
from pipelines.exits import ExitCode
from pipelines.extract import extract_article, stitch_pages
from pipelines.intake import find_site
from pipelines.items import Article, Capture, Rejection
from pipelines.quality import (
    CorpusError,
    Figures,
    GoldPage,
    PageScore,
    page_paths,
    read_corpus,
    score_page,
    sum_up,
)
from pipelines.quality.figures import FIELDS
from pipelines.urls import is_http_url
from pipelines.workers import DOCUMENTS, WorkerPool, reason_of

corpus_argument = click.argument(
    "corpus", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


class Missing(NamedTuple):
    """A page whose file cannot be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The pages of a corpus with their scores; those that nobody reviewed are apart."""

    reviewed: list[PageScore] = field(default_factory=list)
    unreviewed: list[PageScore] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


def score_corpus(folder: Path, sites: Path | None = None, workers: int | None = None) -> Scored:
    """Score all pages of a corpus, extracted with the site files in `sites` where given.

    Raises CorpusError where the gold cannot be read, CatalogueError where a site file is wrong.
    """
    catalogue = load_catalogue([shipped_sites(), sites]) if sites else None
    scored = Scored()
    tasks = [(gold, _site(gold.url, catalogue), page_paths(folder, gold)) for gold in read_corpus(folder)]
    with WorkerPool(workers, preload=DOCUMENTS) as pool:
        for (gold, *_), found in pool.map_ordered(extract_gold, tasks):
            result = {"error": reason_of(found)} if isinstance(found, Exception) else found
            if isinstance(result, Missing):
                scored.missing.append(result)
                continue
            scores = scored.reviewed if gold.reviewed else scored.unreviewed
            scores.append(score_page(gold, result))
    return scored


def _site(url: str, catalogue: dict[str, Site] | None) -> Site:
    """Return the site of a page: the catalogue's where there is one, otherwise what the address alone tells."""
    if not is_http_url(url):
        return site_for_host("unknown.invalid")
    return find_site(url, catalogue) if catalogue is not None else site_for_host(netloc_of(url))


def extract_gold(gold: GoldPage, site: Site, paths: list[Path]) -> dict[str, Any] | Missing:
    """Extract a page of a corpus, with a split article's further pages, as `kliping extract` writes it."""
    found: list[Article | Rejection] = []
    for url, path in zip([gold.url, *gold.further], paths, strict=True):
        try:
            payload = read_payload(path)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            return Missing(str(path), getattr(error, "strerror", None) or str(error))
        found.append(extract_article(_capture(gold, url, payload), site))
    first, *others = found
    if isinstance(first, Rejection):
        return {"error": first.reason}
    parts = [other for other in others if isinstance(other, Article)]
    return record_of(stitch_pages(first, parts) if parts else first)


def _capture(gold: GoldPage, url: str, payload: bytes) -> Capture:
    headers = (("Content-Type", gold.content_type),) if gold.content_type else ()
    fetched_at = clock.now()
    if gold.fetched_at:
        told = datetime.fromisoformat(gold.fetched_at)
        fetched_at = told if told.tzinfo else told.replace(tzinfo=fetched_at.tzinfo)
    return Capture(url, url, 200, headers, payload, fetched_at)


@click.command()
@corpus_argument
@click.option(
    "--sites",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Extract with the catalogue and the site files in DIR, as a crawl does; without it, by the page alone.",
)
@click.option("--verbose", "-v", is_flag=True, help="A line for each page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with each page.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that extract; all cores by default.")
def score(*, corpus: Path, sites: Path | None, verbose: bool, as_json: bool, workers: int | None) -> None:
    """Extract the pages of the corpus DIR and tell how near the articles come to its gold.

    F1 is that of word 4-grams, averaged over pages. Kept: segments that must be in the text. Leaked: segments that
    must not. A page is clean when it keeps all and leaks nothing. Pages that nobody has reviewed are scored apart.
    The exit code is 1 when the file of a page is missing.
    """
    with ending_on_errors():
        try:
            scored = score_corpus(corpus, sites, workers)
        except CorpusError as error:
            leave(str(error), ExitCode.MISUSE)
    for missing in scored.missing:
        click.echo(printable(f"kliping: {missing.path}: {missing.reason}"), err=True)
    click.echo(to_json(report(corpus, scored), indent=2)) if as_json else print_scores(
        corpus, scored, verbose
    )
    if scored.missing:
        sys.exit(ExitCode.SOME_FAILED)


def report(corpus: Path, scored: Scored) -> dict[str, Any]:
    """Return the figures and each page's score as JSON holds them."""
    return {
        "corpus": str(corpus),
        "reviewed": _figures(sum_up(scored.reviewed)),
        "unreviewed": _figures(sum_up(scored.unreviewed)) if scored.unreviewed else None,
        "pages": [
            _page(each) | {"reviewed": is_reviewed}
            for is_reviewed, scores in ((True, scored.reviewed), (False, scored.unreviewed))
            for each in scores
        ],
        "missing": [missing.path for missing in scored.missing],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    shares = {name: {"hits": share.hits, "of": share.of} for name, share in figures.shares.items()}
    return {
        "pages": figures.pages,
        "f1": round(figures.f1, 4),
        "precision": round(figures.precision, 4),
        "recall": round(figures.recall, 4),
        **shares,
    }


def _page(each: PageScore) -> dict[str, Any]:
    return {
        "id": each.id,
        "precision": round(each.precision, 4),
        "recall": round(each.recall, 4),
        "kept": {"hits": each.kept, "of": each.must},
        "leaked": {"hits": each.leaked, "of": each.must_not},
        "clean": each.clean,
        "refused": each.refused,
        **each.fields,
    }


def print_scores(corpus: Path, scored: Scored, verbose: bool) -> None:
    """Print the figures of the reviewed pages, and apart from them those of the others."""
    for scores, words in (
        (scored.reviewed, "reviewed pages"),
        (scored.unreviewed, "pages that nobody has reviewed, scored apart"),
    ):
        if scores is scored.unreviewed and not scores:
            continue
        click.echo(f"{printable(str(corpus))}: {words}: {len(scores)}")
        for each in scores if verbose else ():
            click.echo(f"  {_line(each)}")
        if scores:
            print_figures(sum_up(scores))


def print_figures(figures: Figures) -> None:
    """Print the figures of a set of pages in three lines."""
    shares = figures.shares
    click.echo(f"  F1 {figures.f1:.4f}  precision {figures.precision:.4f}  recall {figures.recall:.4f}")
    for names in (("kept", "leaked", "clean", "refused"), FIELDS):
        told = [
            f"{name} {shares[name].hits}/{shares[name].of}"
            + (f" ({shares[name].rate:.3f})" if name in FIELDS else "")
            for name in names
            if shares[name].of
        ]
        if told:
            click.echo("  " + "  ".join(told))


def _line(each: PageScore) -> str:
    parts = [f"{each.id[:44]:44}", f"precision {each.precision:.2f}", f"recall {each.recall:.2f}"]
    if each.refused is not None:
        parts.append("refused" if each.refused else "NOT REFUSED")
    if each.must:
        parts.append(f"kept {each.kept}/{each.must}")
    if each.must_not:
        parts.append(f"leaked {each.leaked}/{each.must_not}")
    wrong = [name for name, right in each.fields.items() if not right]
    return "  ".join([*parts, *(["wrong: " + ", ".join(wrong)] if wrong else [])])
