"""In which time zone a newsroom lives: what WordPress, article times, printed zone words and the region say."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.discovery.listing import clean_title
from crawler.probing.survey import Found

FEED_TIME = re.compile(rb"<(?:pubDate|published|updated|dc:date)>[^<]{0,60}?([+-])(\d\d):?(\d\d)\s*<")
MAX_TIMES = 100
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Universal", "Zulu"})


@dataclass(frozen=True, slots=True)
class Root:
    """What the root of a WordPress API says; a site that set no city has an offset alone."""

    name: str | None = None
    timezone: str | None = None
    offset: int | None = None  # minutes east of UTC


def root_url(posts: str) -> str:
    """Return the address of an API's root, asked for the few fields that are read, from its posts end-point."""
    root = re.sub(r"wp/v2/posts/?$", "", posts)
    return f"{root}{'&' if '?' in root else '?'}_fields=name,gmt_offset,timezone_string"


def read_root(payload: bytes) -> Root:
    """Read a root; what is none says nothing."""
    try:
        table = json.loads(payload)
    except (ValueError, RecursionError):
        return Root()
    if not isinstance(table, dict):
        return Root()
    zone, hours = table.get("timezone_string"), table.get("gmt_offset")
    try:
        offset = round(60 * float(hours)) if isinstance(hours, str | int | float) else None
    except (ValueError, OverflowError):
        offset = None
    known = isinstance(zone, str) and zone not in UTC_NAMES and is_zone(zone)
    return Root(clean_title(table.get("name")), zone if known else None, offset)


def is_zone(name: str) -> bool:
    """Tell whether the tz database knows a name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def feed_offset(payload: bytes) -> int | None:
    """Return the offset, in minutes, that most times of a feed carry; None where they are in UTC or say none."""
    found: Counter[int] = Counter()
    for _, match in zip(range(MAX_TIMES), FEED_TIME.finditer(payload), strict=False):
        minutes = 60 * int(match[2]) + int(match[3])
        found[-minutes if match[1] == b"-" else minutes] += 1
    offset = found.most_common(1)[0][0] if found else None
    return offset or None


def name_offset(offset: int, zones: Iterable[str], now: datetime) -> str | None:
    """Return the first of the zones that is this far from UTC now, in minutes; else a zone of that fixed distance."""
    shift = timedelta(minutes=offset)
    for name in zones:
        if now.astimezone(ZoneInfo(name)).utcoffset() == shift:
            return name
    hours, rest = divmod(abs(offset), 60)
    if rest or not 0 < hours <= 14:
        return None
    fixed = f"Etc/GMT{'-' if offset > 0 else '+'}{hours}"  # POSIX turns the sign round
    return fixed if is_zone(fixed) else None


def decide_zone(
    witnesses: Iterable[tuple[str | int | None, str]], zones: Iterable[str], now: datetime
) -> tuple[Found | None, tuple[Found, ...]]:
    """Return the zone that the first witness with a word to say names, and what every one of them says.

    A witness names a zone, or an offset in minutes; UTC is no news: plugins and feeds write it everywhere.
    """
    zones = list(zones)
    told: list[Found] = []
    for said, where in witnesses:
        zone = said if isinstance(said, str) else name_offset(said, zones, now) if said else None
        if zone:
            told.append(Found(zone, where))
    return (told[0] if told else None), tuple(told)


def known_zones(
    region_zone: str | None, language: str | None, zones: Mapping[str, Iterable[str]]
) -> list[str]:
    """Return the zones that an offset may mean, likeliest first: the region's, those where the language is spoken."""
    return list(dict.fromkeys([*([region_zone] if region_zone else []), *zones.get(language or "", ())]))
