"""A crawl that goes on: whatever is due, whenever it is, until it is told to stop. Between its rounds others may write."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from crawler.jobs import Crawl, Process, conclude, scrapy_settings
from crawler.runs import due_sites
from pipelines import clock
from pipelines.archive import DiskFullError, LockedError, open_store
from pipelines.catalogue import CatalogueError, Site
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.notifying import ping
from pipelines.operator_file import read_operator
from pipelines.workers import WorkerPool

log = logging.getLogger("kliping")

AT_LEAST = timedelta(seconds=5)  # between two rounds
AT_MOST = timedelta(minutes=10)  # then the site files are read again, whatever is due
WHILE_LOCKED = timedelta(minutes=1)


class Loop(Process):
    """Rounds of crawling in one process; a signal ends the round under way as it ends a crawl, and then the loop."""

    def __init__(self, data: Path, choose: Callable[[], list[Site]], max_minutes: float | None) -> None:
        self._data = data
        self._choose = choose
        self._sites = choose()
        self._max_minutes = max_minutes
        self._operator = read_operator(data)
        super().__init__(scrapy_settings(self._sites, self._operator, max_minutes))
        self._stopping = asyncio.Event()
        self._rounds: asyncio.Task[ExitCode] | None = None

    def run(self) -> ExitCode:
        """Go on until a signal, or a disk without room; blocks."""
        with WorkerPool() as workers:
            self._rounds = asyncio.get_event_loop().create_task(self._go_on(workers))
            self._rounds.add_done_callback(self._stop_reactor)
            self.start(stop_after_crawl=False)
            return self._rounds.result()

    async def stop(self) -> None:
        """End the round under way, and the loop."""
        self._stopping.set()
        await super().stop()
        if self._rounds is not None:
            await asyncio.wait([self._rounds])

    async def _go_on(self, workers: WorkerPool) -> ExitCode:
        while not self._stopping.is_set():
            self._reload()
            due, ahead = due_sites(self._data, self._sites)
            wait = _until(ahead)
            if due:
                try:
                    wait = await self._round(due, workers)
                except DiskFullError as error:
                    log.error("%s", error)
                    return ExitCode.DISK
            try:
                await asyncio.wait_for(self._stopping.wait(), wait.total_seconds())
            except TimeoutError:
                continue
        return ExitCode.OK

    def _reload(self) -> None:
        """Read the site files again; while one of them is wrong, the loop goes on with those it read before."""
        try:
            self._operator = read_operator(self._data)
            self._sites = self._choose()
        except (CatalogueError, click.UsageError) as error:
            log.error("going on with the site files as they were: %s", error)

    async def _round(self, due: list[Site], workers: WorkerPool) -> timedelta:
        """Crawl what is due, and return how long to wait at least."""
        self.settings = scrapy_settings(due, self._operator, self._max_minutes)
        try:
            store = open_store(self._data, "crawl", self._operator.disk_floor)
        except LockedError as error:
            log.info("%s: waiting", error)
            return WHILE_LOCKED
        with store:
            crawl = Crawl(store, workers, due, self, due_only=True)
            await crawl.task
            report = conclude(crawl, self._operator)
        for line in report.lines:
            click.echo(printable(line))
        ping(self._operator, report.exit_code)
        if report.exit_code is ExitCode.DISK:
            raise DiskFullError("the disk has no more room")
        return AT_LEAST


def _until(ahead: datetime | None) -> timedelta:
    """Return how long to sleep until something is due."""
    if ahead is None:
        return AT_MOST
    return min(max(ahead - clock.now(), AT_LEAST), AT_MOST)


def run_loop(data: Path, choose: Callable[[], list[Site]], max_minutes: float | None = None) -> ExitCode:
    """Do what is due on the sites that `choose` names, as it becomes due, until a signal; blocks.

    Raises CatalogueError where a site file is wrong at the start.
    """
    return Loop(data, choose, max_minutes).run()
