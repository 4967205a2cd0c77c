"""The command: its report, its exit codes, its workers, and what a kill leaves."""

import json
import os
import shutil
import signal
import time

import pytest
from archive_samples import check_files, rows
from click.testing import CliRunner
from harness import kliping, start
from replay_samples import HereAndNow, crawl, page, read_again, state_of, with_rules
from test_replay_imports import SITE_FILE

from crawler.cli import main
from pipelines.archive import open_store
from pipelines.catalogue import OPERATORS_LANGUAGES
from pipelines.exits import ExitCode

BOX = "<p class='kotak'>Ikuti kanal berita kami setiap pagi dan sore hari.</p>"
PACK = '[[phrase]]\nreason = "trial"\nkind = "line"\npattern = "ikuti kanal berita kami.*"\n'
SITE_FILE_WITHOUT_BOX = f'{SITE_FILE}[extraction]\nremove = [".kotak"]\n'


def archive_in(data, pages, site_file=SITE_FILE):
    (data / "sites").mkdir(parents=True, exist_ok=True)
    (data / "sites" / "kabar.toml").write_text(site_file, encoding="utf-8")
    crawl(data, {f"berita-{n}": page(n, BOX if n % 3 == 0 else "") for n in range(pages)})
    return data


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="kliping")


def test_dry_run_names_the_articles_that_hold_a_phrase_on_trial(tmp_path):
    data = archive_in(tmp_path / "data", 7)
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "id.toml").write_text(PACK, encoding="utf-8")
    told = kliping(
        "replay", "--data", str(data), "--dry-run", "--languages", str(tmp_path / "packs"), "--json"
    )
    assert told.returncode == ExitCode.OK, told.stderr
    found = json.loads(told.stdout)["sites"]["kabar"]["fields"]
    assert {name: field["articles"] for name, field in found.items()} == {"text": 3, "removed: trial": 3}
    holding = rows(data, "SELECT uid FROM articles WHERE text LIKE '%kanal berita%' ORDER BY id")
    assert [sample["uid"] for sample in found["text"]["samples"]] == holding
    assert rows(data, "SELECT count(*) FROM replays") == [0]


def test_killed_replay_goes_on_where_it_was(tmp_path):
    data = archive_in(tmp_path / "data", 60, SITE_FILE_WITHOUT_BOX)
    calm = shutil.copytree(data, tmp_path / "calm")
    read_again(calm, with_rules(remove=(".kotak",)))
    process = start("replay", "--data", str(data))
    until = time.monotonic() + 30
    while not rows(data, "SELECT 1 FROM replays WHERE last_version > 0") and time.monotonic() < until:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    ((last, finished),) = rows(data, "SELECT last_version, finished_at FROM replays")
    assert (0 < last < 60, finished) == (True, None)
    check_files(data)
    read_again(data, with_rules(remove=(".kotak",)))
    assert state_of(data) == state_of(calm)


def test_each_sample_is_a_line(tmp_path, monkeypatch):
    data = archive_in(tmp_path, 4, SITE_FILE_WITHOUT_BOX)
    monkeypatch.setattr("pipelines.commands.replay.WorkerPool", HereAndNow)
    told = run("replay", "kabar", "--data", data, "--samples", "1")
    (line,) = told.stdout.splitlines()
    fields = line.split("\t")
    assert (fields[:3], fields[5:]) == (
        ["kabar", "text", "2"],
        ["Ikuti kanal berita kami setiap pagi dan sore hari.", ""],
    )
    assert told.stderr == "kliping: 4 pages read, 2 articles changed\n"
    again = run("replay", "kabar", "--data", data)
    assert (again.exit_code, again.stdout) == (ExitCode.OK, "")
    assert again.stderr.startswith("kliping: nothing to read: ")


def test_page_that_cannot_be_read_is_named_and_told_by_the_exit_code(tmp_path, monkeypatch):
    data = archive_in(tmp_path, 2, SITE_FILE_WITHOUT_BOX)
    monkeypatch.setattr("pipelines.commands.replay.WorkerPool", HereAndNow)
    with open_store(data, "test") as store:
        store._captures.execute("UPDATE payloads SET codec = 'gone', data = x''")
    told = run("replay", "--data", data)
    assert told.exit_code == ExitCode.SOME_FAILED
    assert told.stderr.splitlines()[0].endswith("payload 1: it was given up, its digest alone is kept")
    assert (
        told.stderr.splitlines()[-1] == "kliping: 0 pages read, 0 articles changed; 2 pages could not be read"
    )


class Interrupting(HereAndNow):
    """Workers at whose third page the operator presses Ctrl-C."""

    def map_ordered(self, function, arguments, window=None):
        for number, outcome in enumerate(super().map_ordered(function, arguments, window), start=1):
            if number == 3:
                signal.raise_signal(signal.SIGINT)
            yield outcome


def test_interrupted_replay_says_that_it_goes_on(tmp_path, monkeypatch):
    data = archive_in(tmp_path, 6, SITE_FILE_WITHOUT_BOX)
    monkeypatch.setattr("pipelines.commands.replay.WorkerPool", Interrupting)
    told = run("replay", "--data", data)
    assert (told.exit_code, told.stderr.splitlines()[-1]) == (
        ExitCode.INTERRUPTED,
        "kliping: interrupted; the same command goes on where this one ended",
    )
    assert rows(data, "SELECT last_version FROM replays") == [3]
    assert rows(data, "SELECT outcome FROM runs") == ["interrupted"]
    monkeypatch.setattr("pipelines.commands.replay.WorkerPool", HereAndNow)
    assert run("replay", "--data", data).stderr == "kliping: 6 pages read, 2 articles changed\n"


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--data", "{data}"), ExitCode.MISUSE, "no archive at"),
        (("lain", "--data", "{archive}"), ExitCode.MISUSE, "nothing is archived of: lain"),
        (
            ("--data", "{archive}", "--languages", "{packs}"),
            ExitCode.BAD_CONFIGURATION,
            "kind: Input should be 'line'",
        ),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, monkeypatch, args, code, message):
    monkeypatch.setenv(OPERATORS_LANGUAGES, "")  # put back afterwards
    places = {name: str(tmp_path / name) for name in ("data", "archive", "packs")}
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "id.toml").write_text(PACK.replace('"line"', '"lines"'), encoding="utf-8")
    archive_in(tmp_path / "archive", 1)
    told = run("replay", *(arg.format(**places) for arg in args))
    assert (told.exit_code, message in told.stderr) == (code, True), told.stderr


def test_packs_that_cannot_be_used_end_any_command(tmp_path, monkeypatch):
    monkeypatch.setenv(OPERATORS_LANGUAGES, str(tmp_path / "packs"))
    told = run("sites", "list", "--data", tmp_path)
    assert (told.exit_code, told.stderr) == (
        ExitCode.BAD_CONFIGURATION,
        f"kliping: {tmp_path}/packs: no folder of language packs\n",
    )


def test_archive_that_is_being_written_is_left_alone(tmp_path):
    archive_in(tmp_path, 1)
    with open_store(tmp_path, "crawl"):
        told = run("replay", "--data", tmp_path)
    assert (told.exit_code, "is being written by" in told.stderr) == (ExitCode.LOCKED, True)
