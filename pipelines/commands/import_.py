"""`kliping import`: saved pages, JSON lines and texts into the archive."""

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines.archive import open_store
from pipelines.catalogue import load_catalogue, shipped_sites
from pipelines.commands.options import data_option, ending_on_errors
from pipelines.commands.output import printable
from pipelines.exits import ExitCode
from pipelines.intake import Originals, Reading, Report, import_documents, read_documents
from pipelines.operator_file import read_operator
from pipelines.workers import DOCUMENTS, WorkerPool

BATCH = 100  # documents a commit
SECONDS_A_LINE = 10.0  # between two progress lines where there is no terminal
NAMES = {"archived": "archived", "version": "new versions", "unchanged": "unchanged", "failed": "failed"}
OF_CRAWLS = {"not-article": "pages that are no articles", "unresolved": "revisits of pages not held"}


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH..."
)
@click.option(
    "--site", "site_id", metavar="ID", help="The site of everything; otherwise each address tells its own."
)
@data_option
def import_(*, paths: tuple[Path, ...], site_id: str | None, data: Path) -> None:
    """Import saved pages (.html), JSON lines (.jsonl), plain texts (.txt) and web archives (.warc), also gzipped; folders
    with all in them.

    A line of JSON has text or html (of both, the text counts), and may have url, title, published_at and fetched_at
    (ISO 8601). A text without title is called by its first line where that is no sentence, else by its first words. A
    page without an address is kept under its digest. Of a web archive the HTML pages are read, those that are no
    articles are counted apart, and a broken record is named by its offset. Importing again changes nothing. The
    exit code is 0 when everything is in the archive, 1 when something was named on stderr that is not.
    """
    folders = (shipped_sites(), data / "sites")
    with ending_on_errors():
        if site_id is not None and site_id not in load_catalogue(folders):
            raise click.UsageError(f"no site file for: {site_id} (see kliping sites list)")
        floor = read_operator(data).disk_floor
        with (
            stop_on_interrupt() as stop,
            open_store(data, "import", floor) as store,
            WorkerPool(preload=DOCUMENTS) as workers,
        ):
            reading = Reading()
            tally = Tally(reading)
            with tally.shown():

                def report(result: Report) -> None:
                    tally.take(result)
                    if tally.total % BATCH == 0:
                        store.flush()

                originals = Originals(store.find_page)
                found = read_documents(paths, originals, reading)
                documents = takewhile(lambda _: not stop.is_set, found)
                import_documents(
                    store, workers, documents, folders, site_id, report, find_page=originals.find_page
                )
    click.echo(tally.line)
    if stop.is_set:
        click.echo("kliping: interrupted; the same command goes on where this one ended", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    sys.exit(ExitCode.SOME_FAILED if tally.counts["failed"] else ExitCode.OK)


class Stop:
    """Whether the operator asked to stop."""

    is_set = False

    def set(self, _number: int, _frame: FrameType | None) -> None:
        """Stop after what is under way; asked again, at once."""
        self.is_set = True
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def stop_on_interrupt() -> Iterator[Stop]:
    """Take Ctrl-C and SIGTERM as the wish to stop, for as long as the block runs."""
    stop = Stop()
    before = {number: signal.signal(number, stop.set) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Tally:
    """Counts reports, names the failed, and shows how far it is: a moving line on a terminal, else one now and then."""

    def __init__(self, reading: Reading) -> None:
        self.counts: Counter[str] = Counter()
        self._reading = reading
        self._console = Console(stderr=True, emoji=False, highlight=False, markup=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._progress.add_task("reading")
        self._last_line = time.monotonic()

    @property
    def total(self) -> int:
        """Documents taken so far."""
        return self.counts.total()

    @property
    def line(self) -> str:
        """The counts in words."""
        found = {name: words for name, words in OF_CRAWLS.items() if self.counts[name]}
        return ", ".join(f"{self.counts[name]} {words}" for name, words in (NAMES | found).items())

    @property
    def _progress_line(self) -> str:
        reading = self._reading
        if not reading.size:
            return self.line
        megabytes = f"{reading.offset / 1e6:,.0f} of {reading.size / 1e6:,.0f} MB"
        return f"{self.line} ({printable(reading.name)}: {megabytes})"

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the moving line, where there is a terminal, while the block runs."""
        if not self._console.is_terminal:
            yield
            return
        with self._progress:
            yield

    def take(self, report: Report) -> None:
        """Count a report; a failure is named at once."""
        self.counts[report.outcome] += 1
        if report.outcome == "failed":
            self._say(printable(f"{report.origin}: {report.reason}"))
        if self._console.is_terminal:
            self._progress.update(self._task, description=self._progress_line)
        elif time.monotonic() - self._last_line >= SECONDS_A_LINE:
            self._last_line = time.monotonic()
            self._say(self._progress_line)

    def _say(self, line: str) -> None:
        if self._console.is_terminal:
            self._progress.console.print(line, soft_wrap=True)
        else:
            click.echo(line, err=True)
