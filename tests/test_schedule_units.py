"""The schedule's units and lines are accepted by systemd and cron, and run what they say."""

import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from harness import kliping

from pipelines.exits import ExitCode
from pipelines.schedule import DONE, Schedule, ScheduleError, crontab_lines, parse_every, systemd_units

SPANS = ["1m", "10m", "30 minutes", "1h", "6h", "1d"]
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def plan(every="10m", program=("/usr/bin/true",), data="/var/lib/kliping"):
    return Schedule(program, Path(data), parse_every(every))


@pytest.mark.parametrize(
    ("text", "minutes"), [("10m", 10), ("1 min", 1), ("2h", 120), ("24 hours", 1_440), ("1d", 1_440)]
)
def test_span(text, minutes):
    assert parse_every(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "0m", "25h", "2d", "ten minutes", "10", "10s", "99999999m"])
def test_span_that_is_none(text):
    with pytest.raises(ScheduleError, match="10m or 2h"):
        parse_every(text)


@pytest.mark.parametrize("make", [crontab_lines, lambda schedule: systemd_units(schedule, user=False)])
@pytest.mark.parametrize("every", ["7m", "45m", "90m", "5h"])
def test_span_that_parts_no_hour(make, every):
    with pytest.raises(ScheduleError, match="evenly"):
        make(plan(every))


@pytest.mark.parametrize("user", [True, False])
@pytest.mark.parametrize("every", ["1m", "10m", "6h", "1d"])
def test_systemd_accepts_the_units(tmp_path, every, user):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    units = systemd_units(plan(every, data=str(tmp_path / "a %folder $x")), user=user)
    for name, text in units.items():
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in units)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [line for line in run.stderr.splitlines() if "kliping" in line]
    assert (run.returncode, said) == (0, [])


@pytest.mark.parametrize(
    ("every", "calendar"), [("10m", "*:0/10"), ("6h", "0/6:00"), ("1h", "hourly"), ("1d", "03:00")]
)
def test_timer_says_when(every, calendar):
    timer = systemd_units(plan(every), user=True)["kliping.timer"]
    assert f"OnCalendar={calendar}\n" in timer
    assert "Persistent=true" in timer
    if shutil.which("systemd-analyze"):
        run = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False)
        assert run.returncode == 0, run.stderr


def test_service_runs_this_program_and_knows_the_exit_codes():
    service = systemd_units(plan(data="/srv/a b"), user=False)["kliping.service"]
    assert 'ExecStart=/usr/bin/true crawl --due --max-minutes 9 --data "/srv/a b"\n' in service
    assert "SuccessExitStatus=1 3 6 130\n" in service
    assert 'ReadWritePaths="/srv/a b"\n' in service
    assert {ExitCode.DISK, ExitCode.BAD_CONFIGURATION, ExitCode.MISUSE}.isdisjoint(DONE)


def cron_line(text):
    (line,) = [line for line in text.splitlines() if line and not line.startswith("#")]
    return line.split(maxsplit=5)


@pytest.mark.parametrize("every", SPANS)
def test_cron_line_has_five_times_and_a_command(every):
    *times, command = cron_line(crontab_lines(plan(every)))
    for field, (low, high) in zip(times, FIELDS, strict=True):
        match = re.fullmatch(r"(\*|\d+)(?:/(\d+))?", field)
        assert match, field
        assert all(low <= int(number) <= high for number in match.groups() if number and number != "*")
    assert not re.search(r"(?<!\\)%", command)
    assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0


@pytest.mark.parametrize(
    ("code", "mailed"), [(0, False), (1, False), (3, False), (6, False), (130, False), (5, True), (4, True)]
)
def test_cron_mails_what_could_not_be_done(tmp_path, code, mailed):
    program = (sys.executable, "-c", f"import sys; print('said', sys.argv[1:]); sys.exit({code})")
    command = cron_line(crontab_lines(plan(program=program, data=str(tmp_path))))[5].replace(r"\%", "%")
    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert (f"kliping crawl ended with {code}" in run.stdout) is mailed
    assert "'crawl', '--due', '--max-minutes', '9', '--data'" in (tmp_path / "crawl.log").read_text()


def test_commands_name_absolute_paths(tmp_path):
    run = kliping("schedule", "systemd", "--every", "30m", "--data", str(tmp_path), "--to", str(tmp_path))
    assert run.returncode == 0, run.stderr
    service = (tmp_path / "kliping.service").read_text()
    program = re.search(r"ExecStart=(\S+)", service)
    assert program is not None
    assert Path(program[1]).is_file()
    assert f"--max-minutes 29 --data {tmp_path}\n" in service
    refused = kliping("schedule", "cron", "--every", "7m", "--data", str(tmp_path))
    assert refused.returncode == 2
    assert "7 minutes part no hour" in refused.stderr
