"""What befalls the demo papers, one fault after another on each, against the alarms that tell of it: how late, and which are wrong.

A fault lasts a day and a half and is over for twice as long; what is normal is learned in a week before. Bursts befall them too.

.venv/bin/python tests/benchmarks/papers_health.py [SEED] [STORIES A DAY] [MINUTES BETWEEN JOBS] [1: show the evidence]
"""

import json
import logging
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from harness import rows
from months import run_reactor
from papers import END
from schedules import NO_LOOKS, draw, missed, run_jobs

from crawler.demo.newsroom import Newsroom
from crawler.demo.outlet import World
from crawler.demo.post import Post
from crawler.demo.upsets import FAULTS, Mishap, Upset, draw_faults
from crawler.demo.web import Paper

WANTED = {  # mishap: kind of the alarm that has to come, and what of its field; of what is not here the crawl takes care
    Mishap.DOWN: ("down", ("lists",)),
    Mishap.WALL: ("blocked", ("lists",)),
    Mishap.QUESTION: ("blocked", ("lists",)),
    Mishap.DEAD_FEED: ("dead-channel", ("http",)),
    Mishap.TEASERS: ("broken", ("short", "removed")),
    Mishap.SCRIPTED: ("broken", ("short", "removed", "refused")),
    Mishap.RENAMED: ("broken", ("short", "refused")),
    Mishap.UNSIGNED: ("broken", ("no-author",)),
    Mishap.UNDATED: ("broken", ("no-time",)),
    Mishap.UNTITLED: ("broken", ("headline", "refused")),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEARNING, EVERY, LASTS = 7 * DAY, 4 * DAY, 1.5 * DAY


@dataclass
class Telling:
    """One symptom from the job after which an alarm told it until the one after which none did."""

    site_id: str
    kind: str
    entry: dict[str, Any]
    opened: datetime
    closed: datetime | None = None


@dataclass
class Ledger:
    """What alarms told, job by job."""

    data: Path
    tellings: list[Telling] = field(default_factory=list)
    _open: dict[tuple[str, str, str], Telling] = field(default_factory=dict)

    def note(self, moment: datetime) -> None:
        """Take what the open alarms tell."""
        now = {}
        for alarm in rows(self.data, "SELECT site_id, kind, evidence FROM alarms WHERE closed_at IS NULL"):
            for entry in json.loads(alarm["evidence"]):
                since = entry["since"] if alarm["kind"] == "gap" else ""
                now[alarm["site_id"], alarm["kind"], entry["field"] + since] = entry
        for key in [key for key in self._open if key not in now]:
            self._open.pop(key).closed = moment
        for key, entry in now.items():
            if key not in self._open:
                self._open[key] = Telling(*key[:2], entry, moment)
                self.tellings.append(self._open[key])
            self._open[key].entry = entry


def main() -> None:
    """Run the jobs, and print what befell and what was told of it."""
    given = [int(argument) for argument in sys.argv[1:]]
    seed, stories, minutes, shows = (given + [1, 30, 10, 0][len(given) :])[:4]
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    logging.getLogger("kliping").setLevel(logging.CRITICAL)
    days = (LEARNING + max(map(len, FAULTS.values())) * EVERY) // DAY + 1

    async def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            start = END - timedelta(days=days)
            newsroom = draw(seed, stories * (days + 1), start, END)
            newsroom.upsets = draw_faults(newsroom.outlets, seed, start + LEARNING, EVERY, LASTS)
            began, cpu, ledger = time.monotonic(), time.process_time(), Ledger(Path(folder))
            step = timedelta(minutes=minutes)
            schedule = await run_jobs(
                Path(folder), newsroom, start, END, step, more=rules_of, after=ledger.note
            )
            print(
                f"seed {seed}: {schedule.jobs} jobs of {days} days, {time.monotonic() - began:.0f} s, ",
                end="",
            )
            print(f"{time.process_time() - cpu:.0f} s of CPU in the main process")
            losses = list(missed(Path(folder), schedule, END - DAY / 4))
            tell(newsroom, ledger.tellings, losses, shows=bool(shows))

    run_reactor(work())


def rules_of(paper: Paper) -> str:
    """Return the end of a paper's site file: the old one's names the element that holds the text."""
    body = f'\n[extraction]\nbody = ".{paper.look.css("body")}"\n'
    return NO_LOOKS + (body if paper.outlet.world is World.OLD else "")


def tell(
    newsroom: Newsroom, tellings: list[Telling], losses: list[tuple[Post, bool]], *, shows: bool
) -> None:
    """Print each fault with what told of it, what no fault explains, and what was lost."""
    explained: list[Telling] = []
    delays: list[float] = []
    for upset in sorted(newsroom.upsets, key=lambda upset: (upset.paper, upset.start)):
        found = [telling for telling in tellings if _tells_of(upset, telling)]
        explained += found
        told = [each for each in found if each.entry["field"].startswith(WANTED[upset.mishap][1])]
        world = newsroom.outlet(upset.paper).world.value
        head = f"  {world}: {upset.mishap.value} on {upset.start:%d %H:%M}, {_articles(newsroom, upset)} articles"
        if upset.mishap not in WANTED:
            print(f"{head}: heals by itself")
        elif not told:
            print(f"{head}: NOT TOLD")
        else:
            delays.append((told[0].opened - upset.start) / HOUR)
            print(f"{head}: {told[0].kind} after {delays[-1]:.1f} hours{_closed(upset, told[0])}")
        if shows:
            _show(found)
    wrong = [each for each in tellings if each not in explained and not _is_true(each, losses)]
    for telling in wrong:
        print(f"  WRONG: {telling.opened} {telling.site_id}: {telling.kind}")
        _show([telling])
    for post, _ in losses if shows else ():
        print(f"  missed: {post.published_at:%d %H:%M} {post.outlet.world.value} {post.path}")
    wanted = sum(upset.mishap in WANTED for upset in newsroom.upsets)
    within = sum(delay <= 24 for delay in delays)
    unseen = sum(seen for _, seen in losses)
    print(
        f"{wanted} faults: {len(delays)} told, {within} within a day, the last after {max(delays, default=0):.1f} hours;"
        f" {len(wrong)} wrong alarms; {unseen} articles missed that a poll could see"
    )


def _tells_of(upset: Upset, telling: Telling) -> bool:
    kind, _ = WANTED.get(upset.mishap, ("", ()))
    return (telling.site_id, telling.kind) == (
        upset.paper,
        kind,
    ) and upset.start <= telling.opened < upset.end


def _is_true(telling: Telling, losses: list[tuple[Post, bool]]) -> bool:
    """Tell whether what an alarm of a gap says is so."""
    return telling.kind == "gap" and any(
        post.outlet.id == telling.site_id and post.published_at <= telling.opened for post, _ in losses
    )


def _articles(newsroom: Newsroom, upset: Upset) -> int:
    return sum(
        post.outlet.id == upset.paper and upset.start <= post.published_at < upset.end
        for post in newsroom.posts
    )


def _closed(upset: Upset, telling: Telling) -> str:
    if not telling.closed:
        return ", still told"
    return f", until {(telling.closed - upset.end) / HOUR:.1f} hours after its end"


def _show(tellings: list[Telling]) -> None:
    for entry in (telling.entry for telling in tellings):
        print(f"      since {entry['since']} {entry['field']}: {entry['told']}")
        for sample in entry["samples"][:2]:
            print(f"        {sample}")


if __name__ == "__main__":
    main()
