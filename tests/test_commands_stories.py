"""`kliping compare`, `stories` and `story`: who printed what, in whose words, and who was first."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from archive_samples import KABAR, NOON, SUARA, new_store
from click.testing import CliRunner
from retold import tell, text
from test_archive_stories import COPY, EDITED, FIRST, PRINTED, printed

from crawler.cli import main
from pipelines.items import Finding, Look

RELEASE = tell("siaran pers")
SITES = ((), ("--order", "newest"), ("--site", "suara"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stories")
    figures = [f"Banjir {count} rumah." for count in ("412", "415")]
    with new_store(folder, KABAR) as store:
        for article in (
            *PRINTED,
            printed("https://satu.example/2", figures[0], *tell("banjir"), minute=-60, title="Banjir\x1b[2J"),
            printed("https://dua.example/2", figures[1], *tell("banjir"), minute=-50),
        ):
            store.import_article(article, KABAR, None, NOON)
    return folder


def run(*args, exit_code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exit_code == exit_code, result.output
    return result


def columns(result):
    return [line.split("\t") for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("args", "counts"),
    [
        ((), ["4", "2"]),
        (("--order", "newest"), ["4", "2"]),
        (("--limit", "1"), ["4"]),
        (("--site", "kabar"), ["4", "2"]),
    ],
)
def test_stories_are_counted_once(data, args, counts):
    lines = columns(run("stories", *args, "--data", data))
    assert [line[0] for line in lines] == counts
    assert lines[0][1:5] == ["2", "1", "2026-03-01T10:00+08:00", "kabar"]


def test_stories_as_json(data):
    story = json.loads(run("stories", "--limit", "1", "--json", "--data", data).stdout)
    assert (story["articles"], story["url"], story["is_certain"]) == (4, FIRST, True)


def test_unknown_site_is_an_error(data):
    assert "no site 'nirgends'" in run("stories", "--site", "nirgends", "--data", data, exit_code=2).stderr


def test_story_tells_who_when_and_how_alike(data):
    lines = columns(run("story", EDITED, "--data", data))
    assert [line[0] for line in lines] == ["1", "2", "3", "4"]
    assert [line[5].partition(" ")[0] for line in lines] == ["first", "copy", "copy", "derived"]
    assert lines[1][1:3] == ["2026-03-01T10:05+08:00", "json-ld"]


def test_story_points_out_a_figure_that_differs_and_obeys_nothing(data):
    result = run("story", "--data", data, "https://dua.example/2")
    assert columns(result)[1][6] == "412 → 415"
    assert "\x1b" not in result.stdout


def test_story_as_json_and_of_an_article_that_is_alone(data):
    told = json.loads(run("story", "show", COPY, "--json", "--data", data).stdout)
    assert [member["url"] for member in told["members"]][:3] == [FIRST, COPY, EDITED]
    alone = run("story", "https://empat.example/2", "--data", data)
    assert (alone.stdout, "related to no other" in alone.stderr) == ("", True)
    run("story", "https://nirgends.example/", "--data", data, exit_code=2)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    """An archive of a story: first 412 at ten, 415 at twenty past; of its three copies one follows and one goes."""
    folder = tmp_path_factory.mktemp("corrected")
    said = ("Banjir merendam 412 rumah di tiga desa sejak Minggu pagi.", *tell("banjir"))
    paid = (said[0].replace("412", "415"), *said[1:])
    with new_store(folder, KABAR, SUARA) as store:
        for minute, paper in enumerate(("kabar", "suara", "tiga", "empat")):
            article = printed(f"https://{paper}.example/1", *said, minute=minute)
            store.import_article(article, SUARA if paper == "suara" else KABAR, None, NOON)
        for minute, paper in ((0, "kabar"), (3, "empat")):
            at = NOON + timedelta(minutes=20 + minute)
            store.import_article(printed(f"https://{paper}.example/1", *paid, minute=minute), KABAR, None, at)
        for day in range(1, 6):
            store.record_look(Look(3, Finding.NOT_FOUND, "http 410", 410), NOON + timedelta(days=day))
    return folder


def test_story_tells_which_copies_still_carry_what_another_corrected(corrected):
    found = run("story", "https://tiga.example/1", "--changes", "--data", corrected).stdout.splitlines()
    lines = [line.split("\t") for line in found if not line.startswith("! ")]
    gone = f"gone at kabar {lines[3][2]}"
    assert [(line[0], line[1], line[3], line[5], line[6], line[7]) for line in lines] == [
        ("1", "kabar", "1", "", "", ""),
        ("1", "kabar", "2", "live", "412 → 415", gone),
        ("2", "suara", "1", "live", "", f"412 (→ 415); {gone}"),
        ("3", "kabar", "1", "gone", "", ""),
        ("4", "kabar", "1", "", "", ""),
        ("4", "kabar", "2", "live", "412 → 415", gone),
    ]
    told = [line.removeprefix("! ") for line in found if line.startswith("! ")]
    assert told[0].startswith(
        f"412 corrected to 415: kabar {lines[0][2]} in version 2 at 2026-03-01T12:20+08:00;"
    )
    assert told[0].endswith(f"1 copy still says 412: suara {lines[2][2]}")
    assert told[1].startswith(f"gone: kabar {lines[3][2]} at 2026-03-03")


def test_stories_of_a_site_and_what_it_lacks(corrected):
    told = printed("https://kabar.example/9", *tell("kabar sendiri"), minute=99)
    with new_store(corrected, KABAR, SUARA) as store:
        for n in (8, 9):
            store.import_article(replace(told, url=f"https://kabar.example/{n}"), KABAR, None, NOON)
    counts = {
        args: [line[0] for line in columns(run("stories", *args, "--data", corrected))] for args in SITES
    }
    assert counts == {(): ["4", "2"], ("--order", "newest"): ["2", "4"], ("--site", "suara"): ["4"]}


def test_changes_as_json_and_of_copies_that_agree(corrected, data):
    told = json.loads(
        run("story", "https://kabar.example/1", "--changes", "--json", "--data", corrected).stdout
    )
    (figure, gone), copies = told["corrections"], told["copies"]
    assert (figure["kind"], figure["before"], figure["after"]) == ("figure", "412", "415")
    assert [source["version"] for source in figure["by"]] == [2, 2]
    assert figure["still"] == [copies[1]["uid"]]
    assert (gone["kind"], [copy["state"] for copy in copies]) == ("gone", ["live", "live", "gone", "live"])
    assert [copy["still_carries"] for copy in copies] == [[1], [0, 1], [], [1]]
    assert len(copies[0]["versions"]) == 2
    agree = run("story", "https://dua.example/2", "--changes", "--data", data).stdout
    assert "! " not in agree


def test_split_and_join(data):
    run("story", "split", EDITED, "--data", data)
    assert len(columns(run("story", FIRST, "--data", data))) == 3
    assert run("stories", "rebuild", "--data", data).stdout == "8 articles compared\n"
    run("story", "join", EDITED, "--data", data)
    assert len(columns(run("story", FIRST, "--data", data))) == 4
    assert (
        "part of one story"
        in run("story", "split", "https://empat.example/2", "--data", data, exit_code=2).stderr
    )


def test_compare_files_and_articles(data, tmp_path):
    (tmp_path / "a.txt").write_text(text(*RELEASE, dateline="MARTAPURA – "), encoding="utf-8")
    result = run("compare", tmp_path / "a.txt", EDITED, "--data", data).stdout
    assert result.startswith("relation: copy\nsimilarity: 9")
    assert "{+Camat belum menjawab+}." in result
    report = json.loads(run("compare", FIRST, "https://empat.example/2", "--json", "--data", data).stdout)
    assert (report["relation"], report["figures"]) == ("none", [])
    run("compare", FIRST, tmp_path / "none.txt", "--data", data, exit_code=2)
    run("compare", FIRST, exit_code=2)


def test_compare_answers_each_pair_and_names_lines_that_are_none(tmp_path):
    pairs, answers = tmp_path / "pairs.jsonl", tmp_path / "out.jsonl"
    story = {"title": "Judul", "text": text(*RELEASE)}
    lines = [
        {"id": 1, "a": story, "b": story},
        {"id": 2, "a": story},
        {"id": 3, "a": story, "b": {"text": ""}},
    ]
    pairs.write_text("\n".join([*map(json.dumps, lines), "{", "[]"]), encoding="utf-8")
    result = run("compare", "--input", pairs, "--output", answers, exit_code=1)
    assert [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()] == [
        {"id": 1, "relation": "copy", "similarity": 1.0},
        {"id": 3, "relation": "none", "similarity": 0.0},
    ]
    assert [
        line.partition(": ")[2].partition(":")[0].rpartition(" ")[2] for line in result.stderr.splitlines()
    ] == [
        "2",
        "4",
        "5",
    ]
