"""Split articles: the further pages of one that a crawler kept, found in its own file, read and stitched as a crawl does."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipelines.extract import stitch_pages
from pipelines.intake.documents import Document
from pipelines.intake.extraction import Extracted, to_capture
from pipelines.items import Article, Capture

MAX_PARTS = 30  # pages of one split article

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
    """Stitch a split article of a crawl's file; a page that is not in it leaves the article as far as it goes."""
    article = outcome.result
    if not document.crawled or not isinstance(article, Article):
        return Completed(outcome)
    parts: list[Article] = []
    captures: list[Capture] = []
    for address in (article.whole_url,) if article.whole_url else article.further_urls[:MAX_PARTS]:
        page = find_page(address)
        if page is None:
            break
        part = read(page)
        if isinstance(part, Exception) or not isinstance(part.result, Article):
            break
        parts.append(replace(part.result, url=address))
        captures.append(to_capture(page, address))
    if not parts:
        return Completed(outcome)
    return Completed(replace(outcome, result=stitch_pages(article, parts)), tuple(captures))
