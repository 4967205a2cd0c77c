"""How fast articles are exported, and in how much memory: rows a second by the clock and by the processor, peak memory.

    make bench NAME=export_tables ARGS="[ARTICLES [DIR [FORMAT...]]]"

DIR keeps the archive for the next time. Each format in a process of its own, its start taken off.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from search_words import prepare

from pipelines.archive import open_archive
from pipelines.archive.tables import Table
from pipelines.exports.manifest import export_table
from pipelines.exports.tables import Format

FORMATS: tuple[Format, ...] = ("parquet", "csv", "jsonl")


def main() -> None:
    """Fill an archive, unless there is one, and export all of it."""
    if sys.argv[1:2] == ["--one"]:
        measure(Path(sys.argv[2]), sys.argv[3])  # type: ignore[arg-type]
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        data = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder)
        prepare(data, size, searched=False)
        print(f"{size:,} articles, {(data / 'archive.db').stat().st_size / 2**20:,.0f} MiB", flush=True)
        for kind in sys.argv[3:] or FORMATS:
            subprocess.run([sys.executable, __file__, "--one", str(data), kind], check=True)


def measure(data: Path, kind: Format) -> None:
    """Export once, and print what it took."""
    with tempfile.TemporaryDirectory(dir=data) as folder, open_archive(data) as archive:
        target = Path(folder) / f"all.{kind}"
        began, used = time.perf_counter(), time.process_time()
        written = export_table(archive, Table(), kind, target)
        took, cost = time.perf_counter() - began, time.process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{kind}: {written.rows / took:,.0f} rows/s by the clock, {written.rows / cost:,.0f} by the processor,"
            f" peak {peak:,.0f} MB, {target.stat().st_size / 2**20:,.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
