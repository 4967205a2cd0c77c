"""Whether a release, mailed as text, PDF or docx, is matched with exactly the articles that copy it and build on it, in order, and how long a match takes.

.venv/bin/python tests/benchmarks/papers_matches.py [SEEDS] [STORIES] [TIMED]

Each seed's papers are crawled; each of their releases is matched in each format. TIMED commands of each format are then run, each
in a process of its own, and the times of the whole processes printed.
"""

import resource
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from harness import kliping, start
from mailed_papers import FORMATS, mailed
from papers import NOW, printing, site_ids

from pipelines.archive import open_archive
from pipelines.commands.matched import describe
from pipelines.releases.reading import read_release


def main() -> None:
    """Crawl the papers of each seed, and print how its releases are matched."""
    seeds, stories, timed = (int(given) for given in [*sys.argv[1:], "3", "60", "5"][:3])
    for seed in range(1, seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            with printing(data, seed, stories) as press:
                kliping("crawl", *site_ids(press), "--data", str(data), now=NOW, timeout=600)
                releases = list(mailed(press.newsroom))
            derived = sum(list(carriers.values()).count("derived") for _, carriers in releases)
            told = [f"{form} {_right(data, releases, form)}" for form in FORMATS]
            print(
                f"seed {seed}: {len(releases)} releases, {derived} derivations; named exactly and in order: {', '.join(told)}",
                flush=True,
            )
            for form in FORMATS if seed == 1 else ():
                _time(data, releases, form, timed)


def _right(data, releases, form) -> int:
    with open_archive(data) as archive:
        return sum(
            [
                (each["url"], each["relation"])
                for each in describe(archive, read_release(FORMATS[form](lines)), "", None)["articles"]
            ]
            == list(carriers.items())
            for lines, carriers in releases
        )


def _time(data, releases, form, timed) -> None:
    """Print the least and the median time of a match: by the clock, and of the processor."""
    path = data / f"release.{form}"
    clock, processor = [], []
    for lines, _ in islice(cycle(releases), timed):
        path.write_bytes(FORMATS[form](lines))
        began, used = time.perf_counter(), _used()
        start("match", str(path), "--data", str(data), "--report", str(data / "out.html")).communicate()
        clock.append(time.perf_counter() - began)
        processor.append(_used() - used)
    for name, times in (("clock", clock), ("processor", processor)):
        print(f"  {form} {name}: {min(times):.2f} s at least, {sorted(times)[len(times) // 2]:.2f} s median")


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
