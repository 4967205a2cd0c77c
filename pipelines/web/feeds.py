"""Saved searches as Atom feeds (RFC 4287), for whoever reads them in a feed reader."""

import hashlib
import re
import uuid
from collections.abc import Sequence
from typing import Any

from datasette.utils.asgi import NotFound, Response
from lxml import etree
from lxml.builder import ElementMaker

from pipelines import __version__
from pipelines.archive import Archive, SearchError
from pipelines.archive.saved import SavedMatch, SavedSearch
from pipelines.commands.output import printable_text
from pipelines.commands.watch import describe
from pipelines.watching import KINDS, tell_changes
from pipelines.web.harmless import outside
from pipelines.web.pages import ask, search_address

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 100  # the latest
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NO_XML = re.compile("[\ufffe\uffff]|[^\x09\x0a\x20-\U0010ffff]")  # beyond what printable_text() replaces
E: Any = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


async def feed(request: Any, datasette: Any) -> Response:
    """Send what a saved search found, the latest first; a reader that has it already is told so."""
    name = request.url_vars["name"]

    def question(archive: Archive) -> tuple[SavedSearch, list[SavedMatch]]:
        found = next((each for each in archive.saved_searches() if each.name == name), None)
        if found is None:
            raise NotFound(f"No saved search {name}")
        try:
            return found, archive.saved_matches(name, ENTRIES)
        except SearchError as error:  # it was removed meanwhile
            raise NotFound(str(error)) from error

    saved, matches = await ask(datasette, question)

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    body = to_atom(saved, matches, absolute)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in (request.headers.get("if-none-match") or ""):
        return Response("", status=304, headers={"etag": tag})
    return Response(body, headers={"etag": tag}, content_type=CONTENT_TYPE)


def to_atom(saved: SavedSearch, matches: Sequence[SavedMatch], absolute: Any) -> bytes:
    """Write a feed; `absolute` makes an address of a path. Ids are the same on every machine that has this archive."""
    updated = matches[0].matched_at if matches else saved.added_at
    root = E.feed(
        E.id(f"urn:uuid:{saved.uid}"),
        E.title(_text(f"{saved.name}: {describe(saved.query)}")),
        E.updated(updated),
        E.author(E.name("kliping")),
        E.generator("kliping", version=__version__),
        E.link(rel="self", type="application/atom+xml", href=absolute(f"/watch/{saved.name}.atom")),
        E.link(rel="alternate", type="text/html", href=absolute(f"/{search_address(saved.query)}")),
    )
    for match in matches:
        root.append(_entry(saved, match, absolute))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _entry(saved: SavedSearch, match: SavedMatch, absolute: Any) -> Any:
    named = uuid.uuid5(uuid.UUID(saved.uid), f"{match.uid} {match.digest}")
    entry = E.entry(
        E.id(f"urn:uuid:{named}"),
        E.title(_text(match.title) or "(no headline)"),
        E.updated(match.matched_at),
        E.link(rel="alternate", type="text/html", href=absolute(f"/article/{match.uid}")),
        E.category(term=match.kind, label=KINDS.get(match.kind, match.kind)),
        E.category(term=_text(match.site_id), label=_text(match.site)),
        E.summary(_summary(match)),
        *(E.author(E.name(_text(name))) for name in match.authors or (match.site,)),
    )
    if match.published_at and match.published_at.endswith("Z"):
        entry.append(E.published(match.published_at))
    if outside(match.url) and match.url.isprintable() and " " not in match.url:
        entry.append(E.link(rel="via", href=match.url))
    return entry


def _summary(match: SavedMatch) -> str:
    changes = "\n".join(tell_changes(match))
    return _text(f"{match.site}, {KINDS.get(match.kind, match.kind)}.\n{changes or match.start}")


def _text(text: str) -> str:
    """Return a site's words as XML may hold them."""
    return NO_XML.sub(" ", printable_text(text)).strip()
