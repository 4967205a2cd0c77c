"""How well pairs of texts are told apart: copies, derivations, neither; on labelled pairs, by folds and by limits.

.venv/bin/python tests/benchmarks/pairs_relations.py [PAIRS.jsonl]
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from harness import ROOT, kliping, rows

from pipelines.dedupe.relation import LIMITS, Likeness, Limits, Relation, Text, judge, measure

PAIRS = ROOT.parent / "shared" / "near-duplicates" / "pairs.jsonl"
URL = "https://texts.test/"
MEANT = {"same_text": Relation.COPY, "derived": Relation.DERIVED}
FOLDS = 5
STEPS = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)


class Pair(NamedTuple):
    """A labelled pair and what its texts have in common."""

    id: str
    meant: Relation
    likeness: Likeness


def main() -> None:
    """Print precision and recall as the limits are, by folds, and with each limit moved."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    if not source.is_file():
        print(f"no {source}: nothing to measure")
        return
    found = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    pairs = [read_pair(record) for record in found]
    print(f"{len(pairs)} pairs, limits {LIMITS}")
    print(f"as they are:                {figures(pairs, lambda pair: judge(pair.likeness))}")
    print(f"{FOLDS} folds, limits by the rest: {figures(*by_folds(pairs))}")
    for name, step in (("copied", 0.05), ("shared", 0.05), ("extent", 5), ("extent", 20), ("filled", 0.05)):
        for sign in (-1, 1):
            moved = replace(LIMITS, **{name: getattr(LIMITS, name) + sign * step})
            print(f"{name} {sign * step:+}:".ljust(28) + figures(pairs, partial(judged, limits=moved)))
    with tempfile.TemporaryDirectory() as folder:
        held = through_archive(Path(folder), found)
    print(f"found through an archive:   {figures(pairs, lambda pair: held.get(pair.id, Relation.NONE))}")
    for pair in pairs:
        if judge(pair.likeness) is not pair.meant:
            print(f"  {pair.id}: {judge(pair.likeness)}, labelled {pair.meant}, {pair.likeness}")


def judged(pair: Pair, limits: Limits) -> Relation:
    return judge(pair.likeness, limits)


def read_pair(record: dict[str, Any]) -> Pair:
    likeness = measure(Text(record["a"]["text"]), Text(record["b"]["text"]))
    return Pair(record["id"], MEANT.get(record["label"], Relation.NONE), likeness)


def figures(pairs: Iterable[Pair], told: Callable[[Pair], Relation]) -> str:
    """Return precision and recall of copies, and of copies and derivations together."""
    answers = [(pair.meant, told(pair)) for pair in pairs]
    parts = []
    for name, counted in (("copy", {Relation.COPY}), ("related", {Relation.COPY, Relation.DERIVED})):
        right = sum(meant in counted and answer in counted for meant, answer in answers)
        precision = right / max(1, sum(answer in counted for _, answer in answers))
        recall = right / max(1, sum(meant in counted for meant, _ in answers))
        parts.append(f"{name} {precision:.3f} / {recall:.3f}")
    return ", ".join(parts)


def by_folds(pairs: list[Pair]) -> tuple[list[Pair], Callable[[Pair], Relation]]:
    """Return the pairs, and what each is told to be by limits that were chosen on the other folds."""
    limits = {}
    for fold in range(FOLDS):
        rest = [pair for number, pair in enumerate(pairs) if number % FOLDS != fold]
        limits[fold] = max(candidates(), key=partial(score, rest))
    told = {pair.id: judge(pair.likeness, limits[number % FOLDS]) for number, pair in enumerate(pairs)}
    return pairs, lambda pair: told[pair.id]


def candidates() -> Iterator[Limits]:
    for copied, shared, extent in product(STEPS, repeat=3):
        yield replace(
            LIMITS,
            copied=LIMITS.copied * copied,
            shared=LIMITS.shared * shared,
            extent=round(LIMITS.extent * extent),
        )


def score(pairs: list[Pair], limits: Limits) -> float:
    """Return how many pairs are told rightly, each of both questions by itself."""
    return sum(
        (answer == pair.meant) + ((answer is Relation.NONE) == (pair.meant is Relation.NONE))
        for pair in pairs
        for answer in [judge(pair.likeness, limits)]
    )


def through_archive(folder: Path, found: list[dict[str, Any]]) -> dict[str, Relation]:
    """Import all texts by the command, each at an address of its own, and return what the archive says of each pair."""
    source = folder / "texts.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for record in found:
            for side in "ab":
                text = record[side]
                line = {"url": f"{URL}{record['id']}-{side}", "title": text["title"], "text": text["text"]}
                print(json.dumps(line), file=file)
    print("kliping import: " + kliping("import", str(source), "--data", str(folder / "data")).stdout.strip())
    held = {}
    for row in rows(folder / "data", "SELECT url_a, url_b, relation FROM relations"):
        one, other = (str(row[name]).removeprefix(URL).rpartition("-") for name in ("url_a", "url_b"))
        if one[0] == other[0]:
            held[one[0]] = Relation(row["relation"])
    return held


if __name__ == "__main__":
    main()
