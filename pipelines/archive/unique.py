"""Each story once: of the articles that are asked for, the one of each story that was published first."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

# Articles of the story of one; what they must be like is added.
OF_ONE = (
    " FROM story_articles AS mine CROSS JOIN story_articles AS other ON other.story_id = mine.story_id{earlier}"
    " CROSS JOIN timeline ON timeline.article_id = other.article_id"
    " CROSS JOIN articles ON articles.id = other.article_id WHERE mine.article_id = ?"
)
EARLIER = OF_ONE.format(earlier=" AND other.place < mine.place")
ANY = OF_ONE.format(earlier="")


class Uniqueness:
    """Tells of the articles that meet conditions which one stands for its story: the first by publication that meets them."""

    def __init__(self, db: Database, conditions: Sequence[str], values: Sequence[Any]) -> None:
        self._db = db
        self._where = "".join(f" AND {condition}" for condition in conditions)
        self._values = values

    def is_first(self, article_id: int) -> bool:
        """Tell whether no earlier article of its story meets the conditions."""
        # Places are read in their order: mostly the first one answers.
        query = f"SELECT 1{EARLIER}{self._where} LIMIT 1"
        return self._db.conn.execute(query, [article_id, *self._values]).fetchone() is None

    def count(self, article_id: int) -> int:
        """Return how many articles of its story meet the conditions, itself among them."""
        query = f"SELECT count(*){ANY}{self._where}"
        (found,) = self._db.conn.execute(query, [article_id, *self._values]).fetchone()
        return int(found) or 1  # one that is alone is in no story

    def take(self, found: Iterable[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
        """Return the first places of (place, article) that stand for their stories, with how many articles each stands for."""
        taken = []
        for place, article_id in found:
            if self.is_first(article_id):
                taken.append((place, self.count(article_id)))
                if len(taken) == limit:
                    break
        return taken
