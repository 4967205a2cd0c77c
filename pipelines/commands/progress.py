"""How far a long command is: a moving bar on a terminal, else a line now and then, both on stderr."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SECONDS_A_LINE = 10.0  # between two lines where there is no terminal


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield what takes (what is under way, how much is done, of how much) and shows it."""
    console = Console(stderr=True, emoji=False, highlight=False, markup=False)
    if not console.is_terminal:
        yield _line_now_and_then()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _line_now_and_then() -> Callable[[str, int, int], None]:
    last = time.monotonic()

    def report(what: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_LINE:
            last = time.monotonic()
            click.echo(f"{what}: {done} of {total}", err=True)

    return report
