"""Progress of a run: a line a site on a terminal, plain lines in a log."""

import logging
import sys
from collections import Counter
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call

from crawler.frontier import Frontier
from pipelines.items import LeadState

log = logging.getLogger("kliping.progress")

SECONDS = {True: 0.5, False: 30.0}  # between two reports: on a terminal, in a log


class CrawlProgress:
    """Shows what the frontier counts, site by site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.on_terminal = sys.stderr.isatty()
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("leads, {task.fields[articles]} articles, {task.fields[again]} looked at again"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, TaskID] = {}
        self._loop: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the run from its first visit to its end."""
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Begin to report."""
        if self.on_terminal:
            self._bars.start()
        loop: AsyncioLoopingCall | Any = create_looping_call(self.report)
        loop.start(SECONDS[self.on_terminal], now=False)
        self._loop = loop

    def report(self) -> None:
        """Show how far the run is."""
        frontier: Frontier = self.crawler.spider.frontier  # type: ignore[union-attr]
        due = frontier.due_leads()
        if not self.on_terminal:
            states = sum((queue.states for queue in frontier.queues.values()), Counter())
            done, articles, waiting = states.total(), states[LeadState.ARCHIVED], sum(due.values())
            again = sum(queue.revisits.done for queue in frontier.queues.values())
            text = "%d leads done, %d articles archived, %d leads waiting, %d looked at again"
            log.info(text, done, articles, waiting, again)
            for site_id, queue in frontier.queues.items():
                if told := queue.backfills.tell():
                    log.info("%s: %s", site_id, told)
            return
        for site_id, waiting in due.items():
            if site_id not in self._tasks:
                self._tasks[site_id] = self._bars.add_task(site_id, total=None, articles=0, again=0)
            states, again = frontier.queues[site_id].states, frontier.queues[site_id].revisits.done
            total, articles = states.total() + waiting, states[LeadState.ARCHIVED]
            named, about = frontier.queues[site_id].backfills.progress
            articles += named
            total += max(named, about or 0)
            task = self._tasks[site_id]
            self._bars.update(
                task, completed=states.total() + named, total=total, articles=articles, again=again
            )

    def spider_closed(self) -> None:
        """Report for the last time."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        self.report()
        if self.on_terminal:
            self._bars.stop()
