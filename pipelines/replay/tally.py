"""What a replay finds: how many articles of a site would change, in which fields, and samples of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.archive import Difference, RefusedPage, StoredPage
from pipelines.items import Article, Rejection

REFUSED = "no article any more"  # the page of an article is refused: the article stays as it is
ACCEPTED = "refused no longer"
MAX_SHOWN = 300  # characters of a sample


@dataclass(frozen=True, slots=True)
class Sample:
    """What one field of one article was, and what it is now."""

    uid: str  # empty of a page that was refused
    url: str
    before: str
    after: str


@dataclass(slots=True)
class SiteTally:
    """Counts of one site."""

    read: int = 0
    changed: int = 0  # articles, by what they show
    failed: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def counts(self) -> dict[str, Any]:
        """Return the counts as JSON holds them."""
        told = {"read": self.read, "changed": self.changed, "failed": self.failed}
        return {**told, "fields": dict(self.fields)}


@dataclass(slots=True)
class Tally:
    """Counts by site, and the first samples of each field; the counts of a replay that goes on are those of all of it."""

    samples_kept: int = 3
    skipped: int = 0  # pages that today's rules read already
    sites: dict[str, SiteTally] = field(default_factory=dict)
    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Pages that were read."""
        return sum(site.read for site in self.sites.values())

    @property
    def changed(self) -> int:
        """Articles that change."""
        return sum(site.changed for site in self.sites.values())

    @property
    def failed(self) -> int:
        """Pages that could not be read."""
        return sum(site.failed for site in self.sites.values())

    def count(self, name: str) -> int:
        """Return how many articles change in a field."""
        return sum(site.fields[name] for site in self.sites.values())

    def take_page(self, page: StoredPage, differences: Iterable[Difference]) -> None:
        """Count an article that was read again."""
        differences = tuple(differences)
        site = self._site(page.site_id)
        site.read += 1
        site.changed += page.is_current and bool(differences)
        for each in differences:
            self._note(page.site_id, each.field, Sample(page.uid, page.url, *_excerpts(each)))

    def take_refusal(self, page: StoredPage, rejection: Rejection) -> None:
        """Count an article whose page today's rules refuse."""
        self._site(page.site_id).read += 1
        self._note(page.site_id, REFUSED, Sample(page.uid, page.url, "", _reason(rejection)))

    def take_refused(self, page: RefusedPage, result: Article | Rejection | None) -> None:
        """Count a page that was refused before."""
        self._site(page.site_id).read += 1
        if isinstance(result, Article):
            self._note(page.site_id, ACCEPTED, Sample("", page.url, page.reason, result.title[:MAX_SHOWN]))

    def take_failure(self, page: StoredPage | RefusedPage) -> None:
        """Count a page that could not be read."""
        self._site(page.site_id).failed += 1

    def _site(self, site_id: str) -> SiteTally:
        return self.sites.setdefault(site_id, SiteTally())

    def _note(self, site_id: str, name: str, sample: Sample) -> None:
        self._site(site_id).fields[name] += 1
        kept = self.samples.setdefault((site_id, name), [])
        if len(kept) < self.samples_kept:
            kept.append(sample)

    def samples_of(self, site_id: str, name: str) -> list[Sample]:
        """Return the samples of a site's field that were kept."""
        return self.samples.get((site_id, name), [])

    def totals(self) -> dict[str, int]:
        """Return the counts of all sites together."""
        return {"read": self.read, "changed": self.changed, "failed": self.failed, "skipped": self.skipped}

    def counts(self) -> dict[str, Any]:
        """Return the counts as they are stored."""
        return {"skipped": self.skipped, "sites": {name: site.counts() for name, site in self.sites.items()}}

    def resume(self, counts: Mapping[str, Any]) -> None:
        """Count on from what a replay that did not end had counted."""
        self.skipped = counts.get("skipped", 0)
        for name, told in counts.get("sites", {}).items():
            self.sites[name] = SiteTally(
                told["read"], told["changed"], told["failed"], Counter(told["fields"])
            )


def _reason(rejection: Rejection) -> str:
    return f"{rejection.reason}: {rejection.detail}" if rejection.detail else rejection.reason


def _excerpts(difference: Difference) -> tuple[str, str]:
    """Return the paragraphs in which two values differ, or the values."""
    before, after = difference.before.split("\n"), difference.after.split("\n")
    gone = [paragraph for paragraph in before if paragraph not in set(after)]
    come = [paragraph for paragraph in after if paragraph not in set(before)]
    if not gone and not come:
        gone, come = before, after  # in another order
    return " / ".join(gone)[:MAX_SHOWN], " / ".join(come)[:MAX_SHOWN]
