"""Lines: one paragraph of the page is one line of text."""

import pytest

from pipelines.extract.paragraphs import read_page
from pipelines.extract.tree import element_names, noise_of, parse_html


def _lines(markup):
    tree = parse_html(f"<html><body>{markup}</body></html>")
    assert tree is not None
    return read_page(tree).lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>Satu.</p><p>Dua.</p>", ["Satu.", "Dua."]),
        ("<p>Satu\n  dua\ntiga.</p>", ["Satu dua tiga."]),
        ("<div>Satu.<br><br>Dua.</div>", ["Satu.", "Dua."]),
        ("<div>Satu.<br> \n<br/>&nbsp;<br>Dua.</div>", ["Satu.", "Dua."]),
        ("<p>sinergi yang<br>kuat.</p>", ["sinergi yang kuat."]),
        ("<p>Kata dia selesai.<br>Warga pulang.</p>", ["Kata dia selesai.", "Warga pulang."]),
        (
            "<p>Baris satu yang<br>dipotong menurut<br>lebar. Kalimat<br>Kedua pun.</p>",
            ["Baris satu yang dipotong menurut lebar. Kalimat Kedua pun."],
        ),
        ("<p>Yang dibawa:<br>1. beras<br>2. gula</p>", ["Yang dibawa:", "1. beras", "2. gula"]),
        ("<p><b>Awal Cerita</b><br>Ia datang sendiri.</p>", ["Awal Cerita", "Ia datang sendiri."]),
        (
            "<i>Kamis, 2 Mei 2024</i><br>Oleh : Siti<br>Editor: Budi",
            ["Kamis, 2 Mei 2024", "Oleh : Siti", "Editor: Budi"],
        ),
        ("<ul><li>satu</li><li>dua</li></ul>", ["satu", "dua"]),
        ("<strong>BARABAI</strong> - Bupati<em>nya</em> datang.", ["BARABAI - Bupatinya datang."]),
        ("<table><tr><td>kiri</td><td>kanan</td></tr></table>", ["kiri", "kanan"]),
        (
            "<table><tr><th>Desa</th><th>Jiwa</th></tr><tr><td><p>Awang</p></td><td><b>12</b></td></tr></table>akhir",
            ["Desa | Jiwa", "Awang | 12", "akhir"],
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td><h2>c</h2></td><td>d</td></tr></table>",
            ["a", "b", "c", "d"],
        ),
        ("<p>a<script>x</script><style>y</style>b</p>", ["ab"]),
        ("<pre>satu\ndua</pre>", ["satu dua"]),
        ("<p>***</p><p>&nbsp;</p>", []),
    ],
)
def test_paragraphs_are_lines(markup, lines):
    assert [line.text for line in _lines(markup)] == lines


def test_links_know_their_place_and_target():
    (line,) = _lines('<p>Baca juga: <a href="/x">Judul lain</a> di sini</p>')
    ((start, end, target),) = line.links
    assert (line.text[start:end], target, line.linked) == ("Judul lain", "/x", 10)


def test_links_between_breaks_keep_their_targets():
    lines = _lines(
        '<a href="/1">Satu</a><br><br><a href="/2">Dua</a><br><br><a href="/3"><div>Tiga</div></a>'
    )
    assert [(line.text, line.links[0][2]) for line in lines] == [
        ("Satu", "/1"),
        ("Dua", "/2"),
        ("Tiga", "/3"),
    ]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ('<div class="gmr-related-post">', "related"),
        ('<div class="articleShareBar social">', "share"),
        ('<div id="comments">', "comments"),
        ('<div class="elementor-widget elementor-widget-theme-post-content">', None),
        ('<div class="content has-sidebar">', None),
        ('<div class="md:hidden overflow-hidden print:hidden">', None),
        ('<p style="display : none">', "hidden"),
        ("<nav>", "navigation"),
        ('<div class="field field--label-visually-hidden">', None),
        ('<div class="views-field views-field-body">', None),
        ('<span class="sr-only">', "hidden"),
        ("<figure>", "caption"),
        ("<figure><table><tr><td>1</table>", None),
        ('<div role="complementary">', "related"),
        ('<div class="konten-berita">', None),
    ],
)
def test_names_tell_furniture(markup, reason):
    tree = parse_html(f"<body>{markup}x</body>")
    assert tree is not None
    element = tree.find("body")[0]
    found = noise_of(element, element.attrib, element_names(element.attrib))
    assert (found[0] if found else None) == reason
