"""What saved searches found is told once; a notifier that fails is told all of it again; `kliping watch` says how it stands."""

import json
import re
import sys

import pytest
from archive_samples import KABAR, SUARA, new_store, rows
from click.testing import CliRunner
from harness import ROOT
from test_archive_saved import FLOOD, put
from test_checkup import SCRIPT, told

from crawler.cli import main
from pipelines import watching
from pipelines.archive import Search
from pipelines.operator_file import Notify, Operator
from pipelines.watching import tell_saved


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive with a search that found a new article and a changed one, of which nobody was told."""
    data = tmp_path_factory.mktemp("watched")
    with new_store(data, KABAR, SUARA) as store:
        store.saved.add("banjir", Search("banjir"))
        put(store, "satu", title="Banjir\x1b[2J\u202e <b>")
        put(store, "satu", FLOOD.replace("tiga", "empat"), hours=1, title="Banjir\x1b[2J\u202e <b>")
        put(store, "dua")
        store.saved.match()
    return data


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


def operator(box):
    return Operator(notify=Notify(command=(sys.executable, "-c", SCRIPT, str(box))))


def untold(data):
    return rows(data, "SELECT count(*), max(tries) FROM saved_matches WHERE told_at IS NULL")


def test_told_once_and_again_after_a_notifier_that_failed(tmp_path, box):
    with new_store(tmp_path, KABAR) as store:
        store.saved.add("banjir", Search("banjir"))
        store.saved.add("kabar", Search(sites=("kabar",)))
        uid = put(store, "satu")
        (box / "full").touch()
        lines = tell_saved(store, operator(box))
        assert lines == [
            "watch banjir: 1 new",
            "watch kabar: 1 new",
            "watch: the operator could not be told of 2 matches; they are told after the next run",
        ]
        assert untold(tmp_path) == [(2, 1)]
        (box / "full").unlink()
        put(store, "dua")
        assert tell_saved(store, operator(box)) == lines[:2]
        assert tell_saved(store, operator(box)) == []
    (message,) = told(box)
    assert message["kind"] == "watch"
    assert message["subject"] == "kliping: found by banjir (2), kabar (2)"
    assert message["counts"] == {"banjir": 2, "kabar": 2}
    assert [each["uid"] for each in message["matches"]].count(uid) == 2
    assert untold(tmp_path) == [(0, None)]


def test_a_message_names_some_and_counts_the_rest_and_its_keys_are_documented(made, monkeypatch):
    monkeypatch.setattr(watching, "NAMED", 1)
    with new_store(made) as store:
        message = watching.to_message(*store.saved.untold(1))
    assert message.subject == "kliping: found by banjir (2)"
    assert message.text.endswith("  and 1 more")
    page = (ROOT / "docs" / "watches.md").read_text(encoding="utf-8")
    (match,) = message.data["matches"]
    assert {*message.data, *match} <= set(re.findall(r"`(\w+)`", page))


def test_where_no_notifier_is_named_the_feed_alone_tells(tmp_path):
    with new_store(tmp_path, KABAR) as store:
        store.saved.add("banjir", Search("banjir"))
        put(store, "satu")
        assert tell_saved(store, Operator()) == ["watch banjir: 1 new"]
    assert untold(tmp_path) == [(0, None)]


def watch(data, *args, code=0):
    run = CliRunner().invoke(main, ["watch", *args, "--data", str(data)])
    assert run.exit_code == code, run.output
    return run.output


def test_list_and_show_say_how_it_stands_and_obey_nothing(made):
    name, found, _, query, waiting = watch(made, "list").rstrip("\n").split("\t")
    assert (name, found, query, waiting) == ("banjir", "2", "banjir", "2 untold after 0 tries")
    shown = watch(made, "show", "banjir")
    assert not set("\x1b\u202e") & set(shown)
    assert shown.startswith("banjir: banjir, from 20")
    assert len(shown.splitlines()) == 3
    (match, _) = [json.loads(line) for line in watch(made, "show", "banjir", "--json").splitlines()]
    assert (match["watch"], match["kind"], match["site"]) == ("banjir", "new", "kabar")
    assert json.loads(watch(made, "list", "--json"))["query"] == {"words": "banjir"}


def test_add_remove_and_run(tmp_path):
    with new_store(tmp_path, KABAR) as store:
        put(store, "satu")
    said = watch(
        tmp_path, "add", "air-naik", '"tiga desa"', "-longsor", "--region", "ID-KS", "--since", "2026-01-01"
    )
    assert said.startswith('air-naik: "tiga desa" -longsor --region ID-KS --since 2026-01-01, from ')
    assert "its feed begins with 1 article of the past" in watch(tmp_path, "add", "desa", "desa", "--past")
    assert "found anything new" in watch(tmp_path, "run")
    with new_store(tmp_path) as store:
        put(store, "dua")
    assert watch(tmp_path, "run") == "watch air-naik: 1 new\nwatch desa: 1 new\n"
    assert watch(tmp_path, "remove", "desa") == "desa: removed, with 2 matches\n"
    assert "no saved search 'desa'" in watch(tmp_path, "show", "desa", code=2)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "X Y", "banjir"), "'X Y' is no name"),
        (("add", "x"), "needs words or a filter"),
        (("add", "x", "-banjir"), "a word that is not excluded"),
        (("add", "x", "--unique", "banjir"), "No such option"),
        (("add", "x", "banjir", "--site", "nirgends"), "no site 'nirgends'"),
        (("add", "banjir", "banjir"), "already"),
        (("remove", "nirgends"), "no saved search 'nirgends'"),
        (("show", "nirgends"), "no saved search 'nirgends'"),
    ],
)
def test_misuse_is_a_sentence(made, args, said):
    assert said in watch(made, *args, code=2)


@pytest.mark.parametrize("args", [("list",), ("run",), ("add", "x", "y"), ("remove", "x")])
def test_an_archive_that_is_not_there_is_not_made(tmp_path, args):
    assert "no archive at" in watch(tmp_path / "none", *args, code=2)
    assert list(tmp_path.iterdir()) == []
