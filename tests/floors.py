"""The log of what extraction reached on tests/pages: its last entry is what it must reach."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.quality import Figures

PAGES = Path(__file__).resolve().parent / "pages"
LOG = Path(__file__).resolve().parent / "quality_floors.toml"
FIGURES = (
    "pages f1 precision recall kept leaked clean refused title authors editors date minute dateline".split()
)
LOWER_IS_BETTER = {"leaked"}
Entry = dict[str, Any]


def read_log(text: str) -> list[Entry]:
    """Return the entries in their order."""
    return list(tomllib.loads(text)["log"])


def figures_of(figures: Figures) -> dict[str, float]:
    """Return a corpus's figures as the log holds them: shares as numbers from 0 to 1, four decimals."""
    shares = {name: round(share.hits / share.of, 4) for name, share in figures.shares.items() if share.of}
    means = {name: round(getattr(figures, name), 4) for name in ("f1", "precision", "recall")}
    return {"pages": figures.pages, **means, **shares}


def is_worse(name: str, new: float, old: float) -> bool:
    """Tell whether a figure is worse than another."""
    return new > old if name in LOWER_IS_BETTER else new < old


def find_faults(log: list[Entry]) -> list[str]:
    """Return what is wrong with a log: an entry without a reason, or a figure that sank without one of its own."""
    faults = []
    best: dict[str, float] = {}
    last = date.min
    for entry in log:
        day: date = entry["day"]
        if not entry["reason"].strip():
            faults.append(f"{day}: no reason")
        if day < last:
            faults.append(f"{day}: after {last}")
        last = day
        for name in FIGURES:
            old = best.setdefault(name, entry[name])
            if is_worse(name, entry[name], old):
                if not entry.get("lowered", {}).get(name, "").strip():
                    faults.append(
                        f"{day}: {name} is {entry[name]}, was {old}, and lowered.{name} gives no reason"
                    )
            else:
                best[name] = entry[name]
    return faults


def write_entry(figures: dict[str, float], day: date, reason: str, lowered: dict[str, str]) -> str:
    """Return an entry as the log's file holds it."""
    quoted = {
        name: why.replace("\\", "\\\\").replace('"', '\\"') for name, why in {"": reason, **lowered}.items()
    }
    lines = [f"\n[[log]]\nday = {day}", f'reason = "{quoted.pop("")}"']
    lines += [f"{name} = {figures[name]}" for name in FIGURES]
    lines += [f'lowered.{name} = "{why}"' for name, why in quoted.items()]
    return "\n".join(lines) + "\n"
