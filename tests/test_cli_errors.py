"""What a wrong command line or a wrong file ends in: a sentence that names it, and its own exit code."""

import pytest
from harness import kliping, site_file, write_site

from pipelines.archive import open_store


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("crawl", "nosuchsite"), 2, "nosuchsite"),
        (("crawl", "--region", "XX-YY"), 2, "XX-YY"),
        (("crawl", "--colour"), 2, "--colour"),
        (("sites", "show", "nosuchsite"), 2, "nosuchsite"),
        (("nosuchcommand",), 2, "nosuchcommand"),
        (("sites", "check"), 0, "site files are right"),
        (("sites", "list", "--region", "id"), 0, "klikkalimantan"),
    ],
)
def test_exit_code_and_message(tmp_path, args, code, said):
    data = ("--data", str(tmp_path)) if args[0] in {"crawl", "sites"} else ()
    run = kliping(*args, *data)
    assert (run.returncode, said in run.stdout + run.stderr) == (code, True), run


@pytest.mark.parametrize("args", [("crawl",), ("sites", "check"), ("sites", "list")])
def test_wrong_site_file_is_bad_configuration(tmp_path, args):
    write_site(tmp_path, site_file("koran", "http://koran.test", 'colour = "red"'))
    run = kliping(*args, "--data", str(tmp_path))
    assert run.returncode == 4
    assert "koran.toml" in run.stderr
    assert "colour" in run.stderr


def test_wrong_operator_file_is_bad_configuration(tmp_path):
    (tmp_path / "kliping.toml").write_text("kontak = 'x'")
    run = kliping("crawl", "klikkalimantan", "--data", str(tmp_path))
    assert run.returncode == 4
    assert "kliping.toml: kontak" in run.stderr


def test_archive_that_another_run_writes_is_left_to_it(tmp_path):
    write_site(tmp_path, site_file("koran", "http://127.0.0.1:9"))
    with open_store(tmp_path, "crawl"):
        run = kliping("crawl", "koran", "--data", str(tmp_path))
    assert (run.returncode, "is being written by" in run.stderr) == (3, True), run


def test_sites_check_names_every_wrong_file(tmp_path):
    for site_id in ("satu", "dua"):
        write_site(tmp_path, site_file(site_id, f"http://{site_id}.test", "colour = 1"))
    run = kliping("sites", "check", "--data", str(tmp_path))
    assert run.returncode == 4
    assert "satu.toml" in run.stderr
    assert "dua.toml" in run.stderr
