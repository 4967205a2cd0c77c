"""`kliping removed` and `kliping learned`: nothing vanishes unseen, and what was learned says why."""

import json

import pytest
from archive_samples import KABAR, NOON, SUARA, archive_article, later, new_store
from click.testing import CliRunner

from crawler.cli import main
from pipelines.exits import ExitCode
from pipelines.extract.learned import digest_of
from pipelines.items import Lesson, Removed

STOCK = "Dukung jurnalisme warga lewat kanal kami."
RULE = f"learned:{digest_of(STOCK)[:8]}"
LEARNED = Removed(STOCK, "repeated on this site", RULE)
AD = Removed("ADVERTISEMENT\x1b[2J", "ads", "phrase “ADVERTISEMENT”")


@pytest.fixture
def data(tmp_path):
    """An archive of three articles, two of which lost a learned block, and one an advertisement."""
    with new_store(tmp_path, KABAR, SUARA) as store:
        archive_article(store, "aa", removed=(LEARNED, AD))
        archive_article(store, "bb", removed=(LEARNED,))
        archive_article(store, "cc")
        lesson = Lesson("block", digest_of(STOCK), STOCK, 4, 5, NOON, later(hours=2))
        store.save_lessons(KABAR.id, [lesson], later(hours=3))
        store.save_lessons(SUARA.id, [lesson], later(hours=3))
        store.save_lessons(SUARA.id, [], later(hours=4))
    return tmp_path


def run(*args, data):
    return CliRunner().invoke(main, [*args, "--data", str(data)])


def test_removed_counts_articles_and_names_an_example(data):
    lines = [line.split("\t") for line in run("removed", data=data).stdout.splitlines()]
    newest = CliRunner().invoke(main, ["search", "--json", "--data", str(data)])
    uids = {json.loads(line)["uid"] for line in newest.stdout.splitlines()}
    assert [line[:4] for line in lines] == [
        ["kabar", "ads", "1", AD.rule],
        ["kabar", "repeated on this site", "2", RULE],
    ]
    assert {line[4] for line in lines} <= uids
    assert [line[5] for line in lines] == ["ADVERTISEMENT [2J", STOCK]


@pytest.mark.parametrize(
    ("args", "count"),
    [
        ((), 2),
        (("kabar",), 2),
        (("suara",), 0),
        (("--reason", "ads"), 1),
        (("--rule", RULE), 1),
        (("kabar", "--reason", "ads", "--rule", RULE), 0),
        (("--limit", "1"), 1),
    ],
)
def test_removed_can_be_narrowed(data, args, count):
    assert len(run("removed", *args, data=data).stdout.splitlines()) == count


def test_removed_says_what_it_does_not_show(data):
    assert "1 of 2 removed blocks" in run("removed", "--limit", "1", data=data).stderr
    assert "no removed block found" in run("removed", "suara", data=data).stderr


def test_removed_as_json(data):
    rows = [json.loads(line) for line in run("removed", "--json", data=data).stdout.splitlines()]
    assert rows[1]["text"] == STOCK
    assert (rows[1]["site_id"], rows[1]["articles"], rows[1]["rule"]) == ("kabar", 2, RULE)


def test_learned_shows_the_evidence(data):
    (line,) = run("learned", "kabar", data=data).stdout.splitlines()
    assert line.split("\t") == [
        RULE,
        "block",
        "4 of 5 pages",
        "2026-03-01T04:00:00Z to 2026-03-01T06:00:00Z",
        "version 1",
        "removed from 2 articles",
        STOCK,
    ]


def test_learned_shows_what_was_forgotten(data):
    (line,) = run("learned", "suara", data=data).stdout.splitlines()
    assert "version 1, forgotten in 2" in line


@pytest.mark.parametrize("command", ["removed", "learned"])
def test_site_that_the_archive_does_not_know_is_misuse(data, command):
    result = run(command, "tidak-ada", data=data)
    assert result.exit_code == ExitCode.MISUSE
    assert "no site 'tidak-ada' in this archive" in result.stderr


def test_site_of_which_nothing_is_known_yet(tmp_path):
    new_store(tmp_path).close()
    result = run("learned", "kabar", data=tmp_path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing was learned of kabar yet" in result.stderr
