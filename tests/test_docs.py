"""What the docs say is what the program does."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from harness import ROOT, kliping

from crawler.cli import main
from pipelines.exits import ExitCode

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/design.md",
    "docs/politeness.md",
    "docs/commands.md",
    "docs/quality.md",
    "docs/replay.md",
    "docs/schema.md",
    "docs/analysis.md",
    "docs/questions.md",
    "docs/exports.md",
    "docs/web.md",
    "docs/sites.md",
    "docs/catalogue.md",
    "docs/health.md",
    "docs/report.md",
    "docs/watches.md",
]
DEMO_NOW = "2026-03-20T07:30:00Z"  # when the README's output was made
CHANGING = re.compile(
    r"127\.0\.0\.1:\d+|\b[0-9a-f]{8}\b|\S*data/demo\S*|^  \S*(?:kliping|python -m crawler) (?=search|show|match)",
    re.MULTILINE,
)


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", ["docs/commands.md", "docs/quality.md", "docs/catalogue.md", "docs/exports.md"]
)
def test_a_page_says_what_help_and_floors_say(page):
    check = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", page],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_exit_codes_are_documented():
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", read("docs/commands.md"), re.MULTILINE)}
    assert documented == {code.value for code in ExitCode}


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_a_page_names_exist(page):
    named = re.findall(
        r"`((?:crawler|pipelines|tests|docs|data)/[\w./*-]+)`|\]\(((?!http)[^)#]+)\)", read(page)
    )
    for code, link in named:
        base = ROOT if code else (ROOT / page).parent
        pattern = code or link
        assert pattern.startswith("data/") or list(base.glob(pattern)), f"{page} names {pattern}"


def test_readme_shows_the_shipped_site_file():
    shown = re.search(r"```toml\n(.*?)```", read("README.md"), re.DOTALL)
    shipped = read("data/sites/klikkalimantan.toml")
    assert shown is not None
    assert [line for line in shown[1].splitlines() if not line.startswith("#")] == [
        line for line in shipped.splitlines() if not line.startswith("#")
    ]


@pytest.fixture(scope="module")
def demo_data(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
def demo(demo_data):
    """What the demo prints."""
    run = kliping("demo", "--data", str(demo_data), now=DEMO_NOW)
    assert run.returncode == 0, run.stderr
    return CHANGING.sub("*", run.stdout.strip())


def shown_in(page):
    shown = re.search(r"```text\n(.*?)```", read(page), re.DOTALL)
    assert shown is not None
    return CHANGING.sub("*", shown[1].strip())


def test_readme_shows_what_the_demo_prints(demo):
    assert demo == shown_in("README.md")


def test_report_shows_what_the_demo_prints(demo):
    assert "\n".join(f"  {line}" for line in shown_in("docs/report.md").split("\n")) in demo


def test_watches_shows_what_the_commands_print(demo, demo_data):
    told = ""
    for command in ("add rsud rsud --past", "show rsud"):
        run = CliRunner(env={"KLIPING_NOW": DEMO_NOW}).invoke(
            main, ["watch", *command.split(), "--data", str(demo_data / "demo")]
        )
        assert run.exit_code == 0, (demo, run.output)
        told += run.output
    uid = re.compile(r"\b[0-9a-f]{20}\b")
    assert uid.sub("*", told.strip()) == uid.sub("*", shown_in("docs/watches.md"))
