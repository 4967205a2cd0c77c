"""How a site takes us in this run, and what follows: slower, or left alone until another run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from scrapy.exceptions import IgnoreRequest

OVERLOAD = frozenset({429, 503})
MAX_CRAWL_DELAY = 30.0  # seconds: what a robots.txt is granted; a site file may say more
MAX_DELAY = 60.0  # seconds: what doubling ends at
FIRST_DELAY = 1.0  # seconds: where there was no delay to be doubled
MAX_WAIT = 300.0  # seconds that a run waits where a site asks for it; longer, and the site is left
MAX_REST = 86_400.0  # seconds: the longest Retry-After that is believed
MAX_OVERLOADS = 5  # answers in a row that say "too much", then the site is left
MAX_BLOCKS = 3  # answers in a row that take us for a robot
MAX_FORBIDDEN = 10  # pages in a row that answer 403 while lists are served

Word = Literal["BLOCKED", "FAILED", "RESTS", "STOPPED"]


class Unserved(IgnoreRequest):
    """A request that met no page, for a reason that is not the page's own: its lead stays as it is."""


class SiteLeft(Unserved):
    """A request that was not sent, because its site is left alone in this run."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Why a site is left alone for the rest of a run, and for how long it asked for that."""

    word: Word
    reason: str
    rest: float = 0.0  # seconds, where the site named a time

    @property
    def is_failure(self) -> bool:
        """Whether that is a failure of the run: a site that has its rest, or a run that was stopped, is none."""
        return self.word in {"BLOCKED", "FAILED"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one response says about how the site takes us."""

    status: int
    block: str | None = None  # whose challenge it is
    retry_after: float | None = None  # seconds
    of_page: bool = True  # a lead's page, not a list


@dataclass(slots=True)
class Standing:
    """What a site's answers add up to in one run."""

    delay: float = 0.0  # seconds between two requests, as things are now
    answered: bool = False  # it served something in this run
    overloads: int = 0  # these three: in a row
    forbidden: int = 0
    blocks: int = 0  # until a page was read: what came with status 200 may be a challenge too
    challenge: str = ""  # the last one
    left: Leaving | None = None

    def take(self, answer: Answer) -> float:
        """Draw the conclusions from an answer; return how many seconds it asks us to wait."""
        if answer.block:
            return self._take_block(answer.block)
        if answer.status in OVERLOAD:
            return self._take_overload(answer)
        if answer.status == 403:
            return self._take_forbidden(answer)
        if answer.status < 500:
            self.answered = True
            self.overloads = self.forbidden = 0
        return 0.0

    def grant(self, crawl_delay: float | None) -> None:
        """Take what a robots.txt asks for, where it is slower than what holds already."""
        self.delay = max(self.delay, min(crawl_delay or 0.0, MAX_CRAWL_DELAY))

    def leave(self, leaving: Leaving) -> None:
        """Leave the site alone from now on; the first reason stands."""
        self.left = self.left or leaving

    @property
    def verdict(self) -> Leaving | None:
        """Why the site was left alone, or was of no use, for the reader; None where it served us."""
        if self.left or self.answered:
            return self.left
        if self.blocks:
            return Leaving("BLOCKED", self.challenge)
        return Leaving("BLOCKED", "http 403 to all that was asked") if self.forbidden else None

    @property
    def serves(self) -> bool:
        """Whether the site served others while it refused some pages."""
        return self.answered and (self.left is None or self.forbidden >= MAX_FORBIDDEN)

    def _take_block(self, block: str) -> float:
        self.blocks += 1
        self.challenge = block
        if self.blocks >= MAX_BLOCKS:
            self.leave(Leaving("BLOCKED", f"{block}, {self.blocks} answers in a row"))
        return 0.0

    def _take_overload(self, answer: Answer) -> float:
        self.overloads += 1
        self.delay = max(self.delay, min(2 * self.delay or FIRST_DELAY, MAX_DELAY))
        wait = min(answer.retry_after or 0.0, MAX_REST)
        if wait > MAX_WAIT:
            self.leave(Leaving("RESTS", f"http {answer.status} with Retry-After: {wait:.0f} seconds", wait))
        elif self.overloads >= MAX_OVERLOADS:
            self.leave(
                Leaving("FAILED", f"http {answer.status}, {self.overloads} overloaded answers in a row")
            )
        return wait

    def _take_forbidden(self, answer: Answer) -> float:
        self.forbidden += 1
        if not self.answered and self.forbidden >= MAX_BLOCKS:
            self.leave(Leaving("BLOCKED", "http 403 to all that was asked"))
        elif answer.of_page and self.forbidden >= MAX_FORBIDDEN:
            self.leave(Leaving("BLOCKED", f"http 403 to {self.forbidden} pages in a row"))
        return 0.0


def parse_retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that Retry-After names (RFC 9110, 10.2.3), never negative; None where it names no time.

    `headers` are by lower-case name. A date is counted from the server's own Date, whatever our clock says.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    until, sent = _http_date(value), _http_date(headers.get("date", ""))
    return max(0.0, (until - (sent or now)).total_seconds()) if until else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
