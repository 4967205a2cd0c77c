"""Split articles: the further pages of one that a crawler kept, found in its own file, read and stitched as a crawl does."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipelines.extract import MAX_PARTS, pages_to_come, stitch_pages
from pipelines.intake.documents import Document
from pipelines.intake.extraction import Extracted, to_capture
from pipelines.items import Article, Capture

FindPage = Callable[[str], Document | None]


@dataclass(frozen=True, slots=True)
class Completed:
    """A document's result with what its further pages added, and the captures of these."""

    outcome: Extracted
    further: tuple[Capture, ...] = ()


def complete(
    document: Document,
    outcome: Extracted,
    find_page: FindPage,
    read: Callable[[Document], Extracted | Exception],
) -> Completed:
    """Stitch a split article of a crawl's file; a page that is not in it leaves the article as far as it goes, which it says."""
    article = outcome.result
    if not isinstance(article, Article):
        return Completed(outcome)
    parts: list[Article] = []
    captures: list[Capture] = []
    while document.crawled and (addresses := pages_to_come(article, parts)) and len(parts) < MAX_PARTS:
        address = addresses[0]
        page = find_page(address)
        if page is None:
            break
        part = read(page)
        if isinstance(part, Exception) or not isinstance(part.result, Article):
            break
        parts.append(replace(part.result, url=address))
        captures.append(to_capture(page, address))
    return Completed(replace(outcome, result=stitch_pages(article, parts)), tuple(captures))
