"""Values as cells of a CSV file, which a spreadsheet reads as text and never as a formula."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

# What begins a formula somewhere (OWASP, CSV injection): also in full width, and after what a reader may skip.
FORMULA = re.compile(r"[\s\x00-\x20]*[=+\-@\t\r＝＋－＠]")
# C0 and C1 controls but the newline, and marks that turn the direction of writing around.
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cell(value: Any) -> Any:
    """Return a value as a cell: names joined by '; ', control characters as spaces, an apostrophe before a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        if value[:1].isalnum() and value.isprintable():  # most cells, found in less time than by the patterns
            return value
        text = CONTROLS.sub(" ", value) if CONTROLS.search(value) else value
        return f"'{text}" if FORMULA.match(value) else text
    return int(value) if isinstance(value, bool) else value


def csv_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as lines of CSV (RFC 4180), each ended by a newline."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([cell(value) for value in row] for row in rows)
    return target.getvalue()


def csv_line(row: Iterable[Any]) -> str:
    """Return one row likewise."""
    return csv_lines([row])
