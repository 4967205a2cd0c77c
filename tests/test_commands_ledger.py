"""`kliping ledger`: what lists named, what became of it, why, and where something may be missing."""

import csv
import json
from datetime import date

import pytest
from archive_samples import NOON, add_leads, article_of, fetched, later, new_store, url_of
from click.testing import CliRunner

from crawler.cli import main
from pipelines.archive import BackfillStep, Poll
from pipelines.items import ChannelKind, ChannelRef, Lead, LeadState, Listing, Outcome
from pipelines.urls import request_key


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An archive of seven leads, of a feed and a sitemap, and a gap that nothing fills."""
    folder = tmp_path_factory.mktemp("ledger")
    names = ("held", "again", "list", "gone", "broken", "later", "new")
    with new_store(folder) as store:
        add_leads(store, *map(url_of, names))
        store.record_outcome(fetched(url_of("held"), article_of(url_of("held"))), NOON)
        store.record_outcome(fetched(url_of("again"), article_of(url_of("held"))), NOON)
        for name, state, reason in (
            ("list", LeadState.NOT_ARTICLE, "index"),
            ("gone", LeadState.VANISHED, "http 404"),
            ("later", LeadState.FAILED, "http 500"),
        ):
            store.record_outcome(Outcome(request_key(url_of(name)), state, reason), NOON)
        for hour in range(5):
            broken = Outcome(request_key(url_of("broken")), LeadState.FAILED, "deadline")
            store.record_outcome(broken, later(hours=hour))
        feed = store.channels("kabar")[0]
        (sitemap,) = store.add_channels(
            "kabar", [ChannelRef("https://kabar.example/sitemap.xml", ChannelKind.SITEMAP)], "robots.txt"
        )
        for channel, slug, hours in ((sitemap, "held", 1), (feed, "far", 30)):
            listing = Listing((Lead(url_of(slug)),))
            store.record_poll(Poll(channel.id, channel.url, later(hours=hours), listing=listing))
        (gap,) = store.backlog.open_gaps("kabar")
        store.backlog.settle_gap(gap, later(hours=30))
        days = (date(2026, 2, 1), date(2026, 3, 1))
        row = store.backlog.begin(sitemap, days, NOON, (sitemap.url, None), None)
        store.backlog.advance(BackfillStep(row, month=("2026-03", 4)), NOON)
    return folder


def ledger(data, *args):
    result = CliRunner().invoke(main, ["ledger", *args, "--data", str(data)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_days_tell_what_became_of_what_lists_named(data):
    lines = [line.split("\t") for line in ledger(data, "kabar").splitlines()]
    counts = ["advertised", "archived", "alias", "not_article", "vanished", "failed", "waiting"]
    assert lines[0] == ["site", "period", *counts]
    assert lines[1] == ["kabar", "2026-03-02", "1", "0", "0", "0", "0", "0", "1"]
    assert lines[2] == ["kabar", "2026-03-01", "7", "1", "1", "1", "1", "1", "2"]
    assert lines[3:-1] == [
        ["kabar: 1 failed: deadline"],
        ["kabar: 1 failed: http 500"],
        ["kabar: 1 not-article: index"],
        ["kabar: 1 vanished: http 404"],
    ]
    assert lines[-1][0].startswith("kabar: gap in https://kabar.example/feed/ from 2026-03-01T04:00:00Z to ")
    assert lines[-1][0].endswith("0 found; no list goes deeper; probably at least 1 articles missing")


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), [("2026-03-02", None, 1), ("2026-03-01", None, 7)]),
        (("--by", "month"), [("2026-03", None, 8)]),
        (("--until", "2026-03-01"), [("2026-03-01", None, 7)]),
        (("--since", "2026-03-02"), [("2026-03-02", None, 1)]),
        (
            ("--until", "2026-03-01", "--channels"),
            [
                ("2026-03-01", "https://kabar.example/feed/", 7),
                ("2026-03-01", "https://kabar.example/sitemap.xml", 1),
            ],
        ),
    ],
)
def test_ledger_as_json(data, args, found):
    objects = [json.loads(line) for line in ledger(data, "--json", *args).splitlines()]
    leads = [one for one in objects if one["kind"] == "leads"]
    assert [(one["period"], one["channel"], one["advertised"]) for one in leads] == found


def test_json_holds_reasons_and_gaps(data):
    objects = [json.loads(line) for line in ledger(data, "--json").splitlines()]
    kinds = [one["kind"] for one in objects]
    assert (kinds.count("reason"), kinds.count("gap")) == (4, 1)
    assert objects[-1]["state"] == "unfillable"


def test_months_of_publication_against_the_sites_own_count(data):
    (row,) = csv.DictReader(
        line for line in ledger(data, "--published", "--csv", "--since", "2026-03-01").splitlines()
    )
    told = [row[name] for name in ("month", "announced", "told_by", "archived", "missing")]
    assert told == ["2026-03", "4", "wordpress", "1", "3"]


def test_csv_has_a_line_a_day(data):
    rows = list(csv.DictReader(ledger(data, "--csv").splitlines()))
    assert [(row["period"], row["advertised"], row["waiting"]) for row in rows] == [
        ("2026-03-02", "1", "1"),
        ("2026-03-01", "7", "2"),
    ]


def test_unknown_site_is_named(data):
    result = CliRunner().invoke(main, ["ledger", "nirgends", "--data", str(data)])
    assert result.exit_code == 2
    assert "nirgends" in result.output
