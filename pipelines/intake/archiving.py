"""Archiving documents in their order: extraction in the workers, rows in the store, a report on each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive import ArchiveError, StorageError, Store
from pipelines.intake.documents import Document, Unread
from pipelines.intake.extraction import Extracted, extract_document, to_capture
from pipelines.items import Rejection
from pipelines.workers import WorkerPool, reason_of


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one document; `outcome` is that of the archive, or "failed" with the reason."""

    origin: str
    outcome: str
    reason: str = ""


def import_documents(
    store: Store,
    workers: WorkerPool,
    documents: Iterable[Document | Unread],
    folders: tuple[Path, ...],
    site_id: str | None,
    report: Callable[[Report], None],
) -> None:
    """Archive documents in their order, and report on each; what was imported before is not extracted again."""

    def fresh() -> Iterator[tuple[Document, tuple[Path, ...], str | None]]:
        for document in documents:
            if isinstance(document, Unread):
                report(Report(document.origin, "failed", document.reason))
            elif store.holds_import(document.payload, document.url):
                report(Report(document.origin, "unchanged"))
            else:
                yield document, folders, site_id

    for (document, _, _), outcome in workers.map_ordered(extract_document, fresh()):
        report(_archive(store, document, outcome))


def _archive(store: Store, document: Document, outcome: Extracted | Exception) -> Report:
    if isinstance(outcome, Exception):
        return Report(document.origin, "failed", reason_of(outcome))
    if isinstance(outcome.result, Rejection):
        detail = f" ({outcome.result.detail})" if outcome.result.detail else ""
        return Report(document.origin, "failed", f"no article: {outcome.result.reason}{detail}")
    capture = to_capture(document, outcome.url, outcome.site.timezone)
    try:
        imported = store.import_article(outcome.result, outcome.site, capture, document.fetched_at)
    except StorageError:
        raise
    except ArchiveError as error:  # a value of this one
        return Report(document.origin, "failed", str(error))
    return Report(document.origin, imported.outcome)
