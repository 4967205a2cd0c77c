"""What is read from a response, or from the want of one, before anything is parsed."""

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawler.settings import DOWNLOAD_MAXSIZE
from pipelines import clock
from pipelines.findings import is_home, judge_status
from pipelines.items import Capture, Finding, Lead, LeadState, Look, Outcome
from pipelines.urls import request_key, same_site
from pipelines.visits import Visit

GONE = {404, 410}
FOR_GOOD = {301, 308}


def describe(failure: BaseException) -> str:
    """Say in one line why a fetch failed."""
    if isinstance(failure, IgnoreRequest):
        return str(failure) or "refused"
    if isinstance(failure, DownloadCancelledError):  # it says nothing itself
        return f"more than {DOWNLOAD_MAXSIZE} bytes"
    return f"{type(failure).__name__}: {failure}".split("\n")[0][:300]


def capture_of(response: Response, visit: Visit) -> Capture:
    """Return the response as a capture, with what the channel said of its lead."""
    lead = visit.lead
    hint = Lead(lead.url, lead.title, lead.published_at, lead.modified_at) if lead else None
    redirects = response.meta.get("redirect_urls") or [response.url]
    return Capture(
        url=redirects[0],
        final_url=response.url,
        status=response.status,
        headers=headers_of(response),
        payload=response.body,
        fetched_at=clock.now(),
        hint=hint,
    )


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Return the response's headers as text, in order; bytes that are no ASCII stay readable as Latin-1."""
    pairs = ((name, value) for name, values in response.headers.items() for value in values)
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def joined_headers(response: Response) -> dict[str, str]:
    """Return the response's headers by name, a repeated one joined as RFC 9110, 5.3 says: WordPress sends three Link lines."""
    joined: dict[str, str] = {}
    for name, value in headers_of(response):
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def header(response: Response, name: str) -> str | None:
    """Return a header as text, cut to what is kept of it; None where there is none."""
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None


def is_conditional(response: Response) -> bool:
    """Tell whether the response answers a request that carried validators."""
    asked = response.request.headers if response.request is not None else {}
    return "If-None-Match" in asked or "If-Modified-Since" in asked


def moved_to(response: Response, visit: Visit) -> str | None:
    """Return where a channel has moved for good: its own address led there by permanent redirects alone, inside its site."""
    channel = visit.channel
    statuses = response.meta.get("redirect_reasons", [])
    if channel is None or visit.url != channel.url or not statuses or not set(statuses) <= FOR_GOOD:
        return None
    return response.url if same_site(response.url, visit.site.homepage) else None


def judge_again(visit: Visit, response: Response) -> Capture | Look:
    """Return an archived article's page, or what its status and address alone tell of it."""
    assert visit.revisit is not None
    told = judge_status(response.status)
    moved = request_key(response.url) != request_key(visit.url)
    if told is None and moved and is_home(response.url, visit.site.homepage):
        told = Finding.FRONT, f"redirected to {response.url}"
    if told is None:
        return capture_of(response, visit)
    finding, reason = told
    return Look(visit.revisit.article_id, finding, reason, response.status)


def judge_page(visit: Visit, response: Response) -> Capture | Outcome:
    """Return a lead's page, or what its status and address alone decide."""
    assert visit.lead is not None
    key, capture = visit.lead.key, capture_of(response, visit)
    if response.status in GONE:
        return Outcome(key, LeadState.VANISHED, f"http {response.status}")
    if response.status != 200:
        return Outcome(key, LeadState.FAILED, f"http {response.status}")
    home = request_key(visit.site.homepage)
    if request_key(response.url) == home != key:
        return Outcome(key, LeadState.VANISHED, "redirected to the homepage")
    return capture
