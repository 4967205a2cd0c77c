"""`kliping show`: an article with its provenance, its versions, what was removed, and the page itself."""

import json
from datetime import datetime

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
from pipelines.items import Finding, Look, Notice, Removed, Timestamp

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


def looked_at(folder, *findings, notice=None, published=None, again=None):
    """Archive an article, and look at it again, an hour apart."""
    with new_store(folder) as store:
        fields = {"published": published} if published else {}
        store_article(store, article_of(A, notice=notice, **fields))
        for hour, finding in enumerate(findings, start=1):
            article = article_of(A, again) if again and finding is None else None
            store.record_look(Look(1, finding, "http 404", 404, article=article), later(hours=hour))
    return run(folder, A).stdout.splitlines()


def store_article(store, article):
    add_leads(store, article.url)
    store.record_outcome(fetched(article.url, article), NOON)


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ((), "looked at: never looked at again; next "),
        (
            (Finding.UNCHANGED,) * 3,
            "looked at: no change in 3 looks, 2026-03-01T05:00:00Z to 2026-03-01T07:00:00Z; next ",
        ),
        (
            (None, Finding.UNCHANGED),
            "looked at: 2 looks, 2026-03-01T05:00:00Z to 2026-03-01T06:00:00Z; no change in the last 1; next ",
        ),
    ],
)
def test_not_looked_at_and_not_changed_are_two_things(tmp_path, findings, told):
    lines = looked_at(tmp_path, *findings, again="Korban 415 jiwa.")
    (line,) = (line for line in lines if line.startswith("looked at"))
    assert line.startswith(told)


def test_article_that_went_says_since_when_and_by_what_evidence(tmp_path):
    lines = looked_at(tmp_path, Finding.NOT_FOUND)
    assert "presence: suspect" in lines
    assert "suspect: since 2026-03-01T05:00:00Z: http 404" in lines


def test_version_tells_what_it_changed(data):
    lines = [line for line in run(data, A).stdout.splitlines() if line.startswith("version")]
    assert lines[0].endswith(f"sha256 {lines[0].split()[-1]}")
    assert lines[1].endswith("; changed figure, wording")


def test_text_that_came_back_says_when_it_was_last_seen(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, A)
        for hour, text in enumerate(("Korban 412 jiwa.", "Korban 415 jiwa.", "Korban 412 jiwa.")):
            store.record_outcome(
                fetched(A, article_of(A, text), PAGE + str(hour).encode()), later(hours=hour)
            )
    lines = [line for line in run(tmp_path, A).stdout.splitlines() if line.startswith("version")]
    assert lines[0].startswith("version 1 *: ")
    assert lines[0].endswith("; last seen 2026-03-01T06:00:00Z")
    assert lines[1].endswith("; changed figure")


def test_backfilled_article_says_what_is_not_known(tmp_path):
    published = Timestamp(datetime.fromisoformat("2026-02-01T10:00"), 480, "minute", "json-ld")
    lines = looked_at(tmp_path, published=published)
    assert (
        "first seen: 2026-03-01T04:00:00Z, 28 days after publication: what it said before is not known"
        in lines
    )


def test_modification_before_the_first_look_is_told(tmp_path):
    modified = Timestamp(datetime.fromisoformat("2026-03-01T11:00"), 480, "minute", "json-ld")
    with new_store(tmp_path) as store:
        store_article(store, article_of(A, modified=modified))
    lines = run(tmp_path, A).stdout.splitlines()
    assert "modified before that: 2026-03-01T03:00:00Z" in lines
    assert "first seen: 2026-03-01T04:00:00Z" in lines


def test_corrections_are_told_of_both(tmp_path):
    with new_store(tmp_path) as store:
        store_article(store, article_of(A))
        store_article(store, article_of(B, notice=Notice("correction", "Ralat", urls=(A,))))
    assert f"corrected by: {B} (correction)" in run(tmp_path, A).stdout.splitlines()
    assert f"correction: of {A} (Ralat)" in run(tmp_path, B).stdout.splitlines()
    history = json.loads(run(tmp_path, A, "--json").stdout)["history"]
    assert (history["checks"], [each["url"] for each in history["corrected_by"]]) == (0, [B])
