"""A thread that works beside the caller's, one thing after the other."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Beside:
    """The thread; after an error it does nothing more until it was told in finish()."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, name)
        self._work: list[Future[None]] = []
        self._error: BaseException | None = None

    def begin(self, work: Callable[[], None]) -> None:
        """Let it do something when it is done with what was begun before."""
        self._work.append(self._pool.submit(self._do, work))

    def _do(self, work: Callable[[], None]) -> None:
        if self._error is not None:
            return
        try:
            work()
        except BaseException as error:
            self._error = error
            raise

    def finish(self, *, heed: bool = True) -> None:
        """Wait until all is done; an error of its is raised here, where it is heeded."""
        work, self._work = self._work, []
        for each in work:
            each.exception()
        error, self._error = self._error, None
        if error is not None and heed:
            raise error

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown()
