"""Where two texts differ, each place with a few words around it: what a reader is shown of a long text."""

import re
from collections.abc import Iterable

from pipelines.revisions.alignment import Segment

AROUND = 8  # words on either side
WORDS = re.compile(r"\S+\s*")


def passages(segments: Iterable[Segment], around: int = AROUND) -> list[tuple[Segment, ...]]:
    """Return the places where two texts differ; places that stand close together are one, none crosses a paragraph."""
    found: list[tuple[Segment, ...]] = []
    begun: list[Segment] = []
    lead = ""
    for segment in segments:
        if not segment.same:
            begun += [Segment(lead, lead, True)] * bool(lead and not begun) + [segment]
            lead = ""
            continue
        text = segment.after
        is_over = begun and _ends_paragraph(begun[-1])
        if begun and not is_over and "\n" not in text and len(text.split()) <= 2 * around:
            begun.append(segment)
            continue
        if begun:
            found.append((*begun, *_same("" if is_over else _first(text, around))))
            begun = []
        lead = _last(text, around)
    if begun:
        found.append((*begun[:-1], *_ending(begun[-1], around)))
    return found


def _ends_paragraph(segment: Segment) -> bool:
    return any("\n" in side[len(side.rstrip()) :] for side in (segment.before, segment.after))


def _same(text: str) -> tuple[Segment, ...]:
    return (Segment(text, text, True),) if text else ()


def _ending(segment: Segment, around: int) -> tuple[Segment, ...]:
    return _same(_first(segment.after, around)) if segment.same else (segment,)


def _first(text: str, around: int) -> str:
    line = text.partition("\n")[0]
    words = WORDS.findall(line)
    space = line[: len(line) - len(line.lstrip())]
    return space + "".join(words[:around]).rstrip() + (" …" if len(words) > around else "")


def _last(text: str, around: int) -> str:
    line = text.rpartition("\n")[2]
    words = WORDS.findall(line)
    return ("… " if len(words) > around else "") + "".join(words[-around:])
