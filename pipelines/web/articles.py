"""An article with all that is known of it, what changed between two of its versions, and the page it was taken from."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import NotFound, Response

from pipelines.archive import Archive, ArchiveError, ArticleRow, CaptureRow, VersionRow
from pipelines.archive.history import History
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.commands.output import local_time
from pipelines.revisions import Change, Segment, diff_words
from pipelines.web.citation import bibtex, citation
from pipelines.web.pages import ask, render

SHOWN_SOURCE = 200_000  # characters of a captured page; all of it can be downloaded


@dataclass(frozen=True, slots=True)
class Told:
    """An article as its page shows it."""

    article: ArticleRow
    version: VersionRow
    versions: list[VersionRow]
    history: History
    addresses: list[str]
    removed: int
    captures: dict[int, CaptureRow]
    story: tuple[StoryRow, list[MemberRow]] | None
    site_name: str


async def article(request: Any, datasette: Any) -> Response:
    """Show an article: text, provenance, versions, copies, its capture, and how to cite it."""
    uid, number = request.url_vars["uid"], request.args.get("version")
    told = await ask(datasette, lambda archive: read_article(archive, uid, number))
    if told.article.uid != uid:
        return Response.redirect(datasette.urls.path(f"/article/{told.article.uid}"))
    capture = told.captures.get(told.version.capture_id or 0)
    cited = (told.article, told.version, told.site_name, capture)
    shown = {
        "told": told,
        "capture": capture,
        "citation": citation(*cited),
        "bibtex": bibtex(*cited),
        "pair": default_pair(told.versions),
    }
    return await render(datasette, request, "kliping_article.html", shown)


def read_article(archive: Archive, uid: str, number: str | None) -> Told:
    """Return an article by the version that is asked for; raises NotFound where there is none."""
    found = find(archive, uid)
    versions = archive.versions(found.id)
    wanted = str(found.version) if number is None else number
    chosen = next((row for row in versions if str(row.number) == wanted), None)
    if chosen is None:
        raise NotFound(f"This article has no version {wanted[:20]}: it has {len(versions)}")
    ids = {
        number for row in versions for number in (row.capture_id, *row.further_captures) if number is not None
    }
    return Told(
        found,
        chosen,
        versions,
        archive.history(found.id),
        [url for url in archive.addresses(found.id) if url != found.url],
        sum(row.version == chosen.number for row in archive.removed(found.id)),
        _held(archive, ids),
        archive.story(found.id),
        archive.site_name(found.site_id),
    )


def _held(archive: Archive, numbers: Collection[int]) -> dict[int, CaptureRow]:
    """Return what is known of captures: nothing where the articles were given away without them."""
    found = {}
    for number in sorted(numbers) if archive.has_captures else ():
        with suppress(ArchiveError):
            found[number] = archive.capture(number)
    return found


def find(archive: Archive, uid: str) -> ArticleRow:
    """Return an article by its uid or the beginning of it; raises NotFound."""
    try:
        # A beginning that is a number would be taken for a local one.
        found = archive.find_article(uid)
    except ArchiveError as error:
        raise NotFound(str(error)) from error
    if found is None or not found.uid.startswith(uid):
        raise NotFound(f"No article {uid} in this archive")
    return found


def default_pair(versions: Sequence[VersionRow]) -> tuple[int, int] | None:
    """Return the versions that a reader compares first: the last that changed something, and the one that it follows."""
    last = next((row for row in reversed(versions) if row.follows is not None), None)
    if last is not None and last.follows is not None:
        return last.follows, last.number
    return (versions[-2].number, versions[-1].number) if len(versions) > 1 else None


async def diff(request: Any, datasette: Any) -> Response:
    """Show two versions in one text, word by word."""
    uid = request.url_vars["uid"]
    numbers = request.args.get("from"), request.args.get("to")

    def question(
        archive: Archive,
    ) -> tuple[ArticleRow, list[VersionRow], VersionRow, VersionRow, tuple[Change, ...]]:
        found = find(archive, uid)
        versions = archive.versions(found.id)
        pair = default_pair(versions) or (versions[0].number, versions[0].number)
        by_number = {str(row.number): row for row in versions}
        wanted = [asked or str(usual) for asked, usual in zip(numbers, pair, strict=True)]
        if any(number not in by_number for number in wanted):
            raise NotFound(f"This article has no such version: it has {len(versions)}")
        old, new = (by_number[number] for number in wanted)
        return found, versions, old, new, archive.changes_between(old.id, new.id)

    found, versions, old, new, changes = await ask(datasette, question)
    shown = {
        "article": found,
        "versions": versions,
        "old": old,
        "new": new,
        "changes": [tell(change, found.published_offset) for change in changes],
        "title": diff_words(old.title, new.title),
        "paragraphs": paragraphs_of(diff_words(old.text, new.text)),
    }
    return await render(datasette, request, "kliping_diff.html", shown)


def tell(change: Change, offset: int | None) -> tuple[str, int | None, str, str]:
    """Return a change as shown: its kind, paragraph, what was and what is; times as on the publisher's wall."""
    before, after = change.before, change.after
    if change.kind == "time":
        before, after = (local_time(side, offset) or "" for side in (before, after))
    return change.kind, change.paragraph, before, after


def paragraphs_of(segments: Sequence[Segment]) -> list[list[tuple[str, str]]]:
    """Return two texts in one by paragraphs: ("same" | "gone" | "came", words)."""
    paragraphs: list[list[tuple[str, str]]] = [[]]
    for segment in segments:
        sides = (
            [("same", segment.after)] if segment.same else [("gone", segment.before), ("came", segment.after)]
        )
        for mark, words in sides:
            for number, line in enumerate(words.split("\n")):
                if number:
                    paragraphs.append([])
                if line:
                    paragraphs[-1].append((mark, line))
    return [paragraph for paragraph in paragraphs if paragraph]


async def capture(request: Any, datasette: Any) -> Response:
    """Show a stored response: what is known of it, and its source as text, never as a page."""
    number = int(request.url_vars["id"])

    def question(archive: Archive) -> tuple[CaptureRow, str]:
        return _found(archive, number), _payload(archive, number).decode("utf-8", "replace")

    row, source = await ask(datasette, question)
    shown = {"capture": row, "source": source[:SHOWN_SOURCE], "cut": len(source) - SHOWN_SOURCE}
    return await render(datasette, request, "kliping_capture.html", shown)


async def payload(request: Any, datasette: Any) -> Response:
    """Send a stored response's bytes to be saved: no browser shows what comes as these."""
    number = int(request.url_vars["id"])
    body = await ask(datasette, lambda archive: _payload(archive, number))
    saved = f'attachment; filename="capture-{number}.bin"'
    return Response(body, headers={"content-disposition": saved}, content_type="application/octet-stream")


def _found(archive: Archive, number: int) -> CaptureRow:
    if not archive.has_captures:
        raise NotFound("The captured pages are in captures.db, which is not beside this archive")
    try:
        return archive.capture(number)
    except ArchiveError as error:
        raise NotFound(str(error)) from error


def _payload(archive: Archive, number: int) -> bytes:
    """Return a payload; raises NotFound where it is none, or was given up."""
    _found(archive, number)
    try:
        return archive.payload(number)
    except ArchiveError as error:
        raise NotFound(str(error)) from error
