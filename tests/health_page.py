"""docs/health.md shows what commands answer: each command line is a block, its answer the text block below.

`WRITE=1 .venv/bin/python -m pytest tests/test_crawl_schedule.py tests/test_commands_health.py` writes the answers anew.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterable

from harness import ROOT

PAGE = ROOT / "docs" / "health.md"
ASKED = re.compile(r"```sh\nkliping (health[^\n]*)\n```\n\n```text\n((?:(?!```).)*)```", re.DOTALL)
PORT = re.compile(r"127\.0\.0\.1:\d+")


def shown() -> list[tuple[str, str]]:
    """Return each command line of the page, without its first word, with the answer below it."""
    return ASKED.findall(PAGE.read_text(encoding="utf-8"))


def check(lines: Iterable[int], ask: Callable[[list[str]], str]) -> None:
    """Ask what stands on these lines of the page, by number, and compare; ports are drawn anew each time."""
    for number in lines:
        asked, answer = shown()[number]
        told = PORT.sub("127.0.0.1:8101", ask(shlex.split(asked)))
        if "WRITE" in os.environ:
            block = f"```sh\nkliping {asked}\n```\n\n```text\n"
            text = PAGE.read_text(encoding="utf-8")
            head, tail = text[: _place(number)], text[_place(number) :]
            PAGE.write_text(
                head + tail.replace(f"{block}{answer}```", f"{block}{told}```", 1), encoding="utf-8"
            )
        else:
            assert told == answer


def _place(number: int) -> int:
    return [match.start() for match in ASKED.finditer(PAGE.read_text(encoding="utf-8"))][number]
