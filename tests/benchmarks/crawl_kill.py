"""Kills a crawl of the demo papers at random moments, runs it again, and compares with an undisturbed run.

Half of the kills meet a first crawl, half one of the day after, that looks again at what the first one archived.

.venv/bin/python tests/benchmarks/crawl_kill.py [KILLS] [SEED]
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from harness import kliping, start
from papers import END, printing, site_ids, state_of

from crawler.demo import Press


def main() -> None:
    """Print a line a kill, and how many archives ended as the undisturbed one."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        with printing(before, seed=3, stories=24, delay=0.03) as press:
            equal = kill_some(press, before, kills - kills // 2, moments, "first crawl")
            crawl(kliping, press, before, days=-1)
            equal += kill_some(press, before, kills // 2, moments, "later looks")
    print(f"{equal} of {kills} archives equal the undisturbed one")


def crawl(run, press: Press, data: Path, days: int = 0):
    """Crawl the papers as of a day."""
    moment = END + timedelta(days=days)
    press.clock.set(moment)
    return run("crawl", *site_ids(press), "--data", str(data), now=moment.isoformat())


def kill_some(press: Press, before: Path, kills: int, moments: random.Random, name: str) -> int:
    """Kill crawls of copies of an archive; return how many of them, run again, ended as an undisturbed one."""
    calm = before.with_name(f"{name} calm")
    shutil.copytree(before, calm)
    began = time.monotonic()
    crawl(kliping, press, calm)
    length = time.monotonic() - began
    wanted, equal = state_of(calm), 0
    for number in range(kills):
        data = before.with_name(f"{name} {number}")
        shutil.copytree(before, data)
        moment = moments.uniform(0.5, length)
        process = crawl(start, press, data)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        same = crawl(kliping, press, data).returncode == 0 and state_of(data) == wanted
        equal += same
        told = "equal" if same else "DIFFERENT"
        print(f"{name}, killed after {moment:.2f} of {length:.2f} s: {told}", flush=True)
    return equal


if __name__ == "__main__":
    main()
