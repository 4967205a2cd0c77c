"""What the index of copies costs at scale, and how many planted copies it finds; beside datasketch and rensa.

    make bench NAME=near_duplicates ARGS="[ARTICLES] [--peers]"

Times are of this process's own CPU, and of the wall in brackets. --peers installs datasketch and rensa in a virtual
environment of their own.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from made_texts import make

BATCH = 500
WINDOW = 50_000  # articles over which a cost is taken: as many as move into the large table together
PEERS_UP_TO = 50_000
HERE = Path(__file__).resolve()
URL = "https://texts.test/"


def main() -> None:
    """Run each measurement in a process of its own."""
    if len(sys.argv) > 2 and sys.argv[1] in STEPS:
        STEPS[sys.argv[1]](*sys.argv[2:])
        return
    numbers = [int(arg) for arg in sys.argv[1:] if arg.isdigit()]
    count = numbers[0] if numbers else 20_000
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        _step(sys.executable, "build", folder, str(count))
        _step(sys.executable, "add", folder, str(count))
        if "--peers" in sys.argv:
            python = Path(folder) / "peers" / "bin" / "python"
            subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "datasketch", "rensa"], check=True)
            for peer in ("datasketch", "rensa"):
                _step(str(python), peer, str(min(count, PEERS_UP_TO)))


def _step(python: str, *args: str) -> None:
    subprocess.run([python, str(HERE), *args], check=True)


def _open(path: Path) -> Any:
    from pipelines.archive.connection import open_for_writing
    from pipelines.archive.schema import ARCHIVE

    return open_for_writing(path, ARCHIVE)


def build(folder: str, articles: str) -> None:
    """Archive the texts alone, and index them as they come."""
    from pipelines.archive.stories import weave

    count, path = int(articles), Path(folder) / "archive.db"
    db = _open(path)
    db.execute(
        "INSERT INTO sites (id, name, homepage, kind, first_seen_at) VALUES ('s', 's', ?, 'x', '2026')", [URL]
    )
    spent, costs = [0.0, 0.0], [(0, 0.0)]
    planted: dict[int, int] = {}
    try:
        for first in range(0, count, BATCH):
            made = [(number, make(number)) for number in range(first, min(first + BATCH, count))]
            planted |= {number: each.copy_of for number, each in made if each.copy_of is not None}
            db.execute("BEGIN IMMEDIATE")
            _insert(db, made)
            cpu, wall = time.process_time(), time.monotonic()
            weave(db, [number + 1 for number, _ in made])
            db.execute("COMMIT")
            spent = [spent[0] + time.process_time() - cpu, spent[1] + time.monotonic() - wall]
            done = made[-1][0] + 1
            if done % WINDOW == 0 or done == count:
                costs.append((done, spent[0]))
                _print_cost(costs, spent[1])
                if done % (2 * WINDOW) == 0 and done < count:
                    _print_found(db, planted)
    except KeyboardInterrupt:  # enough
        db.rollback()
        count = db.execute("SELECT count(*) FROM articles").fetchone()[0]
    rate, wall_rate = (count / seconds for seconds in spent)
    print(f"{count} articles: {rate:.0f}/s of CPU ({wall_rate:.0f}/s), peak {_peak():.0f} MB")
    print(
        f"  written to the disk: {_written() / count / 1024:.0f} KiB an article, its own text and row among it"
    )
    print(f"  index: {_index_size(db) / count:.0f} bytes an article")
    _print_found(db, planted)


def _print_cost(costs: list[tuple[int, float]], wall: float) -> None:
    (before, earlier), (done, now) = costs[-2:]
    each, yardstick = (now - earlier) / (done - before) * 1000, _yardstick()
    print(
        f"  at {done}: {each:.2f} ms of CPU an article, {each / yardstick:.2f} yardsticks of {yardstick:.2f} ms;"
        f" {done / now:.0f}/s of CPU, {done / wall:.0f}/s by the wall so far, {_peak():.0f} MB",
        flush=True,
    )


def _yardstick() -> float:
    """Return the milliseconds that a fixed piece of work takes now: a busy machine is slower also by its own CPU time."""
    words = [str(number * 7919 % 1009) for number in range(400)]
    took = []
    for _ in range(50):
        began = time.process_time()
        {" ".join(words[at : at + 5]): at for at in range(len(words))}
        took.append((time.process_time() - began) * 1000)
    return sorted(took)[len(took) // 2]


def _insert(db, made) -> None:
    from pipelines.archive.values import uid_of

    db.conn.executemany(
        "INSERT INTO articles (id, uid, site_id, url, title, authors, editors, tags, first_seen_at, version, text)"
        " VALUES (?, ?, 's', ?, '', '[]', '[]', '[]', '2026-01-01T00:00:00Z', 1, ?)",
        [(number + 1, uid_of(f"{URL}{number}"), f"{URL}{number}", each.text) for number, each in made],
    )


def _index_size(db: Any) -> int:
    """Return the bytes of the tables' pages: what a drop gives free, taken back again."""
    from pipelines.archive.stories import TABLES

    (page,) = db.execute("PRAGMA page_size").fetchone()
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
    (before,) = db.execute("PRAGMA freelist_count").fetchone()
    for view in ("relations", "shingles"):
        db.execute(f"DROP VIEW {view}")
    for table in TABLES:
        db.execute(f"DROP TABLE {table}")
    (after,) = db.execute("PRAGMA freelist_count").fetchone()
    db.execute("ROLLBACK")
    return int((after - before) * page)


def _print_found(db, planted: dict[int, int]) -> None:
    rows = db.execute(
        "SELECT x.article_id - 1, y.article_id - 1, relation FROM wording_relations"
        " JOIN article_wordings AS x ON x.wording_id = one JOIN article_wordings AS y ON y.wording_id = other"
    )
    found = {(min(a, b), max(a, b)): relation for a, b, relation in rows.fetchall()}
    wanted = {(original, number) for number, original in planted.items()}
    right = wanted & found.keys()
    copies = sum(found[pair] == "copy" for pair in right)
    siblings = {pair for pair in found.keys() - wanted if _root(pair[0], planted) == _root(pair[1], planted)}
    others = len(found) - len(right) - len(siblings)
    print(
        f"  planted copies found: {len(right)} of {len(wanted)} ({len(right) / max(1, len(wanted)):.3f}), {copies} of them"
        f" as copies; {len(siblings)} pairs of copies of one article, {others} other pairs"
    )
    largest = db.execute("SELECT max(articles) FROM stories").fetchone()[0]
    print(f"  largest story: {largest} articles", flush=True)


def _root(number: int, planted: dict[int, int]) -> int:
    return planted.get(number, number)


def add(folder: str, articles: str) -> None:
    """Add a hundred articles to the archive that is there."""
    first = int(articles)
    make(first)  # the language is no part of it
    began = time.monotonic()
    from pipelines.archive.stories import weave

    db = _open(Path(folder) / "archive.db")
    opened = time.monotonic()
    db.execute("BEGIN IMMEDIATE")
    made = [(number, make(number)) for number in range(first, first + 100)]
    _insert(db, made)
    ready, began_cpu = time.monotonic(), time.process_time()
    weave(db, [number + 1 for number, _ in made])
    db.execute("COMMIT")
    done = time.monotonic()
    print(
        f"  100 more: import and open {opened - began:.2f} s, index and commit {done - ready:.2f} s"
        f" ({time.process_time() - began_cpu:.2f} s of CPU), peak {_peak():.0f} MB"
    )


def _written() -> int:
    """Return the bytes that this process had written to the disk; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/io").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(told.partition("\nwrite_bytes: ")[2].split()[0])


def _shingles(text: str) -> list[str]:
    words = text.casefold().split()
    return [" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))]


def datasketch(articles: str) -> None:
    """MinHashLSH in memory: 128 permutations, Jaccard 0.5, runs of five words."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    lsh = MinHashLSH(threshold=0.5, num_perm=128)

    def look_up(number: int, text: str) -> Any:
        digest = MinHash(num_perm=128)
        digest.update_batch([shingle.encode() for shingle in _shingles(text)])
        found = lsh.query(digest)
        lsh.insert(number, digest, check_duplication=False)
        return found

    _measure("datasketch MinHashLSH", int(articles), look_up)


def rensa(articles: str) -> None:
    """RMinHashLSH in memory: 128 permutations, 32 bands, runs of five words."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]

    lsh = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)

    def look_up(number: int, text: str) -> Any:
        digest = RMinHash(num_perm=128, seed=42)
        digest.update(_shingles(text))
        found = lsh.query(digest)
        lsh.insert(number, digest)
        return found

    _measure("rensa RMinHashLSH", int(articles), look_up)


def _measure(name: str, count: int, look_up) -> None:
    spent, right, wanted, others = 0.0, 0, 0, 0
    for number in range(count):
        text, original = make(number)
        began = time.process_time()
        found = look_up(number, text)
        spent += time.process_time() - began
        wanted += original is not None
        right += original is not None and original in found
        others += len(found) - (original in found)
    print(
        f"{name}, {count} articles: {count / spent:.0f}/s of CPU, peak {_peak():.0f} MB, planted copies found"
        f" {right} of {wanted} ({right / max(1, wanted):.3f}), {others} other candidates, none compared, nothing kept"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


STEPS: dict[str, Callable[..., None]] = {"build": build, "add": add, "datasketch": datasketch, "rensa": rensa}

if __name__ == "__main__":
    main()
