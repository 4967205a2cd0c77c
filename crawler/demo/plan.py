"""The plan of the newsroom: who prints which story when, and what becomes of it, drawn from the seed."""

import random
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from crawler.demo.corrections import BEFORE, Copy, addition, edited_release, reworded
from crawler.demo.derived import joined, shortened
from crawler.demo.grammar import make_story
from crawler.demo.outlet import Outlet, World
from crawler.demo.post import Post, Version
from crawler.demo.story import Story, written_stories

SHARES = {World.WORDPRESS: 0.4, World.PORTAL: 0.35, World.OLD: 0.25}
CORRECTED, DELETED = 0.2, 0.06  # shares of all posts
FIRST_NUMBER = {World.WORDPRESS: (900, 38_000), World.PORTAL: (110_000, 980_000), World.OLD: (40, 2_900)}


@dataclass(slots=True)
class _Slot:
    """A place in a paper that a story got."""

    at: datetime
    outlet: Outlet
    story: Story
    first: "_Slot | None" = None
    sources: tuple["_Slot", ...] = ()  # the first printings of the releases that it builds on
    post: Post | None = None


def slug_of(headline: str) -> str:
    """Make a slug as WordPress does: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")


def draw_plan(
    outlets: Sequence[Outlet], seed: int, stories: int, period: tuple[datetime, datetime], pace: float = 1
) -> list[Post]:
    """Draw the posts of all papers between two moments, in the order of their publication.

    `pace` stretches the times between what happens to a post.
    """
    start, end = period
    rng = random.Random(f"{seed}:plan")  # noqa: S311 - a plot, not a secret
    rng_of_derived = random.Random(f"{seed}:derived")  # noqa: S311 - likewise; so that other posts are as without them
    slots = _assign(outlets, rng, _choose(seed, stories, rng), (start, end))
    slots += _derive(slots, outlets, rng_of_derived, end)
    slots.sort(key=lambda slot: slot.at)
    numbers = {outlet.id: rng.randint(*FIRST_NUMBER[outlet.world]) for outlet in outlets}
    slugs: set[tuple[str, str]] = set()
    for slot in slots:
        drawn = rng_of_derived if slot.sources else rng
        numbers[slot.outlet.id] += drawn.randint(1, 7)
        slug = free_slug(slot.outlet, slot.story.headline, slugs)
        slot.post = _print_post(slot, numbers[slot.outlet.id], slug, drawn)
    posts = [slot.post for slot in slots if slot.post]
    plain = _disturb([post for post in posts if not post.sources], rng, period, pace)
    derived = [_touch(post, rng_of_derived, end, pace) for post in posts if post.sources]
    return _relink(sorted([*plain, *derived], key=lambda post: post.published_at))


def free_slug(outlet: Outlet, headline: str, taken: set[tuple[str, str]]) -> str:
    """Return a slug that the paper has not used, and take it."""
    slug = wanted = slug_of(headline)
    count = 1
    while (outlet.id, slug) in taken:
        count += 1
        slug = f"{wanted}-{count}"
    taken.add((outlet.id, slug))
    return slug


def _choose(seed: int, count: int, rng: random.Random) -> list[Story]:
    written = list(written_stories())
    pinned = [story for story in written if story.world]
    rest = [story for story in written if not story.world]
    rng.shuffle(rest)
    made = (make_story(seed, number) for number in range(max(0, count - len(written))))
    return [*pinned, *rest, *made][:count]


def _assign(
    outlets: Sequence[Outlet], rng: random.Random, stories: Iterable[Story], period: tuple[datetime, datetime]
) -> list[_Slot]:
    slots = []
    weights = [SHARES[outlet.world] for outlet in outlets]
    for story in stories:
        pinned = [outlet for outlet in outlets if outlet.world == story.world]
        order = pinned or rng.choices(outlets, weights)
        at = _working_hour(order[0], rng, *period)
        told = story.on(order[0].local(at).date())
        slots.append(_Slot(at, order[0], told))
        if story.release:
            others = [outlet for outlet in outlets if outlet is not order[0]]
            slots += _copies(slots[-1], rng.sample(others, rng.randint(1, 2)), rng, period[1])
    return slots


def _copies(first: _Slot, outlets: Iterable[Outlet], rng: random.Random, end: datetime) -> list[_Slot]:
    copies = (
        _Slot(first.at + timedelta(minutes=rng.randint(15, 400)), outlet, first.story, first)
        for outlet in outlets
    )
    return [copy for copy in copies if copy.at < end]


def _derive(
    slots: Sequence[_Slot], outlets: Sequence[Outlet], rng: random.Random, end: datetime
) -> list[_Slot]:
    """Build pieces on releases: of four, one is shortened, and two are joined; each serves one piece alone."""
    printed: dict[str, list[_Slot]] = {}
    for slot in slots:
        if slot.story.release:
            printed.setdefault(slot.story.id, []).append(slot)
    found = []
    releases = list(printed.values())
    for begin in range(0, len(releases), 4):
        alone, *pair = releases[begin : begin + 3]
        story = shortened(alone[0].story, rng)
        others = [outlet for outlet in outlets if all(outlet is not slot.outlet for slot in alone)]
        outlet = rng.choice(others or [slot.outlet for slot in alone[1:]])
        after = alone[0].at + timedelta(minutes=rng.randint(30, 900))
        found.append(_Slot(after, outlet, story.on(outlet.local(after).date()), sources=(alone[0],)))
        if len(pair) == 2:  # when all that print its releases have done so
            last = max(slot.at for slots_of in pair for slot in slots_of)
            after, outlet = last + timedelta(minutes=rng.randint(60, 900)), rng.choice(outlets)
            story = joined([slots_of[0].story for slots_of in pair], rng).on(outlet.local(after).date())
            found.append(_Slot(after, outlet, story, sources=tuple(slots_of[0] for slots_of in pair)))
    return [slot for slot in found if slot.at < end]


def _working_hour(outlet: Outlet, rng: random.Random, start: datetime, end: datetime) -> datetime:
    minutes = max(1, int((end - start).total_seconds() // 60))
    first = start.astimezone(UTC).replace(second=0, microsecond=0)
    at = first
    for _ in range(12):
        at = first + timedelta(minutes=rng.randrange(minutes))
        if 5 <= outlet.local(at).hour <= 22:
            break
    return at


def _initials(name: str) -> str:
    return slug_of(name).replace("-", "")[:3]


def _print_post(slot: _Slot, number: int, slug: str, rng: random.Random) -> Post:
    outlet, story = slot.outlet, slot.story
    byline = _byline(outlet.world, rng)
    alone = outlet.world == World.WORDPRESS and byline == "person"  # a post has one user
    writers = rng.sample(outlet.reporters, 1 if alone or rng.random() < 0.9 else 2)
    copy = Copy(story.headline, story.paragraphs)
    if slot.first:
        copy = edited_release(copy, rng)
    if slot.sources:
        copy = Copy(copy.headline, reworded(copy.paragraphs, rng))
    if outlet.world == World.WORDPRESS and (story.world or rng.random() < 0.3):
        copy = Copy(copy.headline, _break_lines(copy.paragraphs, rng))
    credit = story.photo_credit
    day = outlet.local(slot.at)
    return Post(
        outlet=outlet,
        number=number,
        slug=slug,
        path=outlet.path(number, slug, story.section, day),
        story=story,
        dateline=outlet.dateline_for(story.place),
        byline="desk" if story.world else byline,
        authors=() if byline == "desk" or story.world else tuple(writers),
        editors=() if byline != "credits" or story.world else (rng.choice(outlet.editors),),
        sign_off=_sign_off(outlet, story, _initials(writers[0]), rng),
        photo_credit=f"{credit}/{outlet.initials}" if credit and outlet.world == World.WORDPRESS else credit,
        versions=(Version(slot.at, "publish", copy),),
        original=slot.first.post if slot.first else None,
        sources=tuple(source.post for source in slot.sources if source.post),
    )


def _byline(world: World, rng: random.Random) -> str:
    if world == World.PORTAL:
        return "credits"
    if world == World.OLD:
        return rng.choices(("person", "desk"), (4, 1))[0]
    return rng.choices(("person", "desk", "credits"), (4, 4, 2))[0]


def _sign_off(outlet: Outlet, story: Story, initials: str, rng: random.Random) -> str | None:
    chance = rng.random()
    if outlet.world == World.WORDPRESS:
        return f"{story.sign_off or initials}/{outlet.initials}" if story.world or chance < 0.85 else None
    if outlet.world == World.OLD:
        return (story.sign_off or initials) if chance < 0.5 else None
    return f"{initials}/{_initials(outlet.editors[0])}" if chance < 0.3 else None


def _break_lines(paragraphs: tuple[str, ...], rng: random.Random) -> tuple[str, ...]:
    """Leave a line break in the middle of a sentence, as text pasted from a messenger has it."""
    broken = list(paragraphs)
    for index in rng.sample(range(len(broken)), min(2, len(broken))):
        spaces = [match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", broken[index])]
        if spaces and not broken[index].startswith(("#", "-")):
            at = rng.choice(spaces)
            broken[index] = broken[index][:at] + "\n" + broken[index][at + 1 :]
    return tuple(broken)


def _disturb(
    posts: list[Post], rng: random.Random, period: tuple[datetime, datetime], pace: float
) -> list[Post]:
    """Correct and delete a share of the posts, each kind of change at least once where there are posts enough."""
    start, end = period
    early = [i for i, post in enumerate(posts) if post.published_at < start + (end - start) * 0.7]
    rng.shuffle(early)
    wanted = max(len(BEFORE), round(len(posts) * CORRECTED))
    kinds = list(BEFORE)
    for turn, index in enumerate(early[:wanted]):
        again = [rng.choice(kinds)] if rng.random() < 0.2 else []
        posts[index] = _correct(posts[index], [kinds[turn % len(kinds)], *again], rng, end, pace)
    for turn, index in enumerate(early[wanted : wanted + max(2, round(len(posts) * DELETED))]):
        posts[index] = _delete(posts[index], rng, end, pace, returns=turn % 2 == 1)
    return posts


def _touch(post: Post, rng: random.Random, end: datetime, pace: float) -> Post:
    """Correct or delete a piece that builds on releases, as often as others."""
    chance, kind = rng.random(), rng.choice(list(BEFORE))
    if end - post.published_at < timedelta(hours=1) or chance >= CORRECTED + DELETED:
        return post
    if chance < CORRECTED:
        return _correct(post, [kind], rng, end, pace)
    return _delete(post, rng, end, pace, returns=rng.random() < 0.5)


def _relink(posts: list[Post]) -> list[Post]:
    """Let copies and derivations point at what they were made of as it became."""
    known = {(post.outlet.id, post.number): post for post in posts}

    def now(post: Post) -> Post:
        return known[post.outlet.id, post.number]

    return [
        replace(
            post,
            original=now(post.original) if post.original else None,
            sources=tuple(map(now, post.sources)),
        )
        for post in posts
    ]


def _later(after: datetime, rng: random.Random, end: datetime, longest: timedelta) -> datetime:
    """Draw a whole minute within `longest` after a moment, and before the end."""
    room = int(min(longest, end - after).total_seconds() // 60)
    return after + timedelta(minutes=rng.randint(1, max(1, room - 1)))


def _correct(post: Post, kinds: list[str], rng: random.Random, end: datetime, pace: float) -> Post:
    """Give a post the past that its corrections mend: its present text is the last one."""
    copy = post.versions[0].copy
    if copy is None:
        return post
    if "added" in kinds:
        copy = Copy(copy.headline, (*copy.paragraphs, addition(post.story.place, rng)))
    history = [copy]
    changes: list[str] = []
    for kind in reversed(kinds):
        for tried in (kind, "typo"):
            before = BEFORE[tried](history[0], rng)
            if before:
                history.insert(0, before)
                changes.insert(0, tried)
                break
    versions = [Version(post.published_at, "publish", history[0])]
    for change, text in zip(changes, history[1:], strict=True):
        at = _later(versions[-1].at, rng, end, pace * timedelta(hours=30))
        versions.append(Version(at, change, text))
    return replace(post, versions=tuple(versions))


def _delete(post: Post, rng: random.Random, end: datetime, pace: float, *, returns: bool) -> Post:
    gone = Version(_later(post.published_at, rng, end, pace * timedelta(hours=40)), "delete", None)
    versions = [*post.versions, gone]
    if returns and end - gone.at > timedelta(minutes=5):
        back = _later(gone.at, rng, end, pace * timedelta(hours=20))
        versions.append(Version(back, "return", post.versions[-1].copy))
    return replace(post, versions=tuple(versions))
