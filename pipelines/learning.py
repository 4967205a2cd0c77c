"""Between archive and extractor: what a site's archived pages repeat is told to whoever reads its next page."""

from datetime import datetime

from pipelines.archive import Store
from pipelines.extract.learned import Learned, learn
from pipelines.items import Article


class Learning:
    """The boilerplate of each site, as far as the archive's pages have taught it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._learned: dict[str, Learned] = {}

    def learned(self, site_id: str) -> Learned:
        """Return what is known of a site now."""
        if site_id not in self._learned:
            self._learned[site_id] = Learned.from_lessons(*self._store.lessons(site_id))
        return self._learned[site_id]

    def learn(self, site_id: str, article: Article, at: datetime) -> None:
        """Learn from an article that was just archived: called before its batch is committed, so that a kill takes
        both or none, and the run after it goes on as this one would have.
        """
        pages = self._store.observed(site_id)
        _, known = self._store.lessons(site_id)
        taught = learn(pages, known, article.blocks)
        if list(taught) == known:
            return
        self._store.save_lessons(site_id, taught, at)
        if {lesson.digest for lesson in taught} != {lesson.digest for lesson in known}:
            self._learned.pop(site_id, None)
