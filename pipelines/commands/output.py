"""Text on its way to a terminal: what an article holds must not move the cursor, nor turn the line around."""

import json
import re
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import click
from rich.console import Console
from rich.table import Table

# C0 and C1 controls (a terminal obeys U+009B as it does ESC [), line and paragraph separators, and the
# marks that override the direction of writing. Half surrogate pairs cannot be written at all.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
UNPRINTABLE_IN_TEXT = re.compile(UNPRINTABLE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def printable(text: str) -> str:
    """Return a text as one line that a terminal shows and does not obey."""
    return UNPRINTABLE.sub(" ", text)


def printable_text(text: str) -> str:
    """Return a text of many lines likewise."""
    return UNPRINTABLE_IN_TEXT.sub(" ", text)


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number with what it counts: 1 article, 2 articles."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {many or f'{noun}s'}"


def to_json(value: Any, indent: int | None = None) -> str:
    """Write JSON that keeps its letters, and escapes what a terminal would obey."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    return UNPRINTABLE_IN_TEXT.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


def local_time(stored: str | None, offset: int | None) -> str | None:
    """Return a stored time as on the publisher's wall: `2026-03-01T09:05+08:00`, without what is not known."""
    if stored is None or "T" not in stored:
        return stored
    clock = datetime.fromisoformat(stored.removesuffix("Z"))
    if not stored.endswith("Z") or offset is None:
        return clock.isoformat(timespec="minutes") + ("Z" if stored.endswith("Z") else "")
    try:
        local = (clock + timedelta(minutes=offset)).isoformat(timespec="minutes")
    except OverflowError:
        return stored
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    return f"{local}{sign}{minutes // 60:02}:{minutes % 60:02}"


def show_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print rows as a table on a terminal; on a pipe without heads, the columns parted by tabs."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(map(printable, row)))
        return
    table = Table(*heads, box=None)
    for row in rows:
        table.add_row(*map(printable, row))
    Console(markup=False).print(table)
