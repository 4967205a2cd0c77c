"""What the frontier makes of a site's manners with us: rests that are kept, and whose failure a refusal was."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.frontier import Frontier
from crawler.middlewares.standing import Answer
from pipelines import clock
from pipelines.archive import Poll, open_store
from pipelines.catalogue import ChannelSpec, Discovery, Site
from pipelines.items import ChannelKind, Lead, LeadState, Listing, Outcome
from pipelines.visits import PutBack, Recorded

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
FEED = ChannelSpec(kind=ChannelKind.FEED, url="https://kabar.test/feed")
SITE = Site(id="kabar", name="kabar", homepage="https://kabar.test/", discovery=Discovery(channels=(FEED,)))
TITLED = "a challenge that only its title tells"
OK, BUSY, FORBIDDEN, CHALLENGE = Answer(200), Answer(503), Answer(403), Answer(403, block="captcha")


@pytest.fixture
def store(tmp_path):
    clock.set_source(lambda: NOON)
    with open_store(tmp_path) as opened:
        opened.sync_sites([SITE])
        yield opened
    clock.set_source(None)


def with_leads(store, count):
    """Return a frontier whose feed was read and named so many articles."""
    frontier = Frontier(store, [SITE])
    visit = frontier.next_visit()
    leads = tuple(Lead(f"https://kabar.test/2026/03/01/berita-nomor-{n}-hari-ini") for n in range(count))
    poll = Poll(visit.channel.id, visit.url, NOON, status=200, listing=Listing(leads))
    frontier.queues["kabar"].standing.take(OK)
    frontier.finish(Recorded(visit, poll=store.record_poll(poll)))
    return frontier


def answer(store, frontier, told):
    """Let the next lead's page answer so."""
    visit = frontier.next_visit()
    frontier.queues["kabar"].standing.take(OK if told is TITLED else told)
    if told == OK:
        state = store.record_outcome(Outcome(visit.lead.key, LeadState.VANISHED, "for the test"), NOON)
        frontier.finish(Recorded(visit, state=state))
    elif told is TITLED:
        frontier.finish(Recorded(visit, put_back=PutBack(visit, "blocked", doubtful=True, challenge=TITLED)))
    else:
        put_back = PutBack(visit, f"http {told.status}", doubtful=told.block is None)
        frontier.finish(Recorded(visit, put_back=put_back))


@pytest.mark.parametrize(
    ("answers", "failed"),
    [
        ([BUSY, OK], 1),
        ([OK, FORBIDDEN, FORBIDDEN, OK], 2),
        ([OK, BUSY], 1),  # the last one: others were served
        ([BUSY] * 5, 0),  # an outage is nobody's failure
        ([CHALLENGE, OK], 0),
        ([OK, TITLED, TITLED, OK], 2),
        ([OK, TITLED, TITLED, TITLED], 0),
        ([FORBIDDEN] * 10, 10),  # that the next run comes to other pages
    ],
)
def test_refused_page_has_failed_itself_only_where_others_are_served(store, answers, failed):
    frontier = with_leads(store, len(answers))
    for told in answers:
        answer(store, frontier, told)
    frontier.close()
    (summary,) = store.site_summary()
    assert summary.leads.get(LeadState.FAILED, 0) == failed
    assert summary.leads.get(LeadState.PENDING, 0) == len([one for one in answers if one != OK]) - failed


@pytest.mark.parametrize(
    "answers", [[BUSY] * 5, [OK, *[TITLED] * 3], [CHALLENGE, CHALLENGE, OK, CHALLENGE, TITLED, CHALLENGE]]
)
def test_site_that_is_left_is_asked_nothing_more(store, answers):
    frontier = with_leads(store, 8)
    for told in answers:
        answer(store, frontier, told)
    assert frontier.next_visit() is None
    assert not frontier.has_pending()


@pytest.mark.parametrize(("later", "asked"), [(timedelta(minutes=59), False), (timedelta(minutes=61), True)])
def test_site_that_asked_for_a_rest_has_it_over_runs(store, later, asked):
    frontier = with_leads(store, 2)
    answer(store, frontier, Answer(429, retry_after=3_600.0))
    frontier.close()
    clock.set_source(lambda: NOON + later)
    again = Frontier(store, [SITE])
    assert (again.next_visit() is not None) is asked
    assert not again.queues["kabar"].failed
