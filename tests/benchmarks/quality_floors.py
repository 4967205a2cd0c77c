"""Measure extraction on tests/pages and append the figures to the log of floors.

make bench NAME=quality_floors ARGS='"Why the figures changed"'
make bench NAME=quality_floors ARGS='"Two pages more" --lowered clean "the new page with a poll leaks it"'
"""

import argparse
import sys
from datetime import UTC, datetime

from floors import FIGURES, LOG, PAGES, figures_of, find_faults, read_log, write_entry

from pipelines.commands.scoring import score_corpus
from pipelines.quality import sum_up


def main() -> None:
    """Append an entry; a figure that sank needs a reason of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reason", help="why the figures changed")
    parser.add_argument("--lowered", nargs=2, action="append", default=[], metavar=("FIGURE", "WHY"))
    given = parser.parse_args()
    figures = figures_of(sum_up(score_corpus(PAGES).reviewed))
    text = LOG.read_text(encoding="utf-8")
    entry = write_entry(figures, datetime.now(UTC).date(), given.reason, dict(given.lowered))
    faults = find_faults(read_log(text + entry))
    if faults:
        sys.exit("\n".join(faults))
    LOG.write_text(text + entry, encoding="utf-8")
    for name in FIGURES:
        print(f"{name} {figures[name]}")


if __name__ == "__main__":
    main()
