"""Checks and statistics: damage of each kind is found and named, beside a writer too."""

import json
import sqlite3
from contextlib import closing

import pytest
from archive_samples import (
    KABAR,
    NOON,
    add_leads,
    archive_article,
    article_of,
    capture_of,
    fetched,
    later,
    new_store,
    url_of,
)
from click.testing import CliRunner
from test_archive_payloads import archive_pages, page

from crawler.cli import main
from pipelines import clock
from pipelines.archive.checks import NAMED, check_archive
from pipelines.archive.statistics import read_statistics
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome


def fill(data):
    """Three pages of one template, an alias, a refused page, and a second version."""
    with new_store(data) as store:
        archive_pages(store, [(number, page(number)) for number in range(3)])
        first, alias, refused = (url_of(f"banjir-di-{name}") for name in ("kampung-0", "alias-1", "tolak-1"))
        add_leads(store, alias, refused)
        store.record_outcome(fetched(alias, article_of(first), page(0)), NOON)
        captures = (capture_of(refused, page(7)),)
        store.record_outcome(Outcome(key_of(refused), LeadState.NOT_ARTICLE, "index", captures), NOON)
        store.record_outcome(fetched(first, article_of(first, "Air surut."), page(8)), later(hours=1))


def damage(data, *statements, file="archive.db"):
    with closing(sqlite3.connect(data / file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def wrong(data):
    return {check.name: list(check.problems) for check in check_archive(data) if not check.is_right}


def test_whole_archive_has_nothing_wrong(tmp_path):
    fill(tmp_path)
    found = {check.name: check.looked_at for check in check_archive(tmp_path)}
    assert wrong(tmp_path) == {}
    assert (found["leads"], found["versions"], found["payloads"], found["orphans"]) == (5, 4, 5, 0)
    assert (found["search index"], found["texts"]) == (3, 4)


@pytest.mark.parametrize(
    ("name", "problem", "statement"),
    [
        ("timeline", "is not in the timeline", "DELETE FROM timeline WHERE article_id = 2"),
        ("timeline", "is not in the search index", "DELETE FROM articles_fts_docsize"),
        ("addresses", "no address leads to article", "DELETE FROM article_urls WHERE article_id = 2"),
        ("leads", "lead 2 has the unknown state lost", "UPDATE leads SET state = 'lost' WHERE id = 2"),
        (
            "leads",
            "lead 2 is archived, but leads to no article",
            "UPDATE leads SET article_id = NULL WHERE id = 2",
        ),
        (
            "leads",
            "lead 4 is an alias of lead 99, which is not there",
            "UPDATE leads SET alias_of = 99 WHERE id = 4",
        ),
        (
            "leads",
            "lead 4 is an alias of lead 2, which leads to",
            "UPDATE leads SET alias_of = 2 WHERE id = 4",
        ),
        ("leads", "lead 4 is an alias of none", "UPDATE leads SET alias_of = NULL WHERE id = 4"),
        (
            "leads",
            "lead 1 is pending, but leads to article 1",
            "UPDATE leads SET state = 'pending' WHERE id = 1",
        ),
        ("versions", "has no version 7, its current one", "UPDATE articles SET version = 7 WHERE id = 2"),
        ("versions", "version 1 of article", "UPDATE versions SET text = NULL WHERE id = 1"),
        (
            "versions",
            "is current, but has a text",
            "UPDATE versions SET title = 'x', text = 'y' WHERE id = 2",
        ),
        ("versions", "rereads version 9, which is none of", "UPDATE versions SET rereads = 9 WHERE id = 2"),
        ("versions", "follows version 9, which is not there", "UPDATE versions SET follows = 9 WHERE id = 2"),
        ("versions", "but its changes say otherwise", "UPDATE versions SET kind = 'time' WHERE id = 2"),
        (
            "captures",
            "version 2 names capture 99, which is not there",
            "UPDATE versions SET capture_id = 99 WHERE id = 2",
        ),
        ("captures", "lead 5 names capture 99, which", "UPDATE leads SET capture_id = 99 WHERE id = 5"),
        (
            "counts",
            "of site kabar there are 3, but 2 are counted",
            "UPDATE counts SET number = 2 WHERE what = 'site'",
        ),
        (
            "counts",
            "of section Nirgends there are none, but 1",
            "INSERT INTO counts VALUES ('section', 'Nirgends', 1)",
        ),
        (
            "lead counts",
            "leads of 2026-03-01 are archived, but 7 are counted",
            "UPDATE lead_counts SET number = 7 WHERE became = 'archived'",
        ),
        (
            "lead counts",
            "of channel 1 no leads of 2026-04-01 are waiting, but 2",
            "INSERT INTO lead_counts VALUES (1, '2026-04-01', 1, 'waiting', 2)",
        ),
        ("texts", "is not the text of its digest", "UPDATE articles SET text = 'Air surut!' WHERE id = 2"),
        ("archive.db", "leads", "UPDATE leads SET alias_of = 99 WHERE id = 4"),
    ],
)
def test_damage_of_rows_is_named(tmp_path, name, problem, statement):
    fill(tmp_path)
    damage(tmp_path, statement)
    assert problem in " / ".join(wrong(tmp_path)[name])


def test_index_that_holds_other_words_is_found(tmp_path):
    fill(tmp_path)
    damage(
        tmp_path,
        "DROP TRIGGER articles_update",
        "UPDATE articles SET text = 'Lain sama sekali.' WHERE id = 2",
    )
    assert "does not hold what the articles do" in wrong(tmp_path)["search index"][0]


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE payloads SET data = x'00' WHERE id = 2", ["payload 2: payload cannot be read"]),
        ("UPDATE payloads SET digest = x'00' WHERE id = 2", ["payload 2 is not what its digest says"]),
        (
            "UPDATE payloads SET data = x'00' WHERE id = 1",
            [f"payload {number}: payload" for number in (1, 2, 3, 4, 5)],
        ),
    ],
)
def test_damaged_payload_is_named_with_those_that_lean_on_it(tmp_path, statement, named):
    fill(tmp_path)
    damage(tmp_path, statement, file="captures.db")
    found = wrong(tmp_path)["payloads"]
    assert [problem[: len(start)] for problem, start in zip(found, named, strict=True)] == named


def test_damaged_file_is_found_and_the_rest_is_checked(tmp_path):
    fill(tmp_path)
    with closing(sqlite3.connect(tmp_path / "captures.db")) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'captures_url'"
        ).fetchone()
    with (tmp_path / "captures.db").open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    found = wrong(tmp_path)
    assert "captures.db" in found
    assert "versions" not in found


def test_many_problems_are_counted_and_the_first_named(tmp_path):
    with new_store(tmp_path) as store:
        for number in range(NAMED + 5):
            archive_article(store, f"banjir-di-kampung-{number}")
    damage(tmp_path, "UPDATE articles SET text = 'x'")
    (check,) = [check for check in check_archive(tmp_path) if check.name == "texts"]
    assert (check.wrong, len(check.problems)) == (NAMED + 5, NAMED)


def test_check_beside_a_writer_leaves_out_the_index_alone(tmp_path):
    fill(tmp_path)
    with new_store(tmp_path) as store:
        archive_article(store, "banjir-di-barabai")
        found = list(check_archive(tmp_path))
        store.flush()
        assert wrong(tmp_path) == {}
    assert all(check.is_right for check in found)
    assert "is being written by pid" in found[-1].note


def test_command_names_what_is_wrong_and_exits_with_1(tmp_path):
    fill(tmp_path)
    right = CliRunner().invoke(main, ["archive", "check", "--data", str(tmp_path)])
    assert (right.exit_code, "leads: ok, 5" in right.stdout) == (0, True)
    damage(tmp_path, "UPDATE leads SET article_id = NULL WHERE id = 2")
    found = CliRunner().invoke(main, ["archive", "check", "--json", "--data", str(tmp_path)])
    (leads,) = [check for check in json.loads(found.stdout) if check["name"] == "leads"]
    assert (found.exit_code, leads["wrong"]) == (1, 1)
    assert leads["problems"] == ["lead 2 is archived, but leads to no article"]


def test_archive_that_is_absent_is_misuse(tmp_path):
    for command in ("check", "stats"):
        found = CliRunner().invoke(main, ["archive", command, "--data", str(tmp_path)])
        assert found.exit_code == 2
        assert "no archive at" in found.stderr


def measure(data, days):
    clock.set_source(lambda: later(days=days))
    try:
        return read_statistics(data, 5_000)
    finally:
        clock.set_source(None)


def test_growth_is_that_of_the_days_after_the_first(tmp_path):
    fill(tmp_path)  # five captures on the first day
    with new_store(tmp_path) as store:
        for day in (3, 4, 5):
            store._capture_writer.store(
                capture_of(url_of("banjir"), page(20 + day), fetched_at=later(days=day))
            )
    found = measure(tmp_path, 5)
    assert found.growth == (found.archive_bytes + found.captures_bytes) * 3 // 8 // 4
    assert found.days_until_full == (found.free_bytes + found.reusable_bytes - 5_000) // found.growth


@pytest.mark.parametrize(("days", "growth"), [(0.5, None), (1.9, None), (10, 0)])
def test_when_the_disk_is_full_is_unknown_where_nothing_tells(tmp_path, days, growth):
    fill(tmp_path)
    found = measure(tmp_path, days)
    assert (found.growth, found.days_until_full) == (growth, None)


def test_statistics_count_by_site_and_measure_growth(tmp_path):
    fill(tmp_path)
    found = measure(tmp_path, 10)
    assert (found.total.articles, found.total.versions, found.total.captures) == (3, 4, 5)
    assert found.sites[KABAR.id] == found.total
    assert (
        found.total.stored_bytes * 5 < found.total.payload_bytes == sum(len(page(n)) for n in (0, 1, 2, 7, 8))
    )
    told = CliRunner().invoke(main, ["archive", "stats", "--json", "--data", str(tmp_path)])
    assert json.loads(told.stdout)["sites"]["kabar"]["captures"] == 5
