"""The pages that show what questions answer, of the demo's archive: each question is a code block, its answer the text block below.

.venv/bin/python tests/demo_questions.py    asks all of them anew and writes the answers into the pages
"""

import contextlib
import io
import re
import shlex
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner
from demo_archive import make_demo
from harness import ROOT

from crawler.cli import main

PAGES = ("docs/questions.md", "docs/exports.md")
ASKED = re.compile(
    r"```(?P<kind>sql|sh|python)\n(?P<question>(?:(?!```).)*)```\n\n```text\n(?P<answer>(?:(?!```).)*)```",
    re.DOTALL,
)


def answers(page: str, data: Path) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each question of a page with what it answers now."""
    for match in ASKED.finditer((ROOT / page).read_text(encoding="utf-8")):
        yield match, ASK[match["kind"]](match["question"], data)


def ask_sql(question: str, data: Path) -> str:
    """Ask the archive; a header, then a line a row."""
    with closing(sqlite3.connect(f"{(data / 'archive.db').as_uri()}?mode=ro", uri=True)) as connection:
        cursor = connection.execute(question)
        rows = [[column[0] for column in cursor.description], *cursor]
    return "".join(" | ".join("" if value is None else str(value) for value in row) + "\n" for row in rows)


def ask_command(question: str, data: Path) -> str:
    """Run a command line of kliping, of which `| head -N` is known too."""
    line, *filters = question.strip().split(" | ")
    result = CliRunner().invoke(main, [*shlex.split(line)[1:], "--data", str(data)])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines(keepends=True)
    for each in filters:
        assert each.startswith("head -"), each
        lines = lines[: int(each.removeprefix("head -"))]
    return "".join(lines)


def ask_python(question: str, data: Path) -> str:
    """Run Python where the demo's export lies, and return what it prints."""
    printed = io.StringIO()
    with contextlib.chdir(exported(data)), contextlib.redirect_stdout(printed):
        exec(question, {})
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def exported(data: Path) -> Path:
    """Return the folder with the demo's articles as Parquet."""
    path = data / "exports" / "articles.parquet"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        arguments = ["export", "parquet", "--output", str(path), "--data", str(data)]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    return path.parent


ASK: dict[str, Callable[[str, Path], str]] = {"sql": ask_sql, "sh": ask_command, "python": ask_python}


def rewrite(page: str, data: Path) -> None:
    """Write the answers into a page."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    for match, answer in answers(page, data):
        text = text.replace(
            match[0], match[0].replace(f"```text\n{match['answer']}```", f"```text\n{answer}```"), 1
        )
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        demo = make_demo(Path(folder))
        for named in sys.argv[1:] or PAGES:
            rewrite(named, demo)
