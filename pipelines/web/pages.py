"""Home and search: what the archive holds, and how it is asked."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from pipelines.archive import MATCH_END, MATCH_START, Archive, ArchiveError, Search, SearchError, open_archive
from pipelines.archive.facets import Facets
from pipelines.commands.watch import describe

T = TypeVar("T")
SECONDS = 10.0  # what a page may ask of the archive
NEWEST = 8  # articles of the home page
PAGE = 20  # results
LAST_PAGE = 50  # what is passed over is read: who wants more narrows the days, or exports
FACET_VALUES = 8
NAMES = ("q", "site", "section", "place", "author", "since", "until", "order")


async def ask(site: Any, question: Callable[[Archive], T]) -> T:
    """Ask the archive in a thread; opened anew, so that a page is of one state of the file."""

    def answer() -> T:
        with open_archive(site.data, SECONDS) as archive:
            return question(archive)

    return await asyncio.to_thread(answer)


async def render(
    site: Any, request: Any, template: str, told: Mapping[str, Any], status: int = 200
) -> Response:
    """Return a page of ours."""
    return Response.html(await site.render_template(template, dict(told), request=request), status=status)


async def home(request: Any, datasette: Any) -> Response:
    """Explain the archive: what it holds, since when, how it was made, where to go on."""

    def question(archive: Archive) -> dict[str, Any]:
        return {
            "overview": archive.overview(),
            "hits": archive.search(Search(limit=NEWEST)),
            "watches": archive.saved_searches(),
        }

    told = await ask(datasette, question)
    queries = await datasette.get_canned_queries("archive", request.actor)
    watches = [(each, describe(each.query), search_address(each.query)) for each in told["watches"]]
    return await render(
        datasette, request, "kliping_home.html", {**told, "questions": queries, "watches": watches}
    )


async def search(request: Any, datasette: Any) -> Response:
    """Find articles by their words, newest first; whatever was typed, the page says what it could make of it."""
    asked = {name: request.args.get(name, "").strip() for name in NAMES}
    told: dict[str, Any] = {"asked": asked, "hits": [], "groups": [], "error": None}
    try:
        number = page_number(request.args.get("page", "1"))
        query = read_query(asked, number)
        hits = await ask(datasette, lambda archive: archive.search(query))
        told |= {
            "hits": [
                {"row": hit, "title": marked(hit.title), "snippet": marked(hit.snippet)}
                for hit in hits[:PAGE]
            ]
        }
        told |= {"number": number, **_neighbours(asked, number, more=len(hits) > PAGE)}
        facets = await _facets(datasette, query)
        told |= {"facets": facets, "groups": _groups(asked, facets) if facets else []}
    except ArchiveError as error:
        told["error"] = str(error)
    return await render(datasette, request, "kliping_search.html", told, 400 if told["error"] else 200)


def page_number(text: str) -> int:
    """Read which page is wanted; raises SearchError for none or one too far."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= LAST_PAGE):
        raise SearchError(f"pages go from 1 to {LAST_PAGE}: name days to see further")
    return int(text)


def read_query(asked: Mapping[str, str], number: int) -> Search:
    """Return what a form asks for, and one result more, which tells that there is a next page."""
    return Search(
        words=asked["q"],
        sites=(asked["site"],) if asked["site"] else (),
        author=asked["author"] or None,
        section=asked["section"] or None,
        place=asked["place"] or None,
        since=_day(asked["since"]),
        until=_day(asked["until"]),
        limit=PAGE + 1,
        order="relevance" if asked["order"] == "relevance" else "newest",
        offset=(number - 1) * PAGE,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SearchError(f"{text[:40]!r} is no day such as 2026-03-01") from None


async def _facets(site: Any, query: Search) -> Facets | None:
    try:
        return await ask(site, lambda archive: archive.facets(query))
    except SearchError:  # it took too long: the results stand without
        return None


def _neighbours(asked: Mapping[str, str], number: int, *, more: bool) -> dict[str, str | None]:
    return {
        "previous": address(asked, page=str(number - 1)) if number > 1 else None,
        "next": address(asked, page=str(number + 1)) if more and number < LAST_PAGE else None,
    }


def address(asked: Mapping[str, str], **changes: str) -> str:
    """Return a search's address with some of it changed."""
    return "search?" + urlencode({name: value for name, value in {**asked, **changes}.items() if value})


def search_address(query: Search) -> str:
    """Return the address of the search page that asks the same, as far as that page can."""
    asked = {
        "q": query.words,
        "site": query.sites[0] if len(query.sites) == 1 else "",
        "section": query.section,
        "place": query.place,
        "author": query.author,
        "since": query.since.isoformat() if query.since else "",
        "until": query.until.isoformat() if query.until else "",
    }
    return address({name: value or "" for name, value in asked.items()})


def _groups(asked: Mapping[str, str], facets: Facets) -> list[dict[str, Any]]:
    """Return facets with links that narrow the search, or widen it again."""
    found = (
        ("Site", "site", facets.sites),
        ("Section", "section", facets.sections),
        ("Place", "place", facets.places),
    )
    return [
        {
            "title": title,
            "values": [
                {
                    "value": value,
                    "count": count,
                    "chosen": asked[name].casefold() == value.casefold(),
                    "href": address(
                        asked, **{name: "" if asked[name].casefold() == value.casefold() else value}
                    ),
                }
                for value, count in list(counts.items())[:FACET_VALUES]
            ],
            "further": max(0, len(counts) - FACET_VALUES),
        }
        for title, name, counts in found
        if counts
    ]


def marked(text: str) -> list[tuple[bool, str]]:
    """Split a text by the marks around its matches: (is a match, text)."""
    parts: list[tuple[bool, str]] = []
    for piece in text.split(MATCH_START):
        inside, end, after = piece.partition(MATCH_END)
        parts += [(True, inside), (False, after)] if end else [(False, inside)]
    return [part for part in parts if part[1]]
