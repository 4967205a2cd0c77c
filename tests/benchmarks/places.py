"""How well the places that an article is about are found: precision and recall on labelled texts, and the cost of a text.

    make bench NAME=places ARGS="[SHARED [-v]]"

The texts are read from SHARED/texts (default ../shared); `places_labels.csv` has what a person read in them: the places that an
article is about, the main one first, and those that may be told of it but need not be. A place that is told and is in neither is
wrong; one that it is about and is not told is missed. The main place counts where it is the first of both.
"""

import csv
import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipelines.catalogue import Site
from pipelines.extract.places import find_places
from pipelines.extract.plain_text import extract_plain_text
from pipelines.items import Article

LABELS = Path(__file__).with_name("places_labels.csv")
SETS = ("worked", "held")  # what rules were made of, and what none was made of
TIMED = 2_000


class Labelled(NamedTuple):
    """A text, what it is about, and what else may be told of it."""

    number: str
    article: Article
    about: list[str]
    also: list[str]


def main() -> None:
    """Print the figures of each set of labels; with -v each text that is told otherwise than labelled."""
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    texts = read_texts(Path(paths[0] if paths else "../shared"))
    for name in SETS:
        report(name, list(labelled(texts, name)), verbose="-v" in sys.argv)
    measure([text for text in texts.values() if text["lang"] == "id"][:TIMED])


def report(name: str, found: list[Labelled], *, verbose: bool) -> None:
    """Print precision, recall and the share of right main places."""
    told, right, missed, mains, quiet = 0, 0, 0, 0, 0
    for number, article, about, also in found:
        names = [place.name for place in article.places if place.name not in also]
        right += len(set(names) & set(about))
        told += len(names)
        missed += len(set(about) - set(names))
        mains += bool(about) and [place.name for place in article.places][:1] == about[:1]
        quiet += not about and not names
        if verbose and set(names) != set(about):
            print(f"{number} {article.title[:60]!r}: {', '.join(about) or 'none'}; told:")
            for place in article.places:
                print(f"    {place.name} {place.score}: {'; '.join(place.evidence)}")
    placed = sum(bool(each.about) for each in found)
    print(
        f"{name}: precision {right / told:.3f} ({right} of {told}), recall {right / (right + missed):.3f} ({missed} missed),",
        end=" ",
    )
    print(
        f"main place {mains / placed:.3f} (of {placed} texts); none told of {quiet} of {len(found) - placed} that are about none"
    )


def read_texts(shared: Path) -> dict[str, dict[str, str]]:
    """Read the texts by their number."""
    with gzip.open(shared / "texts" / "id_ms_texts.jsonl.gz", "rt", encoding="utf-8") as file:
        return {str(row["id"]): row for row in map(json.loads, file)}


def labelled(texts: dict[str, dict[str, str]], name: str) -> Iterator[Labelled]:
    """Yield the texts of a set of labels as they are read."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["set"] != name:
                continue
            article = read(texts[row["id"]])
            about, also = ([name for name in row[key].split(";") if name] for key in ("about", "also"))
            yield Labelled(row["id"], article, about, also)


def read(text: dict[str, str]) -> Article:
    """Read a text as an import does; one without a title gets a headline that says nothing."""
    site = Site(id="texts", name="Texts", homepage="https://texts.example/")
    article = extract_plain_text(
        f"{text['title'] or 'Berita'}\n\n{text['text']}", text["url"] or "https://texts.example/1", site
    )
    assert isinstance(article, Article), article
    return article


def measure(texts: list[dict[str, str]]) -> None:
    """Print what finding costs, of text as it stands."""
    began = time.thread_time()
    for text in texts:
        find_places(text["title"] or "", text["text"], None, "id", None)
    cost = (time.thread_time() - began) / len(texts)
    size = sum(len(text["text"]) for text in texts) / len(texts)
    print(f"{cost * 1000:.2f} ms of CPU a text of {size:,.0f} characters")


if __name__ == "__main__":
    main()
