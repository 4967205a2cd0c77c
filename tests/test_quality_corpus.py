"""A corpus in a folder, and the draft in which a person corrects a page: nothing is lost on the way there and back."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.quality import (
    CorpusError,
    GoldPage,
    add_page,
    page_paths,
    read_corpus,
    read_draft,
    replace_page,
    write_draft,
)

FIELDS = {
    "url": "https://kabar.example/a",
    "reviewed": False,
    "title": 'Banjir "lagi" di Martapura',
    "authors": ["Ani", "Budi"],
    "editors": [],
    "published": "2026-03-01T09:05+08:00",
    "modified": None,
    "dateline_place": "MARTAPURA",
    "must_contain": ["Air naik", "Warga mengungsi"],
    "must_not_contain": ["Baca juga"],
    "body": "MARTAPURA - Air naik.\nWarga mengungsi.",
    "kind": "article",
}


def gold(page_id="a", **fields):
    return GoldPage.model_validate({"id": page_id} | FIELDS | fields)


def test_pages_are_added_read_and_replaced(tmp_path):
    folder = tmp_path / "new" / "gold"
    add_page(folder, gold("a", further=["https://kabar.example/a?page=2"]), [b"<p>1", b"<p>2"])
    add_page(folder, gold("b"), [b"<p>3"])
    replace_page(folder, gold("a", title="Lain", further=["https://kabar.example/a?page=2"]))
    first, second = read_corpus(folder)
    assert (first.title, second) == ("Lain", gold("b"))
    assert [gzip.decompress(path.read_bytes()) for path in page_paths(folder, first)] == [b"<p>1", b"<p>2"]
    assert second.model_dump(exclude_unset=True) == {"id": "b", **FIELDS}


def test_a_page_is_added_once(tmp_path):
    add_page(tmp_path, gold(), [b"<p>1"])
    with pytest.raises(CorpusError, match=r"gold\.jsonl: a is there already"):
        add_page(tmp_path, gold(), [b"<p>2"])
    assert gzip.decompress(page_paths(tmp_path, gold())[0].read_bytes()) == b"<p>1"


def test_a_corpus_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CorpusError, match="file"):
        add_page(tmp_path / "file", gold(), [b"<p>1"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: Expecting property name"),
        ("[]", "line 2: is no JSON object"),
        ('{"id": "b"}', "line 2: body: Field required"),
        ('{"id": 7, "body": ""}', "line 2: id: Input should be a valid string"),
        ('{"id": "../b", "body": ""}', "line 2: id: is no name for a file"),
        ('{"id": "a", "body": ""}', "line 2: id: a is there twice"),
        (
            '{"id": "b", "body": "", "published": "kemarin"}',
            "line 2: published: 'kemarin' is no ISO 8601 time",
        ),
        ('{"id": "b", "body": "", "authors": "Ani"}', "line 2: authors: Input should be a valid list"),
        ("[" * 100_000, "line 2: "),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, message):
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "body": "Air naik."}\n' + line, encoding="utf-8")
    with pytest.raises(CorpusError) as wrong:
        read_corpus(tmp_path)
    assert f"{tmp_path / 'gold.jsonl'}, {message}" in str(wrong.value)


def test_a_byte_order_mark_is_no_matter(tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "body": "Air naik."}\n', encoding="utf-8-sig")
    assert [page.id for page in read_corpus(tmp_path)] == ["a"]


def test_a_missing_corpus_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"gold\.jsonl: No such file"):
        read_corpus(tmp_path)


def test_an_untouched_draft_says_what_the_gold_says():
    assert read_draft(write_draft(gold(), "pages/a.html.gz"), gold()) == gold()


def test_a_draft_reads_like_the_article():
    lines = write_draft(gold(), "pages/a.html.gz").splitlines()
    assert lines[0] == "# https://kabar.example/a"
    assert 'title = "Banjir \\"lagi\\" di Martapura"' in lines
    assert 'modified = ""' in lines
    assert lines[-4:] == ["body = '''", "MARTAPURA - Air naik.", "Warga mengungsi.", "'''"]


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("reviewed = false", "reviewed = true", "reviewed", True),
        ('dateline_place = "MARTAPURA"', 'dateline_place = ""', "dateline_place", None),
        (
            "Warga mengungsi.\n'''",
            "\n Warga  mengungsi.\n\nPulang.\n'''",
            "body",
            f"{FIELDS['body']}\nPulang.",
        ),
        ("editors = []\n", "", "editors", None),
        ("reviewed = false\n", "", "reviewed", False),
        ("editors = []", 'editors = ["Cici"]', "editors", ["Cici"]),
    ],
)
def test_a_correction_arrives(old, new, field, value):
    draft = write_draft(gold(), "x")
    assert old in draft
    corrected = read_draft(draft.replace(old, new), gold())
    assert getattr(corrected, field) == value
    assert corrected.model_extra == {"kind": "article"}


def test_a_line_that_is_deleted_is_not_judged():
    corrected = read_draft(write_draft(gold(), "x").replace("editors = []\n", ""), gold())
    assert "editors" not in corrected.model_fields_set


def test_a_list_of_paragraphs_stays_one():
    page = gold(body=["Air naik.", "Warga mengungsi."])
    assert read_draft(write_draft(page, "x"), page).body == ["Air naik.", "Warga mengungsi."]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reviewed = false", "reviewed = ja", "is no TOML"),
        ("reviewed = false", 'reviewed = "yes"', "reviewed: Input should be a valid boolean"),
        ("reviewed = false", "reveiwed = true", "reveiwed: is no field of an article"),
        ("reviewed = false", 'id = "b"', "id: is no field of an article"),
        ("2026-03-01T09:05+08:00", "1 Maret 2026", "published: '1 Maret 2026' is no ISO 8601 time"),
        ("'''\nMARTAPURA - Air naik.", "'''\nMARTAPURA", "must_contain: is not in the body: 'Air naik'"),
        ("Warga mengungsi.\n'''", "Warga mengungsi. Baca juga\n'''", "must_not_contain: is in the body"),
    ],
)
def test_a_wrong_draft_is_told(old, new, message):
    draft = write_draft(gold(), "x")
    assert old in draft
    with pytest.raises(ValueError, match="^" + message.replace("(", r"\(")):
        read_draft(draft.replace(old, new), gold())


TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(title=TEXT, names=st.lists(TEXT, max_size=3), paragraphs=st.lists(TEXT, max_size=3))
def test_any_text_comes_back(title, names, paragraphs):
    body = "\n".join(line for line in (" ".join(text.split()) for text in paragraphs) if line)
    body = "\n".join(line for line in body.splitlines() if line.strip())
    page = gold(title=title, authors=names, body=body, must_contain=[], must_not_contain=[])
    assert read_draft(write_draft(page, "x"), page) == page
    assert GoldPage.model_validate(json.loads(json.dumps(page.model_dump(exclude_unset=True)))) == page
