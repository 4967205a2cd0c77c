"""A job every ten minutes over the demo papers, on which outages, dead and moved feeds, lies and bursts befall.

.venv/bin/python tests/benchmarks/papers_schedule.py [DAYS] [MINUTES] [STORIES A DAY] [LOOKS: 0 or 1] [SEED]
"""

import json
import logging
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from harness import rows
from months import run_reactor
from papers import END
from schedules import NO_LOOKS, Schedule, asked_again, draw, missed, run_jobs

from crawler.demo.newsroom import Newsroom
from crawler.demo.post import Post
from pipelines import clock


def main() -> None:
    """Run the jobs, and print what they asked for and what they missed."""
    given = [int(argument) for argument in sys.argv[1:]]
    days, minutes, stories, looks, seed = (given + [2, 10, 30, 0, 1][len(given) :])[:5]
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    logging.getLogger("kliping").setLevel(logging.ERROR)

    async def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            start = END - timedelta(days=days)
            newsroom = draw(seed, stories * (days + 1), start, END)
            began, cpu = time.monotonic(), time.process_time()
            more = NO_LOOKS * (not looks)
            schedule = await run_jobs(
                Path(folder), newsroom, start, END, timedelta(minutes=minutes), more=lambda _: more
            )
            print(
                f"{time.monotonic() - began:.0f} s, {time.process_time() - cpu:.0f} s of CPU in the main process"
            )
            tell(Path(folder), schedule)

    run_reactor(work())


def tell(data: Path, schedule: Schedule) -> None:
    """Print the figures, and each article that is not held."""
    newsroom = schedule.newsroom
    until = END - timedelta(hours=6)
    wanted = sum(post.published_at <= until for post in newsroom.posts)
    lost = list(missed(data, schedule, until))
    (looks,) = rows(
        data, """SELECT coalesce(sum(json_extract(counts, '$."looks/done"')), 0) AS n FROM runs"""
    )
    print(f"{schedule.jobs} jobs, {schedule.idle} of them with nothing due, {schedule.failed} failed")
    print(f"{wanted - len(lost)} of {wanted} articles held: {1 - len(lost) / wanted:.2%}")
    fetched = sum(schedule.pages.values()) - looks["n"]
    (held,) = rows(data, "SELECT count(*) AS n FROM articles")
    print(
        f"{fetched} requests for articles besides {looks['n']} looks: {fetched / held['n']:.3f} an article held"
    )
    polls = sum(schedule.lists.values())
    again = asked_again(data, schedule)
    print(f"{polls} requests for lists, {len(again)} times more than one a list and job: {again[:5]}")
    print(f"others: {dict(schedule.others.most_common(8))}")
    for row in rows(data, "SELECT * FROM channels WHERE parent_id IS NULL"):
        lied = f", lied at {row['lied_at']}" if row["lied_at"] else ""
        print(
            f"  {row['kind']} {row['url']}: every {(row['poll_every'] or 0) // 60} min{lied}, {row['last_error'] or 'ok'}"
        )
    for upset in newsroom.upsets:
        print(f"{upset.mishap} on {upset.paper} from {upset.start:%d %H:%M} on")
    for row in rows(data, "SELECT * FROM alarms ORDER BY opened_at"):
        told = [symptom["told"] for symptom in json.loads(row["evidence"])]
        print(
            f"  alarm {row['kind']} on {row['site_id']}: {row['opened_at']} to {row['closed_at']}: {told[0][:100]}"
        )
    for post, seen in lost:
        fate = ", ".join(f"{version.change} {version.at:%d %H:%M}" for version in post.versions)
        seen_by = "" if seen else " (no poll could see it)"
        print(f"  not held{seen_by}: {newsroom.url(post)}: {fate}; ledger: {named_as(data, newsroom, post)}")


def named_as(data: Path, newsroom: Newsroom, post: Post) -> str:
    """Say what the ledger has of an article that is not held: its lead, or a gap around its time."""
    for lead in rows(data, "SELECT state, reason FROM leads WHERE url = ?", newsroom.url(post)):
        return f"{lead['state']} {lead['reason']}"
    query = "SELECT state FROM gaps WHERE site_id = ? AND since <= ?2 AND until >= ?2"
    at = clock.to_iso(post.published_at)
    gaps = [row["state"] for row in rows(data, query, post.outlet.id, at)]
    return f"in a gap that is {gaps[0]}" if gaps else "nothing"


if __name__ == "__main__":
    main()
