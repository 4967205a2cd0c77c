"""How a word or a phrase rises and falls: articles that have it by time, site or place, of how many, drawn and as numbers."""

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response

from pipelines.archive import ArchiveError, Count, Counted
from pipelines.archive.counting import IN_TIME
from pipelines.web.pages import ask, read_query, render

NAMES = ("q", "site", "section", "place", "author", "since", "until")
CHOICES: tuple[Counted, ...] = ("day", "week", "month", "site", "section", "place")
DRAWN = 400  # bars: the newest, or the longest
WIDTH, HEIGHT = 1_000, 200  # of the drawing, in units of its own


@dataclass(frozen=True, slots=True)
class Bar:
    """A count as it is drawn: where it begins and how high it is."""

    count: Count
    x: float
    width: float
    height: float


async def words(request: Any, datasette: Any) -> Response:
    """Count the articles that have some words; whatever was typed, the page says what it could make of it."""
    asked = {name: request.args.get(name, "").strip() for name in NAMES}
    by: Counted = next((choice for choice in CHOICES if choice == request.args.get("by")), "month")
    told: dict[str, Any] = {
        "asked": {**asked, "order": ""},
        "by": by,
        "choices": CHOICES,
        "counts": [],
        "error": None,
    }
    if asked["q"]:
        try:
            query = read_query(told["asked"], 1)
            counts = await ask(datasette, lambda archive: archive.count_by(query, by, share=True))
            told |= {
                "counts": counts[:DRAWN],
                "further": len(counts) - DRAWN,
                "bars": bars(counts[:DRAWN], by),
            }
        except ArchiveError as error:
            told["error"] = str(error)
    told |= {"width": WIDTH, "height": HEIGHT, "in_time": by in IN_TIME}
    return await render(datasette, request, "kliping_words.html", told, 400 if told["error"] else 200)


def bars(counts: list[Count], by: Counted) -> list[Bar]:
    """Return the shares as bars, time from left to right; the highest takes all of the height."""
    shown = [each for each in counts if each.value is not None]
    if by in IN_TIME:
        shown.reverse()
    highest = max((each.share or 0 for each in shown), default=0) or 1
    width = WIDTH / max(len(shown), 1)
    return [
        Bar(
            each,
            round(number * width, 1),
            round(width * 0.9, 1),
            round((each.share or 0) / highest * HEIGHT, 1),
        )
        for number, each in enumerate(shown)
    ]
