"""A list page of a walk back over a site's lists, as the walk's next step."""

from dataclasses import replace

from scrapy.http import Response

from crawler.discovery import BackfillError, Days, children_of, local_day, next_page, step_posts
from crawler.discovery.backfill import PostsStep, zone_of
from crawler.spiders.responses import capture_of, joined_headers
from pipelines import clock
from pipelines.archive import BackfillStep
from pipelines.extract.posts import Post
from pipelines.items import ChannelKind, Listing, SourceKind
from pipelines.visits import Backfilled, Visit

# Statuses after which no later run will fare better: the API is closed, or there is none.
FINAL = {400, 401, 403, 404, 405, 410, 451, 501}


def refusal(visit: Visit, reason: str, status: int) -> Backfilled:
    """Return a page that did not come, and whether it ever will."""
    return Backfilled(visit, error=reason, is_final=status in FINAL)


def backfilled(visit: Visit, response: Response, listing: Listing, posts: tuple[Post, ...]) -> Backfilled:
    """Return what a page brought of the days that are wanted, and where the walk goes on."""
    assert visit.backfill is not None
    assert visit.channel is not None
    site, now = visit.site, clock.now()
    days = Days(visit.backfill.since, visit.backfill.until)
    leads = tuple(lead for lead in listing.leads if days.may_hold(lead, zone_of(site)))
    step = BackfillStep(visit.backfill, leads)
    if visit.channel.kind is not ChannelKind.WORDPRESS:
        onwards = next_page(visit, listing, days, now)
        step = replace(step, children=children_of(listing, days))
        if onwards is not None:
            step = replace(step, next_url=onwards.url, next_day=onwards.day, next_page=onwards.day_page)
        return Backfilled(visit, step)
    clocks = [post.local for post in posts]
    headers = {name.lower(): value for name, value in joined_headers(response).items()}
    today = local_day(site, visit.backfill.started_at)
    try:
        told: PostsStep = step_posts(visit.channel.url, visit.url, headers, clocks, days, today)
    except BackfillError as error:
        return Backfilled(visit, error=str(error), is_final=True)
    step = replace(step, next_url=told.next_url, announced=told.announced, month=told.month)
    capture = replace(capture_of(response, visit), source_kind=SourceKind.REST)
    return Backfilled(visit, step, posts, capture)
