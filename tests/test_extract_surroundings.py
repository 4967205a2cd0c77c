"""What stands right before and after a text: its first part in an element of its own, calls, and words on the outlet."""

from datetime import UTC, datetime

import pytest

from pipelines.catalogue import Site
from pipelines.extract import extract_article
from pipelines.extract.boilerplate import phrases_for
from pipelines.extract.edges import Edges, take_outlets_own
from pipelines.extract.paragraphs import Line
from pipelines.extract.tree import own_names, parse_html, traits_of
from pipelines.items import Article, Capture

URL = "https://hulu.example/2026/05/village-bridge-opens"
SITE = Site(id="hulu", name="Hulu Herald", homepage="https://hulu.example/", language="en")
OWN = [
    "The village bridge in Hulu, sixty metres long, opened on Wednesday morning after two years of crossings by raft.",
    "The head of the village said that three hamlets and a cooperative of rubber farmers had paid for it together.",
    "Residents welcomed the opening with a parade of boats and a meal on both banks that lasted until the evening.",
    "The regency promised to pave the road to the bridge before the rainy season begins in the month of October.",
]
FIRST = "Two years ago a raft with eleven schoolchildren turned over in the rapids, and the village began to save."


def read(body):
    html = f"<html><head><title>Village Bridge Opens</title></head><body><h1>Village Bridge Opens</h1>{body}</body></html>"
    capture = Capture(URL, URL, 200, (), html.encode(), datetime(2026, 6, 1, tzinfo=UTC))
    found = extract_article(capture, SITE)
    assert isinstance(found, Article), found
    return found


def paragraphs(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


REST = f"<div class='x1'>{paragraphs(OWN)}</div>"


@pytest.mark.parametrize(
    ("before", "first"),
    [
        (f"<img src='a'><p>{FIRST}</p>", FIRST),
        (f"<div class='x1 top'><img src='a'><p>{FIRST}</p></div>", FIRST),
        (f"<img src='a'><p>{FIRST}</p><p>It took long.</p><ul><li>and money</li></ul>", FIRST),
        (f"<img src='a'><blockquote>{OWN[1][:70]}</blockquote>", OWN[0]),
        (
            "<img src='a'><blockquote>We had saved every coin for this day, and now it is here.</blockquote>",
            OWN[0],
        ),
        (f"<img src='a'><p>{OWN[1]}</p>", OWN[0]),
        ("<img src='a'><p>All the pictures</p>", OWN[0]),
        (f"<img src='a'><p><a href='/b'>{FIRST}</a></p>", OWN[0]),
    ],
)
def test_first_part_beside_the_rest(before, first):
    assert read(f"<div>{before}{REST}</div>").text.split("\n")[0] == first


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("The river rose again on Monday.", True),
        ("From our own staff", False),
        ("By Sari.", False),
        ("<a href='/b'>The river rose again on Monday.</a>", False),
    ],
)
def test_short_first_sentence(line, kept):
    text = read(f"<div class='x1'><p>{line}</p>{paragraphs(OWN)}</div>").text
    assert text.split("\n")[0] == (line if kept else OWN[0])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"{OWN[0]} {OWN[1]}", True),
        ("A novel on rafts and rivers, read by everybody.", False),  # the excerpt of another article
        ("", False),
    ],
)
def test_linked_name_of_an_item_is_kept_with_what_is_said_of_it(said, kept):
    item = f"<p><a href='https://shop.example/1'>The Raft, by Ani Hasan</a></p><p>{said}</p>"
    text = read(f"<div class='x1'>{paragraphs(OWN)}<ol><li>{item}</li></ol>{paragraphs(OWN[2:])}</div>").text
    assert ("The Raft, by Ani Hasan" in text.split("\n")) is kept


@pytest.mark.parametrize(
    ("last", "own"),
    [
        ("The Hulu Herald is a weekly that lives on its readers.", True),
        ("Hulu Herald is part of a cooperative of village papers.", True),
        ("hulu.example adalah media warga di Hulu dan sekitarnya.", True),
        ("The Hilir Herald is a weekly that lives on its readers.", False),
        ("The Hulu Herald said on Monday that it would print again.", False),
        ("The Sun is the star that the raft is named after.", False),
    ],
)
def test_last_paragraph_on_the_outlet(last, own):
    edges = Edges(text="\n".join([*OWN, last]))
    take_outlets_own(edges, frozenset({"huluherald", "huluexample", "thesun"}))
    assert (last not in edges.text.split("\n")) is own
    assert [part.text for part in edges.removed] == ([last] if own else [])


def test_outlet_is_told_of_at_the_end_alone():
    edges = Edges(text="\n".join(["The Hulu Herald is a weekly, its editor said.", *OWN, *OWN]))
    take_outlets_own(edges, frozenset({"huluherald"}))
    assert edges.removed == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Get our best stories delivered straight to your inbox.", "line"),
        ("Get rid of the clutter in your inbox", None),
        ("Help us spread the word!", "line"),
        ("Neighbours help spread the word about the bridge.", None),
        ("Share your story with us", "line"),
        ("Share your story with the grandchildren before it is lost.", None),
        ("Do you have a news tip about the bridge? Write to our desk at desk@hulu.example.", "line"),
        ("Do you have a story? Tell it to the children.", None),
        ("Get started for free", "line"),
        ("Get started", None),
        ("This article is exclusive to our subscribers", "line"),
        ("This bridge is reserved for members of the cooperative.", None),
        ("Unlock this story and all others with a pass.", "line"),
        ("To read the rest of this story, subscribe to the Herald.", "line"),
        ("To read the rest, she put on her glasses.", None),
        ("What is included in a subscription?", "cut"),
        ("Want to republish this article? See our terms.", "line"),
        ("Hulu Herald may contain affiliate links. If you buy, we earn a little.", "line"),
    ],
)
def test_calls(line, kind):
    verdict = phrases_for("en").judge(Line(line, parse_html("<p></p>"), (), (), bold=False, order=0))
    assert (verdict.kind if verdict else None) == kind


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("rich-text-editor text", None),
        ("text-editor", None),
        ("editor", "metadata"),
        ("post-editor", "metadata"),
    ],
)
def test_text_editors_are_no_editors(names, reason):
    assert traits_of(names).noise == reason


@pytest.mark.parametrize(
    ("names", "own"),
    [
        ("prose md:image has-image-links", "prose"),
        ("image-box", "image-box"),
        ("overflow-hidden hidden", ""),
    ],
)
def test_own_names(names, own):
    assert own_names(names).split() == own.split()
