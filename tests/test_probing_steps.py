"""The steps of a probe over answers that are at hand: a split article is had whole only where that was seen to work."""

import asyncio
from datetime import UTC, datetime

import pytest

from crawler.probing.asking import Asker, Fetched
from crawler.probing.sampling import find_single_page, read_page
from crawler.probing.survey import ProbeError, Prospect
from crawler.probing.surveying import survey_site
from pipelines.items import Capture

HOME = "https://koran.test/"
ADDRESS = f"{HOME}berita/12345/jembatan-baru-kota-diresmikan-wali-kota"
PARTS = [
    [
        f"Paragraf {name} bagian {number} menceritakan jembatan baru yang menghubungkan dua kampung di tepi sungai itu."
        for name in ("pertama", "kedua", "ketiga")
    ]
    for number in (1, 2)
]


def page(paragraphs, links=""):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    title = "Jembatan Baru Kota Diresmikan Wali Kota"
    return (
        f"<html lang='id'><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class='entry-content'>{body}</div><div class='pagination'>{links}</div></body></html>"
    )


NUMBERED = f"<a href='{ADDRESS}?page=1'>1</a> <a href='{ADDRESS}?page=2'>2</a>"
SPLIT = {ADDRESS: page(PARTS[0], NUMBERED), f"{ADDRESS}?page=2": page(PARTS[1], NUMBERED)}


def asker_of(pages, finals=None):
    """Ask a site whose answers are these, in this process; whatever else is asked is not there."""

    async def fetch(url, of_article):
        status = 200 if url in pages else 404
        final = (finals or {}).get(url, url)
        payload = pages.get(url, "").encode()
        capture = Capture(url, final, status, (("Content-Type", "text/html"),), payload, datetime.now(UTC))
        return Fetched(capture, {"content-type": "text/html"})

    async def run(function, *args):
        return function(*args)

    prospect = Prospect("koran", HOME, 2.0)
    return Asker(prospect, prospect.as_site(language="id"), fetch, run, {})


def whole_page_of(pages):
    asker = asker_of(pages)

    async def find():
        first = (await asker.get(ADDRESS)).capture
        return await find_single_page(asker, [await read_page(asker, first, asker.site)], asker.site)

    return asyncio.run(find())


@pytest.mark.parametrize(
    ("more", "suffix"),
    [
        ({f"{ADDRESS}?page=all": page([*PARTS[0], *PARTS[1]])}, "?page=all"),
        ({f"{ADDRESS}/all": page([*PARTS[0], *PARTS[1]])}, "/all"),
        # A server that does not know the parameter shows the first page again.
        ({f"{ADDRESS}?page=all": page(PARTS[0]), f"{ADDRESS}?single=1": page(PARTS[0])}, None),
        ({}, None),
    ],
)
def test_an_address_shows_an_article_whole_if_its_text_holds_all_pages(more, suffix):
    found = whole_page_of({**SPLIT, **more})
    assert (found.value if found else None) == suffix


@pytest.mark.parametrize(
    ("pages", "missing"), [(SPLIT, None), ({ADDRESS: SPLIT[ADDRESS]}, f"{ADDRESS}?page=2")]
)
def test_a_page_of_a_split_article_that_cannot_be_had_is_named(pages, missing):
    asker = asker_of(pages)

    async def read():
        return await read_page(asker, (await asker.get(ADDRESS)).capture, asker.site)

    assert asyncio.run(read()).missing == missing


def test_an_article_without_pages_is_not_asked_for_whole():
    assert whole_page_of({ADDRESS: page(PARTS[0]), f"{ADDRESS}?page=all": page(PARTS[0])}) is None


def test_a_homepage_that_leads_to_another_site_is_refused_naming_it():
    asker = asker_of({HOME: page(PARTS[0])}, finals={HOME: "https://penjual-domain.example/"})
    with pytest.raises(ProbeError, match=r"leads to another site: https://penjual-domain\.example/"):
        asyncio.run(survey_site(asker, tuple, {}))


def test_an_address_is_asked_once():
    asked = []
    asker = asker_of({HOME: "<html></html>"})
    fetch = asker.fetch

    async def counting(url, of_article):
        asked.append(url)
        return await fetch(url, of_article)

    asker.fetch = counting

    async def ask_twice():
        await asker.get(HOME)
        await asker.get(HOME)

    asyncio.run(ask_twice())
    assert asked == [HOME]
