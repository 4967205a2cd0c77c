"""How long the report of a period takes on a big archive, and how much memory: each in a process of its own.

.venv/bin/python tests/benchmarks/report_period.py [ARTICLES] [FOLDER]

FOLDER: where the archive is made, and found again the next time; without it, it is made anew and deleted.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from archive_views import SITES, at
from harness import ROOT
from made_archive import fill

from pipelines.archive.connection import open_for_writing
from pipelines.archive.schema import ARCHIVE

MINUTES_A_DAY = 1440
KINDS = ("figure", "headline", "wording", "paragraph-removed", "paragraph-added", "time")
# ru_maxrss of a process that was just started is its parent's: the kernel's own word is asked instead.
ONE = (
    "import re, sys, time; from pathlib import Path; from click.testing import CliRunner; from crawler.cli import main;"
    " begin = time.process_time(); run = CliRunner().invoke(main, sys.argv[1:]); assert run.exit_code == 0, run.output;"
    " peak = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024;"
    " print(run.output.strip(), time.process_time() - begin, peak, sep='|')"
)


def main() -> None:
    """Make the archive where there is none, and write reports of a week, a month, a year, all of it."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        if not (data / "archive.db").exists():
            data.mkdir(parents=True, exist_ok=True)
            fill(data, size, searched=False)
            add_changes_and_leads(data, size)
        print(f"{size:,} articles, {(data / 'archive.db').stat().st_size / 2**20:,.0f} MiB")
        last = at(size)[:10]
        for name, since in (("a week", None), ("30 days", 30), ("a year", 365), ("all", 100_000)):
            begin = at(max(size - (since or 0) * MINUTES_A_DAY, 0))[:10]
            days = ["--since", begin, "--until", last] if since else ["--until", last]
            out = data / f"{name}.html"
            told, seconds, peak = write(["report", *days, "--output", str(out), "--data", str(data)])
            size_kib = out.stat().st_size / 1024
            print(
                f"{name}: {seconds:.2f} s of processor, {peak:,.0f} MiB at its highest, {size_kib:,.0f} KiB: {told}"
            )


def write(args: list[str]) -> tuple[str, float, float]:
    """Write a report in a process of its own; return what it said, its processor time and its highest memory in MiB."""
    run = subprocess.run(
        [sys.executable, "-c", ONE, *args], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told, seconds, peak = run.stdout.strip().rsplit("|", 2)
    return told.partition("; the report")[0], float(seconds), float(peak)


def add_changes_and_leads(data: Path, size: int) -> None:
    """Let one article in ten be changed an hour after it was seen, and each be named by its site's feed."""
    db = open_for_writing(data / "archive.db", ARCHIVE)
    connection: Any = db.conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO versions (article_id, number, seen_at, source_kind, part, digest, title, text, cause, kind, follows)"
        " SELECT id, 2, strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_at, '+1 hours'), 'page', 0, substr(uid || uid || uid || uid, 2, 64),"
        " title, replace(text, 'desa', 'kota') || ' 415', 'publisher',"
        " CASE id / 10 % 6 WHEN 0 THEN ?1 WHEN 1 THEN ?2 WHEN 2 THEN ?3 WHEN 3 THEN ?4 WHEN 4 THEN ?5 ELSE ?6 END, 1"
        " FROM articles WHERE id % 10 = 1",
        KINDS,
    )
    connection.execute(
        "INSERT INTO changes SELECT id, 0, kind, '412', '415', 1 FROM versions WHERE kind IS NOT NULL"
    )
    for n in range(SITES):
        connection.execute(
            "INSERT INTO channels (id, site_id, url, kind, found_in, first_seen_at) VALUES (?, ?, ?, 'feed', 'homepage', ?)",
            [n + 1, f"s{n}", f"https://s{n}.example/feed/", at(0)],
        )
    connection.execute(
        "INSERT INTO leads (id, site_id, key, url, state, reason, first_seen_at, article_id)"
        " SELECT id, site_id, url, url, 'archived', '', first_seen_at, id FROM articles"
    )
    connection.execute(
        "INSERT INTO advertised (channel_id, lead_id, walk, first_seen_at, day, is_first)"
        " SELECT CAST(substr(site_id, 2) AS INTEGER) + 1, id, 1, first_seen_at, published_day, 1 FROM articles"
    )
    connection.execute("COMMIT")
    db.close()


if __name__ == "__main__":
    main()
