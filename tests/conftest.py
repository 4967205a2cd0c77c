"""What all tests share: the groups, where their files stand, and a closing word on what was skipped and why."""

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
GROUPS = {"core", "browser", "cluster"}
ALLOWED_SKIPS = {  # in CI any other skip fails the run: a test that never runs proves nothing
    "no ../shared beside the checkout",
    "no file system can be mounted here",  # where containers forbid it
    "no systemd-analyze on this machine",
}
MEMORY = Path("/dev/shm")  # where Linux keeps files in memory
ROOM = 4 << 30  # bytes: what the tests leave there at once, and the room that an archive wants besides
_skips: dict[str, int] = {}


def pytest_configure() -> None:
    """Put the tests' files into memory where there is room: each commit of an archive waits for a disk."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that names no group is a core test; whole crawls come first: begun last, they would be waited for."""
    items.sort(key=lambda item: not item.path.name.startswith("test_crawl_"))
    for item in items:
        if not GROUPS & {mark.name for mark in item.iter_markers()}:
            item.add_marker("core")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember why a test was skipped; an expected failure is not a skip."""
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        _skips[reason] = _skips.get(reason, 0) + 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run in which something was skipped for a reason that is not on the list."""
    if os.environ.get("CI") and set(_skips) - ALLOWED_SKIPS and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with what was skipped and why."""
    for reason, count in sorted(_skips.items()):
        allowed = "" if reason in ALLOWED_SKIPS else " (not on the list of allowed skips)"
        terminalreporter.write_line(f"skipped {count}: {reason}{allowed}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the checkout; a test that wants it skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return SHARED


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their parameter: compressed ones hold the time, and processes side by side must agree on names."""
    return argname if isinstance(val, bytes) else None
