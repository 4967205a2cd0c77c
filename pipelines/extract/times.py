"""Times as pages write them: a small grammar over the packs' months, weekdays and zones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from pipelines.extract.languages import packs, words

EARLIEST_YEAR = 1900
FUTURE = timedelta(
    days=2
)  # clocks and zones err; no article is published later than this after it was fetched
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a publisher's wall clock; what broken systems print for "no date"
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[T ]| T|, )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d))?)?(?!\d)"
)
_BASIC = re.compile(
    r"(?<!\d)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{2}:?\d{2})?(?!\d)"
)  # ISO 8601 without separators
_DMY_SHORT = re.compile(
    r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{2})(?=[\s,|–-]+(?:(?:pukul|pkl|jam)\.?\s)?\d{1,2}[.:]\d{2}(?!\d))"
)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")  # since 1970, or milliseconds
_NAMED_ZONE = re.compile(r"\s*\(?([A-Za-z]{2,5})\b")
A_DAY = 1440  # minutes; what happened more than some days ago is told too coarsely for a date
_DMY = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/.-]\d)")
_YMD = re.compile(r"(?<![\d/.-])(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?![\d/.-]\d)")
_CJK = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YEAR = re.compile(r"\d{4}")
BESIDE = 80  # characters before a date in which its clock and its label stand
MAX_STAMPS = 200  # dates of one text that are looked at
_URL_DATE = re.compile(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/-]|$)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One time that a witness gives; `clock` is False for a day alone."""

    local: datetime  # naive
    offset: int | None
    clock: bool
    source: str = "printed"
    role: str = ""  # "published" or "modified" where the page labels it
    zoned: bool = False  # the page printed the zone itself

    def moment(self) -> datetime:
        """Return the time in UTC, naive; a local clock of unknown zone stays as it is."""
        return self.local - timedelta(minutes=self.offset or 0)


@cache
def _months() -> dict[str, int]:
    return {
        name: int(number)
        for pack in packs().values()
        for number, names in pack.months.items()
        for name in names
    }


@cache
def _zones() -> dict[str, int]:
    return {name.lower(): offset for pack in packs().values() for name, offset in pack.zones.items()}


@cache
def _zone_names() -> dict[str, ZoneInfo]:
    return {name.lower(): ZoneInfo(key) for pack in packs().values() for name, key in pack.zone_names.items()}


def _either(names: Iterator[str] | list[str] | frozenset[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))


@cache
def _grammar() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    month = _either(list(_months()))
    day_month = re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|º|\.)?\s*[- ./]?\s*(?:of\s+)?({month})\.?\s*[- ,./]{{0,2}}\s*(\d{{4}})(?!\d)",
        re.IGNORECASE,
    )
    month_day = re.compile(
        rf"(?<!\w)({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(\d{{4}})(?!\d)", re.IGNORECASE
    )
    zone = _either([*_zones(), *_zone_names()])
    clock = (
        rf"(\d{{1,2}})\s?[.:]\s?(\d{{2}})(?:[.:](\d{{2}}))?\s*(a\.?m\.?(?!\w)|p\.?m\.?(?!\w))?\s*"
        rf"\(?((?:GMT|UTC)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?(?![\d./-])|(?:{zone})(?!\w))?"
    )
    after = re.compile(
        rf"\s*[,|·•\-–—/(@]*\s*(?:(?:{_either(words('time_words'))})(?!\w)\.?:?\s*)?{clock}", re.IGNORECASE
    )
    before = re.compile(
        rf"(?<![\d.:]){clock}\)?\s*[,|·•\-–—/]*\s*(?:on\s+)?(?:[^\W\d]{{3,10}},?\s+)?$", re.IGNORECASE
    )
    return day_month, month_day, after, before


@cache
def _roles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _role_pattern("published_words"), _role_pattern("modified_words")


def _role_pattern(field: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(words(field))})(?!\w)[^\d]{{0,40}}$", re.IGNORECASE)


@cache
def _relative() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return how pages write "5 hours ago", "vor 5 Stunden" and "yesterday, 14:05"."""
    unit = rf"(?P<unit>{_either([unit for pack in packs().values() for unit in pack.units])})(?!\w)"
    number = rf"(?:(?P<number>\d{{1,3}})\s+|(?:{_either(words('one_words'))})\s+|(?:{_either(words('one_prefixes'))}))"
    days = _either([word for pack in packs().values() for word in pack.day_words])
    return (
        re.compile(rf"(?<!\w){number}{unit}\s+(?:{_either(words('past_words'))})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_either(words('past_prefixes'))})\s+{number}{unit}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<day>{days})(?!\w)", re.IGNORECASE),
    )


def _zone_minutes(text: str | None, local: datetime | None = None, *, half: bool = False) -> int | None:
    """Return the minutes of a zone; "ET", "PT" and their like are zones after a clock of twelve hours alone."""
    if not text:
        return None
    seasonal = _zone_names().get(text.strip().lower())
    if seasonal is not None:
        shift = local.replace(tzinfo=seasonal).utcoffset() if local is not None and half else None
        return int(shift.total_seconds() // 60) if shift is not None else None
    named = _zones().get(text.strip().lower())
    if named is not None:
        return named
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if not found:
        return 0 if text.strip().upper() in {"Z", "UTC", "GMT"} else None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return (-minutes if found[1] == "-" else minutes) if minutes <= 15 * 60 else None


def _make(date: tuple[int, int, int], clock: re.Match[str] | None, source: str) -> Stamp | None:
    hour = minute = second = 0
    half = ""
    if clock:
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        half = (clock[4] or "").lower().replace(".", "")
        if half and not 1 <= hour <= 12:
            half = ""
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        local = datetime(*date, hour, minute, second)  # noqa: DTZ001 - a publisher's wall clock
    except ValueError:
        return _make(date, None, source) if clock else None
    offset = _zone_minutes(clock[5], local, half=bool(half)) if clock else None
    return Stamp(local, offset, clock is not None, source, zoned=offset is not None)


def printed_stamps(text: str, source: str = "printed", *, month_first: bool = False) -> Iterator[Stamp]:
    """Yield every full date in a short text, with the clock and zone that stand beside it; `month_first`: 10/30/2024."""
    if not _YEAR.search(text) and not _DMY_SHORT.search(text):
        return
    for match in islice(_ISO.finditer(text), MAX_STAMPS):
        stamp = _from_iso(match, source)
        if stamp:
            yield _with_role(stamp, text[max(0, match.start() - BESIDE) : match.start()])
    _, _, after, before = _grammar()
    for start, end, date in sorted(_dates(text, month_first=month_first)):
        lead = text[max(0, start - BESIDE) : start]
        stamp = _make(date, after.match(text, end) or before.search(lead), source)
        if stamp:
            yield _with_role(stamp, lead)


def _dates(text: str, *, month_first: bool) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """Yield where dates begin and end, and their year, month and day, in any notation but ISO's."""
    day_month, month_day, _, _ = _grammar()
    for match in islice(day_month.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), (int(match[3]), _months()[match[2].lower()], int(match[1]))
    for match in islice(month_day.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), (int(match[3]), _months()[match[1].lower()], int(match[2]))
    for match in islice(_DMY.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), _in_order(match, int(match[4]), month_first=month_first)
    for match in islice(_DMY_SHORT.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), _in_order(match, 2000 + int(match[4]), month_first=month_first)
    for match in islice(_YMD.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), (int(match[1]), int(match[3]), int(match[4]))
    for match in islice(_CJK.finditer(text), MAX_STAMPS):
        yield match.start(), match.end(), (int(match[1]), int(match[2]), int(match[3]))


def _in_order(match: re.Match[str], year: int, *, month_first: bool) -> tuple[int, int, int]:
    """Tell day from month: what cannot be a month is the day."""
    first, second = int(match[1]), int(match[3])
    swapped = first <= 12 and (second > 12 or (month_first and match[2] == "/"))
    return (year, first, second) if swapped else (year, second, first)


def _with_role(stamp: Stamp, lead: str) -> Stamp:
    published, modified = _roles()
    role = "modified" if modified.search(lead) else "published" if published.search(lead) else ""
    return Stamp(stamp.local, stamp.offset, stamp.clock, stamp.source, role, stamp.zoned) if role else stamp


def _from_iso(match: re.Match[str], source: str) -> Stamp | None:
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None
    offset = _zone_minutes(zone)
    if hour is not None and offset is None and (named := _NAMED_ZONE.match(match.string, match.end())):
        offset = _zones().get(named[1].lower())
    return Stamp(local, offset, hour is not None, source, zoned=offset is not None)


def epoch_stamp(text: str, source: str) -> Stamp | None:
    """Read seconds or milliseconds since 1970, as scripts keep them in an element; None for any other text."""
    if not _SECONDS.fullmatch(text.strip()):
        return None
    local = _EPOCH + timedelta(seconds=int(text.strip()[:10]))
    return Stamp(local, 0, clock=True, source=source, zoned=True)


def machine_stamp(text: str, source: str) -> Stamp | None:
    """Read a time from metadata: ISO 8601 and its near misses, RFC 2822, or as printed. Bare numbers are not believed."""
    text = text.strip()[:80]
    match = _ISO.search(text) or _BASIC.search(text)
    if match:
        stamp = _from_iso(match, source)
        rest = text[match.end() :]
        if stamp and not stamp.clock and re.match(r"\s*T?\s*\d", rest):  # a clock that cannot be read
            return Stamp(stamp.local, None, False, source)
        return stamp
    if re.match(r"[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} \d", text):
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError):
            return None
        shift = moment.utcoffset()
        offset = int(shift.total_seconds() // 60) if shift is not None else None
        return Stamp(moment.replace(tzinfo=None), offset, True, source, zoned=offset is not None)
    return next(printed_stamps(text, source), None)


def relative_stamp(text: str, fetched_at: datetime, offset: int | None) -> Stamp | None:
    """Resolve "5 jam yang lalu" against the time of the fetch; hours and days tell the day only."""
    now = fetched_at.astimezone(UTC).replace(tzinfo=None)
    home = now + timedelta(minutes=offset or 0)
    suffixed, prefixed, daily = _relative()
    found = suffixed.search(text) or prefixed.search(text)
    if found:
        unit = _named(found["unit"], "units")
        if unit > A_DAY:
            return None
        local = (home - timedelta(minutes=int(found["number"] or 1) * unit)).replace(second=0)
        clock = unit <= 1 and offset is not None
        return Stamp(local, offset if clock else None, clock, "printed")
    named = daily.search(text) if len(text) < BESIDE else None
    shown = _grammar()[2].match(text, named.end()) if named else None
    if named and shown:
        day = home - timedelta(days=_named(named["day"], "day_words"))
        return _make((day.year, day.month, day.day), shown, "printed")
    return None


def _named(word: str, field: str) -> int:
    """Return the number that a word of a pack's table stands for."""
    tables = (getattr(pack, field) for pack in packs().values())
    return int(next(table[word.lower()] for table in tables if word.lower() in table))


def url_stamp(url: str) -> Stamp | None:
    """Read the day that an address carries, year first."""
    found = _URL_DATE.search(url)
    return _make((int(found[1]), int(found[2]), int(found[3])), None, "url") if found else None


def believable(stamp: Stamp, fetched_at: datetime) -> bool:
    """Refuse years that no article has, the epoch, and the future."""
    if not EARLIEST_YEAR <= stamp.local.year <= fetched_at.year + 1 or stamp.local.date() == _EPOCH.date():
        return False
    return stamp.moment() <= fetched_at.astimezone(UTC).replace(tzinfo=None) + FUTURE
