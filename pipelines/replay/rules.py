"""Today's rules for each stored page: its site as the catalogue describes it, and the lessons to read it with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.archive import RefusedPage, StoredLesson, StoredPage, StoredPages
from pipelines.catalogue import Site
from pipelines.extract.learned import REASON, Learned, digest_of
from pipelines.extract.rules import joint_digest, rules_digest
from pipelines.intake import NOWHERE
from pipelines.items import Removed

UNKNOWN = -1  # version of lessons that were put together again from what they took out
LEARNED = "learned:"  # and the beginning of a lesson's digest: the rule of what it took out
HELD = 1024  # sites, and states of lessons, kept in memory


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read again: pages of these sites or of all, with which lessons, and whether also what today's rules read."""

    sites: tuple[str, ...] = ()
    learned: bool = False  # with what is known of a site now; else as each page was read
    again: bool = False

    def to_json(self) -> str:
        """Write it as it is stored."""
        return json.dumps({"sites": sorted(self.sites), "learned": self.learned, "again": self.again})


class Rules:
    """Decides with what each page is read."""

    def __init__(self, pages: StoredPages, catalogue: Mapping[str, Site], scope: Scope) -> None:
        self.scope = scope
        self._pages = pages
        self._catalogue = catalogue
        self._site = lru_cache(HELD)(self._find_site)
        self._lessons = lru_cache(HELD)(pages.lessons)
        self._learned = lru_cache(HELD)(self._as_of)
        self._digest = lru_cache(HELD)(lambda site_id: rules_digest(self._site(site_id)))
        self._version_now = lru_cache(HELD)(self._find_version)

    @property
    def digest(self) -> str:
        """Digest of all that decides here: of every site's rules, and of what is known of it where that counts."""
        sites = self.scope.sites or self._pages.site_ids()
        return joint_digest(part for site_id in sites for part in self._parts(site_id))

    def _parts(self, site_id: str) -> Iterable[str]:
        yield self._digest(site_id)
        if self.scope.learned:
            yield str(self._version_now(site_id))

    def is_read(self, page: StoredPage) -> bool:
        """Tell whether today's rules made a page's newest reading."""
        known = page.rules == self._digest(page.reading.site_id or page.site_id)
        return known and (not self.scope.learned or page.reading.lessons == self._version_now(page.site_id))

    def site_of(self, page: StoredPage | RefusedPage) -> Site:
        """Return the site by whose file a page is read."""
        if isinstance(page, StoredPage) and page.reading.site_id:
            return self._site(page.reading.site_id)
        return self._site(page.site_id)

    def _find_site(self, site_id: str) -> Site:
        if site_id in self._catalogue:
            return self._catalogue[site_id]
        return NOWHERE if site_id == NOWHERE.id else self._pages.site(site_id) or NOWHERE

    def learned_for(self, page: StoredPage | RefusedPage) -> Learned:
        """Return the lessons to read a page with."""
        if self.scope.learned:
            return self._learned(page.site_id, self._version_now(page.site_id))
        if isinstance(page, RefusedPage):
            return self._learned(page.site_id, self._version_at(page.site_id, page.settled_at))
        if page.reading.lessons is not None:
            return self._learned(page.site_id, page.reading.lessons)
        return learned_from(self._pages.removed(page), self._lessons(page.site_id))

    def _as_of(self, site_id: str, version: int) -> Learned:
        standing = [lesson for lesson in self._lessons(site_id) if _stands(lesson, version)]
        return _to_learned(version, standing)

    def _find_version(self, site_id: str) -> int:
        return max((_last_version(lesson) for lesson in self._lessons(site_id)), default=0)

    def _version_at(self, site_id: str, moment: str) -> int:
        """Return the version of what was known of a site at a time, as stored."""
        versions = [0]
        for lesson in self._lessons(site_id):
            if lesson.learned_at <= moment:
                versions.append(lesson.version)
            if lesson.forgotten_at is not None and lesson.forgotten_at <= moment:
                versions.append(lesson.forgotten_version or 0)
        return max(versions)


def _last_version(lesson: StoredLesson) -> int:
    return max(lesson.version, lesson.forgotten_version or 0)


def _stands(lesson: StoredLesson, version: int) -> bool:
    return lesson.version <= version and (
        lesson.forgotten_version is None or version < lesson.forgotten_version
    )


def _to_learned(version: int, lessons: Iterable[StoredLesson]) -> Learned:
    lessons = tuple(lessons)
    return Learned(
        version,
        frozenset(lesson.digest for lesson in lessons if lesson.kind == "block"),
        frozenset(lesson.digest for lesson in lessons if lesson.kind == "container"),
    )


def learned_from(removed: Iterable[Removed], lessons: Iterable[StoredLesson]) -> Learned:
    """Put together with which lessons a page was read that does not say so: those that took something out of it."""
    taken = [block for block in removed if block.reason == REASON and block.rule.startswith(LEARNED)]
    rules = {block.rule.removeprefix(LEARNED) for block in taken}
    named = _to_learned(UNKNOWN, (lesson for lesson in lessons if lesson.digest[:8] in rules))
    blocks = {digest_of(block.text) for block in taken}
    own = frozenset(digest for digest in blocks if digest[:8] in rules)
    return Learned(UNKNOWN, named.blocks | own, named.containers)
