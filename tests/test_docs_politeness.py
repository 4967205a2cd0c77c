"""The page that tells sites what kliping does to them says the program's own numbers."""

import pytest
from harness import ROOT

from crawler import backfills, settings
from crawler.middlewares import reservations, robots, standing
from crawler.middlewares.blocks import SIGNS
from pipelines.archive import host_files
from pipelines.archive.leads import BACKOFF
from pipelines.catalogue import Politeness

PAGE = " ".join((ROOT / "docs" / "politeness.md").read_text(encoding="utf-8").split())
HOURS = [f"{pause.total_seconds() / 3600:.0f}" for pause in BACKOFF]


def hours(span):
    return f"{span.total_seconds() / 3600:g}"


@pytest.mark.parametrize(
    "words",
    [
        f"says nothing (`[politeness] delay`) | {Politeness().delay:g} s |",
        f"granted where it is longer, up to | {standing.MAX_CRAWL_DELAY:g} s |",
        f"doubles the pause for the rest of the run, up to | {standing.MAX_DELAY:g} s |",
        f"on the first such answer, one of | {standing.FIRST_DELAY:g} s |",
        f"Of a file of over {reservations.MAX_BYTES} bytes or {reservations.MAX_RULES} rules",
        f"redirects followed | {settings.REDIRECT_MAX_TIMES} |",
        f"The first {robots.MAX_BYTES} bytes of it count.",
        f"believes it for {hours(host_files.MAX_AGE)} hours",
        f"that for {host_files.GIVEN_UP_AFTER.days} days, and never gave a copy",
        f"`Retry-After` of up to {standing.MAX_WAIT:g} s",
        f"answers 429 or 503 {standing.MAX_OVERLOADS} times in a row",
        f"answers {standing.MAX_BLOCKS} times in a row with a challenge",
        f"403 to all that is asked, {standing.MAX_BLOCKS} times at most",
        f"answers {standing.MAX_FORBIDDEN} pages in a row with 403",
        f"after {', '.join(HOURS[:-1])} and {HOURS[-1]} hours",
    ],
)
def test_number_is_the_programs(words):
    assert words in PAGE


def test_share_of_a_backfill_is_the_programs():
    page = " ".join((ROOT / "docs" / "polling.md").read_text(encoding="utf-8").split())
    assert f"at most {backfills.PAGES_A_RUN} list pages a site and run" in page
    assert f"`--max-minutes` or {backfills.SECONDS_A_RUN / 60:g} minutes" in page


def test_retries_rests_and_days_are_the_programs():
    assert settings.RETRY_TIMES == 1
    assert standing.MAX_REST == 86_400
    assert hours(host_files.ASKED_AGAIN) == "1"
    assert host_files.WHOLE_EVERY.days == 7
    assert {429, 503} == standing.OVERLOAD


@pytest.mark.parametrize("vendor", sorted({sign.vendor.split()[0] for sign in SIGNS}))
def test_every_firewall_is_named(vendor):
    assert vendor in PAGE
