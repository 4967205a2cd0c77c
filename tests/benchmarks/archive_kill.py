"""Kills crawl, import, merge and replay at random moments, checks the archive, runs the command again, and compares.

    make bench NAME=archive_kill ARGS="[KILLS [SEED [COMMAND...]]]"

KILLS is for each command. A kill falls between the first write and the end of an undisturbed run; what is compared with that run
is the content: articles with their versions, leads, channels, removed blocks, and the pages that they name.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import kliping, rows, start
from papers import NOW, printing, site_ids, state_of

from pipelines.archive import open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.schema import ARCHIVE

COMMANDS = ("crawl", "import", "merge", "replay")
STORIES = 8


@dataclass(frozen=True)
class Case:
    """A command to be killed: what it is given, and the data folder that it begins with."""

    name: str
    command: tuple[str, ...]
    arguments: tuple[str, ...]
    before: Path


def main() -> None:
    """Print a line a kill, and for each command how many archives ended as the undisturbed one."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    names = sys.argv[3:] or COMMANDS
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            with MAKERS[name](Path(folder) / name) as case:
                kill_often(case, Path(folder) / name, kills, random.Random(f"{seed} {name}"))


def kill_often(case: Case, folder: Path, kills: int, moments: random.Random) -> None:
    """Kill a command, each time at another moment."""
    calm = folder / "calm"
    shutil.copytree(case.before, calm, symlinks=True)
    began, first_write, process = begin(case, calm)
    process.communicate()
    length = time.monotonic() - began - first_write
    wanted = content_of(calm)
    sound = equal = 0
    for number in range(kills):
        data = folder / f"killed{number}"
        shutil.copytree(case.before, data, symlinks=True)
        moment = moments.uniform(0, length)
        _, _, process = begin(case, data)
        time.sleep(moment)
        alive = process.poll() is None
        if alive:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        held = is_sound(data)
        kliping(*case.command, *case.arguments, "--data", str(data), now=NOW)
        same = content_of(data) == wanted and is_sound(data)
        sound, equal = sound + held, equal + same
        verdict = f"{'sound' if held else 'DAMAGED'}, then {'equal' if same else 'DIFFERENT'}"
        how = "killed" if alive else "ended"
        print(
            f"{case.name} {how} {moment:.2f} of {length:.2f} s after its first write: {verdict}", flush=True
        )
        if held and same:
            shutil.rmtree(data)
    print(
        f"{case.name}: {sound} of {kills} archives sound after the kill, {equal} equal the undisturbed one",
        flush=True,
    )


def begin(case: Case, data: Path) -> tuple[float, float, subprocess.Popen[str]]:
    """Start the command and wait for its first write; return when it began, the seconds until then, and the process."""
    before = states(data)
    began = time.monotonic()
    process = start(*case.command, *case.arguments, "--data", str(data), now=NOW)
    while states(data) == before and process.poll() is None:
        time.sleep(0.01)
    return began, time.monotonic() - began, process


def states(data: Path) -> list[tuple[str, int]]:
    """Return names and sizes of an archive's files."""
    return sorted((path.name, path.stat().st_size) for path in data.glob("*.db*") if path.exists())


def is_sound(data: Path) -> bool:
    """Tell whether `archive check` finds nothing wrong; while the files are being made there is nothing to check."""
    if not (data / "archive.db").exists():
        return True
    ((version,),) = rows(data, "PRAGMA user_version")
    if version < ARCHIVE.version:
        return True
    wrong = [check for check in check_archive(data) if not check.is_right]
    for check in wrong:
        print(f"  {check.name}: {check.wrong} wrong, {check.problems[:3]}")
    return not wrong


def content_of(data: Path) -> dict[str, object]:
    """Return what an archive says, without its numbers and the times at which it was written."""
    names = "SELECT capture_id FROM versions WHERE capture_id IS NOT NULL UNION SELECT capture_id FROM version_captures"
    with open_archive(data) as archive:
        pages = sorted(
            (archive.capture(row[0]).url, archive.capture(row[0]).digest) for row in rows(data, names)
        )
    lessons = "SELECT site_id, digest, version, pages FROM lessons ORDER BY 1, 2, 3"
    return {**state_of(data), "pages": pages, "lessons": [tuple(row) for row in rows(data, lessons)]}


@contextmanager
def crawling(folder: Path) -> Iterator[Case]:
    """A crawl of the demo papers into a new folder."""
    (folder / "before").mkdir(parents=True)
    with printing(folder / "before", seed=3, stories=STORIES) as press:
        yield Case("crawl", ("crawl",), tuple(site_ids(press)), folder / "before")


@contextmanager
def crawled(folder: Path, seed: int = 3, planted: int = 0) -> Iterator[Path]:
    """Crawl the demo papers."""
    data = folder / f"crawled{seed}"
    with printing(data, seed=seed, stories=STORIES, planted=planted) as press:
        kliping("crawl", *site_ids(press), "--data", str(data), now=NOW)
        yield data


@contextmanager
def importing(folder: Path) -> Iterator[Case]:
    """An import of pages and texts into a new folder: the crawled articles as JSON lines, and their web archive."""
    (folder / "before").mkdir(parents=True)
    with crawled(folder) as data:
        lines = folder / "articles.jsonl"
        told = [
            dict(row) for row in rows(data, "SELECT url || '?salinan=1' AS url, title, text FROM articles")
        ]
        lines.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
        kliping("export", "warc", "--output", str(folder / "a.warc.gz"), "--data", str(data))
        shutil.copytree(data / "sites", folder / "before" / "sites")
        yield Case("import", ("import",), (str(folder / "a.warc.gz"), str(lines)), folder / "before")


@contextmanager
def merging(folder: Path) -> Iterator[Case]:
    """A merge of one crawl's archive into that of another one."""
    with crawled(folder) as ours, crawled(folder, seed=4) as theirs:
        yield Case("merge", ("archive", "merge"), (str(theirs),), ours)


@contextmanager
def replaying(folder: Path) -> Iterator[Case]:
    """A replay with what is known of the sites' boilerplate at the end of a crawl that learned it."""
    with crawled(folder, planted=6) as data:
        yield Case("replay", ("replay",), ("--learned",), data)


MAKERS: dict[str, Callable[[Path], AbstractContextManager[Case]]] = {
    "crawl": crawling,
    "import": importing,
    "merge": merging,
    "replay": replaying,
}


if __name__ == "__main__":
    main()
