"""`kliping health`: a line a site, evidence, JSON with its documented keys, exit codes, acknowledgement."""

import json
import re

import pytest
from click.testing import CliRunner
from harness import ROOT
from health_page import check
from test_health_archive import Paper

from crawler.cli import main
from pipelines import clock


@pytest.fixture(scope="module")
def ill(tmp_path_factory):
    """An archive of a paper one of whose channels stands still, and whose pages were redesigned."""
    paper = Paper(tmp_path_factory.mktemp("ill"))
    paper.run(80)
    paper.feed, paper.author, paper.text = False, (), "Baca selengkapnya di aplikasi."
    paper.run(8)
    yield paper
    clock.set_source(None)


def ask(paper, *args):
    clock.set_source(lambda: paper.now)
    return CliRunner().invoke(main, ["health", *args, "--data", str(paper.data)])


def test_a_line_a_site(ill):
    run = ask(ill)
    assert run.exit_code == 6
    site, state, since, usual, last, what = run.stdout.rstrip("\n").split("\t")
    assert (site, state, usual, last) == ("kabar", "alarm", "8 a day", "0 minutes ago")
    assert what.startswith(
        "broken: 8 of 8 new pages without an author; 1% before (and 1 more); dead-channel: "
    )
    assert re.fullmatch(r"2026-03-1\dT\d\d:00:00Z", since)


def test_evidence_of_a_site(ill):
    def asked(args):
        run = ask(ill, *args[1:])
        assert run.exit_code == 6
        return run.stdout

    check([4], asked)


def test_json_has_the_keys_of_its_page(ill):
    told = json.loads(ask(ill, "--json").stdout)
    page = (ROOT / "docs" / "health.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page[page.index("| `judged_at` |") : page.index("All of it is in")]))
    (site,) = told["sites"]
    kinds = [alarm["kind"] for alarm in site["alarms"]]
    alarm = site["alarms"][0]
    keys = {*told, *site, *alarm, *alarm["symptoms"][0]}
    assert keys <= named
    assert (site["state"], kinds, site["usual_by_weekday"]) == (
        "alarm",
        ["broken", "dead-channel"],
        [8.0] * 7,
    )


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("lain",), 2, "no site 'lain'"),
        (("ack", "lain", "--until", "2026-05-01"), 2, "no open alarm of lain"),
        (("ack", "kabar", "--until", "2026-03-01"), 2, "2026-03-01 is over"),
        (("ack", "kabar"), 2, "--until"),
        (("test-notify",), 4, "names no command, webhook or mail"),
    ],
)
def test_misuse(ill, args, code, said):
    run = ask(ill, *args)
    assert (run.exit_code, said in run.output) == (code, True), run.output


def test_no_archive_is_misuse(tmp_path):
    run = CliRunner().invoke(
        main, ["health", "ack", "kabar", "--until", "2099-01-01", "--data", str(tmp_path)]
    )
    assert run.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_acknowledged_alarm_is_no_failure_until_its_day_is_over(ill):
    assert ask(ill, "ack", "kabar", "--until", "2026-03-20", "--reason", "redaksi tahu").exit_code == 0
    run = ask(ill)
    assert (run.exit_code, run.stdout.split("\t")[1]) == (0, "acknowledged")
    assert "acknowledged until 2026-03-21T00:00:00Z: redaksi tahu" in ask(ill, "kabar").stdout
    ill.now = clock.from_iso("2026-03-21T00:00:00Z")
    assert ask(ill).exit_code == 6
