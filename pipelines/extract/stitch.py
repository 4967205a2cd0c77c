"""Split articles put together again."""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.extract.pagination import unread_pages
from pipelines.items import Article, Removed

MAX_TEXT = 2_000_000
MAX_PARTS = 30  # pages after the first of one split article
UNREAD = "unread-page"  # reason of a block that is no text: addresses of pages that are not in it


def pages_to_come(first: Article, others: Sequence[Article]) -> tuple[str, ...]:
    """Return the pages of a split article that are named and not read yet, in order; each read one has its address as `url`.

    First pages name few: 2, 3 and the last; the others name the rest. Where one says nothing new, the numbers are not
    the article's: it was shown whole, or they turn the pages of something else.
    """
    if first.whole_url:
        return () if others else (first.whole_url,)
    if others and not _adds(others[-1], (first, *others[:-1])):
        return ()
    named = [address for part in (first, *others) for address in part.further_urls]
    return unread_pages(named, [part.url for part in others])


def stitch_pages(first: Article, others: Sequence[Article]) -> Article:
    """Join the pages of a split article in order; the metadata is that of the first.

    A page that holds the first page's text is the whole article and replaces it; otherwise paragraphs are
    appended, without those that are there already. Pages that are named and not among them are noted as removed.
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
    if unread := pages_to_come(first, others):
        removed.append(Removed("\n".join(unread), UNREAD, f"{len(unread)} further pages are not in the text"))
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


def _adds(part: Article, before: Sequence[Article]) -> bool:
    """Tell whether a page has a paragraph that none before it has."""
    known = {paragraph for other in before for paragraph in other.text.split("\n")}
    return not known.issuperset(part.text.split("\n"))


def _first(field: str, parts: Sequence[Article]) -> str | None:
    """Return what the first page that tells it says: a credit often stands on the last."""
    return next((value for part in parts if (value := getattr(part, field))), None)


def _holds(whole: list[str], part: list[str]) -> bool:
    """Say whether one page has nearly all paragraphs of another, and more text."""
    known = set(whole)
    shared = sum(len(paragraph) for paragraph in part if paragraph in known)
    return shared >= 0.8 * sum(map(len, part)) and sum(map(len, whole)) >= sum(map(len, part))
