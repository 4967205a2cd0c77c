"""Whether more of a site's new pages show a sign than is normal there: a CUSUM chart for a share (Page 1954)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.health.signs import PageFigures, Sign, tell_sign
from pipelines.health.symptoms import Kind, Symptom

LEARNED = 20  # pages from which it is known what is normal
MEMORY = 300  # pages after which those before count half
RAREST = 0.01  # no sign is rarer: what was never seen may come
HIGHEST = 0.7  # a sign that more pages show normally tells nothing
LIMIT = 9.0  # of the score: e**-9 of all chance excursions come so far
TRUST = 1.5  # and so many times the highest one that went away by itself
FEWEST = 5  # pages with the sign
SHORTEST = timedelta(hours=6)  # a batch of one desk is no redesign
BATCH = timedelta(hours=3)  # pages that come together are of one mind:
MOST_OF_BATCH = 3.5  # what they add to the score, at most
HIGHEST_PEAK = 24.0  # however long a batch was
CEILING = 1.3  # limits: what a long break adds no further, so that its end is soon seen
NORMAL_AFTER = timedelta(days=28)  # what has been so for so long is normal now
SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Trend:
    """What is known of one sign on one site."""

    pages: float = 0.0
    marked: float = 0.0
    level: float = 0.0  # logarithm of the usual length
    score: float = 0.0
    batch_at: datetime | None = None  # when the pages that came together began
    batch_score: float = 0.0  # the score before them
    batch_sum: float = 0.0  # of their weights
    highest: float = 0.0  # of the score since it left zero
    peak: float = 0.0
    since: datetime | None = None
    span_pages: int = 0
    span_marked: int = 0
    is_alarmed: bool = False
    last: str = ""  # title of the last page
    samples: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of pages that normally show the sign."""
        return (self.marked + 1) / (self.pages + 4)

    @property
    def share_at_most(self) -> float:
        """The share with its standard error: of few pages it is known roughly, and what is normal must not be taken for news."""
        return min(0.95, (self.marked + 1 + math.sqrt(self.marked + 1)) / (self.pages + 4))

    @property
    def limit(self) -> float:
        """The score from which it is no chance."""
        return max(LIMIT, TRUST * self.peak)


def follow(trend: Trend, is_marked: bool, page: PageFigures) -> Trend:
    """Take the next page's mark."""
    trend = replace(_with_level(trend, page), last=page.title or trend.last)
    if trend.pages < LEARNED or trend.share > HIGHEST:
        return _learn(trend, 1, is_marked)
    trend = _in_batch(trend, page.at, _weight(trend.share_at_most, is_marked))
    score = max(0.0, trend.batch_score + min(MOST_OF_BATCH, trend.batch_sum))
    if score == 0.0:
        return _calm(trend, is_marked)
    samples = (page.url, *trend.samples)[:SAMPLES] if is_marked else trend.samples
    if trend.since is None:
        trend = replace(trend, since=page.at, samples=())
        samples = (page.url,)
    score = min(score, CEILING * trend.limit)
    trend = replace(
        trend,
        score=score,
        highest=max(trend.highest, score),
        span_pages=trend.span_pages + 1,
        span_marked=trend.span_marked + is_marked,
        samples=samples,
    )
    return _settle(trend, page.at, is_marked=is_marked)


def _in_batch(trend: Trend, at: datetime, weight: float) -> Trend:
    """Add a page's weight to those that came with it."""
    if trend.batch_at is not None and at - trend.batch_at < BATCH:
        return replace(trend, batch_sum=trend.batch_sum + weight)
    return replace(trend, batch_at=at, batch_score=trend.score, batch_sum=weight)


def _settle(trend: Trend, at: datetime, *, is_marked: bool) -> Trend:
    """Raise, or end, the alarm of a score; what has been so for weeks is normal now."""
    assert trend.since is not None
    if not trend.is_alarmed:
        enough = is_marked and trend.span_marked >= FEWEST and at - trend.since >= SHORTEST
        return replace(trend, is_alarmed=enough and trend.score >= trend.limit)
    if at - trend.since > NORMAL_AFTER:
        known = float(trend.span_pages), float(trend.span_marked)
        return replace(_ended(trend), pages=known[0], marked=known[1])
    return trend if trend.score > trend.limit / 2 else _ended(trend)


def _ended(trend: Trend) -> Trend:
    """End an excursion of the score."""
    return replace(
        trend,
        score=0.0,
        batch_at=None,
        batch_score=0.0,
        batch_sum=0.0,
        highest=0.0,
        since=None,
        span_pages=0,
        span_marked=0,
        is_alarmed=False,
        samples=(),
    )


def _calm(trend: Trend, is_marked: bool) -> Trend:
    """End an excursion that was no alarm: its pages are part of what is normal, and so is how far it went."""
    if trend.is_alarmed:
        return _learn(_ended(trend), 1, is_marked)
    peak = min(HIGHEST_PEAK, max(trend.peak, trend.highest))
    learned = _learn(replace(_ended(trend), peak=peak), trend.span_pages, trend.span_marked)
    return _learn(learned, 1, is_marked)


def _learn(trend: Trend, pages: int, marked: int) -> Trend:
    pages_, marked_ = trend.pages + pages, trend.marked + marked
    if pages_ > MEMORY:
        return replace(trend, pages=pages_ / 2, marked=marked_ / 2, peak=trend.peak / 2)
    return replace(trend, pages=pages_, marked=marked_)


def _with_level(trend: Trend, page: PageFigures) -> Trend:
    """Let the usual length follow, slowly once it is known, and not at all while something is wrong."""
    if not page.characters or trend.is_alarmed:
        return trend
    step = 1 / min(trend.pages + 1, MEMORY / 2)
    return replace(trend, level=trend.level + step * (math.log(page.characters) - trend.level))


def _weight(share: float, is_marked: bool) -> float:
    """Return the logarithm of how much likelier a page is where the sign has become common than where it is normal."""
    normal = max(share, RAREST)
    common = min(0.95, max(0.6, normal + 0.5))
    return math.log(common / normal) if is_marked else math.log((1 - common) / (1 - normal))


def judge_trends(site_id: str, trends: Mapping[Sign, Trend]) -> list[Symptom]:
    """Return a symptom for each sign that has become too common."""
    symptoms = []
    for sign, trend in trends.items():
        if trend.is_alarmed and trend.since is not None:
            told = f"{trend.span_marked} of {trend.span_pages} new pages {tell_sign(sign, trend.level)}; {trend.share:.0%} before"
            after = trend.span_marked / trend.span_pages
            symptoms.append(
                Symptom(site_id, Kind.BROKEN, trend.since, told, sign, trend.share, after, trend.samples)
            )
    return symptoms
