"""A crawl of 300 sites on loopback that have nothing new: seconds, memory, requests; then a job that finds nothing due.

.venv/bin/python tests/benchmarks/idle_poll.py [SITES] [DELAY]
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from harness import rows, site_file, start, write_site
from test_crawl_hostile import article, feed

PATH = "/2024/01/02/tanggul-sungai-ditinjau-bupati"
FEED = "/feed"
REGION = "ID-XX"  # of no shipped site
OLD = "Tue, 02 Jan 2024"  # what is older than a year is not looked at again


def main() -> None:
    """Crawl all sites once, then again with nothing new and with nothing due, and print what that cost."""
    given = [float(argument) for argument in sys.argv[1:]]
    count, delay = (given + [300, 2.0][len(given) :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), int(count), delay)


def measure(data: Path, count: int, delay: float) -> None:
    """Print the figures."""
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(count, theirs), daemon=True)
    server.start()
    ports: list[int] = ours.recv()
    write_sites(data, ports, delay=0)
    told("first crawl", data, ["crawl"], ours)
    (held,) = rows(data, "SELECT count(*) AS articles FROM articles")
    print(f"  {held['articles']} articles of {count} sites held")
    write_sites(data, ports, delay)
    told("nothing new", data, ["crawl"], ours)
    told("nothing due", data, ["crawl", "--due"], ours)
    server.terminate()


def write_sites(data: Path, ports: list[int], delay: float) -> None:
    """Write a site file a port."""
    for number, port in enumerate(ports):
        base_url = f"http://127.0.0.1:{port}"
        channel = f'[[discovery.channels]]\nkind = "feed"\nurl = "{base_url}{FEED}"\n'
        text = site_file(f"situs-{number:03}", base_url, channel, delay)
        write_site(data, text.replace("ID-KS", REGION))


def told(name: str, data: Path, command: list[str], server: Connection) -> None:
    """Run a command on the benchmark's sites alone, and print what it cost."""
    began, cpu = time.monotonic(), _cpu_of_children()
    process = start(*command, "--region", REGION, "--data", str(data))
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory_of_session(process.pid))
        time.sleep(0.1)
    seconds = time.monotonic() - began
    out, err = process.communicate()
    server.send("requests?")
    requests, closest = server.recv()
    print(
        f"{name}: {seconds:.1f} s ({_cpu_of_children() - cpu:.1f} s of CPU), {peak / 2**20:.0f} MB, {requests} requests, the closest two to a site"
        f" {closest:.3f} s apart, exit code {process.returncode}",
        flush=True,
    )
    if process.returncode:
        print(out[-1_000:], err[-2_000:])


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def memory_of_session(leader: int) -> int:
    """Return the bytes that the processes of a session hold, shared pages counted by share."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "-s", str(leader)], capture_output=True, text=True, check=False
    )
    return sum(_memory_of(int(pid)) for pid in found.stdout.split())


def _memory_of(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def serve(count: int, pipe: Connection) -> None:
    """Serve sites on ports of their own, in one process: a feed with an ETag and one article."""
    asyncio.run(_serve(count, pipe))


async def _serve(count: int, pipe: Connection) -> None:
    seen: dict[int, list[float]] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port: int = writer.get_extra_info("sockname")[1]
        while head := await _read_head(reader):
            seen.setdefault(port, []).append(time.monotonic())
            writer.write(_response(head, port))
            await writer.drain()
        writer.close()

    servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(count)]
    pipe.send([server.sockets[0].getsockname()[1] for server in servers])
    while await asyncio.to_thread(pipe.recv):
        gaps = [b - a for times in seen.values() for a, b in pairwise(times)]
        pipe.send((sum(map(len, seen.values())), min(gaps, default=0.0)))
        seen.clear()


async def _read_head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""


def _response(head: str, port: int) -> bytes:
    path = head.split(" ", 2)[1]
    status, body = 404, b"none"
    if path == FEED:
        status, body = 200, feed(f"http://127.0.0.1:{port}", [PATH]).replace("Mon, 02 Mar 2026", OLD).encode()
        if "if-none-match" in head.lower():
            status, body = 304, b""
    elif path == PATH:
        status, body = 200, article("Barito").replace("2026-03-02", "2024-01-02").encode()
    kind = "application/rss+xml" if path == FEED else "text/html; charset=utf-8"
    lines = [f"HTTP/1.1 {status} OK", f"Content-Type: {kind}", f'ETag: "{port}"']
    lines += [] if status == 304 else [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


if __name__ == "__main__":
    main()
