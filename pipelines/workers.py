"""The pool of processes that parse what came from outside: each task has a deadline, and is killed when it passes."""

import multiprocessing
import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, TimeoutError  # noqa: A004 - what pebble raises
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

T = TypeVar("T")
A = TypeVar("A", bound=tuple[Any, ...])

DEADLINE = 10.0  # seconds: a hundred times what a long real page takes
LONG_DEADLINE = (
    30.0  # of a sitemap, which may name fifty thousand addresses: three seconds of an idle processor
)
MEMORY = 4 << 30  # bytes of address space a worker
# By name: the pool knows nothing of what it runs.
PARSERS = ("pipelines.extract.posts", "trafilatura", "feedparser")
DOCUMENTS = (
    "pipelines.intake.extraction",
    *PARSERS,
)  # for who imports, who knows the archive: twice as long to load
TASKS_A_WORKER = 2_000  # then a fresh one: parsers are known to grow by 1 MB a page on some input


def reason_of(failure: BaseException) -> str:
    """Say in a word or two why a task gave no result."""
    if isinstance(failure, TimeoutError):
        return "deadline"
    if isinstance(failure, MemoryError | RecursionError):
        return "memory"
    if isinstance(failure, ProcessExpired | BrokenProcessPool):
        return "worker died"
    return f"{type(failure).__name__}: {failure}"[:200]


def _prepare_worker(environment: dict[str, str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ.clear()  # the server's is that of its own start
    os.environ.update(environment)
    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()


def _follow_parent(parent: int) -> None:
    """Leave when the server that forked this is gone, as it is when the run was killed: an orphan would wait for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while threads start that start workers, which inherit that.

    A terminal sends it to every process: workers that are still starting would all die of it, and the pool with them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class WorkerPool:
    """Processes that run pure functions with a deadline; a hung or dead one is replaced."""

    def __init__(
        self, size: int | None = None, deadline: float = DEADLINE, preload: Sequence[str] = PARSERS
    ) -> None:
        # What is loaded before workers are forked; of a process's pools, the first one's counts.
        multiprocessing.set_forkserver_preload(list(preload))
        self.size = size or len(os.sched_getaffinity(0))
        self.deadline = deadline
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        resource_tracker.ensure_running()  # started later, it would let Ctrl-C through to the workers again
        # A fork beside the reactor's threads may deadlock, and warns from Python 3.12 on; a server that has no threads, and
        # has the parsers loaded, forks a worker in milliseconds where a spawned one takes a second of processor.
        return ProcessPool(
            max_workers=self.size,
            max_tasks=TASKS_A_WORKER,
            initializer=_prepare_worker,
            initargs=(dict(os.environ),),
            context=multiprocessing.get_context("forkserver"),
        )

    def submit(self, function: Callable[..., T], *args: Any, deadline: float | None = None) -> "Future[T]":
        """Run `function(*args)` in a worker; the future raises what `reason_of` explains when there is no result.

        `deadline` in seconds where the pool's is not meant.
        """
        deadline = deadline or self.deadline
        with _uninterrupted():  # the first task starts the pool
            try:
                future: Future[T] = self._pool.schedule(function, args=args, timeout=deadline)
            except RuntimeError:  # every worker died at once, which pebble takes for the end of the pool
                _stop(self._pool)
                self._pool = self._new_pool()
                future = self._pool.schedule(function, args=args, timeout=deadline)
        return future

    def map_ordered(
        self, function: Callable[..., T], arguments: Iterable[A], window: int | None = None
    ) -> Iterator[tuple[A, T | Exception]]:
        """Yield (args, result or failure) in the order of `arguments`, at most `window` of them under way."""
        waiting: deque[tuple[A, Future[T]]] = deque()
        window = window or self.size * 4
        for args in arguments:
            waiting.append((args, self.submit(function, *args)))
            if len(waiting) >= window:
                done, future = waiting.popleft()
                outcome = _outcome(future)
                yield done, outcome
        while waiting:
            done, future = waiting.popleft()
            outcome = _outcome(future)
            yield done, outcome

    def close(self) -> None:
        """Stop the workers, whatever they are at; none is started once this began. May be called twice."""
        _stop(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stop(pool: ProcessPool) -> None:
    """Stop a pool's workers before what they share is taken away.

    pebble deletes the locks first: a worker that is just starting would miss them, with a traceback on stderr.
    """
    pool.stop()  # type: ignore[no-untyped-call]
    starting: threading.Thread | None = pool._pool_manager_loop
    if starting is not None:
        starting.join()
    pool._pool_manager.worker_manager.force_stop_workers()  # type: ignore[no-untyped-call]
    pool.join()


def _outcome(future: "Future[T]") -> T | Exception:
    try:
        return future.result()
    except Exception as failure:  # noqa: BLE001 - whatever outside bytes made a parser raise is their failure, not the run's
        return failure
