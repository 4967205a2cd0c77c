"""Logs for machines: each line of a crawl is an object that names its site and address."""

import json
import logging
import sys

import pytest
from harness import kliping, loopback_site, site_file, write_site

from crawler.log_lines import JsonLines
from pipelines.catalogue import Site

KORAN = Site(id="koran", name="Koran", homepage="https://www.koran.test/")


def written(message, *args, **more):
    lines = JsonLines()
    lines.learn([KORAN])
    return json.loads(lines.format(logging.LogRecord("kliping", 30, "x.py", 1, message, args, **more)))


@pytest.mark.parametrize(
    ("message", "args", "told"),
    [
        ("%s: channels found", ("koran",), {"site": "koran"}),
        ("%s: http 500", ("https://koran.test/a?b=1",), {"site": "koran", "url": "https://koran.test/a?b=1"}),
        ("gave up https://lain.test/x: late", (), {"url": "https://lain.test/x"}),
        ("%d leads done", (3,), {}),
        ("odd http://[::1/x", (), {"url": "http://[::1/x"}),
    ],
)
def test_record_names_site_and_address(message, args, told):
    found = written(message, *args, exc_info=None)
    assert {key: value for key, value in found.items() if key in {"site", "url"}} == told
    assert found["message"] == message % args
    assert found["level"] == "warning"


def test_record_is_one_line_with_its_traceback():
    try:
        raise ValueError("salah\nbaris")
    except ValueError:
        lines = JsonLines().format(logging.LogRecord("kliping", 40, "x.py", 1, "é", (), sys.exc_info()))
    assert "\n" not in lines
    assert "ValueError: salah" in json.loads(lines)["error"]


def test_every_line_of_a_crawl_is_an_object(tmp_path):
    with loopback_site() as served:
        channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{served.base_url}/feed"\n'
        write_site(tmp_path, site_file("koran", served.base_url, channel))
        run = kliping("crawl", "koran", "--log-format", "json", "--data", str(tmp_path))
    assert run.returncode == 1
    told = [json.loads(line) for line in run.stderr.splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(each) for each in told))
    (failed,) = [each for each in told if "http 404" in each["message"]]
    assert (failed["site"], failed["url"]) == ("koran", f"{served.base_url}/feed")
