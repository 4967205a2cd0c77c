"""The leads that are due: which, in which order, how many."""

import pytest
from archive_samples import KABAR, NOON, SUARA, add_feed, later, new_store, poll, url_of

from pipelines.archive.values import key_of
from pipelines.items import Lead, LeadState, Listing, Outcome

TIMES = {"a": 3, "b": None, "c": 1, "d": None, "e": 2}  # hours after noon


@pytest.fixture
def store(tmp_path):
    with new_store(tmp_path, KABAR, SUARA) as opened:
        leads = tuple(
            Lead(url_of(slug), published_at=None if hours is None else later(hours=hours))
            for slug, hours in TIMES.items()
        )
        poll(opened, add_feed(opened), "", listing=Listing(leads))
        yield opened


def due(store, now=NOON, limit=10, **chosen):
    return "".join(lead.url[-1] for lead in store.pending("kabar", now, limit, **chosen))


def fail(store, slug):
    store.record_outcome(Outcome(key_of(url_of(slug)), LeadState.FAILED, "http 500"), NOON)


def test_newest_first_and_those_without_a_time_last(store):
    assert due(store) == "aecbd"


def test_time_of_change_stands_in_where_no_time_of_publication_is_told(store):
    changed = (Lead(url_of("f"), modified_at=later(hours=2, minutes=30)),)
    poll(store, store.channels("kabar")[0], "", listing=Listing(changed))
    assert due(store) == "afecbd"


@pytest.mark.parametrize(("limit", "leads"), [(1, "a"), (4, "aecb"), (0, "")])
def test_limit(store, limit, leads):
    assert due(store, limit=limit) == leads


def test_excluded_leads_make_room_for_the_next(store):
    ids = {lead.id for lead in store.pending("kabar", NOON, 2)}
    assert due(store, limit=2, exclude=ids) == "cb"


@pytest.mark.parametrize(("minutes", "leads"), [(59, "acbd"), (60, "aecbd")])
def test_failed_lead_takes_its_old_place_when_it_is_due(store, minutes, leads):
    fail(store, "e")
    assert due(store, later(minutes=minutes)) == leads


def test_each_site_has_its_own(store):
    assert store.pending("suara", NOON, 10) == []
    assert store.due_count(["suara", "kabar", "kabar"], NOON) == 5


def test_uncommitted_leads_are_there(store):
    assert store._archive.conn.in_transaction
    assert len(due(store)) == 5
