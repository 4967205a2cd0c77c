"""robots.txt: whose rules are ours, and how much of one is read."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.signalmanager import SignalManager

from crawler.middlewares.reservations import MAX_BYTES as RESERVATIONS_MAX
from crawler.middlewares.reservations import parse_reservations, wrong_with
from crawler.middlewares.robots import MAX_BYTES, RobotsMiddleware, for_our_agent
from crawler.middlewares.standing import Unserved
from pipelines import clock
from pipelines.archive import HostFile, open_store
from pipelines.catalogue import Site
from pipelines.visits import Visit

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SITE = Site(id="kabar", name="Kabar", homepage="https://kabar.test/", timezone="Asia/Makassar")


def parser(body):
    return ProtegoRobotParser(for_our_agent(body, "kliping"), None)


def allowed(body, path="/berita/1"):
    return parser(body).allowed(f"https://kabar.test{path}", "kliping")


CLOSED = b"Disallow: /berita\n"


@pytest.mark.parametrize(
    ("body", "is_allowed"),
    [
        (b"", True),
        (b"User-agent: *\n" + CLOSED, False),
        (b"\xef\xbb\xbfUser-agent: *\n" + CLOSED, False),
        (("User-agent: *\n" + CLOSED.decode()).encode("utf-16"), False),
        (b"User-agent: *\r\nDisallow: /berita\r\n", False),
        (b"User-agent: *\rDisallow: /berita\r", False),
        (b"\xff\xfe\x00garbage", True),
        (b"<html><h1>404</h1></html>", True),
        (b"User-agent: kliping\n" + CLOSED, False),
        (b"User-agent: KLIPING/1.0 # ours\n" + CLOSED, False),
        (b"user agent : Kliping\n" + CLOSED, False),
        (b"User-agent: klip\n" + CLOSED, True),  # another's name, though ours begins so
        (b"User-agent: kliping-news\n" + CLOSED, True),
        (b"User-agent: other\nUser-agent: kliping\n" + CLOSED, False),
        (b"User-agent: kliping\nDisallow:\n\nUser-agent: *\n" + CLOSED, True),
        (
            b"User-agent: kliping\nDisallow: /x\n\nUser-agent: kliping\n" + CLOSED,
            False,
        ),  # groups are one, 2.2.1
        (b"User-agent: *\nDisallow: /\nAllow: /berita/\n", True),  # the longest match, 2.2.2
        (b"User-agent: *\nDisallow: /*/1$\n", False),
    ],
)
def test_rules_are_those_for_our_name(body, is_allowed):
    assert allowed(body) is is_allowed


def test_at_least_500_kibibytes_are_read():
    rules = b"User-agent: *\n" + CLOSED
    assert not allowed((b"#" * 63 + b"\n") * ((500 * 1024 - len(rules)) // 64) + rules)


def test_no_line_is_read_by_half():
    head, line = b"User-agent: *\n", b"Disallow: /berita/1/lama"
    body = head + b"#" * (MAX_BYTES - len(head) - len(line)) + b"\n" + line
    assert allowed(body)
    assert not allowed(body[: body.rindex(b"/1")])  # as it would be cut


def test_thousands_of_agents_with_thousands_of_rules_are_few():
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(12_000))
    body = agents + b"".join(b"Disallow: /%d\n" % number for number in range(15_000))
    assert allowed(body)
    assert len(parser(body).rp._user_agents) == 1


@pytest.mark.parametrize(
    ("text", "delay"), [(b"5", 5.0), (b"0.5", 0.5), (b"-1", None), (b"inf", None), (b"ten", None)]
)
def test_crawl_delay_is_read(text, delay):
    assert parser(b"User-agent: *\nCrawl-delay: " + text).crawl_delay("kliping") == delay


@pytest.mark.parametrize(
    ("payload", "is_reserved"),
    [
        (b'[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://kabar.test/p"}]', True),
        (b'[{"location": "/berita/*", "tdm-reservation": 1}]', True),
        (b'[{"location": "/foto", "tdm-reservation": 1}]', False),
        (
            b'[{"location": "/", "tdm-reservation": 1}, {"location": "/berita/1$", "tdm-reservation": 0}]',
            False,
        ),
        (b'[{"location": "/", "tdm-reservation": 0}]', False),
        (b'[{"location": "/\\nDisallow: /", "tdm-reservation": 1}, 7, {"location": 3}]', False),
        (b"<html>404</html>", False),
        (b"<html>" + b" " * RESERVATIONS_MAX, False),
        (b"", False),
        (
            b'[{"location": "/foto", "tdm-reservation": 1}]' + b" " * RESERVATIONS_MAX,
            True,
        ),  # who knows what else
        (b"[" + b'{"location": "/foto", "tdm-reservation": 1},' * 1_000 + b"{}]", True),
    ],
)
def test_reservations_of_a_host_are_read(payload, is_reserved):
    rules = parse_reservations(payload)
    assert (rules is not None and not rules.can_fetch("https://kabar.test/berita/1", "*")) is is_reserved


@pytest.mark.parametrize(
    "payload", [b'{"location": "/", "tdm-reservation": 1}', b"[" * 60_000, b'[{"location": "/",}]', b"[\xff]"]
)
def test_file_that_is_not_tdmrep_reserves_nothing_and_says_so(payload):
    with pytest.raises(ValueError, match=r"."):
        parse_reservations(payload)
    file = HostFile("https://kabar.test", "/.well-known/tdmrep.json", "kabar", NOW, 200, payload)
    assert wrong_with(file).startswith("cannot be read, and reserves nothing: ")


class Engine:
    """Gives its answers in turn, the last one for ever, and keeps what was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.downloader = SimpleNamespace(get_slot_key=lambda request: "no site's")

    async def download_async(self, request):
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        headers = {"ETag": '"7"', "Last-Modified": "Mon, 02 Mar 2026 04:00:00 GMT"}
        return TextResponse(request.url, status=answer, headers=headers, body=CLOSED_PATH)


CLOSED_PATH = b"User-agent: *\nDisallow: /tertutup"
DOWN = OSError("no route")
OPEN, SHUT = (
    [None, IgnoreRequest],
    [Unserved, Unserved],
)  # what two requests meet, and one of them to what is closed


def run(engine, *paths, store=None, fresh=False):
    """Send requests through the middleware of one run; return for each None, or what it raised."""
    crawler = SimpleNamespace(
        settings={"ROBOTSTXT_USER_AGENT": "kliping", "KLIPING_FRESH_HOST_FILES": fresh},
        engine=engine,
        spider=SimpleNamespace(job=SimpleNamespace(store=store)) if store else None,
        stats=None,
        signals=SignalManager(),
    )
    middleware = RobotsMiddleware(crawler)
    meta = {"visit": Visit(SITE, "https://kabar.test/")} if store else {}

    async def outcomes():
        requests = [Request(f"https://kabar.test{path}", meta=meta) for path in paths]
        asked = (middleware.process_request(request) for request in requests)
        return await asyncio.gather(*asked, return_exceptions=True)

    return [outcome and type(outcome) for outcome in asyncio.run(outcomes())]


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (200, OPEN),
        *((status, [None, None]) for status in (400, 401, 403, 404, 410, 451)),
        *((status, SHUT) for status in (301, 304, 429, 500, 502, 503, 599)),
        (DOWN, SHUT),
        (IgnoreRequest("max redirections reached"), SHUT),
    ],
)
def test_what_robots_txt_is_answered_with_decides(answer, outcomes):
    engine = Engine(answer)
    assert run(engine, "/berita", "/tertutup") == outcomes
    assert len(engine.asked) == 1


def test_run_that_is_longer_than_a_day_asks_again(monkeypatch):
    engine, hours = Engine(404), iter((0, 23.9, 24.1, 24.2))
    middleware = RobotsMiddleware(
        SimpleNamespace(settings={"ROBOTSTXT_USER_AGENT": "kliping"}, engine=engine, stats=None, spider=None)
    )

    async def days():
        for hour in hours:
            clock.set_source(lambda hour=hour: NOW + timedelta(hours=hour))
            await middleware.process_request(Request("https://kabar.test/berita"))

    try:
        asyncio.run(days())
    finally:
        clock.set_source(None)
    assert len(engine.asked) == 2


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Open an archive that knows one site."""
    with open_store(tmp_path_factory.mktemp("hosts"), disk_floor=0) as store:
        store.sync_sites([SITE])
        yield store


@pytest.mark.parametrize(
    "steps",
    [
        # (hours since the first run, what the host answers or None where it is not to be asked, outcomes)
        pytest.param([(0, 200, OPEN), (23.9, None, OPEN), (24, 304, OPEN), (47, None, OPEN)], id="a day"),
        pytest.param(
            [(0, 404, [None, None]), (23, None, [None, None]), (25, 200, OPEN)], id="none, for a day"
        ),
        pytest.param(
            [(0, DOWN, SHUT), (0.2, 503, SHUT), (0.4, 429, SHUT), (0.6, 200, OPEN)], id="unreachable"
        ),
        pytest.param(
            [(0, 404, [None, None]), (24, 500, SHUT), (25, 404, [None, None])], id="none is no copy"
        ),
        pytest.param(
            [(0, 200, OPEN), (24, DOWN, OPEN), (24.5, None, OPEN), (25, 503, OPEN), (2000, DOWN, OPEN)],
            id="a copy stands in",
        ),
        pytest.param([(0, 200, OPEN), (24, 503, OPEN), (26, 410, [None, None])], id="a copy that is gone"),
        pytest.param(
            [(0, 500, SHUT), (24 * 29.9, DOWN, SHUT), (24 * 30, 500, [None, None]), (24 * 31, 200, OPEN)],
            id="as if there were none after a month",
        ),
        pytest.param([(0, DOWN, SHUT), (400, 404, [None, None]), (800, DOWN, SHUT)], id="a month in a row"),
        pytest.param([(0, 200, OPEN), (-5, 200, OPEN), (18, None, OPEN)], id="a clock that was wrong"),
    ],
)
def test_archive_keeps_what_a_host_said(archive, steps):
    archive._archive.execute("DELETE FROM host_files")
    for hours, answer, outcomes in steps:
        clock.set_source(lambda hours=hours: NOW + timedelta(hours=hours))
        engine = Engine(answer)
        try:
            assert run(engine, "/berita", "/tertutup", store=archive) == outcomes, hours
        finally:
            clock.set_source(None)
        assert len(engine.asked) == (answer is not None), hours


def test_host_is_asked_again_with_validators_whole_after_a_week_and_at_the_operators_word(archive):
    archive._archive.execute("DELETE FROM host_files")
    seen = []
    for days, fresh in ((0, False), (1, False), (6, False), (7, False), (7, True)):
        clock.set_source(lambda days=days: NOW + timedelta(days=days))
        engine = Engine(200 if days in {0, 7} else 304)
        try:
            assert run(engine, "/berita", "/tertutup", store=archive, fresh=fresh) == OPEN
        finally:
            clock.set_source(None)
        seen += ["If-None-Match" in request.headers for request in engine.asked]
    assert seen == [False, True, True, False, False]
