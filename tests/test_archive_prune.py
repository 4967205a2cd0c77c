"""Pruning: what proves nothing further goes, the oldest first, and everything else can still be read."""

from contextlib import closing

import pytest
from archive_samples import NOON, add_leads, article_of, capture_of, fetched, later, new_store, rows, url_of
from click.testing import CliRunner
from test_archive_payloads import page

from crawler.cli import main
from pipelines.archive import open_archive
from pipelines.archive.checks import check_archive
from pipelines.archive.connection import open_for_reading
from pipelines.archive.packs import stored_sizes
from pipelines.archive.prune import plan_pruning, prune
from pipelines.archive.schema import CAPTURES
from pipelines.archive.values import key_of
from pipelines.items import LeadState, Outcome

ARTICLE = url_of("banjir-di-kampung-0")
KEPT = "SELECT captures.id FROM captures JOIN payloads ON payloads.id = payload_id WHERE codec <> 'gone' ORDER BY 1"


def see(store, url, number, hours):
    store.record_outcome(
        fetched(url, article_of(url, f"Air naik {number}."), page(number)), later(hours=hours)
    )


def fill(data):
    """An article of two versions (captures 1, 5) visited three times between and twice after; an orphan; a refusal."""
    refused = url_of("indeks-satu-dua")
    with new_store(data) as store:
        add_leads(store, ARTICLE, refused)
        see(store, ARTICLE, 0, 0)
        for number in (1, 2, 3):
            store._capture_writer.store(visit(ARTICLE, number))
        store.record_outcome(
            fetched(ARTICLE, article_of(ARTICLE, "Air surut."), page(4), fetched_at=later(hours=4)),
            later(hours=4),
        )
        for number in (5, 6):
            store._capture_writer.store(visit(ARTICLE, number))
        store._capture_writer.store(visit(url_of("tidak-jadi-apa-apa"), 7))  # as a kill leaves it
        captures = (capture_of(refused, page(8)),)
        store.record_outcome(Outcome(key_of(refused), LeadState.NOT_ARTICLE, "index", captures), NOON)


def visit(url, number):
    return capture_of(url, page(number), fetched_at=later(hours=number))


def readable(data):
    with open_archive(data) as archive:
        return {capture_id: archive.payload(capture_id) for capture_id in rows(data, KEPT, "captures.db")}


def test_first_last_and_named_pages_stay(tmp_path):
    fill(tmp_path)
    with closing(open_for_reading(tmp_path / "captures.db", CAPTURES)) as db:
        stored = sum(size for payload_id, size in stored_sizes(db) if payload_id in {2, 3, 4, 6, 8})
    plan = prune(tmp_path)
    assert (plan.revisits, plan.orphans, plan.freed) == ((2, 3, 4, 6), (8,), stored)
    assert readable(tmp_path) == {1: page(0), 5: page(4), 7: page(6), 9: page(8)}
    assert [check for check in check_archive(tmp_path) if not check.is_right] == []


def test_visit_keeps_digest_and_time(tmp_path):
    fill(tmp_path)
    with open_archive(tmp_path) as archive:
        before = archive.capture(3)
    prune(tmp_path)
    with open_archive(tmp_path) as archive:
        assert archive.capture(3) == before
    assert rows(tmp_path, "SELECT id FROM captures WHERE id = 8", "captures.db") == []


def test_pruning_again_finds_nothing(tmp_path):
    fill(tmp_path)
    prune(tmp_path, compact=True)
    plan = plan_pruning(tmp_path)
    assert (plan.payloads, plan.freed) == ((), 0)


def test_page_that_others_are_compressed_against_stays(tmp_path):
    with new_store(tmp_path) as store:
        add_leads(store, ARTICLE)
        store._capture_writer.store(visit(url_of("tidak-jadi-apa-apa"), 7))
        see(store, ARTICLE, 0, 0)
    assert rows(tmp_path, "SELECT reference_id FROM payloads WHERE id = 2", "captures.db") == [1]
    assert prune(tmp_path).payloads == ()
    assert readable(tmp_path) == {1: page(7), 2: page(0)}


def test_page_that_came_again_is_stored_again(tmp_path):
    fill(tmp_path)
    prune(tmp_path)
    with new_store(tmp_path) as store:
        assert store._capture_writer.store(visit(ARTICLE, 2)) == 3
    assert readable(tmp_path)[3] == page(2)


def test_page_given_up_elsewhere_is_stored_for_another_address(tmp_path):
    fill(tmp_path)
    prune(tmp_path)
    other = url_of("alamat-lain-satu")
    with new_store(tmp_path) as store:
        add_leads(store, other)
        see(store, other, 2, 9)
    assert readable(tmp_path)[10] == page(2)


def test_budget_takes_the_oldest_alone(tmp_path):
    fill(tmp_path)
    used = plan_pruning(tmp_path).used
    assert plan_pruning(tmp_path, used).payloads == ()
    assert plan_pruning(tmp_path, used - 1).payloads == (2,)
    assert plan_pruning(tmp_path, 0).over == used - plan_pruning(tmp_path).freed


def test_command_says_what_would_go_and_does_it(tmp_path):
    fill(tmp_path)
    before = readable(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(main, ["archive", "prune", *arguments, "--data", str(tmp_path)])

    told = run("--dry-run")
    assert (told.exit_code, readable(tmp_path)) == (0, before)
    assert f"{plan_pruning(tmp_path).freed} bytes" in told.stdout
    assert "would go: 4 pages of visits that brought nothing new, 1 that belong to nothing" in told.stdout
    assert run("--yes", "--budget", "1K").exit_code == 1
    assert len(readable(tmp_path)) == 4


@pytest.mark.parametrize(
    ("budget", "arguments", "code"), [("1 KiB", [], 1), ("1 KiB", ["--budget", "1G"], 0), ("2 GiB", [], 0)]
)
def test_budget_is_the_operators_unless_the_command_names_one(tmp_path, budget, arguments, code):
    fill(tmp_path)
    (tmp_path / "kliping.toml").write_text(f'budget = "{budget}"')
    found = CliRunner().invoke(main, ["archive", "prune", "--dry-run", *arguments, "--data", str(tmp_path)])
    assert (found.exit_code, "over the budget" in found.stdout) == (code, bool(code))


@pytest.mark.parametrize("arguments", [[], ["--yes", "--dry-run"], ["--yes", "--budget", "many"]])
def test_command_that_is_not_clear_does_nothing(tmp_path, arguments):
    fill(tmp_path)
    before = readable(tmp_path)
    found = CliRunner().invoke(main, ["archive", "prune", *arguments, "--data", str(tmp_path)])
    assert (found.exit_code, readable(tmp_path)) == (2, before)


@pytest.mark.parametrize("command", [["archive", "prune", "--yes"], ["archive", "prune", "--dry-run"]])
def test_archive_that_is_absent_is_named(tmp_path, command):
    found = CliRunner().invoke(main, [*command, "--data", str(tmp_path / "none")])
    assert (found.exit_code, "no archive at" in found.stderr) == (2, True)
