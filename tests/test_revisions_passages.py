"""Places where two texts differ, with a few words around them."""

import pytest

from pipelines.revisions import diff_words, passages


def shown(old, new, around=3):
    return [
        "".join(
            each.after if each.same else f"[-{each.before.strip()}-]{{+{each.after.strip()}+}} "
            for each in passage
        )
        for passage in passages(diff_words(old, new), around)
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("", "", []),
        ("Air naik.", "Air naik.", []),
        ("a b c 412 d e f", "a b c 415 d e f", ["a b c [-412-]{+415+} d e f"]),
        ("a b c d e 412 f g h i", "a b c d e 415 f g h i", ["… c d e [-412-]{+415+} f g h …"]),
        ("x 1 a b 3 y", "x 2 a b 4 y", ["x [-1-]{+2+} a b [-3-]{+4+} y"]),
        (
            "1 a b c d e f g 3",
            "2 a b c d e f g 4",
            ["[-1-]{+2+} a b c …", "… e f g [-3-]{+4+} "],
        ),
        ("satu 1\ndua tiga", "satu 2\ndua empat", ["satu [-1-]{+2+} ", "dua [-tiga-]{+empat+} "]),
        ("a\nb\nc", "a\nc", ["[-b-]{++} "]),
        ("a", "b", ["[-a-]{+b+} "]),
    ],
)
def test_passages(old, new, wanted):
    assert [each.replace("\n", "") for each in shown(old, new)] == wanted
