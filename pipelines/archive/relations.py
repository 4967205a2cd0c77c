"""Which articles hold the same text, and which texts are related: an index in the archive, kept article by article.

Texts are looked for by a sample of their runs of eight words, and what is found is compared word by word. What the index
holds depends on the articles in it, and not on their order: a run that many texts hold says little, so a pair that rests
on such runs alone is given up when they become common, and taken up again when they become rare.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sqlite_utils import Database

from pipelines.archive.shingles import (
    Entering,
    count_shared,
    drop_shingles,
    find_holders,
    settle_shingles,
)
from pipelines.archive.values import Row, insert
from pipelines.dedupe.relation import Relation, Text, judge, measure
from pipelines.dedupe.sketch import shared_at_least
from pipelines.dedupe.words import fingerprint

FEWEST_WORDS = 8  # a text below is a caption or a stub
RARE = 8  # texts: a run that no more hold relates any two of them
COMMON = 100  # texts: a run that more hold says nothing
TOGETHER = 3  # runs that are neither say as much as a rare one
WORDS_HELD = 100_000  # of texts in memory: a few hundred, about 25 MB


class HeldTexts:
    """The texts that were last compared, by wording: the next batch is mostly compared with the same ones."""

    def __init__(self) -> None:
        self._texts: dict[int, Text] = {}
        self._words = 0

    def get(self, wording_id: int) -> Text | None:
        """Return a wording's text where it is held; the one that was used last is let go last."""
        text = self._texts.pop(wording_id, None)
        if text is not None:
            self._texts[wording_id] = text
        return text

    def words(self, wording_id: int) -> int | None:
        """Return how many words a wording has, where its text is held."""
        text = self._texts.get(wording_id)
        return None if text is None else len(text.words)

    def hold(self, wording_id: int, text: Text) -> None:
        """Keep a text that is not held, and let others go where they are too many words."""
        self._texts[wording_id] = text
        self._words += len(text.words)
        while self._words > WORDS_HELD and len(self._texts) > 1:
            self._words -= len(self._texts.pop(next(iter(self._texts))).words)

    def clear(self) -> None:
        """Let all go: a wording that was deleted or taken back leaves its number to another."""
        self._texts.clear()
        self._words = 0


class RelationIndex:
    """The index under way; `changed` are the wordings whose articles or relations are others now, `left` the articles taken out."""

    def __init__(self, db: Database, texts: HeldTexts | None = None) -> None:
        self._db = db
        self.changed: set[int] = set()
        self.left: set[int] = set()
        self._texts = HeldTexts() if texts is None else texts
        self._entering = Entering(db, (), 0)

    def update(self, article_ids: Iterable[int]) -> None:
        """Enter articles by their present texts; those whose text changed are taken out before any is compared with another."""
        new, known = self._read(article_ids)
        self.remove(known)
        marks = [_mark(text) for _, text in new]
        wordings = self._wordings([mark for mark in marks if mark is not None])
        first = {mark: text for mark, (_, text) in zip(marks, new, strict=True) if mark is not None}
        hashes = [value for mark, text in first.items() if mark not in wordings for value in text.sketch]
        del first
        self._entering = Entering(self._db, hashes, COMMON + 1)
        while new:  # each text is let go as soon as it is entered
            self._enter(*new.pop(), marks.pop(), wordings)
        self._entering.write()
        settle_shingles(self._db)

    def _wordings(self, marks: list[int]) -> dict[int, int]:
        """Return the wordings that are there, by what their articles have in common."""
        rows = self._db.conn.execute(
            "SELECT fingerprint, id FROM wordings WHERE fingerprint IN (SELECT value FROM json_each(?))",
            [json.dumps(marks)],
        )
        return dict(rows.fetchall())

    def _read(self, article_ids: Iterable[int]) -> tuple[list[tuple[int, Text]], list[int]]:
        """Return articles whose present text is not the one that is there, the last first, and which of them were entered by another."""
        rows = self._db.conn.execute(
            "SELECT articles.id, text, article_wordings.article_id, wording_id, fingerprint FROM articles"
            " LEFT JOIN article_wordings ON article_id = articles.id LEFT JOIN wordings ON wordings.id = wording_id"
            " WHERE articles.id IN (SELECT value FROM json_each(?)) ORDER BY articles.id DESC",
            [json.dumps([*article_ids])],
        )
        new, known = [], []
        for article_id, stored, entered, wording_id, mark in rows:
            text = Text(stored)
            if entered is None:
                new.append((article_id, text))
            elif _mark(text) != mark:
                new.append((article_id, text))
                known.append(article_id)
            else:
                self._touch(wording_id)  # its time of publication may be another
        return new, known

    def _touch(self, wording_id: int | None) -> None:
        if wording_id is not None:
            self.changed.add(wording_id)

    def _enter(self, article_id: int, text: Text, mark: int | None, wordings: dict[int, int]) -> None:
        wording_id = None if mark is None else wordings.get(mark)
        is_new = mark is not None and wording_id is None
        if mark is not None and wording_id is None:
            row: Row = {"fingerprint": mark, "words": len(text.words)}
            wording_id = wordings[mark] = insert(self._db, "wordings", row)
        self._db.conn.execute("INSERT INTO article_wordings VALUES (?, ?)", [article_id, wording_id])
        if wording_id is not None and is_new:
            self._relate(wording_id, text)
        else:
            self._touch(wording_id)

    def remove(self, article_ids: Iterable[int]) -> None:
        """Take articles out, while one of its texts is still the one by which each was entered."""
        fewer: Counter[int] = Counter()  # by how many texts a run has become rarer
        for article_id in article_ids:
            fewer.update(self._detach(article_id))
        for count, holders in zip(fewer.values(), self._holders([*fewer]), strict=True):
            if any(len(holders) <= limit < len(holders) + count for limit in (RARE, COMMON)):
                self._take_up(holders)

    def _detach(self, article_id: int) -> Sequence[int]:
        """Take an article out, and return by what its text was found, if no other article has it."""
        found = self._db.execute(
            "SELECT wording_id FROM article_wordings WHERE article_id = ?", [article_id]
        ).fetchone()
        if found is None:
            return ()
        (wording_id,) = found
        self.left.add(article_id)
        text = None if wording_id is None else self._text_of(article_id, wording_id)
        self._db.conn.execute("DELETE FROM article_wordings WHERE article_id = ?", [article_id])
        if wording_id is None:
            return ()
        self.changed |= {wording_id, *self._related(wording_id)}
        left = self._db.execute("SELECT 1 FROM article_wordings WHERE wording_id = ? LIMIT 1", [wording_id])
        return () if left.fetchone() else self._drop(wording_id, text)

    def _text_of(self, article_id: int, wording_id: int) -> Text | None:
        """Return the words by which an article was entered, from whichever of its texts has them."""
        (mark,) = self._db.execute("SELECT fingerprint FROM wordings WHERE id = ?", [wording_id]).fetchone()
        texts = self._db.execute(
            "SELECT text FROM articles WHERE id = ?1 UNION ALL"
            " SELECT text FROM versions WHERE article_id = ?1 AND text IS NOT NULL",
            [article_id],
        )
        for (text,) in texts.fetchall():
            read = Text(text)
            if fingerprint(read.words) == mark:
                return read
        return None

    def _related(self, wording_id: int) -> list[int]:
        rows = self._db.execute(
            "SELECT other FROM wording_relations WHERE one = ?1 UNION SELECT one FROM wording_relations WHERE other = ?1",
            [wording_id],
        )
        return [related for (related,) in rows.fetchall()]

    def _drop(self, wording_id: int, text: Text | None) -> Sequence[int]:
        """Delete a wording that no article has any more, and return by what it was found."""
        if text is None:  # it was entered by other rules
            rows = self._db.execute("SELECT hash FROM shingles WHERE wording_id = ?", [wording_id])
            hashes: Sequence[int] = [value for (value,) in rows.fetchall()]
        else:
            hashes = text.sketch
        execute = self._db.conn.execute
        execute("DELETE FROM wording_relations WHERE one = ?1 OR other = ?1", [wording_id])
        execute("DELETE FROM wordings WHERE id = ?", [wording_id])
        drop_shingles(self._db, wording_id, hashes)
        self.changed.discard(wording_id)
        self._texts.clear()  # its number may be given again
        return hashes

    def _take_up(self, holders: list[int]) -> None:
        """Relate wordings that have a run in common which was too common to say something."""
        for one, other in combinations(holders, 2):
            if other not in self._related(one) and self._may_be_related(one, other):
                self._store(one, other)

    def _relate(self, wording_id: int, text: Text) -> None:
        """Enter a wording that is new, and relate it to those that it has runs in common with."""
        self._texts.hold(wording_id, text)
        held = self._entering.holders(text.sketch)
        self._entering.add(wording_id, text.sketch)
        for other in self._worth_comparing(text, held):
            self._store(other, wording_id)
        for holders in held:
            if len(holders) in {RARE, COMMON}:
                self._give_up(holders)

    def look_up(self, text: Text) -> Iterator[tuple[int, Relation, float]]:
        """Yield the wordings that a text from elsewhere is related to, its own among them, and how alike they are; only reads."""
        if len(text.words) < FEWEST_WORDS:
            return
        found = self._db.execute("SELECT id FROM wordings WHERE fingerprint = ?", [_mark(text)]).fetchone()
        same = found[0] if found else None
        if same is not None:
            yield same, Relation.COPY, 1.0
        for other in self._worth_comparing(text, self._holders(text.sketch)):
            likeness = measure(text, self._text(other))
            relation = judge(likeness)
            if other != same and relation is not Relation.NONE:
                yield other, relation, round(likeness.similarity, 4)

    def _worth_comparing(self, text: Text, held: Sequence[Sequence[int]]) -> Iterator[int]:
        """Yield the wordings that have enough in common with a text, given those that have each of its runs."""
        counts = Counter(other for holders in held if len(holders) < COMMON for other in holders)
        likely = {other for holders in held if len(holders) < RARE for other in holders}
        likely |= {other for other, count in counts.items() if count >= TOGETHER}
        common = [value for value, holders in zip(text.sketch, held, strict=True) if len(holders) >= COMMON]
        lacking = {}  # wordings, by how many of the common runs each must have too
        for other, words in self._sizes(likely):
            needed = shared_at_least(len(text.words), words) - counts[other]
            if needed <= 0:
                yield other
            elif needed <= len(common):
                lacking[other] = needed
        if lacking:
            self._entering.write()
            shared = count_shared(self._db, [*lacking], common)
            yield from (other for other, needed in lacking.items() if shared.get(other, 0) >= needed)

    def _sizes(self, wordings: set[int]) -> list[tuple[int, int]]:
        """Return wordings with the number of their words; 0 where an earlier release did not count them."""
        held = [(wording, words) for wording in wordings if (words := self._texts.words(wording)) is not None]
        others = wordings - {wording for wording, _ in held}
        if not others:
            return sorted(held)
        rows = self._db.conn.execute(
            "SELECT id, coalesce(words, 0) FROM wordings WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps([*others])],
        )
        return sorted([*held, *rows.fetchall()])

    def _holders(self, hashes: Sequence[int]) -> list[list[int]]:
        """Return the wordings that have each run; of a common one, enough of them to tell."""
        self._entering.write()
        return find_holders(self._db, hashes, COMMON + 1)

    def _give_up(self, holders: list[int]) -> None:
        """Delete the relations between wordings that rested on a run that was rarer."""
        among = json.dumps(holders)
        rows = self._db.execute(
            "SELECT one, other FROM wording_relations WHERE one IN (SELECT value FROM json_each(?1))"
            " AND other IN (SELECT value FROM json_each(?1))",
            [among],
        ).fetchall()
        for one, other in rows:
            if not self._may_be_related(one, other):
                self._db.conn.execute(
                    "DELETE FROM wording_relations WHERE one = ? AND other = ?", [one, other]
                )
                self.changed |= {one, other}

    def _may_be_related(self, one: int, other: int) -> bool:
        """Tell whether two wordings have runs in common that say something."""
        if not _share_enough(self._text(one), self._text(other)):
            return False
        both = sorted({*self._text(one).sketch} & {*self._text(other).sketch})
        held = [len(holders) for holders in self._holders(both)]
        return (
            any(holders <= RARE for holders in held) or sum(holders <= COMMON for holders in held) >= TOGETHER
        )

    def _store(self, one: int, other: int) -> None:
        """Compare two wordings, and store what they are to each other."""
        likeness = measure(self._text(one), self._text(other))
        relation = judge(likeness)
        if relation is not Relation.NONE:
            self._db.conn.execute(
                "INSERT INTO wording_relations VALUES (?, ?, ?, ?)",
                [min(one, other), max(one, other), relation.value, round(likeness.similarity, 4)],
            )
            self.changed |= {one, other}

    def _text(self, wording_id: int) -> Text:
        """Return a wording's text, as one of its articles has it."""
        text = self._texts.get(wording_id)
        if text is None:
            (stored,) = self._db.conn.execute(
                "SELECT text FROM article_wordings JOIN articles ON articles.id = article_id"
                " WHERE wording_id = ? LIMIT 1",
                [wording_id],
            ).fetchone()
            text = Text(stored)
            self._texts.hold(wording_id, text)
        return text


def _share_enough(a: Text, b: Text) -> bool:
    """Tell whether two texts have more in common than a quote, as far as their hashes tell."""
    return len({*a.sketch} & {*b.sketch}) >= shared_at_least(len(a.words), len(b.words))


def _mark(text: Text) -> int | None:
    """Return what articles of one wording have in common; None for a text that is too short to say so."""
    return fingerprint(text.words) if len(text.words) >= FEWEST_WORDS else None
