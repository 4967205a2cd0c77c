"""What befalls the demo papers under a job every ten minutes, and which alarms tell of it: each fault's, and those that none explains.

.venv/bin/python tests/benchmarks/papers_health.py [DAYS] [MINUTES] [STORIES A DAY] [SEED]
"""

import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from harness import rows
from months import run_reactor
from papers import END
from schedules import Schedule, draw, missed, run_jobs

from crawler.demo.upsets import Mishap, Upset

WANTED = {  # mishap: (kind, field) of the alarm that has to come; the crawl itself sees to what is not here
    Mishap.DOWN: ("down", "lists"),
    Mishap.DEAD_FEED: ("dead-channel", "http"),
    Mishap.TEASERS: ("broken", "short"),
    Mishap.SCRIPTED: ("broken", "short"),  # where the pages still hold a line
}
HOUR = timedelta(hours=1)


def main() -> None:
    """Run the jobs, and print what befell and what was told of it."""
    given = [int(argument) for argument in sys.argv[1:]]
    days, minutes, stories, seed = (given + [20, 10, 30, 1][len(given) :])[:4]
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    logging.getLogger("kliping").setLevel(logging.CRITICAL)

    async def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            start = END - timedelta(days=days)
            newsroom = draw(seed, stories * (days + 1), start, END)
            began, cpu = time.monotonic(), time.process_time()
            schedule = await run_jobs(Path(folder), newsroom, start, END, timedelta(minutes=minutes))
            print(f"{schedule.jobs} jobs of {days} days, {schedule.idle} of them with nothing due")
            print(
                f"{time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of CPU in the main process"
            )
            tell(Path(folder), schedule)

    run_reactor(work())


def tell(data: Path, schedule: Schedule) -> None:
    """Print each fault with its alarm, and each alarm without a fault."""
    alarms = rows(data, "SELECT * FROM alarms ORDER BY opened_at, id")
    told: set[int] = set()
    for upset in schedule.newsroom.upsets:
        found = [alarm for alarm in alarms if _explains(upset, alarm)]
        told |= {alarm["id"] for alarm in found}
        print(f"{upset.start:%d %H:%M} {upset.paper}: {upset.mishap.value}")
        for alarm in found:
            late = (datetime.fromisoformat(alarm["opened_at"]) - upset.start) / HOUR
            print(f"    alarm {alarm['kind']} after {late:.1f} hours{_closed(alarm)}")
            _show(alarm)
        if not found:
            print("    NOT TOLD" if upset.mishap in WANTED else "    no alarm, and none is wanted")
    losses = list(missed(data, schedule, END))
    for alarm in alarms:
        if alarm["id"] in told:
            continue
        lost = sum(_is_of(post, alarm) for post, _ in losses) if alarm["kind"] == "gap" else 0
        why = f"explained: {lost} articles are not held" if lost else "NOT EXPLAINED"
        print(f"{alarm['opened_at']} {alarm['site_id']}: alarm {alarm['kind']}{_closed(alarm)}, {why}")
        _show(alarm)


def _explains(upset: Upset, alarm: Any) -> bool:
    kind, wanted = WANTED.get(upset.mishap, (None, ""))
    opened = datetime.fromisoformat(alarm["opened_at"])
    if (alarm["site_id"], alarm["kind"]) != (upset.paper, kind) or not upset.start <= opened < upset.end:
        return False
    return any(wanted in entry["field"] for entry in json.loads(alarm["evidence"]))


def _is_of(post: Any, alarm: Any) -> bool:
    return bool(
        post.outlet.id == alarm["site_id"] and post.published_at <= datetime.fromisoformat(alarm["opened_at"])
    )


def _closed(alarm: Any) -> str:
    return f", closed {alarm['closed_at']}" if alarm["closed_at"] else ""


def _show(alarm: Any) -> None:
    for line in _evidence(alarm):
        print(f"      {line}")


def _evidence(alarm: Any) -> Iterator[str]:
    for entry in json.loads(alarm["evidence"]):
        yield f"{entry['field']}: {entry['told']}"
        yield from (f"  {sample}" for sample in entry["samples"][:2])


if __name__ == "__main__":
    main()
