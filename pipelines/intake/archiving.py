"""Archiving documents in their order: extraction in the workers, rows in the store, a report on each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipelines.archive import ArchiveError, StorageError, Store
from pipelines.intake.documents import Document, Unread
from pipelines.intake.extraction import NOWHERE, Extracted, extract_document, to_capture
from pipelines.intake.splits import Completed, FindPage, complete
from pipelines.items import Article, Rejection
from pipelines.learning import Learning
from pipelines.workers import WorkerPool, reason_of


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one document: `outcome` is that of the archive, or with the reason "failed", "not-article" (a page
    of a crawl that is none) or "unresolved".
    """

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
    *,
    find_page: FindPage = lambda _address: None,
) -> None:
    """Archive documents in their order, and report on each; what was imported before is not extracted again.

    `find_page` finds the further pages of a split article in the file that is being read.
    """

    def fresh() -> Iterator[tuple[Document, tuple[Path, ...], str | None]]:
        for document in documents:
            if isinstance(document, Unread):
                report(Report(document.origin, document.outcome, document.reason))
            elif store.holds_import(document.payload, document.url):
                report(Report(document.origin, "unchanged"))
            else:
                yield document, folders, site_id

    learning = Learning(store)
    for task, first in workers.map_ordered(extract_document, fresh()):
        outcome = _with_lessons(workers, learning, task, first)
        if isinstance(outcome, Exception):
            report(Report(task[0].origin, "failed", reason_of(outcome)))
        elif task[0].crawled and store.holds_import(task[0].payload, task[0].url):
            # Archived since it was read: a further page of an article before it.
            report(Report(task[0].origin, "unchanged"))
        else:
            read = partial(_read_now, workers, learning, folders, outcome.site.id if site_id else None)
            report(_archive(store, learning, task[0], complete(task[0], outcome, find_page, read)))


def _with_lessons(
    workers: WorkerPool,
    learning: Learning,
    task: tuple[Document, tuple[Path, ...], str | None],
    first: Extracted | Exception,
) -> Extracted | Exception:
    """Read a document again where it holds what its site is known to repeat.

    Documents are extracted ahead of their turn; only now is all archived that this one may learn from.
    """
    if isinstance(first, Exception) or not isinstance(first.result, Article):
        return first
    learned = learning.learned(first.site.id)
    if not learned.takes(first.result.blocks):
        reading = replace(first.result.reading, lessons=learned.version)
        return replace(first, result=replace(first.result, reading=reading))
    ((_, outcome),) = workers.map_ordered(extract_document, [(*task, learned)])
    return outcome


def _read_now(
    workers: WorkerPool, learning: Learning, folders: tuple[Path, ...], site_id: str | None, page: Document
) -> Extracted | Exception:
    """Read a further page in its article's turn."""
    ((task, first),) = workers.map_ordered(extract_document, [(page, folders, site_id)])
    return _with_lessons(workers, learning, task, first)


def _archive(store: Store, learning: Learning, document: Document, completed: Completed) -> Report:
    outcome = completed.outcome
    if isinstance(outcome.result, Rejection):
        detail = f" ({outcome.result.detail})" if outcome.result.detail else ""
        verdict = "not-article" if document.crawled else "failed"
        return Report(document.origin, verdict, f"no article: {outcome.result.reason}{detail}")
    capture = to_capture(document, outcome.url, outcome.site.timezone)
    try:
        imported = store.import_article(
            outcome.result, outcome.site, capture, document.fetched_at, completed.further
        )
    except StorageError:
        raise
    except ArchiveError as error:  # a value of this one
        return Report(document.origin, "failed", str(error))
    if (
        imported.outcome != "unchanged" and outcome.site.id != NOWHERE.id
    ):  # pages of nowhere are of many sites
        learning.learn(outcome.site.id, outcome.result, document.fetched_at)
    return Report(document.origin, imported.outcome)
