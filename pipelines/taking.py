"""Articles taken from a list itself: a page of WordPress's REST interface holds up to a hundred of them."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

from pipelines import clock
from pipelines.archive import ArchiveError, BackfillRow, StorageError
from pipelines.extract.posts import Post, read_post
from pipelines.items import Article, Lead, LeadState, Outcome
from pipelines.urls import request_key
from pipelines.visits import Backfilled, Job, Recorded, Taken
from pipelines.workers import reason_of

log = logging.getLogger("kliping")


async def read_posts(job: Job, page: Backfilled) -> Taken:
    """Read in worker processes the articles that a list page holds and the archive does not.

    All are read with what was known of the site's boilerplate before the page, so that a page that was killed gives the
    same when it is asked again. What is no article by its list alone is left to its page.
    """
    if page.capture is None or not page.posts:
        return Taken(page)
    unread = job.store.backlog.unread(lead.url for lead in page.leads)
    posts = {request_key(post.url): post for post in page.posts if post.page}
    wanted = [(lead, posts.get(request_key(lead.url))) for lead in page.leads if lead.url in unread]
    found = await asyncio.gather(*(_read(job, page, lead, post) for lead, post in wanted if post))
    return Taken(page, tuple((lead, article) for lead, article in found if isinstance(article, Article)))


async def _read(job: Job, page: Backfilled, lead: Lead, post: Post) -> tuple[Lead, Article | None]:
    site, capture = page.visit.site, page.capture
    try:
        task = job.workers.submit(read_post, post, capture, site, job.learning.learned(site.id))
        result = await asyncio.wrap_future(task)
    except Exception as failure:  # noqa: BLE001 - a worker's failure of any kind is this article's, not the run's
        log.info("%s: its page is fetched, the list's copy cannot be read: %s", lead.url, reason_of(failure))
        return lead, None
    return lead, result if isinstance(result, Article) else None


def record_taken(job: Job, taken: Taken, stats: Any) -> Recorded:
    """Write what a list page of a walk back brought: leads, the articles in it, and where the walk goes on.

    Nothing else runs meanwhile: the archive commits all of it together, or a kill takes all of it.
    """
    page, now = taken.page, clock.now()
    backfill = page.visit.backfill
    assert backfill is not None
    backlog = job.store.backlog
    if page.step is None:
        stats.inc_value("kliping/polls/failed")
        if page.is_final:
            backlog.give_up(backfill, page.error or "", now)
        return Recorded(page.visit, error=page.error, is_final=page.is_final, backfill=backfill)
    new = backlog.name_leads(backfill, page.leads, now)
    archived = sum(_record(job, page, lead, article) for lead, article in taken.articles)
    stats.inc_value("kliping/polls/read")
    stats.inc_value("kliping/leads/new", count=new)
    stats.inc_value("kliping/leads/archived", count=archived)
    moved: BackfillRow = backlog.advance(replace(page.step, archived=archived), now)
    return Recorded(page.visit, backfill=moved)


def _record(job: Job, page: Backfilled, lead: Lead, article: Article) -> bool:
    """Archive an article of the page; one that cannot be stored is left to a visit of its own."""
    assert page.capture is not None
    now = clock.now()
    outcome = Outcome(request_key(lead.url), LeadState.ARCHIVED, captures=(page.capture,), article=article)
    try:
        state = job.store.record_outcome(outcome, now)
    except StorageError:
        raise
    except ArchiveError as error:
        log.warning("%s: %s", lead.url, error)
        return False
    job.learning.learn(page.visit.site.id, article, now)
    return state is LeadState.ARCHIVED
