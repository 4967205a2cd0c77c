"""The rules that read a page: their digest, and an operator's language packs over the shipped ones."""

import pytest
from archive_samples import KABAR

from pipelines.catalogue import CatalogueError, Extraction, Politeness
from pipelines.extract.languages import load_packs, pack_folders, packs
from pipelines.extract.rules import rules_digest

PHRASE = '[[phrase]]\nreason = "trial"\nkind = "line"\npattern = "ikuti kami"\n'


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        ({}, False),
        ({"politeness": Politeness(delay=9)}, False),
        ({"region": "ID-KT"}, True),
        ({"timezone": "Asia/Jakarta"}, True),
        ({"language": "id"}, True),
        ({"name": "Kabar Lain"}, True),
        ({"extraction": Extraction(remove=(".kotak",))}, True),
    ],
)
def test_digest_is_that_of_what_decides(change, is_other):
    assert (rules_digest(KABAR.model_copy(update=change)) != rules_digest(KABAR)) is is_other


def overlaid(folder, name, text):
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_packs([*pack_folders(), folder])


def test_operator_s_pack_adds_to_the_lists_of_the_shipped_one(tmp_path):
    both = overlaid(
        tmp_path, "id", f'author_labels = ["juru warta", "penulis"]\n[months]\n1 = ["jnr"]\n{PHRASE}'
    )
    shipped = packs()["id"]
    assert both["id"].phrase[:-1] == shipped.phrase
    assert both["id"].author_labels == (*shipped.author_labels, "juru warta")
    assert both["id"].months == {**shipped.months, "1": [*shipped.months["1"], "jnr"]}
    assert both["ms"] == packs()["ms"]


def test_operator_s_pack_may_be_of_another_language(tmp_path):
    text = 'language = "bjn"\nstopwords = "wan lawan kada"\n[units]\nmenit = 1\n[static]\n'
    assert overlaid(tmp_path, "bjn", f"{text}{PHRASE}")["bjn"].phrase[0].reason == "trial"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("phrases = []\n", r"id\.toml: phrases: unknown key"),
        (
            PHRASE.replace("ikuti kami", "ikuti ("),
            r"id\.toml: phrase\.\d+\.pattern: .* is no regular expression: ",
        ),
        (PHRASE.replace('"line"', '"lines"'), r"id\.toml: phrase\.\d+\.kind: "),
        ("language = ", r"id\.toml: Invalid value"),
    ],
)
def test_pack_that_cannot_be_used_names_file_and_key(tmp_path, text, wrong):
    with pytest.raises(CatalogueError, match=wrong):
        overlaid(tmp_path, "id", text)


def test_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CatalogueError, match="lain: no folder of language packs"):
        load_packs([tmp_path / "lain"])
