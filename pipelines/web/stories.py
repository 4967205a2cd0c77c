"""A story: who published it when, whom its text comes from, who had it first, and who still carries what was corrected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from datasette.utils.asgi import NotFound, Response

from pipelines.archive import Archive
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.commands.stories import tell_origin
from pipelines.commands.story_changes import tell_correction
from pipelines.dedupe.corrections import trace_corrections
from pipelines.web.articles import find
from pipelines.web.pages import ask, render

LISTED = 50
TRACED = 60  # copies: beyond, corrections are for `kliping story ID --changes`
WIDTH = 1_000  # of the line of time, in units of its own


@dataclass(frozen=True, slots=True)
class Told:
    """A story as its page shows it."""

    story: StoryRow
    members: list[MemberRow]
    corrections: list[str] | None  # None: too many copies to trace


async def newest(request: Any, datasette: Any) -> Response:
    """List stories: the newest, or the largest."""
    order: Literal["largest", "newest"] = "largest" if request.args.get("order") == "largest" else "newest"
    stories = await ask(datasette, lambda archive: archive.stories(order, None, LISTED))
    told = [(story, tell_origin(story)) for story in stories]
    return await render(datasette, request, "kliping_stories.html", {"stories": told, "order": order})


async def story(request: Any, datasette: Any) -> Response:
    """Show a story by any of its articles."""
    uid = request.url_vars["uid"]
    told = await ask(datasette, lambda archive: read_story(archive, uid))
    if told.story.uid != uid:
        return Response.redirect(datasette.urls.path(f"/story/{told.story.uid}"))
    minutes = [minutes_after(told.members[0], member) for member in told.members]
    shown = {
        "told": told,
        "origin": tell_origin(told.story),
        "distances": [distance(each) for each in minutes],
        "places": places(minutes),
        "roles": [role(told.story, member) for member in told.members],
        "width": WIDTH,
    }
    return await render(datasette, request, "kliping_story.html", shown)


def read_story(archive: Archive, uid: str) -> Told:
    """Return the story that an article is in; raises NotFound where it is in none."""
    found = archive.story(find(archive, uid).id)
    if found is None:
        raise NotFound(f"Article {uid} is related to no other article")
    row, members = found
    if len(members) > TRACED:
        return Told(row, members, None)
    named = {member.uid: member for member in members}
    traced = trace_corrections([copy for copy, _, _ in archive.story_copies(members)])
    return Told(row, members, [tell_correction(each, named) for each in traced])


def minutes_after(first: MemberRow, member: MemberRow) -> int | None:
    """Return how long after the first a member was published; None where either time is not exact."""
    times = first.published_at, member.published_at
    if not all(time and time.endswith("Z") for time in times):
        return None
    begin, end = (datetime.fromisoformat(str(time)) for time in times)
    return round((end - begin).total_seconds() / 60)


def distance(minutes: int | None) -> str:
    """Say how long after the first: "+2 d 3 h"."""
    if not minutes:
        return ""
    parts = (("d", abs(minutes) // 1440), ("h", abs(minutes) // 60 % 24), ("min", abs(minutes) % 60))
    return ("+" if minutes > 0 else "−") + " ".join(f"{count} {unit}" for unit, count in parts if count)


def places(minutes: list[int | None]) -> list[int | None]:
    """Return where each stands on the line of time, from 0 to WIDTH."""
    known = [each for each in minutes if each is not None]
    low, span = min(known, default=0), max(max(known, default=0) - min(known, default=0), 1)
    return [None if each is None else round((each - low) / span * WIDTH) for each in minutes]


def role(row: StoryRow, member: MemberRow) -> str:
    """Say what an article is in its story: its origin, the first outlet's, both, or neither."""
    roles = {"origin": row.origin, "first outlet": row.first_outlet}
    return ", ".join(name for name, held in roles.items() if held and held.uid == member.uid)
