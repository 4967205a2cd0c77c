"""What a response tells of an archived article: gone, or only out of reach."""

from urllib.parse import urlsplit

from pipelines.items import Finding, Rejection
from pipelines.urls import request_key, same_site

NOT_THERE = frozenset({404, 410})
REFUSED = frozenset({403, 429, 451})  # for a reader like us, here and now: 451 may hold for our country alone
PAYMENT = frozenset({401, 402})
OF_REJECTION = {
    "soft-404": Finding.SOFT_404,
    "login": Finding.WALL,
    "consent": Finding.WALL,
    "blocked": Finding.BLOCKED,
}


def judge_status(status: int) -> tuple[Finding, str] | None:
    """Return what a status alone decides, with its evidence; None where the page itself must be read."""
    if status == 200:
        return None
    reason = f"http {status}"
    if status in NOT_THERE:
        return Finding.NOT_FOUND, reason
    if status == 304:
        return Finding.UNCHANGED, reason
    if status in REFUSED:
        return Finding.BLOCKED, reason
    return (Finding.WALL if status in PAYMENT else Finding.FAILED), reason


def is_home(url: str, homepage: str) -> bool:
    """Tell whether an address is the front page of a site, or of the house that it belongs to."""
    if request_key(url) == request_key(homepage):
        return True
    parts = urlsplit(url)
    host, own = (parts.hostname or "").removeprefix("www."), urlsplit(homepage).hostname or ""
    same_house = own.removeprefix("www.") == host or own.endswith(f".{host}")
    return same_house and parts.path in {"", "/"} and not parts.query


def judge_rejection(rejection: Rejection, asked: str, shown: str) -> tuple[Finding, str]:
    """Return what a page that is no article says of the article that was asked for; `shown` is the address it came from.

    A page that extraction refuses for its own reasons says nothing: only one that lists articles, under an address that
    was not asked for, or that of a folder above it, is the front of a section. What another house says, such as a
    provider that blocks the site, is no word of the site's.
    """
    reason = f"{rejection.reason}: {rejection.detail}".removesuffix(": ")
    known = OF_REJECTION.get(rejection.reason)
    if not same_site(shown, asked):
        known = Finding.NOT_ARTICLE if known in {None, Finding.SOFT_404} else known
        reason = f"redirected to {shown}"
    if known is not None:
        return known, reason
    moved = request_key(asked) != request_key(shown)
    if moved and (rejection.reason == "index" or _is_above(shown, asked)):
        return Finding.FRONT, f"redirected to {shown}"
    return Finding.NOT_ARTICLE, reason


def _is_above(folder: str, url: str) -> bool:
    upper, lower = urlsplit(folder), urlsplit(url)
    path = upper.path.rstrip("/") + "/"
    return upper.hostname == lower.hostname and not upper.query and lower.path.startswith(path)
