"""Days and times as Indonesian papers print them."""

import re
from datetime import date, datetime, timedelta

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
OLD_MONTHS = {2: "Pebruari", 11: "Nopember"}
ZONE_NAMES = {420: "WIB", 480: "WITA", 540: "WIT"}  # by minutes east of UTC
_COUNTED_DAY = re.compile(r"\{(hari|tanggal)([+-]\d+)?\}")


def long_date(day: date, old: bool = False) -> str:
    """Print `30 Oktober 2024`; `old` takes the older spellings Pebruari and Nopember."""
    month = OLD_MONTHS.get(day.month, MONTHS[day.month - 1]) if old else MONTHS[day.month - 1]
    return f"{day.day} {month} {day.year}"


def weekday(day: date) -> str:
    """Print the name of the weekday."""
    return WEEKDAYS[day.weekday()]


def zone_name(moment: datetime) -> str:
    """Print WIB, WITA or WIT for an aware time in one of the three zones."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} has no zone")
    return ZONE_NAMES[int(offset.total_seconds() // 60)]


def fill_days(text: str, event: date) -> str:
    """Replace `{hari-1}` by `Selasa (29/10/2024)` and `{tanggal+3}` by `2 November 2024`, counted from the event."""

    def printed(match: re.Match[str]) -> str:
        day = event + timedelta(days=int(match[2] or 0))
        if match[1] == "tanggal":
            return long_date(day)
        return f"{weekday(day)} ({day.day}/{day.month}/{day.year})"

    return _COUNTED_DAY.sub(printed, text)
