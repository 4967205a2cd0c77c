"""Prose of the newsroom's own that stands on many pages: what share of it is lost to boilerplate that is learned.

make bench NAME=learned_prose ARGS="[SITES] [PAGES]"

Each paper repeats two paragraphs in mid-article, the background of a running affair and a reporter's formula, each on 5, 10,
15 or 25% of its pages. Prints the share of these paragraphs that texts came without, and the papers that lost any.
"""

import sys
import time

from stock_papers import read_stock_paper

SHARES = (0.05, 0.10, 0.15, 0.25)


def main() -> None:
    """Read the papers of each share, and print what was lost."""
    sites, pages = (int(value) for value in (*sys.argv[1:3], *("10", "120")[len(sys.argv) - 1 :]))
    for share in SHARES:
        began = time.monotonic()
        outcomes = [read_stock_paper(seed, share, pages) for seed in range(1, sites + 1)]
        other = sum(len(outcome.other) for outcome in outcomes)
        for place, kind in enumerate(("affair", "formula")):
            stocks = [outcome.stocks[place] for outcome in outcomes]
            shown, lost = sum(stock.shown for stock in stocks), sum(stock.lost for stock in stocks)
            hit = sum(stock.lost > 0 for stock in stocks)
            print(f"on {share:4.0%} of the pages, {kind:8s}: {lost} of {shown} lost ({lost / max(1, shown):.1%}), "
                  f"{hit} of {sites} papers lost some")  # fmt: skip
        print(f"  other lines lost: {other}; {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
