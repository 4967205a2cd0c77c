"""Quality on real pages: floors that cannot sink unseen. The pages are read where they are, and skipped where absent."""

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from conftest import SHARED

from pipelines.catalogue import netloc_of, site_for_host
from pipelines.extract import extract_article
from pipelines.items import Article, Capture

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)


def _words(text):
    return re.findall(r"\w+", text or "")


def _shingles(text):
    words = _words(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def _pages(name, limit):
    folder = SHARED / "corpora" / name
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout")
    golds = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    for gold in golds[:limit]:
        payload = gzip.decompress((folder / "pages" / f"{gold['id']}.html.gz").read_bytes())
        capture = Capture(gold["url"], gold["url"], 200, (), payload, FETCHED)
        yield gold, extract_article(capture, site_for_host(netloc_of(gold["url"])))


@pytest.mark.parametrize(
    ("name", "limit", "floor"),
    [("indonesian", 18, 0.98), ("aeb", 25, 0.94), ("fundus", 25, 0.94), ("wcxb", 40, 0.92)],
)
def test_the_text_of_real_pages_is_found(name, limit, floor):
    precision, recall = [], []
    for gold, found in _pages(name, limit):
        body = gold["body"] if isinstance(gold["body"], str) else "\n".join(gold["body"])
        wanted, got = _shingles(body), _shingles(found.text if isinstance(found, Article) else "")
        shared = sum((wanted & got).values())
        precision.append(shared / sum(got.values()) if got else 0.0)
        recall.append(shared / sum(wanted.values()))
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    assert 2 * p * r / (p + r) >= floor


def test_indonesian_pages_lose_nothing_and_leak_nothing():
    wrong = []
    for gold, found in _pages("indonesian", 18):
        assert isinstance(found, Article), (gold["id"], found)
        text = " ".join(_words(found.text))
        wrong += [("lost", part) for part in gold["must_contain"] if " ".join(_words(part)) not in text]
        wrong += [
            ("leaked", part)
            for part in gold["must_not_contain"]
            if f" {' '.join(_words(part))} " in f" {text} "
        ]
        if set(found.authors) != set(gold["authors"]):
            wrong.append((gold["id"], found.authors))
    assert wrong == []
