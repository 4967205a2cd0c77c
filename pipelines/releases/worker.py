"""Reading in a process of its own, which is killed at a deadline.

The pool of workers would import what the command has imported already, and takes half a second to start; this process
starts with nothing, while the command opens the archive.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict

from pipelines.releases.release import MAX_BYTES, Release, ReleaseError

DEADLINE = 10.0  # seconds
MEMORY = 2 << 30  # bytes of address space
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from pipelines.releases.worker import answer; answer(sys.argv[2], sys.argv[3])"
)


class Reading:
    """A release that is being read; `result` waits for it."""

    def __init__(self, payload: bytes, name: str, url: str) -> None:
        self.digest = hashlib.sha256(payload).hexdigest()
        self._source = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._source.write(payload)
        self._source.seek(0)
        # -P and the parent's path: nothing is imported from the folder where the command was given.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path), name, url],
            stdin=self._source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a library says of an odd file
            start_new_session=True,  # Ctrl-C is the parent's, which kills it
        )

    def result(self, deadline: float = DEADLINE) -> Release:
        """Return the release; raises ReleaseError where there is none, or it took too long."""
        try:
            output, _ = self._process.communicate(timeout=deadline)
        except subprocess.TimeoutExpired as error:
            raise ReleaseError(f"could not be read in {deadline:g} seconds") from error
        finally:
            self.close()
        try:
            told = json.loads(output)
        except ValueError as error:
            raise ReleaseError("could not be read: its parser died, or needed too much memory") from error
        if "error" in told:
            raise ReleaseError(told["error"])
        return Release(**{**told, "head": tuple(told["head"]), "paragraphs": tuple(told["paragraphs"])})

    def close(self) -> None:
        """Kill the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._source.close()


def begin_reading(payload: bytes, name: str = "", url: str = "") -> Reading:
    """Begin to read a release in another process; raises ReleaseError for a file that is too large."""
    if len(payload) > MAX_BYTES:
        raise ReleaseError(f"is over {MAX_BYTES:,} bytes")
    return Reading(payload, name, url)


def answer(name: str, url: str) -> None:
    """Read stdin, and write the release or why there is none, as JSON."""
    import resource  # noqa: PLC0415 - only here, and not on every system

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(DEADLINE) + 2, int(DEADLINE) + 2)
    )  # outlives no killed parent
    from pipelines.releases.reading import read_release  # noqa: PLC0415

    try:
        told = asdict(read_release(sys.stdin.buffer.read(), name, url))
    except ReleaseError as error:
        told = {"error": str(error)}
    except (MemoryError, RecursionError):
        told = {"error": "could not be read: it needs too much memory"}
    except Exception as error:  # noqa: BLE001 - whatever outside bytes made a parser raise is their failure
        told = {"error": f"could not be read: {type(error).__name__}: {error}"[:200]}
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)
