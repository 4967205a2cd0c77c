"""What runs add to an archive's knowledge of its sites, and the alarms that come of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from archive_samples import KABAR, article_of, capture_of, rows

from pipelines import clock
from pipelines.archive import ArchiveError, Poll, SiteVisit, open_archive, open_store
from pipelines.archive.checks import check_archive
from pipelines.archive.erasure import forget
from pipelines.archive.values import key_of
from pipelines.catalogue import Expect
from pipelines.health import Kind
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Listing, Outcome, Timestamp

START = datetime(2026, 3, 2, 0, tzinfo=UTC)  # eight in the morning in Banjarmasin
STEP = timedelta(hours=3)


class Paper:
    """KABAR over its days: two channels, an article a run, and whatever a test changes of that."""

    def __init__(self, data, site=KABAR):
        self.data, self.site, self.now, self.number = data, site, START, 0
        self.author, self.text, self.feed, self.answer, self.per_run = (
            ("Rina",),
            "Air naik. " * 60,
            True,
            "served",
            1,
        )
        self.lost = False  # the second list
        self.listed = ()  # of the run before: a list that does not reach back is a gap
        clock.set_source(lambda: self.now)
        with open_store(data) as store:
            store.sync_sites([site])
            refs = [ChannelRef(site.homepage + name, ChannelKind.FEED) for name in ("feed", "rss")]
            self.channels = [channel.id for channel in store.add_channels(site.id, refs, "homepage")]

    def run(self, runs=1):
        """Run so many jobs, three hours apart; return the kinds of alarms that are open after the last."""
        with open_store(self.data) as store:
            for _ in range(runs):
                self.now += STEP
                if self.answer == "served":
                    self._publish(store)
                if self.lost:
                    url = "https://kabar.example/rss"
                    store.record_poll(Poll(self.channels[1], url, self.now, status=404, error="http 404"))
                store.health.note_run([SiteVisit(self.site.id, self.answer, "http 403")], self.now)
                alarms = store.health.judge([self.site])
        return {alarm.kind for alarm in alarms if alarm.is_open}

    def _publish(self, store):
        urls = []
        for _ in range(self.per_run):
            self.number += 1
            urls.append(f"https://kabar.example/berita/kabar-banua-{self.number}")
        leads = tuple(Lead(url, published_at=self.now) for url in urls)
        for channel in self.channels[: 2 if self.feed and not self.lost else 1]:
            listing = Listing((*leads, *self.listed))
            url, digest = "https://kabar.example/feed", f"{self.number:064}"
            store.record_poll(
                Poll(channel, url, self.now, status=200, payload_digest=digest, listing=listing)
            )
        if not self.feed:
            store.record_poll(Poll(self.channels[1], "https://kabar.example/rss", self.now, status=304))
        for url in urls:
            published = Timestamp(self.now.replace(tzinfo=None), 0, "minute", "json-ld")
            article = article_of(url, self.text, title=f"Judul {url[-6:]}", authors=self.author)
            outcome = Outcome(
                key_of(url),
                LeadState.ARCHIVED,
                captures=(capture_of(url, url.encode() * 20),),
                article=replace(article, published=published),
            )
            if self.text is None:
                page = capture_of(url, url.encode() * 20)
                outcome = Outcome(key_of(url), LeadState.NOT_ARTICLE, "no-text", captures=(page,))
            store.record_outcome(outcome, self.now)
        self.listed = leads or self.listed


@pytest.fixture
def paper(tmp_path):
    yield Paper(tmp_path)
    clock.set_source(None)


def evidence(paper):
    return [entry for text in rows(paper.data, "SELECT evidence FROM alarms") for entry in json.loads(text)]


def test_redesign_is_broken_with_field_time_and_samples(paper):
    assert paper.run(80) == set()
    since, first = paper.now + STEP, paper.number + 1
    paper.author, paper.text = (), "Baca selengkapnya."
    assert paper.run(8) == {Kind.BROKEN}
    told = evidence(paper)
    assert {entry["field"] for entry in told} == {"no-author", "short"}
    assert {entry["since"] for entry in told} == {clock.to_iso(since)}
    assert f"https://kabar.example/berita/kabar-banua-{first + 3}" in told[0]["samples"]
    paper.author, paper.text = ("Rina",), "Air naik. " * 60
    assert paper.run(20) == set()
    (closed,) = rows(paper.data, "SELECT closed_at FROM alarms")
    assert closed is not None
    assert all(check.is_right for check in check_archive(paper.data))


def test_refused_pages_are_broken_and_not_silent(paper):
    paper.run(80)
    paper.text = None
    assert paper.run(8) == {Kind.BROKEN}
    assert paper.run(24) == {Kind.BROKEN}
    assert [entry["field"] for entry in evidence(paper)] == ["refused"]


def test_pages_that_a_break_refused_are_asked_for_again_once_it_is_over(paper):
    paper.run(80)
    text, paper.text = paper.text, None
    paper.run(10)
    paper.text = text
    assert paper.run(16) == set()
    assert rows(paper.data, "SELECT state, count(*) FROM leads GROUP BY 1") == [
        ("archived", 96),
        ("pending", 10),
    ]
    assert all(check.is_right for check in check_archive(paper.data))


def test_channel_that_stands_still_is_dead(paper):
    paper.run(40)
    paper.feed = False
    assert paper.run(8) == {Kind.DEAD_CHANNEL}
    assert evidence(paper)[0]["field"] == "https://kabar.example/rss"
    paper.feed = True
    assert paper.run() == set()


def test_channel_that_names_late_what_others_had_named_stands_still_no_longer(paper):
    paper.run(40)
    paper.feed = False
    paper.run(8)
    paper.feed, paper.per_run = True, 0
    assert paper.run() == set()


def test_list_that_fails_alone_between_others_is_dead_and_its_site_is_not(paper):
    paper.run(8)
    paper.lost, kinds = True, []
    for answer in ("served", "failed") * 5:
        paper.answer = answer
        kinds.append(paper.run())
    assert kinds == [set()] * 2 + [{Kind.DEAD_CHANNEL}] * 8
    assert rows(paper.data, "SELECT standing FROM site_standings WHERE site_id = 'kabar'") == ["served"]


def test_alarm_of_a_site_that_cannot_be_read_for_an_hour_goes_on(paper):
    paper.run(40)
    paper.feed = False
    paper.run(8)
    paper.answer = "failed"
    assert paper.run() == {Kind.DEAD_CHANNEL}
    assert paper.run(3) == {Kind.DOWN}


def test_paper_without_news_is_silent(paper):
    paper.run(80)
    paper.per_run = 0
    assert paper.run(7) == set()
    assert paper.run(6) == {Kind.SILENT}


@pytest.mark.parametrize(("answer", "kind"), [("blocked", Kind.BLOCKED), ("failed", Kind.DOWN)])
def test_site_that_does_not_serve_us_is_that_alone(paper, answer, kind):
    paper.run(80)
    paper.answer = answer
    assert paper.run(12) == {kind}
    paper.answer = "served"
    assert paper.run() == set()


def test_small_paper_raises_nothing_in_three_quiet_days(tmp_path, paper):
    for _ in range(20):
        paper.per_run = 1
        paper.run()
        paper.per_run = 0
        paper.run(7)
    assert paper.run(24) == set()


def test_promise_of_a_site_file_holds_from_its_first_whole_day(paper):
    paper.site = KABAR.model_copy(update={"expect": Expect(min_per_day=20)})
    paper.run(8)
    assert paper.run(8) == {Kind.SILENT}
    paper.site = KABAR
    assert paper.run() == set()


def test_alarm_of_a_site_that_is_not_in_the_run_stays(paper):
    paper.run(40)
    paper.feed = False
    paper.run(8)
    with open_store(paper.data) as store:
        store.health.note_run([], paper.now)
        assert [alarm.kind for alarm in store.health.judge([]) if alarm.is_open] == []
        assert [alarm.kind for alarm in store.health.untold() if alarm.is_open] == [Kind.DEAD_CHANNEL]


def test_reader_judges_as_the_run_did(paper):
    paper.run(40)
    paper.feed = False
    paper.run(8)
    with open_archive(paper.data) as archive:
        _, alarms = archive.health([KABAR])
    assert [(alarm.kind, alarm.id) for alarm in alarms] == [(Kind.DEAD_CHANNEL, 1)]


def test_acknowledged_alarm_is_kept_so(paper):
    paper.run(40)
    paper.feed = False
    paper.run(8)
    until = paper.now + timedelta(days=5)
    with open_store(paper.data) as store:
        assert store.health.ack("kabar", until, "redaksi pindah") == 1
        with pytest.raises(ArchiveError, match="no open alarm of lain"):
            store.health.ack("lain", until, None)
    paper.run(2)
    assert rows(paper.data, "SELECT acked_until, ack_reason FROM alarms") == [
        (clock.to_iso(until), "redaksi pindah")
    ]


def test_forgotten_article_leaves_no_sample(paper):
    paper.run(80)
    paper.author = ()
    paper.run(8)
    url = evidence(paper)[0]["samples"][0]
    forget(paper.data, [url], "permintaan")
    assert not any(entry["samples"] for entry in evidence(paper))
    assert url.encode() not in (paper.data / "archive.db").read_bytes().replace(key_of(url).encode(), b"")


def test_older_archive_is_learned_from_its_last_weeks(paper):
    paper.run(80)
    with open_store(paper.data) as store:
        store._archive.conn.executescript(
            "DELETE FROM page_trends; DELETE FROM health_marks; DELETE FROM site_days; DELETE FROM site_standings"
        )
    paper.author = ()
    assert paper.run(8) == {Kind.BROKEN}
