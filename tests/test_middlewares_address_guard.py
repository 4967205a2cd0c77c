"""The address guard: which addresses are refused, and that a real crawl, redirects included, reaches none of them."""

import asyncio
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.address_guard import AddressGuardMiddleware, is_public, refusal

CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
outcomes = {}
class Spider(scrapy.Spider):
    name = "guarded"
    async def start(self):
        for url in json.loads(sys.argv[1]):
            yield scrapy.Request(url, self.parse, errback=self.failed, dont_filter=True, meta={"asked": url})
    def parse(self, response):
        outcomes[response.meta["asked"]] = response.text
    def failed(self, failure):
        outcomes[failure.request.meta["asked"]] = f"{failure.type.__name__}: {failure.value}"
process = AsyncCrawlerProcess({
    "DOWNLOADER_MIDDLEWARES": {"crawler.middlewares.address_guard.AddressGuardMiddleware": 50},
    "KLIPING_TRUSTED_NETLOCS": set(json.loads(sys.argv[2])), "ROBOTSTXT_OBEY": True, "LOG_ENABLED": False,
    "RETRY_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "DOWNLOAD_DELAY": 0,
})
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(json.dumps([outcomes, crawler.stats.get_value("kliping/guard/refused", 0)]))
"""


class Server(ThreadingHTTPServer):
    """Remembers what it was asked for."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Newspaper)
        self.asked = []


class Newspaper(BaseHTTPRequestHandler):
    """Answers with its path; /to/ADDRESS redirects there."""

    server: Server

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        else:
            self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(self.path)))
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def servers():
    pair = [Server(), Server()]
    for server in pair:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield pair
    for server in pair:
        server.shutdown()
        server.server_close()


def crawl(urls, trusted):
    done = subprocess.run(
        [sys.executable, "-c", CRAWL, json.dumps(urls), json.dumps(trusted)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).resolve().parent.parent,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_crawl_reaches_the_trusted_server_and_nothing_else(servers):
    trusted, other = (server.server_address[1] for server in servers)
    home = f"http://127.0.0.1:{trusted}"
    refused = [
        f"http://127.0.0.1:{other}/direct",
        f"http://localhost:{other}/name",
        f"http://localhost:{trusted}/name",
        f"{home}/to/http://127.0.0.1:{other}/redirected",
        f"{home}/to///127.0.0.1:{other}/redirected",
        f"{home}/to/http://2130706433:{other}/decimal",
        f"{home}/to/http://0x7f.1:{other}/hex",
        f"{home}/to/http://0177.0.0.1:{other}/octal",
        f"http://[::ffff:127.0.0.1]:{other}/mapped",
        f"{home}/to/http://user:password@127.0.0.1:{trusted}/userinfo",
        f"{home}/to/http://169.254.169.254/latest/meta-data/",
    ]
    outcomes, count = crawl([f"{home}/page", *refused], [f"127.0.0.1:{trusted}"])
    assert outcomes[f"{home}/page"] == "/page"
    for url in refused:
        assert outcomes[url].startswith("IgnoreRequest: refused: http"), url
    # Where a redirect leads nowhere, its origin's robots.txt is not asked either.
    assert servers[1].asked == []
    assert count >= len(refused)


def guard(*trusted):
    crawler = get_crawler(settings_dict={"KLIPING_TRUSTED_NETLOCS": set(trusted)})
    return AddressGuardMiddleware.from_crawler(crawler)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "no http"),
        ("ftp://example.com/", "no http"),
        ("data:text/html,x", "no http"),
        ("http://user@example.com/", "user name"),
        ("http://user:secret@example.com/", "user name"),
        ("http://2130706433/", "spells"),
        ("http://0x7f000001/", "spells"),
        ("http://0177.0.0.1/", "spells"),
        ("http://127.1/", "spells"),
        ("http://127.0.0.0x1/", "spells"),
        ("http://example.0x/", "spells"),
        ("http://1.2.3.4.5/", "spells"),
    ],
)
def test_an_address_is_refused_for_its_form(url, reason):
    assert reason in (refusal(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://93.184.216.34:8443/",
        "http://[2606:4700::1111]/",
        "http://3com.example/",
    ],
)
def test_an_ordinary_form_passes(url):
    assert refusal(url) is None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::c0a8:101",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8001/", "http://127.0.0.1/", "http://[::1]:8000/", "http://10.0.0.1/"]
)
def test_only_the_very_host_and_port_is_trusted(url):
    one = guard("127.0.0.1:8000")
    asyncio.run(one.process_request(Request("http://127.0.0.1:8000/a")))
    with pytest.raises(IgnoreRequest, match="is not a public address"):
        asyncio.run(one.process_request(Request(url)))
    assert one.crawler.stats.get_value("kliping/guard/refused") == 1


def test_trust_does_not_cover_a_user_name():
    with pytest.raises(IgnoreRequest, match="user name"):
        asyncio.run(guard("127.0.0.1:8000").process_request(Request("http://me:secret@127.0.0.1:8000/")))


def test_the_answer_of_a_name_that_moved_to_a_private_address_is_refused():
    request = Request("http://rebound.example/")
    answer = Response(request.url, ip_address=ip_address("127.0.0.1"))
    with pytest.raises(IgnoreRequest, match=r"rebound\.example/ leads to 127\.0\.0\.1"):
        guard().process_response(request, answer)
    assert guard("rebound.example").process_response(request, answer) is answer
    public = Response(request.url, ip_address=ip_address("1.1.1.1"))
    assert guard().process_response(request, public) is public
