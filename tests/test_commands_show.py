"""`kliping show`: an article with its provenance, its versions, what was removed, and the page itself."""

import json

import pytest
from archive_samples import (
    NOON,
    PAGE,
    add_leads,
    archive_article,
    article_of,
    fetched,
    later,
    new_store,
    url_of,
)
from click.testing import CliRunner

from pipelines.commands.show import show
from pipelines.items import Removed

A, B = url_of("banjir-di-martapura"), url_of("banjir-di-martapura-amp")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("show")
    removed = (Removed("Baca Juga:\x1b[2J Lain", "related", "phrase"),)
    fields = {
        "authors": ("Ani", "Budi"),
        "section": "Daerah",
        "sign_off": "pr/klik",
        "dateline_place": "BANJARMASIN",
    }
    with new_store(folder) as store:
        add_leads(store, A, B)
        store.record_outcome(
            fetched(A, article_of(A, "Korban 412 jiwa.\nBanjir.", removed=removed, **fields)), NOON
        )
        again = article_of(A, "Korban 415 jiwa.\nBanjir\x1b[31m.", removed=removed, **fields)
        store.record_outcome(fetched(A, again, PAGE + b"2"), later(hours=1))
        store.record_outcome(fetched(B, article_of(A)), later(hours=2))
    return folder


def run(data, *args):
    return CliRunner().invoke(show, [*args, "--data", str(data)])


@pytest.mark.parametrize(
    "line",
    [
        f"url: {A}",
        f"address: {B}",
        "published: 2026-03-01T10:00+08:00 (json-ld)",
        "authors: Ani, Budi",
        "sign-off: pr/klik",
        "section: Daerah",
        "Korban 415 jiwa.",
        "removed: 1 blocks (--removed lists them)",
    ],
)
def test_shows(data, line):
    result = run(data, A)
    assert result.exit_code == 0
    assert line in result.stdout.splitlines()


def test_nothing_that_a_terminal_obeys_comes_out(data):
    for args in ((A,), (A, "--json"), (A, "--removed")):
        assert "\x1b" not in run(data, *args).stdout


def test_citation_names_capture_time_and_digest(data):
    lines = [line for line in run(data, B).stdout.splitlines() if line.startswith("version")]
    assert lines[0].startswith(
        "version 1: seen 2026-03-01T04:00:00Z, page, capture 1 of 2026-03-01T04:00:00Z, sha256 "
    )
    assert lines[1].startswith("version 2 *: seen 2026-03-01T05:00:00Z, page, capture 2 of ")


def test_older_version(data):
    assert "Korban 412 jiwa." in run(data, A, "--version", "1").stdout
    assert "version 1 *" in run(data, A, "--version", "1").stdout


def test_json(data):
    row = json.loads(run(data, "1", "--json").stdout)
    assert (row["text"], row["version"]) == ("Korban 415 jiwa.\nBanjir\x1b[31m.", 2)
    assert row["addresses"] == [A, B]
    assert [version["captures"][0]["size"] for version in row["versions"]] == [len(PAGE), len(PAGE) + 1]
    assert [block["rule"] for block in row["removed"]] == ["phrase"]
    assert row["authors"] == ["Ani", "Budi"]


def test_removed(data):
    assert run(data, A, "--removed").stdout == "related\tphrase\tBaca Juga: [2J Lain\n"


@pytest.mark.parametrize(("args", "payload"), [((), PAGE + b"2"), (("--version", "1"), PAGE)])
def test_raw_is_the_page_byte_for_byte(data, args, payload):
    assert run(data, A, "--raw", *args).stdout_bytes == payload


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("https://lain.example/x",), "no article https://lain.example/x"),
        (("zzz\x1b[2J",), "no article zzz [2J"),
        ((A, "--version", "3"), "has no version 3, it has 2"),
    ],
)
def test_what_is_not_there_is_named(data, args, message):
    result = run(data, *args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_articles_can_be_shown_without_their_captures(tmp_path):
    with new_store(tmp_path) as store:
        archive_article(store, "banjir")
    (tmp_path / "captures.db").unlink()
    result = run(tmp_path, url_of("banjir"))
    assert result.exit_code == 0
    assert "version 1 *: seen 2026-03-01T04:00:00Z, page" in result.stdout.splitlines()
    result = run(tmp_path, url_of("banjir"), "--raw")
    assert result.exit_code == 2
    assert "captures.db" in result.stderr
