"""An import that is killed, and run again, ends where an undisturbed one ends; of merges, tests/benchmarks/archive_kill.py."""

import json
import os
import signal

from archive_samples import check_files, rows, url_of
from harness import kliping, start
from test_crawl_kill import wait_for_row

from pipelines.archive.checks import check_archive

CONTENT = "SELECT url, title, text, version FROM articles ORDER BY url"
CAPTURES = (
    "SELECT url, lower(hex(digest)) FROM captures JOIN payloads ON payloads.id = payload_id ORDER BY 1, 2"
)


def run_killed_and_again(data, *command):
    process = start(*command, "--data", str(data))
    wait_for_row(data, "articles")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert [check for check in check_archive(data) if not check.is_right] == []
    assert kliping(*command, "--data", str(data)).returncode == 0
    check_files(data)
    return process.returncode


def test_killed_import_ends_as_an_undisturbed_one(tmp_path):
    told = [
        {
            "title": f"Banjir {n}",
            "text": f"Rumah {n * 7919} terendam.\n" * 9,
            "url": url_of(f"banjir-nomor-{n}"),
        }
        for n in range(150)
    ]
    lines = tmp_path / "a.jsonl"
    lines.write_text("\n".join(map(json.dumps, told)))
    assert run_killed_and_again(tmp_path / "data", "import", str(lines)) == -signal.SIGKILL
    assert rows(tmp_path / "data", CONTENT) == sorted(
        (t["url"], t["title"], t["text"].strip(), 1) for t in told
    )
    assert len(rows(tmp_path / "data", CAPTURES, "captures.db")) == len(told)
