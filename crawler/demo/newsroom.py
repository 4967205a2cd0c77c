"""The newsroom: three papers' posts on one clock, and the truth about them at any moment."""

import threading
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.demo.corrections import Copy
from crawler.demo.grammar import make_story
from crawler.demo.outlet import Outlet, draw_outlets
from crawler.demo.plan import draw_plan, free_slug
from crawler.demo.planted import Planted, draw_planted, shown_on
from crawler.demo.post import Entry, Post, Version
from crawler.demo.spells import Spell, draw_spells
from crawler.demo.story import Dateline, Story
from crawler.demo.truth import Event, Revision, Truth
from crawler.demo.upsets import FIRST_OF_BURSTS, Upset, draw_bursts, draw_upsets


class Clock:
    """The demo's clock: stands where it is set; unset, it is the machine's."""

    def __init__(self, moment: datetime | None = None) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return (self._moment or datetime.now(UTC)).astimezone(UTC)

    def set(self, moment: datetime | None) -> None:
        """Stop the clock at an aware moment; None lets it run with the machine's."""
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"the demo's clock needs a time with its offset, not {moment}")
        self._moment = moment

    def advance(self, span: timedelta) -> None:
        """Go on by a span."""
        self.set(self.now() + span)


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a paper shows at a moment, newest first."""

    outlet: Outlet
    entries: tuple[Entry, ...]
    by_number: dict[int, Entry]
    by_path: dict[str, Entry]
    places: dict[int, int]  # where in `entries` a number stands
    sections: tuple[str, ...]  # those that have entries, in alphabetical order
    gone: frozenset[int]  # numbers published once, deleted now


class Newsroom:
    """Outlets and their posts; `base_urls` says where each paper is served."""

    def __init__(
        self, outlets: Iterable[Outlet], posts: Iterable[Post], clock: Clock | None = None, planted: int = 0
    ) -> None:
        self.outlets = tuple(outlets)
        self.posts = list(posts)
        self.clock = clock or Clock()
        self.base_urls = {outlet.id: f"http://{outlet.domain}" for outlet in self.outlets}
        self.is_troubled = False  # what is gone is gone in many ways, and there are spells
        self.spells: tuple[Spell, ...] = ()
        self.upsets: tuple[Upset, ...] = ()
        self.planted = {outlet.id: draw_planted(outlet, planted) for outlet in self.outlets}
        self._times: dict[str, list[datetime]] = {}
        self._editions: dict[str, tuple[int, Edition]] = {}
        self._lock = threading.Lock()

    @classmethod
    def draw(
        cls,
        seed: int,
        stories: int = 60,
        *,
        start: datetime,
        end: datetime,
        clock: Clock | None = None,
        planted: int = 0,
        pace: float = 1,
    ) -> "Newsroom":
        """Draw three papers and their plan between two aware moments; unless given, the clock stands at the end.

        The shipped stories come first, made ones after them. `planted` blocks of invented words stand among the
        paragraphs of each paper's pages, each on 30% of them or more; they are no part of the truth. `pace` stretches the
        times between what happens to a post. Raises ValueError for times without offset or an empty period.
        """
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError("start and end need their offsets")
        if end - start < timedelta(hours=1):
            raise ValueError(f"from {start} to {end} is less than an hour")
        outlets = draw_outlets(seed)
        posts = draw_plan(outlets, seed, stories, (start, end), pace)
        return cls(outlets, posts, clock or Clock(end), planted)

    def trouble(self, start: datetime, end: datetime) -> None:
        """Let what is gone be so in many ways, and readers be locked out now and then between two moments."""
        self.is_troubled = True
        self.spells = draw_spells(self.outlets, self.outlets[0].seed, start, end)

    def upset(self, start: datetime, end: datetime, burst: int = 40) -> None:
        """Let what a job meets over the years befall the papers between two moments: outages, dead and moved feeds,
        validators that lie, a redesign; and `burst` articles at once on each of them, twice.
        """
        seed = self.outlets[0].seed
        self.upsets = draw_upsets(self.outlets, start, end)
        for number, (paper, at) in enumerate(draw_bursts(self.outlets, seed, start, end, burst)):
            self.publish(paper, make_story(seed, FIRST_OF_BURSTS + number), at)

    def planted_on(self, post: Post) -> tuple[Planted, ...]:
        """Return the blocks that a paper plants on a post's page."""
        blocks = self.planted[post.outlet.id]
        if not blocks:
            return ()
        earlier = sum(
            other.outlet is post.outlet
            and (other.published_at, other.number) < (post.published_at, post.number)
            for other in self.posts
        )
        return shown_on(blocks, post.outlet, earlier)

    def outlet(self, name: str) -> Outlet:
        """Find an outlet by its id or its world ("wordpress", "portal", "old"); KeyError where there is none."""
        for outlet in self.outlets:
            if name in {outlet.id, outlet.world}:
                return outlet
        raise KeyError(name)

    def publish(
        self,
        paper: str,
        story: Story,
        at: datetime,
        *,
        dateline: Dateline | None = None,
        authors: tuple[str, ...] = (),
        editors: tuple[str, ...] = (),
    ) -> Post:
        """Put a given story on a paper from a moment on; its sign-off and credit are printed as the story has them."""
        outlet = self.outlet(paper)
        with self._lock:
            own = [post for post in self.posts if post.outlet is outlet]
            slug = free_slug(outlet, story.headline, {(outlet.id, post.slug) for post in own})
            number = max((post.number for post in own), default=100) + 1
            at = at.astimezone(UTC).replace(second=0, microsecond=0)
            post = Post(
                outlet=outlet,
                number=number,
                slug=slug,
                path=outlet.path(number, slug, story.section, outlet.local(at)),
                story=story,
                dateline=dateline or outlet.dateline_for(story.place),
                byline="credits" if editors else "person" if authors else "desk",
                authors=authors,
                editors=editors,
                sign_off=story.sign_off,
                photo_credit=story.photo_credit,
                versions=(Version(at, "publish", Copy(story.headline, story.paragraphs)),),
            )
            self.posts.append(post)
            self._times.clear()
            self._editions.clear()
        return post

    def post_at(self, paper: str, path: str) -> Post | None:
        """Return the post of a path with its query, whatever became of it."""
        return next((post for post in self.posts if post.outlet.id == paper and post.path == path), None)

    def url(self, post: Post) -> str:
        """Return the canonical URL of a post."""
        return self.base_urls[post.outlet.id] + post.path

    def edition(self, paper: str, at: datetime | None = None) -> Edition:
        """Return what a paper shows at a moment (now)."""
        moment = at or self.clock.now()
        with self._lock:
            if paper not in self._times:
                self._times[paper] = sorted(
                    v.at for p in self.posts if p.outlet.id == paper for v in p.versions
                )
            count = bisect_right(self._times[paper], moment)
            known = self._editions.get(paper)
            if known is None or known[0] != count:
                known = self._editions[paper] = (count, self._compose(self.outlet(paper), moment))
        return known[1]

    def _compose(self, outlet: Outlet, moment: datetime) -> Edition:
        entries, gone = [], set()
        for post in self.posts:
            version = post.version_at(moment) if post.outlet is outlet else None
            if version and version.copy:
                entries.append(Entry(post, *version.copy, post.modified_at(moment)))
            elif version:
                gone.add(post.number)
        entries.sort(key=lambda entry: (entry.post.published_at, entry.post.number), reverse=True)
        return Edition(
            outlet=outlet,
            entries=tuple(entries),
            by_number={entry.post.number: entry for entry in entries},
            by_path={entry.post.path: entry for entry in entries},
            places={entry.post.number: place for place, entry in enumerate(entries)},
            sections=tuple(sorted({entry.post.story.section for entry in entries})),
            gone=frozenset(gone),
        )

    def truth(self, at: datetime | None = None, *, deleted: bool = False) -> list[Truth]:
        """Return the articles live at a moment (now), oldest first; with `deleted`, also those taken down by then."""
        moment = at or self.clock.now()
        told = []
        for post in sorted(self.posts, key=lambda post: (post.published_at, post.number)):
            version = post.version_at(moment)
            if version and (version.copy or deleted):
                told.append(self._tell(post, version, moment))
        return told

    def _tell(self, post: Post, version: Version, moment: datetime) -> Truth:
        copy = version.copy or next(v.copy for v in reversed(post.versions) if v.at < version.at and v.copy)
        modified = post.modified_at(moment)
        return Truth(
            paper=post.outlet.id,
            url=self.url(post),
            title=copy.headline,
            text=post.text(copy),
            authors=post.authors,
            editors=post.editors,
            published_at=post.outlet.local(post.published_at),
            modified_at=post.outlet.local(modified) if modified else None,
            dateline_site=post.dateline.site,
            dateline_place=post.dateline.place,
            section=post.story.section,
            tags=() if post.outlet.world == "old" else post.story.tags,
            caption=post.story.caption,
            photo_credit=post.photo_credit,
            sign_off=post.sign_off,
            copy_of=self.url(post.original) if post.original else None,
            deleted_at=None if version.copy else post.outlet.local(version.at),
            story=post.story.id,
            builds_on=tuple(source.story.id for source in post.sources),
        )

    def revisions(self) -> dict[str, list[Revision]]:
        """Return all that ever stands at each URL, in order of time."""
        return {
            self.url(post): [
                Revision(v.at, v.change, v.copy and v.copy.headline, v.copy and post.text(v.copy))
                for v in post.versions
            ]
            for post in self.posts
        }

    def events(self) -> list[Event]:
        """Return all that happens, in order of time; the first printing of another paper's release is a "copy", that of a
        piece that builds on releases a "derive".
        """

        def told(post: Post, change: str) -> str:
            made = "copy" if post.original else "derive" if post.sources else change
            return made if change == "publish" else change

        events = [
            Event(v.at, post.outlet.id, self.url(post), told(post, v.change))
            for post in self.posts
            for v in post.versions
        ]
        return sorted(events, key=lambda event: (event.at, event.url))
