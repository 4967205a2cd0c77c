"""Boilerplate learned per site: what a site's own pages repeat goes, what its articles say stays."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from planted_papers import draw, read_papers

from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.extract.learned import REASON, WINDOW, Learned, digest_of, learn
from pipelines.items import Article, Block, Capture, ObservedPage

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
SITE = Site(id="kabar", name="Kabar Banua", homepage="https://kabar.example/", language="id")
STOCK = "Dukung jurnalisme warga lewat kanal kami setiap hari."
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def block(text, **changes):
    """A paragraph among the article's own, in the middle of it."""
    given = {"container": "p", "apart": False, "linked": False, "bound": False, "from_end": 3, **changes}
    return Block(digest=digest_of(text), size=200, text=text, **given)


def page(number, *extra, title=None, own=None, author=None, section=None):
    """A page of six paragraphs that no other page has, and more."""
    word = LETTERS[number % 26] * 5 + LETTERS[number // 26] * 4
    own = [f"Paragraf {part} milik {word}." for part in range(6)] if own is None else own
    return ObservedPage(
        NOON + timedelta(hours=number),
        title or f"{word} judul",
        (author or f"Penulis {number % 5}",),
        section or f"Rubrik {number % 4}",
        (*(block(text) for text in own), *extra),
    )


def read(pages):
    """Learn page by page; return the lessons after the last."""
    lessons = ()
    for count in range(1, len(pages) + 1):
        lessons = learn(pages[max(0, count - WINDOW) : count], lessons, pages[count - 1].blocks)
    return lessons


RELEASE = [f"Isi siaran pers bagian {part}." for part in range(6)]
CASES = {
    "on every page": ([page(n, block(STOCK)) for n in range(4)], True),
    "on three pages": ([page(n, block(STOCK)) for n in range(3)], False),
    "on a third of the pages": ([page(n, *[block(STOCK)][: n % 3 == 0]) for n in range(21)], True),
    "on a quarter of the pages, and the articles take it up": (
        [page(n, *[block(STOCK, bound=True)][: n % 4 == 0]) for n in range(60)],
        False,
    ),
    "on a tenth of the pages": ([page(n, *[block(STOCK)][: n % 10 == 0]) for n in range(60)], False),
    "in a box, on a ninth": (
        [page(n, *[block(STOCK, apart=True, container="div.kotak")][: n % 9 == 0]) for n in range(40)],
        True,
    ),
    "linked, on a ninth": ([page(n, *[block(STOCK, linked=True)][: n % 9 == 0]) for n in range(40)], True),
    "in a box with text of the article": (
        [
            page(
                n,
                *[
                    block(text, apart=True, container="div.grup")
                    for text in (STOCK, f"Isi {n}.", f"Lagi {n}.")
                ],
            )
            if n % 9 == 0
            else page(n)
            for n in range(40)
        ],
        False,
    ),
    "two copies of a release": ([page(0, own=[STOCK, *RELEASE]), page(1, own=[STOCK, *RELEASE])], False),
    "eight copies of a release": (
        [page(n, block(STOCK), own=RELEASE) if n % 2 else page(n) for n in range(16)],
        False,
    ),
    "copies that share two paragraphs of six": (
        [page(n, block(STOCK), own=[*RELEASE[:3], f"Lain {n}.", f"Sendiri {n}."]) for n in range(8)],
        False,
    ),
    "articles of one series": (
        [page(n, block(STOCK), title=f"Prakiraan Cuaca Banjarmasin Hari Ini, {n} Maret") for n in range(8)],
        False,
    ),
    "the sentence of one reporter": (
        [page(n, *[block(STOCK)][: n % 5 == 0], author=f"Penulis {n % 5}") for n in range(40)],
        False,
    ),
    "the sentence of one section": (
        [page(n, *[block(STOCK)][: n % 4 == 0], section=f"Rubrik {n % 4}") for n in range(40)],
        False,
    ),
    "what leads to a list": (
        [page(n, *[block("Rinciannya:", bound=True)][: n % 3 == 0]) for n in range(40)],
        False,
    ),
    "a closing sentence, on a third": (
        [page(n, *[block(STOCK, from_end=0)][: n % 3 == 0]) for n in range(40)],
        False,
    ),
    "a closing line on every page": ([page(n, block(STOCK, from_end=0)) for n in range(6)], True),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_learned_from_pages(name):
    pages, learned = CASES[name]
    assert [lesson.kind for lesson in read(pages)] == ["block"] * learned


def test_lesson_carries_its_evidence():
    (lesson,) = read([page(n, *[block(STOCK)][: n > 0]) for n in range(6)])
    assert (lesson.text, lesson.pages, lesson.of_pages) == (STOCK, 5, 6)
    assert (lesson.first_seen_at, lesson.last_seen_at) == (pages_at(1), pages_at(5))


def pages_at(number):
    return NOON + timedelta(hours=number)


def test_what_a_redesign_removed_is_forgotten():
    before = [page(n, block(STOCK)) for n in range(30)]
    after = [page(n) for n in range(30, 56)]
    assert len(read([*before, *after[:20]])) == 1
    assert read([*before, *after]) == ()


def test_learning_again_from_the_same_pages_changes_nothing():
    pages = [page(n, block(STOCK)) for n in range(8)]
    lessons = read(pages)
    assert learn(pages, lessons, pages[-1].blocks) == lessons


def test_container_is_learned_where_its_blocks_take_turns():
    slogans = [f"Slogan {LETTERS[n] * 4} kami" for n in range(6)]
    box = {"apart": True, "container": "div.kotak-seru"}
    lessons = read([page(n, block(slogans[n % 6], **box)) for n in range(24)])
    assert ("container", "div.kotak-seru") in [(lesson.kind, lesson.text) for lesson in lessons]
    assert Learned.from_lessons(1, lessons).takes([block("Slogan yang belum pernah ada", **box)])


def html_page(*lines):
    body = "".join(lines)
    return f"<html><head><title>Air Naik</title></head><body><h1>Air Sungai Naik di Martapura</h1><div class='isi'>{body}</div></body></html>"


OWN = [
    "<p>MARTAPURA - Air Sungai Martapura naik semeter sejak Senin malam, kata petugas pos pantau di hilir.</p>",
    "<p>Warga di bantaran memindahkan barang ke lantai dua dan menunggu kabar dari posko di kantor desa.</p>",
    f"<p>Ketua RT menirukan spanduk di posko itu. {STOCK} Begitu bunyinya, kata dia kepada wartawan.</p>",
    "<p>Petugas meminta warga tetap waspada karena hujan masih akan turun sampai akhir pekan ini. (ani/kb)</p>",
]


def extract(html, learned=None):
    capture = Capture("https://kabar.example/a", "https://kabar.example/a", 200, (), html.encode(), NOON)
    found = extract_article(capture, SITE, learned)
    assert isinstance(found, Article), found
    return found


def test_learned_line_goes_and_the_same_words_in_a_paragraph_stay():
    plain = extract(html_page(*OWN))
    learned = Learned(1, frozenset({digest_of(STOCK)}))
    found = extract(html_page(*OWN[:2], f"<p>{STOCK.upper()}</p>", *OWN[2:]), learned)
    assert found.text == plain.text
    assert STOCK in found.text
    gone = [block for block in found.removed if block.reason == REASON]
    assert [(block.text, block.rule) for block in gone] == [
        (STOCK.upper(), f"learned:{digest_of(STOCK)[:8]}")
    ]


def test_line_that_was_taken_is_still_observed():
    learned = Learned(1, frozenset({digest_of(STOCK)}))
    found = extract(html_page(*OWN[:2], f"<p>{STOCK}</p>", *OWN[2:]), learned)
    assert digest_of(STOCK) in {block.digest for block in found.blocks}


def test_fields_are_no_blocks():
    found = extract(html_page("<p>Penulis: Ani Wulan</p>", *OWN))
    assert found.authors == ("Ani Wulan",)
    assert [block.text for block in found.blocks] == found.text.split("\n")[:3]


def test_box_beside_the_paragraphs_stands_apart():
    found = extract(html_page(*OWN[:2], f"<div class='kotak-7'><p>{STOCK}</p></div>", *OWN[2:]))
    apart = [(block.text, block.container) for block in found.blocks if block.apart]
    assert apart == [(STOCK, "div.kotak-#>p")]


BACKGROUND = "Sebelumnya diberitakan, air Sungai Martapura merendam posko warga di bantaran sejak Senin."


FORMULA = "Sumbangan pembaca membuat redaksi mandiri, seperti pohon tua berakar dalam."


def test_what_the_article_takes_up_is_bound_to_it():
    found = extract(html_page(*OWN[:2], f"<p>{BACKGROUND}</p><p>{FORMULA}</p>", *OWN[2:]))
    bound = {block.text: block.bound for block in found.blocks}
    assert (bound[BACKGROUND], bound[FORMULA]) == (True, False)


def test_a_lesson_that_stands_on_few_pages_is_given_up():
    shown = [page(n, block(STOCK)) for n in range(8)]
    seldom = [page(n, *[block(STOCK)][: n % 8 == 0]) for n in range(8, 60)]
    assert [len(read(pages)) for pages in (shown, [*shown, *seldom])] == [1, 0]


def test_learned_is_small_and_travels():
    learned = Learned(3, frozenset(digest_of(str(n)) for n in range(100)))
    assert pickle.loads(pickle.dumps(learned)) == learned
    assert len(pickle.dumps(learned)) < 4_000


def test_planted_blocks_are_learned_and_no_sentence_is_lost():
    for world, reading in read_papers(draw(seed=23, stories=75)):
        assert reading.lost == [], world
        assert reading.pages > 30, world
        assert reading.shown["late"] > 10, world
        assert reading.leaked["late"] == 0, world
        assert reading.lessons_beside == [], world


def test_papers_without_planted_blocks_teach_nothing():
    for world, reading in read_papers(draw(seed=22, stories=75, planted=0)):
        assert (reading.lost, reading.other, reading.lessons) == ([], [], ()), world
