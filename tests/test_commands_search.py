"""`kliping search`: lines for pipes, JSON for programs, highlights for readers; nothing that a terminal obeys."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import pytest
from archive_samples import KABAR, SUARA, archive_article, new_store, url_of
from click.testing import CliRunner
from rich.console import Console

from pipelines.archive import Search, open_archive
from pipelines.commands.output import local_time, printable, to_json
from pipelines.commands.search import print_hits, search
from pipelines.items import Timestamp


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    day = Timestamp(datetime.fromisoformat("2026-02-27"), None, "day", "printed")
    with new_store(folder, KABAR, SUARA) as store:
        archive_article(store, "banjir-bandang", text="MARTAPURA - Banjir bandang datang.\nWarga mengungsi.")
        archive_article(store, "banjir-rob", text="Banjir rob surut.", published=day, authors=("Budi",))
        archive_article(store, "banjir-lama", text="Banjir lama.", published=None)
        archive_article(
            store, "serangan", title="Judul\x1b[2J\u202e\x9b31m\tdua", text="Kata \x1b]0;x\x07 sandi."
        )
    return folder


def run(data, *args, **options):
    return CliRunner().invoke(search, [*args, "--data", str(data)], **options)


def columns(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_lines_hold_time_site_uid_title_and_snippet(data):
    result = run(data, "banjir", "-lama")
    first, second = columns(result)
    assert result.exit_code == 0
    assert first[:2] == ["2026-03-01T10:00+08:00", "kabar"]
    assert first[3:] == ["Banjir di Martapura", "MARTAPURA - Banjir bandang datang. Warga mengungsi."]
    assert (second[0], len(second[2])) == ("2026-02-27", 20)


@pytest.mark.parametrize(
    ("args", "count"),
    [
        (("banjir",), 3),
        (("banjir", "-lama"), 2),
        (('"banjir rob"',), 1),
        (("-hujan", "rob"), 1),  # -h is no option here
        (("ban*", "--limit", "2"), 2),
        (("banjir", "--since", "2026-03-01"), 1),
        (("banjir", "--until", "2026-02-28"), 1),
        (("banjir", "--author", "budi"), 1),
        (("banjir", "--site", "suara"), 0),
        (("banjir", "--region", "ID"), 3),
        (("--limit", "3"), 3),
        (("banjir", "--order", "relevance"), 3),
    ],
)
def test_options(data, args, count):
    result = run(data, *args)
    assert (result.exit_code, len(columns(result))) == (0, count), result.output


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (('""',), "nothing to look for"),
        (("banjir", "--site", "lain"), "no site 'lain' in this archive"),
        (("banjir", "--colour"), "--colour"),
        (("banjir", "--limit", "0"), "--limit"),
        (("banjir", "--since", "kemarin"), "--since"),
        (("(" * 5_000,), "4000 is the limit"),
        (("--order", "relevance"), "relevance"),
    ],
)
def test_misuse_is_named(data, args, message):
    result = run(data, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_finding_nothing_is_an_answer(data):
    result = run(data, "gempa")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "kliping: no article found\n")


def test_no_archive_is_misuse(tmp_path):
    result = run(tmp_path, "banjir")
    assert result.exit_code == 2
    assert "no archive at" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_data_folder_from_the_environment(data):
    result = CliRunner().invoke(search, ["rob"], env={"KLIPING_DATA": str(data)})
    assert len(columns(result)) == 1


def test_json_lines(data):
    result = run(data, "rob", "--json")
    row = json.loads(result.stdout)
    assert row["url"] == url_of("banjir-rob")
    assert (row["published"], row["published_at"], row["published_day"]) == ("2026-02-27",) * 3
    assert (row["authors"], row["snippet"]) == (["Budi"], "Banjir rob surut.")


@pytest.mark.parametrize("args", [("sandi",), ("sandi", "--json")])
def test_nothing_that_a_terminal_obeys_comes_out(data, args):
    result = run(data, *args)
    assert "sandi" in result.stdout
    assert not set(result.stdout) & set("\x1b\x9b\x07\u202e\x02\x03")


def test_reader_sees_matches_and_no_escapes(data):
    screen = io.StringIO()
    with open_archive(data) as archive:
        hits = archive.search(Search("sandi")) + archive.search(Search("rob"))
    print_hits(Console(file=screen, force_terminal=True, color_system="standard", width=100), hits)
    shown = screen.getvalue()
    assert "\x1b[1;33msandi\x1b[0m" in shown
    assert "Judul [2J" in shown
    assert not set(shown) & set("\x9b\x07\u202e\x02\x03")
    assert "\x1b[2J" not in shown


def test_markup_of_an_article_is_text(data):
    screen = io.StringIO()
    with open_archive(data) as archive:
        (hit,) = archive.search(Search("rob"))
    hit = replace(hit, title="[bold]Wow[/bold] :smile: [/")
    print_hits(Console(file=screen, force_terminal=True, width=100, emoji=False), [hit])
    assert "[bold]Wow[/bold] :smile: [/" in screen.getvalue()


@pytest.mark.parametrize(
    ("stored", "offset", "shown"),
    [
        ("2026-03-01T02:00:00Z", 480, "2026-03-01T10:00+08:00"),
        ("2026-03-01T02:00:00Z", -210, "2026-02-28T22:30-03:30"),
        ("2026-03-01T02:00:00Z", None, "2026-03-01T02:00Z"),
        ("2026-03-01T02:00:00", None, "2026-03-01T02:00"),
        ("2026-03-01", None, "2026-03-01"),
        ("9999-12-31T23:59:00Z", 480, "9999-12-31T23:59:00Z"),
        (None, None, None),
    ],
)
def test_time_on_the_publishers_wall(stored, offset, shown):
    assert local_time(stored, offset) == shown


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\x85b", "a\u2028b", "a\ud800b", "a\u2066b"])
def test_printable_is_one_line(text):
    assert printable(text) == "a b"


def test_json_escapes_what_a_terminal_obeys():
    value = {"a": "\x9b\u202e\x1b é"}
    assert json.loads(to_json(value)) == value
    assert not set(to_json(value)) & set("\x9b\u202e\x1b")


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (("banjir", "--count-by", "day"), ["2026-03-01\t1", "2026-02-27\t1", "\t1"]),
        (("--count-by", "day"), ["2026-03-01\t2", "2026-02-27\t1", "\t1"]),
        (("--count-by", "site"), ["kabar\t4"]),
        (("banjir", "-rob", "--count-by", "section"), ["\t2"]),
        (("banjir", "--count-by", "site", "--csv"), ["value,articles", "kabar,3"]),
        (("banjir", "--count-by", "site", "--json"), ['{"value": "kabar", "articles": 3}']),
        (("hujan", "--count-by", "site"), []),
        (
            ("banjir", "--count-by", "month", "--share"),
            ["2026-03\t1\t2\t0.5", "2026-02\t1\t1\t1.0", "\t1\t1\t1.0"],
        ),
        (("rob", "--count-by", "day", "--share"), ["2026-02-27\t1\t1\t1.0"]),
        (("banjir", "--count-by", "week"), ["2026-02-23\t2", "\t1"]),
        (("banjir", "--count-by", "place"), ["\t3"]),
        (("banjir", "--count-by", "site", "--share", "--csv"), ["value,articles,of,share", "kabar,3,4,0.75"]),
    ],
)
def test_counts_by_day_site_and_section(data, args, lines):
    assert run(data, *args).stdout.splitlines() == lines


def test_table_has_a_header_and_no_formula(data, tmp_path):
    with new_store(tmp_path, KABAR) as store:
        archive_article(
            store, "rumus", title='=HYPERLINK("x")', text="Kata, \x1bsandi.", authors=("Ani", "Budi")
        )
    header, row = csv.reader(run(tmp_path, "--csv").stdout.splitlines())
    found = dict(zip(header, row, strict=True))
    assert (found["title"], found["snippet"], found["authors"]) == (
        '\'=HYPERLINK("x")',
        "Kata,  sandi.",
        "Ani; Budi",
    )


def test_two_shapes_exclude_each_other(data):
    assert run(data, "--csv", "--json").exit_code == 2
