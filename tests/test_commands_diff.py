"""`kliping diff`: what changed between two versions, word by word."""

import json

import pytest
from archive_samples import PAGE, add_leads, article_of, fetched, later, new_store, url_of
from click.testing import CliRunner
from rich.console import Console

from pipelines.archive import open_archive
from pipelines.archive.revising import add_reading
from pipelines.commands import diff as command
from pipelines.items import Reading

A, B = url_of("banjir-di-martapura"), url_of("banjir-di-kandangan")
TEXTS = (
    "Korban 412 jiwa.\nWarga mengungsi ke masjid.",
    "Korban 415 jiwa.\nWarga mengungsi ke sekolah\x1b[2J.\nAir\nsurut.",
    "Korban 415 jiwa.\nWarga mengungsi ke sekolah.",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    with new_store(folder) as store:
        add_leads(store, A, B)
        store.record_outcome(fetched(B, article_of(B)), later())
        for hour, text in enumerate(TEXTS[:2]):
            store.record_outcome(
                fetched(A, article_of(A, text), PAGE + str(hour).encode()), later(hours=hour)
            )
        store.flush()
        with store._step():
            add_reading(store._archive, 3, article_of(A, TEXTS[2], reading=Reading("new")))
            store._recorder.unplaced.add(2)
    return folder


def run(data, *args):
    return CliRunner().invoke(command.diff, [*args, "--data", str(data)])


def test_word_by_word_with_marks(data):
    uid = run(data, A, "1", "2").stdout[:20]
    assert run(data, A, "1", "2").stdout.splitlines() == [
        f"{uid} version 1: seen 2026-03-01T04:00:00Z, page",
        f"{uid} version 2: seen 2026-03-01T05:00:00Z, page",
        "figure in paragraph 1: [-412-] {+415+}",
        "paragraph-added in paragraph 3: {+Air+}",
        "paragraph-added in paragraph 4: {+surut.+}",
        "wording in paragraph 2: [-masjid-] {+sekolah [2J+}",
        "",
        "Banjir di Martapura",
        "",
        "Korban [-412-]{+415+} jiwa.",
        "Warga mengungsi ke [-masjid-]{+sekolah [2J.+}",
        "{+Air+}",
        "{+surut+}.",
    ]


@pytest.mark.parametrize(
    ("args", "numbers"),
    [
        ((), (1, 3)),  # the last reading of each text
        (("2",), (1, 2)),
        (("3",), (2, 3)),
        (("2", "1"), (2, 1)),
    ],
)
def test_which_versions(data, args, numbers):
    found = json.loads(run(data, A, *args, "--json").stdout)
    assert (found["from"]["number"], found["to"]["number"]) == numbers


def test_json_holds_both_texts(data):
    found = json.loads(run(data, A, "1", "2", "--json").stdout)
    text = "".join(each.get("same", each.get("after")) for each in found["text"])
    assert text == TEXTS[1]
    assert found["changes"][0] == {"kind": "figure", "before": "412", "after": "415", "paragraph": 1}


def test_other_rules_are_named(data):
    assert ", read by other rules" in run(data, A, "3").stdout.splitlines()[1]


def test_colours_on_a_terminal(data):
    with open_archive(data) as archive:
        article = archive.find_article(A)
        old, new = archive.versions(article.id)[:2]
        lines = command.show_diff(article, old, new, archive.changes_between(old.id, new.id))
    console = Console(force_terminal=True, color_system="standard", width=80)
    with console.capture() as captured:
        console.print(lines[-1])
    assert captured.get().startswith("Korban \x1b[9;31m412\x1b[0m\x1b[4;32m415\x1b[0m jiwa.")


def test_nothing_that_a_terminal_obeys_comes_out(data):
    for args in ((), ("1", "2"), ("1", "2", "--json")):
        assert "\x1b" not in run(data, A, *args).stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("https://lain.example/x",), "no article https://lain.example/x"),
        ((A, "9"), "has no version 9, it has 3"),
        ((A, "1"), "is a first one: it follows none"),
        ((B,), "has one version of its text: nothing to compare"),
    ],
)
def test_what_cannot_be_compared_is_said(data, args, message):
    result = run(data, *args)
    assert result.exit_code == 2
    assert message in result.stderr
