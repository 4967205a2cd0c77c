"""A job every ten minutes over the demo papers, on which outages, dead and moved feeds, lies and bursts befall.

.venv/bin/python tests/benchmarks/papers_schedule.py [DAYS] [MINUTES] [STORIES A DAY] [LOOKS: 0 or 1] [SEED]
"""

import logging
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from harness import rows
from months import run_reactor
from papers import END
from schedules import NO_LOOKS, Schedule, draw, missed, run_jobs


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
            more = "" if looks else NO_LOOKS
            schedule = await run_jobs(Path(folder), newsroom, start, END, timedelta(minutes=minutes), more)
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
    print(f"{fetched} requests for articles besides {looks['n']} looks: {fetched / held['n']:.3f} an article")
    polls = sum(schedule.lists.values())
    print(f"{polls} requests for lists, at most {max(schedule.lists.values())} a list and job")
    print(f"others: {dict(schedule.others.most_common(8))}")
    for row in rows(data, "SELECT * FROM channels WHERE parent_id IS NULL"):
        lied = f", lied at {row['lied_at']}" if row["lied_at"] else ""
        print(
            f"  {row['kind']} {row['url']}: every {(row['poll_every'] or 0) // 60} min{lied}, {row['last_error'] or 'ok'}"
        )
    for post, seen in lost:
        fate = ", ".join(f"{version.change} {version.at:%d %H:%M}" for version in post.versions)
        print(f"  not held{'' if seen else ' (no poll could see it)'}: {newsroom.url(post)}: {fate}")


if __name__ == "__main__":
    main()
