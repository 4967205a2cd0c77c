"""Split articles put together again."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.items import Article

MAX_TEXT = 2_000_000


def stitch_pages(first: Article, others: Sequence[Article]) -> Article:
    """Join the pages of a split article in order; the metadata is that of the first.

    A page that holds the first page's text is the whole article and replaces it; otherwise paragraphs are
    appended, without those that are there already.
    """
    parts = (first, *others)
    paragraphs = first.text.split("\n")
    removed = list(first.removed)
    sign_off = first.sign_off
    blocks = {block.digest: block for part in parts for block in part.blocks}
    for other in others:
        more = other.text.split("\n")
        if _holds(more, paragraphs):
            paragraphs = more
        else:
            known = set(paragraphs)
            paragraphs += [paragraph for paragraph in more if paragraph not in known]
        removed += [block for block in other.removed if block not in removed]
        sign_off = other.sign_off or sign_off
    text = "\n".join(paragraphs)[:MAX_TEXT]
    return replace(
        first,
        text=text,
        sign_off=sign_off,
        agency=_first("agency", parts),
        syndicated_from=_first("syndicated_from", parts),
        advertorial=_first("advertorial", parts),
        press_release=_first("press_release", parts),
        notice=next((part.notice for part in parts if part.notice), None),
        removed=tuple(removed),
        whole_url=None,
        further_urls=(),
        blocks=tuple(blocks.values()),
    )


def _first(field: str, parts: Sequence[Article]) -> str | None:
    """Return what the first page that tells it says: a credit often stands on the last."""
    return next((value for part in parts if (value := getattr(part, field))), None)


def _holds(whole: list[str], part: list[str]) -> bool:
    """Say whether one page has nearly all paragraphs of another, and more text."""
    known = set(whole)
    shared = sum(len(paragraph) for paragraph in part if paragraph in known)
    return shared >= 0.8 * sum(map(len, part)) and sum(map(len, whole)) >= sum(map(len, part))
