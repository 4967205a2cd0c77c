"""Kills a crawl of the demo papers at random moments, runs it again, and compares with an undisturbed run.

.venv/bin/python tests/benchmarks/crawl_kill.py [KILLS] [SEED]
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from harness import kliping, start
from papers import NOW, printing, site_ids, state_of


def main() -> None:
    """Print a line a kill, and how many archives ended as the undisturbed one."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        calm = Path(folder) / "calm"
        with printing(calm, seed=3, stories=24, delay=0.03) as press:
            began = time.monotonic()
            kliping("crawl", *site_ids(press), "--data", str(calm), now=NOW)
            length = time.monotonic() - began
            wanted = state_of(calm)
            equal = 0
            for number in range(kills):
                data = Path(folder) / f"killed{number}"
                data.mkdir()
                (data / "sites").symlink_to(calm / "sites")
                moment = moments.uniform(0.5, length)
                process = start("crawl", *site_ids(press), "--data", str(data), now=NOW)
                time.sleep(moment)
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                again = kliping("crawl", *site_ids(press), "--data", str(data), now=NOW)
                same = again.returncode == 0 and state_of(data) == wanted
                equal += same
                print(
                    f"killed after {moment:.2f} of {length:.2f} s: {'equal' if same else 'DIFFERENT'}",
                    flush=True,
                )
    print(f"{equal} of {kills} archives equal the undisturbed one")


if __name__ == "__main__":
    main()
