"""Later looks in the plan of a run: after what is new, within the budget, and not at a site that is down."""

from datetime import timedelta

import pytest
from archive_samples import KABAR, NOON, add_leads, archive_article, later, new_store, url_of

from crawler.frontier import Frontier
from crawler.revisits import Revisits
from pipelines import clock
from pipelines.archive import LookResult
from pipelines.items import ChannelKind, Finding, Look, Presence
from pipelines.visits import PutBack, Recorded


@pytest.fixture
def store(tmp_path):
    """An archive of four articles that are due, and whose only channel the site file does not name any more."""
    clock.set_source(lambda: NOON)
    with new_store(tmp_path) as opened:
        # Lists that share nothing make a gap, which no list of this site can fill.
        opened.mark_discovered("kabar")
        for slug in "abcd":
            archive_article(opened, slug)
        clock.set_source(lambda: later(hours=1))
        yield opened
    clock.set_source(None)


def plan(store, **revisits):
    site = KABAR.model_validate(
        {
            **KABAR.model_dump(),
            "discovery": {"channels": ({"kind": ChannelKind.FEED, "url": "https://kabar.example/rss"},)},
            "revisits": revisits,
        }
    )
    frontier = Frontier(store, [site])
    poll = frontier.next_visit()
    frontier.finish(Recorded(poll))
    return frontier


def finish(store, frontier, visit, finding=Finding.UNCHANGED, status=200):
    result = store.record_look(Look(visit.revisit.article_id, finding, "", status), clock.now())
    frontier.finish(Recorded(visit, look=result))


def visit_all(store, frontier, *findings):
    """Take every visit, each look finding the next of `findings`; return which addresses were asked for."""
    asked, found = [], iter(findings)
    while visit := frontier.next_visit():
        asked.append(visit.url.rpartition("/")[2])
        finish(store, frontier, visit, next(found, Finding.UNCHANGED))
    assert not frontier.has_pending()
    return "".join(asked)


def test_every_due_article_is_looked_at_once(store):
    assert visit_all(store, plan(store)) == "abcd"
    assert visit_all(store, plan(store)) == ""


def test_new_leads_come_first(store):
    add_leads(store, url_of("baru-hari-ini-di-kota"))
    frontier = plan(store)
    visit = frontier.next_visit()
    assert (visit.lead is None, visit.revisit) == (False, None)
    frontier.abandon(visit)
    assert frontier.next_visit().revisit is not None


@pytest.mark.parametrize(
    ("revisits", "asked", "left"),
    [({"budget": 3}, "abc", 1), ({"budget": 0}, "", 4), ({"enabled": False}, "", 0)],
)
def test_budget_is_kept_and_what_is_left_is_counted(store, revisits, asked, left):
    frontier = plan(store, **revisits)
    assert visit_all(store, frontier) == asked
    assert frontier.due_looks() == left


def test_site_that_is_down_is_left_in_peace(store):
    assert visit_all(store, plan(store), Finding.FAILED, Finding.FAILED, Finding.FAILED) == "abc"


def test_look_that_met_a_refusal_is_recorded_only_when_the_site_serves_others(store):
    frontier = plan(store)
    refused = frontier.next_visit()
    frontier.finish(Recorded(refused, put_back=PutBack(refused, "http 403", doubtful=True, status=403)))
    assert frontier.queues["kabar"].revisits.done == 0
    finish(store, frontier, frontier.next_visit())
    assert frontier.queues["kabar"].revisits.findings == {Finding.BLOCKED: 1, Finding.UNCHANGED: 1}


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([], ""),
        ([("unchanged", None)] * 3, "3 looked at again"),
        (
            [
                ("unchanged", None),
                ("changed", None),
                ("not-found", "suspect"),
                ("wall", None),
                ("changed", "returned"),
            ],
            "5 looked at again: 2 changed, 1 wall, 1 returned, 1 suspect",
        ),
    ],
)
def test_summary_tells_what_the_looks_found(looks, told):
    revisits = Revisits(KABAR)
    for finding, step in looks:
        revisits.count(LookResult(Finding(finding), Presence(step or "live"), is_step=step is not None))
    assert revisits.tell() == told


def test_looks_are_due_again_only_as_the_ladder_says(store):
    visit_all(store, plan(store))
    assert store.plan_revisits("kabar", NOON + timedelta(hours=2)) == 4
    assert store.plan_revisits("kabar", NOON + timedelta(hours=1)) == 0
