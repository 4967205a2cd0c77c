"""The stories of a report: who was first, who followed when, and who still carries what was corrected."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from pipelines import clock
from pipelines.archive.report import Report, Spread
from pipelines.archive.story_queries import MemberRow, StoryRow
from pipelines.commands.drawn import dots
from pipelines.commands.output import counted, local_time
from pipelines.commands.printed import line, link
from pipelines.commands.stories import tell_origin
from pipelines.commands.story_changes import tell_correction

LISTED = 12  # articles of a story that have a line
CORRECTIONS = 8
TITLE = 300  # characters


def quoted(title: str) -> str:
    """Return a site's words in quotes, so that none stands where a spreadsheet would look for a formula."""
    shown = title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"
    return f"“<bdi>{line(shown)}</bdi>”"


def tell_stories(report: Report, sites: Mapping[str, str]) -> Iterator[str]:
    """Yield the largest stories, each with its line of time."""
    if not report.spreads:
        yield "<p>No article of these days is a copy of another, or builds on one.</p>"
        return
    if report.stories > len(report.spreads):
        yield f'<p class="pale">The {len(report.spreads)} largest of {report.stories:,}.</p>'
    for place, spread in enumerate(report.spreads, 1):
        story = spread.story
        yield f"<h3>{place}. {quoted(story.title)}</h3>"
        yield f"<p>{_summary(spread)}</p>"
        yield from _timeline(story, spread.members)
        yield "<ol>"
        for member in spread.members[:LISTED]:
            yield f"<li>{_member(story, member, sites)}</li>"
        yield "</ol>"
        if story.articles > LISTED:
            yield f'<p class="pale">And {counted(story.articles - LISTED, "article")} more.</p>'
        yield from _corrections(spread)


def _summary(spread: Spread) -> str:
    story = spread.story
    told = f"{counted(story.articles, 'article')} of {counted(story.sites, 'site')}, {story.copies:,} of them copies of the first"
    if spread.in_period < story.articles:
        told += f"; {spread.in_period:,} in these days"
    origin = tell_origin(story)
    return line(f"{told}; {origin}." if origin else f"{told}.")


def _moment(member: MemberRow) -> float | None:
    """Return when an article was published; None where no minute is known."""
    stored = member.published_at
    return datetime.fromisoformat(stored).timestamp() if stored and stored.endswith("Z") else None


def _timeline(story: StoryRow, members: tuple[MemberRow, ...]) -> Iterator[str]:
    known = [(at, member.relation != "derived") for member in members if (at := _moment(member)) is not None]
    if len(known) < 2:
        return
    first, last = min(at for at, _ in known), max(at for at, _ in known)
    span = max(last - first, 1)
    yield f"<figure>{dots(((at - first) / span, is_copy) for at, is_copy in known)}"
    named = (
        local_time(clock.to_iso(datetime.fromtimestamp(at, UTC)), story.published_offset) or ""
        for at in (first, last)
    )
    yield f'<div class="labels ends">{"".join(f"<span>{line(each)}</span>" for each in named)}</div></figure>'


def _member(story: StoryRow, member: MemberRow, sites: Mapping[str, str]) -> str:
    doubt = "?" if member.place == 1 and not story.is_certain else ""
    when = local_time(member.published_at, member.published_offset) or "no date"
    relation = "first" if member.to_uid is None else f"{member.relation} {member.similarity:.0%}"
    figures = ", ".join(f"{theirs} → {ours}" for theirs, ours in member.figures[:4])
    told = f"<time>{line(when)}{doubt}</time> <b><bdi>{line(sites.get(member.site_id, member.site_id))}</bdi></b>, {line(relation)}"
    return f"{told}: {link(member.url, quoted(member.title))}" + (
        f"; other figures: {line(figures)}" if figures else ""
    )


def _corrections(spread: Spread) -> Iterator[str]:
    if not spread.corrections:
        return
    named = {member.uid: member for member in spread.members}
    yield "<p>Corrected among the copies:</p><ul>"
    for each in spread.corrections[:CORRECTIONS]:
        yield f"<li>{line(tell_correction(each, named))}</li>"
    yield "</ul>"
