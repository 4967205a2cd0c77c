"""Reads an archive of the demo papers again: with no rule changed, with one phrase added; the rate, the memory, the kills.

.venv/bin/python tests/benchmarks/replay_rules.py [STORIES] [KILLS] [SEED]

With the default of 800 stories about 1,000 articles are archived. No rule changed: no article may change. One phrase
added, a line that some pages hold: the dry run must name those articles, and no other. KILLS replays are killed at a
random moment and run again: each must end as the undisturbed one.
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from harness import kliping, rows, start
from papers import NOW, printing, site_ids
from replay_samples import state_of

PHRASE = '[[phrase]]\nreason = "trial"\nkind = "line"\npattern = {pattern}\n'


def timed(*args: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run a command; return it with the seconds that it took."""
    began = time.monotonic()
    done = kliping(*args, now=NOW, timeout=3_600)
    return done, time.monotonic() - began


def processor_seconds() -> float:
    """Return what all commands so far, and their workers, took of the processors."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def replayed(data: Path, *args: str) -> dict[str, Any]:
    """Replay and return what it says, with its rate."""
    before = processor_seconds()
    done, seconds = timed("replay", "--data", str(data), "--json", "--samples", "1000000", *args)
    found: dict[str, Any] = json.loads(done.stdout)
    read, peak = found["read"], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"replay {' '.join(args) or '(writing)'}: exit {done.returncode}, {read} pages read, {found['changed']} articles"
        f" changed, {found['failed']} failed, {seconds:.1f} s, {read / seconds:.0f} pages/s,"
        f" {processor_seconds() - before:.1f} s of processors, largest process {peak:.0f} MiB",
        flush=True,
    )
    return found


def line_of_few(data: Path) -> str:
    """Return a sentence that several articles hold, but not most: one that no list or heading follows."""
    texts = rows(data, "SELECT text FROM articles")
    held: Counter[str] = Counter(
        line for (text,) in texts for line in set(text.split("\n")) if line.endswith(".") and len(line) < 300
    )
    return max(held, key=lambda line: (held[line] if held[line] < len(texts) / 2 else 0, line))


def compare_phrase(data: Path, packs: Path) -> None:
    """Add one phrase, and compare what the dry run names with the articles that hold it."""
    line = line_of_few(data)
    packs.mkdir()
    (packs / "id.toml").write_text(PHRASE.format(pattern=json.dumps(_escaped(line))), encoding="utf-8")
    found = replayed(data, "--dry-run", "--languages", str(packs))
    named = {
        sample["uid"]
        for site in found["sites"].values()
        for name, field in site["fields"].items()
        if name == "text"
        for sample in field["samples"]
    }
    holding = {
        row["uid"] for row in rows(data, "SELECT uid, text FROM articles") if line in row["text"].split("\n")
    }
    print(
        f"one phrase added ({line[:60]!r}): {len(holding)} articles hold it, {len(named)} are named by their text,"
        f" {len(named - holding)} of them wrongly, {len(holding - named)} missing",
        flush=True,
    )


def _escaped(line: str) -> str:
    return "".join(f"\\{letter}" if letter in r"\.^$*+?{}[]|()" else letter for letter in line)


def wait_for_pages(process: subprocess.Popen[str], data: Path) -> None:
    """Wait until a replay has noted that it began."""
    while process.poll() is None and not rows(data, "SELECT 1 FROM replays"):
        time.sleep(0.01)


def kill(data: Path, packs: Path, folder: Path, kills: int, seed: int) -> None:
    """Kill replays that have something to write while they read, run them again, and compare."""
    arguments = ("replay", "--languages", str(packs), "--learned", "--data")
    calm = shutil.copytree(data, folder / "calm")
    process = start(*arguments, str(calm), now=NOW)
    wait_for_pages(process, calm)
    began = time.monotonic()
    process.communicate()
    length = time.monotonic() - began
    wanted, moments, equal = state_of(calm), random.Random(seed), 0
    for _ in range(kills):
        killed = shutil.copytree(data, folder / "killed")
        process = start(*arguments, str(killed), now=NOW)
        wait_for_pages(process, killed)
        moment = moments.uniform(0, length)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        done = rows(killed, "SELECT max(last_version) FROM replays")[0][0]
        again, _ = timed(*arguments, str(killed))
        same = again.returncode == 0 and state_of(killed) == wanted
        equal += same
        print(
            f"killed after {moment:.1f} of {length:.1f} s, at version {done}: {'equal' if same else 'DIFFERENT'}",
            flush=True,
        )
        shutil.rmtree(killed)
    print(f"{equal} of {kills} killed replays, run again, equal the undisturbed one")


def main() -> None:
    """Crawl the papers once, and replay the archive."""
    stories, kills, seed = (int(value) for value in (*sys.argv[1:4], *("800", "0", "5")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        data, packs = Path(folder) / "data", Path(folder) / "packs"
        with printing(data, seed=seed, stories=stories, planted=3) as press:
            done, seconds = timed("crawl", *site_ids(press), "--data", str(data))
        articles = rows(data, "SELECT count(*) FROM articles")[0][0]
        print(f"crawl: exit {done.returncode}, {articles} articles in {seconds:.0f} s", flush=True)
        replayed(data, "--dry-run", "--again")
        compare_phrase(data, packs)
        replayed(data, "--dry-run", "--again", "--learned")
        kill(data, packs, Path(folder), kills, seed)
        replayed(data, "--again")
        replayed(data)


if __name__ == "__main__":
    main()
