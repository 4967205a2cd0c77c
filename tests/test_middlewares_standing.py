"""What a site's answers add up to: slower, left alone, or nothing at all."""

from datetime import UTC, datetime

import pytest

from crawler.middlewares.standing import (
    MAX_CRAWL_DELAY,
    MAX_DELAY,
    MAX_FORBIDDEN,
    Answer,
    Standing,
    parse_retry_after,
)

OK, GONE, BROKEN = Answer(200), Answer(404), Answer(500)
BUSY, SOON, LATE = Answer(503), Answer(503, retry_after=120.0), Answer(429, retry_after=301.0)
FORBIDDEN, LIST_FORBIDDEN = Answer(403), Answer(403, of_page=False)
CHALLENGE = Answer(403, block="Some captcha")


def after(*answers, delay=2.0):
    standing = Standing(delay)
    waits = [standing.take(answer) for answer in answers]
    return standing, waits[-1]


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ([OK], None),
        ([BUSY] * 4, None),
        ([BUSY] * 5, "FAILED"),
        ([BUSY] * 4 + [OK] + [BUSY] * 4, None),
        ([BUSY, BUSY, BROKEN, BUSY, BUSY, BUSY], "FAILED"),  # a broken page between says nothing
        ([SOON], None),
        ([LATE], "RESTS"),
        ([OK] + [CHALLENGE] * 2, None),
        ([OK] + [CHALLENGE] * 3, "BLOCKED"),
        ([GONE, FORBIDDEN, GONE] + [FORBIDDEN] * 9, None),
        ([FORBIDDEN] * 3, "BLOCKED"),
        ([OK] + [FORBIDDEN] * 3, None),  # pages behind a wall, on a site that serves others
        ([OK] + [FORBIDDEN] * MAX_FORBIDDEN, "BLOCKED"),
        ([OK] + [LIST_FORBIDDEN] * MAX_FORBIDDEN, None),  # usual places of channels that a firewall keeps
    ],
)
def test_site_is_left(answers, word):
    standing, _ = after(*answers)
    assert (standing.left and standing.left.word) == word


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ([FORBIDDEN], "BLOCKED"),
        ([CHALLENGE], "BLOCKED"),
        ([FORBIDDEN, OK], None),
        ([BROKEN], None),
        ([], None),
    ],
)
def test_site_of_which_nothing_but_refusals_came_is_called_blocked(answers, word):
    standing, _ = after(OK, *answers) if not answers else after(*answers)
    assert (standing.verdict and standing.verdict.word) == word


@pytest.mark.parametrize(
    ("delay", "answers", "slower"),
    [
        (2.0, [BUSY], 4.0),
        (2.0, [BUSY, OK, BUSY], 8.0),
        (0.0, [BUSY], 1.0),
        (50.0, [BUSY], MAX_DELAY),
        (600.0, [BUSY], 600.0),  # never faster than the site file
        (2.0, [OK, BROKEN, FORBIDDEN], 2.0),
    ],
)
def test_overload_doubles_the_delay_up_to_a_limit(delay, answers, slower):
    assert after(*answers, delay=delay)[0].delay == slower


@pytest.mark.parametrize(
    ("asked", "granted"), [(None, 2.0), (0.5, 2.0), (10.0, 10.0), (3_600.0, MAX_CRAWL_DELAY)]
)
def test_crawl_delay_is_granted_where_it_is_slower(asked, granted):
    standing = Standing(2.0)
    standing.grant(asked)
    assert standing.delay == granted


def test_wait_is_what_the_site_asks_for_and_never_more_than_a_day():
    assert after(SOON)[1] == 120.0
    standing, _ = after(Answer(503, retry_after=1e11))
    assert standing.left is not None
    assert standing.left.rest == 86_400.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"retry-after": "9" * 40}, 999_999_999_999.0),
        ({"retry-after": "Mon, 02 Mar 2026 12:02:00 GMT"}, 120.0),
        ({"retry-after": "Monday, 02-Mar-26 12:02:00 GMT"}, 120.0),  # RFC 850
        ({"retry-after": "Mon, 02 Mar 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 02 Mar 2026 10:01:00 GMT", "date": "Mon, 02 Mar 2026 10:00:00 GMT"}, 60.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 99 Mar 2026 99:00:00 GMT"}, None),
        ({"retry-after": "١٢"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers, seconds):
    assert parse_retry_after(headers, datetime(2026, 3, 2, 12, tzinfo=UTC)) == seconds
