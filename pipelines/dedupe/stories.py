"""Stories: related articles as one, with the one that published it first. The same articles make the same stories.

Relations do not pass on: a round-up builds on ten reports that have nothing to do with each other. So copies gather
around the earliest of them, each a copy of that one itself; and such a group joins the story of an earlier one that it is
related to, only where that one stands for itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.dedupe.relation import Relation

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Published:
    """An article, and between which moments it was published, in minutes; a day alone is as late as its end."""

    id: int
    uid: str
    earliest: float
    latest: float

    @property
    def order(self) -> tuple[float, float, str]:
        """Its place among others: where its time is not exact, not before one that is."""
        return self.latest, self.earliest, self.uid


@dataclass(frozen=True, slots=True)
class Link:
    """What one text is to another."""

    relation: Relation
    similarity: float

    @property
    def strength(self) -> tuple[bool, float]:
        """Copies before derivations, the more alike before the less."""
        return self.relation is Relation.COPY, self.similarity


SAME = Link(Relation.COPY, 1.0)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, and what it is to which other; the first is to none."""

    article: Published
    link: Link | None = None
    to: Published | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Related articles in the order of publication."""

    members: tuple[Member, ...]

    @property
    def is_certain(self) -> bool:
        """Whether no other can have been published before the first, or with it."""
        first, *others = (member.article for member in self.members)
        return all(first.latest < other.earliest for other in others)


@dataclass(slots=True)
class _Group:
    """Copies of its first member's text; later, those that joined them."""

    members: list[Member]
    wordings: set[int] = field(default_factory=set)  # of the copies

    @property
    def ids(self) -> set[int]:
        return {member.article.id for member in self.members}

    @property
    def order(self) -> tuple[float, float, str]:
        return self.members[0].article.order


class _Related:
    """What texts are to each other, and which articles must not be in one story."""

    def __init__(self, links: Mapping[Pair, Link], splits: Iterable[Pair]) -> None:
        self.links: defaultdict[int, dict[int, Link]] = defaultdict(dict)
        for (one, other), link in links.items():
            self.links[one][other] = self.links[other][one] = link
        self.apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in splits:
            self.apart[one].add(other)
            self.apart[other].add(one)

    def near(self, wording: int) -> Iterator[tuple[int, Link]]:
        yield wording, SAME
        yield from self.links.get(wording, {}).items()

    def may_join(self, ids: Iterable[int], group: _Group) -> bool:
        barred = [self.apart[each] for each in ids if each in self.apart]
        return not barred or group.ids.isdisjoint(set().union(*barred))


def gather(
    wordings: Mapping[int, Sequence[Published]], links: Mapping[Pair, Link], splits: Iterable[Pair] = ()
) -> list[Story]:
    """Return the stories of articles, given by the text that they hold, by first publication; most have one article.

    `links` are between texts, `splits` between articles that must not be in one story.
    """
    related = _Related(links, splits)
    stories: list[_Group] = []
    standing: defaultdict[int, list[_Group]] = defaultdict(list)  # by the texts of their copies
    for group in _gather_copies(wordings, related):
        links_to = [
            (link, story)
            for wording in sorted(group.wordings)
            for near, link in related.near(wording)
            for story in standing.get(near, ())
            if related.may_join(group.ids, story)
        ]
        if links_to:
            link, story = _strongest(links_to)
            first, *rest = group.members
            story.members += [Member(first.article, link, story.members[0].article), *rest]
            continue
        stories.append(group)
        for wording in group.wordings:
            standing[wording].append(group)
    return [Story(tuple(sorted(story.members, key=lambda each: each.article.order))) for story in stories]


def _gather_copies(wordings: Mapping[int, Sequence[Published]], related: _Related) -> list[_Group]:
    """Put each article to the group whose first is most like it, of those of which it is a copy; else it begins one."""
    groups: list[_Group] = []
    headed: defaultdict[int, list[_Group]] = defaultdict(list)  # by the text of their first
    for wording, articles in _units(wordings, related):
        copied = [
            (link, group)
            for near, link in related.near(wording)
            if link.relation is Relation.COPY
            for group in headed.get(near, ())
            if related.may_join([article.id for article in articles], group)
        ]
        first, *same = articles
        if copied:
            link, group = _strongest(copied)
            group.members.append(Member(first, link, group.members[0].article))
        else:
            group = _Group([Member(first)])
            groups.append(group)
            headed[wording].append(group)
        group.wordings.add(wording)
        group.members += [Member(article, SAME, first) for article in same]
    return groups


def _units(
    wordings: Mapping[int, Sequence[Published]], related: _Related
) -> list[tuple[int, list[Published]]]:
    """Return articles of one text together, those that are kept apart from others alone; by first publication."""
    units = []
    for wording, articles in wordings.items():
        ordered = sorted(articles, key=lambda article: article.order)
        together = [article for article in ordered if article.id not in related.apart]
        units += [(wording, [article]) for article in ordered if article.id in related.apart]
        units += [(wording, together)] if together else []
    return sorted(units, key=lambda unit: unit[1][0].order)


def _strongest(choices: Sequence[tuple[Link, _Group]]) -> tuple[Link, _Group]:
    """Return the group with the strongest link; of equals, the earliest."""
    return min(choices, key=lambda choice: (*(-value for value in choice[0].strength), choice[1].order))
