"""How many articles of each month a sitemap names: what a site tells that it published."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from crawler.discovery.backfill import url_day
from pipelines.items import Lead

UNDATED = ""  # the month of entries that tell no day
MONTH = re.compile(
    r"(?<!\d)(20\d\d)(?:[-_/]?(0[1-9]|1[0-2])(?!\d)|[-_/]?(0[1-9]|1[0-2])[-_/]?[0-3]\d(?!\d)|[-_/]([1-9])(?!\d))"
)


def month_of_sitemap(url: str) -> str | None:
    """Return the month that a sitemap's own address names, as in sitemap-pt-post-2026-03.xml or ?yyyy=2026&mm=03."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    year, month = (
        query.get(first) or query.get(second) for first, second in (("yyyy", "year"), ("mm", "month"))
    )
    text = f"{year}-{month}" if year and month else f"{parts.path}?{parts.query}"
    found = MONTH.search(text)
    if found is None:
        return None
    return f"{found[1]}-{int(found[2] or found[3] or found[4]):02}"


def count_months(url: str, leads: Iterable[Lead], zone: ZoneInfo | None) -> tuple[Mapping[str, int], str]:
    """Return the number of a sitemap's entries by month, UNDATED among them, and what tells it.

    A month in the sitemap's own address is believed for all; else the day in an article's address, else its time.
    """
    named, months = month_of_sitemap(url), Counter[str]()
    for lead in leads:
        day = url_day(lead.url) or (
            lead.published_at.astimezone(zone or UTC).date() if lead.published_at else None
        )
        months[named or (day.isoformat()[:7] if day else UNDATED)] += 1
    return months, "month sitemap" if named else "sitemap addresses"
