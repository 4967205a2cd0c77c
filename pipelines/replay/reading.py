"""Reading stored pages in worker processes: in their order, a few of them in memory."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.archive import RefusedPage, StoredPage
from pipelines.catalogue import Site
from pipelines.extract import extract_article, stitch_pages
from pipelines.extract.learned import Learned
from pipelines.extract.posts import read_part
from pipelines.intake import Document, Unread, read_document, read_line
from pipelines.items import Article, Capture, Rejection, SourceKind
from pipelines.replay.rules import UNKNOWN
from pipelines.workers import WorkerPool, reason_of

JSON = "application/json"  # of an imported line whose text is its own


class UnreadableError(ValueError):
    """A capture of a kind that nothing reads as one article."""


@dataclass(frozen=True, slots=True)
class Task:
    """A stored page with what it is to be read with; `skipped` others came before it that need not be read."""

    page: StoredPage | RefusedPage | None = None  # None: no more came
    captures: tuple[Capture, ...] = ()
    site: Site | None = None
    learned: Learned | None = None
    problem: str = ""  # why its captures cannot be read
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a task; `failure` says why nothing did."""

    task: Task
    result: Article | Rejection | None = None
    failure: str = ""


def read_pages(workers: WorkerPool, tasks: Iterable[Task]) -> Iterator[Read]:
    """Read pages, each capture a task of its own for the workers, and yield what came of them in their order."""
    waiting: deque[Task] = deque()

    def captures() -> Iterator[tuple[Capture | None, Site | None, Learned | None, str | None, int]]:
        for task in tasks:
            waiting.append(task)
            read_as = task.page.reading.read_as if isinstance(task.page, StoredPage) else None
            for capture in task.captures or (None,):  # what has none keeps its place in the order
                part = task.page.part if isinstance(task.page, StoredPage) else 0
                yield capture, task.site, task.learned, read_as, part

    results: list[Article | Rejection | Exception | None] = []
    for _, result in workers.map_ordered(read_capture, captures()):
        results.append(result)
        if len(results) >= len(waiting[0].captures):
            yield _join(waiting.popleft(), results)
            results = []


def _join(task: Task, results: list[Article | Rejection | Exception | None]) -> Read:
    """Put the pages of an article together, as far as they are of it; one that could not be read leaves it as it was."""
    failed = next((result for result in results if isinstance(result, Exception)), None)
    if failed is not None or task.problem:
        return Read(task, failure=task.problem or (reason_of(failed) if failed else ""))
    first = results[0]
    if not isinstance(first, Article):
        return Read(task, first if isinstance(first, Rejection) else None)
    parts: list[Article] = []
    for capture, other in zip(task.captures[1:], results[1:], strict=True):
        if not isinstance(other, Article):
            break
        parts.append(replace(other, url=capture.url))
    lessons = None if first.reading.lessons == UNKNOWN else first.reading.lessons
    whole = replace(first, reading=replace(first.reading, lessons=lessons))
    return Read(task, stitch_pages(whole, parts))


def read_capture(
    capture: Capture | None, site: Site | None, learned: Learned | None, read_as: str | None, part: int = 0
) -> Article | Rejection | None:
    """Read a capture the way it was read first. Pure; runs in a worker. Raises UnreadableError."""
    if capture is None or site is None:
        return None
    if capture.source_kind is SourceKind.REST:
        return read_part(capture, part, site, learned)
    if capture.source_kind not in {SourceKind.PAGE, SourceKind.IMPORT}:
        raise UnreadableError(f"a response of kind {capture.source_kind} is read by no rule")
    if capture.source_kind is SourceKind.PAGE or read_as == "page":
        return extract_article(capture, site, learned)
    return read_document(_to_document(capture, read_as), capture, site, learned)


def _to_document(capture: Capture, read_as: str | None) -> Document:
    """Return an imported capture as the document that it was: a line, a text, or a page."""
    kinds = {name.lower(): value for name, value in capture.headers}
    if kinds.get("content-type") == JSON:
        line = read_line(capture.url, capture.payload, capture.fetched_at)
        if isinstance(line, Unread):
            raise UnreadableError(line.reason)
        return line
    is_text = read_as == "text" or (not kinds and b"<" not in capture.payload)
    return Document(capture.url, capture.payload, capture.fetched_at, "text" if is_text else "page")
