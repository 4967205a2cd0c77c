"""Two days of the demo papers: each correction that a look could see is one version of its class, each absence is found."""

import os
import subprocess
import sys

from harness import ROOT


def test_two_days_end_without_a_difference():
    command = [sys.executable, "tests/benchmarks/papers_month.py", "1", "2", "180", "15", "8"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    for found in ("'versions': ", "'became returned': "):
        assert found in run.stdout
    assert "(0 because a channel" not in run.stdout
