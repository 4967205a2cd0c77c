"""A real Chromium, headless, on an archive that a process of its own serves; it is asked for nothing beyond loopback."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from harness import start

# Without these a Chromium asks its maker's hosts for updates at each start.
FLAGS = (
    "--no-sandbox",  # a container's root may not make one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "no Chromium on this machine (Debian: apt-get install chromium)"
SMALL = 360  # pixels: a narrow phone


def find_chromium() -> str | None:
    """Return where Chromium is: KLIPING_CHROMIUM, or on the PATH."""
    return os.environ.get("KLIPING_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve an archive as `kliping serve` does; yields its address."""
    server = start("serve", "--port", "0", "--data", str(data))
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert " is at http://127.0.0.1:" in line, line + (server.stderr.read() if server.stderr else "")
        yield line.split(" is at ")[1].split()[0]
    finally:
        server.send_signal(signal.SIGINT)
        out, err = _end(server)
        assert "Traceback" not in err, out + err


def _end(server: "subprocess.Popen[str]") -> tuple[str, str]:
    try:
        return server.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        return server.communicate()


@contextmanager
def browsing() -> Iterator[Any]:
    """Start Chromium; skips where there is none."""
    program = find_chromium()
    if program is None:
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page, with what its console complained of and what it asked for outside this machine."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._on_request)

    def _on_console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _on_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "file"} and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)
