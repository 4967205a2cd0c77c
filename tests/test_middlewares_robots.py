"""robots.txt: whose rules are ours, and how much of one is read."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.signalmanager import SignalManager

from crawler.middlewares import robots
from crawler.middlewares.reservations import MAX_BYTES as RESERVATIONS_MAX
from crawler.middlewares.reservations import parse_reservations
from crawler.middlewares.robots import MAX_AGE, MAX_BYTES, RobotsMiddleware, for_our_agent
from crawler.middlewares.standing import Unserved


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
        (b'{"location": "/", "tdm-reservation": 1}', False),  # no list of rules
        (b'[{"location": "/\\nDisallow: /", "tdm-reservation": 1}, 7, {"location": 3}]', False),
        (b"<html>404</html>", False),
        (b"[" * 60_000, False),
        (b'[{"location": "/", "tdm-reservation": 1}]' + b" " * RESERVATIONS_MAX, False),
    ],
)
def test_reservations_of_a_host_are_read(payload, is_reserved):
    rules = parse_reservations(payload)
    assert (rules is not None and not rules.can_fetch("https://kabar.test/berita/1", "*")) is is_reserved


class Engine:
    """Gives one answer to every request for robots.txt, and counts them."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = 0
        self.downloader = SimpleNamespace(get_slot_key=lambda request: "no site's")

    async def download_async(self, request):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return TextResponse(request.url, status=self.answer, body=b"User-agent: *\nDisallow: /tertutup")


def ask(engine, *paths):
    """Send requests through the middleware; return for each None, or what it raised."""
    crawler = SimpleNamespace(
        settings={"ROBOTSTXT_USER_AGENT": "kliping"},
        engine=engine,
        spider=None,
        stats=None,
        signals=SignalManager(),
    )
    middleware = RobotsMiddleware(crawler)

    async def outcomes():
        asked = (middleware.process_request(Request(f"https://kabar.test{path}")) for path in paths)
        return await asyncio.gather(*asked, return_exceptions=True)

    return [outcome and type(outcome) for outcome in asyncio.run(outcomes())]


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (200, [None, IgnoreRequest]),
        *((status, [None, None]) for status in (400, 401, 403, 404, 410, 451)),
        *((status, [Unserved, Unserved]) for status in (301, 304, 429, 500, 502, 503, 599)),
        (OSError("no route"), [Unserved, Unserved]),
        (IgnoreRequest("max redirections reached"), [Unserved, Unserved]),
    ],
)
def test_what_robots_txt_is_answered_with_decides(answer, outcomes):
    engine = Engine(answer)
    assert ask(engine, "/berita", "/tertutup") == outcomes
    assert engine.asked == 1


def test_robots_txt_is_believed_for_a_day(monkeypatch):
    engine, hours = Engine(404), iter((0.0, MAX_AGE - 1, MAX_AGE + 1, MAX_AGE + 2))
    now = [0.0]
    monkeypatch.setattr(robots, "monotonic", lambda: now[0])
    middleware = RobotsMiddleware(
        SimpleNamespace(settings={"ROBOTSTXT_USER_AGENT": "kliping"}, engine=engine, stats=None)
    )

    async def days():
        for now[0] in hours:
            await middleware.process_request(Request("https://kabar.test/berita"))

    asyncio.run(days())
    assert engine.asked == 2
