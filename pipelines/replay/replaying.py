"""Reading an archive's stored pages again: to see what today's rules would change, or to change it."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from pipelines.archive import (
    Archive,
    ArchiveError,
    Difference,
    RefusedPage,
    ReplayRow,
    StorageError,
    Store,
    StoredPage,
    StoredPages,
)
from pipelines.catalogue import Site
from pipelines.exits import ExitCode
from pipelines.items import Article, LeadState, Outcome, Rejection
from pipelines.replay.reading import Read, Task, read_pages
from pipelines.replay.rules import Rules, Scope
from pipelines.replay.tally import Tally
from pipelines.workers import WorkerPool

SECONDS_A_BATCH = 1.0  # between two commits
WHAT = "pages read again"

Progress = Callable[[str, int, int], None]
Numbers = tuple[int, int]  # of a version, of a lead


class Replaying:
    """What both kinds of replay share; `tell` is called with each page that cannot be read, and why."""

    def __init__(
        self,
        workers: WorkerPool,
        tally: Tally,
        *,
        report: Progress = lambda _what, _done, _total: None,
        tell: Callable[[str], None] = lambda _line: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._workers = workers
        self._report = report
        self._tell = tell
        self.is_stopped = is_stopped
        self.tally = tally

    def read(self, pages: StoredPages, rules: Rules, after: Numbers, until: Numbers) -> Iterator[Read]:
        """Read all that is between two numbers, and count what was not read or could not be."""
        total = pages.count(rules.scope.sites, after, until)
        done = 0
        tasks = takewhile(lambda _task: not self.is_stopped(), _tasks(pages, rules, after, until))
        for read in read_pages(self._workers, tasks):
            done += read.task.skipped + 1
            self.tally.skipped += read.task.skipped
            self._report(WHAT, min(done, total), total)
            if read.task.page is None:
                continue
            if read.failure:
                self.fail(read.task.page, read.failure)
            yield read

    def fail(self, page: StoredPage | RefusedPage, reason: str) -> None:
        """Count and name a page that could not be read; its article keeps its text."""
        self.tally.take_failure(page)
        version = f"{page.uid}, version {page.number}, " if isinstance(page, StoredPage) else ""
        self._tell(f"{version}{page.url}: {reason}")


def _tasks(pages: StoredPages, rules: Rules, after: Numbers, until: Numbers) -> Iterator[Task]:
    skipped = 0
    for page in pages.pages(rules.scope.sites, after[0], until[0]):
        if not rules.scope.again and rules.is_read(page):
            skipped += 1
            continue
        yield _task(pages, rules, page, skipped)
        skipped = 0
    for refused in pages.refused(rules.scope.sites, after[1], until[1]):
        yield _task(pages, rules, refused, skipped)
        skipped = 0
    if skipped:
        yield Task(skipped=skipped)


def _task(pages: StoredPages, rules: Rules, page: StoredPage | RefusedPage, skipped: int) -> Task:
    try:
        captures = pages.captures(page)
    except StorageError:
        raise
    except ArchiveError as error:  # of this page: given up, or damaged
        return Task(page, problem=str(error), skipped=skipped)
    return Task(page, captures, rules.site_of(page), rules.learned_for(page), skipped=skipped)


def dry_run(archive: Archive, catalogue: Mapping[str, Site], scope: Scope, work: Replaying) -> None:
    """Count what today's rules would change; nothing is written, and a crawl may go on beside it."""
    pages = archive.stored_pages
    rules = Rules(pages, catalogue, scope)
    for read in work.read(pages, rules, (0, 0), pages.last_ids()):
        page, result = read.task.page, read.result
        if isinstance(page, RefusedPage):
            work.tally.take_refused(page, result)
        elif page is not None and isinstance(result, Article):
            try:
                work.tally.take_page(page, archive.compare_page(page, result))
            except StorageError:
                raise
            except ArchiveError as error:  # forgotten meanwhile, or a value that could not be stored
                work.fail(page, str(error))
        elif page is not None and isinstance(result, Rejection):
            work.tally.take_refusal(page, result)


def replay(store: Store, catalogue: Mapping[str, Site], scope: Scope, work: Replaying) -> bool:
    """Read what is stored by today's rules, write what they change, and return whether it came to its end.

    What is written is committed with how far the replay is: one that was killed goes on from there, and ends as if it had
    not been.
    """
    pages = store.stored_pages
    rules = Rules(pages, catalogue, scope)
    state = store.begin_replay(rules.digest, scope.to_json(), anew=scope.again)
    if state.finished_at is not None:
        return True
    work.tally.resume(state.counts)
    run_id = store.start_run(scope.sites or pages.site_ids())
    _read_on(store, rules, work, state)
    is_whole = not work.is_stopped()
    if is_whole:
        store.finish_replay(state.id)
    store.finish_run(run_id, _outcome(work, is_whole), work.tally.totals())
    return is_whole


def _read_on(store: Store, rules: Rules, work: Replaying, state: ReplayRow) -> None:
    last, until = (state.last_version, state.last_lead), (state.until_version, state.until_lead)
    committed = time.monotonic()
    for read in work.read(store.stored_pages, rules, last, until):
        _write(store, work, read)
        page = read.task.page
        if isinstance(page, StoredPage):
            last = (page.version_id, last[1])
        elif page is not None:
            last = (last[0], page.lead_id)
        if time.monotonic() - committed >= SECONDS_A_BATCH:
            store.advance_replay(state.id, last, work.tally.counts())
            committed = time.monotonic()
    store.advance_replay(state.id, last, work.tally.counts())


def _outcome(work: Replaying, is_whole: bool) -> str:
    if not is_whole:
        return ExitCode.INTERRUPTED.name.lower()
    return (ExitCode.SOME_FAILED if work.tally.failed else ExitCode.OK).name.lower()


def _write(store: Store, work: Replaying, read: Read) -> None:
    """Write what came of a page; a value that cannot be stored fails this page alone."""
    page, result = read.task.page, read.result
    try:
        if isinstance(page, RefusedPage):
            if isinstance(result, Article):
                _accept(store, page, read, result)
            if not read.failure:
                work.tally.take_refused(page, result)
        elif page is not None and isinstance(result, Article):
            found: list[Difference] = store.rewrite_page(page, result, read.task.captures[0])
            work.tally.take_page(page, found)
        elif page is not None and isinstance(result, Rejection):
            work.tally.take_refusal(page, result)
    except StorageError:
        raise
    except ArchiveError as error:
        if page is not None:
            work.fail(page, str(error))


def _accept(store: Store, page: RefusedPage, read: Read, article: Article) -> None:
    """Archive a page that was refused, as of when it was fetched. It teaches nothing: its site has gone on since."""
    outcome = Outcome(
        page.key, LeadState.ARCHIVED, captures=read.task.captures, article=replace(article, blocks=())
    )
    store.record_outcome(outcome, read.task.captures[0].fetched_at)
