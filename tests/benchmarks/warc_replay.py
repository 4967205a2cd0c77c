"""Exports an archive of the demo papers as WARC, and reads it with tools that are not ours: warcio check, and pywb.

.venv/bin/python tests/benchmarks/warc_replay.py [PYWB]

PYWB is the folder of a virtual environment that has pywb; without it one is made in a temporary folder, from the package
index. Each captured page is asked of the replay over HTTP as it was captured, and one as a reader sees it.
"""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from contextlib import closing, contextmanager
from pathlib import Path

from harness import kliping
from papers import NOW, printing, site_ids

from pipelines.archive import open_archive

STARTS_WITHIN = 60.0  # seconds that pywb is given to answer


def main() -> None:
    """Print what each tool made of the export; exits with 1 where a page was not what is stored."""
    with tempfile.TemporaryDirectory() as folder:
        data, target = Path(folder) / "data", Path(folder) / "export.warc.gz"
        with printing(data, seed=3, stories=24) as press:
            kliping("crawl", *site_ids(press), "--data", str(data), now=NOW)
        made = kliping("export", "warc", "--output", str(target), "--data", str(data))
        print(made.stderr.strip(), f"({target.stat().st_size} bytes)")
        check = Path(sys.executable).with_name("warcio")
        print(f"warcio check: exit code {subprocess.run([check, 'check', target], check=False).returncode}")
        tools = Path(sys.argv[1]) / "bin" if len(sys.argv) > 1 else _install(Path(folder) / "pywb")
        with _replaying(tools, Path(folder) / "replay", target) as address:
            sys.exit(0 if _compare(address, data) else 1)


def _install(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "pywb"]
    subprocess.run(pip, check=True)
    return folder / "bin"


@contextmanager
def _replaying(tools, folder, target):
    """Serve the export with pywb on a free port of the loopback."""
    folder.mkdir()
    for command in (["init", "papers"], ["add", "papers", str(target)]):
        subprocess.run([tools / "wb-manager", *command], cwd=folder, check=True, capture_output=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (folder / "log").open("wb") as log:
        command = [tools / "wayback", "--bind", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _await(address)
            yield address
        finally:
            server.terminate()
            server.wait()


def _await(address):
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"pywb did not answer at {address} within {STARTS_WITHIN} s")


def _compare(address, data):
    """Ask for each capture, and print how many came back byte for byte."""
    same, wrong = 0, []
    with open_archive(data) as archive:
        captures = [archive.capture(number) for number in archive.capture_ids(None, None, None)]
        for capture in captures:
            moment = "".join(letter for letter in capture.fetched_at if letter.isdigit())
            body = _ask(f"{address}/papers/{moment}id_/{capture.final_url}")
            if body == archive.payload(capture.id):
                same += 1
            else:
                wrong.append(capture.final_url)
    print(f"pywb: {same} of {len(captures)} captures byte for byte", *wrong, sep="\n  ")
    listed = _ask(f"{address}/papers/cdx?url={captures[0].final_url}&output=json")
    print(f"pywb's index of the first: {json.loads(listed.splitlines()[0])}")
    seen = _ask(f"{address}/papers/{moment}mp_/{captures[0].final_url}")
    rewritten = b"wombat" in seen and b"</html>" in seen
    print(f"pywb: as a reader sees it, {len(seen)} bytes, {'rewritten' if rewritten else 'NOT a page'}")
    return not wrong and rewritten


def _ask(address):
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}".encode()


if __name__ == "__main__":
    main()
