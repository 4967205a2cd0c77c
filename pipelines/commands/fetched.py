"""A page that a command asks the web for: what is handed to a command that may not crawl, and how its page is archived."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.releases import Release

if TYPE_CHECKING:  # few matches fetch
    from pipelines.archive import Archive, Store
    from pipelines.items import Article, Capture


class PageError(Exception):
    """An address that gave no article; says why, in words for whoever named it."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it was fetched: the first capture is its page, others a split article's further ones."""

    article: "Article"
    captures: tuple["Capture", ...]
    missing: str | None = None  # the first of a split article's further pages that could not be had

    @property
    def release(self) -> Release:
        """The article as what is looked up."""
        article = self.article
        return Release(
            "page",
            article.title,
            (article.title,),
            tuple(article.text.split("\n")),
            self.captures[0].final_url,
        )


FetchPage = Callable[[str, Path, "Archive"], Page]  # raises PageError, CatalogueError


def fetch_and_archive(fetch: Callable[[], Page], data: Path) -> Page:
    """Fetch a page, and store it with its article as an import does; raises PageError, ArchiveError, CatalogueError.

    No site is asked while another run writes the archive.
    """
    from pipelines.archive import open_store  # noqa: PLC0415 - few matches fetch
    from pipelines.operator_file import read_operator  # noqa: PLC0415

    with open_store(data, "import", read_operator(data).disk_floor) as store:
        page = fetch()
        _archive(page, store, data)
        return page


def _archive(page: Page, store: "Store", data: Path) -> None:
    from pipelines.catalogue import shipped_sites  # noqa: PLC0415 - few matches fetch
    from pipelines.intake import Document, Report, Unread, import_documents  # noqa: PLC0415
    from pipelines.workers import DOCUMENTS, WorkerPool  # noqa: PLC0415

    def document(capture: "Capture") -> Document:
        return Document(
            capture.url,
            capture.payload,
            capture.fetched_at,
            url=capture.final_url,
            headers=capture.headers,
            crawled=True,
        )

    first, *further = page.captures
    parts = {capture.url: document(capture) for capture in further}
    documents: list[Document | Unread] = [document(first)]
    reports: list[Report] = []
    folders = (shipped_sites(), data / "sites")
    with WorkerPool(preload=DOCUMENTS) as workers:
        import_documents(store, workers, documents, folders, None, reports.append, find_page=parts.get)
    for report in reports:
        if report.reason:
            raise PageError(f"cannot be archived: {report.reason}")
