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
TIMED = 2_000


class Labelled(NamedTuple):
    """A text, what it is about, and what else may be told of it."""

    number: str
    article: Article
    about: list[str]
    also: list[str]


def main() -> None:
    """Print precision, recall and the share of right main places; with -v each text that is told otherwise than labelled."""
    paths = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    texts = read_texts(Path(paths[0] if paths else "../shared"))
    right = told = missed = mains = with_main = 0
    silent = quiet = 0
    for number, article, about, also in labelled(texts):
        found = [place.name for place in article.places]
        told += len([name for name in found if name not in also])
        right += len([name for name in found if name in about])
        missed += len([name for name in about if name not in found])
        if about:
            with_main += 1
            mains += found[:1] == about[:1]
        else:
            silent += 1
            quiet += not [name for name in found if name not in also]
        wrong = [name for name in found if name not in about and name not in also]
        if "-v" in sys.argv and (wrong or set(about) - set(found) or (about and found[:1] != about[:1])):
            print(f"{number} {article.title[:60]!r}: {', '.join(about) or 'none'}; told:")
            for place in article.places:
                print(f"    {place.name} {place.score}: {'; '.join(place.evidence)}")
    print(
        f"precision {right / told:.3f} ({right} of {told}), recall {right / (right + missed):.3f} ({missed} missed)"
    )
    print(
        f"main place {mains / with_main:.3f} (of {with_main} texts); none told of {quiet} of {silent} that are about none"
    )
    measure([text for text in texts.values() if text["lang"] == "id"][:TIMED])


def read_texts(shared: Path) -> dict[str, dict[str, str]]:
    """Read the texts by their number."""
    with gzip.open(shared / "texts" / "id_ms_texts.jsonl.gz", "rt", encoding="utf-8") as file:
        return {str(row["id"]): row for row in map(json.loads, file)}


def labelled(texts: dict[str, dict[str, str]]) -> Iterator[Labelled]:
    """Yield the labelled texts as they are read."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
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
